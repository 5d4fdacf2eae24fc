//! What a value of the code stands for: followed through names of the file, through maps, and through what is called on
//! the result of a call.

use super::tree::{Expr, Item};
use super::*;

impl<'a> Reader<'a> {
    /// The options in `items`, what stands in others included; whether there are more that do not show. In a map, a
    /// name alone stands for itself and its value.
    pub(super) fn flatten(
        &mut self,
        items: &'a [Item],
        prefix: &str,
        is_map: bool,
        out: &mut Vec<Leaf<'a>>,
    ) -> bool {
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

    /// The options that are set on what a call made.
    pub(super) fn settings(&mut self, after: &After<'a>, out: &mut Vec<Leaf<'a>>) {
        for call in after.methods.iter().rev() {
            self.method(&call.callee, call, out);
        }
        let rest_of = |path: &'a str| {
            after.names.iter().find_map(|name| path.strip_prefix(name)?.strip_prefix(['.', ':']))
        };
        for item in after.later.iter().take(LATER) {
            match (&item.name, &item.value) {
                (Some((name, span)), value) => {
                    if let Some(path) = rest_of(name) {
                        self.setting(path.to_owned(), *span, value, item.span, out);
                    }
                }
                (None, Expr::Call(call)) => {
                    let mut calls = vec![call];
                    while let Some(Expr::Call(receiver)) = calls.last().and_then(|it| it.receiver.as_deref())
                    {
                        calls.push(receiver);
                    }
                    let Some(first) = calls.pop() else { continue };
                    let Some(method) = rest_of(&first.callee) else { continue };
                    self.method(method, first, out);
                    calls.iter().rev().for_each(|call| self.method(&call.callee, call, out));
                }
                _ => {}
            }
        }
    }

    /// The options that a method sets: its own one, one by its key, those in a block.
    pub(super) fn method(&mut self, name: &str, call: &'a Call, out: &mut Vec<Leaf<'a>>) {
        match call.items.as_slice() {
            [Item { value: Expr::Group(block, _), .. }] if matches!(name, "apply" | "also" | "run") => {
                for item in block {
                    match (&item.name, &item.value) {
                        (Some((name, span)), value) => {
                            let name = name.trim_start_matches("this.").to_owned();
                            self.setting(name, *span, value, item.span, out);
                        }
                        (None, Expr::Call(call)) if call.receiver.is_none() => {
                            self.method(&call.callee, call, out);
                        }
                        _ => {}
                    }
                }
            }
            [first, _, ..] if self.is_connection(&first.value) => {
                self.setting(option_of(name), first.span, &first.value, first.span, out);
            }
            [item] => self.setting(option_of(name), item.span, &item.value, item.span, out),
            [key, item] => {
                let key_name = match &key.value {
                    Expr::Text(text) => text.value.text(),
                    Expr::Word(path, _) => path.rsplit('.').next().unwrap_or_default(),
                    _ => return,
                };
                self.setting(key_name.to_owned(), key.span, &item.value, item.span, out);
            }
            _ => {}
        }
    }

    pub(super) fn setting(
        &mut self,
        path: String,
        name: Span,
        value: &'a Expr,
        span: Span,
        out: &mut Vec<Leaf<'a>>,
    ) {
        let Some(left) = self.budget.checked_sub(1) else { return };
        self.budget = left;
        match self.group_of(value) {
            Some(group) => {
                self.flatten_group(group, &format!("{path}."), out);
            }
            None => out.push(Leaf { path, name, value, span }),
        }
    }

    pub(super) fn flatten_group(&mut self, group: Group<'a>, prefix: &str, out: &mut Vec<Leaf<'a>>) -> bool {
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
    pub(super) fn group_of(&mut self, value: &'a Expr) -> Option<Group<'a>> {
        match value {
            Expr::Group(items, open) if self.is_map(items, *open) => {
                Some(Group { items, set_later: Vec::new() })
            }
            Expr::Call(call)
                if call.receiver.is_none()
                    && (matches!(call.callee.as_str(), "dict" | "array") || call.has_braces) =>
            {
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

    pub(super) fn is_map(&self, items: &[Item], open: u8) -> bool {
        let is_shorthand =
            |item: &Item| self.language.has_shorthand && open == b'{' && matches!(item.value, Expr::Word(..));
        items.iter().any(|item| item.name.is_some() || item.is_spread || is_shorthand(item))
    }

    /// What is set on the map `name` by an assignment: `name["key"] = value`, `name.key = value`.
    pub(super) fn set_later(&self, name: &str) -> Vec<(String, &'a Item)> {
        let prefix = format!("{name}.");
        let set = self.bindings.range(prefix.clone()..).take_while(|(key, _)| key.starts_with(&prefix));
        let each = set.filter_map(|(key, items)| Some((key.get(prefix.len()..)?.to_owned(), *items.last()?)));
        each.take(100).collect()
    }

    /// What `value` says, followed through names.
    pub(super) fn literal(&mut self, value: &'a Expr) -> Literal {
        match self.resolved(value, 8) {
            Expr::Text(text) => Literal::Text(text.value.clone()),
            Expr::Word(word, _) if is_constant(word) => {
                Literal::Word(word.rsplit('.').next().unwrap_or_default().to_owned())
            }
            _ => Literal::Computed,
        }
    }

    /// `value`, or what its name stands for, or the text that counts when a variable is not set.
    pub(super) fn resolved(&self, value: &'a Expr, depth: usize) -> &'a Expr {
        let Some(depth) = depth.checked_sub(1) else { return value };
        match value {
            Expr::Word(name, _) => match self.bindings.get(name).map(Vec::as_slice) {
                Some([item]) if !std::ptr::eq(&item.value, value) => self.resolved(&item.value, depth),
                _ => value,
            },
            Expr::Call(call) => match self.passed_on(call) {
                Some(inner) => self.resolved(inner, depth),
                None => value,
            },
            _ => value,
        }
    }

    /// The variable or the setting whose value `value` is: `os.environ["NAME"]`, `process.env.NAME`, `settings.name`.
    pub(super) fn variable(&self, value: &'a Expr, depth: usize) -> Option<String> {
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

    /// What a call gives back that changes no text: `"...".to_string()`, `unwrap_or("...")`, `getenv("NAME", "...")`.
    pub(super) fn passed_on(&self, call: &'a Call) -> Option<&'a Expr> {
        let path = call.callee.rsplit_once('.').map_or("", |(path, _)| path);
        let name = plain_name(&call.callee);
        if SAME.contains(&name.as_str()) {
            return match (call.receiver.as_deref(), call.items.as_slice(), self.bindings.get(path)) {
                (Some(receiver), _, _) => Some(receiver),
                (None, _, Some(items)) => match items.as_slice() {
                    [item] => Some(&item.value),
                    _ => None,
                },
                (None, [item], None) => Some(&item.value),
                _ => None,
            };
        }
        let known = |item: &'a Item| known_in(&item.value);
        if ELSE.contains(&name.as_str()) {
            return call.items.first().and_then(known);
        }
        if LOOKUPS.contains(&name.as_str()) {
            let is_default = |item: &&'a Item| item.name.as_ref().is_none_or(|(name, _)| name == "default");
            return call.items.iter().skip(1).filter(is_default).find_map(known);
        }
        None
    }
}
