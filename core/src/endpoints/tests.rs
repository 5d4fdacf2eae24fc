use super::*;

/// Reads a line of the table: `host port user database endpoint sure`.
fn target<'a>(fields: &[&'a str]) -> Target<'a> {
    let field = |at: usize| fields.get(at).copied().filter(|it| *it != "-").unwrap_or_default();
    let (scheme, host) = field(0).split_once("://").unwrap_or(("", field(0)));
    Target { host, scheme, port: field(1).parse().ok(), user: field(2), dbname: field(3) }
}

#[test]
fn targets_are_known_by_what_stands_in_them() {
    let lines = include_str!("../../tests/targets.txt").lines();
    let mut failures = Vec::new();
    let mut seen = Vec::new();
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split(' ').collect();
        let at = EndpointAt::of(&target(&fields));
        let known = format!("{} {}", at.endpoint.name, if at.certain { "sure" } else { "guess" });
        if fields.get(4..).map(|expected| expected.join(" ")) != Some(known.clone()) {
            failures.push(format!("{line}: {known}"));
        }
        seen.push(at.endpoint.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    // A string does not tell these.
    let told = ["pgbouncer-session", "tiger-session-pool"];
    let missing: Vec<&str> =
        ENDPOINTS.iter().map(|it| it.name).filter(|it| !seen.contains(it) && !told.contains(it)).collect();
    assert!(missing.is_empty(), "no target for {missing:?}");
}

#[test]
fn where_the_owner_chooses_the_mode_nothing_is_sure() {
    let sure = |name| EndpointAt::parse(name).map(|at| at.is_sure());
    assert_eq!(sure("digitalocean-pool"), Some(false));
    assert_eq!(sure("planetscale-pgbouncer"), Some(true));
}

#[test]
fn every_limit_says_who_says_so() {
    for limit in ENDPOINTS.iter().flat_map(|endpoint| endpoint.limits) {
        assert!(![limit.of, limit.is, limit.source].contains(&""), "{limit:?}");
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
