//! Terraform: configurations and the values of their variables.

use super::blocks::{self, Syntax};
use super::{Document, Format};

pub(super) static FORMAT: Format = Format {
    name: "terraform",
    label: "Terraform",
    has_name: |name| [".tf", ".tfvars", ".hcl"].iter().any(|ending| name.ends_with(ending)),
    looks_like: |_| false,
    // How it escapes `$` and `%` is not followed.
    read: |text| Document { in_other_text: true, ..blocks::read(text, &SYNTAX) },
    encode: blocks::encode,
};

static SYNTAX: Syntax =
    Syntax { line_comments: &["#", "//"], has_lines: true, is_toml: false, hole: Some("${") };

#[cfg(test)]
mod tests {
    use super::FORMAT;

    #[test]
    fn what_is_computed_is_a_name() {
        let text = "locals {\n  url = \"postgresql://${var.user}:${urlencode(var.a[\"b\"])}@h/d\"\n}\n\
                    x = <<EOT\nurl = \"no\"\nEOT\nenvironment = [{ name = \"A\", value = \"b\" }]\n";
        let document = (FORMAT.read)(text);
        let said: Vec<_> = document
            .entries
            .iter()
            .map(|it| (it.name.as_ref().map_or("", |name| name.0.as_str()), it.value.text()))
            .collect();
        assert_eq!(said, [("url", "postgresql://${var.user}:${value}@h/d"), ("name", "A"), ("A", "b")]);
    }
}
