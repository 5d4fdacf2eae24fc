//! Two readings against each other, and a connection in another driver's spelling, for output.

use serde::Serialize;

use super::reading::{ReadOptions, ReadingView, view};
use crate::drivers::{About, Difference, DriverAt, Impossible, Side, Value, differences};
use crate::generate;
use crate::parse::Spelling;
use crate::text::{Hider, mask_connection, secret_spans};

/// A string and the driver that reads it.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The string.
    pub text: &'a str,
    /// How it is spelled.
    pub spelling: Spelling,
    /// Who reads it.
    pub driver: DriverAt,
}

/// Whether two strings, or one under two drivers, are the same connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Equivalence {
    /// The first reading.
    pub a: ReadingView,
    /// The second one.
    pub b: ReadingView,
    /// Whether they connect to the same place as the same user with the same TLS. False when one is refused.
    pub same: bool,
    /// Everything that they differ in, the gravest first; secrets masked unless asked for.
    pub differences: Vec<Difference>,
}

/// Compares what the two make of their strings, in the surroundings of `options`.
pub fn equivalence(a: &Asked<'_>, b: &Asked<'_>, options: &ReadOptions) -> Equivalence {
    let [first, second] = [a, b].map(|it| it.driver.read_in(it.text, it.spelling, &options.surroundings));
    let found = differences(
        Side { driver: &a.driver, reading: &first },
        Side { driver: &b.driver, reading: &second },
    );
    Equivalence {
        a: view(a.text, &a.driver, &first, options),
        b: view(b.text, &b.driver, &second, options),
        same: found.iter().all(|it| it.about != About::Connection),
        differences: shown(found, &[a.text, b.text], options.show_secrets),
    }
}

/// A connection as another driver spells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ConversionView {
    /// The driver that reads the original.
    pub from: String,
    /// The driver that it is written for.
    pub to: String,
    /// How it is spelled; `None` when it was refused.
    pub spelling: Option<Spelling>,
    /// The string, or for a driver that takes none its parts as keywords with values; its secrets masked unless asked
    /// for; `None` when it was refused.
    pub string: Option<String>,
    /// Whether it connects to the same place as the same user with the same TLS.
    pub same: bool,
    /// Everything in which the two differ, the gravest first: `a` is the original.
    pub losses: Vec<Difference>,
    /// Why there is none.
    pub refused: Option<Impossible>,
}

/// Spells the connection that is read in `from` for another driver, as asked or as its users mostly do.
pub fn convert(
    from: &Asked<'_>,
    to: DriverAt,
    wanted: Option<Spelling>,
    show_secrets: bool,
) -> ConversionView {
    let mut out = ConversionView {
        from: from.driver.display(),
        to: to.display(),
        spelling: None,
        string: None,
        same: false,
        losses: Vec::new(),
        refused: None,
    };
    match generate::convert(from.text, from.spelling, &from.driver, to, wanted) {
        Ok(conversion) => {
            let text = conversion.string.expose();
            out.spelling = Some(conversion.spelling);
            out.same = conversion.losses.iter().all(|it| it.about != About::Connection);
            out.losses = shown(conversion.losses, &[from.text, text], show_secrets);
            out.string = Some(if show_secrets { text.to_owned() } else { masked(text, from.text) });
        }
        Err(impossible) => out.refused = Some(hidden(impossible, from.text)),
    }
    out
}

/// Hides the secrets of these texts.
fn hider(texts: &[&str]) -> Hider {
    Hider::new(texts.iter().flat_map(|text| secret_spans(text).into_iter().map(|span| span.of(text))))
}

fn hidden(impossible: Impossible, text: &str) -> Impossible {
    let hider = hider(&[text]);
    Impossible::new(hider.hide(&impossible.why), hider.hide(&impossible.instead))
}

/// What is a piece of the password in the original may have become a piece of the host.
fn masked(text: &str, original: &str) -> String {
    hider(&[original]).hide(&mask_connection(text))
}

fn shown(found: Vec<Difference>, texts: &[&str], show_secrets: bool) -> Vec<Difference> {
    if show_secrets {
        return found;
    }
    let hider = hider(texts);
    let hide = |value: Value| match value {
        Value::Is(text) => Value::Is(hider.hide(&text)),
        Value::Refused(text) => Value::Refused(hider.hide(&text)),
        value => value,
    };
    let hidden =
        |it: Difference| Difference { name: hider.hide(&it.name), values: it.values.map(hide), ..it };
    found.into_iter().map(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::spelling_of;

    fn asked<'a>(driver: &str, text: &'a str) -> Asked<'a> {
        let driver = DriverAt::parse(driver).unwrap();
        Asked { text, spelling: spelling_of(text).unwrap_or(Spelling::Uri), driver }
    }

    #[test]
    fn a_piece_of_the_password_is_not_shown() {
        let (a, b) =
            ("postgresql://app:hunter2@secretword@h/d", "postgresql://app:hunter2@h/d?application_name=web");
        let options = ReadOptions::default();
        for driver in ["libpq", "node-postgres", "asyncpg", "pgjdbc"] {
            let compared = format!("{:?}", equivalence(&asked("libpq", a), &asked(driver, b), &options));
            let to = DriverAt::parse(driver).unwrap();
            let converted = format!("{:?}", convert(&asked("libpq", a), to, None, false));
            for shown in [compared, converted] {
                assert!(!shown.contains("hunter2") && !shown.contains("secretword"), "{shown}");
            }
        }
    }

    #[test]
    fn one_string_under_two_drivers_is_judged() {
        let text = "postgresql://app:pw@h/d?sslmode=require";
        let same = equivalence(&asked("libpq", text), &asked("psycopg2", text), &ReadOptions::default());
        assert!(same.same && same.differences.is_empty());
        let other =
            equivalence(&asked("libpq", text), &asked("node-postgres", text), &ReadOptions::default());
        assert!(!other.same);
        assert_eq!(other.differences[0].name, "verification");
    }
}
