//! Which parameters ask for a level of TLS.

use super::Request;
use super::choose::parameter;
use super::write::{Param, spellings};
use crate::drivers::Impossible;
use crate::endpoints::TlsOffer;
use crate::model::{Encryption, Setting, Tls, Verification};
use crate::parse::Spelling;

/// What the string says of TLS.
pub(super) struct Chosen {
    /// The parameters for it.
    pub params: Vec<Param>,
    /// Whether that is all that was asked for; code has to say the rest.
    pub says_all: bool,
}

/// Asks for `wanted` as far as the string can: none of the parameters where the driver does it by default, else the
/// first value of its table that its reader understands as this level. Where none says it exactly, encryption is
/// asked for in the string and the rest is left to code.
pub(super) fn choose(
    request: &Request,
    spelling: Spelling,
    others: &[Param],
    wanted: Tls,
) -> Result<Chosen, Impossible> {
    if wanted.verification == Verification::Authority && request.root_certificate.is_none() {
        return Err(Impossible::new(
            "`verify-ca` with the authorities of the system trusts every server with a public certificate",
            "take `verify-full`, or name the file with the certificate of a private authority",
        ));
    }
    let roots = roots(request, spelling, wanted);
    let modes = modes(request, spelling);
    let understood = |mode: &[Param], roots: &[Param]| {
        let all: Vec<Param> = [others, mode, roots].concat();
        let text = spellings(request, spelling, &all).into_iter().next()?;
        let reading = request.driver.read(&text, spelling);
        reading.accepted().then_some(reading.tls.value)
    };
    if let Some(roots) = &roots
        && let Some(mode) = modes.iter().find(|mode| understood(mode, roots) == Some(wanted))
    {
        return Ok(Chosen { params: [mode.as_slice(), roots.as_slice()].concat(), says_all: true });
    }
    let encrypts = |mode: &&Vec<Param>| {
        understood(mode, &[]).is_some_and(|tls| {
            tls.encryption == wanted.encryption && wanted.encryption == Encryption::Required
        })
    };
    Ok(Chosen { params: modes.iter().find(encrypts).cloned().unwrap_or_default(), says_all: false })
}

/// The levels to try, the best one first: what is asked for, or else what the endpoint's certificate allows. The
/// certificate of a public authority can be verified by everybody, one of a private authority against its file only.
/// `None` leaves it to the driver, where that is good enough.
pub(super) fn levels(request: &Request) -> Vec<Option<Tls>> {
    if request.tls.is_some() {
        return vec![request.tls];
    }
    if request.root_certificate.is_some() {
        return vec![Some(Tls::VERIFY_FULL), Some(Tls::VERIFY_CA)];
    }
    match request.endpoint().endpoint.tls {
        TlsOffer::RequiredPublic | TlsOffer::OfferedPublic => {
            vec![Some(Tls::VERIFY_FULL), Some(Tls::REQUIRE), None]
        }
        TlsOffer::RequiredPrivate | TlsOffer::OfferedPrivate => vec![Some(Tls::REQUIRE), None],
        TlsOffer::Configured | TlsOffer::Unusual => vec![None],
    }
}

/// Nothing, and each value of each parameter for TLS.
fn modes(request: &Request, spelling: Spelling) -> Vec<Vec<Param>> {
    let values = request.driver.driver.tls_modes.iter().filter(|mode| !mode.value.is_empty());
    let one =
        |name: &'static str| values.clone().map(move |mode| vec![(name.to_owned(), mode.value.to_owned())]);
    std::iter::once(Vec::new()).chain(parameter(request, spelling, Setting::TlsMode).flat_map(one)).collect()
}

/// The parameters that say whom to trust: none where nothing is verified or the driver trusts the authorities of the
/// system by itself; `None` when the string cannot say it.
fn roots(request: &Request, spelling: Spelling, wanted: Tls) -> Option<Vec<Param>> {
    if wanted.verification == Verification::None {
        return Some(Vec::new());
    }
    match &request.root_certificate {
        Some(file) => {
            let name = parameter(request, spelling, Setting::TlsRootCertificate).next()?;
            Some(vec![(name.to_owned(), file.clone())])
        }
        None => request.driver.system_roots().map(|pair| {
            pair.split_once('=')
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into_iter()
                .collect()
        }),
    }
}
