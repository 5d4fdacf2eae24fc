//! `tls-disabled`: a string that turns encryption off towards another network.

use super::prelude::*;
use super::tls::{decided_at, endpoint_requires, is_off, remedy, remote_host};

pub(super) static RULE: Rule = Rule {
    name: "tls-disabled",
    group: Group::Tls,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "encryption turned off towards a remote host",
    docs: "`sslmode=disable` sends everything, and with some methods of authentication the password too, readable for \
           everybody on the way. On the same machine, in a Compose network or between private addresses nothing is \
           said.",
    sources: &["measured: what each driver asks the server for under `sslmode=disable`, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@localhost/shop?sslmode=disable"),
        Example::good("libpq", "postgresql://app@db:5432/shop?sslmode=disable"),
        Example::good("libpq", "postgresql://app@10.1.2.3/shop?sslmode=disable"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=disable",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::bad("node-postgres", "postgresql://app@db.example.com/shop?sslmode=disable"),
        Example::bad("libpq", "host=203.0.113.7 user=app dbname=shop sslmode=disable"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let (Some(_), Some(span)) = (remote_host(cx), decided_at(cx)) else { return };
    if !is_off(cx) || endpoint_requires(cx) {
        return;
    }
    let (help, edit) = remedy(cx);
    let message = format!("`{}` turns off encryption in {}", cx.shown(span), cx.label_of_driver());
    out.push(
        cx.finding(span, message)
            .note("everybody between the two machines can read and change what is sent")
            .fix(Safety::Shown, help, [edit]),
    );
}
