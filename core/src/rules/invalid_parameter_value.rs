//! `invalid-parameter-value`: a value that the parameter does not have.

use super::parameters::{Verdict, parameters, verdict};
use super::prelude::*;
use super::reference::has_reference;
use super::run::list;
use crate::drivers::{DRIVERS, Kind};
use crate::model::{Given, Setting};
use crate::parse::Decimal;
use crate::text::nearest;

pub(super) static RULE: Rule = Rule {
    name: "invalid-parameter-value",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a value that the parameter does not take",
    docs: "Values are compared letter for letter. Strict drivers refuse one that they do not know, some only when they \
           connect; others fall back to a default without a word, which for `sslmode` may mean no encryption.",
    sources: &["measured: values of `sslmode`, `connect_timeout` and `target_session_attrs`, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=10"),
        Example::good(
            "psycopg",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=2.5",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-ful",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=10s",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=10",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in &parameters(cx) {
        if given.value.is_empty() || has_reference(&given.value) || given.value.contains(['?', ';']) {
            continue;
        }
        let Some(param) = cx.driver.param(&given.key) else { continue };
        // Host, port, user and password have rules of their own.
        let is_part =
            matches!(param.setting, Setting::Host | Setting::Port | Setting::User | Setting::Password);
        if is_part || !matches!(verdict(cx, given), Verdict::Known) {
            continue;
        }
        out.extend(judge(cx, given, param.kind, param.setting));
    }
}

fn judge(cx: &Cx<'_>, given: &Given, kind: Kind, setting: Setting) -> Option<Finding> {
    let value = given.value.trim();
    let is_mode = setting == Setting::TlsMode
        && cx.driver.driver.tls_modes.iter().any(|mode| mode.value.eq_ignore_ascii_case(value));
    let is_refused = cx.reading.refusal.as_ref().is_some_and(|refusal| refusal.span.overlaps(given.span));
    let (expected, meant) = match kind {
        Kind::OneOf(values) if !values.contains(&value) && (is_refused || !is_mode) => {
            (one_of(values), nearest_value(value, values))
        }
        Kind::Integer if value.parse::<i64>().is_err() && !is_rounded(cx, value, setting) => {
            ("a whole number".to_owned(), leading_number(value))
        }
        Kind::Number if Decimal::read(value).is_none() => ("a number".to_owned(), leading_number(value)),
        Kind::Boolean if is_refused => ("`true` or `false`".to_owned(), None),
        _ => return None,
    };
    let mut finding = cx.finding(
        given.value_span,
        format!(
            "`{}` is no value of `{}` for {}",
            cx.shown(given.value_span),
            given.key,
            cx.label_of_driver()
        ),
    );
    if is_refused {
        finding.notes.extend(cx.refusal_note());
    } else if !fails_later(cx, kind) {
        // It is taken, and what it does then depends on the driver.
        let severity = if meant.is_some() { Severity::Warning } else { Severity::Hint };
        finding = finding.severity(severity).note("the driver takes the string all the same");
    }
    if !cx.subject.driver_is_known() && setting == Setting::TlsMode && is_mode_of_another(value) {
        finding = finding.severity(Severity::Hint);
    }
    Some(match meant {
        Some(meant) => {
            finding.fix(Safety::Unsafe, format!("write `{meant}`"), [cx.edit(given.value_span, &meant)])
        }
        None => finding.help(format!("write {expected}")),
    })
}

/// psycopg looks at `connect_timeout` itself, and cuts what is behind the point.
fn is_rounded(cx: &Cx<'_>, value: &str, setting: Setting) -> bool {
    let by_psycopg = setting == Setting::ConnectTimeout && cx.driver.driver.stands_on("psycopg");
    by_psycopg && Decimal::read(value).is_some()
}

/// Whether some driver has a TLS mode of this name.
fn is_mode_of_another(value: &str) -> bool {
    DRIVERS.iter().any(|driver| driver.tls_modes.iter().any(|mode| mode.value == value))
}

/// libpq and what is built on it take a string with such a value and stop when they connect.
fn fails_later(cx: &Cx<'_>, kind: Kind) -> bool {
    cx.driver.driver.unknown == crate::drivers::Unknown::Refused && !matches!(kind, Kind::Boolean)
}

fn one_of(values: &[&str]) -> String {
    let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
    format!("one of {}", list(&quoted.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// The value that was probably meant: words of other drivers, then what is near, then what it begins with.
fn nearest_value(value: &str, values: &[&'static str]) -> Option<String> {
    let other_words = match value.to_ascii_lowercase().as_str() {
        "master" => &["primary", "read-write"][..],
        "slave" | "secondary" => &["standby", "read-only"],
        "true" | "1" | "on" | "yes" | "no-verify" => &["require"],
        "false" | "0" | "off" | "no" => &["disable"],
        _ => &[],
    };
    let word = other_words.iter().find(|word| values.contains(word)).copied();
    let begun = || values.iter().copied().find(|it| it.len() > 3 && value.starts_with(it));
    word.or_else(|| nearest(value, values.iter().copied())).or_else(begun).map(str::to_owned)
}

fn leading_number(value: &str) -> Option<String> {
    let (number, unit) = value.split_at_checked(value.find(|c: char| !c.is_ascii_digit())?)?;
    (!number.is_empty() && matches!(unit, "s" | "sec" | "seconds" | " s" | ".0")).then(|| number.to_owned())
}
