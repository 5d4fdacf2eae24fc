//! `root-certificate-system-misread`: `sslrootcert=system` where it does not mean the authorities of the system.

use super::prelude::*;
use crate::model::{Encryption, Setting, Tls};
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "root-certificate-system-misread",
    group: Group::Tls,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "`sslrootcert=system` where it is the name of a file, or goes with a weaker mode",
    docs: "`system` is a word of libpq 16 and later for the authorities that the system trusts, and goes with \
           `sslmode=verify-full` alone; pgx has it since 5.7 and lib/pq since 1.12. Older ones and most drivers that \
           are not built on libpq look for a file of this name.",
    sources: &["measured: libpq 15 and 18, asyncpg 0.32, pg 8.23.1, pgx 5 and sqlx, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full&sslrootcert=system"),
        Example::good("pgx", "postgresql://app@db.example.com/shop?sslmode=verify-full&sslrootcert=system"),
        Example::bad(
            "pgx@5.6",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&sslrootcert=system",
        ),
        Example::bad("libpq", "postgresql://app@db.example.com/shop?sslmode=require&sslrootcert=system"),
        Example::bad(
            "libpq@15",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&sslrootcert=system",
        ),
        Example::bad(
            "asyncpg",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&sslrootcert=system",
        ),
        Example::bad(
            "node-postgres",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&sslrootcert=system",
        ),
    ],
    check: Check::Connection(check),
};

const WORD: &str = "sslrootcert=system";

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(given) = cx.reading.given(Setting::TlsRootCertificate).filter(|given| given.value == "system")
    else {
        return;
    };
    let driver = cx.label_of_driver();
    if cx.driver.system_roots() == Some(WORD) {
        let mode = cx.reading.given(Setting::TlsMode).filter(|mode| mode.value != "verify-full");
        let Some(mode) = mode.filter(|mode| !mode.value.is_empty()) else { return };
        let refusal = format!(
            "weak sslmode \"{}\" may not be used with sslrootcert=system (use \"verify-full\")",
            mode.value
        );
        out.push(
            cx.finding(given.span, format!("{driver} takes `{WORD}` with `sslmode=verify-full` only"))
                .labelled(cx.label(mode.span, "a weaker mode"))
                .note(format!("the driver says `{refusal}`"))
                .fix(Safety::Shown, "write `sslmode=verify-full`", [cx.edit(mode.value_span, "verify-full")]),
        );
        return;
    }
    if knows_the_word(cx) {
        return;
    }
    let finding = cx.finding(given.span, format!("{driver} takes `system` for the name of a file"));
    let finding = match &cx.reading.refusal {
        Some(refusal) if refusal.span.overlaps(given.span) => {
            finding.note(format!("the driver says {}", refusal.quoted(cx.text())))
        }
        _ if cx.reading.tls.value.encryption == Encryption::Required => {
            finding.note("there is no such file, and the connection fails")
        }
        _ => finding
            .severity(Severity::Warning)
            .note("nothing is verified in this mode, so the file is not even looked for"),
    };
    let help = match cx.driver.system_roots() {
        Some("") => "remove it: the authorities of the system are what the driver verifies with".to_owned(),
        Some(pair) => format!("write `{pair}` instead"),
        None => "name the file of the authority".to_owned(),
    };
    let edit = match cx.driver.system_roots() {
        Some("") => cx.remove_pair(given.span),
        Some(pair) => cx.edit(given.span, pair),
        None => None,
    };
    out.push(finding.fix(Safety::Shown, help, [edit]));
}

/// Whether the word alone makes the driver verify, though it would do so without it too.
fn knows_the_word(cx: &Cx<'_>) -> bool {
    let scheme = cx.driver.driver.schemes.first().copied().unwrap_or_default();
    let text = format!("{scheme}://db.example.com/d?{WORD}");
    let alone = cx.driver.read(&text, Spelling::Uri).tls;
    alone.value == Tls::VERIFY_FULL && alone.span.is_some_and(|span| WORD.ends_with(span.of(&text)))
}
