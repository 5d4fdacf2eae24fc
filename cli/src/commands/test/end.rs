//! What is at the other end, for people.

use std::fmt::Write as _;

use crate::live::Walk;
use crate::live::end::{Confidence, End, Fate, Parameter, Told};
use crate::terminal::{self, BAD, FAINT, STRONG, hang, printable, styled, wrap};

/// Columns before the text.
const INDENT: usize = 20;

/// What was found behind a walk that arrived; nothing for others.
pub fn shown(walk: &Walk) -> String {
    let Some(end) = &walk.end else { return String::new() };
    let mut out = format!("  {}\n", styled(STRONG, "at the other end"));
    told(&mut out, "server", &end.server, |it| match it.platform {
        Some(platform) => format!("{}, probably run by {platform}", it.product),
        None => it.product.clone(),
    });
    told(&mut out, "pooler", &end.pooler, |it| match &it.version {
        Some(version) => format!("{} {version}", it.label),
        None => it.label.to_owned(),
    });
    told(&mut out, "mode", &end.mode, |it| it.label().trim_end_matches(" mode").to_owned());
    told(&mut out, "named statements", &end.statements, |it| it.label().to_owned());
    startup(&mut out, &end.startup);
    if let Some(limits) = end.limits.as_ref().map(|it| it.words().join("; ")).filter(|it| !it.is_empty()) {
        row(&mut out, "limits", &limits);
    }
    for text in &end.unanswered {
        row(&mut out, "not found out", text);
    }
    agreement(&mut out, end);
    out
}

fn row(out: &mut String, name: &str, text: &str) {
    let text = hang(&wrap(&printable(text), width()), INDENT);
    let _ = writeln!(out, "  {name:<17} {text}");
}

fn width() -> usize {
    terminal::width().saturating_sub(INDENT)
}

fn told<T>(out: &mut String, name: &str, told: &Told<T>, label: impl Fn(&T) -> String) {
    let sure = match told.confidence {
        Confidence::Seen => "",
        Confidence::Likely => ", likely",
        Confidence::CannotBeTold => "cannot be told",
    };
    row(out, name, &format!("{}{sure}", told.is.as_ref().map(label).unwrap_or_default()));
    // What the version of a server rests on is plain.
    for why in told.evidence.iter().filter(|_| name != "server") {
        let why = hang(&wrap(&printable(why), width()), INDENT);
        let _ = writeln!(out, "{}{}", " ".repeat(INDENT), styled(FAINT, &why));
    }
}

/// Who is sent by the driver first, then what was tried; those with one fate together.
fn startup(out: &mut String, parameters: &[Parameter]) {
    let mut name = "startup";
    for (is_sent, who) in [(true, "sent and "), (false, "")] {
        for fate in [Fate::Kept, Fate::Dropped, Fate::Refused] {
            let names: Vec<&str> = parameters
                .iter()
                .filter(|it| it.is_sent == is_sent && it.fate == fate)
                .map(|it| it.name.as_str())
                .collect();
            if !names.is_empty() {
                row(out, name, &format!("{who}{}: {}", fate.label(), names.join(", ")));
                name = "";
            }
        }
    }
}

fn agreement(out: &mut String, end: &End) {
    for it in end.agreement.iter().flat_map(|it| &it.disagreements) {
        let (mark, style) = if it.is_outage { ("FAIL", BAD) } else { ("note", STRONG) };
        let what = hang(&wrap(&printable(&it.what), terminal::width().saturating_sub(8)), 8);
        let _ = writeln!(out, "  {}  {what}", styled(style, mark));
        if let Some(advice) = &it.advice {
            let advice = hang(&wrap(&printable(advice), terminal::width().saturating_sub(8)), 8);
            let _ = writeln!(out, "  {}    {advice}", styled(STRONG, "do"));
        }
    }
}
