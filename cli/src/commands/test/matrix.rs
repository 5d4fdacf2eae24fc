//! `connlint test --matrix`: one setting after the other, in the string and in code, and which of them works.

use std::fmt::Write as _;

use connlint_core::drivers::{DriverAt, Switch};
use connlint_core::model::{Prepared, Reading};
use connlint_core::parse::Spelling;
use serde::Serialize;

use super::rehearse::{Stage, Trial};
use crate::live::Plan;
use crate::live::rehearsal::Outcome;
use crate::terminal::{BAD, GOOD, STRONG, hang, printable, styled, width, wrap};

/// Settings of the server that people write into strings, of which poolers know some.
const SERVER_SETTINGS: &[(&str, &str)] =
    &[("application_name", "connlint"), ("search_path", "public"), ("statement_timeout", "10000")];

/// One way to connect.
#[derive(Serialize)]
pub struct Cell {
    /// What is added to the settings as they are; empty for those alone.
    pub setting: String,
    /// Where it is added.
    pub place: String,
    /// What came of it; `None` when the driver refuses it.
    pub trial: Option<Trial>,
    /// The driver's words when it refuses it.
    pub refused: Option<String>,
}

impl Cell {
    fn works(&self) -> bool {
        self.trial.as_ref().is_some_and(|it| it.outcome == Outcome::Works)
    }
}

/// What came of all of them.
#[derive(Serialize)]
pub struct Matrix {
    /// The host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The settings that were tried, those of the string alone first.
    pub cells: Vec<Cell>,
    /// Which of them is the smallest one that works.
    pub smallest: Option<usize>,
}

/// What is to be tried.
struct Variant {
    setting: String,
    place: &'static str,
    way: Way,
}

enum Way {
    /// The string, with this behind it.
    Text(String),
    /// The string as it is, and statements so.
    Code(Prepared),
}

impl Stage<'_> {
    /// Tries every setting. What comes to the same connection is tried once.
    pub fn matrix(&self) -> Matrix {
        let mut cells: Vec<Cell> = Vec::new();
        let mut tried: Vec<(Vec<u8>, Prepared, Trial)> = Vec::new();
        for Variant { setting, place, way } in self.variants() {
            let (reading, prepared, text) = match way {
                Way::Text(text) => {
                    let reading = self.read(&text);
                    let is_said = reading.prepared != self.reading.prepared;
                    let prepared = if is_said { reading.prepared.value } else { self.prepared() };
                    (reading, prepared, text)
                }
                Way::Code(prepared) => (self.reading.clone(), prepared, self.question.text.clone()),
            };
            let mut cell = Cell { setting, place: place.to_owned(), trial: None, refused: None };
            match self.way(&reading, &text) {
                Err(refused) => cell.refused = Some(refused),
                Ok(plan) => {
                    let same = tried.iter().find(|it| it.0 == plan.packet.bytes() && it.1 == prepared);
                    let trial =
                        same.map_or_else(|| Trial::of(self.tally(&plan, prepared)), |it| it.2.clone());
                    tried.push((plan.packet.bytes(), prepared, trial.clone()));
                    cell.trial = Some(trial);
                }
            }
            cells.push(cell);
        }
        let smallest = cells.iter().position(Cell::works);
        Matrix { host: self.host.to_owned(), port: self.port, cells, smallest }
    }

    fn read(&self, text: &str) -> Reading {
        let around = crate::commands::strings::surroundings();
        self.question.reader().read_in(text, self.question.spelling, &around)
    }

    /// The plan of a reading, or the driver's words when it refuses the string.
    fn way(&self, reading: &Reading, text: &str) -> Result<Plan, String> {
        if let Some(refusal) = &reading.refusal {
            return Err(refusal.masked(text));
        }
        let plan = Plan::of(reading, self.question.reader(), self.args.allow_cleartext);
        plan.map_err(|error| error.to_string())
    }

    /// What is tried, the smallest change first.
    fn variants(&self) -> Vec<Variant> {
        let driver = self.question.reader();
        let mut out = Vec::new();
        let text = |setting: &str, text: String| Variant {
            setting: setting.to_owned(),
            place: if setting.is_empty() { "" } else { "the string" },
            way: Way::Text(text),
        };
        out.push(text("", self.question.text.clone()));
        let in_string = |setting: &str| {
            let (name, value) = setting.split_once('=')?;
            Some(text(setting, with(&self.question.text, self.question.spelling, name, value)?))
        };
        let switches = || driver.driver.statements_off.iter().filter(|it| it.since <= driver.version);
        out.extend(switches().filter_map(|switch| in_string(switch.in_url)));
        out.extend(switches().filter_map(|switch| in_code(driver, switch)));
        // What belongs into code is written into strings as well.
        let misplaced = switches().filter(|it| it.in_url.is_empty() && is_word(Switch::name(it.in_code)));
        out.extend(misplaced.filter_map(|switch| in_string(switch.in_code)));
        out.extend(in_string("pgbouncer=true"));
        out.extend(SERVER_SETTINGS.iter().filter_map(|(name, value)| in_string(&format!("{name}={value}"))));
        out
    }
}

/// A switch in code. One that is not enough by itself is a cache of no statements, whose names stay.
fn in_code(driver: DriverAt, switch: &'static Switch) -> Option<Variant> {
    if switch.in_code.is_empty() {
        return None;
    }
    let prepared = match switch.enough {
        true => driver.prepared_without_names(),
        false => Prepared { cache_size: Some(0), ..driver.prepared() },
    };
    Some(Variant { setting: switch.in_code.to_owned(), place: "code", way: Way::Code(prepared) })
}

fn is_word(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `text` with one parameter more; `None` where a string has no place for it.
fn with(text: &str, spelling: Spelling, name: &str, value: &str) -> Option<String> {
    match spelling {
        Spelling::Uri | Spelling::Jdbc | Spelling::R2dbc => {
            let mark = if text.contains('?') { '&' } else { '?' };
            Some(format!("{text}{mark}{name}={value}"))
        }
        Spelling::KeywordValue => Some(format!("{text} {name}={value}")),
        Spelling::Pdo | Spelling::Dbi | Spelling::AdoNet => {
            Some(format!("{};{name}={value}", text.trim_end_matches(';')))
        }
        Spelling::Parts => None,
    }
}

/// For people.
pub fn shown(matrix: &Matrix, driver: DriverAt) -> String {
    let mut out = format!("  matrix: one setting after the other, as {} speaks\n", driver.driver.label);
    for (nth, cell) in matrix.cells.iter().enumerate() {
        let (mark, style) = if cell.works() { ("ok  ", GOOD) } else { ("FAIL", BAD) };
        let what = match cell.setting.as_str() {
            "" => "the string as it is".to_owned(),
            setting => format!("{setting} in {}", cell.place),
        };
        let smallest = if matrix.smallest == Some(nth) && nth > 0 { "; the smallest that works" } else { "" };
        let text = format!("{what}: {}{smallest}", cell_text(cell));
        let text = hang(&wrap(&printable(&text), width().saturating_sub(7)), 9);
        let _ = writeln!(out, "  {} {text}", styled(style, mark));
    }
    let end = match matrix.smallest {
        Some(0) => "nothing has to be changed".to_owned(),
        Some(nth) => {
            matrix.cells.get(nth).map_or_else(String::new, |it| format!("add {} in {}", it.setting, it.place))
        }
        None => "none of these is enough by itself".to_owned(),
    };
    let _ = writeln!(out, "  {}{}", styled(STRONG, "do   "), hang(&wrap(&end, width().saturating_sub(9)), 9));
    out
}

fn cell_text(cell: &Cell) -> String {
    match (&cell.trial, &cell.refused) {
        (Some(trial), _) => trial.sentence(),
        (None, Some(words)) => format!("the driver refuses it: `{words}`"),
        (None, None) => String::new(),
    }
}
