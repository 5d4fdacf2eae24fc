//! The words of a command line, safe to show.

use connlint_core::text::mask_connection;

/// Short flags after which programs take a password, and other things as well.
const SHORT: &[&str] = &["-p", "-P", "-a", "-u", "-U", "-w", "-W"];

/// Words in long flags that a secret follows, besides those that core knows.
const WORDS: &[&str] = &["pass", "pwd", "secret", "token", "auth", "cred", "key"];

/// Longer than this nobody reads.
const LONGEST: usize = 200;

/// The command line with everything hidden that may be a secret. What stands behind a flag that some program takes a
/// password after is hidden unless it is a number or a path; too much is better than too little.
pub fn shown(words: &[String]) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut before = "";
    for word in words {
        let is_hidden = asks_for_secret(before) && !word.starts_with('-') && !is_plain(word);
        out.push(if is_hidden { "***".to_owned() } else { masked(word) });
        before = word;
    }
    let text = out.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Whether what is given to this flag may be a secret.
fn asks_for_secret(flag: &str) -> bool {
    let name = flag.to_ascii_lowercase();
    SHORT.contains(&flag) || name.starts_with("--") && WORDS.iter().any(|word| name.contains(word))
}

fn is_plain(word: &str) -> bool {
    word.parse::<u32>().is_ok() || word.starts_with('/') || word.starts_with("./")
}

/// One word: `--requirepass=...`, a URL, `PGPASSWORD=...`, and `-psecret`.
fn masked(word: &str) -> String {
    if let Some((flag, value)) = word.split_once('=').filter(|it| asks_for_secret(it.0) && !is_plain(it.1)) {
        return format!("{flag}={}", "*".repeat(value.chars().count()));
    }
    let glued = ["-p", "-W"].iter().find_map(|flag| Some((*flag, word.strip_prefix(*flag)?)));
    match glued {
        Some((flag, rest)) if !rest.is_empty() && !is_plain(rest) => format!("{flag}***"),
        _ => mask_connection(word),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[track_caller]
    fn check(command: &str, expected: &str) {
        let words: Vec<String> = command.split(' ').map(str::to_owned).collect();
        assert_eq!(shown(&words), expected);
    }

    #[test]
    fn secrets_are_hidden_wherever_programs_take_them() {
        check("psql -p 5432 -d shop", "psql -p 5432 -d shop");
        check("postgres -D /data -c port=5433", "postgres -D /data -c port=5433");
        check("mysqld -ps3cr3t", "mysqld -p***");
        check("redis-server --requirepass s3cr3t", "redis-server --requirepass ***");
        check("proxy --password s3cr3t --port 5432", "proxy --password *** --port 5432");
        check("redis-server --masterauth=s3cr3t", "redis-server --masterauth=******");
        check("proxy --db-password=s3cr3t", "proxy --db-password=******");
        check("env PGPASSWORD=s3cr3t psql", "env PGPASSWORD=****** psql");
        check("app postgresql://me:s3cr3t@localhost/shop", "app postgresql://me:******@localhost/shop");
        check("curl -u me:s3cr3t http://localhost", "curl -u *** http://localhost");
        check("gunicorn -w 4 app:main", "gunicorn -w 4 app:main");
    }
}
