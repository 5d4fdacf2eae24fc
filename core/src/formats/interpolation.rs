//! Values that Python's ConfigParser gives out: `%%` stands for `%`, and a `%` alone is refused.

use crate::text::{Mapped, Mapper, Span};

/// What the program gets of `value`, and where a `%` stands that ConfigParser refuses, in the file. `%(name)s` stands
/// for another option and is kept.
pub(super) fn interpolated(value: &Mapped) -> (Mapped, Vec<Span>) {
    let text = value.text();
    let mut out = Mapper::default();
    let mut alone = Vec::new();
    let mut at = 0;
    while let Some(percent) = text.get(at..).and_then(|rest| rest.find('%')).map(|found| at + found) {
        let behind = text.get(percent + 1..).unwrap_or_default();
        out.append(&value.part(Span::new(at, percent + 1)));
        at = percent + 1;
        if behind.starts_with('%') {
            at += 1;
        } else if !behind.starts_with('(') {
            alone.push(value.source(Span::new(percent, percent + 1)));
        }
    }
    if at == 0 {
        return (value.clone(), alone);
    }
    out.append(&value.part(Span::new(at, text.len())));
    (out.finish(), alone)
}

#[cfg(test)]
mod tests {
    use super::interpolated;
    use crate::text::{Mapped, Span};

    #[test]
    fn doubled_percents_are_one_and_others_are_told() {
        let file = "a%%40b%2Cc%(x)s%";
        let (value, alone) = interpolated(&Mapped::verbatim(file, Span::new(0, file.len())));
        assert_eq!(value.text(), "a%40b%2Cc%(x)s%");
        assert_eq!(alone, [Span::new(6, 7), Span::new(15, 16)]);
        assert_eq!(value.source(Span::new(2, 4)), Span::new(3, 5));
    }
}
