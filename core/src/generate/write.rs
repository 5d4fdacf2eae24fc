//! Spelling a connection.

use super::Request;
use crate::parse::{DBI_PREFIX, PDO_PREFIX, Spelling, encode};
use crate::text::Secret;

/// A parameter of the string: name and value.
pub(super) type Param = (String, String);

/// The ways to spell what `request` wants with these parameters, the most portable one first. Drivers differ in what
/// they decode, so a reader has to choose.
pub(super) fn spellings(request: &Request, spelling: Spelling, params: &[Param]) -> Vec<String> {
    match spelling {
        Spelling::Uri | Spelling::R2dbc => uris(request, params),
        Spelling::Jdbc => vec![jdbc(request, params)],
        Spelling::KeywordValue | Spelling::Parts => vec![keyword_value(request, params).join(" ")],
        Spelling::AdoNet => vec![ado_net(request, params)],
        Spelling::Pdo => vec![format!("{PDO_PREFIX}{}", keyword_value(request, params).join(";"))],
        // Behind a quote in a quoted value DBD::Pg takes a `;` for one of the value.
        Spelling::Dbi => [";", " "]
            .iter()
            .map(|between| format!("{DBI_PREFIX}{}", keyword_value(request, params).join(between)))
            .collect(),
    }
}

fn uris(request: &Request, params: &[Param]) -> Vec<String> {
    let encoders: [fn(&str) -> String; 2] = [encode, str::to_owned];
    let (mut out, mut twice) = (Vec::new(), Vec::new());
    for (authority, host_params) in authorities(request) {
        for encode_user in encoders {
            for encode_dbname in encoders {
                let user = request.user.as_deref().map(encode_user);
                let dbname = request.dbname.as_deref().map_or(String::new(), encode_dbname);
                let info = user_info(user, request.password.as_ref());
                let all: Vec<Param> = host_params.iter().chain(params).cloned().collect();
                let slash = if dbname.is_empty() && all.is_empty() { "" } else { "/" };
                for scheme in schemes(request) {
                    let start = format!("{scheme}://{info}{authority}{slash}{dbname}");
                    out.push(format!("{start}{}", query(&all, encode_value)));
                    // Some decode the whole query before its pairs.
                    twice.push(format!("{start}{}", query(&all, |value| encode_value(&encode(value)))));
                }
            }
        }
    }
    out.extend(twice);
    out
}

/// The scheme that the driver's users write; for several hosts all that it has, because some need one of its own.
fn schemes(request: &Request) -> &'static [&'static str] {
    let all = request.driver.driver.schemes;
    if request.other_hosts.is_empty() { all.get(..1).unwrap_or(all) } else { all }
}

/// The ways to name the hosts: in the authority, and as parameters for drivers that look for socket directories or
/// several hosts there.
fn authorities(request: &Request) -> Vec<(String, Vec<Param>)> {
    let port = |port: Option<u16>| port.map_or(String::new(), |port| format!(":{port}"));
    // In a list a host without a port would get another one's.
    let is_list = !request.other_hosts.is_empty() && request.hosts().any(|it| it.1.is_some());
    let port = move |it: Option<u16>| port(if is_list { it.or(Some(5432)) } else { it });
    let in_authority = |write: fn(&str) -> String| {
        let all: Vec<String> =
            request.hosts().map(|(host, it)| format!("{}{}", write(host), port(it))).collect();
        (all.join(","), Vec::new())
    };
    let as_parameters = |(host, it): (&str, Option<u16>)| ("host".to_owned(), format!("{host}{}", port(it)));
    if !request.other_hosts.is_empty() {
        return vec![in_authority(plain_host), (String::new(), request.hosts().map(as_parameters).collect())];
    }
    if request.host.starts_with('/') {
        let socket = ("host".to_owned(), request.host.clone());
        return vec![(port(request.port), vec![socket]), in_authority(encode)];
    }
    vec![
        in_authority(plain_host),
        in_authority(|host| if host.contains(':') { plain_host(host) } else { encode(host) }),
    ]
}

/// An address of IPv6 in brackets, anything else as it is.
fn plain_host(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

fn user_info(user: Option<String>, password: Option<&Secret>) -> String {
    match (user, password) {
        (None, None) => String::new(),
        (user, None) => format!("{}@", user.unwrap_or_default()),
        (user, Some(password)) => format!("{}:{}@", user.unwrap_or_default(), encode(password.expose())),
    }
}

fn query(params: &[Param], encode_value: impl Fn(&str) -> String) -> String {
    let pairs: Vec<String> =
        params.iter().map(|(name, value)| format!("{name}={}", encode_value(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// A value of the query; `/` and `:` mean nothing there and stay readable.
fn encode_value(value: &str) -> String {
    encode(value).replace("%2F", "/").replace("%3A", ":")
}

fn jdbc(request: &Request, params: &[Param]) -> String {
    let scheme = request.driver.driver.schemes.first().copied().unwrap_or("jdbc:postgresql");
    let host = |(host, port): (&str, Option<u16>)| {
        format!("{}{}", plain_host(host), port.map_or(String::new(), |port| format!(":{port}")))
    };
    let hosts = request.hosts().map(host).collect::<Vec<_>>().join(",");
    let dbname = request.dbname.as_deref().map_or(String::new(), encode);
    let user = request.user.iter().map(|user| ("user".to_owned(), user.clone()));
    let password = request.password.iter().map(|it| ("password".to_owned(), it.expose().to_owned()));
    let all: Vec<Param> = user.chain(password).chain(params.iter().cloned()).collect();
    format!("{scheme}://{hosts}/{dbname}{}", query(&all, encode_value))
}

/// The pairs of keyword/value text.
fn keyword_value(request: &Request, params: &[Param]) -> Vec<String> {
    let hosts = request.hosts().map(|(host, _)| host).collect::<Vec<_>>().join(",");
    let ports = request.hosts().map(|(_, port)| port.map_or(String::new(), |port| port.to_string()));
    let port = Some(ports.collect::<Vec<_>>().join(",")).filter(|ports| ports.contains(|c: char| c != ','));
    let parts = [
        ("host", Some(hosts.as_str())),
        ("port", port.as_deref()),
        ("user", request.user.as_deref()),
        ("password", request.password.as_ref().map(Secret::expose)),
        ("dbname", request.dbname.as_deref()),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let params = params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    parts.chain(params).map(|(name, value)| format!("{name}={}", quote(value))).collect()
}

fn ado_net(request: &Request, params: &[Param]) -> String {
    // Several hosts bring their ports along; the port of its own is for all that bring none.
    let is_list = request.hosts().count() > 1;
    let with_port = |(host, port): (&str, Option<u16>)| match port.filter(|_| is_list) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let hosts = request.hosts().map(with_port).collect::<Vec<_>>().join(",");
    let port = request.port.filter(|_| !is_list).map(|port| port.to_string());
    let parts = [
        ("Host", Some(hosts.as_str())),
        ("Port", port.as_deref()),
        ("Database", request.dbname.as_deref()),
        ("Username", request.user.as_deref()),
        ("Password", request.password.as_ref().map(Secret::expose)),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let params = params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let pairs: Vec<String> =
        parts.chain(params).map(|(name, value)| format!("{name}={}", quote_for_ado_net(value))).collect();
    pairs.join(";")
}

/// A value for ADO.NET, in quotes where it has to be, those of its own doubled.
fn quote_for_ado_net(value: &str) -> String {
    let is_trimmed = value.trim() == value && !value.is_empty();
    let opens = value.starts_with(['"', '\'', '=']) || value.ends_with(['"', '\'']);
    if is_trimmed && !opens && !value.contains(|c: char| c == ';' || c.is_control()) {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('"', "\"\""))
}

/// A value of keyword/value text, quoted where it has to be.
fn quote(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-._/:@+,~".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}
