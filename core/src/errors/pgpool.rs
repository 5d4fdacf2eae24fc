//! Texts of Pgpool-II.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "pgpool",
    label: "Pgpool-II",
    near: &["pgpool"],
    texts: TEXTS,
    source: "source of Pgpool-II, 2026-06; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Sorry, too many clients already"],
        cause: "all `num_init_children` of Pgpool-II are in use",
        remedy: "raise it, or lower the sizes of client pools",
        example: "pgpool[12]: FATAL:  Sorry, too many clients already",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["all backend nodes are down, pgpool requires at least one valid node"],
        cause: "Pgpool-II took all servers out",
        remedy: "bring them back, and attach them by `pcp_attach_node`",
        example: "FATAL:  all backend nodes are down, pgpool requires at least one valid node",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["kind mismatch among main node", "kind mismatch among backends"],
        cause: "the servers behind Pgpool-II answered one query in different ways",
        remedy: "look at the servers for differences in their data or settings",
        example: "FATAL:  kind mismatch among backends. Possible last query was: \"INSERT INTO t VALUES (1)\" kind details are: 0[E: no table] 1[1]",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["client authentication failed", "no pool_hba.conf entry for host"],
        cause: "Pgpool-II's own pool_hba.conf does not let the client in, or its password is not in pool_passwd",
        remedy: "mend both files",
        example: "FATAL:  client authentication failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^authentication timeout$"],
        cause: "the client did not finish logging in within Pgpool-II's `authentication_timeout`",
        remedy: "look for what holds the client or the network up",
        example: "FATAL:  authentication timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unable to read message kind", "failed to read kind from frontend"],
        cause: "the client or a server behind Pgpool-II went away",
        remedy: "try again, and look for the first error in the log",
        follows: true,
        example: "ERROR:  unable to read message kind",
        ..ErrorText::PLAIN
    },
];
