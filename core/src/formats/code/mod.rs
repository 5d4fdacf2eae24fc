//! Source code: the connection strings in it, the calls that get them, and the options beside them.
//!
//! A text is followed through simple names of the same file. What is computed is not known, and nothing is said of it.

mod javascript;
mod lexer;
mod python;
mod tree;

pub(super) use javascript::FORMAT as JAVASCRIPT;
pub(super) use python::FORMAT as PYTHON;

use std::collections::{BTreeMap, BTreeSet};

use lexer::{Literal as Text, Syntax, Tokens};
use tree::{Call, Expr, Item};

use super::interpolation::interpolated;
use super::{Argument, Consumer, Document, Entry, Literal, Quote, Scope, plain};
use crate::parse::{Spelling, spelling_of};
use crate::text::{Mapped, Span};

/// What is known of a language.
struct Language {
    /// What the drivers' records call it.
    names_of_drivers: &'static [&'static str],
    syntax: Syntax,
    /// What the names of modules and of what they hold stand for in a file: `sa` for `sqlalchemy`.
    imports: fn(&str, &Tokens, &[Item]) -> BTreeMap<String, String>,
    /// Who gets a connection.
    sites: &'static [Site],
    /// Modules whose drivers read the texts of a file that shows no call.
    modules: &'static [(&'static str, &'static [&'static str])],
    /// Whether a name alone in a map stands for itself and its value: `{ host }`.
    has_shorthand: bool,
    /// Names of settings, and the drivers that read them.
    names: &'static [(&'static str, &'static [&'static str])],
}

/// A call, or a set of options, that gets a connection.
struct Site {
    /// What is called: `module.function`, with `*` for any module; empty for a set of options that is known by its
    /// `marker`.
    callee: &'static str,
    /// An option that has to be there, with the values that will do.
    marker: Option<(&'static str, &'static [&'static str])>,
    /// Instead of these, a setting that is assigned to: the first and the last part of its name, the first one empty
    /// when it does not count.
    assigned: Option<(&'static str, &'static str)>,
    /// Who reads it, as in [`Consumer::drivers`].
    drivers: &'static [&'static str],
    /// The options that hold the whole string; a number for what has no name.
    strings: &'static [&'static str],
    /// What stands before the names of options that hold a part: empty, or `connection.`.
    parts: &'static str,
    /// Whether options of other libraries look the same.
    is_guess: bool,
    /// Whether Python's ConfigParser gets the string, for which a `%` is doubled.
    is_interpolated: bool,
    /// Whether it is for migrations.
    is_for_migrations: bool,
}

impl Site {
    const fn call(
        callee: &'static str,
        drivers: &'static [&'static str],
        strings: &'static [&'static str],
    ) -> Self {
        Self {
            callee,
            marker: None,
            assigned: None,
            drivers,
            strings,
            parts: "",
            is_guess: false,
            is_interpolated: false,
            is_for_migrations: false,
        }
    }

    const fn options(
        marker: (&'static str, &'static [&'static str]),
        drivers: &'static [&'static str],
        strings: &'static [&'static str],
    ) -> Self {
        Self { marker: Some(marker), is_guess: true, ..Self::call("", drivers, strings) }
    }

    const fn assigned(setting: (&'static str, &'static str), drivers: &'static [&'static str]) -> Self {
        Self { assigned: Some(setting), ..Self::call("", drivers, &[]) }
    }

    const fn sure(self) -> Self {
        Self { is_guess: false, ..self }
    }

    const fn parts(self, parts: &'static str) -> Self {
        Self { parts, ..self }
    }

    const fn with(self, marker: (&'static str, &'static [&'static str])) -> Self {
        Self { marker: Some(marker), ..self }
    }

    const fn interpolated(self) -> Self {
        Self { is_interpolated: true, ..self }
    }

    const fn for_migrations(self) -> Self {
        Self { is_for_migrations: true, ..self }
    }

    /// Whether the setting `name` is this one.
    fn is_assigned(&self, name: &str) -> bool {
        self.assigned.is_some_and(|(first, last)| {
            (first.is_empty() || name.split('.').next() == Some(first))
                && name.rsplit('.').next() == Some(last)
        })
    }

    /// Whether `callee`, with its module's own name, is this one.
    fn is_called(&self, callee: &str) -> bool {
        if self.callee.is_empty() || callee.is_empty() {
            return false;
        }
        let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
        match self.callee.split_once('.') {
            Some(("*", name)) => last(callee).as_deref() == Some(name),
            Some((module, name)) => {
                callee.split('.').next() == Some(module)
                    && last(callee).as_deref() == Some(name)
                    && callee != name
            }
            None => callee == self.callee,
        }
    }
}

/// A call that is not known, with a connection string and something beside it.
static UNKNOWN: Site = Site::call("", &[], &[]);

/// What an option is named that holds a part of a connection.
const PARTS: &[&str] = &[
    "host", "hostname", "server", "port", "user", "username", "password", "pass", "database", "name",
    "dbname", "db",
];

/// Values that are followed in all, so that names that stand for names take no longer than the file is.
const BUDGET: usize = 20_000;

/// How deep maps are followed through names.
const DEPTH: usize = 20;

fn read(text: &str, language: &Language) -> Document {
    let tokens = lexer::tokens(text, &language.syntax);
    let items = tree::parse(text, &tokens, &language.syntax);
    let imports = (language.imports)(text, &tokens, &items);
    let mut reader = Reader {
        language,
        bindings: BTreeMap::new(),
        imports,
        taken: BTreeSet::new(),
        budget: BUDGET,
        depth: 0,
        out: Document {
            comments: tokens.comments,
            languages: language.names_of_drivers,
            ..Document::default()
        },
    };
    reader.out.scopes.push(reader.scope_of_file());
    bind(&items, &mut reader.bindings);
    items.iter().for_each(|item| reader.visit(item, None));
    items.iter().for_each(|item| reader.visit_unknown(&item.value));
    items.iter().for_each(|item| reader.loose(item, None));
    reader.out.entries.sort_by_key(|entry| entry.span);
    reader.out
}

/// Names and what is assigned to them; several values when it is not known which one counts.
type Bindings<'a> = BTreeMap<String, Vec<&'a Item>>;

fn bind<'a>(items: &'a [Item], out: &mut Bindings<'a>) {
    for item in items {
        if let Some((name, _)) = item.name.as_ref().filter(|_| item.is_assignment) {
            out.entry(name.clone()).or_default().push(item);
        }
        bind_value(&item.value, out);
    }
}

/// The arguments of a call are no assignments, though Python writes them so.
fn bind_value<'a>(value: &'a Expr, out: &mut Bindings<'a>) {
    match value {
        Expr::Call(call) => call.items.iter().for_each(|item| bind_value(&item.value, out)),
        _ => each_group(value, &mut |inner| bind(inner, out)),
    }
}

/// Calls `visit` with what stands between the brackets in `value`.
fn each_group<'a>(value: &'a Expr, visit: &mut dyn FnMut(&'a [Item])) {
    match value {
        Expr::Text(_) | Expr::Word(..) => {}
        Expr::Group(items, _) => visit(items),
        Expr::Several(values) => values.iter().for_each(|value| each_group(value, visit)),
        Expr::Call(call) => {
            if let Some(receiver) = &call.receiver {
                each_group(receiver, visit);
            }
            visit(&call.items);
        }
    }
}

struct Reader<'a> {
    language: &'a Language,
    bindings: Bindings<'a>,
    imports: BTreeMap<String, String>,
    /// The texts that a call got.
    taken: BTreeSet<Span>,
    budget: usize,
    /// How many maps are being followed at the moment.
    depth: usize,
    out: Document,
}

/// The named values of a map.
struct Group<'a> {
    items: &'a [Item],
    /// What an assignment adds to it, with the name.
    set_later: Vec<(String, &'a Item)>,
}

/// An option with its value, what it stands in put before its name.
struct Leaf<'a> {
    path: String,
    name: Span,
    value: &'a Expr,
    span: Span,
}

impl<'a> Reader<'a> {
    /// Who reads a text that no call shows: the only driver among the modules of the file.
    fn scope_of_file(&self) -> Scope {
        let used = |module: &str| self.imports.values().any(|full| full.split('.').next() == Some(module));
        let mut shown = self.language.modules.iter().filter(|(module, _)| used(module));
        let consumer = match (shown.next(), shown.next()) {
            (Some((module, drivers)), None) if !drivers.is_empty() => {
                Some(Consumer { drivers, why: format!("the import of `{module}`"), is_guess: false })
            }
            _ => None,
        };
        Scope { consumer, has_more: true, ..Scope::default() }
    }

    /// Looks for calls and sets of options that get a connection.
    fn visit(&mut self, item: &'a Item, within: Option<&'static Site>) {
        if let Some((name, _)) = &item.name
            && let Some(site) = self.language.sites.iter().find(|site| site.is_assigned(name))
            && let Some(group) = self.group_of(&item.value)
        {
            let mut leaves = Vec::new();
            let has_more = self.flatten_group(group, site.parts, &mut leaves);
            self.take(site, &leaves, has_more, format!("the setting `{name}`"));
        }
        self.visit_value(&item.value, within);
    }

    fn visit_value(&mut self, value: &'a Expr, within: Option<&'static Site>) {
        match value {
            Expr::Text(_) | Expr::Word(..) => {}
            Expr::Several(values) => values.iter().for_each(|value| self.visit_value(value, within)),
            Expr::Group(items, _) => {
                let site = self.site_of_options(items).filter(|_| within.is_none());
                if let Some(site) = site {
                    let mut leaves = Vec::new();
                    let has_more = self.flatten(items, "", true, &mut leaves);
                    let holds = |leaf: &Leaf<'_>| {
                        let part = leaf.path.strip_prefix(site.parts);
                        site.strings.contains(&leaf.path.as_str()) || part.is_some_and(is_part)
                    };
                    if site.is_guess && !leaves.iter().any(holds) {
                        return items.iter().for_each(|item| self.visit(item, within));
                    }
                    let (name, values) = site.marker.unwrap_or_default();
                    let value = values.first().copied().unwrap_or_default();
                    self.take(site, &leaves, has_more, format!("options with `{name}: {value}`"));
                }
                items.iter().for_each(|item| self.visit(item, site.or(within)));
            }
            Expr::Call(call) => {
                let site = self.site_of_call(call);
                if let Some(site) = site {
                    let mut leaves = Vec::new();
                    let has_more = self.flatten(&call.items, "", false, &mut leaves);
                    self.take(site, &leaves, has_more, format!("`{}()`", call.callee));
                }
                if let Some(receiver) = &call.receiver {
                    self.visit_value(receiver, within);
                }
                call.items.iter().for_each(|item| self.visit(item, site.or(within)));
            }
        }
    }

    fn site_of_call(&mut self, call: &'a Call) -> Option<&'static Site> {
        let callee = self.full_name(&call.callee);
        let mut sites = self.language.sites.iter().filter(|site| site.is_called(&callee));
        sites.find(|site| site.marker.is_none_or(|marker| self.has_option(&call.items, marker)))
    }

    fn site_of_options(&mut self, items: &'a [Item]) -> Option<&'static Site> {
        let mut sites = self.language.sites.iter();
        sites.find(|site| {
            site.callee.is_empty() && site.marker.is_some_and(|marker| self.has_option(items, marker))
        })
    }

    fn has_option(&mut self, items: &'a [Item], (name, values): (&str, &[&str])) -> bool {
        let direct = items.iter().enumerate().find(|(index, item)| match &item.name {
            Some((own, _)) => own == name,
            None => name.parse() == Ok(*index),
        });
        let inner = || {
            items.iter().find_map(|item| match (&item.name, &item.value) {
                (None, Expr::Group(inner, _)) => {
                    inner.iter().find(|it| it.name.as_ref().is_some_and(|it| it.0 == name))
                }
                _ => None,
            })
        };
        let Some(item) = direct.map(|it| it.1).or_else(inner) else { return false };
        let value = self.literal(&item.value);
        value.text().is_some_and(|text| values.contains(&text))
    }

    /// A name with the module's own name for what the file calls it.
    fn full_name(&self, path: &str) -> String {
        let (first, rest) = path.split_once('.').map_or((path, ""), |(first, rest)| (first, rest));
        match self.imports.get(first) {
            Some(full) if rest.is_empty() => full.clone(),
            Some(full) => format!("{full}.{rest}"),
            None => path.to_owned(),
        }
    }

    /// Notes what a site gets: the string or its parts as entries, all as arguments.
    fn take(&mut self, site: &'static Site, leaves: &[Leaf<'a>], mut has_more: bool, why: String) {
        let scope = self.out.scopes.len();
        let mut arguments = Vec::new();
        let mut variable = None;
        for leaf in leaves {
            let value = self.literal(leaf.value);
            let part = leaf.path.strip_prefix(site.parts).filter(|name| is_part(name));
            let is_string = site.strings.contains(&leaf.path.as_str())
                || std::ptr::eq(site, &UNKNOWN) && value.text().is_some_and(is_connection);
            if is_string {
                variable = self.variable(leaf.value, 8);
            }
            let name = Some((part.unwrap_or(&leaf.path).to_owned(), leaf.name));
            match &value {
                Literal::Text(text) if is_string || part.is_some() => {
                    let text = if site.is_interpolated { self.interpolated(text) } else { text.clone() };
                    self.entry(scope, name, leaf.value, text);
                }
                Literal::Word(word) if part.is_some() && word.parse::<u32>().is_ok() => {
                    self.number(scope, name, leaf.value, word);
                }
                Literal::Computed if is_string => has_more = true,
                _ => {}
            }
            arguments.push(Argument {
                name: leaf.path.clone(),
                name_span: leaf.name,
                value,
                span: leaf.span,
            });
        }
        let consumer = match site.drivers {
            [] => None,
            drivers => Some(Consumer { drivers, why, is_guess: site.is_guess }),
        };
        let is_for_migrations = site.is_for_migrations;
        self.out.scopes.push(Scope { consumer, variable, arguments, has_more, is_for_migrations });
    }

    /// The options in `items`, what stands in others included; whether there are more that do not show. In a map, a
    /// name alone stands for itself and its value.
    fn flatten(&mut self, items: &'a [Item], prefix: &str, is_map: bool, out: &mut Vec<Leaf<'a>>) -> bool {
        let mut has_more = false;
        for (index, item) in items.iter().enumerate() {
            let Some(left) = self.budget.checked_sub(1) else { return true };
            self.budget = left;
            let named = match (&item.name, &item.value) {
                (Some((name, span)), _) => Some((name.clone(), *span)),
                (None, Expr::Word(word, span))
                    if is_map && self.language.has_shorthand && !item.is_spread =>
                {
                    Some((word.clone(), *span))
                }
                _ => None,
            };
            match (self.group_of(&item.value), named) {
                (Some(inner), None) => has_more |= self.flatten_group(inner, prefix, out),
                (Some(inner), Some((name, _))) => {
                    has_more |= self.flatten_group(inner, &format!("{prefix}{name}."), out);
                }
                (None, None) if is_map => has_more = true,
                (None, _) if item.is_spread => has_more = true,
                (None, named) => {
                    let (name, span) = named.unwrap_or_else(|| (index.to_string(), item.span));
                    let path = format!("{prefix}{name}");
                    out.push(Leaf { path, name: span, value: &item.value, span: item.span });
                }
            }
        }
        has_more
    }

    fn flatten_group(&mut self, group: Group<'a>, prefix: &str, out: &mut Vec<Leaf<'a>>) -> bool {
        if self.depth == DEPTH {
            return true;
        }
        self.depth += 1;
        let has_more = self.flatten(group.items, prefix, true, out);
        self.depth -= 1;
        for (path, item) in group.set_later {
            let name = item.name.as_ref().map_or(item.span, |name| name.1);
            out.push(Leaf { path: format!("{prefix}{path}"), name, value: &item.value, span: item.span });
        }
        has_more
    }

    /// The named values that `value` holds, when it is a map.
    fn group_of(&mut self, value: &'a Expr) -> Option<Group<'a>> {
        match value {
            Expr::Group(items, open) if self.is_map(items, *open) => {
                Some(Group { items, set_later: Vec::new() })
            }
            Expr::Call(call) if call.callee == "dict" => {
                Some(Group { items: &call.items, set_later: Vec::new() })
            }
            Expr::Word(name, _) => {
                self.budget = self.budget.checked_sub(1)?;
                let [item] = self.bindings.get(name)?.as_slice() else { return None };
                let item: &'a Item = item;
                if matches!(item.value, Expr::Word(..)) {
                    return None;
                }
                Some(Group { set_later: self.set_later(name), ..self.group_of(&item.value)? })
            }
            _ => None,
        }
    }

    fn is_map(&self, items: &[Item], open: u8) -> bool {
        let is_shorthand =
            |item: &Item| self.language.has_shorthand && open == b'{' && matches!(item.value, Expr::Word(..));
        items.iter().any(|item| item.name.is_some() || item.is_spread || is_shorthand(item))
    }

    /// What is set on the map `name` by an assignment: `name["key"] = value`, `name.key = value`.
    fn set_later(&self, name: &str) -> Vec<(String, &'a Item)> {
        let prefix = format!("{name}.");
        let set = self.bindings.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
        let each = set.filter_map(|(key, items)| Some((key.get(prefix.len()..)?.to_owned(), *items.last()?)));
        each.take(100).collect()
    }

    /// What `value` says, followed through names.
    fn literal(&mut self, value: &'a Expr) -> Literal {
        match self.resolved(value, 8) {
            Expr::Text(text) => Literal::Text(text.value.clone()),
            Expr::Word(word, _) if is_constant(word) => {
                Literal::Word(word.rsplit('.').next().unwrap_or_default().to_owned())
            }
            _ => Literal::Computed,
        }
    }

    /// `value`, or what its name stands for, or the text that counts when a variable is not set.
    fn resolved(&self, value: &'a Expr, depth: usize) -> &'a Expr {
        let Some(depth) = depth.checked_sub(1) else { return value };
        match value {
            Expr::Word(name, _) => match self.bindings.get(name).map(Vec::as_slice) {
                Some([item]) if !std::ptr::eq(&item.value, value) => self.resolved(&item.value, depth),
                _ => value,
            },
            Expr::Call(call) if is_lookup(call) => {
                let default = call.items.iter().skip(1).find(|item| {
                    item.name.as_ref().is_none_or(|(name, _)| name == "default")
                        && matches!(item.value, Expr::Text(_) | Expr::Word(..))
                });
                default.map_or(value, |item| self.resolved(&item.value, depth))
            }
            _ => value,
        }
    }

    /// The variable or the setting whose value `value` is: `os.environ["NAME"]`, `process.env.NAME`, `settings.name`.
    fn variable(&self, value: &'a Expr, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let last = |path: &str| path.rsplit('.').next().map(str::to_owned);
        match value {
            Expr::Word(path, _) => match self.bindings.get(path).map(Vec::as_slice) {
                Some([item]) if !std::ptr::eq(&item.value, value) => self.variable(&item.value, depth),
                _ => last(path).filter(|name| name.contains('_')),
            },
            Expr::Call(call) if is_changed(&call.callee) => match &call.receiver {
                Some(receiver) => self.variable(receiver, depth),
                None => call.callee.rsplit('.').nth(1).map(str::to_owned),
            },
            // `os.getenv("NAME")`, `String(process.env.NAME)`.
            Expr::Call(call) => match &call.items.first()?.value {
                Expr::Text(name) if is_name(name.value.text()) => Some(name.value.text().to_owned()),
                inner => self.variable(inner, depth),
            },
            // The first one that is set counts.
            Expr::Several(values) => self.variable(values.first()?, depth),
            _ => None,
        }
    }

    fn entry(&mut self, scope: usize, name: Option<(String, Span)>, value: &'a Expr, text: Mapped) {
        let Expr::Text(literal) = self.resolved(value, 8) else { return };
        self.taken.insert(literal.span);
        let (span, quote) = (literal.inside, literal.quote);
        self.out.entries.push(Entry { name, scope, quote, ..Entry::new(text, span) });
    }

    fn interpolated(&mut self, text: &Mapped) -> Mapped {
        let (value, alone) = interpolated(text);
        self.out.lone_percents.extend(alone);
        value
    }

    /// An entry whose value is written as a number.
    fn number(&mut self, scope: usize, name: Option<(String, Span)>, value: &'a Expr, digits: &str) {
        let Expr::Word(_, span) = self.resolved(value, 8) else { return };
        let text = Mapped::verbatim(digits, Span::new(0, digits.len())).shifted(span.start);
        self.out.entries.push(Entry { name, scope, ..Entry::new(text, *span) });
    }

    /// Notes the connection strings that no call got, each with the name it is given.
    fn loose(&mut self, item: &'a Item, name: Option<&'a (String, Span)>) {
        let name = item.name.as_ref().or(name);
        self.loose_value(&item.value, name);
    }

    fn loose_value(&mut self, value: &'a Expr, name: Option<&'a (String, Span)>) {
        match value {
            Expr::Word(..) => {}
            Expr::Text(text) => self.loose_text(text, name),
            Expr::Several(values) => values.iter().for_each(|value| self.loose_value(value, name)),
            Expr::Group(items, _) => items.iter().for_each(|item| self.loose(item, name)),
            Expr::Call(call) => {
                if let Some(receiver) = &call.receiver {
                    self.loose_value(receiver, name);
                }
                call.items.iter().for_each(|item| self.loose(item, name));
            }
        }
    }

    /// Looks for other calls that get a connection string and something beside it.
    fn visit_unknown(&mut self, value: &'a Expr) {
        if let Expr::Call(call) = value
            && call.items.len() > 1
            && call.items.iter().any(|item| self.is_loose_connection(&item.value))
        {
            let mut leaves = Vec::new();
            self.flatten(&call.items, "", false, &mut leaves);
            self.take(&UNKNOWN, &leaves, true, String::new());
        }
        each_group(value, &mut |items| items.iter().for_each(|item| self.visit_unknown(&item.value)));
    }

    fn is_loose_connection(&self, value: &'a Expr) -> bool {
        let Expr::Text(text) = self.resolved(value, 8) else { return false };
        is_connection(text.value.text()) && !self.taken.contains(&text.span)
    }

    fn loose_text(&mut self, text: &'a Text, name: Option<&'a (String, Span)>) {
        if self.taken.contains(&text.span) {
            return;
        }
        let scope = self.scope_of_name(name);
        if is_connection(text.value.text()) {
            let (name, quote) = (name.cloned(), text.quote);
            let entry = Entry { name, scope, quote, ..Entry::new(text.value.clone(), text.inside) };
            self.out.entries.push(entry);
            return;
        }
        // A command or a message; not a text of several lines, which explains or shows something.
        let said = text.value.text();
        if said.contains('\n') || said.ends_with("://") {
            return;
        }
        for url in plain::urls(said) {
            let place = text.value.source(url);
            let value = text.value.part(url);
            self.out.entries.push(Entry { scope, ..Entry::new(value, place) });
        }
    }

    /// The scope of a setting that is known by its name, else the file's.
    fn scope_of_name(&mut self, name: Option<&(String, Span)>) -> usize {
        let last = name.and_then(|(name, _)| name.rsplit('.').next()).unwrap_or_default();
        let Some((name, drivers)) = self.language.names.iter().find(|(name, _)| *name == last) else {
            return 0;
        };
        self.out.scopes.push(Scope {
            consumer: Some(Consumer { drivers, why: format!("the setting `{name}`"), is_guess: false }),
            has_more: true,
            ..Scope::default()
        });
        self.out.scopes.len() - 1
    }
}

/// Methods that change a text and leave it what it is.
fn is_changed(callee: &str) -> bool {
    let last = callee.rsplit('.').next().unwrap_or_default();
    matches!(
        last,
        "replace"
            | "strip"
            | "rstrip"
            | "trim"
            | "toString"
            | "unicode_string"
            | "get_secret_value"
            | "render_as_string"
    )
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether it is a connection string, and not just the scheme of one or a word that means something in one: code is full
/// of short texts.
fn is_connection(text: &str) -> bool {
    match spelling_of(text) {
        Some(spelling) if spelling.is_url() => !text.ends_with("://"),
        Some(Spelling::KeywordValue) => {
            ["host=", "hostaddr=", "dbname=", "service="].iter().any(|it| text.contains(it))
        }
        spelling => spelling.is_some() && text.contains(['=', ':']),
    }
}

fn is_part(name: &str) -> bool {
    PARTS.contains(&name.to_ascii_lowercase().as_str())
}

/// A number, or a word that means the same everywhere: `True`, `null`, `NullPool`; not a name of a variable.
fn is_constant(word: &str) -> bool {
    let last = word.rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with(|c: char| c.is_ascii_digit());
    let is_type =
        last.starts_with(|c: char| c.is_ascii_uppercase()) && last.contains(|c: char| c.is_ascii_lowercase());
    is_number || is_type || matches!(word, "true" | "false" | "null" | "undefined" | "nil")
}

/// Whether a call looks up a setting that may be missing: `os.getenv("NAME", "default")`.
fn is_lookup(call: &Call) -> bool {
    let last = call.callee.rsplit('.').next().unwrap_or_default();
    matches!(
        last,
        "getenv"
            | "get"
            | "env"
            | "config"
            | "str"
            | "int"
            | "bool"
            | "url"
            | "string"
            | "number"
            | "Env"
            | "getEnv"
    ) && call.items.len() > 1
}

/// Text that a string literal takes as it is.
fn encode(text: &str, entry: &Entry) -> Option<String> {
    let is_plain = |c: char| !c.is_control() && !matches!(c, '\\' | '\'' | '"' | '`' | '{' | '}' | '$' | '#');
    (entry.quote != Quote::None && text.chars().all(is_plain)).then(|| text.to_owned())
}
