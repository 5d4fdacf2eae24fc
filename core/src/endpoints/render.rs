//! Render: one server, with a name for the world and one for its own network.

use super::{Endpoint, Match, Part, TlsOffer, documented, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of Render and public strings; not run")];

pub(super) static EXTERNAL: Endpoint = Endpoint {
    name: "render",
    label: "Render",
    docs: "A server of Render by its external name. TLS is required, with a certificate of a public authority. There is \
           no pooler.",
    matches: |target| {
        let found = target.under(&["-postgres.render.com"])?;
        target.host.starts_with("dpg-").then(|| found.and(Part::Host, "`dpg-` in the host"))
    },
    tls: TlsOffer::RequiredPublic,
    authority: None,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static INTERNAL: Endpoint = Endpoint {
    name: "render-internal",
    label: "Render's internal host",
    docs: "A server of Render by its internal name, `dpg-...-a` without a domain, which is resolved only by what runs \
           at Render in the same region. TLS is not needed there.",
    matches: |target| {
        let id = target.host.strip_prefix("dpg-")?.strip_suffix("-a")?;
        let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
        is_id.then(|| Match::certain(Part::Host, "`dpg-...-a` as host"))?
    },
    tls: TlsOffer::Unusual,
    authority: None,
    ..EXTERNAL
};
