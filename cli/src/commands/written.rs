//! `connlint generate --write FOLDER`: the program with its `.env`, as files.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use connlint_core::generate::Connection;

use crate::terminal::{self, STRONG, styled};

/// A file that keeps secrets out of the repository.
const GITIGNORE: &str = ".env\n";

/// Writes all files of `connection` into `folder`, the `.env` readable by its owner alone. Nothing is overwritten: if one
/// of them is there already, none is written.
pub fn write(folder: &Path, connection: &Connection) -> anyhow::Result<()> {
    let mut files = vec![(folder.join(".env"), connection.env.expose())];
    files.extend(connection.snippet.files.iter().map(|file| (folder.join(file.path), file.text.as_str())));
    let gitignore = folder.join(".gitignore");
    if !gitignore.exists() {
        files.push((gitignore, GITIGNORE));
    }
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        bail!("{}: it is there already, and nothing was written", path.display());
    }
    let mut written = Vec::new();
    for (path, text) in &files {
        if let Err(error) = create(path, text) {
            take_back(&written);
            return Err(error).with_context(|| format!("{}: it cannot be written", path.display()));
        }
        written.push(path.clone());
    }
    for path in &written {
        terminal::print(&format!("{} {}\n", styled(STRONG, "wrote"), path.display()))?;
    }
    Ok(())
}

/// Makes a new file; one that appeared in the meantime stays as it is.
fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if path.ends_with(".env") {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    Ok(file.sync_all()?)
}

fn take_back(written: &[PathBuf]) {
    for path in written {
        let _ = fs::remove_file(path);
    }
}
