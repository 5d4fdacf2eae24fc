//! Whom to reach for what a pooler in transaction mode is no place for: the server behind it, or its session mode.

use super::Target;

/// Another way to the same data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Host.
    pub host: String,
    /// Port; `None` when it is 5432 or left to the driver.
    pub port: Option<u16>,
    /// User.
    pub user: String,
    /// Database.
    pub dbname: String,
}

impl Server {
    fn like(target: &Target<'_>) -> Self {
        Self {
            host: target.host.to_owned(),
            port: target.port,
            user: target.user.to_owned(),
            dbname: target.dbname.to_owned(),
        }
    }
}

/// Nothing in a string tells.
pub(super) fn unknown(_: &Target<'_>) -> Option<Server> {
    None
}

/// At another port of the same host.
pub(super) fn at(target: &Target<'_>, port: u16) -> Option<Server> {
    (!target.dials(port)).then(|| Server { port: Some(port), ..Server::like(target) })
}

/// The host with `new` for `old` in it, where that is.
pub(super) fn renamed(target: &Target<'_>, old: &str, new: &str) -> Option<Server> {
    let host = target.host.replacen(old, new, 1);
    (host != target.host).then(|| Server { host, ..Server::like(target) })
}

/// Another database at the same place.
pub(super) fn database(target: &Target<'_>, dbname: &str) -> Option<Server> {
    (dbname != target.dbname).then(|| Server { dbname: dbname.to_owned(), ..Server::like(target) })
}

/// The same for a role without the tenant that a shared pooler wants behind it.
pub(super) fn without_tenant(server: Server) -> Server {
    let role = server.user.split('.').next().unwrap_or_default().to_owned();
    Server { user: role, ..server }
}
