//! Encryption, and certificates of both sides.

use super::Case;
use anyhow::Result;

use super::super::held::Held;
use super::super::lab::Lab;

pub const CASES: &[Case] = &[
    Case::new(
        "no TLS at the server",
        "postgresql://app@127.0.0.1:{standby}/shop?sslmode=require",
        "TLS",
        "the server or pooler has no TLS",
        "check host and port",
    ),
    Case::new(
        "no TLS at the pooler",
        "postgresql://app@127.0.0.1:{pooler}/shop?sslmode=verify-full&sslrootcert={files}/root.crt",
        "TLS",
        "the server or pooler has no TLS",
        "check host and port",
    ),
    Case::new(
        "expired, verify-full",
        "postgresql://{login}@localhost:{expired}/shop?sslmode=verify-full&sslrootcert={files}/root.crt",
        "TLS",
        "certificate ends is over",
        "be renewed",
    ),
    Case::new(
        "expired, verify-ca",
        "postgresql://{login}@localhost:{expired}/shop?sslmode=verify-ca&sslrootcert={files}/root.crt",
        "TLS",
        "certificate ends is over",
        "clock",
    ),
    Case::new(
        "expired, require",
        "postgresql://{login}@localhost:{expired}/shop?sslmode=require",
        "arrived",
        "`verify-ca` would fail",
        "PostgreSQL 15",
    ),
    Case::new(
        "not valid yet",
        "postgresql://{login}@localhost:{early}/shop?sslmode=verify-full&sslrootcert={files}/root.crt",
        "TLS",
        "begins on a later day",
        "clock",
    ),
    Case::new(
        "self-signed",
        "postgresql://{login}@localhost:{self-signed}/shop?sslmode=verify-full&sslrootcert={files}/root.crt",
        "TLS",
        "signed by itself",
        "sslrootcert",
    ),
    Case::new(
        "self-signed, trusted itself",
        "postgresql://{login}@localhost:{self-signed}/shop?sslmode=verify-full&sslrootcert={files}/self-signed.crt",
        "arrived",
        "for localhost",
        "PostgreSQL 15",
    ),
    Case::new(
        "wrong name, verify-full",
        "postgresql://{login}@localhost:{wrong-name}/shop?sslmode=verify-full&sslrootcert={files}/root.crt",
        "TLS",
        "names the server in another way than its certificate",
        "the host of the certificate",
    ),
    Case::new(
        "wrong name, verify-ca",
        "postgresql://{login}@localhost:{wrong-name}/shop?sslmode=verify-ca&sslrootcert={files}/root.crt",
        "arrived",
        "`verify-full` would fail",
        "not for `localhost`",
    ),
    Case::new(
        "unknown authority",
        "postgresql://{login}@localhost:{good}/shop?sslmode=verify-full&sslrootcert={files}/other-root.crt",
        "TLS",
        "an authority that this machine does not know",
        "sslrootcert",
    ),
    Case::new(
        "unknown authority, verify-ca",
        "postgresql://{login}@localhost:{good}/shop?sslmode=verify-ca&sslrootcert={files}/other-root.crt",
        "TLS",
        "an authority that this machine does not know",
        "sslrootcert",
    ),
    Case::new(
        "address not in the certificate",
        "postgresql://{login}@127.0.0.1:{good}/shop?sslmode=verify-full&sslrootcert={files}/root.crt",
        "TLS",
        "names the server in another way than its certificate",
        "the host of the certificate",
    ),
    Case::new(
        "address not in the certificate, verify-ca",
        "postgresql://{login}@127.0.0.1:{good}/shop?sslmode=verify-ca&sslrootcert={files}/root.crt",
        "arrived",
        "`verify-full` would fail",
        "not for `127.0.0.1`",
    ),
    Case::new(
        "root certificate that is not there",
        "postgresql://{login}@localhost:{good}/shop?sslmode=verify-full&sslrootcert={files}/none.crt",
        "TLS",
        "need the certificate of the authority",
        "sslrootcert=system",
    ),
    Case::new(
        "no root certificate named",
        "postgresql://{login}@localhost:{good}/shop?sslmode=verify-full",
        "TLS",
        "need the certificate of the authority",
        "sslrootcert=system",
    ),
    Case::new(
        "root certificate that is broken",
        "postgresql://{login}@localhost:{good}/shop?sslmode=verify-full&sslrootcert={files}/broken.crt",
        "TLS",
        "it cannot be read here",
        "look at the path",
    )
    .with(broken_root),
    Case::new(
        "TLS at once, at a server that waits for a request",
        "postgresql://{login}@localhost:{direct}/shop?sslmode=require&sslnegotiation=direct",
        "TLS",
        "begins with TLS at once",
        "remove `sslnegotiation=direct`",
    ),
    Case::new(
        "client certificate is missing, server",
        "postgresql://certified:{pw}@localhost:{strict}/shop?sslmode=require",
        "startup",
        "asks for a certificate of the client",
        "sslcert",
    ),
    Case::new(
        "client certificate is missing, pooler",
        "postgresql://{login}@localhost:{asks-certificate}/shop?sslmode=require",
        "startup",
        "asks for a certificate of the client",
        "sslcert",
    ),
    Case::new(
        "client certificate of a stranger",
        "postgresql://certified:{pw}@localhost:{strict}/shop?sslmode=require&sslcert={files}/strange-client.crt&sslkey={files}/strange-client.key",
        "startup",
        "does not take the client's certificate",
        "sslcert",
    ),
    Case::new(
        "client certificate that fits",
        "postgresql://certified:{pw}@localhost:{strict}/shop?sslmode=require&sslcert={files}/client.crt&sslkey={files}/client.key",
        "arrived",
        "as certified",
        "PostgreSQL 15",
    ),
    Case::new(
        "client certificate that is not there",
        "postgresql://certified:{pw}@localhost:{strict}/shop?sslmode=require&sslcert={files}/none.crt&sslkey={files}/none.key",
        "TLS",
        "cannot be read here",
        "look at the path",
    ),
];

/// A file that is there and no certificate.
fn broken_root(lab: &Lab) -> Result<Held> {
    std::fs::write(lab.servers.folder.join("broken.crt"), "-----BEGIN CERTIFICATE-----\nnonsense\n")?;
    Ok(Held::none())
}
