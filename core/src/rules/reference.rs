//! Values that are not written but filled in later: by a template, a shell, a formatter.

/// Whether `text` refers to something that is filled in later, so that nothing can be said about its value: `${name}`,
/// `{name}`, `{$name}`, `$(name)`, `{{ name }}`, `#{name}`, `%s`, `%(name)s`, `%NAME%`, `<name>`, `[NAME]`, `****`.
pub(super) fn has_reference(text: &str) -> bool {
    ["${", "$(", "{$", "{{", "{%", "#{", "<%", "%(", "@@{"].iter().any(|mark| text.contains(mark))
        || is_variable(text)
        || in_brackets(text, '{', '}')
        || in_brackets(text, '<', '>')
        || has_blank(text)
        || has_verb(text)
        || has_batch_variable(text)
        || is_masked(text)
}

/// `****`, as people write who show what they do not want to show.
fn is_masked(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|byte| byte == b'*')
}

/// `$NAME` and nothing else.
fn is_variable(text: &str) -> bool {
    text.strip_prefix('$').is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

/// A name or an expression between brackets.
fn in_brackets(text: &str, open: char, close: char) -> bool {
    text.match_indices(open).any(|(at, _)| {
        let inner = text.get(at + 1..).unwrap_or_default();
        let Some(end) = inner.find(close) else { return false };
        let inner = inner.get(..end).unwrap_or_default();
        inner.is_empty()
            || inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '.')
                && inner.chars().all(|c| c.is_ascii_alphanumeric() || "_.()[]'\" ,:!-".contains(c))
            || inner.chars().all(|c| c.is_ascii_digit())
    })
}

/// `[YOUR-PASSWORD]`, as dashboards leave blanks; not `[::1]`.
fn has_blank(text: &str) -> bool {
    text.split('[').skip(1).any(|rest| {
        let inner = rest.split_once(']').map_or("", |(inner, _)| inner);
        inner.contains(|c: char| c.is_ascii_uppercase() || c == '-')
            && inner.chars().all(|c| c.is_ascii_alphabetic() || "-_ ".contains(c))
    })
}

/// A verb of `printf`: `%s`, `%v`, `%d`; not `%d0`, which is an encoded byte.
fn has_verb(text: &str) -> bool {
    text.match_indices('%').any(|(at, _)| {
        let mut rest = text.get(at + 1..).unwrap_or_default().chars();
        match rest.next() {
            Some('s' | 'v' | 'q') => true,
            Some('d') => !rest.next().is_some_and(|c| c.is_ascii_hexdigit()),
            _ => false,
        }
    })
}

/// `%NAME%` as Windows' shell has it.
fn has_batch_variable(text: &str) -> bool {
    text.split('%').skip(1).step_by(2).any(|name| {
        name.len() > 2
            && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
            && text.contains(&format!("%{name}%"))
    })
}

#[cfg(test)]
mod tests {
    use super::has_reference;

    #[test]
    fn tells_references_from_passwords() {
        for text in [
            "${DB_PASSWORD}",
            "$PGPASSWORD",
            "{password}",
            "{quote(pw)}",
            "%s",
            "****",
            "%(pw)s",
            "<password>",
            "{}",
            "[REGION]",
        ] {
            assert!(has_reference(text), "{text}");
        }
        for text in
            ["p%ss".replace("%s", "%25"), "{a~1?6Y}".into(), "pa$$word".into(), "a<b".into(), "%d0".into()]
        {
            assert!(!has_reference(&text), "{text}");
        }
    }
}
