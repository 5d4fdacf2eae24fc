//! Connections as libpq holds them: keywords with values, checked before anything is dialled.
//!
//! The order of the checks is that of `pqConnectOptions2` in fe-connect.c, because the first one that fails is the
//! one that people see.

use compact_str::CompactString;

use super::named::Named;
use super::{Kind, Param, fill, libpq};
use crate::model::{Fate, Given, Host, Prepared, Reading, Setting, Sourced, Tls, Version};
use crate::parse::{
    HostPort, NOT_UTF8, Parts, Percent, Piece, Refused, Spelling, read_keyword_value, read_libpq_uri,
};
use crate::text::{Span, has_byte};

/// A driver that hands its strings to libpq.
#[derive(Clone, Copy)]
pub(super) struct Caller {
    /// Version of its libpq.
    pub(super) libpq: Version,
    /// The parameters of that version.
    pub(super) params: &'static [Param],
    /// What it puts before libpq's complaint about the text.
    pub(super) prefix: &'static str,
    /// What it says about bytes that are not UTF-8, for a driver that refuses them.
    pub(super) percent: Percent,
    /// Its own check of `connect_timeout`, which libpq looks at only once it has dialled.
    pub(super) timeout: Option<fn(&str) -> Option<String>>,
    /// Its prepared statements.
    pub(super) prepared: Prepared,
}

impl Caller {
    /// One that adds nothing of its own to libpq 18.
    pub(super) const fn of_libpq_18(prepared: Prepared) -> Self {
        Self {
            libpq: libpq::V18,
            params: &libpq::PARAMS_18,
            prefix: "",
            percent: Percent::Strict,
            timeout: None,
            prepared,
        }
    }

    fn param(&self, name: &str) -> Option<&'static Param> {
        fill::param_of(self.params, name, self.libpq)
    }
}

/// Keywords and their last values.
#[derive(Default)]
pub(super) struct Conninfo {
    /// The six of [`slot`], by themselves: nearly every string gives them and no others.
    parts: [Option<Part>; 6],
    /// The others.
    others: Named<Piece>,
}

/// The value of a part, and its pieces if it is a list of several.
struct Part {
    whole: Piece,
    pieces: Vec<Piece>,
}

/// The place of a part in [`Conninfo`]; from the fourth on they are lists.
fn slot(key: &str) -> Option<usize> {
    Some(match key {
        "user" => 0,
        "password" => 1,
        "dbname" => 2,
        "host" => 3,
        "hostaddr" => 4,
        "port" => 5,
        _ => return None,
    })
}

impl Conninfo {
    /// Gives `key` a value that is written in `text`, in place of an earlier one. What is no keyword of libpq is left
    /// out, and `requiressl` is the `sslmode` that libpq makes of it.
    pub(super) fn set(&mut self, text: &str, key: &str, value: Piece) {
        match slot(key) {
            Some(slot) => {
                let is_list = slot > 2 && has_byte(&value.value, |byte| byte == b',');
                let pieces = if is_list { fill::split_list(text, &value) } else { Vec::new() };
                self.put(slot, Part { whole: value, pieces });
            }
            None => self.set_other(key, value),
        }
    }

    fn put(&mut self, slot: usize, part: Part) {
        if let Some(place) = self.parts.get_mut(slot) {
            *place = Some(part);
        }
    }

    fn set_other(&mut self, key: &str, mut value: Piece) {
        let is_old = key == "requiressl";
        if is_old {
            value.value = if value.value.starts_with('1') { "require" } else { "prefer" }.into();
        }
        let key = if is_old { "sslmode" } else { key };
        if let Some(param) = libpq::PARAMS.iter().find(|param| param.name == key) {
            self.others.insert(param.name, value);
        }
    }

    /// Gives a list its pieces; an only one that is empty says nothing.
    pub(super) fn set_list(&mut self, key: &'static str, mut pieces: Vec<Piece>) {
        let whole = match pieces.len() {
            0 => return,
            1 => pieces.remove(0),
            _ => Piece {
                span: pieces.iter().map(|piece| piece.span).reduce(Span::join).unwrap_or_default(),
                value: pieces.iter().map(|piece| piece.value.as_str()).collect::<Vec<_>>().join(",").into(),
            },
        };
        if let Some(slot) = slot(key).filter(|_| !(pieces.is_empty() && whole.value.is_empty())) {
            self.put(slot, Part { whole, pieces });
        }
    }

    /// Cuts what a driver has joined in this order at the first NUL, which ends a text in C: the rest of that value
    /// and all later ones are lost, without a word.
    pub(super) fn cut_at_nul(&mut self, order: &[&str]) {
        let has_nul =
            |key: &&str| self.get(key).is_some_and(|piece| has_byte(&piece.value, |byte| byte == 0));
        let Some(at) = order.iter().position(has_nul) else { return };
        let kept = order.get(..=at).unwrap_or_default();
        for (place, part) in self.parts.iter_mut().enumerate() {
            if !kept.iter().any(|key| slot(key) == Some(place)) {
                *part = None;
            }
        }
        self.others.retain(|key| kept.contains(&key));
        let parts = self.parts.iter_mut().flatten().map(|part| &mut part.whole);
        for piece in parts.chain(self.others.values_mut()) {
            if let Some((kept, _)) = piece.value.split_once('\0') {
                piece.value = kept.into();
            }
        }
    }

    /// The value of a keyword; `None` when it was not given.
    fn get(&self, key: &str) -> Option<&Piece> {
        match slot(key) {
            Some(slot) => self.parts.get(slot)?.as_ref().map(|part| &part.whole),
            None => self.other(key),
        }
    }

    /// The same for one that is no part.
    fn other(&self, key: &str) -> Option<&Piece> {
        self.others.get(key)
    }

    fn said(&self, key: &str) -> Option<&Piece> {
        self.get(key).filter(|piece| !piece.value.is_empty())
    }

    fn list(&self, key: &str) -> &[Piece] {
        let part = slot(key).and_then(|slot| self.parts.get(slot)?.as_ref());
        match part.filter(|part| !part.whole.value.is_empty()) {
            Some(part) if part.pieces.is_empty() => std::slice::from_ref(&part.whole),
            Some(part) => &part.pieces,
            None => &[],
        }
    }
}

/// Reads a string as libpq does for `caller`: a URI if it begins like one, else keyword/value text.
pub(super) fn read(text: &str, spelling: Spelling, caller: &Caller) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, caller.prepared);
    if let Some(nul) = text.bytes().position(|byte| byte == 0) {
        out.refuse(Span::new(nul, nul + 1), "embedded null character");
        return out;
    }
    let grammar = libpq::grammar(caller.libpq, caller.percent);
    let is_uri = spelling != Spelling::Parts
        && grammar
            .schemes
            .iter()
            .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| rest.starts_with("://")));
    let (parts, refused) = if is_uri { read_libpq_uri(text, &grammar) } else { read_keyword_value(text) };
    let mut conninfo = Conninfo::default();
    let Parts { user, password, dbname, hosts, pairs, .. } = parts;
    authority(&mut conninfo, text, [("user", user), ("password", password), ("dbname", dbname)], hosts);
    let unknown = if is_uri { "invalid URI query parameter:" } else { "invalid connection option" };
    // Bytes are judged last, when libpq has read all.
    let (bytes, refused) = match refused {
        Some(refused) if refused.text == NOT_UTF8 => (Some(refused), None),
        refused => (None, refused),
    };
    let syntax = refused.unwrap_or(Refused { text: String::new(), span: Span::at(text.len()) });
    for pair in &pairs {
        let mut given = fill::given(pair, caller.params, Fate::Refused, caller.libpq);
        if is_uri && given.key == "ssl" && given.value == "true" {
            // What JDBC writes; fe-connect.c takes this one spelling of it.
            (given.setting, given.fate) = (Some(Setting::TlsMode), Fate::Client);
        }
        let is_before = given.span.start < syntax.span.start && given.span.end <= syntax.span.start;
        if given.fate == Fate::Refused && is_before {
            out.refuse(given.span, format!("{}{unknown} \"{}\"", caller.prefix, given.key));
        }
        if given.fate != Fate::Refused {
            keep(&mut conninfo, text, &given);
        }
        out.params.push(given);
    }
    if !syntax.text.is_empty() {
        out.refuse(syntax.span, format!("{}{}", caller.prefix, syntax.text));
    }
    if let Some(bytes) = bytes {
        out.refuse(bytes.span, bytes.text);
    }
    finish(out, &conninfo, caller)
}

fn authority(
    conninfo: &mut Conninfo,
    text: &str,
    parts: [(&str, Option<Piece>); 3],
    mut listed: Vec<HostPort>,
) {
    for (key, piece) in parts {
        if let Some(piece) = piece {
            conninfo.set(text, key, piece);
        }
    }
    if listed.len() == 1 {
        // The usual string, without lists to be made.
        let only = listed.pop();
        let (host, port) = only.map(|only| (Some(only.host), only.port)).unwrap_or_default();
        for (key, piece) in [("host", host), ("port", port)] {
            if let Some(piece) = piece.filter(|piece| !piece.value.is_empty()) {
                conninfo.set(text, key, piece);
            }
        }
        return;
    }
    let (mut hosts, mut ports) = (Vec::with_capacity(listed.len()), Vec::with_capacity(listed.len()));
    for HostPort { host, port } in listed {
        let no_port = Piece { span: Span::at(host.span.end), value: CompactString::default() };
        // A host that decodes to several is several.
        hosts.extend(fill::split_list(text, &host));
        ports.extend(fill::split_list(text, &port.unwrap_or(no_port)));
    }
    conninfo.set_list("host", hosts);
    conninfo.set_list("port", ports);
}

/// Keeps a parameter, under the name that libpq keeps it.
fn keep(conninfo: &mut Conninfo, text: &str, given: &Given) {
    let (key, value) = match given.key.as_str() {
        "ssl" => ("sslmode", "require".into()),
        key => (key, given.value.clone()),
    };
    conninfo.set(text, key, Piece { span: given.value_span, value });
}

/// Checks the keywords as libpq does before it dials, and says what they mean.
pub(super) fn finish(mut out: Reading, conninfo: &Conninfo, caller: &Caller) -> Reading {
    for check in CHECKS {
        let complaint = match check {
            Check::Word(name) => check_word(name, conninfo, caller),
            Check::Other(check) => check(conninfo, caller),
        };
        if let Some((span, text)) = complaint {
            out.refuse_value(span, text);
        }
    }
    out.user = conninfo.said("user").map(fill::written);
    out.password = conninfo.said("password").map(fill::secret);
    out.dbname = conninfo.said("dbname").map(fill::written);
    out.hosts = hosts(conninfo);
    out.tls = tls(conninfo, caller);
    out.startup = startup(conninfo, caller);
    out
}

type Complaint = Option<(Span, String)>;

/// A check of `pqConnectOptions2`.
enum Check {
    /// An option that is compared with words.
    Word(&'static str),
    /// Anything else.
    Other(fn(&Conninfo, &Caller) -> Complaint),
}

/// All of them, in libpq's order.
const CHECKS: &[Check] = &[
    Check::Other(check_timeout),
    Check::Other(check_counts),
    Check::Word("require_auth"),
    Check::Word("channel_binding"),
    Check::Word("sslmode"),
    Check::Word("sslnegotiation"),
    Check::Other(check_tls),
    Check::Word("ssl_min_protocol_version"),
    Check::Word("ssl_max_protocol_version"),
    Check::Other(check_tls_versions),
    Check::Word("sslcertmode"),
    Check::Word("gssencmode"),
    Check::Word("target_session_attrs"),
    Check::Other(|conninfo, _| check_scram_key("client", conninfo.other("scram_client_key"))),
    Check::Other(|conninfo, _| check_scram_key("server", conninfo.other("scram_server_key"))),
    Check::Word("load_balance_hosts"),
    Check::Word("min_protocol_version"),
    Check::Word("max_protocol_version"),
    Check::Other(check_protocols),
    Check::Other(check_ports),
];

fn check_counts(conninfo: &Conninfo, _: &Caller) -> Complaint {
    let [hosts, addresses, ports] = ["host", "hostaddr", "port"].map(|key| conninfo.list(key).len());
    let span = |key| conninfo.said(key).map_or(Span::default(), |piece| piece.span);
    if addresses > 0 && hosts > 0 && hosts != addresses {
        let text = format!("could not match {hosts} host names to {addresses} hostaddr values");
        return Some((span("hostaddr"), text));
    }
    let dialled = if addresses > 0 { addresses } else { hosts.max(1) };
    (ports > 1 && ports != dialled)
        .then(|| (span("port"), format!("could not match {ports} port numbers to {dialled} hosts")))
}

fn check_ports(conninfo: &Conninfo, _: &Caller) -> Complaint {
    conninfo.list("port").iter().filter(|port| !port.value.is_empty()).find_map(|port| {
        let text = match integer(&port.value) {
            None => invalid_integer(&port.value, "port"),
            Some(1..=65535) => return None,
            Some(_) => format!("invalid port number: \"{}\"", port.value),
        };
        Some((port.span, text))
    })
}

fn invalid_integer(value: &str, option: &str) -> String {
    format!("invalid integer value \"{value}\" for connection option \"{option}\"")
}

/// A number as C's `strtol` reads it, with blanks around it; `None` when libpq does not take it for one.
fn integer(value: &str) -> Option<i64> {
    let blank = |c: char| c.is_ascii_whitespace() || c == '\u{b}';
    value.trim_matches(blank).parse::<i32>().ok().map(i64::from)
}

fn check_timeout(conninfo: &Conninfo, caller: &Caller) -> Complaint {
    let given = conninfo.other("connect_timeout")?;
    Some((given.span, (caller.timeout?)(&given.value)?))
}

fn check_word(name: &str, conninfo: &Conninfo, caller: &Caller) -> Complaint {
    let given = conninfo.other(name)?;
    let value = given.value.as_str();
    let text = match caller.param(name)?.kind {
        Kind::OneOf(words) if name.starts_with("ssl_m") => {
            let known = value.is_empty() || words.iter().any(|word| word.eq_ignore_ascii_case(value));
            // Quoted from 17 on.
            let quote = if caller.libpq >= libpq::V17 { "\"" } else { "" };
            (!known).then(|| format!("invalid {quote}{name}{quote} value: \"{value}\""))
        }
        Kind::OneOf(words) => (!words.contains(&value)).then(|| invalid(name, value)),
        _ => require_auth(value, caller),
    };
    Some((given.span, text?))
}

fn invalid(name: &str, value: &str) -> String {
    format!("invalid {name} value: \"{value}\"")
}

/// The keys of a SCRAM exchange are 32 bytes in base64.
fn check_scram_key(whose: &str, given: Option<&Piece>) -> Complaint {
    let given = given?;
    let text = match base64_length(&given.value) {
        Some(32) => return None,
        Some(length) => format!("invalid SCRAM {whose} key length: {length}"),
        None => format!("invalid SCRAM {whose} key"),
    };
    Some((given.span, text))
}

/// How many bytes `pg_b64_decode` of base64.c makes of a text; `None` when it does not take it.
fn base64_length(text: &str) -> Option<usize> {
    let (mut length, mut place, mut padding) = (0, 0, None);
    for byte in text.bytes() {
        match byte {
            b'=' if padding.is_none() => {
                padding = Some(if (2..4).contains(&place) { 4 - place } else { return None })
            }
            b'=' | b'+' | b'/' => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => return None,
        }
        place = (place + 1) % 4;
        if place == 0 {
            length += 3 - padding.unwrap_or(0);
        }
    }
    (place == 0).then_some(length)
}

/// The complaint about a list of methods, all of them allowed or, with `!`, all of them forbidden.
fn require_auth(value: &str, caller: &Caller) -> Option<String> {
    const METHODS: [&str; 6] = ["password", "md5", "gss", "sspi", "scram-sha-256", "none"];
    if value.is_empty() {
        return None;
    }
    let negative = value.starts_with('!');
    let mut seen = Vec::new();
    value.split(',').find_map(|method| {
        let name = method.strip_prefix('!').unwrap_or(method);
        let text = match method.starts_with('!') {
            true if !negative => {
                format!("negative require_auth method \"{method}\" cannot be mixed with non-negative methods")
            }
            false if negative => {
                format!("require_auth method \"{method}\" cannot be mixed with negative methods")
            }
            _ if !(METHODS.contains(&name) || name == "oauth" && caller.libpq >= libpq::V18) => {
                invalid("require_auth", name)
            }
            _ if seen.contains(&name) => {
                format!("require_auth method \"{method}\" is specified more than once")
            }
            _ => {
                seen.push(name);
                return None;
            }
        };
        Some(text)
    })
}

/// The range of TLS versions, which begins with 1.2 unless the string says otherwise.
fn check_tls_versions(conninfo: &Conninfo, _: &Caller) -> Complaint {
    const ORDER: [&str; 4] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
    let rank = |value: &str| ORDER.iter().position(|version| version.eq_ignore_ascii_case(value));
    let least = conninfo.other("ssl_min_protocol_version").map_or("TLSv1.2", |given| &given.value);
    let greatest = conninfo.said("ssl_max_protocol_version")?;
    (rank(least)? > rank(&greatest.value)?)
        .then(|| (greatest.span, "invalid SSL protocol version range".to_owned()))
}

/// The range of protocol versions.
fn check_protocols(conninfo: &Conninfo, _: &Caller) -> Complaint {
    // `latest` is 3.2 in libpq 18.
    let rank =
        |given: &Piece| ["3.0", "3.2", "latest"].iter().position(|it| *it == given.value).map(|it| it.min(1));
    let (least, greatest) = (conninfo.said("min_protocol_version")?, conninfo.said("max_protocol_version")?);
    let text = "\"min_protocol_version\" is greater than \"max_protocol_version\"";
    (rank(least)? > rank(greatest)?).then(|| (greatest.span, text.to_owned()))
}

/// What the TLS options say together.
fn check_tls(conninfo: &Conninfo, caller: &Caller) -> Complaint {
    let mode = conninfo.other("sslmode");
    let weak = |allowed: &[&str]| mode.is_none_or(|mode| !allowed.contains(&mode.value.as_str()));
    let written = mode.map_or("prefer", |mode| mode.value.as_str());
    if let Some(root) = system_root(conninfo, caller)
        && mode.is_some()
        && weak(&["verify-full"])
    {
        let text = format!(
            "weak sslmode \"{written}\" may not be used with sslrootcert=system (use \"verify-full\")"
        );
        return Some((root.span, text));
    }
    let negotiation = conninfo.said("sslnegotiation").filter(|given| given.value == "direct")?;
    let enough = ["require", "verify-ca", "verify-full"];
    (weak(&enough) && system_root(conninfo, caller).is_none()).then(|| {
        let text = format!(
            "weak sslmode \"{written}\" may not be used with sslnegotiation=direct (use \"require\", \"verify-ca\", \
             or \"verify-full\")"
        );
        (negotiation.span, text)
    })
}

/// `sslrootcert=system`, where it is more than the name of a file.
fn system_root<'a>(conninfo: &'a Conninfo, caller: &Caller) -> Option<&'a Piece> {
    let root = conninfo.said("sslrootcert").filter(|root| root.value == "system")?;
    (caller.libpq >= libpq::V16).then_some(root)
}

fn hosts(conninfo: &Conninfo) -> Vec<Host> {
    let names = match conninfo.list("host") {
        [] => conninfo.list("hostaddr"),
        names => names,
    };
    let ports = conninfo.list("port");
    let port = |index: usize| {
        let port = if ports.len() == 1 { ports.first() } else { ports.get(index) }?;
        integer(&port.value).map(|number| Sourced::written(number, port.span))
    };
    if names.is_empty() {
        return port(0).map(|port| Host { name: None, port: Some(port) }).into_iter().collect();
    }
    let name = |piece: &Piece| (!piece.value.is_empty()).then(|| fill::written(piece));
    names.iter().enumerate().map(|(index, it)| Host { name: name(it), port: port(index) }).collect()
}

fn tls(conninfo: &Conninfo, caller: &Caller) -> Sourced<Tls> {
    let Some(mode) = conninfo.other("sslmode") else {
        return match system_root(conninfo, caller) {
            Some(root) => Sourced::written(Tls::VERIFY_FULL, root.span),
            None => Sourced::default_of_driver(Tls::PREFER),
        };
    };
    let mut tls = super::tls_mode(libpq::TLS_MODES, &mode.value).unwrap_or(Tls::PREFER);
    if tls == Tls::REQUIRE && conninfo.said("sslrootcert").is_some() {
        // With a file to check against, `require` checks like `verify-ca`.
        tls = Tls::VERIFY_CA;
    }
    Sourced::written(tls, mode.span)
}

fn startup(conninfo: &Conninfo, caller: &Caller) -> Vec<(CompactString, Sourced<CompactString>)> {
    if conninfo.others.is_empty() {
        return Vec::new();
    }
    let sent = caller.params.iter().filter(|param| param.sent);
    sent.filter_map(|param| {
        let value = fill::written(conninfo.said(param.name)?);
        match param.name {
            "fallback_application_name" if conninfo.said("application_name").is_some() => None,
            "fallback_application_name" => Some(("application_name".into(), value)),
            name => Some((name.into(), value)),
        }
    })
    .collect()
}
