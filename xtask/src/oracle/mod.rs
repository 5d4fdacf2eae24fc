//! `cargo xtask oracle`: asks the real drivers what they make of random strings, and holds our readings against them.
//!
//! The drivers are installed into target/oracles, in the versions that tests/oracles pins. None of them dials. A
//! disagreement that tests/oracles/disagreements.json does not list is a failure, and so is a listed one that is none
//! any more.

#[path = "../../../tests/conformance/answer.rs"]
mod answer;
mod compare;
mod disagreements;
mod families;
mod record;
mod report;
mod request;
mod strings;
mod worker;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use connlint_core::drivers::DriverAt;

use crate::needs::{Needed, is_ci, need};
use crate::process::must;
use crate::workspace::root;
use compare::{Difference, differences};
use disagreements::Known;
use families::{FAMILIES, Family};
use report::Row;
pub use report::today;
use request::Request;
use strings::Text;
use worker::{Answer, Listed};

pub fn run(args: &[String]) -> Result<()> {
    let Some(request) = Request::parse(args)? else {
        print!("{}", request::HELP);
        return Ok(());
    };
    let bench = Bench { nobody: user()?, known: disagreements::read()?, request };
    bench.prepare_home()?;
    let mut rows = Vec::new();
    let mut failures = Vec::new();
    let mut expected = vec![Expected::default(); bench.known.len()];
    for family in FAMILIES.iter().filter(|family| bench.request.wants_family(family.name)) {
        match bench.drivers(family) {
            Ok(drivers) => {
                for listed in drivers {
                    match bench.judge(family, &listed) {
                        Ok(judged) => {
                            expected.iter_mut().zip(&judged.expected).for_each(|(sum, it)| sum.add(*it));
                            failures.extend(judged.failure());
                            rows.push(judged.row);
                        }
                        Err(error) => failures.push(format!("{}: {error:#}", listed.driver)),
                    }
                }
            }
            Err(error) if is_ci() => failures.push(format!("{}: {error:#}", family.name)),
            Err(error) => println!("{:<8} left out: {error:#}", family.name),
        }
    }
    if rows.is_empty() && failures.is_empty() {
        bail!("no driver was asked");
    }
    failures.extend(bench.settled(&expected));
    bench.publish(&rows)?;
    if failures.is_empty() { Ok(()) } else { bail!("{} failed:\n{}", failures.len(), failures.join("\n")) }
}

/// How often the answers were asked for in which a known disagreement is expected, and how often it was there.
#[derive(Clone, Copy, Default)]
struct Expected {
    asked: usize,
    seen: usize,
}

impl Expected {
    fn add(&mut self, other: Self) {
        self.asked += other.asked;
        self.seen += other.seen;
    }
}

struct Bench {
    request: Request,
    known: Vec<Known>,
    /// The user that drivers take when a string names none.
    nobody: String,
}

/// What came out for a driver.
struct Judged {
    row: Row,
    /// For each known disagreement.
    expected: Vec<Expected>,
    /// Disagreements that nobody knows of.
    unknown: Vec<(Text, Difference)>,
}

impl Judged {
    fn failure(&self) -> Option<String> {
        let count = self.unknown.len();
        (count > 0).then(|| format!("{}: {count} disagreements that are not listed", self.row.driver))
    }
}

impl Bench {
    fn drivers(&self, family: &Family) -> Result<Vec<Listed>> {
        family.set_up()?;
        let listed = worker::list(self.command(family))?;
        Ok(listed.into_iter().filter(|it| self.request.wants_driver(&it.driver)).collect())
    }

    fn command(&self, family: &Family) -> Command {
        let mut command = family.worker();
        worker::scrub(&mut command, &families::home(), &self.nobody);
        command
    }

    /// A home with a certificate of an authority where libpq looks for one, so that a string that asks for
    /// verification is judged by what it says; and a certificate with its key under the name that strings give to both.
    fn prepare_home(&self) -> Result<()> {
        let certificate = ".postgresql/root.crt";
        let home = families::home();
        fs::create_dir_all(home.join(".postgresql"))?;
        let source = root().join("tests/oracles/home").join(certificate);
        fs::copy(&source, home.join(certificate)).with_context(|| source.display().to_string())?;
        let pair = make_pair()?;
        FAMILIES.iter().try_for_each(|family| family.place(&pair, strings::CERTIFICATE))
    }

    fn judge(&self, family: &Family, listed: &Listed) -> Result<Judged> {
        let started = Instant::now();
        let driver = DriverAt::parse(&listed.driver).context("connlint has no such driver")?;
        let (seed, count) = (self.request.seed, self.request.count);
        let common = strings::common(&driver, seed, count);
        let own = strings::own(&driver, seed, count / 2);
        let old = if self.request.record { record::recorded(&listed.driver)? } else { Vec::new() };
        let texts: Vec<&Text> = common.iter().chain(&own).collect();
        let mut asked: Vec<&str> = texts.iter().map(|text| text.s.as_str()).collect();
        asked.extend(old.iter().map(|(s, _)| s.as_str()));
        let answers = worker::ask(self.command(family), &listed.driver, &asked)?;
        let (answers, again) = answers.split_at(texts.len());
        let mut judged = Judged {
            row: Row::new(family.name, listed, &driver),
            expected: vec![Expected::default(); self.known.len()],
            unknown: Vec::new(),
        };
        for (text, answer) in texts.into_iter().zip(answers) {
            let differences = differences(&driver, answer, &self.nobody);
            judged.row.count(answer, &differences);
            self.sort_out(&mut judged, text, answer, differences);
        }
        println!("{}  {:.1} s", judged.row.line(), started.elapsed().as_secs_f64());
        self.show(&judged);
        if self.request.record {
            let fresh = answers.split_at(common.len());
            record::record(listed, &driver, &self.nobody, &old, fresh.into(), again)?;
        }
        Ok(judged)
    }

    /// Divides what differs in an answer into what is known and what is not.
    fn sort_out(&self, judged: &mut Judged, text: &Text, answer: &Answer, differences: Vec<Difference>) {
        let mut covered = vec![false; differences.len()];
        for (known, expected) in self.known.iter().zip(&mut judged.expected) {
            if !known.is_about(&judged.row.driver) || !known.expects(answer) {
                continue;
            }
            expected.asked += 1;
            let mut seen = false;
            for (difference, covered) in differences.iter().zip(&mut covered) {
                if known.covers(difference) {
                    (seen, *covered) = (true, true);
                }
            }
            expected.seen += usize::from(seen);
        }
        for (difference, covered) in differences.into_iter().zip(covered) {
            if covered {
                judged.row.known += 1;
            } else {
                judged.unknown.push((text.clone(), difference));
            }
        }
    }

    fn show(&self, judged: &Judged) {
        for (text, Difference { what, theirs, ours }) in judged.unknown.iter().take(self.request.show) {
            println!("  {:?}  [{}]", text.s, text.twists.join("; "));
            println!("    {}: driver {theirs}", what.name());
            println!("    {}  connlint {ours}", " ".repeat(what.name().len()));
        }
        let more = judged.unknown.len().saturating_sub(self.request.show);
        if more > 0 {
            println!("  ... and {more} more");
        }
    }

    /// The known disagreements that are none any more.
    fn settled(&self, expected: &[Expected]) -> Vec<String> {
        self.known
            .iter()
            .zip(expected)
            .filter(|(known, expected)| !known.sometimes && expected.asked > 0 && expected.seen == 0)
            .map(|(known, expected)| {
                format!(
                    "{}: no disagreement any more in {} strings, so it has to leave {}: {}",
                    known.drivers.join(", "),
                    expected.asked,
                    disagreements::FILE,
                    known.why
                )
            })
            .collect()
    }

    /// The page, when everything was asked.
    fn publish(&self, rows: &[Row]) -> Result<()> {
        let families = FAMILIES.iter().all(|family| rows.iter().any(|row| row.family == family.name));
        let page = report::page(rows, &self.known, self.request.seed, self.request.count)?;
        if !self.request.is_whole() || !families {
            println!("\nnot everything was asked, so {} stays as it is", report::PAGE);
            return Ok(());
        }
        fs::write(root().join(report::PAGE), page).context(report::PAGE)?;
        println!("\nwrote {}", report::PAGE);
        Ok(())
    }
}

/// A file with a certificate and its key, made once.
fn make_pair() -> Result<PathBuf> {
    let pair = families::folder().join("pair.pem");
    if !pair.exists() {
        need(&[Needed { package: "openssl", shows: "openssl" }])?;
        let mut openssl = Command::new("openssl");
        openssl.args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "3650",
            "-subj",
            "/CN=nobody",
        ]);
        openssl.arg("-keyout").arg(pair.with_extension("key")).arg("-out").arg(pair.with_extension("crt"));
        must(&mut openssl, Duration::from_secs(30))?;
        let parts = ["key", "crt"].map(|part| fs::read(pair.with_extension(part)));
        let parts = parts.into_iter().collect::<std::io::Result<Vec<_>>>()?;
        fs::write(&pair, parts.concat())?;
    }
    Ok(pair)
}

/// The name of the user, as the system has it.
fn user() -> Result<String> {
    let output = Command::new("id").arg("-un").output().context("`id -un`, which says who you are")?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
