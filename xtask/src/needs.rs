//! Installing what a task needs, or saying what is missing.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::workspace::{program, succeed, target};

/// Waits until no other thread and no other task installs anything, and keeps them waiting until it is dropped: parts of
/// the tests run beside each other and need the same things, and Debian's package manager serves one at a time.
pub fn alone() -> Result<File> {
    fs::create_dir_all(target())?;
    let lock = File::create(target().join("install.lock"))?;
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive)?;
    Ok(lock)
}

/// A Debian package, and what shows that it is there.
pub struct Needed {
    /// The package.
    pub package: &'static str,
    /// A program by its name, or the path of a file or folder.
    pub shows: &'static str,
}

/// Makes sure of packages: installs what is missing when run as root, else names it.
pub fn need(packages: &[Needed]) -> Result<()> {
    let _alone = alone()?;
    let missing =
        || -> Vec<&str> { packages.iter().filter(|it| !is_there(it.shows)).map(|it| it.package).collect() };
    let wanted = missing();
    if wanted.is_empty() {
        return Ok(());
    }
    if !is_root() || program("apt-get").is_none() {
        bail!("missing; on Debian: apt-get install {}", wanted.join(" "));
    }
    println!("installing {}", wanted.join(" "));
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], wanted.as_slice()].concat())?;
    let still = missing();
    ensure!(still.is_empty(), "still missing after their installation: {}", still.join(" "));
    Ok(())
}

fn apt(args: &[&str]) -> Result<()> {
    let mut apt = Command::new("apt-get");
    succeed(apt.arg("-qq").args(args).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))
}

/// Whether continuous integration runs this: nothing is left out there.
pub fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

/// Whether this runs as root.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

fn is_there(what: &str) -> bool {
    // Debian keeps servers in a folder that is not on everybody's PATH.
    Path::new(what).is_absolute() && Path::new(what).exists()
        || program(what).is_some()
        || Path::new("/usr/sbin").join(what).is_file()
}

/// A virtual environment at `folder` with `packages` in it; returns its interpreter. Made once for each list.
pub fn python_venv(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    need(&[Needed { package: "python3-venv", shows: "python3" }])?;
    let _alone = alone()?;
    let python = folder.join("bin/python");
    let stamp = folder.join("packages.txt");
    let wanted = packages.join("\n");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(python);
    }
    succeed(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))
        .context("making a Python environment; on Debian it takes the package python3-venv")?;
    succeed(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(packages),
    )?;
    fs::write(stamp, wanted)?;
    Ok(python)
}
