//! How one connection is spelled. What is right is not known here: a [`Grammar`] says which dialect, and the driver
//! that owns the grammar judges.

mod elixir_url;
mod go;
mod go_url;
mod grammar;
mod jdbc_url;
mod keyword_value;
mod libpq_uri;
mod node_url;
mod parts;
mod percent;
mod pgx_keyword_value;
mod pq_keyword_value;
mod python;
mod python_url;
mod ruby_url;
mod spelling;
mod sqlalchemy_url;
mod tokio_keyword_value;
mod tokio_uri;
mod web_url;
mod written;

pub use elixir_url::{ElixirUrl, read_elixir_url};
pub use go::{go_bad_address, go_bool, go_duration, go_host_port, go_int, go_port, go_quote};
pub use go_url::{BadGoUrl, Brackets, GoPair, GoUrl, read_go_url};
pub use grammar::{Grammar, Plus, Separators};
pub use jdbc_url::read_jdbc_url;
pub use keyword_value::read_keyword_value;
pub use libpq_uri::{NOT_UTF8, read_libpq_uri};
pub use node_url::{BadNodeUrl, NodeUrl, read_node_url};
pub use parts::{HostPort, Pair, Parts, Piece, Places, Refused};
pub use percent::{BadEscape, Percent, decode, decode_uri, decode_utf8, encode};
pub use pgx_keyword_value::{PgxText, read_pgx_keyword_value};
pub use pq_keyword_value::read_pq_keyword_value;
pub use python::{python_float, python_int, python_repr, python_unquote};
pub use python_url::{PythonUrl, python_pairs, read_python_url};
pub use ruby_url::{RubyUrl, read_ruby_url, ruby_pairs};
pub use spelling::{Spelling, scheme_of, spelling_of};
pub use sqlalchemy_url::read_sqlalchemy_url;
pub use tokio_keyword_value::read_tokio_keyword_value;
pub use tokio_uri::read_tokio_uri;
pub use web_url::{BadUrl, Base, WebUrl, read_web_url, web_pairs};
pub use written::{Written, written};
