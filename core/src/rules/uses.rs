//! Which code of a project reads a variable of the environment, and how: what files of source code tell about the
//! strings in others.

use super::session_feature_through_pooler::{NeedsSession, needs_session};
use crate::drivers::{Driver, DriverAt};
use crate::formats::{Scope, format_of};

/// A call that gets a connection string from a variable.
#[derive(Clone)]
pub struct Use {
    /// The variable, in capitals; `None` when it does not show.
    pub variable: Option<String>,
    /// The drivers that may be meant, as in [`Consumer::drivers`](crate::formats::Consumer::drivers).
    pub drivers: Vec<&'static Driver>,
    /// Whether the arguments beside it turn named statements off.
    pub statements_off: bool,
    /// Whether it makes one connection, and reads nothing about a pool.
    pub has_no_pool: bool,
    /// What else in the file needs a session, if that is the only connection it shows.
    pub(super) needs_session: Option<NeedsSession>,
    /// What shows it: "`asyncpg.create_pool()` in app/db.py".
    pub why: String,
}

/// The uses in `text`, a file at `path`; empty for what is no source code.
pub fn uses(text: &str, path: &str) -> Vec<Use> {
    let document = (format_of(Some(path), text).read)(text);
    if document.languages.is_empty() {
        return Vec::new();
    }
    let mut out: Vec<Use> = document.scopes.iter().filter_map(|scope| use_of(scope, path)).collect();
    if let [one] = out.as_mut_slice() {
        one.needs_session = needs_session(text).into_iter().next();
    }
    out
}

fn use_of(scope: &Scope, path: &str) -> Option<Use> {
    let consumer = scope.consumer.as_ref().filter(|_| !scope.arguments.is_empty())?;
    let drivers: Vec<&'static Driver> =
        consumer.drivers.iter().filter_map(|name| Some(DriverAt::parse(name)?.driver)).collect();
    let switches = || drivers.iter().flat_map(|driver| driver.statements_off).filter(|switch| switch.enough);
    let statements_off = scope.arguments.iter().any(|it| switches().any(|switch| switch.is_given(it)));
    let why = format!("{} in {path}", consumer.why);
    Some(Use {
        variable: scope.variable.clone(),
        drivers,
        statements_off,
        has_no_pool: scope.has_no_pool,
        needs_session: None,
        why,
    })
}

impl Use {
    /// Whether it reads `variable`.
    pub(super) fn reads(&self, variable: &str) -> bool {
        self.variable.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(variable))
    }

    /// Whether it may be what reads `variable` with `driver`.
    pub(super) fn may_read(&self, variable: &str, driver: &'static Driver) -> bool {
        let has_driver = self.drivers.iter().any(|it| std::ptr::eq(*it, driver));
        has_driver && (self.variable.is_none() || self.reads(variable))
    }
}
