//! What the real drivers said, against what we say: every file of `tests/conformance`.
//!
//! A file names a driver and its version, says how and when it was asked, and lists its answers. Hosts and ports are
//! joined by commas; one port stands for several that are the same. What a string leaves to the driver is `null`: no
//! host, the operating system's user, port 5432 without a host, and a database named like the user.

#![allow(clippy::expect_used, clippy::disallowed_methods)]

use std::path::Path;

use connlint_core::drivers::DriverAt;
use connlint_core::read;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Name as on the command line, `libpq` or `libpq@15`.
    driver: String,
    /// Version that was asked.
    version: String,
    /// How it was asked.
    how: String,
    /// Day, as `2026-11-24`.
    on: String,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Case {
    s: String,
    accepted: bool,
    host: Option<String>,
    port: Option<String>,
    user: Option<String>,
    password: Option<String>,
    dbname: Option<String>,
}

/// Our answer in the shape of a case; of a refused string nothing else counts.
fn ours(text: &str, driver: &DriverAt) -> Case {
    let view = read(text, driver, true);
    let mut case = Case {
        s: text.to_owned(),
        accepted: view.accepted,
        host: None,
        port: None,
        user: None,
        password: None,
        dbname: None,
    };
    if !view.accepted {
        return case;
    }
    let said = |value: Option<String>| value.filter(|value| !value.is_empty());
    let ports: Vec<String> = view.hosts.iter().map(|host| host.port.to_string()).collect();
    let hosts: Vec<String> = view.hosts.into_iter().map(|host| host.host).collect();
    case.host = said(Some(hosts.join(",")));
    case.port = match ports.first() {
        Some(first) if ports.iter().all(|port| port == first) => Some(first.clone()),
        _ => said(Some(ports.join(","))),
    };
    if case.host.is_none() {
        case.port = case.port.filter(|port| port != "5432");
    }
    case.dbname = said(view.dbname).filter(|dbname| view.user.as_ref() != Some(dbname));
    case.user = said(view.user);
    case.password = said(view.password);
    case
}

#[test]
fn we_read_as_the_drivers_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance");
    let mut failures = Vec::new();
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("tests/conformance") {
        let path = entry.expect("an entry of a folder").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        files += 1;
        let text = std::fs::read_to_string(&path).expect("a readable file");
        let file: File = serde_json::from_str(&text).expect("the shape of a conformance file");
        assert!(
            !file.version.is_empty() && !file.how.is_empty() && file.on.len() == 10,
            "{}",
            path.display()
        );
        assert!(file.cases.len() >= 40, "{} shows too little", path.display());
        let driver = DriverAt::parse(&file.driver).expect("a driver's name");
        for theirs in file.cases {
            let ours = ours(&theirs.s, &driver);
            if ours != theirs {
                failures
                    .push(format!("{} {}:\n  they {theirs:?}\n  we   {ours:?}", file.driver, file.version));
            }
        }
    }
    assert!(files > 0, "no file in tests/conformance");
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}
