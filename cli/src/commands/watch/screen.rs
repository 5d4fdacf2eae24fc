//! The screen that is drawn again and again.

use std::io::{Write, stdout};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use anstream::ColorChoice;
use anyhow::bail;
use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, poll, read};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};

use super::lines::{self, Line};
use super::why;
use crate::Exit;
use crate::live::{Sample, Watched, stop};
use crate::terminal::{BAD, FAINT};

const LOOK: Duration = Duration::from_millis(100);
/// Between two attempts to connect again, at first and at last.
const PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// Lines of the screen that are no client.
const FRAME: usize = 14;

/// What the one who asks tells the one who draws.
enum Told {
    Seen(Box<Sample>),
    Lost(String),
    Over(String),
}

/// Watches until `q`, Ctrl-C, or a password that is wrong.
pub fn run(watched: Watched, interval: Duration) -> anyhow::Result<Exit> {
    let (tell, told) = channel();
    let (end, ended) = channel();
    thread::spawn(move || ask(&watched, interval, &tell, &ended));
    let outcome = draw_all(&told, interval);
    drop(end);
    match outcome? {
        None => Ok(Exit::Clean),
        Some(said) => bail!(said),
    }
}

/// Asks at each interval, and connects anew when the connection is lost.
fn ask(watched: &Watched, interval: Duration, tell: &Sender<Told>, ended: &Receiver<()>) {
    let is_ended = |time| !matches!(ended.recv_timeout(time), Err(RecvTimeoutError::Timeout));
    let mut pause = PAUSE;
    let mut was_open = false;
    loop {
        let said = match watched.open() {
            Ok(mut watch) => loop {
                match watch.sample() {
                    Ok(sample) => {
                        (was_open, pause) = (true, PAUSE);
                        if tell.send(Told::Seen(Box::new(sample))).is_err() || is_ended(interval) {
                            return;
                        }
                    }
                    Err(failure) => break failure.said,
                }
            },
            Err(walk) if walk.is_wrong_password() || !was_open => {
                let _ = tell.send(Told::Over(why(&walk)));
                return;
            }
            Err(walk) => walk.steps.last().map(|step| step.said.clone()).unwrap_or_default(),
        };
        let said = format!("lost, tries again in {} s: {said}", pause.as_secs());
        if tell.send(Told::Lost(said)).is_err() || is_ended(pause) {
            return;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// The terminal, which is as it was when this is dropped.
struct Screen;

impl Screen {
    fn open() -> anyhow::Result<Self> {
        enable_raw_mode()?;
        let out = Self;
        execute!(stdout(), EnterAlternateScreen, Hide)?;
        Ok(out)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = execute!(stdout(), Show, LeaveAlternateScreen);
        let _ = disable_raw_mode();
    }
}

/// Draws what is told, until somebody wants it to end; why it could not go on, if it could not.
fn draw_all(told: &Receiver<Told>, interval: Duration) -> anyhow::Result<Option<String>> {
    stop::listen();
    let _screen = Screen::open()?;
    let (mut sample, mut trouble) = (None, None);
    let mut seen = Instant::now();
    draw(sample.as_ref(), Some("connecting ..."), seen, interval)?;
    loop {
        let mut is_new = false;
        while let Ok(news) = told.try_recv() {
            is_new = true;
            match news {
                Told::Seen(it) => (sample, trouble, seen) = (Some(*it), None, Instant::now()),
                Told::Lost(said) => trouble = Some(said),
                Told::Over(said) => return Ok(Some(said)),
            }
        }
        if poll(LOOK)? {
            match read()? {
                Event::Key(key) if key.kind == KeyEventKind::Press => {
                    let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
                    match key.code {
                        KeyCode::Char('q') | KeyCode::Esc => return Ok(None),
                        KeyCode::Char('c') if is_control => return Ok(None),
                        _ => {}
                    }
                }
                Event::Resize(..) => is_new = true,
                _ => {}
            }
        }
        if stop::is_asked() {
            return Ok(None);
        }
        if is_new {
            draw(sample.as_ref(), trouble.as_deref(), seen, interval)?;
        }
    }
}

fn draw(
    sample: Option<&Sample>,
    trouble: Option<&str>,
    seen: Instant,
    interval: Duration,
) -> anyhow::Result<()> {
    let (columns, rows) = size()?;
    let (width, height) = (usize::from(columns).max(20), usize::from(rows).max(4));
    let mut all = Vec::new();
    if let Some(sample) = sample {
        // Each client takes two lines, in two lists.
        let most = (height.saturating_sub(FRAME + sample.pools.len()) / 4).max(3);
        all.extend(lines::all(sample, width, most));
    }
    all.truncate(height - 3);
    all.push(Line::new(None, "", width));
    let foot = match trouble {
        Some(said) if sample.is_some() => {
            Line::new(Some(BAD), &format!("{} s ago; {said}", seen.elapsed().as_secs()), width)
        }
        Some(said) => Line::new(Some(FAINT), said, width),
        None => Line::new(Some(FAINT), &format!("every {} s; q ends", interval.as_secs()), width),
    };
    let mut out = stdout().lock();
    execute!(out, MoveTo(0, 0))?;
    for line in all.iter().chain([&foot]) {
        write!(out, "{}", coloured(line))?;
        execute!(out, Clear(ClearType::UntilNewLine))?;
        write!(out, "\r\n")?;
    }
    execute!(out, Clear(ClearType::FromCursorDown))?;
    Ok(out.flush()?)
}

/// The line with its style, where colours are wanted.
fn coloured(line: &Line) -> String {
    let styled = line.styled();
    match anstream::stdout().current_choice() {
        ColorChoice::Never => anstream::adapter::strip_str(&styled).to_string(),
        _ => styled,
    }
}
