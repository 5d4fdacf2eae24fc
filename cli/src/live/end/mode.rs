//! How connections are shared, by what two of them meet.

use std::time::Duration;

use serde::Serialize;

use super::Failure;
use super::pair::Pair;
use super::peer::{Answer, BACKEND, Backend, Peer};
use super::told::Told;

/// How connections are shared between clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Not at all: the server itself.
    Direct,
    /// A client keeps its server connection until it leaves.
    Session,
    /// A client has one for a transaction.
    Transaction,
    /// A client has one for a statement; there are no transactions of several.
    Statement,
}

impl Mode {
    /// For people, in a sentence.
    pub fn label(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Session => "session mode",
            Self::Transaction => "transaction mode",
            Self::Statement => "statement mode",
        }
    }

    /// Whether other clients come in between.
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Transaction | Self::Statement)
    }
}

/// Questions to the two in turn.
const QUESTIONS: usize = 24;
/// Times that both have a transaction open at once.
const ROUNDS: usize = 3;
/// Answers to the first while the second waits, after which it is plain that the first has a connection of its own.
const SERVED: usize = 6;
/// Between these.
const PAUSE: Duration = Duration::from_millis(40);

/// What became of a search for a process of the server that two connections share.
enum Found {
    /// There is one, for this reason.
    Shared(String),
    /// There is none, for this reason.
    Apart(String),
}

/// The mode. `keyed` says that the key of a connection is that of the process that answers it.
pub fn mode(pair: &mut Pair<'_>, keyed: bool) -> Result<Told<Mode>, Failure> {
    if let Some(refusal) = blocks_refused(pair)? {
        return Ok(Told::seen(Mode::Statement, format!("`begin` is refused: {}", refusal.said)));
    }
    let mut found = in_turn(pair)?;
    if let (Some(Found::Apart(_)) | None, Some(_)) = (&found, &pair.second) {
        found = at_once(pair)?.or(found);
    }
    if !keyed && let (Some(Found::Apart(_)), Some(_)) = (&found, &pair.second) {
        found = newcomer(pair)?.or(found);
    }
    Ok(match found {
        Some(Found::Shared(why)) => Told::seen(Mode::Transaction, why),
        Some(Found::Apart(why)) if keyed => Told::seen(Mode::Direct, why),
        Some(Found::Apart(why)) => Told::seen(Mode::Session, why),
        None if keyed => Told::seen(Mode::Direct, "each connection is a process of the server"),
        None => Told::unknown(match &pair.refused {
            Some(text) => format!("a second connection is refused: {text}"),
            None => "all connections of the pooler were taken".to_owned(),
        }),
    })
}

/// Why a transaction of several statements is refused, where it is. Who asks is sent away then, and comes anew.
fn blocks_refused(pair: &mut Pair<'_>) -> Result<Option<Failure>, Failure> {
    let answer = begin(&mut pair.first)?.answer()?;
    let refusal = match answer.refusal {
        Some(refusal) => Some(refusal),
        None => commit(&mut pair.first)?.refusal,
    };
    match refusal {
        Some(refusal) if refusal.said.contains("statement pooling") => {
            pair.first = pair.peer()?;
            Ok(Some(refusal))
        }
        Some(refusal) => Err(refusal),
        None => Ok(None),
    }
}

fn begin(peer: &mut Peer) -> Result<&mut Peer, Failure> {
    peer.ask(&format!("begin; select {BACKEND}"))?;
    Ok(peer)
}

fn commit(peer: &mut Peer) -> Result<Answer, Failure> {
    peer.ask("commit")?;
    peer.answer()
}

/// Who meets whom.
#[derive(Default)]
struct Met {
    /// The process that answered the first connection, and the one that answered the second.
    last: [Option<Backend>; 2],
}

impl Met {
    /// Notes who answered; says so if that shows that processes are shared.
    fn note(&mut self, which: usize, answer: &Answer) -> Option<Found> {
        let met = answer.backend()?;
        let other = self.last[1 - which].as_ref();
        let why = match &self.last[which] {
            Some(last) if *last != met => {
                Some(format!("one connection was answered by {last}, then by {}", met.process()))
            }
            _ if other == Some(&met) => Some(format!("two open connections were answered by {met}")),
            _ => None,
        };
        self.last[which] = Some(met);
        why.map(Found::Shared)
    }
}

/// Each asks while the other does nothing. A stack of idle connections gives each the other's, a queue gives each the
/// next: in this order neither gives each its own again.
fn in_turn(pair: &mut Pair<'_>) -> Result<Option<Found>, Failure> {
    let mut met = Met::default();
    let question = format!("select {BACKEND}");
    for nth in 0..QUESTIONS {
        let which = usize::from(!matches!(nth % 4, 0 | 3));
        let Some(peer) = pair.get(which) else { return Ok(None) };
        peer.ask(&question)?;
        let answer = match (which, peer.soon()?) {
            (_, Some(answer)) => answer,
            (0, None) => peer.answer()?,
            (_, None) => match passed_over(pair, &mut met)? {
                Passed::Found(found) => return Ok(Some(found)),
                Passed::Answered(answer) => answer,
            },
        };
        if let Some(refusal) = answer.refusal {
            return Err(refusal);
        }
        if let Some(found) = met.note(which, &answer) {
            return Ok(Some(found));
        }
    }
    let [Some(first), Some(second)] = &met.last else { return Ok(None) };
    Ok(Some(Found::Apart(format!(
        "two connections kept to {first} and {} through {QUESTIONS} questions in turn and {ROUNDS} transactions at once",
        second.process()
    ))))
}

/// What became of the second connection, which waits for its answer.
enum Passed {
    Found(Found),
    Answered(Answer),
}

/// The second waits although the first does nothing. If the first is answered again and again meanwhile, it has a
/// connection of its own, and the pool none for the second.
fn passed_over(pair: &mut Pair<'_>, met: &mut Met) -> Result<Passed, Failure> {
    let question = format!("select {BACKEND}");
    let mut served = 0;
    loop {
        pair.first.ask(&question)?;
        let answer = match pair.first.soon()? {
            Some(answer) => {
                served += 1;
                answer
            }
            // Both wait: others have all there is.
            None => {
                served = 0;
                pair.first.answer()?
            }
        };
        if let Some(found) = met.note(0, &answer) {
            return Ok(Passed::Found(found));
        }
        let Some(second) = &mut pair.second else { continue };
        if let Some(answer) = second.within(PAUSE)? {
            return Ok(Passed::Answered(answer));
        }
        if served == SERVED {
            pair.second = None;
            return Ok(Passed::Found(Found::Apart(format!(
                "one connection was answered {SERVED} times while another, which had asked before, waited for the only \
                 place that was left"
            ))));
        }
    }
}

/// Both have a transaction open, and end it; whose connection comes back first is next to be given away.
fn at_once(pair: &mut Pair<'_>) -> Result<Option<Found>, Failure> {
    let mut met = Met::default();
    for nth in 0..ROUNDS {
        let answer = begin(&mut pair.first)?.answer()?;
        if let Some(found) = met.note(0, &answer) {
            commit(&mut pair.first)?;
            return Ok(Some(found));
        }
        let Some(second) = &mut pair.second else { return Ok(None) };
        let early = begin(second)?.soon()?;
        let waits = early.is_none();
        if waits || nth % 2 == 0 {
            commit(&mut pair.first)?;
        }
        let answer = match early {
            Some(answer) => answer,
            None => match second.soon()? {
                Some(answer) => answer,
                None => {
                    pair.second = None;
                    return Ok(None);
                }
            },
        };
        let found = met.note(1, &answer);
        commit(second)?;
        if !waits && nth % 2 == 1 {
            commit(&mut pair.first)?;
        }
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Whoever comes anew gets an idle connection before the pooler opens one, if idle ones are not kept for their clients.
fn newcomer(pair: &mut Pair<'_>) -> Result<Option<Found>, Failure> {
    let question = format!("select {BACKEND}");
    let mut old = Vec::new();
    for which in 0..2 {
        let Some(peer) = pair.get(which) else { return Ok(None) };
        peer.ask(&question)?;
        old.extend(peer.answer()?.backend());
    }
    let Ok(mut third) = pair.peer() else { return Ok(None) };
    third.ask(&question)?;
    let Some(met) = third.soon()?.and_then(|answer| answer.backend()) else { return Ok(None) };
    let is_shared = old.contains(&met);
    Ok(is_shared.then(|| Found::Shared(format!("two open connections were answered by {met}"))))
}
