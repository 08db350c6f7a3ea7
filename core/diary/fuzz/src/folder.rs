//! The folder of a backup, with and without its key: listed, checked and restored. Nothing panics; no memory is taken that the
//! folder has no bytes for; nothing is written but the new household; without the key, what comes back is what went in.
//!
//! A fuzzer calls it, and a test of the whole system, which compiles the core no second time for it.
use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use diary_core::backup::{self, Forged};
use diary_core::diary::{Content, MediaWords, Source, Value, WhatStays, kind};
use diary_core::household::{BackUp, Damaged, Household, Outside, Restore, restore};
use diary_core::journal::Author;
use diary_core::ports::{Clock, Entropy, Folder, FolderError, Listed, NoEntropy, Now};
use diary_core::time::{Evidence, Moment, Zones};
use diary_core::vault::{Argon2Cost, LockedVault, Passphrase, RecoveryCode, Unlock, Vault};

/// The most that a restore of this backup, which has some kilobytes, may hold at once. SQLite's own pages are not in it.
const MOST: u64 = 8 << 20;
const PASSPHRASE: &str = "a lantern over the quiet harbour";

/// What to alter, in which piece, and how; panics where a promise is broken.
pub(crate) fn attack((choice, place, bytes): (u8, u8, &[u8])) {
    let base = base();
    let folder = InMemory::of(&base.pieces);
    let part = Forged::ALL.get(usize::from(choice % 8)).copied();
    match part {
        Some(part) => {
            let mut alter = |content: &[u8]| altered(content, choice >= 0x80, bytes);
            if backup::forge(&folder, &base.vault.lock().unwrap(), (place.into(), part), &mut alter).is_none()
            {
                return;
            }
        }
        None => lied(&folder, bytes),
    }
    let taken = allocation_counter::measure(|| looked_at(base, &folder, part.is_some(), place));
    assert!(taken.bytes_max < MOST, "{} bytes at once", taken.bytes_max);
}

/// Another content, or the same with some bytes changed.
fn altered(content: &[u8], whole: bool, bytes: &[u8]) -> Vec<u8> {
    if whole {
        return bytes.to_vec();
    }
    let mut content = content.to_vec();
    for edit in bytes.chunks_exact(3) {
        let at = usize::from(u16::from_be_bytes([edit[0], edit[1]])) % content.len().max(1);
        if let Some(byte) = content.get_mut(at) {
            *byte ^= edit[2];
        }
    }
    content
}

/// What somebody does to a folder without its key, four bytes a deed: to which piece, what, where and with which byte.
fn lied(folder: &InMemory, bytes: &[u8]) {
    for deed in bytes.chunks_exact(4) {
        let mut pieces = folder.pieces.lock().unwrap();
        let names: Vec<String> = pieces.keys().cloned().collect();
        let Some(name) = names.get(usize::from(deed[0]) % names.len().max(1)).cloned() else { return };
        let piece = pieces.get_mut(&name).unwrap();
        let at = usize::from(deed[2]) * piece.len() / 256;
        match deed[1] % 7 {
            0 => piece.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= deed[3]),
            1 => piece.truncate(at),
            2 => piece.extend([deed[3]; 3]),
            3 => drop(pieces.remove(&name)),
            4 => {
                let bytes = pieces.remove(&name).unwrap();
                pieces.insert(names[usize::from(deed[2]) % names.len()].clone(), bytes);
            }
            5 => {
                let bytes = pieces.remove(&name).unwrap();
                let other =
                    ["../../outside", "/outside", "keys.18446744073709551615.json", "keys.0.copy.json", ""];
                pieces.insert(other[usize::from(deed[2]) % other.len()].to_owned(), bytes);
            }
            _ => drop(folder.claimed.lock().unwrap().insert(name, u64::MAX >> (deed[2] % 64))),
        }
    }
}

/// Everything that is done with a folder, without and with what can be read of it.
fn looked_at(base: &Base, folder: &InMemory, has_key: bool, place: u8) {
    let whole = match base.household.check_backup(folder, "card") {
        Ok(report) => report.checked.problems.is_empty(),
        Err(_) => false,
    };
    // A restore takes a hundred times as long: where it stops at a piece, one in eight goes on without it.
    if !whole && !place.is_multiple_of(8) {
        return;
    }
    let root = base.root.path().join("inside");
    let code = RecoveryCode::parse(&base.code).unwrap();
    for damaged in [Damaged::Refuse, Damaged::TakeWhatIsThere] {
        let to = root.join("home");
        let what = Restore { secret: Unlock::Recovery(&code), number: None, own: None, damaged };
        let restored = restore(folder, &to, &what, &outside());
        let there: Vec<_> = names(&root);
        assert_eq!(there, if restored.is_ok() { vec!["home"] } else { vec![] }, "{restored:?}");
        assert_eq!(names(base.root.path()), ["household", "inside"]);
        if restored.is_ok() {
            if !has_key && damaged == Damaged::Refuse {
                assert_eq!(first(&to, &code), base.said, "it says something else");
            }
            std::fs::remove_dir_all(&to).unwrap();
            return;
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A household of one with a note and a picture, and its backup.
struct Base {
    root: tempfile::TempDir,
    household: Household,
    vault: Mutex<Vault>,
    code: String,
    pieces: BTreeMap<String, Vec<u8>>,
    said: String,
}

/// What the first entry of a household says.
fn first(folder: &Path, code: &RecoveryCode) -> String {
    said(&Household::unlock(folder, Unlock::Recovery(code), None, outside()).unwrap().household)
}

fn said(household: &Household) -> String {
    let person = household.people().unwrap().remove(0);
    let entry = household.diary(person.id).unwrap().entries().unwrap().remove(0);
    let Some(Value::Text(text)) = entry.content.values.into_iter().next().map(|value| value.value) else {
        return String::new();
    };
    text
}

fn base() -> &'static Base {
    static BASE: OnceLock<Base> = OnceLock::new();
    BASE.get_or_init(|| {
        let root = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let home = root.path().join("household");
        std::fs::create_dir(root.path().join("inside")).unwrap();
        let passphrase = Passphrase::new(PASSPHRASE);
        let (code, installation) =
            Household::create(&home, &passphrase, Argon2Cost::LEAST, &outside()).unwrap();
        let secret = Unlock::Recovery(&code);
        let household = Household::unlock(&home, secret, Some(installation), outside()).unwrap().household;
        let person = household.add_person("Ana").unwrap();
        let at = "2026-08-10T12:00:00+01:00[Europe/London]";
        let moment = Moment::parse_recorded(at, Evidence::Chosen, &Zones::built_in()).unwrap();
        let mut content = Content::new(kind::NOTE.number, moment, Source::Typed);
        content.set(kind::TEXT, Value::Text("a long walk".to_owned()));
        let entry = household.diary(person).unwrap().add(&content, Author::HOUSEHOLD, true).unwrap();
        let (mut picture, words) = (Cursor::new(vec![7; 3000]), MediaWords::default());
        household
            .attach(person, entry, &mut picture, &words, WhatStays::AllIfNeedBe, &mut |_, _| ())
            .unwrap();
        let folder = InMemory::default();
        let to = BackUp { place: "card", scratch: root.path(), only: None };
        assert_eq!(household.back_up(&folder, &to).unwrap().proof, Ok(()));
        let vault = Mutex::new(LockedVault::load(&home).unwrap().unlock(secret).unwrap());
        let said = said(&household);
        let (code, pieces) = ((*code.grouped()).clone(), folder.pieces.into_inner().unwrap());
        Base { root, household, vault, code, pieces, said }
    })
}

#[derive(Debug)]
struct Outer;

impl Clock for Outer {
    fn now(&self) -> Now {
        Now { wall_ms: 1_786_741_200_000, monotonic_ns: 1, boot: [1; 16] }
    }

    fn zone(&self) -> String {
        "Europe/London".to_owned()
    }
}

impl Entropy for Outer {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        static DRAWN: AtomicU64 = AtomicU64::new(1);
        for chunk in out.chunks_mut(8) {
            // Spread over all bytes, and never the same.
            let next = DRAWN.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

fn outside() -> Outside {
    Outside { clock: Arc::new(Outer), entropy: Arc::new(Outer), zones: Zones::built_in() }
}

/// A folder, with what it claims of sizes.
#[derive(Debug, Default)]
struct InMemory {
    pieces: Mutex<BTreeMap<String, Vec<u8>>>,
    claimed: Mutex<BTreeMap<String, u64>>,
}

impl InMemory {
    fn of(pieces: &BTreeMap<String, Vec<u8>>) -> Self {
        Self { pieces: Mutex::new(pieces.clone()), claimed: Mutex::default() }
    }
}

impl Folder for InMemory {
    fn list(&self) -> Result<Vec<Listed>, FolderError> {
        let (pieces, claimed) = (self.pieces.lock().unwrap(), self.claimed.lock().unwrap());
        let size = |(name, bytes): (&String, &Vec<u8>)| {
            let size = claimed.get(name).copied().unwrap_or(bytes.len() as u64);
            Listed { name: name.clone(), size }
        };
        Ok(pieces.iter().map(size).collect())
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        let pieces = self.pieces.lock().unwrap();
        let bytes = pieces.get(name).ok_or(FolderError::Missing)?;
        let rest = bytes.get(usize::try_from(offset).unwrap_or(usize::MAX)..).unwrap_or_default();
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let mut pieces = self.pieces.lock().unwrap();
        if pieces.contains_key(name) {
            return Err(FolderError::Exists);
        }
        pieces.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        self.pieces.lock().unwrap().remove(name);
        Ok(())
    }
}
