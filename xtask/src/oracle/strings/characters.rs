//! Odd characters, in the ways in which they get into a string.

use fastrand::Rng;

use super::pick;

/// What means something in a URL, in keywords, in a shell or in a template; what cannot be seen; and letters that some
/// drivers fold, encode or refuse.
const ODD: &[&str] = &[
    "@", ":", "/", "?", "#", "[", "]", "%", "&", "=", "+", ";", ",", " ", "\"", "'", "`", "\\", "$", "!",
    "*", "(", ")", "~", "<", ">", "{", "}", "|", "^", ".", "..", "\t", "\n", "\r", "\u{1}", "\u{1f}",
    "\u{7f}", "\u{85}", "\u{a0}", "\u{ad}", "\u{200b}", "\u{2028}", "\u{feff}", "é", "e\u{301}", "ß", "İ",
    "ж", "日", "😀", "％",
];

/// Bytes that are no UTF-8, or that no string holds.
const BYTES: &[&str] = &["%00", "%E4", "%ff", "%C3", "%ED%A0%80", "%F5%80%80%80"];

/// Puts an odd character somewhere into `text`, written in one way or another; returns which way.
pub fn disturb(text: &mut String, rng: &mut Rng) -> &'static str {
    let odd = pick(rng, ODD);
    let (how, piece) = match rng.u8(..100) {
        0..40 => ("raw", odd.to_owned()),
        40..65 => ("encoded", encoded(odd, Case::Upper)),
        65..75 => ("encoded in lower case", encoded(odd, Case::Lower)),
        75..82 => ("encoded twice", encoded(odd, Case::Upper).replace('%', "%25")),
        82..90 => ("cut off", cut(&encoded(odd, Case::Upper))),
        _ => ("bytes", pick(rng, BYTES).to_owned()),
    };
    let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    text.insert_str(rng.choice(places).unwrap_or_default(), &piece);
    how
}

#[derive(Clone, Copy)]
pub enum Case {
    Upper,
    Lower,
}

/// All bytes of `text` percent-encoded.
pub fn encoded(text: &str, case: Case) -> String {
    let byte = |byte: u8| match case {
        Case::Upper => format!("%{byte:02X}"),
        Case::Lower => format!("%{byte:02x}"),
    };
    text.bytes().map(byte).collect()
}

/// `text` with everything percent-encoded that is not unreserved in a URL.
pub fn quoted(text: &str) -> String {
    let one = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' => c.to_string(),
        _ => encoded(c.encode_utf8(&mut [0; 4]), Case::Upper),
    };
    text.chars().map(one).collect()
}

fn cut(encoded: &str) -> String {
    encoded.get(..encoded.len() - 1).unwrap_or_default().to_owned()
}
