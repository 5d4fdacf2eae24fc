//! Texts of Python.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "python",
    label: "Python",
    near: &[],
    texts: TEXTS,
    source: "measured: Python 3.12 with asyncpg, SQLAlchemy, Django and their helpers, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &[
            "Port could not be cast to integer value as {}",
            "engine/url.py{}invalid literal for int() with base 10:",
            "connect_utils.py{}invalid literal for int() with base 10:",
        ],
        cause: "reserved characters of the password were not encoded, so that a part of it was taken for the port; or the URL names several hosts",
        remedy: "percent-encode the password",
        rules: &["password-not-encoded", "invalid-port", "several-hosts-not-supported"],
        example: "ValueError: Port could not be cast to integer value as 'p'",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["bad query field: {}"],
        cause: "a part of the query has no `=`: often a `?` of the password that was not encoded",
        remedy: "percent-encode the password, and write `name=value`",
        rules: &["password-not-encoded", "malformed-query"],
        example: "ValueError: bad query field: 'ss@db.example.com:5432/shop'",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["does not appear to be an IPv4 or IPv6 address", "Invalid IPv6 URL"],
        cause: "a `[` in the user, password or host of a URL was taken for an IPv6 address, as in `[YOUR-PASSWORD]`",
        remedy: "put the password in place of the whole bracket, and percent-encode a `[` of its own",
        rules: &["placeholder", "password-not-encoded", "ipv6-without-brackets"],
        example: "ValueError: 'YOUR-PASSWORD' does not appear to be an IPv4 or IPv6 address",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["'%' must be followed by '%' or '(', found:"],
        cause: "Alembic's configuration file takes `%` for a reference",
        remedy: "write `%%` for `%` in alembic.ini",
        example: "configparser.InterpolationSyntaxError: '%' must be followed by '%' or '(', found: '%40ss@h/d'",
        ..ErrorText::PLAIN
    },
];
