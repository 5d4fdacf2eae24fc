//! What `asyncpg.connect()` makes of its arguments, whether they come from a DSN or one by one
//! (`_parse_connect_dsn_and_args` in connect_utils.py).

use super::named::Named;
use super::{Kind, fill, libpq};
use crate::model::{Host, Reading, Sourced, Tls, Version};
use crate::parse::{Piece, Plus, python_int, python_repr, python_unquote};
use crate::text::Span;

/// A complaint and what it is about.
pub(super) type Complaint = (Span, String);

/// A port and where it is written, when it is.
#[derive(Clone, Copy)]
pub(super) struct Port {
    pub(super) number: i64,
    pub(super) span: Option<Span>,
}

/// The arguments.
#[derive(Default)]
pub(super) struct Arguments {
    /// Hosts; none means the usual socket directories and localhost.
    pub(super) hosts: Vec<Piece>,
    /// Ports: none, one for all, or one each.
    pub(super) ports: Vec<Port>,
    /// Texts, by name.
    texts: Named<Piece>,
}

/// The texts that are looked at here.
const TEXTS: &[&str] = &[
    "user",
    "password",
    "database",
    "sslmode",
    "sslrootcert",
    "sslnegotiation",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "target_session_attrs",
    "gsslib",
];

/// The first version that refuses `sslnegotiation=direct` with a mode that allows plain text.
const DIRECT_CHECKED: Version = Version(0, 32, 0);

/// Python's text, which names no file.
pub(super) const NO_FILE: &str = "FileNotFoundError: [Errno 2] No such file or directory";

/// Places that asyncpg tries when it is told no host.
const USUAL_HOSTS: usize = 5;

/// `int(text)`, or Python's complaint.
pub(super) fn number(piece: &Piece) -> Result<Port, Complaint> {
    python_int(&piece.value).map(|number| Port { number, span: Some(piece.span) }).ok_or_else(|| {
        let literal = python_repr(&piece.value);
        (piece.span, format!("ValueError: invalid literal for int() with base 10: {literal}"))
    })
}

impl Arguments {
    /// Gives a text, in place of an earlier one. What nobody looks at is left out.
    pub(super) fn set(&mut self, name: &str, text: Piece) {
        if let Some(known) = TEXTS.iter().find(|known| **known == name) {
            self.texts.insert(*known, text);
        }
    }

    /// Whether a text was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.texts.contains(name)
    }

    /// Takes a list of hosts, each with a port behind `:` if `ports` are not known already; `encoded` when they come
    /// out of a URL (`_parse_hostlist`).
    pub(super) fn take_hosts(&mut self, text: &str, list: &Piece, encoded: bool) -> Result<(), Complaint> {
        let pieces = fill::split_list(text, list);
        self.check_ports(pieces.len(), list.span)?;
        let mut ports = Vec::new();
        for piece in &pieces {
            let (mut host, port) = split_port(text, piece)?;
            let decode = |text: &str| if encoded { python_unquote(text, Plus::Literal) } else { text.into() };
            host.value = decode(&host.value);
            self.hosts.push(host);
            ports.push(match port.filter(|port| !port.value.is_empty()) {
                Some(port) if self.ports.is_empty() => number(&Piece { value: decode(&port.value), ..port })?,
                _ => Port { number: 5432, span: None },
            });
        }
        if self.ports.is_empty() {
            self.ports = ports;
        }
        Ok(())
    }

    fn check_ports(&self, hosts: usize, span: Span) -> Result<(), Complaint> {
        let ports = self.ports.len();
        if ports > 1 && ports != hosts {
            let span = self.ports.first().and_then(|port| port.span).unwrap_or(span);
            let text =
                format!("ClientConfigurationError: could not match {ports} port numbers to {hosts} hosts");
            return Err((span, text));
        }
        Ok(())
    }

    /// Checks what asyncpg checks before it dials, and fills `out`.
    pub(super) fn settle(&self, out: &mut Reading, version: Version) {
        let hosts = if self.hosts.is_empty() { USUAL_HOSTS } else { self.hosts.len() };
        let before_files = [self.check_ports(hosts, Span::default()), self.check_tls()];
        for (span, text) in before_files.into_iter().filter_map(Result::err) {
            out.refuse(span, text);
        }
        let after_files = [self.check_tls_versions(), self.check_direct(version), self.check_words(version)];
        for (span, text) in after_files.into_iter().filter_map(Result::err) {
            out.refuse_value(span, text);
        }
        let text = |name| self.texts.get(name);
        out.user = text("user").map(fill::written);
        out.password = text("password").map(fill::secret);
        out.dbname = text("database").map(fill::written);
        out.hosts = self.dialled();
        out.tls = self.tls();
    }

    fn dialled(&self) -> Vec<Host> {
        let port = |index: usize| {
            let port = if self.ports.len() == 1 { self.ports.first() } else { self.ports.get(index) }?;
            Some(Sourced::written(port.number, port.span?))
        };
        if self.hosts.is_empty() {
            return port(0).map(|port| Host { name: None, port: Some(port) }).into_iter().collect();
        }
        let host =
            |(index, name): (usize, &Piece)| Host { name: Some(fill::written(name)), port: port(index) };
        self.hosts.iter().enumerate().map(host).collect()
    }

    /// The mode given, with `-` and `_` alike.
    fn mode(&self) -> Option<(&Piece, Option<Tls>)> {
        let given = self.texts.get("sslmode")?;
        Some((given, super::tls_mode(libpq::TLS_MODES, &given.value.replace('_', "-"))))
    }

    fn default_tls(&self) -> Tls {
        let only_sockets =
            !self.hosts.is_empty() && self.hosts.iter().all(|host| host.value.starts_with('/'));
        if only_sockets { Tls::OFF } else { Tls::PREFER }
    }

    fn tls(&self) -> Sourced<Tls> {
        match self.mode() {
            None => Sourced::default_of_driver(self.default_tls()),
            Some((given, mode)) => {
                let mode = mode.unwrap_or(Tls::PREFER);
                let checks = mode == Tls::REQUIRE && self.has("sslrootcert");
                Sourced::written(if checks { Tls::VERIFY_CA } else { mode }, given.span)
            }
        }
    }

    /// The mode that counts, if it is one.
    fn mode_or_default(&self) -> Option<Tls> {
        self.mode().map_or(Some(self.default_tls()), |(_, tls)| tls)
    }

    fn check_tls(&self) -> Result<(), Complaint> {
        let negotiation = self.texts.get("sslnegotiation");
        if let Some(given) = negotiation.filter(|it| !["postgres", "direct"].contains(&it.value.as_str())) {
            return configuration(given.span, "`sslnegotiation` parameter must be one of: postgres, direct");
        }
        if let Some((given, None)) = self.mode() {
            let text = "`sslmode` parameter must be one of: disable, allow, prefer, require, verify-ca, \
                        verify-full";
            return configuration(given.span, text);
        }
        let verifies = self.mode_or_default() >= Some(Tls::REQUIRE);
        match self.texts.get("sslrootcert").filter(|root| verifies && root.value == "system") {
            // No word of its own here: the name of a file.
            Some(root) => Err((root.span, NO_FILE.to_owned())),
            None => Ok(()),
        }
    }

    fn check_tls_versions(&self) -> Result<(), Complaint> {
        let names = ["ssl_min_protocol_version", "ssl_max_protocol_version"];
        let given = names.iter().filter_map(|name| self.texts.get(name)).find(|it| !is_tls_version(it));
        match given.filter(|_| self.mode_or_default() != Some(Tls::OFF)) {
            Some(given) => configuration(given.span, &format!("No such TLS version: {}", given.value)),
            None => Ok(()),
        }
    }

    fn check_direct(&self, version: Version) -> Result<(), Complaint> {
        let direct = self.texts.get("sslnegotiation").filter(|given| given.value == "direct");
        let is_checked = version >= DIRECT_CHECKED && self.mode_or_default() < Some(Tls::REQUIRE);
        match direct.filter(|_| is_checked) {
            Some(given) => {
                configuration(given.span, "direct TLS requires sslmode=require, verify-ca, or verify-full")
            }
            None => Ok(()),
        }
    }

    fn check_words(&self, version: Version) -> Result<(), Complaint> {
        let given = self.texts.get("target_session_attrs").filter(|_| version >= Version(0, 28, 0));
        if let (Some(given), Kind::OneOf(words)) = (given, libpq::TARGET_SESSION)
            && !words.contains(&given.value.as_str())
        {
            let text = no_session(&python_repr(&given.value));
            return Err((given.span, text));
        }
        match self.texts.get("gsslib").filter(|it| !["gssapi", "sspi"].contains(&it.value.as_str())) {
            Some(given) => {
                let value = python_repr(&given.value);
                let text = format!("gsslib parameter must be either 'gssapi' or 'sspi', got {value}");
                Err((given.span, format!("ClientConfigurationError: {text}")))
            }
            None => Ok(()),
        }
    }
}

fn configuration(span: Span, text: &str) -> Result<(), Complaint> {
    Err((span, format!("ClientConfigurationError: {text}")))
}

/// What it says of a `target_session_attrs` that is none: it means to print the words that it takes, and prints a method
/// with its address.
pub(super) fn no_session(shown: &str) -> String {
    let words = "<built-in method values of mappingproxy object at 0x...>";
    format!("ClientConfigurationError: target_session_attrs is expected to be one of {words}, got {shown}")
}

fn is_tls_version(given: &Piece) -> bool {
    ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"].contains(&given.value.replace('_', ".").as_str())
}

/// A host and what is behind its `:`; a socket directory has no port, and an address in brackets loses them.
fn split_port(whole: &str, piece: &Piece) -> Result<(Piece, Option<Piece>), Complaint> {
    let (text, span) = (piece.value.as_str(), piece.span);
    let part = |from: usize, to: usize| piece.part(whole, Span::new(from, to));
    if text.is_empty() {
        return Err((span, "IndexError: string index out of range".to_owned()));
    }
    if text.starts_with('/') {
        return Ok((piece.clone(), None));
    }
    if !text.starts_with('[') {
        let colon = text.find(':');
        let port = colon.map(|colon| part(colon + 1, text.len()));
        return Ok((part(0, colon.unwrap_or(text.len())), port));
    }
    let Some(close) = text.find(']').filter(|close| *close > 1) else {
        let shown = python_repr(text);
        let text = format!("ClientConfigurationError: invalid IPv6 address in the connection URI: {shown}");
        return Err((span, text));
    };
    let digits = text.get(close + 1..).and_then(|rest| rest.strip_prefix(':')).unwrap_or_default();
    let length = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    Ok((part(1, close), (length > 0).then(|| part(close + 2, close + 2 + length))))
}
