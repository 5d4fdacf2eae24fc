//! pg-connection-string: the parser of node-postgres, used by others alone.

use compact_str::CompactString;

use super::{
    Absent, Asynchronous, Checked, Disk, Driver, Evidence, Kind, Opens, Package, Param, Place, Registry,
    TlsMode, Unknown, fill, node_postgres,
};
use crate::model::{Fate, Host, Reading, Setting, Since, Sourced, Tls, Version};
use crate::parse::{Base, Pair, Percent, Piece, Spelling, WebUrl, decode, decode_uri, read_web_url};
use crate::text::{Mapped, Mapper, Secret, Span, has_byte};

pub(super) static DRIVER: Driver = Driver {
    name: "pg-connection-string",
    aliases: &[],
    label: "pg-connection-string",
    language: "JavaScript",
    docs: "The parser that node-postgres uses, and with it Drizzle, Kysely and TypeORM; Knex in a version of its own, Sequelize \
           for part of the string. It makes an options \
           object of a WHATWG URL with any scheme; `host`, `port`, `user` and `password` of the query beat the \
           authority, `database` and `dbname` do not. Files named by `sslcert`, `sslkey` and `sslrootcert` are read \
           while parsing.",
    newest: Version(2, 14, 1),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: node_postgres::STARTUP,
    packet: node_postgres::PACKET,
    variables: &[],
    service_unknown: None,
    disk: DISK,
    prepared: &[Since(Version(0, 0, 0), node_postgres::PREPARED)],
    speech: node_postgres::DRIVER.speech,
    statements_off: &[],
    asynchronous: Asynchronous::Always,
    told: &[],
    arguments: &[],
    packages: &[Package::new(Registry::Node, "pg-connection-string")],
    rank: 30,
    read,
    snippet: super::snippets::node_postgres,
    hands_on: None,
    checked: &[
        Checked {
            version: "3",
            evidence: Evidence::Documentation,
            on: "2026-11-24",
            how: "not published; the warning with which 2.14.1 announces its reading of `sslmode`",
        },
        Checked {
            version: "2.14.1",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`toClientConfig(parse(string))` on Node 20.20",
        },
        Checked {
            version: "2.6.2 to 2.14.0",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`parse(string)` on Node 20.20: IPv6 addresses, `uselibpqcompat` and `sslnegotiation` in 12 versions",
        },
    ],
};

/// From here on `uselibpqcompat=true` makes `sslmode` mean what libpq means by it.
const COMPATIBLE: Version = Version(2, 8, 0);
/// From here on `sslnegotiation=direct` switches TLS on.
const DIRECT: Version = Version(2, 14, 0);
/// From here on an IPv6 address loses its brackets, with which nobody finds it.
const WITHOUT_BRACKETS: Version = Version(2, 14, 1);
/// From here on `sslmode` means what libpq means by it, whatever else is said.
pub(super) const LIBPQ_MODES: Version = Version(3, 0, 0);

const CLIENT: Place = Place::Code("new Client({...})");
const POOL: Place = Place::Code("new Pool({...})");

/// Names that node-postgres looks at in the options that pg-connection-string makes (connection-parameters.js), and
/// options that it takes in code only (client.js, pg-pool).
pub(super) const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&[
        "disable",
        "prefer",
        "require",
        "verify-ca",
        "verify-full",
        "no-verify",
    ])),
    Param::new("ssl", Setting::TlsMode).place(Place::Both("new Client({...})")),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("uselibpqcompat", Setting::Other).kind(Kind::Boolean),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .place(Place::Both("new Client({...})")),
    Param::new("application_name", Setting::ApplicationName).place(Place::Both("new Client({...})")).sent(),
    Param::new("fallback_application_name", Setting::ApplicationName)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("options", Setting::Options).place(Place::Both("new Client({...})")).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).place(Place::Both("new Client({...})")),
    Param::new("replication", Setting::Replication).place(Place::Both("new Client({...})")).sent(),
    Param::new("statement_timeout", Setting::ServerSetting)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("lock_timeout", Setting::ServerSetting)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("query_timeout", Setting::CommandTimeout)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})")),
    Param::new("binary", Setting::Other).kind(Kind::Boolean).place(Place::Both("new Client({...})")),
    Param::new("database", Setting::Database).place(CLIENT),
    Param::new("connectionTimeoutMillis", Setting::ConnectTimeout).kind(Kind::Integer).place(CLIENT),
    Param::new("enableChannelBinding", Setting::ChannelBinding).kind(Kind::Boolean).place(CLIENT),
    Param::new("keepAlive", Setting::Keepalive).kind(Kind::Boolean).place(CLIENT),
    Param::new("keepAliveInitialDelayMillis", Setting::Keepalive).kind(Kind::Integer).place(CLIENT),
    Param::new("types", Setting::Other).kind(Kind::Object).place(CLIENT),
    Param::new("stream", Setting::Other).kind(Kind::Object).place(CLIENT),
    Param::new("max", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("min", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("idleTimeoutMillis", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("maxUses", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("maxLifetimeSeconds", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("allowExitOnIdle", Setting::Pool).kind(Kind::Boolean).place(POOL),
];

/// Values of `sslmode`. Every other value verifies fully as well.
pub(super) const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::OFF },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "allow", tls: Tls::VERIFY_FULL },
    TlsMode { value: "prefer", tls: Tls::VERIFY_FULL },
    TlsMode { value: "require", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_FULL },
    TlsMode { value: "no-verify", tls: Tls::REQUIRE },
];

/// `fs.readFileSync` in its index.js.
pub(super) const DISK: Disk = Disk {
    opens: &[
        Opens::new("sslcert", no_file),
        Opens::new("sslkey", no_file),
        Opens::new("sslrootcert", no_file),
    ],
    usual_hosts: &[],
};

fn no_file(absent: &Absent<'_>) -> String {
    format!("ENOENT: no such file or directory, open '{}'", absent.name)
}

/// What a URL without a scheme is relative to.
const BASE: Base = Base { scheme: "postgres", host: "base" };

/// `toClientConfig(parse(text))`, as this version of the parser does it. Hosts that the string does not name are left out.
pub(super) fn read(text: &str, spelling: Spelling, parser: Version) -> Reading {
    if spelling == Spelling::Parts {
        return fill::separate(text, nothing());
    }
    let mut out = read_url(text, PARAMS, parser);
    let last = out.params.iter().rev().find(|given| given.key == "port" && !given.value.is_empty());
    if let Some(port) = last.filter(|port| fill::parse_int(&port.value).is_none()) {
        let (span, message) = (port.value_span, format!("{INVALID_PORT}{}", port.value));
        out.refuse_value(span, message);
    }
    out
}

/// Before a port that is no number, in what `toClientConfig` says of it.
pub(super) const INVALID_PORT: &str = "Invalid port: ";

fn nothing() -> Reading {
    let mut out = Reading::empty(Tls::OFF, node_postgres::PREPARED);
    fill::send(&mut out, node_postgres::STARTUP);
    out
}

/// `parse(text)` alone, for who looks at other parameters in what comes out. A port that is no number is none.
pub(super) fn read_url(text: &str, params: &'static [Param], parser: Version) -> Reading {
    let mut out = nothing();
    if text.starts_with('/') {
        return socket_and_database(text, out);
    }
    let result = match url_of(text) {
        Ok((url, has_host)) => {
            fill_params(&mut out, &url, params);
            let configured = configure(&mut out, text, &url, has_host, parser);
            configured.and_then(|()| verify(&mut out, &url, parser))
        }
        Err(span) => Err((span, "Invalid URL".to_owned())),
    };
    if let Err((span, message)) = result {
        out.refuse(span, message);
    }
    out
}

/// `/var/run/postgresql shop`: a socket directory and a database.
fn socket_and_database(text: &str, mut out: Reading) -> Reading {
    let piece = |at: usize, it: &str| Sourced::written(it.into(), Span::new(at, at + it.len()));
    let mut words = text.split(' ');
    let socket = words.next().unwrap_or_default();
    out.hosts = vec![Host { name: Some(piece(0, socket)), port: None }];
    out.dbname = words.next().filter(|it| !it.is_empty()).map(|it| piece(socket.len() + 1, it));
    out
}

/// The URL, and whether its host counts: a text that is no URL gets another try with a host put in before the first
/// `@/`. The error is the place of what makes it no URL.
fn url_of(text: &str) -> Result<(WebUrl, bool), Span> {
    if !needs_encoding(text)
        && let Ok(url) = read_web_url(text, Some(BASE))
    {
        return Ok((url, true));
    }
    let clean = encoded(text);
    let place = |span| clean.source(span);
    let first = match read_web_url(clean.text(), Some(BASE)) {
        Ok(url) => return Ok((url.placed(place), true)),
        Err((_, span)) => place(span),
    };
    let at_sign = clean.text().find("@/").ok_or(first)?;
    let mut with_host = Mapper::default();
    with_host.copy(clean.text(), Span::new(0, at_sign + 1));
    with_host.push("___DUMMY___", Span::at(at_sign + 1));
    with_host.copy(clean.text(), Span::new(at_sign + 1, clean.text().len()));
    let with_host = with_host.finish();
    let place = |span| clean.source(with_host.source(span));
    match read_web_url(with_host.text(), Some(BASE)) {
        Ok(url) => Ok((url.placed(place), false)),
        Err((_, span)) => Err(place(span)),
    }
}

/// The text as it goes to the URL reader: with a space or a stray `%` in it, everything that JavaScript's `encodeURI`
/// encodes is encoded, and escapes of two decimal digits are restored.
fn encoded(text: &str) -> Mapped {
    if !needs_encoding(text) {
        return Mapped::verbatim(text, Span::new(0, text.len()));
    }
    let mut out = Mapper::default();
    for (at, c) in text.char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let stays = c.is_ascii_alphanumeric()
            || ";,/?:@&=+$-_.!~*'()#".contains(c)
            || c == '%' && is_digit(at + 1) && is_digit(at + 2);
        if stays {
            out.copy(text, span);
        } else {
            out.push(&span.of(text).bytes().map(|byte| format!("%{byte:02X}")).collect::<String>(), span);
        }
    }
    out.finish()
}

/// A space, or a `%` whose next one or two characters are there and are not hexadecimal.
fn needs_encoding(text: &str) -> bool {
    if !has_byte(text, |byte| matches!(byte, b' ' | b'%')) {
        return false;
    }
    text.contains(' ')
        || text.match_indices('%').any(|(at, _)| {
            let mut next = text.get(at + 1..).unwrap_or_default().chars();
            let is_other = |c: char| !c.is_ascii_hexdigit();
            match next.next() {
                Some(c) if is_other(c) => true,
                Some(_) => next.next().is_some_and(is_other),
                None => false,
            }
        })
}

type Step<T> = Result<T, (Span, String)>;

/// A piece with its value made by `decoded`, or JavaScript's refusal to decode it.
fn piece_of(
    piece: &Piece,
    decoded: impl Fn(&str) -> Result<CompactString, crate::parse::BadEscape>,
) -> Step<Piece> {
    let value = decoded(&piece.value).map_err(|_| (piece.span, "URI malformed".to_owned()))?;
    Ok(Piece { span: piece.span, value })
}

fn component(text: &str) -> Result<CompactString, crate::parse::BadEscape> {
    decode(text, Percent::JavaScript)
}

/// The value of the last pair named `name`, unless it is empty.
fn last(url: &WebUrl, name: &str) -> Option<Piece> {
    let pair: Option<&Pair> = url.pairs.iter().rev().find(|pair| pair.key.value == name);
    pair.map(fill::value_of).filter(|it| !it.value.is_empty())
}

fn fill_params(out: &mut Reading, url: &WebUrl, params: &'static [Param]) {
    for pair in &url.pairs {
        fill::push(out, fill::given(pair, params, Fate::Ignored, DRIVER.newest));
    }
}

fn configure(out: &mut Reading, text: &str, url: &WebUrl, has_host: bool, parser: Version) -> Step<()> {
    let user = last(url, "user").map_or_else(|| piece_of(&url.user, component), Ok)?;
    out.user = (!user.value.is_empty()).then(|| fill::written(&user));
    let password = match (last(url, "password"), &url.password) {
        (Some(given), _) => Some(given),
        (None, Some(piece)) => Some(piece_of(piece, component)?),
        (None, None) => None,
    };
    out.password = password.map(|it| Sourced::written(Secret::new(it.value), it.span));
    if url.scheme.value == "socket" {
        return socket_url(out, url);
    }
    let hostname = url
        .host
        .as_ref()
        .filter(|_| has_host)
        .map(|host| if parser >= WITHOUT_BRACKETS { without_brackets(host) } else { host.clone() });
    let given_host = last(url, "host");
    let prefix = match (&given_host, &hostname) {
        (Some(_), Some(host)) if host.value.to_ascii_lowercase().starts_with("%2f") => {
            Some(host.value.clone())
        }
        _ => None,
    };
    let host = match (given_host, hostname) {
        (Some(given), _) => Some(given),
        (None, Some(host)) => Some(piece_of(&host, component)?),
        (None, None) => None,
    };
    let port = last(url, "port").or(url.port.clone());
    let mut path = url.path.clone();
    if let Some(prefix) = prefix {
        path.value = format!("/{prefix}{}", path.value).into();
    }
    out.dbname = database(text, &path)?;
    set_host(out, host, port);
    Ok(())
}

/// `socket:/var/run/postgresql?db=shop`.
fn socket_url(out: &mut Reading, url: &WebUrl) -> Step<()> {
    let host = piece_of(&url.path, decode_uri)?;
    out.dbname =
        url.pairs.iter().find(|pair| pair.key.value == "db").map(|pair| fill::written(&fill::value_of(pair)));
    set_host(out, Some(host), last(url, "port"));
    Ok(())
}

fn without_brackets(host: &Piece) -> Piece {
    let inner = host.value.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(&host.value);
    Piece { span: host.span, value: inner.into() }
}

/// The path without its first character, whatever that is.
fn database(text: &str, path: &Piece) -> Step<Option<Sourced<CompactString>>> {
    let rest = path.without_first(text);
    if rest.value.is_empty() {
        return Ok(None);
    }
    piece_of(&rest, decode_uri).map(|it| Some(fill::written(&it)))
}

fn set_host(out: &mut Reading, host: Option<Piece>, port: Option<Piece>) {
    let name = host.filter(|it| !it.value.is_empty()).map(|it| fill::written(&it));
    let port = port.and_then(|it| Some(Sourced::written(fill::parse_int(&it.value)?, it.span)));
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
}

/// What `sslmode`, `ssl` and the files say together.
fn verify(out: &mut Reading, url: &WebUrl, parser: Version) -> Step<()> {
    let ssl = url.pairs.iter().rev().find(|pair| pair.key.value == "ssl").map(fill::value_of);
    let (mode, root) = (last(url, "sslmode"), last(url, "sslrootcert"));
    if let Some(system) = root.as_ref().filter(|it| it.value == "system") {
        return Err((system.span, no_file(&Absent { string: "", name: "system" })));
    }
    let file = last(url, "sslcert").or(last(url, "sslkey")).or(root.clone());
    let asked = || last(url, "uselibpqcompat").is_some_and(|it| it.value == "true");
    let compatible = parser >= LIBPQ_MODES || parser >= COMPATIBLE && asked();
    out.tls = if let Some(mode) = mode {
        let tls = match mode.value.as_str() {
            "verify-ca" if compatible && root.is_none() => {
                out.refuse_value(mode.span, NO_AUTHORITY);
                return Ok(());
            }
            "verify-ca" if compatible => Tls::VERIFY_CA,
            "require" if compatible && root.is_some() => Tls::VERIFY_CA,
            "prefer" | "require" if compatible => Tls::REQUIRE,
            "no-verify" if compatible => Tls::VERIFY_FULL,
            other => super::tls_mode(TLS_MODES, other).unwrap_or(Tls::VERIFY_FULL),
        };
        Sourced::written(tls, mode.span)
    } else if let Some(file) = file {
        Sourced::written(Tls::VERIFY_FULL, file.span)
    } else if let Some(ssl) = ssl {
        Sourced::written(ssl_text(&ssl.value, "0"), ssl.span)
    } else if let Some(direct) =
        last(url, "sslnegotiation").filter(|it| it.value == "direct" && parser >= DIRECT)
    {
        Sourced::written(Tls::VERIFY_FULL, direct.span)
    } else {
        return Ok(());
    };
    Ok(())
}

/// What node-postgres makes of the text of `ssl`, when the parser makes a no of `off`. Any other text, `false` too,
/// makes it ask for TLS and fail once the server agrees.
pub(super) fn ssl_text(value: &str, off: &str) -> Tls {
    match value {
        "no-verify" => Tls::REQUIRE,
        _ if value.is_empty() || value == off => Tls::OFF,
        _ => Tls::VERIFY_FULL,
    }
}

/// What it throws for `uselibpqcompat=true&sslmode=verify-ca` without `sslrootcert`: the first sentence.
const NO_AUTHORITY: &str =
    "SECURITY WARNING: Using sslmode=verify-ca requires specifying a CA with sslrootcert.";
