//! Amazon RDS and Aurora, and RDS Proxy in front of them.

use super::{
    Endpoint, InOptions, Match, Mode, NamedStatements, Others, Part, Startup, Target, TlsOffer, UserForm,
};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[Checked {
    version: "",
    evidence: Evidence::Documentation,
    on: "2026-11-23",
    how: "user guides of AWS and public transcripts; not run",
}];

fn is_rds(host: &str) -> bool {
    host.ends_with(".rds.amazonaws.com") || host.ends_with(".rds.amazonaws.com.cn")
}

fn server(target: &Target<'_>) -> Option<Match> {
    is_rds(target.host).then(|| Match::certain(Part::Host, "`rds.amazonaws.com` in the host")).flatten()
}

/// `name.proxy-hash.region...`, `name.endpoint.proxy-hash.region...`.
fn proxy(target: &Target<'_>) -> Option<Match> {
    let found = server(target)?;
    let marked = target.host.split('.').skip(1).any(|label| label.starts_with("proxy-"));
    marked.then(|| found.and(Part::Host, "`proxy-` in the host"))
}

pub(super) static SERVER: Endpoint = Endpoint {
    name: "rds",
    aliases: &["aurora"],
    label: "Amazon RDS",
    docs: "A server of Amazon RDS or Aurora, without a pooler. The certificate is of Amazon's own authority for RDS; \
           TLS is required by default since PostgreSQL 15.",
    matches: server,
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::OfferedPrivate,
    user: UserForm::Any,
    ipv6_only: false,
    channel_binding: true,
    checked: CHECKED,
};

pub(super) static PROXY: Endpoint = Endpoint {
    name: "rds-proxy",
    aliases: &[],
    label: "RDS Proxy",
    docs: "A pooler inside one's own network. It shares server connections between transactions, and pins a client \
           to one as soon as it prepares a statement or changes its session: then nothing breaks, and nothing is \
           shared any more. Settings at startup are refused. Not reachable from outside the network. The certificate \
           is of a public authority of Amazon, not of the one for RDS.",
    matches: proxy,
    mode: Mode::Pinning,
    startup: &[Since(
        Version(0, 0, 0),
        Startup {
            // What drivers send of their own accord is known to work.
            accepted: &[
                "application_name",
                "client_encoding",
                "datestyle",
                "timezone",
                "standard_conforming_strings",
                "intervalstyle",
                "extra_float_digits",
            ],
            others: Others::Refused(
                "Feature not supported: RDS Proxy currently doesn’t support the option {}",
            ),
            options: InOptions::Whole(Others::Refused(
                "Feature not supported: RDS Proxy currently doesn’t support command-line options",
            )),
        },
    )],
    tls: TlsOffer::OfferedPublic,
    channel_binding: false,
    ..SERVER
};
