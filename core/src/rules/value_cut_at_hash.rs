//! `value-cut-at-hash`: an unquoted `#`, where some loaders end the value.

use super::DriverSource;
use super::prelude::*;
use super::variables::entries;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "value-cut-at-hash",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "an unquoted `#` that ends the value for some loaders",
    docs: "Node's `dotenv` and `node --env-file` end an unquoted value at its first `#`, wherever it stands; Python's \
           `python-dotenv` and the shell only at one after a blank. The program then gets half of the string. In quotes the `#` is kept, \
           and in a URL `%23` is read alike everywhere.",
    sources: &["measured: dotenv 18, Node 20 and python-dotenv 1.2.4 on the same file, 2026-11-29"],
    examples: &[
        Example::good("libpq", "DB_HOST=db.example.com\nDB_PORT=5432\nDB_PASSWORD='a#b'\n").in_file(".env"),
        Example::fixed(
            "libpq",
            "DB_HOST=db.example.com\nDB_PORT=5432\nDB_PASSWORD=a#b\n",
            "DB_HOST=db.example.com\nDB_PORT=5432\nDB_PASSWORD=\"a#b\"\n",
        )
        .in_file(".env"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for (subject, entry) in entries(cx) {
        let is_known = subject.source != DriverSource::Unknown;
        let is_shown = matches!(subject.source, DriverSource::Project(_) | DriverSource::Code(_));
        if is_shown && subject.readers.iter().all(|reader| reader.driver.language == "Python") {
            continue;
        }
        let Some(cut) = entry.cut.filter(|cut| cut.of(cx.text).starts_with('#')) else { continue };
        let name = entry.name.as_ref().map_or("the value", |name| name.0.as_str());
        let mark = Span::new(cut.start, cut.start + 1);
        let value = entry.span.of(cx.text);
        let quote = if !value.contains(['"', '\\', '$']) {
            Some("\"")
        } else {
            (!value.contains('\'')).then_some("'")
        };
        let in_node =
            |reader: &crate::drivers::DriverAt| matches!(reader.driver.language, "JavaScript" | "TypeScript");
        let mut finding = cx
            .finding(mark, format!("`{name}` ends at its first `#` for some loaders"))
            .note("Node's loaders take an unquoted `#` for the start of a comment");
        if is_known && subject.readers.iter().all(in_node) {
            finding = finding.severity(Severity::Error);
        }
        let edits = quote.map(|quote| {
            [cx.edit(Span::at(entry.span.start), quote), cx.edit(Span::at(entry.span.end), quote)].map(Some)
        });
        out.push(finding.fix(Safety::Unsafe, "quote the value", edits.into_iter().flatten()));
    }
}
