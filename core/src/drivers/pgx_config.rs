//! How pgx fills its configuration from a string: `ParseConfig` of pgconn's config.go, pgx's conn.go and pgxpool's
//! pool.go, with their checks in their order, because the first one that fails is the one that people see.

use std::net::IpAddr;

use super::pgx::{self, V5, V5_6, V5_7, V5_7_6, V5_9, V5_10};
use super::{Absent, Param, fill, pgx_redact, tls_mode};
use crate::model::{Fate, Given, Host, Prepared, Reading, Setting, Sourced, Stage, Statements, Tls, Version};
use crate::parse::{
    BadGoUrl, Brackets, GoUrl, Pair, PgxText, Piece, go_bool, go_duration, go_host_port, go_int, go_port,
    go_quote, read_go_url, read_pgx_keyword_value,
};
use crate::text::Span;

/// What is wrong and where. The message follows the string that it quotes.
type Fault = (Span, String);

/// A configuration that is being filled.
pub(super) struct Config<'a> {
    text: &'a str,
    version: Version,
    params: &'static [Param],
    url: Option<GoUrl>,
    hosts: Vec<Piece>,
    ports: Vec<Piece>,
    out: Reading,
}

impl<'a> Config<'a> {
    /// An empty one, for a driver with these parameters.
    pub(super) fn new(text: &'a str, version: Version, params: &'static [Param], out: Reading) -> Self {
        Self { text, version, params, url: None, hosts: Vec::new(), ports: Vec::new(), out }
    }

    /// Reads the string.
    pub(super) fn read(mut self) -> Reading {
        let refused = if is_url(self.text) { self.read_url() } else { self.read_keyword_value() };
        self.dial();
        self.set_tls();
        self.set_prepared();
        if let Err((span, message)) = refused.and_then(|()| self.check_before_files()) {
            self.out.refuse(span, self.words(&message));
        } else if let Err((span, message)) = self.check() {
            self.out.refuse_value(span, self.words(&message));
        } else if let Err((span, message)) = self.check_own() {
            let is_wrapped = self.version >= V5_7_6;
            let text = if is_wrapped { self.words(&message) } else { unwrapped(&message) };
            self.out.refuse_value(span, text);
        }
        self.dial_usual();
        self.out
    }

    fn words(&self, message: &str) -> String {
        worded(self.text, self.url.as_ref(), message)
    }

    fn read_url(&mut self) -> Result<(), Fault> {
        let (url, bad) = read_go_url(self.text, brackets(self.version));
        for it in &url.query {
            self.list(&it.pair, it.is_kept);
        }
        fill::keep_one_of_each(&mut self.out.params, true);
        let hosts = match bad {
            None => {
                self.take_authority(&url);
                let hosts = self.split_hosts(&url.host);
                self.url = Some(url);
                hosts
            }
            Some(bad) => Err(self.bad_url(&bad)),
        };
        self.take_params();
        hosts.map_err(|(span, cause)| (span, format!("failed to parse as URL ({cause})")))
    }

    fn bad_url(&self, bad: &BadGoUrl) -> Fault {
        let says_url = self.version < V5_7;
        (bad.span, if says_url { bad.message(self.text) } else { bad.cause.clone() })
    }

    fn take_authority(&mut self, url: &GoUrl) {
        let user = url.user.as_ref().filter(|user| self.version < V5_9 || !user.value.is_empty());
        self.out.user = user.map(fill::written);
        self.out.password = url.password.as_ref().map(fill::secret);
        let slashes = url.path.value.len() - url.path.value.trim_start_matches('/').len();
        let dbname = url.path.part(self.text, Span::new(slashes, url.path.value.len()));
        self.out.dbname = (!dbname.value.is_empty()).then(|| fill::written(&dbname));
    }

    /// Hosts and ports become two lists, and who has none is left out of either.
    fn split_hosts(&mut self, hosts: &Piece) -> Result<(), Fault> {
        for host in fill::split_list(self.text, hosts).iter().filter(|host| !host.value.is_empty()) {
            let bare = host.value.trim_matches(['[', ']']);
            if bare.parse::<IpAddr>().is_ok() || !host.value.contains(':') {
                let start = host.value.len() - host.value.trim_start_matches(['[', ']']).len();
                self.hosts.push(host.part(self.text, Span::new(start, start + bare.len())));
                continue;
            }
            let (name, port) = go_host_port(&host.value).map_err(|why| {
                let value = &host.value;
                let cause = format!("failed to split host:port in '{value}', err: address {value}: {why}");
                (host.span, cause)
            })?;
            let parts = [name, port].map(|part| host.part(self.text, part));
            let [name, port] = parts.map(|part| (!part.value.is_empty()).then_some(part));
            self.hosts.extend(name);
            self.ports.extend(port);
        }
        Ok(())
    }

    fn read_keyword_value(&mut self) -> Result<(), Fault> {
        let names_dsn = self.version < V5_6;
        let malformed = if names_dsn { "invalid dsn" } else { "invalid keyword/value" };
        let rules = PgxText { malformed, trims: self.version >= V5_10 };
        let (parts, refused) = read_pgx_keyword_value(self.text, rules);
        for pair in &parts.pairs {
            let is_unsaid =
                self.version >= V5_9 && pair.key.value == "user" && fill::value_of(pair).value.is_empty();
            self.list(pair, !is_unsaid);
        }
        fill::keep_one_of_each(&mut self.out.params, false);
        self.take_params();
        let Some(refused) = refused else { return Ok(()) };
        if refused.text.starts_with("runtime error") {
            self.out.refuse(refused.span, format!("panic: {}", refused.text));
        }
        let form = if names_dsn { "DSN" } else { "keyword/value" };
        Err((refused.span, format!("failed to parse as {form} ({})", refused.text)))
    }

    fn list(&mut self, pair: &Pair, is_kept: bool) {
        let mut given = fill::given(pair, self.params, Fate::Startup, self.version);
        if !is_kept {
            given.fate = Fate::Ignored;
        }
        self.out.params.push(given);
    }

    /// What the parameters set, and what of them goes to the server.
    fn take_params(&mut self) {
        let out = &mut self.out;
        for given in out.params.iter().filter(|given| given.fate != Fate::Ignored) {
            let piece = Piece { span: given.value_span, value: given.value.clone() };
            match given.setting {
                _ if given.fate == Fate::Startup => {
                    out.startup.push((given.key.clone(), fill::written(&piece)));
                }
                Some(Setting::User) => out.user = Some(fill::written(&piece)),
                Some(Setting::Password) => out.password = Some(fill::secret(&piece)),
                Some(Setting::Database) => out.dbname = Some(fill::written(&piece)),
                Some(Setting::Host) => self.hosts = fill::split_list(self.text, &piece),
                Some(Setting::Port) => self.ports = fill::split_list(self.text, &piece),
                _ => {}
            }
        }
    }

    fn port_of(&self, index: usize) -> Option<&Piece> {
        self.ports.get(index).or(self.ports.first())
    }

    fn dial(&mut self) {
        let port = |index: usize| {
            let port = self.port_of(index)?;
            Some(Sourced::written(i64::from(go_port(&port.value).ok()?), port.span))
        };
        let name = |host: &Piece| (!host.value.is_empty()).then(|| fill::written(host));
        let hosts = self.hosts.iter().enumerate();
        let hosts = hosts.map(|(index, host)| Host { name: name(host), port: port(index) }).collect();
        self.out.hosts = if self.hosts.is_empty() {
            port(0).map(|port| Host { name: None, port: Some(port) }).into_iter().collect()
        } else {
            hosts
        };
    }

    /// Without a host it looks for a socket directory, Debian's first.
    fn dial_usual(&mut self) {
        let is_read = self.out.refusal.as_ref().is_none_or(|refusal| refusal.stage > Stage::Read);
        let usual = pgx::DISK.usual_hosts.first().filter(|_| self.hosts.is_empty() && is_read);
        let Some(usual) = usual else { return };
        let port = self.out.hosts.first().and_then(|host| host.port.clone());
        self.out.hosts = vec![Host { name: Some(Sourced::default_of_driver((*usual).into())), port }];
    }

    /// The parameter of this name that counts.
    fn said(&self, name: &str) -> Option<&Given> {
        self.out.params.iter().find(|it| it.fate == Fate::Client && it.key == name)
    }

    fn value(&self, name: &str) -> &str {
        self.said(name).map_or("", |given| given.value.as_str())
    }

    /// `sslrootcert=system`, where it is more than the name of a file.
    fn system_root(&self) -> Option<Span> {
        let root = self.said("sslrootcert").filter(|root| root.value == "system" && self.version >= V5_7);
        root.map(|root| root.value_span)
    }

    fn set_tls(&mut self) {
        let mode = self.said("sslmode").filter(|mode| !mode.value.is_empty());
        let tls = match mode.and_then(|mode| tls_mode(super::libpq::TLS_MODES, &mode.value)) {
            // With a file to check against, `require` checks like `verify-ca`.
            Some(Tls::REQUIRE) if !self.value("sslrootcert").is_empty() => Tls::VERIFY_CA,
            Some(tls) => tls,
            None => Tls::PREFER,
        };
        let direct = self.said("sslnegotiation").filter(|it| it.value == "direct");
        let means_prefer = mode.is_none_or(|mode| mode.value == "prefer");
        self.out.tls = match (self.system_root(), direct, mode) {
            (Some(root), _, _) => Sourced::written(Tls::VERIFY_FULL, root),
            (None, Some(direct), _) if means_prefer => Sourced::written(Tls::REQUIRE, direct.value_span),
            (None, _, Some(mode)) => Sourced::written(tls, mode.value_span),
            (None, _, None) => Sourced::default_of_driver(tls),
        };
    }

    fn set_prepared(&mut self) {
        let default = self.out.prepared.value;
        let capacity =
            |name| self.said(name).and_then(|given| given.value.parse().ok()).or(default.cache_size);
        let cached = Prepared { cache_size: capacity("statement_cache_capacity"), ..default };
        let unnamed = |statements, cache_size| Prepared { statements, named_from: 0, cache_size, names: "" };
        let names = ["default_query_exec_mode", "prefer_simple_protocol", "statement_cache_mode"];
        let is_on =
            |given: &&Given| given.key != "prefer_simple_protocol" || go_bool(&given.value) == Ok(true);
        let capacity_given = self.said("statement_cache_capacity");
        let switch = names.iter().filter_map(|name| self.said(name)).find(is_on);
        let prepared = match switch.map_or("", |given| given.value.as_str()) {
            "cache_describe" => unnamed(Statements::Unnamed, capacity("description_cache_capacity")),
            "exec" => unnamed(Statements::Unnamed, None),
            "describe_exec" => unnamed(Statements::UnnamedSplit, None),
            _ if switch.is_some_and(|given| given.key == "prefer_simple_protocol") => {
                unnamed(Statements::Simple, None)
            }
            "simple_protocol" => unnamed(Statements::Simple, None),
            // Without a cache pgx 4 prepares the unnamed statement, then runs it.
            _ if self.version < V5 && cached.cache_size == Some(0) => unnamed(Statements::UnnamedSplit, None),
            "describe" => unnamed(Statements::Unnamed, cached.cache_size),
            _ => cached,
        };
        if let Some(given) = switch.or(capacity_given) {
            self.out.prepared = Sourced::written(prepared, given.value_span);
        }
    }

    /// The checks of pgconn before it opens a file, which it does for the first host that is no socket.
    fn check_before_files(&self) -> Result<(), Fault> {
        self.number("min_read_buffer_size", 32, "cannot parse min_read_buffer_size")?;
        if let Some(given) = self.said("connect_timeout") {
            let cause = match go_int(&given.value, 64) {
                Ok(seconds) if seconds < 0 => Some("negative timeout".to_owned()),
                other => other.err(),
            };
            fails(cause, given, "invalid connect_timeout")?;
        }
        // The socket directory that it finds without a host needs no TLS, `localhost` in its absence does.
        self.check_port(0)?;
        for (index, host) in self.hosts.iter().enumerate() {
            self.check_port(index)?;
            if !host.value.starts_with('/') {
                return self.check_tls();
            }
        }
        Ok(())
    }

    /// The checks of pgconn that come later.
    fn check(&self) -> Result<(), Fault> {
        if self.hosts.iter().any(|host| !host.value.starts_with('/')) {
            self.check_pair()?;
        }
        for index in 1..self.hosts.len() {
            self.check_port(index)?;
        }
        self.one_of("target_session_attrs", false)?;
        self.check_protocol()?;
        self.one_of("channel_binding", true)?;
        self.check_require_auth()
    }

    fn check_port(&self, index: usize) -> Result<(), Fault> {
        let Some(port) = self.port_of(index) else { return Ok(()) };
        let cause = match go_port(&port.value) {
            Ok(0) => "outside range".to_owned(),
            Ok(_) => return Ok(()),
            Err(cause) => cause,
        };
        Err((port.span, format!("invalid port ({cause})")))
    }

    fn check_tls(&self) -> Result<(), Fault> {
        if let Some(root) = self.said("sslrootcert").filter(|root| root.value == "system")
            && self.version < V5_7
            && self.value("sslmode") != "disable"
        {
            return Err(tls_fault(root, "unable to read CA file: open system: no such file or directory"));
        }
        let mode = self.said("sslmode").filter(|mode| !mode.value.is_empty() && self.system_root().is_none());
        match mode {
            Some(mode) if tls_mode(super::libpq::TLS_MODES, &mode.value).is_none() => {
                Err(tls_fault(mode, "sslmode is invalid"))
            }
            _ => Ok(()),
        }
    }

    fn check_pair(&self) -> Result<(), Fault> {
        if self.value("sslmode") == "disable" && self.system_root().is_none() {
            return Ok(());
        }
        let [cert, key] = ["sslcert", "sslkey"].map(|name| self.said(name).filter(|it| !it.value.is_empty()));
        match (cert, key) {
            (Some(one), None) | (None, Some(one)) => {
                Err(tls_fault(one, "both \"sslcert\" and \"sslkey\" are required"))
            }
            _ => Ok(()),
        }
    }

    /// A value that is none of its words; an empty one is no value where `may_be_empty`.
    fn one_of(&self, name: &str, may_be_empty: bool) -> Result<(), Fault> {
        let Some(given) = self.said(name).filter(|it| !(may_be_empty && it.value.is_empty())) else {
            return Ok(());
        };
        let is_word = fill::param_of(self.params, name, self.version).is_some_and(|param| match param.kind {
            super::Kind::OneOf(words) => words.contains(&given.value.as_str()),
            _ => true,
        });
        if is_word { Ok(()) } else { Err((given.span, format!("unknown {name} value: {}", given.value))) }
    }

    fn check_protocol(&self) -> Result<(), Fault> {
        let mut ranks = [0, 0];
        for (rank, name) in ranks.iter_mut().zip(["min_protocol_version", "max_protocol_version"]) {
            *rank = match self.value(name) {
                "" | "3.0" => 0,
                "3.2" | "latest" => 2,
                other => {
                    let quoted = go_quote(other.as_bytes());
                    let message = format!("invalid {name}: {quoted} (invalid protocol version: {quoted})");
                    return Err((self.said(name).map_or(Span::default(), |given| given.span), message));
                }
            };
        }
        let [least, greatest] = ranks;
        match self.said("max_protocol_version").filter(|given| !given.value.is_empty() && least > greatest) {
            Some(given) => Err((
                given.span,
                "min_protocol_version cannot be greater than max_protocol_version".to_owned(),
            )),
            None => Ok(()),
        }
    }

    fn check_require_auth(&self) -> Result<(), Fault> {
        match self.said("require_auth").filter(|given| !given.value.is_empty()) {
            Some(given) => fails(require_auth(&given.value), given, "invalid require_auth"),
            None => Ok(()),
        }
    }

    fn number(&self, name: &str, bits: u32, message: &str) -> Result<(), Fault> {
        match self.said(name) {
            Some(given) => fails(go_int(&given.value, bits).err(), given, message),
            None => Ok(()),
        }
    }

    /// The checks of pgx, then those of pgxpool.
    fn check_own(&self) -> Result<(), Fault> {
        for name in ["statement_cache_capacity", "description_cache_capacity"] {
            self.number(name, 32, &format!("cannot parse {name}"))?;
        }
        self.check_mode()?;
        for param in self.params.iter().filter(|param| param.setting == Setting::Pool) {
            let Some(given) = self.said(param.name) else { continue };
            let is_number = param.kind == super::Kind::Integer;
            let cause =
                if is_number { go_int(&given.value, 32).err() } else { go_duration(&given.value).err() };
            let verb = if is_number || self.version >= V5 { "cannot parse" } else { "invalid" };
            fails(cause, given, &format!("{verb} {}", param.name))?;
            if param.name == "pool_max_conns" && go_int(&given.value, 32).is_ok_and(|count| count < 1) {
                return Err((given.span, self.too_small(&given.value)));
            }
        }
        Ok(())
    }

    fn too_small(&self, value: &str) -> String {
        match self.version >= V5_7_6 {
            true => "pool_max_conns too small".to_owned(),
            false => format!("pool_max_conns too small: {value}"),
        }
    }

    fn check_mode(&self) -> Result<(), Fault> {
        if let Some(given) = self.said("default_query_exec_mode") {
            let message = "invalid default_query_exec_mode";
            let value = &given.value;
            if self.one_of("default_query_exec_mode", false).is_err() {
                let message = match self.version {
                    version if version >= V5_9 => {
                        format!("{message} (unknown value {})", go_quote(value.as_bytes()))
                    }
                    version if version >= V5_7_6 => message.to_owned(),
                    _ => format!("{message} ({value})"),
                };
                return Err((given.span, message));
            }
        }
        if let Some(given) = self.said("statement_cache_mode")
            && self.one_of("statement_cache_mode", false).is_err()
        {
            // Its own misspelling.
            return Err((given.span, format!("invalid statement_cache_mod ({})", given.value)));
        }
        match self.said("prefer_simple_protocol") {
            Some(given) => fails(go_bool(&given.value).err(), given, "invalid prefer_simple_protocol"),
            None => Ok(()),
        }
    }
}

/// Go 1.25 is what pgx 5.8 asks for; what is built with pgx 4 today may be built with any.
fn brackets(version: Version) -> Brackets {
    if version >= V5 { Brackets::Address } else { Brackets::Anything }
}

/// A message about something that is not there, of a string that could be parsed.
pub(super) fn refusal(absent: &Absent<'_>, message: &str) -> String {
    let url = is_url(absent.string).then(|| read_go_url(absent.string, Brackets::Anything).0);
    worded(absent.string, url.as_ref(), message)
}

fn is_url(text: &str) -> bool {
    ["postgres://", "postgresql://"].iter().any(|start| text.starts_with(start))
}

fn worded(text: &str, url: Option<&GoUrl>, message: &str) -> String {
    format!("cannot parse `{}`: {message}", pgx_redact::redacted(text, url))
}

fn tls_fault(given: &Given, cause: &str) -> Fault {
    (given.span, format!("failed to configure TLS ({cause})"))
}

/// `message (cause)`, when there is a cause.
fn fails(cause: Option<String>, given: &Given, message: &str) -> Result<(), Fault> {
    match cause {
        Some(cause) => Err((given.span, format!("{message} ({cause})"))),
        None => Ok(()),
    }
}

/// A message as it is worded where it is no `ParseConfigError`: `message: cause`.
fn unwrapped(message: &str) -> String {
    match message.strip_suffix(')').and_then(|message| message.split_once(" (")) {
        Some((message, cause)) => format!("{message}: {cause}"),
        None => message.to_owned(),
    }
}

/// `parseRequireAuth` of pgconn's auth code: a list of methods, all of them allowed or, with `!`, all forbidden.
fn require_auth(value: &str) -> Option<String> {
    const METHODS: [&str; 7] = ["password", "md5", "gss", "sspi", "scram-sha-256", "oauth", "none"];
    let negative = value.trim_start().starts_with('!');
    let mut seen = Vec::new();
    value.split(',').find_map(|part| {
        let method = part.trim();
        let name = method.strip_prefix('!').unwrap_or(method);
        let quoted = go_quote(name.as_bytes());
        match method.starts_with('!') {
            true if !negative => Some(format!(
                "negative require_auth method {quoted} cannot be mixed with non-negative methods"
            )),
            false if negative => {
                Some(format!("require_auth method {quoted} cannot be mixed with negative methods"))
            }
            _ if !METHODS.contains(&name) => Some(format!("invalid require_auth method: {quoted}")),
            _ if seen.contains(&name) => {
                Some(format!("require_auth method {} is specified more than once", go_quote(part.as_bytes())))
            }
            _ => {
                seen.push(name);
                None
            }
        }
    })
}
