//! `percent-not-doubled`: a `%` that Alembic's configuration refuses.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "percent-not-doubled",
    group: Group::Files,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a `%` alone in a value that ConfigParser reads",
    docs: "Alembic keeps its options in a ConfigParser, in which `%` begins the name of another option. `%40` of a \
           password has to be written `%%40` there, in `alembic.ini` as in `set_main_option()`, and only there: a \
           variable of the environment that is handed to `create_engine()` keeps its single `%`.",
    sources: &["run: alembic 1.17 on Python 3.11, `set_main_option` and `get_main_option`, 2026-11-29"],
    examples: &[
        Example::good(
            "",
            "from alembic import context\n\ncontext.config.set_main_option(\"sqlalchemy.url\", \
             \"postgresql://app:a%%40b@db/shop\")\n",
        )
        .in_file("env.py"),
        Example::fixed(
            "",
            "from alembic import context\n\ncontext.config.set_main_option(\"sqlalchemy.url\", \
             \"postgresql://app:a%40b@db/shop\")\n",
            "from alembic import context\n\ncontext.config.set_main_option(\"sqlalchemy.url\", \
             \"postgresql://app:a%%40b@db/shop\")\n",
        )
        .in_file("env.py"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for span in &cx.document.lone_percents {
        let doubled = cx.edit(*span, "%%");
        out.push(
            cx.finding(*span, "a `%` in Alembic's configuration has to be doubled")
                .note("it begins the name of another option there: `invalid interpolation syntax`")
                .fix(Safety::Safe, "write `%%`", [Some(doubled)]),
        );
    }
}
