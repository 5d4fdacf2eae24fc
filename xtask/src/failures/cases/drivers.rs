//! What drivers refuse, and what they read in a way of their own.

use super::Case;

pub const CASES: &[Case] = &[
    Case::new(
        "libpq refuses a parameter",
        "postgresql://app@127.0.0.1/shop?nonsense=1",
        "read",
        "refuses a parameter that it does not have",
        "remove it",
    ),
    Case::new(
        "libpq refuses a target",
        "postgresql://app@127.0.0.1/shop?target_session_attrs=master",
        "read",
        "target_session_attrs",
        "read-write",
    ),
    Case::new(
        "asyncpg refuses a mode",
        "postgresql://app@127.0.0.1/shop?sslmode=nonsense",
        "read",
        "sslmode",
        "verify-full",
    )
    .read_by("asyncpg"),
    Case::new(
        "pgx refuses a mode",
        "postgresql://app@127.0.0.1/shop?sslmode=nonsense",
        "read",
        "sslmode",
        "correct `sslmode`",
    )
    .read_by("pgx"),
    Case::new(
        "asyncpg prefers TLS",
        "postgresql://{login}@127.0.0.1:{direct}/shop",
        "arrived",
        "TLSv1.3",
        "as us@er in shop",
    )
    .read_by("asyncpg"),
    Case::new(
        "node-postgres verifies under require",
        "postgresql://{login}@localhost:{self-signed}/shop?sslmode=require",
        "TLS",
        "signed by itself",
        "authority",
    )
    .read_by("node-postgres"),
    Case::new(
        "node-postgres verifies nothing with no-verify",
        "postgresql://{login}@localhost:{self-signed}/shop?sslmode=no-verify",
        "arrived",
        "`verify-ca` would fail",
        "PostgreSQL 15",
    )
    .read_by("node-postgres"),
];
