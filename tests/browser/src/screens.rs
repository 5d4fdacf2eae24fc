//! Screenshots, for people to look at.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::page::Page;

/// Name, width and height of each device.
const DEVICES: &[(&str, u32, u32)] = &[("phone", 360, 780), ("desktop", 1280, 900)];

/// Name, fragment, and the tab to open.
const PARTS: &[(&str, &str, &str)] = &[
    ("findings", "", "#tab-findings"),
    ("readings", "", "#tab-readings"),
    ("written", "", "#tab-written"),
    ("rules", "#rules/unknown-parameter", ""),
];

/// Takes a picture of every part on every device in both themes, and puts it into `folder`.
pub async fn take(page: &Page, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    for (device, width, height) in DEVICES {
        for theme in ["light", "dark"] {
            page.resize(*width, *height).await?;
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": theme }] });
            page.devtools("Emulation.setEmulatedMedia", media).await?;
            for (part, fragment, tab) in PARTS {
                page.open(fragment).await?;
                if !tab.is_empty() {
                    page.click(tab).await?;
                }
                let picture = capture(page).await?;
                fs::write(folder.join(format!("{part}-{device}-{theme}.png")), picture)?;
            }
        }
    }
    Ok(())
}

async fn capture(page: &Page) -> Result<Vec<u8>> {
    let whole = json!({ "format": "png", "captureBeyondViewport": true });
    let answer = page.devtools("Page.captureScreenshot", whole).await?;
    let data = answer.get("data").and_then(Value::as_str).context("no picture")?;
    Ok(BASE64_STANDARD.decode(data)?)
}
