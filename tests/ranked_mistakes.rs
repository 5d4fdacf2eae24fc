//! Each of the mistakes that people make most has a case, or a reason why no file can show it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// How many there are.
const MISTAKES: u32 = 80;

#[test]
fn each_has_a_case_or_a_reason() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let variables = fs::read_to_string(tests.join("cases/check/ranked-mistakes/_env")).unwrap();
    let index = fs::read_to_string(tests.join("ranked_mistakes.txt")).unwrap();
    let lines = index.lines().filter(|line| !line.starts_with('#'));
    let elsewhere: BTreeMap<u32, &str> = lines
        .map(|line| line.split_once(' ').expect("a number and a case"))
        .map(|(number, place)| (number.parse().expect("a number"), place))
        .collect();
    for number in 1..=MISTAKES {
        let name = format!("MISTAKE_{number:02}");
        let is_here = variables
            .lines()
            .any(|line| line.strip_prefix(&name).is_some_and(|rest| rest.starts_with(['=', '_'])));
        match elsewhere.get(&number) {
            Some(place) if is_here => panic!("{number} has a variable, and `{place}` as well"),
            Some(place) => match place.strip_prefix("- ") {
                Some(why) => assert!(!why.is_empty(), "{number} has no reason"),
                None => assert!(
                    tests.join("cases").join(place).join("cmd").is_file(),
                    "{number}: no case {place}"
                ),
            },
            None => assert!(is_here, "{number} has neither a case nor a reason"),
        }
    }
    assert!(elsewhere.keys().all(|number| (1..=MISTAKES).contains(number)), "a number that is none");
}
