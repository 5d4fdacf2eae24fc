//! Go's own words and small readers (strconv, net, time) as far as drivers show them.

use std::fmt::Write as _;
use std::net::IpAddr;

use crate::text::{Span, has_byte};

/// `strconv.Quote` of these bytes, as `%q` prints them.
pub fn go_quote(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() + 2);
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|c| quote_char(&mut out, c));
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out.push('"');
    out
}

fn quote_char(out: &mut String, c: char) {
    let short = match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{7}' => "\\a",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{b}' => "\\v",
        _ => "",
    };
    // What Rust shows as a number is not printable to Go either.
    let is_printable = !c.escape_debug().to_string().starts_with("\\u{");
    let number = u32::from(c);
    let _ = match number {
        _ if !short.is_empty() => out.write_str(short),
        _ if c == '\'' || is_printable && c != '\0' => out.write_char(c),
        0..0x20 | 0x7f => write!(out, "\\x{number:02x}"),
        0x20..0x1_0000 => write!(out, "\\u{number:04x}"),
        _ => write!(out, "\\U{number:08x}"),
    };
}

fn bad_number(function: &str, text: &str, why: &str) -> String {
    format!("strconv.{function}: parsing {}: {why}", go_quote(text.as_bytes()))
}

/// `strconv.ParseInt(text, 10, bits)`.
pub fn go_int(text: &str, bits: u32) -> Result<i64, String> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad_number("ParseInt", text, "invalid syntax"));
    }
    let fits = |number: &i64| bits >= 64 || (-(1 << (bits - 1))..1 << (bits - 1)).contains(number);
    text.parse().ok().filter(fits).ok_or_else(|| bad_number("ParseInt", text, "value out of range"))
}

/// `strconv.ParseUint(text, 10, 16)`, with which ports are read.
pub fn go_port(text: &str) -> Result<u16, String> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad_number("ParseUint", text, "invalid syntax"));
    }
    text.parse().map_err(|_| bad_number("ParseUint", text, "value out of range"))
}

/// `strconv.ParseBool(text)`.
pub fn go_bool(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(bad_number("ParseBool", text, "invalid syntax")),
    }
}

/// What `time.ParseDuration(text)` complains about: `1h30m` is one, `3600` is not. That a number is too great is not
/// looked at.
pub fn go_duration(text: &str) -> Result<(), String> {
    let quoted = || go_quote(text.as_bytes());
    let invalid = || format!("time: invalid duration {}", quoted());
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return Ok(());
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    while !rest.is_empty() {
        let unit = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let number = rest.strip_suffix(unit).unwrap_or_default();
        if number.matches('.').count() > 1 || !number.contains(|c: char| c.is_ascii_digit()) {
            return Err(invalid());
        }
        let end = unit.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(unit.len());
        let (unit, after) = unit.split_at_checked(end).unwrap_or((unit, ""));
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration {}", quoted()));
        }
        if !["ns", "us", "µs", "μs", "ms", "s", "m", "h"].contains(&unit) {
            return Err(format!("time: unknown unit {} in duration {}", go_quote(unit.as_bytes()), quoted()));
        }
        rest = after;
    }
    Ok(())
}

/// What `netip.ParseAddr(text)` complains about: the address, and the reason where there is but one.
pub fn go_bad_address(text: &str) -> Option<String> {
    let (address, zone) = text.split_once('%').map_or((text, None), |(address, zone)| (address, Some(zone)));
    let is_address = match address.parse() {
        Ok(IpAddr::V6(_)) => zone != Some(""),
        Ok(IpAddr::V4(_)) => zone.is_none(),
        Err(_) => false,
    };
    let why = if text.contains(['.', ':', '%']) { "" } else { ": unable to parse IP" };
    (!is_address).then(|| format!("ParseAddr({}){why}", go_quote(text.as_bytes())))
}

/// `net.SplitHostPort(text)`: where host and port stand in it, or what is wrong with it.
pub fn go_host_port(text: &str) -> Result<(Span, Span), &'static str> {
    let colon = text.bytes().rposition(|byte| byte == b':').ok_or("missing port in address")?;
    let bracketed = text.starts_with('[');
    let (host, rest) = if bracketed {
        let close = text.find(']').ok_or("missing ']' in address")?;
        match text.get(close + 1..).unwrap_or_default() {
            _ if close + 1 == colon => (Span::new(1, close), close + 1),
            after if after.starts_with(':') => return Err("too many colons in address"),
            _ => return Err("missing port in address"),
        }
    } else {
        (Span::new(0, colon), 0)
    };
    let has = |from: usize, mark: u8| text.bytes().skip(from).any(|byte| byte == mark);
    if !bracketed && has_byte(host.of(text), |byte| byte == b':') {
        return Err("too many colons in address");
    }
    if has(host.start, b'[') {
        return Err("unexpected '[' in address");
    }
    if has(rest, b']') {
        return Err("unexpected ']' in address");
    }
    Ok((host, Span::new(colon + 1, text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_quoted_as_go_prints_them() {
        assert_eq!(go_quote("a\"b\\c'd".as_bytes()), r#""a\"b\\c'd""#);
        assert_eq!(go_quote("\t\u{1}\u{7f}\u{a0}\u{fc}".as_bytes()), r#""\t\x01\x7f\u00a0ü""#);
        assert_eq!(go_quote(b"%\xc3"), r#""%\xc3""#);
    }

    #[test]
    fn numbers_are_refused_in_the_words_of_strconv() {
        assert_eq!(go_int("+5", 64), Ok(5));
        assert_eq!(go_int("10s", 64), Err(r#"strconv.ParseInt: parsing "10s": invalid syntax"#.to_owned()));
        assert_eq!(
            go_int("2147483648", 32),
            Err(r#"strconv.ParseInt: parsing "2147483648": value out of range"#.to_owned())
        );
        assert_eq!(
            go_port("65536"),
            Err(r#"strconv.ParseUint: parsing "65536": value out of range"#.to_owned())
        );
        assert_eq!(go_port("-1"), Err(r#"strconv.ParseUint: parsing "-1": invalid syntax"#.to_owned()));
        assert!(go_bool("yes").is_err() && go_bool("T") == Ok(true));
    }

    #[test]
    fn durations_need_units() {
        for good in ["0", "1h", "-1.5s", "1h30m", "100ms", ".5m"] {
            assert_eq!(go_duration(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("3600", r#"time: missing unit in duration "3600""#),
            ("1d", r#"time: unknown unit "d" in duration "1d""#),
            ("", r#"time: invalid duration """#),
            ("h", r#"time: invalid duration "h""#),
        ] {
            assert_eq!(go_duration(bad), Err(why.to_owned()), "{bad}");
        }
    }

    #[test]
    fn addresses_may_have_zones() {
        for good in ["192.0.2.1", "::1", "fe80::1%eth0"] {
            assert_eq!(go_bad_address(good), None, "{good}");
        }
        assert_eq!(go_bad_address("db").as_deref(), Some("ParseAddr(\"db\"): unable to parse IP"));
        assert_eq!(go_bad_address("::x").as_deref(), Some("ParseAddr(\"::x\")"));
        assert!(go_bad_address("192.0.2.1%eth0").is_some() && go_bad_address("::1%").is_some());
    }

    #[test]
    fn a_port_follows_the_last_colon() {
        let parts =
            |text: &'static str| go_host_port(text).map(|(host, port)| (host.of(text), port.of(text)));
        assert_eq!(parts("db:5432"), Ok(("db", "5432")));
        assert_eq!(parts("[::1]:"), Ok(("::1", "")));
        assert_eq!(parts("db"), Err("missing port in address"));
        assert_eq!(parts("[::1]"), Err("missing port in address"));
        assert_eq!(parts("::1"), Err("too many colons in address"));
        assert_eq!(parts("a]:1"), Err("unexpected ']' in address"));
    }
}
