//! A pooler whose parts stand in variables beside those of the server that it belongs to: `POOLER_HOST`, `POOLER_PORT`
//! and `POOLER_USER`, with the password and the database of the server.

use super::Request;
use crate::drivers::DriverAt;
use crate::formats::Document;
use crate::text::Secret;

/// Before the names of the parts.
const PREFIXES: &[&str] =
    &["POOLER_", "SUPABASE_POOLER_", "DB_POOLER_", "DATABASE_POOLER_", "POSTGRES_POOLER_"];

/// Before the names of what the pooler shares with its server.
const SHARED: &[&str] = &["DB_", "SUPABASE_DB_", "DATABASE_", "POSTGRES_", "PG", "SUPABASE_"];

const PASSWORD: &[&str] = &["PASSWORD", "PASS"];
const DATABASE: &[&str] = &["NAME", "DATABASE", "DBNAME", "DB"];

/// The pooler that `document` describes; `None` unless its host, port and user are all given.
pub(super) fn pooler(driver: DriverAt, document: &Document) -> Option<Request> {
    PREFIXES.iter().find_map(|prefix| {
        let own = |ending: &str| value(document, prefix, ending);
        let mut out = Request::new(driver, own("HOST")?);
        out.port = Some(own("PORT")?.trim().parse().ok()?);
        out.user = Some(own("USER").or(own("USERNAME"))?);
        let shared = |endings: &[&str]| {
            let prefixes = [prefix].into_iter().chain(SHARED);
            prefixes
                .flat_map(|prefix| endings.iter().map(move |it| (prefix, it)))
                .find_map(|(prefix, ending)| value(document, prefix, ending))
        };
        out.password = shared(PASSWORD).map(Secret::new);
        out.dbname = shared(DATABASE);
        Some(out)
    })
}

/// What the variable `prefix` + `ending` holds, if anything.
fn value(document: &Document, prefix: &str, ending: &str) -> Option<String> {
    let is_named = |name: &str| name.strip_prefix(prefix) == Some(ending);
    let entry = document.entries.iter().find(|it| it.name.as_ref().is_some_and(|name| is_named(&name.0)))?;
    Some(entry.value.text().to_owned()).filter(|text| !text.is_empty())
}
