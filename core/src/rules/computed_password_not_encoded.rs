//! `computed-password-not-encoded`: a password that code puts into a URL as it is.

use super::prelude::*;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "computed-password-not-encoded",
    group: Group::Syntax,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a password that code puts into a URL without encoding it",
    docs: "A URL that is put together of variables works until a password holds `@`, `/`, `#`, `?` or `%`: then the \
           driver reads another host, cuts the password, or refuses the string. A function that encodes it belongs \
           around the password, or a way to connect that takes the parts one by one. Nothing is said where the file \
           encodes anything, or where the password is a text of its own.",
    sources: &["measured: one password in a URL against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good(
            "",
            "from urllib.parse import quote\nimport psycopg\n\nurl = f\"postgresql://{user}:{quote(password)}@db/shop\"\n\
             psycopg.connect(url)\n",
        )
        .in_file("db.py"),
        Example::good(
            "",
            "import psycopg\n\npassword = \"s3cr3t\"\nurl = f\"postgresql://app:{password}@db/shop\"\npsycopg.connect(url)\n",
        )
        .in_file("db.py"),
        Example::bad(
            "",
            "import os\nimport psycopg\n\npassword = os.environ[\"DB_PASSWORD\"]\nurl = \
             f\"postgresql://app:{password}@db/shop\"\npsycopg.connect(url)\n",
        )
        .in_file("db.py"),
        Example::bad(
            "",
            "import postgres from \"postgres\";\nconst sql = \
             postgres(`postgres://app:${process.env.DB_PASSWORD}@db/shop`);\n",
        )
        .in_file("db.ts"),
    ],
    check: Check::Connection(check),
};

/// Functions that encode: whoever uses one in the file knows about it.
const ENCODERS: &[&str] =
    &["quote(", "quote_plus(", "urlencode(", "encodeURI", "URL.create(", "escape(", "encode(", "new URL("];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let help = match cx.file.format.name {
        "python" if cx.driver.driver.name.starts_with("sqlalchemy") => {
            "make it with `URL.create()` of SQLAlchemy, which takes the parts one by one"
        }
        "python" => "put `urllib.parse.quote(..., safe=\"\")` around the password",
        "javascript" => "put `encodeURIComponent(...)` around the password",
        _ => return,
    };
    let Some(span) = cx.written().password.filter(|_| cx.subject.spelling == Spelling::Uri) else { return };
    let Some(name) = computed(span.of(cx.text())) else { return };
    let code = cx.file.text;
    if ENCODERS.iter().any(|it| code.contains(it)) || is_prepared(name) || is_text(code, name) {
        return;
    }
    out.push(
        cx.plain_finding(span, "the password goes into the URL without being encoded")
            .note("a password with `@`, `/`, `#`, `?` or `%` in it breaks the URL, or leads to another host")
            .help(help),
    );
}

/// The name between the braces of `text`, if it is that and nothing else.
fn computed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('$').unwrap_or(text).strip_prefix('{')?.strip_suffix('}')?;
    let is_path = inner.chars().all(|c| c.is_ascii_alphanumeric() || "_.".contains(c));
    // What is no path is shown as `{value}`.
    (is_path && !inner.is_empty() && inner != "value").then_some(inner)
}

/// Whether the name says that something was done to the password.
fn is_prepared(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["enc", "quot", "escap", "safe", "mask", "redact", "hidden"].iter().any(|word| name.contains(word))
}

/// Whether `code` gives the name a text that is written there.
fn is_text(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let behind = code.get(at + name.len()..).unwrap_or_default().trim_start();
        let value = behind.strip_prefix(":=").or(behind.strip_prefix('=')).map(str::trim_start);
        value.is_some_and(|value| value.starts_with(['"', '\'', '`']))
    })
}
