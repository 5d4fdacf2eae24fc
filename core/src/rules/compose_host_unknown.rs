//! `compose-host-unknown`: a host that no service of the Compose file answers to.

use super::composed::{Connection, connections};
use super::prelude::*;
use crate::formats::{Composition, Service};
use crate::text::is_placeholder;

pub(super) static RULE: Rule = Rule {
    name: "compose-host-unknown",
    group: Group::Files,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a host that is no service of the Compose file",
    docs: "Inside the network of a Compose file a container finds the others by the names of their services, by \
           `container_name` and by the aliases of a network, and by nothing else. Any other name without a dot is \
           looked up in vain. A file that is joined with others, that has a network from outside or that holds no \
           database is not judged as strictly.",
    sources: &["the documentation of Docker Compose, Networking"],
    examples: &[
        Example::good(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://postgres@db:5432/postgres\n",
        )
        .in_file("compose.yml"),
        Example::bad(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://postgres@database:5432/postgres\n",
        )
        .in_file("compose.yml"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    let file = cx.path.and_then(|path| path.rsplit(['/', '\\']).next()).unwrap_or_default();
    if file.contains("override") {
        return;
    }
    for connection in connections(cx) {
        let host = connection.text(connection.host);
        if !is_name(host) || !connection.is_fixed(cx, connection.host) || is_known(&connection, host) {
            continue;
        }
        let database = connection.composition.services.iter().find(|it| it.is_postgres());
        let severity = match database {
            None => Severity::Hint,
            Some(_) if is_whole(file) => Severity::Error,
            Some(_) => Severity::Warning,
        };
        let finding = cx
            .finding(connection.place(connection.host), format!("no service of this file is called `{host}`"))
            .severity(severity)
            .note(format!(
                "`{}` cannot look it up: `could not translate host name`",
                connection.service.name.0
            ));
        out.push(match database {
            Some(database) => finding
                .labelled(cx.label(database.name.1, "PostgreSQL answers to this name"))
                .help(format!("write `{}`", database.name.0)),
            None => finding.help("write the name of a service, or join the network that the host is in"),
        });
    }
}

/// Whether a file of this name is commonly complete, and not one of several that are joined.
fn is_whole(file: &str) -> bool {
    matches!(file, "compose.yml" | "compose.yaml" | "docker-compose.yml" | "docker-compose.yaml")
}

/// Whether only the network of the containers can know the host.
fn is_name(host: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    host.starts_with(|c: char| c.is_ascii_lowercase())
        && host.chars().all(is_part)
        && !matches!(host, "localhost" | "host" | "hostname")
        && !is_placeholder(host)
}

fn is_known(connection: &Connection<'_>, host: &str) -> bool {
    let Composition { services, is_open } = connection.composition;
    let own = connection.service.own_hosts.iter().any(|own| own == host);
    *is_open
        || own
        || connection.composition.service_at(host).is_some()
        || services.iter().any(|it| is_full_name(host, it))
}

/// `project-service-1`, `project_service_1` and `stack_service`: what containers and services are called in full.
fn is_full_name(host: &str, service: &Service) -> bool {
    let stem = host.trim_end_matches(|c: char| c.is_ascii_digit());
    let container = stem.strip_suffix(['-', '_']).filter(|_| stem != host).unwrap_or(host);
    let before = container.strip_suffix(service.name.0.as_str()).unwrap_or_default();
    before.ends_with('_') || before.ends_with('-') && container != host
}
