//! Texts of the TLS library.

use super::{CERTIFICATE, Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "tls",
    label: "the TLS library",
    near: &[],
    texts: TEXTS,
    source: "words of OpenSSL, Node, Java, Go and rustls; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &[
            "certificate verify failed",
            "self-signed certificate in certificate chain",
            "self signed certificate in certificate chain",
            "SELF_SIGNED_CERT_IN_CHAIN",
            "unable to get local issuer certificate",
            "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            "PKIX path building failed",
            "certificate signed by unknown authority",
            "invalid peer certificate: UnknownIssuer",
        ],
        cause: "the server's certificate is from an authority that this machine does not know: many providers have their own",
        remedy: "give the provider's certificate as the authority, such as by `sslrootcert`; do not turn verification off in production",
        rules: CERTIFICATE,
        example: "psycopg2.OperationalError: connection to server at \"203.0.113.7\", port 5432 failed: SSL error: certificate verify failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no application protocol"],
        cause: "libpq 17 and later name PostgreSQL inside TLS (ALPN), and a proxy in between refuses the name",
        remedy: "let the proxy pass TCP through or take the name `postgresql`",
        unverified: true,
        example: "connection to server at \"203.0.113.7\", port 443 failed: SSL error: tlsv1 alert no application protocol",
        ..ErrorText::PLAIN
    },
];
