//! One finding.

use connlint_core::diag::{Finding, Fix, Safety};
use leptos::prelude::*;

use super::frame::{ChangeView, Frame};
use super::prose::Inline;
use crate::frame::{Change, FrameLine};

/// What a card shows.
#[derive(Clone)]
pub struct Card {
    /// The finding.
    pub finding: Finding,
    /// The lines it is about.
    pub lines: Vec<FrameLine>,
    /// What its fix changes.
    pub change: Option<Change>,
}

/// A card: what, where, why, and what to do.
#[component]
pub fn FindingCard(
    card: Card,
    on_select: Callback<(usize, usize)>,
    on_fix: Callback<Finding>,
) -> impl IntoView {
    let Card { finding, lines, change } = card;
    let severity = finding.severity.name();
    let place = format!("line {}, column {}", finding.start.line, finding.start.column);
    let (start, end) = (finding.start.offset, finding.end.offset);
    let select = move || on_select.run((start, end));
    let link = format!("#rules/{}", finding.rule);
    // The fix says the same as the help when a rule has nothing more to say.
    let help = finding.help.clone().filter(|help| finding.fix.as_ref().is_none_or(|fix| fix.title != *help));
    let fix = finding.fix.clone().map(|fix| {
        let finding = finding.clone();
        view! { <FixView fix change on_apply=Callback::new(move |()| on_fix.run(finding.clone()))/> }
    });
    view! {
        <li class=format!("finding {severity}") data-rule=finding.rule.clone()>
            <p class="meta">
                <span class="severity">{severity}</span>
                <a href=link>{finding.rule.clone()}</a>
                <span class="quiet">{place}</span>
            </p>
            <h3>
                <button type="button" class="title" title="Select the place in the text" on:click=move |_| select()>
                    <Inline text=finding.message.clone()/>
                </button>
            </h3>
            <div on:click=move |_| select()><Frame lines/></div>
            {finding.notes.iter().map(|note| view! {
                <p class="said"><b>"Note"</b><span><Inline text=note.clone()/></span></p>
            }).collect_view()}
            {help.map(|help| view! { <p class="said"><b>"Help"</b><span><Inline text=help/></span></p> })}
            {fix}
        </li>
    }
}

#[component]
fn FixView(fix: Fix, change: Option<Change>, on_apply: Callback<()>) -> impl IntoView {
    let how_sure = match fix.safety {
        Safety::Safe => "safe: the connection stays the same",
        Safety::Unsafe => "very likely what was meant",
        Safety::Shown => "an example to look at",
    };
    let apply = (fix.safety != Safety::Shown).then(|| {
        view! {
            <button type="button" class="fix" on:click=move |_| on_apply.run(())>"Apply"</button>
        }
    });
    let open = fix.safety == Safety::Shown;
    view! {
        <div class="fix-row">
            <p class="said"><b>"Fix"</b><span><Inline text=fix.title/>" "<span class="quiet">{how_sure}</span></span></p>
            {apply}
        </div>
        {change.map(|change| view! {
            <details class="preview" open=open><summary>"What changes"</summary><ChangeView change/></details>
        })}
    }
}
