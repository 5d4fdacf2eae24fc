//! Prisma: up to 6 with an engine of its own, from 7 on with node-postgres under it.

use super::{
    Checked, Driver, Kind, Package, Param, Registry, Switch, Unknown, node_postgres,
    pg_connection_string as strings,
};
use crate::model::{Prepared, Setting, Since, Statements, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "prisma",
    aliases: &[],
    label: "Prisma",
    language: "TypeScript",
    docs: "Two clients under one name. Prisma 6 and older read the URL in an engine written in Rust: its parameters \
           (`pgbouncer`, `connection_limit`, `schema`, ...) stand in the URL, `sslmode` knows `disable`, `prefer` and \
           `require` and takes everything else for `prefer`, and statements are named unless `pgbouncer=true`. Prisma 7 \
           hands the URL to a driver adapter, `adapter-pg` by default: node-postgres's rules hold, Prisma's own \
           parameters do nothing any more, and statements are not named.",
    newest: Version(7, 10, 0),
    schemes: &["postgresql", "postgres"],
    own_schemes: &["prisma", "prisma+postgres"],
    spellings: &[Spelling::Uri],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: strings::TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("sslaccept=strict")), Since(ADAPTER, Some(""))],
    startup: node_postgres::STARTUP,
    prepared: &[Since(Version(0, 0, 0), ENGINE), Since(ADAPTER, node_postgres::PREPARED)],
    statements_off: &[Switch {
        in_url: "pgbouncer=true",
        in_code: "",
        since: Version(2, 0, 0),
        enough: true,
    }],
    packages: &[
        Package { registry: Registry::Node, name: "prisma" },
        Package { registry: Registry::Node, name: "@prisma/client" },
        Package { registry: Registry::Prisma, name: "postgresql" },
        Package { registry: Registry::Prisma, name: "postgres" },
    ],
    rank: 3,
    read: |text, spelling, version| super::rough::read(&DRIVER, text, spelling, version),
    snippet: super::snippets::prisma,
    checked: &[
        Checked {
            version: "7.10",
            on: "2026-11-24",
            how: "with adapter-pg against PostgreSQL 15 and PgBouncer; the string as node-postgres 8.23 reads it",
        },
        Checked {
            version: "6.19",
            on: "2026-11-24",
            how: "source of its engine (quaint), which was not run; the string as the url crate 2.5 reads it",
        },
    ],
};

/// From here on an adapter reads the string.
const ADAPTER: Version = Version(7, 0, 0);

const ENGINE: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: Some(100), names: "s<n>" };

/// Parameters of the engine (`PostgresUrl::parse_query_params` of quaint). Under an adapter they are inert, and those
/// of node-postgres count.
const PARAMS: &[Param] = &[
    Param::new("pgbouncer", Setting::PgbouncerFlag).kind(Kind::Boolean),
    Param::new("connection_limit", Setting::Pool).kind(Kind::Integer),
    Param::new("pool_timeout", Setting::Pool).kind(Kind::Integer),
    Param::new("max_connection_lifetime", Setting::Pool).kind(Kind::Integer),
    Param::new("max_idle_connection_lifetime", Setting::Pool).kind(Kind::Integer),
    Param::new("schema", Setting::SearchPath),
    Param::new("statement_cache_size", Setting::StatementCache).kind(Kind::Integer),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("socket_timeout", Setting::CommandTimeout).kind(Kind::Integer),
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("sslaccept", Setting::TlsClient).kind(Kind::OneOf(&["strict", "accept_invalid_certs"])),
    Param::new("sslcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslidentity", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient),
    Param::new("host", Setting::Host),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("single_use_connections", Setting::Pool).kind(Kind::Boolean),
];
