//! For people: the source line with what is wrong marked in it, why it matters, and what to do.

use std::fmt::Write;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};
use connlint_core::diag::{Finding, Fix, Label, Safety, Severity};
use connlint_core::endpoints;
use connlint_core::report::Connection;

use super::masked::{Cut, Masked, Patched, room};
use super::{Checked, Outcome, Output, Screen, count};
use crate::terminal::{FAINT, STRONG, hang, printable, styled, wrap};

pub(super) static OUTPUT: Output =
    Output { name: "full", about: "for people: with the source line and what to do", render };

fn render(outcome: &Outcome, screen: &Screen) -> String {
    let mut out = String::new();
    for file in &outcome.files {
        fixes_made(file, &mut out);
        findings(file, screen, &mut out);
        if screen.verbose {
            connections(file, screen, &mut out);
        }
    }
    if !(screen.quiet || outcome.files.is_empty() && !outcome.unread.is_empty()) {
        let _ = writeln!(out, "{}", summary(outcome));
    }
    out
}

fn fixes_made(file: &Checked, out: &mut String) {
    for (rule, title) in file.fixed.iter().flat_map(|fixed| &fixed.applied) {
        let what = printable(title);
        let _ = writeln!(
            out,
            "{} {}: {what} [{rule}]",
            styled(STRONG, "fixed"),
            printable(&file.place.display())
        );
    }
    if file.fixed.is_some() {
        out.push('\n');
    }
}

fn findings(file: &Checked, screen: &Screen, out: &mut String) {
    // While nothing was written, the text is the one that the report is about.
    let text = file.fixed.as_ref().map_or(&file.text, |fixed| &fixed.text);
    let masked = Masked::new(text, &file.report.masked);
    let mut told = vec![false; file.report.connections.len()];
    for finding in &file.report.findings {
        let connection = file.report.connections.iter().position(|it| holds(it, finding));
        let first =
            connection.filter(|at| told.get_mut(*at).is_some_and(|told| !std::mem::replace(told, true)));
        let reader = first.and_then(|at| file.report.connections.get(at)).and_then(how_it_was_read);
        let _ = writeln!(out, "{}\n", frame(file, finding, reader, &masked, screen));
    }
}

fn holds(connection: &Connection, finding: &Finding) -> bool {
    connection.start.offset <= finding.start.offset && finding.start.offset <= connection.end.offset
}

fn frame(
    file: &Checked,
    finding: &Finding,
    reader: Option<String>,
    masked: &Masked<'_>,
    screen: &Screen,
) -> String {
    let snippet = Marked::new(file, finding, masked, screen);
    let before_title = finding.severity.name().len() + finding.rule.len() + "[]: ".len();
    let mut main = level(finding.severity)
        .primary_title(wrap(&printable(&finding.message), screen.width.saturating_sub(before_title).max(30)))
        .id(finding.rule.as_str())
        .element(snippet.source);
    let indent = screen.width.saturating_sub("   = note: ".len() + line_digits(finding));
    let text = |text: &str| wrap(&printable(text), indent);
    // A label that is too long for the frame is a note, unless the last note says it anyway.
    let is_said = |label: &&Label| {
        reader.as_ref().is_some_and(|reader| label.text.split("; ").all(|piece| reader.contains(piece)))
    };
    let labels = finding.labels.iter().filter(|label| !fits(label) && !is_said(label));
    let notes = labels.map(|label| &label.text).chain(&finding.notes).chain(&reader);
    for note in notes {
        main = main.element(Level::NOTE.message(text(note)));
    }
    let fix = finding.fix.as_ref();
    let title_says_it = fix.is_some_and(|fix| finding.help.as_ref() == Some(&fix.title));
    if let Some(help) = finding.help.as_ref().filter(|_| !title_says_it) {
        main = main.element(Level::HELP.message(text(help)));
    }
    let mut groups = vec![main];
    groups.extend(fix.and_then(|fix| patch(fix, masked, screen)));
    // Lines are cut here, because the renderer wastes half of the screen on a place at the end of a line.
    let shown = Renderer::styled().term_width(WIDE).render(&groups);
    shown.replacen(&snippet.shown_place, &snippet.place, 1)
}

/// A width at which the renderer cuts nothing.
const WIDE: usize = 100_000;

fn line_digits(finding: &Finding) -> usize {
    finding.end.line.to_string().len()
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::INFO.with_name("hint"),
    }
}

/// The lines of a finding, masked, with its places marked.
struct Marked<'a> {
    source: Snippet<'a, Annotation<'a>>,
    /// `path:line:column` as it is.
    place: String,
    /// The same as the renderer counts it in a line that was cut.
    shown_place: String,
}

impl<'a> Marked<'a> {
    fn new(file: &Checked, finding: &'a Finding, masked: &Masked<'_>, screen: &Screen) -> Self {
        let (first, last) = lines_of(finding);
        let lines = masked.lines(first, last);
        let own = lines.range(finding.start, finding.end);
        let others: Vec<(Range<usize>, &str)> = finding
            .labels
            .iter()
            .filter(|label| !is_own(finding, label))
            .map(|label| (lines.range(label.start, label.end), if fits(label) { &label.text } else { "" }))
            .collect();
        let own_label = finding.labels.iter().find(|label| is_own(finding, label) && fits(label));
        let why = own_label.map(|label| printable(&label.text));
        let all =
            others.iter().fold(own.clone(), |all, (it, _)| all.start.min(it.start)..all.end.max(it.end));
        let tail = why.iter().map(|text| text.chars().count() + 1).max().unwrap_or_default();
        let cut = Cut::new(&lines.text, all, tail, room(last, screen.width));
        let primary = AnnotationKind::Primary.span(cut.moved(own.clone()));
        let primary = match why {
            Some(why) => primary.label(why),
            None => primary,
        };
        let others = others.into_iter().map(|(range, text)| {
            let place = AnnotationKind::Context.span(cut.moved(range));
            if text.is_empty() { place } else { place.label(printable(text)) }
        });
        let path = printable(&file.place.display()).into_owned();
        let column = cut.column(own.start);
        let source = Snippet::source(cut.text.clone())
            .line_start(first)
            .path(path.clone())
            .annotation(primary)
            .annotations(others);
        let at = |column: usize| format!("{path}:{}:{column}", finding.start.line);
        Self { source, place: at(finding.start.column), shown_place: at(column) }
    }
}

/// Whether a label can stand in the frame, behind its place.
fn fits(label: &Label) -> bool {
    label.text.chars().count() <= 36
}

/// A label at the finding's own place says why it is there.
fn is_own(finding: &Finding, label: &Label) -> bool {
    label.start == finding.start && label.end == finding.end
}

fn lines_of(finding: &Finding) -> (usize, usize) {
    let places = finding.labels.iter().map(|label| (label.start.line, label.end.line));
    places.fold((finding.start.line, finding.end.line), |(first, last), (start, end)| {
        (first.min(start), last.max(end))
    })
}

fn patch<'a>(fix: &'a Fix, masked: &Masked<'_>, screen: &Screen) -> Option<Group<'a>> {
    let how_sure = match fix.safety {
        Safety::Safe => "",
        Safety::Unsafe => " (unsafe fix)",
        Safety::Shown => " (for example)",
    };
    let title = wrap(&format!("{}{how_sure}", printable(&fix.title)), screen.width.saturating_sub(6));
    let Patched { text, line, patches } = masked.patched(&fix.edits, screen.width)?;
    let patches = patches.into_iter().map(|(range, text)| Patch::new(range, text));
    Some(Level::HELP.secondary_title(title).element(Snippet::source(text).line_start(line).patches(patches)))
}

/// Who read the string and who answers, and how that is known; `None` when the user said so and nothing was guessed.
fn how_it_was_read(connection: &Connection) -> Option<String> {
    let endpoint = endpoints::by_name(&connection.endpoint).map_or("", |endpoint| endpoint.label);
    let answers = (!connection.endpoint_known_by.is_empty())
        .then(|| format!("{endpoint} answers ({})", connection.endpoint_known_by.join(", ")));
    let reads = match (connection.driver_known_by.as_deref(), connection.drivers.as_slice()) {
        (Some("--driver"), _) => None,
        (Some(why), drivers) => Some(format!("read as {} ({why})", drivers.join(" or "))),
        (None, [one]) => Some(format!("read as {one}, the only driver that takes it")),
        (None, drivers) => {
            Some(format!("{} drivers could read this; `--driver NAME` says which one does", drivers.len()))
        }
    };
    let said: Vec<String> = reads.into_iter().chain(answers).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn connections(file: &Checked, screen: &Screen, out: &mut String) {
    for connection in &file.report.connections {
        let name = connection.variable.as_deref().unwrap_or("a string");
        let place = format!("{}:{}: {name}", file.place.display(), connection.start.line);
        let how = how_it_was_read(connection)
            .unwrap_or_else(|| format!("read as {}", connection.drivers.join(", ")));
        let how = wrap(&printable(&how), screen.width.saturating_sub(2));
        let _ = writeln!(out, "{}\n  {}\n", styled(STRONG, &printable(&place)), hang(&how, 2));
    }
}

/// `2 errors, 1 warning in 3 of 14 files; 1 safe fix (--fix)`.
fn summary(outcome: &Outcome) -> String {
    let counts = &outcome.summary;
    let found: Vec<String> = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.hints, "hint")]
        .into_iter()
        .filter_map(|(number, what)| count(number, what))
        .collect();
    let (strings, nothing) = match count(outcome.connections(), "connection string") {
        Some(strings) => (strings, ", nothing found"),
        None => ("no connection string".to_owned(), ""),
    };
    let mut out = match count(outcome.fixes(), "fix") {
        Some(fixes) => format!("{fixes} made; "),
        None => String::new(),
    };
    out += &match (found.is_empty(), outcome.files.as_slice()) {
        (true, []) if outcome.excluded > 0 => "nothing was read".to_owned(),
        (true, []) => "no file here has a name that connection strings are kept under".to_owned(),
        (true, [_]) => strings + nothing,
        (true, files) => format!("{strings} in {} files{nothing}", files.len()),
        (false, [_]) => found.join(", "),
        (false, files) => {
            format!("{} in {} of {} files", found.join(", "), outcome.files_with_findings(), files.len())
        }
    };
    let fixes = [
        count(counts.safe_fixes, "safe fix").map(|it| it + " (--fix)"),
        count(counts.unsafe_fixes, "unsafe fix").map(|it| it + " (--fix --unsafe-fixes)"),
    ];
    let fixes: Vec<String> = fixes.into_iter().flatten().collect();
    if !fixes.is_empty() {
        out += &format!("; {}", fixes.join(", "));
    }
    if let Some(known) = count(outcome.known, "finding") {
        out += &format!("; {known} of the baseline left out");
    }
    styled(if found.is_empty() { FAINT } else { STRONG }, &out)
}
