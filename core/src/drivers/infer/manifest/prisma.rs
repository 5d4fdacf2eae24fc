//! Prisma's schema.

use super::quotes::quoted;
use super::{Asked, Files, kind};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};
use crate::model::Version;

pub(super) static FILES: Files = Files {
    registry: Registry::Prisma,
    manifests: &[kind(|name| name.ends_with(".prisma"), prisma)],
    locks: &[],
};

/// The provider of the datasource. A `url` in it is read by Prisma 6 and older, and refused from 7 on.
fn prisma(text: &str) -> Asked {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut lines = code.map(str::trim).skip_while(|line| !line.starts_with("datasource ")).skip(1);
    let datasource: Vec<(&str, &str)> = lines
        .by_ref()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let value = |name: &str| datasource.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let provider = value("provider").and_then(|value| quoted(value).next());
    let range = value("url").and_then(|_| Range::parse(&format!("<{}", FIRST_WITHOUT_URL.0), Bare::Series));
    provider.map(|provider| (provider.to_owned(), range)).into_iter().collect()
}

/// The first version of Prisma that refuses a `url` in the datasource.
const FIRST_WITHOUT_URL: Version = Version(7, 0, 0);
