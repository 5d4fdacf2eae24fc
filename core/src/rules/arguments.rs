//! What rules about arguments in code share.

use super::CallCx;
use crate::drivers::{ArgumentSet, Place};
use crate::formats::Argument;
use crate::text::{Span, nearest};

/// An argument that the driver does not have, or not there.
pub(super) struct Stranger<'a> {
    /// Its name.
    pub name: &'a str,
    /// The same with the names of what it stands in.
    pub path: &'a str,
    /// Its place: from its name to the end of its value.
    pub span: Span,
    /// The set that it was given in.
    pub set: &'static ArgumentSet,
    /// Where it belongs.
    pub place: Option<&'static str>,
    /// A name that is nearly the same.
    pub similar: Option<&'static str>,
}

/// The arguments of a call that the driver does not have.
pub(super) fn strangers<'a>(cx: &CallCx<'a>) -> Vec<Stranger<'a>> {
    let mut out: Vec<Stranger<'a>> = Vec::new();
    for set in cx.driver.driver.arguments {
        for argument in &cx.scope.arguments {
            let found = stranger(cx, set, argument);
            out.extend(found.filter(|it| out.last().is_none_or(|last| last.path != it.path)));
        }
    }
    out
}

fn stranger<'a>(cx: &CallCx<'a>, set: &'static ArgumentSet, argument: &'a Argument) -> Option<Stranger<'a>> {
    let rest = argument.name.strip_prefix(set.prefix)?;
    // What stands in a value of its own is not looked into.
    let name = rest.split('.').next().filter(|name| !name.is_empty())?;
    let path = argument.name.get(..set.prefix.len() + name.len())?;
    if name.parse::<usize>().is_ok() {
        return None;
    }
    let place = set.elsewhere.iter().find(|(other, _)| *other == name).map(|(_, place)| *place);
    let params = cx.driver.driver.params.iter();
    let params = params.filter(|param| set.takes_params || param.place != Place::Url).map(|param| param.name);
    let known: Vec<&'static str> = set.all_names().chain(params).collect();
    if place.is_none() && (!set.is_complete || known.contains(&name)) {
        return None;
    }
    let span = argument.name_span.join(argument.span);
    Some(Stranger { name, path, span, set, place, similar: nearest(name, known) })
}
