//! Values that count when a variable is not set: `${NAME:-default}` of Compose and the shell, `${NAME:default}` of
//! Spring.

use crate::text::{Mapped, Mapper, Span};

/// What is longer is no connection string.
const LONGEST: usize = 8 * 1024;

/// `value` as it reads when no variable is set. A variable without a default stays as it stands.
pub(super) fn with_defaults(value: Mapped) -> Mapped {
    let text = value.text();
    if !text.contains("${") || text.len() > LONGEST {
        return value;
    }
    let mut out = Mapper::default();
    let mut done = 0;
    while let Some(at) = text.get(done..).and_then(|rest| rest.find("${")).map(|at| done + at) {
        let (end, default) = reference(text, at);
        out.append(&value.part(Span::new(done, at)));
        out.append(&value.part(default.unwrap_or(Span::new(at, end))));
        done = end;
    }
    out.append(&value.part(Span::new(done, text.len())));
    out.finish()
}

/// The end of the reference at `at`, and where its default stands.
fn reference(text: &str, at: usize) -> (usize, Option<Span>) {
    let rest = text.get(at + 2..).unwrap_or_default();
    let Some(close) = rest.find('}') else { return (text.len(), None) };
    let inner = rest.get(..close).unwrap_or_default();
    let name = inner.find(|c: char| !(c.is_ascii_alphanumeric() || "_.-".contains(c))).unwrap_or(inner.len());
    // In the shell a name holds no `-`: what stands behind it is the default.
    let dash = inner.get(..name).and_then(|name| name.find('-')).filter(|_| !inner.contains(':'));
    let mark = dash.unwrap_or(name);
    let behind = inner.get(mark..).unwrap_or_default();
    let length = match behind {
        _ if behind.starts_with(":-") => 2,
        _ if behind.starts_with(":?") || behind.starts_with(":+") => 0,
        _ if behind.starts_with([':', '-']) => 1,
        _ => 0,
    };
    let default = Span::new(at + 2 + mark + length, at + 2 + close);
    let is_plain = length > 0 && mark > 0 && default.start < default.end && !default.of(text).contains('$');
    // What holds another reference stays as it stands, up to the brace that closes it.
    let end = if inner.contains("${") { text.len() } else { at + 3 + close };
    (end, is_plain.then_some(default))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_take_the_place_of_variables() {
        for (text, expected) in [
            ("plain", "plain"),
            ("${A:-b}", "b"),
            ("${A-b}", "b"),
            ("${db.host:localhost}:${PORT:5432}/x", "localhost:5432/x"),
            ("${URL:jdbc:postgresql://h/d}", "jdbc:postgresql://h/d"),
            ("a${B}c", "a${B}c"),
            ("${A:?say it}", "${A:?say it}"),
            ("${A:-}", "${A:-}"),
            ("${A:-${B:-c}}", "${A:-${B:-c}}"),
            ("${A", "${A"),
        ] {
            let value = Mapped::verbatim(text, Span::new(0, text.len()));
            assert_eq!(with_defaults(value).text(), expected, "{text}");
        }
    }

    #[test]
    fn a_default_keeps_its_place() {
        let text = "x${A:-bc}";
        let value = with_defaults(Mapped::verbatim(text, Span::new(0, text.len())));
        assert_eq!(value.source(Span::new(1, 3)), Span::new(6, 8));
        assert!(!value.is_whole(Span::new(0, 2)));
    }
}
