//! `connlint explain`: what the tables know about one rule, driver, endpoint or error message.

use std::fmt::Write;

use connlint_core::drivers::{self, Checked, Driver, HandsOn, Param, Place};
use connlint_core::endpoints::{self, Endpoint, Startup};
use connlint_core::model::{Prepared, Since, Version};
use connlint_core::rules::{self, Example, Outcome, RULES, Rule};
use connlint_core::text::{mask_connection, nearest};

use super::explain_error;
use crate::args::{ExplainArgs, ExplainOutput, names_of_drivers, names_of_endpoints};
use crate::config::Config;
use crate::terminal::{self, FAINT, STRONG, hang, styled, wrap};
use crate::{Exit, Usage};

/// Runs the command.
pub fn run(args: &ExplainArgs, config: &Config) -> anyhow::Result<Exit> {
    if args.name == "-" {
        return explain_error::run(args, config);
    }
    if args.driver.is_some() || !args.check.is_empty() {
        return Err(
            Usage("--driver and --check are for an error message on standard input".to_owned()).into()
        );
    }
    if args.output_format == ExplainOutput::Json {
        return Err(
            Usage("pages have no JSON; `connlint rules --output-format json` lists them".to_owned()).into()
        );
    }
    let name = args.name.split('@').next().unwrap_or_default();
    let text = if let Some(rule) = rules::by_name(name) {
        of_rule(rule)
    } else if let Some(driver) = drivers::by_name(name) {
        of_driver(driver)
    } else if let Some(endpoint) = endpoints::by_name(name) {
        of_endpoint(endpoint)
    } else {
        return Err(Usage(unknown(name)).into());
    };
    terminal::print(&text)?;
    Ok(Exit::Clean)
}

fn unknown(name: &str) -> String {
    let names = RULES.iter().map(|rule| rule.name);
    let names = names.chain(names_of_drivers()).chain(names_of_endpoints());
    match nearest(name, names) {
        Some(near) => format!("`{name}` is no rule, driver or endpoint; the nearest name is `{near}`"),
        None => format!(
            "`{name}` is no rule, driver or endpoint; `connlint rules`, `connlint drivers` and `connlint \
             endpoints` list them"
        ),
    }
}

/// A page under construction, as wide as the screen.
pub(super) struct Page {
    pub out: String,
    pub width: usize,
}

impl Page {
    fn new(name: &str, kind: &str, label: &str, docs: &str) -> Self {
        let mut page = Self { out: String::new(), width: terminal::width() };
        let _ = writeln!(page.out, "{} {}", styled(STRONG, name), styled(FAINT, kind));
        page.text(label);
        page.out.push('\n');
        page.text(docs);
        page
    }

    fn text(&mut self, text: &str) {
        let _ = writeln!(self.out, "{}", wrap(text, self.width));
    }

    fn heading(&mut self, heading: &str) {
        let _ = writeln!(self.out, "\n{}", styled(STRONG, heading));
    }

    /// A name and what there is to say about it; the names of one table are `column` wide.
    pub fn row(&mut self, name: &str, column: usize, text: &str) {
        let indent = column + 4;
        let text = hang(&wrap(text, self.width.saturating_sub(indent)), indent);
        let _ = writeln!(self.out, "  {name:<column$}  {text}");
    }

    fn rows(&mut self, heading: &str, rows: &[(String, String)]) {
        if rows.is_empty() {
            return;
        }
        self.heading(heading);
        let column = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default().min(30);
        for (name, text) in rows {
            self.row(name, column, text);
        }
    }

    fn checked(&mut self, checked: &[Checked]) {
        let row = |it: &Checked| (it.version.to_owned(), it.words());
        self.rows("Checked", &checked.iter().map(row).collect::<Vec<_>>());
    }
}

fn of_rule(rule: &Rule) -> String {
    let kind = format!("a rule; {}", rule.severity.name());
    let mut page = Page::new(rule.name, &kind, rule.summary, rule.docs);
    page.heading("Examples");
    for example in rule.examples {
        of_example(example, &mut page);
    }
    page.heading("Sources");
    for source in rule.sources {
        let _ = writeln!(page.out, "  {}", hang(&wrap(source, page.width.saturating_sub(2)), 2));
    }
    page.heading("To silence it");
    page.row(
        "once",
        6,
        &format!("a comment behind the string or above it: `connlint: ignore[{}]`", rule.name),
    );
    page.row("always", 6, &format!("`connlint check --ignore {}`", rule.name));
    page.out
}

fn of_example(example: &Example, page: &mut Page) {
    let verdict = if example.outcome == Outcome::Good { "good" } else { "bad" };
    let whose: Vec<&str> =
        [example.driver, example.endpoint, example.path].into_iter().filter(|it| !it.is_empty()).collect();
    let whose = if whose.is_empty() { String::new() } else { format!(" ({})", whose.join(", ")) };
    let _ = writeln!(page.out, "  {verdict}{}", styled(FAINT, &whose));
    let mut shown = |text: &str| {
        let _ = writeln!(page.out, "    {}", hang(mask_connection(text).trim_end(), 4));
    };
    shown(example.text);
    if let Outcome::Fixed(after) = example.outcome {
        shown(after);
    }
}

fn of_driver(driver: &Driver) -> String {
    let kind = format!("a driver; {}", driver.language);
    let mut page = Page::new(driver.name, &kind, driver.label, driver.docs);
    let quoted = |names: &[&str]| names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
    let schemes: Vec<&str> = driver.schemes.iter().chain(driver.own_schemes).copied().collect();
    let packages: Vec<&str> = driver.packages.iter().map(|package| package.name).collect();
    let facts = [
        ("schemes", quoted(&schemes)),
        ("also called", quoted(driver.aliases)),
        ("seen by", quoted(&packages)),
        ("newest", driver.newest.to_string()),
        ("hands on to", hands_on(driver)),
        ("unknown parameters", driver.unknown.words().to_owned()),
        ("sends unasked", pairs(driver.startup)),
    ];
    let facts: Vec<(String, String)> =
        facts.into_iter().filter(|it| !it.1.is_empty()).map(|(name, text)| (name.to_owned(), text)).collect();
    page.rows("How it reads", &facts);
    let modes = driver.tls_modes.iter().map(|mode| {
        let name = if mode.value.is_empty() { "(not given)" } else { mode.value };
        (name.to_owned(), mode.tls.words())
    });
    page.rows("TLS", &modes.collect::<Vec<_>>());
    page.rows("Prepared statements", &since(driver.prepared, Prepared::words));
    let switches = driver.statements_off.iter().map(|switch| {
        let how = [switch.in_url, switch.in_code].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>();
        let enough = if switch.enough { "" } else { ", but that alone is not enough" };
        (from_version(switch.since), format!("{}{enough}", quoted(&how)))
    });
    page.rows("To do without named statements", &switches.collect::<Vec<_>>());
    of_params(driver.params, &mut page);
    page.checked(driver.checked);
    page.out
}

/// The driver below, and what reaches it changed.
fn hands_on(driver: &Driver) -> String {
    match driver.hands_on {
        Some(HandsOn { to, changes: "" }) => to.name.to_owned(),
        Some(HandsOn { to, changes }) => format!("{}: {changes}", to.name),
        None => String::new(),
    }
}

/// Parameters that there is nothing to say about come together, the others one by one.
fn of_params(params: &[Param], page: &mut Page) {
    let (plain, special): (Vec<_>, Vec<_>) =
        params.iter().map(of_param).partition(|(_, remark)| remark.is_empty());
    if params.is_empty() {
        return;
    }
    page.heading("Parameters");
    let names: Vec<String> = plain.into_iter().map(|(name, _)| name).collect();
    let _ = writeln!(page.out, "  {}", hang(&wrap(&names.join(", "), page.width.saturating_sub(2)), 2));
    page.rows("Parameters with something to know", &special);
}

fn of_param(param: &Param) -> (String, String) {
    let place = if param.place == Place::Url { String::new() } else { param.place.words() };
    let sent = if param.sent { "sent to the server" } else { "" };
    let since = if param.since > Version(0, 0, 0) { format!("since {}", param.since) } else { String::new() };
    let until = param.until.map_or(String::new(), |until| format!("gone in {until}"));
    let said: Vec<String> =
        [place, sent.to_owned(), since, until].into_iter().filter(|it| !it.is_empty()).collect();
    (param.name.to_owned(), said.join("; "))
}

fn pairs(pairs: &[(&str, &str)]) -> String {
    pairs.iter().map(|(name, value)| format!("`{name}={value}`")).collect::<Vec<_>>().join(", ")
}

/// Facts by version: from which one on, and what.
fn since<T>(table: &[Since<T>], text: impl Fn(&T) -> String) -> Vec<(String, String)> {
    table.iter().map(|Since(version, fact)| (from_version(*version), text(fact))).collect()
}

fn from_version(version: Version) -> String {
    if version == Version(0, 0, 0) { "any version".to_owned() } else { format!("from {version} on") }
}

/// What is unusual about it.
fn protocol(endpoint: &Endpoint) -> Vec<(String, String)> {
    let row = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let speaks = (!endpoint.speaks_postgresql).then(|| row("speaks", "HTTP, not PostgreSQL's protocol"));
    speaks.into_iter().chain(endpoint.read_only.then(|| row("writing", "refused"))).collect()
}

fn of_endpoint(endpoint: &Endpoint) -> String {
    let kind = format!("an endpoint; {}", endpoint.mode.words());
    let mut page = Page::new(endpoint.name, &kind, endpoint.label, endpoint.docs);
    let named = since(endpoint.named_statements, |fate| fate.words().to_owned());
    page.rows("Named prepared statements", &named);
    page.rows("Parameters sent at startup", &since(endpoint.startup, Startup::words));
    let binding = if endpoint.channel_binding { "works" } else { "does not work" };
    let row = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    let authority = endpoint.authority.map(|authority| row("certificate of the authority", authority));
    let encryption = [row("TLS", endpoint.tls.words()), row("channel binding", binding)];
    page.rows("Encryption", &encryption.into_iter().chain(authority).collect::<Vec<_>>());
    let addresses = if endpoint.ipv6_only { "IPv6 only" } else { "any" };
    page.rows("Reaching it", &[row("user", endpoint.user.words()), row("addresses", addresses)]);
    page.rows("Protocol", &protocol(endpoint));
    let limits = endpoint.limits.iter().map(|limit| row(limit.of, &limit.with_source()));
    page.rows("Limits", &limits.collect::<Vec<_>>());
    page.checked(endpoint.checked);
    page.out
}
