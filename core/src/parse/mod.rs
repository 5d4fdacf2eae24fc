//! How one connection is spelled. What is right is not known here: a [`Grammar`] says which dialect, and the driver
//! that owns the grammar judges.

mod grammar;
mod keyword_value;
mod libpq_uri;
mod parts;
mod percent;
mod python;
mod spelling;
mod web_url;
mod written;

pub use grammar::{Grammar, Plus, Separators};
pub use keyword_value::read_keyword_value;
pub use libpq_uri::read_libpq_uri;
pub use parts::{HostPort, Pair, Parts, Piece, Refused};
pub use percent::{BadEscape, Percent, decode, decode_uri, encode};
pub use python::{python_float, python_int, python_repr, python_unquote};
pub use spelling::{Spelling, scheme_of, spelling_of};
pub use web_url::{BadUrl, Base, WebUrl, read_web_url};
pub use written::{Written, written};
