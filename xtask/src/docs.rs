//! `cargo xtask docs [--check]`: the pages in docs/ that are derived from core's tables.
//!
//! With `--check` nothing is written; a page that is not what the tables say is an error, so that no page can rot.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use connlint_core::drivers::{DRIVERS, Driver, DriverAt, HandsOn};
use connlint_core::endpoints::{ENDPOINTS, Endpoint, EndpointAt};
use connlint_core::errors::{EMITTERS, Emitter, ErrorText};
use connlint_core::rules::{Example, Outcome, RULES, Rule};
use connlint_core::{Options, lint};

use crate::process::must;
use crate::prove::claims::record as claims;
use crate::prove::record;
use crate::rehearse;
use crate::workspace::root;

/// A generated page: its file below docs/, and what writes it.
struct Page {
    name: &'static str,
    write: fn() -> Result<String>,
}

const PAGES: &[Page] = &[
    Page { name: "rules.md", write: rules_page },
    Page { name: "drivers.md", write: drivers_page },
    Page { name: "endpoints.md", write: endpoints_page },
    Page { name: "errors.md", write: errors_page },
    Page { name: "connlint.schema.json", write: schema_page },
    Page { name: "proof.md", write: || Ok(record::page()) },
    Page { name: "rehearsal.md", write: || Ok(rehearse::record::page()) },
];

pub fn run(args: &[String]) -> Result<()> {
    let check = match args {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => bail!("usage: cargo xtask docs [--check]"),
    };
    let mut stale = Vec::new();
    for Page { name, write } in PAGES {
        let path = root().join("docs").join(name);
        let text = write()?;
        if fs::read_to_string(&path).unwrap_or_default() == text {
            continue;
        }
        if check {
            stale.push(*name);
        } else {
            fs::create_dir_all(root().join("docs"))?;
            fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
            println!("wrote docs/{name}");
        }
    }
    if !stale.is_empty() {
        bail!("out of date: {}; run `cargo xtask docs` and commit the pages", stale.join(", "));
    }
    Ok(())
}

const NOTICE: &str = "<!-- Written by `cargo xtask docs` from the tables in core; edit those. -->\n\n";

fn rules_page() -> Result<String> {
    let mut out = format!("{NOTICE}# Rules\n\n{} rules. `connlint explain NAME` shows one.\n\n", RULES.len());
    out.push_str("| rule | severity | what it finds |\n|---|---|---|\n");
    for rule in RULES {
        let _ = writeln!(
            out,
            "| [`{0}`](#{0}) | {1} | {2} |",
            rule.name,
            rule.severity.name(),
            cell(rule.summary)
        );
    }
    let seen = claims::lines()?;
    RULES.iter().for_each(|rule| rule_section(&mut out, rule, &seen));
    Ok(out)
}

fn rule_section(out: &mut String, rule: &Rule, seen: &[(String, String)]) {
    let _ = write!(
        out,
        "\n## {}\n\n*{}*: {}.\n\n{}\n",
        rule.name,
        rule.severity.name(),
        rule.summary,
        rule.docs.trim()
    );
    for example in rule.examples {
        example_block(out, rule, example);
    }
    if !rule.sources.is_empty() {
        let _ = write!(out, "\nSources: {}.\n", rule.sources.join("; "));
    }
    let lines: String =
        seen.iter().filter(|(name, _)| name == rule.name).map(|(_, line)| format!("- {line}\n")).collect();
    if !lines.is_empty() {
        let _ = write!(out, "\nSeen with `cargo xtask prove --claims`:\n\n{lines}");
    }
}

/// An example and what connlint says about it, found by running it.
fn example_block(out: &mut String, rule: &Rule, example: &Example) {
    let options = Options {
        driver: DriverAt::parse(example.driver),
        endpoint: EndpointAt::parse(example.endpoint),
        ..Options::default()
    };
    let path = (!example.path.is_empty()).then_some(example.path);
    let report = lint(example.text, path, &options);
    let reader = if example.driver.is_empty() { String::new() } else { format!(" for `{}`", example.driver) };
    let at = if example.endpoint.is_empty() { String::new() } else { format!(" at `{}`", example.endpoint) };
    let title = if example.outcome == Outcome::Good { "Good" } else { "Bad" };
    let _ = write!(out, "\n{title}{reader}{at}:\n\n```text\n{}\n```\n", report.masked.trim_end());
    for finding in report.findings.iter().filter(|finding| finding.rule == rule.name) {
        let _ = write!(out, "\n> {}: {}\n", finding.severity.name(), finding.message);
        for note in &finding.notes {
            let _ = write!(out, ">\n> {note}\n");
        }
        if let Some(help) = &finding.help {
            let _ = write!(out, ">\n> help: {help}\n");
        }
    }
    if let Outcome::Fixed(after) = example.outcome {
        let masked = connlint_core::lint(after, path, &options).masked;
        let _ = write!(out, "\nFixed:\n\n```text\n{}\n```\n", masked.trim_end());
    }
}

fn drivers_page() -> Result<String> {
    let mut out = format!(
        "{NOTICE}# Drivers\n\nHow each of {} drivers reads a string, what it sends, and how it uses prepared statements. \
         `connlint read --all-drivers` compares them on a string of yours.\n\n",
        DRIVERS.len()
    );
    out.push_str(
        "| driver | language | prepared statements by default | unknown parameter | facts |\n|---|---|---|---|---|\n",
    );
    for driver in DRIVERS {
        let at = DriverAt::newest(driver);
        let _ = writeln!(
            out,
            "| [`{0}`](#{0}) | {1} | {2} | {3} | {4} |",
            driver.name,
            driver.language,
            at.prepared().brief(),
            driver.unknown.words(),
            at.evidence().remark().unwrap_or("run")
        );
    }
    DRIVERS.iter().for_each(|driver| driver_section(&mut out, driver));
    Ok(out)
}

fn driver_section(out: &mut String, driver: &Driver) {
    let _ = write!(
        out,
        "\n## {}\n\n{}, {}. {}\n",
        driver.name,
        driver.label,
        driver.language,
        driver.docs.trim()
    );
    if let Some(HandsOn { to, changes }) = driver.hands_on {
        let changes = if changes.is_empty() { String::new() } else { format!(": {changes}") };
        let _ = write!(out, "\nHands its connection on to [`{0}`](#{0}){changes}.\n", to.name);
    }
    if !driver.schemes.is_empty() {
        let _ = write!(out, "\nSchemes: {}.\n", code_list(driver.schemes));
    }
    if !driver.startup.is_empty() {
        let sent: Vec<String> =
            driver.startup.iter().map(|(name, value)| format!("`{name}={value}`")).collect();
        let _ = write!(out, "\nAlways sent at startup: {}.\n", sent.join(", "));
    }
    if !driver.statements_off.is_empty() {
        out.push_str("\nWithout named statements:\n\n");
        for switch in driver.statements_off {
            let places = [("in the string", switch.in_url), ("in code", switch.in_code)];
            let said: Vec<String> = places
                .iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(place, text)| format!("`{text}` {place}"))
                .collect();
            let enough = if switch.enough { "" } else { " (not enough by itself)" };
            let _ = writeln!(out, "- since {}: {}{enough}", switch.since, said.join(", or "));
        }
    }
    if driver.tls_modes.iter().any(|mode| !mode.value.is_empty()) {
        out.push_str("\n| TLS value | what it means |\n|---|---|\n");
        for mode in driver.tls_modes {
            let value = if mode.value.is_empty() {
                "(nothing given)".to_owned()
            } else {
                format!("`{}`", mode.value)
            };
            let _ = writeln!(out, "| {value} | {} |", mode.tls.words());
        }
    }
    if !driver.params.is_empty() {
        out.push_str("\n| parameter | where |\n|---|---|\n");
        for param in driver.params {
            let _ = writeln!(out, "| `{}` | {} |", param.name, cell(&param.place.words()));
        }
    }
    checked(out, driver.checked);
}

fn endpoints_page() -> Result<String> {
    let mut out = format!(
        "{NOTICE}# Endpoints\n\nWho answers, and what it supports, drops or refuses. The host, port, user and database of \
         a string decide; `--endpoint NAME` overrules.\n\n"
    );
    out.push_str("| endpoint | mode | named prepared statements |\n|---|---|---|\n");
    for endpoint in ENDPOINTS {
        let at = EndpointAt::parse(endpoint.name);
        let named = at.map_or("", |at| at.named_statements().words());
        let _ = writeln!(out, "| [`{0}`](#{0}) | {1} | {named} |", endpoint.name, endpoint.mode.words());
    }
    ENDPOINTS.iter().for_each(|endpoint| endpoint_section(&mut out, endpoint));
    Ok(out)
}

fn endpoint_section(out: &mut String, endpoint: &Endpoint) {
    let _ = write!(out, "\n## {}\n\n{}. {}\n", endpoint.name, endpoint.label, endpoint.docs.trim());
    if endpoint.named_statements.len() > 1 {
        out.push_str("\nNamed prepared statements:\n\n");
        for entry in endpoint.named_statements {
            let _ = writeln!(out, "- since {}: {}", entry.0, entry.1.words());
        }
    }
    let _ = write!(out, "\nTLS: {}.", endpoint.tls.words());
    if let Some(authority) = endpoint.authority {
        let _ = write!(out, " The certificate of the authority: {authority}.");
    }
    for (is_so, words) in [
        (endpoint.read_only, " It refuses to write."),
        (!endpoint.speaks_postgresql, " It does not speak PostgreSQL's protocol."),
        (!endpoint.channel_binding && endpoint.speaks_postgresql, " No channel binding."),
    ] {
        out.push_str(if is_so { words } else { "" });
    }
    out.push('\n');
    if let Some(startup) = endpoint.startup.last() {
        let _ = writeln!(out, "\nAt startup: {}.", startup.1.words());
    }
    if !endpoint.limits.is_empty() {
        out.push_str("\n| limit | |\n|---|---|\n");
        for limit in endpoint.limits {
            let _ = writeln!(out, "| {} | {} |", limit.of, cell(&limit.with_source()));
        }
    }
    checked(out, endpoint.checked);
}

fn checked(out: &mut String, checked: &[connlint_core::drivers::Checked]) {
    let said = |it: &connlint_core::drivers::Checked| format!("{} on {}", it.version, it.words());
    let said: Vec<String> = checked.iter().map(|it| said(it).trim_start().to_owned()).collect();
    let _ = write!(out, "\nChecked: {}.\n", said.join("; "));
}

fn code_list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn errors_page() -> Result<String> {
    let count: usize = EMITTERS.iter().map(|emitter| emitter.texts.len()).sum();
    let mut out = format!(
        "{NOTICE}# Errors\n\n{count} errors. `connlint explain` finds them in a log or a traceback on standard input; \
         `...` stands for a name or a number.\n"
    );
    EMITTERS.iter().for_each(|emitter| emitter_section(&mut out, emitter));
    Ok(out)
}

fn emitter_section(out: &mut String, emitter: &Emitter) {
    let _ = write!(out, "\n## {}\n\nFrom: {}.\n\n", emitter.label, emitter.source);
    out.push_str("| text | why | what to do |\n|---|---|---|\n");
    for error in emitter.texts {
        let why = if error.unverified { " (from memory)" } else { "" };
        let _ =
            writeln!(out, "| {} | {}{why} | {} |", wordings(error), cell(error.cause), cell(error.remedy));
    }
}

fn wordings(error: &ErrorText) -> String {
    let shown = |text: &&str| {
        let words = text.trim_start_matches('^').trim_end_matches('$').replace("{}", "...");
        cell(&if words.contains('`') { format!("`` {words} ``") } else { format!("`{words}`") })
    };
    error.texts.iter().map(shown).collect::<Vec<_>>().join("<br>")
}

/// The schema belongs to the command line, which prints it.
fn schema_page() -> Result<String> {
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--bin", "connlint", "--", "config", "--schema"]).current_dir(root());
    must(&mut command, Duration::from_secs(900))
}
