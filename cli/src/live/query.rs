//! The first query.

use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::Message;
use postgres_protocol::message::frontend;

use super::session::Session;
use super::silence::{QUERY, silent};
use super::startup::refused;
use super::step::Failure;
use super::wire::Messages;

/// Who answers, and whom it takes the client for.
const QUESTION: &str = "select split_part(version(), ' on ', 1), current_user, current_database()";

/// Asks, and says what the server is.
pub fn query(session: &mut Session) -> Result<((), String), Failure> {
    let row = session.ask(QUESTION)?;
    let part = |at: usize| row.get(at).map_or("", String::as_str);
    Ok(((), format!("{}, as {} in {}", part(0), part(1), part(2))))
}

/// The first row that `sql` gives, as texts; a null is empty.
pub fn ask(messages: &mut Messages, sql: &str) -> Result<Vec<String>, Failure> {
    let failed = |error: &std::io::Error| silent(error, &QUERY);
    let mut buffer = bytes::BytesMut::new();
    frontend::query(sql, &mut buffer).map_err(|error| failed(&error))?;
    messages.wire().send(&buffer).map_err(|error| failed(&error))?;
    let (mut row, mut refusal) = (None, None);
    loop {
        let message = match messages.next() {
            Ok(message) => message,
            // Who refuses for good closes the connection.
            Err(error) => return Err(refusal.unwrap_or_else(|| failed(&error))),
        };
        match message {
            Message::DataRow(body) if row.is_none() => {
                let ranges: Vec<_> = body.ranges().collect().map_err(|error| failed(&error))?;
                let text = |range: &Option<std::ops::Range<usize>>| {
                    let bytes = range.clone().and_then(|range| body.buffer().get(range)).unwrap_or_default();
                    String::from_utf8_lossy(bytes).into_owned()
                };
                row = Some(ranges.iter().map(text).collect());
            }
            Message::ErrorResponse(body) => refusal = refusal.or(Some(refused(&body))),
            Message::ReadyForQuery(_) => break,
            _ => {}
        }
    }
    match (refusal, row) {
        (Some(failure), _) => Err(failure),
        (None, row) => Ok(row.unwrap_or_default()),
    }
}
