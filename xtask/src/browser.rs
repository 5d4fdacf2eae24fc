//! `cargo xtask browser`: the built page, driven in a real Chromium.
//!
//! The journeys are a crate of their own, `tests/browser`, so that nobody builds a WebDriver client who does not run
//! them. This task brings what they need: the page, its server, and a driver for the browser.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::needs::{Needed, need};
use crate::serve::Server;
use crate::workspace::{cargo, root, succeed, target};

/// Builds, serves, drives. Screenshots go to `target/screens/`.
pub fn run(args: &[String]) -> Result<()> {
    let is_dev = args.iter().any(|arg| arg == "--dev");
    let dist = crate::web::build(is_dev)?;
    if !is_dev {
        crate::web::weigh(&dist)?;
    }
    let server = Server::start(dist, 0)?;
    need(NEEDED)?;
    let driver = WebDriver::start()?;
    succeed(
        cargo()
            .args(["run", "--quiet", "--package", "connlint-browser", "--"])
            .arg(format!("http://{}/", server.address))
            .arg(format!("http://127.0.0.1:{}", driver.port))
            .arg(target().join("screens")),
    )
}

/// What the journeys start.
const NEEDED: &[Needed] = &[
    Needed { package: "chromium", shows: "chromium" },
    Needed { package: "chromium-driver", shows: "chromedriver" },
];

/// A running chromedriver; it is stopped when this goes out of scope.
struct WebDriver {
    child: Child,
    port: u16,
}

impl WebDriver {
    fn start() -> Result<Self> {
        let mut child = Command::new("chromedriver")
            .current_dir(root())
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("chromedriver does not start")?;
        let stdout = child.stdout.take().context("chromedriver has no output")?;
        // "ChromeDriver was started successfully on port 41231."
        let port = BufReader::new(stdout)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok());
        match port {
            Some(port) => Ok(Self { child, port }),
            None => {
                child.kill().ok();
                bail!("chromedriver did not say its port")
            }
        }
    }
}

impl Drop for WebDriver {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
