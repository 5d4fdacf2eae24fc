//! What servers, poolers and drivers print when something goes wrong: one file per emitter.
//!
//! A text is told by its fixed words; `{}` in a pattern stands for a name or a number. Whoever pastes a message pastes
//! a traceback around it, so a pattern may stand anywhere, and letter case, line breaks and escaped quotes do not
//! count.

mod asyncpg;
mod libpq;
mod neon;
mod node_postgres;
mod pattern;
mod pgbouncer;
mod postgres_js;
mod postgresql;
mod prisma;
mod sqlalchemy;
mod statement_names;
mod supavisor;

pub use statement_names::{StatementName, who_names_it_so};

use pattern::{find, fold, weight};

/// All who print errors.
pub static EMITTERS: &[&Emitter] = &[
    &asyncpg::EMITTER,
    &libpq::EMITTER,
    &neon::EMITTER,
    &node_postgres::EMITTER,
    &pgbouncer::EMITTER,
    &postgres_js::EMITTER,
    &postgresql::EMITTER,
    &prisma::EMITTER,
    &sqlalchemy::EMITTER,
    &supavisor::EMITTER,
];

/// Somebody who prints errors.
pub struct Emitter {
    /// Name, in kebab-case.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Its texts.
    pub texts: &'static [ErrorText],
    /// Where the texts come from.
    pub source: &'static str,
}

/// A text of an error, and what is behind it.
#[derive(Clone, Copy, Debug)]
pub struct ErrorText {
    /// Its fixed words, with `{}` for what varies.
    pub text: &'static str,
    /// Why it is printed.
    pub cause: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Names of rules that find the same in a string.
    pub rules: &'static [&'static str],
    /// A message with it, as it is pasted; run as a test.
    pub example: &'static str,
}

/// A text that was found in a message.
pub struct Found {
    /// Who prints it.
    pub emitter: &'static Emitter,
    /// The text.
    pub text: &'static ErrorText,
    /// Who gives prepared statements the name that the message quotes; empty when the name does not tell.
    pub named_by: Vec<StatementName>,
}

/// The texts in `message`, the most particular first. Empty when none is known.
pub fn explain(message: &str) -> Vec<Found> {
    let folded = fold(message);
    let texts = EMITTERS.iter().flat_map(|emitter| emitter.texts.iter().map(move |text| (*emitter, text)));
    let mut found: Vec<Found> = texts
        .filter_map(|(emitter, text)| {
            let holes = find(text.text, &folded)?;
            let is_statement = text.text.contains("statement");
            let named_by = holes.into_iter().filter(|_| is_statement).flat_map(who_names_it_so).collect();
            Some(Found { emitter, text, named_by })
        })
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(weight(it.text.text)));
    found
}
