//! What a rule gets to see, and how it says what it found.

use std::cell::OnceCell;

use super::{Options, Rule, Subject};
use crate::diag::{Finding, Fix, Label, Safety, Severity};
use crate::drivers::DriverAt;
use crate::endpoints::EndpointAt;
use crate::formats::{Argument, Document, Entry, Format, Scope};
use crate::model::Reading;
use crate::parse::{Spelling, Written};
use crate::text::{Edit, LineIndex, Span, mask_connection};

/// A file under inspection.
pub struct FileCx<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its name, as the caller gave it.
    pub path: Option<&'a str>,
    /// Its lines.
    pub lines: &'a LineIndex,
    /// Its kind.
    pub format: &'static Format,
    /// Its names, values and comments.
    pub document: &'a Document,
    /// The connection strings in it.
    pub subjects: &'a [Subject],
    /// What the caller wants.
    pub options: &'a Options,
    /// The rule at work.
    pub rule: &'static Rule,
    /// What other rules found. Complete only for rules that run last.
    pub found: &'a [Finding],
    /// What `ipv6-only-host` has read in the file's comments and names: read once, and not for every string.
    pub ipv4_only: OnceCell<Option<(&'static str, Span)>>,
}

impl<'a> FileCx<'a> {
    /// A finding of the rule at work, at `span` of the file.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            rule: self.rule.name.to_owned(),
            severity: self.rule.severity,
            message: message.into(),
            path: self.path.map(str::to_owned),
            start: self.lines.position(self.text, span.start),
            end: self.lines.position(self.text, span.end),
            driver: None,
            endpoint: None,
            variable: None,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// A label at `span` of the file.
    pub fn label(&self, span: Span, text: impl Into<String>) -> Label {
        Label {
            start: self.lines.position(self.text, span.start),
            end: self.lines.position(self.text, span.end),
            text: text.into(),
        }
    }

    /// An edit at `span` of the file, written as it stands.
    pub fn edit(&self, span: Span, text: impl Into<String>) -> Edit {
        Edit {
            start: self.lines.position(self.text, span.start),
            end: self.lines.position(self.text, span.end),
            text: text.into(),
        }
    }
}

/// A set of arguments, as one driver gets it.
pub struct CallCx<'a> {
    /// The file that holds it.
    pub file: &'a FileCx<'a>,
    /// The arguments.
    pub scope: &'a Scope,
    /// The driver.
    pub driver: &'a DriverAt,
    /// The connection that is given with them, as far as it is known.
    pub connection: Option<&'a Cx<'a>>,
}

impl<'a> CallCx<'a> {
    /// The argument of this name, those of what it stands in included.
    pub fn argument(&self, name: &str) -> Option<&'a Argument> {
        self.scope.arguments.iter().find(|argument| argument.name == name)
    }

    /// A finding of the rule at work that is about this driver, at `span` of the file.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        let why = self.scope.consumer.as_ref().map_or("", |consumer| &consumer.why);
        Finding { driver: Some(self.driver.display()), ..self.file.finding(span, message) }
            .note(format!("read as {} ({why})", self.driver.driver.name))
    }

    /// What the driver's users call it.
    pub fn label_of_driver(&self) -> &'static str {
        self.driver.driver.label
    }
}

/// One string, as one driver reads it.
pub struct Cx<'a> {
    /// The file that holds it.
    pub file: &'a FileCx<'a>,
    /// The string.
    pub subject: &'a Subject,
    /// The driver.
    pub driver: &'a DriverAt,
    /// What the driver makes of it.
    pub reading: &'a Reading,
    /// Who answers.
    pub endpoint: &'a EndpointAt,
}

impl<'a> Cx<'a> {
    /// The decoded string. Spans of the reading and of what was written are bytes of it.
    pub fn text(&self) -> &'a str {
        self.subject.text()
    }

    /// What the author meant.
    pub fn written(&self) -> &'a Written {
        &self.subject.written
    }

    /// The entry of the document that holds it.
    pub fn entry(&self) -> Option<&'a Entry> {
        self.file.document.entries.get(self.subject.entry)
    }

    /// What is known of the set of values that it stands in.
    pub fn scope(&self) -> Option<&'a Scope> {
        self.file.document.scope(self.entry()?)
    }

    /// The arguments and options beside it.
    pub fn arguments(&self) -> &'a [Argument] {
        self.scope().map_or(&[], |scope| &scope.arguments)
    }

    /// What the driver's users call it.
    pub fn label_of_driver(&self) -> &'static str {
        self.driver.driver.label
    }

    /// A finding of the rule at work that is about this driver, at `span` of the string.
    pub fn finding(&self, span: Span, message: impl Into<String>) -> Finding {
        Finding { driver: Some(self.driver.display()), ..self.plain_finding(span, message) }
    }

    /// A finding that is true whoever reads the string, at `span` of the string.
    pub fn plain_finding(&self, span: Span, message: impl Into<String>) -> Finding {
        let mut finding = self.file.finding(self.subject.value.source(span), message);
        finding.variable = self.entry().and_then(|entry| entry.name.as_ref()).map(|name| name.0.clone());
        finding
    }

    /// A label at `span` of the string.
    pub fn label(&self, span: Span, text: impl Into<String>) -> Label {
        self.file.label(self.subject.value.source(span), text)
    }

    /// An edit at `span` of the string, spelled as the container needs it; `None` when that cannot be done without
    /// touching what stands around it, or when `span` reaches over several variables.
    pub fn edit(&self, span: Span, text: &str) -> Option<Edit> {
        let source = self.subject.value.source(span);
        if !self.subject.value.is_whole(span) {
            return None;
        }
        let entry = match self.subject.spelling {
            Spelling::Parts => {
                let mut entries = self.file.document.entries.iter();
                let is_verbatim = self.subject.value.is_verbatim(self.file.text, span);
                entries.find(|entry| is_verbatim && entry.span.contains(source))?
            }
            _ => self.entry()?,
        };
        let encoded = if text.is_empty() { String::new() } else { (self.file.format.encode)(text, entry)? };
        Some(self.file.edit(source, encoded))
    }

    /// A piece of the string that may be shown: its secrets masked.
    pub fn shown(&self, span: Span) -> String {
        let masked = mask_connection(self.text());
        let chars = |end: usize| Span::new(0, end).of(self.text()).chars().count();
        let (from, to) = (chars(span.start), chars(span.end));
        masked.chars().skip(from).take(to - from).collect()
    }

    /// The edit that removes a pair of the query (`name=value`) together with one separator.
    pub fn remove_pair(&self, pair: Span) -> Option<Edit> {
        let text = self.text();
        let after = text.get(pair.end..).unwrap_or_default();
        let before = text.get(..pair.start).unwrap_or_default();
        let span = if after.starts_with(['&', ';']) {
            Span::new(pair.start, pair.end + 1)
        } else if before.ends_with(['&', '?', ' ', ';']) {
            Span::new(pair.start - 1, pair.end)
        } else if after.starts_with(' ') {
            Span::new(pair.start, pair.end + 1)
        } else {
            pair
        };
        self.edit(span, "")
    }

    /// The edit that adds `name=value` to the query of a URL, or to pairs that stand between `;`; `None` when the
    /// string is neither.
    pub fn add_pair(&self, pair: &str) -> Option<Edit> {
        let text = self.text();
        let separator = match self.subject.spelling {
            Spelling::Uri | Spelling::Jdbc | Spelling::R2dbc => match text.find('?') {
                Some(at) if at + 1 == text.len() || text.ends_with('&') => "",
                Some(_) => "&",
                None => "?",
            },
            Spelling::AdoNet | Spelling::Pdo | Spelling::Dbi => {
                if text.trim_end().ends_with([';', ':']) {
                    ""
                } else {
                    ";"
                }
            }
            Spelling::KeywordValue | Spelling::Parts => return None,
        };
        self.edit(Span::at(text.len()), &format!("{separator}{pair}"))
    }
}

impl Finding {
    /// The same, with another severity.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same, with a few words at its own place.
    pub fn here(mut self, text: impl Into<String>) -> Self {
        self.labels.insert(0, Label { start: self.start, end: self.end, text: text.into() });
        self
    }

    /// The same, with one more place.
    pub fn labelled(mut self, label: Label) -> Self {
        self.labels.push(label);
        self
    }

    /// The same, with one more note.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// The same, with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, about this endpoint.
    pub fn about(mut self, endpoint: &EndpointAt) -> Self {
        self.endpoint = Some(endpoint.endpoint.name.to_owned());
        self
    }

    /// The same, with a fix if all its edits can be made. The title becomes the help when there is none yet.
    pub fn fix(
        mut self,
        safety: Safety,
        title: impl Into<String>,
        edits: impl IntoIterator<Item = Option<Edit>>,
    ) -> Self {
        let title = title.into();
        if self.help.is_none() {
            self.help = Some(title.clone());
        }
        let edits: Option<Vec<Edit>> = edits.into_iter().collect();
        self.fix = edits.filter(|edits| !edits.is_empty()).map(|edits| Fix { title, safety, edits });
        self
    }
}
