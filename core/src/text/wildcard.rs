//! Names with `*` in them.

/// A name in which `*` stands for any characters, also none: `DATABASE_URL`, `*_DSN`, `*.internal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wildcard(String);

impl Wildcard {
    /// The pattern that `text` spells. Every text is one.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether it matches all of `name`. Capitals count.
    pub fn matches(&self, name: &str) -> bool {
        let Some((first, rest)) = self.0.split_once('*') else { return self.0 == name };
        let Some(mut name) = name.strip_prefix(first) else { return false };
        let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
        for part in middle.split('*') {
            match name.find(part).and_then(|at| name.get(at + part.len()..)) {
                Some(behind) => name = behind,
                None => return false,
            }
        }
        name.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::Wildcard;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name, expected) in [
            ("DATABASE_URL", "DATABASE_URL", true),
            ("DATABASE_URL", "DATABASE_URL_2", false),
            ("*", "", true),
            ("*_URL", "DATABASE_URL", true),
            ("*_URL", "DATABASE_URL_2", false),
            ("DB_*", "DB_", true),
            ("DB_*_URL", "DB_URL", false),
            ("DB_*_URL", "DB_MAIN_URL", true),
            ("a*a", "a", false),
            ("*.db.*.internal", "eu.db.shop.internal", true),
            ("*.db.*.internal", "eu.db.internal", false),
            ("*ab*ab*", "abab", true),
            ("*ab*ab*", "aba", false),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(Wildcard::new(pattern).matches(name), expected, "{pattern} {name}");
        }
    }
}
