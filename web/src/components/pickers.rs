//! Who reads and who answers: the choices, and what was inferred.

use connlint_core::drivers::{DRIVERS, Driver};
use connlint_core::endpoints::{ENDPOINTS, by_name};
use connlint_core::report::Connection;
use connlint_core::text::sort_by_key;
use leptos::prelude::*;

use crate::state::State;

/// The choice of a driver; empty to infer it.
#[component]
pub fn DriverPicker(chosen: RwSignal<String>) -> impl IntoView {
    view! {
        <label class="choice">
            <span>"Driver"</span>
            <select id="driver" prop:value=chosen on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="">"Infer from the text"</option>
                <DriverOptions/>
            </select>
        </label>
    }
}

/// All drivers, under the languages of their users.
#[component]
pub fn DriverOptions() -> impl IntoView {
    by_language()
        .into_iter()
        .map(|(language, drivers)| {
            view! {
                <optgroup label=language>
                    {drivers
                        .into_iter()
                        .map(|driver| view! { <option value=driver.name>{driver.label}</option> })
                        .collect_view()}
                </optgroup>
            }
        })
        .collect_view()
}

/// Languages by the rank of their first driver, and in each the drivers by label.
fn by_language() -> Vec<(&'static str, Vec<&'static Driver>)> {
    let mut ranked: Vec<&Driver> = DRIVERS.to_vec();
    sort_by_key(&mut ranked, |driver| (driver.rank, driver.label));
    let mut out: Vec<(&str, Vec<&Driver>)> = Vec::new();
    for driver in ranked {
        match out.iter_mut().find(|(language, _)| *language == driver.language) {
            Some((_, drivers)) => drivers.push(driver),
            None => out.push((driver.language, vec![driver])),
        }
    }
    for (_, drivers) in &mut out {
        sort_by_key(drivers, |driver| driver.label.to_ascii_lowercase());
    }
    out
}

/// The choice of an endpoint; empty to infer it.
#[component]
pub fn EndpointPicker(chosen: RwSignal<String>) -> impl IntoView {
    let mut endpoints = ENDPOINTS.to_vec();
    sort_by_key(&mut endpoints, |endpoint| endpoint.label.to_ascii_lowercase());
    view! {
        <label class="choice">
            <span>"Server or pooler"</span>
            <select id="endpoint" prop:value=chosen on:change=move |event| chosen.set(event_target_value(&event))>
                <option value="">"Infer from the text"</option>
                {endpoints
                    .into_iter()
                    .map(|endpoint| view! { <option value=endpoint.name>{endpoint.label}</option> })
                    .collect_view()}
            </select>
        </label>
    }
}

/// The connection strings of the text, with who reads and who answers each; the chosen one is what the readings and
/// the generated configuration are of.
#[component]
pub fn Context(state: State) -> impl IntoView {
    let connections = Memo::new(move |_| state.report.read().connections.clone());
    let one = move |(index, connection): (usize, Connection)| {
        let name = connection.variable.clone().unwrap_or_else(|| format!("Line {}", connection.start.line));
        view! {
            <label class="connection">
                <input type="radio" name="connection" prop:checked=move || state.connection.get() == index
                    on:change=move |_| state.connection.set(index)/>
                <span class="card">
                    <span class="variable">{name}</span>
                    <span>"read by "<b>{readers(&connection)}</b> {known_by(connection.driver_known_by.as_slice())}</span>
                    <span>
                        "answered by "<b>{endpoint(&connection.endpoint)}</b>
                        {known_by(&connection.endpoint_known_by)}
                    </span>
                </span>
            </label>
        }
    };
    let shown = move || connections.get().into_iter().enumerate().take(CONNECTIONS).map(one).collect_view();
    let more = move || connections.read().len().saturating_sub(CONNECTIONS);
    view! {
        <fieldset class="connections" hidden=move || connections.read().is_empty()>
            <legend class="hidden">"Connection strings in the text"</legend>
            {shown}
            <p class="quiet" hidden=move || more() == 0>{move || format!("and {} more", more())}</p>
        </fieldset>
        <p class="quiet" id="no-connection" hidden=move || !connections.read().is_empty()>
            "There is no PostgreSQL connection string in the text yet."
        </p>
    }
}

/// Connection strings that are listed.
const CONNECTIONS: usize = 12;

fn readers(connection: &Connection) -> String {
    let label = |name: &String| {
        let plain = name.split('@').next().unwrap_or_default();
        connlint_core::drivers::by_name(plain).map_or(name.clone(), |driver| driver.label.to_owned())
    };
    match connection.drivers.as_slice() {
        [one] => label(one),
        many => format!("any of {} drivers", many.len()),
    }
}

fn endpoint(name: &str) -> String {
    by_name(name).map_or(name.to_owned(), |endpoint| endpoint.label.to_owned())
}

fn known_by(reasons: &[String]) -> Option<impl IntoView + use<>> {
    let reasons: Vec<String> = reasons
        .iter()
        .map(|why| if why == "--driver" { "your choice".to_owned() } else { why.clone() })
        .collect();
    let text = format!(" ({})", reasons.join(", "));
    (!reasons.is_empty()).then(|| view! { <span class="quiet"><super::prose::Inline text/></span> })
}
