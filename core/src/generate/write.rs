//! Spelling a connection.

use super::Request;
use crate::parse::{Spelling, encode};
use crate::text::Secret;

/// A parameter of the string: name and value.
pub(super) type Param = (String, String);

/// The ways to spell what `request` wants with these parameters, the most portable one first. Drivers differ in what
/// they decode, so a reader has to choose.
pub(super) fn spellings(request: &Request, spelling: Spelling, params: &[Param]) -> Vec<String> {
    match spelling {
        Spelling::Uri => uris(request, params),
        Spelling::Jdbc => vec![jdbc(request, params)],
        Spelling::KeywordValue | Spelling::Parts => vec![keyword_value(request, params)],
    }
}

fn uris(request: &Request, params: &[Param]) -> Vec<String> {
    let scheme = request.driver.driver.schemes.first().copied().unwrap_or("postgresql");
    let encoders: [fn(&str) -> String; 2] = [encode, str::to_owned];
    let mut out = Vec::new();
    for (host, host_param) in hosts(&request.host) {
        for encode_user in encoders {
            for encode_dbname in encoders {
                let user = request.user.as_deref().map(encode_user);
                let dbname = request.dbname.as_deref().map_or(String::new(), encode_dbname);
                let info = user_info(user, request.password.as_ref());
                let port = request.port.map_or(String::new(), |port| format!(":{port}"));
                let all: Vec<Param> = host_param
                    .iter()
                    .map(|host| ("host".to_owned(), host.clone()))
                    .chain(params.iter().cloned())
                    .collect();
                let slash = if dbname.is_empty() && all.is_empty() { "" } else { "/" };
                out.push(format!("{scheme}://{info}{host}{port}{slash}{dbname}{}", query(&all)));
            }
        }
    }
    out
}

/// The authority for a host and, for the second way to name a socket directory, the value of a `host` parameter.
fn hosts(host: &str) -> Vec<(String, Option<String>)> {
    if host.starts_with('/') {
        vec![(String::new(), Some(host.to_owned())), (encode(host), None)]
    } else if host.contains(':') {
        vec![(format!("[{host}]"), None)]
    } else {
        vec![(host.to_owned(), None), (encode(host), None)]
    }
}

fn user_info(user: Option<String>, password: Option<&Secret>) -> String {
    match (user, password) {
        (None, None) => String::new(),
        (user, None) => format!("{}@", user.unwrap_or_default()),
        (user, Some(password)) => format!("{}:{}@", user.unwrap_or_default(), encode(password.expose())),
    }
}

fn query(params: &[Param]) -> String {
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
    let host = if request.host.contains(':') { format!("[{}]", request.host) } else { request.host.clone() };
    let port = request.port.map_or(String::new(), |port| format!(":{port}"));
    let dbname = request.dbname.as_deref().map_or(String::new(), encode);
    let user = request.user.iter().map(|user| ("user".to_owned(), user.clone()));
    let password = request.password.iter().map(|it| ("password".to_owned(), it.expose().to_owned()));
    let all: Vec<Param> = user.chain(password).chain(params.iter().cloned()).collect();
    format!("{scheme}://{host}{port}/{dbname}{}", query(&all))
}

fn keyword_value(request: &Request, params: &[Param]) -> String {
    let port = request.port.map(|port| port.to_string());
    let parts = [
        ("host", Some(request.host.as_str())),
        ("port", port.as_deref()),
        ("user", request.user.as_deref()),
        ("password", request.password.as_ref().map(Secret::expose)),
        ("dbname", request.dbname.as_deref()),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let params = params.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let words: Vec<String> =
        parts.chain(params).map(|(name, value)| format!("{name}={}", quote(value))).collect();
    words.join(" ")
}

/// A value of keyword/value text, quoted where it has to be.
fn quote(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-._/:@+,~".contains(c);
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
}
