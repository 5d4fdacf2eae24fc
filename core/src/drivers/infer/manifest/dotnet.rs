//! NuGet: *.csproj, *.fsproj, Directory.Packages.props.

use super::json::each_text;
use super::xml::{Element, elements, text_of, without_comments};
use super::{Asked, Files, Tell, kind, lock};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::DotNet,
    manifests: &[
        kind(
            |name| name.ends_with(".csproj") || name.ends_with(".fsproj"),
            |text| packages(text, "PackageReference"),
        ),
        kind(|name| name == "Directory.Packages.props", |text| packages(text, "PackageVersion")),
    ],
    locks: &[lock("packages.lock.json", packages_lock)],
};

/// `<PackageReference Include="Npgsql" Version="8.0.3" />`, the version also as an element in it.
fn packages(text: &str, element: &str) -> Asked {
    let text = without_comments(text);
    let package = |element: Element<'_>| {
        let name = element.attribute("Include").or_else(|| element.attribute("Update"))?;
        let version = element.attribute("Version").or_else(|| text_of(element.inner, "Version"));
        Some((name.to_ascii_lowercase(), version.and_then(range)))
    };
    elements(&text, element).filter_map(package).collect()
}

/// `8.0.3` and `[8.0.3,9)` give the least version that is allowed, `8.0.*` the newest of its series.
fn range(version: &str) -> Option<Range> {
    let least = version.trim_start_matches(['[', '(']).split([',', ']', ')']).next()?;
    Range::parse(least, if version.contains('*') { Bare::Series } else { Bare::Exact })
}

/// `"Npgsql": {"resolved": "8.0.3"}`, by framework.
fn packages_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    each_text(text, |around, name, value| {
        if let (["", "dependencies", _, package], "resolved") = (around, name) {
            tell(package, value);
        }
    });
}
