//! Npgsql, the ADO.NET provider of PostgreSQL.

use super::{
    Asynchronous, Checked, Disk, Driver, Evidence, Kind, Package, Packet, Param, Registry, Speech, Switch,
    TlsMode, Told, Unknown, Wish, fill, tls_mode,
};
use crate::model::{
    Encryption, Fate, Given, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Verification,
    Version,
};
use crate::parse::{Pair, Piece, Spelling, read_ado_net};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "npgsql",
    aliases: &["ado-net", "dotnet"],
    label: "Npgsql",
    language: ".NET",
    docs: "Takes ADO.NET's pairs, `Host=...;Username=...;Password=...;Database=...`, and no URL. Names have other \
           names (`Server`, `User Id`, `PWD`, `DB`), letter case aside; one that it does not have is refused, and so is \
           a value that does not fit. A value with `;` or quotes stands in quotes, doubled inside. Nothing is a named \
           statement unless code prepares it or `Max Auto Prepare` is above 0. On the way back into its pool a \
           connection gets `DISCARD ALL`; behind a pooler in transaction mode `No Reset On Close=true` leaves that out.",
    newest: Version(10, 0, 3),
    schemes: &[],
    own_schemes: &[],
    spellings: &[Spelling::AdoNet],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: Packet {
        order: &[
            "user",
            "client_encoding",
            "database",
            "application_name",
            "search_path",
            "TimeZone",
            "options",
        ],
        names_database: false,
    },
    variables: VARIABLES,
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "Max Auto Prepare=0",
        in_code: "",
        since: Version(3, 2, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[&[
        Told::in_url(Wish::ConnectTimeout, "Timeout={s}"),
        Told::in_url(Wish::Keepalive, "Keepalive={s}"),
        Told::in_url(Wish::PoolSize, "Maximum Pool Size={}"),
        Told::in_url(Wish::PoolRecycle, "Connection Lifetime={s}"),
    ]],
    arguments: &[],
    packages: &[
        Package::new(Registry::DotNet, "npgsql"),
        Package::new(Registry::DotNet, "npgsql.dependencyinjection"),
    ],
    rank: 42,
    read,
    snippet: super::snippets::npgsql,
    hands_on: None,
    checked: &[
        Checked {
            version: "10.0.3",
            evidence: Evidence::Source,
            on: "2026-11-24",
            how: "NpgsqlConnectionStringBuilder.cs, its generated part and NpgsqlConnector.cs; the splitting of pairs \
                  was run, with the `DbConnectionStringBuilder` of Mono 6.8",
        },
        Checked {
            version: "4.1, 5.0, 6.0, 7.0, 8.0, 9.0",
            evidence: Evidence::Source,
            on: "2026-11-24",
            how: "the same files: names, `SSL Mode` and the words of a refusal",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    parses: &["PDS", "BES"],
    again: &["BES"],
    words: &[("", "Npgsql.PostgresException: {code}: {}")],
    ..Speech::UNHEARD
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: None, names: "" };

/// `WriteStartupMessage` of NpgsqlConnector.cs.
const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8")];

/// PostgresEnvironment.cs.
const VARIABLES: &[(&str, &str)] = &[
    ("PGUSER", "Username"),
    ("PGPASSWORD", "Password"),
    ("PGPASSFILE", "Passfile"),
    ("PGSSLCERT", "SSL Certificate"),
    ("PGSSLKEY", "SSL Key"),
    ("PGSSLROOTCERT", "Root Certificate"),
    ("PGCLIENTENCODING", "Client Encoding"),
    ("PGTZ", "Timezone"),
    ("PGOPTIONS", "Options"),
    ("PGTARGETSESSIONATTRS", "Target Session Attributes"),
    ("PGSSLNEGOTIATION", "SSL Negotiation"),
    ("PGGSSENCMODE", "GSS Encryption Mode"),
    ("PGREQUIREAUTH", "Require Auth"),
    ("PGAPPNAME", "Application Name"),
];

const SSL_MODE: Kind = Kind::OneOf(&["Disable", "Allow", "Prefer", "Require", "VerifyCA", "VerifyFull"]);
const WISH: Kind = Kind::OneOf(&["Disable", "Prefer", "Require"]);
const V5: Version = Version(5, 0, 0);
const V6: Version = Version(6, 0, 0);
const V8: Version = Version(8, 0, 0);

/// The properties of `NpgsqlConnectionStringBuilder`, under the names that they are shown by.
const PARAMS: &[Param] = &[
    Param::new("Host", Setting::Host),
    Param::new("Port", Setting::Port).kind(Kind::Integer),
    Param::new("Database", Setting::Database),
    Param::new("Username", Setting::User),
    Param::new("Password", Setting::Password),
    Param::new("Passfile", Setting::PasswordFile).kind(Kind::File),
    Param::new("Application Name", Setting::ApplicationName).sent(),
    Param::new("Enlist", Setting::Other).kind(Kind::Boolean),
    Param::new("Search Path", Setting::SearchPath).sent(),
    Param::new("Client Encoding", Setting::ClientEncoding).sent(),
    Param::new("Encoding", Setting::Other),
    Param::new("Timezone", Setting::ServerSetting).sent(),
    Param::new("SSL Mode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("SSL Negotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["Postgres", "Direct"]))
        .since(Version(9, 0, 0)),
    Param::new("GSS Encryption Mode", Setting::Authentication).kind(WISH).since(Version(10, 0, 0)),
    Param::new("SSL Certificate", Setting::TlsClient).kind(Kind::File).since(V6),
    Param::new("SSL Key", Setting::TlsClient).kind(Kind::File).since(V6),
    Param::new("SSL Password", Setting::TlsClient).since(V6),
    Param::new("Root Certificate", Setting::TlsRootCertificate).kind(Kind::File).since(V5),
    Param::new("Check Certificate Revocation", Setting::TlsClient).kind(Kind::Boolean),
    Param::new("Kerberos Service Name", Setting::Authentication),
    Param::new("Include Realm", Setting::Authentication).kind(Kind::Boolean),
    Param::new("Persist Security Info", Setting::Other).kind(Kind::Boolean),
    Param::new("Log Parameters", Setting::Other).kind(Kind::Boolean),
    Param::new("Include Error Detail", Setting::Other).kind(Kind::Boolean),
    Param::new("Include Failed Batched Command", Setting::Other).kind(Kind::Boolean).since(Version(10, 0, 0)),
    Param::new("Channel Binding", Setting::ChannelBinding).kind(WISH).since(V8),
    Param::new("Require Auth", Setting::Authentication).since(Version(10, 0, 0)),
    Param::new("Pooling", Setting::Pool).kind(Kind::Boolean),
    Param::new("Minimum Pool Size", Setting::Pool).kind(Kind::Integer),
    Param::new("Maximum Pool Size", Setting::Pool).kind(Kind::Integer),
    Param::new("Connection Idle Lifetime", Setting::Pool).kind(Kind::Integer),
    Param::new("Connection Pruning Interval", Setting::Pool).kind(Kind::Integer),
    Param::new("Connection Lifetime", Setting::Pool).kind(Kind::Integer),
    Param::new("Timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("Command Timeout", Setting::CommandTimeout).kind(Kind::Integer),
    Param::new("Cancellation Timeout", Setting::CommandTimeout).kind(Kind::Integer).since(V5),
    Param::new("Target Session Attributes", Setting::TargetSession).kind(TARGET_SESSION).since(V6),
    Param::new("Load Balance Hosts", Setting::LoadBalance).kind(Kind::Boolean).since(V6),
    Param::new("Host Recheck Seconds", Setting::TargetSession).kind(Kind::Integer).since(V6),
    Param::new("Keepalive", Setting::Keepalive).kind(Kind::Integer),
    Param::new("TCP Keepalive", Setting::Keepalive).kind(Kind::Boolean),
    Param::new("TCP Keepalive Time", Setting::Keepalive).kind(Kind::Integer),
    Param::new("TCP Keepalive Interval", Setting::Keepalive).kind(Kind::Integer),
    Param::new("Read Buffer Size", Setting::Other).kind(Kind::Integer),
    Param::new("Write Buffer Size", Setting::Other).kind(Kind::Integer),
    Param::new("Socket Receive Buffer Size", Setting::Other).kind(Kind::Integer),
    Param::new("Socket Send Buffer Size", Setting::Other).kind(Kind::Integer),
    Param::new("Max Auto Prepare", Setting::StatementCache).kind(Kind::Integer),
    Param::new("Auto Prepare Min Usages", Setting::StatementCache).kind(Kind::Integer),
    Param::new("No Reset On Close", Setting::Pool).kind(Kind::Boolean),
    Param::new("Replication Mode", Setting::Replication).kind(REPLICATION).since(V5),
    Param::new("Options", Setting::Options).sent().since(V5),
    Param::new("Array Nullability Mode", Setting::Other)
        .kind(Kind::OneOf(&["Never", "Always", "PerInstance"]))
        .since(V5),
    Param::new("Multiplexing", Setting::Pool).kind(Kind::Boolean).since(V5),
    Param::new("Write Coalescing Buffer Threshold Bytes", Setting::Other).kind(Kind::Integer).since(V5),
    Param::new("Load Table Composites", Setting::Other).kind(Kind::Boolean),
    Param::new("Server Compatibility Mode", Setting::Other).kind(Kind::OneOf(&[
        "None",
        "Redshift",
        "NoTypeLoading",
    ])),
    Param::new("Trust Server Certificate", Setting::TlsClient).kind(Kind::Boolean),
    Param::new("Internal Command Timeout", Setting::CommandTimeout).kind(Kind::Integer),
];

/// Compared without letter case, as all values here are.
const TARGET_SESSION: Kind = Kind::OneOf(&[
    "any",
    "primary",
    "standby",
    "prefer-primary",
    "prefer-standby",
    "read-write",
    "read-only",
]);
const REPLICATION: Kind = Kind::OneOf(&["Off", "Physical", "Logical"]);

/// Other names, besides the name without its blanks.
const SYNONYMS: &[(&str, &str)] = &[
    ("server", "Host"),
    ("db", "Database"),
    ("user name", "Username"),
    ("userid", "Username"),
    ("user id", "Username"),
    ("uid", "Username"),
    ("psw", "Password"),
    ("pwd", "Password"),
    ("krbsrvname", "Kerberos Service Name"),
    ("minpoolsize", "Minimum Pool Size"),
    ("maxpoolsize", "Maximum Pool Size"),
    ("load balance timeout", "Connection Lifetime"),
];

/// Values of `SSL Mode`. Before 8.0 `Require` meant something else, and before 6.0 `Disable` was the default.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "Prefer", tls: Tls::PREFER },
    TlsMode { value: "Disable", tls: Tls::OFF },
    TlsMode { value: "Allow", tls: Tls::PREFER },
    TlsMode { value: "Require", tls: Tls::REQUIRE },
    TlsMode { value: "VerifyCA", tls: Tls::VERIFY_CA },
    TlsMode { value: "VerifyFull", tls: Tls::VERIFY_FULL },
];

/// `new NpgsqlConnection(text)`.
fn read(text: &str, _: Spelling, version: Version) -> Reading {
    let mut out = Reading::empty(if version < V6 { Tls::OFF } else { Tls::PREFER }, PREPARED);
    fill::send(&mut out, STARTUP);
    let (parts, refused) = read_ado_net(text);
    if let Some(refused) = refused {
        out.refuse(refused.span, refused.text);
    }
    for pair in &parts.pairs {
        take(&mut out, pair, version);
    }
    dial(&mut out, version);
    verify(&mut out, version);
    prepare(&mut out);
    out
}

/// The name under which the builder keeps `key`, which is in lower case.
fn canonical(key: &str, version: Version) -> Option<&'static Param> {
    let synonym = SYNONYMS.iter().find(|(name, _)| *name == key).map(|(_, canonical)| *canonical);
    let is_named = |param: &&Param| match synonym {
        Some(name) => param.name == name,
        None => param.name.eq_ignore_ascii_case(key) || is_same_without_blanks(param.name, key),
    };
    PARAMS.iter().find(|param| param.since <= version && is_named(param))
}

fn is_same_without_blanks(name: &str, key: &str) -> bool {
    let letters = name.bytes().filter(|byte| *byte != b' ').map(|byte| byte.to_ascii_lowercase());
    !name.ends_with("Pool Size") && letters.eq(key.bytes())
}

/// Takes one pair: an empty value gives the setting its default back.
fn take(out: &mut Reading, pair: &Pair, version: Version) {
    let param = canonical(&pair.key.value, version);
    let key = param.map_or(pair.key.value.clone(), |param| param.name.into());
    let named = Pair { key: Piece { value: key, ..pair.key.clone() }, ..pair.clone() };
    let mut given = fill::given(&named, PARAMS, Fate::Refused, version);
    match (param, &pair.value) {
        (None, _) => out.refuse(pair.span, unknown(pair, version)),
        (Some(param), None) => {
            given.fate = Fate::Client;
            reset(out, param);
        }
        (Some(param), Some(value)) if !fits(param, value.value.trim(), version) => {
            given.fate = Fate::Refused;
            out.refuse(given.span, couldnt_set(&pair.key.value));
        }
        (Some(param), Some(value)) => set(out, param, value),
    }
    out.params.push(given);
}

/// Forgets what an earlier pair said.
fn reset(out: &mut Reading, param: &Param) {
    match param.setting {
        Setting::User => out.user = None,
        Setting::Password => out.password = None,
        Setting::Database => out.dbname = None,
        Setting::Replication => out.startup.retain(|(name, _)| name != "replication"),
        setting => {
            let Some((_, sent)) = SENT.iter().find(|(sent, _)| *sent == setting) else { return };
            out.startup.retain(|(name, _)| name != sent);
            let default: Vec<_> = STARTUP.iter().copied().filter(|(name, _)| name == sent).collect();
            fill::send(out, &default);
        }
    }
}

fn unknown(pair: &Pair, version: Version) -> String {
    let key = &pair.key.value;
    match &pair.value {
        _ if version < V5 => format!("Keyword not supported: {key} (Parameter 'keyword')"),
        Some(_) => couldnt_set(key),
        None => "The given key was not present in the dictionary.".to_owned(),
    }
}

fn couldnt_set(key: &str) -> String {
    format!("Couldn't set {key} (Parameter '{key}')")
}

/// Whether `value` can become what `param` holds.
fn fits(param: &Param, value: &str, version: Version) -> bool {
    match param.kind {
        Kind::Integer => value.parse().is_ok_and(|number: i32| match param.name {
            "Port" | "Auto Prepare Min Usages" => number > 0,
            "Timeout" => (0..=1024).contains(&number),
            "Cancellation Timeout" | "Internal Command Timeout" => number >= -1,
            _ => number >= 0,
        }),
        Kind::Boolean => value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false"),
        // A name, or its number.
        Kind::OneOf(_) if param.setting != Setting::TargetSession && value.parse::<i32>().is_ok() => true,
        Kind::OneOf(values) => {
            let is_later = |name: &str| version < V6 && (name.starts_with("Verify") || name == "Allow");
            values.iter().any(|name| name.eq_ignore_ascii_case(value) && !is_later(name))
        }
        _ => true,
    }
}

/// What goes to the server, under the server's name.
const SENT: &[(Setting, &str)] = &[
    (Setting::ApplicationName, "application_name"),
    (Setting::SearchPath, "search_path"),
    (Setting::ClientEncoding, "client_encoding"),
    (Setting::ServerSetting, "TimeZone"),
    (Setting::Options, "options"),
];

fn set(out: &mut Reading, param: &Param, value: &Piece) {
    match param.setting {
        Setting::User => out.user = Some(fill::written(value)),
        Setting::Password => out.password = Some(fill::secret(value)),
        Setting::Database => out.dbname = Some(fill::written(value)),
        Setting::Replication => {
            let mode = [("logical", "database"), ("physical", "true")];
            let sent = mode.iter().find(|(name, _)| name.eq_ignore_ascii_case(&value.value));
            out.startup.retain(|(name, _)| name != "replication");
            out.startup.extend(
                sent.map(|(_, sent)| ("replication".into(), Sourced::written((*sent).into(), value.span))),
            );
        }
        setting => {
            let Some((_, name)) = SENT.iter().find(|(sent, _)| *sent == setting) else { return };
            out.startup.retain(|(sent, _)| sent != name);
            if !value.value.is_empty() {
                out.startup.push(((*name).into(), fill::written(value)));
            }
        }
    }
}

/// The last pair of this name, if it was taken and says something.
fn last<'a>(out: &'a Reading, name: &str) -> Option<&'a Given> {
    let given = out.params.iter().rev().find(|given| given.key == name)?;
    (given.fate != Fate::Refused && !given.value_span.is_empty()).then_some(given)
}

/// `PostProcessAndValidate`: a host is needed, and may bring its port.
fn dial(out: &mut Reading, version: Version) {
    let port = last(out, "Port")
        .and_then(|given| Some(Sourced::written(given.value.trim().parse().ok()?, given.value_span)));
    let Some((hosts, span)) = last(out, "Host").map(|given| (given.value.clone(), given.value_span)) else {
        let text = if version < Version(10, 0, 0) {
            "Host can't be null"
        } else {
            "Value cannot be null. (Parameter 'Host')"
        };
        return out.refuse(Span::at(0), text);
    };
    let is_list = hosts.contains(',');
    let session = last(out, "Target Session Attributes")
        .map(|given| (given.value.to_ascii_lowercase(), given.value_span));
    if let Some((_, span)) = session.filter(|(value, _)| !is_list && value != "any") {
        out.refuse(span, "Target Session Attributes other then Any is only supported with multiple hosts");
    }
    for host in hosts.split(',') {
        let host = if is_list { host.trim() } else { host };
        match host_and_port(host) {
            Some((name, Ok(port))) => {
                out.hosts.push(one(name, span, Some(Sourced::written(i64::from(port), span))));
            }
            Some((name, Err(bad))) => {
                out.refuse(span, format!("The input string '{bad}' was not in a correct format."));
                out.hosts.push(one(name, span, None));
            }
            None => out.hosts.push(one(host, span, port.clone())),
        }
    }
}

fn one(name: &str, span: Span, port: Option<Sourced<i64>>) -> Host {
    Host { name: Some(Sourced::written(name.into(), span)), port }
}

/// `TrySplitHostPort`: the port stands behind the only `:`, or behind the one that follows `]`.
fn host_and_port(host: &str) -> Option<(&str, Result<i32, &str>)> {
    let is_socket = host.starts_with(['/', '@']);
    let colon = host.rfind(':').filter(|_| !is_socket)?;
    let (name, rest) = host.split_at_checked(colon)?;
    let bracket = host.rfind(']');
    let is_split = match name.rfind(':') {
        None => true,
        Some(other) => bracket.is_some_and(|bracket| colon > bracket && other < bracket),
    };
    let port = rest.get(1..)?;
    is_split.then(|| (name, port.trim().parse().map_err(|_| port)))
}

fn verify(out: &mut Reading, version: Version) {
    let trusts =
        last(out, "Trust Server Certificate").is_some_and(|it| it.value.trim().eq_ignore_ascii_case("true"));
    let Some(mode) =
        last(out, "SSL Mode").map(|it| Piece { span: it.value_span, value: it.value.trim().into() })
    else {
        return;
    };
    let name = TLS_MODES.iter().find(|known| known.value.eq_ignore_ascii_case(&mode.value));
    let by_number = || {
        mode.value.parse::<usize>().ok().and_then(|number| match SSL_MODE {
            Kind::OneOf(names) => names.get(number).and_then(|name| tls_mode(TLS_MODES, name)),
            _ => None,
        })
    };
    let Some(mut tls) = name.map(|known| known.tls).or_else(by_number) else { return };
    if version < V6 && tls.encryption != Encryption::Never && !trusts {
        tls.verification = Verification::Full;
    }
    let asks_for_trust = tls == Tls::REQUIRE && version >= V6 && version < V8 && !trusts;
    if asks_for_trust {
        out.refuse_to_connect(
            mode.span,
            "To validate server certificates, please use VerifyFull or VerifyCA instead of Require. To disable \
             validation, explicitly set 'Trust Server Certificate' to true. See \
             https://www.npgsql.org/doc/release-notes/6.0.html for more details.",
        );
    }
    out.tls = Sourced::written(tls, mode.span);
    let direct = last(out, "SSL Negotiation").filter(|it| it.value.eq_ignore_ascii_case("direct"));
    if let Some(span) = direct.map(|it| it.span).filter(|_| tls.encryption != Encryption::Required) {
        out.refuse(span, "SSL Mode has to be Require or higher to be used with direct SSL Negotiation");
    }
}

fn prepare(out: &mut Reading) {
    let number = |name: &str| last(out, name).and_then(|it| it.value.trim().parse::<u32>().ok());
    let (Some(size), from) = (number("Max Auto Prepare"), number("Auto Prepare Min Usages")) else { return };
    let Some(span) = last(out, "Max Auto Prepare").map(|given| given.value_span) else { return };
    if size > 0 {
        let prepared = Prepared {
            statements: Statements::Named,
            named_from: from.unwrap_or(5),
            cache_size: Some(size),
            names: "_auto<n>",
        };
        out.prepared = Sourced::written(prepared, span);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Reading {
        super::read(text, Spelling::AdoNet, DRIVER.newest)
    }

    #[test]
    fn an_empty_value_takes_back_what_was_said() {
        let reading = read("Host=h;User Id=u;UID=;Password=x;PWD= ;Client Encoding=LATIN1;ClientEncoding=");
        assert!(reading.accepted() && reading.user.is_none() && reading.password.is_none());
        let sent: Vec<_> =
            reading.startup.iter().map(|(name, value)| (name.as_str(), value.value.as_str())).collect();
        assert_eq!(sent, STARTUP);
    }

    #[test]
    fn names_and_values_are_checked_in_its_words() {
        let refusal = |text: &str| read(text).refusal.map(|it| it.text).unwrap_or_default();
        assert_eq!(refusal("Host=h;Sslmode=verify-full"), "Couldn't set sslmode (Parameter 'sslmode')");
        assert_eq!(refusal("Host=h;Foo Bar=1"), "Couldn't set foo bar (Parameter 'foo bar')");
        assert_eq!(refusal("Host=h;Foo="), "The given key was not present in the dictionary.");
        assert_eq!(refusal("Database=d;Username=u"), "Value cannot be null. (Parameter 'Host')");
        assert_eq!(refusal("Server=h;SSL Mode=verifyFULL;MaxPoolSize=9"), "");
    }

    #[test]
    fn hosts_bring_their_ports() {
        let hosts = read("Host=a:1, b,[::1]:2;Port=6432").hosts;
        let dialled: Vec<_> = hosts
            .iter()
            .map(|it| (it.name.as_ref().map(|it| it.value.as_str()), it.port.as_ref().map(|it| it.value)))
            .collect();
        assert_eq!(dialled, [(Some("a"), Some(1)), (Some("b"), Some(6432)), (Some("[::1]"), Some(2))]);
    }
}
