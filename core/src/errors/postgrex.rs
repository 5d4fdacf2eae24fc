//! Texts of Postgrex and Ecto.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "postgrex",
    label: "Postgrex and Ecto",
    near: &[],
    texts: TEXTS,
    source: "measured: Postgrex 0.19 and Ecto 3.14, 2026-11-23; source of DBConnection",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["path should be a database name", "Ecto.InvalidURLError"],
        cause: "Ecto does not understand the URL: no database in its path, or reserved characters of the password that were not encoded",
        remedy: "write the database behind the host, and percent-encode the password",
        rules: &["database-missing", "password-not-encoded"],
        example: "** (Ecto.InvalidURLError) invalid URL ecto://app:xxxxxx@db.example.com, path should be a database name",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["connection not available and request was dropped from queue after"],
        cause: "all connections of the pool are in use, or none can be made; a wrong host or password stands in the log before",
        remedy: "look for the first error of the connection, then raise `:pool_size` or `:queue_target`",
        follows: true,
        example: "** (DBConnection.ConnectionError) connection not available and request was dropped from queue after 2984ms.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["tcp connect ({}): {}"],
        cause: "Postgrex could not connect; the rest of the line says why, and `nxdomain` is a host that does not exist",
        remedy: "check host and port",
        follows: true,
        example: "** (DBConnection.ConnectionError) tcp connect (db.example.internal:5432): non-existing domain - :nxdomain",
        ..ErrorText::PLAIN
    },
];
