//! `cargo xtask web`: the page, as files that any web server can hand out.
//!
//! No bundler and no installed wasm-bindgen: cargo builds the module, and the library behind wasm-bindgen's own
//! command writes the glue. `wasm-opt` is left out on purpose: it makes the compressed module larger, and Debian's
//! breaks it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::order;
use crate::workspace::{cargo, program, root, succeed, target};

const TRIPLE: &str = "wasm32-unknown-unknown";

/// Files of the page that are copied as they are, from the root of the workspace.
const COPIED: &[&str] = &["index.html", "web/boot.js", "web/style.css", "web/icon.svg"];

/// Builds into `dist/`; prints the size of what came out.
pub fn run(args: &[String]) -> Result<()> {
    let dist = build(args.iter().any(|arg| arg == "--dev"))?;
    weigh(&dist)
}

/// Builds the page and returns its folder.
pub fn build(dev: bool) -> Result<PathBuf> {
    add_target()?;
    let dist = root().join("dist");
    // The old page goes first: a failed build must not leave a stale one behind.
    if dist.exists() {
        fs::remove_dir_all(&dist).context("the old dist/ cannot be removed")?;
    }
    let (profile, folder) = if dev { ("dev", "debug") } else { ("web", "web") };
    succeed(cargo().args(["build", "--package", "connlint-web", "--target", TRIPLE, "--profile", profile]))?;
    fs::create_dir_all(&dist)?;
    wasm_bindgen_cli_support::Bindgen::new()
        .input_path(target().join(TRIPLE).join(folder).join("connlint_web.wasm"))
        .web(true)?
        .typescript(false)
        .remove_name_section(!dev)
        .generate(&dist)?;
    if !dev {
        let module = dist.join("connlint_web_bg.wasm");
        fs::write(&module, order::by_code(&fs::read(&module)?)?)?;
    }
    for file in COPIED {
        let from = root().join(file);
        let name = from.file_name().unwrap_or_default();
        fs::copy(&from, dist.join(name)).with_context(|| format!("{file} cannot be copied"))?;
    }
    Ok(dist)
}

/// Adds the compilation target where rustup is in charge; otherwise the compiler has to bring it, and says so if not.
pub fn add_target() -> Result<()> {
    let Some(rustup) = program("rustup") else { return Ok(()) };
    let installed =
        Command::new(&rustup).current_dir(root()).args(["target", "list", "--installed"]).output()?;
    if String::from_utf8_lossy(&installed.stdout).lines().any(|line| line.trim() == TRIPLE) {
        return Ok(());
    }
    succeed(Command::new(rustup).current_dir(root()).args(["target", "add", TRIPLE]))
}

/// Prints one line per file: bytes as they are, with gzip and with brotli, at the best level of each. A page over its
/// budget is an error.
pub fn weigh(dist: &Path) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(dist)?.map(|it| Ok(it?.path())).collect::<Result<_>>()?;
    files.sort();
    println!("{:<24}{:>12}{:>12}{:>12}", "dist/", "bytes", "gzip", "brotli");
    let mut total = [0; 3];
    for file in &files {
        let content = fs::read(file)?;
        let sizes = [content.len(), gzip(&content)?, brotli(&content)?];
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        println!("{name:<24}{:>12}{:>12}{:>12}", sizes[0], sizes[1], sizes[2]);
        total = std::array::from_fn(|at| total[at] + sizes[at]);
    }
    println!("{:<24}{:>12}{:>12}{:>12}", "all", total[0], total[1], total[2]);
    if total[2] > BUDGET {
        bail!("the page is over its budget of {BUDGET} bytes (brotli)");
    }
    Ok(())
}

/// What the page may weigh on the wire, in bytes of brotli. A page that is opened in an outage has to be small.
const BUDGET: usize = 600_000;

fn gzip(content: &[u8]) -> Result<usize> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(content)?;
    Ok(out.finish()?.len())
}

fn brotli(content: &[u8]) -> Result<usize> {
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut out, &brotli::enc::BrotliEncoderParams::default())?;
    Ok(out.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked(package: &str) -> String {
        let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
        let name = format!("name = \"{package}\"\nversion = \"");
        let mut found = lock.split(&name).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        let version = found.next().unwrap();
        assert_eq!(found.next(), None, "{package} is locked twice");
        version
    }

    #[test]
    fn the_glue_is_written_by_the_version_that_the_module_was_built_with() {
        assert_eq!(locked("wasm-bindgen"), locked("wasm-bindgen-cli-support"));
    }

    #[test]
    fn every_file_of_the_page_is_there() {
        for file in COPIED {
            assert!(root().join(file).is_file(), "{file}");
        }
    }
}
