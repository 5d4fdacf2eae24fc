//! Certificates with something wrong about them, and an authority that signs them.

use std::path::{Path, PathBuf};

use anyhow::Result;
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};

/// The authority that the good ones are from.
pub const AUTHORITY: &str = "root";
/// Another one.
pub const STRANGER: &str = "other-root";

/// A certificate: the name of its files, whose it is, who signs it, and the years in which it begins and ends.
struct Wanted {
    file: &'static str,
    name: &'static str,
    signer: Option<&'static str>,
    years: (i32, i32),
}

const NOW: (i32, i32) = (2020, 2099);

const ALL: &[Wanted] = &[
    Wanted { file: "good", name: "localhost", signer: Some(AUTHORITY), years: NOW },
    Wanted { file: "expired", name: "localhost", signer: Some(AUTHORITY), years: (2020, 2021) },
    Wanted { file: "early", name: "localhost", signer: Some(AUTHORITY), years: (2098, 2099) },
    Wanted { file: "self-signed", name: "localhost", signer: None, years: NOW },
    Wanted { file: "wrong-name", name: "db.example.com", signer: Some(AUTHORITY), years: NOW },
    Wanted { file: "client", name: "app", signer: Some(AUTHORITY), years: NOW },
    Wanted { file: "strange-client", name: "app", signer: Some(STRANGER), years: NOW },
];

/// Writes all of them into `folder`, each with its key; returns the files.
pub fn make(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut write = |name: String, text: String| -> Result<()> {
        let path = folder.join(name);
        std::fs::write(&path, text)?;
        files.push(path);
        Ok(())
    };
    let mut authorities = Vec::new();
    for name in [AUTHORITY, STRANGER] {
        let key = KeyPair::generate()?;
        let mut params = params(name, NOW)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        write(format!("{name}.crt"), params.self_signed(&key)?.pem())?;
        authorities.push((name, Issuer::new(params, key)));
    }
    for Wanted { file, name, signer, years } in ALL {
        let key = KeyPair::generate()?;
        let mut params = params(name, *years)?;
        params.extended_key_usages =
            vec![ExtendedKeyUsagePurpose::ServerAuth, ExtendedKeyUsagePurpose::ClientAuth];
        let issuer = authorities.iter().find(|it| Some(it.0) == *signer);
        let certificate = match issuer {
            Some((_, issuer)) => params.signed_by(&key, issuer)?,
            None => params.self_signed(&key)?,
        };
        write(format!("{file}.crt"), certificate.pem())?;
        write(format!("{file}.key"), key.serialize_pem())?;
    }
    Ok(files)
}

fn params(name: &str, (from, until): (i32, i32)) -> Result<CertificateParams> {
    let mut params = CertificateParams::new(vec![name.to_owned()])?;
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(until, 1, 1));
    Ok(params)
}
