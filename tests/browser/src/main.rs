//! Journeys through the built page in a real Chromium: `connlint-browser PAGE DRIVER FOLDER`, with the address of the
//! page, that of a running chromedriver, and a folder for screenshots. `cargo xtask browser` brings all three.

mod journeys;
mod page;
mod screens;

use std::path::Path;

use anyhow::{Context, Result, bail};

use page::Page;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [page, driver, folder] = args.as_slice() else { bail!("usage: connlint-browser PAGE DRIVER FOLDER") };
    let page = Page::connect(page, driver).await.context("the browser does not start")?;
    let outcome = all(&page, Path::new(folder)).await;
    // Always, or the browser stays behind.
    page.close().await?;
    outcome
}

async fn all(page: &Page, folder: &Path) -> Result<()> {
    let mut failed = Vec::new();
    for (name, journey) in journeys::JOURNEYS {
        page.reset_size().await?;
        let outcome = match page.open("").await {
            Ok(()) => journey(page).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) => println!("ok      {name}"),
            Err(error) => {
                println!("FAILED  {name}: {error:#}");
                failed.push(*name);
            }
        }
    }
    screens::take(page, folder).await?;
    println!("screenshots are in {}", folder.display());
    if !failed.is_empty() {
        bail!("{} of {} journeys failed: {}", failed.len(), journeys::JOURNEYS.len(), failed.join(", "));
    }
    Ok(())
}
