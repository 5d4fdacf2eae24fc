//! What the clients say: lines of `right 50`, `wrong 0`, `failed 0`, `committed 10`, `hung 0`, `said TEXT` and
//! `version 1.2`, each as often as there are clients.

/// The sum over all clients.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Questions that were asked.
    pub asked: usize,
    /// Questions with their own answer.
    pub right: usize,
    /// Questions with another answer, and no error.
    pub wrong: usize,
    /// Transactions that the driver said are committed.
    pub committed: usize,
    /// Rows that they left.
    pub stored: usize,
    /// Clients that did not come to an end.
    pub hung: usize,
    /// The first error.
    pub said: Option<String>,
    /// The driver's version.
    pub version: Option<String>,
}

impl Tally {
    /// Adds what a program printed.
    pub fn add(&mut self, out: &str) {
        for (word, rest) in out.lines().filter_map(|line| line.split_once(' ')) {
            let count = rest.trim().parse().unwrap_or(0);
            match word {
                "right" => self.right += count,
                "wrong" => self.wrong += count,
                "committed" => self.committed += count,
                "hung" => self.hung += count,
                "said" => self.say(rest),
                "version" => self.version = Some(rest.trim().to_owned()),
                _ => {}
            }
        }
    }

    /// Notes an error, unless there is one.
    pub fn say(&mut self, text: &str) {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        // A traceback ends with its error in Python, and has it in the middle in Node.
        let line = lines.clone().rfind(|line| line.contains("rror")).or_else(|| lines.next_back());
        if let (None, Some(line)) = (&self.said, line) {
            self.said = Some(line.chars().take(300).collect());
        }
    }
}
