//! What a parameter is about, whatever a driver calls it.

use serde::Serialize;

/// The meaning of a parameter. A driver's table maps its own spellings to these; the list is closed on purpose, so
/// that a rule can ask for a meaning instead of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Setting {
    /// Host name or socket directory.
    Host,
    /// Address used instead of resolving the host.
    HostAddress,
    /// Port.
    Port,
    /// Role that logs in.
    User,
    /// Its password.
    Password,
    /// File with passwords.
    PasswordFile,
    /// Database.
    Database,
    /// Whether TLS is used and what is verified: `sslmode` and its kin.
    TlsMode,
    /// Certificate authority file.
    TlsRootCertificate,
    /// Client certificate, its key, the key's password, and other TLS details.
    TlsClient,
    /// How TLS starts: `postgres` or `direct`.
    TlsNegotiation,
    /// Channel binding of SCRAM.
    ChannelBinding,
    /// Authentication methods allowed, and Kerberos details.
    Authentication,
    /// Seconds (or what the driver counts in) to wait for a connection.
    ConnectTimeout,
    /// How long one query may take, counted in the client.
    CommandTimeout,
    /// TCP keepalives and user time-out.
    Keepalive,
    /// Name shown in `pg_stat_activity`.
    ApplicationName,
    /// Encoding of text.
    ClientEncoding,
    /// Command-line options of the server process: `-c name=value`.
    Options,
    /// Schemas searched.
    SearchPath,
    /// Any other server setting sent at startup.
    ServerSetting,
    /// Which of several servers will do: `target_session_attrs`.
    TargetSession,
    /// Order in which several hosts are tried.
    LoadBalance,
    /// Size of a cache of prepared statements, or a switch that turns them off.
    StatementCache,
    /// How statements are named.
    StatementName,
    /// Prisma's flag for a pooler.
    PgbouncerFlag,
    /// Size, waiting time and life of a client-side pool.
    Pool,
    /// Entry of a service file.
    Service,
    /// Replication mode.
    Replication,
    /// Version of the protocol.
    Protocol,
    /// Anything else that the driver knows.
    Other,
}
