//! Neon's driver for places without TCP: queries over HTTP, sessions over WebSockets.

use super::{Checked, Disk, Driver, Evidence, Package, Param, Registry, TlsMode, Unknown, node_postgres};
use crate::model::{Fate, Reading, Setting, Sourced, Tls, Version};
use crate::parse::Spelling;
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "neon-serverless",
    aliases: &["neondatabase-serverless"],
    label: "Neon's serverless driver",
    docs: "`neon(url)` sends each query over HTTPS, with the whole string in a header, to a host that it makes of the \
           string's: `api.` in place of its first label. `Pool` and `Client` are those of node-postgres over a WebSocket. \
           Both are encrypted and verified whatever `sslmode` says, and nothing is left of a session between queries of \
           `neon()`. It refuses a string without user, host or database.",
    newest: Version(1, 2, 0),
    schemes: &["postgresql", "postgres"],
    spellings: &[Spelling::Uri],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: &[TlsMode { value: "", tls: Tls::VERIFY_FULL }],
    startup: &[],
    variables: &[],
    disk: Disk::UNTOUCHED,
    told: &[],
    arguments: &[],
    packages: &[Package::new(Registry::Node, "@neondatabase/serverless")],
    rank: Driver::RARE + 4,
    snippet: super::snippets::neon_serverless,
    read: |text, spelling, _| read(text, spelling),
    hands_on: None,
    checked: &[Checked {
        version: "1.2.0",
        evidence: Evidence::Run,
        on: "2026-11-29",
        how: "`neon(string)` with a `fetchFunction` that shows what would be sent, and the fields of `new Client`; not \
              connected",
    }],
    ..node_postgres::DRIVER
};

/// What Neon's console writes; the string goes to Neon as a whole.
const PARAMS: &[Param] = &[
    Param::new("sslmode", Setting::TlsMode),
    Param::new("channel_binding", Setting::ChannelBinding),
    Param::new("options", Setting::Options),
    Param::new("application_name", Setting::ApplicationName),
];

const MISSING: &str = "Wrong URL scheme or missing user, host or database in connection parameters";

/// `neon(text)`: Node's URL, of which protocol, user, host and path are looked at.
fn read(text: &str, spelling: Spelling) -> Reading {
    let mut out = node_postgres::read_8(text, spelling);
    out.tls = Sourced::default_of_driver(Tls::VERIFY_FULL);
    for given in &mut out.params {
        if let Some(param) = PARAMS.iter().find(|param| param.name == given.key) {
            (given.fate, given.setting) = (Fate::Client, Some(param.setting));
        }
    }
    let scheme = text.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_postgres = ["postgres", "postgresql"].iter().any(|it| scheme.trim().eq_ignore_ascii_case(it));
    if !is_postgres {
        out.refuse(Span::new(0, scheme.len()), MISSING);
    } else if out.user.is_none() || out.dbname.is_none() {
        out.refuse(Span::new(0, text.len()), MISSING);
    }
    out
}
