//! Core's texts as elements.

use leptos::prelude::*;

use crate::prose::{Block, blocks, inline};

/// A line of text with code in it.
#[component]
pub fn Inline(text: String) -> impl IntoView {
    let piece = |(text, code): (String, bool)| {
        if code { view! { <code>{text}</code> }.into_any() } else { text.into_any() }
    };
    inline(&text).into_iter().map(piece).collect_view()
}

/// Paragraphs and lists.
#[component]
pub fn Prose(text: &'static str) -> impl IntoView {
    let block = |block| match block {
        Block::Paragraph(text) => view! { <p><Inline text/></p> }.into_any(),
        Block::List(items) => {
            let items = items.into_iter().map(|text| view! { <li><Inline text/></li> });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
    };
    blocks(text).into_iter().map(block).collect_view()
}
