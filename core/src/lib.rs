//! All knowledge of connlint, without any I/O.
//!
//! A connection string is *written* by a person, *read* by a driver and *received* by an endpoint. This crate holds
//! three tables of facts ([`drivers`], [`endpoints`], [`rules`]) and derives everything else from them:
//!
//! - [`lint`] reads a text and says what is wrong with the connection strings in it;
//! - [`fix`](fix::fix) applies the fixes of its findings, and proves each one by linting again;
//! - [`generate`](generate::generate) writes the connection that is wanted, as a driver reads it, and the code around it;
//! - [`read`] says what one driver makes of one string;
//! - [`compare`] puts what every driver makes of it side by side;
//! - [`equivalence`](report::equivalence) says whether two readings are the same connection, and
//!   [`convert`](report::convert) spells one for another driver, with every loss;
//! - [`explain_error`] says what is behind an error message;
//! - [`catalogue`] is everything there is to know, for lists and pages.
//!
//! All functions are total: any text gives a report, and what cannot be read is a finding. Nothing here opens a file
//! or a socket, reads the environment or a clock, or knows about terminals. Secrets are masked in everything that
//! comes out, unless a caller asks for them by name.
//!
//! Each module uses only those above it in this list; a test holds this:
//! `text`, `diag`, `parse`, `formats`, `model`, `drivers`, `endpoints`, `errors`, `rules`, `fix`, `generate`, `report`.

pub mod diag;
pub mod drivers;
pub mod endpoints;
pub mod errors;
pub mod fix;
pub mod formats;
pub mod generate;
pub mod model;
pub mod parse;
pub mod report;
pub mod rules;
pub mod text;

pub use generate::{Generated, Request, generate};
pub use report::{Report, catalogue, compare, explain_error, lint, read};
pub use rules::Options;
