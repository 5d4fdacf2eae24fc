//! Laravel's database configuration, which takes a URL.

use compact_str::CompactString;

use super::php_url::{self, Framework};
use super::{Checked, Driver, Evidence, HandsOn, Package, Param, Place, Registry, Switch, Unknown, pdo};
use crate::model::{Setting, Version};
use crate::parse::{Decimal, Spelling, plain};

pub(super) static DRIVER: Driver = Driver {
    name: "laravel",
    aliases: &["eloquent"],
    label: "Laravel",
    docs: "`DB_URL` (`DATABASE_URL` before Laravel 11) goes through PHP's `parse_url`, which gives up at a port that is \
           none and at a `/` in the password. Its parts and its query replace what config/database.php says. Each \
           value that is JSON becomes what it means there: a password of twenty digits is a rounded number then. The \
           query is decoded twice. Schemes are `pgsql`, `postgres` and `postgresql`.",
    newest: Version(12, 0, 0),
    schemes: &["pgsql", "postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Ignored,
    statements_off: &[Switch {
        in_url: "",
        in_code: "PDO::ATTR_EMULATE_PREPARES => true",
        since: Version(0, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    arguments: &[],
    packages: &[
        Package::new(Registry::Php, "laravel/framework"),
        Package::new(Registry::Php, "illuminate/database"),
    ],
    rank: 44,
    read: |text, spelling, version| match spelling {
        Spelling::Parts => (pdo::DRIVER.read)(text, spelling, version),
        _ => php_url::read(text, &FRAMEWORK),
    },
    snippet: super::snippets::laravel,
    hands_on: Some(HandsOn {
        to: &pdo::DRIVER,
        changes: "makes a DSN of the URL, and sets time zone and search path by SQL",
    }),
    checked: &[
        Checked {
            version: "12",
            evidence: Evidence::Source,
            on: "2026-11-24",
            how: "ConfigurationUrlParser.php and PostgresConnector.php",
        },
        Checked {
            version: "8.83.26",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`ConfigurationUrlParser` on PHP 8.2.36, with random strings",
        },
    ],
    ..pdo::DRIVER
};

const CONFIG: Place = Place::Code("the connection's `options` in config/database.php");

/// Keys of a connection in config/database.php that may come from the query.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("port", Setting::Port),
    Param::new("username", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("database", Setting::Database),
    Param::new("sslmode", Setting::TlsMode),
    Param::new("sslrootcert", Setting::TlsRootCertificate),
    Param::new("sslcert", Setting::TlsClient),
    Param::new("sslkey", Setting::TlsClient),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("charset", Setting::ClientEncoding).sent(),
    Param::new("timezone", Setting::Other),
    Param::new("search_path", Setting::Other),
    Param::new("schema", Setting::Other),
    Param::new("isolation_level", Setting::Other),
    Param::new("synchronous_commit", Setting::Other),
    Param::new("prefix", Setting::Other),
    Param::new("PDO::ATTR_EMULATE_PREPARES", Setting::StatementCache).place(CONFIG),
];

static FRAMEWORK: Framework = Framework {
    params: PARAMS,
    value: native,
    malformed: "The database configuration URL is malformed.",
    unknown_scheme: |scheme| {
        let is_known = matches!(scheme, "pgsql" | "postgres" | "postgresql");
        (!is_known).then(|| format!("Unsupported driver [{scheme}]."))
    },
    keyword: |name| match name {
        "username" => Some("user"),
        "database" => Some("dbname"),
        "charset" => Some("client_encoding"),
        "host" | "port" | "password" | "sslmode" | "sslrootcert" | "sslcert" | "sslkey"
        | "application_name" => {
            super::fill::param_of(super::libpq::PARAMS, name, super::libpq::V18).map(|param| param.name)
        }
        _ => None,
    },
    prepared: pdo::PREPARED,
};

/// `parseStringsToNativeTypes`, as text again: JSON's `null` is nothing, numbers are PHP's. Arrays, and texts with
/// escapes, stay as they are written.
fn native(value: CompactString) -> Option<CompactString> {
    let json = value.trim_matches([' ', '\t', '\n', '\r']);
    let inner = json.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(inner) =
        inner.filter(|inner| !inner.contains(['"', '\\']) && !inner.contains(char::is_control))
    {
        return Some(inner.into());
    }
    match json {
        _ if json.eq_ignore_ascii_case("null") => None,
        _ if json.eq_ignore_ascii_case("true") => Some("1".into()),
        _ if json.eq_ignore_ascii_case("false") => Some(CompactString::default()),
        _ if is_json_number(json) => Some(number(json)),
        _ => Some(value),
    }
}

fn is_json_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let whole = digits.bytes().take_while(u8::is_ascii_digit).count();
    let has_sound_end =
        digits.ends_with(|c: char| c.is_ascii_digit()) && !digits.contains(".e") && !digits.contains(".E");
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    (whole == 1 || !digits.starts_with('0')) && is_plain && has_sound_end && Decimal::read(text).is_some()
}

/// A number as PHP prints it: whole ones that fit 64 bits as they are, others with 14 digits.
fn number(json: &str) -> CompactString {
    if json.parse::<i64>().is_ok() && json != "-0" {
        return json.into();
    }
    let Some(number) = Decimal::read(json) else { return json.into() };
    let sign = if number.is_negative() { "-" } else { "" };
    let Some((digits, point)) = number.digits(14) else { return format!("{sign}INF").into() };
    let power = point - 1;
    if (-5..15).contains(&power) {
        return format!("{sign}{}", plain(&digits, point)).into();
    }
    let (first, rest) = digits.split_at_checked(1).unwrap_or_default();
    let rest = if rest.is_empty() { "0" } else { rest };
    format!("{sign}{first}.{rest}E{}{}", if power < 0 { '-' } else { '+' }, power.abs()).into()
}

#[cfg(test)]
mod tests {
    use super::native;

    #[test]
    fn values_that_are_json_become_what_they_mean() {
        for (written, read) in [
            ("12345", "12345"),
            ("12345678901234567890", "1.2345678901235E+19"),
            ("1e3", "1000"),
            ("0.5", "0.5"),
            ("-0", "-0"),
            ("007", "007"),
            ("1.", "1."),
            ("\"a b\"", "a b"),
            ("true", "1"),
            ("secret", "secret"),
        ] {
            assert_eq!(native(written.into()).as_deref(), Some(read), "{written}");
        }
        assert_eq!(native("null".into()), None);
    }
}
