//! What is found in manifests of every kind.

use std::time::Duration;

use super::{FILES, Manifest, is_lock_file, is_manifest, lock_kind};
use crate::drivers::infer::range::{Bare, Range};

/// A file, its text, and what it asks for as name and range; an empty range is open.
type Case = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
    (
        "Gemfile",
        "source 'https://gems.example'\ngem 'pg', '~> 1.5', '>= 1.5.2'  # gem 'mysql2'\n  gem(\"sequel_pg\", require: \"sequel\")\n\
         # gem 'rails', '7'\ngem \"rails\", github: \"rails/rails\", branch: \"7-1-stable\"\ngemspec\n",
        &[("pg", "~>1.5,>=1.5.2"), ("sequel_pg", ""), ("rails", "")],
    ),
    (
        "shop.gemspec",
        "Gem::Specification.new do |s|\n  s.name = 'pg'\n  s.add_dependency 'pg', '>= 0.18', '< 2.0'\n\
         spec.add_development_dependency(\"sequel\", \"~> 5.0\")\nend\n",
        &[("pg", ">=0.18,<2"), ("sequel", "~>5.0")],
    ),
    (
        "composer.json",
        "{\"name\": \"a/b\", \"require\": {\"php\": \">=8.2\", \"ext-pdo_pgsql\": \"*\", \"Doctrine/DBAL\": \"^3.6|^4.0\"},\n\
         \"require-dev\": {\"amphp/postgres\": \"~2.1\"}, \"suggest\": {\"ext-pgsql\": \"*\"}}",
        &[("php", ">=8.2"), ("ext-pdo_pgsql", ""), ("doctrine/dbal", "^4.0"), ("amphp/postgres", "~>2.1")],
    ),
    (
        "mix.exs",
        "defp deps do\n  [\n    {:postgrex, \"~> 0.17.1\"}, {:ecto_sql, \">= 3.0.0 or ~> 4.0\", only: :test},\n\
         # {:myxql, \"1.0\"}\n    {:epgsql, github: \"epgsql/epgsql\", tag: \"4.7.1\"}\n  ]\nend\n",
        &[("postgrex", "~>0.17.1"), ("ecto_sql", "~>4.0"), ("epgsql", "")],
    ),
    (
        "cpanfile",
        "requires 'perl', '5.036';\nrequires 'DBD::Pg' => '3.18.0'; # requires 'X';\non test => sub {\n    \
         test_requires \"Mojo::Pg\", '== 4.27';\n};\nrequires \"DBI\";\n",
        &[("perl", ">=5.036"), ("dbd::pg", ">=3.18"), ("mojo::pg", "==4.27"), ("dbi", "")],
    ),
    (
        "Makefile.PL",
        "WriteMakefile(\n  NAME => 'Shop', VERSION => '1.0',\n  PREREQ_PM => {\n    'DBD::Pg' => '3.5', DBI => 0,\n  },\n  \
         TEST_REQUIRES => { 'Test::More' => 0 },\n  META_MERGE => { 'a' => 'b' },\n);\n",
        &[("dbd::pg", ">=3.5"), ("dbi", ">=0"), ("test::more", ">=0")],
    ),
    (
        "shop.csproj",
        "<Project Sdk=\"Microsoft.NET.Sdk\">\n <ItemGroup>\n  <PackageReference Include=\"Npgsql\" Version=\"8.0.3\" />\n  \
         <!-- <PackageReference Include=\"MySql\" Version=\"1\" /> -->\n  <PackageReferenceX Include='a'/>\n  \
         <PackageReference Version='[7.0.1,8)' Include='Marten'/>\n  \
         <PackageReference Include=\"Dapper\"><Version>2.1.*</Version></PackageReference>\n </ItemGroup>\n</Project>\n",
        &[("npgsql", "==8.0.3"), ("marten", "==7.0.1"), ("dapper", "2.1.*")],
    ),
    ("shop.fsproj", "<PackageReference Include=\"Npgsql.FSharp\" />", &[("npgsql.fsharp", "")]),
    (
        "Directory.Packages.props",
        "<PackageVersion Include=\"Npgsql\" Version=\"6.0.11\" />",
        &[("npgsql", "==6.0.11")],
    ),
    (
        "pom.xml",
        "<project>\n<properties><pg.version>42.2.5</pg.version></properties>\n<dependencies>\n<dependency>\n\
         <groupId>org.postgresql</groupId>\n<artifactId>postgresql</artifactId>\n<version>${pg.version}</version>\n</dependency>\n\
         <!--<dependency><groupId>a</groupId><artifactId>b</artifactId></dependency>-->\n\
         <dependency><groupId>io.r2dbc</groupId><artifactId>r2dbc-pool</artifactId></dependency>\n</dependencies>\n</project>",
        &[("org.postgresql:postgresql", "==42.2.5"), ("io.r2dbc:r2dbc-pool", "")],
    ),
    (
        "build.gradle",
        "repositories { maven { url 'https://maven.example:8443/x' } }\ndependencies {\n  runtimeOnly 'org.postgresql:postgresql:42.7.3'\n\
         // implementation 'a:b:1'\n  implementation group: 'io.vertx', name: 'vertx-pg-client', version: '4.+'\n}\n",
        &[("org.postgresql:postgresql", "==42.7.3"), ("io.vertx:vertx-pg-client", "4")],
    ),
    (
        "build.gradle.kts",
        "dependencies {\n  implementation(\"org.postgresql:r2dbc-postgresql\")\n  \
         runtimeOnly(\"org.postgresql:postgresql:$pgVersion\")\n}\n",
        &[("org.postgresql:r2dbc-postgresql", ""), ("org.postgresql:postgresql", "")],
    ),
];

#[test]
fn manifests_ask_for_packages() {
    for (name, text, expected) in CASES {
        let found = Manifest { name, text }.dependencies();
        let found: Vec<_> = found.iter().map(|it| (it.name.as_str(), it.range)).collect();
        let range = |text| Range::parse(text, Bare::Series);
        let expected: Vec<_> = expected.iter().map(|(package, text)| (*package, range(text))).collect();
        assert_eq!(found, expected, "{name}: {text}");
    }
}

/// A lock file, its text, and all that it gives.
type LockCase = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Lock files of registries whose packages show no driver alone; the others are held in the tests of the crate.
const LOCKS: &[LockCase] = &[
    (
        "Gemfile.lock",
        "GEM\n  remote: https://gems.example/\n  specs:\n    pg (1.5.6)\n    pg (1.5.6-x86_64-linux)\n    rails (7.1.3)\n      \
         actioncable (= 7.1.3)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  pg (~> 1.5)\n\nBUNDLED WITH\n   2.5.6\n",
        &[("pg", "1.5.6"), ("pg", "1.5.6-x86_64-linux"), ("rails", "7.1.3")],
    ),
    (
        "composer.lock",
        "{\"packages\": [{\"name\": \"doctrine/dbal\", \"version\": \"3.6.0\", \"authors\": [{\"name\": \"A\"}], \"support\": \
         {\"version\": \"1\"}}], \"packages-dev\": [{\"name\": \"a/b\", \"version\": \"v2.0\"}], \"aliases\": []}",
        &[("doctrine/dbal", "3.6.0"), ("a/b", "v2.0")],
    ),
    (
        "mix.lock",
        "%{\n  \"decimal\": {:git, \"https://example.com/d.git\", \"00\", []},\n  \"postgrex\": {:hex, :postgrex, \"0.17.5\", \
         \"00\", [:mix], [{:decimal, \"~> 2.0\", [hex: :decimal]}], \"hexpm\", \"00\"},\n}\n",
        &[("postgrex", "0.17.5")],
    ),
    (
        "packages.lock.json",
        "{\"version\": 1, \"dependencies\": {\"net8.0\": {\"Npgsql\": {\"type\": \"Direct\", \"requested\": \"[8.0.3, )\", \
         \"resolved\": \"8.0.3\", \"dependencies\": {\"A\": \"8.0.0\"}}}}}",
        &[("Npgsql", "8.0.3")],
    ),
];

#[test]
fn lock_files_give_versions() {
    for (name, text, expected) in LOCKS {
        let mut found = Vec::new();
        let (_, kind) = lock_kind(name).expect(name);
        (kind.read)(text, &mut |name, version| found.push((name, version)));
        assert_eq!(found, *expected, "{name}");
    }
}

#[test]
fn other_files_are_no_manifests() {
    for name in ["", "gemfile", "package-lock.json", "pom.xml.bak", "README.md", "requirements.md", "props"] {
        assert!(!is_manifest(name), "{name}");
    }
    for name in ["bun.lockb", "flake.lock", "go.sum", "package.json", "Poetry.lock"] {
        assert!(!is_lock_file(name), "{name}");
    }
}

/// Texts that make a reader slow that looks for the end of everything that begins: half a megabyte takes one well
/// below the limit, and minutes if it looks again and again.
#[test]
#[expect(clippy::disallowed_types, reason = "it measures time")]
fn reading_takes_linear_time() {
    const TIMES: usize = 20_000;
    const LIMIT: Duration = Duration::from_secs(5);
    let pieces =
        ["<dependency", "<dependency>", "<!--", "{\"", "[[", "['", "{:a", "'a:b", "gem '", "=>{", "a=[\n"];
    let others = ["package.json", "pyproject.toml", "setup.py", "Cargo.toml"];
    let locks = FILES.iter().flat_map(|files| files.locks).map(|kind| kind.name);
    for name in CASES.iter().map(|case| case.0).chain(others).chain(locks) {
        for piece in pieces {
            let text = piece.repeat(TIMES);
            let start = std::time::Instant::now();
            let manifest = Manifest { name, text: &text };
            manifest.dependencies();
            manifest.locked();
            assert!(start.elapsed() < LIMIT, "{name}: {piece}");
        }
    }
}
