//! Runs the rules over a text and puts together what they say.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::said::{Answers, Readers};
use super::subject::consumers;
use super::suppress::suppressions;
use super::uses::Use;
use super::{CallCx, Check, Cx, Divided, FileCx, Group, RULES, Rule, Subject, http_endpoint};
use crate::diag::{Finding, Severity};
use crate::drivers::{DriverAt, Inferred};
use crate::endpoints::EndpointAt;
use crate::formats::{Document, Format, Scope, format_of, is_test};
use crate::model::Reading;
use crate::text::{Hider, LineIndex, secret_spans, sort_by, sort_by_key};

/// What the caller wants.
#[derive(Clone, Default)]
pub struct Options {
    /// The driver, if the caller knows it.
    pub driver: Option<DriverAt>,
    /// The endpoint, if the caller knows it.
    pub endpoint: Option<EndpointAt>,
    /// What the project shows about its drivers.
    pub project: Vec<Inferred>,
    /// What code of the project shows about variables.
    pub code: Vec<Use>,
    /// Who reads some variables, as the caller knows; the first that speaks of a string decides.
    pub readers: Vec<Readers>,
    /// Who answers at some hosts, as the caller knows; the first that speaks of a host decides.
    pub answers: Vec<Answers>,
    /// How bad the findings of some rules are, by the name of the rule; the others are as bad as their rule says.
    pub severities: BTreeMap<String, Severity>,
    /// Rules to run; empty for all.
    pub select: Vec<String>,
    /// Rules not to run.
    pub ignore: Vec<String>,
}

impl Options {
    fn wants(&self, rule: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|name| name == rule);
        (self.select.is_empty() || named(&self.select)) && !named(&self.ignore)
    }
}

/// What was found in a text.
pub struct Facts {
    /// Its kind.
    pub format: &'static Format,
    /// Its names, values and comments.
    pub document: Document,
    /// The connection strings in it.
    pub subjects: Vec<Subject>,
    /// Its lines.
    pub lines: LineIndex,
    /// The findings, by place.
    pub findings: Vec<Finding>,
}

/// Runs all rules that `options` wants over `text`.
pub fn check(text: &str, path: Option<&str>, options: &Options) -> Facts {
    let format = format_of(path, text);
    let document = (format.read)(text);
    let lines = LineIndex::new(text);
    let subjects = super::subject::subjects(&document, text, options);
    let readings: Vec<Vec<Reading>> = subjects.iter().map(readings_of).collect();
    let mut findings = Vec::new();
    for rule in in_order() {
        let found = std::mem::take(&mut findings);
        let file = FileCx {
            text,
            path,
            lines: &lines,
            format,
            document: &document,
            subjects: &subjects,
            options,
            rule,
            found: &found,
            ipv4_only: OnceCell::new(),
        };
        let more = run_rule(&file, &readings);
        findings = found;
        findings.extend(more);
    }
    // What is not wanted is left out at the end, so that the rules that look at what others found see all of it.
    findings.retain(|finding| options.wants(&finding.rule));
    for finding in &mut findings {
        finding.severity = options.severities.get(&finding.rule).copied().unwrap_or(finding.severity);
    }
    hide_secrets(&mut findings, &subjects);
    let suppressed = suppressions(&document, text, &lines);
    findings.retain(|finding| !suppressed.iter().any(|it| it.silences(finding)));
    let place = |it: &Finding| (it.start.offset, it.end.offset);
    sort_by(&mut findings, |a, b| {
        let worse_first = || b.severity.cmp(&a.severity);
        place(a).cmp(&place(b)).then_with(worse_first).then_with(|| a.rule.cmp(&b.rule))
    });
    // A string that two calls get is looked at twice.
    findings.dedup_by(|b, a| {
        place(a) == place(b) && a.rule == b.rule && a.message == b.message && a.driver == b.driver
    });
    Facts { format, document, subjects, lines, findings }
}

/// No rule has to think of it: whatever a finding quotes, no secret of the file is shown.
fn hide_secrets(findings: &mut [Finding], subjects: &[Subject]) {
    if findings.is_empty() {
        return;
    }
    let secrets = subjects
        .iter()
        .flat_map(|subject| secret_spans(subject.text()).into_iter().map(|span| span.of(subject.text())));
    let hider = Hider::new(secrets);
    for finding in findings {
        let labels = finding.labels.iter_mut().map(|label| &mut label.text);
        let titles = finding.fix.iter_mut().map(|fix| &mut fix.title);
        let texts = finding.notes.iter_mut().chain(&mut finding.help).chain(labels).chain(titles);
        for text in texts.chain([&mut finding.message]) {
            *text = hider.hide(text);
        }
    }
}

fn readings_of(subject: &Subject) -> Vec<Reading> {
    subject.readers.iter().map(|driver| driver.read(subject.text(), subject.spelling)).collect()
}

/// All rules, those last that look at what the others found.
fn in_order() -> Vec<&'static Rule> {
    let mut rules = RULES.to_vec();
    sort_by_key(&mut rules, |rule| match rule.check {
        Check::Connection(_) | Check::Call(_) | Check::Both(..) | Check::File(_) => 0,
        Check::ConnectionLast(_) => 1,
        Check::FileLast(_) => 2,
    });
    rules
}

fn run_rule(file: &FileCx<'_>, readings: &[Vec<Reading>]) -> Vec<Finding> {
    if file.document.is_partial && file.rule.group == Group::Tls {
        return Vec::new();
    }
    match file.rule.check {
        Check::File(check) | Check::FileLast(check) => {
            let mut out = Vec::new();
            check(file, &mut out);
            out
        }
        Check::Call(check) => check_scopes(file, readings, check),
        Check::Connection(check) | Check::ConnectionLast(check) => check_subjects(file, readings, check),
        Check::Both(of_string, of_call) => {
            let mut out = check_subjects(file, readings, of_string);
            out.extend(check_scopes(file, readings, |cx, out| {
                if cx.connection.is_none() {
                    of_call(cx, out);
                }
            }));
            out
        }
    }
}

fn check_subjects(
    file: &FileCx<'_>,
    readings: &[Vec<Reading>],
    check: fn(&Cx<'_>, &mut Vec<Finding>),
) -> Vec<Finding> {
    // Tests try their code on strings that are wrong on purpose; those that a driver gets are not among them.
    let is_test = file.path.is_some_and(is_test);
    // Where no PostgreSQL answers, that alone is worth saying.
    let is_moot = |subject: &Subject| {
        !subject.endpoint.endpoint.speaks_postgresql && !std::ptr::eq(file.rule, &http_endpoint::RULE)
    };
    let is_judged = |subject: &Subject| {
        !is_moot(subject) && (!is_test || subject.is_told() || is_handed_over(file.document, subject))
    };
    let each = file.subjects.iter().zip(readings).filter(|(subject, _)| is_judged(subject));
    each.flat_map(|(subject, readings)| check_subject(file, subject, readings, check)).collect()
}

/// Whether a call or a setting gets the string, and it does not only stand in the file.
fn is_handed_over(document: &Document, subject: &Subject) -> bool {
    let entry = document.entries.get(subject.entry);
    let own = entry.filter(|entry| entry.scope > 0).and_then(|entry| document.scope(entry));
    own.is_some_and(|scope| scope.consumer.is_some())
}

fn check_scopes(
    file: &FileCx<'_>,
    readings: &[Vec<Reading>],
    check: impl Fn(&CallCx<'_>, &mut Vec<Finding>),
) -> Vec<Finding> {
    let mut given = BTreeMap::new();
    for (subject, readings) in file.subjects.iter().zip(readings) {
        if let Some(entry) = file.document.entries.get(subject.entry) {
            given.entry(entry.scope).or_insert((subject, readings.as_slice()));
        }
    }
    let scopes = file.document.scopes.iter().enumerate();
    scopes.flat_map(|(number, scope)| check_scope(file, scope, given.get(&number).copied(), &check)).collect()
}

/// The arguments of `scope`, with the string that is given among them and what its readers make of it.
fn check_scope(
    file: &FileCx<'_>,
    scope: &Scope,
    given: Option<(&Subject, &[Reading])>,
    check: &impl Fn(&CallCx<'_>, &mut Vec<Finding>),
) -> Vec<Finding> {
    let Some(consumer) = scope.consumer.as_ref().filter(|_| !scope.arguments.is_empty()) else {
        return Vec::new();
    };
    let meant = consumers(consumer, scope, file.options);
    // Who is named for the strings of a file need not be who gets these options.
    let gets_them = |at: &DriverAt| {
        let mut drivers = consumer.drivers.iter().filter_map(|name| DriverAt::parse(name));
        drivers.any(|it| std::ptr::eq(it.driver, at.driver))
    };
    let given = given.filter(|(subject, _)| subject.readers.iter().all(gets_them));
    let drivers = match given {
        Some((subject, _)) if !meant.is_empty() => subject.readers.clone(),
        _ => meant,
    };
    let per_driver = drivers.iter().enumerate().map(|(at, driver)| {
        let reading = given.and_then(|(_, readings)| readings.get(at));
        let connection = given.zip(reading).map(|((subject, _), reading)| Cx {
            file,
            subject,
            driver,
            reading,
            endpoint: &subject.endpoint,
        });
        let mut out = Vec::new();
        check(&CallCx { file, scope, driver, connection: connection.as_ref() }, &mut out);
        out
    });
    let mut per_driver: Vec<Vec<Finding>> = per_driver.collect();
    // What is not true of the driver that is meant by default is no news.
    if let Some((first, others)) = per_driver.split_first_mut() {
        let places: Vec<usize> = first.iter().map(|finding| finding.start.offset).collect();
        others.iter_mut().for_each(|it| it.retain(|finding| places.contains(&finding.start.offset)));
    }
    let are_known = given.is_some_and(|(subject, _)| subject.readers_are_known());
    merge(file.rule, &drivers, are_known, per_driver)
}

fn check_subject(
    file: &FileCx<'_>,
    subject: &Subject,
    readings: &[Reading],
    check: fn(&Cx<'_>, &mut Vec<Finding>),
) -> Vec<Finding> {
    let per_driver: Vec<Vec<Finding>> = subject
        .readers
        .iter()
        .zip(readings)
        .map(|(driver, reading)| {
            let cx = Cx { file, subject, driver, reading, endpoint: &subject.endpoint };
            let mut out = Vec::new();
            check(&cx, &mut out);
            out
        })
        .collect();
    let mut out = merge(file.rule, &subject.readers, subject.readers_are_known(), per_driver);
    if file.document.in_other_text && has_foreign_escape(subject.text()) {
        out.iter_mut().for_each(soften);
    }
    out
}

/// Whether the text around may undo something in `text` before a driver reads it: a backslash of source code, an
/// entity of XML, a doubled mark of a formatter.
fn has_foreign_escape(text: &str) -> bool {
    let is_entity = |rest: &str| {
        let name = rest.split_once(';').map_or("", |(name, _)| name);
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    };
    ["\\", "%%", "$$", "{{"].iter().any(|mark| text.contains(mark)) || text.split('&').skip(1).any(is_entity)
}

/// What the driver gets is not known letter for letter, so nothing found in it is certain, nor is a change.
fn soften(finding: &mut Finding) {
    finding.severity = Severity::Hint;
    finding.notes.push("what the text around makes of the escapes in this string is not known".to_owned());
    if let Some(fix) = &mut finding.fix {
        fix.safety = fix.safety.max(crate::diag::Safety::Unsafe);
    }
}

/// One finding for each place, when several drivers read the string or may read it. What is true of all of them keeps its
/// severity; what is true of some becomes what the rule says, unless it is known that each of them reads it.
fn merge(rule: &Rule, all: &[DriverAt], are_known: bool, per_driver: Vec<Vec<Finding>>) -> Vec<Finding> {
    if all.len() < 2 {
        return per_driver.into_iter().flatten().collect();
    }
    let mut groups: Vec<(Finding, Vec<usize>)> = Vec::new();
    let mut by_place: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (reader, findings) in per_driver.into_iter().enumerate() {
        for finding in findings {
            let group = *by_place.entry((finding.start.offset, finding.end.offset)).or_insert(groups.len());
            match groups.get_mut(group) {
                Some((first, readers)) => {
                    first.severity = first.severity.min(finding.severity);
                    readers.push(reader);
                }
                None => groups.push((finding, vec![reader])),
            }
        }
    }
    groups
        .into_iter()
        .filter_map(|(mut finding, mut readers)| {
            readers.dedup();
            let affected: Vec<&str> = readers
                .iter()
                .filter_map(|reader| all.get(*reader))
                .map(|reader| reader.driver.name)
                .collect();
            if are_known {
                finding.notes.push(true_of(&affected, all));
            } else if affected.len() < all.len() {
                finding.severity = match rule.divided {
                    Divided::Silent => return None,
                    Divided::Hint => Severity::Hint,
                    Divided::Warning => finding.severity.min(Severity::Warning),
                };
                finding.notes.push(format!("true of {}; who reads this is not known", list(&affected)));
            }
            // A fix that suits one driver may harm another.
            if let Some(fix) = finding.fix.as_mut().filter(|_| affected.len() < all.len()) {
                fix.safety = fix.safety.max(crate::diag::Safety::Unsafe);
            }
            if affected.len() > 1 || affected.len() < all.len() && !are_known {
                finding.driver = None;
            }
            Some(finding)
        })
        .collect()
}

/// Which of the drivers that read a string a finding is true of.
fn true_of(affected: &[&str], all: &[DriverAt]) -> String {
    let others: Vec<&str> =
        all.iter().map(|it| it.driver.name).filter(|name| !affected.contains(name)).collect();
    let too = match others.as_slice() {
        [] => String::new(),
        [one] => format!("; {one} reads it too"),
        several => format!("; {} read it too", list(several)),
    };
    format!("true of {}{too}", list(affected))
}

/// `a`, `b and c`, `a, b and 3 more`.
pub(crate) fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, three, rest @ ..] => format!("{one}, {two}, {three} and {} more", rest.len()),
    }
}
