//! Lines for `.env`.

use super::Request;
use super::choose::Choice;
use crate::drivers::Argument;
use crate::parse::Spelling;
use crate::text::{Secret, mask_connection};

/// The lines: a comment for people, one for the linter, and the values.
pub(super) fn lines(request: &Request, choice: &Choice, in_code: &[Argument]) -> String {
    let endpoint = request.endpoint();
    let label = request.driver.driver.label;
    let mut out = format!("# {label} to {}", endpoint.endpoint.label);
    for of_place in in_code.chunk_by(|a, b| a.place == b.place) {
        let place = of_place.first().map_or("", |it| it.place);
        let names: Vec<String> = of_place.iter().map(shown_setting).collect();
        out.push_str(&format!("; {place} gets {}", names.join(", ")));
    }
    let statements = if choice.statements_off_in_code { " statements=off" } else { "" };
    out.push_str(&format!(
        "\n# connlint: driver={} endpoint={}{statements}\n",
        request.driver.display(),
        endpoint.display()
    ));
    for (name, value) in values(request, choice) {
        out.push_str(&format!("{name}={}\n", quoted(&value)));
    }
    out
}

/// `name=value`, or a call as it is.
fn shown_setting(argument: &Argument) -> String {
    match argument.value.as_str() {
        "" => argument.name.clone(),
        value => format!("{}={value}", argument.name),
    }
}

/// The lines with the password masked.
pub(super) fn shown(lines: &str) -> String {
    mask_connection(lines)
}

fn values(request: &Request, choice: &Choice) -> Vec<(String, String)> {
    let variable = request.variable(choice.spelling);
    if choice.spelling != Spelling::Parts {
        return vec![(variable, choice.text.clone())];
    }
    let parts = [
        ("HOST", Some(request.host.clone())),
        ("PORT", Some(request.port.unwrap_or(5432).to_string())),
        ("USER", request.user.clone()),
        ("PASSWORD", request.password.as_ref().map(|it| Secret::expose(it).to_owned())),
        ("DATABASE", request.dbname.clone()),
    ];
    parts.into_iter().filter_map(|(part, value)| Some((format!("{variable}{part}"), value?))).collect()
}

/// A value in the quotes that keep every loader from changing it: none where nothing in it is special, then the
/// single ones, in which nothing is expanded.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?=@%+,[]".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        value.to_owned()
    } else if !value.contains(['\'', '\n', '\r']) {
        format!("'{value}'")
    } else {
        // A bare `$` would begin a variable.
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
        let escaped = escaped.replace('\n', "\\n").replace('\r', "\\r");
        format!("\"{escaped}\"")
    }
}
