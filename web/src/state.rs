//! What the page knows. Everything else is derived from it.

use connlint_core::diag::{Finding, Safety};
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::generate::Request;
use connlint_core::report::{Compared, Report};
use connlint_core::text::apply_edits;
use connlint_core::{Options, compare, fix, lint};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use crate::{dom, examples, words};

/// Texts longer than this, in bytes, are checked when the typing pauses.
const LONG: usize = 4_000;

/// How long a pause that is, in milliseconds.
const PAUSE: u64 = 250;

/// The parts of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The field and what is to be said about it.
    Check,
    /// Error messages, explained.
    Errors,
    /// All rules; the named one is open.
    Rules(Option<String>),
}

impl Page {
    /// The page of a fragment; an unknown one is the first page.
    pub fn of(fragment: &str) -> Self {
        match fragment.split_once('/').unwrap_or((fragment, "")) {
            ("errors", _) => Self::Errors,
            ("rules", "") => Self::Rules(None),
            ("rules", name) => Self::Rules(Some(name.to_owned())),
            _ => Self::Check,
        }
    }
}

/// All signals, and the memos that call core.
#[derive(Clone, Copy)]
pub struct State {
    /// What the field holds.
    pub text: RwSignal<String>,
    /// What has been checked: the same, but for long texts a pause behind.
    pub checked: RwSignal<String>,
    /// Name of the driver; empty to infer it.
    pub driver: RwSignal<String>,
    /// Name of the endpoint; empty to infer it.
    pub endpoint: RwSignal<String>,
    /// Which of the connection strings the readings are of.
    pub connection: RwSignal<usize>,
    /// Whether secrets are hidden in the field.
    pub masked: RwSignal<bool>,
    /// The error message that is to be explained.
    pub message: RwSignal<String>,
    /// The part of the page that shows.
    pub page: RwSignal<Page>,
    /// Texts before the last fixes; typing forgets them.
    pub before: RwSignal<Vec<String>>,
    /// What is to be said aloud.
    pub said: RwSignal<String>,
    /// What there is to say about the checked text.
    pub report: Memo<Report>,
    /// How every driver reads the chosen connection string.
    pub readings: Memo<Vec<Compared>>,
    pending: StoredValue<Option<TimeoutHandle>>,
}

impl State {
    /// The state of a page that has just been opened.
    pub fn new() -> Self {
        let first = examples::SAMPLES.first().map_or("", |sample| sample.text);
        let checked = RwSignal::new(first.to_owned());
        let (driver, endpoint) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
        let connection = RwSignal::new(0);
        let options = move || options(&driver.read(), &endpoint.read());
        Self {
            text: RwSignal::new(first.to_owned()),
            checked,
            driver,
            endpoint,
            connection,
            masked: RwSignal::new(false),
            message: RwSignal::new(String::new()),
            page: RwSignal::new(Page::of(&dom::fragment())),
            before: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
            report: Memo::new(move |_| lint(&checked.read(), None, &options())),
            readings: Memo::new(move |_| compare(&checked.read(), None, &options(), connection.get())),
            pending: StoredValue::new(None),
        }
    }

    fn options(&self) -> Options {
        options(&self.driver.read_untracked(), &self.endpoint.read_untracked())
    }

    /// Takes over what was typed.
    pub fn typed(&self, text: String) {
        self.before.update(Vec::clear);
        self.cancel_pending();
        self.text.set(text);
        if self.text.read_untracked().len() <= LONG {
            self.catch_up();
        } else {
            let state = *self;
            self.pending.set_value(dom::later(PAUSE, move || state.catch_up()));
        }
    }

    /// Puts another text into the field and checks it at once.
    pub fn open(&self, text: &str, driver: &str, endpoint: &str) {
        self.before.update(Vec::clear);
        self.driver.set(driver.to_owned());
        self.endpoint.set(endpoint.to_owned());
        self.replace(text.to_owned());
    }

    /// Applies the fix of one finding.
    pub fn apply(&self, finding: &Finding) {
        if let Some(fix) = finding.fix.as_ref().filter(|_| self.is_current()) {
            let fixed = apply_edits(&self.text.read_untracked(), &fix.edits);
            if let Some(fixed) = fixed {
                self.fixed(fixed, &fix.title);
            }
        }
    }

    /// Applies every fix that is safe and proves itself.
    pub fn apply_safe(&self) {
        if self.is_current() {
            let fixed = fix::fix(&self.text.read_untracked(), None, &self.options(), Safety::Safe);
            if fixed.applied.is_empty() {
                self.said.set("No safe fix proves itself; look at each".to_owned());
            } else {
                self.fixed(fixed.text, &words::safe_fixes(fixed.applied.len()));
            }
        }
    }

    /// Takes the last fix back.
    pub fn undo(&self) {
        if let Some(text) = self.before.try_update(Vec::pop).flatten() {
            self.replace(text);
            self.said.set("Taken back".to_owned());
        }
    }

    /// Whether the findings are those of the text in the field; if not, they will be.
    fn is_current(&self) -> bool {
        let current = *self.text.read_untracked() == *self.checked.read_untracked();
        if !current {
            self.catch_up();
        }
        current
    }

    fn fixed(&self, text: String, what: &str) {
        self.before.update(|before| before.push(self.text.get_untracked()));
        self.replace(text);
        let left = words::summary(&self.report.read_untracked().summary);
        self.said.set(format!("Applied: {what}. {left}."));
        // The button that was pressed is gone with its finding.
        dom::focus(crate::components::FINDINGS);
    }

    fn replace(&self, text: String) {
        self.cancel_pending();
        self.text.set(text);
        self.catch_up();
    }

    fn catch_up(&self) {
        self.connection.set(0);
        self.checked.set(self.text.get_untracked());
    }

    fn cancel_pending(&self) {
        if let Some(handle) = self.pending.try_update_value(Option::take).flatten() {
            handle.clear();
        }
    }

    /// What the chosen string means, wanted for `driver`; `None` when there is no string.
    pub fn request(&self, driver: &str) -> Option<Request> {
        let driver = DriverAt::parse(driver)?;
        let text = self.checked.read();
        let report = self.report.read();
        let chosen = report.connections.get(self.connection.get())?;
        let alone = text.get(chosen.start.offset..chosen.end.offset).unwrap_or_default();
        let mut request =
            Request::from_text(driver, alone, None).or_else(|| Request::from_text(driver, &text, None))?;
        request.endpoint = EndpointAt::parse(&self.endpoint.read());
        request.variable = chosen.variable.clone().filter(|_| !alone.is_empty() && alone.contains("://"));
        Some(request)
    }
}

fn options(driver: &str, endpoint: &str) -> Options {
    Options { driver: DriverAt::parse(driver), endpoint: EndpointAt::parse(endpoint), ..Options::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_names_a_page() {
        assert_eq!(Page::of(""), Page::Check);
        assert_eq!(Page::of("rules/unknown-parameter"), Page::Rules(Some("unknown-parameter".to_owned())));
        assert_eq!(Page::of("errors"), Page::Errors);
        assert_eq!(Page::of("nonsense"), Page::Check);
    }
}
