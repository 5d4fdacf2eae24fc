//! Whether ADO.NET's pairs are for PostgreSQL: all providers of .NET share the spelling, and most of the names.

use crate::endpoints::{EndpointAt, Part};
use crate::parse::Written;

/// Names that only Npgsql has.
const NPGSQL: &[&str] = &[
    "auto prepare min usages",
    "channel binding",
    "client encoding",
    "gss encryption mode",
    "include error detail",
    "include realm",
    "kerberos service name",
    "load table composites",
    "max auto prepare",
    "multiplexing",
    "no reset on close",
    "passfile",
    "read buffer size",
    "root certificate",
    "search path",
    "server compatibility mode",
    "ssl negotiation",
    "target session attributes",
    "timezone",
    "trust server certificate",
    "write buffer size",
];

/// Names that belong to other databases, brokers and ODBC.
const OTHERS: &[&str] = &[
    "allowpublickeyretrieval",
    "allowuservariables",
    "attachdbfilename",
    "attestation protocol",
    "authentication",
    "column encryption setting",
    "charset",
    "character set",
    "convert zero datetime",
    "convertzerodatetime",
    "data source",
    "driver",
    "dsn",
    "encrypt",
    "initial catalog",
    "integrated security",
    "multipleactiveresultsets",
    "provider",
    "trusted_connection",
    "user instance",
    "virtualhost",
    "vhost",
];

/// Ports of PostgreSQL and its poolers.
const PORTS: &[&str] = &["5432", "6432", "6543"];

/// Ports of SQL Server, Oracle, MySQL, RabbitMQ, Redis and MongoDB.
const OTHER_PORTS: &[&str] = &["1433", "1434", "1521", "3306", "5671", "5672", "6379", "27017", "33060"];

/// Whether `meant` is a connection to another database: it has a name or a port that only others have, or a host as SQL
/// Server spells it: `tcp:db`, `db,1433`, `(localdb)\\name`.
pub(super) fn is_of_another(meant: &Written, text: &str) -> bool {
    let is_other = |key: &str| OTHERS.iter().any(|name| name.eq_ignore_ascii_case(key));
    let is_sql_server = |host: &str| {
        host.starts_with("tcp:")
            || host.starts_with('(')
            || OTHER_PORTS.iter().any(|port| host.ends_with(&format!(",{port}")))
    };
    meant.pairs.iter().any(|(_, key, value)| is_other(key.of(text)) || is_sql_server(value.of(text)))
        || ports(meant, text).any(|port| OTHER_PORTS.contains(&port))
}

fn ports<'t>(meant: &Written, text: &'t str) -> impl Iterator<Item = &'t str> {
    meant.hosts.iter().filter_map(|host| host.1).map(|port| port.of(text))
}

/// Whether `meant` is a connection to PostgreSQL: it has a port of it, a name that only Npgsql has or a host that is
/// known; or it names a database and has `Host` or `Username`, where others have `Server` and `User Id`.
pub(super) fn is_postgres(meant: &Written, text: &str, endpoint: &EndpointAt) -> bool {
    let has = |names: &[&str]| {
        let is_one = |key: &str| names.iter().any(|name| name.eq_ignore_ascii_case(key));
        meant.pairs.iter().any(|(_, key, _)| is_one(key.of(text)))
    };
    if is_of_another(meant, text) {
        return false;
    }
    ports(meant, text).any(|port| PORTS.contains(&port))
        || has(NPGSQL)
        || endpoint.evidence.iter().any(|(part, _)| *part == Part::Host)
        || meant.dbname.is_some() && !meant.hosts.is_empty() && has(&["host", "username"])
}

#[cfg(test)]
mod tests {
    use crate::{Options, lint};

    #[test]
    fn other_databases_are_left_alone() {
        for (text, is_postgres) in [
            ("Host=db;Database=shop;Username=app", true),
            ("Server=db;Port=5432;User Id=app", true),
            ("Server=db;Database=shop;Include Error Detail=true", true),
            ("Server=db;Database=shop;User Id=sa;Password=x", false),
            ("Server=db;Database=shop;Trusted_Connection=True", false),
            ("Server=db;Port=3306;Database=shop;Username=root", false),
            ("Data Source=db;Database=shop;Username=x", false),
            ("Server=tcp:db,1433;Database=shop;Username=x", false),
            ("Server=db;Database=shop;Username=x;Encrypt=True", false),
            ("host=mq;virtualHost=shop;username=app", false),
            ("host=mq;username=app;password=x", false),
            ("Driver={PostgreSQL};Server=db;Port=5432;Database=shop", false),
        ] {
            let found = lint(&format!("A='{text}'\n"), Some(".env"), &Options::default()).connections.len();
            assert_eq!(found == 1, is_postgres, "{text}");
        }
    }
}
