//! The findings of the text.

use connlint_core::diag::Finding;
use connlint_core::report::Report;
use leptos::prelude::*;

use super::check::SHOWN;
use super::finding::{Card, FindingCard};
use crate::{frame, words};

/// Id of the heading, which takes the focus after a fix.
pub const FINDINGS: &str = "findings";

/// The list, with what can be done about all of it.
#[component]
pub fn Findings(
    report: Memo<Report>,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] can_undo: Signal<bool>,
    on_select: Callback<(usize, usize)>,
    on_fix: Callback<Finding>,
    on_fix_all: Callback<()>,
    on_undo: Callback<()>,
) -> impl IntoView {
    let cards = move || {
        let report = report.read();
        let text = text.read();
        let one = |finding: &Finding| Card {
            lines: frame::frame(&report.masked, finding),
            change: finding.fix.as_ref().and_then(|fix| frame::change(&text, &fix.edits)),
            finding: finding.clone(),
        };
        report.findings.iter().take(SHOWN).map(one).collect::<Vec<_>>()
    };
    let safe = move || report.read().summary.safe_fixes;
    let left_out = move || report.read().findings.len().saturating_sub(SHOWN);
    view! {
        <div class="bar">
            <h2 id=FINDINGS tabindex="-1">{move || words::summary(&report.read().summary)}</h2>
            <div class="tools">
                <button type="button" id="undo" class="plain" hidden=move || !can_undo.get()
                    on:click=move |_| on_undo.run(())>"Take back the last fix"</button>
                <button type="button" id="fix-all" class="main" hidden=move || safe() == 0
                    on:click=move |_| on_fix_all.run(())>
                    {move || format!("Apply {}", words::safe_fixes(safe()))}
                </button>
            </div>
        </div>
        <p class="all-well" hidden=move || {
            let report = report.read();
            !report.findings.is_empty() || report.connections.is_empty()
        }>"Every reader that was considered takes this as it is written."</p>
        <ol class="findings">
            {move || cards().into_iter().map(|card| view! { <FindingCard card on_select on_fix/> }).collect_view()}
        </ol>
        <p class="notice" hidden=move || left_out() == 0>
            {move || format!("{} more findings are not shown; mend these first.", left_out())}
        </p>
    }
}
