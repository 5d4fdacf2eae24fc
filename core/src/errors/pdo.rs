//! Texts of PHP's PDO.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "pdo",
    label: "PHP's PDO",
    near: &[],
    texts: TEXTS,
    source: "measured: PHP 8.2, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[ErrorText {
    texts: &["could not find driver"],
    cause: "the DSN does not begin with `pgsql:`, or the extension `pdo_pgsql` is missing",
    remedy: "write `pgsql:host=...;dbname=...`, and install `pdo_pgsql`",
    rules: &["url-not-accepted", "scheme-not-accepted"],
    example: "PDOException: could not find driver",
    ..ErrorText::PLAIN
}];
