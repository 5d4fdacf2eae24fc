//! Programs of other releases of Debian, kept beside the system's own, which stay as they are.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::must;

const LIMIT: Duration = Duration::from_secs(300);
/// The loader in the folder of a program, and the note of the program's version.
const LOADER: &str = "loader";
const VERSION: &str = "version";

/// A program with its own libraries down to the C library, all in one folder.
pub struct Foreign {
    folder: PathBuf,
    program: PathBuf,
    /// The version of its package, without Debian's part: `1.24.1`.
    pub version: String,
}

impl Foreign {
    /// Gets the program at `path` in `package` of `release` into `cache`, once, and copies it into `to`: who runs it may
    /// not be allowed to read the cache.
    pub fn get(cache: &Path, release: &str, package: &str, path: &str, to: &Path) -> Result<Self> {
        let cached = cache.join(format!("{release}-{package}"));
        if !cached.join(VERSION).is_file() {
            println!("unpacking {package} of Debian's {release}");
            let work = cache.join(format!("{release}-{package}-unpacked"));
            let version = unpack(&download(&work, release, package)?, &work, package)?;
            collect(&work, path, &cached)?;
            fs::write(cached.join(VERSION), version)?;
            fs::remove_dir_all(work)?;
        }
        let folder = to.join(format!("{release}-{package}"));
        if !folder.is_dir() {
            copy(fs::read_dir(&cached)?.flatten().map(|entry| entry.path()), &folder)?;
        }
        let program = Path::new(path).file_name().context("a program")?;
        let version = fs::read_to_string(cached.join(VERSION))?;
        Ok(Self { program: folder.join(program), folder, version })
    }

    /// A command that starts it: its own loader with its own libraries, then the program.
    pub fn words(&self) -> Vec<PathBuf> {
        vec![self.folder.join(LOADER), "--library-path".into(), self.folder.clone(), self.program.clone()]
    }
}

/// Downloads with apt, in folders of its own: no list, cache or state of the system is read or written.
fn download(work: &Path, release: &str, package: &str) -> Result<PathBuf> {
    for folder in ["state/lists/partial", "cache/archives/partial", "sources"] {
        fs::create_dir_all(work.join(folder))?;
    }
    fs::write(work.join("sources/release.list"), format!("deb {} {release} main\n", mirror()?))?;
    fs::write(work.join("status"), "")?;
    let apt = |args: &[&str]| {
        let mut apt = Command::new("apt-get");
        for (option, folder) in [
            ("Dir::Etc::sourceparts", "sources"),
            ("Dir::State", "state"),
            ("Dir::State::status", "status"),
            ("Dir::Cache", "cache"),
        ] {
            apt.arg("-o").arg(format!("{option}={}", work.join(folder).display()));
        }
        // As root apt would download as another user, who cannot write here.
        apt.args(["-qq", "-o", "Dir::Etc::sourcelist=/dev/null", "-o", "APT::Sandbox::User=root"]);
        must(apt.args(args).env("DEBIAN_FRONTEND", "noninteractive"), LIMIT)
    };
    apt(&["update"])?;
    apt(&["install", "--download-only", "--yes", "--no-install-recommends", package])?;
    Ok(work.join("cache/archives"))
}

/// The mirror that this machine has its own packages from.
fn mirror() -> Result<String> {
    let mut apt = Command::new("apt-get");
    apt.args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]);
    let targets = must(&mut apt, LIMIT)?;
    let found = targets.lines().find(|uri| uri.trim_end_matches('/').ends_with("/debian"));
    found.map(str::to_owned).context("apt knows no mirror of Debian on this machine")
}

/// Unpacks the package and all libraries into `root` of `work`; the version of the package.
fn unpack(archives: &Path, work: &Path, package: &str) -> Result<String> {
    let mut version = None;
    for entry in fs::read_dir(archives)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((found, rest)) = name.split_once('_') else { continue };
        if found == package {
            version = rest.split(['-', '_']).next().map(str::to_owned);
        } else if !found.starts_with("lib") && !found.starts_with("zlib") {
            continue;
        }
        must(Command::new("dpkg-deb").arg("-x").arg(entry.path()).arg(work.join("root")), LIMIT)?;
    }
    version.context("apt has downloaded everything but the package")
}

/// Puts the program, its loader and the libraries that it asks for into `cached`.
fn collect(work: &Path, path: &str, cached: &Path) -> Result<()> {
    let root = work.join("root");
    let inside = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let all: Vec<PathBuf> = ["lib64", "usr/lib64", "lib", "usr/lib"].into_iter().flat_map(inside).collect();
    let is_loader = |it: &&PathBuf| it.file_name().is_some_and(|name| starts_with(name, "ld-linux"));
    let loader = all.iter().find(is_loader).context("no loader")?;
    let folders = all.iter().filter(|it| it.is_dir() && it.to_string_lossy().ends_with("-linux-gnu"));
    let folders: Vec<String> = folders.map(|it| it.to_string_lossy().into_owned()).collect();
    let program = root.join(path);
    let mut list = Command::new(loader);
    list.arg("--list").arg("--library-path").arg(folders.join(":")).arg(&program);
    let listed = must(&mut list, LIMIT)?;
    // `libssl.so.3 => /path/libssl.so.3 (0x...)`; the loader is named without an arrow.
    let library = |line: &str| Some(PathBuf::from(line.split_once(" => ")?.1.split(' ').next()?));
    copy(listed.lines().filter_map(library).filter(|it| it.starts_with(&root)).chain([program]), cached)?;
    fs::copy(loader, cached.join(LOADER))?;
    Ok(())
}

fn starts_with(name: &OsStr, start: &str) -> bool {
    name.to_string_lossy().starts_with(start)
}

fn copy(files: impl Iterator<Item = PathBuf>, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for file in files {
        let name = file.file_name().context("a file")?;
        fs::copy(&file, to.join(name)).with_context(|| file.display().to_string())?;
    }
    Ok(())
}
