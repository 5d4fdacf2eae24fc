//! Settings that say who reads them, by what they are named or by what stands beside them.

use std::collections::BTreeMap;

use super::node::{Map, Node};
use super::{Argument, Consumer, Document, Scope};

/// A set of settings that shows its reader.
struct Known {
    /// The end of the names that it stands in: `spring.datasource`; empty for any.
    path: &'static str,
    /// A setting that has to be there, with the values that will do.
    marker: Option<(&'static str, &'static [&'static str])>,
    /// Settings of which one has to be there too, when `marker` alone does not tell; empty when it does.
    also: &'static [&'static str],
    /// The settings that hold the connection, where they are a set of their own inside this one.
    inner: &'static str,
    drivers: &'static [&'static str],
    is_for_migrations: bool,
}

const POSTGRES: &[&str] = &["pg", "postgres", "postgresql", "pg-native"];

static KNOWN: &[Known] = &[
    Known::named("spring.datasource", &["pgjdbc"]),
    Known::named("spring.r2dbc", &["r2dbc-postgresql"]),
    Known::named("spring.flyway", &["pgjdbc"]).for_migrations(),
    Known::named("spring.liquibase", &["pgjdbc"]).for_migrations(),
    Known::marked(("adapter", &["postgresql", "postgis"]), &["activerecord"]),
    Known::marked(("dialect", POSTGRES), &["sequelize"]),
    Known {
        also: &["synchronize", "entities", "migrations", "subscribers"],
        ..Known::marked(("type", POSTGRES), &["typeorm"])
    },
    Known { inner: "connection", ..Known::marked(("client", POSTGRES), &["knex"]) },
];

/// The names of drivers that the table uses.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().flat_map(|known| known.drivers.iter().copied())
}

impl Known {
    const fn named(path: &'static str, drivers: &'static [&'static str]) -> Self {
        Self { path, marker: None, also: &[], inner: "", drivers, is_for_migrations: false }
    }

    const fn marked(
        marker: (&'static str, &'static [&'static str]),
        drivers: &'static [&'static str],
    ) -> Self {
        Self { path: "", marker: Some(marker), also: &[], inner: "", drivers, is_for_migrations: false }
    }

    const fn for_migrations(self) -> Self {
        Self { is_for_migrations: true, ..self }
    }

    /// Whether it is a set with this path and these values.
    fn is_here(&self, path: &str, given: &[Argument]) -> bool {
        let has_marker = |(name, values): (&str, &[&str])| {
            let mut with_name = given.iter().filter(|it| it.name == name);
            with_name.next().and_then(|it| it.value.text()).is_some_and(|value| values.contains(&value))
        };
        let before = path.strip_suffix(self.path);
        before.is_some_and(|before| self.path.is_empty() || before.is_empty() || before.ends_with('.'))
            && self.marker.is_none_or(has_marker)
            && (self.also.is_empty() || given.iter().any(|it| self.also.contains(&it.name.as_str())))
    }

    fn scope(&self, arguments: Vec<Argument>) -> Scope {
        let why = match self.marker {
            Some((name, values)) => {
                let given = arguments.iter().find(|it| it.name == name).and_then(|it| it.value.text());
                format!("`{name}: {}`", given.unwrap_or(values.first().copied().unwrap_or_default()))
            }
            None => format!("the settings under `{}`", self.path),
        };
        Scope {
            consumer: Some(Consumer { drivers: self.drivers, why, is_guess: self.marker.is_some() }),
            arguments,
            is_for_migrations: self.is_for_migrations,
            ..Scope::default()
        }
    }
}

/// What is known of the set of settings under `path`; the name of the set inside it that is meant, if one is.
fn known(path: &str, arguments: &[Argument]) -> Option<(Scope, &'static str)> {
    let known = KNOWN.iter().find(|known| known.is_here(path, arguments))?;
    Some((known.scope(arguments.to_vec()), known.inner))
}

/// Notes what is known of the sets of values in `root`.
pub(super) fn note_scopes(root: &Node, out: &mut Document) {
    let mut anchors: BTreeMap<usize, &Map> = BTreeMap::new();
    root.each_map(&mut Vec::new(), &mut |_, map| {
        anchors.insert(map.anchor, map);
    });
    root.each_map(&mut Vec::new(), &mut |path, map| {
        let mut arguments = map.arguments();
        for base in map.bases().filter_map(|anchor| anchors.get(&anchor)) {
            let inherited = base.arguments();
            let is_new = |it: &Argument| map.get(&it.name).is_none();
            arguments.extend(inherited.into_iter().filter(is_new));
        }
        let Some((scope, inner)) = known(&path.join("."), &arguments) else { return };
        let place = match inner {
            "" => Some(map.scope),
            inner => map.get(inner).and_then(Node::as_map).map(|map| map.scope),
        };
        if let Some(place) = place {
            put(place, scope, out);
        }
    });
}

/// The sets of settings of a file that is read from front to back.
#[derive(Default)]
pub(super) struct Reached {
    /// What they stand in and what they hold, by their number.
    sets: BTreeMap<usize, (String, Vec<Argument>)>,
}

impl Reached {
    /// Adds a setting to the set `scope` under `path`.
    pub fn give(&mut self, scope: usize, path: &str, argument: Argument) {
        let (_, arguments) = self.sets.entry(scope).or_insert_with(|| (path.to_owned(), Vec::new()));
        arguments.push(argument);
    }

    /// Notes what is known of the sets.
    pub fn note(self, out: &mut Document) {
        for (place, (path, arguments)) in &self.sets {
            let Some((scope, inner)) = known(path, arguments) else { continue };
            let inside = if path.is_empty() { inner.to_owned() } else { format!("{path}.{inner}") };
            let place = match inner {
                "" => Some(*place),
                _ => {
                    self.sets.iter().find(|(number, set)| *number > place && set.0 == inside).map(|it| *it.0)
                }
            };
            if let Some(place) = place {
                put(place, scope, out);
            }
        }
    }
}

fn put(place: usize, scope: Scope, out: &mut Document) {
    if out.scopes.len() <= place {
        out.scopes.resize_with(place + 1, Scope::default);
    }
    if let Some(slot) = out.scopes.get_mut(place) {
        *slot = scope;
    }
}
