//! Prisma's schema: the URLs of its data source.

use super::blocks::{self, Syntax};
use super::{Consumer, Document, Format, Scope};

pub(super) static FORMAT: Format = Format {
    name: "prisma",
    label: "Prisma schema",
    has_name: |name| name.ends_with(".prisma"),
    looks_like: |_| false,
    read,
    encode: blocks::encode,
};

static SYNTAX: Syntax = Syntax { line_comments: &["//"], has_lines: true, is_toml: false, hole: None };

/// The URLs that the client connects with, and those that migrations use, each in a set of its own.
fn read(text: &str) -> Document {
    let mut out = blocks::read(text, &SYNTAX);
    let named = |name: &'static str| move |it: &super::Entry| it.name.as_ref().is_some_and(|it| it.0 == name);
    let provider = out.entries.iter().find(|it| named("provider")(it) && it.value.text() == "postgresql");
    let provider = provider.map(|it| it.scope);
    out.entries.retain(|entry| {
        provider == Some(entry.scope)
            && ["url", "directUrl", "shadowDatabaseUrl"].iter().any(|name| named(name)(entry))
    });
    let scope = |is_for_migrations| Scope {
        consumer: Some(Consumer {
            drivers: &["prisma"],
            why: "the data source of a Prisma schema".to_owned(),
            is_guess: false,
        }),
        is_for_migrations,
        ..Scope::default()
    };
    out.scopes = vec![scope(false), scope(true)];
    for entry in &mut out.entries {
        entry.scope = usize::from(!named("url")(entry));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::FORMAT;

    #[test]
    fn the_urls_of_the_data_source_are_found() {
        let text = "generator js {\n  provider = \"prisma-client-js\"\n}\ndatasource db {\n  provider = \"postgresql\"\n  \
                    url = \"postgresql://a@b/c\" // main\n  directUrl = env(\"DIRECT\")\n  shadowDatabaseUrl = \
                    \"postgresql://a@b/d\"\n}\nmodel A {\n  name String @default(\"x\")\n}\n";
        let document = (FORMAT.read)(text);
        let said: Vec<_> = document.entries.iter().map(|it| (it.value.text(), it.scope)).collect();
        assert_eq!(said, [("postgresql://a@b/c", 0), ("postgresql://a@b/d", 1)]);
        assert!((FORMAT.read)(&text.replace("\"postgresql\"", "\"mysql\"")).entries.is_empty());
    }
}
