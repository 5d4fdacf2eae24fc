//! A claim, tried.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use connlint_core::diag::{Finding, Safety};
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::fix::fix;
use connlint_core::generate::Connection;
use connlint_core::text::Secret;
use connlint_core::{Options, lint};

use super::record::{Seen, fingerprint};
use super::table::{Claim, Names, Outcome, fill};
use super::versions::version;
use crate::lab::families::Family;
use crate::lab::program::{Program, connection, request};
use crate::lab::{DATABASE, ENDPOINTS, Servers};
use crate::oracle::today;
use crate::process::{self, finish, start};

/// A program that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(20);
/// A port at which nobody listens.
const NOBODY: &str = "1";
/// The lab's role and password as a URL spells them.
const USER_IN_URL: &str = "us%40er";
const PASSWORD_IN_URL: &str = "p%40ss%3Aw%2Frd%231%25";

/// Where a claim is tried.
pub struct Bench<'a> {
    pub family: &'static Family,
    pub lab: &'a Path,
    pub servers: &'a Servers,
}

/// What the rule of a claim finds in it, where `names` are put in.
pub fn finding(claim: &Claim, names: &Names) -> Result<Finding> {
    let report = lint(&claim.filled(names), Some(&claim.path), &options(claim)?);
    let found = report.findings.iter().find(|it| it.rule == claim.rule).cloned();
    let others: Vec<&str> = report.findings.iter().map(|it| it.rule.as_str()).collect();
    found.with_context(|| format!("the linter does not find it, but {others:?}"))
}

/// Code says itself which driver it means.
fn options(claim: &Claim) -> Result<Options> {
    let endpoint = ENDPOINTS.iter().find(|it| it.name == claim.at).with_context(|| claim.at.clone())?;
    let is_code = claim.path.rsplit_once('.').is_some_and(|(_, end)| CODE.contains(&end));
    Ok(Options {
        driver: DriverAt::parse(&claim.driver).filter(|_| !is_code),
        // The server itself is who answers unless the text says otherwise.
        endpoint: EndpointAt::parse(endpoint.known_as).filter(|_| endpoint.is_pooler()),
        ..Options::default()
    })
}

const CODE: &[&str] = &["py", "mjs", "js", "ts", "java", "php", "rb", "pl", "go", "rs"];

impl Bench<'_> {
    /// Runs it; an error says how it is not what the rule says.
    pub fn try_out(&self, nth: usize, claim: &Claim) -> Result<Seen> {
        let found = finding(claim, &claim.elsewhere())?;
        let running =
            self.servers.running.iter().find(|it| it.endpoint.name == claim.at).context("running")?;
        let names = self.names(&running.port.to_string());
        let text = claim.filled(&names);
        let outcome = self.run(&format!("claim-{nth}"), claim, &text, &names)?;
        judge(claim, &outcome)?;
        if matches!(claim.outcome, Outcome::Refused | Outcome::Fails) {
            quoted(&found, &outcome)?;
        }
        if claim.outcome == Outcome::Refused {
            let names = self.names(NOBODY);
            let again = self.run(&format!("claim-{nth}-nobody"), claim, &claim.filled(&names), &names)?;
            judge(claim, &again).context("where nobody listens")?;
        }
        let mended = self.mended(nth, claim, &text, &names)?;
        let label = DriverAt::parse(&claim.driver).context("a driver")?.driver.label;
        Ok(Seen {
            rule: claim.rule.clone(),
            fingerprint: fingerprint(claim),
            with: format!("{label} {}", version(self.family, self.lab, &claim.driver)?),
            server: format!("{}, {}", running.version, running.endpoint.what),
            mended,
            on: today()?,
        })
    }

    /// Whether the rule has a fix that works here; without words for it, it has to.
    fn mended(&self, nth: usize, claim: &Claim, text: &str, names: &Names) -> Result<bool> {
        let options = Options { select: vec![claim.rule.clone()], ..options(claim)? };
        let mended = fix(text, Some(&claim.path), &options, Safety::Unsafe);
        if mended.applied.is_empty() {
            ensure!(claim.fixed.is_empty(), "the rule has no fix");
            return Ok(false);
        }
        let outcome = self.run(&format!("claim-{nth}-fixed"), claim, &mended.text, names)?;
        let said = format!("{}\n{}", outcome.out, outcome.err);
        let is_so = said.contains(&claim.fixed) && (outcome.ok || !claim.fixed.is_empty());
        ensure!(is_so, "as fixed it does not work: {}", last_words(&outcome));
        Ok(outcome.ok)
    }

    fn names(&self, port: &str) -> Names {
        let path = |path: &Path| path.display().to_string();
        vec![
            ("user", USER_IN_URL.to_owned()),
            ("password", PASSWORD_IN_URL.to_owned()),
            ("host", "localhost".to_owned()),
            ("port", port.to_owned()),
            ("dbname", DATABASE.to_owned()),
            ("authority", path(&self.servers.authority)),
            ("stranger", path(&self.servers.stranger)),
        ]
    }

    fn run(&self, name: &str, claim: &Claim, text: &str, names: &Names) -> Result<process::Outcome> {
        self.forget_statements()?;
        let port = names.iter().find(|(name, _)| *name == "port").map_or("", |(_, port)| port);
        let plain = connection(&request(&claim.driver, crate::lab::DIRECT, port.parse()?)?)?;
        let is_env = claim.path.starts_with(".env");
        let env = if is_env { Secret::new(text) } else { plain.env.clone() };
        let main = plain.snippet.files.first().context("a program")?.path;
        let edit = |generated: &str| {
            Ok(match () {
                () if !claim.program.is_empty() => fill(&claim.program, names),
                () if claim.path == main => text.to_owned(),
                () => ask(generated, &claim.ask)?,
            })
        };
        let program =
            Program::write(self.family, self.lab, name, &Connection { env, ..plain.clone() }, edit)?;
        if claim.path != main {
            let path = program.folder.join(&claim.path);
            fs::create_dir_all(path.parent().context("a folder")?)?;
            fs::write(path, text)?;
        }
        let outcome = match program.build() {
            Ok(()) => finish(start(&mut program.run())?, LIMIT),
            Err(error) => bail!("{error:#}"),
        };
        fs::remove_dir_all(&program.folder)?;
        Ok(outcome)
    }

    /// Ends the poolers' server connections, so that no claim meets what another one left there.
    fn forget_statements(&self) -> Result<()> {
        let sql = "select pg_terminate_backend(pid) from pg_stat_activity where usename <> 'postgres'";
        self.servers.ask(DATABASE, sql).map(drop)
    }
}

/// A generated program that asks for `expression` in place of the user.
fn ask(program: &str, expression: &str) -> Result<String> {
    let query = "select current_user";
    ensure!(program.contains(query), "no query in it");
    // In a shell's quotes.
    let is_shell = program.starts_with("psql");
    let expression = if is_shell { expression.replace('\'', "'\\''") } else { expression.to_owned() };
    // Go's names are of a type that its drivers do not read.
    let program = program.replace("select current_user::text", query);
    Ok(program.replace(query, &format!("select {expression} as current_user")))
}

fn judge(claim: &Claim, outcome: &process::Outcome) -> Result<()> {
    let is_so = match claim.outcome {
        Outcome::Otherwise => outcome.ok,
        Outcome::Hangs => outcome.is_late,
        Outcome::Refused | Outcome::Fails => !outcome.ok && !outcome.is_late,
    };
    ensure!(is_so, "not so: {}; it says: {}", claim.outcome.words(), last_words(outcome));
    let all = format!("{}\n{}", outcome.out, outcome.err);
    ensure!(all.contains(&claim.said), "it does not say `{}`: {}", claim.said, last_words(outcome));
    Ok(())
}

/// What a finding quotes has to be said: one of its quotes, if there are several.
fn quoted(found: &Finding, outcome: &process::Outcome) -> Result<()> {
    let all = format!("{}\n{}", outcome.out, outcome.err);
    let says = |note: &&String| note.contains(" says `") || note.contains("with `");
    let quotes: Vec<&str> =
        found.notes.iter().filter(says).flat_map(|note| note.split('`').skip(1).step_by(2)).collect();
    // `NameError: text` is how some languages print it, `text (NameError)` others.
    let without_name = |quote: &str| {
        let (name, text) = quote.split_once(": ").unwrap_or(("", quote));
        all.contains(name) && fits(text, &all)
    };
    let is_said = quotes.is_empty() || quotes.iter().any(|quote| fits(quote, &all) || without_name(quote));
    ensure!(is_said, "the finding quotes {quotes:?}, and it says: {}", last_words(outcome));
    Ok(())
}

/// Whether `text` has `quote` in it, in which dots and masks stand for anything, and the lab's names for the linter's.
fn fits(quote: &str, text: &str) -> bool {
    // A quote between backticks has none itself.
    let text = text.replace('`', "'");
    let loose = [
        "...",
        "_N",
        "<n>",
        "<hash>",
        "db.example.com",
        "5433",
        "secret",
        "app",
        "shop",
        "authority.crt",
        "stranger.crt",
        "****",
    ];
    let pieces = loose
        .iter()
        .fold(vec![quote], |pieces, word| pieces.into_iter().flat_map(|piece| piece.split(word)).collect());
    let mut rest = text.as_str();
    pieces.into_iter().all(|piece| match rest.find(piece.trim_matches('*')) {
        Some(at) => {
            rest = &rest[at..];
            true
        }
        None => false,
    })
}

fn last_words(outcome: &process::Outcome) -> String {
    let lines: Vec<&str> = outcome.out.lines().chain(outcome.err.lines()).collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}
