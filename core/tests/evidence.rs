//! What facts rest on, by version.

#![allow(clippy::expect_used)]

use connlint_core::drivers::{DRIVERS, DriverAt, Evidence};
use connlint_core::model::{Tls, Version};
use connlint_core::parse::Spelling;

fn at(driver: &str) -> DriverAt {
    DriverAt::parse(driver).expect("a driver")
}

#[test]
fn every_fact_names_a_version() {
    for driver in DRIVERS {
        assert!(!driver.checked.is_empty(), "{}", driver.name);
        for checked in driver.checked {
            assert!(Version::parse(checked.version).is_some(), "{}: {}", driver.name, checked.version);
        }
    }
}

#[test]
fn evidence_is_that_of_the_version() {
    assert_eq!(at("node-postgres").evidence(), Evidence::Run);
    assert_eq!(at("node-postgres@7").evidence(), Evidence::Run);
    assert_eq!(at("node-postgres@9").evidence(), Evidence::Documentation);
    assert_eq!(at("prisma").evidence(), Evidence::Run);
    assert_eq!(at("prisma@6.19").evidence(), Evidence::Source);
}

#[test]
fn a_mode_means_what_the_version_makes_of_it() {
    let tls = |driver: &str, query: &str| {
        let reading =
            at(driver).read(&format!("postgresql://app@db.example.com/shop?{query}"), Spelling::Uri);
        reading.accepted().then_some(reading.tls.value)
    };
    for (query, now, then) in [
        ("sslmode=prefer", Some(Tls::VERIFY_FULL), Some(Tls::REQUIRE)),
        ("sslmode=require", Some(Tls::VERIFY_FULL), Some(Tls::REQUIRE)),
        ("sslmode=require&sslrootcert=ca.crt", Some(Tls::VERIFY_FULL), Some(Tls::VERIFY_CA)),
        ("sslmode=verify-ca", Some(Tls::VERIFY_FULL), None),
        ("sslmode=verify-full", Some(Tls::VERIFY_FULL), Some(Tls::VERIFY_FULL)),
        ("sslmode=no-verify", Some(Tls::REQUIRE), Some(Tls::VERIFY_FULL)),
        ("sslmode=disable", Some(Tls::OFF), Some(Tls::OFF)),
    ] {
        assert_eq!(tls("node-postgres@8", query), now, "{query}");
        assert_eq!(tls("node-postgres@9", query), then, "{query}");
        assert_eq!(tls("node-postgres@8", &format!("{query}&uselibpqcompat=true")), then, "{query}");
        assert_eq!(tls("pg-connection-string@3", query), then, "{query}");
        assert_eq!(tls("knex", &format!("{query}&uselibpqcompat=true")), now, "{query}");
    }
}

#[test]
fn an_address_keeps_its_brackets_up_to_the_version_that_takes_them_off() {
    let host = |driver: &str| {
        let reading = at(driver).read("postgresql://app@[::1]/shop", Spelling::Uri);
        reading.hosts.into_iter().next().and_then(|host| host.name).map(|name| name.value)
    };
    assert_eq!(host("pg-connection-string@2.14.0").as_deref(), Some("[::1]"));
    assert_eq!(host("pg-connection-string").as_deref(), Some("::1"));
    assert_eq!(host("knex").as_deref(), Some("[::1]"));
    assert_eq!(host("mikro-orm").as_deref(), Some("[::1]"));
    assert_eq!(host("sequelize").as_deref(), Some("::1"));
}
