//! `ssl-false-enables-tls`: a "no" that the driver takes for a "yes".

use super::prelude::*;
use crate::model::{Encryption, Setting};

pub(super) static RULE: Rule = Rule {
    name: "ssl-false-enables-tls",
    group: Group::Tls,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "`ssl=false` or `ssl=0` in a string of a driver that takes it for a yes",
    docs: "node-postgres turns `ssl=0` into a no, but leaves `ssl=false` the text that it is, and any text turns TLS on; \
           postgres.js does so the other way round. When the server agrees to TLS, node-postgres ends the process with an uncaught `TypeError`, and \
           postgres.js verifies its certificate; when it does not, the connection fails.",
    sources: &[
        "measured: pg 8.23.1 against servers with and without TLS, 2026-11-23",
        "run: postgres.js 3.4.9 against PostgreSQL 15 with TLS, 2026-11-29",
    ],
    examples: &[
        Example::good("node-postgres", "postgresql://app@localhost/shop?sslmode=disable"),
        Example::good("node-postgres", "postgresql://app@localhost/shop?ssl=0"),
        Example::good("postgres-js", "postgresql://app@localhost/shop?ssl=false"),
        Example::fixed(
            "postgres-js",
            "postgresql://app@localhost/shop?ssl=0",
            "postgresql://app@localhost/shop?sslmode=disable",
        ),
        Example::good("pgjdbc", "jdbc:postgresql://localhost/shop?user=app&ssl=false"),
        Example::fixed(
            "node-postgres",
            "postgresql://app@localhost/shop?ssl=false",
            "postgresql://app@localhost/shop?sslmode=disable",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(given) = cx.reading.given(Setting::TlsMode).filter(|_| cx.reading.accepted()) else { return };
    let says_no = matches!(
        given.value.to_ascii_lowercase().as_str(),
        "false" | "off" | "no" | "disable" | "disabled" | "0"
    );
    if given.key != "ssl" || !says_no || cx.reading.tls.value.encryption != Encryption::Required {
        return;
    }
    let mut finding = cx
        .finding(given.span, format!("{} turns TLS on for `{}`", cx.label_of_driver(), cx.shown(given.span)));
    if cx.driver.driver.stands_on("node-postgres") {
        finding = finding.note(
            "a server with TLS ends the process: `TypeError: Cannot use 'in' operator to search for 'key' in false`; \
             one without refuses",
        );
    }
    out.push(finding.fix(
        Safety::Unsafe,
        "write `sslmode=disable`",
        [cx.edit(given.span, "sslmode=disable")],
    ));
}
