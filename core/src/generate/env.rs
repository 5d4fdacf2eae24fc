//! Lines for `.env`.

use super::Request;
use super::choose::Choice;
use crate::drivers::Argument;
use crate::parse::Spelling;
use crate::text::{Secret, mask_connection};

/// A variable of the environment, and what it holds.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub value: Secret,
    /// The same with the password masked.
    pub shown: String,
    /// Whether it holds the password and nothing else.
    pub is_password: bool,
}

impl Variable {
    /// Whether a shell of POSIX that reads the line of `.env` comes to the same value. In double quotes it runs what
    /// stands between backticks, and knows no line breaks.
    pub(super) fn is_the_same_in_a_shell(&self) -> bool {
        let value = self.value.expose();
        !(value.contains(['\n', '\r']) || value.contains('\'') && value.contains('`'))
    }
}

/// The lines: a comment for people, one for the linter, and the variables with what `value` takes of each.
pub(super) fn lines(
    request: &Request,
    choice: &Choice,
    in_code: &[Argument],
    value: fn(&Variable) -> &str,
) -> String {
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
    for variable in variables(request, choice) {
        out.push_str(&format!("{}={}\n", variable.name, quoted(value(&variable), variable.value.expose())));
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

/// The variables that hold the connection.
pub(super) fn variables(request: &Request, choice: &Choice) -> Vec<Variable> {
    let variable = request.variable(choice.spelling);
    if choice.spelling != Spelling::Parts {
        let shown = mask_connection(&choice.text);
        return vec![Variable {
            name: variable,
            value: Secret::new(&choice.text),
            shown,
            is_password: false,
        }];
    }
    let plain = |part: &str, value: String| Variable {
        name: format!("{variable}{part}"),
        value: Secret::new(&value),
        shown: value,
        is_password: false,
    };
    let password = |it: &Secret| Variable {
        name: format!("{variable}PASSWORD"),
        value: it.clone(),
        shown: "*".repeat(it.expose().chars().count()),
        is_password: true,
    };
    let parts = [
        Some(plain("HOST", request.host.clone())),
        Some(plain("PORT", request.port.unwrap_or(5432).to_string())),
        request.user.clone().map(|user| plain("USER", user)),
        request.password.as_ref().map(password),
        request.dbname.clone().map(|dbname| plain("DATABASE", dbname)),
    ];
    parts.into_iter().flatten().collect()
}

/// `text`, which is `value` or what is shown of it, in the quotes that keep every loader from changing `value`: none
/// where nothing in it is special, then the single ones, in which nothing is expanded.
fn quoted(text: &str, value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?=@%+,[]".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        text.to_owned()
    } else if !value.contains(['\'', '\n', '\r']) {
        format!("'{text}'")
    } else {
        // A bare `$` would begin a variable.
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
        let escaped = escaped.replace('\n', "\\n").replace('\r', "\\r");
        format!("\"{escaped}\"")
    }
}
