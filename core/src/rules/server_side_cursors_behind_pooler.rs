//! `server-side-cursors-behind-pooler`: Django's cursors, which the next transaction does not find.

use super::prelude::*;
use crate::endpoints::Mode;

pub(super) static RULE: Rule = Rule {
    name: "server-side-cursors-behind-pooler",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "Django's server-side cursors through a pooler in transaction mode",
    docs: "`QuerySet.iterator()` opens a cursor on the server and reads from it later. Behind a pooler in transaction \
           mode that may happen on another server connection, where the cursor is not. \
           `DISABLE_SERVER_SIDE_CURSORS = True` in the settings of the database, beside `OPTIONS`, makes Django read \
           the rows at once.",
    sources: &[
        "measured: `.iterator()` through PgBouncer 1.18 and 1.24 in transaction mode, 20 clients: 3 to 8 of 100 came \
         through, all of them with the setting, 2026-11-23",
        "Django's documentation, \"Transaction pooling and server-side cursors\"",
    ],
    examples: &[
        Example::good(
            "",
            "DATABASES = {\n    \"default\": {\n        \"ENGINE\": \"django.db.backends.postgresql\",\n        \
             \"NAME\": \"shop\",\n        \"USER\": \"app\",\n        \"HOST\": \"db\",\n        \"PORT\": 6432,\n        \
             \"DISABLE_SERVER_SIDE_CURSORS\": True,\n    }\n}\n",
        )
        .in_file("settings.py")
        .at("pgbouncer@1.24"),
        Example::bad(
            "",
            "DATABASES = {\n    \"default\": {\n        \"ENGINE\": \"django.db.backends.postgresql\",\n        \
             \"NAME\": \"shop\",\n        \"USER\": \"app\",\n        \"HOST\": \"db\",\n        \"PORT\": 6432,\n    }\n}\n",
        )
        .in_file("settings.py")
        .at("pgbouncer@1.24"),
    ],
    check: Check::Call(check),
};

/// The setting that does without these cursors.
const SWITCH: &str = "DISABLE_SERVER_SIDE_CURSORS";

fn check(cx: &CallCx<'_>, out: &mut Vec<Finding>) {
    let Some(connection) = cx.connection.filter(|_| cx.driver.driver.name == "django") else { return };
    let is_off = cx.argument(SWITCH).is_some_and(|it| it.value.text() != Some("False"));
    if !connection.endpoint.endpoint.mode.may_share_transactions() || is_off {
        return;
    }
    let is_certain = connection.endpoint.is_sure() && !cx.scope.has_more;
    let verb = if connection.endpoint.endpoint.mode == Mode::Chosen { "may lose" } else { "loses" };
    let endpoint = connection.endpoint.label();
    out.push(
        connection
            .finding(
                connection.endpoint_span(),
                format!("Django opens server-side cursors, which {endpoint} {verb}"),
            )
            .severity(if is_certain { Severity::Warning } else { Severity::Hint })
            .about(connection.endpoint)
            .here(connection.evidence())
            .note("`QuerySet.iterator()` fails with `cursor \"_django_curs_...\" does not exist`, or with the same of a `portal`")
            .help(format!("set `\"{SWITCH}\": True` in the settings of this database, beside `OPTIONS`")),
    );
}
