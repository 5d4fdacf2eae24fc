//! Amazon RDS and Aurora, and RDS Proxy in front of them.

use super::{
    Endpoint, InOptions, Limit, Match, Mode, NamedStatements, Others, Part, Startup, Target, TlsOffer,
    UserForm, behind,
};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const TOKEN: &[Limit] =
    &[Limit::new("a token as password", "15 minutes, for the host that it was made for", GUIDE)];

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

/// A label of the host that begins with `mark`: `name.cluster-hash.region.rds.amazonaws.com`.
fn marked(target: &Target<'_>, mark: &str) -> Option<Match> {
    let found = server(target)?;
    let is_marked = target.host.split('.').skip(1).any(|label| label.starts_with(mark));
    is_marked.then(|| found.and(Part::Host, format!("`{mark}` in the host")))
}

const GUIDE: &str = "user guides of AWS";

pub(super) static SERVER: Endpoint = Endpoint {
    name: "rds",
    aliases: &[],
    label: "Amazon RDS",
    docs: "A server of Amazon RDS, or one instance of an Aurora cluster, without a pooler. The certificate is of Amazon's own authority for RDS; \
           TLS is required by default since PostgreSQL 15.",
    matches: server,
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    behind: behind::unknown,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::OfferedPrivate,
    authority: Some("`global-bundle.pem` from truststore.pki.rds.amazonaws.com has it"),
    user: UserForm::Any,
    ipv6_only: false,
    channel_binding: true,
    read_only: false,
    speaks_postgresql: true,
    limits: TOKEN,
    checked: CHECKED,
};

pub(super) static WRITER: Endpoint = Endpoint {
    name: "aurora",
    label: "Amazon Aurora",
    docs: "The endpoint of an Aurora cluster that leads to the instance that writes, or a custom one that leads to the \
           instances its owner chose; clusters of RDS over several zones have the same form. No pooler. The certificate \
           is of Amazon's own authority for RDS.",
    matches: |target| marked(target, "cluster-"),
    ..SERVER
};

pub(super) static READER: Endpoint = Endpoint {
    name: "aurora-reader",
    label: "Aurora's reader endpoint",
    docs: "Leads to one of the replicas of an Aurora cluster, which refuse to write. No pooler.",
    matches: |target| marked(target, "cluster-ro-"),
    read_only: true,
    ..SERVER
};

pub(super) static PROXY: Endpoint = Endpoint {
    name: "rds-proxy",
    aliases: &[],
    label: "RDS Proxy",
    docs: "A pooler inside one's own network. It shares server connections between transactions, and pins a client \
           to one as soon as it prepares a statement or changes its session: then nothing breaks, and nothing is \
           shared any more. Settings at startup are refused. Not reachable from outside the network. The certificate \
           is of a public authority of Amazon, not of the one for RDS.",
    // `name.proxy-hash.region...`, `name.endpoint.proxy-hash.region...`.
    matches: |target| marked(target, "proxy-"),
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
    authority: None,
    channel_binding: false,
    limits: &[Limit::new("reach", "its own network, port 5432; no cancelling, no replication", GUIDE)],
    ..SERVER
};

pub(super) static DSQL: Endpoint = Endpoint {
    name: "aurora-dsql",
    aliases: &["dsql"],
    label: "Aurora DSQL",
    docs: "A distributed database that speaks PostgreSQL's protocol, not PostgreSQL. The database is `postgres`, the \
           password a token. It has no temporary tables, triggers, foreign keys, savepoints, extensions, `LISTEN` or \
           PL/pgSQL, and takes listed settings only. TLS is required, with a certificate of a public authority of \
           Amazon.",
    matches: |target| {
        let found = target.under(&[".on.aws"])?;
        target.host.contains(".dsql.").then(|| found.and(Part::Host, "`dsql` in the host"))
    },
    tls: TlsOffer::RequiredPublic,
    authority: None,
    channel_binding: false,
    limits: &[
        Limit::new("the password", "a token, valid for 15 minutes unless made for longer", GUIDE),
        Limit::new("databases", "one, `postgres`", GUIDE),
    ],
    ..SERVER
};
