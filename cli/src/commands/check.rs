//! `connlint check`: lint files and folders, and fix them.

use std::path::PathBuf;

use connlint_core::diag::{Finding, Safety};
use connlint_core::fix::fix;
use connlint_core::formats::is_source_code;
use connlint_core::report::{Report, Summary};
use connlint_core::{Options, lint};

use crate::args::CheckArgs;
use crate::files::{self, Place, Target, Unread};
use crate::project::{Known, Projects};
use crate::render::{self, Checked, Outcome};
use crate::terminal::{self, Progress};
use crate::{Exit, Usage, atomic};

/// Runs the command.
pub fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    refuse_contradictions(args)?;
    let targets = targets(args);
    let mut outcome = Outcome { unread: targets.unread, ..Outcome::default() };
    for_each(&targets.files, args.quiet, &mut outcome, |target, text, project, outcome| {
        check(target, text, args, &options(args, project), outcome);
    });
    outcome.summary = Summary::of(&findings(&outcome).cloned().collect::<Vec<_>>());
    report(args, &outcome, &targets.ignored)?;
    Ok(exit(args, &outcome))
}

/// What linting makes of files and folders, nothing changed: `options` says how, for the drivers of a project.
pub(super) fn lint_all(paths: &[PathBuf], options: impl Fn(Known) -> Options) -> Outcome {
    let targets = files::find(paths, None, false);
    let mut outcome = Outcome { unread: targets.unread, ..Outcome::default() };
    for_each(&targets.files, false, &mut outcome, |target, text, project, outcome| {
        let report = lint(&text, target.place.path().as_deref(), &options(project));
        let report = named(report, &target.place);
        outcome.files.push(Checked { place: target.place.clone(), text, report, fixed: None });
    });
    outcome
}

/// Reads every file, and hands its text on with the drivers that its project shows.
fn for_each(
    files: &[Target],
    quiet: bool,
    outcome: &mut Outcome,
    mut act: impl FnMut(&Target, String, Known, &mut Outcome),
) {
    let mut projects = Projects::default();
    learn(files, &mut projects);
    let mut progress = Progress::new(!quiet);
    for (done, target) in files.iter().enumerate() {
        progress.at(done);
        match files::read(target) {
            Ok(text) => act(target, text, projects.known(&target.place.folder()), outcome),
            Err(unread) => outcome.unread.push(unread),
        }
    }
}

/// Reads the source code among `files` for how it reads variables, if there is anything else to judge by it.
fn learn(files: &[Target], projects: &mut Projects) {
    let is_code = |target: &&Target| target.place.path().is_some_and(|path| is_source_code(&path));
    if files.iter().all(|target| is_code(&target)) {
        return;
    }
    for target in files.iter().filter(is_code) {
        // What cannot be read is told when it is linted.
        if let (Ok(text), Some(path)) = (files::read(target), target.place.path()) {
            projects.learn(&text, &path, &target.place.folder());
        }
    }
}

fn refuse_contradictions(args: &CheckArgs) -> Result<(), Usage> {
    let stdin = args.paths.iter().filter(|path| path.as_os_str() == "-").count();
    let wrong = if args.fix && args.diff {
        "--fix changes files and --diff only shows what it would change: one of them"
    } else if args.unsafe_fixes && !args.fix && !args.diff {
        "--unsafe-fixes says which fixes --fix or --diff make: add one of them"
    } else if args.fix && !args.env.is_empty() {
        "--fix cannot change a variable of the environment; --diff shows the change"
    } else if args.stdin_filename.is_some() && stdin == 0 {
        "--stdin-filename names standard input: add - to the paths"
    } else if args.fix && stdin > 0 && args.paths.len() > 1 {
        "with --fix, standard input goes to standard output: fix other paths in a run of their own"
    } else {
        return Ok(());
    };
    Err(Usage(wrong.to_owned()))
}

fn targets(args: &CheckArgs) -> files::Targets {
    let here = [PathBuf::from(".")];
    let paths: &[PathBuf] = if args.paths.is_empty() && args.env.is_empty() { &here } else { &args.paths };
    let mut out = files::find(paths, args.stdin_filename.as_deref(), args.git_ignored);
    let variables = args.env.iter().map(|name| Target { place: Place::Variable(name.clone()), named: true });
    out.files.extend(variables);
    out
}

fn options(args: &CheckArgs, known: Known) -> Options {
    Options {
        driver: args.who.driver,
        endpoint: args.who.endpoint.clone(),
        project: known.drivers,
        code: known.code,
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        ..Options::default()
    }
}

/// Lints one text; with `--fix` or `--diff` fixes it first. What cannot be written is reported as it is.
fn check(target: &Target, text: String, args: &CheckArgs, options: &Options, outcome: &mut Outcome) {
    let path = target.place.path();
    let up_to = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let wanted = args.fix || args.diff;
    let mut fixed = wanted.then(|| fix(&text, path.as_deref(), options, up_to)).filter(|it| it.text != text);
    if let (true, Place::File(path), Some(new)) = (args.fix, &target.place, &fixed)
        && let Err(error) = atomic::replace(path, &new.text)
    {
        let reason = format!("its fixes cannot be written: {error}");
        outcome.unread.push(Unread { place: target.place.display(), reason, harmless: false });
        fixed = None;
    }
    let now = fixed.as_ref().filter(|_| args.fix).map_or(&text, |fixed| &fixed.text);
    let report = named(lint(now, path.as_deref(), options), &target.place);
    outcome.files.push(Checked { place: target.place.clone(), text, report, fixed });
}

/// A string from the environment has no variable of its own in the text, but the text is in one.
fn named(mut report: Report, place: &Place) -> Report {
    if let Place::Variable(name) = place {
        report.findings.iter_mut().for_each(|finding| finding.variable = Some(name.clone()));
        report.connections.iter_mut().for_each(|it| it.variable = Some(name.clone()));
    }
    report
}

/// Standard output belongs to the fixed text when standard input is fixed; the report then goes to standard error.
fn report(args: &CheckArgs, outcome: &Outcome, ignored: &[String]) -> anyhow::Result<()> {
    let filtered = outcome.files.iter().find(|file| args.fix && matches!(file.place, Place::Stdin(_)));
    let text = if args.diff {
        render::diff(outcome)
    } else {
        (args.output_format.render)(outcome, &render::Screen::new(args.verbose, args.quiet))
    };
    match filtered {
        Some(file) => {
            terminal::print_raw(file.fixed.as_ref().map_or(&file.text, |fixed| &fixed.text))?;
            terminal::print_aside(&text);
        }
        None => terminal::print(&text)?,
    }
    complain(outcome, args.quiet);
    if !args.quiet && !ignored.is_empty() {
        terminal::notice(&ignored_notice(ignored));
    }
    Ok(())
}

/// Tells what could not be read.
pub(super) fn complain(outcome: &Outcome, quiet: bool) {
    for unread in &outcome.unread {
        let message = format!("{}: {}", unread.place, unread.reason);
        match unread.harmless {
            true if quiet => {}
            true => terminal::warn(&message),
            false => terminal::complain(&message),
        }
    }
}

fn ignored_notice(ignored: &[String]) -> String {
    let (names, more) = match ignored {
        [a, b, c, rest @ ..] if !rest.is_empty() => (vec![a, b, c], format!(" and {} more", rest.len())),
        all => (all.iter().collect(), String::new()),
    };
    let names = names.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    format!("not read, because git ignores it: {names}{more} (--git-ignored reads it)")
}

fn findings(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.files.iter().flat_map(|file| &file.report.findings)
}

fn exit(args: &CheckArgs, outcome: &Outcome) -> Exit {
    let would_change = args.diff && outcome.files.iter().any(|file| file.fixed.is_some());
    let found = !args.diff && findings(outcome).any(|finding| args.fail_on.is_reached_by(finding.severity));
    if outcome.unread.iter().any(|unread| !unread.harmless) {
        Exit::Failure
    } else if would_change || found {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
