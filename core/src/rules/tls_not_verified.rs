//! `tls-not-verified`: encryption without a look at the certificate.

use super::prelude::*;
use super::tls::{decided_at, remedy, remote_host, with_authority};
use crate::model::{Encryption, Verification};

pub(super) static RULE: Rule = Rule {
    name: "tls-not-verified",
    group: Group::Tls,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "encryption towards a remote host whose certificate is not verified",
    docs: "`sslmode=require` encrypts but takes any certificate, so that whoever can answer in place of the server \
           gets password and data. `verify-full` needs the certificate of the authority: that of the system for \
           public ones, a file from the provider for private ones.",
    sources: &["measured: every mode against a server with a self-signed certificate, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::good("node-postgres", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::good("libpq", "postgresql://app@localhost/shop?sslmode=require"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=require",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::bad("node-postgres", "postgresql://app@db.example.com/shop?sslmode=no-verify"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let tls = cx.reading.tls.value;
    let (Some(host), Encryption::Required, Verification::None) =
        (remote_host(cx), tls.encryption, tls.verification)
    else {
        return;
    };
    let driver = cx.label_of_driver();
    let decided = decided_at(cx);
    let message = match decided {
        Some(span) => format!("{driver} takes any certificate under `{}`", cx.shown(span)),
        None => format!("{driver} takes any certificate"),
    };
    let (help, edit) = remedy(cx);
    let finding = cx
        .finding(decided.unwrap_or(host), message)
        .note("encrypted, but whoever can answer in place of the server is taken for it");
    out.push(with_authority(cx, finding).fix(Safety::Shown, help, [edit]));
}
