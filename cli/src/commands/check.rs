//! `connlint check`: lint files and folders, and fix them.

use std::path::{Path, PathBuf};

use connlint_core::diag::{Finding, Safety};
use connlint_core::fix::fix;
use connlint_core::formats::{is_source_code, may_set_up_poolers};
use connlint_core::report::{Report, Summary};
use connlint_core::text::counted;
use connlint_core::{Options, lint};

use crate::args::{CheckArgs, Threshold};
use crate::baseline::Baseline;
use crate::config::Config;
use crate::files::{self, Place, Target, Unread};
use crate::project::{Known, Projects};
use crate::render::{self, Checked, Outcome};
use crate::terminal::{self, Progress};
use crate::{Exit, Usage, atomic};

/// Runs the command.
pub fn run(args: &CheckArgs, config: &Config) -> anyhow::Result<Exit> {
    refuse_contradictions(args)?;
    let baseline = config.baseline(args.baseline.as_deref()).filter(|_| !args.fix && !args.diff);
    let mut targets = targets(args, config);
    if let Some(path) = &baseline {
        targets.leave_out(path);
    }
    let baseline = baseline.map(|path| Baseline::read(&path)).transpose()?;
    let mut outcome =
        Outcome { unread: targets.unread, excluded: targets.excluded.len(), ..Outcome::default() };
    for_each(&targets.files, args.quiet, &mut outcome, |target, text, project, outcome| {
        check(target, text, args, &options(args, config, &target.place, project), outcome);
    });
    let gone = baseline.map_or(0, |baseline| leave_out(baseline, &mut outcome));
    outcome.summary = Summary::of(&findings(&outcome).cloned().collect::<Vec<_>>());
    let notices = [excluded_notice(&targets.excluded), ignored_notice(&targets.ignored), gone_notice(gone)];
    report(args, &outcome, notices.into_iter().flatten())?;
    Ok(exit(config.fail_on(args.fail_on), args, &outcome))
}

/// Leaves out the findings that `baseline` knows, and says how many of it are gone.
fn leave_out(mut baseline: Baseline, outcome: &mut Outcome) -> usize {
    for file in &mut outcome.files {
        let before = file.report.findings.len();
        file.report.findings.retain(|finding| !baseline.knows(finding));
        file.report.summary = Summary::of(&file.report.findings);
        outcome.known += before - file.report.findings.len();
    }
    baseline.gone(&outcome.files.iter().filter_map(|file| file.place.path()).collect())
}

/// What linting makes of files and folders, nothing changed: `options` says how, for the drivers of a project.
pub(super) fn lint_all(
    paths: &[PathBuf],
    config: &Config,
    options: impl Fn(&Place, Known) -> Options,
) -> Outcome {
    let targets = files::find(paths, None, false, config);
    let mut outcome = Outcome { unread: targets.unread, ..Outcome::default() };
    for_each(&targets.files, false, &mut outcome, |target, text, project, outcome| {
        let report = lint(&text, target.place.path().as_deref(), &options(&target.place, project));
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

/// Reads the source code among `files` for how it reads variables, if there is anything else to judge by it, and what
/// sets up poolers.
fn learn(files: &[Target], projects: &mut Projects) {
    let is_code = |target: &&Target| target.place.path().is_some_and(|path| is_source_code(&path));
    let tells = |target: &&Target| {
        is_code(target) || target.place.path().is_some_and(|path| may_set_up_poolers(&path))
    };
    if files.iter().all(|target| is_code(&target)) {
        return;
    }
    for target in files.iter().filter(tells) {
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

fn targets(args: &CheckArgs, config: &Config) -> files::Targets {
    let here = [PathBuf::from(".")];
    let paths: &[PathBuf] = if args.paths.is_empty() && args.env.is_empty() { &here } else { &args.paths };
    let mut out = files::find(paths, args.stdin_filename.as_deref(), args.git_ignored, config);
    let variables = args.env.iter().map(|name| Target { place: Place::Variable(name.clone()), named: true });
    out.files.extend(variables);
    out
}

fn options(args: &CheckArgs, config: &Config, place: &Place, known: Known) -> Options {
    let said = of_project(config, place, known);
    Options {
        driver: args.who.driver,
        endpoint: args.who.endpoint.clone(),
        select: if args.select.is_empty() { said.select } else { args.select.clone() },
        ignore: said.ignore.into_iter().chain(args.ignore.iter().cloned()).collect(),
        ..said
    }
}

/// What the configuration says of `place`, and what its project shows.
pub(super) fn of_project(config: &Config, place: &Place, known: Known) -> Options {
    let path = place.path();
    let mut out = config.options(path.as_deref().map(Path::new));
    out.answers.extend(known.poolers);
    Options { project: known.drivers, code: known.code, ..out }
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
fn report(args: &CheckArgs, outcome: &Outcome, notices: impl Iterator<Item = String>) -> anyhow::Result<()> {
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
    if !args.quiet {
        notices.for_each(|notice| terminal::notice(&notice));
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

fn ignored_notice(ignored: &[String]) -> Option<String> {
    let names = some_of(ignored)?;
    Some(format!("not read, because git ignores it: {names} (--git-ignored reads it)"))
}

fn excluded_notice(excluded: &[(String, String)]) -> Option<String> {
    let names: Vec<String> = excluded.iter().map(|(path, place)| format!("{path} ({place})")).collect();
    Some(format!("not read, because the configuration excludes it: {}", some_of(&names)?))
}

fn gone_notice(gone: usize) -> Option<String> {
    let are = if gone == 1 { "is" } else { "are" };
    (gone > 0).then(|| {
        format!("{} of the baseline {are} gone; write it anew to keep it so", counted(gone, "finding"))
    })
}

/// The first three names, and how many more there are; `None` without any.
fn some_of(names: &[String]) -> Option<String> {
    match names {
        [] => None,
        [a, b, c, rest @ ..] if !rest.is_empty() => Some(format!("{a}, {b}, {c} and {} more", rest.len())),
        all => Some(all.join(", ")),
    }
}

fn findings(outcome: &Outcome) -> impl Iterator<Item = &Finding> {
    outcome.files.iter().flat_map(|file| &file.report.findings)
}

fn exit(fail_on: Threshold, args: &CheckArgs, outcome: &Outcome) -> Exit {
    let would_change = args.diff && outcome.files.iter().any(|file| file.fixed.is_some());
    let found = !args.diff && findings(outcome).any(|finding| fail_on.is_reached_by(finding.severity));
    if outcome.unread.iter().any(|unread| !unread.harmless) {
        Exit::Failure
    } else if would_change || found {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
