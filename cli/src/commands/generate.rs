//! `connlint generate`: a connection as a driver needs it.

use std::fmt::Write;
use std::path::Path;

use anyhow::anyhow;
use connlint_core::drivers::{Argument, Impossible, Wish};
use connlint_core::generate::{
    Budget, Connection, Explained, Generated, Request, ServerSetting, Shell, Variable, file, generate,
    shell_lines,
};
use connlint_core::text::Secret;
use serde_json::{Value, json};

use super::written;
use crate::args::{GenerateArgs, GenerateOutput, PoolArgs, SessionArgs, TargetServer};
use crate::files::{self, Place, Target};
use crate::terminal::{self, FAINT, STRONG, hang, printable, styled, wrap};
use crate::{Exit, Usage};

/// Runs the command.
pub fn run(args: &GenerateArgs) -> anyhow::Result<Exit> {
    let mut request = request(args)?;
    let kept = budget(&args.pool).map_or(Ok(()), |budget| request.keep_to(&budget));
    if args.session.recommended {
        request.recommend();
    }
    let generated = match kept {
        Ok(()) => generate(&request),
        Err(impossible) => Generated::refused(&request, impossible),
    };
    if let (Some(connection), Some(name)) = (&generated.connection, &args.file) {
        return write_file(&request, name, connection, args.show_secrets);
    }
    if args.output_format == GenerateOutput::Json {
        terminal::print(&(json_of(&generated, args.show_secrets).to_string() + "\n"))?;
    } else if let (Some(connection), Some(folder)) = (&generated.connection, &args.write) {
        written::write(folder, connection)?;
        terminal::print(&advice(&generated, connection, args.explain))?;
    } else if let (Some(connection), Some(shell)) = (&generated.connection, args.shell) {
        return set_in_shell(connection, shell.into(), args);
    } else if let Some(connection) = &generated.connection {
        terminal::print(&text_of(&generated, connection, args)?)?;
    }
    if let Some(impossible) = &generated.refused {
        return refuse(impossible);
    }
    if request.password.is_none()
        && !request.host.starts_with('/')
        && args.output_format == GenerateOutput::Text
    {
        terminal::notice("there is no password in it; --password-env NAME takes one from the environment");
    }
    Ok(Exit::Clean)
}

fn refuse(impossible: &Impossible) -> anyhow::Result<Exit> {
    terminal::complain(&wrap(&impossible.why, terminal::width()));
    if !impossible.instead.is_empty() {
        terminal::notice(&wrap(&impossible.instead, terminal::width()));
    }
    Ok(Exit::Findings)
}

/// Writes one file of a project.
fn write_file(request: &Request, name: &str, connection: &Connection, secrets: bool) -> anyhow::Result<Exit> {
    match file(request, name, secrets) {
        Ok(Some(text)) => {
            terminal::print_raw(&text)?;
            Ok(Exit::Clean)
        }
        Ok(None) => {
            let label = request.driver.driver.label;
            let names = names(connection);
            Err(Usage(format!("--file {name}: there is no such file for {label}; there are {names}")).into())
        }
        Err(impossible) => refuse(&impossible),
    }
}

fn names(connection: &Connection) -> String {
    connection.files.iter().map(|it| it.name).collect::<Vec<_>>().join(", ")
}

/// Writes the lines for a shell, and says of a masked password how to have it.
fn set_in_shell(connection: &Connection, shell: Shell, args: &GenerateArgs) -> anyhow::Result<Exit> {
    let from = args.password_env.as_deref();
    let lines = match shell_lines(&connection.variables, shell, args.show_secrets, from) {
        Ok(lines) => lines,
        Err(impossible) => return refuse(&impossible),
    };
    terminal::print_raw(&lines)?;
    let is_masked = |it: &Variable| it.shown != it.value.expose() && !(it.is_password && from.is_some());
    if !args.show_secrets && connection.variables.iter().any(is_masked) {
        let why = if from.is_some() { "; a shell cannot write it as the string has it" } else { "" };
        let said = format!("the password is masked{why}; --show-secrets shows it");
        terminal::notice(&wrap(&said, terminal::width()));
    }
    if shell == Shell::Cmd && lines.contains('%') {
        terminal::notice("in a batch file, write each % twice");
    }
    Ok(Exit::Clean)
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
    out.is_async = args.is_async;
    out.spelling = args.spelling.map(Into::into);
    out.port = args.port.or(out.port);
    out.user = or(&args.user, out.user);
    out.dbname = or(&args.dbname, out.dbname);
    out.tls = args.tls.map(Into::into).or(out.tls);
    out.root_certificate = or(&args.root_certificate, out.root_certificate);
    out.application_name = or(&args.application_name, out.application_name);
    out.variable = or(&args.variable, out.variable);
    out.other_hosts.extend(args.other_host.iter().map(|text| host_and_port(text)));
    out.direct = args.direct_host.as_deref().map(host_and_port);
    session(&args.session, &mut out);
    if let Some(name) = &args.password_env {
        let password =
            std::env::var(name).map_err(|_| anyhow!("${name}: the variable is not set, or no text"))?;
        out.password = Some(Secret::new(password));
    }
    Ok(out)
}

/// `HOST`, `HOST:PORT` or `[ADDRESS]:PORT`.
fn host_and_port(text: &str) -> (String, Option<u16>) {
    let with_port = text.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse().ok()?)));
    let bare = |host: &str| host.trim_start_matches('[').trim_end_matches(']').to_owned();
    match with_port {
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => (bare(host), Some(port)),
        _ => (bare(text), None),
    }
}

fn session(args: &SessionArgs, out: &mut Request) {
    let target = args.target.map(|target| match target {
        TargetServer::Primary => Wish::Primary,
        TargetServer::Standby => Wish::Standby,
    });
    let wishes = [(Wish::ConnectTimeout, args.connect_timeout), (Wish::Keepalive, args.keepalive)];
    out.wishes.extend(wishes.into_iter().filter_map(|(wish, number)| Some((wish, number?))));
    out.wishes.extend(target.map(|wish| (wish, 1)));
    out.server.extend(args.search_path.clone().map(ServerSetting::SearchPath));
    out.server.extend(args.isolation.map(|level| ServerSetting::Isolation(level.name().to_owned())));
    out.server.extend(args.statement_timeout.map(ServerSetting::StatementTimeout));
}

/// What is to be shared, if any flag says so.
fn budget(args: &PoolArgs) -> Option<Budget> {
    let counts = [args.max_connections, args.instances, args.workers];
    (args.serverless || counts.iter().any(Option::is_some)).then(|| Budget {
        granted: args.max_connections,
        instances: args.instances.unwrap_or(1),
        workers: args.workers.unwrap_or(1),
        is_serverless: args.serverless,
    })
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
        if let Some(migrations) = &connection.migrations {
            let string = migrations.string.as_ref().map(Secret::expose);
            out["connection"]["migrations"]["string"] = json!(string);
        }
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
        _ => Ok(page(generated, connection, env, args.explain)),
    }
}

fn page(generated: &Generated, connection: &Connection, env: &str, explain: bool) -> String {
    let mut out = format!("{}\n{}", styled(STRONG, ".env"), indented(env));
    for file in &connection.snippet.files {
        let _ = write!(out, "\n{}\n{}", styled(STRONG, file.path), indented(&file.text));
    }
    out + &advice(generated, connection, explain)
}

/// What there is to know and to do besides the files.
fn advice(generated: &Generated, connection: &Connection, explain: bool) -> String {
    let mut out = String::new();
    let is_in_string = |it: &&Explained| it.setting.place == "the string";
    let (in_string, in_code): (Vec<_>, Vec<_>) = connection.settings.iter().partition(is_in_string);
    if explain {
        out.push_str(&settings("in the string", &in_string, explain));
    }
    out.push_str(&settings("in code", &in_code, explain));
    for (heading, text) in [
        ("once, on the server", connection.sql.join("\n")),
        ("to install", connection.snippet.install.to_owned()),
        ("to run", connection.to_run()),
    ] {
        if !text.is_empty() {
            let _ = write!(out, "\n{}\n{}", styled(STRONG, heading), indented(&text));
        }
    }
    let _ = write!(out, "\n{}\n", styled(STRONG, "more files, with --file NAME"));
    for it in &connection.files {
        let _ = writeln!(out, "  {} {}", it.name, styled(FAINT, &format!("({})", it.what)));
    }
    for it in &connection.unsaid {
        let said = format!("{} cannot be told {}", generated.driver, it.what);
        let _ = writeln!(out, "\n{}", hang(&wrap(&said, terminal::width()), 2));
    }
    for finding in &generated.findings {
        let said = format!("{}[{}]: {}", finding.severity.name(), finding.rule, finding.message);
        let _ = writeln!(out, "\n{}", hang(&wrap(&printable(&said), terminal::width()), 2));
        for note in &finding.notes {
            let _ = writeln!(out, "  {}", hang(&wrap(&printable(note), terminal::width() - 2), 2));
        }
    }
    out
}

/// Settings under a heading, each with its place and type, and its reason if that is asked for.
fn settings(heading: &str, settings: &[&Explained], explain: bool) -> String {
    if settings.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}\n", styled(STRONG, heading));
    for it in settings {
        let Argument { name, value, kind, place } = &it.setting;
        let sign = if value.is_empty() { "" } else { "=" };
        let _ = writeln!(out, "  {name}{sign}{value} {}", styled(FAINT, &format!("({place}, {kind})")));
        if explain {
            let why = format!("{}. Source: {}", it.why, it.source);
            let lines = wrap(&printable(&why), terminal::width().saturating_sub(6));
            out.extend(lines.lines().map(|line| format!("      {line}\n")));
        }
    }
    out
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}
