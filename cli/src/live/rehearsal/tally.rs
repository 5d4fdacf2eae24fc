//! What comes of the questions of several clients.

use std::collections::BTreeMap;

use connlint_core::drivers::Speech;
use serde::Serialize;

use super::voice::Trouble;

/// The worst that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Every question has its answer, every transaction is committed.
    Works,
    /// Errors.
    Fails,
    /// An answer that never comes.
    Hangs,
    /// Another client's answer, without an error.
    WrongAnswers,
    /// A transaction that is reported as committed and did not do what it should.
    LostCommits,
}

/// What came of it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Tally {
    /// Clients that were let in.
    pub clients: usize,
    /// Questions that were asked.
    pub asked: usize,
    /// Questions with their own answer.
    pub right: usize,
    /// Questions with another answer, and no error.
    pub wrong: usize,
    /// Questions with an error.
    pub failed: usize,
    /// Transactions that change something in a real program, reported as committed.
    pub committed: usize,
    /// Those of them that were not: rolled back, or another statement ran in the place of their own.
    pub lost: usize,
    /// Clients that waited in vain.
    pub hung: usize,
    /// The first error, as the driver words it.
    pub said: Option<String>,
    /// Its SQLSTATE, if it is the server's.
    pub code: Option<String>,
    /// How often the server gave which SQLSTATE.
    pub codes: BTreeMap<String, usize>,
}

impl Tally {
    /// In a word.
    pub fn outcome(&self) -> Outcome {
        match self {
            _ if self.lost > 0 => Outcome::LostCommits,
            _ if self.wrong > 0 => Outcome::WrongAnswers,
            _ if self.hung > 0 => Outcome::Hangs,
            _ if self.failed > 0 || self.clients == 0 => Outcome::Fails,
            _ => Outcome::Works,
        }
    }

    /// Adds what another client found.
    pub fn add(&mut self, other: Self) {
        self.clients += other.clients;
        self.asked += other.asked;
        self.right += other.right;
        self.wrong += other.wrong;
        self.failed += other.failed;
        self.committed += other.committed;
        self.lost += other.lost;
        self.hung += other.hung;
        for (code, count) in other.codes {
            *self.codes.entry(code).or_default() += count;
        }
        if self.said.is_none() {
            (self.said, self.code) = (other.said, other.code);
        }
    }

    /// Notes what went wrong with a question.
    pub fn note(&mut self, trouble: &Trouble, speech: &Speech) {
        self.failed += 1;
        let (code, words) = match trouble {
            Trouble::Refused { code, message } => (Some(code.clone()), speech.worded(code, message)),
            Trouble::Silence => {
                self.hung += 1;
                (None, "no answer in time".to_owned())
            }
            Trouble::Gone(why) => (None, format!("the connection is gone: {why}")),
        };
        if let Some(code) = &code {
            *self.codes.entry(code.clone()).or_default() += 1;
        }
        if self.said.is_none() {
            (self.said, self.code) = (Some(words), code);
        }
    }
}
