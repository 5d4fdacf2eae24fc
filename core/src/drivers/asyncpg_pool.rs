//! What the ORMs above asyncpg have in common: they split a URL with Python's urllib and give `asyncpg.create_pool()`
//! the pieces as arguments.

use super::asyncpg_connect::{Arguments, Complaint, Port, number};
use crate::parse::Piece;

/// The sizes that `asyncpg.create_pool()` takes when it is told none.
pub(super) const DEFAULT_SIZES: (i64, i64) = (10, 10);

/// Gives `arguments` the host of the URL: one name, whatever is in it.
pub(super) fn host(arguments: &mut Arguments, host: Piece) {
    arguments.hosts = Some(host).filter(|host| !host.value.is_empty()).into_iter().collect();
}

/// Gives `arguments` the port of the URL; 0 is as good as none to Python.
pub(super) fn port(
    arguments: &mut Arguments,
    written: &Piece,
    complain: fn(String) -> String,
) -> Result<(), Complaint> {
    match super::python_netloc::port(written) {
        Ok(port) => {
            let port = port.filter(|port| port.value != 0);
            arguments.ports.extend(port.map(|port| Port { number: port.value, span: port.span }));
            Ok(())
        }
        Err((span, text)) => Err((span, complain(text))),
    }
}

/// The checks of `Pool.__init__`: sizes as they were given, `defaults` where they were not.
pub(super) fn check_sizes(
    least: Option<&Piece>,
    most: Option<&Piece>,
    defaults: (i64, i64),
) -> Result<(), Complaint> {
    let size = |given: Option<&Piece>, default| match given {
        Some(piece) => number(piece).map(|it| it.number),
        None => Ok(default),
    };
    let (min, max) = (size(least, defaults.0)?, size(most, defaults.1)?);
    let wrong = match (min, max) {
        (_, ..=0) => (most, "max_size is expected to be greater than zero"),
        (..0, _) => (least, "min_size is expected to be greater or equal to zero"),
        _ if min > max => (least.or(most), "min_size is greater than max_size"),
        _ => return Ok(()),
    };
    Err((wrong.0.map(|piece| piece.span).unwrap_or_default(), format!("ValueError: {}", wrong.1)))
}
