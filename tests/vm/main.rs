//! The binary `diary` over real Bluetooth: `BlueZ` and a kernel's own stack in a virtual machine, emulated cuffs and an
//! oximeter in its air.
//!
//! `prepare` makes the machine, `boot` starts it, `peripherals.py` are the devices, `child.rs` is what runs inside. Debian, as
//! root, with QEMU; `tests/run vm` installs it. What the sessions were handed is replayed outside of it (`replay.rs`). `DIARY_VM`
//! names the machine's folder; without it, nothing can run.
#![cfg(test)]

mod replay;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Longer than the whole of it takes on two slow cores.
const LIMIT_S: &str = "1800";

/// A program of this build: tests stand one folder below the programs.
fn built(name: &str) -> PathBuf {
    let here = env::current_exe().unwrap_or_default();
    here.ancestors().nth(2).unwrap_or(Path::new("")).join(name)
}

#[test]
fn every_reading_arrives_over_a_real_stack() {
    let machine = env::var_os("DIARY_VM").expect("DIARY_VM names the folder that tests/vm/prepare made");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("vm");
    let share = tempfile::tempdir().unwrap();
    for program in ["diary", "vm-child"] {
        fs::copy(built(program), share.path().join(program))
            .unwrap_or_else(|error| panic!("{program} is built first: {error}"));
        // Of 70 MB two thirds are for a debugger. Where there is no `strip`, it only takes longer.
        let _ = Command::new("strip").arg(share.path().join(program)).status();
    }
    // From the workspace's folder on, as cargo's own folder is.
    let machine = here.join("../..").join(machine).canonicalize().unwrap();
    let ran = Command::new(here.join("boot"))
        .args([machine.as_os_str(), share.path().as_os_str(), LIMIT_S.as_ref(), "./vm-child".as_ref()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    println!("{said}");
    if !ran.status.success() {
        for log in ["devices.log", "bluetoothd.log", "console.log"] {
            let text = fs::read(share.path().join(log)).unwrap_or_default();
            println!("--- {log}\n{}", String::from_utf8_lossy(&text));
        }
        panic!("ended with {:?}: {}", ran.status.code(), String::from_utf8_lossy(&ran.stderr));
    }
    assert!(said.contains("all cases passed"), "the guest did not come to its end");
    for (household, least) in [("household", 50), ("guest", 1)] {
        let replayed = replay::lead_to_the_same_diaries(built("diary"), &share.path().join(household), least);
        println!("{replayed} sessions of the {household} replayed outside: the same diaries");
    }
}
