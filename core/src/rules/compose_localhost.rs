//! `compose-localhost`: a container that looks for the database in itself.

use super::composed::connections;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "compose-localhost",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "`localhost` in a container, while the database runs in another",
    docs: "Inside a container `localhost` is the container itself. A database that runs in another service of the \
           Compose file is found under the name of that service.",
    sources: &["the documentation of Docker Compose, Networking"],
    examples: &[
        Example::good(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n  app:\n    image: shop\n    network_mode: host\n    environment:\n      DATABASE_URL: postgresql://postgres@localhost:5432/postgres\n",
        )
        .in_file("compose.yml"),
        Example::bad(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://postgres@localhost:5432/postgres\n",
        )
        .in_file("compose.yml"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for connection in connections(cx) {
        let host = connection.text(connection.host);
        if !matches!(host, "localhost" | "127.0.0.1" | "[::1]") || connection.service.is_postgres() {
            continue;
        }
        let mut databases = connection.composition.services.iter().filter(|it| it.is_postgres());
        let Some(database) = databases.next() else { continue };
        // What another file or a variable may put in its place is not known.
        let severity =
            if connection.is_fixed(cx, connection.host) { Severity::Warning } else { Severity::Hint };
        let (service, name) = (&connection.service.name.0, &database.name.0);
        out.push(
            cx.finding(
                connection.place(connection.host),
                format!("`{host}` is the container of `{service}` itself"),
            )
            .severity(severity)
            .labelled(cx.label(database.name.1, "PostgreSQL runs here"))
            .note("nothing listens there: `Connection refused`")
            .help(format!("write `{name}`")),
        );
    }
}
