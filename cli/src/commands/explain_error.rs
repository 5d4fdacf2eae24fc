//! `connlint explain -`: what is behind an error message, and what to change.

use std::io::IsTerminal;

use connlint_core::diag::Finding;
use connlint_core::report::Explanation;
use connlint_core::{Options, explain_error};
use serde::Serialize;

use super::check::{complain, lint_all, of_project};
use super::explain::Page;
use crate::Exit;
use crate::args::{ExplainArgs, ExplainOutput};
use crate::config::Config;
use crate::files::{self, Place, Target};
use crate::project::Known;
use crate::render::{self, Outcome};
use crate::terminal::{self, STRONG, hang, styled, wrap};

/// An explanation, and where a project shows its cause.
#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    explanation: &'a Explanation,
    /// The findings of the rules that it names; `None` when no project was to be checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<Vec<&'a Finding>>,
}

/// Explains the message on standard input.
pub fn run(args: &ExplainArgs, config: &Config) -> anyhow::Result<Exit> {
    let known = explain_error(&message()?, args.driver);
    let project = (!args.check.is_empty() && !known.is_empty()).then(|| lint_project(args, config, &known));
    match args.output_format {
        ExplainOutput::Json => terminal::print(&(as_json(&known, project.as_ref())? + "\n"))?,
        ExplainOutput::Text => {
            let pages = known.iter().map(page).chain(project.iter().map(|it| shown_by(it, &known)));
            terminal::print(&pages.collect::<Vec<_>>().join("\n"))?;
        }
    }
    if known.is_empty() {
        terminal::complain("no text in this message is known");
        return Ok(Exit::Failure);
    }
    Ok(project.map_or(Exit::Clean, |it| exit(&it)))
}

/// Lints the project with the rules that the explanations name.
fn lint_project(args: &ExplainArgs, config: &Config, known: &[Explanation]) -> Outcome {
    let select: Vec<String> = known.iter().flat_map(|it| it.rules).map(|rule| (*rule).to_owned()).collect();
    if select.is_empty() {
        return Outcome::default();
    }
    let options = |place: &Place, known: Known| Options {
        driver: args.driver,
        select: select.clone(),
        ..of_project(config, place, known)
    };
    let outcome = lint_all(&args.check, config, options);
    complain(&outcome, false);
    outcome
}

fn findings(project: &Outcome) -> impl Iterator<Item = &Finding> {
    project.files.iter().flat_map(|file| &file.report.findings)
}

fn as_json(known: &[Explanation], project: Option<&Outcome>) -> serde_json::Result<String> {
    let explained = known.iter().map(|explanation| Explained {
        explanation,
        findings: project.map(|project| {
            findings(project).filter(|finding| explanation.rules.contains(&finding.rule.as_str())).collect()
        }),
    });
    serde_json::to_string(&explained.collect::<Vec<_>>())
}

/// The lines of the project that show the cause, as `check` writes them, or that none does.
fn shown_by(project: &Outcome, known: &[Explanation]) -> String {
    if findings(project).next().is_some() {
        return render::lines(project);
    }
    let nothing = if known.iter().all(|it| it.rules.is_empty()) {
        "no rule finds this cause in a file"
    } else if is_unread(project) {
        "nothing that could be read shows this cause"
    } else {
        "nothing there shows this cause"
    };
    nothing.to_owned() + "\n"
}

fn is_unread(project: &Outcome) -> bool {
    project.unread.iter().any(|unread| !unread.harmless)
}

fn exit(project: &Outcome) -> Exit {
    if is_unread(project) {
        Exit::Failure
    } else if findings(project).next().is_some() {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

fn message() -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        terminal::notice("paste the error message, then press Ctrl-D");
    }
    let target = Target { place: Place::Stdin(None), named: true };
    files::read(&target).map_err(|it| anyhow::anyhow!("{}: {}", it.place, it.reason))
}

fn page(it: &Explanation) -> String {
    let width = terminal::width();
    let text = format!("`{}`", it.text.replace("{}", "..."));
    let title = format!("{}: {}", styled(STRONG, it.label), hang(&wrap(&text, width.saturating_sub(2)), 2));
    let mut page = Page { out: title + "\n", width };
    page.row("why", 4, it.cause);
    page.row("do", 4, it.remedy);
    for change in &it.changes {
        page.row("edit", 4, &format!("{}: {}", change.label, change.advice));
    }
    for (who, _) in &it.statement_of {
        page.row("who", 4, &format!("{who} names its statements so"));
    }
    if !it.rules.is_empty() {
        let rules = it.rules.iter().map(|rule| format!("`{rule}`")).collect::<Vec<_>>();
        let verb = if rules.len() == 1 { "finds" } else { "find" };
        page.row("rule", 4, &format!("{} {verb} the same in a string: `connlint check`", rules.join(", ")));
    }
    if it.unverified {
        page.row("note", 4, "this is from memory, and was not checked");
    }
    page.out
}
