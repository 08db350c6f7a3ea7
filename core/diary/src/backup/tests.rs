//! A backup against kills, errors, flips, forks and folders that lie. What is restored is compared in the household's
//! tests; here a backup is taken for restorable if every operation that it promises comes out of it.

mod hostile;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::manifest::Operations;
use super::set::{Set, segment_of};
use super::*;
use crate::id::{FileId, HouseholdId, PersonId};
use crate::journal::{self, Author, Change, HybridTime, Journal, Stored, Writer};
use crate::ports::{Folder, FolderError};
use crate::store::{DIARY, Store, StoreError};
use crate::testing::{FixedClock, FolderFault, MemoryFolder, SeededEntropy};
use crate::vault::{FilePurpose, NewSlot, RecoveryCode, Secret, Vault};

const NOW: i64 = 1_786_741_200_000;
const DAY: i64 = 86_400_000;

/// Everything that a line's key opens in a folder: manifests, lists and pieces.
pub(crate) fn contents(folder: &dyn Folder, household: HouseholdId, line: Line<'_>) -> Vec<Vec<u8>> {
    let set = Set::open(folder, keys::Keys::new(household, line)).unwrap();
    let mut opened = BTreeMap::new();
    for found in set.manifests() {
        let manifest = found.opened.unwrap().manifest;
        opened.insert(set.keys.manifest_name(found.number), crate::cbor::encode(&manifest));
        for entry in &manifest.files {
            for (what, piece) in set::pieces(entry, &set.listing(entry)) {
                opened
                    .insert(set.keys.piece(what, &piece.hash).name, set.get(what, &piece).unwrap().to_vec());
            }
        }
    }
    opened.into_values().collect()
}

/// A household with one diary, as far as a backup looks at it.
struct Home {
    root: tempfile::TempDir,
    vault: Vault,
    household: HouseholdId,
    backup: FileId,
    key: Secret<32>,
    file: FileId,
    purpose: FilePurpose,
    store: Store,
    journal: Journal,
    media: std::path::PathBuf,
    entropy: SeededEntropy,
}

impl Home {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let entropy = SeededEntropy::new(77);
        let household = HouseholdId::random(&entropy).unwrap();
        let code = RecoveryCode::random(&entropy).unwrap();
        let mut vault = Vault::create(root.path(), household, &[NewSlot::Recovery(&code)], &entropy).unwrap();
        let purpose = FilePurpose::Diary { person: PersonId::from_bytes([5; 16]) };
        let (file, file_key) = vault.add_file(purpose, &entropy).unwrap();
        let (backup, key) = vault.add_file(FilePurpose::Backup, &entropy).unwrap();
        vault.save().unwrap();
        let store = Store::create(&root.path().join("diary.db"), file_key.expose(), &DIARY).unwrap();
        let journal = journal(file, 1);
        let media = root.path().join("media");
        Self { root, vault, household, backup, key, file, purpose, store, journal, media, entropy }
    }

    fn write(&self, count: usize, size: usize) {
        for at in 0..count {
            append(&self.journal, &self.store, &vec![u8::try_from(at % 251).unwrap(); size]);
        }
    }

    fn job(&self, at_ms: i64) -> Job<'_> {
        let snapshot = Snapshot::of(&self.store, &DIARY).unwrap().with_media(&self.media, None).unwrap();
        self.job_of(at_ms, vec![Source::open(self.file, self.purpose, snapshot)])
    }

    fn job_of<'a>(&'a self, at_ms: i64, sources: Vec<Source<'a>>) -> Job<'a> {
        Job {
            household: self.household,
            line: Line::Household(self.backup, &self.key),
            key_file: self.vault.key_file(None).unwrap(),
            only: None,
            at_ms,
            known: None,
            sources,
        }
    }

    fn run_at(&self, folder: &MemoryFolder, at_ms: i64) -> Result<Ran, BackupError> {
        run(folder, &self.job(at_ms), &self.entropy, &mut |_| Ok(()))
    }

    fn run_at_folder(&self, folder: &dyn Folder) -> Result<Ran, BackupError> {
        run(folder, &self.job(NOW), &self.entropy, &mut |_| Ok(()))
    }

    fn run(&self, folder: &MemoryFolder) -> Ran {
        let ran = self.run_at(folder, NOW).unwrap();
        assert_eq!(ran.proof, Ok(()));
        ran
    }

    fn check(&self, folder: &dyn Folder) -> Checked {
        check(folder, self.household, Line::Household(self.backup, &self.key)).unwrap()
    }

    fn set<'f>(&self, folder: &'f dyn Folder) -> Set<'f> {
        Set::open(folder, keys::Keys::new(self.household, Line::Household(self.backup, &self.key))).unwrap()
    }

    /// What each sealed piece is that a backup names, by its name.
    fn pieces(&self, folder: &dyn Folder) -> BTreeMap<String, (keys::What, manifest::PieceRef)> {
        let set = self.set(folder);
        let found = set.manifests();
        let entries = found.iter().flat_map(|found| found.opened.as_ref().unwrap().manifest.files.iter());
        let pieces = entries.flat_map(|entry| set::pieces(entry, &set.listing(entry)));
        pieces.map(|(what, piece)| (set.keys.piece(what, &piece.hash).name, (what, piece))).collect()
    }

    /// Every operation of the newest backup, by number, if all it promises is there.
    fn newest(&self, folder: &dyn Folder) -> Option<(u64, BTreeMap<u64, Vec<Stored>>)> {
        self.numbered(folder, None)
    }

    fn numbered(
        &self,
        folder: &dyn Folder,
        number: Option<u64>,
    ) -> Option<(u64, BTreeMap<u64, Vec<Stored>>)> {
        key_file(folder).ok()?;
        let set = self.set(folder);
        let found = set.manifests();
        let one = found
            .iter()
            .rev()
            .filter(|found| number.is_none_or(|number| number == found.number))
            .find_map(|found| found.opened.as_ref().ok())?;
        let mut checked = Checked::default();
        check::backup(&set, one, &mut BTreeSet::new(), &mut checked);
        assert_eq!(checked.problems, [], "backup {}", one.manifest.number);
        let mut all = BTreeMap::new();
        for entry in &one.manifest.files {
            let listing = set.listing(entry);
            let mut numbers = BTreeSet::new();
            for segment in listing.settled.iter().chain(&entry.fresh) {
                let what = segment_of(entry, segment).unwrap();
                let found: Operations = set.get_as(what, &segment.piece).unwrap();
                assert_eq!(found.operations.iter().map(Stored::held).sum::<u64>(), segment.parts);
                all.insert(segment.from, found.operations);
                numbers.extend(segment.from..=segment.to);
            }
            let promised: u64 = entry.chains.iter().map(|chain| chain.number).sum();
            assert_eq!(numbers.len() as u64, promised, "every number once");
        }
        Some((one.manifest.number, all))
    }
}

fn journal(file: FileId, seed: u8) -> Journal {
    let clock = Arc::new(FixedClock::new(NOW, "Europe/London"));
    let writer = Arc::new(Writer::from_seed(&[seed; 32]));
    Journal::new(file, writer, clock, Arc::new(SeededEntropy::new(seed.into())))
}

fn append(journal: &Journal, store: &Store, body: &[u8]) {
    journal
        .write::<_, journal::JournalError>(store, |journal| {
            journal.append(Change {
                id: None,
                kind: 1,
                version: 1,
                author: Author::HOUSEHOLD,
                body: body.to_vec(),
                reason: None,
                raw: None,
            })
        })
        .unwrap();
}

fn empty(store: &Store, number: u64) {
    store
        .write::<_, StoreError>(|tx| {
            tx.execute(
                "UPDATE operations SET header = NULL, body = NULL, reason = NULL, raw = NULL WHERE number = ?1",
                [number],
            )
        })
        .unwrap();
}

/// A folder that counts from how often each piece is read from its beginning.
#[derive(Debug, Default)]
struct Counted(MemoryFolder, std::sync::Mutex<BTreeMap<String, u64>>);

impl Folder for Counted {
    fn list(&self) -> Result<Vec<crate::ports::Listed>, FolderError> {
        self.0.list()
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        *self.1.lock().unwrap().entry(name.to_owned()).or_default() += u64::from(offset == 0);
        self.0.read(name, offset, out)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.0.write(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        self.0.remove(name)
    }
}

/// The proof reads, and what it has read is not read again to be checked.
#[test]
fn a_run_reads_every_piece_once() {
    let (home, folder) = (Home::new(), Counted::default());
    fs_media(&home, 2, 300);
    for run in 0..3 {
        home.write(5, 60);
        folder.1.lock().unwrap().clear();
        let prove = &mut |backup: &Backup<'_>| {
            let path = home.root.path().join(format!("{run}.db"));
            backup.put(home.file, &Store::create(&path, &[1; 32], &DIARY)?, &DIARY)
        };
        let ran = super::run(&folder, &home.job(NOW + run), &home.entropy, prove).unwrap();
        assert_eq!(ran.proof, Ok(()));
        let read = folder.1.lock().unwrap().clone();
        let pieces = home.pieces(&folder);
        assert!(pieces.len() >= 4);
        for (name, (what, _)) in pieces {
            // Lists say what there is, and what goes.
            if !matches!(what, keys::What::Segments { .. } | keys::What::Media { .. }) {
                assert_eq!(read.get(&name), Some(&1), "run {run}: {what:?}");
            }
        }
    }
}

/// Also what came from another phone whose clock is an hour ahead.
#[test]
fn what_is_restored_goes_on_behind_all_that_was_followed() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    home.write(3, 60);
    let ahead = HybridTime { wall_ms: NOW + 3_600_000, counter: 7 };
    home.store.write(|tx| journal::follow(tx, ahead)).unwrap();
    let path = home.root.path().join("restored.db");
    let prove =
        &mut |backup: &Backup<'_>| backup.put(home.file, &Store::create(&path, &[1; 32], &DIARY)?, &DIARY);
    run(&folder, &home.job(NOW), &home.entropy, prove).unwrap();
    let restored = Store::open(&path, &[1; 32], &DIARY).unwrap();
    assert_eq!(restored.read(|reader| journal::followed(reader)).unwrap(), Some(ahead));
}

#[test]
fn a_run_with_nothing_new_writes_a_list_and_nothing_else() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    home.write(10, 300);
    let first = home.run(&folder);
    assert_eq!((first.number, first.written), (1, 5), "two key files, a segment, the state, the manifest");
    let second = home.run(&folder);
    assert_eq!((second.number, second.written, second.removed), (2, 1, 0));
    assert!(second.bytes < 1200, "{}", second.bytes);
    home.write(1, 300);
    let third = home.run(&folder);
    assert_eq!((third.written, third.healed.len()), (2, 0));
    assert_eq!(home.newest(&folder).unwrap().1.len(), 2, "a segment a run");
}

/// Every operation is written at most twice, whatever the rhythm of the runs.
#[test]
fn many_small_runs_write_each_operation_at_most_twice() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    let mut lists = 0;
    let mut ops = 0;
    for at in 0..60_i64 {
        home.write(3, 400);
        let before = folder.written();
        let ran = home.run_at(&folder, NOW + at * DAY).unwrap();
        assert_eq!(folder.written() - before, ran.bytes);
        let (_, found) = home.newest(&folder).unwrap();
        let size: usize = found.values().flatten().map(Stored::size).sum();
        ops = size;
        let manifest = folder.pieces().get(&manifest_name(&home, ran.number)).unwrap().len();
        lists += manifest as u64;
        assert!(found.len() <= 24 + 60 / 24 + 1, "{} segments", found.len());
    }
    let state_and_keys: u64 = 6_000;
    let contents = folder.written() - lists - state_and_keys;
    assert!(contents < 3 * ops as u64, "{contents} bytes for {ops}");
}

/// After ten years a day's run writes at most three times what changed that day; days on which a chain settles what is
/// fresh come once in 24 runs, and `many_small_runs_write_each_operation_at_most_twice` counts them.
#[test]
fn a_day_of_a_ten_year_diary_costs_at_most_three_times_its_bytes() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    let days = |days: usize, each: usize| {
        home.journal
            .write::<_, journal::JournalError>(&home.store, |journal| {
                (0..days * each).try_for_each(|_| {
                    let (body, raw) = (vec![5; 150], Some(vec![3; 220]));
                    let author = Author::HOUSEHOLD;
                    journal
                        .append(Change { id: None, kind: 1, version: 1, author, body, reason: None, raw })
                        .map(drop)
                })
            })
            .unwrap();
        bytes_of(&home.store)
    };
    let mut before = days(3650, 1);
    let whole = home.run(&folder).bytes;
    assert!(whole > 2_000_000, "{whole}");
    for at in 1..=6_i64 {
        let now = days(1, 4);
        let ran = home.run_at(&folder, NOW + at * DAY).unwrap();
        assert!(ran.bytes <= 3 * (now - before), "{} bytes for {}", ran.bytes, now - before);
        before = now;
    }
}

fn bytes_of(store: &Store) -> u64 {
    let snapshot = Snapshot::of(store, &DIARY).unwrap();
    snapshot.chains.iter().map(|chain| snapshot.bytes(chain, 1, chain.number).unwrap()).sum()
}

fn manifest_name(home: &Home, number: u64) -> String {
    keys::Keys::new(home.household, Line::Household(home.backup, &home.key)).manifest_name(number)
}

/// The process ends, the disk is full, the card is pulled: at every call of the folder, in every way.
#[test]
fn a_kill_or_an_error_at_any_call_leaves_the_last_backup_and_the_next_run_finishes() {
    let home = Home::new();
    fs_media(&home, 1, 5000);
    home.write(10, 300);
    let start = MemoryFolder::default();
    home.run(&start);
    let (_, had) = home.newest(&start).unwrap();
    let before = start.pieces();
    // Something new of every kind, and something erased, so that pieces are written, replaced and taken away.
    fs_media(&home, 2, 5000);
    home.write(5, 300);
    empty(&home.store, 3);
    let whole = MemoryFolder::of(before.clone());
    home.run(&whole);
    let (calls, (_, want)) = (whole.calls(), home.newest(&whole).unwrap());
    assert_ne!(had, want);
    let faults =
        [FolderFault::Before, FolderFault::After, FolderFault::Torn, FolderFault::Once(FolderError::Full)];
    let mut tried = 0;
    for call in 0..calls {
        for fault in faults {
            let folder = MemoryFolder::of(before.clone());
            folder.fail(call, fault);
            let ran = home.run_at(&folder, NOW);
            folder.heal();
            let (number, found) =
                home.newest(&folder).unwrap_or_else(|| panic!("{fault:?} at {call}: nothing"));
            if number == 1 {
                assert_eq!(found, had, "{fault:?} at {call}");
                assert!(ran.is_err(), "{fault:?} at {call}");
            } else {
                assert_eq!(found, want, "{fault:?} at {call}");
            }
            let again = home.run(&folder);
            assert!(again.number <= number + 2, "{fault:?} at {call}");
            assert_eq!(home.newest(&folder).unwrap().1, want, "{fault:?} at {call}");
            // What was erased is under no name that a backup has, and nothing half written is left.
            let checked = home.check(&folder);
            assert_eq!((checked.problems, checked.unnamed), (vec![], 0), "{fault:?} at {call}");
            assert!(checked.backups.iter().all(|(number, _)| *number > 1), "{fault:?} at {call}");
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}

fn fs_media(home: &Home, id: u8, size: usize) {
    std::fs::create_dir_all(&home.media).unwrap();
    let name = crate::id::MediaId::from_bytes([id; 16]);
    std::fs::write(home.media.join(format!("{name}.media")), vec![id; size]).unwrap();
}

#[test]
fn every_flipped_cut_or_lost_piece_is_named_and_the_next_run_heals_it() {
    let home = Home::new();
    fs_media(&home, 1, 700);
    home.write(3, 100);
    let folder = MemoryFolder::default();
    home.run(&folder);
    home.write(2, 100);
    home.run(&folder);
    assert_eq!(home.check(&folder).problems, []);
    let good = folder.pieces();
    let (mut flips, mut named) = (0, BTreeSet::new());
    let pieces = home.pieces(&folder);
    for (name, bytes) in &good {
        for at in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << (at % 8);
            folder.put(name, Some(bad.clone()));
            // A whole check reads everything again; for most bytes the piece alone is opened.
            if crate::testing::long() || at % 32 == 5 || at + 1 == bytes.len() {
                let problems = home.check(&folder).problems;
                assert!(problems.iter().any(|problem| problem.piece == *name), "{name} byte {at}");
            } else {
                let set = home.set(&folder);
                let opened = match pieces.get(name) {
                    Some((what, piece)) => set.get(*what, piece).is_ok(),
                    None if set.keys.manifest_number(name).is_some() => {
                        let found = set.manifests();
                        found.iter().all(|found| found.opened.is_ok())
                    }
                    None => crate::vault::LockedVault::of_bytes(&bad).is_ok(),
                };
                assert!(!opened, "{name} byte {at}");
            }
            flips += 1;
        }
        let longer = [bytes.as_slice(), b"x"].concat();
        for bad in [None, Some(Vec::new()), Some(bytes[..bytes.len() - 1].to_vec()), Some(longer)] {
            folder.put(name, bad);
            let problems = home.check(&folder).problems;
            // The newest of all manifests is the one piece that nothing but the household's memory misses.
            let newest = *name == manifest_name(&home, 2);
            assert!(newest || problems.iter().any(|problem| problem.piece == *name), "{name}");
            named.extend(problems.into_iter().map(|problem| match problem.what {
                LostPart::KeyFile => 1,
                LostPart::Manifest => 2,
                LostPart::Operations(_) => 3,
                LostPart::State { .. } => 4,
                LostPart::MediaList { .. } => 5,
                LostPart::Media { .. } => 6,
            }));
            if let Ok(healed) = home.run_at(&folder, NOW) {
                assert_eq!(healed.proof, Ok(()), "{name}");
                let found = home.newest(&folder).unwrap();
                assert_eq!(found.1.values().map(Vec::len).sum::<usize>(), 6, "{name}");
            }
            // Back to what it was.
            for piece in folder.pieces().keys() {
                folder.put(piece, None);
            }
            for (name, bytes) in &good {
                folder.put(name, Some(bytes.clone()));
            }
        }
    }
    assert!(flips > 5000, "{flips}");
    assert_eq!(named.len(), 6, "{named:?}");
}

#[test]
fn lost_operations_are_named_by_writer_number_and_time() {
    let home = Home::new();
    home.write(3, 100);
    let folder = MemoryFolder::default();
    home.run(&folder);
    home.write(2, 100);
    home.run(&folder);
    let mut lost = Vec::new();
    for (name, bytes) in folder.pieces() {
        folder.put(&name, None);
        lost.extend(home.check(&folder).problems.into_iter().filter_map(|problem| match problem.what {
            LostPart::Operations(range) => Some((range.from, range.to, range.writer, range.first_ms)),
            _ => None,
        }));
        folder.put(&name, Some(bytes));
    }
    lost.sort();
    let writer = home.journal.writer();
    assert_eq!(lost, [(1, 4, writer, Some(NOW)), (5, 6, writer, Some(NOW))]);
}

/// An erasure: no backup that stays, and no piece, has it any more, also where it is in many of them.
#[test]
fn what_was_erased_is_in_no_backup_after_the_next_run() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    for at in 0..30 {
        home.write(2, 200);
        home.run_at(&folder, NOW + at * DAY).unwrap();
    }
    assert!(home.check(&folder).backups.len() > 5);
    let was: Vec<u64> = home.check(&folder).backups.iter().map(|(number, _)| *number).collect();
    empty(&home.store, 4);
    let ran = home.run_at(&folder, NOW + 30 * DAY).unwrap();
    assert_eq!(ran.erased, was, "each of them had it");
    let checked = home.check(&folder);
    assert_eq!((checked.backups.len(), checked.problems.len(), checked.unnamed), (1, 0, 0));
    let (_, found) = home.newest(&folder).unwrap();
    let bodies = found.values().flatten().filter(|operation| operation.body.is_none()).count();
    assert_eq!(bodies, 1);
    // What was written before the entry there was stays.
    home.write(1, 200);
    home.run_at(&folder, NOW + 31 * DAY).unwrap();
    let last = home.newest(&folder).unwrap().1.values().map(Vec::len).sum::<usize>() as u64;
    empty(&home.store, last);
    let ran = home.run_at(&folder, NOW + 32 * DAY).unwrap();
    assert_eq!(ran.erased.len(), 1);
    assert_eq!(home.check(&folder).backups.len(), 2);
}

#[test]
fn erased_media_go_and_missing_ones_stay() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    fs_media(&home, 1, 300);
    fs_media(&home, 2, 300);
    home.write(1, 10);
    home.run(&folder);
    let pieces = folder.pieces().len();
    // One is gone, and nobody said that it should be.
    std::fs::remove_file(home.media.join(format!("{}.media", crate::id::MediaId::from_bytes([1; 16]))))
        .unwrap();
    home.run(&folder);
    assert_eq!(folder.pieces().len(), pieces + 1);
    // Now somebody does.
    let named = BTreeSet::from([crate::id::MediaId::from_bytes([2; 16])]);
    let snapshot = Snapshot::of(&home.store, &DIARY).unwrap().with_media(&home.media, Some(named)).unwrap();
    let job = home.job_of(NOW, vec![Source::open(home.file, home.purpose, snapshot)]);
    let ran = run(&folder, &job, &home.entropy, &mut |_| Ok(())).unwrap();
    assert_eq!(ran.erased, [1, 2]);
    // Two key files, manifest, segment, state, a list of media and one piece.
    assert_eq!(folder.pieces().len(), 7);
}

#[test]
fn pruning_keeps_by_the_rule_and_never_without_a_proof() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    home.write(1, 10);
    for at in 0..10 {
        home.run_at(&folder, NOW + at * DAY).unwrap();
    }
    let kept = home.check(&folder).backups.len();
    assert!((3..=6).contains(&kept), "{kept}");
    let before = folder.pieces();
    for at in 10..20 {
        let unproven = &mut |_: &Backup<'_>| Err(BackupError::NotTheSame);
        let ran = run(&folder, &home.job(NOW + at * DAY), &home.entropy, unproven).unwrap();
        assert_eq!((ran.proof, ran.removed), (Err(BackupError::NotTheSame), 0));
    }
    assert!(before.iter().all(|(name, bytes)| folder.pieces().get(name) == Some(bytes)));
}

/// A household that was put back to an older state, or lives on in two places, takes nothing away from the other.
#[test]
fn what_does_not_go_on_from_a_backup_leaves_it_as_it_is_for_ever() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    home.write(4, 100);
    home.run(&folder);
    // The same diary with fewer operations: an older copy of the household.
    let path = home.root.path().join("older.db");
    let older = Store::create(&path, &[1; 32], &DIARY).unwrap();
    let own = journal(home.file, 9);
    append(&own, &older, b"another life");
    let other = |at_ms: i64| {
        let snapshot = Snapshot::of(&older, &DIARY).unwrap();
        let job = home.job_of(at_ms, vec![Source::open(home.file, home.purpose, snapshot)]);
        run(&folder, &job, &home.entropy, &mut |_| Ok(())).unwrap()
    };
    let before = home.numbered(&folder, Some(1)).unwrap();
    let ran = other(NOW);
    assert_eq!((ran.number, ran.not_continued, ran.erased.len()), (2, Some(1), 0));
    for week in 1..80 {
        append(&own, &older, b"and on");
        assert_eq!(other(NOW + week * 7 * DAY).not_continued, None);
    }
    assert_eq!(home.numbered(&folder, Some(1)).unwrap(), before, "readable after more than a year");
    assert!(home.numbered(&folder, Some(2)).is_none(), "what does go on goes by the rule");
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let (home, other) = (Home::new(), Home::new());
    let mut stranger = Home::new();
    stranger.household = HouseholdId::from_bytes([8; 16]);
    let folder = MemoryFolder::default();
    folder.put("holiday.jpg", Some(vec![1, 2, 3]));
    folder.put("0123456789abcdef0123456789abcdef", Some(vec![1]));
    home.run(&folder);
    home.run(&folder);
    assert!(folder.pieces().contains_key("holiday.jpg"));
    assert!(folder.pieces().contains_key("0123456789abcdef0123456789abcdef"));
    let before = folder.pieces();
    // The seeds are the same, and so are the ids; another household is another one.
    assert_eq!(other.household, home.household);
    assert_eq!(stranger.run_at(&folder, NOW), Err(BackupError::OtherHousehold));
    let mut one = home.job(NOW);
    one.only = Some(PersonId::from_bytes([5; 16]));
    let refused = run(&folder, &one, &home.entropy, &mut |_| Ok(()));
    assert_eq!(refused, Err(BackupError::OtherScope));
    assert_eq!(folder.pieces(), before);
}

/// A diary behind a lock of its own stays in the backup as it was, and the run says as of when.
#[test]
fn who_cannot_be_read_is_carried_on_and_named() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    home.write(3, 100);
    let shut = || home.job_of(NOW + DAY, vec![Source::shut(home.file, home.purpose, None)]);
    let ran = run(&folder, &shut(), &home.entropy, &mut |_| Ok(())).unwrap();
    assert_eq!(ran.left_out, [(home.purpose, None)]);
    home.run(&folder);
    let before = home.newest(&folder).unwrap().1;
    let ran = run(&folder, &shut(), &home.entropy, &mut |_| Ok(())).unwrap();
    assert_eq!((ran.left_out, ran.written), (vec![(home.purpose, Some(NOW))], 1));
    assert_eq!(home.newest(&folder).unwrap().1, before);
    // And goes on from there once it is open.
    home.write(1, 100);
    assert_eq!(home.run(&folder).written, 2);
}

#[test]
fn an_older_state_of_the_folder_is_named_where_a_newer_is_known() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    home.write(1, 100);
    home.run(&folder);
    let older = folder.pieces();
    home.run(&folder);
    let back = MemoryFolder::of(older);
    let mut job = home.job(NOW);
    job.known = Some(2);
    let ran = run(&back, &job, &home.entropy, &mut |_| Ok(())).unwrap();
    assert_eq!((ran.put_back, ran.number), (Some(2), 3));
}

#[test]
fn nothing_in_the_folder_tells_anything() {
    let (home, folder) = (Home::new(), MemoryFolder::default());
    let planted = "Zwetschgenknödel 181/97";
    append(&home.journal, &home.store, planted.as_bytes());
    home.write(400, 1000);
    home.run(&folder);
    let utf16: Vec<u8> = planted.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let secret = home.vault.file_key(home.file).unwrap();
    let mut needles = Vec::new();
    for needle in [planted.as_bytes(), home.key.expose(), secret.expose(), home.file.as_bytes()] {
        needles.push(needle.to_vec());
        needles.push(data_encoding::HEXLOWER.encode(needle).into_bytes());
        needles.push(data_encoding::BASE64.encode(needle).into_bytes());
    }
    needles.push(utf16);
    for (name, bytes) in folder.pieces() {
        // The key file says the ids of files in the open, as the household's own does.
        let sealed = home.set(&folder).keys.is_sealed(&name);
        for needle in needles.iter().take(if sealed { needles.len() } else { 9 }) {
            let found = bytes.windows(needle.len()).any(|part| part == needle.as_slice())
                || name.as_bytes().windows(needle.len()).any(|part| part == needle.as_slice());
            assert!(!found, "{name}");
        }
        assert!(crate::ports::is_folder_name(&name) && (sealed || name.starts_with("keys.")), "{name}");
    }
    assert!(folder.pieces().len() >= 5);
}
