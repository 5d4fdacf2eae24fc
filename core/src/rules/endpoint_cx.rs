//! What rules about endpoints ask of a string: who answers, where that shows, and what is sent there.

use compact_str::CompactString;

use super::{Cx, FileCx};
use crate::diag::{Label, Severity};
use crate::endpoints::{Others, Part};
use crate::model::Given;
use crate::parse::{Percent, decode};
use crate::text::{Edit, Span};

/// A setting that goes to the server at startup.
pub(super) struct Sent<'a> {
    /// Its name; for `options` the setting inside, where the endpoint looks at each.
    pub setting: String,
    /// What the endpoint does with it.
    pub fate: Others,
    /// The parameter that says it; `None` when the driver sends it by itself.
    pub given: Option<&'a Given>,
}

impl<'a> Cx<'a> {
    /// The first host as it is written; empty when there is none.
    pub(super) fn host(&self) -> &'a str {
        self.written().hosts.first().map_or("", |host| host.0.of(self.text()))
    }

    /// The user, decoded, and its place: as it was meant, the same for every driver, else as this one reads it.
    pub(super) fn user(&self) -> Option<(Span, CompactString)> {
        let meant = self.written().user.and_then(|span| {
            let user = decode(span.of(self.text()), Percent::Lenient).ok()?;
            Some((span, user))
        });
        let read = || self.reading.user.as_ref().and_then(|user| Some((user.span?, user.value.clone())));
        meant.or_else(read).filter(|(span, user)| !span.is_empty() && !user.is_empty())
    }

    /// Where the string says who answers: host and port, or the port alone when nothing else decided or when the two
    /// stand in variables of their own.
    pub(super) fn endpoint_span(&self) -> Span {
        let Some(&(host, port)) = self.written().hosts.first() else { return Span::at(0) };
        let apart = !self.subject.spelling.is_url();
        let by_port = self.endpoint.evidence.first().is_some_and(|(part, _)| *part == Part::Port);
        match port.filter(|port| !port.is_empty()) {
            Some(port) if apart || by_port => port,
            Some(port) => host.join(port),
            None => host,
        }
    }

    /// What decided who answers, in a few words.
    pub(super) fn evidence(&self) -> String {
        match self.endpoint.evidence.as_slice() {
            [] => format!("{}, as told", self.endpoint.endpoint.label),
            all => all.iter().map(|(_, why)| why.as_str()).collect::<Vec<_>>().join("; "),
        }
    }

    /// The evidence as a second place of a finding.
    pub(super) fn label_of_endpoint(&self) -> Label {
        self.label(self.endpoint_span(), self.evidence())
    }

    /// How bad it is that the endpoint refuses something: an error at one that the user named, a warning at a platform
    /// that the host shows (documented, not measured, and configured by somebody else), a hint at a guess.
    pub(super) fn severity_of_refusal(&self) -> Severity {
        match (self.endpoint.certain, self.endpoint.evidence.is_empty()) {
            (true, true) => Severity::Error,
            (true, false) => Severity::Warning,
            (false, _) => Severity::Hint,
        }
    }

    /// What the driver sends at startup, with its fate at this endpoint.
    pub(super) fn sent_at_startup(&self) -> Vec<Sent<'a>> {
        let mut out = Vec::new();
        for (name, value) in &self.reading.startup {
            let given =
                value.span.and_then(|span| self.reading.params.iter().find(|given| given.value_span == span));
            let fates = if name == "options" {
                self.endpoint.options(&value.value)
            } else {
                vec![(name.to_string(), self.endpoint.startup(name))]
            };
            out.extend(fates.into_iter().map(|(setting, fate)| Sent { setting, fate, given }));
        }
        out
    }

    /// Whether the variable is for migrations and other work that leads around a pooler.
    pub(super) fn is_for_migrations(&self) -> bool {
        if self.scope().is_some_and(|scope| scope.is_for_migrations) {
            return true;
        }
        let name =
            self.entry().and_then(|entry| entry.name.as_ref()).map(|(name, _)| name.to_ascii_uppercase());
        name.is_some_and(|name| {
            name.split(['_', '.', '-']).any(|word| matches!(word, "DIRECT" | "UNPOOLED" | "NONPOOLING"))
                || ["NON_POOLING", "MIGRAT", "DIRECTURL"].iter().any(|part| name.contains(part))
        })
    }

    /// The comments that speak of this string: behind it, and on the lines right above it. In the file.
    pub(super) fn comments(&self) -> Vec<Span> {
        let Some(entry) = self.entry() else { return Vec::new() };
        let mut out: Vec<Span> = entry.comment.into_iter().collect();
        let start = entry.name.as_ref().map_or(entry.span, |name| name.1).start;
        let above = self.file.document.comments.iter().rev().filter(|comment| comment.end <= start);
        let mut below = start;
        for comment in above {
            let between = Span::new(comment.end, below).of(self.file.text);
            if between.matches('\n').count() != 1 || between.contains('=') {
                break;
            }
            out.push(*comment);
            below = comment.start;
        }
        out
    }

    /// The edit after which the query says `pair` (`name=value`): changes the value that is there, or adds the pair.
    pub(super) fn set_pair(&self, pair: &str) -> Option<Edit> {
        let (name, value) = pair.split_once('=')?;
        match self.reading.params.iter().find(|given| given.key == name) {
            Some(given) => self.edit(given.value_span, value),
            None => self.add_pair(pair),
        }
    }
}

impl FileCx<'_> {
    /// All comments of the file, those behind values included.
    pub(super) fn all_comments(&self) -> impl Iterator<Item = Span> {
        let behind = self.document.entries.iter().filter_map(|entry| entry.comment);
        self.document.comments.iter().copied().chain(behind)
    }
}
