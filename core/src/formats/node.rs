//! Values inside values, as YAML has them.

use super::{Argument, Literal};
use crate::text::{Mapper, Span};

/// A value with all that it holds.
pub(super) enum Node {
    /// A text, a number or a word.
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Map),
    /// What stands elsewhere, by the number of its anchor.
    Alias(usize),
    /// What stands too deep.
    Unknown,
}

pub(super) struct Scalar {
    pub text: String,
    /// Its place in the file, with its quotes.
    pub span: Span,
    pub is_quoted: bool,
}

#[derive(Default)]
pub(super) struct Map {
    /// The number of the set that its values belong to.
    pub scope: usize,
    /// The last number of the sets in it.
    pub last_scope: usize,
    /// The number of its anchor; 0 without one.
    pub anchor: usize,
    pub items: Vec<(Scalar, Node)>,
}

impl Node {
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    pub fn as_list(&self) -> &[Node] {
        match self {
            Self::List(nodes) => nodes,
            _ => &[],
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Calls `visit` with every scalar in it that is no key.
    pub fn each_scalar<'a>(&'a self, visit: &mut dyn FnMut(&'a Scalar)) {
        match self {
            Self::Scalar(scalar) => visit(scalar),
            Self::List(nodes) => nodes.iter().for_each(|node| node.each_scalar(visit)),
            Self::Map(map) => map.items.iter().for_each(|(_, node)| node.each_scalar(visit)),
            Self::Alias(_) | Self::Unknown => {}
        }
    }

    /// Calls `visit` with every map in it, and the names of what it stands in.
    pub fn each_map<'a>(&'a self, path: &mut Vec<&'a str>, visit: &mut dyn FnMut(&[&str], &'a Map)) {
        match self {
            Self::Map(map) => {
                visit(path, map);
                for (key, node) in &map.items {
                    path.push(&key.text);
                    node.each_map(path, visit);
                    path.pop();
                }
            }
            Self::List(nodes) => nodes.iter().for_each(|node| node.each_map(path, visit)),
            Self::Scalar(_) | Self::Alias(_) | Self::Unknown => {}
        }
    }
}

impl Map {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.items.iter().find(|(it, _)| it.text == key).map(|(_, node)| node)
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// The anchors of the maps that are mixed in: `<<: *base`.
    pub fn bases(&self) -> impl Iterator<Item = usize> {
        let mixed = self.get("<<");
        let nodes = mixed.into_iter().chain(mixed.map_or(&[][..], Node::as_list));
        nodes.filter_map(|node| match node {
            Node::Alias(anchor) => Some(*anchor),
            _ => None,
        })
    }

    /// Its values as what is given beside a connection string.
    pub fn arguments(&self) -> Vec<Argument> {
        let argument = |(key, node): &(Scalar, Node)| {
            let (value, span) = match node {
                Node::Scalar(scalar) if scalar.is_quoted => {
                    let mut text = Mapper::default();
                    text.push(&scalar.text, scalar.span);
                    (Literal::Text(text.finish()), scalar.span)
                }
                Node::Scalar(scalar) => (Literal::Word(scalar.text.clone()), scalar.span),
                _ => (Literal::Computed, key.span),
            };
            Argument { name: key.text.clone(), name_span: key.span, value, span }
        };
        self.items.iter().map(argument).collect()
    }
}
