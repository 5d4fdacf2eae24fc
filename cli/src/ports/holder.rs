//! A process that holds a port.

use std::collections::BTreeSet;

use serde::Serialize;
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System, Uid, UpdateKind, Users};

use super::command::shown;
use super::keeper::Keeper;

/// A process that holds a port.
#[derive(Clone, Debug, Serialize)]
pub struct Holder {
    /// Its number.
    pub pid: u32,
    /// Its name.
    pub name: String,
    /// How it was called, with everything hidden that may be a secret.
    pub command: String,
    /// Whose it is; `None` when the system does not tell.
    pub user: Option<String>,
    /// The addresses at which it listens; of a socket inside the machine its path.
    pub addresses: Vec<String>,
    /// When it began, in seconds since 1970.
    pub started: u64,
    /// For how many seconds it has run.
    pub seconds: u64,
    /// Who looks after it: the system's services, or a container.
    pub keeper: Option<Keeper>,
    /// Whether it belongs to whoever runs this.
    #[serde(skip)]
    pub is_own: bool,
    /// What tells it from a later process with its number.
    #[serde(skip)]
    pub birth: Option<u64>,
    /// Its parent.
    #[serde(skip)]
    pub parent: Option<u32>,
}

impl Holder {
    /// Whether it is the same process that it was, and not a later one with its number.
    pub fn is_still_there(&self) -> bool {
        self.birth.is_some() && birth(self.pid) == self.birth
    }
}

/// When the process `pid` began, as exactly as the system knows it; `None` when it is gone, or waits for its parent to
/// notice that it is.
#[cfg(target_os = "linux")]
pub fn birth(pid: u32) -> Option<u64> {
    let stat = procfs::process::Process::new(i32::try_from(pid).ok()?).ok()?.stat().ok()?;
    (!matches!(stat.state, 'Z' | 'X')).then_some(stat.starttime)
}

/// When the process `pid` began; `None` when it is gone, or waits for its parent to notice that it is.
#[cfg(not(target_os = "linux"))]
pub fn birth(pid: u32) -> Option<u64> {
    let mut system = System::new();
    let pid = Pid::from_u32(pid);
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), true, ProcessRefreshKind::nothing());
    let process = system.process(pid)?;
    let is_dead = matches!(process.status(), sysinfo::ProcessStatus::Zombie | sysinfo::ProcessStatus::Dead);
    (!is_dead).then_some(process.start_time())
}

/// Processes of this machine.
pub struct Processes {
    system: System,
    users: Users,
    own: Option<Uid>,
    ancestors: BTreeSet<u32>,
}

impl Processes {
    /// Those with these numbers.
    pub fn of(pids: BTreeSet<u32>) -> Self {
        let mut system = System::new();
        let wanted: Vec<Pid> = pids.into_iter().map(Pid::from_u32).collect();
        let what = ProcessRefreshKind::nothing()
            .with_cmd(UpdateKind::Always)
            .with_user(UpdateKind::Always)
            .without_tasks();
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&wanted), true, what);
        let ancestors = ancestors();
        let own = own_user();
        Self { system, users: Users::new_with_refreshed_list(), own, ancestors }
    }

    /// The process `pid`, which holds `port`; `None` when it is gone.
    pub fn holder(&self, pid: u32, port: u16, addresses: Vec<String>) -> Option<Holder> {
        let process = self.system.process(Pid::from_u32(pid))?;
        let name = process.name().to_string_lossy().into_owned();
        let words: Vec<String> = process.cmd().iter().map(|it| it.to_string_lossy().into_owned()).collect();
        let user = process.effective_user_id().or(process.user_id());
        let keeper = Keeper::of(pid, &name, &words, port).filter(|_| !self.ancestors.contains(&pid));
        Some(Holder {
            pid,
            command: if words.is_empty() { name.clone() } else { shown(&words) },
            name,
            user: user.and_then(|uid| self.users.get_user_by_id(uid)).map(|it| it.name().to_owned()),
            addresses,
            started: process.start_time(),
            seconds: process.run_time(),
            keeper,
            birth: birth(pid),
            is_own: user.is_some() && user == self.own.as_ref(),
            parent: process.parent().map(Pid::as_u32),
        })
    }
}

/// This process and all that it comes from.
pub fn ancestors() -> BTreeSet<u32> {
    let mut system = System::new();
    let mut out = BTreeSet::new();
    let mut next = sysinfo::get_current_pid().ok();
    while let Some(pid) = next.filter(|pid| out.insert(pid.as_u32())) {
        let what = ProcessRefreshKind::nothing();
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[pid]), false, what);
        next = system.process(pid).and_then(|process| process.parent());
    }
    out
}

fn own_user() -> Option<Uid> {
    let mut system = System::new();
    let own = sysinfo::get_current_pid().ok()?;
    let what = ProcessRefreshKind::nothing().with_user(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&[own]), true, what);
    let process = system.process(own)?;
    process.effective_user_id().or(process.user_id()).cloned()
}

/// The name of the account that runs this, as the system has it.
pub fn name_of_account() -> Option<String> {
    let users = Users::new_with_refreshed_list();
    Some(users.get_user_by_id(&own_user()?)?.name().to_owned())
}

/// The name of the user with this number.
#[cfg(unix)]
pub fn name_of_user(number: u32) -> Option<String> {
    let users = Users::new_with_refreshed_list();
    let uid = Uid::try_from(usize::try_from(number).ok()?).ok()?;
    Some(users.get_user_by_id(&uid)?.name().to_owned())
}

/// The name of the user with this number, which no other system tells.
#[cfg(not(unix))]
pub fn name_of_user(_: u32) -> Option<String> {
    None
}
