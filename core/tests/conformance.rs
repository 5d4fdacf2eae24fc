//! What the real drivers said, against what we say: every file of `tests/conformance`.
//!
//! A file names a driver and its version, says how and when it was asked, and lists its answers. Hosts and ports are
//! joined by commas; `answer.rs` says what counts as the same. Where a refusal has words of the driver's own, we have to
//! say them as well, up to the first quoted piece of the string. `cargo xtask oracle --record` writes the files.

#![allow(clippy::expect_used, clippy::disallowed_methods)]

#[path = "../../tests/conformance/answer.rs"]
mod answer;

use std::path::Path;

use answer::{Parts, have_same_words, names_hosts};
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    s: String,
    accepted: bool,
    host: Option<String>,
    port: Option<String>,
    user: Option<String>,
    password: Option<String>,
    dbname: Option<String>,
    /// With what words it refuses, where they are the driver's own and the same each time.
    #[serde(default)]
    error: Option<String>,
    /// Why the linter has no error although the driver refuses.
    #[serde(default)]
    silent: Option<String>,
}

/// What differs between our answer and theirs; of a refused string only the words count.
fn difference(theirs: &Case, driver: &DriverAt) -> Option<String> {
    let view = read(&theirs.s, driver, true);
    if view.accepted != theirs.accepted {
        return Some(format!("they {theirs:?}\n  we   {view:?}"));
    }
    if let (Some(words), Some(ours)) = (&theirs.error, &view.error) {
        return (!have_same_words(words, ours)).then(|| format!("they say {words}\n  we say   {ours}"));
    }
    let parts = Parts {
        host: theirs.host.clone(),
        port: theirs.port.clone(),
        user: theirs.user.clone(),
        password: theirs.password.clone(),
        dbname: theirs.dbname.clone(),
    };
    let mut ours = Parts::ours(&view).settled(None);
    if !names_hosts(&view) {
        (ours.host, ours.port) = (parts.host.clone(), parts.port.clone());
    }
    (theirs.accepted && parts != ours).then(|| format!("they {parts:?}\n  we   {ours:?}"))
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
        for theirs in file.cases {
            if let Some(what) = misjudged(&theirs, &driver) {
                failures.push(format!("{} {}: {what}: {:?}", file.driver, file.version, theirs.s));
            }
            if let Some(what) = difference(&theirs, &driver) {
                failures.push(format!("{} {}: {:?}\n  {what}", file.driver, file.version, theirs.s));
            }
        }
    }
    assert!(files > 0, "no file in tests/conformance");
    assert!(failures.is_empty(), "{} differ:\n{}", failures.len(), failures.join("\n"));
}
