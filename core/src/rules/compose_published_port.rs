//! `compose-published-port`: a port of the machine where containers have ports of their own.

use super::composed::connections;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "compose-published-port",
    group: Group::Files,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a published port between two containers",
    docs: "`ports: [\"5433:5432\"]` publishes the container's port 5432 as port 5433 of the machine. Other containers \
           do not go through the machine: for them the server listens at 5432, and 5433 is refused.",
    sources: &["the documentation of Docker Compose, Networking"],
    examples: &[
        Example::good(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n    ports: [\"5433:5432\"]\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://postgres@db:5432/postgres\n",
        )
        .in_file("compose.yml"),
        Example::fixed(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n    ports: [\"5433:5432\"]\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://postgres@db:5433/postgres\n",
            "services:\n  db:\n    image: postgres:17\n    ports: [\"5433:5432\"]\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://postgres@db:5432/postgres\n",
        )
        .in_file("compose.yml"),
        Example::good(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n    ports: [\"5432:5441\"]\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://postgres@db:5432/postgres\n",
        )
        .in_file("compose.yml"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for connection in connections(cx) {
        let Some(target) = connection.target() else { continue };
        let Some(place) = connection.port.filter(|port| connection.is_fixed(cx, *port)) else { continue };
        let Ok(port) = connection.text(place).parse::<u16>() else { continue };
        // PostgreSQL listens at its own port, whatever a wrong mapping says.
        let listens = port == 5432
            || target.mentioned.contains(&port)
            || target.published.iter().any(|it| it.1 == port);
        let published = target.published.iter().find(|it| it.0 == port);
        let Some((_, inside)) = published.filter(|_| !listens) else { continue };
        let name = &target.name.0;
        out.push(
            cx.finding(
                connection.place(place),
                format!("`{name}` listens at port {inside}, and {port} is where the machine publishes it"),
            )
            .labelled(cx.label(target.name.1, "this service"))
            .note("containers reach each other without the machine: `Connection refused`")
            .fix(
                Safety::Unsafe,
                format!("write {inside}"),
                [Some(cx.edit(connection.place(place), inside.to_string()))],
            ),
        );
    }
}
