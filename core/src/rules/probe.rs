//! Asking the driver about variants of a string. What a slip costs is found by reading the string with and without
//! it, so that no rule has to know the grammar of a driver.

use compact_str::CompactString;

use super::Cx;
use crate::model::Reading;
use crate::text::{Span, sort_by_key};

/// A replacement in the string.
pub(super) type Change = (Span, String);

impl Cx<'_> {
    /// What the driver makes of the string after `changes`. They must not overlap.
    pub(super) fn read_with(&self, changes: &[Change]) -> Reading {
        self.driver.read(&changed(self.text(), changes), self.subject.spelling)
    }

    /// The driver's own words about why it does not take the string, as a note.
    pub(super) fn refusal_note(&self) -> Option<String> {
        self.reading
            .refusal
            .as_ref()
            .map(|refusal| format!("the driver says {}", refusal.quoted(self.text())))
    }

    /// The host that the driver dials first, as it may be shown.
    pub(super) fn host_shown(&self) -> Option<String> {
        let span = self.reading.hosts.first()?.name.as_ref()?.span?;
        Some(self.shown(span))
    }
}

/// `text` after `changes`.
pub(super) fn changed(text: &str, changes: &[Change]) -> String {
    let mut sorted: Vec<&Change> = changes.iter().collect();
    sort_by_key(&mut sorted, |change| change.0);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, replacement) in sorted {
        out.push_str(Span::new(at, span.start).of(text));
        out.push_str(replacement);
        at = span.end;
    }
    out.push_str(Span::new(at, text.len()).of(text));
    out
}

/// Whether both readings connect to the same place, as the same role, with the same password.
pub(super) fn same_login(a: &Reading, b: &Reading) -> bool {
    let password = |reading: &Reading| reading.password.as_ref().map(|it| it.value.expose().to_owned());
    let text = |it: &Option<crate::model::Sourced<CompactString>>| it.as_ref().map(|it| it.value.clone());
    a.accepted() == b.accepted()
        && same_hosts(a, b)
        && text(&a.user) == text(&b.user)
        && password(a) == password(b)
        && text(&a.dbname) == text(&b.dbname)
}

/// Whether both readings dial the same hosts and ports.
pub(super) fn same_hosts(a: &Reading, b: &Reading) -> bool {
    let hosts = |reading: &Reading| -> Vec<(Option<CompactString>, Option<i64>)> {
        let parts = |host: &crate::model::Host| {
            (host.name.as_ref().map(|it| it.value.clone()), host.port.as_ref().map(|it| it.value))
        };
        reading.hosts.iter().map(parts).collect()
    };
    hosts(a) == hosts(b)
}

/// Whether both readings give the same parameters.
pub(super) fn same_params(a: &Reading, b: &Reading) -> bool {
    let params = |reading: &Reading| -> Vec<(CompactString, CompactString)> {
        reading.params.iter().map(|given| (given.key.clone(), given.value.clone())).collect()
    };
    params(a) == params(b)
}
