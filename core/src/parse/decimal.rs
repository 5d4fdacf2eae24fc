//! Numbers with a fraction, as they are written.
//!
//! Drivers do little with one: they compare it, and print it again. Its digits are enough for both. The standard
//! library reads and prints `f64` exactly, with tables that are a thirtieth of the whole page.

use std::fmt;

/// What a text means as a number of floating point: `0.` and the digits, times ten to the power of `point`. Digits are
/// kept as they are written; beyond the seventeen that such a number holds they are rounded when it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    size: Size,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Size {
    /// No zeros at either end of the digits; zero has none.
    Finite {
        digits: String,
        point: i64,
    },
    Infinite,
    NotANumber,
}

/// The digits that a number of floating point holds.
const DIGITS: usize = 17;

/// From here on a number of floating point is infinite.
const TOO_LARGE: (i64, &str) = (309, "17976931348623158079");

/// Up to here it is zero.
const TOO_SMALL: (i64, &str) = (-323, "2470328229206232720");

impl Decimal {
    /// Reads `12`, `-1.5`, `.5`, `5.`, `1e-3`, `inf` and `nan`.
    pub fn read(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let is = |name: &str| rest.eq_ignore_ascii_case(name);
        let size = match rest {
            _ if is("inf") || is("infinity") => Size::Infinite,
            _ if is("nan") => Size::NotANumber,
            _ => finite(rest)?,
        };
        Some(Self { negative, size })
    }

    /// Whether it is a number, and not infinite.
    pub fn is_finite(&self) -> bool {
        matches!(self.size, Size::Finite { .. })
    }

    /// Whether it is no number, `nan`.
    pub fn is_nan(&self) -> bool {
        self.size == Size::NotANumber
    }

    /// Whether a minus stands before it.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Whether it is greater than zero.
    pub fn is_positive(&self) -> bool {
        let is_zero = matches!(&self.size, Size::Finite { digits, .. } if digits.is_empty());
        !self.negative && !is_zero && !self.is_nan()
    }

    /// Whether it has no fraction.
    pub fn is_whole(&self) -> bool {
        match &self.size {
            Size::Finite { digits, point } => digits.is_empty() || length(digits) <= *point,
            Size::Infinite => true,
            Size::NotANumber => false,
        }
    }

    /// The greatest whole number that is not greater; the greatest or least of 64 bits if it does not fit them.
    pub fn floor(&self) -> i64 {
        let sign = if self.negative { -1 } else { 1 };
        let below = i64::from(self.negative && !self.is_whole());
        match &self.size {
            Size::Finite { digits, point } => {
                let places = usize::try_from(*point).unwrap_or_default().min(20);
                let whole = digits.chars().chain(std::iter::repeat('0')).take(places);
                let whole = whole.filter_map(|c| c.to_digit(10)).map(i64::from);
                let add = |sum: i64, digit| sum.saturating_mul(10).saturating_add(sign * digit);
                whole.fold(0, add).saturating_sub(below)
            }
            Size::Infinite if self.negative => i64::MIN,
            Size::Infinite => i64::MAX,
            Size::NotANumber => 0,
        }
    }

    /// Its digits, rounded to at most `count`, and where the point stands before or behind the first of them; `None` if
    /// it is not finite.
    pub fn digits(&self, count: usize) -> Option<(String, i64)> {
        let Size::Finite { digits, point } = &self.size else { return None };
        let Some((kept, rest)) = digits.split_at_checked(count) else {
            return Some((digits.clone(), *point));
        };
        let up = u64::from(rest.starts_with(|c| c >= '5'));
        let rounded = (kept.parse::<u64>().unwrap_or_default() + up).to_string();
        let point = point + length(&rounded) - length(kept);
        Some((rounded.trim_end_matches('0').to_owned(), point))
    }
}

/// As a whole number or with a fraction, never with an exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.negative { "-" } else { "" };
        match self.digits(DIGITS) {
            Some((digits, point)) => write!(f, "{sign}{}", plain(&digits, point)),
            None if self.is_nan() => f.write_str("NaN"),
            None => write!(f, "{sign}inf"),
        }
    }
}

/// The number that `digits` are with the point at its place.
pub fn plain(digits: &str, point: i64) -> String {
    let places = usize::try_from(point).unwrap_or_default();
    match digits.split_at_checked(places) {
        _ if digits.is_empty() => "0".to_owned(),
        Some((_, fraction)) if places == 0 => {
            let zeros = usize::try_from(point.saturating_neg()).unwrap_or_default();
            format!("0.{}{fraction}", "0".repeat(zeros))
        }
        Some((whole, "")) => whole.to_owned(),
        Some((whole, fraction)) => format!("{whole}.{fraction}"),
        None => format!("{digits}{}", "0".repeat(places - digits.len())),
    }
}

fn finite(text: &str) -> Option<Size> {
    let (mantissa, power) = match text.split_once(['e', 'E']) {
        Some((mantissa, power)) => (mantissa, power_of_ten(power)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let written = format!("{whole}{fraction}");
    if written.is_empty() || !is_digits(&written) {
        return None;
    }
    let digits = written.trim_start_matches('0');
    let zeros = length(&written) - length(digits);
    let (point, digits) = (power + length(whole) - zeros, digits.trim_end_matches('0'));
    Some(match (point, digits) {
        size if size >= TOO_LARGE && !digits.is_empty() => Size::Infinite,
        size if size <= TOO_SMALL || digits.is_empty() => Size::Finite { digits: String::new(), point: 0 },
        _ => Size::Finite { digits: digits.to_owned(), point },
    })
}

/// What stands behind the `e`. The texts are shorter than what does not fit.
fn power_of_ten(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_power = !digits.is_empty() && is_digits(digits);
    let too_much = if text.starts_with('-') { i64::MIN / 2 } else { i64::MAX / 2 };
    is_power.then(|| text.parse::<i32>().map_or(too_much, i64::from))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[allow(clippy::disallowed_types, reason = "tests are not in the page")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_number_is_told_from_what_is() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "--1", "1_0", "0x1", "infinit", "1 ", "1.2.3", "1e5.5"]
        {
            assert_eq!(Decimal::read(text), None, "{text}");
            assert!(text.parse::<f64>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn it_is_what_floating_point_makes_of_up_to_fifteen_digits(
            text in "[+-]?([0-9]{1,8}\\.?[0-9]{0,7}|\\.[0-9]{1,15}|inf|nan)", power in "(e[+-]?[0-9]{1,3})?",
        ) {
            let text = if text.ends_with(['f', 'n']) { text } else { text + &power };
            let (decimal, float) = (Decimal::read(&text).unwrap(), text.parse::<f64>().unwrap());
            prop_assert_eq!(decimal.is_finite(), float.is_finite());
            prop_assert_eq!(decimal.is_nan(), float.is_nan());
            prop_assert_eq!(decimal.is_positive(), float > 0.0);
            // Beyond that it is not every whole number that floating point has.
            if float.abs() < 9e15 {
                prop_assert_eq!(decimal.floor(), float.floor() as i64);
            }
            if float == 0.0 || float.abs() > 1e-300 {
                prop_assert_eq!(decimal.to_string(), float.to_string());
            }
        }
    }
}
