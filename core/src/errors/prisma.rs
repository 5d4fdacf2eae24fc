//! Texts of Prisma.

use super::{Emitter, ErrorText, Mend, WRONG_PASSWORD};
use crate::model::Setting;

pub(super) static EMITTER: Emitter = Emitter {
    name: "prisma",
    label: "Prisma",
    near: &[],
    texts: TEXTS,
    source: "measured: Prisma 6.19 and 7.10, 2026-11-24; codes from its documentation",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Can't reach database server at", "^P1001$"],
        cause: "nobody answers there: a wrong host, a network without IPv6, or a server that wakes up slower than five seconds",
        remedy: "check the host, and write `connect_timeout=15`",
        rules: &["ipv6-only-host"],
        mend: Mend::Raise(Setting::ConnectTimeout),
        example: "P1001: Can't reach database server at `db.example.com`:`5432`",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Authentication failed against database server", "^P1000$"],
        cause: "password or user is wrong, or reserved characters of the password were not encoded",
        remedy: "check both, and percent-encode the password in a URL",
        rules: WRONG_PASSWORD,
        example: "P1000: Authentication failed against database server at `db.example.com`",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Timed out fetching a new connection from the connection pool", "^P2024$"],
        cause: "`connection_limit` is lower than what runs at the same time",
        remedy: "raise `connection_limit` or `pool_timeout`",
        example: "P2024: Timed out fetching a new connection from the connection pool.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["the URL must start with the protocol `prisma://`", "^P6001$"],
        cause: "a client for Accelerate got a plain PostgreSQL URL",
        remedy: "write the `prisma://` URL, or use the client without Accelerate",
        example: "Error validating datasource `db`: the URL must start with the protocol `prisma://`",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Environment variable not found: {}"],
        cause: "the variable is not set where Prisma runs",
        remedy: "set it, or load the file that has it",
        example: "error: Environment variable not found: DIRECT_URL.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["is no longer supported in schema files"],
        cause: "from version 7 on the URL stands in `prisma.config.ts`",
        remedy: "move it there",
        example: "The datasource property `url` is no longer supported in schema files.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^P1017$", "Server has closed the connection"],
        cause: "something in between ended a connection that had been idle",
        remedy: "try again, and let connections live shorter than the idle limit of the pooler",
        follows: true,
        example: "P1017: Server has closed the connection.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["A driver adapter is required to connect to your database"],
        cause: "Prisma 7 connects through a driver adapter, and the code gives none",
        remedy: "pass `adapter: new PrismaPg({ connectionString })`",
        example: "PrismaClient was instantiated without any options. A driver adapter is required to connect to your database.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Cannot resolve environment variable: {}"],
        cause: "the variable is not set where `prisma.config.ts` runs, which reads no `.env` by itself",
        remedy: "set it, or load the file, such as by `import \"dotenv/config\"`",
        example: "PrismaConfigEnvError: Cannot resolve environment variable: DATABASE_URL.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "Unknown property datasourceUrl provided to PrismaClient constructor",
            "Unknown property datasources provided to PrismaClient constructor",
        ],
        cause: "Prisma 7 takes no URL in the constructor",
        remedy: "pass `adapter: new PrismaPg({ connectionString })`",
        example: "Unknown property datasourceUrl provided to PrismaClient constructor.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Error opening a TLS connection: {}"],
        cause: "the TLS handshake failed; the rest of the line says why",
        remedy: "give the provider's certificate, or ask for what the server offers",
        rules: &["tls-mode-means-more", "root-certificate-system-misread"],
        follows: true,
        example: "Error opening a TLS connection: self-signed certificate",
        ..ErrorText::PLAIN
    },
];
