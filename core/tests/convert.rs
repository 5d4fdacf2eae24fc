//! Conversions from one driver's spelling to another's: what is written, and what is said to be lost.

#![allow(clippy::expect_used)]

use connlint_core::drivers::{DriverAt, Value};
use connlint_core::generate::convert;
use connlint_core::parse::{Spelling, spelling_of};

/// The string that is written, then the losses that are more than what drivers send of their own accord, a line each.
fn converted(from: &str, text: &str, to: &str, wanted: Option<Spelling>) -> Vec<String> {
    let at = |name| DriverAt::parse(name).expect("a driver");
    let spelling = spelling_of(text).expect("a spelling");
    let conversion = match convert(text, spelling, &at(from), at(to), wanted) {
        Ok(conversion) => conversion,
        Err(impossible) => return vec![format!("{}; {}", impossible.why, impossible.instead)],
    };
    let value = |value: &Value| match value {
        Value::Is(text) => text.clone(),
        Value::Unsaid => "-".to_owned(),
        Value::Ignored => "ignored".to_owned(),
        Value::Refused(text) => text.clone(),
    };
    let losses = conversion.losses.iter().filter(|it| it.about != connlint_core::drivers::About::Driver);
    let lines = losses.map(|it| {
        let [a, b] = it.values.each_ref().map(value);
        format!("{}: {a} | {b}", it.name)
    });
    std::iter::once(conversion.string.expose().to_owned()).chain(lines).collect()
}

#[test]
fn what_the_other_driver_can_say_is_kept_and_the_rest_is_stated() {
    let long = "postgresql://app:p%40ss@db.example.com:6432/shop?sslmode=verify-full&sslrootcert=ca.pem&connect_timeout=10\
                &application_name=web&options=-c%20search_path%3Dshop%20-c%20statement_timeout%3D5s&keepalives_idle=30";
    for (from, text, to, expected) in [
        (
            "libpq",
            long,
            "psycopg",
            &[
                "postgresql://app:p%40ss@db.example.com:6432/shop?application_name=web&options=-c%20search_path%3Dshop%20-c%20statement_timeout%3D5s&connect_timeout=10&keepalives_idle=30&sslmode=verify-full&sslrootcert=ca.pem",
            ][..],
        ),
        (
            "libpq",
            long,
            "asyncpg",
            &[
                "postgresql://app:p%40ss@db.example.com:6432/shop?application_name=web&search_path=shop&statement_timeout=5s&sslmode=verify-full&sslrootcert=ca.pem",
                "connect_timeout: 10 | -",
                "keepalives_idle: 30 | -",
            ],
        ),
        (
            "libpq",
            long,
            "node-postgres",
            &[
                "postgresql://app:p%40ss@db.example.com:6432/shop?application_name=web&options=-c%20search_path%3Dshop%20-c%20statement_timeout%3D5s&sslrootcert=ca.pem",
                "connect_timeout: 10 | -",
                "keepalives_idle: 30 | -",
            ],
        ),
        (
            "libpq",
            long,
            "postgres-js",
            &[
                "postgresql://app:p%40ss@db.example.com:6432/shop?sslmode=verify-full&application_name=web&search_path=shop&statement_timeout=5s&connect_timeout=10",
                "root certificate: ca.pem | -",
                "keepalives_idle: 30 | -",
            ],
        ),
        (
            "libpq",
            long,
            "pgjdbc",
            &[
                "jdbc:postgresql://db.example.com:6432/shop?user=app&password=p%40ss&ApplicationName=web&currentSchema=shop&options=-c%20statement_timeout%3D5s&connectTimeout=10&sslmode=verify-full&sslrootcert=ca.pem",
                "keepalives_idle: 30 | -",
            ],
        ),
        (
            "libpq",
            long,
            "sqlalchemy-asyncpg",
            &[
                "postgresql+asyncpg://app:p%40ss@db.example.com:6432/shop?ssl=verify-full",
                "root certificate: ca.pem | -",
                "application_name: web | -",
                "search_path: shop | -",
                "statement_timeout: 5s | -",
                "connect_timeout: 10 | -",
                "keepalives_idle: 30 | -",
            ],
        ),
        (
            "libpq",
            long,
            "tokio-postgres",
            &[
                "postgresql://app:p%40ss@db.example.com:6432/shop?sslmode=require&application_name=web&options=-c%20search_path%3Dshop%20-c%20statement_timeout%3D5s&connect_timeout=10&keepalives_idle=30",
                "root certificate: ca.pem | -",
            ],
        ),
        (
            "libpq",
            long,
            "sqlx",
            &[
                "postgresql://app:p%40ss@db.example.com:6432/shop?application_name=web&options=-c%20search_path%3Dshop%20-c%20statement_timeout%3D5s&sslmode=verify-full&sslrootcert=ca.pem",
                "connect_timeout: 10 | -",
                "keepalives_idle: 30 | -",
            ],
        ),
        (
            "libpq",
            "host=a,b port=5432,5433 user=app dbname=shop target_session_attrs=read-write",
            "libpq",
            &["postgresql://app@a:5432,b:5433/shop?target_session_attrs=read-write"],
        ),
        (
            "libpq",
            "host=a,b port=5432,5433 user=app dbname=shop target_session_attrs=read-write",
            "node-postgres",
            &[
                "postgresql://app@a/shop",
                "host: a:5432,b:5433 | a:5432",
                "encryption: if offered | never",
                "target_session_attrs: read-write | -",
            ],
        ),
        (
            "libpq",
            "host=a,b port=5432,5433 user=app dbname=shop target_session_attrs=read-write",
            "sqlalchemy-psycopg",
            &["postgresql+psycopg://app@/shop?host=a:5432&host=b:5433&target_session_attrs=read-write"],
        ),
        (
            "libpq",
            "host=/var/run/postgresql dbname=shop user=app",
            "node-postgres",
            &["postgresql://app@/shop?host=/var/run/postgresql", "encryption: if offered | never"],
        ),
        ("libpq", "postgresql:///shop", "libpq", &["postgresql:///shop"]),
        (
            "libpq",
            "postgresql://h/d?nonsense=1",
            "psycopg",
            &[
                "libpq (psql) refuses the string: `invalid URI query parameter: \"nonsense\"`; name the driver that reads it",
            ],
        ),
        (
            "libpq",
            "postgresql://app:s3cr3t@h/d?sslmode=verify-ca",
            "pgjdbc",
            &["jdbc:postgresql://h/d?user=app&password=s3cr3t&sslmode=verify-ca"],
        ),
        (
            "postgres-js",
            "postgresql://app@h/d?search_path=x%20y&sslmode=require",
            "libpq",
            &["postgresql://app@h/d?options=-c%20search_path%3Dx%5C%20y&sslmode=require"],
        ),
    ] {
        let got = converted(from, text, to, None);
        assert_eq!(got, expected, "{from} {text} {to}\n{}", got.join("\n"));
    }
}
