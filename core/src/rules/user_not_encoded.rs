//! `user-not-encoded`: characters in the user name that the driver takes for the end of it.

use super::encoding::misread;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "user-not-encoded",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a user name with characters that end it too early",
    docs: "Some platforms have user names such as `app@server`. In a URL their `@` has to be `%40`: libpq, asyncpg \
           and SQLAlchemy take what follows the first `@` for the host.",
    sources: &["measured: `user@server` in a URL against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app%40server:pw@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app@server:pw@db.example.com/shop?sslmode=verify-full",
            "postgresql://app%40server:pw@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(|cx, out| {
        out.extend(cx.written().user.and_then(|span| misread(cx, span, "user name")));
    }),
};
