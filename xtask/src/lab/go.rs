//! Go and its drivers as a release of Debian has them: its proxy of modules is not everywhere within reach.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::debian;

/// The first release with pgx 5.
const RELEASE: &str = "forky";
const GO: &str = "golang-go";
/// The drivers as the lab calls them, and their packages.
const DRIVERS: &[(&str, &str)] = &[
    ("pgx@5", "golang-github-jackc-pgx-v5-dev"),
    ("pgx@4", "golang-github-jackc-pgx-v4-dev"),
    ("lib-pq", "golang-github-lib-pq-dev"),
];

/// Unpacks what is needed, once.
pub fn set_up(lab: &Path) -> Result<()> {
    let packages: Vec<&str> = [GO].into_iter().chain(DRIVERS.iter().map(|(_, package)| *package)).collect();
    // Go's other tools are large, and of no use here.
    let is_wanted = |name: &str| name.starts_with("golang-") && name != "golang-golang-x-tools";
    debian::unpacked(lab, RELEASE, GO, &packages, &is_wanted)
}

/// The command that makes the program `connect` in `folder`.
pub fn build(lab: &Path, folder: &Path) -> Command {
    let tree = tree(lab);
    let mut go = Command::new(tree.join("usr/bin/go"));
    go.args(["build", "-o", "connect", "."]).current_dir(folder);
    go.env("GOPATH", tree.join("usr/share/gocode")).env("GOCACHE", lab.join("go/cache"));
    // The sources lie where Go looked for them before there were modules. No C compiler is asked for.
    go.envs([("GO111MODULE", "off"), ("GOTOOLCHAIN", "local"), ("GOFLAGS", ""), ("CGO_ENABLED", "0")]);
    go
}

/// The version of a driver, which no program of Go can say without modules.
pub fn version(lab: &Path, driver: &str) -> Option<String> {
    let (_, package) = DRIVERS.iter().find(|(name, _)| driver.starts_with(name))?;
    debian::version(&tree(lab), package)
}

fn tree(lab: &Path) -> PathBuf {
    debian::tree(lab, RELEASE, GO)
}
