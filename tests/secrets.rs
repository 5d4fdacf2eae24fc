//! No output of any command, in any format, for any driver, shows a password or a piece of one.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Pieces of the password; reserved characters join them, so that every way to cut it up leaves one of them whole.
const PIECES: &[&str] = &["kR7vq", "Xw3zt", "Jn5ym", "Tb9hd"];

const RAW: &str = "kR7vq@Xw3zt/Jn5ym:Tb9hd";
const ENCODED: &str = "kR7vq%40Xw3zt%2FJn5ym%3ATb9hd";
/// The password in the encoding of Kubernetes' secrets.
const BASE64: &str = "a1I3dnFAWHczenQvSm41eW06VGI5aGQ=";

/// Strings with the password, sound and broken; `{}` is where it stands.
const STRINGS: &[&str] = &[
    "postgresql://app:{}@db.example.com:5432/shop",
    "postgres://app:{}@db.example.com:6543/shop?pgbouncer=true&sslmode=require&statement_cache_size=0",
    "POSTGRES://app:{}@db.example.com/shop",
    "postgress://app:{}@db.example.com/shop",
    "postgresql+asyncpg://app:{}@db.example.com/shop?sslmode=require&ssl=true",
    "postgresql+psycopg2://app:{}@/shop?host=/run/postgresql",
    "postgresql:/app:{}@db.example.com/shop",
    "postgresql:///shop?user=app&password={}&host=db.example.com",
    "postgresql://app:{}@db.example.com:port/shop",
    "postgresql://app:{}@[::1/shop",
    "postgresql://app:{}@a.example.com,b.example.com:5433/shop?target_session_attrs=primary",
    "postgresql://app:{}",
    "postgresql://:{}@db.example.com/shop",
    "host=db.example.com user=app password={} dbname=shop",
    "host=db.example.com user=app password='{}' dbname=shop nonsense=1",
    "host=db.example.com user=app password='{}",
    "jdbc:postgresql://db.example.com:5432/shop?user=app&password={}&prepareThreshold=x",
    "jdbc:postgresql://app:{}@db.example.com/shop",
    "app:{}@db.example.com/shop",
    "Host=db.example.com;Username=app;Password={};Database=shop",
    "prisma+postgres://db.example.com/?api_key={}",
    "mysql://app:{}@db.example.com/shop",
];

fn variants() -> Vec<String> {
    let with = |string: &str, password: &str| string.replace("{}", password);
    let all = STRINGS.iter().flat_map(|string| [RAW, ENCODED, BASE64].iter().map(move |it| with(string, it)));
    // Where the string ends with the password, what follows its raw `@` is a host to everybody.
    all.filter(|string| !string.ends_with(RAW) || string.contains("api_key")).collect()
}

struct Run {
    output: String,
    command: String,
}

fn run(folder: &Path, args: &[&str], stdin: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_connlint"))
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("DATABASE_URL", STRINGS[0].replace("{}", RAW))
        .env("DB_PASSWORD", RAW)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    let both = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
    assert!(!both.contains("panicked"), "{args:?}: {both}");
    Run { output: both, command: args.join(" ") }
}

/// The lines of an output that show a piece of the password.
fn leaks(run: &Run) -> Vec<String> {
    let encoded = PIECES.iter().map(|piece| piece.to_lowercase());
    let words: Vec<String> = PIECES
        .iter()
        .map(|it| (*it).to_owned())
        .chain(encoded)
        .chain([BASE64.trim_end_matches('=').to_owned()])
        .collect();
    let shows = |line: &&str| words.iter().any(|word| line.contains(word.as_str()));
    run.output.lines().filter(shows).map(|line| format!("{}: {line}", run.command)).collect()
}

fn assert_silent(runs: &[Run]) {
    let all: Vec<String> = runs.iter().flat_map(leaks).collect();
    assert!(all.is_empty(), "{} lines show a password\n{}", all.len(), all.join("\n"));
}

fn drivers() -> Vec<String> {
    let list = run(Path::new("."), &["drivers", "--output-format", "json"], "");
    let drivers: serde_json::Value = serde_json::from_str(&list.output).unwrap();
    drivers.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

/// The strings as variables of a .env file, in all kinds of quotes.
fn dotenv() -> String {
    let quotes = ["", "\"", "'"];
    let lines = variants().into_iter().enumerate().map(|(at, string)| {
        let quote = quotes[at % quotes.len()];
        let quote = if string.contains('\'') { "" } else { quote };
        format!("URL_{at}={quote}{string}{quote}\n")
    });
    let parts =
        format!("DB_HOST=db.example.com\nDB_PORT=5432\nDB_USER=app\nDB_PASSWORD={RAW}\nPGPASSWORD='{RAW}'\n");
    lines.collect::<String>() + &parts
}

#[test]
fn check_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), dotenv()).unwrap();
    let mut runs = Vec::new();
    for format in ["full", "concise", "json", "json-lines"] {
        runs.push(run(folder.path(), &["check", "-v", "--output-format", format], ""));
        runs.push(run(folder.path(), &["check", "--env", "DATABASE_URL", "--output-format", format], ""));
    }
    for driver in drivers() {
        runs.push(run(folder.path(), &["check", "--driver", &driver], ""));
        runs.push(run(folder.path(), &["check", "--driver", &driver, "--output-format", "json"], ""));
    }
    assert!(runs.iter().any(|run| run.output.contains("unknown-parameter")), "nothing was found");
    assert_silent(&runs);
}

#[test]
fn check_is_silent_about_each_string_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    for string in variants() {
        std::fs::write(&path, format!("URL={string}\n")).unwrap();
        assert_silent(&[
            run(folder.path(), &["check", "-v", "-"], &string),
            run(folder.path(), &["check", "--diff", "--unsafe-fixes"], ""),
            run(folder.path(), &["check", "--fix", "--unsafe-fixes"], ""),
        ]);
    }
}

#[test]
fn check_is_silent_about_password_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".pgpass");
    for password in
        [RAW.to_owned(), RAW.replace(':', "\\:"), format!("'{RAW}' # {RAW}"), format!("{RAW}\\{RAW} ")]
    {
        let lines =
            ["db:5432:shop:app:{}", "*:*:*:*:{}", "db:app:{}", "https://db:5432:shop:app:{}", " db:54x:{}"];
        let more = ["app:{}:shop:db:5432", "{}", "db.example.com:6543:*:postgres:{}"];
        let text: String =
            lines.iter().chain(&more).map(|line| line.replace("{}", &password) + "\n").collect();
        std::fs::write(&path, &text).unwrap();
        let commands: &[&[&str]] = &[
            &["check", "-v"],
            &["check", "--output-format", "json"],
            &["check", "--diff", "--unsafe-fixes"],
            &["check", "--output-format", "concise", "--driver", "asyncpg"],
        ];
        assert_silent(&commands.iter().map(|args| run(folder.path(), args, "")).collect::<Vec<_>>());
    }
}

#[test]
fn read_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let lines: String =
        variants().iter().map(|it| serde_json::json!({ "s": it }).to_string() + "\n").collect();
    let mut runs = vec![run(folder.path(), &["read", "--all-drivers", "--env", "DATABASE_URL"], "")];
    for driver in drivers() {
        let json_lines =
            ["read", "--driver", &driver, "--input-format", "json-lines", "--output-format", "json-lines"];
        runs.push(run(folder.path(), &json_lines, &lines));
        runs.push(run(folder.path(), &["read", "--driver", &driver], &dotenv()));
    }
    for string in variants() {
        runs.push(run(folder.path(), &["read", "--all-drivers"], &string));
    }
    assert_silent(&runs);
}

#[test]
fn generate_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let mut runs = Vec::new();
    for driver in drivers() {
        for format in ["text", "json", "string", "env"] {
            let base = ["generate", "--driver", &driver, "--output-format", format];
            let flags = ["--host", "db.example.com", "--user", "app", "--password-env", "DB_PASSWORD"];
            runs.push(run(folder.path(), &[&base[..], &flags].concat(), ""));
            runs.push(run(folder.path(), &[&base[..], &["--env", "DATABASE_URL"]].concat(), ""));
        }
    }
    assert_silent(&runs);
}

#[test]
fn wrong_usage_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let mut runs = Vec::new();
    for string in variants() {
        let flag = format!("--driver={string}");
        let commands: &[&[&str]] =
            &[&["check", &string], &[&string], &["read", &string], &["explain", &string], &["check", &flag]];
        runs.extend(commands.iter().map(|args| run(folder.path(), args, "")));
    }
    assert_silent(&runs.into_iter().map(|it| Run { command: String::new(), ..it }).collect::<Vec<_>>());
}

#[test]
fn asked_by_name_it_is_shown() {
    let shown = run(
        Path::new("."),
        &["read", "--driver", "libpq", "--show-secrets"],
        &STRINGS[0].replace("{}", ENCODED),
    );
    assert!(shown.output.contains(RAW), "{}", shown.output);
}
