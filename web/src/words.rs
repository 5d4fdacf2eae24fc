//! Readings in words.

use connlint_core::report::{Compared, HostView, Summary};
use connlint_core::text::counted;

/// `2 errors, 1 warning`, or that there is nothing.
pub fn summary(summary: &Summary) -> String {
    let counts = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.hints, "hint")];
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(*count, noun)).collect();
    if parts.is_empty() { "Nothing found".to_owned() } else { parts.join(", ") }
}

/// `1 safe fix`, `2 safe fixes`.
pub fn safe_fixes(count: usize) -> String {
    counted(count, "safe fix")
}

/// `db.example.com:5432`, one after the other; a dash when the string names nobody.
pub fn hosts(hosts: &[HostView]) -> String {
    let host = |it: &HostView| it.address().unwrap_or_else(|| format!("(not written):{}", it.port_shown()));
    if hosts.is_empty() { "—".to_owned() } else { hosts.iter().map(host).collect::<Vec<_>>().join(", ") }
}

/// The password column: never the password, but enough to see that two drivers do not take the same.
pub fn password(row: &Compared) -> String {
    match row.password_length {
        None => "—".to_owned(),
        Some(0) => "empty".to_owned(),
        Some(length) => format!("•••  {}", counted(length, "character")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_agree_with_their_nouns() {
        let some = Summary { errors: 1, hints: 2, ..Summary::default() };
        assert_eq!(summary(&some), "1 error, 2 hints");
        assert_eq!(summary(&Summary::default()), "Nothing found");
    }

    #[test]
    fn an_address_with_colons_is_bracketed() {
        let host = |host: &str| HostView { host: host.to_owned(), port: 5432, port_text: None };
        assert_eq!(hosts(&[]), "—");
        let all = hosts(&[host("::1"), host("/run"), host("")]);
        assert_eq!(all, "[::1]:5432, /run:5432, (not written):5432");
    }
}
