//! Spring Boot: `application.properties` and `application.yml`. Its settings have user and password apart from the URL,
//! which is why nothing in them is encoded.

use super::{FileForm, Made, Source, double_quoted, password_variable};
use crate::drivers::Impossible;
use crate::generate::{Request, choose};
use crate::parse::Spelling;

const DRIVERS: &[&str] = &["pgjdbc", "hikaricp", "r2dbc-postgresql"];

pub(super) static PROPERTIES: FileForm = FileForm {
    name: "application.properties",
    what: "settings of Spring Boot",
    fits: |source| source.is_for(DRIVERS),
    write: |source| {
        let line =
            |path: &str, (name, value): (&str, String)| format!("{path}.{name}={}\n", property(&value));
        let mut out = head(source);
        for (path, pairs) in sets(source)? {
            out.extend(pairs.into_iter().map(|pair| line(path, pair)));
        }
        Ok(out)
    },
};

pub(super) static YAML: FileForm = FileForm {
    name: "application.yml",
    what: "settings of Spring Boot",
    fits: |source| source.is_for(DRIVERS),
    write: |source| {
        let mut out = head(source) + "spring:\n";
        for (path, pairs) in sets(source)? {
            out += &format!("  {}:\n", path.trim_start_matches("spring."));
            for (name, value) in pairs {
                out += &format!("    {name}: {}\n", double_quoted(&value));
            }
        }
        Ok(out)
    },
};

/// Where the password comes from.
fn head(source: &Source<'_>) -> String {
    match source.own.request.password {
        Some(_) => {
            let variable = password_variable(&source.own.variable());
            format!("# {variable} is a variable of the environment with the password as it is.\n")
        }
        None => String::new(),
    }
}

type Set = (&'static str, Vec<(&'static str, String)>);

/// The settings of the application, and those of the tool that migrates.
fn sets(source: &Source<'_>) -> Result<Vec<Set>, Impossible> {
    let is_r2dbc = source.own.choice.spelling == Spelling::R2dbc;
    let path = if is_r2dbc { "spring.r2dbc" } else { "spring.datasource" };
    let mut out = vec![(path, pairs(source.own, "username", &source.own.variable())?)];
    if let Some(around) = source.around {
        // It is the same role with the same password.
        out.push(("spring.flyway", pairs(around, "user", &source.own.variable())?));
    }
    Ok(out)
}

fn pairs(made: &Made, user: &'static str, variable: &str) -> Result<Vec<(&'static str, String)>, Impossible> {
    let mut out = vec![("url", url(made)?)];
    out.extend(made.request.user.iter().map(|name| (user, without_placeholder(name))));
    if made.request.password.is_some() {
        out.push(("password", format!("${{{}}}", password_variable(variable))));
    }
    Ok(out)
}

/// What stands for the user until it is cut out; every spelling leaves it as it is.
const MARK: &str = "SPRING0USER";

/// The string without user and password. The reader of R2DBC wants a user, whom Spring adds.
fn url(made: &Made) -> Result<String, Impossible> {
    let is_r2dbc = made.choice.spelling == Spelling::R2dbc;
    let user = is_r2dbc.then(|| MARK.to_owned());
    let request = Request { user, password: None, ..made.request.clone() };
    Ok(choose::choose(&request)?.text.replacen(&format!("{MARK}@"), "", 1))
}

/// What Spring would take for a placeholder, so that it is none.
fn without_placeholder(text: &str) -> String {
    text.replace("${", "\\${")
}

/// A value of a properties file, which not every reader takes for UTF-8.
fn property(value: &str) -> String {
    let mut out = String::new();
    for (at, c) in value.char_indices() {
        match c {
            '\\' => out.push_str("\\\\"),
            ' ' if at == 0 => out.push_str("\\ "),
            c if c.is_ascii_graphic() || c == ' ' => out.push(c),
            c => {
                let mut units = [0; 2];
                out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
            }
        }
    }
    out
}
