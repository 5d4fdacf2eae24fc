//! Maven Central: pom.xml, build.gradle. A package is named `group:artifact`.

use std::collections::BTreeMap;

use super::quotes::quoted;
use super::xml::{elements, text_of, texts, without_comments};
use super::{Asked, Files, kind};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::Java,
    manifests: &[
        kind(|name| name == "pom.xml", pom),
        kind(|name| matches!(name, "build.gradle" | "build.gradle.kts"), gradle),
    ],
    locks: &[],
};

/// The `<dependency>` elements; a version `${name}` is that of the property.
fn pom(text: &str) -> Asked {
    let text = without_comments(text);
    let properties: BTreeMap<&str, &str> =
        elements(&text, "properties").flat_map(|it| texts(it.inner)).collect();
    let dependency = |inner: &str| {
        let (group, artifact) = (text_of(inner, "groupId")?, text_of(inner, "artifactId")?);
        let written = text_of(inner, "version");
        let property = written.and_then(|it| it.strip_prefix("${")?.strip_suffix('}'));
        let version = property.map_or(written, |name| properties.get(name).copied());
        Some(package(group, artifact, version))
    };
    elements(&text, "dependency").filter_map(|it| dependency(it.inner)).collect()
}

/// `implementation "org.postgresql:postgresql:42.7.3"`, and with `group:`, `name:` and `version:`.
fn gradle(text: &str) -> Asked {
    let code = text.lines().map(|line| line.split("// ").next().unwrap_or_default());
    code.flat_map(|line| {
        let short = quoted(line).filter_map(coordinates);
        short.chain(named(line)).collect::<Vec<_>>()
    })
    .collect()
}

/// `group:artifact` or `group:artifact:version`.
fn coordinates(text: &str) -> Option<(String, Option<Range>)> {
    let mut parts = text.split(':');
    let (group, artifact, version) = (parts.next()?, parts.next()?, parts.next());
    let is_name = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    (is_name(group) && is_name(artifact)).then(|| package(group, artifact, version))
}

/// `group: 'org.postgresql', name: 'postgresql', version: '42.7.3'`, in Kotlin with `=`.
fn named(line: &str) -> Option<(String, Option<Range>)> {
    let value = |name: &str| {
        let (_, after) = line.split_once(name)?;
        quoted(after.trim_start().strip_prefix([':', '='])?).next()
    };
    Some(package(value("group")?, value("name")?, value("version")))
}

/// A package; a version that is no number (a variable, `latest.release`) leaves it open.
fn package(group: &str, artifact: &str, version: Option<&str>) -> (String, Option<Range>) {
    let bare = |version: &str| if version.contains('+') { Bare::Series } else { Bare::Exact };
    let range = version.and_then(|version| Range::parse(version, bare(version)));
    (format!("{group}:{artifact}").to_ascii_lowercase(), range)
}
