//! libpq's service file: connections under names.

use super::{Consumer, Format, Scope, ini};

pub(super) static FORMAT: Format = Format {
    name: "pg-service",
    label: "PostgreSQL service file",
    has_name: |name| matches!(name, ".pg_service.conf" | "pg_service.conf"),
    looks_like: |_| false,
    read: |text| {
        let mut out = ini::sections(text);
        let sections = out.entries.iter().map(|it| it.scope).max().unwrap_or_default();
        let consumer =
            Consumer { drivers: &["libpq"], why: "the service file of libpq".to_owned(), is_guess: false };
        let scope = Scope { consumer: Some(consumer), ..Scope::default() };
        out.scopes.resize(sections + 1, scope);
        out
    },
    encode: |text, _| (!text.contains(char::is_control)).then(|| text.to_owned()),
};
