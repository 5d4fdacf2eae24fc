//! Cloudflare's Hyperdrive, inside Workers.

use super::{Endpoint, TlsOffer, documented, pgbouncer};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of Cloudflare; not run")];

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "hyperdrive",
    label: "Hyperdrive",
    docs: "A pool in transaction mode that Workers reach by the string of their binding, `....hyperdrive.local`; nobody \
           else does. No TLS is spoken there. `SET` is lost between transactions, and answers to queries are cached by \
           default. Whether named statements are tracked is not documented for every driver.",
    matches: |target| target.under(&[".hyperdrive.local"]),
    startup: &[],
    tls: TlsOffer::Unusual,
    authority: None,
    checked: CHECKED,
    ..pgbouncer::MANAGED
};
