//! The page: a head, one of its parts, and a foot.

use leptos::prelude::*;

use crate::components::{CheckPage, ErrorsPage, RulesPage, ThemeSwitch};
use crate::dom;
use crate::state::{Page, State};

/// All of it.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    dom::on_fragment(move |fragment| state.page.set(Page::of(&fragment)));
    let current = move |page: Page| {
        let same = std::mem::discriminant(&*state.page.read()) == std::mem::discriminant(&page);
        same.then_some("page")
    };
    view! {
        <header class="site">
            <a class="name" href="#check"><img src="icon.svg" alt="" width="28" height="28"/>"connlint"</a>
            <nav aria-label="Parts of the page">
                <a href="#check" aria-current=move || current(Page::Check)>"Check"</a>
                <a href="#errors" aria-current=move || current(Page::Errors)>"Errors"</a>
                <a href="#rules" aria-current=move || current(Page::Rules(None))>"Rules"</a>
            </nav>
            <ThemeSwitch/>
        </header>
        <main>
            <p class="hidden" role="status" aria-live="polite">{state.said}</p>
            {move || match state.page.get() {
                Page::Check => view! { <CheckPage state/> }.into_any(),
                Page::Errors => view! { <ErrorsPage message=state.message/> }.into_any(),
                Page::Rules(open) => view! { <RulesPage state open/> }.into_any(),
            }}
        </main>
        <footer class="site">
            <p>
                "Everything happens in this page. It sends nothing, stores nothing but the theme, and works offline. \
                 The same checks run on the command line: "<code>"connlint check"</code>"."
            </p>
        </footer>
    }
}
