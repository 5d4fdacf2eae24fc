//! What the program does to files, pipes and processes, where the exact screen does not matter.

#![cfg(unix)]

use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BAD: &str = "# a\nA=postgresql://app:s3cr3t@db.example.com/shop?pgbouncer=true\n";
const FIXED: &str = "# a\nA=postgresql://app:s3cr3t@db.example.com/shop\n";
const FIX: &[&str] =
    &["check", "--driver", "libpq", "--select", "unknown-parameter", "--fix", "--unsafe-fixes"];

fn connlint(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_connlint"));
    command.args(args).current_dir(folder).env_clear().env("COLUMNS", "80").stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    connlint(folder, args).output().unwrap()
}

fn fix(folder: &Path, path: &str) -> Output {
    run(folder, &[FIX, &[path]].concat())
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn names(folder: &Path) -> Vec<String> {
    let mut out: Vec<String> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    out.sort();
    out
}

#[test]
fn a_fix_keeps_permissions_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    for mode in [0o600, 0o640, 0o755] {
        fs::write(&path, BAD).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(code(&fix(folder.path(), ".env")), Some(0));
        assert_eq!(fs::read_to_string(&path).unwrap(), FIXED);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, mode);
        assert_eq!(names(folder.path()), [".env"]);
    }
}

#[test]
fn a_fix_goes_through_a_symbolic_link() {
    let folder = tempfile::tempdir().unwrap();
    let shared = tempfile::tempdir().unwrap();
    let target = shared.path().join("shared.env");
    fs::write(&target, BAD).unwrap();
    symlink(&target, folder.path().join(".env")).unwrap();
    assert_eq!(code(&fix(folder.path(), ".")), Some(0));
    assert_eq!(fs::read_to_string(&target).unwrap(), FIXED);
    assert!(fs::symlink_metadata(folder.path().join(".env")).unwrap().is_symlink());
    assert_eq!(names(folder.path()), [".env"]);
}

#[test]
fn a_read_only_file_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    fs::write(&path, BAD).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let output = fix(folder.path(), ".env");
    assert_eq!(code(&output), Some(3));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains(".env: its fixes cannot be written: the file is read-only"), "{stderr}");
    // What could not be fixed is still reported.
    assert!(String::from_utf8(output.stdout).unwrap().contains("pgbouncer"));
    assert_eq!(fs::read_to_string(&path).unwrap(), BAD);
    assert_eq!(names(folder.path()), [".env"]);
}

#[test]
fn nothing_is_written_without_being_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    fs::write(&path, BAD).unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    for args in
        [&["check"][..], &["check", "--diff"], &["check", "--diff", "--unsafe-fixes"], &["check", "--fix"]]
    {
        run(folder.path(), &[args, &["--driver", "libpq", "--select", "unknown-parameter"]].concat());
        assert_eq!(fs::read_to_string(&path).unwrap(), BAD, "{args:?}");
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before, "{args:?}");
    }
}

#[test]
fn links_in_a_circle_are_no_trap() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    symlink(folder.path(), folder.path().join("a/up")).unwrap();
    symlink(folder.path().join("b.env"), folder.path().join("c.env")).unwrap();
    symlink(folder.path().join("c.env"), folder.path().join("b.env")).unwrap();
    fs::write(folder.path().join("a/.env"), FIXED).unwrap();
    assert_eq!(code(&run(folder.path(), &["check", "--driver", "libpq"])), Some(0));
    let named = run(folder.path(), &["check", "b.env"]);
    assert_eq!(code(&named), Some(3));
    assert!(String::from_utf8(named.stderr).unwrap().contains("b.env: "));
}

#[test]
fn a_link_that_leads_nowhere_is_told_and_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    symlink("/nowhere/.env", folder.path().join(".env")).unwrap();
    fs::write(folder.path().join("b.env"), FIXED).unwrap();
    let output = run(folder.path(), &["check", "--driver", "libpq", "--select", "unknown-parameter"]);
    assert_eq!(code(&output), Some(0));
    assert!(String::from_utf8(output.stdout).unwrap().contains("1 connection string"));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.contains("warning: .env: a symbolic link that leads nowhere"), "{stderr}");
    assert_eq!(code(&run(folder.path(), &["check", ".env"])), Some(3), "what is named is expected");
}

#[test]
fn a_fifo_in_a_folder_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo").arg(folder.path().join(".env")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(code(&run(folder.path(), &["check"])), Some(0));
    }
}

#[test]
fn an_endless_file_and_a_huge_line_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = fs::File::create(folder.path().join(".env")).unwrap();
    for _ in 0..100 {
        file.write_all(&[b'x'; 1 << 16]).unwrap();
    }
    for path in [".env", "/dev/zero"] {
        let output = run(folder.path(), &["check", path]);
        assert_eq!(code(&output), Some(3), "{path}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("larger than 4 MiB"), "{path}");
    }
}

#[test]
fn a_file_that_may_not_be_read_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    fs::write(&path, BAD).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_err() {
        for args in [["check", ".env"], ["check", "."]] {
            let output = run(folder.path(), &args);
            assert_eq!(code(&output), Some(3), "{args:?}");
            assert!(String::from_utf8(output.stderr).unwrap().contains("permission denied"), "{args:?}");
        }
    }
}

#[test]
fn a_reader_that_leaves_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    let line = "A=postgresql://app@db.example.com/shop?pgbouncer=true\n";
    fs::write(folder.path().join(".env"), line.repeat(300)).unwrap();
    let mut command =
        connlint(folder.path(), &["check", "--driver", "libpq", "--select", "unknown-parameter"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(1), ""));
}

#[test]
fn severities_decide_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    // Several drivers could read it, and only some refuse the parameter: a hint.
    fs::write(folder.path().join(".env"), "A=postgresql://app@db.example.com/shop?gssdelegation=1\n")
        .unwrap();
    let base = ["check", "--select", "unknown-parameter"];
    let at = |level: &str| code(&run(folder.path(), &[&base[..], &["--fail-on", level]].concat()));
    assert_eq!(code(&run(folder.path(), &base)), Some(0), "hints alone do not fail a build");
    assert_eq!([at("hint"), at("warning"), at("error"), at("never")], [Some(1), Some(0), Some(0), Some(0)]);
}

#[test]
fn colours_are_for_terminals_unless_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".env"), BAD).unwrap();
    let styled = |args: &[&str], env: &[(&str, &str)]| {
        let args = [&["check", "--driver", "libpq"], args].concat();
        let output = connlint(folder.path(), &args).envs(env.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!styled(&[], &[]));
    assert!(styled(&["--color", "always"], &[]));
    assert!(styled(&["--color", "always"], &[("NO_COLOR", "1")]));
    assert!(styled(&[], &[("FORCE_COLOR", "1")]));
    assert!(styled(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!styled(&[], &[("FORCE_COLOR", "0")]));
    assert!(!styled(&[], &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
    assert!(!styled(&["--color", "never"], &[("FORCE_COLOR", "1")]));
    assert!(!styled(&["--output-format", "json"], &[("FORCE_COLOR", "1")]), "programs get no colours");
}

#[test]
fn screens_fit_eighty_columns() {
    let folder = tempfile::tempdir().unwrap();
    let long =
        "postgresql://app:s3cr3t@ep-cool-darkness-123456-pooler.eu-central-1.aws.neon.tech:6432/neondb";
    let text =
        format!("A={long}?sslmode=require&pgbouncer=true&connect_timeout=10&statement_cache_size=0&a=b\n");
    fs::write(folder.path().join(".env"), text).unwrap();
    for args in [
        &["check", "-v"][..],
        &["check", "--driver", "libpq", "-v"],
        &["check", "--driver", "asyncpg"],
        &["rules"],
        &["drivers"],
        &["endpoints"],
        &["explain", "libpq"],
        &["explain", "pgbouncer"],
        &["explain", "unknown-parameter"],
        &["--help"],
        &["check", "--help"],
    ] {
        let output = run(folder.path(), args);
        let stdout = String::from_utf8(output.stdout).unwrap();
        // What is typed is not broken into lines.
        let wide = |line: &&str| line.chars().count() > 80 && !line.contains("://");
        let wide: Vec<&str> = stdout.lines().filter(wide).collect();
        assert!(wide.is_empty(), "{args:?}: {}", wide.join("\n"));
    }
}

#[test]
fn tables_and_completions_are_there() {
    let here = Path::new(".");
    for list in ["rules", "drivers", "endpoints"] {
        let json = run(here, &[list, "--output-format", "json"]);
        let entries: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
        let table = String::from_utf8(run(here, &[list]).stdout).unwrap();
        for entry in entries.as_array().unwrap() {
            let name = entry["name"].as_str().unwrap();
            assert!(table.contains(name), "{list} lacks {name}");
            let page = run(here, &["explain", name]);
            assert_eq!(code(&page), Some(0), "explain {name}");
            assert!(String::from_utf8(page.stdout).unwrap().starts_with(name), "explain {name}");
        }
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            String::from_utf8(run(here, &["completions", shell]).stdout).unwrap().contains("unsafe-fixes")
        );
    }
}

#[test]
fn a_configuration_holds_below_its_folder_up_to_the_repository() {
    let outside = tempfile::tempdir().unwrap();
    let root = outside.path().join("project");
    let below = root.join("services/api");
    fs::create_dir_all(root.join(".git")).unwrap();
    fs::create_dir_all(&below).unwrap();
    fs::write(below.join(".env"), BAD).unwrap();
    fs::write(outside.path().join("connlint.toml"), "exclude = [\"*\"]\n").unwrap();
    let check = || run(&below, &["check", "--driver", "libpq", "--select", "unknown-parameter"]);
    assert_eq!(code(&check()), Some(1), "a configuration outside of the repository does not count");
    fs::write(root.join("connlint.toml"), "exclude = [\"services/api/.env\"]\n").unwrap();
    assert_eq!(code(&check()), Some(0));
    fs::write(below.join("connlint.toml"), "fail-on = \"never\"\n").unwrap();
    let nearest = run(&below, &["config"]);
    assert!(String::from_utf8_lossy(&nearest.stdout).contains("never  (connlint.toml:1)"));
}

#[test]
fn a_report_is_its_own_baseline() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".env"), BAD).unwrap();
    let report = run(folder.path(), &["check", "--driver", "libpq", "--output-format", "json"]);
    fs::write(folder.path().join("known.json"), report.stdout).unwrap();
    let again = run(folder.path(), &["check", "--driver", "libpq", "--baseline", "known.json"]);
    assert_eq!(code(&again), Some(0));
    fs::write(folder.path().join(".env"), format!("{BAD}B=postgresql://app@db.example.com/shop?x=1\n"))
        .unwrap();
    let more = run(folder.path(), &["check", "--driver", "libpq", "--baseline", "known.json"]);
    assert_eq!(code(&more), Some(1));
    let text = String::from_utf8_lossy(&more.stdout).into_owned();
    assert!(text.contains("no parameter `x`") && !text.contains("no parameter `pgbouncer`"), "{text}");
}

#[test]
fn the_configuration_in_the_readme_is_one() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let block = readme.lines().skip_while(|line| !line.starts_with("    #:schema"));
    let block: Vec<&str> = block.take_while(|line| line.is_empty() || line.starts_with("    ")).collect();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("connlint.toml"), block.join("\n")).unwrap();
    let shown = run(folder.path(), &["config"]);
    assert_eq!(code(&shown), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
    assert!(String::from_utf8_lossy(&shown.stdout).contains("pgbouncer@1.18 at *.db.internal, port 6432"));
}

#[test]
fn a_root_without_drivers_takes_those_of_its_packages() {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(".env", "DATABASE_URL=postgresql://app:s3cr3t@localhost/shop?schema=app\n");
    write(".git/HEAD", "");
    write("package.json", "{\"workspaces\": [\"packages/*\"]}");
    write("examples/old/package.json", "{\"dependencies\": {\"postgres\": \"3.4.9\"}}");
    let shown = || String::from_utf8(run(root.path(), &["config", ".env"]).stdout).unwrap();
    assert!(!shown().contains("project"), "{}", shown());
    write("packages/database/package.json", "{\"dependencies\": {\"pg\": \"8.23.1\"}}");
    assert!(shown().contains("node-postgres"), "{}", shown());
}

#[cfg(unix)]
#[test]
fn a_written_env_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let args = ["generate", "--driver", "pgx", "--host", "db.example.com", "--write", "app"];
    let output = run(folder.path(), &args);
    assert_eq!(code(&output), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mode = fs::metadata(folder.path().join("app/.env")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(names(&folder.path().join("app")), [".env", ".gitignore", "go.mod", "main.go"]);
}
