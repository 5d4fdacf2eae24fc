//! `cargo xtask prove --claims [RULE...]`: what the rules say will happen, made to happen.
//!
//! `tests/prove/claims/RULE.toml` holds configurations in which a rule finds something. Each is linted, which has to find
//! it, and then run with the real driver against the lab, where it has to go wrong in the way that the rule says: in the
//! words that the finding quotes, and in those of the table. What the rule's fix makes of it has to work. What came out
//! is kept in `tests/prove/claims.json`, and the rule's page quotes it. A rule without a claim has a line in
//! `tests/prove/unclaimed.txt` that says why.

pub mod record;
mod table;
mod trial;
mod versions;

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use connlint_core::rules;

use crate::lab::families::{FAMILIES, Family};
use crate::lab::{self, ENDPOINTS, Servers};
use crate::needs::is_ci;
use record::Seen;
use table::Claim;
use trial::Bench;

/// Families that need little and start fast.
const QUICK: &[&str] = &["psql", "python", "node"];

/// Tries the claims of the rules that are named, or of all, and writes what came out.
pub fn run(args: &[String]) -> Result<()> {
    if let Some(stranger) = args.iter().find(|name| rules::by_name(name).is_none()) {
        bail!("there is no rule `{stranger}`");
    }
    let wanted = |claim: &Claim| args.is_empty() || args.contains(&claim.rule);
    let claims: Vec<Claim> = table::read()?.into_iter().filter(wanted).collect();
    ensure!(!claims.is_empty(), "no claim in tests/prove/claims");
    let (seen, wrong) = try_all(claims)?;
    record::write(&seen)?;
    judge(&wrong)
}

/// Tries the claims that say `quick`, and writes nothing.
pub fn quick() -> Result<()> {
    let is_quick = |claim: &Claim| claim.quick && QUICK.contains(&claim.family());
    let claims: Vec<Claim> = table::read()?.into_iter().filter(is_quick).collect();
    judge(&try_all(claims)?.1)
}

fn judge(wrong: &[String]) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { bail!("{} claims are wrong\n{}", wrong.len(), wrong.join("\n")) }
}

/// What was seen, and what contradicts the rules.
fn try_all(claims: Vec<Claim>) -> Result<(Vec<Seen>, Vec<String>)> {
    let lab = lab::folder()?;
    let servers = Servers::start(ENDPOINTS)?;
    servers.ask(lab::DATABASE, SCHEMA)?;
    let mut ready = Ready { lab: &lab, families: Vec::new() };
    let (mut seen, mut wrong) = (Vec::new(), Vec::new());
    for (nth, claim) in claims.into_iter().enumerate() {
        let name = format!("{} of {} at {}", claim.rule, claim.driver, claim.at);
        let Some(family) = ready.family(&claim)? else { continue };
        let bench = Bench { family, lab: &lab, servers: &servers };
        match bench.try_out(nth, &claim) {
            Ok(it) => {
                println!("{name}: {}, `{}`", claim.outcome.words(), claim.said);
                seen.push(it);
            }
            Err(error) => {
                println!("{name}: WRONG: {error:#}");
                wrong.push(format!("{name}: {error:#}"));
            }
        }
    }
    println!("\n{} claims seen, {} wrong", seen.len(), wrong.len());
    Ok((seen, wrong))
}

/// What the claims find in the database: tables, of which one is in a schema of its own, and roles whose passwords are
/// not to be written as they are.
const SCHEMA: &str = "\
    create schema app; create table app.stock (n int);
    create table stock as select n as id from generate_series(1, 5000) n;
    grant usage on schema app to public; grant all on app.stock, stock to public;
    create role at login password 'p@ss'; create role slash login password 'p/ss';
    create role percent login password 'p%zz'; create role hash login password 'p#ss';
    create role colon login password 'p:ss'; create role backslash login password E'p\\\\ss'";

/// The families that are set up.
struct Ready<'a> {
    lab: &'a Path,
    families: Vec<(&'static str, bool)>,
}

impl Ready<'_> {
    /// The family that runs a claim; `None` if it cannot be had here, which continuous integration does not accept.
    fn family(&mut self, claim: &Claim) -> Result<Option<&'static Family>> {
        let name = claim.family();
        let family = FAMILIES
            .iter()
            .find(|it| it.name == name)
            .with_context(|| format!("{}: no family of the lab runs `{}`", claim.rule, claim.driver))?;
        if let Some((_, is_ready)) = self.families.iter().find(|(it, _)| *it == name) {
            return Ok(is_ready.then_some(family));
        }
        let outcome = (family.set_up)(self.lab);
        if let Err(error) = &outcome {
            ensure!(!is_ci(), "{name}: {error:#}");
            println!("{name} left out: {error:#}");
        }
        self.families.push((family.name, outcome.is_ok()));
        Ok(outcome.is_ok().then_some(family))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use connlint_core::rules::RULES;

    use super::*;
    use crate::workspace::root;

    /// Each rule shows that it is right, or says why it does not.
    #[test]
    fn every_rule_has_a_claim_or_a_reason() {
        let claimed: BTreeSet<String> = table::read().unwrap().into_iter().map(|it| it.rule).collect();
        let text = std::fs::read_to_string(root().join("tests/prove/unclaimed.txt")).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        let unclaimed: Vec<(&str, &str)> = lines.map(|line| line.split_once(": ").unwrap()).collect();
        for (name, reason) in &unclaimed {
            assert!(rules::by_name(name).is_some(), "`{name}` in unclaimed.txt is no rule");
            assert!(!claimed.contains(*name), "`{name}` has a claim, and a line in unclaimed.txt");
            assert!(reason.len() > 20, "`{name}` needs a reason");
        }
        assert!(unclaimed.is_sorted(), "unclaimed.txt is not sorted");
        for rule in RULES {
            let has_reason = unclaimed.iter().any(|(name, _)| *name == rule.name);
            assert!(
                has_reason || claimed.contains(rule.name),
                "`{}` has neither claim nor reason",
                rule.name
            );
        }
    }

    /// What a rule is blamed for it has to find, and what was seen is what the table says now.
    #[test]
    fn the_linter_finds_every_claim() {
        let recorded = record::read();
        for claim in table::read().unwrap() {
            let name = format!("{} of {}", claim.rule, claim.driver);
            assert!(rules::by_name(&claim.rule).is_some(), "{name}: no such rule");
            assert!(FAMILIES.iter().any(|it| it.name == claim.family()), "{name}: nobody runs this driver");
            trial::finding(&claim, &claim.elsewhere()).unwrap_or_else(|error| panic!("{name}: {error:#}"));
            assert!(!claim.said.is_empty(), "{name}: it has to say something");
            let is_seen = recorded.iter().any(|it| it.is_of(&claim));
            assert!(is_seen, "{name} was not seen as it is now: `cargo xtask prove --claims {}`", claim.rule);
        }
    }

    /// Nothing is quoted that no table says any more.
    #[test]
    fn nothing_stale_is_recorded() {
        let claims = table::read().unwrap();
        for it in record::read() {
            assert!(claims.iter().any(|claim| it.is_of(claim)), "a record of `{}` is stale", it.rule);
        }
    }
}
