//! `connlint generate`: a connection as a driver needs it.

use std::fmt::Write;
use std::path::Path;

use anyhow::anyhow;
use connlint_core::generate::{Connection, Generated, Request, generate};
use connlint_core::text::Secret;
use serde_json::{Value, json};

use crate::args::{GenerateArgs, GenerateOutput};
use crate::files::{self, Place, Target};
use crate::terminal::{self, FAINT, STRONG, hang, printable, styled, wrap};
use crate::{Exit, Usage};

/// Runs the command.
pub fn run(args: &GenerateArgs) -> anyhow::Result<Exit> {
    let generated = generate(&request(args)?);
    if args.output_format == GenerateOutput::Json {
        terminal::print(&(json_of(&generated, args.show_secrets).to_string() + "\n"))?;
    } else if let Some(connection) = &generated.connection {
        terminal::print(&text_of(&generated, connection, args)?)?;
    }
    match &generated.refused {
        Some(impossible) => {
            terminal::complain(&wrap(&impossible.why, terminal::width()));
            if !impossible.instead.is_empty() {
                terminal::notice(&wrap(&impossible.instead, terminal::width()));
            }
            Ok(Exit::Findings)
        }
        None => Ok(Exit::Clean),
    }
}

/// What the flags say, and where they are silent the text that they name.
fn request(args: &GenerateArgs) -> anyhow::Result<Request> {
    let mut out = match source(args) {
        Some(target) => {
            let text = files::read(&target).map_err(|it| anyhow!("{}: {}", it.place, it.reason))?;
            Request::from_text(args.driver, &text, target.place.path().as_deref())
                .ok_or_else(|| anyhow!("{}: there is no connection in it", target.place.display()))?
        }
        None => {
            let host = args.host.clone().ok_or_else(|| {
                Usage(
                    "--host NAME says whom to connect to; --from-env FILE or --env NAME take it from there"
                        .into(),
                )
            })?;
            Request::new(args.driver, host)
        }
    };
    if let Some(host) = &args.host {
        out.host.clone_from(host);
    }
    let or = |new: &Option<String>, old: Option<String>| new.clone().or(old);
    out.endpoint.clone_from(&args.endpoint);
    out.spelling = args.spelling.map(Into::into);
    out.port = args.port.or(out.port);
    out.user = or(&args.user, out.user);
    out.dbname = or(&args.dbname, out.dbname);
    out.tls = args.tls.map(Into::into).or(out.tls);
    out.root_certificate = or(&args.root_certificate, out.root_certificate);
    out.application_name = or(&args.application_name, out.application_name);
    out.variable = or(&args.variable, out.variable);
    if let Some(name) = &args.password_env {
        let password =
            std::env::var(name).map_err(|_| anyhow!("${name}: the variable is not set, or no text"))?;
        out.password = Some(Secret::new(password));
    }
    Ok(out)
}

fn source(args: &GenerateArgs) -> Option<Target> {
    let place = match (&args.from_env, &args.env) {
        (Some(path), _) if path == Path::new("-") => Place::Stdin(None),
        (Some(path), _) => Place::File(path.clone()),
        (None, Some(name)) => Place::Variable(name.clone()),
        (None, None) => return None,
    };
    Some(Target { place, named: true })
}

/// Secrets show as `***` when they are written out, so they are put in where they were asked for.
fn json_of(generated: &Generated, show_secrets: bool) -> Value {
    let mut out = json!(generated);
    if let (Some(connection), true) = (&generated.connection, show_secrets) {
        out["connection"]["string"] = json!(connection.string.as_ref().map(Secret::expose));
        out["connection"]["env"] = json!(connection.env.expose());
    }
    out
}

fn text_of(generated: &Generated, connection: &Connection, args: &GenerateArgs) -> Result<String, Usage> {
    let string = if args.show_secrets {
        connection.string.as_ref().map(Secret::expose)
    } else {
        connection.shown.as_deref()
    };
    let env = if args.show_secrets { connection.env.expose() } else { &connection.env_shown };
    match (args.output_format, string) {
        (GenerateOutput::Env, _) => Ok(env.to_owned()),
        (GenerateOutput::String, Some(string)) => Ok(format!("{string}\n")),
        (GenerateOutput::String, None) => {
            Err(Usage(format!("{} takes no string; --output-format env gives its parts", generated.driver)))
        }
        _ => Ok(page(generated, connection, env)),
    }
}

fn page(generated: &Generated, connection: &Connection, env: &str) -> String {
    let mut out = format!("{}\n{}", styled(STRONG, ".env"), indented(env));
    let in_code: Vec<_> = connection.settings.iter().filter(|it| it.place != "the string").collect();
    if !in_code.is_empty() {
        let _ = writeln!(out, "\n{}", styled(STRONG, "in code"));
    }
    for it in in_code {
        let _ = writeln!(
            out,
            "  {}={} {}",
            it.name,
            it.value,
            styled(FAINT, &format!("({}, {})", it.place, it.kind))
        );
    }
    for file in &connection.snippet.files {
        let _ = write!(out, "\n{}\n{}", styled(STRONG, file.path), indented(&file.text));
    }
    for (name, command) in [("to install", connection.snippet.install), ("to run", connection.snippet.run)] {
        if !command.is_empty() {
            let _ = write!(out, "\n{}\n{}", styled(STRONG, name), indented(command));
        }
    }
    for finding in &generated.findings {
        let said = format!("{}[{}]: {}", finding.severity.name(), finding.rule, finding.message);
        let _ = writeln!(out, "\n{}", hang(&wrap(&printable(&said), terminal::width()), 2));
    }
    out
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}
