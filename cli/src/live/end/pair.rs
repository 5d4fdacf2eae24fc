//! Two connections to one end.

use std::time::Duration;

use super::super::clock::Deadline;
use super::super::plan::Plan;
use super::super::session::Session;
use super::super::step::Walk;
use super::Failure;
use super::peer::Peer;

/// Where the end is, and how to get there.
pub struct Place<'a> {
    /// What the driver would do.
    pub plan: &'a Plan,
    /// Host or socket directory.
    pub host: &'a str,
    /// Port.
    pub port: u16,
    /// When all has to be over.
    pub deadline: Deadline,
}

/// What nobody holds up is let in by then.
const SOON: Duration = Duration::from_secs(3);

impl Place<'_> {
    /// A connection, as the driver would open it.
    ///
    /// # Errors
    /// In the words of the step that failed.
    pub fn plain(&self) -> Result<Peer, Failure> {
        self.over(self.plan.open(self.host, self.port, self.deadline))
    }

    /// One more beside others, which a full pooler may let wait.
    ///
    /// # Errors
    /// As for [`Self::plain`].
    fn another(&self) -> Result<Peer, Failure> {
        self.over(self.plan.open(self.host, self.port, self.deadline.or_after(SOON)))
    }

    /// A connection, with startup parameters beside those of the driver or instead of them.
    ///
    /// # Errors
    /// In the words of the step that failed.
    pub fn peer(&self, more: &[(&str, &str)]) -> Result<Peer, Failure> {
        self.over(self.plan.open_with(self.host, self.port, self.deadline, more))
    }

    fn over(&self, opened: Result<Session, Box<Walk>>) -> Result<Peer, Failure> {
        Ok(Peer::over(opened.map_err(|walk| why(&walk))?, self.deadline))
    }
}

fn why(walk: &Walk) -> Failure {
    Failure::of(walk.steps.last().map_or("", |step| step.said.as_str()))
}

/// Two connections, as the driver would open them.
pub struct Pair<'a> {
    place: &'a Place<'a>,
    /// The first.
    pub first: Peer,
    /// The second; `None` when it cannot be had, or gets no answer.
    pub second: Option<Peer>,
    /// Why there is no second one.
    pub refused: Option<String>,
}

impl<'a> Pair<'a> {
    /// With a second connection, if it can be had.
    pub fn with(place: &'a Place<'a>, first: Peer) -> Self {
        let (second, refused) = match place.another() {
            Ok(mut second) => {
                second.quickest = first.quickest;
                (Some(second), None)
            }
            Err(failure) => (None, Some(failure.said)),
        };
        Self { place, first, second, refused }
    }

    /// One of the two.
    pub fn get(&mut self, which: usize) -> Option<&mut Peer> {
        if which == 0 { Some(&mut self.first) } else { self.second.as_mut() }
    }

    /// One more.
    ///
    /// # Errors
    /// As for [`Place::plain`].
    pub fn peer(&self) -> Result<Peer, Failure> {
        let mut more = self.place.another()?;
        more.quickest = self.first.quickest;
        Ok(more)
    }
}
