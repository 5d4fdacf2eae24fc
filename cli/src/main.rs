//! connlint on the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    let path = std::env::args().next_back().unwrap_or_default();
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let report = connlint_core::lint(&text, Some(&path), &connlint_core::Options::default());
    println!(
        "{}",
        serde_json::json!({ "version": 1, "findings": report.findings, "summary": report.summary })
    );
    ExitCode::from(u8::from(!report.findings.is_empty()))
}
