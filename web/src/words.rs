//! Readings in words.

use connlint_core::model::{Encryption, Prepared, Statements, Tls, Verification};
use connlint_core::report::{Compared, HostView, Summary};

/// `2 errors, 1 warning`, or that there is nothing.
pub fn summary(summary: &Summary) -> String {
    let counts = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.hints, "hint")];
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(*count, noun)).collect();
    if parts.is_empty() { "Nothing found".to_owned() } else { parts.join(", ") }
}

/// `1 error`, `2 errors`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// `1 safe fix`, `2 safe fixes`.
pub fn safe_fixes(count: usize) -> String {
    format!("{count} safe {}", if count == 1 { "fix" } else { "fixes" })
}

/// `db.example.com:5432`, one after the other; a dash when the string names nobody.
pub fn hosts(hosts: &[HostView]) -> String {
    let host = |it: &HostView| match it.host.as_str() {
        "" => format!("(not written):{}", it.port_shown()),
        name if name.contains(':') && !name.starts_with('/') => format!("[{name}]:{}", it.port_shown()),
        name => format!("{name}:{}", it.port_shown()),
    };
    if hosts.is_empty() { "—".to_owned() } else { hosts.iter().map(host).collect::<Vec<_>>().join(", ") }
}

/// What a string means for encryption, in a few words.
pub fn tls(tls: Tls) -> &'static str {
    match (tls.encryption, tls.verification) {
        (Encryption::Never, _) => "none",
        (Encryption::IfOffered, Verification::None) => "if offered",
        (Encryption::IfOffered, Verification::Authority) => "if offered, authority verified",
        (Encryption::IfOffered, Verification::Full) => "if offered, verified",
        (Encryption::Required, Verification::None) => "required, not verified",
        (Encryption::Required, Verification::Authority) => "required, authority verified",
        (Encryption::Required, Verification::Full) => "required, verified",
    }
}

/// What a driver does with prepared statements, in a few words.
pub fn prepared(prepared: Prepared) -> String {
    match prepared.statements {
        Statements::Simple => "none".to_owned(),
        Statements::Unnamed => "unnamed".to_owned(),
        Statements::UnnamedSplit => "unnamed, in two trips".to_owned(),
        Statements::Named => match prepared.named_from {
            0 | 1 => "named".to_owned(),
            from => format!("named from execution {from} on"),
        },
    }
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
