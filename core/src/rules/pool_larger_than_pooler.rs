//! `pool-larger-than-pooler`: a client's pool that asks for more connections than a pooler in session mode has.

use super::prelude::*;
use crate::endpoints::Endpoint;
use crate::model::{Fate, Setting};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "pool-larger-than-pooler",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a pool that is larger than what a pooler in session mode lets in",
    docs: "In session mode a client keeps its server connection until it leaves, so that no more clients get in than the \
           pooler has connections: at Supabase's shared pooler 15 for each user and database, unless its owner changed \
           that. A pool that grows beyond it waits, and is refused with `MaxClientsInSessionMode`. Every further instance \
           of the program brings a pool of its own. In transaction mode, at port 6543, the size of the clients' pools \
           matters less.",
    sources: &[
        "source of Supavisor 2.9.7 (`default_pool_size` of tenant.ex) and documentation of Supabase, 2026-11-23; not run",
        "measured: 20 clients against PgBouncer 1.18 in session mode with 3 server connections wait, 2026-11-23",
    ],
    examples: &[
        Example::good(
            "prisma@6",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=require&sslaccept=strict&connection_limit=10",
        ),
        Example::bad(
            "prisma@6",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=require&sslaccept=strict&connection_limit=20",
        ),
        Example::bad(
            "",
            "from sqlalchemy import create_engine\n\nengine = create_engine(\n    \
             \"postgresql+psycopg2://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=verify-full\",\n    \
             pool_size=10,\n    max_overflow=20,\n)\n",
        )
        .in_file("db.py"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(limit) = sessions_of(cx.endpoint.endpoint).filter(|_| cx.endpoint.certain) else { return };
    let Some(pool) = pool_of(cx).filter(|pool| pool.size > limit) else { return };
    let label = cx.endpoint.label();
    let message = format!("a pool of {}, where {label} lets {limit} in", pool.said);
    let finding = match pool.place {
        Place::String(span) => cx.finding(span, message),
        Place::File(span) => Finding { driver: Some(cx.driver.display()), ..cx.file.finding(span, message) },
    };
    out.push(
        finding
            .about(cx.endpoint)
            .labelled(cx.label_of_endpoint())
            .note(format!(
                "{limit} is the pool size of a project unless its owner changed it; all instances share it"
            ))
            .help("make the pool smaller, raise the pool size of the project, or connect to port 6543"),
    );
}

/// Clients that a pooler in session mode lets in for one user and database, as it comes.
fn sessions_of(endpoint: &Endpoint) -> Option<u32> {
    (endpoint.name == "supavisor-session").then_some(15)
}

/// The pool of one instance.
struct Pool {
    size: u32,
    /// How the size comes about: `10 and 20 more`.
    said: String,
    place: Place,
}

enum Place {
    String(Span),
    File(Span),
}

/// Parameters of strings that say how many connections a pool has at most.
const IN_STRINGS: &[&str] = &[
    "connection_limit",
    "pool_max_conns",
    "pool_size",
    "maximum pool size",
    "max pool size",
    "max_connections",
];

/// Options of calls that do.
const IN_CODE: &[&str] = &["max", "max_size", "maxsize", "maximumpoolsize", "pool_size", "poolsize"];

fn pool_of(cx: &Cx<'_>) -> Option<Pool> {
    let given = cx.reading.params.iter().find(|it| {
        let is_read = it.fate == Fate::Client && it.setting == Some(Setting::Pool);
        is_read && IN_STRINGS.contains(&it.key.to_ascii_lowercase().as_str())
    });
    if let Some(given) = given {
        let size = given.value.parse().ok()?;
        return Some(Pool { size, said: size.to_string(), place: Place::String(given.span) });
    }
    let number = |name: &str| {
        let named = |it: &&crate::formats::Argument| it.name.eq_ignore_ascii_case(name);
        let argument = cx.arguments().iter().find(named)?;
        Some((argument, argument.value.text()?.parse::<u32>().ok()?))
    };
    let (argument, size) = IN_CODE.iter().find_map(|name| number(name))?;
    let more = number("max_overflow").map(|(_, more)| more);
    let said = more.map_or(size.to_string(), |more| format!("{size} and {more} more"));
    let place = Place::File(argument.name_span.join(argument.span));
    Some(Pool { size: size.saturating_add(more.unwrap_or(0)), said, place })
}
