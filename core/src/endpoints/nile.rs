//! Nile: PostgreSQL for many tenants.

use super::{Endpoint, TlsOffer, documented, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("public strings of Nile; not run")];

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "nile",
    label: "Nile",
    docs: "PostgreSQL for many tenants behind a proxy. User and password are UUIDs; `SET nile.tenant_id` chooses the \
           tenant.",
    matches: |target| target.under(&[".db.thenile.dev"]).or_else(|| target.under(&["db.thenile.dev"])),
    tls: TlsOffer::OfferedPublic,
    authority: None,
    channel_binding: false,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};
