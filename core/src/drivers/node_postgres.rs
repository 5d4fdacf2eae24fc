//! node-postgres (`pg`): a client that hands its string to pg-connection-string.

use compact_str::CompactString;

use super::{
    ArgumentSet, Asynchronous, Checked, Command, Driver, Evidence, Package, Packet, Registry, Speech, Told,
    Unknown, Wish, fill, pg_connection_string as strings,
};
use crate::model::{Encryption, Prepared, Reading, Setting, Since, Sourced, Statements, Version};
use crate::parse::Spelling;

/// How a client is told things. A pool waits no longer for a free one of its clients than for a new one.
pub(super) const TOLD: &[Told] = &[
    Told::in_code(Wish::ConnectTimeout, "connectionTimeoutMillis: {ms}"),
    Told::in_code(Wish::Keepalive, "keepAlive: true"),
    Told::in_code(Wish::Keepalive, "keepAliveInitialDelayMillis: {ms}"),
];

/// How `pg.Pool` is told things.
pub(super) const TOLD_POOL: &[Told] =
    &[Told::of_pool(Wish::PoolSize, "max: {}"), Told::of_pool(Wish::PoolRecycle, "maxLifetimeSeconds: {s}")];

pub(super) static DRIVER: Driver = Driver {
    name: "node-postgres",
    aliases: &["pg"],
    label: "node-postgres",
    language: "JavaScript",
    docs: "Reads the string as a WHATWG URL with any scheme, relative to `postgres://base`. What the string says beats \
           the options object, even where the string says nothing. Without `sslmode` or `ssl` it never uses TLS; with \
           any `sslmode` other than `disable` and `no-verify` it verifies certificate and host name and never falls \
           back; from 9 on `prefer`, `require` and `verify-ca` verify no more than libpq does. Parameters that it does \
           not know are dropped without a word. Queries use the unnamed statement in one round trip, unless a query \
           is given a name.",
    newest: Version(8, 23, 1),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: strings::PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: strings::TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: None,
    disk: strings::DISK,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Always,
    told: &[TOLD, TOLD_POOL],
    arguments: &[ArgumentSet::dropping(
        "",
        &[
            ("rejectUnauthorized", "`ssl`"),
            ("ca", "`ssl`"),
            ("sslmode", "`ssl`, or the query of `connectionString`"),
        ],
    )],
    packages: &[Package::new(Registry::Node, "pg").unless(&["knex", "sequelize", "typeorm"])],
    rank: 2,
    read: |text, spelling, version| {
        read(
            text,
            spelling,
            if version >= LIBPQ_MODES { strings::LIBPQ_MODES } else { strings::DRIVER.newest },
        )
    },
    snippet: super::snippets::node_postgres,
    hands_on: None,
    checked: &[
        Checked {
            version: "9",
            evidence: Evidence::Documentation,
            on: "2026-11-24",
            how: "not published; the warning with which 8.23.1 announces its reading of `sslmode`",
        },
        Checked {
            version: "8.23.1",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`new Client({connectionString})` on Node 20.20, not connected; TLS, startup packet and statements \
                  against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("begin"),
    commit: Command::Query("commit"),
    rollback: Command::Query("rollback"),
    words: &[("", "error: {}")],
    ..Speech::PLAIN
};

/// From here on pg-connection-string 3 reads the string, and with it `sslmode` as libpq means it.
const LIBPQ_MODES: Version = Version(9, 0, 0);

/// `getStartupConf` of client.js and `startup` of pg-protocol's serializer.
pub(super) const PACKET: Packet = Packet {
    order: &[
        "user",
        "database",
        "application_name",
        "replication",
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
        "options",
        "client_encoding",
    ],
    names_database: true,
};

/// `val` of connection-parameters.js: `PG` and the option in capitals, or the name that is given there.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("PGUSER", "user"),
    ("PGDATABASE", "database"),
    ("PGPORT", "port"),
    ("PGHOST", "host"),
    ("PGPASSWORD", "password"),
    ("PGOPTIONS", "options"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGREPLICATION", "replication"),
    ("PGAPPNAME", "application_name"),
];

/// Unnamed, in one batch: safe behind every pooler.
pub(super) const PREPARED: Prepared =
    Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: None, names: "" };

/// Sent by `serialize.startup` of pg-protocol.
pub(super) const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8")];

/// The same, with the newest parser there is for 8: npm installs it for each of them.
pub(super) fn read_8(text: &str, spelling: Spelling) -> Reading {
    read(text, spelling, strings::DRIVER.newest)
}

/// `new Client({connectionString: text})` with this version of the parser.
pub(super) fn read(text: &str, spelling: Spelling, parser: Version) -> Reading {
    let mut out = strings::read(text, spelling, parser);
    if text.is_empty() {
        // An empty string counts as none.
        out.hosts.clear();
    }
    if let Some(refusal) = out.refusal.as_mut().filter(|it| it.text.starts_with(strings::INVALID_PORT)) {
        // It takes the number on its own, and leaves the judgement to the socket.
        fill::NO_PORT.clone_into(&mut refusal.text);
    }
    fill::dial_localhost(&mut out);
    negotiate(&mut out);
    fill::send_last_of_each(&mut out);
    fall_back(&mut out);
    // `getStartupConf` leaves out what is empty.
    out.startup.retain(|(_, value)| !value.value.is_empty());
    count_timeouts(&mut out);
    out
}

/// `fallback_application_name` is sent as `application_name` when that is not given.
fn fall_back(out: &mut Reading) {
    let is_named = |(name, value): &(CompactString, Sourced<CompactString>)| {
        name == "application_name" && !value.value.is_empty()
    };
    if out.startup.iter().any(is_named) {
        out.startup.retain(|(name, _)| name != "fallback_application_name");
        return;
    }
    out.startup.retain(|(name, _)| name != "application_name");
    for (name, _) in out.startup.iter_mut().filter(|(name, _)| name == "fallback_application_name") {
        *name = "application_name".into();
    }
}

/// Time-outs are sent as the whole number that they begin with: `5s` becomes 5, which the server takes for milliseconds.
fn count_timeouts(out: &mut Reading) {
    let is_timeout = |name: &str| {
        matches!(name, "statement_timeout" | "lock_timeout" | "idle_in_transaction_session_timeout")
    };
    for (_, value) in out.startup.iter_mut().filter(|(name, _)| is_timeout(name)) {
        value.value = fill::parse_int(&value.value)
            .map_or_else(|| "NaN".to_owned(), |number| number.to_string())
            .into();
    }
}

/// What `sslnegotiation` refuses.
pub(super) fn negotiate(out: &mut Reading) {
    let Some(given) = out.given(Setting::TlsNegotiation) else { return };
    let (span, value) = (given.value_span, given.value.clone());
    if !matches!(value.as_str(), "" | "postgres" | "direct") {
        let valid = "Valid values are \"postgres\" and \"direct\".";
        out.refuse_value(span, format!("Invalid sslnegotiation value: \"{value}\". {valid}"));
    } else if value == "direct" && out.tls.value.encryption == Encryption::Never {
        out.refuse_value(span, "sslnegotiation=direct requires SSL to be enabled");
    }
}
