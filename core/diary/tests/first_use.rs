//! The first use of the encrypted store in a process, from several threads at once.
//!
//! SQLite counts itself initialised before it has run SQLCipher's part of the initialisation, so whoever comes second
//! finds encryption missing: `PRAGMA key` answers with a generic error. A process has only one first use, so each
//! attempt is a process of its own. The gap is narrow: about one process in a hundred met it before the store closed
//! it. To see it every time, stop the first thread in `sqlcipher_extra_init` with a debugger and let the others run.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Barrier;

use diary_core::store::{INBOX, Store, check};

const PROCESSES: usize = 24;
const THREADS: usize = 12;
const FOLDER: &str = "DIARY_TEST_FIRST_USE";

#[test]
fn threads_that_come_first_at_once_all_get_their_file() {
    let this = std::env::current_exe().unwrap();
    let folder = tempfile::tempdir().unwrap();
    // Four at a time: more runnable threads than processors widen the gap between the two halves of the start.
    for first in (0..PROCESSES).step_by(4) {
        let running: Vec<_> = (first..first + 4)
            .map(|process| {
                let own = folder.path().join(process.to_string());
                std::fs::create_dir(&own).unwrap();
                Command::new(&this)
                    .args(["--exact", "one_process", "--nocapture"])
                    .env(FOLDER, own)
                    .stdout(Stdio::null())
                    .stderr(Stdio::piped())
                    .spawn()
                    .unwrap()
            })
            .collect();
        for process in running {
            let ended = process.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr);
            assert!(ended.status.success(), "{said}");
            // Nor does the store speak to a shell's standard error.
            assert_eq!(said, "");
        }
    }
}

/// The body of the processes that the test above starts; by itself it has nothing to do.
#[test]
fn one_process() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let start = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let (start, folder) = (&start, Path::new(&folder));
            scope.spawn(move || {
                let path = folder.join(format!("{thread}.db"));
                start.wait();
                // One after the other: whoever is there before the first has begun waits for it and is safe.
                for _ in 0..thread * 2000 {
                    std::hint::spin_loop();
                }
                let store = Store::create(&path, &[7; 32], &INBOX).unwrap();
                store.close().unwrap();
                let store = Store::open(&path, &[7; 32], &INBOX).unwrap();
                check(&store).unwrap();
            });
        }
    });
}
