//! Pgpool-II, which pools sessions and spreads queries over replicas.

use super::{Endpoint, Limit, Match, Mode, NamedStatements, Part, pgbouncer, sourced};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const SOURCE: &str = "source of Pgpool-II, 2026-06-28";

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "pgpool",
    aliases: &["pgpool-ii"],
    label: "Pgpool-II",
    docs: "A client keeps its session until it leaves. Queries that only read may go to replicas. 9999 is its usual port.",
    matches: |target| match target.port {
        Some(9999) => Match::guess(Part::Port, "9999 is the usual port of Pgpool-II"),
        _ => target.called(&["pgpool", "pgpool2"]),
    },
    mode: Mode::Session,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    limits: &[Limit::new("client connections", "`num_init_children`, 32 by default", SOURCE)],
    checked: &[
        Checked {
            version: "4.3.5",
            evidence: Evidence::Run,
            on: "2026-11-30",
            how: "run before one server: sessions, named statements and startup parameters are kept",
        },
        sourced("4.7", SOURCE),
    ],
    ..pgbouncer::MANAGED
};
