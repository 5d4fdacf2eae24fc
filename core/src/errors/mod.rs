//! What servers, poolers and drivers print when something goes wrong: one file per emitter.
//!
//! A text is told by its fixed words; `{}` in a pattern stands for a name or a number. Whoever pastes a message pastes
//! a traceback around it, so a pattern may stand anywhere, and letter case, line breaks and escaped quotes do not
//! count.

mod asyncpg;
mod aurora_dsql;
mod azure;
mod clients;
mod cloud_sql;
mod cockroachdb;
mod django;
mod go;
mod heroku;
mod lib_pq;
mod libpq;
mod neon;
mod network;
mod node;
mod node_postgres;
mod npgsql;
mod odyssey;
mod pattern;
mod pdo;
mod pg8000;
mod pgbouncer;
mod pgcat;
mod pgdog;
mod pgjdbc;
mod pgpool;
mod pgx;
mod postgres_js;
mod postgresql;
mod postgrex;
mod prisma;
mod psycopg;
mod python;
mod rank;
mod rds;
mod rds_proxy;
mod render;
mod ruby;
mod sqlalchemy;
mod sqlx;
mod statement_names;
mod supabase;
mod supavisor;
mod tls;
mod tokio_postgres;

pub use clients::who_prints_it_so;
pub use statement_names::{StatementName, who_names_it_so};

use crate::model::{Setting, Tls};

/// Rules about what makes a password arrive as another one.
const WRONG_PASSWORD: &[&str] = &[
    "password-not-encoded",
    "password-double-encoded",
    "escape-not-decoded",
    "plus-in-value",
    "value-expanded",
    "value-cut-at-hash",
    "quotes-in-value",
    "placeholder",
];

/// Rules about connections without encryption.
const NO_TLS: &[&str] = &["tls-required-by-endpoint", "tls-disabled", "tls-not-required"];

/// Rules about certificates that are verified where nobody expects it, or against the wrong authority.
const CERTIFICATE: &[&str] =
    &["tls-option-overridden", "tls-mode-means-more", "root-certificate-system-misread"];

/// Rules about named statements that a pooler loses.
const NAMED_STATEMENTS: &[&str] =
    &["named-statements-behind-pooler", "statement-cache-half-disabled", "migration-through-pooler"];

/// All who print errors.
pub static EMITTERS: &[&Emitter] = &[
    &asyncpg::EMITTER,
    &aurora_dsql::EMITTER,
    &azure::EMITTER,
    &cloud_sql::EMITTER,
    &cockroachdb::EMITTER,
    &django::EMITTER,
    &go::EMITTER,
    &heroku::EMITTER,
    &lib_pq::EMITTER,
    &libpq::EMITTER,
    &neon::EMITTER,
    &network::EMITTER,
    &node::EMITTER,
    &node_postgres::EMITTER,
    &npgsql::EMITTER,
    &odyssey::EMITTER,
    &pdo::EMITTER,
    &pg8000::EMITTER,
    &pgbouncer::EMITTER,
    &pgcat::EMITTER,
    &pgdog::EMITTER,
    &pgjdbc::EMITTER,
    &pgpool::EMITTER,
    &pgx::EMITTER,
    &postgres_js::EMITTER,
    &postgresql::EMITTER,
    &postgrex::EMITTER,
    &prisma::EMITTER,
    &psycopg::EMITTER,
    &python::EMITTER,
    &rds::EMITTER,
    &rds_proxy::EMITTER,
    &render::EMITTER,
    &ruby::EMITTER,
    &sqlalchemy::EMITTER,
    &sqlx::EMITTER,
    &supabase::EMITTER,
    &supavisor::EMITTER,
    &tls::EMITTER,
    &tokio_postgres::EMITTER,
];

/// Somebody who prints errors.
pub struct Emitter {
    /// Name, in kebab-case.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Words, in lower case, that betray it when its texts are also those of others, such as its hosts. Who has none
    /// speaks for everybody with the same text.
    pub near: &'static [&'static str],
    /// Its texts.
    pub texts: &'static [ErrorText],
    /// Where the texts come from.
    pub source: &'static str,
}

/// An error, and what is behind it.
#[derive(Clone, Copy, Debug)]
pub struct ErrorText {
    /// The ways in which it is said: the fixed words, with `{}` for what varies. `^` and `$` at the ends stand for
    /// where a message begins and ends, and are for words that anybody may write inside a sentence.
    pub texts: &'static [&'static str],
    /// Why it is printed.
    pub cause: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Names of rules that find the same in a string.
    pub rules: &'static [&'static str],
    /// What a setting of the driver can do about it.
    pub mend: Mend,
    /// Whether it only follows from another error, which stands beside it and says more.
    pub follows: bool,
    /// Whether it is from memory: nobody here has seen it printed, or read it in a source.
    pub unverified: bool,
    /// A message with it, as it is pasted; run as a test.
    pub example: &'static str,
}

impl ErrorText {
    /// An error with nothing special about it.
    pub const PLAIN: Self = Self {
        texts: &[],
        cause: "",
        remedy: "",
        rules: &[],
        mend: Mend::None,
        follows: false,
        unverified: false,
        example: "",
    };
}

/// What a setting of the driver can do about an error. Each driver spells it in its own way, as its record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Nothing.
    None,
    /// Do without named statements.
    StatementsOff,
    /// Ask for this much of TLS.
    Tls(Tls),
    /// Give the parameter of this name this value, in the drivers that have it.
    Set(&'static str, &'static str),
    /// Give this setting a larger value.
    Raise(Setting),
}

/// An error that was found in a message.
pub struct Found {
    /// Who prints it.
    pub emitter: &'static Emitter,
    /// The error.
    pub error: &'static ErrorText,
    /// The wording of it that was found.
    pub text: &'static str,
    /// Who gives prepared statements the name that the message quotes; empty when the name does not tell.
    pub named_by: Vec<StatementName>,
}

/// The errors in `message`, the most particular first and what follows from others last. Empty when none is known.
pub fn explain(message: &str) -> Vec<Found> {
    let folded = pattern::fold(message);
    let errors = EMITTERS.iter().flat_map(|emitter| emitter.texts.iter().map(move |error| (*emitter, error)));
    let found = errors.filter_map(|(emitter, error)| {
        let places = error.texts.iter().filter_map(|text| Some((*text, pattern::find(text, &folded)?)));
        let (text, place) = places.max_by_key(|(_, place)| place.weight())?;
        Some(rank::Candidate { emitter, error, text, place })
    });
    rank::ranked(found.collect(), &folded.text).into_iter().map(found_at).collect()
}

fn found_at(it: rank::Candidate<'_>) -> Found {
    let is_statement = it.text.contains("statement");
    let named_by = it.place.holes.into_iter().filter(|_| is_statement).flat_map(who_names_it_so).collect();
    Found { emitter: it.emitter, error: it.error, text: it.text, named_by }
}
