//! Texts of Supavisor (Supabase).

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "supavisor",
    label: "Supavisor (Supabase)",
    texts: TEXTS,
    source: "source of Supavisor 2.9.7",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        text: "tenant/user {} not found",
        cause: "the pooler's cluster does not know the project: wrong region or number in the host, or a wrong project in the user",
        remedy: "copy host and user from the dashboard; the user is `role.project`",
        rules: &[],
        example: "FATAL:  (ENOTFOUND) tenant/user postgres.abcdefghijklmnopqrst not found",
    },
    ErrorText {
        text: "Tenant or user not found",
        cause: "the pooler's cluster does not know the project: wrong region or number in the host, or a user without the project",
        remedy: "copy host and user from the dashboard; the user is `role.project`",
        rules: &[],
        example: "FATAL:  Tenant or user not found",
    },
    ErrorText {
        text: "no tenant identifier provided",
        cause: "the user lacks the project",
        remedy: "write the user as `role.project`",
        rules: &[],
        example: "FATAL:  (ENOIDENTIFIER) no tenant identifier provided (external_id or sni_hostname required)",
    },
    ErrorText {
        text: "max clients reached in session mode",
        cause: "in session mode each client holds a server connection, and all are held",
        remedy: "use port 6543 for short transactions, or lower the sizes of client pools",
        rules: &[],
        example: "FATAL:  (EMAXCONNSESSION) max clients reached in session mode - max clients are limited to pool_size: 15",
    },
    ErrorText {
        text: "max clients reached - in Session mode max clients are limited to pool_size",
        cause: "in session mode each client holds a server connection, and all are held",
        remedy: "use port 6543 for short transactions, or lower the sizes of client pools",
        rules: &[],
        example: "FATAL: MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited to pool_size",
    },
    ErrorText {
        text: "SSL connection is required for user",
        cause: "the project takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: &["tls-disabled"],
        example: "FATAL:  (ESSLREQUIRED) SSL connection is required for user: app",
    },
    ErrorText {
        text: "transaction mode only supports prepared statements using the Extended Query Protocol",
        cause: "SQL such as `PREPARE` or `DEALLOCATE` was sent in transaction mode",
        remedy: "use port 5432, or keep the driver from sending it",
        rules: &[],
        example: "FATAL:  (EPSSIMPLEQUERY) transaction mode only supports prepared statements using the Extended Query Protocol",
    },
    ErrorText {
        text: "too many authentication failures, new connections are temporarily blocked",
        cause: "somebody tried wrong passwords, and the pooler blocks for two minutes",
        remedy: "set the new password everywhere, and wait",
        rules: &[],
        example: "FATAL: (ECIRCUITBREAKER) too many authentication failures, new connections are temporarily blocked",
    },
];
