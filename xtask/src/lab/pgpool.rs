//! Pgpool-II, from Debian, with the settings that it needs to let the lab's role in.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::debian::Foreign;
use super::servers::{PASSWORD, USER};
use crate::process::must;

/// The release of Debian that it comes from.
const RELEASE: &str = "bookworm";
/// Clients at once: each has a process of its own, and the next one waits for one.
pub const CLIENTS: usize = 8;

/// With this the passwords are encrypted; nothing else is secret about them.
const KEY: &str = "lab";

/// The role's password as `pg_enc` would encrypt it: in plain text it may hold no colon.
pub fn encrypted(folder: &Path) -> Result<String> {
    let file = folder.join("pgpool.password");
    std::fs::write(&file, PASSWORD)?;
    let mut openssl = Command::new("openssl");
    openssl.args(["enc", "-aes-256-cbc", "-md", "sha1", "-nosalt", "-a", "-A"]);
    openssl.args(["-pass", &format!("pass:{KEY}"), "-in"]).arg(&file);
    Ok(must(&mut openssl, Duration::from_secs(20))?.trim().to_owned())
}

/// What `Servers` knows and Pgpool-II has to.
pub struct Surroundings<'a> {
    /// Where it may write.
    pub folder: &'a Path,
    /// The server's port.
    pub server: u16,
    /// Its own.
    pub port: u16,
    /// Another that it insists on, for its administration.
    pub control: u16,
    /// The role's password, as it wants it.
    pub password: String,
}

impl Surroundings<'_> {
    /// The files that it reads, by their names: its configuration, who may come in how, and the passwords.
    pub fn files(&self) -> [(&'static str, String); 5] {
        let folder = self.folder.display();
        let settings = [
            ("backend_clustering_mode", "'raw'".to_owned()),
            ("listen_addresses", "'127.0.0.1'".to_owned()),
            ("port", self.port.to_string()),
            ("socket_dir", format!("'{folder}'")),
            ("pcp_listen_addresses", "'127.0.0.1'".to_owned()),
            ("pcp_port", self.control.to_string()),
            ("pcp_socket_dir", format!("'{folder}'")),
            ("wd_ipc_socket_dir", format!("'{folder}'")),
            ("backend_hostname0", "'127.0.0.1'".to_owned()),
            ("backend_port0", self.server.to_string()),
            ("backend_data_directory0", format!("'{folder}/data'")),
            ("backend_application_name0", "'server0'".to_owned()),
            ("enable_pool_hba", "on".to_owned()),
            ("pool_passwd", "'pgpool.passwords'".to_owned()),
            ("num_init_children", CLIENTS.to_string()),
            ("pid_file_name", format!("'{folder}/pgpool.pid'")),
            ("logdir", format!("'{folder}'")),
            ("ssl", "on".to_owned()),
            ("ssl_key", format!("'{folder}/server.key'")),
            ("ssl_cert", format!("'{folder}/server.crt'")),
        ];
        let settings = settings.map(|(name, value)| format!("{name} = {value}\n")).concat();
        [
            ("pgpool.conf", settings),
            ("pgpool.hba", "host all all 127.0.0.1/32 scram-sha-256\n".to_owned()),
            ("pgpool.passwords", format!("{USER}:AES{}\n", self.password)),
            ("pgpool.pcp", String::new()),
            ("pgpool.key", KEY.to_owned()),
        ]
    }
}

/// The program, and its version.
pub fn get(cache: &Path, folder: &Path) -> Result<(Vec<PathBuf>, String)> {
    let program = Foreign::get(cache, RELEASE, "pgpool2", "usr/sbin/pgpool", folder)?;
    let mut words = program.words();
    // In the foreground, without what it knew before.
    words.extend(["-n", "-D", "-f"].map(PathBuf::from));
    words.push(folder.join("pgpool.conf"));
    words.push("-a".into());
    words.push(folder.join("pgpool.hba"));
    words.push("-F".into());
    words.push(folder.join("pgpool.pcp"));
    words.push("-k".into());
    words.push(folder.join("pgpool.key"));
    Ok((words, program.version))
}
