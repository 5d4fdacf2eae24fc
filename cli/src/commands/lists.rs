//! `connlint rules`, `drivers`, `endpoints`, `completions`: the tables.

use clap::CommandFactory;
use connlint_core::catalogue;
use connlint_core::drivers::DRIVERS;
use connlint_core::endpoints::ENDPOINTS;
use connlint_core::rules::RULES;

use crate::Exit;
use crate::args::{Cli, ListOutput};
use crate::terminal::{self, FAINT, STRONG, hang, styled, wrap};

/// Lists the rules.
pub fn rules(output: ListOutput) -> anyhow::Result<Exit> {
    let rows = RULES.iter().map(|rule| [rule.name, rule.severity.name(), rule.summary]).collect();
    list(output, rows, &catalogue().rules)
}

/// Lists the drivers.
pub fn drivers(output: ListOutput) -> anyhow::Result<Exit> {
    let rows = DRIVERS.iter().map(|driver| [driver.name, driver.language, driver.label]).collect();
    list(output, rows, &catalogue().drivers)
}

/// Lists the endpoints.
pub fn endpoints(output: ListOutput) -> anyhow::Result<Exit> {
    let rows = ENDPOINTS.iter().map(|it| [it.name, it.mode.name(), it.label]).collect();
    list(output, rows, &catalogue().endpoints)
}

/// Writes completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "connlint", &mut script);
    terminal::print_raw(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

fn list(output: ListOutput, rows: Vec<[&str; 3]>, all: &impl serde::Serialize) -> anyhow::Result<Exit> {
    let text = match output {
        ListOutput::Table => table(&rows),
        ListOutput::Json => serde_json::to_string(all)? + "\n",
    };
    terminal::print(&text)?;
    Ok(Exit::Clean)
}

fn table(rows: &[[&str; 3]]) -> String {
    let longest =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second) = (longest(0), longest(1));
    let indent = first + second + 4;
    let line = |[name, kind, about]: &[&str; 3]| {
        let about = hang(&wrap(about, terminal::width().saturating_sub(indent)), indent);
        let (name, kind) = (format!("{name:<first$}"), format!("{kind:<second$}"));
        format!("{}  {}  {about}\n", styled(STRONG, &name), styled(FAINT, &kind))
    };
    rows.iter().map(line).collect()
}
