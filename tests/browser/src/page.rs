//! The page in its browser, in the words of the journeys.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// A browser window with the page.
pub struct Page {
    client: Client,
    /// Where the page comes from, with a slash at its end.
    pub origin: String,
}

/// How long something may take to show.
const PATIENCE: Duration = Duration::from_secs(10);

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--force-color-profile=srgb",
];

impl Page {
    /// Starts a browser through the driver at `driver`; it records requests and the console.
    pub async fn connect(origin: &str, driver: &str) -> Result<Self> {
        let capabilities = json!({
            "goog:chromeOptions": { "args": FLAGS },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let capabilities = capabilities.as_object().cloned().unwrap_or_default();
        let client =
            ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(driver).await?;
        Ok(Self { client, origin: origin.to_owned() })
    }

    /// Ends the browser.
    pub async fn close(&self) -> Result<()> {
        Ok(self.client.clone().close().await?)
    }

    /// Gives the window back its own size, whatever a journey has left behind.
    pub async fn reset_size(&self) -> Result<()> {
        self.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await?;
        Ok(())
    }

    /// Opens the page afresh at a fragment, and waits until it runs.
    pub async fn open(&self, fragment: &str) -> Result<()> {
        self.client.goto("about:blank").await?;
        self.client.goto(&format!("{}{fragment}", self.origin)).await?;
        self.until("return document.documentElement.hasAttribute('data-ready')", json!(true)).await
    }

    /// What `script` returns.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        self.client.execute(script, Vec::new()).await.with_context(|| format!("in `{script}`"))
    }

    /// What `script` passes to the callback in `done`.
    pub async fn ask_later(&self, script: &str) -> Result<Value> {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        Ok(self.client.execute_async(&script, Vec::new()).await?)
    }

    /// The text that `script` returns.
    pub async fn ask_text(&self, script: &str) -> Result<String> {
        Ok(self.ask(script).await?.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until `script` returns `expected`.
    pub async fn until(&self, script: &str, expected: Value) -> Result<()> {
        let start = std::time::Instant::now();
        loop {
            let got = self.ask(script).await?;
            if got == expected {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                bail!("`{script}` gives {got}, expected {expected}");
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// How many elements a selector finds.
    pub async fn count(&self, selector: &str) -> Result<usize> {
        Ok(self.client.find_all(Locator::Css(selector)).await?.len())
    }

    /// Clicks an element.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let element =
            self.client.find(Locator::Css(selector)).await.with_context(|| format!("no `{selector}`"))?;
        element.click().await.with_context(|| format!("`{selector}` cannot be clicked"))
    }

    /// Chooses an option of a `<select>` by its value.
    pub async fn choose(&self, selector: &str, value: &str) -> Result<()> {
        self.client.find(Locator::Css(selector)).await?.select_by_value(value).await?;
        Ok(())
    }

    /// Replaces what the field holds by typing.
    pub async fn write(&self, text: &str) -> Result<()> {
        let field = self.client.find(Locator::Id("text")).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        self.until("return document.getElementById('text').value", json!(text)).await
    }

    /// Pastes over what the field holds: one event, however long the text is.
    pub async fn paste(&self, text: &str) -> Result<()> {
        let script = "const field = document.getElementById('text'); field.focus(); field.select(); \
                      document.execCommand('insertText', false, arguments[0])";
        self.client.execute(script, vec![json!(text)]).await?;
        Ok(())
    }

    /// Presses a key that is not a character, where the focus is.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.press_char(char::from(key)).await
    }

    /// Types a character where the focus is.
    pub async fn press_char(&self, value: char) -> Result<()> {
        let keys = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value });
        Ok(self.client.perform_actions(keys).await?)
    }

    /// Goes on with the Tab key until the focus is on an element that `selector` matches.
    pub async fn tab_to(&self, selector: &str) -> Result<()> {
        for _ in 0..60 {
            self.press(Key::Tab).await?;
            let there = format!("return document.activeElement.matches({})", json!(selector));
            if self.ask(&there).await? == json!(true) {
                return Ok(());
            }
        }
        bail!("the Tab key does not reach `{selector}`")
    }

    /// What the page shows as text; what the field holds is not part of it.
    pub async fn shown(&self) -> Result<String> {
        self.ask_text("return document.documentElement.outerHTML").await
    }

    /// Entries of a log of the browser since the last time it was asked for: `browser` or `performance`.
    pub async fn log(&self, kind: &'static str) -> Result<Vec<Value>> {
        let answer = self.client.issue_cmd(Command { path: "se/log", body: json!({ "type": kind }) }).await?;
        Ok(answer.as_array().cloned().unwrap_or_default())
    }

    /// Addresses of the requests made since the last time the log was asked for.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let mut out = Vec::new();
        for entry in self.log("performance").await? {
            let text = entry.get("message").and_then(Value::as_str).unwrap_or_default();
            let event: Value = serde_json::from_str(text)?;
            if event.pointer("/message/method") == Some(&json!("Network.requestWillBeSent")) {
                let url = event.pointer("/message/params/request/url").and_then(Value::as_str);
                out.extend(url.map(str::to_owned));
            }
        }
        Ok(out)
    }

    /// Calls the browser's own protocol.
    pub async fn devtools(&self, command: &str, params: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": params });
        Ok(self.client.issue_cmd(Command { path: "goog/cdp/execute", body }).await?)
    }

    /// Makes the window as wide as a device.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        let inner = self.ask("return window.innerWidth").await?;
        ensure!(inner == json!(width), "the window is {inner} wide, not {width}");
        Ok(())
    }
}

/// A command that WebDriver itself does not have.
#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
