//! What the rules about encryption share: whether a string leaves the machine, and where to point.

use super::Cx;
use crate::diag::Finding;
use crate::formats::Argument;
use crate::model::{Encryption, Setting, Tls};
use crate::parse::Spelling;
use crate::text::{Edit, Span};

/// The first host that is reached over a network that others share, as the driver reads it. Single labels (a
/// service of Docker Compose), private addresses and names that mean "here" or "inside" are not.
pub(super) fn remote_host(cx: &Cx<'_>) -> Option<Span> {
    if !cx.reading.accepted() || cx.endpoint.endpoint.tls == crate::endpoints::TlsOffer::Unusual {
        return None;
    }
    if decided_at(cx).is_none() && cx.arguments().iter().any(speaks_of_tls) {
        // What code says counts, and is not judged here.
        return None;
    }
    let named = cx.reading.hosts.iter().filter_map(|host| host.name.as_ref());
    named.filter(|name| is_remote(&name.value)).find_map(|name| name.span)
}

fn speaks_of_tls(argument: &Argument) -> bool {
    argument
        .name
        .split('.')
        .any(|part| matches!(part, "ssl" | "sslmode" | "ssl_context" | "tls" | "TLSConfig"))
}

/// Endings of names that only a private network resolves.
const INSIDE: &[&str] = &[
    "localhost",
    "local",
    "internal",
    "lan",
    "localdomain",
    "home.arpa",
    "test",
    "svc",
    "cluster.local",
    "flycast",
    "consul",
    "intranet",
    "corp",
    "private",
];

pub(super) fn is_remote(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let is_name = host.chars().all(|c| c.is_alphanumeric() || "-._".contains(c));
    if !is_name || !host.contains('.') {
        // Sockets, references to variables, service names, and IPv6: those that people write are private.
        return false;
    }
    match octets(&host) {
        Some([a, b]) => {
            !matches!((a, b), (0 | 10 | 127, _) | (169, 254) | (172, 16..=31) | (192, 168) | (100, 64..=127))
        }
        None => !INSIDE.iter().any(|end| host.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'))),
    }
}

/// The first two numbers of an IPv4 address.
fn octets(host: &str) -> Option<[u8; 2]> {
    let numbers: Option<Vec<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    match numbers?.as_slice() {
        [a, b, _, _] => Some([*a, *b]),
        _ => None,
    }
}

/// The parameter that decides about TLS, if the string has one.
pub(super) fn decided_at(cx: &Cx<'_>) -> Option<Span> {
    let value = cx.reading.tls.span?;
    let given = cx.reading.params.iter().find(|given| given.span.contains(value));
    Some(given.map_or(value, |given| given.span))
}

/// Where to point when nothing is written about TLS: the host; or the scheme, when it names a driver that takes no
/// word about TLS in the string at all.
pub(super) fn silent_at(cx: &Cx<'_>, host: Span) -> Span {
    let scheme =
        cx.written().scheme.filter(|scheme| cx.driver.driver.own_schemes.contains(&scheme.of(cx.text())));
    match scheme {
        Some(scheme) if mode_name(cx).is_none() => {
            Span::new(scheme.start, (scheme.end + 3).min(cx.text().len()))
        }
        _ => host,
    }
}

/// The name of the driver's parameter for TLS in a string.
fn mode_name(cx: &Cx<'_>) -> Option<&'static str> {
    let mut params = cx.driver.driver.params.iter();
    params
        .find(|it| it.setting == Setting::TlsMode && it.in_url() && it.is_in(cx.driver.version))
        .map(|it| it.name)
}

/// Whether only code can say anything about TLS: separate settings and some drivers' strings have no place for it.
pub(super) fn is_up_to_code(cx: &Cx<'_>) -> bool {
    mode_name(cx).is_none()
}

/// What makes this version of the driver encrypt and verify, as it is written in a string. The driver is asked: to an
/// engine that takes `verify-full` for `prefer`, it is no advice.
fn verifying_pair(cx: &Cx<'_>) -> Option<String> {
    let name = mode_name(cx)?;
    let spelling = cx.subject.spelling;
    let before = match spelling {
        Spelling::AdoNet => "Host=db.example.com;".to_owned(),
        Spelling::Pdo => "pgsql:host=db.example.com;".to_owned(),
        Spelling::Dbi => "dbi:Pg:host=db.example.com;".to_owned(),
        _ => format!("{}://db.example.com/d?", cx.driver.driver.schemes.first()?),
    };
    let roots = cx.driver.system_roots().unwrap_or_default();
    let separator = if spelling.is_url() { '&' } else { spelling.separator() };
    // .NET's names have no `-`.
    let is_full = |value: &&str| value.replace('-', "").eq_ignore_ascii_case("verifyfull");
    let full =
        cx.driver.driver.tls_modes.iter().map(|mode| mode.value).find(is_full).unwrap_or("verify-full");
    let pairs = [full.to_owned(), format!("require{separator}{roots}"), "true".to_owned()];
    pairs.into_iter().map(|value| format!("{name}={value}")).find(|pair| {
        let reading = cx.driver.read(&format!("{before}{pair}"), spelling);
        reading.accepted() && reading.tls.value == Tls::VERIFY_FULL
    })
}

/// What to do to have the certificate verified, and the edit that shows it.
pub(super) fn remedy(cx: &Cx<'_>) -> (String, Option<Edit>) {
    let roots = cx.driver.system_roots().filter(|pair| !pair.is_empty());
    match verifying_pair(cx) {
        Some(pair) => {
            let edit = match decided_at(cx) {
                Some(span) => cx.edit(span, &pair),
                None if cx.subject.spelling != Spelling::Jdbc => cx.add_pair(&pair),
                None => None,
            };
            let authority = match roots.filter(|roots| !pair.contains(roots)) {
                Some(roots) => {
                    format!(", with `{roots}` for a public authority or the file of a private one")
                }
                None => String::new(),
            };
            (format!("write `{pair}`{authority}"), edit)
        }
        None => {
            let in_code = cx.driver.driver.params.iter().find_map(|it| match it.place {
                crate::drivers::Place::Code(place) if it.setting == Setting::TlsMode => {
                    Some((it.name, place))
                }
                _ => None,
            });
            match in_code {
                Some((name, place)) => (format!("give `{name}` in `{place}` a value that verifies"), None),
                None => (
                    format!(
                        "turn on TLS with verification in the code that sets up {}",
                        cx.label_of_driver()
                    ),
                    None,
                ),
            }
        }
    }
}

/// Adds what to know before verifying at an endpoint whose certificate no public authority signs.
pub(super) fn with_authority(cx: &Cx<'_>, finding: Finding) -> Finding {
    let endpoint = &cx.endpoint;
    match endpoint.endpoint.authority.filter(|_| endpoint.certain) {
        Some(authority) => finding.note(format!(
            "{} has a certificate of an authority of its own, which has to be named to verify it: {authority}",
            endpoint.endpoint.label
        )),
        None => finding,
    }
}

/// Whether the endpoint is known to refuse unencrypted connections.
pub(super) fn endpoint_requires(cx: &Cx<'_>) -> bool {
    cx.endpoint.certain && cx.endpoint.endpoint.tls.is_required()
}

/// Whether the driver never asks for TLS with this string.
pub(super) fn is_off(cx: &Cx<'_>) -> bool {
    cx.reading.tls.value.encryption == Encryption::Never
}

#[cfg(test)]
mod tests {
    use super::is_remote;

    #[test]
    fn only_what_leaves_the_network_is_remote() {
        for host in ["db.example.com", "203.0.113.7", "ep-x.eu-central-1.aws.neon.tech"] {
            assert!(is_remote(host), "{host}");
        }
        for host in
            ["db", "localhost", "10.0.0.5", "172.20.0.2", "192.168.1.9", "127.0.0.1", "/var/run/postgresql"]
        {
            assert!(!is_remote(host), "{host}");
        }
        for host in
            ["pg.default.svc.cluster.local", "host.docker.internal", "::1", "${HOST}.x", "app.flycast", ""]
        {
            assert!(!is_remote(host), "{host}");
        }
    }
}
