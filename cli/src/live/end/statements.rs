//! Named statements, by preparing one and running it where it is not.

use postgres_protocol::message::frontend;
use serde::Serialize;

use super::Failure;
use super::mode::Mode;
use super::pair::Pair;
use super::peer::{Answer, BACKEND, Backend, Peer, parse, run};
use super::told::Told;

/// What becomes of named prepared statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Statements {
    /// They work, because a client keeps its connection or because the pooler follows them.
    Kept,
    /// They are missing in the next transaction, or meet another client's.
    Lost,
    /// They are not taken at all.
    Refused,
}

impl Statements {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Lost => "lost",
            Self::Refused => "refused",
        }
    }
}

/// What was found.
pub struct Found {
    /// What becomes of them.
    pub told: Told<Statements>,
    /// The name under which the server knew the statement, where it was not the client's: a pooler's own.
    pub renamed: Option<String>,
}

/// Attempts to get away from the process that knows the statement.
const ATTEMPTS: usize = 12;
/// Of these, in vain because there is one process only that the two take in turn.
const ALONE: usize = 2;
/// Attempts to come back to it, to leave nothing behind.
const RETURNS: usize = 40;

/// Prepares a statement and runs it in another transaction, on another process of the server if there are others.
pub fn statements(pair: &mut Pair<'_>, mode: Option<Mode>) -> Result<Found, Failure> {
    let name = format!("connlint_{}", std::process::id());
    let prepared = prepare(&mut pair.first, &name)?;
    if let Some(refusal) = prepared.refusal {
        let told = Told::seen(Statements::Refused, refusal.said);
        return Ok(Found { told, renamed: None });
    }
    let row = prepared.rows.first().map_or(&[][..], Vec::as_slice);
    let home = Backend::of(row).ok_or_else(|| Failure::of("the server does not say which process it is"))?;
    let names: Vec<&str> = row.get(2).map_or("", String::as_str).split_whitespace().collect();
    let is_own = names.contains(&name.as_str());
    let renamed = names.iter().rev().find(|it| !is_own && is_of_pooler(it)).map(|it| (*it).to_owned());
    let told = if mode.is_some_and(Mode::is_shared) {
        elsewhere(pair, mode, &name, &home, is_own, renamed.as_deref())?
    } else {
        again(&mut pair.first, &name, mode)?
    };
    Ok(Found { told, renamed })
}

/// Names that poolers give: `PGBOUNCER_12`.
fn is_of_pooler(name: &str) -> bool {
    super::pooler::by_statement(name).is_some()
}

fn prepare(peer: &mut Peer, name: &str) -> Result<Answer, Failure> {
    let names = format!(
        "select {BACKEND}, coalesce((select string_agg(name, ' ' order by prepare_time) from pg_prepared_statements), '')"
    );
    peer.send(|buffer| {
        parse(name, "select 'connlint'", buffer)?;
        parse("", &names, buffer)?;
        run("", buffer)?;
        frontend::sync(buffer);
        Ok(())
    })?;
    peer.answer()
}

/// Runs it where the client keeps its connection.
fn again(peer: &mut Peer, name: &str, mode: Option<Mode>) -> Result<Told<Statements>, Failure> {
    ask(peer, name, true)?;
    let answer = peer.answer()?;
    Ok(match answer.refusal {
        Some(refusal) => Told::seen(Statements::Lost, refusal.said),
        None if mode.is_none() => {
            Told::unknown("one was found again, but perhaps on the same server connection")
        }
        None => Told::seen(Statements::Kept, "one was found again in the next transaction"),
    })
}

/// Asks who answers, then runs the statement there, and forgets it if it is to be forgotten.
fn ask(peer: &mut Peer, name: &str, forget: bool) -> Result<(), Failure> {
    let question = format!("select {BACKEND}");
    peer.send(|buffer| {
        parse("", &question, buffer)?;
        run("", buffer)?;
        run(name, buffer)?;
        if forget {
            frontend::close(b'S', name, buffer)?;
        }
        frontend::sync(buffer);
        Ok(())
    })
}

/// Runs it on a process that does not know it, from the connection that prepared it; or on the one that does, from the
/// other: whichever comes first shows whether the pooler follows statements.
fn elsewhere(
    pair: &mut Pair<'_>,
    mode: Option<Mode>,
    name: &str,
    home: &Backend,
    is_own: bool,
    renamed: Option<&str>,
) -> Result<Told<Statements>, Failure> {
    let mut alone = 0;
    for _ in 0..ATTEMPTS {
        if is_own && let Some(second) = &mut pair.second {
            ask(second, name, true)?;
            let answer = second.answer()?;
            if answer.refusal.is_none() {
                let why = format!("another connection found the statement of this one, in {home}");
                return Ok(Told::seen(Statements::Lost, why));
            }
        }
        let Away { met, refusal, has_waited } = try_away(pair, mode, name)?;
        if met.as_ref().is_none_or(|met| met == home) {
            alone += usize::from(has_waited);
            if alone == ALONE {
                break;
            }
            continue;
        }
        let met = met.as_ref().map_or("another", Backend::process);
        let told = match refusal {
            None => Told::seen(
                Statements::Kept,
                format!("one that was prepared in {home} was found in {met} too"),
            ),
            Some(refusal) => Told::seen(
                Statements::Lost,
                format!("prepared in {home}, looked for in {met}: {}", refusal.said),
            ),
        };
        return forgotten(pair, name, is_own, told);
    }
    let told = match renamed {
        Some(renamed) => Told::likely(
            Statements::Kept,
            format!("the server knows the statement under a name of the pooler's: `{renamed}`"),
        ),
        None if alone == 0 => Told::likely(
            Statements::Kept,
            format!("who has prepared one keeps {home}, through {ATTEMPTS} transactions: the pooler pins it"),
        ),
        None => Told::likely(
            Statements::Lost,
            "the server knows the statement under the client's own name, so nothing follows it; no second server \
             connection was free to try",
        ),
    };
    forgotten(pair, name, is_own, told)
}

/// What came of an attempt to get away.
struct Away {
    /// Who answered.
    met: Option<Backend>,
    /// Why the statement is refused there, if it is.
    refusal: Option<Failure>,
    /// Whether there was no answer before the other connection was done.
    has_waited: bool,
}

/// Runs it while the other connection keeps the process that was used last.
fn try_away(pair: &mut Pair<'_>, mode: Option<Mode>, name: &str) -> Result<Away, Failure> {
    if let Some(second) = &mut pair.second {
        match mode {
            Some(Mode::Statement) => second.ask(&format!("select {BACKEND}, pg_sleep(0.5)"))?,
            _ => {
                second.ask(&format!("begin; select {BACKEND}"))?;
                second.answer()?;
            }
        }
    }
    ask(&mut pair.first, name, false)?;
    let early = pair.first.soon()?;
    if let Some(second) = &mut pair.second {
        match mode {
            Some(Mode::Statement) => {}
            _ => second.ask("commit")?,
        }
        second.answer()?;
    }
    let has_waited = early.is_none();
    let answer = match early {
        Some(answer) => answer,
        None => pair.first.answer()?,
    };
    Ok(Away { met: answer.backend(), refusal: answer.refusal, has_waited })
}

/// Takes the statement away again, by the name under which the pooler follows it, or wherever it lies; says so if it
/// is not found any more.
fn forgotten(
    pair: &mut Pair<'_>,
    name: &str,
    is_own: bool,
    mut told: Told<Statements>,
) -> Result<Told<Statements>, Failure> {
    for nth in 0..if is_own { RETURNS } else { 1 } {
        let Some(peer) = pair.get(nth % 2) else { continue };
        ask(peer, name, true)?;
        if peer.answer()?.refusal.is_none() {
            return Ok(told);
        }
    }
    told.evidence.push(format!(
        "the statement `{name}` is left where it was, until the pooler closes that connection"
    ));
    Ok(told)
}
