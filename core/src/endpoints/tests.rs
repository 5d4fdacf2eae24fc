use super::*;

fn name_of(host: &str, port: Option<u16>) -> &'static str {
    EndpointAt::of(&Target { host, port, user: "postgres", dbname: "postgres" }).endpoint.name
}

#[test]
fn platforms_are_known_by_host_and_port() {
    let table: &[(&str, Option<u16>, &str)] = &[
        ("aws-0-[region].pooler.supabase.com", Some(6543), "supavisor-transaction"),
        ("aws-1-eu-west-3.pooler.supabase.com", Some(5432), "supavisor-session"),
        ("aws-1-eu-west-3.pooler.supabase.com", None, "supavisor-session"),
        ("db.[your-project-ref].supabase.co", Some(5432), "supabase-direct"),
        ("db.yyy.supabase.co", None, "supabase-direct"),
        ("db.<ref>.supabase.co", Some(6543), "supabase-dedicated-pgbouncer"),
        ("db.supabase.co", Some(5432), "postgresql"),
        ("127.0.0.1", Some(54322), "supabase-local"),
        ("localhost", Some(54329), "supabase-local-pooler"),
        ("localhost", None, "localhost"),
        ("ep-cool-rain-123456-pooler.c-2.us-east-2.aws.neon.tech", None, "neon-pooler"),
        ("ep-cool-rain-123456.us-east-2.aws.neon.tech", Some(5432), "neon-direct"),
        ("ep-yyy.aws.neon.tech", None, "neon-direct"),
        ("...neon.tech", None, "neon-direct"),
        ("app.proxy-abcdefghijkl.eu-west-1.rds.amazonaws.com", None, "rds-proxy"),
        ("read.endpoint.proxy-abcdefghijkl.eu-west-1.rds.amazonaws.com", None, "rds-proxy"),
        ("proxy-app.abcdefghijkl.eu-west-1.rds.amazonaws.com", None, "rds"),
        ("<server>.postgres.database.azure.com", Some(5432), "azure"),
        ("shop.postgres.database.azure.com", Some(6432), "azure-pgbouncer"),
        ("db.example.com", Some(6432), "pgbouncer"),
        ("db.example.com", Some(5432), "postgresql"),
        ("pooler.supabase.com.example.com", Some(5432), "postgresql"),
    ];
    for (host, port, name) in table {
        assert_eq!(name_of(host, *port), *name, "{host} {port:?}");
    }
}

#[test]
fn a_port_is_a_guess_and_a_host_is_not() {
    let at = |host, port| EndpointAt::of(&Target { host, port: Some(port), ..Target::default() });
    assert!(!at("db.example.com", 6432).certain);
    assert!(at("aws-0-x.pooler.supabase.com", 6543).certain);
    assert!(!at("...neon.tech", 5432).certain);
    assert_eq!(at("db.example.com", 6432).named_statements(), NamedStatements::Unknown);
}

#[test]
fn facts_of_a_named_endpoint_are_those_of_its_version() {
    let named = |text| EndpointAt::parse(text).map(|at| at.named_statements());
    assert_eq!(named("pgbouncer@1.18"), Some(NamedStatements::Lost));
    assert_eq!(named("pgbouncer-transaction@1.21"), Some(NamedStatements::Unknown));
    assert_eq!(named("pgbouncer@1.24"), Some(NamedStatements::Tracked));
    assert_eq!(named("pgbouncer"), Some(NamedStatements::Tracked));
    assert_eq!(named("pgbouncer-session@1.18"), Some(NamedStatements::Kept));
    assert_eq!(named("pgbouncer@x"), None);
    assert_eq!(named("nothing"), None);
}

#[test]
fn options_are_taken_apart_where_the_endpoint_does_it() {
    let fate = |endpoint, options| {
        let at = EndpointAt::parse(endpoint).unwrap_or_else(|| EndpointAt::of(&Target::default()));
        at.options(options)
    };
    assert_eq!(
        fate("pgbouncer@1.18", "-c timezone=UTC"),
        [("options".to_owned(), Others::Refused("unsupported startup parameter: {}"))]
    );
    let split = fate("pgbouncer@1.24", "-c TimeZone=UTC --search-path=app");
    assert_eq!(split.first(), Some(&("TimeZone".to_owned(), Others::Forwarded)));
    assert!(matches!(split.get(1), Some((name, Others::Refused(_))) if name == "search_path"));
    assert_eq!(fate("postgresql", "-c a=b"), [("options".to_owned(), Others::Forwarded)]);
    assert_eq!(fate("supavisor-transaction", "reference=abc"), [("reference".to_owned(), Others::Forwarded)]);
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> =
        ENDPOINTS.iter().flat_map(|it| it.aliases.iter().copied().chain([it.name])).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
