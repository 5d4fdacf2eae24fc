//! Where things are, and how programs are run.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// The folder of built things.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |set| root().join(set))
}

/// The cargo that runs this task, in the workspace. Looked up when it runs: through the path of the build time a
/// toolchain file inside a dependency would be obeyed.
pub fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    cargo
}

/// Runs `command` to its end; an error unless it succeeds.
pub fn succeed(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| format!("`{program}` does not start"))?;
    if !status.success() {
        bail!("`{program}` failed ({status})");
    }
    Ok(())
}

/// The program of this name on the `PATH`.
pub fn program(name: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Builds the program `connlint` of this tree, with what all parts of the workspace ask of their libraries: a part that is
/// tested beside has the same then.
pub fn build_connlint() -> Result<()> {
    succeed(cargo().args(["build", "--quiet", "--locked", "--workspace", "--bin", "connlint"]))
}

/// A command that runs the program that [`build_connlint`] has built.
pub fn connlint() -> Command {
    Command::new(target().join("debug/connlint"))
}
