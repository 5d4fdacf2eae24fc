//! The table of agreement, on the screen and in docs/agreement.md.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Result;
use connlint_core::drivers::DriverAt;

use super::compare::{Difference, What};
use super::disagreements::Known;
use super::worker::{Answer, Listed};

/// The page, from the root of the workspace.
pub const PAGE: &str = "docs/agreement.md";

/// How far we agree with a driver.
pub struct Row {
    pub family: &'static str,
    pub driver: String,
    label: &'static str,
    version: String,
    /// Strings asked.
    strings: usize,
    /// Strings that both take, or both refuse.
    verdicts: usize,
    /// Strings of which nothing differs but the words of a refusal.
    everything: usize,
    /// Strings that both refuse, the driver with words of its own.
    refused: usize,
    /// Those with the same words.
    worded: usize,
    /// Differences that are listed.
    pub known: usize,
}

impl Row {
    pub fn new(family: &'static str, listed: &Listed, driver: &DriverAt) -> Self {
        Self {
            family,
            driver: listed.driver.clone(),
            label: driver.driver.label,
            version: listed.version.clone(),
            strings: 0,
            verdicts: 0,
            everything: 0,
            refused: 0,
            worded: 0,
            known: 0,
        }
    }

    /// Counts an answer.
    pub fn count(&mut self, answer: &Answer, differences: &[Difference]) {
        let differs = |what: What| differences.iter().any(|it| it.what == what);
        self.strings += 1;
        self.verdicts += usize::from(!differs(What::Verdict));
        self.everything += usize::from(differences.iter().all(|it| it.what == What::Wording));
        if !answer.ok && answer.error.is_some() && !differs(What::Verdict) {
            self.refused += 1;
            self.worded += usize::from(!differs(What::Wording));
        }
    }

    /// In a line of text.
    pub fn line(&self) -> String {
        format!(
            "{:<7} {:<20} {:<8} {} strings: verdict {}, everything {}, wording {} of {}",
            self.family,
            self.driver,
            self.version,
            self.strings,
            percent(self.verdicts, self.strings),
            percent(self.everything, self.strings),
            percent(self.worded, self.refused),
            self.refused
        )
    }
}

/// Rounded down, so that 100 % means all.
fn percent(part: usize, of: usize) -> String {
    let hundredths = (part * 10_000).checked_div(of).unwrap_or(10_000);
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

/// The page; the same for the same seed, versions and day.
pub fn page(rows: &[Row], known: &[Known], seed: u64, count: usize) -> Result<String> {
    let mut out = format!(
        "<!-- Written by `cargo xtask oracle`; the drivers decide what it says. -->\n\n# Agreement with the drivers\n\n\
         Each driver was asked {count} random strings in its spelling and {} made of what its record says that it \
         takes, and so was connlint. Nothing was dialled. Asked on {} with seed {seed}; `cargo xtask oracle` asks again, \
         and `--seed N` asks others.\n\n",
        count / 2,
        today()?
    );
    out.push_str(
        "- **taken or refused**: both take the string, or both refuse it.\n\
         - **everything**: and every host, port, user, password, database and parameter is the same, where the driver \
         can be asked for it.\n\
         - **wording**: of the strings that both refuse, those with the same words up to the first quoted piece of the \
         string.\n\n",
    );
    out.push_str("| driver | version | strings | taken or refused | everything | wording | of refusals |\n");
    out.push_str("|---|---|---:|---:|---:|---:|---:|\n");
    for row in rows {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            row.label,
            row.version,
            row.strings,
            percent(row.verdicts, row.strings),
            percent(row.everything, row.strings),
            percent(row.worded, row.refused),
            row.refused
        );
    }
    if !known.is_empty() {
        out.push_str("\n## Known disagreements\n\n");
        for it in known {
            let _ = writeln!(out, "- {}: {}", it.drivers.join(", "), it.why);
        }
    }
    Ok(out)
}

/// The day, as `2026-11-24`.
pub fn today() -> Result<String> {
    let days = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
    Ok(date(days))
}

/// A day counted from 1970-01-01, as a date.
fn date(mut days: u64) -> String {
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    use super::{date, percent};

    #[test]
    fn days_are_dates() {
        for (days, expected) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (789, "1972-02-29"), (20_781, "2026-11-24")]
        {
            assert_eq!(date(days), expected);
        }
    }

    #[test]
    fn only_all_is_a_hundred() {
        assert_eq!(percent(99_999, 100_000), "99.99 %");
        assert_eq!(percent(3, 3), "100.00 %");
        assert_eq!(percent(0, 0), "100.00 %");
    }
}
