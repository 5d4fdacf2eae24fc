//! Tabs, as the authoring practices have them: one stop for the Tab key, arrows go from one to the next.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::dom;

/// One tab.
#[derive(Clone)]
pub struct Tab {
    /// Its id is `tab-` and this.
    pub id: &'static str,
    /// What it says.
    pub label: &'static str,
    /// How many things are behind it, where that tells something.
    pub count: Signal<Option<usize>>,
}

/// A list of tabs over the panel `panel`.
#[component]
pub fn Tabs(tabs: Vec<Tab>, chosen: RwSignal<usize>) -> impl IntoView {
    let ids: Vec<&'static str> = tabs.iter().map(|tab| tab.id).collect();
    let on_key = move |event: KeyboardEvent| {
        let last = ids.len().saturating_sub(1);
        let at = chosen.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
        dom::focus(&format!("tab-{}", ids.get(next).copied().unwrap_or_default()));
    };
    view! {
        <div class="tabs" role="tablist" aria-label="Results" on:keydown=on_key>
            {tabs
                .into_iter()
                .enumerate()
                .map(|(index, tab)| {
                    let is_chosen = move || chosen.get() == index;
                    view! {
                        <button type="button" role="tab" id=format!("tab-{}", tab.id) aria-controls="panel"
                            aria-selected=move || is_chosen().to_string()
                            tabindex=move || if is_chosen() { "0" } else { "-1" }
                            on:click=move |_| chosen.set(index)>
                            {tab.label}
                            {move || tab.count.get().map(|count| view! { " "<span class="count">{count}</span> })}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}
