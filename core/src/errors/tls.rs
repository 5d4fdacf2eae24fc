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
            "certificate verify failed: certificate has expired",
            "certificate has expired",
            "CERT_HAS_EXPIRED",
            "certificate has expired or is not yet valid",
            "invalid peer certificate: Expired",
        ],
        cause: "the day on which the server's certificate ends is over; nothing is wrong with the string",
        remedy: "let the server's certificate be renewed, and the server load it; look at this machine's clock as well",
        example: "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "certificate verify failed: certificate is not yet valid",
            "certificate is not yet valid",
            "CERT_NOT_YET_VALID",
            "invalid peer certificate: NotValidYet",
        ],
        cause: "the server's certificate begins on a later day, or this machine's clock is behind",
        remedy: "look at this machine's clock; else let the server have a certificate that is valid now",
        example: "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate is not yet valid (_ssl.c:1006)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "certificate verify failed: self-signed certificate",
            "certificate verify failed: self signed certificate",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
        ],
        cause: "the server's certificate is signed by itself, as PostgreSQL's packages make it: no authority vouches for it",
        remedy: "give that certificate itself as the authority, such as by `sslrootcert`, or let the server have one of a known authority; do not turn verification off in production",
        rules: CERTIFICATE,
        example: "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate (_ssl.c:1006)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["alert certificate required", "TLSV13_ALERT_CERTIFICATE_REQUIRED"],
        cause: "the server asks for a certificate of the client, and the string names none",
        remedy: "give `sslcert` and `sslkey` with a certificate of the authority that the server knows",
        example: "connection to server at \"203.0.113.7\", port 5432 failed: SSL error: tlsv13 alert certificate required",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "alert unknown ca",
            "alert bad certificate",
            "alert certificate unknown",
            "alert decrypt error",
            "alert certificate expired",
        ],
        cause: "the server does not take the client's certificate: it is from an authority that the server does not know, it is over, or it does not fit its key",
        remedy: "give `sslcert` and `sslkey` with a certificate of the authority that the server knows, or none where none is asked for",
        example: "connection to server at \"203.0.113.7\", port 5432 failed: SSL error: tlsv1 alert unknown ca",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["alert protocol version", "alert handshake failure", "wrong version number"],
        cause: "client and server have no version or cipher of TLS in common, or what answers does not speak TLS",
        remedy: "look at host and port; then at the versions of TLS that the server, or a proxy in between, takes",
        example: "connection to server at \"203.0.113.7\", port 5432 failed: SSL error: tlsv1 alert protocol version",
        ..ErrorText::PLAIN
    },
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
