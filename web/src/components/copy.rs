//! A button that copies.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::dom;

/// Copies what `text` gives; what it copies need not be what shows, because secrets never show.
#[component]
pub fn CopyButton(text: Callback<(), String>, label: &'static str) -> impl IntoView {
    let outcome = RwSignal::new("");
    let copy = move |_| {
        let text = text.run(());
        spawn_local(async move {
            outcome.set(if dom::copy(text).await { "Copied" } else { "The browser refuses" });
            dom::later(2_000, move || {
                outcome.try_set("");
            });
        });
    };
    view! {
        <button type="button" class="copy" on:click=copy>
            <span aria-live="polite">{move || if outcome.get().is_empty() { label } else { outcome.get() }}</span>
        </button>
    }
}
