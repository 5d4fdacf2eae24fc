//! What the author meant: a tolerant split that no driver makes, to compare the drivers' readings with.

use super::dbi_dsn::dbi_as_keyword_value;
use super::spelling::is_quote;
use super::{PDO_PREFIX, Pair, Spelling, read_ado_net, scheme_of, spelling_of};
use crate::text::Span;

/// Where the parts of a string stand, going by the author's likely intent. All spans are bytes of the string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How it is spelled; `None` when it looks like no connection string.
    pub spelling: Option<Spelling>,
    /// Scheme without `:`; in a URL of JDBC or R2DBC all that stands before `://`.
    pub scheme: Option<Span>,
    /// User.
    pub user: Option<Span>,
    /// Password, with every reserved character that was left as it is.
    pub password: Option<Span>,
    /// Hosts, each with its port.
    pub hosts: Vec<(Span, Option<Span>)>,
    /// Database.
    pub dbname: Option<Span>,
    /// Pairs of the query or of keyword/value text: the whole pair, the name, the value.
    pub pairs: Vec<(Span, Span, Span)>,
}

impl Written {
    /// The first pair named `name`, letter case aside.
    pub fn pair<'a>(&'a self, text: &str, name: &str) -> Option<&'a (Span, Span, Span)> {
        self.pairs.iter().find(|(_, key, _)| key.of(text).eq_ignore_ascii_case(name))
    }
}

/// Splits `text` as its author meant it. Never fails; what is not there is not set.
pub fn written(text: &str) -> Written {
    let spelling = spelling_of(text);
    let mut out = match spelling {
        Some(Spelling::Uri | Spelling::Jdbc | Spelling::R2dbc) => uri(text),
        Some(Spelling::KeywordValue | Spelling::Parts) => keyword_value(text),
        Some(Spelling::AdoNet) => ado_net(text),
        Some(Spelling::Pdo) => keyword_value(&pdo_as_keyword_value(text)),
        Some(Spelling::Dbi) => dbi(text),
        None => Written::default(),
    };
    out.spelling = spelling;
    out
}

fn uri(text: &str) -> Written {
    let start = text.len() - text.trim_start_matches(|c: char| !c.is_ascii_alphabetic()).len();
    let end = start
        + text
            .get(start..)
            .unwrap_or_default()
            .trim_end_matches(|c: char| is_quote(c) || " \t\r\n".contains(c))
            .len();
    let body = Span::new(start, end).of(text);
    let slashes_at = body.find("//").unwrap_or_default();
    let mut scheme = scheme_of(body).unwrap_or_default();
    let has_colon = !scheme.is_empty() && scheme.end <= slashes_at || slashes_at == 0;
    if !has_colon {
        scheme = Span::new(0, slashes_at);
    }
    if scheme.of(body).eq_ignore_ascii_case("jdbc") {
        let inner = body.get(5..).and_then(scheme_of).unwrap_or_default();
        scheme.end = 5 + inner.end;
    } else if matches!(scheme.of(body).to_ascii_lowercase().as_str(), "r2dbc" | "r2dbcs") {
        scheme.end = body.find("://").unwrap_or(scheme.end);
    }
    let mut out = Written { scheme: Some(scheme.shift(start)), ..Written::default() };
    let colon = usize::from(has_colon);
    let slashes = body
        .get(scheme.end + colon..)
        .map_or(0, |rest| rest.len() - rest.trim_start_matches('/').len())
        .min(2);
    let from = start + scheme.end + colon + slashes;
    let rest = Span::new(from, end).of(text);
    let at = split_at_sign(rest);
    if let Some(at) = at {
        let info = rest.get(..at).unwrap_or_default();
        let colon = info.find(':');
        out.user = Some(Span::new(from, from + colon.unwrap_or(at)));
        out.password = colon.map(|colon| Span::new(from + colon + 1, from + at));
    }
    let host_start = from + at.map_or(0, |at| at + 1);
    let tail = Span::new(host_start, end).of(text);
    let host_end = host_start + tail.find(['/', '?', '#']).unwrap_or(tail.len());
    out.hosts = hosts(text, Span::new(host_start, host_end));
    let mut path_end = end;
    let after = Span::new(host_end, end).of(text);
    if let Some(question) = after.find('?') {
        path_end = host_end + question;
        out.pairs = query(text, Span::new(path_end + 1, end));
    }
    if after.starts_with('/') && path_end > host_end + 1 {
        out.dbname = Some(Span::new(host_end + 1, path_end));
    }
    out
}

/// The `@` that ends the user information: the last one behind which something like a host stands, unless a query
/// has begun before it.
fn split_at_sign(rest: &str) -> Option<usize> {
    let candidates: Vec<usize> = rest.match_indices('@').map(|(at, _)| at).collect();
    let is_split = |at: usize| rest.get(at + 1..).is_some_and(begins_with_host);
    let query_between = |from: usize, to: usize| {
        let between = rest.get(from..to).unwrap_or_default();
        between
            .find('?')
            .is_some_and(|question| between.get(question..).is_some_and(|rest| rest.contains('=')))
    };
    let good: Vec<usize> = candidates.iter().copied().filter(|at| is_split(*at)).collect();
    let last = good.last().or(candidates.last()).copied()?;
    good.iter().copied().find(|at| *at < last && query_between(*at, last)).or(Some(last))
}

fn begins_with_host(rest: &str) -> bool {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest.get(..end).unwrap_or_default();
    host.starts_with('[') || host.chars().all(|c| c.is_alphanumeric() || "-._:,%<>{}$[]*".contains(c))
}

fn hosts(text: &str, span: Span) -> Vec<(Span, Option<Span>)> {
    if span.is_empty() {
        return Vec::new();
    }
    let mut at = span.start;
    span.of(text)
        .split(',')
        .map(|one| {
            let start = at;
            at += one.len() + 1;
            let name_end = if one.starts_with('[') {
                one.find(']').map_or(one.len(), |bracket| bracket + 1)
            } else {
                one.find(':').unwrap_or(one.len())
            };
            let port = (name_end < one.len()).then(|| Span::new(start + name_end + 1, start + one.len()));
            (Span::new(start, start + name_end), port)
        })
        .collect()
}

fn query(text: &str, span: Span) -> Vec<(Span, Span, Span)> {
    let mut at = span.start;
    let mut out = Vec::new();
    for pair in span.of(text).split('&') {
        let whole = Span::new(at, at + pair.len());
        let equals = pair.find('=').unwrap_or(pair.len());
        let key = Span::new(at, at + equals);
        let value = Span::new((at + equals + 1).min(whole.end), whole.end);
        at += pair.len() + 1;
        if !pair.is_empty() {
            out.push((whole, key, value));
        }
    }
    out
}

fn keyword_value(text: &str) -> Written {
    let pairs = super::keyword_value::tolerant_pairs(text);
    let mut out = Written { pairs, ..Written::default() };
    let value =
        |name: &str| out.pairs.iter().rev().find(|(_, key, _)| key.of(text) == name).map(|pair| pair.2);
    let (user, password, dbname) = (value("user"), value("password"), value("dbname"));
    let (host, port) = (value("host").or(value("hostaddr")), value("port"));
    out.user = user;
    out.password = password;
    out.dbname = dbname;
    out.hosts = host.map(|host| (host, port)).into_iter().collect();
    out
}

fn dbi(text: &str) -> Written {
    let mut out = keyword_value(&dbi_as_keyword_value(text));
    let named = |name| out.pair(text, name).map(|pair| pair.2);
    out.dbname = out.dbname.or(named("database")).or(named("db"));
    out
}

/// A DSN of PDO as the keyword/value text that libpq gets, with everything in its place: every `;` is a blank.
pub fn pdo_as_keyword_value(dsn: &str) -> String {
    let from = dsn.find(PDO_PREFIX).map_or(0, |at| at + PDO_PREFIX.len());
    format!("{}{}", " ".repeat(from), dsn.get(from..).unwrap_or_default().replace(';', " "))
}

/// Names that ADO.NET's providers for PostgreSQL have for the parts of a connection.
const ADO_NET_PARTS: [&[&str]; 5] = [
    &["host", "server"],
    &["port"],
    &["username", "user name", "userid", "user id", "uid", "user"],
    &["password", "psw", "pwd"],
    &["database", "db"],
];

fn ado_net(text: &str) -> Written {
    let pairs = read_ado_net(text).0.pairs;
    let part = |names: &[&str]| {
        let last = pairs.iter().rev().find(|pair| names.contains(&pair.key.value.as_str()));
        last.and_then(|pair| pair.value.as_ref()).map(|value| value.span)
    };
    let [host, port, user, password, dbname] = ADO_NET_PARTS.map(part);
    let spans = |pair: &Pair| {
        (pair.span, pair.key.span, pair.value.as_ref().map_or(Span::at(pair.span.end), |it| it.span))
    };
    Written {
        user,
        password,
        dbname,
        hosts: host.map(|host| (host, port)).into_iter().collect(),
        pairs: pairs.iter().map(spans).collect(),
        ..Written::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password(text: &str) -> &str {
        written(text).password.unwrap_or_default().of(text)
    }

    #[test]
    fn the_password_is_what_was_meant() {
        assert_eq!(password("postgresql://u:p@ss@h:5432/d?x=y"), "p@ss");
        assert_eq!(password("postgresql://u:p/s#s?@h/d"), "p/s#s?");
        assert_eq!(password("postgresql://u:p@h/d?application_name=a@b"), "p");
        assert_eq!(password("postgresql://u:pw@@h:1/d"), "pw@");
        assert_eq!(password("r2dbc:pool:postgresql://u:p@ss@h/d"), "p@ss");
        assert_eq!(password("Host=h;Pwd=\"a;b\"\"\";Database=d"), "a;b\"\"");
        assert_eq!(password("pgsql:host=h;password=p;dbname=d"), "p");
        assert_eq!(password("DBI:Pg(AutoCommit=>0):db=d;password='p;w';host=h"), "p;w");
    }

    #[test]
    fn the_scheme_of_r2dbc_names_its_driver() {
        let text = "r2dbc:pool:postgresql://u@h:1/d?a=b";
        let meant = written(text);
        assert_eq!(meant.scheme.map(|it| it.of(text)), Some("r2dbc:pool:postgresql"));
        assert_eq!(meant.dbname.map(|it| it.of(text)), Some("d"));
        let text = "pgsql:host=db;port=6432;dbname=shop";
        let meant = written(text);
        assert_eq!(
            meant.hosts.first().map(|it| (it.0.of(text), it.1.map(|it| it.of(text)))),
            Some(("db", Some("6432")))
        );
    }
}
