//! `certificate-check-disabled`: an option that takes any certificate.

use super::arguments::strangers;
use super::prelude::*;
use super::tls::is_remote;
use crate::model::Verification;

pub(super) static RULE: Rule = Rule {
    name: "certificate-check-disabled",
    group: Group::Tls,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "an option in code that takes any certificate",
    docs: "`rejectUnauthorized: false` encrypts the connection towards whoever answers: a machine in between that shows \
           a certificate of its own gets password and data. It is written where a private authority is not known; \
           `ca` makes it known.",
    sources: &["measured: pg 8.23.1 and postgres.js 3.4 against a self-signed certificate, 2026-11-23"],
    examples: &[
        Example::good(
            "",
            "import pg from \"pg\";\nconst pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, ssl: { ca } });\n",
        )
        .in_file("db.ts"),
        Example::bad(
            "",
            "import pg from \"pg\";\nconst pool = new pg.Pool({\n  connectionString: process.env.DATABASE_URL,\n  \
             ssl: { rejectUnauthorized: false },\n});\n",
        )
        .in_file("db.ts"),
    ],
    check: Check::Call(check),
};

fn check(cx: &CallCx<'_>, out: &mut Vec<Finding>) {
    if cx.connection.is_some_and(is_moot) {
        return;
    }
    // An option that nobody reads is found as such.
    let strangers = strangers(cx);
    let takes_any = cx.scope.arguments.iter().filter(|argument| {
        let path = format!(".{}", argument.name);
        let is_read = !strangers.iter().any(|stranger| argument.name.starts_with(stranger.path));
        is_read && path.ends_with(".ssl.rejectUnauthorized") && argument.value.text() == Some("false")
    });
    for argument in takes_any {
        out.push(
            cx.finding(
                argument.name_span.join(argument.span),
                format!("{} takes any certificate", cx.label_of_driver()),
            )
            .note("encrypted, but whoever can answer in place of the server is taken for it")
            .help("give `ca` the certificate of the authority instead"),
        );
    }
}

/// What the string says about TLS replaces the option, and a host nearby is not judged.
fn is_moot(connection: &Cx<'_>) -> bool {
    let names = || connection.reading.hosts.iter().filter_map(|host| host.name.as_ref());
    let is_near = names().next().is_some() && !names().any(|name| is_remote(&name.value));
    is_near || connection.reading.tls.value.verification > Verification::None
}
