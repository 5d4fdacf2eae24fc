//! The main part: the field, and below it what is found, how it is read, and how to write it.

use leptos::prelude::*;

use super::editor::{Editor, TEXT, mark_id};
use super::findings::Findings;
use super::generated::GeneratedPanel;
use super::pickers::Context;
use super::readings::Readings;
use super::tabs::{Tab, Tabs};
use crate::state::State;
use crate::underline::{segments, utf16};
use crate::{dom, words};

/// Findings that are shown; a text with more is best mended from the top.
pub const SHOWN: usize = 100;

/// The field and all that is derived from it.
#[component]
pub fn CheckPage(state: State) -> impl IntoView {
    let report = state.report;
    let tab = RwSignal::new(0_usize);
    let pieces = Memo::new(move |_| {
        let report = report.read();
        let shown = report.findings.get(..SHOWN).unwrap_or(&report.findings);
        segments(&state.checked.read(), &report.masked, shown)
    });
    let select = move |start: usize, end: usize| {
        let text = state.text.read_untracked();
        dom::select(TEXT, utf16(&text, start), utf16(&text, end), &mark_id(start));
    };
    let tabs = vec![
        Tab {
            id: "findings",
            label: "Findings",
            count: Signal::derive(move || Some(report.read().findings.len())),
        },
        Tab {
            id: "readings",
            label: "How drivers read it",
            count: Signal::derive(|| Some(connlint_core::drivers::DRIVERS.len())),
        },
        Tab { id: "written", label: "How to write it", count: Signal::derive(|| None) },
    ];
    view! {
        <div class="hero">
            <h1>"Will this connection string connect?"</h1>
            <p>
                "Paste a PostgreSQL connection string, keyword/value text or a whole "<code>".env"</code>
                ". You see what your driver and your pooler make of it, before they do."
            </p>
        </div>
        <Editor state pieces/>
        <Context state/>
        <Tabs tabs chosen=tab/>
        <div class="panel" role="tabpanel" id="panel" tabindex="-1"
            aria-labelledby=move || ["tab-findings", "tab-readings", "tab-written"].get(tab.get()).copied()>
            {move || match tab.get() {
                0 => view! {
                    <Findings
                        report
                        text=state.checked
                        can_undo=Signal::derive(move || !state.before.read().is_empty())
                        on_select=Callback::new(move |(start, end)| select(start, end))
                        on_fix=Callback::new(move |finding| state.apply(&finding))
                        on_fix_all=Callback::new(move |()| state.apply_safe())
                        on_undo=Callback::new(move |()| state.undo())
                    />
                }.into_any(),
                1 => view! { <Readings rows=state.readings/> }.into_any(),
                _ => view! { <GeneratedPanel state/> }.into_any(),
            }}
        </div>
        <p class="hidden" role="status" aria-live="polite">
            {move || words::summary(&report.read().summary)}
        </p>
    }
}
