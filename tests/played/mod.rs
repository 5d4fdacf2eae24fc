//! What tests against a server that plays a part have in common.

use std::io::Write;
use std::process::{Child, Command, Stdio};

/// A message of the protocol.
pub fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
    [&[kind], &length[..], body].concat()
}

/// connlint with these arguments, of which `-` says that the string comes over standard input.
pub fn connlint(args: &[&str]) -> Command {
    let mut out = Command::new(env!("CARGO_BIN_EXE_connlint"));
    out.args(args);
    out
}

/// Starts `command` and gives it `string`; what it says is kept.
pub fn begin(command: &mut Command, string: &str) -> Child {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Whoever refuses the arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(string.as_bytes());
    child
}
