//! Texts of Render.

use super::{Emitter, ErrorText, Mend};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "render",
    label: "Render",
    near: &["render.com"],
    texts: TEXTS,
    source: "messages that users quote; not run",
};

const TEXTS: &[ErrorText] = &[ErrorText {
    texts: &["SSL/TLS required"],
    cause: "the external host takes clients over TLS only; with `sslmode=prefer` this second error hides the first, mostly a wrong password",
    remedy: "require TLS, such as by `sslmode=require` or stronger, and check the password",
    rules: &["tls-required-by-endpoint", "tls-disabled", "tls-not-required", "password-not-encoded"],
    mend: Mend::Tls(Tls::REQUIRE),
    example: "connection to server at \"dpg-abc-a.frankfurt-postgres.render.com\" failed: FATAL:  SSL/TLS required",
    ..ErrorText::PLAIN
}];
