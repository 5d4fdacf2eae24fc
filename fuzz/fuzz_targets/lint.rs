//! Any text gives a report whose places lie in the text.
#![no_main]

use connlint_core::{Options, lint};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for path in [None, Some(".env"), Some("string.txt")] {
        let report = lint(text, path, &Options::default());
        assert_eq!(report.masked.chars().count(), text.chars().count());
        for finding in &report.findings {
            assert!(text.get(finding.start.offset..finding.end.offset).is_some());
        }
    }
});
