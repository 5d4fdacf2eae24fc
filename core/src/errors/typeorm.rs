//! Texts of TypeORM.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "typeorm",
    label: "TypeORM",
    near: &[],
    texts: TEXTS,
    source: "messages that users quote; not run",
};

const TEXTS: &[ErrorText] = &[ErrorText {
    texts: &["Driver not Connected"],
    cause: "the data source was used before `initialize()` came to an end",
    remedy: "wait for `dataSource.initialize()`",
    example: "TypeORMError: Driver not Connected",
    ..ErrorText::PLAIN
}];
