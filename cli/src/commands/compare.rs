//! `connlint compare`: whether two strings, or one under two drivers, are the same connection.

use std::fmt::Write;
use std::path::Path;

use connlint_core::drivers::{About, Difference, DriverAt};
use connlint_core::report::{Asked, Equivalence, ReadOptions, equivalence};

use super::strings::{self, Question};
use crate::args::{CompareArgs, ExplainOutput};
use crate::config::Config;
use crate::files::Place;
use crate::terminal::{self, FAINT, STRONG, hang, printable, styled, wrap};
use crate::{Exit, Usage};

/// Runs the command.
pub fn run(args: &CompareArgs, config: &Config) -> anyhow::Result<Exit> {
    let questions = questions(args, config)?;
    let [a, b] = sides(args, &questions)?;
    let options = ReadOptions {
        surroundings: args.with_environment.then(strings::surroundings).unwrap_or_default(),
        show_secrets: args.show_secrets,
        bytes: false,
    };
    let found = equivalence(&a, &b, &options);
    let text = match args.output_format {
        ExplainOutput::Json => serde_json::to_string(&found)? + "\n",
        ExplainOutput::Text => text(&found),
    };
    terminal::print(&text)?;
    Ok(if found.same { Exit::Clean } else { Exit::Findings })
}

/// All strings that the arguments name, in their order.
fn questions(args: &CompareArgs, config: &Config) -> anyhow::Result<Vec<Question>> {
    let files = args.files.iter().map(|file| strings::place(file, None));
    let variables = args.env.iter().map(|name| strings::place(Path::new(""), Some(name)));
    let mut places: Vec<Place> = files.chain(variables).collect();
    if places.is_empty() {
        places.push(Place::Stdin(None));
    }
    let mut out = Vec::new();
    for place in places {
        out.extend(strings::strings(place, None, !args.driver.is_empty(), config)?);
    }
    Ok(out)
}

/// What is compared: two strings, each under its driver, or one under two drivers.
fn sides<'a>(args: &CompareArgs, questions: &'a [Question]) -> Result<[Asked<'a>; 2], Usage> {
    let asked = |question: &'a Question, driver: DriverAt| Asked {
        text: &question.text,
        spelling: question.spelling,
        driver,
    };
    match (questions, args.driver.as_slice()) {
        ([one], [first, second]) => Ok([asked(one, *first), asked(one, *second)]),
        ([one], [other]) if one.readers.len() == 1 => Ok([asked(one, one.reader()), asked(one, *other)]),
        ([_], _) => Err(Usage("one string needs two drivers: --driver NAME --driver NAME".into())),
        ([first, second], []) => Ok([asked(first, first.reader()), asked(second, second.reader())]),
        ([first, second], [driver]) => Ok([asked(first, *driver), asked(second, *driver)]),
        ([first, second], [of_first, of_second]) => Ok([asked(first, *of_first), asked(second, *of_second)]),
        ([_, _], drivers) => {
            Err(Usage(format!("two strings take at most two drivers, not {}", drivers.len())))
        }
        (all, _) => {
            Err(Usage(format!("{} strings to compare, and it takes two, or one and two drivers", all.len())))
        }
    }
}

fn text(found: &Equivalence) -> String {
    let mut out = String::new();
    for (side, reading) in [("a", &found.a), ("b", &found.b)] {
        let _ = writeln!(
            out,
            "{} {}  {}",
            styled(STRONG, side),
            printable(&reading.s),
            styled(FAINT, &format!("({})", reading.driver))
        );
    }
    let verdict = match (found.same, found.differences.is_empty()) {
        (true, true) => "the same connection",
        (true, false) => "the same place, user and TLS; what differs:",
        (false, _) => "not the same connection; what differs:",
    };
    let _ = writeln!(out, "\n{}", styled(STRONG, verdict));
    out.push_str(&rows(&found.differences, ["a", "b"]));
    out
}

/// The differences, with what each side has under its name.
pub fn rows(differences: &[Difference], sides: [&str; 2]) -> String {
    let mut out = String::new();
    let column = sides.iter().map(|side| side.chars().count()).max().unwrap_or_default();
    for about in About::ALL {
        let mut of_kind = differences.iter().filter(|it| it.about == about).peekable();
        if of_kind.peek().is_some() {
            let _ = writeln!(out, "\n{}", about.words());
        }
        for difference in of_kind {
            let _ = writeln!(out, "  {}", printable(&difference.name));
            for (side, value) in sides.iter().zip(&difference.values) {
                let value =
                    wrap(&printable(&value.to_string()), terminal::width().saturating_sub(column + 6));
                let _ = writeln!(
                    out,
                    "    {}  {}",
                    styled(FAINT, &format!("{side:<column$}")),
                    hang(&value, column + 6)
                );
            }
        }
    }
    out
}
