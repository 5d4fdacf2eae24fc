//! Programs of other releases of Debian, kept beside the system's own, which stay as they are.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::needs::alone;
use crate::process::must;

const LIMIT: Duration = Duration::from_secs(300);
/// The loader in the folder of a program.
const LOADER: &str = "loader";
/// The packages in a folder with their versions, one in a line.
const VERSIONS: &str = "versions";

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
        let cached = tree(cache, release, package);
        let _alone = alone()?;
        if !cached.join(VERSIONS).is_file() {
            println!("unpacking {package} of Debian's {release}");
            let work = cache.join(format!("{release}-{package}-unpacked"));
            let is_wanted =
                |name: &str| name == package || name.starts_with("lib") || name.starts_with("zlib");
            let versions = unpack(&download(&work, release, &[package])?, &work, &is_wanted)?;
            collect(&work, path, &cached)?;
            fs::write(cached.join(VERSIONS), versions)?;
            fs::remove_dir_all(work)?;
        }
        let folder = to.join(format!("{release}-{package}"));
        if !folder.is_dir() {
            copy(fs::read_dir(&cached)?.flatten().map(|entry| entry.path()), &folder)?;
        }
        let program = Path::new(path).file_name().context("a program")?;
        let version = version(&cached, package).context("apt has downloaded everything but the package")?;
        Ok(Self { program: folder.join(program), folder, version })
    }

    /// A command that starts it: its own loader with its own libraries, then the program.
    pub fn words(&self) -> Vec<PathBuf> {
        vec![self.folder.join(LOADER), "--library-path".into(), self.folder.clone(), self.program.clone()]
    }
}

/// Where `unpacked` puts what it calls `name`.
pub fn tree(cache: &Path, release: &str, name: &str) -> PathBuf {
    cache.join(format!("{release}-{name}"))
}

/// Gets `packages` of `release` and what they need, as far as its name is wanted, once, with all their folders.
pub fn unpacked(
    cache: &Path,
    release: &str,
    name: &str,
    packages: &[&str],
    is_wanted: &dyn Fn(&str) -> bool,
) -> Result<()> {
    let tree = tree(cache, release, name);
    let _alone = alone()?;
    if tree.join(VERSIONS).is_file() {
        return Ok(());
    }
    println!("unpacking {name} of Debian's {release}");
    let work = cache.join(format!("{release}-{name}-unpacked"));
    let versions = unpack(&download(&work, release, packages)?, &work, is_wanted)?;
    if tree.is_dir() {
        fs::remove_dir_all(&tree)?;
    }
    fs::rename(work.join("root"), &tree)?;
    fs::write(tree.join(VERSIONS), versions)?;
    Ok(fs::remove_dir_all(work)?)
}

/// The version of a package in such a folder, without Debian's part.
pub fn version(folder: &Path, package: &str) -> Option<String> {
    let versions = fs::read_to_string(folder.join(VERSIONS)).ok()?;
    let mut lines = versions.lines().filter_map(|line| line.split_once(' '));
    lines.find(|(name, _)| *name == package).map(|(_, version)| version.to_owned())
}

/// Downloads with apt, in folders of its own: no list, cache or state of the system is read or written.
fn download(work: &Path, release: &str, packages: &[&str]) -> Result<PathBuf> {
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
    let install = ["install", "--download-only", "--yes", "--no-install-recommends"];
    apt(&[&install, packages].concat())?;
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

/// Unpacks the packages that are wanted into `root` of `work`; their versions.
fn unpack(archives: &Path, work: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Result<String> {
    let mut versions = String::new();
    for entry in fs::read_dir(archives)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some((found, rest)) = name.split_once('_').filter(|(found, _)| is_wanted(found)) else {
            continue;
        };
        must(Command::new("dpkg-deb").arg("-x").arg(entry.path()).arg(work.join("root")), LIMIT)?;
        let version = rest.split(['-', '_']).next().unwrap_or(rest);
        versions.push_str(&format!("{found} {version}\n"));
    }
    Ok(versions)
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
