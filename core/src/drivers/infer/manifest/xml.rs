//! XML, as far as manifests need it.

/// An element: what is in its tag behind the name, and what is between its tags.
pub(super) struct Element<'t> {
    pub(super) attributes: &'t str,
    pub(super) inner: &'t str,
}

/// The elements of this name, those in others of the same name left out.
pub(super) fn elements<'t>(xml: &'t str, name: &str) -> impl Iterator<Item = Element<'t>> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once(&open)?;
            rest = after;
            if !after.starts_with(['>', '/', ' ', '\t', '\r', '\n']) {
                continue;
            }
            let (attributes, after) = after.split_once('>')?;
            if let Some(attributes) = attributes.strip_suffix('/') {
                rest = after;
                return Some(Element { attributes, inner: "" });
            }
            let (inner, after) = after.split_once(&close)?;
            rest = after;
            return Some(Element { attributes, inner });
        }
    })
}

impl<'t> Element<'t> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&'t str> {
        let found = self.attributes.match_indices(name).find_map(|(at, _)| {
            let begins = self.attributes.get(..at)?.ends_with([' ', '\t', '\r', '\n']);
            let value = self.attributes.get(at + name.len()..)?.trim_start().strip_prefix('=')?;
            begins.then(|| value.trim_start())
        })?;
        let quote = found.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        found.get(1..)?.split(quote).next()
    }
}

/// The text of the first element of this name.
pub(super) fn text_of<'t>(xml: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = xml.split_once(&format!("<{name}>"))?;
    after.split('<').next().map(str::trim)
}

/// Every name that a tag begins with, and the text behind that tag.
pub(super) fn texts(xml: &str) -> impl Iterator<Item = (&str, &str)> {
    xml.split('<').filter_map(|part| part.split_once('>')).map(|(name, text)| (name, text.trim()))
}

/// All but the comments.
pub(super) fn without_comments(xml: &str) -> String {
    let mut parts = xml.split("<!--");
    let first = parts.next().unwrap_or_default();
    let others = parts.map(|part| part.split_once("-->").map_or("", |(_, code)| code));
    std::iter::once(first).chain(others).collect()
}
