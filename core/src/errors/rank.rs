//! Which of the errors found in one message count, and in which order.

use std::cmp::Reverse;

use super::pattern::Place;
use super::{Emitter, ErrorText};
use crate::text::sort_by_key;

/// An error that stands somewhere in a message.
pub(super) struct Candidate<'a> {
    pub emitter: &'static Emitter,
    pub error: &'static ErrorText,
    pub text: &'static str,
    pub place: Place<'a>,
}

/// What a message says of who printed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Speaker {
    /// Nothing betrays the emitter, and others print the same.
    Unlikely,
    /// Anybody may print it.
    Anybody,
    /// A word of the message betrays the emitter.
    Betrayed,
}

/// The candidates that nothing more particular replaces: the most particular first, what follows from others last.
pub(super) fn ranked<'a>(candidates: Vec<Candidate<'a>>, message: &str) -> Vec<Candidate<'a>> {
    let speakers: Vec<Speaker> = candidates.iter().map(|it| speaker(it.emitter, message)).collect();
    let gives_way = |at: usize| {
        let (own, own_speaker) = (candidates.get(at), speakers.get(at));
        let mut others = candidates.iter().zip(&speakers).enumerate().filter(|(other, _)| *other != at);
        others.any(|(_, (other, speaker))| {
            own.zip(own_speaker).is_some_and(|(own, mine)| gives_way_to((own, *mine), (other, *speaker)))
        })
    };
    let stays: Vec<bool> = (0..candidates.len()).map(|at| !gives_way(at)).collect();
    let mut out: Vec<Candidate<'a>> =
        candidates.into_iter().zip(stays).filter_map(|(it, stays)| stays.then_some(it)).collect();
    sort_by_key(&mut out, |it| (it.error.follows, Reverse(it.place.weight())));
    out
}

fn speaker(emitter: &Emitter, message: &str) -> Speaker {
    match emitter.near {
        [] => Speaker::Anybody,
        near if near.iter().any(|word| message.contains(word)) => Speaker::Betrayed,
        _ => Speaker::Unlikely,
    }
}

/// Of errors at the same place, the longer one says more; of those with the same words, the one whose emitter is
/// betrayed counts, and one that nothing betrays gives way to whoever else prints them.
fn gives_way_to(one: (&Candidate<'_>, Speaker), other: (&Candidate<'_>, Speaker)) -> bool {
    let is_inside = one.0.place.is_part_of(&other.0.place);
    let is_around = other.0.place.is_part_of(&one.0.place);
    is_inside && (!is_around || one.1 < other.1)
}
