//! A PostgreSQL cluster and a PgBouncer in front of it, both for this task alone.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::needs::{Needed, is_root, need};
use crate::process::must;

/// The role that the snippets log in as.
pub const USER: &str = "us@er";
/// Its password: everything that has a meaning in a URL.
pub const PASSWORD: &str = "p@ss:w/rd#1%";
/// The database.
pub const DATABASE: &str = "shop";

/// Servers that stop when this is dropped.
pub struct Servers {
    /// Port of PostgreSQL.
    pub direct: u16,
    /// Port of PgBouncer.
    pub pooler: u16,
    /// Certificate of the authority that signed the server's.
    pub authority: PathBuf,
    /// Certificate of one that did not.
    pub stranger: PathBuf,
    folder: PathBuf,
    running: Vec<Child>,
}

impl Servers {
    /// Starts both, and returns when both answer. As root they run as `postgres`, because PostgreSQL refuses root.
    pub fn start() -> Result<Self> {
        need(&[
            Needed { package: "postgresql", shows: "/usr/lib/postgresql" },
            Needed { package: "pgbouncer", shows: "pgbouncer" },
            Needed { package: "openssl", shows: "openssl" },
        ])?;
        let folder = std::env::temp_dir().join(format!("connlint-lab-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut out = Self {
            direct: free_port()?,
            pooler: free_port()?,
            authority: folder.join("authority.crt"),
            stranger: folder.join("stranger.crt"),
            folder,
            running: Vec::new(),
        };
        out.hand_over(&out.folder)?;
        out.make_certificates().context("certificates")?;
        out.start_postgresql().context("PostgreSQL")?;
        out.start_pgbouncer().context("PgBouncer")?;
        Ok(out)
    }

    fn start_postgresql(&mut self) -> Result<()> {
        let bin = newest_postgresql()?;
        let data = self.folder.join("data");
        let mut initdb = self.as_postgres(&bin.join("initdb"));
        initdb.args([
            "-U",
            "postgres",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
            "-E",
            "UTF8",
            "-N",
            "-D",
        ]);
        must(initdb.arg(&data), Duration::from_secs(60))?;
        let mut server = self.as_postgres(&bin.join("postgres"));
        server.arg("-D").arg(&data).args(["-p", &self.direct.to_string(), "-k"]).arg(&self.folder);
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=60", "ssl=on"] {
            server.args(["-c", setting]);
        }
        for (setting, file) in [("ssl_cert_file", "server.crt"), ("ssl_key_file", "server.key")] {
            server.args(["-c", &format!("{setting}={}", self.folder.join(file).display())]);
        }
        self.running.push(server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        wait_for(self.direct)?;
        let sql = [
            format!("create role \"{USER}\" login password '{PASSWORD}'"),
            format!("create database {DATABASE} owner \"{USER}\""),
        ];
        for statement in sql {
            let mut psql = Command::new(bin.join("psql"));
            psql.arg("-h").arg(&self.folder).args(["-p", &self.direct.to_string(), "-U", "postgres", "-qc"]);
            must(psql.arg(statement), Duration::from_secs(20))?;
        }
        Ok(())
    }

    /// Two authorities, and a certificate for `localhost` signed by the first.
    fn make_certificates(&self) -> Result<()> {
        for name in ["authority", "stranger"] {
            self.openssl(&format!("req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN={name} -keyout {name}.key -out {name}.crt"))?;
        }
        self.openssl("req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr")?;
        std::fs::write(
            self.folder.join("server.ext"),
            "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n",
        )?;
        self.openssl(
            "x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -days 1 -extfile server.ext -out server.crt",
        )?;
        must(Command::new("chmod").arg("600").arg(self.folder.join("server.key")), Duration::from_secs(5))?;
        self.hand_over(&self.folder.join("server.key"))
    }

    fn openssl(&self, arguments: &str) -> Result<()> {
        let mut openssl = Command::new("openssl");
        openssl.args(arguments.split(' ')).current_dir(&self.folder);
        must(&mut openssl, Duration::from_secs(30)).map(drop)
    }

    fn start_pgbouncer(&mut self) -> Result<()> {
        let users = self.folder.join("users.txt");
        std::fs::write(&users, format!("\"{USER}\" \"{PASSWORD}\"\n"))?;
        // Two server connections for many clients: statements of different clients meet at once.
        let text = format!(
            "[databases]\n{DATABASE} = host=127.0.0.1 port={} dbname={DATABASE}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {}\nunix_socket_dir =\nauth_type = scram-sha-256\nauth_file = {}\npool_mode = transaction\n\
             default_pool_size = 2\nmax_client_conn = 200\n",
            self.direct,
            self.pooler,
            users.display()
        );
        let config = self.folder.join("pgbouncer.ini");
        std::fs::write(&config, text)?;
        self.hand_over(&config)?;
        self.hand_over(&users)?;
        let mut pooler = self.as_postgres(Path::new("/usr/sbin/pgbouncer"));
        let pooler = pooler.arg("-q").arg(&config);
        self.running.push(pooler.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
        wait_for(self.pooler)
    }

    /// `program` as the user `postgres` when this is root. `setpriv` becomes the program, so that its process is the
    /// one that is stopped.
    fn as_postgres(&self, program: &Path) -> Command {
        if !is_root() {
            return Command::new(program);
        }
        let mut out = Command::new("setpriv");
        // Should this task be killed, the server goes with it.
        out.args(["--reuid", "postgres", "--regid", "postgres", "--clear-groups", "--pdeathsig", "TERM"])
            .arg(program);
        out.current_dir(&self.folder);
        out
    }

    fn hand_over(&self, path: &Path) -> Result<()> {
        if is_root() {
            must(Command::new("chown").arg("postgres").arg(path), Duration::from_secs(5))?;
        }
        Ok(())
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for child in self.running.iter_mut().rev() {
            // SIGINT: PostgreSQL ends its sessions and its helpers and goes.
            let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
            let started = Instant::now();
            while started.elapsed() < Duration::from_secs(10) && !matches!(child.try_wait(), Ok(Some(_))) {
                std::thread::sleep(Duration::from_millis(50));
            }
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Whether this runs as root.
fn newest_postgresql() -> Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")?.flatten().map(|entry| entry.path().join("bin"));
    let mut found: Vec<PathBuf> = versions.filter(|bin| bin.join("initdb").exists()).collect();
    found.sort();
    found.pop().context("no PostgreSQL server in /usr/lib/postgresql")
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

fn wait_for(port: u16) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            // A server that has just begun to listen may still be starting up.
            std::thread::sleep(Duration::from_millis(500));
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    bail!("nothing answers at port {port}")
}
