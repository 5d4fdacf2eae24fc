//! The browser page of connlint: core with a face. Everything happens in the page, nothing is sent.
//!
//! One struct of signals ([`state::State`]) stands at the top. What is derived from them are memos that call core, and
//! components get data, not the state. Calls to the browser are in [`dom`] and nowhere else. The text functions
//! ([`frame`], [`underline`], [`words`], [`prose`]) know nothing of a browser and are tested without one.

mod app;
mod components;
mod dom;
mod examples;
mod frame;
mod prose;
mod state;
mod underline;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;

/// Puts the page into the document; called by the glue when the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    leptos::mount::mount_to_body(app::App);
    dom::mark_ready();
}
