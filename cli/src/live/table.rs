//! All rows of an answer, by the names of their columns.

use std::collections::BTreeMap;
use std::io;

use fallible_iterator::FallibleIterator;
use postgres_protocol::message::backend::{DataRowBody, Message};
use postgres_protocol::message::frontend;

use super::session::Session;
use super::silence::{QUERY, silent};
use super::startup::refused;
use super::step::Failure;

/// A row: what is null is not in it.
#[derive(Debug, Default)]
pub struct Row(BTreeMap<String, String>);

impl Row {
    /// The text in a column; empty where there is none.
    pub fn text(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    /// The number in a column; 0 where there is none.
    pub fn number(&self, column: &str) -> u64 {
        self.text(column).parse().unwrap_or(0)
    }

    /// The number with a fraction in a column, if there is one.
    pub fn fraction(&self, column: &str) -> Option<f64> {
        self.text(column).parse().ok()
    }

    /// Whether there is such a column, and something in it.
    pub fn has(&self, column: &str) -> bool {
        self.0.contains_key(column)
    }

    #[cfg(test)]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }
}

/// The rows that the simple query `sql` gives.
///
/// # Errors
/// What the server says, or what became of the connection.
pub fn rows(session: &mut Session, sql: &str) -> Result<Vec<Row>, Failure> {
    let failed = |error: &io::Error| silent(error, &QUERY);
    let mut buffer = bytes::BytesMut::new();
    frontend::query(sql, &mut buffer).map_err(|error| failed(&error))?;
    session.send(&buffer).map_err(|error| failed(&error))?;
    let (mut columns, mut out, mut refusal) = (Vec::new(), Vec::new(), None);
    loop {
        match session.next().map_err(|error| failed(&error))? {
            Message::RowDescription(body) => {
                let names = body.fields().map(|field| Ok(field.name().to_owned())).collect();
                columns = names.map_err(|error| failed(&error))?;
            }
            Message::DataRow(body) => out.push(row(&columns, &body).map_err(|error| failed(&error))?),
            Message::ErrorResponse(body) => refusal = refusal.or(Some(refused(&body))),
            Message::ReadyForQuery(_) => break,
            _ => {}
        }
    }
    refusal.map_or(Ok(out), Err)
}

fn row(columns: &[String], body: &DataRowBody) -> io::Result<Row> {
    let ranges: Vec<_> = body.ranges().collect()?;
    let cells = columns.iter().zip(ranges).filter_map(|(name, range)| {
        let bytes = body.buffer().get(range?)?;
        Some((name.clone(), String::from_utf8_lossy(bytes).into_owned()))
    });
    Ok(Row(cells.collect()))
}
