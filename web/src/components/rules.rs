//! All rules, each with its reasons, examples and sources.

use connlint_core::rules::{Example, Outcome, RULES, Rule};
use connlint_core::text::{mask_spans, secret_spans};
use leptos::prelude::*;

use super::prose::{Inline, Prose};
use crate::dom;
use crate::state::State;

/// Examples that are shown per rule.
const EXAMPLES: usize = 6;

/// The list; the rule `open` is open and in view.
#[component]
pub fn RulesPage(state: State, open: Option<String>) -> impl IntoView {
    let wanted = RwSignal::new(String::new());
    let try_it = Callback::new(move |example: Example| {
        state.open(example.text, example.driver, example.endpoint);
        dom::set_fragment("check");
        dom::scroll_to_top();
    });
    let named = open.clone();
    Effect::new(move |_| {
        if let Some(name) = &named {
            dom::reveal(&rule_id(name));
        }
    });
    let shown = move || {
        let wanted = wanted.read().to_ascii_lowercase();
        RULES
            .iter()
            .filter(|rule| rule.name.contains(&wanted) || rule.summary.to_ascii_lowercase().contains(&wanted))
            .map(|rule| view! { <RuleView rule open=open.as_deref() == Some(rule.name) try_it/> })
            .collect_view()
    };
    view! {
        <div class="hero">
            <h1>"Rules"</h1>
            <p>"What connlint looks for, and why. Every example here is run as a test."</p>
        </div>
        <label class="choice search">
            <span>"Find a rule"</span>
            <input type="search" id="find-rule" autocomplete="off" prop:value=wanted
                on:input=move |event| wanted.set(event_target_value(&event))/>
        </label>
        <div class="rules">{shown}</div>
    }
}

fn rule_id(name: &str) -> String {
    format!("rule-{name}")
}

#[component]
fn RuleView(rule: &'static Rule, open: bool, try_it: Callback<Example>) -> impl IntoView {
    let bad_ones = rule.examples.iter().filter(|example| example.outcome != Outcome::Good);
    let good_ones = rule.examples.iter().filter(|example| example.outcome == Outcome::Good);
    let examples = bad_ones.take(EXAMPLES / 2).chain(good_ones.take(EXAMPLES / 2));
    let severity = rule.severity.name();
    view! {
        <details class=format!("rule {severity}") id=rule_id(rule.name) open=open>
            <summary>
                <span class="severity">{severity}</span>
                <span class="rule-name">{rule.name}</span>
                <span class="quiet"><Inline text=rule.summary.to_owned()/></span>
            </summary>
            <div class="body">
                <Prose text=rule.docs/>
                <h2>"Examples"</h2>
                <ul class="examples">
                    {examples.map(|example| view! { <ExampleView example=*example try_it/> }).collect_view()}
                </ul>
                <h2>"Sources"</h2>
                <ul>
                    {rule.sources
                        .iter()
                        .map(|source| view! { <li class="quiet"><Inline text=(*source).to_owned()/></li> })
                        .collect_view()}
                </ul>
            </div>
        </details>
    }
}

#[component]
fn ExampleView(example: Example, try_it: Callback<Example>) -> impl IntoView {
    let verdict = match example.outcome {
        Outcome::Good => "fine",
        Outcome::Bad => "found",
        Outcome::Fixed(_) => "found and fixed",
    };
    let mask = |text: &str| mask_spans(text, &secret_spans(text)).trim_end().to_owned();
    let fixed = match example.outcome {
        Outcome::Fixed(after) => Some(view! { <pre class="frame after" tabindex="0">{mask(after)}</pre> }),
        Outcome::Good | Outcome::Bad => None,
    };
    let context = [example.driver, example.endpoint, example.path].into_iter().filter(|it| !it.is_empty());
    view! {
        <li>
            <p class="meta">
                <span class="verdict">{verdict}</span>
                <span class="quiet">{context.collect::<Vec<_>>().join(", ")}</span>
                <button type="button" class="plain" on:click=move |_| try_it.run(example)>"Try it"</button>
            </p>
            <pre class="frame" tabindex="0">{mask(example.text)}</pre>
            {fixed}
        </li>
    }
}
