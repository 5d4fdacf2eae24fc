//! `connlint config`: which settings are in force, and why.

use std::fmt::Write;
use std::path::Path;

use clap::ValueEnum;
use connlint_core::drivers::DriverAt;
use connlint_core::formats::format_of;
use connlint_core::rules::Readers;
use connlint_core::text::{mask_spans, secret_spans};
use serde::Serialize;

use crate::Exit;
use crate::args::{ConfigArgs, ExplainOutput};
use crate::config::{Config, NAME, schema};
use crate::files::{self, Place, Target, shown_path};
use crate::project::Projects;
use crate::terminal::{self, FAINT, STRONG, hang, printable, styled, wrap};

/// A setting that is in force.
#[derive(Serialize)]
struct Setting {
    name: String,
    value: String,
    /// Where it is said: "connlint.toml:3", "default".
    from: String,
}

impl Setting {
    /// A string where a host or a path is expected shows no password.
    fn new(name: &str, value: impl Into<String>, from: impl Into<String>) -> Self {
        let value = value.into();
        let value = mask_spans(&value, &secret_spans(&value));
        Self { name: name.to_owned(), value, from: from.into() }
    }
}

#[derive(Serialize)]
struct Shown {
    /// The configuration; `None` without one.
    config: Option<String>,
    settings: Vec<Setting>,
    files: Vec<OfFile>,
}

/// What holds for a file.
#[derive(Serialize)]
struct OfFile {
    path: String,
    settings: Vec<Setting>,
}

/// Runs the command.
pub fn run(args: &ConfigArgs, config: &Config) -> anyhow::Result<Exit> {
    if args.schema {
        terminal::print(&schema())?;
        return Ok(Exit::Clean);
    }
    let mut projects = Projects::default();
    let shown = Shown {
        config: config.path.clone(),
        settings: settings(config),
        files: args.files.iter().map(|path| of_file(path, config, &mut projects)).collect(),
    };
    terminal::print(&match args.output_format {
        ExplainOutput::Json => serde_json::to_string(&shown)? + "\n",
        ExplainOutput::Text => text(&shown),
    })?;
    Ok(Exit::Clean)
}

fn settings(config: &Config) -> Vec<Setting> {
    let file = &config.file;
    let names = |list: &[_]| {
        list.iter().map(|it: &crate::config::RuleName| it.0.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut out = Vec::new();
    out.extend(file.exclude.iter().map(|it| Setting::new("exclude", it.as_ref(), config.place_of(it))));
    out.push(match &file.select {
        Some(select) => Setting::new("select", names(select.as_ref()), config.place_of(select)),
        None => Setting::new("select", "all rules", "default"),
    });
    out.push(match &file.ignore {
        Some(ignore) => Setting::new("ignore", names(ignore.as_ref()), config.place_of(ignore)),
        None => Setting::new("ignore", "none", "default"),
    });
    let level = config.fail_on(None).to_possible_value();
    let level = level.as_ref().map_or("", |it| it.get_name());
    let from = file.fail_on.as_ref().map_or("default".to_owned(), |it| config.place_of(it));
    out.push(Setting::new("fail-on", level, from));
    out.push(match &file.baseline {
        Some(path) => Setting::new("baseline", path.as_ref().to_string_lossy(), config.place_of(path)),
        None => Setting::new("baseline", "none", "default"),
    });
    for (rule, level) in &file.severity {
        let value = format!("{}: {}", rule.0, level.as_ref().name());
        out.push(Setting::new("severity", value, config.place_of(level)));
    }
    for reader in &file.reader {
        let said = reader.as_ref();
        let drivers: Vec<DriverAt> = said.drivers.iter().map(|it| it.0).collect();
        let value = of_variables(&drivers, &said.variables, &said.paths);
        out.push(Setting::new("reader", value, config.place_of(reader)));
    }
    for endpoint in &file.endpoint {
        let said = endpoint.as_ref();
        let ports: Vec<String> = said.ports.iter().map(u16::to_string).collect();
        let at = if ports.is_empty() { String::new() } else { format!(", port {}", ports.join(" or ")) };
        let value = format!("{} at {}{at}", said.name.0.display(), said.hosts.join(" or "));
        out.push(Setting::new("endpoint", value, config.place_of(endpoint)));
    }
    out
}

/// `asyncpg and psycopg read DATABASE_URL in services/api/`.
fn of_variables(drivers: &[DriverAt], variables: &[String], paths: &[String]) -> String {
    let names: Vec<String> = drivers.iter().map(|it| it.display()).collect();
    let read = if names.len() == 1 { "reads" } else { "read" };
    let what = if variables.is_empty() { "every string".to_owned() } else { variables.join(", ") };
    let place = if paths.is_empty() { String::new() } else { format!(" in {}", paths.join(", ")) };
    format!("{} {read} {what}{place}", names.join(" and "))
}

fn of_file(path: &Path, config: &Config, projects: &mut Projects) -> OfFile {
    let mut settings = Vec::new();
    if let Some(place) = config.excluded_by(path, path.is_dir()) {
        settings.push(Setting::new("exclude", "not linted", place));
    }
    let target = Target { place: Place::File(path.to_owned()), named: true };
    let from = match files::read(&target) {
        Ok(text) => {
            Setting::new("format", format_of(target.place.path().as_deref(), &text).name, "its name or looks")
        }
        Err(unread) => Setting::new("format", "not known", unread.reason),
    };
    settings.push(from);
    for (said, Readers { drivers, why, .. }) in config.readers(Some(path)) {
        settings.push(Setting::new("reader", of_variables(&drivers, &said.variables, &[]), why));
    }
    for inferred in projects.drivers(&target.place.folder()) {
        settings.push(Setting::new("project", inferred.driver.display(), inferred.why));
    }
    OfFile { path: shown_path(path), settings }
}

fn text(shown: &Shown) -> String {
    let mut out = match &shown.config {
        Some(path) => format!("{}\n", styled(STRONG, &printable(path))),
        None => format!(
            "{}\n",
            wrap(
                &format!("there is no {NAME} in this folder or above it, up to the root of the repository"),
                terminal::width()
            )
        ),
    };
    table(&shown.settings, &mut out);
    for file in &shown.files {
        let _ = writeln!(out, "\n{}", styled(STRONG, &printable(&file.path)));
        table(&file.settings, &mut out);
    }
    out
}

fn table(settings: &[Setting], out: &mut String) {
    let first = settings.iter().map(|it| it.name.len()).max().unwrap_or_default();
    let indent = first + 4;
    for Setting { name, value, from } in settings {
        let value = wrap(&printable(&format!("{value}  ({from})")), terminal::width().saturating_sub(indent));
        let name = format!("{name:<first$}");
        let _ = writeln!(out, "  {}  {}", styled(FAINT, &name), hang(&value, indent));
    }
}
