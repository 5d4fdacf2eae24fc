//! Texts of Django and its helpers.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "django",
    label: "Django and its helpers",
    near: &[],
    texts: TEXTS,
    source: "measured: Django 5, dj-database-url and django-environ, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Scheme '{}' is unknown. Did you forget to register custom backend"],
        cause: "dj-database-url does not know the scheme: `postgresql+asyncpg` and its like belong to SQLAlchemy",
        remedy: "write `postgresql://` or `postgres://`",
        rules: &["scheme-not-accepted"],
        example: "dj_database_url.UnknownSchemeError: Scheme 'postgresql+asyncpg://' is unknown. Did you forget to register custom backend?",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "This string is not a valid url, possibly because some of its parts is not properly urllib.parse.quote()'ed",
        ],
        cause: "reserved characters of the password were not encoded",
        remedy: "percent-encode the password",
        rules: &["password-not-encoded"],
        example: "dj_database_url.ParseError: This string is not a valid url, possibly because some of its parts is not properly urllib.parse.quote()'ed.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Pooling doesn't support persistent connections"],
        cause: "`OPTIONS[\"pool\"]` and `CONN_MAX_AGE` exclude each other",
        remedy: "set `CONN_MAX_AGE` to 0",
        example: "django.core.exceptions.ImproperlyConfigured: Pooling doesn't support persistent connections.",
        ..ErrorText::PLAIN
    },
];
