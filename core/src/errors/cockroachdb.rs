//! Texts of CockroachDB.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "cockroachdb",
    label: "CockroachDB",
    near: &["cockroach"],
    texts: TEXTS,
    source: "messages that users quote; not run",
};

const TEXTS: &[ErrorText] = &[ErrorText {
    texts: &["missing cluster identifier"],
    cause: "CockroachDB Cloud does not learn which cluster is meant: the client did not name the host in the TLS handshake (SNI)",
    remedy: "write `options=--cluster%3D` and the cluster's routing id, or connect by the cluster's own host over TLS",
    example: "ERROR: codeParamsRoutingFailed: missing cluster identifier",
    ..ErrorText::PLAIN
}];
