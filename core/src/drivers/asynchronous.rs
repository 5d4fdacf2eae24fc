//! Whether the code of a driver blocks a thread while it waits.

/// Which kinds of code there are for a driver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asynchronous {
    /// None that leaves its thread to others; the driver that is nearest, empty where there is none.
    Never(&'static str),
    /// Both kinds; the blocking one unless it is asked for.
    Both,
    /// Its code never blocks the program, or its language leaves that to the runtime.
    Always,
}
