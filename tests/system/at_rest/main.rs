//! At rest, every flipped byte is refused or named, and no file shows what is in it.

#![cfg(test)]

mod elsewhere;
mod forms;
mod log;
mod readable;
mod structure;

use std::fs::{self, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;

use diary_core::household::{Handing, Household};
use diary_core::store::{self, DIARY, HOUSEHOLD, INBOX, Schema, Store};
use diary_core::vault::{FilePurpose, Secret, Unlock};
use diary_sim::{Faults, by_name};
use diary_tests::{EVENING_MS, Home, long, outside};

/// A household with two people, readings in both diaries and one that waits, closed.
fn used() -> Home {
    let home = Home::new();
    let household = home.unlock();
    let mut cuff = by_name("beurer", EVENING_MS, 3_600_000).unwrap();
    let pairing = home.pair(&household, &mut *cuff);
    home.sync(&household, pairing.device, &mut *cuff, [2; 16], &Faults::default());
    assert!(household.hand_on(Handing::Owned).unwrap().new.len() > 5);
    assert_eq!(household.verify().unwrap().findings, []);
    household.close().unwrap();
    home
}

/// The path, schema and key of every database of a household.
fn databases(home: &Home) -> Vec<(std::path::PathBuf, &'static Schema, Secret<32>)> {
    let secret = Home::passphrase();
    let vault = diary_core::vault::LockedVault::load(&home.folder())
        .unwrap()
        .unlock(Unlock::Passphrase(&secret))
        .unwrap();
    home.files()
        .into_iter()
        .filter(|(path, _)| path.extension().is_some_and(|extension| extension == "db"))
        .map(|(path, _)| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let file = vault
                .files()
                .into_iter()
                .find(|file| match file.purpose {
                    FilePurpose::Household => name.starts_with("household"),
                    FilePurpose::Inbox => name.starts_with("inbox"),
                    FilePurpose::Diary { person } | FilePurpose::Sealed { person } => {
                        path.to_string_lossy().contains(&person.to_string())
                    }
                    FilePurpose::Backup => false,
                })
                .unwrap();
            let schema: &Schema = match file.purpose {
                FilePurpose::Household => &HOUSEHOLD,
                FilePurpose::Inbox => &INBOX,
                FilePurpose::Diary { .. } | FilePurpose::Sealed { .. } | FilePurpose::Backup => &DIARY,
            };
            (path, schema, vault.file_key(file.id).unwrap())
        })
        .collect()
}

fn remove_log(path: &Path) {
    for suffix in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
}

/// Every byte of every database (one in 97 in the short form), each with another bit.
#[test]
fn every_flipped_byte_of_a_database_is_refused_or_named() {
    let home = used();
    let step = if long() { 1 } else { 97 };
    let mut tried = 0_u64;
    for (path, schema, key) in databases(&home) {
        let length = fs::metadata(&path).unwrap().len();
        for at in (0..length).step_by(step) {
            let file = OpenOptions::new().read(true).write(true).open(&path).unwrap();
            let mut byte = [0];
            file.read_exact_at(&mut byte, at).unwrap();
            file.write_all_at(&[byte[0] ^ (1 << (at % 8))], at).unwrap();
            let found = Store::open(&path, key.expose(), schema).and_then(|store| store::check(&store));
            assert!(found.is_err(), "{schema:?}: byte {at} went unseen");
            remove_log(&path);
            file.write_all_at(&byte, at).unwrap();
            tried += 1;
        }
        Store::open(&path, key.expose(), schema).unwrap().close().unwrap();
    }
    println!("flipped bytes: {tried} tried, 0 unseen");
}

/// Through the front door, as a person would meet it: an error that names the damage, or a finding of a check.
#[test]
fn a_flip_anywhere_in_a_household_is_refused_or_a_finding() {
    let home = used();
    let secret = Home::passphrase();
    let files = home.files();
    let total: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let step = if long() { 499 } else { 9_973 };
    let mut at = 0;
    for (path, bytes) in &files {
        while at < bytes.len() {
            let copy = home.copied();
            let inside = path.strip_prefix(home.folder()).unwrap();
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x20;
            fs::write(copy.folder().join(inside), flipped).unwrap();
            let unlocked = Household::unlock(
                &copy.folder(),
                Unlock::Passphrase(&secret),
                Some(copy.installation()),
                outside(&copy.clock),
            );
            match unlocked {
                Err(_) => {}
                Ok(unlocked) => {
                    let findings = unlocked.household.verify().unwrap().findings;
                    assert!(
                        unlocked.notice.is_some() || !findings.is_empty(),
                        "byte {at} of {} went unseen",
                        inside.display()
                    );
                }
            }
            at += step;
        }
        at -= bytes.len();
    }
    println!("a household of {total} bytes in {} files", files.len());
}

/// The log file of a killed process is there to be scanned too.
#[test]
fn a_household_left_by_a_kill_opens_and_verifies() {
    let home = used();
    let household = home.unlock();
    household.add_person("Cyd").unwrap();
    // Copied while open: what a kill leaves, log and all.
    let left = home.copied();
    assert!(left.files().iter().any(|(path, _)| path.to_string_lossy().ends_with("-wal")));
    let reopened = left.unlock();
    assert_eq!(reopened.people().unwrap().len(), 3);
    assert_eq!(reopened.verify().unwrap().findings, []);
}
