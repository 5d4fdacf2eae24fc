//! `tls-option-overridden`: an `ssl` option that counts for nothing, because the string speaks of TLS as well.

use super::prelude::*;
use super::tls::decided_at;
use crate::model::{Encryption, Fate, Verification};

pub(super) static RULE: Rule = Rule {
    name: "tls-option-overridden",
    group: Group::Tls,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "an `ssl` option that the string overrides",
    docs: "node-postgres lays what the string says over the options object. A string with `sslmode`, `ssl` or \
           `sslrootcert` replaces `ssl` as a whole: the authority in `ca` is gone, and so is `rejectUnauthorized: \
           false`. What stands on node-postgres (Sequelize, TypeORM, Knex, Drizzle) inherits this.",
    sources: &[
        "run: `new Client({ connectionString, ssl })` of pg 8.23.1 and `new Sequelize(url, { dialectOptions })` 6.37.8, \
         not connected, 2026-11-29",
    ],
    examples: &[
        Example::good(
            "",
            "import pg from \"pg\";\nconst pool = new pg.Pool({ connectionString: \"postgresql://app@db.example.com/shop\", \
             ssl: { ca } });\n",
        )
        .in_file("db.ts"),
        Example::bad(
            "",
            "import pg from \"pg\";\nconst pool = new pg.Pool({\n  connectionString: \
             \"postgresql://app@db.example.com/shop?sslmode=verify-full\",\n  ssl: { ca },\n});\n",
        )
        .in_file("db.ts"),
    ],
    check: Check::Call(check),
};

fn check(cx: &CallCx<'_>, out: &mut Vec<Finding>) {
    let Some(connection) = cx.connection.filter(|_| is_on_node_postgres(cx)) else { return };
    let says_tls = connection.reading.params.iter().find(|given| {
        matches!(given.key.as_str(), "ssl" | "sslmode" | "sslrootcert" | "sslcert" | "sslkey")
            && given.fate == Fate::Client
    });
    let in_ssl = |name: &str| {
        let mut arguments = cx.scope.arguments.iter();
        arguments.find(|it| it.name == name || it.name.ends_with(&format!(".{name}")))
    };
    let of_ssl = || {
        let mut arguments = cx.scope.arguments.iter();
        arguments.find(|it| it.name.split('.').any(|part| part == "ssl"))
    };
    let (Some(given), Some(option)) =
        (says_tls, in_ssl("ssl.ca").or_else(|| in_ssl("ssl.rejectUnauthorized")).or_else(of_ssl))
    else {
        return;
    };
    let tls = connection.reading.tls.value;
    let (severity, note) = match (tls.encryption, tls.verification, option.last_name()) {
        (Encryption::Never, ..) if option.value.text() != Some("false") => {
            (Severity::Warning, "the connection is not encrypted")
        }
        (_, Verification::Authority | Verification::Full, "ca") => (
            Severity::Error,
            "the certificate is verified against the authorities that Node brings along, not against `ca`",
        ),
        (_, Verification::Authority | Verification::Full, "rejectUnauthorized")
            if option.value.text() == Some("false") =>
        {
            (
                Severity::Hint,
                "the certificate is verified all the same, and one of a private authority is refused",
            )
        }
        _ => return,
    };
    let place = decided_at(connection).unwrap_or(given.span);
    let place = connection.subject.value.source(place);
    let option_place = option.name_span.join(option.span);
    let (here, there, words) = if severity == Severity::Hint {
        (option_place, place, "this counts")
    } else {
        (place, option_place, "this counts for nothing")
    };
    out.push(
        cx.finding(here, format!("`{}` in the string replaces the option `ssl`", given.key))
            .severity(severity)
            .labelled(cx.file.label(there, words))
            .note(note)
            .help("remove what the string says about TLS, and say all of it in `ssl`"),
    );
}

fn is_on_node_postgres(cx: &CallCx<'_>) -> bool {
    cx.driver.driver.stands_on("node-postgres")
}
