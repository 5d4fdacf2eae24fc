//! The begin of a statement, without a value in it: values are people's data, and passwords.

/// No more characters than this are shown.
const LONGEST: usize = 100;

/// How `sql` begins, each value shown as `?`, comments left out. Where it cannot be told what is a value, nothing more is
/// shown.
pub fn begin_of(sql: &str) -> String {
    // It depends on a setting whether such a quote ends a text.
    let is_unclear = sql.contains("\\'");
    let mut out = String::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let before = out.chars().next_back();
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"');
        rest = match first {
            '\'' if is_unclear => "",
            '\'' => behind_text(rest),
            '$' if dollar_tag(rest).is_some() => behind_dollars(rest),
            '-' if rest.starts_with("--") => {
                out.push(' ');
                rest.find('\n').map_or("", |end| rest.get(end..).unwrap_or_default())
            }
            '/' if rest.starts_with("/*") => {
                out.push(' ');
                behind_comment(rest)
            }
            '0'..='9' if !is_word(before) && before != Some('$') => {
                rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '_')
            }
            other => {
                out.push(other);
                rest.get(other.len_utf8()..).unwrap_or_default()
            }
        };
        let is_value = first == '\'' || first.is_ascii_digit() || first == '$';
        if is_value && out.chars().next_back() == before {
            out.push('?');
        }
        if out.len() > LONGEST * 4 {
            break;
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}

/// Behind the text that begins with a quote; one that does not end goes on to the end.
fn behind_text(rest: &str) -> &str {
    let mut inner = rest.get(1..).unwrap_or_default();
    loop {
        let Some(end) = inner.find('\'') else { return "" };
        inner = inner.get(end + 1..).unwrap_or_default();
        match inner.strip_prefix('\'') {
            Some(more) => inner = more,
            None => return inner,
        }
    }
}

/// `$$` or `$tag$` at the begin.
fn dollar_tag(rest: &str) -> Option<&str> {
    let end = rest.get(1..)?.find('$')? + 1;
    let name = rest.get(1..end)?;
    let is_name = !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then(|| rest.get(..=end)).flatten()
}

fn behind_dollars(rest: &str) -> &str {
    let Some(tag) = dollar_tag(rest) else { return "" };
    let inner = rest.get(tag.len()..).unwrap_or_default();
    inner.find(tag).map_or("", |end| inner.get(end + tag.len()..).unwrap_or_default())
}

/// Comments may stand in comments.
fn behind_comment(rest: &str) -> &str {
    let mut depth = 0usize;
    let mut at = rest;
    loop {
        if let Some(inner) = at.strip_prefix("/*") {
            (depth, at) = (depth + 1, inner);
        } else if let Some(outer) = at.strip_prefix("*/") {
            (depth, at) = (depth - 1, outer);
            if depth == 0 {
                return at;
            }
        } else {
            let Some(c) = at.chars().next() else { return "" };
            at = at.get(c.len_utf8()..).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::begin_of;

    #[track_caller]
    fn check(sql: &str, expected: &str) {
        assert_eq!(begin_of(sql), expected);
    }

    #[test]
    fn no_value_is_shown() {
        check("select * from t1 where id = 42 and x=$1", "select * from t1 where id = ? and x=$1");
        check("alter role me password 'it''s s3cr3t'", "alter role me password ?");
        check("select $$s3cr3t$$, $a$ s3cr3t $$ $a$, 1.5e3", "select ?, ?, ?");
        check("select 'never ends s3cr3t", "select ?");
        check("select E'a\\' s3cr3t', 'x'", "select E?");
        check("/* s3cr3t /* x */ */ select -- s3cr3t\n 1", "select ?");
        check("select \"a b\" from \"t2\"", "select \"a b\" from \"t2\"");
        check("insert into t\n  values (0x1F, -3, 'x')", "insert into t values (?, -?, ?)");
        check("select '2', '3'", "select ?, ?");
        check("select dblink('host=h password=s3cr3t')", "select dblink(?)");
        check(&"x ".repeat(200), &"x ".repeat(50));
    }
}
