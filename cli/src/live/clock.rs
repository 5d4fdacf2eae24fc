//! The time that a run may take.

use std::io;
use std::time::{Duration, Instant};

/// The moment at which everything has to be over.
#[derive(Clone, Copy, Debug)]
pub struct Deadline(Instant);

impl Deadline {
    /// So long from now.
    pub fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    /// The earlier of this one and so long from now.
    pub fn or_after(self, time: Duration) -> Self {
        Self(self.0.min(Instant::now() + time))
    }

    /// An equal share of what is left, for the first of so many.
    pub fn share(self, count: usize) -> Self {
        let left = self.0.saturating_duration_since(Instant::now());
        Self(Instant::now() + left / u32::try_from(count.max(1)).unwrap_or(u32::MAX))
    }

    /// What is left, never zero.
    ///
    /// # Errors
    /// `TimedOut` when nothing is left.
    pub fn left(self) -> io::Result<Duration> {
        let left = self.0.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left) }
    }
}
