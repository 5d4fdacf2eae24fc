//! `password-not-encoded`: characters in the password that the driver takes for the end of it.

use super::encoding::misread;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "password-not-encoded",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a password with characters that end it too early",
    docs: "In a URL a password is percent-encoded. What a raw character does depends on who reads it: libpq, asyncpg \
           and SQLAlchemy end the password at its first `@` and dial the rest as host, which also hands a part of the \
           password to name servers; libpq takes what stands before a `/` for host and port; readers of the URL \
           standard (Node.js, Prisma, sqlx) refuse `/`, `?` and `#`; libpq refuses a `%` without two hexadecimal \
           digits. Encoded, the password reads the same everywhere.",
    sources: &["measured: each reserved character in a password against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app:p%40ss@db.example.com/shop?sslmode=verify-full"),
        Example::good("libpq", "postgresql://app:${DB_PASSWORD}@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app:p@ss@db.example.com/shop?sslmode=verify-full",
            "postgresql://app:p%40ss@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app:p/ss@db.example.com/shop?sslmode=verify-full",
            "postgresql://app:p%2Fss@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app:100%@db.example.com/shop?sslmode=verify-full",
            "postgresql://app:100%25@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "",
            "postgresql+asyncpg://app:p@ss@db.example.com/shop?ssl=verify-full",
            "postgresql+asyncpg://app:p%40ss@db.example.com/shop?ssl=verify-full",
        ),
    ],
    check: Check::Connection(|cx, out| {
        out.extend(cx.written().password.and_then(|span| misread(cx, span, "password")));
    }),
};
