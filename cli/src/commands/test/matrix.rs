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
    /// The string with it.
    text: String,
    /// What code does with statements, where it says something about them.
    prepared: Option<Prepared>,
}

impl Stage<'_> {
    /// Tries every setting by itself, then those of the server beside the smallest one that works.
    pub fn matrix(&self) -> Matrix {
        let mut tried = Vec::new();
        let variants = self.variants();
        let mut cells: Vec<Cell> = variants.iter().map(|it| self.cell(it, &mut tried)).collect();
        let smallest = cells.iter().position(Cell::works);
        if let Some(found) = smallest.and_then(|nth| variants.get(nth)) {
            let beside = |it: &(&str, &str)| self.beside(found, it.0, it.1);
            let more = SERVER_SETTINGS.iter().filter_map(beside);
            cells.extend(more.map(|it| self.cell(&it, &mut tried)).collect::<Vec<_>>());
        }
        Matrix { host: self.host.to_owned(), port: self.port, cells, smallest }
    }

    /// What comes of a variant. What comes to the same connection as another is not tried again.
    fn cell(&self, variant: &Variant, tried: &mut Vec<(Vec<u8>, Prepared, Trial)>) -> Cell {
        let Variant { setting, place, text, prepared } = variant;
        let reading = self.read(text);
        let is_said = reading.prepared != self.reading.prepared;
        let said = if is_said { reading.prepared.value } else { self.prepared() };
        let prepared = prepared.unwrap_or(said);
        let mut out =
            Cell { setting: setting.clone(), place: (*place).to_owned(), trial: None, refused: None };
        match self.way(&reading, text) {
            Err(refused) => out.refused = Some(refused),
            Ok(plan) => {
                let packet = plan.packet.bytes();
                let same = tried.iter().find(|it| it.0 == packet && it.1 == prepared);
                let trial = same.map_or_else(|| Trial::of(self.tally(&plan, prepared)), |it| it.2.clone());
                tried.push((packet, prepared, trial.clone()));
                out.trial = Some(trial);
            }
        }
        out
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
        let plan = Plan::of(reading, self.question.reader(), self.args.source.allow_cleartext);
        plan.map_err(|error| error.to_string())
    }

    /// What is tried by itself, the smallest change first.
    fn variants(&self) -> Vec<Variant> {
        let driver = self.question.reader();
        let text = self.question.text.clone();
        let as_it_is = Variant { setting: String::new(), place: "", text, prepared: None };
        let in_string =
            |setting: &str| self.beside(&as_it_is, setting.split('=').next()?, setting.split_once('=')?.1);
        let in_code = |switch: &'static Switch| self.in_code(driver, switch);
        let switches = || driver.driver.statements_off.iter().filter(|it| it.since <= driver.version);
        let mut out: Vec<Variant> = switches().filter_map(|it| in_string(it.in_url)).collect();
        out.extend(switches().filter_map(in_code));
        // What belongs into code is written into strings as well.
        let misplaced = switches().filter(|it| it.in_url.is_empty() && is_word(Switch::name(it.in_code)));
        out.extend(misplaced.filter_map(|it| in_string(it.in_code)));
        out.extend(in_string("pgbouncer=true"));
        out.insert(0, as_it_is);
        out
    }

    /// A parameter in the string, beside what `base` has.
    fn beside(&self, base: &Variant, name: &str, value: &str) -> Option<Variant> {
        let text = with(&base.text, self.question.spelling, name, value)?;
        let before = match base.setting.as_str() {
            "" => String::new(),
            setting => format!("{setting} in {}, ", base.place),
        };
        let setting = format!("{before}{name}={value}");
        Some(Variant { setting, place: "the string", text, prepared: base.prepared })
    }

    /// A switch in code. One that is not enough by itself is a cache of no statements, whose names stay.
    fn in_code(&self, driver: DriverAt, switch: &'static Switch) -> Option<Variant> {
        if switch.in_code.is_empty() {
            return None;
        }
        let prepared = match switch.enough {
            true => driver.prepared_without_names(),
            false => Prepared { cache_size: Some(0), ..driver.prepared() },
        };
        let (setting, text) = (switch.in_code.to_owned(), self.question.text.clone());
        Some(Variant { setting, place: "code", text, prepared: Some(prepared) })
    }
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

/// For people: what is tried on the left, what came of it on the right.
pub fn shown(matrix: &Matrix, driver: DriverAt) -> String {
    let mut out = format!("  matrix: one setting after the other, as {} speaks\n", driver.driver.label);
    for cell in &matrix.cells {
        let (mark, style) = if cell.works() { ("ok  ", GOOD) } else { ("FAIL", BAD) };
        let what = match cell.setting.as_str() {
            "" => "the string as it is".to_owned(),
            setting => format!("{setting} in {}", cell.place),
        };
        let _ = writeln!(out, "  {} {}", styled(style, mark), printable(&what));
        let text = hang(&wrap(&printable(&cell_text(cell)), width().saturating_sub(11)), 11);
        let _ = writeln!(out, "           {text}");
    }
    let end = match matrix.smallest {
        Some(0) => "nothing has to be changed".to_owned(),
        Some(nth) => matrix.cells.get(nth).map_or_else(String::new, |it| {
            format!("{} in {} is the smallest change that works", it.setting, it.place)
        }),
        None => "none of these is enough by itself".to_owned(),
    };
    let _ = writeln!(out, "  {} {}", styled(STRONG, "do  "), hang(&wrap(&end, width().saturating_sub(7)), 7));
    out
}

fn cell_text(cell: &Cell) -> String {
    match (&cell.trial, &cell.refused) {
        (Some(trial), _) => trial.in_short(),
        (None, Some(words)) => format!("the driver refuses it: `{words}`"),
        (None, None) => String::new(),
    }
}
