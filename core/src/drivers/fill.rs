//! What the readers of many drivers have in common: pairs looked up in a table, and separate variables.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::Param;
use crate::model::{Fate, Given, Host, Reading, Sourced, Version};
use crate::parse::{Pair, Piece, Spelling, read_keyword_value};
use crate::text::{Secret, Span, has_byte, order_by};

/// The value of a pair and its place; a pair without `=` has an empty one at its end.
pub(super) fn value_of(pair: &Pair) -> Piece {
    pair.value.clone().unwrap_or(Piece { span: Span::at(pair.span.end), value: String::new().into() })
}

/// A piece as a value of a reading.
pub(super) fn written(piece: &Piece) -> Sourced<CompactString> {
    Sourced::written(piece.value.clone(), piece.span)
}

/// A piece as a password.
pub(super) fn secret(piece: &Piece) -> Sourced<Secret> {
    Sourced::written(Secret::new(piece.value.clone()), piece.span)
}

/// The parameter that a driver at `version` takes from a string under this name.
pub(super) fn param_of(params: &'static [Param], name: &str, version: Version) -> Option<&'static Param> {
    params.iter().find(|param| param.name == name && param.is_in(version) && param.in_url())
}

/// A pair with the fate that the driver's table gives it, and `unknown` when it is not there.
pub(super) fn given(pair: &Pair, params: &'static [Param], unknown: Fate, version: Version) -> Given {
    let value = value_of(pair);
    let param = param_of(params, &pair.key.value, version);
    Given {
        key: pair.key.value.clone(),
        key_span: pair.key.span,
        value: value.value,
        value_span: value.span,
        span: pair.span,
        setting: param.map(|param| param.setting),
        fate: match param {
            Some(param) if param.sent => Fate::Startup,
            Some(_) => Fate::Client,
            None => unknown,
        },
    }
}

/// The last pair of each name, by its index, of those that count.
pub(super) fn last_of_each(pairs: &[Pair], counts: impl Fn(&Pair) -> bool) -> BTreeMap<&str, usize> {
    let counted = pairs.iter().zip(0..).filter(|(pair, _)| counts(pair));
    let mut out = BTreeMap::new();
    out.extend(counted.map(|(pair, index)| (pair.key.value.as_str(), index)));
    out
}

/// Adds a parameter to a reading, and to what is sent at startup if that is its fate.
pub(super) fn push(out: &mut Reading, given: Given) {
    if given.fate == Fate::Startup {
        out.startup.push((given.key.clone(), Sourced::written(given.value.clone(), given.value_span)));
    }
    out.params.push(given);
}

/// Of several values that would be sent under one name the last one is.
pub(super) fn send_last_of_each(out: &mut Reading) {
    if are_few_and_different(out) {
        return;
    }
    let names = out.startup.iter().map(|(name, _)| name.as_str());
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    last.extend(names.clone().zip(0..));
    if last.len() < out.startup.len() {
        let kept: Vec<bool> = names.zip(0..).map(|(name, at)| last.get(name) == Some(&at)).collect();
        let mut kept = kept.into_iter();
        out.startup.retain(|_| kept.next().unwrap_or_default());
    }
}

/// Whether nothing is sent twice, which is cheap to see where little is sent.
fn are_few_and_different(out: &Reading) -> bool {
    let names = || out.startup.iter().map(|(name, _)| name);
    let is_last = |(name, behind): (&CompactString, usize)| names().skip(behind).all(|later| later != name);
    out.startup.len() <= 8 && names().zip(1..).all(is_last)
}

/// Of parameters with one name the first or the last is kept, and the others are ignored.
pub(super) fn keep_one_of_each(params: &mut [Given], keeps_first: bool) {
    if params.len() < 2 {
        return;
    }
    let mut order = order_by(params, |a, b| a.key.cmp(&b.key));
    if !keeps_first {
        order.reverse();
    }
    let mut taken: Option<CompactString> = None;
    for at in order {
        let Some(given) = params.get_mut(at).filter(|given| given.fate != Fate::Ignored) else { continue };
        if taken.as_ref() == Some(&given.key) {
            given.fate = Fate::Ignored;
        } else {
            taken = Some(given.key.clone());
        }
    }
}

/// What a driver sends at startup whatever the string says.
pub(super) fn send(out: &mut Reading, startup: &[(&'static str, &'static str)]) {
    let own = |(name, value): &(&'static str, &'static str)| {
        let value = CompactString::const_new(value);
        (CompactString::const_new(name), Sourced::default_of_driver(value))
    };
    out.startup.extend(startup.iter().map(own));
}

/// Separate variables, given as keyword/value text: a program hands each to the driver as it stands, so nothing of
/// them is decoded and other names are not looked at.
pub(super) fn separate(text: &str, mut out: Reading) -> Reading {
    let (parts, refused) = read_keyword_value(text);
    if let Some(refused) = refused {
        out.refuse(refused.span, refused.text);
    }
    let (mut name, mut port) = (None, None);
    for pair in &parts.pairs {
        let value = value_of(pair);
        match pair.key.value.as_str() {
            "host" => name = Some(written(&value)),
            "port" => port = value.value.trim().parse().ok().map(|port| Sourced::written(port, value.span)),
            "user" => out.user = Some(written(&value)),
            "password" => out.password = Some(secret(&value)),
            "dbname" => out.dbname = Some(written(&value)),
            _ => {}
        }
    }
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
    out
}

/// A number as JavaScript's `parseInt` reads it: digits at the start, whatever follows. What does not fit in 64 bits is
/// the greatest or least number that does.
pub(super) fn parse_int(text: &str) -> Option<i64> {
    let text = text.trim_start();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let digits = digits.get(..end).filter(|digits| !digits.is_empty())?;
    Some(sign * digits.parse().unwrap_or(i64::MAX))
}

/// What Node says when it is to dial a port that is none.
pub(super) const NO_PORT: &str = "Port should be >= 0 and < 65536. Received type number (NaN).";

/// The host that a JavaScript client dials when it is told none.
pub(super) fn dial_localhost(out: &mut Reading) {
    let localhost = || Some(Sourced::default_of_driver("localhost".into()));
    match out.hosts.first_mut() {
        Some(host) if host.name.is_none() => host.name = localhost(),
        Some(_) => {}
        None => out.hosts.push(Host { name: localhost(), port: None }),
    }
}

/// What a JavaScript client that takes the URL apart itself makes of a string; an empty one is as good as none.
pub(super) fn read_for_node(
    mut out: Reading,
    text: &str,
    spelling: Spelling,
    configure: impl FnOnce(&mut Reading, &str) -> Result<(), (Span, String)>,
) -> Reading {
    if spelling == Spelling::Parts {
        out = separate(text, out);
    } else if !text.is_empty()
        && let Err((span, message)) = configure(&mut out, text)
    {
        out.refuse(span, message);
    }
    dial_localhost(&mut out);
    out
}

/// The pieces of a list, each with its place; when the text is encoded so that they cannot be told apart there, the
/// place of the whole.
pub(super) fn split_list(text: &str, list: &Piece) -> Vec<Piece> {
    if !has_byte(&list.value, |byte| byte == b',') {
        return vec![list.clone()];
    }
    let raw = list.span.of(text);
    let told_apart = raw.matches(',').count() == list.value.matches(',').count();
    let mut at = list.span.start;
    let mut raw = raw.split(',');
    list.value
        .split(',')
        .map(|value| {
            let length = raw.next().map_or(0, str::len);
            let span = if told_apart { Span::new(at, at + length) } else { list.span };
            at += length + 1;
            Piece { span, value: value.into() }
        })
        .collect()
}
