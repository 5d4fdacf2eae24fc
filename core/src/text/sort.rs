//! Sorting, with one sort for all types.
//!
//! The sort of the standard library is generated anew for each type and each order, and none is small; the page would
//! carry them all. Here it sorts places, and what stands there follows.

use std::cmp::Ordering;

/// Sorts `items` by what `key` makes of them. Equal ones stay in their order.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// Sorts `items` as `compare` says. Equal ones stay in their order.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let order = order_by(items, compare);
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|at| taken.get_mut(at)?.take()));
}

/// The places of `items`, in the order of what stands there. Equal ones stay in their order.
pub fn order_by<T>(items: &[T], compare: impl Fn(&T, &T) -> Ordering) -> Vec<usize> {
    sorted(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    })
}

#[allow(clippy::disallowed_methods, reason = "this is the one")]
fn sorted(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stay_in_their_order() {
        let mut words = vec!["pear", "fig", "plum", "kiwi", "date", "fig"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["fig", "fig", "pear", "plum", "kiwi", "date"]);
        assert_eq!(order_by(&words, |a, b| a.cmp(b)), [5, 0, 1, 4, 2, 3]);
    }
}
