//! `pooler-mode-mixed-up`: a comment that names the other mode of the pooler.

use super::prelude::*;
use crate::endpoints::Mode;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "pooler-mode-mixed-up",
    group: Group::Endpoints,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a comment that calls the pooler by its other mode",
    docs: "On Supabase's shared pooler the port decides: 5432 is session mode, 6543 is transaction mode. A comment \
           that says the other one misleads whoever reads it, or the port was copied from the wrong line.",
    sources: &["documentation of Supabase, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "# through the session pooler\nDATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt\n",
        )
        .in_file(".env"),
        Example::bad(
            "libpq",
            "# through the Session Pooler\nDATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:6543/postgres?sslmode=verify-full&sslrootcert=prod.crt\n",
        )
        .in_file(".env"),
    ],
    check: Check::Connection(check),
};

const SESSION: &[&str] = &["session pooler", "session mode", "session pooling", "session pool"];
const TRANSACTION: &[&str] =
    &["transaction pooler", "transaction mode", "transaction pooling", "transaction pool"];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let (told, other, port) = match cx.endpoint.endpoint.name {
        "supavisor-transaction" => (TRANSACTION, SESSION, "5432"),
        "supavisor-session" => (SESSION, TRANSACTION, "6543"),
        _ => return,
    };
    for comment in cx.comments() {
        let text = comment.of(cx.file.text).to_ascii_lowercase();
        let find = |words: &[&str]| {
            words.iter().find_map(|word| text.find(word).map(|at| Span::new(at, at + word.len())))
        };
        let (Some(place), None) = (find(other), find(told)) else { continue };
        let place = place.shift(comment.start);
        let mode = if cx.endpoint.endpoint.mode == Mode::Transaction { "transaction" } else { "session" };
        let finding = cx
            .file
            .finding(
                place,
                format!("`{}` is not what answers below: this is {mode} mode", place.of(cx.file.text)),
            )
            .about(cx.endpoint)
            .labelled(cx.label_of_endpoint())
            .help(format!("correct the comment, or connect to port {port}"));
        out.push(finding);
    }
}
