//! What this program knows about screens: colours, width, and text that is safe to show.

use std::borrow::Cow;
use std::io::{ErrorKind, IsTerminal, Write};
use std::time::{Duration, Instant};

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};

use crate::Usage;
use crate::args::Color;

/// The style of headings and names.
pub const STRONG: Style = Style::new().bold();
/// The style of what is beside the point.
pub const FAINT: Style = Style::new().dimmed();
const ERROR: Style = AnsiColor::BrightRed.on_default().bold();
/// The style of what deserves a look.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// The style of what goes well, and of lines that come.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// The style of what fails, and of lines that go.
pub const BAD: Style = AnsiColor::Red.on_default();

/// Decides about colours for the whole run.
pub fn choose_color(color: Color) {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let choice = match color {
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
        Color::Auto if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) => {
            ColorChoice::Never
        }
        Color::Auto if is_set("FORCE_COLOR") => ColorChoice::Always,
        Color::Auto => ColorChoice::Auto,
    };
    choice.write_global();
}

/// Columns to write for: `COLUMNS`, else the terminal's, at most 120 so that lines stay readable; 80 elsewhere.
pub fn width() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|value| value.trim().parse::<usize>().ok());
    let width = asked.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
    width.filter(|width| *width > 0).unwrap_or(80).clamp(40, 120)
}

/// Writes to standard output. A reader that went away is no failure.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    finish(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// Writes to standard output what is the user's own text, as it is.
pub fn print_raw(text: &str) -> anyhow::Result<()> {
    finish(std::io::stdout().lock().write_all(text.as_bytes()))
}

/// Writes to standard error.
pub fn print_aside(text: &str) {
    // There is nowhere left to report a failure to.
    let _ = anstream::stderr().write_all(text.as_bytes());
}

fn finish(written: std::io::Result<()>) -> anyhow::Result<()> {
    still_read(written).map(|_| ())
}

/// Whether the reader of standard output is still there; that it went away is no failure.
pub fn still_read(written: std::io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Shows on a terminal what goes on, in the place of what was shown before; elsewhere nothing.
pub fn progress(text: &str) {
    if std::io::stderr().is_terminal() {
        print_aside(&format!("\r\x1b[K{}", styled(FAINT, text)));
    }
}

/// Takes away what [`progress`] shows.
pub fn clear_progress() {
    if std::io::stderr().is_terminal() {
        print_aside("\r\x1b[K");
    }
}

/// Says on standard error what went wrong.
pub fn complain(message: &str) {
    say(ERROR, "error", message);
}

/// Says on standard error what may surprise.
pub fn warn(message: &str) {
    say(WARNING, "warning", message);
}

/// Says on standard error what is good to know.
pub fn notice(message: &str) {
    say(STRONG, "note", message);
}

fn say(style: Style, word: &str, message: &str) {
    print_aside(&format!("{style}{word}{style:#}: {}\n", printable(message)));
}

/// Asks whoever sits there; where nobody does, it is no use to ask: `yes_does` says what `--yes` does without.
pub fn agrees(question: &str, yes_does: &str) -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(Usage(format!("nobody is there to ask; --yes {yes_does} without asking")).into());
    }
    print_aside(&format!("{} [y/N] ", printable(question)));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

/// `text` in `style`.
pub fn styled(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// `text` without characters that steer a terminal or reorder what is read; they are shown by their code. Line
/// breaks stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let shown = |c: char| if steers(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Breaks `text` at blanks so that no line is longer than `width`, if its words allow it. Line breaks stay.
pub fn wrap(text: &str, width: usize) -> String {
    text.lines().map(|line| wrap_line(line, width)).collect::<Vec<_>>().join("\n")
}

fn wrap_line(line: &str, width: usize) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

/// `text`, every line after the first one moved `by` columns to the right.
pub fn hang(text: &str, by: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(by)))
}

/// Counts files on a terminal while long work is under way; silent elsewhere, and for work that is quickly done.
pub struct Progress {
    begun: Instant,
    shown: Option<Instant>,
    active: bool,
}

impl Progress {
    /// Begins to count.
    pub fn new(active: bool) -> Self {
        Self { begun: Instant::now(), shown: None, active: active && std::io::stderr().is_terminal() }
    }

    /// Says that `done` files are done.
    pub fn at(&mut self, done: usize) {
        let due = match self.shown {
            None => self.begun.elapsed() > Duration::from_secs(1),
            Some(shown) => shown.elapsed() > Duration::from_millis(100),
        };
        if self.active && due {
            let _ = write!(std::io::stderr(), "\r{done} files");
            self.shown = Some(Instant::now());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r{:20}\r", "");
        }
    }
}
