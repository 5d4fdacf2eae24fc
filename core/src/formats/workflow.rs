//! Workflows of GitHub Actions: the jobs of a file, and the services that run beside them.

use super::node::{Map, Node};
use super::{Document, Entry};
use crate::text::Span;

/// A job with services.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its name, and where that stands.
    pub name: (String, Span),
    /// Whether it runs in a container, beside its services, and not on the machine itself.
    pub in_container: bool,
    /// The services, and whether PostgreSQL runs in them.
    pub services: Vec<JobService>,
    /// The first and the last of the sets of values that stand in it.
    scopes: (usize, usize),
    /// Those of the steps that run an action, which may be a container.
    actions: Vec<(usize, usize)>,
}

/// A service of a job.
#[derive(Clone, Debug)]
pub struct JobService {
    /// Its name, and where that stands.
    pub name: (String, Span),
    /// Its image.
    pub image: String,
    scopes: (usize, usize),
}

impl Job {
    /// Whether `entry` is a variable that its commands get.
    pub fn gives(&self, entry: &Entry) -> bool {
        let is_in = |(first, last): &(usize, usize)| (*first..=*last).contains(&entry.scope);
        is_in(&self.scopes)
            && !self.actions.iter().any(is_in)
            && !self.services.iter().any(|it| is_in(&it.scopes))
    }
}

/// Notes the jobs of `root` that have services, if it is a workflow.
pub(super) fn note(root: &Node, out: &mut Document) {
    let Some(root) = root.as_map().filter(|root| root.get("on").is_some()) else { return };
    let jobs = root.get("jobs").and_then(Node::as_map).into_iter().flat_map(|jobs| &jobs.items);
    out.jobs.extend(jobs.filter_map(|(name, node)| job((name.text.clone(), name.span), node.as_map()?)));
}

fn job(name: (String, Span), map: &Map) -> Option<Job> {
    let services = map.get("services")?.as_map()?;
    let is_open = |node: &Node| node.text().is_some_and(|text| text.contains("${{"));
    if map.get("container").is_some_and(is_open) {
        return None;
    }
    let scopes = |map: &Map| (map.scope, map.last_scope);
    let services = services.items.iter().filter_map(|(name, node)| {
        let map = node.as_map()?;
        let image = map.text("image")?.to_owned();
        Some(JobService { name: (name.text.clone(), name.span), image, scopes: scopes(map) })
    });
    let steps = map.get("steps").map_or(&[][..], Node::as_list).iter().filter_map(Node::as_map);
    Some(Job {
        name,
        in_container: map.get("container").is_some(),
        services: services.collect(),
        scopes: scopes(map),
        actions: steps.filter(|step| step.get("uses").is_some()).map(scopes).collect(),
    })
}
