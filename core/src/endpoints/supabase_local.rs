//! What the command-line tool of Supabase starts on one's own machine.

use super::{
    Endpoint, Match, Mode, NamedStatements, Part, Target, TlsOffer, UserForm, behind, localhost, supavisor,
};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[Checked {
    version: "",
    evidence: Evidence::Documentation,
    on: "2026-11-23",
    how: "default configuration of the tool; not run",
}];

fn on_this_machine(target: &Target<'_>, ports: &[u16]) -> Option<Match> {
    let port = target.port.filter(|port| ports.contains(port))?;
    (localhost::is_local(target.host) || target.host == "host.docker.internal")
        .then(|| Match::certain(Part::Port, format!("{port} is a port of Supabase's local stack")))
        .flatten()
}

pub(super) static DIRECT: Endpoint = Endpoint {
    name: "supabase-local",
    aliases: &[],
    label: "Supabase's local server",
    docs: "The server that `supabase start` runs on one's own machine, port 54322 (54320 for the shadow database). \
           No TLS.",
    matches: |target| on_this_machine(target, &[54320, 54322]),
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    behind: behind::unknown,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::Unusual,
    authority: None,
    user: UserForm::WithoutProject,
    ipv6_only: false,
    channel_binding: false,
    read_only: false,
    speaks_postgresql: true,
    limits: &[],
    checked: CHECKED,
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "supabase-local-pooler",
    aliases: &[],
    label: "Supabase's local pooler",
    docs: "The Supavisor that `supabase start` runs on port 54329 when it is switched on, in transaction mode unless \
           configured otherwise. The user is `postgres.pooler-dev`. No TLS.",
    behind: |target| behind::at(target, 54322).map(behind::without_tenant),
    matches: |target| on_this_machine(target, &[54329]),
    mode: Mode::Transaction,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Unknown)],
    startup: supavisor::STARTUP,
    user: UserForm::WithProject,
    ..DIRECT
};
