//! Source code: the connection strings in it, the calls that get them, and the options beside them.
//!
//! A text is followed through simple names of the same file. What is computed is not known, and nothing is said of it.

mod csharp;
mod elixir;
mod follow;
mod go;
mod java;
mod javascript;
mod kotlin;
mod lexer;
mod php;
mod python;
mod ruby;
mod rust;
mod site;
mod tree;

pub(super) use csharp::FORMAT as CSHARP;
pub(super) use elixir::FORMAT as ELIXIR;
pub(super) use go::FORMAT as GO;
pub(super) use java::FORMAT as JAVA;
pub(super) use javascript::FORMAT as JAVASCRIPT;
pub(super) use kotlin::FORMAT as KOTLIN;
pub(super) use php::FORMAT as PHP;
pub(super) use python::FORMAT as PYTHON;
pub(super) use ruby::FORMAT as RUBY;
pub(super) use rust::FORMAT as RUST;

use std::collections::{BTreeMap, BTreeSet};

use lexer::{Literal as Text, Syntax, Tokens};
use site::Site;
use tree::{Call, Expr, Item};

use super::interpolation::interpolated;
use super::{Argument, Consumer, Document, Entry, Literal, Quote, Scope, plain};
use crate::parse::{Spelling, spelling_of};
use crate::text::{Mapped, Span, sort_by_key};

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

/// All languages.
static LANGUAGES: &[&Language] = &[
    &csharp::LANGUAGE,
    &elixir::LANGUAGE,
    &go::LANGUAGE,
    &java::LANGUAGE,
    &javascript::LANGUAGE,
    &kotlin::LANGUAGE,
    &php::LANGUAGE,
    &python::LANGUAGE,
    &ruby::LANGUAGE,
    &rust::LANGUAGE,
];

/// The names of drivers, and of their languages, that the tables of the languages use.
pub(super) fn names() -> (impl Iterator<Item = &'static str>, impl Iterator<Item = &'static str>) {
    let of_sites = |it: &&'static Language| it.sites.iter().flat_map(|site| site.drivers.iter());
    let of_others = |it: &&'static Language| it.modules.iter().chain(it.names).flat_map(|row| row.1.iter());
    let drivers = LANGUAGES.iter().flat_map(of_sites).chain(LANGUAGES.iter().flat_map(of_others));
    (drivers.copied(), LANGUAGES.iter().flat_map(|it| it.names_of_drivers.iter().copied()))
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
    reader.visit_all(&items, None);
    items.iter().for_each(|item| reader.visit_unknown(&item.value));
    items.iter().for_each(|item| reader.loose(item, None));
    sort_by_key(&mut reader.out.entries, |entry| entry.span);
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
        Expr::Text(_) | Expr::Word(..) => {}
        Expr::Several(values) => values.iter().for_each(|value| bind_value(value, out)),
        Expr::Group(items, _) => bind(items, out),
        Expr::Call(call) => {
            if let Some(receiver) = &call.receiver {
                bind_value(receiver, out);
            }
            call.items.iter().for_each(|item| bind_value(&item.value, out));
        }
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

/// What is done with the value of a call: methods called on it, the names it is given, the statements behind.
#[derive(Clone, Default)]
struct After<'a> {
    methods: Vec<&'a Call>,
    names: Vec<&'a str>,
    later: &'a [Item],
}

/// Statements that are looked at behind a call.
const LATER: usize = 200;

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
        let consumer = match shown.next() {
            Some((module, drivers)) if !drivers.is_empty() && shown.all(|it| it.1 == *drivers) => {
                Some(Consumer { drivers, why: format!("the import of `{module}`"), is_guess: false })
            }
            _ => None,
        };
        Scope { consumer, has_more: true, ..Scope::default() }
    }

    /// Notes a set of options that is assigned to a known setting.
    fn visit_assigned(&mut self, item: &'a Item) {
        if let Some((name, _)) = &item.name
            && let Some(site) = self.language.sites.iter().find(|site| site.is_assigned(name))
            && let Some(group) = self.group_of(&item.value)
        {
            let mut leaves = Vec::new();
            let has_more = self.flatten_group(group, site.parts, &mut leaves);
            self.take(site, &leaves, has_more, format!("the setting `{name}`"));
        }
    }

    /// Looks for calls and sets of options that get a connection.
    fn visit_all(&mut self, items: &'a [Item], within: Option<&'static Site>) {
        for (index, item) in items.iter().enumerate() {
            self.visit_assigned(item);
            let (before, behind) = items.split_at_checked(index).unwrap_or_default();
            let names = names_of(item, before);
            let after = After { methods: Vec::new(), names, later: behind.get(1..).unwrap_or_default() };
            self.visit_value(&item.value, within, after);
        }
    }

    fn visit_value(&mut self, value: &'a Expr, within: Option<&'static Site>, after: After<'a>) {
        match value {
            Expr::Text(_) | Expr::Word(..) => {}
            Expr::Several(values) => {
                values.iter().for_each(|value| self.visit_value(value, within, after.clone()));
            }
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
                        return self.visit_all(items, within);
                    }
                    let (name, values) = site.marker.unwrap_or_default();
                    let value = values.first().copied().unwrap_or_default();
                    self.take(site, &leaves, has_more, format!("options with `{name}: {value}`"));
                }
                self.visit_all(items, site.or(within));
            }
            Expr::Call(call) => {
                let site = self.site_of_call(call);
                if let Some(site) = site {
                    let mut leaves = Vec::new();
                    let mut has_more = self.flatten(&call.items, "", false, &mut leaves);
                    if site.is_builder {
                        self.settings(&after, &mut leaves);
                        has_more = true;
                    }
                    self.take(site, &leaves, has_more, format!("`{}()`", call.callee));
                }
                if let Some(receiver) = &call.receiver {
                    let mut after = after;
                    after.methods.push(call);
                    self.visit_value(receiver, within, after);
                }
                self.visit_all(&call.items, site.or(within));
            }
        }
    }

    fn site_of_call(&mut self, call: &'a Call) -> Option<&'static Site> {
        let callee = self.full_name(&call.callee);
        let is_used = |module: &str| self.imports.values().any(|full| full == module);
        let sites = self.language.sites.iter().filter(|site| site.is_called(&callee));
        let sites: Vec<_> = sites.filter(|site| site.module.is_none_or(is_used)).collect();
        let mut sites = sites.into_iter();
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
        let fits = |text: &str, value: &str| match value.strip_prefix('*') {
            Some(end) => text.ends_with(end),
            None => text == value,
        };
        value.text().is_some_and(|text| values.iter().any(|value| fits(text, value)))
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
        if site.is_other {
            let strings = leaves.iter().filter(|leaf| site.strings.contains(&leaf.path.as_str()));
            for leaf in strings {
                if let Expr::Text(text) = self.resolved(leaf.value, 8) {
                    self.taken.insert(text.span);
                }
            }
            return;
        }
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
                // A variable with more options, behind the string.
                Literal::Computed if is_string || is_behind(&leaf.path, site.strings) => has_more = true,
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
        self.out.scopes.push(Scope {
            consumer,
            variable,
            arguments,
            has_more,
            is_for_migrations: site.is_for_migrations,
            unusable: site.unusable,
            has_no_pool: site.has_no_pool,
        });
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

    fn is_connection(&self, value: &'a Expr) -> bool {
        matches!(self.resolved(value, 8), Expr::Text(text) if is_connection(text.value.text()))
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
    let last = plain_name(callee);
    let changes = ["getsecretvalue", "renderasstring", "replace", "rstrip", "unicodestring"];
    // `String::from(url)` gets what it changes.
    let is_wrapper = matches!(last.as_str(), "from" | "some");
    let is_in = |names: &[&str]| names.contains(&last.as_str());
    !is_wrapper && (is_in(&changes) || is_in(SAME) || is_in(ELSE))
}

/// The last part of a name in small letters, without `_`.
fn plain_name(callee: &str) -> String {
    callee.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().replace('_', "")
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether it is a connection string, and not just the scheme of one, nor a message, `host=%s, ip=%s`: code is full of
/// short texts.
fn is_connection(text: &str) -> bool {
    let has = |keywords: &[&str]| keywords.iter().any(|it| text.contains(it));
    match spelling_of(text) {
        Some(spelling) if spelling.is_url() => !text.ends_with("://"),
        Some(Spelling::KeywordValue) => {
            has(&["host=", "hostaddr=", "dbname=", "service="])
                && has(&["dbname=", "service=", "sslmode=", "password="])
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
    let is_word = matches!(word, "true" | "false" | "null" | "undefined" | "nil" | "TRUE" | "FALSE" | "NULL");
    is_number || is_type || is_word || word.starts_with(':')
}

/// Calls that change no text, in small letters without `_`.
const SAME: &[&str] = &[
    "asstr",
    "clone",
    "compact",
    "expect",
    "freeze",
    "from",
    "into",
    "parse",
    "some",
    "strip",
    "toowned",
    "tostring",
    "trim",
    "trimindent",
    "unwrap",
];

/// Calls whose first argument counts when there is no value.
const ELSE: &[&str] = &["unwrapor", "unwraporelse", "orelse", "orelseget", "getorelse"];

/// Calls that look up a setting that may be missing: `os.getenv("NAME", "default")`.
const LOOKUPS: &[&str] = &[
    "bool",
    "config",
    "env",
    "envor",
    "fetch",
    "get",
    "getenv",
    "getenvor",
    "getenvordefault",
    "getenvwithdefault",
    "getordefault",
    "getproperty",
    "int",
    "number",
    "or",
    "str",
    "string",
    "url",
];

/// The text or word that counts in `value`, the last one in a function: `|_| "..."`, `() -> "..."`.
fn known_in(value: &Expr) -> Option<&Expr> {
    match value {
        Expr::Several(values) => values.last().and_then(known_in),
        Expr::Group(..) => None,
        known => Some(known),
    }
}

/// What a statement gives a value to: its name, and the names before it between commas, as in `config, err := ...`.
fn names_of<'a>(item: &'a Item, before: &'a [Item]) -> Vec<&'a str> {
    let Some((name, span)) = &item.name else { return Vec::new() };
    let mut out = vec![name.as_str()];
    if let Some(Item { name: None, value: Expr::Word(other, at), .. }) = before.last()
        && span.start <= at.end + 2
    {
        out.push(other);
    }
    out
}

/// Whether `path` is the place of an argument that stands behind the one with the string.
fn is_behind(path: &str, strings: &[&str]) -> bool {
    let place = |path: &str| path.parse::<usize>().ok();
    place(path).is_some_and(|at| strings.iter().filter_map(|it| place(it)).any(|string| string < at))
}

/// The name of the option that a method sets: `setJdbcUrl` is `jdbcUrl`.
fn option_of(method: &str) -> String {
    let rest = method.strip_prefix("set").unwrap_or(method);
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if rest != method && first.is_ascii_uppercase() => {
            let first = if second.is_ascii_uppercase() { first } else { first.to_ascii_lowercase() };
            format!("{first}{second}{}", chars.as_str())
        }
        _ => method.to_owned(),
    }
}

/// Text that a string literal takes as it is.
fn encode(text: &str, entry: &Entry) -> Option<String> {
    let is_plain = |c: char| !c.is_control() && !matches!(c, '\\' | '\'' | '"' | '`' | '{' | '}' | '$' | '#');
    (entry.quote != Quote::None && text.chars().all(is_plain)).then(|| text.to_owned())
}
