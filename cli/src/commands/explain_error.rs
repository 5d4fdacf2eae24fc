//! `connlint explain -`: what is behind an error message, and what to change.

use std::io::IsTerminal;

use connlint_core::explain_error;
use connlint_core::report::Explanation;

use super::explain::Page;
use crate::Exit;
use crate::args::{ExplainArgs, ExplainOutput};
use crate::files::{self, Place, Target};
use crate::terminal::{self, STRONG, hang, styled, wrap};

/// Explains the message on standard input.
pub fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let known = explain_error(&message()?, args.driver);
    match args.output_format {
        ExplainOutput::Json => terminal::print(&(serde_json::to_string(&known)? + "\n"))?,
        ExplainOutput::Text => {
            let pages: Vec<String> = known.iter().map(page).collect();
            terminal::print(&pages.join("\n"))?;
        }
    }
    if known.is_empty() {
        terminal::complain("no text in this message is known");
        return Ok(Exit::Failure);
    }
    Ok(Exit::Clean)
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
