//! JSON: settings of .NET, Sequelize, TypeORM, of functions and editors. Comments are taken where they stand.

use super::Format;
use super::blocks::{self, Syntax};

pub(super) static FORMAT: Format = Format {
    name: "json",
    label: "JSON",
    has_name: |name| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_data = matches!(name, "package-lock.json" | "npm-shrinkwrap.json" | "composer.lock");
        matches!(ending, "json" | "jsonc" | "json5") && !is_data
    },
    looks_like: |_| false,
    read: |text| blocks::read(text, &SYNTAX),
    encode: blocks::encode,
};

static SYNTAX: Syntax = Syntax { line_comments: &["//"], has_lines: false, is_toml: false, hole: None };

#[cfg(test)]
mod tests {
    use super::FORMAT;

    fn found(text: &str) -> Vec<(String, String)> {
        let entries = (FORMAT.read)(text).entries.into_iter();
        entries.map(|it| (it.name.unwrap_or_default().0, it.value.text().to_owned())).collect()
    }

    #[test]
    fn values_are_found_with_their_names() {
        let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
            all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        assert_eq!(
            found(
                "{\"a\": {\"b\": \"x\\\"y\\u0041\", // said\n \"c\": 5, \"d\": null, \"e\": [\"f\", \"g\"]}, \"h\": \"i\"}"
            ),
            pairs(&[("b", "x\"yA"), ("c", "5"), ("", "f"), ("", "g"), ("h", "i")])
        );
        assert_eq!(
            found("{\"env\": [{\"name\": \"URL\", \"value\": \"x\"}]}"),
            pairs(&[("name", "URL"), ("URL", "x")])
        );
        assert_eq!(found("{\"a\": \"b"), []);
    }
}
