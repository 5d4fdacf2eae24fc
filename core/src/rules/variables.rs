//! Which entries of a file hold connections, and where their passwords stand.

use super::{FileCx, Subject};
use crate::formats::Entry;
use crate::parse::Spelling;
use crate::text::Span;

/// The entries that hold a whole string, with the string.
pub(super) fn strings<'a>(cx: &'a FileCx<'_>) -> impl Iterator<Item = (&'a Subject, &'a Entry)> {
    cx.subjects
        .iter()
        .filter(|subject| subject.spelling != Spelling::Parts)
        .filter_map(|subject| Some((subject, cx.document.entries.get(subject.entry)?)))
}

/// The entries that hold a string or a part of a connection, each once.
pub(super) fn entries<'a>(cx: &'a FileCx<'_>) -> Vec<(&'a Subject, &'a Entry)> {
    let mut out: Vec<(&Subject, &Entry)> = strings(cx).collect();
    for subject in cx.subjects.iter().filter(|subject| subject.spelling == Spelling::Parts) {
        let written = &subject.written;
        let hosts = written.hosts.iter().map(|host| host.0);
        let spans = [written.user, written.password, written.dbname].into_iter().flatten().chain(hosts);
        for place in spans.map(|span| subject.value.source(span)) {
            let holder = cx.document.entries.iter().find(|entry| entry.span.contains(place));
            out.extend(holder.map(|entry| (subject, entry)));
        }
    }
    out.dedup_by_key(|(_, entry)| entry.span);
    out
}

/// Where the password stands in the file.
pub(super) fn password_place(subject: &Subject) -> Option<Span> {
    subject.written.password.filter(|span| !span.is_empty()).map(|span| subject.value.source(span))
}
