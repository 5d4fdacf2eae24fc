//! The connection that was meant, as it is written for a driver.

use connlint_core::generate::{Connection, Explained, Generated};
use leptos::prelude::*;

use super::copy::CopyButton;
use super::pickers::DriverOptions;
use super::prose::Inline;
use crate::state::State;

/// A driver, and the chosen connection in every form that it needs.
#[component]
pub fn GeneratedPanel(state: State) -> impl IntoView {
    let reader = Memo::new(move |_| {
        let report = state.report.read();
        let readers = report.connections.get(state.connection.get()).map(|it| it.drivers.clone());
        readers.and_then(|readers| readers.first().cloned()).unwrap_or_default()
    });
    let chosen = RwSignal::new(None::<String>);
    let driver = Memo::new(move |_| {
        let name = chosen.get().unwrap_or_else(|| reader.get());
        name.split('@').next().unwrap_or_default().to_owned()
    });
    view! {
        <div class="bar">
            <h2>"The same connection, written for"</h2>
            <label class="choice">
                <span class="hidden">"Driver to write for"</span>
                <select id="write-for" prop:value=driver
                    on:change=move |event| chosen.set(Some(event_target_value(&event)))><DriverOptions/></select>
            </label>
        </div>
        <p class="quiet">
            "Read back by the driver's own reader and checked. Passwords show as stars here; what you copy is whole."
        </p>
        {move || match state.generated(&driver.read()) {
            None => view! { <p class="notice">"There is no connection string to start from."</p> }.into_any(),
            Some(generated) => view! { <GeneratedView generated/> }.into_any(),
        }}
    }
}

#[component]
fn GeneratedView(generated: Generated) -> impl IntoView {
    let refused = generated.refused.map(|impossible| {
        view! {
            <div class="notice">
                <p><Inline text=impossible.why/></p>
                <p><Inline text=impossible.instead/></p>
            </div>
        }
    });
    view! {
        {refused}
        {generated.connection.map(|connection| view! { <ConnectionView connection/> })}
        {generated.findings.into_iter().map(|finding| view! {
            <p class="said"><b>{finding.severity.name()}</b><span><Inline text=finding.message/></span></p>
        }).collect_view()}
    }
}

#[component]
fn ConnectionView(connection: Connection) -> impl IntoView {
    let run = connection.to_run();
    let Connection { string, shown, settings, sql, snippet, env, env_shown, .. } = connection;
    let string = string.zip(shown).map(|(secret, shown)| {
        view! {
            <Block title="Connection string" shown whole=secret.expose().to_owned()/>
        }
    });
    let no_settings = settings.is_empty();
    let settings = settings.into_iter().map(|Explained { setting, why, .. }| {
        view! {
            <tr>
                <th scope="row"><code>{setting.name}</code></th>
                <td><code>{setting.value}</code></td>
                <td>{setting.place}</td>
                <td><Inline text=why/></td>
            </tr>
        }
    });
    view! {
        {string}
        <Block title=".env" shown=env_shown whole=env.expose().to_owned()/>
        <table class="settings" hidden=no_settings>
            <caption>"Settings, and where each belongs"</caption>
            <tbody>{settings.collect_view()}</tbody>
        </table>
        {(!sql.is_empty()).then(|| {
            let text = sql.join("\n");
            view! { <Block title="Once, on the server" shown=text.clone() whole=text/> }
        })}
        {snippet.files.into_iter().map(|file| view! {
            <Block title=file.path shown=file.text.clone() whole=file.text/>
        }).collect_view()}
        <Block title="Install" shown=snippet.install.to_owned() whole=snippet.install.to_owned()/>
        <Block title="Run" shown=run.clone() whole=run/>
    }
}

/// Something to copy. `whole` is what is copied and is never put into the page.
#[component]
fn Block(title: &'static str, shown: String, whole: String) -> impl IntoView {
    view! {
        <section class="block" aria-label=title>
            <div class="bar">
                <h3>{title}</h3>
                <CopyButton text=Callback::new(move |()| whole.clone()) label="Copy"/>
            </div>
            <pre class="frame" tabindex="0">{shown}</pre>
        </section>
    }
}
