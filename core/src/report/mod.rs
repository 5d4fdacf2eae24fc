//! The only thing that callers see: reports about texts, readings, and views of the tables.

mod catalogue;
mod change;
mod comparison;
mod equivalence;
mod explain;
mod lint;
mod reading;

pub use catalogue::{Catalogue, catalogue};
pub use change::Change;
pub use comparison::{Aspect, Compared, compare};
pub use equivalence::{Asked, ConversionView, Equivalence, convert, equivalence};
pub use explain::{Explanation, explain_error};
pub use lint::{Connection, Report, Summary, lint, masked};
pub use reading::{HostView, PacketView, ReadOptions, ReadingView, hex_dump, read, read_as};
