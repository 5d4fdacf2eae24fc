//! Whether a rehearsal says what became of the real driver.

use serde_json::Value;

use super::record::Rehearsed;
use crate::prove::record::{Outcome, Trial};

/// Answers of others and lost commits that are fewer than one in so many are luck: they come in one run and not in the
/// next, for the real driver as well.
const LUCK: usize = 20;

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Works,
    /// Nobody is let in.
    KeptOut,
    Fails,
    Hangs,
    /// A statement of another client runs without an error: a wrong answer, or a lost commit. Which of the two comes
    /// first is luck.
    Silent,
    /// Nothing is generated.
    Refused,
}

/// How a rehearsal contradicts the real driver, if it does.
pub fn contradiction(real: &Trial, rehearsed: &Rehearsed) -> Option<String> {
    let (wanted, got) = (classes(real), classes_of(rehearsed));
    if !wanted.iter().any(|class| got.contains(class)) {
        return Some(format!("the driver {real}, the rehearsal {rehearsed}"));
    }
    let code = real.said.as_deref().and_then(sqlstate)?;
    let is_said =
        rehearsed.codes.contains_key(code) || rehearsed.said.as_deref().and_then(sqlstate) == Some(code);
    let matters = !matches!(real.outcome, Outcome::Works | Outcome::Refused) && !is_said;
    matters.then(|| {
        format!("the driver says `{}`, the rehearsal {rehearsed}", real.said.as_deref().unwrap_or(""))
    })
}

fn classes(real: &Trial) -> Vec<Class> {
    let lost = real.committed.saturating_sub(real.stored);
    match real.outcome {
        Outcome::Refused => vec![Class::Refused],
        Outcome::Works => vec![Class::Works],
        Outcome::Hangs => vec![Class::Hangs],
        Outcome::Fails if real.right + real.wrong == 0 => vec![Class::KeptOut],
        Outcome::Fails => vec![Class::Fails],
        Outcome::WrongAnswers | Outcome::LostCommits => silent(real.wrong + lost, real.asked),
    }
}

fn classes_of(it: &Rehearsed) -> Vec<Class> {
    match it.outcome.as_str() {
        "refused" => vec![Class::Refused],
        "works" => vec![Class::Works],
        "hangs" => vec![Class::Hangs],
        "fails" if it.right + it.wrong == 0 => vec![Class::KeptOut],
        "fails" => vec![Class::Fails],
        _ => silent(it.wrong + it.lost, it.asked),
    }
}

fn silent(count: usize, asked: usize) -> Vec<Class> {
    if count * LUCK < asked { vec![Class::Silent, Class::Fails] } else { vec![Class::Silent] }
}

/// The SQLSTATE of an error that a driver words without it.
fn sqlstate(said: &str) -> Option<&'static str> {
    const TEXTS: &[(&str, &str)] = &[
        ("already exists", "42P05"),
        ("does not exist", "26000"),
        ("current transaction is aborted", "25P02"),
        ("unsupported startup parameter", "08P01"),
    ];
    TEXTS.iter().find(|(text, _)| said.contains(text)).map(|(_, code)| *code)
}

/// What `connlint test` says of one way to connect.
pub fn rehearsed(value: &Value) -> Option<Rehearsed> {
    serde_json::from_value(value.clone()).ok()
}
