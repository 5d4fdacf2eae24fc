//! What a certificate says.

use std::fmt;

use ring::digest;
use rustls::pki_types::CertificateDer;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

/// The server's certificate.
pub struct Certificate {
    names: Vec<String>,
    issuer: String,
    until: String,
    hash: Vec<u8>,
}

impl Certificate {
    /// The first certificate of `chain`; without names when it cannot be read.
    pub fn of(chain: &[CertificateDer<'_>]) -> Self {
        let bytes = chain.first().map(AsRef::as_ref).unwrap_or_default();
        match X509Certificate::from_der(bytes) {
            Ok((_, certificate)) => Self {
                names: names(&certificate),
                issuer: common_name(certificate.issuer()),
                until: date(&certificate),
                hash: hash(&certificate, bytes),
            },
            Err(_) => Self {
                names: Vec::new(),
                issuer: "nobody that can be read".to_owned(),
                until: "an unknown day".to_owned(),
                hash: digest::digest(&digest::SHA256, bytes).as_ref().to_vec(),
            },
        }
    }

    /// Whose it is.
    pub fn names(&self) -> String {
        self.names.join(", ")
    }

    /// What binds an authentication to this connection: `tls-server-end-point` of RFC 5929.
    pub fn end_point(&self) -> Vec<u8> {
        self.hash.clone()
    }

    /// Whether it vouches for itself.
    pub fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
        let parsed = X509Certificate::from_der(certificate);
        parsed.is_ok_and(|(_, it)| it.subject() == it.issuer())
    }

    /// Whether it is for `host` by its common name alone, which counts for libpq when no other name is there.
    pub fn is_named(certificate: &CertificateDer<'_>, host: &str) -> bool {
        let Ok((_, certificate)) = X509Certificate::from_der(certificate) else { return false };
        let has_names = matches!(certificate.subject_alternative_name(), Ok(Some(_)));
        !has_names && common_name(certificate.subject()).eq_ignore_ascii_case(host)
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "for {} by {}, until {}", self.names(), self.issuer, self.until)
    }
}

/// The names that it is for, else whose it is.
fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let alternative = certificate.subject_alternative_name().ok().flatten();
    let names: Vec<String> = alternative
        .iter()
        .flat_map(|extension| &extension.value.general_names)
        .filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            GeneralName::IPAddress(bytes) => address(bytes),
            _ => None,
        })
        .collect();
    if names.is_empty() { vec![common_name(certificate.subject())] } else { names }
}

fn address(bytes: &[u8]) -> Option<String> {
    let v4 = <[u8; 4]>::try_from(bytes).map(|it| std::net::Ipv4Addr::from(it).to_string());
    let v6 = <[u8; 16]>::try_from(bytes).map(|it| std::net::Ipv6Addr::from(it).to_string());
    v4.or(v6).ok()
}

fn common_name(name: &x509_parser::x509::X509Name<'_>) -> String {
    let common = name.iter_common_name().next().and_then(|it| it.as_str().ok());
    common.map_or_else(|| name.to_string(), str::to_owned)
}

/// The day on which it ends, as `2027-01-31`.
fn date(certificate: &X509Certificate<'_>) -> String {
    let end = certificate.validity().not_after.to_datetime();
    format!("{:04}-{:02}-{:02}", end.year(), u8::from(end.month()), end.day())
}

/// By the hash of its signature, and by SHA-256 where that is older.
fn hash(certificate: &X509Certificate<'_>, bytes: &[u8]) -> Vec<u8> {
    let algorithm = match certificate.signature_algorithm.algorithm.to_id_string().as_str() {
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => &digest::SHA384,
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => &digest::SHA512,
        _ => &digest::SHA256,
    };
    digest::digest(algorithm, bytes).as_ref().to_vec()
}
