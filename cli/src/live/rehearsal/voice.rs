//! One client that speaks as a driver does.

use std::collections::HashMap;
use std::io;

use connlint_core::drivers::{Command, Frees, Namer, Recovery, Speech, Trips};
use connlint_core::model::{Prepared, Statements};
use fallible_iterator::FallibleIterator;
use postgres_protocol::IsNull;
use postgres_protocol::message::backend::{DataRowBody, ErrorFields, Message};
use postgres_protocol::message::frontend;

use crate::live::clock::Deadline;
use crate::live::session::Session;

/// What all names of statements begin with, so that they can be told from those of real clients, and swept away.
pub const MARK: &str = "connlint/";

/// What went wrong with something that was said.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The server says so: its SQLSTATE and its message.
    Refused { code: String, message: String },
    /// There is no answer in time.
    Silence,
    /// The connection is gone, in the words of the system.
    Gone(String),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::Silence,
            _ => Self::Gone(error.to_string()),
        }
    }
}

impl Trouble {
    fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == wanted)
    }

    /// Whether nothing more can be said over this connection.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Refused { code, .. } => code.starts_with("57P"),
            Self::Silence | Self::Gone(_) => true,
        }
    }
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The first value of the first row.
    pub value: Option<String>,
    /// What the server says it did: `SELECT 1`, `COMMIT`, `ROLLBACK`.
    pub tag: String,
}

/// How a driver speaks, and what it does with statements.
#[derive(Clone, Copy)]
pub struct Manner {
    pub speech: Speech,
    pub prepared: Prepared,
}

/// A client.
pub struct Voice {
    session: Session,
    manner: Manner,
    /// The number of the process that it pretends to be, and letters of its own.
    process: u32,
    letters: String,
    number: u32,
    known: HashMap<String, Known>,
    buffer: bytes::BytesMut,
    /// Bytes of a beginning that waits for the first statement.
    pending: Option<Command>,
}

/// A text that was asked before.
#[derive(Default)]
struct Known {
    times: u32,
    name: Option<String>,
}

impl Voice {
    /// The client number `nth`, over a connection that is ready.
    pub fn new(session: Session, manner: Manner, nth: usize) -> Self {
        let nth = u32::try_from(nth).unwrap_or_default();
        Self {
            session,
            manner,
            process: std::process::id().wrapping_add(nth),
            letters: format!("r{:x}x", nth + 36),
            number: manner.speech.number.first,
            known: HashMap::new(),
            buffer: bytes::BytesMut::new(),
            pending: None,
        }
    }

    /// From now on nothing waits longer than until `deadline`.
    pub fn until(&mut self, deadline: Deadline) {
        self.session.until(deadline);
    }

    /// What the driver asks first.
    pub fn open(&mut self) -> Result<(), Trouble> {
        let speech = self.manner.speech;
        let inside = speech.always_in_transaction && !speech.opens.is_empty();
        if inside {
            self.begin()?;
        }
        for command in speech.opens {
            self.command(*command)?;
        }
        if inside { self.command(speech.rollback).map(drop) } else { Ok(()) }
    }

    /// Begins a transaction, or sees to it that the next statement does.
    pub fn begin(&mut self) -> Result<(), Trouble> {
        let speech = self.manner.speech;
        if speech.begins_with_statement {
            self.pending = Some(speech.begin);
            return Ok(());
        }
        self.command(speech.begin).map(drop)
    }

    /// Commits; what the server says it did.
    pub fn commit(&mut self) -> Result<String, Trouble> {
        Ok(self.command(self.manner.speech.commit)?.tag)
    }

    /// Rolls back, as the driver does when something went wrong.
    pub fn roll_back(&mut self) -> Result<(), Trouble> {
        self.pending = None;
        let speech = self.manner.speech;
        self.command(speech.rollback)?;
        let Some(text) = speech.forgets else { return Ok(()) };
        let named = self.known.values().any(|it| it.name.is_some());
        self.known.clear();
        if named { self.query(text).map(drop) } else { Ok(()) }
    }

    /// Asks `text`, which has `$1` in it, with `number`. `changes` says that it stands for one that changes something.
    pub fn ask(&mut self, text: &str, number: i32, changes: bool) -> Result<Answer, Trouble> {
        match self.manner.prepared.statements {
            Statements::Simple => self.query(&text.replace("$1", &number.to_string())),
            _ => self.statement(text, Some(number), changes),
        }
    }

    fn command(&mut self, command: Command) -> Result<Answer, Trouble> {
        match command {
            Command::Query(text) => self.query(text),
            _ if self.manner.prepared.statements == Statements::Simple => self.query(command.text()),
            Command::Statement(text) => self.statement(text, None, false),
            Command::Batch(text) => {
                let speech = self.manner.speech;
                match self.manner.prepared.statements {
                    Statements::Named => self.named(text, None, (speech.batch, speech.batch_again)),
                    _ => self.speak(speech.batch, "", text, None),
                }
            }
        }
    }

    fn statement(&mut self, text: &str, number: Option<i32>, changes: bool) -> Result<Answer, Trouble> {
        let Manner { speech, prepared } = self.manner;
        match prepared.statements {
            Statements::UnnamedSplit => self.speak(speech.split, "", text, number),
            Statements::Named if !changes || speech.names_changes => {
                let times = self.known.get(text).map_or(0, |it| it.times) + 1;
                if times >= prepared.named_from {
                    return self.named(text, number, (speech.parses, speech.again));
                }
                let answer = self.speak(speech.unnamed, "", text, number);
                self.known.entry(text.to_owned()).or_default().times = times;
                answer
            }
            _ => {
                let known = self.known.contains_key(text) && !speech.unnamed_again.is_empty();
                let trips = if known { speech.unnamed_again } else { speech.unnamed };
                let answer = self.speak(trips, "", text, number)?;
                self.known.entry(text.to_owned()).or_default();
                Ok(answer)
            }
        }
    }

    /// A statement with a name, made by the first of `how` unless it is there, and used by the second then.
    fn named(&mut self, text: &str, number: Option<i32>, how: (Trips, Trips)) -> Result<Answer, Trouble> {
        let result = self.named_once(text, number, how);
        let Err(trouble) = &result else { return result };
        match self.manner.speech.recovery {
            Recovery::RetriesMissing if trouble.is("26000") => {
                self.forget(text);
                // What the program hears is the first error.
                self.named_once(text, number, how).or(result)
            }
            Recovery::Forgets => {
                self.forget(text);
                result
            }
            _ => result,
        }
    }

    fn forget(&mut self, text: &str) {
        if let Some(known) = self.known.get_mut(text) {
            known.name = None;
        }
    }

    fn named_once(
        &mut self,
        text: &str,
        number: Option<i32>,
        (first, again): (Trips, Trips),
    ) -> Result<Answer, Trouble> {
        let speech = self.manner.speech;
        if let Some(name) = self.known.get(text).and_then(|it| it.name.clone()) {
            return self.speak(again, &name, text, number);
        }
        let keeps = !again.is_empty() && self.manner.prepared.cache_size != Some(0);
        let name = self.next_name(text);
        let (making, using) = first.split_at(usize::from(first.len() > 1));
        let mut made = self.speak(making, &name, text, number);
        if speech.recovery == Recovery::FreesTaken && made.as_ref().is_err_and(|it| it.is("42P05")) {
            let _ = self.deallocate(&name);
            made = self.speak(making, &name, text, number);
        }
        made?;
        let known = self.known.entry(text.to_owned()).or_default();
        known.times = known.times.saturating_add(1);
        known.name = keeps.then(|| name.clone());
        let answer = self.speak(using, &name, text, number);
        let freed = match speech.frees {
            Frees::Never => Ok(()),
            Frees::Close => self.speak(&["CS"], &name, text, None).map(drop),
            Frees::Deallocate => self.deallocate(&name),
        };
        match freed {
            Err(trouble) if trouble.is_final() => Err(trouble),
            // Nobody asks how it went.
            _ => answer,
        }
    }

    fn deallocate(&mut self, name: &str) -> Result<(), Trouble> {
        self.query(&format!("DEALLOCATE \"{name}\"")).map(drop)
    }

    fn next_name(&mut self, text: &str) -> String {
        let Manner { speech, prepared } = self.manner;
        let namer = Namer { text, number: self.number, process: self.process, letters: &self.letters };
        let name = namer.name(&prepared, speech.number);
        self.number += 1;
        format!("{MARK}{name}")
    }

    /// A simple query.
    pub fn query(&mut self, text: &str) -> Result<Answer, Trouble> {
        self.buffer.clear();
        frontend::query(text, &mut self.buffer)?;
        self.session.send(&self.buffer)?;
        self.hear(None)
    }

    /// Says the round trips one after the other, until one fails.
    fn speak(
        &mut self,
        trips: Trips,
        name: &str,
        text: &str,
        number: Option<i32>,
    ) -> Result<Answer, Trouble> {
        let mut out = Answer::default();
        for trip in trips {
            self.buffer.clear();
            let before = self.beginning(trip, !name.is_empty())?;
            for letter in trip.chars() {
                self.write(letter, name, text, number)?;
            }
            self.session.send(&self.buffer)?;
            let waits_for_flush = trip.ends_with('H').then(|| trip.len() - 1 + before);
            let answer = self.hear(waits_for_flush)?;
            if !answer.tag.is_empty() {
                out = answer;
            }
        }
        Ok(out)
    }

    /// Writes the beginning of a transaction that waits for this statement, with a name if that has one; how many
    /// answers it gets.
    fn beginning(&mut self, trip: &str, is_named: bool) -> Result<usize, Trouble> {
        let Some(command) = self.pending.filter(|_| trip.contains('E')) else { return Ok(0) };
        self.pending = None;
        let text = command.text();
        let known = self.known.get(text).and_then(|it| it.name.clone());
        let (letters, name) = match known {
            Some(name) => ("BE", name),
            None if is_named => ("PBE", self.next_name(text)),
            None => ("PBE", String::new()),
        };
        if is_named {
            self.known.entry(text.to_owned()).or_default().name = Some(name.clone());
        }
        for letter in letters.chars() {
            self.write(letter, &name, text, None)?;
        }
        Ok(letters.len())
    }

    fn write(&mut self, letter: char, name: &str, text: &str, number: Option<i32>) -> io::Result<()> {
        let out = &mut self.buffer;
        let values = number.map(|it| it.to_string());
        match letter {
            'P' => frontend::parse(name, text, [], out),
            'D' => frontend::describe(b'S', name, out),
            'd' => frontend::describe(b'P', "", out),
            'B' => {
                let write = |value: String, out: &mut bytes::BytesMut| {
                    out.extend_from_slice(value.as_bytes());
                    Ok(IsNull::No)
                };
                frontend::bind("", name, [0], values, write, [0], out)
                    .map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))
            }
            'E' => frontend::execute("", 0, out),
            'C' => frontend::close(b'S', name, out),
            'H' => {
                frontend::flush(out);
                Ok(())
            }
            _ => {
                frontend::sync(out);
                Ok(())
            }
        }
    }

    /// What comes back until the server is ready, or until it has answered so many messages.
    fn hear(&mut self, mut answers: Option<usize>) -> Result<Answer, Trouble> {
        let (mut out, mut refusal) = (Answer::default(), None);
        loop {
            let answered = match self.session.next()? {
                Message::DataRow(row) => {
                    if out.value.is_none() {
                        out.value = first(&row);
                    }
                    false
                }
                Message::CommandComplete(body) => {
                    out.tag = body.tag().unwrap_or_default().to_owned();
                    true
                }
                Message::ParseComplete
                | Message::BindComplete
                | Message::CloseComplete
                | Message::NoData
                | Message::RowDescription(_)
                | Message::EmptyQueryResponse => true,
                Message::ErrorResponse(body) => {
                    refusal = refusal.or_else(|| Some(refused(body.fields())));
                    // The server waits for a Sync before it says anything else.
                    if answers.take().is_some() {
                        self.buffer.clear();
                        frontend::sync(&mut self.buffer);
                        self.session.send(&self.buffer)?;
                    }
                    false
                }
                Message::ReadyForQuery(_) => return refusal.map_or(Ok(out), Err),
                _ => false,
            };
            if let Some(left) = answers.as_mut().filter(|_| answered) {
                *left = left.saturating_sub(1);
            }
            if answers == Some(0) {
                return Ok(out);
            }
        }
    }
}

fn first(row: &DataRowBody) -> Option<String> {
    let range = row.ranges().next().ok()??;
    let bytes = row.buffer().get(range?)?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

fn refused(mut fields: ErrorFields<'_>) -> Trouble {
    let (mut code, mut message) = (String::new(), String::new());
    while let Ok(Some(field)) = fields.next() {
        let value = || String::from_utf8_lossy(field.value_bytes()).replace(MARK, "");
        match field.type_() {
            b'C' => code = value(),
            b'M' => message = value(),
            _ => {}
        }
    }
    Trouble::Refused { code, message }
}
