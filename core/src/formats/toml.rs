//! TOML: settings of Rust programs, of Streamlit, of the tools of platforms.

use super::Format;
use super::blocks::{self, Syntax};

pub(super) static FORMAT: Format = Format {
    name: "toml",
    label: "TOML",
    has_name: |name| name.ends_with(".toml") && !matches!(name, "Cargo.toml" | "Cargo.lock" | "poetry.lock"),
    looks_like: |_| false,
    read: |text| blocks::read(text, &SYNTAX),
    encode: blocks::encode,
};

static SYNTAX: Syntax = Syntax { line_comments: &["#"], has_lines: true, is_toml: true, hole: None };

#[cfg(test)]
mod tests {
    use super::FORMAT;

    #[test]
    fn values_belong_to_their_section() {
        let text = "a = 'x' # said\n[b.c]\nhost = \"y\"\nport = 5432\nlist = [\n  \"z\",\n]\n# alone\n[[d]]\nhost = \"w\"\n";
        let document = (FORMAT.read)(text);
        let said: Vec<_> = document
            .entries
            .iter()
            .map(|it| (it.name.as_ref().map_or("", |name| name.0.as_str()), it.value.text(), it.scope))
            .collect();
        assert_eq!(
            said,
            [("a", "x", 0), ("host", "y", 1), ("port", "5432", 1), ("", "z", 2), ("host", "w", 3)]
        );
        assert_eq!(document.comments.len(), 1);
        assert!(document.entries.iter().filter(|it| it.comment.is_some()).count() == 1);
    }
}
