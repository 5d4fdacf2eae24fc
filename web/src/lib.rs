//! The browser page of connlint.
