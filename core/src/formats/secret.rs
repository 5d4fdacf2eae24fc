//! Secrets of Kubernetes: the values under `data` are written in base64.

use super::Document;
use super::node::Node;
use crate::text::{Mapped, Mapper, Span};

/// Puts what the values of a secret say in the place of what is written.
pub(super) fn decode(text: &str, root: &Node, out: &mut Document) {
    let Some(secret) = root.as_map().filter(|map| map.text("kind") == Some("Secret")) else { return };
    let Some(data) = secret.get("data").and_then(Node::as_map) else { return };
    for entry in out.entries.iter_mut().filter(|entry| entry.scope == data.scope) {
        if let Some(value) = decoded(entry.span.of(text)) {
            entry.value = as_one_piece(&value, entry.span);
        }
    }
}

fn as_one_piece(value: &str, span: Span) -> Mapped {
    let mut out = Mapper::default();
    out.push(value, span);
    out.finish()
}

/// The text that `text` is the base64 of.
fn decoded(text: &str) -> Option<String> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(digits.len());
    let (mut bits, mut count) = (0u32, 0u32);
    for digit in digits.bytes() {
        let value = match digit {
            b'A'..=b'Z' => digit - b'A',
            b'a'..=b'z' => digit - b'a' + 26,
            b'0'..=b'9' => digit - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded() {
        assert_eq!(decoded("YQ==").as_deref(), Some("a"));
        assert_eq!(decoded("cG9zdGdyZXM6Ly9hL2IK").as_deref(), Some("postgres://a/b\n"));
        assert_eq!(decoded("no base64"), None);
        assert_eq!(decoded("/w=="), None);
    }
}
