//! A value that does not print.

use std::fmt;

use compact_str::CompactString;
use serde::{Serialize, Serializer};

/// A password or another secret. It shows as `***` in `Debug`, `Display` and `Serialize`; [`Secret::expose`] is the
/// only way out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(CompactString);

impl Secret {
    /// Wraps a value.
    pub fn new(value: impl Into<CompactString>) -> Self {
        Self(value.into())
    }

    /// The value itself, for those who connect or write a string that was asked for.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("***")
    }
}
