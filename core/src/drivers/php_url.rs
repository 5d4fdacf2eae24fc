//! Frameworks of PHP that split a URL with `parse_url`, and hand what they keep of it to PDO.

use compact_str::CompactString;

use super::conninfo::{self, Conninfo};
use super::{Param, fill, pdo};
use crate::model::{Fate, Given, Prepared, Reading, Tls, Version};
use crate::parse::{PhpUrl, Piece, php_pairs, php_piece, read_php_url};
use crate::text::Span;

/// A framework.
pub(super) struct Framework {
    /// Its options; names not in here are dropped.
    pub(super) params: &'static [Param],
    /// What it makes of a decoded value; `None` when it is as good as not there.
    pub(super) value: fn(CompactString) -> Option<CompactString>,
    /// What it says when `parse_url` fails.
    pub(super) malformed: &'static str,
    /// What it says of a scheme that it does not know, decoded.
    pub(super) unknown_scheme: fn(&str) -> Option<String>,
    /// libpq's keyword for an option of its own.
    pub(super) keyword: fn(&str) -> Option<&'static str>,
    /// Its prepared statements.
    pub(super) prepared: Prepared,
}

/// Reads `text` as `framework` does, down to what libpq checks.
pub(super) fn read(text: &str, framework: &Framework) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, framework.prepared);
    let Some(url) = read_php_url(text) else {
        out.refuse(Span::new(0, text.len()), framework.malformed);
        return out;
    };
    let mut conninfo = Conninfo::default();
    parts(&mut out, &mut conninfo, text, &url, framework);
    query(&mut out, &mut conninfo, text, &url, framework);
    conninfo::finish(out, &conninfo, &pdo::CALLER)
}

fn parts(out: &mut Reading, conninfo: &mut Conninfo, text: &str, url: &PhpUrl, framework: &Framework) {
    if let Some(scheme) = url.scheme {
        let piece = php_piece(text, scheme);
        if let Some(refusal) = (framework.unknown_scheme)(&piece.value) {
            out.refuse(scheme, refusal);
        }
    }
    let path = url.path.map(|span| php_piece(text, span));
    let pieces = [
        ("host", url.host.map(|span| php_piece(text, span))),
        ("port", url.port.map(|(port, span)| Piece { span, value: port.to_string().into() })),
        ("user", url.user.map(|span| php_piece(text, span))),
        ("password", url.pass.map(|span| php_piece(text, span))),
        ("dbname", path),
    ];
    for (keyword, piece) in pieces {
        let Some(piece) = piece else { continue };
        if let Some(value) = (framework.value)(piece.value) {
            let piece = Piece { span: piece.span, value };
            // The first character of a path is dropped, be it a `/` or not.
            conninfo.set(text, keyword, if keyword == "dbname" { piece.without_first(text) } else { piece });
        }
    }
}

/// The query is decoded as a whole before it is split, and each piece again.
fn query(out: &mut Reading, conninfo: &mut Conninfo, text: &str, url: &PhpUrl, framework: &Framework) {
    let Some(span) = url.query else { return };
    let whole = php_piece(text, span);
    let places = whole.places(text);
    for (name, value) in php_pairs(&whole.value) {
        let (key_span, value_span) = (places.of(name.span), places.of(value.span));
        let param = fill::param_of(framework.params, &name.value, Version(u32::MAX, 0, 0));
        let keyword = param.and_then(|param| (framework.keyword)(param.name));
        let said = (framework.value)(value.value).unwrap_or_default();
        if let Some(keyword) = keyword {
            conninfo.set(text, keyword, Piece { span: value_span, value: said.clone() });
        }
        let fate = match param {
            Some(param) if param.sent => Fate::Startup,
            Some(_) => Fate::Client,
            None => Fate::Ignored,
        };
        let setting = param.map(|param| param.setting);
        let span = key_span.join(value_span);
        out.params.push(Given { key: name.value, key_span, value: said, value_span, span, setting, fate });
    }
}
