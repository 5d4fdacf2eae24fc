//! One file per command.

pub mod check;
pub mod compare;
pub mod explain;
pub mod generate;
pub mod lists;
pub mod read;
mod strings;
