//! Error messages: a field to paste one into, and what is behind it.

use connlint_core::drivers::DriverAt;
use connlint_core::explain_error;
use connlint_core::report::Explanation;
use leptos::prelude::*;

use super::pickers::DriverOptions;
use super::prose::Inline;

/// The field and the explanations.
#[component]
pub fn ErrorsPage(message: RwSignal<String>) -> impl IntoView {
    let driver = RwSignal::new(String::new());
    let known = Memo::new(move |_| explain_error(&message.read(), DriverAt::parse(&driver.read())));
    let is_unknown = move || known.read().is_empty() && !message.read().trim().is_empty();
    view! {
        <div class="hero">
            <h1>"What does this error mean?"</h1>
            <p>
                "Paste a line of a log or a whole traceback. You see who says so and why, and what to write for your \
                 driver."
            </p>
        </div>
        <section class="editor" aria-label="Error message">
            <div class="bar"><label for="message">"Error message"</label></div>
            <div class="field">
                <textarea id="message" rows="8" spellcheck="false" autocomplete="off" autocapitalize="off"
                    placeholder="ERROR: prepared statement \"s0\" already exists"
                    prop:value=message
                    on:input=move |event| message.set(event_target_value(&event))></textarea>
            </div>
            <div class="bar choices">
                <label class="choice">
                    <span>"Driver"</span>
                    <select id="printed-by" prop:value=driver
                        on:change=move |event| driver.set(event_target_value(&event))>
                        <option value="">"Infer from the message"</option>
                        <DriverOptions/>
                    </select>
                </label>
            </div>
        </section>
        <ul class="findings" id="explanations">
            {move || known.get().into_iter().map(|it| view! { <ExplanationView it/> }).collect_view()}
        </ul>
        <p class="quiet" role="status" id="unknown-message">
            {move || is_unknown().then_some("No text in this message is known.")}
        </p>
    }
}

#[component]
fn ExplanationView(it: Explanation) -> impl IntoView {
    let text = it.text.replace("{}", "...");
    let changes = it.changes.into_iter().map(|change| {
        let driver = format!("{}: ", change.label);
        view! { <li><b>{driver}</b><Inline text=change.advice/></li> }
    });
    let clients = it.statement_of.into_iter().map(|(who, _)| {
        view! { <li>{format!("{who} names its statements so")}</li> }
    });
    let rules = it.rules.iter().map(|rule| {
        view! { <li><a href=format!("#rules/{rule}")><code>{*rule}</code></a>" finds the same in a string"</li> }
    });
    view! {
        <li class="finding">
            <p class="meta">{it.label}</p>
            <h3><code>{text}</code></h3>
            <p><Inline text=it.cause.to_owned()/>"."</p>
            <p><b>"What to do: "</b><Inline text=it.remedy.to_owned()/>"."</p>
            <ul>{changes.collect_view()}{clients.collect_view()}{rules.collect_view()}</ul>
            <p class="quiet">{it.unverified.then_some("This is from memory, and was not checked.")}</p>
        </li>
    }
}
