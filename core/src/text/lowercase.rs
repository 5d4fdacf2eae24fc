//! Small letters, without the table of all scripts, which is a hundredth of the whole page.

/// `text` in small letters: those of Latin, Greek and Cyrillic, which names of hosts are written in.
pub fn lowercase(text: &str) -> String {
    text.chars().map(small).collect()
}

fn small(c: char) -> char {
    let distance = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        'Ā'..='Į' | 'Ĳ'..='Ķ' | 'Ŋ'..='Ŷ' | 'Ѡ'..='Ҁ' => 1 - u32::from(c) % 2,
        'Ĺ'..='Ň' | 'Ź'..='Ž' => u32::from(c) % 2,
        _ => 0,
    };
    char::from_u32(u32::from(c) + distance).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::lowercase;

    #[test]
    #[allow(clippy::disallowed_methods, reason = "a test is not in the page")]
    fn letters_of_europe_are_as_unicode_says() {
        let letters = ('\0'..='ſ').chain('Α'..='ώ').chain('Ѐ'..='ҁ').filter(|c| !matches!(c, 'İ' | 'Ÿ'));
        for letter in letters.map(String::from) {
            assert_eq!(lowercase(&letter), letter.to_lowercase());
        }
    }
}
