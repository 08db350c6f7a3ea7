//! What a phone's memory has to hold: a diary of ten years, opened by the phone's key store, and its newest day; and what
//! must not be in it any more once the household is locked.
//!
//! Measured is the whole process, SQLite's and OpenSSL's memory and the touched part of the program among it, in a
//! process that does nothing else.
#![cfg(test)]
#![cfg(target_os = "linux")]

mod lock;

use std::path::Path;
use std::process::Command;

use diary_tests::{long, readings::A_DAY};

/// The promise, for ten years.
const MOST_KIB: u64 = 30 * 1024;
/// The core's own share, beside a process that has opened nothing but a diary of one day.
const FOR_THE_YEARS_KIB: u64 = 4 * 1024;

fn child(arguments: &[&str], case: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_memory-child"));
    let (role, rest) = arguments.split_first().unwrap();
    let output = command.arg(role).arg(case).args(rest).output().unwrap();
    assert!(output.status.success(), "{role}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// With the newest day shown, and with every day.
fn most_kib(days: i64) -> (u64, u64) {
    let case = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    child(&["fill", &(days * A_DAY).to_string()], case.path());
    let most = |role| child(&[role], case.path()).trim().parse().unwrap();
    (most("look"), most("walk"))
}

/// Ten years in the long form, else one: what a day shows does not grow with the years behind it, and what all of them
/// leave in memory is bounded too.
#[test]
fn opening_and_a_day_fit_into_thirty_megabytes() {
    let years = if long() { 10 } else { 1 };
    let ((day, _), (years_kib, walked)) = (most_kib(1), most_kib(years * 365));
    println!(
        "most memory: {years_kib} KiB with {years} years, {day} KiB with one day, {walked} KiB with every day shown"
    );
    assert!(years_kib <= MOST_KIB, "{years_kib} KiB");
    assert!(years_kib <= day + FOR_THE_YEARS_KIB, "{years_kib} KiB, with one day {day} KiB");
    assert!(walked <= MOST_KIB, "{walked} KiB");
}
