//! What a connection is, whatever its spelling.

mod reading;
mod setting;
mod version;
mod words;

pub use reading::{
    Encryption, Fate, Given, Host, Origin, Prepared, Reading, Refusal, Sourced, Stage, Statements, Tls,
    Verification,
};
pub use setting::Setting;
pub use version::{Since, Version, newest_for};
