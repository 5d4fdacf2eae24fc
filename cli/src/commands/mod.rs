//! One file per command.

pub mod check;
pub mod explain;
pub mod generate;
pub mod lists;
pub mod read;
