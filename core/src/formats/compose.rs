//! Compose files: the services of a file, and the names under which they reach each other.

use super::defaults::with_defaults;
use super::node::{Map, Node};
use super::{Document, Entry, Quote, dotenv};
use crate::text::{Mapped, Mapper, Span};

/// The services of a Compose file.
#[derive(Clone, Debug, Default)]
pub struct Composition {
    /// The services, in the order written.
    pub services: Vec<Service>,
    /// Whether there may be hosts that the file does not show: a network that exists outside it, another file that is
    /// included, a service that only changes one of another file.
    pub is_open: bool,
}

/// A service of a Compose file.
#[derive(Clone, Debug, Default)]
pub struct Service {
    /// Its name, and where that stands.
    pub name: (String, Span),
    /// Other names under which the others reach it.
    pub aliases: Vec<String>,
    /// Hosts that only it knows: `extra_hosts`, `links`.
    pub own_hosts: Vec<String>,
    /// Whether it has a network of its own, and not that of the machine or of another container.
    pub has_own_network: bool,
    /// Its image, without the version.
    pub image: String,
    /// The port of the machine and the port of the container that it stands for.
    pub published: Vec<(u16, u16)>,
    /// Numbers that its command, its environment and the ports it exposes mention: where else it may listen.
    pub mentioned: Vec<u16>,
    /// Its environment, as far as it is written here.
    pub environment: Vec<(String, Mapped)>,
    /// Whether its environment also comes from elsewhere.
    pub has_more_environment: bool,
    /// Whether it runs scripts of the project when its database is made.
    pub has_init_scripts: bool,
    /// The first and the last of the sets of values that stand in it.
    scopes: (usize, usize),
    /// Those of them that count while its image is built.
    build_scopes: (usize, usize),
}

impl Composition {
    /// The service that gets `entry` when it runs.
    pub fn service_of(&self, entry: &Entry) -> Option<&Service> {
        let is_in = |(first, last): (usize, usize)| (first..=last).contains(&entry.scope);
        self.services.iter().find(|service| is_in(service.scopes) && !is_in(service.build_scopes))
    }

    /// The service that the others reach under the name `host`.
    pub fn service_at(&self, host: &str) -> Option<&Service> {
        let named = |service: &&Service| {
            let is_host = |name: &str| name.eq_ignore_ascii_case(host);
            is_host(&service.name.0) || service.aliases.iter().any(|alias| is_host(alias))
        };
        self.services.iter().find(named)
    }
}

impl Service {
    /// The value of a variable of its environment.
    pub fn variable(&self, name: &str) -> Option<&Mapped> {
        self.environment.iter().find(|(it, _)| it == name).map(|(_, value)| value)
    }

    /// Whether PostgreSQL runs in it, going by its image.
    pub fn is_postgres(&self) -> bool {
        let name = self.image.rsplit('/').next().unwrap_or_default();
        let is_server = [
            "postgres",
            "postgresql",
            "postgis",
            "timescaledb",
            "timescaledb-ha",
            "pgvector",
            "supabase-postgres",
        ];
        is_server.contains(&name) || self.image.ends_with("supabase/postgres")
    }
}

/// Notes the services of `root`, if it is a Compose file, and undoes what Compose does to their values.
pub(super) fn note(text: &str, root: &Node, out: &mut Document) {
    let Some(composition) = composition(root) else { return };
    for entry in &mut out.entries {
        if composition.service_of(entry).is_some() {
            entry.value = without_doubled(&entry.value);
            entry.expansions = dotenv::expansions(text, entry.span, Quote::None);
        }
    }
    out.composition = Some(composition);
}

fn composition(root: &Node) -> Option<Composition> {
    let root = root.as_map()?;
    let services = root.get("services")?.as_map()?;
    let is_service =
        |map: &Map| map.get("image").is_some_and(|it| it.text().is_some()) || map.get("build").is_some();
    let maps = || services.items.iter().filter_map(|(name, node)| Some((name, node.as_map()?)));
    if !maps().any(|(_, map)| is_service(map)) {
        return None;
    }
    let is_partial =
        |map: &Map| !is_service(map) && map.get("extends").is_none() && map.bases().next().is_none();
    let outside = root.get("networks").and_then(Node::as_map).is_some_and(|networks| {
        let external = |(_, node): &(_, Node)| node.as_map().is_some_and(|map| map.get("external").is_some());
        networks.items.iter().any(external)
    });
    Some(Composition {
        services: maps().map(|(name, map)| service((name.text.clone(), name.span), map)).collect(),
        is_open: outside || root.get("include").is_some() || maps().any(|(_, map)| is_partial(map)),
    })
}

fn service(name: (String, Span), map: &Map) -> Service {
    let mut out = Service {
        name,
        has_own_network: map.get("network_mode").is_none(),
        image: image_of(map),
        has_more_environment: map.get("env_file").is_some()
            || map.get("extends").is_some()
            || map.bases().next().is_some(),
        scopes: (map.scope, map.last_scope),
        build_scopes: map.get("build").and_then(Node::as_map).map_or((0, 0), |it| (it.scope, it.last_scope)),
        ..Service::default()
    };
    out.aliases.extend(["container_name", "hostname"].iter().filter_map(|key| map.text(key)).map(plain));
    if let Some(networks) = map.get("networks").and_then(Node::as_map) {
        let lists = networks.items.iter().filter_map(|(_, node)| node.as_map()?.get("aliases"));
        out.aliases.extend(lists.flat_map(Node::as_list).filter_map(Node::text).map(plain));
    }
    own_hosts(map, &mut out.own_hosts);
    map.get("ports")
        .map_or(&[][..], Node::as_list)
        .iter()
        .for_each(|port| out.published.extend(published(port)));
    if let Some(environment) = map.get("environment") {
        note_environment(environment, &mut out);
    }
    for key in ["command", "entrypoint", "expose", "environment"] {
        let mut note = |text: &str| out.mentioned.extend(numbers(text));
        if let Some(node) = map.get(key) {
            node.each_scalar(&mut |scalar| note(&scalar.text));
        }
    }
    if let Some(volumes) = map.get("volumes") {
        volumes.each_scalar(&mut |it| out.has_init_scripts |= it.text.contains("docker-entrypoint-initdb.d"));
    }
    // What it is built from may do anything.
    out.has_init_scripts |= map.get("build").is_some();
    out
}

/// `text` with the defaults of its variables.
fn plain(text: &str) -> String {
    with_defaults(Mapped::verbatim(text, Span::new(0, text.len()))).text().to_owned()
}

fn image_of(map: &Map) -> String {
    let image = map.text("image").map(plain).unwrap_or_default();
    let image = image.split('@').next().unwrap_or_default();
    let name = image.rfind('/').map_or(0, |at| at + 1);
    let version = image.get(name..).and_then(|last| last.find(':')).map_or(image.len(), |at| name + at);
    image.get(..version).unwrap_or_default().to_owned()
}

fn own_hosts(map: &Map, out: &mut Vec<String>) {
    if let Some(hosts) = map.get("extra_hosts") {
        hosts.each_scalar(&mut |it| out.extend(it.text.split([':', '=']).next().map(str::to_owned)));
        let keys = hosts.as_map().into_iter().flat_map(|map| &map.items);
        out.extend(keys.map(|(key, _)| key.text.clone()));
    }
    for key in ["links", "external_links"] {
        if let Some(links) = map.get(key) {
            links.each_scalar(&mut |it| out.extend(it.text.split(':').map(str::to_owned)));
        }
    }
}

/// `5433:5432`, `127.0.0.1:5433:5432/tcp`, or a map with `published` and `target`.
fn published(port: &Node) -> Option<(u16, u16)> {
    if let Some(map) = port.as_map() {
        return Some((plain(map.text("published")?).parse().ok()?, map.text("target")?.parse().ok()?));
    }
    let text = plain(port.text()?);
    let mut parts = text.split('/').next()?.rsplit(':');
    let (target, published) = (parts.next()?, parts.next()?);
    Some((published.parse().ok()?, target.parse().ok()?))
}

fn note_environment(node: &Node, out: &mut Service) {
    match node {
        Node::Map(map) => {
            out.has_more_environment |= map.bases().next().is_some();
            for (key, node) in &map.items {
                if let Node::Scalar(scalar) = node {
                    out.environment.push((key.text.clone(), as_read(&scalar.text, scalar.span)));
                }
            }
        }
        Node::List(nodes) => {
            for node in nodes {
                let Node::Scalar(scalar) = node else { continue };
                // Without a value the variable comes from where Compose is run.
                let (name, value) = scalar.text.split_once('=').unwrap_or((&scalar.text, "${}"));
                out.environment.push((name.to_owned(), as_read(value, scalar.span)));
            }
        }
        _ => out.has_more_environment = true,
    }
}

/// A value of the environment as the container gets it, all of it at `span`.
fn as_read(text: &str, span: Span) -> Mapped {
    let mut out = Mapper::default();
    out.push(&plain(text).replace("$$", "$"), span);
    out.finish()
}

/// `$$` stands for one `$`.
fn without_doubled(value: &Mapped) -> Mapped {
    if !value.text().contains("$$") {
        return value.clone();
    }
    let mut out = Mapper::default();
    let mut done = 0;
    for (at, _) in value.text().match_indices("$$") {
        out.append(&value.part(Span::new(done, at)));
        out.push("$", value.source(Span::new(at, at + 2)));
        done = at + 2;
    }
    out.append(&value.part(Span::new(done, value.text().len())));
    out.finish()
}

/// The numbers in `text` that a port may have.
fn numbers(text: &str) -> impl Iterator<Item = u16> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok())
}
