//! The fragments in `tests/prove/FAMILY/`: what takes the place of the query in a generated program. What they use lies
//! in the folder `crowd` there.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::lab::families::Family;
use crate::workspace::root;

/// What prints an answer, in the languages of the generated programs.
const PRINTS: &[&str] = &["print", "console.log", "echo ", "puts "];

/// The drivers of `family` that have a fragment.
pub fn provable(family: &'static Family) -> impl Iterator<Item = &'static str> {
    family.drivers.iter().copied().filter(|driver| find(family, driver, "").is_some())
}

/// What lies beside every program of a family.
pub fn helpers(family: &Family) -> Vec<PathBuf> {
    files(&root().join("tests/prove").join(family.name).join("crowd"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect()
}

/// `program` with its one query replaced: from the line that has it to the line that prints the answer.
pub fn put(family: &Family, driver: &str, program: &str) -> Result<String> {
    let lines: Vec<&str> = program.lines().collect();
    let first = lines.iter().position(|line| line.contains("current_user")).context("no query in it")?;
    let prints = |line: &&str| PRINTS.iter().any(|word| line.to_lowercase().contains(word));
    let count = lines[first..].iter().position(prints).context("it does not print its answer")?;
    let query = lines[first..=first + count].join("\n");
    let path = find(family, driver, &query).with_context(|| format!("no fragment for {driver}"))?;
    let indent: String = lines[first].chars().take_while(|it| it.is_whitespace()).collect();
    let text = fs::read_to_string(path)?;
    let indented =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") });
    let after = lines[first + count + 1..].iter().map(|&line| line.to_owned());
    let all: Vec<String> =
        lines[..first].iter().map(|&line| line.to_owned()).chain(indented).chain(after).collect();
    Ok(all.join("\n") + "\n")
}

/// The fragment for a driver: the one with the longest name that it begins with, and of those one that names a word of
/// the query, as in `tokio-postgres.query_typed.rs`.
fn find(family: &Family, driver: &str, query: &str) -> Option<PathBuf> {
    let driver = driver.split('@').next()?;
    let fits = |path: &PathBuf| {
        let name = path.file_stem()?.to_str()?;
        let (name, word) = name.split_once('.').unwrap_or((name, ""));
        let of_driver = driver.strip_prefix(name)?;
        let is_whole = of_driver.is_empty() || of_driver.starts_with('-');
        (is_whole && query.contains(word)).then_some((name.len(), word.len()))
    };
    let fragments = files(&root().join("tests/prove").join(family.name));
    fragments.into_iter().filter_map(|path| Some((fits(&path)?, path))).max().map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::families::FAMILIES;
    use crate::lab::program::{connection, request};

    /// A snippet that changes its shape must not lose its fragment.
    #[test]
    fn every_fragment_has_its_place() {
        for family in FAMILIES {
            for driver in provable(family) {
                let made = connection(&request(driver, "postgresql", 5432).unwrap()).unwrap();
                let put = put(family, driver, &made.snippet.files[0].text);
                assert!(put.is_ok_and(|text| !text.contains("current_user")), "{driver}");
            }
        }
    }
}
