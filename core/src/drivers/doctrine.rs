//! Doctrine's DBAL on PDO, which takes a URL.

use super::php_url::{self, Framework};
use super::{Checked, Driver, Evidence, HandsOn, Package, Param, Registry, Unknown, pdo};
use crate::model::{Prepared, Setting, Since, Statements, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "doctrine",
    aliases: &["dbal", "symfony"],
    label: "Doctrine DBAL",
    docs: "`DATABASE_URL` goes through PHP's `parse_url`, which gives up at a port that is none and at a `/` in the \
           password. The query replaces parts of the URL, is decoded twice, and what Doctrine does not know in it is \
           dropped. Schemes are `postgresql`, `postgres`, `pgsql` and `pdo-pgsql`. Its PDO driver turns named \
           statements off.",
    newest: Version(4, 2, 1),
    schemes: &["postgresql", "postgres", "pgsql", "pdo-pgsql"],
    own_schemes: &["pdo-pgsql"],
    spellings: &[Spelling::Uri],
    params: PARAMS,
    unknown: Unknown::Ignored,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[],
    arguments: &[],
    packages: &[
        Package::new(Registry::Php, "doctrine/dbal").unless(&["laravel/framework"]),
        Package::new(Registry::Php, "doctrine/orm").unversioned(),
        Package::new(Registry::Php, "doctrine/doctrine-bundle").unversioned(),
    ],
    rank: 45,
    read: |text, _, _| php_url::read(text, &FRAMEWORK),
    snippet: super::snippets::doctrine,
    hands_on: Some(HandsOn {
        to: &pdo::DRIVER,
        changes: "makes a DSN of the URL, and turns named statements off",
    }),
    checked: &[
        Checked {
            version: "4.2",
            evidence: Evidence::Source,
            on: "2026-11-24",
            how: "DsnParser.php and Driver/PDO/PgSQL/Driver.php",
        },
        Checked {
            version: "3.6.1",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`DsnParser` on PHP 8.2.36, with random strings",
        },
    ],
    ..pdo::DRIVER
};

/// `PDO::PGSQL_ATTR_DISABLE_PREPARES`: each query is an unnamed statement, parsed and run at once.
const PREPARED: Prepared =
    Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: None, names: "" };

/// Parameters that end up in the DSN, and those that Doctrine keeps.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("port", Setting::Port),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("dbname", Setting::Database),
    Param::new("sslmode", Setting::TlsMode),
    Param::new("sslrootcert", Setting::TlsRootCertificate),
    Param::new("sslcert", Setting::TlsClient),
    Param::new("sslkey", Setting::TlsClient),
    Param::new("sslcrl", Setting::TlsClient),
    Param::new("gssencmode", Setting::Authentication),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("charset", Setting::Other),
    Param::new("serverVersion", Setting::Protocol),
    Param::new("persistent", Setting::Pool),
    Param::new("driver", Setting::Other),
    Param::new("driverClass", Setting::Other),
    Param::new("wrapperClass", Setting::Other),
    Param::new("keepReplica", Setting::Other),
    Param::new("primary", Setting::Other),
    Param::new("replica", Setting::Other),
];

static FRAMEWORK: Framework = Framework {
    params: PARAMS,
    value: Some,
    malformed: "Malformed database connection URL",
    unknown_scheme: |scheme| {
        let driver = scheme.replace('-', "_");
        let is_known = matches!(driver.as_str(), "postgresql" | "postgres" | "pgsql" | "pdo_pgsql");
        (!is_known).then(|| format!("The given driver \"{driver}\" is unknown"))
    },
    keyword: |name| {
        let is_kept = matches!(name, "charset" | "serverVersion" | "persistent");
        let param = super::fill::param_of(super::libpq::PARAMS, name, super::libpq::V18);
        param.filter(|_| !is_kept).map(|param| param.name)
    },
    prepared: PREPARED,
};
