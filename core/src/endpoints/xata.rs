//! Xata's PostgreSQL interface.

use super::{Endpoint, NamedStatements, TlsOffer, documented, postgresql};
use crate::drivers::Checked;
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[documented("public strings of Xata; not run")];

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "xata",
    label: "Xata",
    docs: "A proxy before shared clusters. The user is the workspace, the password an API key, the database `name:branch`. \
           Named statements work within limits that are not documented.",
    matches: |target| target.under(&[".sql.xata.sh"]),
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Unknown)],
    tls: TlsOffer::OfferedPublic,
    authority: None,
    channel_binding: false,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};
