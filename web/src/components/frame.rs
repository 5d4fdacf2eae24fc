//! Lines of the text with marks under them.

use leptos::prelude::*;

use crate::frame::{Change, FrameLine};

/// The lines of a finding, with their numbers and marks.
#[component]
pub fn Frame(lines: Vec<FrameLine>) -> impl IntoView {
    let rows = lines.into_iter().map(|line| {
        let marks = line.marks.into_iter().map(|mark| {
            let class = if mark.primary { "mark primary" } else { "mark" };
            let sign = if mark.primary { "^" } else { "-" };
            let carets = format!("{}{} {}", " ".repeat(mark.indent), sign.repeat(mark.width), mark.text);
            view! { <span class="gutter"></span><span class=class>{carets}</span> }
        });
        view! {
            <span class="gutter">{line.number}</span><span class="line">{line.text}</span>
            {marks.collect_view()}
        }
    });
    view! { <pre class="frame" role="group" tabindex="0" aria-label="The place in the text">{rows.collect_view()}</pre> }
}

/// What a fix takes away and what it puts there.
#[component]
pub fn ChangeView(change: Change) -> impl IntoView {
    let row = |sign: &'static str, class: &'static str| {
        move |(number, line): (usize, String)| {
            view! {
                <span class="gutter">{number}</span><span class=class>{sign}" "{line}</span>
            }
        }
    };
    view! {
        <pre class="frame" role="group" tabindex="0" aria-label="The lines before and after">
            {change.removed.into_iter().map(row("-", "removed")).collect_view()}
            {change.added.into_iter().map(row("+", "added")).collect_view()}
        </pre>
    }
}
