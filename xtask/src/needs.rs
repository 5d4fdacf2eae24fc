//! Installing what a task needs, or saying what is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::succeed;

/// A program of a Debian package.
pub struct Needed {
    /// The program, by name (looked up in PATH) or by the pattern of a path that ends in `/NAME`.
    pub program: &'static str,
    /// The package that brings it.
    pub package: &'static str,
}

/// Makes sure that all programs are there: installs their Debian packages when run as root, else names them.
pub fn need(programs: &[Needed]) -> Result<()> {
    let missing: Vec<&str> =
        programs.iter().filter(|it| find(it.program).is_none()).map(|needed| needed.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"));
    if !is_root || find("apt-get").is_none() {
        bail!("missing programs; install the Debian packages: {}", missing.join(" "));
    }
    println!("installing {}", missing.join(" "));
    let apt = |args: &[&str]| {
        let mut apt = Command::new("apt-get");
        apt.args(args).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
        succeed(&mut apt)
    };
    apt(&["update", "-qq"])?;
    apt(&[&["install", "-y", "-qq", "--no-install-recommends"], missing.as_slice()].concat())?;
    let still: Vec<&str> =
        programs.iter().filter(|it| find(it.program).is_none()).map(|it| it.program).collect();
    ensure!(still.is_empty(), "still missing after the installation: {}", still.join(", "));
    Ok(())
}

/// The path of a program in PATH or in the folders where Debian keeps servers.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]).chain(postgresql_folders());
    folders.map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Debian keeps the server's programs outside PATH, one folder for each major version; the newest first.
fn postgresql_folders() -> Vec<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders
}

/// A virtual environment at `folder` with `packages` in it; returns its interpreter. Made once for each list.
pub fn python_venv(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    let python = folder.join("bin/python");
    let stamp = folder.join("packages.txt");
    let wanted = packages.join("\n");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(python);
    }
    succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))
        .context("making a Python environment; on Debian this takes the package python3-venv")?;
    succeed(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(packages),
    )?;
    fs::write(stamp, wanted)?;
    Ok(python)
}
