//! A connection that the server has let in.

use std::collections::BTreeMap;
use std::io;

use postgres_protocol::message::backend::Message;

use super::clock::Deadline;
use super::query::ask;
use super::step::Failure;
use super::wire::Messages;

/// What the server says of itself when it lets a client in.
#[derive(Clone, Debug, Default)]
pub struct Welcome {
    /// The settings that it reports, by their names.
    pub parameters: BTreeMap<String, String>,
    /// The number of its process and the secret that cancels a query, where it sends them. A pooler invents both.
    pub process: Option<(i32, i32)>,
}

/// A connection that is ready for queries.
pub struct Session {
    messages: Messages,
    /// What the server said when it let this client in.
    pub welcome: Welcome,
}

impl Session {
    /// A connection over which the server has said that it is ready.
    pub fn new(messages: Messages, welcome: Welcome) -> Self {
        Self { messages, welcome }
    }

    /// The first row that the simple query `sql` gives, as texts; a null is empty.
    ///
    /// # Errors
    /// What the server says, or what became of the connection.
    pub fn ask(&mut self, sql: &str) -> Result<Vec<String>, Failure> {
        ask(&mut self.messages, sql)
    }

    /// Sends messages of the protocol as they are.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.messages.wire().send(bytes)
    }

    /// The next message of the server.
    ///
    /// # Errors
    /// As for [`Messages::next`].
    pub fn next(&mut self) -> io::Result<Message> {
        self.messages.next()
    }

    /// The port at this end of the connection; none inside the machine.
    pub fn port(&mut self) -> Option<u16> {
        self.messages.wire().port()
    }

    /// From now on nothing waits longer than until `deadline`.
    pub fn until(&mut self, deadline: Deadline) {
        self.messages.wire().until(deadline);
    }
}
