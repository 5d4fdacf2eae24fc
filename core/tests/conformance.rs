//! What the real drivers said, against what we say: every file of `tests/conformance`.
//!
//! A file names a driver and its version, says how and when it was asked, and lists its answers. Hosts and ports are
//! joined by commas; one port stands for several that are the same. What a string leaves to the driver is `null`: no
//! host, the operating system's user, port 5432 without a host, and a database named like the user.

#![allow(clippy::expect_used, clippy::disallowed_methods)]

use std::path::Path;

use connlint_core::diag::Severity;
use connlint_core::drivers::DriverAt;
use connlint_core::{Options, lint, read};
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
    /// Why the linter has no error although the driver refuses.
    #[serde(default)]
    silent: Option<String>,
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
        silent: None,
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

/// What is wrong with what the linter says about `theirs`, if anything: an error for what is refused, and for what is
/// accepted not the word that it is refused. A line of a file has no line break, so strings with one are left out.
fn misjudged(theirs: &Case, driver: &DriverAt) -> Option<&'static str> {
    if theirs.s.contains(['\n', '\r']) {
        return None;
    }
    let options = Options { driver: Some(*driver), ..Options::default() };
    let findings = lint(&theirs.s, Some("string.txt"), &options).findings;
    let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
    match (theirs.accepted, has_error, &theirs.silent) {
        (false, false, None) => Some("refused, and no error"),
        (false, true, Some(_)) => Some("said to be silent, and there is an error"),
        (true, ..) if theirs.silent.is_some() => Some("accepted, and said to be silent"),
        (true, ..) if findings.iter().any(|finding| finding.rule == "string-refused") => {
            Some("accepted, and said to be refused")
        }
        _ => None,
    }
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
        for mut theirs in file.cases {
            if let Some(what) = misjudged(&theirs, &driver) {
                failures.push(format!("{} {}: {what}: {:?}", file.driver, file.version, theirs.s));
            }
            theirs.silent = None;
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
