//! Servers that refuse: a second PostgreSQL with rules and limits, a standby, and PgBouncers with something wrong.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::strangers;
use crate::lab::debian::Foreign;
use crate::lab::{self, DIRECT};
use crate::lab::{
    DATABASE, ENDPOINTS, IN_URL, NEW, PASSWORD, Servers, USER, certificates, free_port, wait_for,
};
use crate::live::silent::Silent;
use crate::process::must;

const MOMENT: Duration = Duration::from_secs(30);

/// Who may do what at the strict server.
const RULES: &str = "\
local all postgres trust
local all all peer
hostssl all tls_only all scram-sha-256
host all rejected all reject
hostssl all certified all scram-sha-256 clientcert=verify-ca
host all hashed all md5
host all clear all password
host all nobody,readers all trust
host shop,closed,private,narrow,missing app,limited,overdue,unknown all scram-sha-256
";

/// Roles and databases of the strict server; `'pw'` stands for the password.
const ROLES: &str = "\
create role app login password 'pw';
create role tls_only login password 'pw';
create role rejected login password 'pw';
create role certified login password 'pw';
create role clear login password 'pw';
create role readers;
create role overdue login password 'pw' valid until '2020-01-01';
create role limited login password 'pw' connection limit 1;
set password_encryption = 'md5';
create role hashed login password 'pw'";
const DATABASES: &[&str] = &[
    "create database shop",
    "create database closed allow_connections false",
    "create database private",
    "revoke connect on database private from public",
    "create database narrow connection limit 1",
];

/// All servers, and what stands for them in the strings of the cases.
pub struct Lab {
    pub servers: Servers,
    /// `{name}` in a string, and what it is.
    values: Vec<(&'static str, String)>,
    silent: Silent,
}

impl Lab {
    /// Starts everything.
    pub fn start() -> Result<Self> {
        let servers = Servers::start(ENDPOINTS.get(..1).context("the server")?)?;
        for file in certificates::make(&servers.folder)? {
            if file.extension().is_some_and(|it| it == "key") {
                must(Command::new("chmod").arg("600").arg(&file), MOMENT)?;
            }
            servers.hand_over(&file)?;
        }
        let folder = servers.folder.display().to_string();
        let values = vec![
            ("direct", servers.port(DIRECT)?.to_string()),
            ("files", folder),
            ("login", IN_URL.to_owned()),
            ("pw", IN_URL.split_once(':').context("a password")?.1.to_owned()),
            ("dead", free_port()?.to_string()),
        ];
        let silent = Silent::start()?;
        let mut out = Self { servers, values, silent };
        out.value("unreachable", out.silent.port());
        out.values.extend(strangers::start(&out.servers.folder)?);
        out.start_strict().context("the strict server")?;
        out.start_standby().context("the standby")?;
        out.start_poolers().context("the poolers")?;
        Ok(out)
    }

    /// `text` with what stands for the servers filled in.
    pub fn fill(&self, text: &str) -> String {
        self.values
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// What `sql` gives at `{port}` to `user` of `database`, over the network with the password.
    pub fn ask(&self, port: &str, user: &str, database: &str, sql: &str) -> Result<String> {
        let mut psql = Command::new(self.servers.bin.join("psql"));
        psql.env("PGPASSWORD", PASSWORD).args(["-h", "127.0.0.1", "-p", &self.fill(port), "-U", user]);
        Ok(must(psql.args(["-d", database, "-qAtXc", sql]), MOMENT)?.trim().to_owned())
    }

    /// The same at the strict server, to its superuser, over its socket.
    pub fn ask_strict(&self, database: &str, sql: &str) -> Result<String> {
        let mut psql = Command::new(self.servers.bin.join("psql"));
        psql.arg("-h").arg(self.servers.folder.join("strict-socket"));
        psql.args(["-p", &self.fill("{strict}"), "-U", "postgres", "-d", database, "-qAtXc", sql]);
        Ok(must(&mut psql, MOMENT)?.trim().to_owned())
    }

    /// Makes sure that no session of those who were there is left at the strict server.
    pub fn nothing_left(&self) -> Result<()> {
        const LEFT: &str = "select count(*) from pg_stat_activity where backend_type = 'client backend' \
                            and pid <> pg_backend_pid()";
        for _ in 0..20 {
            if self.ask_strict("postgres", LEFT)? == "0" {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        anyhow::bail!("sessions are left at the server")
    }

    /// One of PostgreSQL's programs, as who runs the servers.
    pub fn tool(&self, name: &str) -> Command {
        self.servers.as_postgres(vec![self.servers.bin.join(name)])
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.servers.folder.join(name)
    }

    fn value(&mut self, name: &'static str, value: impl ToString) {
        self.values.push((name, value.to_string()));
    }

    /// A server with a certificate, rules and few places.
    fn start_strict(&mut self) -> Result<()> {
        let (data, port) = (self.folder("strict"), free_port()?);
        let mut initdb = self.tool("initdb");
        must(
            initdb.args(["-U", "postgres", "--auth=trust", "-E", "UTF8", "-N", "-D"]).arg(&data),
            MOMENT * 2,
        )?;
        let rules = self.servers.write("strict.hba", RULES)?;
        let socket = self.folder("strict-socket");
        std::fs::create_dir(&socket)?;
        self.servers.hand_over(&socket)?;
        let file = |name: &str| self.folder(name).display().to_string();
        let mut server = self.tool("postgres");
        server.arg("-D").arg(&data).args(["-p", &port.to_string(), "-k"]).arg(&socket);
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            "fsync=off".to_owned(),
            "max_connections=12".to_owned(),
            "superuser_reserved_connections=3".to_owned(),
            "autovacuum=off".to_owned(),
            "ssl=on".to_owned(),
            format!("hba_file={}", rules.display()),
            format!("ssl_cert_file={}", file("good.crt")),
            format!("ssl_key_file={}", file("good.key")),
            format!("ssl_ca_file={}", file("root.crt")),
        ] {
            server.args(["-c", &setting]);
        }
        self.servers.keep(&mut server)?;
        wait_for(port)?;
        self.value("strict", port);
        self.ask_strict("postgres", &ROLES.replace("'pw'", &format!("'{PASSWORD}'")))?;
        DATABASES.iter().try_for_each(|sql| self.ask_strict("postgres", sql).map(drop))
    }

    /// A copy of the direct server that follows it, without TLS. At first it takes no queries.
    fn start_standby(&mut self) -> Result<()> {
        let (data, port) = (self.folder("standby"), free_port()?);
        let mut copy = self.tool("pg_basebackup");
        copy.arg("-h").arg(&self.servers.folder).args(["-p", &self.fill("{direct}"), "-U", "postgres"]);
        must(copy.args(["-c", "fast", "-X", "stream", "-R", "-D"]).arg(&data), MOMENT)?;
        self.value("standby", port);
        self.run_standby("off")
    }

    /// Starts the standby with `hot_standby` on or off.
    pub fn run_standby(&self, hot: &str) -> Result<()> {
        let port = self.fill("{standby}");
        let mut server = self.tool("postgres");
        server.arg("-D").arg(self.folder("standby")).args(["-p", &port, "-k"]).arg(&self.servers.folder);
        let hot = format!("hot_standby={hot}");
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=150", "ssl=off", &hot] {
            server.args(["-c", setting]);
        }
        self.servers.keep(&mut server)?;
        wait_for(port.parse()?)
    }

    /// Stops the server with this data, and does not wait when somebody may still be connected.
    pub fn stop(&self, data: &str, how: &[&str]) -> Result<()> {
        let mut stop = self.tool("pg_ctl");
        must(stop.arg("-D").arg(self.folder(data)).arg("stop").args(how), MOMENT).map(drop)
    }

    fn start_poolers(&mut self) -> Result<()> {
        let server = self.fill("host=127.0.0.1 port={direct}");
        let role = format!("user={USER} password='{PASSWORD}'");
        let databases = [
            format!("{DATABASE} = {server} dbname={DATABASE}"),
            self.fill("down = host=127.0.0.1 port={dead}"),
            format!("stale = {server} dbname={DATABASE} user={USER} password=stale"),
            format!("nowhere = {server} dbname=nowhere {role}"),
            format!("narrow = {server} dbname={DATABASE} pool_size=1"),
            format!("closed = {server} dbname={DATABASE}"),
            format!("paused = {server} dbname={DATABASE}"),
            format!("killed = {server} dbname={DATABASE} pool_size=1"),
        ]
        .join("\n");
        let shop = format!("{DATABASE} = {server} dbname={DATABASE}");
        let port = self.pooler(
            "pooler",
            &databases,
            &[("query_wait_timeout", "2"), ("client_tls_sslmode", "disable")],
        )?;
        self.value("pooler", port);
        let patient = self.pooler("patient", &databases, &[("client_tls_sslmode", "disable")])?;
        self.value("patient", patient);
        let full =
            self.pooler("full", &shop, &[("max_client_conn", "1"), ("client_tls_sslmode", "disable")])?;
        self.value("full", full);
        let hashed =
            self.pooler("hashed", &shop, &[("auth_type", "md5"), ("client_tls_sslmode", "disable")])?;
        self.value("hashed", hashed);
        for name in ["good", "expired", "early", "self-signed", "wrong-name"] {
            let files = [("crt", "client_tls_cert_file"), ("key", "client_tls_key_file")];
            let files = files
                .map(|(end, setting)| (setting, self.folder(&format!("{name}.{end}")).display().to_string()));
            let mut settings = vec![("client_tls_sslmode", "require")];
            settings.extend(files.iter().map(|(setting, file)| (*setting, file.as_str())));
            let port = self.pooler(name, &shop, &settings)?;
            self.value(name, port);
        }
        let (file, root) = (|end: &str| self.folder(end).display().to_string(), "root.crt");
        let (certificate, key, root) = (file("good.crt"), file("good.key"), file(root));
        let settings = [
            ("client_tls_sslmode", "verify-full"),
            ("client_tls_cert_file", certificate.as_str()),
            ("client_tls_key_file", key.as_str()),
            ("client_tls_ca_file", root.as_str()),
        ];
        let port = self.pooler("asks-certificate", &shop, &settings)?;
        self.value("asks-certificate", port);
        Ok(())
    }

    /// Starts a PgBouncer; its port.
    fn pooler(&self, name: &str, databases: &str, settings: &[(&str, &str)]) -> Result<u16> {
        let program =
            Foreign::get(&lab::folder()?, NEW, "pgbouncer", "usr/sbin/pgbouncer", &self.servers.folder)?;
        let users = format!("\"{USER}\" \"{PASSWORD}\"\n\"console\" \"{PASSWORD}\"\n");
        let users = self.servers.write(&format!("{name}.users"), &users)?;
        let port = free_port()?;
        let mut text =
            format!("[databases]\n{databases}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n");
        let usual = [
            ("unix_socket_dir", ""),
            ("pool_mode", "transaction"),
            ("admin_users", "console"),
            ("auth_file", &users.display().to_string()),
            ("auth_type", "scram-sha-256"),
        ];
        let is_said = |name: &str| settings.iter().any(|it| it.0 == name);
        for (setting, value) in usual.iter().filter(|it| !is_said(it.0)).chain(settings) {
            text.push_str(&format!("{setting} = {value}\n"));
        }
        let config = self.servers.write(&format!("{name}.ini"), &text)?;
        self.servers.keep(self.servers.as_postgres(program.words()).arg("-q").arg(&config))?;
        wait_for(port).map(|()| port)
    }
}
