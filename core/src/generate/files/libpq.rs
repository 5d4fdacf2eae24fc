//! The files of libpq: connections under names, and passwords.

use super::{FileForm, Source};
use crate::drivers::Impossible;

/// Drivers whose string is libpq's.
const LIBPQ: &[&str] = &["libpq", "psycopg", "psycopg2", "ruby-pg"];

pub(super) static SERVICE: FileForm = FileForm {
    name: "pg_service.conf",
    what: "the connection under a name, for psql and libpq: service=NAME",
    fits: |source| source.is_for(LIBPQ),
    write: service,
};

pub(super) static PASSWORDS: FileForm = FileForm {
    name: ".pgpass",
    what: "the password in the home folder, which others must not be able to read",
    fits: |source| source.driver().variables.iter().any(|it| it.0 == "PGPASSFILE"),
    write: |source| Ok(passwords(source)),
};

/// Nothing is quoted there: a value ends with its line, and blanks at its end are cut.
fn service(source: &Source<'_>) -> Result<String, Impossible> {
    let request = &source.own.request;
    let parts = [
        ("host", Some(request.host.clone())),
        ("port", Some(request.port.unwrap_or(5432).to_string())),
        ("user", request.user.clone()),
        ("dbname", request.dbname.clone()),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let mut out = format!("[{}]\n", request.dbname.as_deref().unwrap_or("main"));
    for (name, value) in parts.chain(source.own.choice.params.iter().cloned()) {
        if value.trim() != value || value.contains(char::is_control) {
            return Err(Impossible::new(
                format!("a service file cannot hold this {name}"),
                "take the string instead",
            ));
        }
        out += &format!("{name}={value}\n");
    }
    Ok(out)
}

fn passwords(source: &Source<'_>) -> String {
    let request = &source.own.request;
    let any = "*".to_owned();
    let host = if request.host.starts_with('/') { "localhost" } else { &request.host };
    let fields = [
        escaped(host),
        request.port.unwrap_or(5432).to_string(),
        request.dbname.as_deref().map_or(any.clone(), escaped),
        request.user.as_deref().map_or(any, escaped),
        escaped(source.password_or_placeholder()),
    ];
    format!("{}\n", fields.join(":"))
}

fn escaped(field: &str) -> String {
    field.replace('\\', "\\\\").replace(':', "\\:")
}
