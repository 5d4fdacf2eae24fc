//! The connections of a Compose file that containers make.

use super::reference::has_reference;
use super::{FileCx, Subject};
use crate::formats::{Composition, Service};
use crate::text::Span;

/// A host that a container connects to.
pub(super) struct Connection<'a> {
    pub composition: &'a Composition,
    /// The service that connects.
    pub service: &'a Service,
    pub subject: &'a Subject,
    /// The host in the string.
    pub host: Span,
    /// The port in the string.
    pub port: Option<Span>,
}

/// The hosts that containers with a network of their own connect to.
pub(super) fn connections<'a>(cx: &FileCx<'a>) -> Vec<Connection<'a>> {
    let Some(composition) = &cx.document.composition else { return Vec::new() };
    let mut out = Vec::new();
    for subject in cx.subjects {
        let entry = cx.document.entries.get(subject.entry);
        let Some(service) = entry.and_then(|entry| composition.service_of(entry)) else { continue };
        if service.has_own_network {
            let hosts = subject.written.hosts.iter();
            out.extend(hosts.map(|(host, port)| Connection {
                composition,
                service,
                subject,
                host: *host,
                port: *port,
            }));
        }
    }
    out
}

impl<'a> Connection<'a> {
    /// The text of a piece of the string.
    pub fn text(&self, span: Span) -> &'a str {
        span.of(self.subject.text())
    }

    /// The place of a piece of the string in the file.
    pub fn place(&self, span: Span) -> Span {
        self.subject.value.source(span)
    }

    /// Another service of the file that answers under the host's name.
    pub fn target(&self) -> Option<&'a Service> {
        let target = self.composition.service_at(self.text(self.host))?;
        (target.name != self.service.name && target.has_own_network).then_some(target)
    }

    /// Whether a piece of the string is written in the file, and is no default of a variable.
    pub fn is_fixed(&self, cx: &FileCx<'_>, span: Span) -> bool {
        let place = self.place(span);
        let holder = cx.document.entries.iter().find(|entry| entry.span.contains(place));
        let before = holder.map_or("", |entry| Span::new(entry.span.start, place.start).of(cx.text));
        let is_default = before.matches("${").count() > before.matches('}').count();
        !is_default && !has_reference(self.text(span)) && !self.text(span).contains('$')
    }
}
