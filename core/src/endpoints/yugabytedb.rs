//! YugabyteDB, which has PostgreSQL's query layer.

use super::{Endpoint, Match, Part, TlsOffer, documented, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of YugabyteDB; not run")];

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "yugabytedb",
    aliases: &["yugabyte"],
    label: "YugabyteDB",
    docs: "PostgreSQL's query layer over a distributed store, on port 5433; others use that port too, so that it takes \
           the user or database `yugabyte` to make it a guess. A connection manager may be switched on within. The \
           certificate is of the cluster's own authority.",
    matches: |target| {
        let is_named = target.dials(5433) && [target.user, target.dbname].contains(&"yugabyte");
        let by_port = || {
            let found = Match::guess(Part::Port, "5433 is its usual port")?;
            is_named.then(|| found.and(Part::Database, "`yugabyte` as user or database"))
        };
        target.under(&[".ybdb.io"]).or_else(by_port)
    },
    tls: TlsOffer::OfferedPrivate,
    authority: None,
    channel_binding: false,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};
