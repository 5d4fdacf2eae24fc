//! The errors table, read backwards.

use serde::Serialize;

use super::change::{Change, change};
use crate::drivers::DriverAt;
use crate::errors::{Found, Mend, StatementName, explain, who_prints_it_so};

/// What is behind a pasted error message. Nothing in it repeats the message, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Name of who prints it.
    pub emitter: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The text that was found, with `{}` for what varies.
    pub text: &'static str,
    /// Why it is printed.
    pub cause: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Whether it only follows from another error, which says more when it stands beside this one.
    pub follows: bool,
    /// Whether it is from memory: not seen printed, and not read in a source.
    pub unverified: bool,
    /// Names of rules that find the same in a string.
    pub rules: &'static [&'static str],
    /// The clients that name prepared statements as in the message, each with what turns them off (empty when
    /// nothing in its reach does).
    pub statement_of: Vec<(String, &'static str)>,
    /// What to write, and where, for the driver that was named or that the message betrays.
    pub changes: Vec<Change>,
}

/// What is behind `message`, pasted with whatever stands around it; the most particular explanation first, none when
/// no text of it is known. `driver` is who printed it, if that is known.
pub fn explain_error(message: &str, driver: Option<DriverAt>) -> Vec<Explanation> {
    let found = explain(message);
    let named: Vec<DriverAt> = found.iter().flat_map(|it| &it.named_by).filter_map(|it| it.driver).collect();
    let drivers = drivers(message, driver, named);
    found.into_iter().map(|found| explanation(found, &drivers)).collect()
}

fn explanation(found: Found, drivers: &[DriverAt]) -> Explanation {
    let changes = drivers.iter().filter_map(|driver| change_at(&found, *driver)).collect();
    Explanation {
        emitter: found.emitter.name,
        label: found.emitter.label,
        text: found.text.trim_start_matches('^').trim_end_matches('$'),
        cause: found.error.cause,
        remedy: found.error.remedy,
        follows: found.error.follows,
        unverified: found.error.unverified,
        rules: found.error.rules,
        statement_of: found.named_by.into_iter().map(|who| (who.label.clone(), off(&who))).collect(),
        changes,
    }
}

/// What to change for `driver`; a name that its own switch does nothing against says what else.
fn change_at(found: &Found, driver: DriverAt) -> Option<Change> {
    let is_own = |who: &&StatementName| who.driver.is_some_and(|it| std::ptr::eq(it.driver, driver.driver));
    match found.named_by.iter().find(is_own).filter(|who| !who.instead.is_empty()) {
        Some(who) if found.error.mend == Mend::StatementsOff => {
            Some(Change::new(driver, Vec::new(), who.instead.to_owned()))
        }
        _ => change(found.error.mend, driver),
    }
}

/// Whose settings to change: the driver that is named, else the one whose words stand in the message, in the version
/// that the names of its statements tell, else those whose statements it quotes.
fn drivers(message: &str, driver: Option<DriverAt>, named: Vec<DriverAt>) -> Vec<DriverAt> {
    if let Some(driver) = driver {
        return vec![driver];
    }
    let Some(printed) = who_prints_it_so(message) else { return without_repeats(named) };
    let same = named.into_iter().find(|it| std::ptr::eq(it.driver, printed));
    vec![same.unwrap_or_else(|| DriverAt::newest(printed))]
}

fn without_repeats(drivers: Vec<DriverAt>) -> Vec<DriverAt> {
    let mut out: Vec<DriverAt> = Vec::new();
    for driver in drivers {
        if !out.iter().any(|it| std::ptr::eq(it.driver, driver.driver)) {
            out.push(driver);
        }
    }
    out
}

/// What turns its named statements off, in a word.
fn off(who: &StatementName) -> &'static str {
    if !who.instead.is_empty() {
        return "";
    }
    let switches = who.driver.map(|driver| driver.statements_off()).unwrap_or_default();
    let first = switches.first().filter(|switch| switch.enough);
    first.map_or("", |it| if it.in_url.is_empty() { it.in_code } else { it.in_url })
}
