//! What a driver makes of a string.

use compact_str::CompactString;
use serde::Serialize;

use super::Setting;
use crate::text::{Secret, Span};

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Written in the string.
    Written,
    /// Taken from the environment of the program.
    Environment,
    /// The driver assumes it.
    DriverDefault,
    /// The server assumes it.
    ServerDefault,
    /// The endpoint decides it.
    Endpoint,
}

/// A value that remembers its origin and, if it was written, its place in the string.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was written, in bytes of the decoded string.
    pub span: Option<Span>,
    /// Who said it.
    pub origin: Origin,
}

impl<T> Sourced<T> {
    /// A value written at `span`.
    pub fn written(value: T, span: Span) -> Self {
        Self { value, span: Some(span), origin: Origin::Written }
    }

    /// A value that the driver assumes.
    pub fn default_of_driver(value: T) -> Self {
        Self { value, span: None, origin: Origin::DriverDefault }
    }
}

/// One host that the driver will dial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Host {
    /// Name, address or socket directory; `None` when the string does not say and the driver looks elsewhere (the
    /// local socket, the environment).
    pub name: Option<Sourced<CompactString>>,
    /// Port; `None` when the string does not say, or says no number ([`Reading::port_text`]).
    pub port: Option<Sourced<i64>>,
}

impl Host {
    /// Its name, unless it is left to the driver to find a socket directory.
    pub fn settled_name(&self) -> Option<&Sourced<CompactString>> {
        let is_usual = |name: &Sourced<CompactString>| {
            name.origin == Origin::DriverDefault && name.value.starts_with('/')
        };
        self.name.as_ref().filter(|name| !is_usual(name))
    }
}

/// What happens to a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// The driver acts on it and keeps it to itself.
    Client,
    /// It goes to the server in the startup packet.
    Startup,
    /// The driver drops it without a word.
    Ignored,
    /// The driver refuses the string because of it.
    Refused,
}

/// A parameter of the string, in a query or as a keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Name, decoded as the driver decodes it.
    pub key: CompactString,
    /// Where the name stands.
    pub key_span: Span,
    /// Value, decoded as the driver decodes it.
    pub value: CompactString,
    /// Where the value stands; empty when there is none.
    pub value_span: Span,
    /// Name, `=` and value, without separators.
    pub span: Span,
    /// What it is about, when the driver's table has it.
    pub setting: Option<Setting>,
    /// What happens to it.
    pub fate: Fate,
}

/// When a driver refuses a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// While it reads the string, or checks what it has read.
    Read,
    /// While it checks the values, once it knows what stands around the string.
    Values,
    /// The string is read without a word; what connects with it fails before anything is dialled.
    Connect,
}

/// Why the driver does not take the string, in the driver's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// When it says so.
    pub stage: Stage,
    /// The driver's text. It may quote the string, so it may hold a password: show it through [`Refusal::masked`].
    pub text: String,
    /// The piece of the string that it is about.
    pub span: Span,
}

impl Refusal {
    /// The text with the secrets of `string` masked, wherever the driver repeats a piece of the string.
    pub fn masked(&self, string: &str) -> String {
        let secrets = crate::text::secret_spans(string).into_iter().map(|span| span.of(string));
        crate::text::Hider::new(secrets).hide(&self.text)
    }

    /// The masked text between backticks, for a sentence; backticks of its own become single quotes.
    pub fn quoted(&self, string: &str) -> String {
        format!("`{}`", self.masked(string).replace('`', "'"))
    }
}

/// Whether the connection is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encryption {
    /// The driver never asks for TLS.
    Never,
    /// TLS when the server offers it, else plain text (or plain text first).
    IfOffered,
    /// TLS or no connection.
    Required,
}

/// What of the server's certificate is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    /// Nothing.
    None,
    /// That a trusted authority signed it.
    Authority,
    /// That and the host name.
    Full,
}

/// What a string means for encryption and verification, the stronger the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Tls {
    /// Encrypted or not.
    pub encryption: Encryption,
    /// Verified or not.
    pub verification: Verification,
}

impl Tls {
    /// No TLS at all.
    pub const OFF: Self = Self { encryption: Encryption::Never, verification: Verification::None };
    /// TLS when offered, unverified.
    pub const PREFER: Self = Self { encryption: Encryption::IfOffered, verification: Verification::None };
    /// TLS required, unverified.
    pub const REQUIRE: Self = Self { encryption: Encryption::Required, verification: Verification::None };
    /// TLS required, authority verified.
    pub const VERIFY_CA: Self =
        Self { encryption: Encryption::Required, verification: Verification::Authority };
    /// TLS required, authority and host name verified.
    pub const VERIFY_FULL: Self = Self { encryption: Encryption::Required, verification: Verification::Full };
}

/// How a driver runs a query with parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statements {
    /// As simple text; nothing is prepared.
    Simple,
    /// An unnamed statement, parsed and executed in one round trip: safe behind every pooler.
    Unnamed,
    /// An unnamed statement parsed in one round trip and executed in another: behind a transaction pooler another
    /// client's statement may stand there in between, and its rows come back without an error.
    UnnamedSplit,
    /// A named statement, kept by the server connection.
    Named,
}

/// What a driver does with prepared statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Prepared {
    /// How.
    pub statements: Statements,
    /// The execution of one query text from which on it is named: 1 at once; 0 when nothing is named.
    pub named_from: u32,
    /// Statements kept per connection; `None` when there is no limit or no cache.
    pub cache_size: Option<u32>,
    /// The pattern of names on the wire; empty when nothing is named.
    pub names: &'static str,
}

/// A string as one driver reads it. Spans are bytes of the decoded string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Why the driver does not take it; the other fields then hold what could be read all the same.
    pub refusal: Option<Refusal>,
    /// Whom the driver will dial, in order; empty when the string names nobody.
    pub hosts: Vec<Host>,
    /// What the driver keeps for the port of its hosts although it is no number; they have no port then, and dialling
    /// fails.
    pub port_text: Option<Sourced<CompactString>>,
    /// Role; `None` when the string does not say.
    pub user: Option<Sourced<CompactString>>,
    /// Password; `None` when the string does not say.
    pub password: Option<Sourced<Secret>>,
    /// Database; `None` when the string does not say.
    pub dbname: Option<Sourced<CompactString>>,
    /// All parameters in the order written, the ones that set the fields above included.
    pub params: Vec<Given>,
    /// What the driver sends at startup besides user and database, its own defaults included.
    pub startup: Vec<(CompactString, Sourced<CompactString>)>,
    /// Encryption and verification.
    pub tls: Sourced<Tls>,
    /// Prepared statements.
    pub prepared: Sourced<Prepared>,
}

impl Reading {
    /// A reading with nothing in it but a driver's defaults.
    pub fn empty(tls: Tls, prepared: Prepared) -> Self {
        Self {
            refusal: None,
            hosts: Vec::new(),
            port_text: None,
            user: None,
            password: None,
            dbname: None,
            params: Vec::new(),
            startup: Vec::new(),
            tls: Sourced::default_of_driver(tls),
            prepared: Sourced::default_of_driver(prepared),
        }
    }

    /// Notes a refusal; the first one stays, because it is the one the driver reports.
    pub fn refuse(&mut self, span: Span, text: impl Into<String>) {
        self.refuse_at(Stage::Read, span, text);
    }

    /// Notes a refusal of a value that is checked only when the surroundings are known.
    pub fn refuse_value(&mut self, span: Span, text: impl Into<String>) {
        self.refuse_at(Stage::Values, span, text);
    }

    /// Notes that connecting fails although the string is read.
    pub fn refuse_to_connect(&mut self, span: Span, text: impl Into<String>) {
        self.refuse_at(Stage::Connect, span, text);
    }

    fn refuse_at(&mut self, stage: Stage, span: Span, text: impl Into<String>) {
        if self.refusal.as_ref().is_none_or(|noted| stage < noted.stage) {
            self.refusal = Some(Refusal { stage, text: text.into(), span });
        }
    }

    /// The same, with every place replaced by what `place` makes of it: a reading of a text that was made of another.
    pub fn placed(mut self, place: impl Fn(Span) -> Span) -> Self {
        let put = |span: &mut Option<Span>| *span = span.map(&place);
        if let Some(refusal) = &mut self.refusal {
            refusal.span = place(refusal.span);
        }
        for host in &mut self.hosts {
            host.name.iter_mut().for_each(|name| put(&mut name.span));
            host.port.iter_mut().for_each(|port| put(&mut port.span));
        }
        for part in [&mut self.port_text, &mut self.user, &mut self.dbname].into_iter().flatten() {
            put(&mut part.span);
        }
        self.password.iter_mut().for_each(|password| put(&mut password.span));
        for given in &mut self.params {
            given.key_span = place(given.key_span);
            given.value_span = place(given.value_span);
            given.span = place(given.span);
        }
        self.startup.iter_mut().for_each(|(_, value)| put(&mut value.span));
        put(&mut self.tls.span);
        put(&mut self.prepared.span);
        self
    }

    /// Whether the driver takes the string and would dial.
    pub fn accepted(&self) -> bool {
        self.refusal.is_none()
    }

    /// The last parameter that sets `setting` and is used: in most drivers the last one wins.
    pub fn given(&self, setting: Setting) -> Option<&Given> {
        self.params.iter().rev().find(|given| given.setting == Some(setting))
    }
}
