//! A PostgreSQL cluster and the PgBouncers in front of it, all for this task alone.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::debian::Foreign;
use super::endpoints::{Endpoint, Front, Pooler};
use super::keeper::Keeper;
use super::pgpool;
use crate::needs::{Needed, is_root, need};
use crate::process::must;

/// The role that logs in.
pub const USER: &str = "us@er";
/// Its password: everything that has a meaning in a URL.
pub const PASSWORD: &str = "p@ss:w/rd#1%";
/// The database.
pub const DATABASE: &str = "shop";
/// Role and password as a URL spells them.
pub const IN_URL: &str = "us%40er:p%40ss%3Aw%2Frd%231%25";

const MOMENT: Duration = Duration::from_secs(20);

/// Servers that stop when this is dropped, and on Ctrl-C.
pub struct Servers {
    /// What was asked for, in that order.
    pub running: Vec<Running>,
    /// Certificate of the authority that signed the servers'.
    pub authority: PathBuf,
    /// Certificate of one that did not.
    pub stranger: PathBuf,
    /// For whatever the servers read and write.
    pub folder: PathBuf,
    /// Where PostgreSQL's programs are.
    pub bin: PathBuf,
    direct: u16,
    keeper: Keeper,
}

/// An endpoint that answers.
pub struct Running {
    /// Which one.
    pub endpoint: &'static Endpoint,
    /// Where, on 127.0.0.1 and `localhost`.
    pub port: u16,
    /// `PostgreSQL 15.18`, `PgBouncer 1.24.1`.
    pub version: String,
}

impl Servers {
    /// Starts `endpoints`, which the server is the first of, and returns when all of them answer. As root they run as
    /// `postgres`, because PostgreSQL refuses root.
    pub fn start(endpoints: impl IntoIterator<Item = &'static Endpoint>) -> Result<Self> {
        need(&[
            Needed { package: "postgresql", shows: "/usr/lib/postgresql" },
            Needed { package: "openssl", shows: "openssl" },
        ])?;
        let folder = std::env::temp_dir().join(format!("connlint-lab-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let mut out = Self {
            running: Vec::new(),
            authority: folder.join("authority.crt"),
            stranger: folder.join("stranger.crt"),
            bin: newest_postgresql()?,
            direct: free_port()?,
            keeper: Keeper::new(folder.clone())?,
            folder,
        };
        out.hand_over(&out.folder)?;
        out.make_certificates().context("certificates")?;
        let server = out.start_postgresql().context("PostgreSQL")?;
        for endpoint in endpoints {
            let (port, version) = match &endpoint.front {
                Front::Nothing => (out.direct, server.clone()),
                Front::PgBouncer(pooler) => {
                    out.start_pgbouncer(endpoint.name, pooler).context(endpoint.name)?
                }
                Front::Pgpool => out.start_pgpool().context(endpoint.name)?,
            };
            out.running.push(Running { endpoint, port, version });
        }
        Ok(out)
    }

    /// The port of the endpoint `name`.
    pub fn port(&self, name: &str) -> Result<u16> {
        let found = self.running.iter().find(|it| it.endpoint.name == name);
        found.map(|it| it.port).with_context(|| format!("`{name}` is not running"))
    }

    /// A string for people to try.
    pub fn string(&self, port: u16) -> String {
        format!("postgresql://{IN_URL}@localhost:{port}/{DATABASE}")
    }

    /// What makes libpq and its like verify the servers.
    pub fn verifying(&self) -> String {
        format!("?sslmode=verify-full&sslrootcert={}", self.authority.display())
    }

    /// What the server answers to `sql`, asked as its superuser.
    pub fn ask(&self, database: &str, sql: &str) -> Result<String> {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.arg("-h").arg(&self.folder).args(["-p", &self.direct.to_string(), "-U", "postgres"]);
        Ok(must(psql.args(["-d", database, "-qAtc", sql]), MOMENT)?.trim().to_owned())
    }

    /// Starts the server; its version.
    fn start_postgresql(&self) -> Result<String> {
        let data = self.folder.join("data");
        let mut initdb = self.as_postgres(vec![self.bin.join("initdb")]);
        initdb.args(["-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256"]);
        must(initdb.args(["-E", "UTF8", "-N", "-D"]).arg(&data), Duration::from_secs(60))?;
        let mut server = self.as_postgres(vec![self.bin.join("postgres")]);
        server.arg("-D").arg(&data).args(["-p", &self.direct.to_string(), "-k"]).arg(&self.folder);
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=150", "ssl=on"] {
            server.args(["-c", setting]);
        }
        for (setting, file) in [("ssl_cert_file", "server.crt"), ("ssl_key_file", "server.key")] {
            server.args(["-c", &format!("{setting}={}", self.folder.join(file).display())]);
        }
        self.keeper.start(&mut server)?;
        wait_for(self.direct)?;
        self.ask("postgres", &format!("create role \"{USER}\" login password '{PASSWORD}'"))?;
        self.ask("postgres", &format!("create database {DATABASE} owner \"{USER}\""))?;
        let version = self.ask("postgres", "show server_version")?;
        Ok(format!("PostgreSQL {}", version.split(' ').next().unwrap_or(&version)))
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
        must(Command::new("chmod").arg("600").arg(self.folder.join("server.key")), MOMENT)?;
        self.hand_over(&self.folder.join("server.key"))
    }

    /// Starts a server that stops with these.
    pub fn keep(&self, server: &mut Command) -> Result<()> {
        self.keeper.start(server)
    }

    fn openssl(&self, arguments: &str) -> Result<()> {
        let mut openssl = Command::new("openssl");
        openssl.args(arguments.split(' ')).current_dir(&self.folder);
        must(&mut openssl, Duration::from_secs(30)).map(drop)
    }

    /// Starts a pooler; its port and version.
    fn start_pgbouncer(&self, name: &str, pooler: &Pooler) -> Result<(u16, String)> {
        let cache = super::folder()?;
        let program = Foreign::get(&cache, pooler.release, "pgbouncer", "usr/sbin/pgbouncer", &self.folder)?;
        let users = self.write("users.txt", &format!("\"{USER}\" \"{PASSWORD}\"\n"))?;
        let port = free_port()?;
        let file = |name: &str| self.folder.join(name).display().to_string();
        let settings: String =
            pooler.settings.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        let text = format!(
            "[databases]\n{DATABASE} = host=127.0.0.1 port={} dbname={DATABASE}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\nstats_users = {USER}\nauth_file = {}\n\
             max_client_conn = 200\nclient_tls_sslmode = allow\nclient_tls_cert_file = {}\nclient_tls_key_file = {}\n\
             {settings}",
            self.direct,
            users.display(),
            file("server.crt"),
            file("server.key"),
        );
        let config = self.write(&format!("{name}.ini"), &text)?;
        self.keeper.start(self.as_postgres(program.words()).arg("-q").arg(&config))?;
        wait_for(port)?;
        Ok((port, format!("PgBouncer {}", program.version)))
    }

    /// Starts a Pgpool-II; its port and version.
    fn start_pgpool(&self) -> Result<(u16, String)> {
        let (words, version) = pgpool::get(&super::folder()?, &self.folder)?;
        let port = free_port()?;
        let here = pgpool::Surroundings {
            folder: &self.folder,
            server: self.direct,
            port,
            control: free_port()?,
            password: pgpool::encrypted(&self.folder)?,
        };
        for (name, text) in here.files() {
            let path = self.write(name, &text)?;
            must(Command::new("chmod").arg("600").arg(path), MOMENT)?;
        }
        self.keeper.start(&mut self.as_postgres(words))?;
        wait_for(port)?;
        Ok((port, format!("Pgpool-II {version}")))
    }

    /// One of PostgreSQL's own programs.
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// A file that the servers may read.
    pub fn write(&self, name: &str, text: &str) -> Result<PathBuf> {
        let path = self.folder.join(name);
        std::fs::write(&path, text)?;
        self.hand_over(&path)?;
        Ok(path)
    }

    /// A command as the user `postgres` when this is root. `setpriv` becomes the program, so that its process is the
    /// one that is stopped.
    pub fn as_postgres(&self, words: Vec<PathBuf>) -> Command {
        // Should this task be killed, the server goes with it.
        let user = "setpriv --reuid postgres --regid postgres --clear-groups --pdeathsig TERM";
        let prefix = user.split(' ').filter(|_| is_root()).map(PathBuf::from);
        let mut all = prefix.chain(words);
        let mut out = Command::new(all.next().unwrap_or_default());
        out.args(all).current_dir(&self.folder);
        out
    }

    /// Gives a file or folder to who runs the servers.
    pub fn hand_over(&self, path: &Path) -> Result<()> {
        if is_root() {
            must(Command::new("chown").arg("postgres").arg(path), MOMENT)?;
        }
        Ok(())
    }
}

fn newest_postgresql() -> Result<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql")?.flatten().map(|entry| entry.path().join("bin"));
    let mut found: Vec<PathBuf> = versions.filter(|bin| bin.join("initdb").exists()).collect();
    found.sort();
    found.pop().context("no PostgreSQL server in /usr/lib/postgresql")
}

/// A port at which nothing listens.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Waits until something listens at the port.
pub fn wait_for(port: u16) -> Result<()> {
    let started = Instant::now();
    while started.elapsed() < MOMENT {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            // A server that has just begun to listen may still be starting up.
            std::thread::sleep(Duration::from_millis(500));
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    bail!("nothing answers at port {port}")
}
