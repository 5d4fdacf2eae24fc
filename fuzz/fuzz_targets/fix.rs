//! Fixing ends, and what was fixed needs no fixing again.
#![no_main]

use connlint_core::diag::Safety;
use connlint_core::fix::fix;
use connlint_core::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let options = Options::default();
    let fixed = fix(text, Some(".env"), &options, Safety::Unsafe);
    let again = fix(&fixed.text, Some(".env"), &options, Safety::Unsafe);
    assert!(again.applied.is_empty(), "{:?}", again.applied);
});
