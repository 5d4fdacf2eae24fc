//! connlint on the command line.

use std::io::BufRead;
use std::process::ExitCode;

use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let after = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let driver = after("--driver").and_then(|name| DriverAt::parse(name));
    if args.get(1).is_some_and(|arg| arg == "read") {
        let Some(driver) = driver else { return ExitCode::from(2) };
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let value: serde_json::Value = serde_json::from_str(&line).unwrap_or_default();
            let reading = connlint_core::read(value["s"].as_str().unwrap_or_default(), &driver, true);
            println!("{}", serde_json::json!(reading));
        }
        return ExitCode::SUCCESS;
    }
    let path = args.last().cloned().unwrap_or_default();
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let endpoint = after("--endpoint").and_then(|name| EndpointAt::parse(name));
    let options = connlint_core::Options { driver, endpoint, ..Default::default() };
    let report = connlint_core::lint(&text, Some(&path), &options);
    println!(
        "{}",
        serde_json::json!({ "version": 1, "findings": report.findings, "summary": report.summary })
    );
    ExitCode::from(u8::from(!report.findings.is_empty()))
}
