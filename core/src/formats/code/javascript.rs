//! JavaScript and TypeScript: calls of drivers and ORMs, their sets of options.

use std::collections::BTreeMap;

use super::lexer::{Syntax, TextForm, Tokens};
use super::tree::{Expr, Item};
use super::{Language, Site, each_group, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "javascript",
    label: "JavaScript",
    has_name: |name| {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        matches!(ending, "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx")
            && !name.ends_with(".min.js")
            && !name.ends_with(".d.ts")
    },
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

const CLIENTS: &[&str] = &["pg", "postgres", "postgresql", "pg-native"];

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["JavaScript", "TypeScript"],
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        has_regex: true,
        ..Syntax::new(
            &["//"],
            &[
                TextForm::new("\"", Quote::Double),
                TextForm::new("'", Quote::Single),
                TextForm::new("`", Quote::Backtick).lines().hole("${"),
            ],
        )
    },
    imports,
    sites: &[
        Site::call("pg.Pool", &["node-postgres"], &["0", "connectionString"]),
        Site::call("pg.Client", &["node-postgres"], &["0", "connectionString"]),
        Site::call("postgres", &["postgres-js"], &["0"]),
        Site::call("@neondatabase/serverless.neon", &["neon-serverless"], &["0"]),
        Site::call("@neondatabase/serverless.Pool", &["neon-serverless"], &["connectionString"]),
        Site::call("@neondatabase/serverless.Client", &["neon-serverless"], &["0", "connectionString"]),
        Site::call("@prisma/adapter-pg.PrismaPg", &["prisma-adapter-pg"], &["connectionString"]),
        Site::call("knex", &["knex"], &["connection", "connection.connectionString"])
            .with(("client", CLIENTS))
            .parts("connection."),
        Site::call("typeorm.createConnection", &["typeorm"], &["url"]).with(("type", CLIENTS)),
        Site::call("typeorm.DataSource", &["typeorm"], &["url"]).with(("type", CLIENTS)),
        Site::call("sequelize.Sequelize", &["sequelize"], &["0"]).with(("dialect", CLIENTS)),
        Site::call("sequelize", &["sequelize"], &["0"]).with(("dialect", CLIENTS)),
        Site::call("sequelize-typescript.Sequelize", &["sequelize"], &["0"]).with(("dialect", CLIENTS)),
        Site::call(
            "drizzle-kit.defineConfig",
            &["drizzle"],
            &["dbCredentials.url", "dbCredentials.connectionString"],
        )
        .with(("dialect", CLIENTS))
        .parts("dbCredentials.")
        .for_migrations(),
        Site::call("@prisma/client.PrismaClient", &["prisma"], &["datasources.db.url", "datasourceUrl"]),
        Site::options(("client", CLIENTS), &["knex"], &["connection", "connection.connectionString"])
            .parts("connection."),
        Site::options(("type", CLIENTS), &["typeorm"], &["url"]),
        Site::options(("dialect", &["postgres"]), &["sequelize"], &["url"]),
    ],
    modules: &[
        ("pg", &["node-postgres"]),
        ("postgres", &["postgres-js"]),
        // Whoever reads the text then, the call will show.
        ("knex", &[]),
        ("typeorm", &[]),
        ("sequelize", &[]),
        ("@prisma/client", &[]),
        ("@neondatabase/serverless", &["neon-serverless"]),
        ("@vercel/postgres", &[]),
    ],
    has_shorthand: true,
    names: &[],
};

/// `import a, { b as c } from "d"`, `const { b: c } = require("d")`.
fn imports(_: &str, _: &Tokens, items: &[Item]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    walk(items, &mut out);
    out
}

fn walk(items: &[Item], out: &mut BTreeMap<String, String>) {
    // `import a, { b } from "d"` is two items because of its comma.
    let mut default: Option<&str> = None;
    for item in items {
        if let (Some((name, _)), Some(module)) = (&item.name, required(&item.value)) {
            out.insert(name.clone(), module.to_owned());
        }
        if let Expr::Several(values) = &item.value {
            default = imported(values, default, out);
        }
        each_group(&item.value, &mut |inner| walk(inner, out));
    }
}

/// The module of `require("module")`, what is taken out of it aside.
fn required(value: &Expr) -> Option<&str> {
    let Expr::Call(call) = value else { return None };
    match (call.callee.as_str(), call.items.as_slice()) {
        ("require" | "import", [Item { value: Expr::Text(module), .. }]) => Some(module.value.text()),
        ("default", []) => call.receiver.as_deref().and_then(required),
        _ => None,
    }
}

/// Notes the names of one statement; the name before its comma, if it goes on.
fn imported<'a>(
    values: &'a [Expr],
    default: Option<&'a str>,
    out: &mut BTreeMap<String, String>,
) -> Option<&'a str> {
    match values {
        [Expr::Word(keyword, _), Expr::Word(name, _)] if keyword == "import" => return Some(name),
        [Expr::Group(names, _), required_from] if required(required_from).is_some() => {
            take_out(names, required(required_from).unwrap_or_default(), out);
        }
        [before @ .., Expr::Word(from, _), Expr::Text(module)] if from == "from" => {
            let module = module.value.text();
            if let Some(name) = default {
                out.insert(name.to_owned(), module.to_owned());
            }
            for value in before {
                match value {
                    Expr::Group(names, _) => take_out(names, module, out),
                    Expr::Word(name, _) if name != "import" && name != "type" => {
                        out.insert(name.clone(), module.to_owned());
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
    None
}

/// `{ a, b as c, d: e }` out of a module.
fn take_out(names: &[Item], module: &str, out: &mut BTreeMap<String, String>) {
    for item in names {
        let (name, alias) = match (&item.name, &item.value) {
            (Some((name, _)), Expr::Word(alias, _)) => (name, alias),
            (None, Expr::Word(name, _)) => (name, name),
            (None, Expr::Several(values)) => match values.as_slice() {
                [Expr::Word(name, _), Expr::Word(alias, _)] => (name, alias),
                _ => continue,
            },
            _ => continue,
        };
        let full = if name == "default" { module.to_owned() } else { format!("{module}.{name}") };
        out.insert(alias.clone(), full);
    }
}
