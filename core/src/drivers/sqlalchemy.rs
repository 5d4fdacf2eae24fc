//! What SQLAlchemy makes of a URL, whichever driver is below: it splits it with a pattern of its own, loads the
//! driver that the scheme names, and hands everything over as keyword arguments.

use std::borrow::Cow;
use std::collections::BTreeMap;

use compact_str::CompactString;

use super::asyncpg_connect::{self, Arguments, Complaint, Port, number};
use super::conninfo::{self, Conninfo};
use super::named::Named;
use super::{ArgumentSet, Driver, Told, Wish, fill, psycopg, psycopg2};
use crate::model::{Fate, Host, Reading, Setting, Sourced, Stage, Tls, Version};
use crate::parse::{
    Pair, Parts, Piece, Spelling, python_float, python_float_repr, python_int, python_repr,
    read_sqlalchemy_url,
};
use crate::text::Span;

/// The driver below.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Below {
    Psycopg2,
    Psycopg,
    Asyncpg,
    Pg8000,
}

/// How the pool of an engine is told things. `max_overflow` is 10 unless it is said, on top of the size.
pub(super) const TOLD_POOL: &[Told] = &[
    Told::of_pool(Wish::NoPool, "poolclass=NullPool"),
    Told::of_pool(Wish::PoolSize, "pool_size={}"),
    Told::of_pool(Wish::PoolSize, "max_overflow=0"),
    Told::of_pool(Wish::PoolWait, "pool_timeout={s}"),
    Told::of_pool(Wish::PoolRecycle, "pool_recycle={s}"),
    Told::of_pool(Wish::PoolCheck, "pool_pre_ping=True"),
];

/// What `create_engine()` does not take, though what it calls does.
pub(super) const ENGINE_ARGUMENTS: ArgumentSet = ArgumentSet {
    prefix: "",
    names: &[],
    takes_params: false,
    refused: Some(|name| format!("TypeError: Invalid argument(s) '{name}' sent to create_engine()")),
    is_complete: false,
    elsewhere: &[
        ("statement_cache_size", IN_CONNECT_ARGS),
        ("prepared_statement_cache_size", IN_CONNECT_ARGS),
        ("prepared_statement_name_func", IN_CONNECT_ARGS),
        ("prepare_threshold", IN_CONNECT_ARGS),
        ("server_settings", IN_CONNECT_ARGS),
        ("command_timeout", IN_CONNECT_ARGS),
        ("connect_timeout", IN_CONNECT_ARGS),
        ("ssl", IN_CONNECT_ARGS),
        ("sslmode", IN_CONNECT_ARGS),
        ("ssl_context", IN_CONNECT_ARGS),
        ("options", IN_CONNECT_ARGS),
        ("application_name", IN_CONNECT_ARGS),
        ("keepalives", IN_CONNECT_ARGS),
        ("pgbouncer", ""),
    ],
};

const IN_CONNECT_ARGS: &str = "`connect_args`";

/// How facts about it were established.
pub(super) const HOW: &str =
    "create_engine and create_connect_args, then the arguments against the driver below";

const V2: Version = Version(2, 0, 0);
const V2_1: Version = Version(2, 1, 0);

/// Reads for `driver`; a bare `postgresql://` is taken as if the driver's own scheme stood there.
pub(super) fn read(
    driver: &'static Driver,
    below: Below,
    text: &str,
    spelling: Spelling,
    version: Version,
) -> Reading {
    let tls = driver.tls_modes.first().map_or(Tls::PREFER, |mode| mode.tls);
    let mut out = Reading::empty(tls, super::prepared(driver.prepared, version));
    fill::send(&mut out, driver.startup);
    if spelling == Spelling::Parts {
        return fill::separate(text, out);
    }
    let Some(parts) = read_sqlalchemy_url(text, version >= V2_1) else {
        let complaint = if version >= V2 {
            "ArgumentError: Could not parse SQLAlchemy URL from given URL string".to_owned()
        } else {
            format!("ArgumentError: Could not parse rfc1738 URL from string '{text}'")
        };
        out.refuse(Span::new(0, text.len()), complaint);
        return out;
    };
    let scheme = || check_scheme(driver, below, &parts, version);
    if let Err((span, text)) = check_port(&parts).and_then(|()| scheme()) {
        out.refuse(span, text);
    }
    let call = Call::of(&parts, below);
    if let Err((span, text)) = check_call(text, &call, below, version) {
        out.refuse(span, text);
    }
    list_params(&mut out, driver, below, &parts, &call, version);
    match below {
        Below::Psycopg2 | Below::Psycopg => over_libpq(out, text, below, &call, version),
        Below::Asyncpg => over_asyncpg(out, text, &call, version),
        Below::Pg8000 => over_pg8000(out, &call),
    }
}

/// The scheme, which names the driver: another one's is another driver.
fn check_scheme(driver: &Driver, below: Below, parts: &Parts, version: Version) -> Result<(), Complaint> {
    let Some(scheme) = &parts.scheme else { return Ok(()) };
    let name = scheme.value.as_str();
    if below == Below::Psycopg && version < V2 {
        let text = "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgresql.psycopg";
        return Err((scheme.span, text.to_owned()));
    }
    if name == "postgresql" || driver.own_schemes.contains(&name) {
        return Ok(());
    }
    let other = super::infer::by_scheme(name).into_iter().find(|other| other.name.starts_with("sqlalchemy-"));
    let text = match other {
        None => {
            let plugin = name.replace('+', ".");
            format!("NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:{plugin}")
        }
        // SQLAlchemy loads that driver, or stops because the engine is an asynchronous one.
        Some(other) => {
            let loaded = other.name.trim_start_matches("sqlalchemy-");
            match below {
                Below::Asyncpg if loaded != "psycopg" => format!(
                    "InvalidRequestError: The asyncio extension requires an async driver to be used. The loaded \
                     '{loaded}' is not async."
                ),
                _ => format!("the scheme names another driver, {loaded}"),
            }
        }
    };
    Err((scheme.span, text))
}

fn check_port(parts: &Parts) -> Result<(), Complaint> {
    let port = parts.hosts.first().and_then(|host| host.port.as_ref());
    port.map_or(Ok(()), |port| number(port).map(|_| ()))
}

/// What SQLAlchemy says while it makes the keyword arguments, before the driver sees them.
fn check_call(text: &str, call: &Call, below: Below, version: Version) -> Result<(), Complaint> {
    match below {
        Below::Pg8000 => return Ok(()),
        Below::Psycopg2 | Below::Psycopg => return several(text, call, version).map(|_| ()),
        Below::Asyncpg => {}
    }
    if version >= V2 {
        spread(&mut Arguments::default(), several(text, call, version)?)?;
    }
    match call.query.get("prepared_statement_cache_size").map(Vec::as_slice) {
        None | Some([]) => Ok(()),
        Some([one]) => number(one).map(|_| ()),
        Some([first, ..]) => Err((first.span, INT_OF_TUPLE.to_owned())),
    }
}

const INT_OF_TUPLE: &str =
    "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'tuple'";
const FLOAT_OF_TUPLE: &str = "TypeError: float() argument must be a string or a real number, not 'tuple'";

/// What asyncpg says of `command_timeout`.
fn check_command_timeout(values: &[Piece]) -> Result<(), Complaint> {
    let [one] = values else {
        return values.first().map_or(Ok(()), |first| Err((first.span, FLOAT_OF_TUPLE.to_owned())));
    };
    let got = match python_float(&one.value) {
        None => python_repr(&one.value),
        Some(seconds) if !seconds.is_positive() && !seconds.is_nan() => python_float_repr(&seconds),
        Some(_) => return Ok(()),
    };
    Err((
        one.span,
        format!("ValueError: invalid command_timeout value: expected greater than 0 float (got {got})"),
    ))
}

/// The keyword arguments before the driver's own part of SQLAlchemy touches them.
#[derive(Default)]
struct Call {
    /// Host, user, password and database of the URL itself; what is empty is left out.
    url: Named<Piece>,
    /// Port of the URL itself; 0 is left out.
    port: Option<Piece>,
    /// The query: values by name, in the order written.
    query: BTreeMap<String, Vec<Piece>>,
}

impl Call {
    fn of(parts: &Parts, below: Below) -> Self {
        let mut out = Self::default();
        let host = parts.hosts.first();
        let pieces = [
            ("host", host.map(|host| &host.host)),
            ("user", parts.user.as_ref()),
            ("password", parts.password.as_ref()),
            ("database", parts.dbname.as_ref()),
        ];
        for (name, piece) in pieces {
            if let Some(piece) = piece.filter(|piece| !piece.value.is_empty()) {
                out.url.insert(name, piece.clone());
            }
        }
        out.port = host.and_then(|host| host.port.clone()).filter(|port| python_int(&port.value) != Some(0));
        for pair in &parts.pairs {
            let value = fill::value_of(pair);
            // SQLAlchemy's own, for plugins.
            let own = pair.key.value == "plugin"
                || below == Below::Psycopg && OWN.contains(&pair.key.value.as_str());
            if !value.value.is_empty() && !own {
                out.query.entry(for_below(pair, below).key.value.clone().into()).or_default().push(value);
            }
        }
        out
    }

    /// The value of a name in the query, as the text that Python makes of it: several are a tuple.
    fn queried(&self, name: &str) -> Option<Piece> {
        self.query.get(name).and_then(|values| as_text(values))
    }

    /// Whether a name in the query has several values.
    fn is_tuple(&self, name: &str) -> bool {
        self.query.get(name).is_some_and(|values| values.len() > 1)
    }
}

/// Keyword arguments of `psycopg.connect()` that do not go to libpq.
const OWN: [&str; 5] = ["autocommit", "prepare_threshold", "context", "row_factory", "cursor_factory"];

fn as_text(values: &[Piece]) -> Option<Piece> {
    let last = values.last()?;
    if values.len() == 1 {
        return Some(last.clone());
    }
    let shown: Vec<String> = values.iter().map(|value| python_repr(&value.value)).collect();
    Some(Piece { span: last.span, value: format!("({})", shown.join(", ")).into() })
}

/// psycopg2 and psycopg write keyword/value text for libpq, to which blanks around a keyword are nothing.
fn for_below(pair: &Pair, below: Below) -> Cow<'_, Pair> {
    let key = pair.key.value.trim_ascii();
    if matches!(below, Below::Asyncpg | Below::Pg8000) || key.len() == pair.key.value.len() {
        return Cow::Borrowed(pair);
    }
    let key = Piece { value: key.into(), ..pair.key.clone() };
    Cow::Owned(Pair { key, ..pair.clone() })
}

fn list_params(
    out: &mut Reading,
    driver: &'static Driver,
    below: Below,
    parts: &Parts,
    call: &Call,
    version: Version,
) {
    // The parameters come after the parts, in a text for C, which ends at the first NUL.
    let over_libpq = matches!(below, Below::Psycopg2 | Below::Psycopg);
    let is_cut = over_libpq && call.url.iter().any(|(_, piece)| piece.value.contains('\0'));
    for pair in &parts.pairs {
        let mut given = fill::given(&for_below(pair, below), driver.params, Fate::Refused, version);
        // The last of several stands for all of them.
        let several =
            call.query.get(given.key.as_str()).filter(|values| values.len() > 1 && !given.value.is_empty());
        if let Some(several) =
            several.filter(|it| it.last().is_some_and(|last| last.span == given.value_span))
        {
            given.value = as_text(several).map_or(given.value, |it| it.value);
        }
        if given.value.is_empty() || is_cut {
            given.fate = Fate::Ignored;
        } else if below == Below::Psycopg2 && given.key == "database" {
            // An old name of `dbname`.
            (given.setting, given.fate) = (Some(Setting::Database), Fate::Client);
        } else if given.key == "plugin" || below == Below::Psycopg && OWN.contains(&given.key.as_str()) {
            given.fate = Fate::Client;
        }
        if given.key == "timeout"
            && let Some(text) = timeout_as_text(below)
        {
            out.refuse_to_connect(given.span, text);
        } else if given.fate == Fate::Refused
            && out.refusal.as_ref().is_none_or(|noted| noted.stage == Stage::Connect)
        {
            let key = &given.key;
            let text = match below {
                Below::Psycopg2 => format!("invalid dsn: invalid connection option \"{key}\""),
                Below::Psycopg => format!("invalid connection option \"{key}\""),
                Below::Asyncpg => wrong_type(key, &given.value).unwrap_or_else(|| {
                    format!("TypeError: connect() got an unexpected keyword argument '{key}'")
                }),
                Below::Pg8000 => format!("TypeError: connect() got an unexpected keyword argument '{key}'"),
            };
            out.refuse(given.span, text);
        }
        fill::push(out, given);
    }
}

/// What Python says to a text as the time that connecting may take, when it comes to count.
fn timeout_as_text(below: Below) -> Option<&'static str> {
    match below {
        Below::Asyncpg => Some("TypeError: unsupported operand type(s) for +: 'float' and 'str'"),
        Below::Pg8000 => Some("TypeError: 'str' object cannot be interpreted as an integer"),
        Below::Psycopg2 | Below::Psycopg => None,
    }
}

/// What Python says to a text where asyncpg wants something else.
fn wrong_type(key: &str, value: &str) -> Option<String> {
    let text = match key {
        "statement_cache_size" | "max_cached_statement_lifetime" | "max_cacheable_statement_size" => {
            "TypeError: '<' not supported between instances of 'str' and 'int'".to_owned()
        }
        "server_settings" => {
            "ClientConfigurationError: server_settings is expected to be None or a Dict[str, str]".to_owned()
        }
        "prepared_statement_name_func" => "TypeError: 'str' object is not callable".to_owned(),
        "connection_class" => format!(
            "TypeError: connection_class is expected to be a subclass of asyncpg.Connection, got {}",
            python_repr(value)
        ),
        _ => return None,
    };
    Some(text)
}

const MIXED: &str = "Can't mix 'multihost' formats together; use \"host=h1,h2,h3&port=p1,p2,p3\" or \
                     \"host=h1:p1&host=h2:p2&host=h3:p3\" separately";

/// Hosts and ports of the query (`_split_multihost_from_url`); a port that is left out is `None`.
#[derive(Default)]
struct Several {
    hosts: Vec<Piece>,
    ports: Option<Vec<Option<Port>>>,
}

fn several(text: &str, call: &Call, version: Version) -> Result<Several, Complaint> {
    let empty = Vec::new();
    let (hosts, ports) = (call.query.get("host").unwrap_or(&empty), call.query.get("port").unwrap_or(&empty));
    let span = hosts.iter().chain(ports).map(|piece| piece.span).reduce(Span::join).unwrap_or_default();
    let error = |text: &str| (span, format!("ArgumentError: {text}"));
    let (hosts, mut port_texts) = match hosts.as_slice() {
        [] => (Vec::new(), None),
        // Before 2.0 only names that are given more than once are several hosts.
        [_] if version < V2 => return Ok(Several::default()),
        [one] => {
            let list = fill::split_list(text, one);
            match one_with_port(text, &list).filter(|_| ports.is_empty()) {
                Some((host, port)) => (vec![host], Some(vec![port])),
                None => (list, None),
            }
        }
        several => {
            let (hosts, ports) = several.iter().map(|host| split_colon(text, host)).unzip();
            (hosts, Some(ports))
        }
    };
    let has_port = !ports.is_empty() || version < V2 && call.port.is_some();
    if has_port && port_texts.is_some() {
        return Err(error(MIXED));
    }
    if !ports.is_empty() {
        let list = match ports.as_slice() {
            [one] => fill::split_list(text, one),
            several => several.to_vec(),
        };
        port_texts = Some(list.into_iter().map(Some).collect());
    }
    let Some(port_texts) = port_texts else { return Ok(Several { hosts, ports: None }) };
    let parsed: Result<Vec<Option<Port>>, Complaint> = port_texts
        .iter()
        .map(|port| port.as_ref().filter(|port| !port.value.is_empty()).map(number).transpose())
        .collect();
    let Ok(ports) = parsed else {
        let shown =
            |port: &Option<Piece>| port.as_ref().map_or("None".to_owned(), |port| python_repr(&port.value));
        let shown: Vec<String> = port_texts.iter().map(shown).collect();
        let comma = if shown.len() == 1 { "," } else { "" };
        return Err(error(&format!("Received non-integer port arguments: ({}{comma})", shown.join(", "))));
    };
    let counts = (hosts.len(), ports.len());
    if counts.0 != counts.1 && (counts.0 > 1 || counts.1 > 1) {
        return Err(error("number of hosts and ports don't match"));
    }
    Ok(Several { hosts, ports: Some(ports) })
}

/// `host:port` in a query whose host is the only one and an Internet name.
fn one_with_port(text: &str, list: &[Piece]) -> Option<(Piece, Option<Piece>)> {
    let [one] = list else { return None };
    let (host, port) = one.value.split_once(':')?;
    let internet = host.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    if !internet || !port.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let (host, port) = split_colon(text, one);
    Some((host, port.filter(|port| !port.value.is_empty())))
}

/// `host:port`, or a host alone.
fn split_colon(text: &str, piece: &Piece) -> (Piece, Option<Piece>) {
    let split = piece.split_once(text, b':');
    split.map_or_else(|| (piece.clone(), None), |(host, port)| (host, Some(port)))
}

fn over_libpq(mut out: Reading, text: &str, below: Below, call: &Call, version: Version) -> Reading {
    let caller = if below == Below::Psycopg2 { &psycopg2::CALLER } else { &psycopg::CALLER };
    let mut conninfo = Conninfo::default();
    for (name, piece) in call.url.iter() {
        conninfo.set(text, if name == "database" { "dbname" } else { name }, piece.clone());
    }
    if let Some(port) = &call.port {
        conninfo.set(
            text,
            "port",
            Piece {
                value: python_int(&port.value).map_or(CompactString::default(), |it| it.to_string().into()),
                ..port.clone()
            },
        );
    }
    let has_path = call.url.contains("database");
    for (name, values) in &call.query {
        let Some(piece) = as_text(values) else { continue };
        let own = if version >= V2 { "dbname" } else { "database" };
        let is_database = name == "database" || name == "dbname";
        if below == Below::Psycopg2
            && is_database
            && name != own
            && (has_path || call.query.contains_key(own))
        {
            let text = "TypeError: you can't specify both 'database' and 'dbname' arguments";
            out.refuse(piece.span, text);
        }
        conninfo.set(text, if name == "database" { "dbname" } else { name }, piece);
    }
    match several(text, call, version) {
        Err((span, text)) => out.refuse(span, text),
        Ok(Several { hosts, .. }) if hosts.is_empty() => {}
        Ok(Several { hosts, ports }) => {
            let written = |port: Option<Port>| Piece {
                span: port.and_then(|port| port.span).unwrap_or_default(),
                value: port.map(|port| port.number.to_string()).unwrap_or_default().into(),
            };
            let ports = ports.unwrap_or_else(|| vec![None; hosts.len()]);
            // They become one text again, which libpq takes apart at every comma.
            conninfo.set_list("host", hosts.iter().flat_map(|host| fill::split_list(text, host)).collect());
            conninfo.set_list("port", ports.into_iter().map(written).collect());
        }
    }
    // psycopg2 puts the database last when SQLAlchemy calls it `database`, as it did before 2.0.
    let order = if version >= V2 {
        ["host", "dbname", "user", "password"]
    } else {
        ["host", "user", "password", "dbname"]
    };
    conninfo.cut_at_nul(&order);
    conninfo::finish(out, &conninfo, caller)
}

fn over_asyncpg(mut out: Reading, text: &str, call: &Call, version: Version) -> Reading {
    let mut arguments = Arguments::default();
    arguments.hosts.extend(call.url.get("host").cloned());
    for (name, piece) in call.url.iter().filter(|(name, _)| *name != "host") {
        arguments.set(name, piece.clone());
    }
    arguments.ports.extend(call.port.as_ref().and_then(|port| number(port).ok()));
    for name in call.query.keys().filter(|name| !["host", "port"].contains(&name.as_str())) {
        match (name.as_str(), call.queried(name)) {
            // A tuple of modes is no mode, and asyncpg looks at none but texts before it dials.
            ("ssl", _) if call.is_tuple(name) => {}
            // Refused below: no word is a tuple.
            ("target_session_attrs", _) if call.is_tuple(name) => {}
            ("ssl", Some(mode)) => arguments.set("sslmode", mode),
            (_, Some(piece)) => arguments.set(name, piece),
            (_, None) => {}
        }
    }
    let hosts = if version >= V2 {
        several(text, call, version).and_then(|several| spread(&mut arguments, several))
    } else {
        as_given(&mut arguments, call)
    };
    if let Err((span, text)) = hosts {
        out.refuse(span, text);
    }
    if let Some(tuple) = call.queried("passfile").filter(|_| call.is_tuple("passfile"))
        && !arguments.has("password")
    {
        out.refuse(tuple.span, "TypeError: expected str, bytes or os.PathLike object, not tuple");
    }
    if let Some(Err((span, text))) = call.query.get("command_timeout").map(|it| check_command_timeout(it)) {
        out.refuse(span, text);
    }
    if let Some(size) = call.queried("prepared_statement_cache_size") {
        match number(&size) {
            Err((span, text)) => out.refuse(span, text),
            Ok(port) => {
                let kept = u32::try_from(port.number).unwrap_or_default();
                let prepared = crate::model::Prepared { cache_size: Some(kept), ..out.prepared.value };
                out.prepared = Sourced::written(prepared, size.span);
            }
        }
    }
    // SQLAlchemy's version says nothing about asyncpg's: the newest.
    arguments.settle(&mut out, super::asyncpg::DRIVER.newest);
    if let Some(tuple) =
        call.queried("target_session_attrs").filter(|_| call.is_tuple("target_session_attrs"))
    {
        out.refuse_value(tuple.span, asyncpg_connect::no_session(&tuple.value));
    }
    out
}

/// Hosts and port of the query as SQLAlchemy 1.4 leaves them to asyncpg: each host a name, whatever is in it.
fn as_given(arguments: &mut Arguments, call: &Call) -> Result<(), Complaint> {
    if let Some(hosts) = call.query.get("host") {
        arguments.hosts.clone_from(hosts);
    }
    if let Some(port) = call.queried("port") {
        arguments.ports = vec![number(&port)?];
    }
    Ok(())
}

/// Hosts and ports of the query, in place of those of the URL.
fn spread(arguments: &mut Arguments, several: Several) -> Result<(), Complaint> {
    let Several { hosts, ports } = several;
    let span = hosts.iter().map(|host| host.span).reduce(Span::join).unwrap_or_default();
    let ports = ports.unwrap_or_else(|| vec![None; hosts.len()]);
    match hosts.len() {
        0 | 1 => {
            if let Some(port) = ports.first().copied().flatten() {
                // 0 is as good as none to Python.
                arguments.ports = Some(port).filter(|port| port.number != 0).into_iter().collect();
            }
        }
        _ if hosts.iter().any(|host| host.value.is_empty()) => {
            let text = "ArgumentError: All hosts are required to be present for asyncpg multiple host URL";
            return Err((span, text.to_owned()));
        }
        _ => match ports
            .into_iter()
            .map(|port| port.filter(|port| port.number != 0))
            .collect::<Option<Vec<_>>>()
        {
            Some(ports) => arguments.ports = ports,
            None => {
                let text =
                    "ArgumentError: All ports are required to be present for asyncpg multiple host URL";
                return Err((span, text.to_owned()));
            }
        },
    }
    if !hosts.is_empty() {
        arguments.hosts = hosts;
    }
    Ok(())
}

fn over_pg8000(mut out: Reading, call: &Call) -> Reading {
    let argument = |name: &str| call.queried(name).or_else(|| call.url.get(name).cloned());
    let text = |name: &str| argument(name).map(|piece| fill::written(&piece));
    out.user = text("user");
    out.password = argument("password").map(|piece| fill::secret(&piece));
    out.dbname = text("database");
    if let Some(socket) = call.queried("unix_sock") {
        out.hosts = vec![Host { name: Some(fill::written(&socket)), port: None }];
    } else {
        dial_pg8000(&mut out, call, text("host"));
    }
    if out.user.is_none() {
        out.refuse(Span::default(), "TypeError: connect() missing 1 required positional argument: 'user'");
    }
    out
}

/// Host and port of pg8000. A port of the query stays text, which the resolver takes for a number if it is one.
fn dial_pg8000(out: &mut Reading, call: &Call, name: Option<Sourced<CompactString>>) {
    let port = call.queried("port").or_else(|| call.port.clone());
    let no_number = port.as_ref().filter(|port| python_int(&port.value).is_none());
    if let Some(port) = no_number {
        let text = "socket.gaierror: [Errno -8] Servname not supported for ai_socktype";
        out.refuse_to_connect(port.span, text);
    }
    out.port_text = no_number.map(fill::written);
    let port = port.and_then(|port| Some(Sourced::written(python_int(&port.value)?, port.span)));
    if name.is_some() || port.is_some() || out.port_text.is_some() {
        out.hosts = vec![Host { name, port: port.clone() }];
    }
    if let Some(several @ [first, ..]) =
        call.query.get("host").filter(|hosts| hosts.len() > 1).map(Vec::as_slice)
    {
        let host = |name| Host { name: Some(fill::written(name)), port: port.clone() };
        out.hosts = several.iter().map(host).collect();
        out.refuse_to_connect(first.span, "TypeError: getaddrinfo() argument 1 must be string or None");
    }
}
