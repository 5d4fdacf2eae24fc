//! A reading by the looks, until a driver has a reader of its own.

use super::{Driver, Unknown, fill};
use crate::model::{Fate, Host, Reading, Setting, Sourced, Tls, Version};
use crate::parse::{
    Grammar, Percent, Plus, Refused, Separators, Spelling, read_keyword_value, read_libpq_uri,
};

pub(super) fn read(driver: &'static Driver, text: &str, spelling: Spelling, version: Version) -> Reading {
    let tls = driver.tls_modes.first().map_or(Tls::OFF, |mode| mode.tls);
    let mut out = Reading::empty(tls, super::prepared(driver.prepared, version));
    fill::send(&mut out, driver.startup);
    if spelling == Spelling::Parts {
        return fill::separate(text, out);
    }
    let grammar = Grammar {
        schemes: driver.schemes,
        percent: Percent::Lenient,
        plus: Plus::Literal,
        separators: Separators::Ampersand,
        refuses_spaces: false,
    };
    let (parts, refused) = if spelling == Spelling::KeywordValue {
        read_keyword_value(text)
    } else {
        read_libpq_uri(text, &grammar)
    };
    if let Some(Refused { text, span }) = refused {
        out.refuse(span, text);
    }
    out.user = parts.user.as_ref().map(fill::written);
    out.password = parts.password.as_ref().map(fill::secret);
    out.dbname = parts.dbname.as_ref().map(fill::written);
    for host in &parts.hosts {
        let name = (!host.host.value.is_empty()).then(|| fill::written(&host.host));
        let port = host.port.as_ref().and_then(|it| Some(Sourced::written(it.value.parse().ok()?, it.span)));
        out.hosts.push(Host { name, port });
    }
    let unknown = match driver.unknown {
        Unknown::Refused => Fate::Refused,
        Unknown::SentToServer => Fate::Startup,
        Unknown::Ignored => Fate::Ignored,
    };
    for pair in &parts.pairs {
        let given = fill::given(pair, driver.params, unknown, version);
        match given.setting {
            None if unknown == Fate::Refused => {
                out.refuse(given.span, format!("unknown option `{}`", given.key));
            }
            Some(Setting::TlsMode) => {
                if let Some(tls) = super::tls_mode(driver.tls_modes, &given.value) {
                    out.tls = Sourced::written(tls, given.value_span);
                }
            }
            _ => {}
        }
        fill::push(&mut out, given);
    }
    out
}
