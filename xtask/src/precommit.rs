//! `cargo xtask precommit`: both hooks, installed by the real pre-commit from PyPI into a temporary repository.
//!
//! pre-commit clones a repository, so the working tree is committed into a repository of its own first. Author and
//! date are fixed: the same tree gives the same commit, and pre-commit does not build it a second time.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, ensure};

use crate::needs::{Needed, need, python_venv};
use crate::workspace::{root, succeed, target};

const VERSION: &str = "pre-commit==4.7.0";

const CLEAN: &str = "DATABASE_URL=postgresql://app@localhost/shop\n";
const BROKEN: &str = "DATABASE_URL=postgresql+asyncpg://app:p%40ss@db.example.com/shop?pgbouncer=true\n";

pub fn run(_: &[String]) -> Result<()> {
    need(&[Needed { package: "git", shows: "git" }])?;
    let lab = target().join("precommit");
    fs::create_dir_all(&lab)?;
    let tool =
        Tool { program: python_venv(&lab.join("venv"), &[VERSION])?.with_file_name("pre-commit"), lab };
    let (hooks, revision) = tool.repository_of_this_tree()?;
    let project = tool.project(&hooks, &revision)?;

    let names = [".env", ".env.local", ".env.example", "prod.env"];
    for name in names {
        write_and_add(&project, name, BROKEN)?;
    }
    write_and_add(&project, "notes.txt", BROKEN)?;
    let broken = tool.run(&project, "connlint")?;
    ensure!(!broken.status.success(), "the hook must fail on broken files:\n{}", text(&broken));
    for name in names {
        ensure!(text(&broken).contains(name), "the hook must report {name}:\n{}", text(&broken));
    }
    ensure!(!text(&broken).contains("notes.txt"), "the hook must leave notes.txt alone:\n{}", text(&broken));
    ensure!(!text(&broken).contains("p%40ss"), "the hook must not show the password:\n{}", text(&broken));

    for name in names {
        write_and_add(&project, name, CLEAN)?;
    }
    let clean = tool.run(&project, "connlint")?;
    ensure!(clean.status.success(), "the hook must pass on clean files:\n{}", text(&clean));

    write_and_add(&project, ".gitignore", "secret/\n")?;
    fs::create_dir_all(project.join("secret"))?;
    fs::write(project.join("secret/.env"), BROKEN)?;
    let unseen = tool.run(&project, "connlint")?;
    ensure!(unseen.status.success(), "the first hook sees no ignored file:\n{}", text(&unseen));
    let seen = tool.run(&project, "connlint-local")?;
    ensure!(!seen.status.success(), "the second hook must see the ignored file:\n{}", text(&seen));
    ensure!(
        text(&seen).contains("secret/.env"),
        "the second hook must name the ignored file:\n{}",
        text(&seen)
    );
    println!("both pre-commit hooks do what they say");
    Ok(())
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn write_and_add(project: &Path, name: &str, content: &str) -> Result<()> {
    fs::write(project.join(name), content)?;
    succeed(git(project).args(["add", "--force", name]))
}

/// git, deaf to the user's configuration and to the repository that this task runs in.
fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"] {
        git.env_remove(name);
    }
    for (who, day) in [("AUTHOR", "2026-01-01T00:00:00Z"), ("COMMITTER", "2026-01-01T00:00:00Z")] {
        git.env(format!("GIT_{who}_NAME"), "connlint")
            .env(format!("GIT_{who}_EMAIL"), "connlint@example.com")
            .env(format!("GIT_{who}_DATE"), day);
    }
    git
}

struct Tool {
    program: PathBuf,
    lab: PathBuf,
}

impl Tool {
    /// A repository that holds the files of the working tree, and its only commit.
    fn repository_of_this_tree(&self) -> Result<(PathBuf, String)> {
        let hooks = self.lab.join("hooks");
        if hooks.exists() {
            fs::remove_dir_all(&hooks)?;
        }
        fs::create_dir_all(&hooks)?;
        let listed = Command::new("git")
            .current_dir(root())
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .output()
            .context("git ls-files")?;
        ensure!(listed.status.success(), "git ls-files failed; the task needs a git checkout");
        for name in String::from_utf8(listed.stdout)?.split('\0').filter(|name| !name.is_empty()) {
            let (from, to) = (root().join(name), hooks.join(name));
            if from.is_file() {
                fs::create_dir_all(to.parent().context("a folder")?)?;
                fs::copy(from, to)?;
            }
        }
        succeed(git(&hooks).args(["init", "--quiet", "--initial-branch=main"]))?;
        succeed(git(&hooks).args(["add", "--all", "--force"]))?;
        succeed(git(&hooks).args(["commit", "--quiet", "--message", "The tree under test"]))?;
        let head = git(&hooks).args(["rev-parse", "HEAD"]).output()?;
        Ok((hooks, String::from_utf8(head.stdout)?.trim().to_owned()))
    }

    fn project(&self, hooks: &Path, revision: &str) -> Result<PathBuf> {
        let project = self.lab.join("project");
        if project.exists() {
            fs::remove_dir_all(&project)?;
        }
        fs::create_dir_all(&project)?;
        succeed(git(&project).args(["init", "--quiet", "--initial-branch=main"]))?;
        let config = format!(
            "repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: connlint\n  - id: connlint-local\n",
            hooks.display()
        );
        write_and_add(&project, ".pre-commit-config.yaml", &config)?;
        Ok(project)
    }

    fn run(&self, project: &Path, hook: &str) -> Result<Output> {
        Command::new(&self.program)
            .current_dir(project)
            .args(["run", hook, "--all-files", "--color", "never"])
            .env("PRE_COMMIT_HOME", self.lab.join("home"))
            // Dependencies are compiled once, not once for every tree.
            .env("CARGO_TARGET_DIR", self.lab.join("target"))
            // Whether the hook is installed and what it says is the question here, not how fast it is.
            .envs([
                ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
                ("CARGO_PROFILE_RELEASE_LTO", "off"),
                ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
            ])
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .context("starting pre-commit")
    }
}
