//! A server on the same machine.

use super::{Endpoint, Match, Mode, NamedStatements, Part, TlsOffer, UserForm, behind};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

/// Whether `host`, in lower case, is a loopback address or the directory of a socket.
pub(super) fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "::1" | "[::1]" | "0.0.0.0")
        || host.starts_with('/')
        || host.starts_with("%2f")
        || host.starts_with("127.")
}

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "localhost",
    aliases: &[],
    label: "a server on this machine",
    docs: "A PostgreSQL server on the same machine, reached over loopback or a Unix socket. TLS is unusual and not \
           needed here.",
    matches: |target| {
        let local = is_local(target.host);
        let plain_port = target.port.is_none_or(|port| port == 5432);
        (local && plain_port).then(|| Match::certain(Part::Host, "a loopback address or a socket")).flatten()
    },
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    behind: behind::unknown,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::Unusual,
    authority: None,
    user: UserForm::Any,
    ipv6_only: false,
    channel_binding: true,
    read_only: false,
    speaks_postgresql: true,
    limits: &[],
    checked: &[Checked {
        version: "15.18",
        evidence: Evidence::Run,
        on: "2026-11-23",
        how: "PostgreSQL 15 of Debian 12",
    }],
};
