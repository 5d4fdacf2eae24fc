//! Light, dark, or what the system prefers.

use leptos::prelude::*;

use crate::dom;

/// The value of each theme on the document, and its name.
const THEMES: [(&str, &str); 3] = [("", "Auto"), ("light", "Light"), ("dark", "Dark")];

/// The choice of a theme.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let theme = RwSignal::new(dom::theme());
    let one = move |(value, name): (&'static str, &'static str)| {
        view! {
            <button type="button" id=format!("theme-{}", name.to_ascii_lowercase())
                aria-pressed=move || (*theme.read() == value).to_string()
                on:click=move |_| {
                    dom::set_theme(value);
                    theme.set(value.to_owned());
                }>{name}</button>
        }
    };
    view! {
        <div class="themes" role="group" aria-label="Theme">{THEMES.into_iter().map(one).collect_view()}</div>
    }
}
