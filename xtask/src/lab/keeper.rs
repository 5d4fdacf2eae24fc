//! Servers that stop, however the task ends.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// What Ctrl-C stops: the lab of this task.
static KEPT: OnceLock<Arc<Mutex<Kept>>> = OnceLock::new();

/// What is running, and the folder that goes with it.
struct Kept {
    running: Vec<Child>,
    folder: PathBuf,
}

/// Stops all that it was given when it is dropped, and when the task is interrupted.
pub struct Keeper(Arc<Mutex<Kept>>);

impl Keeper {
    /// Keeps `folder`. There is one in a task.
    pub fn new(folder: PathBuf) -> Result<Self> {
        let kept = Arc::new(Mutex::new(Kept { running: Vec::new(), folder }));
        if KEPT.set(Arc::clone(&kept)).is_ok() {
            ctrlc::set_handler(|| {
                if let Some(kept) = KEPT.get() {
                    stop(kept);
                }
                std::process::exit(130);
            })
            .context("Ctrl-C cannot be heard")?;
        }
        Ok(Self(kept))
    }

    /// Starts a server, out of reach of the terminal's Ctrl-C: the keeper stops them in their order.
    pub fn start(&self, command: &mut Command) -> Result<()> {
        use std::os::unix::process::CommandExt as _;
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let child = command.spawn()?;
        lock(&self.0).running.push(child);
        Ok(())
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        stop(&self.0);
    }
}

fn lock(kept: &Mutex<Kept>) -> std::sync::MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Stops what runs, the last one first, and removes the folder.
fn stop(kept: &Mutex<Kept>) {
    let mut kept = lock(kept);
    while let Some(mut child) = kept.running.pop() {
        // SIGINT: PostgreSQL ends its sessions and its helpers and goes.
        let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(5) && !matches!(child.try_wait(), Ok(Some(_))) {
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
    let _ = std::fs::remove_dir_all(&kept.folder);
}
