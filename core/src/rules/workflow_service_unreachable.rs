//! `workflow-service-unreachable`: a service of a workflow under a name that its job does not reach it by.

use super::prelude::*;
use crate::formats::{Job, JobService};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "workflow-service-unreachable",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "a service of a GitHub workflow under a name that its job does not reach it by",
    docs: "A job of GitHub Actions that runs on the machine itself reaches its services at `localhost`, at the ports \
           that they publish; their names are known only to a job that runs in a container. There it is the other way \
           round: `localhost` is the container of the job.",
    sources: &["the documentation of GitHub Actions, About service containers; not run"],
    examples: &[
        Example::good(
            "libpq",
            "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    services:\n      postgres:\n        image: postgres:17\n        ports: [\"5432:5432\"]\n    env:\n      DATABASE_URL: postgresql://postgres:postgres@localhost:5432/postgres\n    steps:\n      - run: make test\n",
        )
        .in_file("ci.yml"),
        Example::good(
            "libpq",
            "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    container: python:3.13\n    services:\n      postgres:\n        image: postgres:17\n    env:\n      DATABASE_URL: postgresql://postgres:postgres@postgres:5432/postgres\n    steps:\n      - run: make test\n",
        )
        .in_file("ci.yml"),
        Example::bad(
            "libpq",
            "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    services:\n      postgres:\n        image: postgres:17\n        ports: [\"5432:5432\"]\n    env:\n      DATABASE_URL: postgresql://postgres:postgres@postgres:5432/postgres\n    steps:\n      - run: make test\n",
        )
        .in_file("ci.yml"),
        Example::bad(
            "libpq",
            "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    container: python:3.13\n    services:\n      postgres:\n        image: postgres:17\n    env:\n      DATABASE_URL: postgresql://postgres:postgres@localhost:5432/postgres\n    steps:\n      - run: make test\n",
        )
        .in_file("ci.yml"),
    ],
    check: Check::File(check),
};

/// Folders of systems that read the same files and run every job in a container.
const OTHERS: [&str; 2] = [".gitea", ".forgejo"];

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    if cx.path.is_some_and(|path| OTHERS.iter().any(|folder| path.contains(folder))) {
        return;
    }
    for subject in cx.subjects {
        let entry = cx.document.entries.get(subject.entry);
        let Some((host, _)) = subject.written.hosts.first() else { continue };
        let job = cx.document.jobs.iter().find(|job| entry.is_some_and(|entry| job.gives(entry)));
        let place = subject.value.source(*host);
        out.extend(job.and_then(|job| unreachable(cx, job, host.of(subject.text()), place)));
    }
}

fn unreachable(cx: &FileCx<'_>, job: &Job, host: &str, place: Span) -> Option<Finding> {
    let name = &job.name.0;
    let is_database = |it: &&JobService| it.image.contains("postg") || it.image.contains("pgvector");
    if job.in_container {
        let database = job.services.iter().find(is_database)?;
        let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        return is_local.then(|| {
            cx.finding(place, format!("`{host}` is the container of the job `{name}` itself"))
                .labelled(cx.label(database.name.1, "PostgreSQL runs here"))
                .note("nothing listens there: `Connection refused`")
                .help(format!("write `{}`", database.name.0))
        });
    }
    let service = job.services.iter().find(|it| it.name.0 == host)?;
    Some(
        cx.finding(
            place,
            format!("the job `{name}` does not run in a container, and does not know `{host}`"),
        )
        .labelled(cx.label(service.name.1, "the service of this name"))
        .note("the name cannot be looked up: `could not translate host name`")
        .help("write `localhost`, and publish the port under `ports` of the service"),
    )
}
