//! databases, a layer for asyncio that hands the pieces of a URL to asyncpg.

use super::asyncpg_connect::{Arguments, Complaint};
use super::asyncpg_pool::{self, DEFAULT_SIZES};
use super::{
    Checked, Driver, Evidence, HandsOn, Kind, Package, Param, Place, Registry, TlsMode, Told, Unknown, Wish,
    asyncpg, fill, python_netloc,
};
use crate::model::{Fate, Reading, Setting, Since, Tls, Version};
use crate::parse::{Piece, PythonUrl, Spelling, python_pairs, python_repr, python_unquoted, read_python_url};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "databases",
    aliases: &["encode-databases"],
    label: "databases",
    language: "Python",
    docs: "Splits the URL with Python's urllib and takes `min_size`, `max_size` and `ssl` from its query; everything \
           else there is dropped without a word, `sslmode=require` too, so that the connection may be in plain text. \
           What asyncpg takes besides, such as `statement_cache_size=0`, goes into `Database(...)`.",
    newest: Version(0, 9, 0),
    schemes: &["postgresql", "postgres", "postgresql+asyncpg"],
    spellings: &[Spelling::Uri],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("ssl=true"))],
    variables: &[
        ("PGHOST", "host"),
        ("PGPORT", "port"),
        ("PGUSER", "user"),
        ("PGPASSWORD", "password"),
        ("PGSSLMODE", "ssl"),
    ],
    told: &[
        &[
            Told::in_code(Wish::ConnectTimeout, "timeout={s}"),
            Told::in_code(Wish::Primary, "target_session_attrs=\"primary\""),
            Told::in_code(Wish::Standby, "target_session_attrs=\"prefer-standby\""),
        ],
        asyncpg::TOLD_SIZE,
    ],
    arguments: &[],
    packages: &[
        Package::new(Registry::Python, "databases").with(&["asyncpg"]),
        Package::new(Registry::Python, "databases[asyncpg]"),
        Package::new(Registry::Python, "databases[postgresql]"),
        Package::new(Registry::Python, "databases[postgres]"),
    ],
    rank: Driver::RARE + 6,
    read: |text, _, _| read(text),
    snippet: super::snippets::databases,
    hands_on: Some(HandsOn {
        to: &asyncpg::DRIVER,
        changes: "of the query only `min_size`, `max_size`, `ssl` and a socket directory in `host` arrive",
    }),
    checked: &[Checked {
        version: "0.9.0 with asyncpg 0.32.0",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "what `PostgresBackend.connect` gives to `asyncpg.create_pool`, then _parse_connect_arguments",
    }],
    ..asyncpg::DRIVER
};

/// `ssl` in the query: `true` and `false` become Python's, anything else is asyncpg's `ssl="..."`.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "false", tls: Tls::OFF },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "true", tls: Tls::VERIFY_FULL },
];

const MODES: Kind =
    Kind::OneOf(&["true", "false", "disable", "allow", "prefer", "require", "verify-ca", "verify-full"]);

const CODE: Place = Place::Code("Database(...)");

/// What it reads of the query, and the arguments of `Database(...)` that asyncpg takes.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("unix_sock", Setting::Host),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(CODE),
    Param::new("user", Setting::User).place(CODE),
    Param::new("password", Setting::Password).place(CODE),
    Param::new("min_size", Setting::Pool).kind(Kind::Integer).place(Place::Both("Database(...)")),
    Param::new("max_size", Setting::Pool).kind(Kind::Integer).place(Place::Both("Database(...)")),
    Param::new("ssl", Setting::TlsMode).kind(MODES).place(Place::Both("Database(...)")),
    Param::new("timeout", Setting::ConnectTimeout).kind(Kind::Number).place(CODE),
    Param::new("command_timeout", Setting::CommandTimeout).kind(Kind::Number).place(CODE),
    Param::new("statement_cache_size", Setting::StatementCache).kind(Kind::Integer).place(CODE),
    Param::new("server_settings", Setting::ServerSetting).kind(Kind::Object).place(CODE),
];

fn read(text: &str) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, asyncpg::PREPARED);
    fill::send(&mut out, asyncpg::DRIVER.startup);
    let url = match read_python_url(text) {
        Ok(url) => url,
        Err(refused) => {
            out.refuse(refused.span, refused.text);
            return out;
        }
    };
    list_params(&mut out, text, &url.query);
    let mut arguments = Arguments::default();
    let checks =
        [check_scheme(text, &url.scheme), gather(&mut arguments, text, &url, &out), check_pool(&out)];
    for (span, text) in checks.into_iter().filter_map(Result::err) {
        out.refuse(span, text);
    }
    arguments.settle(&mut out, asyncpg::DRIVER.newest);
    out
}

/// `SUPPORTED_BACKENDS`, looked up by the whole scheme and then by what stands before its `+`.
fn check_scheme(text: &str, scheme: &Piece) -> Result<(), Complaint> {
    let dialect = scheme.value.split('+').next().unwrap_or_default();
    let span = if scheme.span.is_empty() { Span::new(0, text.len()) } else { scheme.span };
    match dialect {
        _ if scheme.value == "postgresql+aiopg" => {
            Err((span, "the scheme names another driver, aiopg".to_owned()))
        }
        "postgresql" | "postgres" => Ok(()),
        "mysql" | "sqlite" => Err((span, format!("the scheme names another database, {dialect}"))),
        _ => Err((span, format!("KeyError: {}", python_repr(dialect)))),
    }
}

/// Lists the fields; those without a value are none, and the last of a name counts.
fn list_params(out: &mut Reading, text: &str, query: &Piece) {
    let pairs = if query.value.is_empty() { Vec::new() } else { python_pairs(text, query) };
    for pair in &pairs {
        let mut given = fill::given(pair, PARAMS, Fate::Ignored, DRIVER.newest);
        if given.value.is_empty() {
            given.fate = Fate::Ignored;
        }
        fill::push(out, given);
    }
}

/// The last value of a name that counts.
fn last(out: &Reading, name: &str) -> Option<Piece> {
    let mut here = out.params.iter().rev().filter(|given| given.fate == Fate::Client);
    let given = here.find(|given| given.key == name)?;
    Some(Piece { span: given.value_span, value: given.value.clone() })
}

fn gather(arguments: &mut Arguments, text: &str, url: &PythonUrl, out: &Reading) -> Result<(), Complaint> {
    let netloc = python_netloc::split(text, &url.netloc);
    for (name, piece) in [("user", netloc.user), ("password", netloc.password)] {
        if !piece.value.is_empty() {
            arguments.set(name, python_unquoted(piece));
        }
    }
    let path = if url.path.value.starts_with('/') { url.path.without_first(text) } else { url.path.clone() };
    if !path.value.is_empty() {
        arguments.set("database", python_unquoted(path));
    }
    asyncpg_pool::host(arguments, netloc.host);
    if arguments.hosts.is_empty() {
        arguments.hosts.extend(last(out, "host").or_else(|| last(out, "unix_sock")));
    }
    if let Some(mut mode) = last(out, "ssl") {
        mode.value = match mode.value.to_ascii_lowercase().as_str() {
            "true" => "verify-full".into(),
            "false" => "disable".into(),
            other => other.into(),
        };
        arguments.set("sslmode", mode);
    }
    asyncpg_pool::port(arguments, &netloc.port, |text| text)
}

fn check_pool(out: &Reading) -> Result<(), Complaint> {
    asyncpg_pool::check_sizes(last(out, "min_size").as_ref(), last(out, "max_size").as_ref(), DEFAULT_SIZES)
}
