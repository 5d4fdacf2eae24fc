//! Replacing a file so that at any moment either the old or the new one is there, whole.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::Path;

/// Replaces the text of the file at `path`; a symbolic link stays and its target is replaced. Permissions and, where
/// the system allows it, the owner stay. Refuses what is not a plain file and what may not be written to.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path)?;
    let old = fs::metadata(&target)?;
    if !old.is_file() {
        return Err(io::Error::other("not a plain file"));
    }
    if old.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let folder = target.parent().unwrap_or(Path::new("."));
    // It is made readable by its owner alone, and gets the old file's permissions when it is complete.
    let mut new = tempfile::Builder::new().prefix(".connlint-").tempfile_in(folder)?;
    new.write_all(text.as_bytes())?;
    keep_owner(new.path(), &old);
    new.as_file().set_permissions(old.permissions())?;
    new.as_file().sync_all()?;
    new.persist(&target)?;
    Ok(())
}

/// Makes a new file; one that is there stays as it is.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = tempfile::Builder::new().prefix(".connlint-").tempfile_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist_noclobber(path)?;
    Ok(())
}

/// Only the superuser can give a file away; for everybody else the owner is the one who fixes.
#[cfg(unix)]
fn keep_owner(path: &Path, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, chown};
    let _ = chown(path, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &Path, _: &Metadata) {}
