//! Encryption, and what the server's certificate is worth.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use connlint_core::drivers::StartupPacket;
use connlint_core::model::{Encryption, Tls, Verification};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, RootCertStore,
    SignatureScheme, StreamOwned,
};

use super::certificate::Certificate;
use super::connect::words;
use super::silence::{DIRECT_HANDSHAKE, HANDSHAKE, TLS_REQUEST, silent};
use super::step::Failure;
use super::stranger::stranger;
use super::wire::{Timed, Wire};

/// What the string says about TLS.
#[derive(Clone)]
pub struct Wanted {
    /// Encryption and verification.
    pub tls: Tls,
    /// File with the authorities to trust; those of the system without one.
    pub roots: Option<String>,
    /// The client's own certificate and key.
    pub client: Option<(String, String)>,
    /// Whether TLS begins at once, without being asked for.
    pub is_direct: bool,
}

/// What came of it.
pub struct Encrypted {
    /// The connection.
    pub wire: Wire,
    /// The server's certificate; `None` in plain text.
    pub certificate: Option<Certificate>,
}

/// Asks for TLS as the driver would, and looks at the certificate as it would.
pub fn encrypt(
    mut stream: Timed,
    host: &str,
    wanted: &Wanted,
    notes: &mut Vec<String>,
) -> Result<(Encrypted, String), Failure> {
    let plain = |stream, said: &str| {
        Ok((Encrypted { wire: Wire::Plain(stream), certificate: None }, said.to_owned()))
    };
    if wanted.tls.encryption == Encryption::Never {
        return plain(stream, "not asked for");
    }
    if !wanted.is_direct {
        match ask(&mut stream)? {
            b'S' => must_wait(&stream)?,
            b'N' if wanted.tls.encryption == Encryption::IfOffered => {
                return plain(stream, "not offered; goes on in plain text");
            }
            b'N' => return Err(Failure::of("server does not support SSL, but SSL was required")),
            other => return Err(no_server(other, &mut stream)),
        }
    }
    let (judge, connection) = shake_hands(stream, host, wanted)?;
    let seen = judge.seen.lock().ok().and_then(|mut seen| seen.take());
    let Some(seen) = seen else { return Err(Failure::of("the server showed no certificate")) };
    let certificate = Certificate::of(&seen.chain);
    let version = connection.conn.protocol_version().map_or_else(String::new, |it| format!("{it:?}"));
    let said = format!("{}, certificate {certificate}", version.replace('_', "."));
    notes.extend(seen.notes(wanted.tls.verification));
    seen.must_be(wanted.tls.verification, host)?;
    Ok((Encrypted { wire: Wire::Tls(Box::new(connection)), certificate: Some(certificate) }, said))
}

/// The server's answer to the request for TLS.
fn ask(stream: &mut Timed) -> Result<u8, Failure> {
    let mut answer = [0];
    stream
        .write_all(&StartupPacket::ssl_request())
        .and_then(|()| stream.read_exact(&mut answer))
        .map_err(|error| silent(&error, &TLS_REQUEST))?;
    Ok(answer[0])
}

/// The server agrees, and cannot say more before TLS begins; what does is no PostgreSQL, and `S` the beginning of its
/// greeting.
fn must_wait(stream: &Timed) -> Result<(), Failure> {
    match stream.unasked() {
        more if more.is_empty() => Ok(()),
        more => Err(stranger("the request for TLS", &[b"S", more.as_slice()].concat())),
    }
}

fn no_server(first: u8, stream: &mut Timed) -> Failure {
    let mut more = [0; 64];
    let count = stream.read(&mut more).unwrap_or(0);
    let text: Vec<u8> = std::iter::once(first).chain(more.iter().take(count).copied()).collect();
    stranger("the request for TLS", &text)
}

type Connection = StreamOwned<ClientConnection, Timed>;

fn shake_hands(stream: Timed, host: &str, wanted: &Wanted) -> Result<(Arc<Judge>, Connection), Failure> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let trusted = authorities(wanted)?;
    let judge = Arc::new(Judge::new(trusted, &provider));
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::of(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(judge.clone());
    let mut config = match &wanted.client {
        Some(files) => {
            let (chain, key) = client_certificate(files)?;
            builder.with_client_auth_cert(chain, key).map_err(|error| Failure::of(error.to_string()))?
        }
        None => builder.with_no_client_auth(),
    };
    if wanted.is_direct {
        config.alpn_protocols = vec![b"postgresql".to_vec()];
    }
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| Failure::of(format!("`{host}` is no name that a certificate could have")))?;
    let client =
        ClientConnection::new(Arc::new(config), name).map_err(|error| Failure::of(error.to_string()))?;
    let mut connection = StreamOwned::new(client, stream);
    let question = if wanted.is_direct { &DIRECT_HANDSHAKE } else { &HANDSHAKE };
    while connection.conn.is_handshaking() {
        connection.conn.complete_io(&mut connection.sock).map_err(|error| silent(&error, question))?;
    }
    Ok((judge, connection))
}

/// Authorities that are trusted.
#[derive(Debug)]
struct Trusted {
    certificates: Vec<CertificateDer<'static>>,
    store: Arc<RootCertStore>,
}

impl Trusted {
    fn of(certificates: Vec<CertificateDer<'static>>) -> Arc<Self> {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(certificates.iter().cloned());
        Arc::new(Self { certificates, store: Arc::new(store) })
    }
}

/// The system's, which are over a hundred, so they are read once for all connections.
static SYSTEM: LazyLock<Arc<Trusted>> =
    LazyLock::new(|| Trusted::of(rustls_native_certs::load_native_certs().certs));

fn authorities(wanted: &Wanted) -> Result<Arc<Trusted>, Failure> {
    match &wanted.roots {
        // In libpq's words, which the tables of error texts know.
        Some(file) if !Path::new(file).exists() => {
            Err(Failure::of(format!("root certificate file \"{file}\" does not exist")))
        }
        Some(file) => certificates(Path::new(file)).map(Trusted::of).map_err(|why| {
            Failure::of(format!("could not read root certificate file \"{file}\": {why}")).because(
                "the string names a file with the authorities to trust, and it cannot be read here",
                "look at the path; a relative one starts where the program runs",
            )
        }),
        // What cannot be read of the system's store trusts nobody.
        None => Ok(Arc::clone(&SYSTEM)),
    }
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let pem = std::fs::read(file).map_err(|error| words(&error))?;
    let all = CertificateDer::pem_slice_iter(&pem);
    let all: Vec<_> = all.collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    if all.is_empty() { Err("there is no certificate in it".to_owned()) } else { Ok(all) }
}

type ClientCertificate = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn client_certificate((certificate, key): &(String, String)) -> Result<ClientCertificate, Failure> {
    let unreadable = |failure: Failure| {
        failure.because(
            "the string names a certificate of the client and its key, and one of the files cannot be read here",
            "look at the path; a relative one starts where the program runs",
        )
    };
    let chain = certificates(Path::new(certificate)).map_err(|why| {
        unreadable(Failure::of(format!("could not read certificate file \"{certificate}\": {why}")))
    })?;
    let key = PrivateKeyDer::from_pem_file(key).map_err(|why| {
        unreadable(Failure::of(format!("could not load private key file \"{key}\": {why}")))
    })?;
    Ok((chain, key))
}

/// Takes every certificate, and remembers what is wrong with it: whether that matters, the string says.
#[derive(Debug)]
struct Judge {
    verifier: Option<Arc<WebPkiServerVerifier>>,
    trusted: Arc<Trusted>,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Option<Seen>>,
}

#[derive(Debug)]
struct Seen {
    chain: Vec<CertificateDer<'static>>,
    authority: Option<String>,
    name: Option<String>,
}

impl Judge {
    fn new(trusted: Arc<Trusted>, provider: &Arc<CryptoProvider>) -> Self {
        let builder =
            WebPkiServerVerifier::builder_with_provider(Arc::clone(&trusted.store), provider.clone());
        Self { verifier: builder.build().ok(), trusted, provider: provider.clone(), seen: Mutex::new(None) }
    }

    /// What is wrong with who signed it, or with its time; the name is another matter.
    fn authority(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Option<String> {
        // A certificate that is trusted itself needs no authority.
        if self.trusted.certificates.iter().any(|it| it.as_ref() == certificate.as_ref()) {
            return None;
        }
        let Some(verifier) = &self.verifier else { return Some("no authority is trusted here".to_owned()) };
        match verifier.verify_server_cert(certificate, others, name, &[], now) {
            Ok(_) => None,
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => None,
            Err(Error::InvalidCertificate(error)) => Some(match in_words(&error) {
                Some(words) => words.to_owned(),
                None if Certificate::is_self_signed(certificate) => "self-signed certificate".to_owned(),
                None if error == CertificateError::UnknownIssuer => {
                    "unable to get local issuer certificate".to_owned()
                }
                None => error.to_string(),
            }),
            Err(error) => Some(error.to_string()),
        }
    }
}

/// As OpenSSL says it, which the tables of error texts know; `None` where that takes a look at the certificate.
fn in_words(error: &CertificateError) -> Option<&'static str> {
    Some(match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "certificate has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "certificate is not yet valid"
        }
        CertificateError::Revoked => "certificate revoked",
        CertificateError::BadSignature => "certificate signature failure",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "unsuitable certificate purpose"
        }
        _ => return None,
    })
}

impl Seen {
    /// What the levels of `sslmode` above the one that is asked for would have made of it.
    fn notes(&self, asked: Verification) -> Vec<String> {
        let mut out = Vec::new();
        let levels = [
            (Verification::Authority, "verify-ca", self.authority.as_ref(), None),
            (Verification::Full, "verify-full", self.authority.as_ref(), self.name.as_ref()),
        ];
        for (level, word, authority, name) in levels {
            if level > asked {
                let wrong = authority.or(name);
                out.push(
                    wrong.map_or(format!("`{word}` would pass"), |why| format!("`{word}` would fail: {why}")),
                );
            }
        }
        out
    }

    fn must_be(&self, wanted: Verification, host: &str) -> Result<(), Failure> {
        match (wanted, &self.authority, &self.name) {
            (Verification::Authority | Verification::Full, Some(why), _) => {
                Err(Failure::of(format!("SSL error: certificate verify failed: {why}")))
            }
            (Verification::Full, None, Some(_)) => {
                let names = Certificate::of(&self.chain).names();
                Err(Failure::of(format!(
                    "server certificate for \"{names}\" does not match host name \"{host}\""
                )))
            }
            _ => Ok(()),
        }
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let authority = self.authority(certificate, others, name, now);
        let parsed = ParsedCertificate::try_from(certificate);
        let name = match parsed.and_then(|parsed| verify_server_name(&parsed, name)) {
            Ok(()) => None,
            Err(_) if Certificate::is_named(certificate, &name.to_str()) => None,
            Err(_) => Some(format!("the certificate is not for `{}`", name.to_str())),
        };
        let chain = std::iter::once(certificate).chain(others).map(|it| it.clone().into_owned()).collect();
        if let Ok(mut seen) = self.seen.lock() {
            *seen = Some(Seen { chain, authority, name });
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
