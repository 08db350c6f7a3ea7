//! A fault in here stays in here: what a panic says may be of the diary, so that nobody outside hears it.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use crate::error::DiaryError;

thread_local! {
    /// How many guarded calls this thread is in.
    static INSIDE: Cell<u32> = const { Cell::new(0) };
    /// Where the last panic inside one of them was.
    static WHERE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs what a call does. A panic in it becomes [`DiaryError::Fault`], which says in which file and line and nothing else;
/// neither its message nor a stack trace is printed.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, DiaryError>) -> Result<T, DiaryError> {
    static HOOK: Once = Once::new();
    HOOK.call_once(keep_quiet_inside);
    INSIDE.set(INSIDE.get() + 1);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(INSIDE.get() - 1);
    done.unwrap_or_else(|payload| {
        // What it says is wiped by nobody, but goes nowhere; dropping it may run code of its own.
        drop(panic::catch_unwind(AssertUnwindSafe(|| drop(payload))));
        let place = WHERE.take().unwrap_or_default();
        Err(DiaryError::Fault(format!(
            "a fault in the program{place} ended this call; the household can be used; please report it"
        )))
    })
}

/// Outside guarded calls, panics go where they went before.
fn keep_quiet_inside() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if INSIDE.get() == 0 {
            return before(panic);
        }
        let place = panic.location().map(|at| {
            // The last part of a path tells no machine.
            let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
            format!(" ({file}:{})", at.line())
        });
        WHERE.set(place);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_panic_says_does_not_cross_the_border() {
        let said = "Ana had 182/110 in /home/ana/diary";
        let fault = guarded::<()>(|| panic!("{said}")).unwrap_err();
        let DiaryError::Fault(message) = &fault else { panic!("{fault:?}") };
        for word in ["Ana", "182", "/home", "/"] {
            assert!(!message.contains(word), "{message}");
        }
        assert!(message.contains("guard.rs:"), "{message}");
        let payload = guarded::<()>(|| panic::panic_any(said.to_owned())).unwrap_err();
        assert!(!payload.to_string().contains("Ana"));
        assert_eq!(guarded(|| Ok(7)), Ok(7));
        assert_eq!(INSIDE.get(), 0);
    }

    /// The program that has the library in it keeps its own hook for its own panics.
    #[test]
    fn a_panic_of_someone_else_is_told_as_ever() {
        drop(guarded(|| Ok(())));
        let told = panic::catch_unwind(|| panic!("mine")).unwrap_err();
        assert_eq!(told.downcast_ref::<&str>(), Some(&"mine"));
    }

    /// Whatever can refuse runs inside the guard: read from the source, so that the next call is not forgotten.
    #[test]
    fn every_exported_call_that_can_refuse_is_guarded() {
        const GUARDS: [&str; 7] =
            ["guarded(", ".with(", ".handed(", ".file(", ".lock_of(", ", ListenerError>;", ", FolderError>;"];
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut calls = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            for exported in text.split("#[uniffi::export").skip(1) {
                let block = exported.split_once("\n}\n").map_or(exported, |(block, _)| block);
                for call in block.split("fn ").skip(1).filter(|call| {
                    call.split('{').next().is_some_and(|signature| signature.contains("-> Result<"))
                }) {
                    calls += 1;
                    let name = call.split('(').next().unwrap_or_default();
                    assert!(GUARDS.iter().any(|guard| call.contains(guard)), "{name} is not guarded");
                }
            }
        }
        assert!(calls > 100, "{calls}");
    }
}
