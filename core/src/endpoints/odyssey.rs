//! Odyssey, Yandex's pooler.

use super::{Endpoint, Mode, pgbouncer, sourced};

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "odyssey",
    label: "Odyssey",
    docs: "A pooler whose rules choose session or transaction mode for each user and database. It tracks named statements \
           in transaction mode if `pool_reserve_prepared_statement` is on, and follows the settings of a client while \
           `maintain_params` is on, which is the default. It has no channel binding.",
    matches: |target| target.called(&["odyssey"]),
    mode: Mode::Chosen,
    startup: &[],
    checked: &[sourced("1.5", "source and documentation of Odyssey, 2026-08-22")],
    ..pgbouncer::MANAGED
};
