//! What came of the user's own driver, for people.

use std::fmt::Write as _;

use super::walk::reasons;
use crate::live::{Outcome, Tried};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG, hang, printable, styled, wrap};

/// Lines of a traceback that are shown, and of an error; JSON has all of them.
const LINES: usize = 6;

/// One trial.
pub fn shown(tried: &Tried) -> String {
    let mut out = format!("{}\n", styled(STRONG, &printable(&title(tried))));
    let works = tried.outcome == Outcome::Works;
    let (mark, style) = if works { ("ok  ", GOOD) } else { ("FAIL", BAD) };
    let _ = writeln!(out, "  {} {}", styled(style, mark), told(&said(tried), 7));
    if tried.is_converted {
        let lost = match tried.losses.as_slice() {
            [] => "the string was spelled for it, and nothing is lost".to_owned(),
            losses => format!("the string was spelled for it, without {}", losses.join(", ")),
        };
        let _ = writeln!(out, "       {}", styled(FAINT, &told(&lost, 7)));
    }
    if let (false, Some(error)) = (works, &tried.error) {
        let _ = writeln!(out, "       {}", told(&cut(error), 7));
    }
    if let Some(install) = &tried.install {
        let _ = writeln!(out, "  {}{}", styled(STRONG, "do    "), printable(install));
    }
    out.push_str(&reasons(None, None, &tried.explanations));
    if let Some(traceback) = tried.traceback.as_deref().filter(|_| tried.outcome == Outcome::Fails) {
        out.push_str(&end_of(traceback, tried.error.as_deref().unwrap_or_default()));
    }
    out
}

/// The first lines of an error. Some drivers add advice of a page to it.
fn cut(error: &str) -> String {
    let lines: Vec<&str> = error.trim().lines().collect();
    let shown = lines.iter().take(LINES).copied().collect::<Vec<_>>().join("\n");
    if lines.len() > LINES { shown + "\n..." } else { shown }
}

/// The end of a traceback, which says most, without the error itself.
fn end_of(traceback: &str, error: &str) -> String {
    let frames = traceback.trim_end().trim_end_matches(error.trim()).trim_end();
    let lines: Vec<&str> = frames.lines().collect();
    let left = lines.len().saturating_sub(LINES);
    let more = (left > 0).then(|| format!("({left} lines more in --output-format json)"));
    let shown = more.iter().map(String::as_str).chain(lines.iter().skip(left).copied());
    shown.map(|line| format!("       {}\n", styled(FAINT, &printable(line)))).collect()
}

fn title(tried: &Tried) -> String {
    let versions = tried.versions.iter().map(|(package, version)| format!("{package} {version}"));
    let known: Vec<String> = versions.chain(tried.runtime.clone()).collect();
    let with = if known.is_empty() { tried.interpreter.clone() } else { known.join(", ") };
    format!("{}, as installed ({with})", tried.label)
}

fn said(tried: &Tried) -> String {
    let Tried { asked, answered, wrong, milliseconds, .. } = tried;
    match tried.outcome {
        Outcome::Works => format!("{answered} of {asked} questions answered in {milliseconds:.0} ms"),
        Outcome::Fails => format!("{answered} of {asked} questions answered, then it failed"),
        Outcome::WrongAnswers => {
            format!(
                "{wrong} of {answered} answers belong to other questions: another connection's rows came back"
            )
        }
        Outcome::Hangs => "it was not over in time, and was ended".to_owned(),
        Outcome::NotInstalled => "not tried".to_owned(),
    }
}

fn told(text: &str, indent: usize) -> String {
    hang(&wrap(&printable(text), terminal::width().saturating_sub(indent)), indent)
}
