//! What one client asks. Nothing is created or written: the statement in the place of one that changes something gives
//! back its number, so that it shows whether it was the one that ran.

use std::thread;
use std::time::Duration;

use super::tally::Tally;
use super::voice::{Manner, Trouble, Voice};
use crate::live::clock::Deadline;
use crate::live::session::Session;
use crate::live::stop;

/// Questions of each client.
const ROUNDS: usize = 50;
/// Different texts, so that the answer to another client's question shows.
const TEXTS: i32 = 5;
/// Every so many questions stand in a transaction that changes something.
const CHANGES: usize = 5;
/// Who waits longer than this for one answer waits in vain.
const PATIENCE: Duration = Duration::from_secs(8);

/// Asks everything over `session` until the time is over.
pub fn ask(session: Session, manner: Manner, nth: usize, deadline: Deadline) -> Tally {
    let mut voice = Voice::new(session, manner, nth);
    let mut tally = Tally { clients: 1, ..Tally::default() };
    voice.until(deadline.or_after(PATIENCE));
    if let Err(trouble) = voice.open() {
        tally.asked = 1;
        tally.note(&trouble, &manner.speech);
        return tally;
    }
    for turn in 0..ROUNDS {
        if deadline.left().is_err() || stop::is_asked() {
            break;
        }
        voice.until(deadline.or_after(PATIENCE));
        think(nth, turn);
        tally.asked += 1;
        let Err(trouble) = Question::of(nth, turn).ask(&mut voice, manner, &mut tally) else { continue };
        // What is cut off by the end of the rehearsal waits for nothing.
        if matches!(trouble, Trouble::Silence) && deadline.left().is_err() {
            tally.asked -= 1;
            break;
        }
        tally.note(&trouble, &manner.speech);
        if trouble.is_final() {
            break;
        }
        if (manner.speech.always_in_transaction || turn % CHANGES == CHANGES - 1)
            && voice.roll_back().is_err_and(|it| it.is_final())
        {
            break;
        }
    }
    tally
}

/// Programs do something between two questions. Without that all clients would go round in step, and meet the same
/// connections of a pooler in the same order.
fn think(nth: usize, turn: usize) {
    let mixed = (nth * 31 + turn * 17 + 7).wrapping_mul(2_654_435_761) >> 8;
    let microseconds = u64::try_from(mixed % 3000).unwrap_or_default();
    thread::sleep(Duration::from_micros(microseconds));
}

/// A question.
struct Question {
    number: i32,
    plus: i32,
    changes: bool,
}

impl Question {
    fn of(client: usize, turn: usize) -> Self {
        let of = |number: usize| i32::try_from(number).unwrap_or_default();
        Self {
            number: of(client * 1000 + turn),
            plus: 100_000 * (1 + of(client + turn) % TEXTS),
            changes: turn % CHANGES == CHANGES - 1,
        }
    }

    fn ask(&self, voice: &mut Voice, manner: Manner, tally: &mut Tally) -> Result<(), Trouble> {
        let Self { number, plus, changes } = *self;
        let in_transaction = changes || manner.speech.always_in_transaction;
        if in_transaction {
            voice.begin()?;
        }
        let text = format!("select cast($1 as int) + {plus} from pg_sleep(0.002)");
        let answer = voice.ask(&text, number, false)?.value;
        let stored = match changes {
            true => voice.ask("select cast($1 as int) as stored", number, true)?.value,
            false => None,
        };
        let done = if in_transaction { voice.commit()? } else { String::new() };
        if answer == Some((number + plus).to_string()) {
            tally.right += 1;
        } else {
            tally.wrong += 1;
        }
        if changes {
            tally.committed += 1;
            tally.lost += usize::from(done == "ROLLBACK" || stored != Some(number.to_string()));
        }
        Ok(())
    }
}
