//! The second string of a pair: a pooler in transaction mode is no place for migrations, which take locks of the session
//! and change its settings.

use serde::Serialize;

use super::why::Explained;
use super::{Made, Request, ServerSetting};
use crate::drivers::{DRIVERS, DriverAt};
use crate::endpoints::Server;
use crate::parse::Spelling;
use crate::text::Secret;

/// A connection for migrations, beside one through a pooler.
#[derive(Clone, Debug, Serialize)]
pub struct Migrations {
    /// The variable that holds it, or what the names of those for its parts begin with.
    pub variable: String,
    /// The driver that reads it, `name` or `name@version`.
    pub driver: String,
    /// Where it leads.
    pub endpoint: String,
    /// The string; `None` for a driver that takes none. It holds the password, so it shows as `***`.
    pub string: Option<Secret>,
    /// The same with the password masked.
    pub shown: Option<String>,
    /// The settings in the string, then those that belong into code, each with its reason.
    pub settings: Vec<Explained>,
}

/// What the users of a driver migrate with, where that is not the driver itself under `MIGRATION_` and the usual name.
struct Tool {
    driver: &'static str,
    /// The driver whose reader the tool has.
    reader: &'static str,
    /// The variable, where the documentation of the tool has a name for it.
    variable: Option<&'static str>,
}

const TOOLS: &[Tool] = &[
    Tool { driver: "prisma", reader: "prisma", variable: Some("DIRECT_URL") },
    Tool { driver: "prisma-adapter-pg", reader: "prisma", variable: Some("DIRECT_URL") },
    Tool { driver: "drizzle", reader: "drizzle", variable: Some("DIRECT_URL") },
    // Flyway and Liquibase speak JDBC.
    Tool { driver: "r2dbc-postgresql", reader: "pgjdbc", variable: None },
];

impl Migrations {
    pub(super) fn of(made: &Made) -> Self {
        Self {
            variable: made.request.variable(made.choice.spelling),
            driver: made.request.driver.display(),
            endpoint: made.request.endpoint().endpoint.name.to_owned(),
            string: made.connection.string.clone(),
            shown: made.connection.shown.clone(),
            settings: made.connection.settings.clone(),
        }
    }
}

impl Request {
    /// What is to be asked for beside this: the way around a pooler in transaction mode. `None` when there is no such
    /// pooler, and nobody said where its server is.
    pub(super) fn for_migrations(&self, spelling: Spelling) -> Option<Self> {
        let server = self.behind()?;
        let tool = TOOLS.iter().find(|tool| tool.driver == self.driver.driver.name);
        let other = tool.filter(|tool| tool.reader != tool.driver);
        let other = other.and_then(|tool| DRIVERS.iter().find(|it| it.name == tool.reader));
        let driver = other.map_or(self.driver, |reader| DriverAt::newest(reader));
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        let is_schema = |it: &&ServerSetting| matches!(it, ServerSetting::SearchPath(_));
        let out = Self {
            driver,
            endpoint: None,
            spelling: self.spelling.filter(|_| other.is_none()),
            host: server.host,
            port: server.port,
            other_hosts: Vec::new(),
            user: some(server.user),
            dbname: some(server.dbname),
            wishes: Vec::new(),
            server: self.server.iter().filter(is_schema).cloned().collect(),
            variable: Some(match tool.and_then(|tool| tool.variable) {
                Some(name) => name.to_owned(),
                None => format!("MIGRATION_{}", self.variable(spelling)),
            }),
            direct: None,
            ..self.clone()
        };
        // Where a pooler seems to answer again, only who asks for it gets that.
        let leads_around = !out.endpoint().endpoint.mode.may_share_transactions();
        (self.direct.is_some() || leads_around).then_some(out)
    }

    fn behind(&self) -> Option<Server> {
        let target = self.target();
        if let Some((host, port)) = &self.direct {
            let (user, dbname) = (target.user.to_owned(), target.dbname.to_owned());
            return Some(Server { host: host.clone(), port: *port, user, dbname });
        }
        let endpoint = self.endpoint().endpoint;
        endpoint.mode.may_share_transactions().then(|| (endpoint.behind)(&target)).flatten()
    }
}
