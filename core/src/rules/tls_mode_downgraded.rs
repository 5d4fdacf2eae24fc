//! `tls-mode-downgraded`: a mode that the driver reads as a weaker one without a word.

use super::prelude::*;
use crate::model::{Encryption, Setting, Tls, Verification};

pub(super) static RULE: Rule = Rule {
    name: "tls-mode-downgraded",
    group: Group::Tls,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a TLS mode that the driver reads as a weaker one without a word",
    docs: "The engines of Prisma up to version 6 know `disable`, `prefer` and `require`; every other value, \
           `verify-full` too, means `prefer`: encrypted if the server offers it, and no look at the certificate. What \
           verifies is `sslaccept=strict`.",
    sources: &["source of Prisma's engine, 6.19"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::good("prisma@6", "postgresql://app@db.example.com/shop?sslmode=require&sslaccept=strict"),
        Example::bad("prisma@6", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(given) = cx.reading.given(Setting::TlsMode).filter(|_| cx.reading.accepted()) else { return };
    let said = match given.value.as_str() {
        "require" => Tls::REQUIRE,
        "verify-ca" => Tls::VERIFY_CA,
        "verify-full" => Tls::VERIFY_FULL,
        _ => return,
    };
    let read = cx.reading.tls.value;
    if read.encryption >= said.encryption && read.verification >= said.verification {
        return;
    }
    let read_as = match read.encryption {
        Encryption::Never => "disable",
        Encryption::IfOffered => "prefer",
        Encryption::Required => "require",
    };
    let message = format!("{} reads `sslmode={}` as `{read_as}`", cx.label_of_driver(), given.value);
    let mut finding = cx.finding(given.span, message).note("it says nothing about it");
    if read.encryption == Encryption::IfOffered {
        finding = finding.note("encrypted only if the server offers it");
    }
    if read.verification == Verification::None {
        finding = finding.note("the certificate is not verified");
    }
    if let Some(roots) = cx.driver.system_roots().filter(|pair| !pair.is_empty()) {
        finding = finding.help(format!("write `sslmode=require&{roots}`"));
    }
    out.push(finding);
}
