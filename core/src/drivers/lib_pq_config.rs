//! How lib/pq fills its configuration from a string: connector.go, before 1.11 also conn.go and url.go, with its
//! checks in their order, because the first one that fails is the one that people see.

use super::lib_pq::{TLS_MODES, V1_11, V1_12};
use super::{Kind, Param, fill, tls_mode};
use crate::model::{Fate, Given, Host, Reading, Setting, Sourced, Statements, Tls, Version};
use crate::parse::{
    Brackets, Pair, Piece, go_bad_address, go_bool, go_host_port, go_int, go_port, go_quote, read_go_url,
    read_pq_keyword_value,
};
use crate::text::Span;

/// What is wrong and where.
type Fault = (Span, String);

/// A configuration that is being filled.
pub(super) struct Config<'a> {
    text: &'a str,
    version: Version,
    params: &'static [Param],
    hosts: Vec<Piece>,
    ports: Vec<Piece>,
    out: Reading,
}

impl<'a> Config<'a> {
    /// An empty one, for a driver with these parameters.
    pub(super) fn new(text: &'a str, version: Version, params: &'static [Param], out: Reading) -> Self {
        Self { text, version, params, hosts: Vec::new(), ports: Vec::new(), out }
    }

    /// Reads the string.
    pub(super) fn read(mut self) -> Reading {
        let is_url = ["postgres://", "postgresql://"].iter().any(|start| self.text.starts_with(start));
        let refused = if is_url { self.read_url() } else { self.read_keyword_value() };
        self.dial();
        self.set_tls();
        self.set_prepared();
        if let Err((span, message)) = refused.and_then(|()| self.check()) {
            self.out.refuse(span, message);
        }
        if let Some((span, message)) = self.check_late() {
            self.out.refuse_to_connect(span, message);
        }
        self.out
    }

    fn is_old(&self) -> bool {
        self.version < V1_11
    }

    /// The URL is written anew as sorted keyword/value text without what is empty, so that of two values for one name
    /// the one that comes later in the alphabet is kept.
    fn read_url(&mut self) -> Result<(), Fault> {
        let brackets = if self.is_old() { Brackets::Anything } else { Brackets::Address };
        let (url, bad) = read_go_url(self.text, brackets);
        let mut authority = self.authority(&url.host);
        authority.extend(url.user.map(|user| ("user", user)));
        authority.extend(url.password.map(|password| ("password", password)));
        if !url.path.value.is_empty() {
            authority.push(("dbname", url.path.without_first(self.text)));
        }
        authority.retain(|(_, piece)| !piece.value.is_empty());
        for it in &url.query {
            self.list(&it.pair, it.is_kept);
        }
        fill::keep_one_of_each(&mut self.out.params, true);
        for given in &mut self.out.params {
            let rival = authority.iter().find(|(name, _)| *name == given.key);
            let loses = rival.is_some_and(|(_, rival)| quoted(&rival.value) > quoted(&given.value));
            if given.value.is_empty() || loses {
                given.fate = Fate::Ignored;
            }
        }
        for (name, piece) in &authority {
            self.take(name, piece);
        }
        self.take_params();
        if let Some(bad) = bad {
            return Err((bad.span, bad.message(self.text)));
        }
        self.check_names()
    }

    fn authority(&self, host: &Piece) -> Vec<(&'static str, Piece)> {
        match go_host_port(&host.value) {
            Ok((name, port)) => {
                vec![("host", host.part(self.text, name)), ("port", host.part(self.text, port))]
            }
            Err(_) => vec![("host", host.clone())],
        }
    }

    /// A name with a blank in it ends there in the text that the URL becomes.
    fn check_names(&self) -> Result<(), Fault> {
        let used = self.out.params.iter().filter(|given| given.fate != Fate::Ignored);
        for given in used {
            if let Some((name, _)) = given.key.trim().split_once(char::is_whitespace) {
                return Err((given.key_span, self.missing_equals(name)));
            }
        }
        Ok(())
    }

    fn missing_equals(&self, name: &str) -> String {
        let end = self.stray_quote();
        format!("missing \"=\" after {} in connection info string{end}", go_quote(name.as_bytes()))
    }

    /// What its message ended with for years.
    fn stray_quote(&self) -> &'static str {
        if self.version < Version(1, 12, 1) { "\"" } else { "" }
    }

    fn read_keyword_value(&mut self) -> Result<(), Fault> {
        let (parts, refused) = read_pq_keyword_value(self.text);
        for pair in &parts.pairs {
            self.list(pair, true);
        }
        fill::keep_one_of_each(&mut self.out.params, false);
        self.take_params();
        match refused {
            Some(refused) if refused.text.starts_with("missing \"=\"") => {
                Err((refused.span, format!("{}{}", refused.text, self.stray_quote())))
            }
            Some(refused) => Err((refused.span, refused.text)),
            None => Ok(()),
        }
    }

    fn list(&mut self, pair: &Pair, is_kept: bool) {
        let mut given = fill::given(pair, self.params, Fate::Startup, self.version);
        if !is_kept {
            given.fate = Fate::Ignored;
        }
        self.out.params.push(given);
    }

    fn take(&mut self, name: &str, piece: &Piece) {
        let text = self.text;
        match name {
            "user" => self.out.user = Some(fill::written(piece)),
            "password" => self.out.password = Some(fill::secret(piece)),
            "dbname" | "database" => self.out.dbname = Some(fill::written(piece)),
            "host" if self.version < V1_11 => self.hosts = vec![piece.clone()],
            "host" => self.hosts = fill::split_list(text, piece),
            "port" if self.version < V1_11 => self.ports = vec![piece.clone()],
            "port" => self.ports = fill::split_list(text, piece),
            _ => {}
        }
    }

    /// What the parameters set, and what of them goes to the server.
    fn take_params(&mut self) {
        let params = std::mem::take(&mut self.out.params);
        for given in params.iter().filter(|given| given.fate != Fate::Ignored) {
            let piece = Piece { span: given.value_span, value: given.value.clone() };
            let is_fallback = given.key == "fallback_application_name"
                && !params.iter().any(|it| it.key == "application_name" && it.fate != Fate::Ignored);
            match given.fate {
                // It writes its own value for these, once it has seen that it is the same.
                _ if matches!(given.key.as_str(), "client_encoding" | "datestyle") => {}
                _ if is_fallback => {
                    self.out.startup.push(("application_name".into(), fill::written(&piece)));
                }
                Fate::Startup => self.out.startup.push((given.key.clone(), fill::written(&piece))),
                _ => self.take(&given.key, &piece),
            }
        }
        self.out.params = params;
    }

    fn dial(&mut self) {
        let no_number = self.ports.first().filter(|it| self.is_old() && self.port(it).is_none());
        self.out.port_text = no_number.filter(|it| !it.value.is_empty()).map(fill::written);
        let default = || Some(Sourced::default_of_driver("localhost".into()));
        if self.hosts.is_empty() {
            let port = self.ports.first().and_then(|port| self.port(port));
            self.out.hosts = vec![Host { name: default(), port }];
            return;
        }
        let name = |(index, host): (usize, &Piece)| match host.value.is_empty() {
            true if index > 0 => default(),
            true => None,
            false => Some(fill::written(host)),
        };
        let port = |index: usize| self.port(self.ports.get(index).or(self.ports.first())?);
        let hosts = self.hosts.iter().enumerate();
        self.out.hosts =
            hosts.map(|(index, host)| Host { name: name((index, host)), port: port(index) }).collect();
    }

    /// A port as a number: new versions refuse what is none, old ones leave it to whoever dials.
    fn port(&self, piece: &Piece) -> Option<Sourced<i64>> {
        let number =
            if self.is_old() { piece.value.parse().ok() } else { go_port(&piece.value).ok().map(i64::from) };
        number.map(|port| Sourced::written(port, piece.span))
    }

    /// The parameter of this name that counts.
    fn said(&self, name: &str) -> Option<&Given> {
        self.out.params.iter().find(|it| it.fate != Fate::Ignored && it.key == name)
    }

    /// Whether the first host is a socket, which is never encrypted.
    fn is_socket(&self) -> bool {
        let starts: &[char] = if self.is_old() { &['/'] } else { &['/', '@'] };
        self.hosts.first().is_some_and(|host| host.value.starts_with(starts))
    }

    /// `sslrootcert=system`, where it is more than the name of a file.
    fn system_root(&self) -> Option<&Given> {
        self.said("sslrootcert").filter(|root| root.value == "system" && self.version >= V1_12)
    }

    fn set_tls(&mut self) {
        let root = self.system_root().map(|root| root.value_span);
        let mode = self.said("sslmode").filter(|mode| !mode.value.is_empty());
        let has_root = self.said("sslrootcert").is_some_and(|root| !root.value.is_empty());
        let required = if has_root { Tls::VERIFY_CA } else { Tls::REQUIRE };
        let known = mode.and_then(|mode| Some((tls_mode(TLS_MODES, &mode.value)?, mode.value_span)));
        self.out.tls = match (known, root) {
            _ if self.is_socket() => Sourced::default_of_driver(Tls::OFF),
            // With a file to check against, `require` checks like `verify-ca`.
            (Some((Tls::REQUIRE, span)), _) => Sourced::written(required, span),
            (Some((tls, span)), _) => Sourced::written(tls, span),
            (None, Some(root)) => Sourced::written(Tls::VERIFY_FULL, root),
            (None, None) if has_root && self.out.tls.value == Tls::REQUIRE => {
                Sourced::default_of_driver(required)
            }
            (None, None) => return,
        };
    }

    fn set_prepared(&mut self) {
        let Some(given) = self.said("binary_parameters") else { return };
        if boolean(&given.value).is_ok_and(|is_on| is_on) {
            let span = given.value_span;
            let prepared = &mut self.out.prepared;
            *prepared = Sourced::written(prepared.value, span);
            prepared.value.statements = Statements::Unnamed;
        }
    }

    fn check(&self) -> Result<(), Fault> {
        if !self.is_old() {
            for param in self.params.iter().filter(|param| param.is_in(self.version)) {
                match param.setting {
                    Setting::Port => self.check_ports()?,
                    _ if self.out.params.is_empty() => {}
                    _ => self.said(param.name).map_or(Ok(()), |given| self.check_value(param, given))?,
                }
            }
            self.check_counts()?;
        }
        self.check_fixed()?;
        if self.version >= V1_12 { self.check_together() } else { Ok(()) }
    }

    fn check_value(&self, param: &Param, given: &Given) -> Result<(), Fault> {
        let value = given.value.as_str();
        let cause = match (param.kind, param.name) {
            (Kind::OneOf(words), _) if !words.contains(&value) => Some(format!(
                "{} is not supported; supported values are {}",
                go_quote(value.as_bytes()),
                listed(words)
            )),
            (Kind::Boolean, _) => boolean(value).err(),
            (Kind::Integer, _) => go_int(value, 64).err(),
            (_, "hostaddr") => value.split(',').find_map(go_bad_address),
            _ => None,
        };
        match cause {
            Some(cause) => Err((given.span, wrong_value(param.name, &cause))),
            None => Ok(()),
        }
    }

    /// The later ones come first, and only they may be empty.
    fn check_ports(&self) -> Result<(), Fault> {
        let later = self.ports.iter().skip(1).filter(|port| !port.value.is_empty());
        for port in later.chain(self.ports.first()) {
            go_port(&port.value).map_err(|cause| (port.span, wrong_value("port", &cause)))?;
        }
        Ok(())
    }

    fn check_counts(&self) -> Result<(), Fault> {
        let addresses = self.said("hostaddr").map_or(0, |given| given.value.split(',').count());
        let (hosts, ports) = (self.hosts.len(), self.ports.len());
        let span = |name| self.said(name).map(|given| given.span);
        if hosts > 0 && addresses > 0 && hosts != addresses {
            let message = format!("pq: could not match {hosts} host names to {addresses} hostaddr values");
            return Err((span("hostaddr").unwrap_or_default(), message));
        }
        let dialled = hosts.max(addresses);
        if dialled > 1 && ports > 1 && dialled != ports {
            let message = format!("pq: could not match {ports} port numbers to {dialled} hosts");
            return Err((span("port").unwrap_or_default(), message));
        }
        Ok(())
    }

    /// Settings of the server that can have one value only.
    fn check_fixed(&self) -> Result<(), Fault> {
        if let Some(given) = self.said("client_encoding").filter(|given| !is_utf8(&given.value)) {
            let message = if self.is_old() {
                "client_encoding must be absent or 'UTF8'".to_owned()
            } else {
                let value = go_quote(given.value.as_bytes());
                format!("pq: unsupported client_encoding {value}: must be absent or \"UTF8\"")
            };
            return Err((given.span, message));
        }
        if let Some(given) = self.said("datestyle").filter(|given| given.value != "ISO, MDY") {
            let message = if self.is_old() {
                format!("setting datestyle must be absent or ISO, MDY; got {}", given.value)
            } else {
                let value = go_quote(given.value.as_bytes());
                format!("pq: unsupported datestyle {value}: must be absent or \"ISO, MDY\"")
            };
            return Err((given.span, message));
        }
        Ok(())
    }

    /// What values say together.
    fn check_together(&self) -> Result<(), Fault> {
        let version = |name| self.said(name).map_or("3.0", |given| given.value.as_str());
        let (least, greatest) = (version("min_protocol_version"), version("max_protocol_version"));
        if let Some(given) = self.said("min_protocol_version").filter(|_| least > greatest) {
            let message = format!(
                "pq: min_protocol_version \"{least}\" cannot be greater than max_protocol_version \"{greatest}\""
            );
            return Err((given.span, message));
        }
        let default = if self.version == V1_12 { "prefer" } else { "" };
        let written = self.said("sslmode").map_or(default, |given| given.value.as_str());
        let mode = if self.is_socket() { "disable" } else { written };
        let weak = |option: &str, allowed: &str| {
            format!("pq: weak sslmode \"{mode}\" may not be used with {option} (use {allowed})")
        };
        if let Some(given) = self.said("sslnegotiation").filter(|given| given.value == "direct")
            && matches!(mode, "disable" | "allow" | "prefer")
        {
            let allowed = "\"require\", \"verify-ca\", or \"verify-full\"";
            return Err((given.span, weak("sslnegotiation=direct", allowed)));
        }
        match self.system_root() {
            Some(root) if self.said("sslmode").is_some() && mode != "verify-full" => {
                Err((root.span, weak("sslrootcert=system", "\"verify-full\"")))
            }
            _ => Ok(()),
        }
    }

    /// What an old one looks at only when it connects. A bad `sslmode` it notes once it has reached a server, whichever
    /// that is.
    fn check_late(&self) -> Option<Fault> {
        if !self.is_old() {
            return None;
        }
        for name in ["disable_prepared_binary_result", "binary_parameters"] {
            if let Some(given) = self.said(name).filter(|given| !matches!(given.value.as_str(), "yes" | "no"))
            {
                let value = go_quote(given.value.as_bytes());
                return Some((given.span, format!("unrecognized value {value} for {name}")));
            }
        }
        if let Some(given) = self.said("connect_timeout")
            && let Err(cause) = go_int(&given.value, 64)
        {
            return Some((given.span, format!("invalid value for parameter connect_timeout: {cause}")));
        }
        if let Some(fault) = self.ports.first().and_then(unknown_port) {
            return Some(fault);
        }
        let param = fill::param_of(self.params, "sslmode", self.version)?;
        let mode = self.said("sslmode").filter(|mode| !mode.value.is_empty() && !self.is_socket())?;
        let is_known = matches!(param.kind, Kind::OneOf(words) if words.contains(&mode.value.as_str()));
        (!is_known).then(|| {
            let value = go_quote(mode.value.as_bytes());
            let message = format!(
                "pq: unsupported sslmode {value}; only \"require\" (default), \"verify-full\", \"verify-ca\", and \
                 \"disable\" supported"
            );
            (mode.span, message)
        })
    }
}

/// What dialling says of a port that is none.
fn unknown_port(port: &Piece) -> Option<Fault> {
    let value = &port.value;
    let message = match value.parse::<i64>() {
        Ok(0..=0xffff) => return None,
        Ok(_) => format!("dial tcp: address {value}: invalid port"),
        Err(_) => format!("dial tcp: lookup tcp/{value}: unknown port"),
    };
    Some((port.span, message))
}

fn wrong_value(name: &str, cause: &str) -> String {
    format!("pq: wrong value for \"{name}\": {cause}")
}

/// A value as it stands in the text that a URL becomes.
fn quoted(value: &str) -> String {
    format!("{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// `pqutil.ParseBool`: strconv's, and the words of libpq.
fn boolean(value: &str) -> Result<bool, String> {
    match value {
        "yes" | "on" => Ok(true),
        "no" | "off" => Ok(false),
        _ => go_bool(value),
    }
}

/// `a, b, or c`.
fn listed(words: &[&str]) -> String {
    match words {
        [first @ .., last] => format!("{}, or {last}", first.join(", ")),
        [] => String::new(),
    }
}

/// `isUTF8` of conn.go: letters and digits decide.
fn is_utf8(name: &str) -> bool {
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    bare.eq_ignore_ascii_case("utf8") || bare.eq_ignore_ascii_case("unicode")
}
