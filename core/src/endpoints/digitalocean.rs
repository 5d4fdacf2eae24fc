//! Managed databases of DigitalOcean: the port decides.

use super::{Endpoint, Limit, Mode, Part, TlsOffer, documented, pgbouncer, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of DigitalOcean; not run")];

const LIMITS: &[Limit] = &[Limit::new(
    "server connections",
    "25 for each GiB of memory, less 3 that are reserved, over all pools",
    "documentation of DigitalOcean",
)];

const DOMAIN: &[&str] = &[".db.ondigitalocean.com"];

pub(super) static SERVER: Endpoint = Endpoint {
    name: "digitalocean",
    label: "DigitalOcean",
    docs: "A server of DigitalOcean, port 25060. TLS is required; the certificate is of an authority of its own, whose \
           file the control panel hands out.",
    matches: |target| target.under(DOMAIN),
    tls: TlsOffer::RequiredPrivate,
    authority: Some("`doctl databases get-ca` and the control panel have it"),
    limits: LIMITS,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static POOL: Endpoint = Endpoint {
    name: "digitalocean-pool",
    label: "a connection pool of DigitalOcean",
    docs: "A PgBouncer on port 25061 of the same host. Each pool has a mode of its own, transaction by default, and \
           the database in the string is the name of the pool. Whether named statements are tracked is not documented.",
    matches: |target| {
        let found = target.under(DOMAIN).filter(|_| target.dials(25061))?;
        Some(found.and(Part::Port, "25061 is the port of its pools"))
    },
    mode: Mode::Chosen,
    tls: TlsOffer::RequiredPrivate,
    authority: Some("`doctl databases get-ca` and the control panel have it"),
    limits: LIMITS,
    checked: CHECKED,
    ..pgbouncer::MANAGED
};
