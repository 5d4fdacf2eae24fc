//! The connection that was meant, as it is written for a driver.

use connlint_core::Request;
use connlint_core::generate::{Connection, Explained, File, Generated, file, generate};
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
    let is_recommended = RwSignal::new(false);
    let request = move || {
        let mut request = state.request(&driver.read())?;
        if is_recommended.get() {
            request.recommend();
        }
        Some(request)
    };
    view! {
        <div class="bar">
            <h2>"The same connection, written for"</h2>
            <label class="choice">
                <span class="hidden">"Driver to write for"</span>
                <select id="write-for" prop:value=driver
                    on:change=move |event| chosen.set(Some(event_target_value(&event)))><DriverOptions/></select>
            </label>
            <label class="switch">
                <input type="checkbox" id="recommended" prop:checked=is_recommended
                    on:change=move |event| is_recommended.set(event_target_checked(&event))/>
                "For production: time-outs, keepalives, a pool"
            </label>
        </div>
        <p class="quiet">
            "Read back by the driver's own reader and checked. Passwords show as stars here; what you copy is whole."
        </p>
        {move || match request() {
            None => view! { <p class="notice">"There is no connection string to start from."</p> }.into_any(),
            Some(request) => view! { <GeneratedView request/> }.into_any(),
        }}
    }
}

#[component]
fn GeneratedView(request: Request) -> impl IntoView {
    let generated = generate(&request);
    let unsaid = unsaid(&generated);
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
        {generated.connection.map(|connection| view! { <ConnectionView connection request/> })}
        {unsaid.map(|text| view! { <p class="quiet">{text}</p> })}
        {generated.findings.into_iter().map(|finding| view! {
            <p class="said"><b>{finding.severity.name()}</b><span><Inline text=finding.message/></span></p>
        }).collect_view()}
    }
}

/// What was wished for and cannot be had.
fn unsaid(generated: &Generated) -> Option<String> {
    let what: Vec<_> = generated.connection.iter().flat_map(|it| &it.unsaid).map(|it| it.what).collect();
    (!what.is_empty()).then(|| format!("{} cannot be told {}.", generated.driver, what.join(", ")))
}

#[component]
fn ConnectionView(connection: Connection, request: Request) -> impl IntoView {
    let run = connection.to_run();
    let Connection { string, shown, settings, sql, snippet, env, env_shown, migrations, files, .. } =
        connection;
    let migrations = migrations.and_then(|it| it.string.zip(it.shown));
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
    {migrations.map(|(secret, shown)| view! {
               <Block title="For migrations, around the pooler" shown whole=secret.expose().to_owned()/>
           })}
           <Block title="Install" shown=snippet.install.to_owned() whole=snippet.install.to_owned()/>
           <Block title="Run" shown=run.clone() whole=run/>
           <Files files request/>
       }
}

/// Further files of a project, one at a time.
#[component]
fn Files(files: Vec<File>, request: Request) -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    let all = files.clone();
    let shown = move || {
        let name = chosen.get();
        let known = all.iter().find(|it| it.name == name)?;
        let text = match file(&request, known.name, false) {
            Ok(text) => text?,
            Err(impossible) => impossible.why,
        };
        Some(view! {
            <p class="quiet">{known.what}</p>
            <Block title=known.name shown=text.clone() whole=text/>
        })
    };
    let is_empty = files.is_empty();
    view! {
        <section class="block" aria-label="More files" hidden=is_empty>
            <div class="bar">
                <h3>"More files"</h3>
                <label class="choice">
                    <span class="hidden">"File to write"</span>
                    <select id="more-files" on:change=move |event| chosen.set(event_target_value(&event))>
                        <option value="">"choose one"</option>
                        {files.into_iter().map(|it| view! { <option value=it.name>{it.name}</option> }).collect_view()}
                    </select>
                </label>
            </div>
            {shown}
        </section>
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
