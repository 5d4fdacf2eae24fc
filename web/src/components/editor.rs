//! The field. Under the text area lies a copy of its text with every secret masked, which carries the underlines; and
//! which is what shows when secrets are to be hidden on the screen. Both break lines after any character, so that
//! they break alike.

use connlint_core::diag::Severity;
use leptos::prelude::*;

use super::pickers::{DriverPicker, EndpointPicker};
use crate::dom;
use crate::examples::SAMPLES;
use crate::state::State;
use crate::underline::Segment;

/// Id of the text area.
pub const TEXT: &str = "text";

const UNDERLAY: &str = "underlay";

/// Id of the underlined piece that starts at a byte of the text.
pub fn mark_id(offset: usize) -> String {
    format!("mark-{offset}")
}

/// The field with its tools.
#[component]
pub fn Editor(state: State, pieces: Memo<Vec<Segment>>) -> impl IntoView {
    let text = state.text;
    let current = move || *text.read() == *state.checked.read();
    let underlay = move || {
        let pieces = if current() || state.masked.get() { pieces.get() } else { Vec::new() };
        pieces.into_iter().map(piece).collect_view()
    };
    view! {
        <section class="editor" aria-label="Text to check">
            <div class="bar">
                <label for=TEXT>"Text to check"</label>
                <div class="tools">
                    <span class="quiet" id="samples">"Try"</span>
                    {SAMPLES
                        .iter()
                        .map(|sample| view! {
                            <button type="button" class="plain" aria-describedby="samples"
                                on:click=move |_| state.open(sample.text, "", "")>{sample.label}</button>
                        })
                        .collect_view()}
                    <button type="button" class="plain" on:click=move |_| {
                        state.open("", "", "");
                        dom::focus(TEXT);
                    }>"Clear"</button>
                </div>
            </div>
            <div class="field" class:masked=state.masked>
                <div class="underlay" id=UNDERLAY aria-hidden="true">{underlay}</div>
                <textarea id=TEXT rows="11" spellcheck="false" autocomplete="off" autocapitalize="off"
                    placeholder="postgresql://user:password@host:5432/database"
                    prop:value=text
                    on:input=move |event| state.typed(event_target_value(&event))
                    on:scroll=move |_| dom::follow_scroll(TEXT, UNDERLAY)
                ></textarea>
            </div>
            <div class="bar choices">
                <DriverPicker chosen=state.driver/>
                <EndpointPicker chosen=state.endpoint/>
                <label class="switch">
                    <input type="checkbox" id="mask" prop:checked=state.masked
                        on:change=move |event| state.masked.set(event_target_checked(&event))/>
                    "Hide secrets on screen"
                </label>
            </div>
        </section>
    }
}

fn piece(piece: Segment) -> impl IntoView {
    let class = match piece.severity {
        Some(Severity::Error) => "squiggle error",
        Some(Severity::Warning) => "squiggle warning",
        Some(Severity::Hint) => "squiggle hint",
        None => "",
    };
    view! { <span id=mark_id(piece.offset) class=class>{piece.text}</span> }
}
