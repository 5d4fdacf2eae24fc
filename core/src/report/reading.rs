//! What a driver makes of a string, for output.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::drivers::{DriverAt, Evidence, StartupPacket, Surroundings};
use crate::model::{Fate, Prepared, Reading, Setting, Stage, Tls};
use crate::parse::{Spelling, spelling_of};
use crate::text::{Hider, mask_connection, secret_spans};

/// A reading in the shape of the machine contract: one line of `connlint read --output-format json-lines`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingView {
    /// The string; its secrets masked unless asked for.
    pub s: String,
    /// The driver, `name` or `name@version`.
    pub driver: String,
    /// Whether the driver takes the string.
    pub accepted: bool,
    /// The driver's own text when it does not.
    pub error: Option<String>,
    /// Whom it dials.
    pub hosts: Vec<HostView>,
    /// Role; `null` when the string does not say.
    pub user: Option<String>,
    /// Password; `***` unless asked for; `null` when the string does not say.
    pub password: Option<String>,
    /// Database; `null` when the string does not say.
    pub dbname: Option<String>,
    /// What it sends at startup.
    pub startup: BTreeMap<String, String>,
    /// Parameters that it keeps to itself.
    pub client: BTreeMap<String, String>,
    /// Parameters that it drops.
    pub ignored: Vec<String>,
    /// Encryption and verification.
    pub tls: Tls,
    /// Prepared statements.
    pub prepared: Prepared,
    /// What it says when it has taken the string, is told to connect and gives up before it dials.
    pub connect_error: Option<String>,
    /// What the facts of this driver rest on.
    pub evidence: Evidence,
    /// What it sends first; `None` when it was not asked for or the string is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packet: Option<PacketView>,
}

/// The bytes that a driver sends first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PacketView {
    /// The request for TLS that comes before, in hexadecimal digits; `None` when it asks for none.
    pub ssl_request: Option<String>,
    /// The startup packet, in hexadecimal digits; secrets masked unless asked for.
    pub startup: String,
    /// Whether `<user>` stands in it for the user of the operating system.
    pub stands_for_user: bool,
}

/// A host that the driver dials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HostView {
    /// Name, address or socket directory; empty when the string gives a port only.
    pub host: String,
    /// Port.
    pub port: i64,
    /// What the driver takes for the port when that is no number; `port` is then the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port_text: Option<String>,
}

impl HostView {
    /// Host and port as they stand in a URL, an address of IPv6 in brackets; `None` when the string gives a port only.
    pub fn address(&self) -> Option<String> {
        let port = self.port_shown();
        match self.host.as_str() {
            "" => None,
            host if host.contains(':') && !host.starts_with(['/', '[']) => Some(format!("[{host}]:{port}")),
            host => Some(format!("{host}:{port}")),
        }
    }

    /// The port as the driver has it.
    pub fn port_shown(&self) -> String {
        self.port_text.clone().unwrap_or_else(|| self.port.to_string())
    }
}

/// How to show a reading.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// What the driver finds around the string.
    pub surroundings: Surroundings,
    /// Whether passwords are shown as they are.
    pub show_secrets: bool,
    /// Whether the bytes of the startup packet are shown.
    pub bytes: bool,
}

/// Reads `text` as `driver` does, with nothing around it. With `show_secrets` the password is shown as it is.
pub fn read(text: &str, driver: &DriverAt, show_secrets: bool) -> ReadingView {
    let options = ReadOptions { show_secrets, ..ReadOptions::default() };
    read_as(text, spelling_of(text).unwrap_or(Spelling::Uri), driver, &options)
}

/// The same, for a text whose spelling is known: separate variables, put together, look like keyword/value text.
pub fn read_as(text: &str, spelling: Spelling, driver: &DriverAt, options: &ReadOptions) -> ReadingView {
    view(text, driver, &driver.read_in(text, spelling, &options.surroundings), options)
}

pub(super) fn view(text: &str, driver: &DriverAt, reading: &Reading, options: &ReadOptions) -> ReadingView {
    let show_secrets = options.show_secrets;
    let secret = |value: &str| if show_secrets { value.to_owned() } else { "***".to_owned() };
    // A driver that splits a broken string elsewhere takes a piece of the password for a host, a name or a parameter.
    let hider = Hider::new(secret_spans(text).into_iter().map(|span| span.of(text)));
    let public = |value: &str| if show_secrets { value.to_owned() } else { hider.hide(value) };
    let with_fate =
        |fate: Fate| reading.params.iter().filter(move |given| given.fate == fate && !is_part(given.setting));
    let shown = |setting: Option<Setting>, value: &str| {
        if setting == Some(Setting::Password) { secret(value) } else { public(value) }
    };
    let refused = |is_connecting: bool| {
        let refusal = reading.refusal.as_ref().filter(|it| (it.stage == Stage::Connect) == is_connecting)?;
        Some(if show_secrets { refusal.text.clone() } else { refusal.masked(text) })
    };
    ReadingView {
        s: if show_secrets { text.to_owned() } else { mask_connection(text) },
        driver: driver.display(),
        accepted: refused(false).is_none(),
        error: refused(false),
        hosts: reading
            .hosts
            .iter()
            .map(|host| HostView {
                host: host.name.as_ref().map_or(String::new(), |name| public(&name.value)),
                port: host.port.as_ref().map_or(5432, |port| port.value),
                port_text: reading
                    .port_text
                    .as_ref()
                    .filter(|_| host.port.is_none())
                    .map(|text| public(&text.value)),
            })
            .collect(),
        user: reading.user.as_ref().map(|user| public(&user.value)),
        password: reading.password.as_ref().map(|it| secret(it.value.expose())),
        dbname: reading.dbname.as_ref().map(|dbname| public(&dbname.value)),
        startup: reading.startup.iter().map(|(name, value)| (public(name), public(&value.value))).collect(),
        client: with_fate(Fate::Client)
            .map(|given| (public(&given.key), shown(given.setting, &given.value)))
            .collect(),
        ignored: with_fate(Fate::Ignored).map(|given| public(&given.key)).collect(),
        tls: reading.tls.value,
        prepared: reading.prepared.value,
        connect_error: refused(true),
        evidence: driver.evidence(),
        packet: options.bytes.then(|| packet(driver, reading, public)).flatten(),
    }
}

fn packet(driver: &DriverAt, reading: &Reading, public: impl Fn(&str) -> String) -> Option<PacketView> {
    let mut packet = driver.startup_packet(reading)?;
    for (name, value) in &mut packet.pairs {
        (*name, *value) = (public(name), public(value));
    }
    Some(PacketView {
        ssl_request: packet.asks_for_tls.then(|| hexadecimal(&StartupPacket::ssl_request())),
        startup: hexadecimal(&packet.bytes()),
        stands_for_user: !packet.names_user,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Hexadecimal digits as people read bytes: sixteen in a line, and as text beside it.
pub fn hex_dump(digits: &str) -> Vec<String> {
    let bytes: Vec<u8> = (0..digits.len())
        .step_by(2)
        .filter_map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
        .collect();
    let line = |bytes: &[u8]| {
        let digits: String = bytes.iter().map(|byte| format!("{byte:02x} ")).collect();
        let shown =
            |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' };
        format!("{digits:<48}{}", bytes.iter().map(shown).collect::<String>())
    };
    bytes.chunks(16).map(line).collect()
}

fn is_part(setting: Option<Setting>) -> bool {
    matches!(
        setting,
        Some(Setting::Host | Setting::Port | Setting::User | Setting::Password | Setting::Database)
    )
}
