//! Runs the program over `tests/cases/<topic>/<case>/` and compares what it prints, its exit code, and the files that
//! it leaves behind.
//!
//! A case holds `cmd` (the arguments, separated by blanks) and its input files, which are copied into an empty folder
//! that the program runs in; a name that begins with `_` begins with `.` there. Optional: `stdin`, `env` (lines
//! `NAME=VALUE`; nothing else is in the environment but `COLUMNS=80`), and what is expected: `stdout`, `stderr`
//! (nothing when they are absent), `exit` (0), and below `expected/` the files that change. All other files must stay
//! as they were.
//!
//! `CONNLINT_BLESS=1 cargo test --test cases` writes the expectations. Read the difference before you commit it.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Files of a case that are not input.
const OWN: &[&str] = &["cmd", "stdin", "env", "stdout", "stderr", "exit", "expected"];

type Files = BTreeMap<PathBuf, Vec<u8>>;

#[derive(Debug, PartialEq, Eq)]
struct Screen {
    stdout: String,
    stderr: String,
    exit: String,
    changed: Files,
}

#[test]
fn cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let bless = std::env::var_os("CONNLINT_BLESS").is_some();
    let cases: Vec<PathBuf> = folders(&root).iter().flat_map(|topic| folders(topic)).collect();
    assert!(!cases.is_empty(), "there are no cases");
    let mut failures = Vec::new();
    for case in cases {
        let found = run(&case);
        if bless {
            write(&case, &found);
        } else if found != expected(&case) {
            let name = case.strip_prefix(&root).unwrap().display().to_string();
            failures.push(format!("{name}:\n{}", difference(&expected(&case), &found)));
        }
    }
    assert!(failures.is_empty(), "{} cases differ\n\n{}", failures.len(), failures.join("\n"));
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> =
        fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    out.sort();
    out
}

fn run(case: &Path) -> Screen {
    let folder = tempfile::tempdir().unwrap();
    let input = input(case);
    for (path, bytes) in &input {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let cmd = fs::read_to_string(case.join("cmd")).expect("a case has a file `cmd`");
    let env = text(case, "env");
    let mut child = Command::new(env!("CARGO_BIN_EXE_connlint"))
        .args(cmd.split_whitespace())
        .current_dir(folder.path())
        .env_clear()
        .env("COLUMNS", "80")
        .envs(env.lines().filter_map(|line| line.split_once('=')))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes it, which is no failure.
    let _ = child.stdin.take().unwrap().write_all(text(case, "stdin").as_bytes());
    let output = child.wait_with_output().unwrap();
    let mut changed = files_below(folder.path());
    for (path, bytes) in input {
        assert!(changed.contains_key(&path), "{} is gone", path.display());
        if changed.get(&path) == Some(&bytes) {
            changed.remove(&path);
        }
    }
    Screen {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        exit: output.status.code().map_or("a signal".to_owned(), |code| code.to_string()),
        changed,
    }
}

fn input(case: &Path) -> Files {
    let own = |path: &PathBuf| OWN.iter().any(|own| path.starts_with(own));
    files_below(case)
        .into_iter()
        .filter(|(path, _)| !own(path))
        .map(|(path, it)| (dotted(&path), it))
        .collect()
}

fn dotted(path: &Path) -> PathBuf {
    path.iter()
        .map(|part| match part.to_str().and_then(|part| part.strip_prefix('_')) {
            Some(rest) => PathBuf::from(format!(".{rest}")),
            None => PathBuf::from(part),
        })
        .collect()
}

fn files_below(root: &Path) -> Files {
    let mut out = Files::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                out.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    out
}

fn text(case: &Path, name: &str) -> String {
    fs::read_to_string(case.join(name)).unwrap_or_default()
}

fn expected(case: &Path) -> Screen {
    let exit = text(case, "exit").trim().to_owned();
    let files = case.join("expected");
    let changed = if files.is_dir() { files_below(&files) } else { Files::new() };
    Screen {
        stdout: text(case, "stdout"),
        stderr: text(case, "stderr"),
        exit: if exit.is_empty() { "0".to_owned() } else { exit },
        changed: changed.into_iter().map(|(path, bytes)| (dotted(&path), bytes)).collect(),
    }
}

fn write(case: &Path, found: &Screen) {
    let set = |name: &str, text: &str, usual: &str| {
        let path = case.join(name);
        if text == usual {
            let _ = fs::remove_file(path);
        } else {
            fs::write(path, text).unwrap();
        }
    };
    set("stdout", &found.stdout, "");
    set("stderr", &found.stderr, "");
    let exit = if found.exit == "0" { String::new() } else { format!("{}\n", found.exit) };
    set("exit", &exit, "");
    let _ = fs::remove_dir_all(case.join("expected"));
    for (path, bytes) in &found.changed {
        let path = case.join("expected").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn difference(expected: &Screen, found: &Screen) -> String {
    let diff = |name: &str, old: &str, new: &str| {
        if old == new {
            return String::new();
        }
        let lines = similar::TextDiff::from_lines(old, new);
        format!("{name}:\n{}", lines.unified_diff().context_radius(3))
    };
    let files = |files: &Files| {
        let line = |(path, bytes): (&PathBuf, &Vec<u8>)| {
            format!("{}: {:?}\n", path.display(), String::from_utf8_lossy(bytes))
        };
        files.iter().map(line).collect::<String>()
    };
    [
        diff("stdout", &expected.stdout, &found.stdout),
        diff("stderr", &expected.stderr, &found.stderr),
        diff("exit", &expected.exit, &found.exit),
        diff("changed files", &files(&expected.changed), &files(&found.changed)),
    ]
    .concat()
}
