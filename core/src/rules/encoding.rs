//! What a driver makes of reserved characters in the user information that are not percent-encoded.

use super::Cx;
use super::probe::{Change, same_hosts, same_login};
use super::reference::has_reference;
use super::run::list;
use crate::diag::{Finding, Safety};
use crate::model::Reading;
use crate::parse::encode;
use crate::text::{Span, is_placeholder};

/// Characters that end or break the user information for one driver or another. Encoding all of them reads the same
/// everywhere.
const RESERVED: &[char] = &['@', '/', '?', '#', '[', ']', '%', ' ', '"', '<', '>', '\\', '^', '`'];

/// Finds that the driver misreads the piece of the user information at `span`, called `what`, because characters in
/// it are not encoded. `None` when it reads what was meant.
pub(super) fn misread(cx: &Cx<'_>, span: Span, what: &str) -> Option<Finding> {
    let piece = span.of(cx.text());
    if !cx.subject.spelling.has_user_info() || has_reference(piece) || is_placeholder(piece) {
        return None;
    }
    let own = repairs(cx.text(), span);
    if own.is_empty() {
        return None;
    }
    let others: Vec<Change> = [cx.written().user, cx.written().password]
        .into_iter()
        .flatten()
        .filter(|other| *other != span)
        .flat_map(|other| repairs(cx.text(), other))
        .collect();
    let meant = cx.read_with(&[others.clone(), own.clone()].concat());
    let read = cx.read_with(&others);
    if same_login(&read, &meant) || takes_whole(cx, span, &read) {
        return None;
    }
    let is_culprit = |c: &char| {
        let repaired = own.iter().filter(|(at, _)| !at.of(cx.text()).starts_with(*c)).cloned();
        !same_login(&cx.read_with(&repaired.chain(others.clone()).collect::<Vec<_>>()), &meant)
    };
    let mut culprits: Vec<char> = distinct(cx.text(), &own).into_iter().filter(is_culprit).collect();
    if culprits.is_empty() {
        culprits = distinct(cx.text(), &own);
    }
    let finding = describe(cx, span, what, &culprits, &read, &meant);
    let edits: Vec<_> = own.iter().map(|(at, text)| cx.edit(*at, text)).collect();
    Some(finding.fix(Safety::Unsafe, advice(&distinct(cx.text(), &own), what), edits))
}

/// Whether the driver takes the piece at `span` character for character, as one does that decodes nothing: encoding it
/// would change what it reads.
fn takes_whole(cx: &Cx<'_>, span: Span, read: &Reading) -> bool {
    let piece = span.of(cx.text());
    let user = read.user.as_ref().filter(|_| cx.written().user == Some(span));
    let password = read.password.as_ref().filter(|_| cx.written().password == Some(span));
    user.is_some_and(|it| it.value == piece) || password.is_some_and(|it| it.value.expose() == piece)
}

/// The reserved characters of the user information replaced by letters, so that all places stay what they are.
pub(super) fn blanked(cx: &Cx<'_>) -> Vec<Change> {
    let user_information = [cx.written().user, cx.written().password].into_iter().flatten();
    user_information
        .flat_map(|span| repairs(cx.text(), span))
        .map(|(span, _)| (span, "x".repeat(span.len())))
        .collect()
}

fn describe(
    cx: &Cx<'_>,
    span: Span,
    what: &str,
    culprits: &[char],
    read: &Reading,
    meant: &Reading,
) -> Finding {
    let driver = cx.label_of_driver();
    let quoted: Vec<String> = culprits.iter().map(|c| shown(*c)).collect();
    let chars = list(&quoted.iter().map(String::as_str).collect::<Vec<_>>());
    let refused = !read.accepted() && (meant.accepted() || read.hosts.is_empty() && !meant.hosts.is_empty());
    if refused {
        let message = format!("{driver} refuses the string because of {chars} in the {what}");
        let mut finding = cx.finding(span, message);
        finding.notes.extend(cx.refusal_note());
        return finding;
    }
    if same_hosts(read, meant) {
        return cx.finding(span, format!("{driver} reads another {what} because of {chars} in it"));
    }
    let message = match culprits {
        ['@'] if what == "password" => format!("{driver} ends the password at its first `@`"),
        _ => format!("{driver} reads another host because of {chars} in the {what}"),
    };
    let finding = cx.finding(span, message);
    match cx.host_shown() {
        Some(host) => finding
            .note(format!("it looks up the host `{host}`, so that name servers see a part of the {what}")),
        None => finding,
    }
}

fn advice(chars: &[char], what: &str) -> String {
    let each: Vec<String> =
        chars.iter().map(|c| format!("{} as `{}`", shown(*c), encode(&c.to_string()))).collect();
    match each.as_slice() {
        [] | [_, _, _, _, ..] => format!("percent-encode the {what}"),
        few => format!("write {}", list(&few.iter().map(String::as_str).collect::<Vec<_>>())),
    }
}

fn shown(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        '`' => "a backtick".to_owned(),
        _ => format!("`{c}`"),
    }
}

fn distinct(text: &str, changes: &[Change]) -> Vec<char> {
    let mut out = Vec::new();
    for c in changes.iter().filter_map(|(at, _)| at.of(text).chars().next()) {
        if !out.contains(&c) {
            out.push(c);
        }
    }
    out
}

/// The reserved characters at `span`, each with its encoding; `%` only where no two hexadecimal digits follow.
fn repairs(text: &str, span: Span) -> Vec<Change> {
    let piece = span.of(text);
    piece
        .char_indices()
        .filter(|(at, c)| RESERVED.contains(c) && (*c != '%' || !is_escape(piece, *at)))
        .map(|(at, c)| (Span::new(at, at + c.len_utf8()).shift(span.start), encode(&c.to_string())))
        .collect()
}

fn is_escape(text: &str, percent: usize) -> bool {
    text.get(percent + 1..percent + 3).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
