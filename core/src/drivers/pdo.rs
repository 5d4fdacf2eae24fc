//! PDO's pgsql driver, and Laravel, Symfony and Doctrine on top of it.

use super::{
    Asynchronous, Checked, Disk, Driver, Evidence, Frees, Number, Package, Param, Place, Recovery, Registry,
    Speech, Switch, Told, Unknown, Wish,
    conninfo::{self, Caller},
    libpq,
};
use crate::model::{Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::{PDO_PREFIX, Spelling, pdo_as_keyword_value};
use crate::text::Span;

/// How PDO is told things. It writes a `connect_timeout` of its own after the DSN, 30 seconds unless an attribute says
/// otherwise.
pub(super) const TOLD: &[Told] = &[Told::in_code(Wish::ConnectTimeout, "PDO::ATTR_TIMEOUT => {s}")];

pub(super) static DRIVER: Driver = Driver {
    name: "pdo",
    aliases: &["pdo-pgsql"],
    label: "PDO",
    language: "PHP",
    docs: "Takes a DSN, `pgsql:host=...;dbname=...`, in which every `;` becomes a space before libpq reads it; \
           frameworks make one of separate variables (`DB_HOST`, `DB_PORT`, ...). User and password are arguments of \
           their own and may hold any character. Every prepared query is a named statement that is deallocated by SQL, \
           unless prepares are emulated. A `connect_timeout` in the DSN comes to nothing: PDO writes one of its own \
           behind it, of 30 seconds unless `PDO::ATTR_TIMEOUT` says otherwise.",
    newest: Version(8, 2, 36),
    schemes: &[],
    own_schemes: &[],
    spellings: &[Spelling::Parts, Spelling::Pdo],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[],
    startup: &[],
    packet: libpq::PACKET,
    variables: libpq::VARIABLES,
    service_unknown: libpq::SERVICE_UNKNOWN,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[
        Switch {
            in_url: "",
            in_code: "PDO::ATTR_EMULATE_PREPARES => true",
            since: Version(5, 1, 0),
            enough: true,
            frees_in_sql: true,
        },
        Switch {
            in_url: "",
            in_code: "PDO::PGSQL_ATTR_DISABLE_PREPARES => true",
            since: Version(5, 6, 0),
            enough: true,
            frees_in_sql: true,
        },
    ],
    asynchronous: Asynchronous::Never(""),
    told: &[TOLD],
    arguments: &[],
    packages: &[Package::new(Registry::Php, "ext-pdo_pgsql").unversioned()],
    rank: 41,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::pdo,
    hands_on: None,
    checked: &[Checked {
        version: "8.2.36",
        evidence: Evidence::Run,
        on: "2026-11-23",
        how: "DSNs, startup packet and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
    }],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    number: Number { first: 1, is_hexadecimal: true, digits: 8 },
    again: &[],
    frees: Frees::Deallocate,
    recovery: Recovery::FreesTaken,
    off: Statements::Simple,
    words: &[
        ("42P05", "PDOException: SQLSTATE[42P05]: Duplicate prepared statement: 7 ERROR:  {}"),
        ("26000", "PDOException: SQLSTATE[26000]: Invalid sql statement name: 7 ERROR:  {}"),
        ("25P02", "PDOException: SQLSTATE[25P02]: In failed sql transaction: 7 ERROR:  {}"),
        ("", "PDOException: SQLSTATE[{code}]: 7 ERROR:  {}"),
    ],
    ..Speech::PLAIN
};

pub(super) const PREPARED: Prepared = Prepared {
    statements: Statements::Named,
    named_from: 1,
    cache_size: None,
    names: "pdo_stmt_<eight hexadecimal digits>",
};

const CODE: Place = Place::Code("new PDO($dsn, $user, $password, [...])");

/// Attributes of a connection; in a DSN stand libpq's parameters.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress),
    Param::new("port", Setting::Port),
    Param::new("dbname", Setting::Database),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("sslmode", Setting::TlsMode),
    Param::new("sslrootcert", Setting::TlsRootCertificate),
    Param::new("sslcert", Setting::TlsClient),
    Param::new("sslkey", Setting::TlsClient),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("connect_timeout", Setting::ConnectTimeout),
    Param::new("PDO::ATTR_EMULATE_PREPARES", Setting::StatementCache).place(CODE),
    Param::new("PDO::PGSQL_ATTR_DISABLE_PREPARES", Setting::StatementCache).place(CODE),
    Param::new("PDO::ATTR_TIMEOUT", Setting::ConnectTimeout).place(CODE),
    Param::new("PDO::ATTR_PERSISTENT", Setting::Pool).place(CODE),
];

/// libpq under it, with all that libpq takes.
pub(super) static CALLER: Caller = Caller::of_libpq_18(PREPARED);

/// `new PDO(text)`; separate variables as the DSN that a framework makes of them.
fn read(text: &str, spelling: Spelling) -> Reading {
    let libpq = |text: &str| conninfo::read(text, Spelling::Parts, &CALLER);
    if spelling == Spelling::Parts {
        return libpq(text);
    }
    if text.starts_with(PDO_PREFIX) {
        return libpq(&pdo_as_keyword_value(text));
    }
    let mut out = Reading::empty(Tls::PREFER, PREPARED);
    match text.find(':') {
        Some(colon) => out.refuse(Span::new(0, colon), "could not find driver"),
        None => out.refuse(
            Span::new(0, text.len()),
            "PDO::__construct(): Argument #1 ($dsn) must be a valid data source name",
        ),
    }
    out
}
