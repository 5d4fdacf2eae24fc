//! Ctrl-C, for work that ends in order.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

static ASKED: AtomicBool = AtomicBool::new(false);
static LISTENING: Once = Once::new();

/// What a shell expects of a program that Ctrl-C has ended.
const INTERRUPTED: i32 = 130;
const LOOK: Duration = Duration::from_millis(20);

/// From now on the first Ctrl-C is a request, and the second one an order.
pub fn listen() {
    LISTENING.call_once(|| {
        // Without a handler Ctrl-C ends the program at once, which is no harm.
        let _ = ctrlc::set_handler(|| {
            if ASKED.swap(true, Ordering::SeqCst) {
                std::process::exit(INTERRUPTED);
            }
        });
    });
}

/// Whether somebody wants this to end.
pub fn is_asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Ends the program as Ctrl-C does, if somebody wants it to end and what was begun is in order.
pub fn obey() {
    if is_asked() {
        std::process::exit(INTERRUPTED);
    }
}

/// Sleeps so long, or until `is_over`.
pub fn sleep(time: Duration, is_over: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_over() {
        let left = time.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return;
        }
        std::thread::sleep(left.min(LOOK));
    }
}
