//! Ending processes: politely, never another one than was meant, and never one that this one depends on.

use std::collections::BTreeSet;
use std::io;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::holder::{Holder, ancestors};
use super::keeper::is_postgresql;

/// How long a process may take to be gone that was not asked.
const LAST_WAIT: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(40);

/// What was done to a process.
#[derive(Debug, Serialize)]
pub struct Ended {
    /// Its number.
    pub pid: u32,
    /// Its name.
    pub name: String,
    /// The signals that it got, in order; none, if it went together with its parent or was gone before.
    pub signals: Vec<&'static str>,
    /// Whether it is gone.
    pub is_gone: bool,
    /// What went wrong.
    pub error: Option<String>,
}

/// What a process is told.
#[derive(Clone, Copy)]
enum Told {
    /// To end when it has done what it does.
    Politely,
    /// To end now.
    Firmly,
}

/// Why a process is not ended; `None` when it may be. With `kept`, services and containers may be.
pub fn reluctance(holder: &Holder, kept: bool) -> Option<String> {
    if holder.pid <= 1 {
        return Some("it is the process that the system runs by".to_owned());
    }
    if ancestors().contains(&holder.pid) {
        return Some("this command runs inside it".to_owned());
    }
    if !holder.is_own && !is_root() {
        let user = holder.user.as_deref().unwrap_or("another user");
        return Some(format!("it belongs to {user}; only {user} and root can end it"));
    }
    match &holder.keeper {
        Some(keeper) if !kept => {
            Some(format!("it is {}; `{}` ends it properly, --yes all the same", keeper.what, keeper.command))
        }
        _ => None,
    }
}

/// Ends `holders`: asks, waits, and does not ask any more. Of a family the eldest is asked, whose business its children
/// are.
pub fn end(holders: &[Holder], wait: Duration) -> Vec<Ended> {
    let pids: BTreeSet<u32> = holders.iter().map(|it| it.pid).collect();
    let is_child = |holder: &Holder| holder.parent.is_some_and(|parent| pids.contains(&parent));
    let mut all: Vec<(&Holder, Ended)> = holders.iter().map(|holder| (holder, Ended::of(holder))).collect();
    for (holder, ended) in all.iter_mut().filter(|it| !is_child(it.0)) {
        ended.tell(holder, Told::Politely);
    }
    wait_for(holders, wait);
    for (holder, ended) in &mut all {
        ended.tell(holder, Told::Firmly);
    }
    wait_for(holders, LAST_WAIT);
    for (holder, ended) in &mut all {
        ended.is_gone = !holder.is_still_there();
    }
    all.into_iter().map(|it| it.1).collect()
}

impl Ended {
    fn of(holder: &Holder) -> Self {
        Self { pid: holder.pid, name: holder.name.clone(), signals: Vec::new(), is_gone: false, error: None }
    }

    fn tell(&mut self, holder: &Holder, told: Told) {
        match signal(holder, told) {
            Ok(Some(name)) => self.signals.push(name),
            Ok(None) => {}
            Err(error) => self.error = Some(error.to_string()),
        }
    }
}

/// Until all of them are gone, at most so long.
fn wait_for(holders: &[Holder], longest: Duration) {
    let begun = Instant::now();
    while begun.elapsed() < longest && holders.iter().any(Holder::is_still_there) {
        std::thread::sleep(LOOK.min(longest));
    }
}

/// Sends the signal, if the process is still the one that was meant; its name.
#[cfg(unix)]
fn signal(holder: &Holder, told: Told) -> io::Result<Option<&'static str>> {
    use rustix::process::{Pid, Signal};
    let is_server = is_postgresql(&holder.name);
    let (signal, name) = match told {
        // PostgreSQL takes TERM for "when the last client has left", and KILL leaves its other processes behind.
        Told::Politely if is_server => (Signal::INT, "INT"),
        Told::Firmly if is_server => (Signal::QUIT, "QUIT"),
        Told::Politely => (Signal::TERM, "TERM"),
        Told::Firmly => (Signal::KILL, "KILL"),
    };
    let pid = i32::try_from(holder.pid).ok().and_then(Pid::from_raw);
    let Some(pid) = pid.filter(|_| holder.pid > 1) else { return Ok(None) };
    match send(holder, pid, signal) {
        Ok(true) => Ok(Some(name)),
        Ok(false) | Err(rustix::io::Errno::SRCH) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// On Linux a process is first held on to and then looked at, so that its number cannot be another's in between.
#[cfg(target_os = "linux")]
fn send(
    holder: &Holder,
    pid: rustix::process::Pid,
    signal: rustix::process::Signal,
) -> rustix::io::Result<bool> {
    use rustix::process::{PidfdFlags, kill_process, pidfd_open, pidfd_send_signal};
    let held = match pidfd_open(pid, PidfdFlags::empty()) {
        Ok(held) => Some(held),
        Err(rustix::io::Errno::NOSYS | rustix::io::Errno::PERM) => None,
        Err(error) => return Err(error),
    };
    if !holder.is_still_there() {
        return Ok(false);
    }
    match held {
        Some(held) => pidfd_send_signal(held, signal)?,
        None => kill_process(pid, signal)?,
    }
    Ok(true)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn send(
    holder: &Holder,
    pid: rustix::process::Pid,
    signal: rustix::process::Signal,
) -> rustix::io::Result<bool> {
    if !holder.is_still_there() {
        return Ok(false);
    }
    rustix::process::kill_process(pid, signal).map(|()| true)
}

/// Where there are no signals, a process cannot be asked.
#[cfg(not(unix))]
fn signal(holder: &Holder, told: Told) -> io::Result<Option<&'static str>> {
    use sysinfo::{Pid, ProcessesToUpdate, System};
    let _ = is_postgresql;
    let mut system = System::new();
    let pid = Pid::from_u32(holder.pid);
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
    let process = system.process(pid).filter(|_| holder.is_still_there());
    match (told, process) {
        (Told::Politely, _) | (_, None) => Ok(None),
        (Told::Firmly, Some(process)) if process.kill() => Ok(Some("KILL")),
        _ => Err(io::Error::other("the system does not end it")),
    }
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::collections::BTreeSet;
    use std::process::{Child, Command};
    use std::time::Duration;

    use super::super::Processes;
    use super::{Holder, end, reluctance};

    fn sleeper() -> (Child, Holder) {
        let child = Command::new("sleep").arg("30").spawn().unwrap();
        let pid = child.id();
        let holder = Processes::of(BTreeSet::from([pid])).holder(pid, 1, Vec::new()).unwrap();
        (child, holder)
    }

    #[test]
    fn a_process_with_the_number_of_another_is_not_hit() {
        let (mut child, mut holder) = sleeper();
        holder.birth = holder.birth.map(|birth| birth - 1);
        let ended = end(&[holder.clone()], Duration::from_millis(50));
        assert!(ended[0].signals.is_empty(), "{ended:?}");
        assert_eq!(child.try_wait().unwrap(), None);
        holder.birth = holder.birth.map(|birth| birth + 1);
        let ended = end(&[holder], Duration::from_secs(5));
        assert_eq!(ended[0].signals, ["TERM"]);
        assert!(ended[0].is_gone);
        child.wait().unwrap();
    }

    #[test]
    fn what_this_process_depends_on_is_spared() {
        let pid = std::process::id();
        let own = Processes::of(BTreeSet::from([pid])).holder(pid, 1, Vec::new()).unwrap();
        assert!(reluctance(&own, true).unwrap().contains("runs inside it"));
        let first = Holder { pid: 1, ..own };
        assert!(reluctance(&first, true).unwrap().contains("the system"));
    }
}
