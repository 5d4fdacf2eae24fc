//! Whether two clients said the same: the real driver and the one that the rehearsal made of its record.

use std::collections::HashMap;

use super::message::{Said, lines};

/// What all names of statements in a rehearsal begin with.
const MARK: &str = "connlint/";
/// What a driver sends first beyond that is left out of a rehearsal, because it sets something.
const SETS: &[&str] = &["SET ", "SHOW "];

/// The first line in which they differ, as the driver and as the rehearsal has it. What one of them says longer than
/// the other is not compared, nor what comes before the first question.
pub fn difference(driver: &[Said], rehearsal: &[Said]) -> Option<(String, String)> {
    let (driver, rehearsal) = (plain(driver), plain(rehearsal));
    let pairs = driver.into_iter().zip(rehearsal);
    pairs.into_iter().find(|(driver, rehearsal)| driver != rehearsal)
}

/// What the rehearsal asks first that the driver does not.
pub fn invented(driver: &[Said], rehearsal: &[Said]) -> Option<String> {
    let texts = |said: &[Said]| -> Vec<String> {
        let before = said.iter().take_while(|it| !is_question(it));
        before.filter_map(text).filter(|it| !SETS.iter().any(|set| it.starts_with(set))).collect()
    };
    let known = texts(driver);
    texts(rehearsal).into_iter().find(|it| !known.contains(it))
}

fn text(said: &Said) -> Option<String> {
    match said {
        Said::Query(text) | Said::Parse(_, text) => Some(text.clone()),
        _ => None,
    }
}

fn is_question(said: &Said) -> bool {
    text(said).is_some_and(|it| it.starts_with("ask "))
}

/// Lines from the first question on: names and questions by the order in which they come, because every client begins
/// with another question, and without a `Sync` that asks for nothing.
fn plain(said: &[Said]) -> Vec<String> {
    let begins = said.iter().position(is_question).unwrap_or(said.len());
    let mut names = Order::default();
    let mut texts = Order::default();
    let of_name = |name: &str, names: &mut Order| match name.strip_prefix(MARK).unwrap_or(name) {
        "" => String::new(),
        name => format!("statement {}", names.of(name)),
    };
    let of_text = |text: &str, texts: &mut Order| match text.strip_prefix("ask ") {
        Some(number) => format!("ask {}", texts.of(number)),
        None => text.to_owned(),
    };
    let mut out = Vec::new();
    let mut is_idle = true;
    for it in said.iter().skip(begins) {
        out.push(match it {
            Said::Sync if is_idle => continue,
            Said::Query(text) => match text.split_once("DEALLOCATE ") {
                Some((_, name)) => {
                    Said::Query(format!("DEALLOCATE {}", of_name(name.trim_matches('"'), &mut names)))
                }
                None => Said::Query(of_text(text, &mut texts)),
            },
            Said::Parse(name, text) => Said::Parse(of_name(name, &mut names), of_text(text, &mut texts)),
            Said::Bind(name) => Said::Bind(of_name(name, &mut names)),
            Said::Describe(what, name) => Said::Describe(*what, of_name(name, &mut names)),
            // A portal that is closed at once has nothing to do with statements.
            Said::Close('P', _) => continue,
            Said::Close(what, name) => Said::Close(*what, of_name(name, &mut names)),
            other => other.clone(),
        });
        is_idle = matches!(it, Said::Sync | Said::Query(_));
    }
    lines(&out)
}

/// Numbers in the order in which things come.
#[derive(Default)]
struct Order(HashMap<String, usize>);

impl Order {
    fn of(&mut self, name: &str) -> usize {
        let next = self.0.len() + 1;
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(name: &str, question: &str) -> Vec<Said> {
        vec![
            Said::Query("SET x".to_owned()),
            Said::Parse(name.to_owned(), format!("ask {question}")),
            Said::Bind(name.to_owned()),
            Said::Execute,
            Said::Sync,
        ]
    }

    #[test]
    fn names_and_questions_go_by_their_order() {
        assert_eq!(difference(&asked("s0", "100000"), &asked("connlint/s7", "300000")), None);
        assert!(difference(&asked("s0", "100000"), &asked("", "100000")).is_some());
        assert_eq!(invented(&[], &asked("s0", "100000")), None);
    }
}
