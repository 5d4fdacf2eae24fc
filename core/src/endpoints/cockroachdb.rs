//! CockroachDB, which speaks PostgreSQL's protocol and is not PostgreSQL.

use super::{Endpoint, Match, Part, TlsOffer, documented, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of CockroachDB; not run")];

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "cockroachdb",
    aliases: &["cockroach"],
    label: "CockroachDB",
    docs: "Speaks PostgreSQL's protocol on port 26257; `LISTEN` is missing, and advisory locks do nothing. Its cloud \
           requires TLS, with a certificate of a public authority or of the cluster's own. `options=--cluster=NAME` is \
           for clients that do not send the host name in the TLS handshake.",
    matches: |target| {
        target.under(&[".cockroachlabs.cloud"]).or_else(|| match target.port {
            Some(26257) => Match::guess(Part::Port, "26257 is the usual port of CockroachDB"),
            _ => None,
        })
    },
    tls: TlsOffer::RequiredPrivate,
    authority: Some("the console has it under Connect, as does the `certs` folder of a cluster of one's own"),
    channel_binding: false,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};
