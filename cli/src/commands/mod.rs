//! One file per command.

pub mod check;
pub mod compare;
pub mod config;
pub mod explain;
mod explain_error;
pub mod generate;
pub mod lists;
pub mod ports;
pub mod read;
mod strings;
pub mod test;
pub mod watch;
mod written;
