//! Who looks after a process, so that there is a better way to end it than a signal.

use serde::Serialize;

/// Who looks after a process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Keeper {
    /// What it is a part of, for people.
    pub what: String,
    /// The command that ends it properly.
    pub command: String,
}

/// Processes that hand a port of the machine to a container, and the program that knows which.
const PROXIES: &[(&str, &str)] = &[
    ("docker-proxy", "docker"),
    ("com.docker.backend", "docker"),
    ("com.docker.backend.exe", "docker"),
    ("vpnkit", "docker"),
    ("OrbStack Helper", "docker"),
    ("rootlessport", "podman"),
    ("gvproxy", "podman"),
];

impl Keeper {
    /// Who looks after the process `pid`, which holds `port`.
    pub fn of(pid: u32, name: &str, words: &[String], port: u16) -> Option<Self> {
        let group = groups_of(pid);
        let own = groups_of(std::process::id());
        of_proxy(name, port)
            .or_else(|| group.as_deref().filter(|it| Some(*it) != own.as_deref()).and_then(of_group))
            .or_else(|| of_postgresql(name, words))
    }
}

fn of_proxy(name: &str, port: u16) -> Option<Keeper> {
    let (_, program) = PROXIES.iter().find(|it| it.0 == name)?;
    let command = match *program {
        "docker" => format!("docker stop $(docker ps --quiet --filter publish={port})"),
        _ => "podman ps; podman stop NAME".to_owned(),
    };
    Some(Keeper { what: format!("a container that publishes port {port}"), command })
}

/// The control group of a process, which says what started it.
#[cfg(target_os = "linux")]
fn groups_of(pid: u32) -> Option<String> {
    let process = procfs::process::Process::new(i32::try_from(pid).ok()?).ok()?;
    process.cgroups().ok()?.0.into_iter().map(|it| it.pathname).max_by_key(String::len)
}

#[cfg(not(target_os = "linux"))]
fn groups_of(_: u32) -> Option<String> {
    None
}

/// `/system.slice/system-postgresql.slice/postgresql@15-main.service`, `/docker/0123...`, `.../docker-0123....scope`.
fn of_group(path: &str) -> Option<Keeper> {
    for part in path.rsplit('/') {
        let container = part
            .strip_suffix(".scope")
            .and_then(|name| Some(("docker", name.strip_prefix("docker-")?)))
            .or_else(|| Some(("podman", part.strip_prefix("libpod-")?.trim_end_matches(".scope"))))
            .or_else(|| path.contains("/docker/").then_some(("docker", part)));
        if let Some((program, id)) = container.filter(|(_, id)| is_id(id)) {
            let short = id.get(..12).unwrap_or(id);
            return Some(Keeper {
                what: format!("the container {short}"),
                command: format!("{program} stop {short}"),
            });
        }
        if part.ends_with(".service") && !part.starts_with("user@") {
            let is_user = path.contains("/user@");
            return Some(of_unit(
                part,
                if is_user { "systemctl --user stop" } else { "sudo systemctl stop" },
            ));
        }
    }
    None
}

fn of_unit(unit: &str, stop: &str) -> Keeper {
    Keeper { what: format!("the service {unit}"), command: format!("{stop} {unit}") }
}

fn is_id(text: &str) -> bool {
    text.len() >= 12 && text.chars().all(|c| c.is_ascii_hexdigit())
}

/// A PostgreSQL that somebody started by hand. Ended by KILL, it has to recover when it starts again.
fn of_postgresql(name: &str, words: &[String]) -> Option<Keeper> {
    let at = words.iter().position(|word| word == "-D").filter(|_| is_postgresql(name))?;
    let folder = words.get(at + 1)?;
    let folder = if is_clear(folder) { folder } else { "FOLDER" };
    // Distributions keep the program beside the server, where nobody's PATH leads.
    let beside = words.first().and_then(|program| program.strip_suffix(name));
    let beside = beside.filter(|it| is_clear(it)).unwrap_or_default();
    Some(Keeper {
        what: "a PostgreSQL server".to_owned(),
        command: format!("{beside}pg_ctl stop --mode fast --pgdata {folder}"),
    })
}

/// Whether a shell takes the text as it is.
fn is_clear(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "/._-+".contains(c))
}

/// Whether a process of this name is the server.
pub fn is_postgresql(name: &str) -> bool {
    matches!(name, "postgres" | "postmaster" | "postgres.exe")
}

#[cfg(test)]
mod tests {
    use super::{of_group, of_postgresql};

    #[track_caller]
    fn check(path: &str, expected: Option<&str>) {
        assert_eq!(of_group(path).map(|it| it.command).as_deref(), expected, "{path}");
    }

    #[test]
    fn a_server_is_stopped_by_the_program_beside_it() {
        let words = ["/usr/lib/postgresql/15/bin/postgres", "-D", "/var/lib/data"].map(str::to_owned);
        let stop = of_postgresql("postgres", &words).map(|it| it.command);
        let expected = "/usr/lib/postgresql/15/bin/pg_ctl stop --mode fast --pgdata /var/lib/data";
        assert_eq!(stop.as_deref(), Some(expected));
        let strange = ["postgres", "-D", "/data; rm -r x"].map(str::to_owned);
        let stop = of_postgresql("postgres", &strange).map(|it| it.command);
        assert_eq!(stop.as_deref(), Some("pg_ctl stop --mode fast --pgdata FOLDER"));
    }

    #[test]
    fn groups_show_services_and_containers() {
        let id = "0123456789abcdef0123456789abcdef";
        let unit = "postgresql@15-main.service";
        check(
            &format!("/system.slice/system-postgresql.slice/{unit}"),
            Some("sudo systemctl stop postgresql@15-main.service"),
        );
        check("/user.slice/user-1000.slice/session-3.scope", None);
        check(
            "/user.slice/user-1000.slice/user@1000.service/app.slice/db.service",
            Some("systemctl --user stop db.service"),
        );
        check("/user.slice/user-1000.slice/user@1000.service/app.slice/app-term-12.scope", None);
        check(&format!("/docker/{id}"), Some("docker stop 0123456789ab"));
        check(&format!("/system.slice/docker-{id}.scope"), Some("docker stop 0123456789ab"));
        check(&format!("/machine.slice/libpod-{id}.scope"), Some("podman stop 0123456789ab"));
        check("/", None);
    }
}
