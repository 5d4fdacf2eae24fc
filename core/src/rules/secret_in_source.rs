//! `secret-in-source`: the password of a remote database in a file that is kept with the source.

use super::prelude::*;
use super::reference::has_reference;
use super::tls::is_remote;
use crate::text::is_placeholder;

pub(super) static RULE: Rule = Rule {
    name: "secret-in-source",
    group: Group::Secrets,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "the password of a remote database in source code or in a tracked file",
    docs: "What is committed stays in the history and is read by everybody who gets the repository, its backups and \
           its images. Robots look for such strings and find them within minutes. A variable of the environment keeps \
           the password out; one that was committed has to be changed.",
    sources: &["documentation of GitHub's secret scanning, 2026-11-24; not run"],
    examples: &[
        Example::good("", "import os, asyncpg\n\npool = asyncpg.create_pool(os.environ[\"DATABASE_URL\"])\n")
            .in_file("db.py"),
        Example::good(
            "",
            "import asyncpg\n\npool = asyncpg.create_pool(\"postgresql://app:dev@localhost/shop\")\n",
        )
        .in_file("db.py"),
        Example::bad(
            "",
            "FROM shop\nENV DATABASE_URL=postgresql://app:kT9wqL2vXz@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file("Dockerfile"),
        Example::bad(
            "",
            "import asyncpg\n\npool = asyncpg.create_pool(\n    \
             \"postgresql://app:kT9wqL2vXz@db.example.com/shop?sslmode=verify-full\"\n)\n",
        )
        .in_file("db.py"),
    ],
    check: Check::Connection(check),
};

/// Formats of files that are private, or no files.
const PRIVATE: &[&str] = &["dotenv", "pgpass", "pg-service"];

/// Passwords that are none.
const WORDS: &[&str] =
    &["postgres", "password", "passwd", "pass", "secret", "admin", "root", "test", "user", "example"];

/// Pieces of passwords that are yet to be filled in.
const PIECES: &[&str] = &["change", "your_", "your-", "yourpass", "xxxx", "example", "placeholder"];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let is_bare = cx.file.format.name == "plain" && !cx.file.document.in_other_text;
    let (Some(span), Some((host, _))) = (cx.written().password, cx.written().hosts.first()) else { return };
    let password = span.of(cx.text());
    let lower = password.to_ascii_lowercase();
    let is_word = WORDS.contains(&lower.as_str()) || PIECES.iter().any(|piece| lower.contains(piece));
    let is_none = password.len() < 4 || is_word || is_placeholder(password) || has_reference(password);
    if PRIVATE.contains(&cx.file.format.name) || is_bare || is_none || !is_remote(host.of(cx.text())) {
        return;
    }
    // Every layer of an image keeps it, wherever the image goes.
    let in_image = cx.file.format.name == "dockerfile";
    out.push(
        cx.plain_finding(span, "the password of a remote database stands in this file")
            .severity(if in_image { Severity::Warning } else { Severity::Hint })
            .note("whoever gets the repository or an image built from it has the password")
            .help("read it from a variable of the environment, and change it if it was committed"),
    );
}
