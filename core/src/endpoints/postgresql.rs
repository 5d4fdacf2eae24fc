//! A plain PostgreSQL server: what is left when nothing else fits.

use super::{Endpoint, Match, Mode, NamedStatements, TlsOffer, UserForm, behind};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "postgresql",
    aliases: &[],
    label: "PostgreSQL",
    docs: "A PostgreSQL server without a pooler in front, as far as the string tells.",
    matches: |_| Some(Match { certain: false, evidence: Vec::new() }),
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    behind: behind::unknown,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::Configured,
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
