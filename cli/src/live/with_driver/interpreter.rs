//! The user's own interpreter.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::trials::Trial;

/// A language that drivers are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python.
    Python,
    /// Node.js.
    Node,
}

/// What runs a script.
pub struct Interpreter {
    language: Language,
    /// A path, or a name that the system looks for.
    pub program: PathBuf,
    folder: PathBuf,
}

impl Interpreter {
    /// The one that was named; else the one that the project in `folder` uses; else the system's. What `folder` holds is
    /// found by its scripts as by a program that runs there.
    pub fn of(language: Language, named: Option<&Path>, folder: &Path) -> Self {
        let program = named.map_or_else(|| usual(language, folder), Path::to_owned);
        Self { language, program, folder: folder.to_owned() }
    }

    /// The command that runs `trial`, which hears from its standard input what `task` says.
    pub fn command(&self, trial: &Trial) -> Command {
        let mut out = Command::new(&self.program);
        out.current_dir(&self.folder);
        match self.language {
            Language::Python => out.args(["-c", include_str!("scripts/boot.py")]),
            Language::Node => {
                let source = format!("{}{}", trial.source, include_str!("scripts/boot.mjs"));
                out.args(["--input-type=module", "--eval", &source])
            }
        };
        out
    }

    /// What a script is told.
    pub fn task(&self, trial: &Trial, string: &str, clients: u32, rounds: u32) -> Value {
        let packages = match self.language {
            Language::Python => json!(trial.packages),
            Language::Node => trial.packages.iter().map(|(_, package)| json!(package)).collect(),
        };
        json!({
            "name": format!("<{}>", trial.driver),
            "source": trial.source,
            "string": string,
            "packages": packages,
            "clients": clients,
            "rounds": rounds,
        })
    }

    /// The command that installs packages where a script would find them.
    pub fn install(&self, packages: &[String]) -> String {
        let quoted: Vec<String> = packages
            .iter()
            .map(|it| if it.contains('[') { format!("\"{it}\"") } else { it.clone() })
            .collect();
        match self.language {
            Language::Python => format!("{} -m pip install {}", self.program.display(), quoted.join(" ")),
            Language::Node => format!("npm install {}", quoted.join(" ")),
        }
    }
}

fn usual(language: Language, folder: &Path) -> PathBuf {
    match language {
        Language::Node => "node".into(),
        Language::Python => {
            let active = std::env::var_os("VIRTUAL_ENV").map(PathBuf::from);
            let local = [".venv", "venv", "env"].map(|name| folder.join(name));
            let inside = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
            let found = active.into_iter().chain(local).map(|it| it.join(inside)).find(|it| it.is_file());
            let found = found.and_then(|it| std::path::absolute(it).ok());
            found.unwrap_or_else(|| if cfg!(windows) { "python" } else { "python3" }.into())
        }
    }
}
