//! PgBouncer's settings. They say how it pools; the servers under `[databases]` are written in a dialect of its own and
//! are not taken for connections.

use super::{Document, Entry, Format, ini};
use crate::text::Span;

pub(super) static FORMAT: Format = Format {
    name: "pgbouncer",
    label: "settings of PgBouncer",
    has_name: |name| name.starts_with("pgbouncer") && name.ends_with(".ini"),
    looks_like: |_| false,
    read,
    encode: |_, _| None,
};

/// What a pool mode is called that holds for one database only.
pub const POOL_MODE_OF_DATABASE: &str = "databases.pool_mode";

fn read(text: &str) -> Document {
    let mut out = ini::sections(text);
    out.entries = out.entries.into_iter().filter_map(setting).collect();
    out
}

/// A setting of PgBouncer's own, or the pool mode of a server.
fn setting(entry: Entry) -> Option<Entry> {
    let text = entry.value.text();
    if !text.contains('=') {
        return Some(entry);
    }
    let at = text.find("pool_mode=")? + "pool_mode=".len();
    let length = text.get(at..)?.find(char::is_whitespace).unwrap_or(text.len() - at);
    let value = entry.value.part(Span::new(at, at + length));
    let name = entry.name.map(|(_, place)| (POOL_MODE_OF_DATABASE.to_owned(), place));
    Some(Entry { name, ..Entry::new(value, entry.span) })
}

#[cfg(test)]
mod tests {
    use super::FORMAT;

    #[test]
    fn servers_are_no_connections() {
        let text = "[databases]\na = host=b port=5432 password=c pool_mode=session\nd = host=e\n[pgbouncer]\n\
                    listen_port = 6432\npool_mode = transaction\n";
        let said: Vec<_> = (FORMAT.read)(text)
            .entries
            .into_iter()
            .map(|it| (it.name.unwrap_or_default().0, it.value.text().to_owned()))
            .collect();
        let expected =
            [("databases.pool_mode", "session"), ("listen_port", "6432"), ("pool_mode", "transaction")];
        assert_eq!(said, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
}
