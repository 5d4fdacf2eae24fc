//! A connection that can be asked without waiting for the answer.

use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use bytes::BytesMut;
use fallible_iterator::FallibleIterator;
use postgres_protocol::IsNull;
use postgres_protocol::message::backend::{DataRowBody, Message};
use postgres_protocol::message::frontend;

use super::super::clock::Deadline;
use super::super::session::Session;
use super::super::silence::{QUERY, silent};
use super::super::startup::refused;
use super::super::step::Failure;

/// What tells server processes apart, in two columns: their number, and where they run.
pub const BACKEND: &str =
    "pg_backend_pid(), coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'socket')";

/// A process of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backend {
    process: String,
    server: String,
}

impl Backend {
    /// From a row that begins with the columns of [`BACKEND`].
    pub fn of(row: &[String]) -> Option<Self> {
        Some(Self { process: row.first()?.clone(), server: row.get(1)?.clone() })
    }

    /// Its number.
    pub fn process(&self) -> &str {
        &self.process
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "server process {}", self.process)
    }
}

/// All that came back until the server was ready again, or gone.
#[derive(Default)]
pub struct Answer {
    /// Rows, as texts; a null is empty.
    pub rows: Vec<Vec<String>>,
    /// The first error.
    pub refusal: Option<Failure>,
}

impl Answer {
    /// The process that answered.
    pub fn backend(&self) -> Option<Backend> {
        Backend::of(self.rows.first()?)
    }

    /// The first row.
    ///
    /// # Errors
    /// What the server said instead.
    pub fn row(self) -> Result<Vec<String>, Failure> {
        match self.refusal {
            Some(refusal) => Err(refusal),
            None => Ok(self.rows.into_iter().next().unwrap_or_default()),
        }
    }
}

/// A connection.
pub struct Peer {
    session: Session,
    deadline: Deadline,
    /// What has come of an answer that is not complete.
    part: Answer,
    /// How long the quickest answer took.
    pub quickest: Duration,
}

impl Peer {
    /// Over `session`, never waiting beyond `deadline`.
    pub fn over(mut session: Session, deadline: Deadline) -> Self {
        session.until(deadline);
        Self { session, deadline, part: Answer::default(), quickest: Duration::from_secs(1) }
    }

    /// The connection.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Long enough for an answer that nothing holds up.
    fn patience(&self) -> Duration {
        (self.quickest * 8).clamp(Duration::from_millis(250), Duration::from_secs(2))
    }

    /// Sends `sql` as it is.
    pub fn ask(&mut self, sql: &str) -> Result<(), Failure> {
        self.send(|buffer| frontend::query(sql, buffer))
    }

    /// Sends messages that end with one that asks for an answer.
    pub fn send(&mut self, write: impl FnOnce(&mut BytesMut) -> io::Result<()>) -> Result<(), Failure> {
        let mut buffer = BytesMut::new();
        self.session.until(self.deadline);
        write(&mut buffer).and_then(|()| self.session.send(&buffer)).map_err(|error| silent(&error, &QUERY))
    }

    /// The answer, when it comes before an unhindered one would be overdue.
    pub fn soon(&mut self) -> Result<Option<Answer>, Failure> {
        self.within(self.patience())
    }

    /// The answer, when it comes within `time`.
    pub fn within(&mut self, time: Duration) -> Result<Option<Answer>, Failure> {
        self.deadline.left().map_err(|error| silent(&error, &QUERY))?;
        self.session.until(self.deadline.or_after(time));
        let begun = Instant::now();
        match self.complete() {
            Ok(answer) => {
                self.quickest = self.quickest.min(begun.elapsed());
                Ok(Some(answer))
            }
            Err(error) if error.kind() == io::ErrorKind::TimedOut => Ok(None),
            Err(error) => Err(silent(&error, &QUERY)),
        }
    }

    /// The answer, whenever it comes.
    pub fn answer(&mut self) -> Result<Answer, Failure> {
        self.session.until(self.deadline);
        let begun = Instant::now();
        let answer = self.complete().map_err(|error| silent(&error, &QUERY))?;
        self.quickest = self.quickest.min(begun.elapsed());
        Ok(answer)
    }

    /// Asks, and waits for the first row.
    pub fn row(&mut self, sql: &str) -> Result<Vec<String>, Failure> {
        self.ask(sql)?;
        self.answer()?.row()
    }

    fn complete(&mut self) -> io::Result<Answer> {
        loop {
            match self.session.next() {
                Ok(Message::DataRow(body)) => self.part.rows.push(texts(&body)?),
                Ok(Message::ErrorResponse(body)) => {
                    let said = refused(&body);
                    self.part.refusal.get_or_insert(said);
                }
                Ok(Message::ReadyForQuery(_)) => return Ok(std::mem::take(&mut self.part)),
                Ok(_) => {}
                // Who is refused for good hears why, and then nothing.
                Err(error) if error.kind() != io::ErrorKind::TimedOut && self.part.refusal.is_some() => {
                    return Ok(std::mem::take(&mut self.part));
                }
                Err(error) => return Err(error),
            }
        }
    }
}

fn texts(body: &DataRowBody) -> io::Result<Vec<String>> {
    let text = |range: Option<std::ops::Range<usize>>| {
        let bytes = range.and_then(|range| body.buffer().get(range)).unwrap_or_default();
        Ok(String::from_utf8_lossy(bytes).into_owned())
    };
    body.ranges().map(text).collect()
}

/// Parses `sql` as the statement `name`.
pub fn parse(name: &str, sql: &str, buffer: &mut BytesMut) -> io::Result<()> {
    frontend::parse(name, sql, std::iter::empty(), buffer)
}

/// Runs the statement `name`, which takes nothing.
pub fn run(name: &str, buffer: &mut BytesMut) -> io::Result<()> {
    let nothing = std::iter::empty::<()>();
    frontend::bind("", name, [], nothing, |(), _| Ok(IsNull::Yes), [], buffer)
        .map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    frontend::execute("", 0, buffer)
}
