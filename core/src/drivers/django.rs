//! Django: connections as its settings hold them, which psycopg gets as keywords.

use std::cell::Cell;

use super::conninfo::{self, Caller, Conninfo};
use super::{
    ArgumentSet, Asynchronous, Checked, Disk, Driver, Evidence, Kind, Package, Param, Place, Registry,
    Speech, Told, Unknown, Wish, fill, libpq, psycopg,
};
use crate::model::{Fate, Given, Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::{Piece, Spelling, read_keyword_value};
use crate::text::Span;

/// How psycopg is told things in `OPTIONS`.
const TOLD: &[Told] = &[
    Told::in_code(Wish::ConnectTimeout, "connect_timeout={s}"),
    Told::in_code(Wish::Keepalive, "keepalives_idle={s}"),
    Told::in_code(Wish::Primary, "target_session_attrs=\"read-write\""),
    Told::in_code(Wish::Standby, "target_session_attrs=\"prefer-standby\""),
];

/// The first version that can keep a pool.
const POOL: Version = Version(5, 1, 0);

/// How Django is told to keep a connection for each thread, or to keep a pool; it refuses both at once. Names in capitals
/// belong beside `OPTIONS`, the others into `pool` there.
const TOLD_POOL: &[Told] = &[
    Told::of_pool(Wish::PoolSize, "min_size=1").since(POOL),
    Told::of_pool(Wish::PoolSize, "max_size={}").since(POOL),
    Told::of_pool(Wish::PoolWait, "timeout={s}").since(POOL).sized(),
    Told::of_pool(Wish::PoolRecycle, "max_lifetime={s}").since(POOL).sized(),
    Told::of_pool(Wish::PoolRecycle, "CONN_MAX_AGE={s}").since(POOL).unsized_only(),
    Told::of_pool(Wish::PoolRecycle, "CONN_MAX_AGE={s}").until(POOL),
    Told::of_pool(Wish::PoolCheck, "CONN_HEALTH_CHECKS=True").since(Version(4, 1, 0)),
];

pub(super) static DRIVER: Driver = Driver {
    name: "django",
    aliases: &[],
    label: "Django",
    language: "Python",
    docs: "Django's settings hold the parts of a connection; what stands in `OPTIONS` goes to psycopg as keywords, and \
           `USER`, `PASSWORD`, `HOST` and `PORT` win over the same ones there. Statements are not prepared unless \
           `OPTIONS` asks for it. `QuerySet.iterator()` opens a cursor of the server, which a transaction pooler \
           loses unless `DISABLE_SERVER_SIDE_CURSORS` is true.",
    newest: Version(5, 2, 19),
    schemes: &[],
    own_schemes: &[],
    spellings: &[Spelling::Parts],
    params: &libpq::PARAMS_18,
    unknown: Unknown::Refused,
    tls_modes: libpq::TLS_MODES,
    system_roots: psycopg::DRIVER.system_roots,
    startup: STARTUP,
    packet: libpq::PACKET,
    variables: libpq::VARIABLES,
    service_unknown: libpq::SERVICE_UNKNOWN,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Never("tortoise"),
    told: &[TOLD, TOLD_POOL],
    arguments: &[
        ArgumentSet::dropping(
            "",
            &[
                ("sslmode", "`OPTIONS`"),
                ("sslrootcert", "`OPTIONS`"),
                ("options", "`OPTIONS`"),
                ("connect_timeout", "`OPTIONS`"),
                ("application_name", "`OPTIONS`"),
                ("pool", "`OPTIONS`"),
            ],
        ),
        ArgumentSet {
            prefix: "OPTIONS.",
            names: &[NAMES_OF_OWN],
            takes_params: true,
            refused: Some(|name| format!("ProgrammingError: invalid connection option \"{name}\"")),
            is_complete: true,
            elsewhere: &[
                ("DISABLE_SERVER_SIDE_CURSORS", "the settings of the database, beside `OPTIONS`"),
                ("CONN_MAX_AGE", "the settings of the database, beside `OPTIONS`"),
                ("CONN_HEALTH_CHECKS", "the settings of the database, beside `OPTIONS`"),
                ("ATOMIC_REQUESTS", "the settings of the database, beside `OPTIONS`"),
                ("MAX_CONNS", "`pool`, as `max_size`"),
            ],
        },
    ],
    packages: &[Package::new(Registry::Python, "django")],
    rank: 12,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::django,
    hands_on: None,
    checked: CHECKED,
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    always_in_transaction: true,
    words: &[("", "django.db.utils.OperationalError: {}")],
    ..Speech::PLAIN
};

pub(super) const CHECKED: &[Checked] = &[Checked {
    version: "5.2 with psycopg 3.3.9",
    evidence: Evidence::Run,
    on: "2026-11-24",
    how: "DatabaseWrapper.get_connection_params, then make_conninfo and PGconn.connect_start with a host address that \
          is no address",
}];

/// Sent whatever the settings say.
pub(super) const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8")];

/// `prepare_threshold` is None unless `OPTIONS` says otherwise, and parameters are put into the text.
pub(super) const PREPARED: Prepared =
    Prepared { statements: Statements::Simple, named_from: 0, cache_size: None, names: "" };

static CALLER: Caller = Caller { prepared: PREPARED, ..psycopg::CALLER };

/// The names of [`OWN`], for code.
const NAMES_OF_OWN: &[&str] = &[
    "assume_role",
    "isolation_level",
    "pool",
    "server_side_binding",
    "prepare_threshold",
    "cursor_factory",
    "context",
    "autocommit",
    "row_factory",
];

/// Entries of `OPTIONS` that Django or psycopg keeps to itself.
pub(super) const OWN: &[Param] = &[
    Param::new("assume_role", Setting::Other),
    Param::new("isolation_level", Setting::Other).kind(Kind::Object).place(Place::Code("OPTIONS")),
    Param::new("pool", Setting::Pool).kind(Kind::Boolean),
    Param::new("server_side_binding", Setting::StatementCache).kind(Kind::Boolean),
    Param::new("prepare_threshold", Setting::StatementCache).kind(Kind::Integer),
    Param::new("cursor_factory", Setting::Other).kind(Kind::Object).place(Place::Code("OPTIONS")),
    Param::new("context", Setting::Other).kind(Kind::Object).place(Place::Code("OPTIONS")),
    Param::new("autocommit", Setting::Other).kind(Kind::Boolean),
    Param::new("row_factory", Setting::Other).kind(Kind::Object).place(Place::Code("OPTIONS")),
];

/// The settings of one database.
#[derive(Default)]
pub(super) struct Settings {
    /// `NAME`.
    pub(super) name: Piece,
    /// `USER`.
    pub(super) user: Piece,
    /// `PASSWORD`.
    pub(super) password: Piece,
    /// `HOST`.
    pub(super) host: Piece,
    /// `PORT`.
    pub(super) port: Piece,
}

/// What Django hands to psycopg for `settings` and the parameters of `out`, which become `OPTIONS`.
pub(super) fn connect(mut out: Reading, text: &str, settings: &Settings) -> Reading {
    let service = out.params.iter().any(|given| given.key == "service" && !given.value.is_empty());
    let length = settings.name.value.chars().count();
    if length == 0 && !service {
        let text = "settings.DATABASES is improperly configured. Please supply the NAME or OPTIONS['service'] value.";
        out.refuse(settings.name.span, text);
    } else if length > 63 {
        let name = &settings.name.value;
        let text = format!(
            "The database name '{name}' ({length} characters) is longer than PostgreSQL's limit of 63 characters. \
             Supply a shorter NAME in settings.DATABASES."
        );
        out.refuse(settings.name.span, text);
    }
    let mut conninfo = Conninfo::default();
    // psycopg writes a text for C, which ends at the first NUL.
    let ended = Cell::new(false);
    let mut set = |key: &str, piece: &Piece| {
        if piece.value.is_empty() || ended.get() {
            return;
        }
        let mut piece = piece.clone();
        if let Some(nul) = piece.value.bytes().position(|byte| byte == 0) {
            ended.set(true);
            piece.value = Span::new(0, nul).of(&piece.value).into();
        }
        conninfo.set(text, key, piece);
    };
    set("dbname", &settings.name);
    let mut refusal = None;
    for given in out.params.iter_mut().filter(|given| given.fate != Fate::Ignored) {
        judge(given);
        match given.fate {
            Fate::Refused => {
                let complaint = (given.span, format!("invalid connection option \"{}\"", given.key));
                refusal = refusal.or(Some(complaint));
            }
            _ if OWN.iter().any(|param| param.name == given.key) => {}
            _ => set(given.key.trim_ascii(), &Piece { span: given.value_span, value: given.value.clone() }),
        }
    }
    if let Some((span, text)) = refusal {
        out.refuse(span, text);
    }
    // Django's own comes after the options.
    let is_cut = ended.get();
    set("user", &settings.user);
    set("password", &settings.password);
    set("host", &settings.host);
    set("port", &settings.port);
    let mut out = conninfo::finish(out, &conninfo, &CALLER);
    if !is_cut && out.startup.iter().all(|(name, _)| name != "client_encoding") {
        fill::send(&mut out, STARTUP);
    }
    out
}

/// Gives an entry of `OPTIONS` its meaning and its fate. psycopg writes keyword/value text for libpq, to which blanks
/// around a keyword are nothing.
fn judge(given: &mut Given) {
    let param = OWN.iter().chain(&libpq::PARAMS_18).find(|param| param.name == given.key.trim_ascii());
    given.setting = param.map(|param| param.setting);
    given.fate = match param {
        Some(param) if param.sent => Fate::Startup,
        Some(_) => Fate::Client,
        None => Fate::Refused,
    };
    if given.key == "client_encoding" {
        given.value = "UTF8".into();
    }
}

/// Separate variables become settings as they stand.
pub(super) fn read(text: &str, spelling: Spelling) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, PREPARED);
    if spelling != Spelling::Parts {
        out.refuse(
            Span::new(0, text.len()),
            "Django's settings hold the parts of a connection, not a string",
        );
        return out;
    }
    let (parts, _) = read_keyword_value(text);
    let mut settings = Settings::default();
    for pair in &parts.pairs {
        let value = fill::value_of(pair);
        match pair.key.value.as_str() {
            "host" => settings.host = value,
            "port" => settings.port = value,
            "user" => settings.user = value,
            "password" => settings.password = value,
            "dbname" => settings.name = value,
            _ => {}
        }
    }
    connect(out, text, &settings)
}

#[cfg(test)]
mod tests {
    use super::{NAMES_OF_OWN, OWN};

    #[test]
    fn code_can_give_what_options_hold() {
        assert!(OWN.iter().map(|param| param.name).eq(NAMES_OF_OWN.iter().copied()));
    }
}
