//! pg, libpq for Ruby.

use super::conninfo::{self, Caller};
use super::{ArgumentSet, Checked, Driver, Evidence, Package, Registry, Speech, libpq};
use crate::model::{Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::Spelling;
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "ruby-pg",
    aliases: &["pg-gem"],
    label: "pg for Ruby",
    language: "Ruby",
    docs: "A text with a `=` or `://` in it is taken apart by libpq, put together again and handed to libpq; any other \
           text is the name of a host. libpq's defaults are put beside what is written, so that `sslrootcert=system` \
           is refused without `sslmode=verify-full`. It sends the name of the program as `application_name` when the string names \
           none. `exec_params` uses the unnamed statement in one round trip, `prepare` the name that it is given.",
    newest: Version(1, 4, 5),
    params: &libpq::PARAMS_18,
    system_roots: &[Since(Version(0, 0, 0), Some("sslrootcert=system"))],
    arguments: &[ArgumentSet {
        prefix: "",
        names: &[],
        takes_params: true,
        is_complete: true,
        refused: Some(|name| format!("PG::Error: invalid connection option \"{name}\"")),
        elsewhere: &[("username", "`user`"), ("database", "`dbname`"), ("hostname", "`host`")],
    }],
    packages: &[Package::new(Registry::Ruby, "pg").unless(ABOVE_PG)],
    rank: 44,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::ruby_pg,
    checked: &[
        Checked {
            version: "1.4.5 with libpq 18.6 and 15.18",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`PG.connect` with host names that become an address that is no address",
        },
        Checked {
            version: "1.4.5 with libpq 15.18",
            evidence: Evidence::Run,
            on: "2026-11-29",
            how: "`PG.connect` with options of other drivers, against PostgreSQL 15",
        },
    ],
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..libpq::DRIVER
};

/// `exec_params`, which is what a query with values takes.
const PREPARED: Prepared =
    Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: None, names: "" };

/// How it speaks.
pub(super) const SPEECH: Speech = Speech { words: &[("", "PG::Error: ERROR:  {}")], ..Speech::PLAIN };

/// What hands its own connections to pg: with it, nobody calls `PG.connect`.
const ABOVE_PG: &[&str] = &["rails", "activerecord"];

static CALLER: Caller = Caller::of_libpq_18(PREPARED);

/// What Ruby says of a text that C would cut short.
pub(super) const NUL: &str = "ArgumentError: string contains null byte";

/// `PG::Connection.parse_connect_args(text)`, and what libpq makes of the result.
fn read(text: &str, spelling: Spelling) -> Reading {
    if let Some(nul) = text.find('\0') {
        let mut out = Reading::empty(Tls::PREFER, libpq::PREPARED);
        out.refuse(Span::new(nul, nul + 1), NUL);
        return out;
    }
    if spelling == Spelling::Parts || text.contains('=') || text.contains("://") {
        return with_defaults(conninfo::read(text, spelling, &CALLER));
    }
    let mut out = Reading::empty(Tls::PREFER, libpq::PREPARED);
    let name = Sourced::written(text.into(), Span::new(0, text.len()));
    out.hosts = vec![Host { name: Some(name), port: None }];
    out
}

/// libpq's defaults are handed to it as if they were written (`connect_to_hosts` of connection.rb), and a written
/// `sslmode=prefer` is too weak for `sslrootcert=system`.
pub(super) fn with_defaults(mut out: Reading) -> Reading {
    let root = out.given(Setting::TlsRootCertificate).filter(|root| root.value == "system");
    if let Some(span) = root.map(|root| root.value_span)
        && out.given(Setting::TlsMode).is_none()
    {
        let weak = "weak sslmode \"prefer\" may not be used with sslrootcert=system (use \"verify-full\")";
        out.refuse(span, weak);
    }
    out
}
