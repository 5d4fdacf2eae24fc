//! The packages by which projects show which driver they use.

/// A package by which a project shows that it uses a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Package {
    /// Whose package it is.
    pub registry: Registry,
    /// Its name in lower case, in Python with `-` for `_` and `.`; with an extra or a feature `name[extra]`.
    pub name: &'static str,
    /// Packages of which one has to be there as well; empty when it shows the driver alone.
    pub with: &'static [&'static str],
    /// Packages that read the strings in its place when one of them is there.
    pub unless: &'static [&'static str],
    /// Whether its version is the driver's.
    pub is_versioned: bool,
}

impl Package {
    /// A package that shows the driver alone, and whose version is the driver's.
    pub const fn new(registry: Registry, name: &'static str) -> Self {
        Self { registry, name, with: &[], unless: &[], is_versioned: true }
    }

    /// The same, together with one of these.
    pub const fn with(self, with: &'static [&'static str]) -> Self {
        Self { with, ..self }
    }

    /// The same, unless one of these is there.
    pub const fn unless(self, unless: &'static [&'static str]) -> Self {
        Self { unless, ..self }
    }

    /// Its name without an extra or a feature.
    pub fn base_name(&self) -> &'static str {
        self.name.split('[').next().unwrap_or(self.name)
    }

    /// The same, with versions of its own.
    pub const fn unversioned(self) -> Self {
        Self { is_versioned: false, ..self }
    }
}

/// Kinds of manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registry {
    /// requirements.txt, pyproject.toml, Pipfile, setup.cfg, environment.yml; poetry.lock, uv.lock, pdm.lock, Pipfile.lock.
    Python,
    /// package.json; package-lock.json, yarn.lock, pnpm-lock.yaml, bun.lock.
    Node,
    /// Cargo.toml; Cargo.lock.
    Rust,
    /// go.mod.
    Go,
    /// schema.prisma with `provider = "postgresql"`.
    Prisma,
    /// Gemfile, *.gemspec; Gemfile.lock.
    Ruby,
    /// composer.json; composer.lock. PHP's extensions are packages, `ext-pdo_pgsql`.
    Php,
    /// mix.exs; mix.lock.
    Elixir,
    /// cpanfile, Makefile.PL.
    Perl,
    /// *.csproj, *.fsproj, Directory.Packages.props; packages.lock.json.
    DotNet,
    /// pom.xml, build.gradle, build.gradle.kts; a package is named `group:artifact`.
    Java,
}
