//! What a visitor does, and what has to come of it. Each journey starts on a page that has just been opened.

use std::pin::Pin;

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::page::Page;

type Journey = for<'a> fn(&'a Page) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// All journeys, in order. The first one looks at the logs since the start, the last one provokes complaints.
pub const JOURNEYS: &[(&str, Journey)] = &[
    ("the page loads from one place and without complaint", |page| Box::pin(loads(page))),
    ("a pasted string gets its findings", |page| Box::pin(acceptance(page))),
    ("a driver is chosen", |page| Box::pin(driver(page))),
    ("a fix is applied with the keyboard", |page| Box::pin(fix(page))),
    ("a finding selects its place", |page| Box::pin(select(page))),
    ("every driver's reading is shown", |page| Box::pin(readings(page))),
    ("a connection is written and copied", |page| Box::pin(copy(page))),
    ("a connection for production and the files of a project are written", |page| Box::pin(write(page))),
    ("secrets are hidden on the screen", |page| Box::pin(mask(page))),
    ("the underlines lie under the text", |page| Box::pin(underlines(page))),
    ("a theme is chosen and remembered", |page| Box::pin(theme(page))),
    ("a rule is found and tried", |page| Box::pin(rules(page))),
    ("an error message is explained", |page| Box::pin(errors(page))),
    ("a long text is checked and its list is capped", |page| Box::pin(long(page))),
    ("everything has a name", |page| Box::pin(names(page))),
    ("nothing is wider than a phone", |page| Box::pin(phone(page))),
    ("nothing leaves the page", |page| Box::pin(private(page))),
];

const ACCEPTANCE: &str =
    "DATABASE_URL=postgresql+asyncpg://app:p@ss@db.example.com:6543/shop?pgbouncer=true&sslmode=require";

/// One finding that can be fixed, and nothing else, for `libpq`.
const FIXABLE: &str = "postgresql://app@db.example.com/shop?sslmode=verify-full&pgbouncer=true";

async fn loads(page: &Page) -> Result<()> {
    let requests = page.requests().await?;
    ensure!(requests.len() >= 4, "the log of requests is empty: {requests:?}");
    for url in &requests {
        ensure!(url.starts_with(&page.origin) || url.starts_with("data:"), "a request to {url}");
    }
    quiet_console(page).await?;
    ensure!(page.count(".finding").await? > 0, "the example has no findings");
    Ok(())
}

async fn quiet_console(page: &Page) -> Result<()> {
    let loud: Vec<Value> = page.log("browser").await?;
    ensure!(loud.is_empty(), "the console says {loud:?}");
    Ok(())
}

async fn acceptance(page: &Page) -> Result<()> {
    page.write(ACCEPTANCE).await?;
    let of_pgbouncer = "return [...document.querySelectorAll('.finding h3')].some(it => it.textContent.includes('pgbouncer'))";
    page.until(of_pgbouncer, json!(true)).await?;
    ensure!(page.count(".underlay .squiggle.error").await? > 0, "nothing is underlined as an error");
    ensure!(page.count(".finding.error .mark.primary").await? > 0, "no frame marks an error");
    let shown = page.shown().await?;
    ensure!(!shown.contains("p@ss"), "the password shows");
    quiet_console(page).await
}

async fn driver(page: &Page) -> Result<()> {
    page.write(FIXABLE).await?;
    page.choose("#driver", "libpq").await?;
    page.until("return document.querySelector('.connection').innerText.includes('your choice')", json!(true))
        .await?;
    page.until("return document.querySelectorAll('.finding.error').length", json!(1)).await?;
    let title = page.ask_text("return document.querySelector('.finding h3').textContent").await?;
    ensure!(title.contains("libpq"), "the finding does not name the driver: {title}");
    page.choose("#endpoint", "pgbouncer").await?;
    page.until("return document.querySelector('.connection').innerText.includes('PgBouncer')", json!(true))
        .await
}

async fn fix(page: &Page) -> Result<()> {
    page.write(FIXABLE).await?;
    page.choose("#driver", "libpq").await?;
    page.until("return document.querySelectorAll('.finding.error').length", json!(1)).await?;
    page.ask("document.getElementById('text').focus()").await?;
    page.tab_to(".finding[data-rule=unknown-parameter] .fix").await?;
    page.press(Key::Enter).await?;
    let value = "return document.getElementById('text').value";
    page.until(value, json!("postgresql://app@db.example.com/shop?sslmode=verify-full")).await?;
    page.until("return document.querySelectorAll('.finding.error').length", json!(0)).await?;
    page.until("return document.activeElement.id", json!("findings")).await?;
    page.tab_to("#undo").await?;
    page.press(Key::Enter).await?;
    page.until(value, json!(FIXABLE)).await
}

async fn select(page: &Page) -> Result<()> {
    page.paste(&format!("# é😀\nDATABASE_URL={FIXABLE}")).await?;
    page.choose("#driver", "libpq").await?;
    page.until("return document.querySelectorAll('.finding.error').length", json!(1)).await?;
    page.click(".finding.error .title").await?;
    let selected = "const it = document.getElementById('text'); \
                    return it.value.slice(it.selectionStart, it.selectionEnd)";
    page.until(selected, json!("pgbouncer=true")).await?;
    page.until("return document.activeElement.id", json!("text")).await
}

async fn readings(page: &Page) -> Result<()> {
    page.paste(ACCEPTANCE).await?;
    page.ask("document.getElementById('tab-findings').focus()").await?;
    page.press(Key::Right).await?;
    page.until("return document.activeElement.id", json!("tab-readings")).await?;
    let drivers =
        page.ask("return Number(document.querySelector('#tab-readings .count').textContent)").await?;
    page.until("return document.querySelectorAll('#readings tbody tr').length", drivers.clone()).await?;
    ensure!(drivers.as_u64() > Some(0), "there are no drivers");
    let empty = "return [...document.querySelectorAll('#readings tr.refused code')].filter(it => !it.textContent).length";
    page.until(empty, json!(0)).await?;
    let shown = page.shown().await?;
    ensure!(!shown.contains("p@ss") && !shown.contains("ss@db"), "the password shows");
    page.paste("postgresql://app:hunter2@db.example.com:6543/shop").await?;
    let cells = "return document.querySelector('#readings tr[data-driver=libpq]').innerText";
    let row = page.ask_text(cells).await?;
    for expected in ["db.example.com:6543", "app", "7 characters", "shop", "if offered"] {
        ensure!(row.contains(expected), "no `{expected}` in `{row}`");
    }
    page.click("#readings tr[data-driver=libpq] .bytes summary").await?;
    let bytes = page.ask_text(cells).await?;
    ensure!(bytes.contains("75 73 65 72 00 61 70 70"), "no startup packet in `{bytes}`");
    Ok(())
}

async fn copy(page: &Page) -> Result<()> {
    let permissions = json!({
        "origin": page.origin.trim_end_matches('/'),
        "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"],
    });
    page.devtools("Browser.grantPermissions", permissions).await?;
    page.paste("postgresql://app:hunter2@db.example.com:5432/shop").await?;
    page.click("#tab-written").await?;
    page.choose("#write-for", "libpq").await?;
    page.until("return document.querySelectorAll('.block .copy').length > 1", json!(true)).await?;
    page.click(".block .copy").await?;
    page.until("return document.querySelector('.block .copy').innerText", json!("Copied")).await?;
    let copied =
        page.ask_later("navigator.clipboard.readText().then(done, error => done(String(error)))").await?;
    let copied = copied.as_str().unwrap_or_default();
    ensure!(copied.starts_with("postgresql://app:hunter2@db.example.com"), "copied `{copied}`");
    ensure!(!page.shown().await?.contains("hunter2"), "the password shows");
    Ok(())
}

async fn write(page: &Page) -> Result<()> {
    page.paste("postgresql://postgres.abcdefghijklmnopqrst:hunter2@aws-0-eu-central-1.pooler.supabase.com:6543/postgres")
        .await?;
    page.click("#tab-written").await?;
    page.choose("#write-for", "sqlalchemy-psycopg").await?;
    page.click("#recommended").await?;
    page.until("return document.body.innerText.includes('pool_pre_ping=True')", json!(true)).await?;
    let text = page.shown().await?;
    for expected in ["connect_timeout=10", "alter role postgres in database postgres", "For migrations"] {
        ensure!(text.contains(expected), "no `{expected}` in what is written");
    }
    page.choose("#more-files", "alembic.ini").await?;
    page.until("return document.body.innerText.includes('script_location')", json!(true)).await?;
    ensure!(!page.shown().await?.contains("hunter2"), "the password shows");
    Ok(())
}

async fn mask(page: &Page) -> Result<()> {
    page.paste("postgresql://app:hunter2@db.example.com:5432/shop").await?;
    page.click("#mask").await?;
    let color = "return getComputedStyle(document.getElementById('text')).color";
    page.until(color, json!("rgba(0, 0, 0, 0)")).await?;
    let underlay = page.ask_text("return document.getElementById('underlay').textContent").await?;
    ensure!(underlay == "postgresql://app:*******@db.example.com:5432/shop", "underlay: `{underlay}`");
    Ok(())
}

async fn underlines(page: &Page) -> Result<()> {
    let long = format!(
        "{}A=1\nDATABASE_URL={FIXABLE}\n",
        "# a comment, quite long (so that it wraps!) and so on\n".repeat(40)
    );
    for width in [1280, 360] {
        page.resize(width, 800).await?;
        page.paste(&long).await?;
        page.until("return document.getElementById('underlay').textContent.length > 2000", json!(true))
            .await?;
        page.ask("document.getElementById('text').scrollTop = 300").await?;
        let offset = "return document.getElementById('underlay').scrollTop - document.getElementById('text').scrollTop";
        page.until(offset, json!(0)).await?;
        let shape = "const of = id => { const it = document.getElementById(id); return [it.clientWidth, it.scrollHeight] }; \
                     return JSON.stringify([of('text'), of('underlay')])";
        let shapes: Value = serde_json::from_str(&page.ask_text(shape).await?)?;
        ensure!(shapes[0] == shapes[1], "the text and its underlay break lines differently: {shapes}");
    }
    Ok(())
}

async fn theme(page: &Page) -> Result<()> {
    let ground = "return getComputedStyle(document.body).backgroundColor";
    page.click("#theme-light").await?;
    let light = page.ask(ground).await?;
    page.click("#theme-dark").await?;
    let dark = page.ask(ground).await?;
    ensure!(light != dark, "both themes are {light}");
    page.open("").await?;
    page.until(ground, dark).await?;
    ensure!(page.ask("return localStorage.length").await? == json!(1), "more than the theme is stored");
    page.click("#theme-auto").await?;
    page.until("return localStorage.length", json!(0)).await
}

async fn rules(page: &Page) -> Result<()> {
    page.open("#rules/unknown-parameter").await?;
    page.until("return document.getElementById('rule-unknown-parameter').open", json!(true)).await?;
    let all = page.count(".rule").await?;
    page.click("#find-rule").await?;
    for key in "unknown-par".chars() {
        page.press_char(key).await?;
    }
    page.until("return document.querySelectorAll('.rule').length", json!(1)).await?;
    ensure!(all > 1, "there is one rule only");
    page.click(".rule .examples button").await?;
    page.until("return location.hash", json!("#check")).await?;
    page.until("return document.querySelectorAll('.finding[data-rule=unknown-parameter]').length", json!(1))
        .await
}

async fn errors(page: &Page) -> Result<()> {
    page.open("#errors").await?;
    let paste = "const field = document.getElementById('message'); field.focus(); field.select(); \
                 document.execCommand('insertText', false, 'Traceback\\nasyncpg.exceptions.DuplicatePreparedStatementError: \
                 prepared statement \"__asyncpg_stmt_1__\" already exists')";
    page.ask(paste).await?;
    page.until("return document.querySelectorAll('#explanations > .finding').length", json!(1)).await?;
    let told = page.ask_text("return document.getElementById('explanations').innerText").await?;
    for expected in ["PostgreSQL", "statement_cache_size", "named-statements-behind-pooler"] {
        ensure!(told.contains(expected), "no `{expected}` in `{told}`");
    }
    page.choose("#printed-by", "psycopg").await?;
    let names_it = "return document.getElementById('explanations').innerText.includes('prepare_threshold')";
    page.until(names_it, json!(true)).await?;
    page.ask(
        "document.getElementById('message').select(); document.execCommand('insertText', false, 'it broke')",
    )
    .await?;
    let unknown = "return document.getElementById('unknown-message').textContent.includes('No text')";
    page.until(unknown, json!(true)).await
}

async fn long(page: &Page) -> Result<()> {
    page.paste(&format!("{FIXABLE}\n").repeat(300)).await?;
    page.choose("#driver", "libpq").await?;
    page.until("return document.querySelectorAll('.finding').length", json!(100)).await?;
    page.until("return !document.querySelector('.panel .notice:not([hidden])').hidden", json!(true)).await?;
    page.click("#text").await?;
    page.press_char('x').await?;
    let current = "return document.getElementById('underlay').textContent.length === document.getElementById('text').value.length";
    page.until(current, json!(true)).await
}

async fn names(page: &Page) -> Result<()> {
    let nameless = "return [...document.querySelectorAll('button, a, input, select, textarea, summary, [role=region]')]
        .filter(it => !(it.labels && it.labels.length) && !it.getAttribute('aria-label') && !it.textContent.trim())
        .map(it => it.outerHTML)";
    for (fragment, tab) in
        [("", "#tab-findings"), ("", "#tab-readings"), ("", "#tab-written"), ("#errors", ""), ("#rules", "")]
    {
        page.open(fragment).await?;
        if !tab.is_empty() {
            page.click(tab).await?;
        }
        page.until(nameless, json!([])).await?;
        page.until("return document.querySelectorAll('h1').length", json!(1)).await?;
    }
    Ok(())
}

async fn phone(page: &Page) -> Result<()> {
    page.resize(360, 780).await?;
    for (fragment, tab) in
        [("", "#tab-findings"), ("", "#tab-readings"), ("", "#tab-written"), ("#errors", ""), ("#rules", "")]
    {
        page.open(fragment).await?;
        if !tab.is_empty() {
            page.click(tab).await?;
        }
        page.until("return document.scrollingElement.scrollWidth", json!(360)).await?;
    }
    Ok(())
}

async fn private(page: &Page) -> Result<()> {
    page.requests().await?;
    page.write(ACCEPTANCE).await?;
    page.click("#tab-readings").await?;
    page.click("#tab-written").await?;
    let after_load = page.requests().await?;
    ensure!(after_load.is_empty(), "requests after the page has loaded: {after_load:?}");
    quiet_console(page).await?;
    let attempt =
        "document.addEventListener('securitypolicyviolation', event => done(event.effectiveDirective));
        fetch('https://example.com/').then(() => done('it was fetched'), () => {});";
    let blocked = page.ask_later(attempt).await?;
    ensure!(blocked == json!("connect-src"), "a request elsewhere: {blocked}");
    let left = page.requests().await?;
    ensure!(left.is_empty(), "it left all the same: {left:?}");
    Ok(())
}
