//! All that is asked of the browser. Everything here is best effort: a page without a clipboard or without storage
//! works on.

use std::time::Duration;

use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement};

/// Tells tests and styles that the application runs.
pub fn mark_ready() {
    if let Some(root) = document().document_element() {
        root.set_attribute("data-ready", "").ok();
    }
}

fn element<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Puts the focus on the element `id`.
pub fn focus(id: &str) {
    if let Some(element) = element::<HtmlElement>(id) {
        element.focus().ok();
    }
}

/// Selects the characters from `start` to `end`, in UTF-16 units, in the text area `id`, and brings the element
/// `place` that lies under them into view there.
pub fn select(id: &str, start: u32, end: u32, place: &str) {
    let Some(area) = element::<HtmlTextAreaElement>(id) else { return };
    area.focus().ok();
    area.set_selection_range(start, end).ok();
    if let Some(mark) = element::<HtmlElement>(place) {
        area.set_scroll_top((mark.offset_top() - area.client_height() / 3).max(0));
    }
}

/// Scrolls the element `follower` to where the text area `leader` is.
pub fn follow_scroll(leader: &str, follower: &str) {
    if let (Some(leader), Some(follower)) = (element::<Element>(leader), element::<Element>(follower)) {
        follower.set_scroll_top(leader.scroll_top());
        follower.set_scroll_left(leader.scroll_left());
    }
}

/// Brings the element `id` into view, and opens it if it is a `<details>`.
pub fn reveal(id: &str) {
    if let Some(element) = element::<Element>(id) {
        if element.tag_name() == "DETAILS" {
            element.set_attribute("open", "").ok();
        }
        element.scroll_into_view();
    }
}

/// Scrolls to the top of the page.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Puts `text` on the clipboard. Whether it worked: browsers refuse outside of secure pages.
pub async fn copy(text: String) -> bool {
    // The property is absent outside of secure pages, where the binding would throw.
    let navigator = window().navigator();
    let present = leptos::web_sys::js_sys::Reflect::has(&navigator, &"clipboard".into()).unwrap_or(false);
    present && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok()
}

/// The theme that is set on the document; empty when the system's preference holds.
pub fn theme() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-theme")).unwrap_or_default()
}

/// Sets the theme and remembers it: the only thing that the page ever stores.
pub fn set_theme(theme: &str) {
    let Some(root) = document().document_element() else { return };
    let storage = window().local_storage().ok().flatten();
    if theme.is_empty() {
        root.remove_attribute("data-theme").ok();
        storage.and_then(|it| it.remove_item("theme").ok());
    } else {
        root.set_attribute("data-theme", theme).ok();
        storage.and_then(|it| it.set_item("theme", theme).ok());
    }
}

/// What stands after the `#` of the address.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Goes to another fragment of this page.
pub fn set_fragment(fragment: &str) {
    window().location().set_hash(fragment).ok();
}

/// Calls `then` whenever the fragment changes, for as long as the page lives.
pub fn on_fragment(then: impl Fn(String) + 'static) {
    let listener = window_event_listener(leptos::ev::hashchange, move |_| then(fragment()));
    std::mem::forget(listener);
}

/// Calls `then` after a while, unless the handle is cleared before.
pub fn later(milliseconds: u64, then: impl FnOnce() + 'static) -> Option<TimeoutHandle> {
    set_timeout_with_handle(then, Duration::from_millis(milliseconds)).ok()
}
