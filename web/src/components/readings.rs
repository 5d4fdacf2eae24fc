//! How every driver reads the string, side by side.

use connlint_core::report::{Aspect, Compared, PacketView, hex_dump};
use leptos::prelude::*;

use super::prose::Inline;
use crate::words;

/// The table. What most drivers see otherwise is marked.
#[component]
pub fn Readings(rows: Memo<Vec<Compared>>) -> impl IntoView {
    let only_different = RwSignal::new(false);
    let refused = move || rows.read().iter().filter(|row| !row.reading.accepted).count();
    let different = move || rows.read().iter().filter(|row| !row.differs.is_empty()).count();
    let shown = move || {
        let mut shown = rows.get();
        if only_different.get() {
            shown.retain(|row| !row.differs.is_empty());
        }
        shown.into_iter().map(|row| view! { <Row row/> }).collect_view()
    };
    view! {
        <div class="bar">
            <h2>{move || match rows.read().len() {
                0 => "There is no connection string to read".to_owned(),
                all => format!("{} of {all} drivers take it", all - refused()),
            }}</h2>
            <label class="switch">
                <input type="checkbox" id="only-different" prop:checked=only_different
                    on:change=move |event| only_different.set(event_target_checked(&event))/>
                {move || format!("Only the {} that stand apart", different())}
            </label>
        </div>
        <p class="quiet">
            "What a driver reads differently from most is "<span class="differs">"marked"</span>
            ". Nothing is connected: this is what each one would do."
        </p>
        <div class="wide" tabindex="0" role="region" aria-label="How drivers read the string"
            hidden=move || rows.read().is_empty()>
            <table id="readings">
                <thead>
                    <tr>
                        <th scope="col">"Driver"</th>
                        <th scope="col">"Host and port"</th>
                        <th scope="col">"User"</th>
                        <th scope="col">"Password"</th>
                        <th scope="col">"Database"</th>
                        <th scope="col">"TLS"</th>
                        <th scope="col">"Sent at startup"</th>
                        <th scope="col">"Dropped"</th>
                        <th scope="col">"Prepared statements"</th>
                    </tr>
                </thead>
                <tbody>{shown}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: Compared) -> impl IntoView {
    let name = view! {
        <th scope="row">
            {row.label}
            <span class="quiet">{row.language}</span>
            {row.reading.evidence.remark().map(|remark| view! { <span class="quiet">{remark}</span> })}
        </th>
    };
    if !row.reading.accepted {
        let error = row.reading.error.clone().unwrap_or_default();
        let differs = row.differs.contains(&Aspect::Accepted);
        return view! {
            <tr class="refused" data-driver=row.reading.driver.clone()>
                {name}
                <td colspan="8" class:differs=differs>
                    <div class="reason"><span class="severity">"refused"</span>" "<code>{error}</code></div>
                </td>
            </tr>
        }
        .into_any();
    }
    let cell = |aspect: Aspect, text: String| {
        let differs = row.differs.contains(&aspect);
        view! {
            <td class:differs=differs class:host=aspect == Aspect::Hosts>
                {text}
                {differs.then(|| view! { <span class="hidden">" (most read something else)"</span> })}
            </td>
        }
    };
    let unsaid = || "—".to_owned();
    let sent: Vec<String> =
        row.reading.startup.iter().map(|(name, value)| format!("`{name}={value}`")).collect();
    let sent = sent.join(" ");
    let dropped: Vec<String> = row.reading.ignored.iter().map(|name| format!("`{name}`")).collect();
    let fails = row.reading.connect_error.clone().map(|error| {
        view! { <div class="reason"><span class="severity">"fails to connect"</span>" "<code>{error}</code></div> }
    });
    view! {
        <tr data-driver=row.reading.driver.clone()>
            {name}
            {cell(Aspect::Hosts, words::hosts(&row.reading.hosts))}
            {cell(Aspect::User, row.reading.user.clone().unwrap_or_else(unsaid))}
            {cell(Aspect::Password, words::password(&row))}
            {cell(Aspect::Database, row.reading.dbname.clone().unwrap_or_else(unsaid))}
            {cell(Aspect::Tls, row.reading.tls.brief().to_owned())}
            <td>{fails}<Inline text=sent/>{row.reading.packet.map(|packet| view! { <Bytes packet/> })}</td>
            <td><Inline text={dropped.join(" ")}/></td>
            <td>{row.reading.prepared.brief()}</td>
        </tr>
    }
    .into_any()
}

/// What the driver sends first, byte by byte; unfolded on demand.
#[component]
fn Bytes(packet: PacketView) -> impl IntoView {
    let request = packet.ssl_request.map(|request| {
        view! { <p class="quiet">"SSLRequest, and after the answer the startup packet:"</p><pre>{hex_dump(&request).join("\n")}</pre> }
    });
    let user = packet.stands_for_user.then(|| {
        view! { <p class="quiet">"<user> stands for the user of the operating system."</p> }
    });
    view! {
        <details class="bytes">
            <summary>"Bytes"</summary>
            {request}
            <pre>{hex_dump(&packet.startup).join("\n")}</pre>
            {user}
        </details>
    }
}
