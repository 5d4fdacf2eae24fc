// What one client asks, what came back, and what it was told is stored.

use std::env;
use std::error::Error;
use std::iter::successors;

const ROUNDS: i32 = 50;

/// A text that is asked with a number; every fifth time a row is stored with it, in one transaction.
pub struct Question {
    // Texts stay for good: some drivers take no others without a vow.
    pub text: &'static str,
    pub number: i32,
    pub insert: Option<&'static str>,
    answer: i32,
}

/// All that this client asks.
pub fn questions() -> impl Iterator<Item = Question> {
    let variable = |name: &str| env::var(name).expect(name);
    let client: i32 = variable("PROVE_CLIENT").parse().expect("a number");
    let run = variable("PROVE_RUN");
    (0..ROUNDS).map(move |turn| {
        let number = client * 1000 + turn;
        // Texts of different questions, so that the answer to another client's shows.
        let plus = 100_000 * (1 + (client + turn) % 5);
        let insert = || format!("insert into stored (run, n) values ('{run}', cast($1 as int))").leak();
        Question {
            text: format!("select cast($1 as int) + {plus} from pg_sleep(0.002)").leak(),
            number,
            insert: (turn % 5 == 4).then(|| &*insert()),
            answer: number + plus,
        }
    })
}

#[derive(Default)]
pub struct Tally {
    right: usize,
    wrong: usize,
    failed: usize,
    committed: usize,
    said: Option<String>,
}

impl Tally {
    pub fn note<E: Error + 'static>(&mut self, question: &Question, answer: Result<i32, E>) {
        match answer {
            Ok(answer) => {
                self.committed += usize::from(question.insert.is_some());
                *(if answer == question.answer { &mut self.right } else { &mut self.wrong }) += 1;
            }
            Err(error) => {
                self.failed += 1;
                self.said.get_or_insert(words(&error));
            }
        }
    }

    pub fn report(&self) {
        let Self { right, wrong, failed, committed, said } = self;
        println!("right {right}\nwrong {wrong}\nfailed {failed}\ncommitted {committed}");
        if let Some(said) = said {
            println!("said {said}");
        }
    }
}

/// An error with its causes, which many errors leave to be asked for.
fn words(error: &(dyn Error + 'static)) -> String {
    let causes = successors(Some(error), |&it| it.source());
    let mut out: Vec<String> = causes.map(|it| it.to_string()).collect();
    out.dedup_by(|below, above| above.contains(&*below));
    out.join(": ").replace('\n', " ")
}
