//! DBD::Pg, libpq for Perl's DBI.

use super::conninfo::{self, Caller};
use super::{
    Checked, Command, Driver, Evidence, Kind, Package, Param, Place, Registry, Speech, Switch, Told, Wish,
    libpq,
};
use crate::model::{Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::{Spelling, read_dbi_dsn};
use crate::text::{Mapped, Mapper, Span};

/// How a DSN is told things that code puts together.
const TOLD_DSN: &[Told] = &[
    Told::in_code(Wish::ConnectTimeout, "connect_timeout={s}"),
    Told::in_code(Wish::Keepalive, "keepalives_idle={s}"),
    Told::in_code(Wish::Primary, "target_session_attrs=read-write"),
    Told::in_code(Wish::Standby, "target_session_attrs=prefer-standby"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "dbd-pg",
    aliases: &["dbi", "perl"],
    label: "DBD::Pg",
    language: "Perl",
    docs: "Takes a DSN of DBI, `dbi:Pg:dbname=...;host=...`: the first `db=` or `database=` in it becomes `dbname=`, \
           and every `;` outside of single quotes becomes a space before libpq reads it, so values are quoted as libpq \
           has it. User and password are arguments of their own and may hold any character. From its second execution \
           on a query is a named statement, deallocated by SQL.",
    newest: Version(3, 16, 0),
    schemes: &[],
    spellings: &[Spelling::Parts, Spelling::Dbi],
    params: &PARAMS,
    system_roots: &[Since(Version(0, 0, 0), Some("sslrootcert=system"))],
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "pg_server_prepare => 0",
        since: Version(2, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    told: &[libpq::TOLD, TOLD_DSN],
    arguments: &[],
    packages: &[Package::new(Registry::Perl, "dbd::pg")],
    rank: 48,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::dbd_pg,
    checked: &[
        Checked {
            version: "3.16.0 with libpq 18.6 and 15.18",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`DBI->connect` with a host address that is no address in `PGHOSTADDR`, and its trace of what libpq \
                  is handed",
        },
        Checked {
            version: "3.16.0",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "startup packet and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..libpq::DRIVER
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("begin"),
    commit: Command::Query("commit"),
    rollback: Command::Query("rollback"),
    off: Statements::Simple,
    words: &[("", "DBD::Pg::db selectrow_array failed: ERROR:  {}")],
    ..Speech::PLAIN
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 2, cache_size: None, names: "dbdpg_p<pid>_<n>" };

const CODE: Place = Place::Code("DBI->connect($dsn, $user, $password, {...})");

/// Names that the DSN has beside libpq's, and attributes of the connection.
const OWN: &[Param] = &[
    Param::new("db", Setting::Database),
    Param::new("database", Setting::Database),
    Param::new("pg_server_prepare", Setting::StatementCache).kind(Kind::OneOf(&["0", "1"])).place(CODE),
    Param::new("pg_switch_prepared", Setting::StatementCache).kind(Kind::Integer).place(CODE),
];

static PARAMS: [Param; OWN.len() + libpq::PARAMS_18.len()] = libpq::beside(OWN);

static CALLER: Caller = Caller::of_libpq_18(PREPARED);

/// `DBI->connect(text, ...)`; separate variables as the DSN that a program makes of them.
fn read(text: &str, spelling: Spelling) -> Reading {
    if spelling == Spelling::Parts {
        return conninfo::read(text, spelling, &CALLER);
    }
    let mut out = Reading::empty(Tls::PREFER, PREPARED);
    match read_dbi_dsn(text) {
        Some((driver, items)) if driver.of(text) == "Pg" => {
            let handed = handed_on(text, items);
            let reading = conninfo::read(handed.text(), Spelling::KeywordValue, &CALLER);
            return reading.placed(|span| handed.source(span));
        }
        Some((driver, _)) => {
            let name = driver.of(text);
            let cause = format!("install_driver({name}) failed: Can't locate DBD/{name}.pm in @INC");
            out.refuse(driver, cause);
        }
        None => out.refuse(
            Span::new(0, text.len()),
            format!(
                "Can't connect to data source '{text}' because I can't work out what driver to use (it doesn't seem to \
                 contain a 'dbi:driver:' prefix and the DBI_DRIVER env var is not set)"
            ),
        ),
    }
    out
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}')
}

/// What stands behind the `=` that follows, if one does.
fn behind_equals(text: &str) -> Option<&str> {
    skip_blanks(text).strip_prefix('=')
}

/// The items as they reach libpq: `connect` of Pg.pm, then `dbd_db_login6` of dbdimp.c.
fn handed_on(text: &str, items: Span) -> Mapped {
    let all = items.of(text);
    let synonym = synonym(all);
    let are_double_quotes_single = has_quoted_name(all, synonym);
    let mut out = Mapper::default();
    let mut is_quoted = false;
    for (at, c) in all.char_indices() {
        let span = Span::new(items.start + at, items.start + at + c.len_utf8());
        if let Some(word) = synonym.filter(|word| word.contains(Span::new(at, at + 1))) {
            if at == word.start {
                out.push("dbname", Span::new(items.start + word.start, items.start + word.end));
            }
            continue;
        }
        match c {
            '\'' | '"' if c == '\'' || are_double_quotes_single => {
                is_quoted = !is_quoted;
                out.push("'", span);
            }
            ';' if !is_quoted => out.push(" ", span),
            _ => out.copy(text, span),
        }
    }
    out.finish()
}

/// The first `db` or `database` before a `=`.
fn synonym(items: &str) -> Option<Span> {
    items.match_indices('d').find_map(|(at, _)| {
        let (before, rest) = items.split_at_checked(at)?;
        let is_inside = before.bytes().next_back().is_some_and(is_word);
        let has_value = |word: &&str| rest.strip_prefix(*word).and_then(behind_equals).is_some();
        let word = ["db", "database"].into_iter().find(has_value).filter(|_| !is_inside)?;
        Some(Span::new(at, at + word.len()))
    })
}

/// Whether the database's name is in quotes: then double quotes are as good as single ones, everywhere.
fn has_quoted_name(items: &str, synonym: Option<Span>) -> bool {
    let begins_quoted = |rest: &str| {
        let value = behind_equals(rest).map(skip_blanks).unwrap_or_default();
        let inner = value.strip_prefix(['"', '\'']).unwrap_or_default();
        inner.starts_with(|c| c != '"' && c != '\'')
    };
    let mut names = items.match_indices("dbname").map(|(at, name)| at + name.len());
    names.any(|end| items.get(end..).is_some_and(begins_quoted))
        || synonym.is_some_and(|word| items.get(word.end..).is_some_and(begins_quoted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handed(text: &str) -> String {
        let (_, items) = read_dbi_dsn(text).expect("a DSN");
        handed_on(text, items).text().to_owned()
    }

    #[test]
    fn what_libpq_is_handed() {
        assert_eq!(handed("dbi:Pg:db=a;host=b;db=c"), "dbname=a host=b db=c");
        assert_eq!(handed("DBI:Pg(AutoCommit=>1):database = \"a;b\";host=\"c\""), "dbname = 'a;b' host='c'");
        assert_eq!(handed("dbi:Pg:host=\"c\""), "host=\"c\"");
        assert_eq!(handed("dbi:Pg:dbname='it\\'s';host=b"), "dbname='it\\'s';host=b");
    }

    #[test]
    fn places_are_those_of_the_dsn() {
        let text = "dbi:Pg:db=shop;host=db1";
        let reading = read(text, Spelling::KeywordValue);
        let host = reading.hosts.first().and_then(|host| host.name.clone()).expect("a host");
        assert_eq!(host.span.map(|span| span.of(text)), Some("db1"));
        assert_eq!(reading.dbname.and_then(|name| name.span).map(|span| span.of(text)), Some("shop"));
    }
}
