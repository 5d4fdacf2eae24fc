//! JSON, as far as manifests and lock files need it: where each text stands. Commas too many and comments do no harm.

/// Calls `found` for every text of `json` that is a value: the names of the objects and lists around it (that of the
/// outermost and of those in lists are empty), its own name (empty in a list), and the text as it is written.
pub(super) fn each_text<'t>(json: &'t str, mut found: impl FnMut(&[&'t str], &'t str, &'t str)) {
    let mut around: Vec<&str> = Vec::new();
    let mut name = "";
    let mut rest = json;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'{' | b'}' | b'[' | b']' | b'"' | b','))
    {
        let (mark, after) = rest.get(at..).and_then(|rest| rest.split_at_checked(1)).unwrap_or_default();
        rest = after;
        match mark {
            "{" | "[" => around.push(std::mem::take(&mut name)),
            "}" | "]" => {
                around.pop();
                name = "";
            }
            "," => name = "",
            _ => {
                let (word, after) = rest.split_at_checked(end_of_text(rest)).unwrap_or((rest, ""));
                rest = after.strip_prefix('"').unwrap_or(after);
                if rest.trim_start().starts_with(':') {
                    name = word;
                } else {
                    found(&around, name, word);
                }
            }
        }
    }
}

/// Where the quote is that closes a text.
fn end_of_text(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().position(|byte| {
        let closes = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        closes
    });
    end.unwrap_or(text.len())
}
