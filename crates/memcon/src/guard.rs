//! A panic in one document must not stop the run: it is caught, and named like any other failure.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, catch_unwind};

thread_local! {
    /// Whether this thread's panics are caught here, and so need not be printed.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What the thread's last panic said, and where.
    static SAID: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps the message of a guarded panic instead of printing it. To be called once, before any work.
pub fn install() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if GUARDED.get() {
            SAID.set(panic.to_string());
        } else {
            default(panic);
        }
    }));
}

/// Does some work; a panic in it is an error that says so.
///
/// # Errors
/// If the work panics: what it said, and where.
pub fn run<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let outer = GUARDED.replace(true);
    // Nothing that `work` can leave half done is used afterwards: the document is given up.
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    done.map_err(|_| {
        let said = SAID.take().split_whitespace().collect::<Vec<_>>().join(" ");
        format!("a fault of Memcon; please report it with this input: {said}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_that_says_where() {
        install();
        assert_eq!(run(|| 7), Ok(7));
        let error = run(|| -> u8 { panic!("no such word") }).expect_err("it panics");
        assert!(error.contains("no such word") && error.contains("guard.rs:"), "{error}");
        assert_eq!(run(|| run(|| panic!("inner")).is_err()), Ok(true));
    }
}
