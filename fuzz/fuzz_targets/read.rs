//! Every driver reads any string, and reads it the same way twice.
#![no_main]

use connlint_core::drivers::{DRIVERS, DriverAt};
use connlint_core::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for driver in DRIVERS {
        let driver = DriverAt::newest(driver);
        assert_eq!(read(text, &driver, true), read(text, &driver, true));
    }
});
