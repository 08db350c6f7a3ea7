//! New keys for one file and for all: nothing is lost, nothing goes to an old file, and a kill leaves one of the two.

use std::cell::RefCell;
use std::sync::atomic::AtomicBool;
use std::thread;

use super::super::generation::Step;
use super::*;
use crate::diary::{Content, DiaryError, FieldValue, Value};
use crate::time::{Evidence, Moment, Occurrence, Zone};
use crate::vault::copies::cut;
use crate::vault::{FilePurpose, KeyCopy, LockedVault, RecoveryCode};

const NEW: &str = "lamp otter gravel noon";

/// A household of two with readings in both diaries, and one that waits.
fn lived(home: &Home) -> (Household, Set) {
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    send(&household, set.device, &[record(5, "0102", at(&home.clock))]);
    (household, set)
}

fn purposes(set: &Set) -> [FilePurpose; 3] {
    [FilePurpose::Household, FilePurpose::Inbox, FilePurpose::Diary { person: set.ana }]
}

/// A copy of the folder as it is now, which is what a kill leaves.
pub(super) fn image(home: &Home, folder: &Path) -> Home {
    let root = tempfile::tempdir().unwrap();
    let copy = root.path().join("home");
    for (path, bytes) in tree(folder) {
        let to = copy.join(path.strip_prefix(folder).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, bytes).unwrap();
    }
    let (clock, code) = (Arc::clone(&home.clock), RecoveryCode::parse(&home.code.grouped()).unwrap());
    Home { _root: root, folder: copy, clock, code, installation: home.installation.clone() }
}

pub(super) fn databases(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = tree(folder)
        .into_iter()
        .map(|(path, _)| path.file_name().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name.contains(".db"))
        .collect();
    names.sort();
    names
}

pub(super) fn entry(text: &str) -> Content {
    let zone = Zone::parse("Europe/London").unwrap();
    let civil = "2026-08-14T20:00".parse().unwrap();
    let moment = Moment::typed(civil, &zone, Evidence::PhoneSetting, Occurrence::Ask).unwrap();
    let note = Value::Text(text.to_owned());
    Content {
        values: vec![FieldValue { field: kind::TEXT, value: note }],
        ..Content::new(kind::NOTE.number, moment, Source::Typed)
    }
}

/// Unlocks, and finds everything that [`lived`] left, in order, and no file of another generation.
fn finds_all(home: &Home, secret: Unlock<'_>, set: &Set, context: &str) {
    let unlocked =
        Household::unlock(&home.folder, secret, Some(home.installation()), outside(&home.clock)).unwrap();
    let household = unlocked.household;
    let settled = unlocked.notice.is_none();
    assert_eq!(tops(&household.diary(set.ana).unwrap().entries().unwrap()), ["106", "118"], "{context}");
    assert_eq!(tops(&household.diary(set.ben).unwrap().entries().unwrap()), ["113"], "{context}");
    assert_eq!(household.inbox().numbers().unwrap(), (5, vec![5]), "{context}");
    assert_eq!(household.verify().unwrap().findings, [], "{context}");
    household.close().unwrap();
    if settled {
        let expected: Vec<String> =
            LockedVault::load(&home.folder).unwrap().files().iter().map(name).collect();
        let mut found = databases(&home.folder);
        found.dedup();
        assert!(found.iter().all(|name| expected.contains(name)), "{context}: {found:?}");
    }
}

fn name(file: &crate::vault::FileInfo) -> String {
    let kind = match file.purpose {
        FilePurpose::Household => "household",
        FilePurpose::Inbox => "inbox",
        FilePurpose::Diary { .. } => "diary",
        FilePurpose::Sealed { .. } => "sealed",
        FilePurpose::Backup => "backup",
    };
    format!("{kind}.{}.db", file.generation)
}

#[test]
fn a_renewed_file_has_another_key_and_who_holds_it_goes_on() {
    let home = home();
    let (household, set) = lived(&home);
    let diary = household.diary(set.ana).unwrap();
    let old_key = |purpose| {
        let vault = household.vault();
        vault.file_key(vault.file(purpose).unwrap().id).unwrap()
    };
    for purpose in purposes(&set) {
        let (before, bytes) = (old_key(purpose), tree(&home.folder));
        let renewed = household.renew(purpose).unwrap();
        assert!(renewed.bytes_before > 0 && renewed.bytes_after > 0);
        assert_eq!(renewed.installation.is_some(), purpose == FilePurpose::Inbox);
        assert_ne!(old_key(purpose), before);
        let gone = bytes.iter().filter(|(path, _)| !path.exists()).count();
        assert!(gone >= 1, "the old generation of {purpose:?} is gone");
    }
    // The handle from before writes into the new file, and so does the household.
    let written = diary.add(&entry("after"), Author::HOUSEHOLD, true).unwrap();
    household.add_person("Cem").unwrap();
    send(&household, set.device, &[record(6, "0103", at(&home.clock))]);
    drop(diary);
    household.close().unwrap();
    assert_eq!(
        databases(&home.folder),
        ["diary.1.db", "diary.1.db", "diary.2.db", "household.2.db", "inbox.2.db"]
    );
    let household = home.unlock();
    assert!(household.diary(set.ana).unwrap().entry(written).unwrap().is_some());
    assert_eq!(household.people().unwrap().len(), 3);
    assert_eq!(household.inbox().numbers().unwrap(), (6, vec![5, 6]));
    assert_eq!(household.verify().unwrap().findings, []);
    assert_eq!(
        household.renew(FilePurpose::Diary { person: PersonId::from_bytes([1; 16]) }).unwrap_err(),
        HouseholdError::NoSuchPerson
    );
}

#[test]
fn a_kill_at_any_step_of_a_renewal_leaves_one_file_with_everything() {
    let first = home();
    let (household, set) = lived(&first);
    household.close().unwrap();
    for purpose in purposes(&set) {
        let home = image(&first, &first.folder);
        let household = home.unlock();
        let images = RefCell::new(Vec::new());
        let before = fs::read(home.folder.join(KeyCopy::First.file_name())).unwrap();
        household
            .renew_watched(purpose, &|step| images.borrow_mut().push((step, image(&home, &home.folder))))
            .unwrap();
        drop(household);
        let images = images.into_inner();
        let steps: Vec<Step> = images.iter().map(|(step, _)| *step).collect();
        assert_eq!(steps, [Step::Made, Step::Switched, Step::Removed]);
        let secret = passphrase();
        for (step, killed) in &images {
            // A new file of which half was written, and one copy of the key file that names the old one.
            let half = image(&home, &killed.folder);
            match step {
                Step::Made => cut_new_file(&half.folder),
                Step::Switched => {
                    fs::write(half.folder.join(KeyCopy::Second.file_name()), &before).unwrap();
                }
                Step::Removed => {}
            }
            finds_all(killed, Unlock::Passphrase(&secret), &set, &format!("{purpose:?} after {step:?}"));
            finds_all(&half, Unlock::Passphrase(&secret), &set, &format!("{purpose:?} half {step:?}"));
        }
    }
}

fn cut_new_file(folder: &Path) {
    for (path, bytes) in tree(folder) {
        if path.to_str().unwrap().ends_with(".2.db") {
            fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
}

/// The disk refuses any one of the operations that save the key file.
#[test]
fn a_renewal_that_cannot_be_saved_goes_on_in_the_file_that_counts() {
    let first = home();
    let (household, set) = lived(&first);
    household.close().unwrap();
    let mut operations = 0;
    loop {
        let home = image(&first, &first.folder);
        let household = home.unlock();
        let diary = household.diary(set.ana).unwrap();
        let purpose = FilePurpose::Diary { person: set.ana };
        let done = cut::after(operations, || household.renew(purpose));
        diary.add(&entry("after"), Author::HOUSEHOLD, true).unwrap();
        drop(diary);
        drop(household);
        let counts = match &done {
            Ok(_) | Err(HouseholdError::Vault(VaultError::OneCopy)) => 2,
            Err(HouseholdError::Vault(VaultError::Io(_))) => 1,
            Err(error) => panic!("{error:?}"),
        };
        let household = home.unlock();
        let generation = household.vault().file(purpose).unwrap().generation;
        assert_eq!(generation, counts, "cut before operation {operations}");
        assert_eq!(
            household.diary(set.ana).unwrap().count().unwrap(),
            3,
            "cut before operation {operations}"
        );
        assert_eq!(household.verify().unwrap().findings, []);
        household.save_keys().unwrap();
        household.close().unwrap();
        home.unlock().diary(set.ana).unwrap();
        assert_eq!(
            databases(&home.folder).iter().filter(|name| name.starts_with("diary.2.db")).count(),
            counts as usize - 1
        );
        if done.is_ok() {
            break;
        }
        operations += 1;
    }
    assert_eq!(operations, 14);
}

#[test]
fn nothing_but_its_own_generations_is_removed_and_nothing_while_the_copies_differ() {
    let home = home();
    let (household, set) = lived(&home);
    household.close().unwrap();
    let people = home.folder.join("people").join(set.ana.to_string());
    let kept =
        ["diary.1.db.bak", "diary.01.db", "my-diary.2.db", "sealed.x.db", "household.2.db", "notes.txt"];
    for name in kept {
        fs::write(people.join(name), b"mine").unwrap();
    }
    fs::create_dir(people.join("diary.9.db")).unwrap();
    for name in ["diary.2.db", "diary.2.db-wal", "diary.7.db-shm"] {
        fs::write(people.join(name), b"left").unwrap();
    }
    // While one copy of the key file is missing, it may be the one that names them.
    let copy = home.folder.join(KeyCopy::Second.file_name());
    let bytes = fs::read(&copy).unwrap();
    fs::remove_file(&copy).unwrap();
    home.unlock().diary(set.ana).unwrap();
    assert!(people.join("diary.2.db").exists());
    fs::write(&copy, bytes).unwrap();
    home.unlock().diary(set.ana).unwrap();
    assert!(kept.iter().all(|name| people.join(name).exists()) && people.join("diary.9.db").exists());
    for name in ["diary.2.db", "diary.2.db-wal", "diary.7.db-shm"] {
        assert!(!people.join(name).exists(), "{name}");
    }
    // A current file that is damaged keeps what may be its last whole copy.
    fs::write(people.join("diary.2.db"), b"left").unwrap();
    let current = people.join("diary.1.db");
    let mut bytes = fs::read(&current).unwrap();
    let last = bytes.len() - 50;
    bytes[last] ^= 1;
    fs::write(&current, bytes).unwrap();
    let _ = home.unlock().diary(set.ana);
    assert!(people.join("diary.2.db").exists());
}

#[test]
fn what_a_device_sends_while_the_inbox_is_renewed_is_kept() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let stop = AtomicBool::new(false);
    let now = at(&home.clock);
    let number = thread::scope(|scope| {
        let sender = scope.spawn(|| {
            let mut next = 0;
            while !stop.load(Ordering::Relaxed) {
                let item = record(next, &format!("01{next:08x}"), now);
                assert!(matches!(receive(household.inbox(), set.device, &item).unwrap(), Appended::New(_)));
                next += 1;
            }
            next
        });
        for _ in 0..4 {
            household.renew(FilePurpose::Inbox).unwrap();
        }
        stop.store(true, Ordering::Relaxed);
        sender.join().unwrap()
    });
    household.close().unwrap();
    let household = home.unlock();
    assert_eq!(household.inbox().numbers().unwrap().1, (1..=u64::from(number)).collect::<Vec<_>>());
    assert_eq!(household.hand_on(Handing::Owned).unwrap().waiting.len(), number as usize);
}

#[test]
fn a_stale_receive_key_asks_for_one_unlock_and_is_renewed_by_it() {
    let home = home();
    let (household, set) = lived(&home);
    let renewed = household.renew(FilePurpose::Inbox).unwrap().installation.unwrap();
    household.close().unwrap();
    let receive =
        |installation: &Installation| Receiver::open(&home.folder, installation, &outside(&home.clock));
    assert_eq!(receive(&home.installation()).unwrap_err(), HouseholdError::ReceiveKeyRenewed);
    receive(&renewed).unwrap().close().unwrap();
    let secret = passphrase();
    let unlocked = Household::unlock(
        &home.folder,
        Unlock::Passphrase(&secret),
        Some(home.installation()),
        outside(&home.clock),
    )
    .unwrap();
    let given = unlocked.new_installation.unwrap();
    assert_eq!(given, renewed);
    assert_eq!(given.writer_seed, home.installation().writer_seed, "the same writer");
    unlocked.household.close().unwrap();
    let receiver = receive(&Installation::from_bytes(&given.to_bytes()).unwrap()).unwrap();
    receiver.receive(set.device, &record(9, USER_0, at(&home.clock))).unwrap();
}

fn rotated(household: &Household, watch: &dyn Fn(Step)) -> (RecoveryCode, Rotated) {
    let code = household.draw_recovery_code().unwrap();
    let done = household.rotate_watched(&Passphrase::new(NEW), Argon2Cost::LEAST, &code, watch).unwrap();
    (code, done)
}

#[test]
fn after_a_rotation_no_old_secret_and_no_old_key_opens_anything() {
    let home = home();
    let (household, set) = lived(&home);
    let before = image(&home, &home.folder);
    let old_sealing = household.vault().sealing_keys();
    let (code, done) = rotated(&household, &|_| {});
    assert_eq!(done.left, []);
    assert_eq!(done.installation.writer_seed, home.installation().writer_seed);
    let new_sealing = household.vault().sealing_keys();
    assert_eq!(new_sealing.len(), old_sealing.len(), "one for each owner: what waits was sealed anew");
    assert!(old_sealing.iter().all(|old| new_sealing.iter().all(|new| new.0 != old.0)));
    // What is received from now on is sealed to a new key, and so is what waited before.
    send(&household, set.device, &[record(6, "0103", at(&home.clock))]);
    let waiting = household.inbox().waiting().unwrap();
    assert!(waiting.iter().all(|sealed| old_sealing.iter().all(|(id, ..)| *id != sealed.recipient)));
    assert_eq!(household.hand_on(Handing::Owned).unwrap().waiting.len(), 2);
    household.close().unwrap();

    let (old, new) = (passphrase(), Passphrase::new(NEW));
    let open = |home: &Home, secret: Unlock<'_>| {
        Household::unlock(&home.folder, secret, Some(home.installation()), outside(&home.clock))
    };
    for secret in [Unlock::Passphrase(&old), Unlock::Recovery(&home.code)] {
        assert!(open(&home, secret).unwrap_err().is_wrong_secret());
    }
    assert!(open(&home, Unlock::Recovery(&code)).is_ok());
    let household = open(&home, Unlock::Passphrase(&new)).unwrap().household;
    assert_eq!(household.slots().len(), 2);
    assert_eq!(household.verify().unwrap().findings, []);
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
    drop(household);
    // An old key file, put back beside today's databases, opens none of them: each has another key.
    for copy in [KeyCopy::First, KeyCopy::Second] {
        fs::copy(before.folder.join(copy.file_name()), home.folder.join(copy.file_name())).unwrap();
    }
    let refused = open(&home, Unlock::Passphrase(&old)).unwrap_err();
    assert_eq!(refused, StoreError::Missing(FileKind::Household).into());
}

#[test]
fn a_kill_at_any_step_of_a_rotation_leaves_the_old_or_the_new() {
    let first = home();
    let (household, set) = lived(&first);
    household.close().unwrap();
    let before = fs::read(first.folder.join(KeyCopy::First.file_name())).unwrap();
    let household = first.unlock();
    let images = RefCell::new(Vec::new());
    rotated(&household, &|step| images.borrow_mut().push((step, image(&first, &first.folder))));
    let images = images.into_inner();
    assert_eq!(images.iter().filter(|(step, _)| *step == Step::Made).count(), 4, "one for each file");
    let (old, new) = (passphrase(), Passphrase::new(NEW));
    for (at, (step, killed)) in images.iter().enumerate() {
        let (opens, not) = if *step == Step::Made { (&old, &new) } else { (&new, &old) };
        let refused = LockedVault::load(&killed.folder).unwrap().unlock(Unlock::Passphrase(not));
        assert_eq!(refused.unwrap_err(), VaultError::WrongSecret);
        if *step == Step::Switched {
            let half = image(&first, &killed.folder);
            fs::write(half.folder.join(KeyCopy::Second.file_name()), &before).unwrap();
            finds_all(&half, Unlock::Passphrase(opens), &set, "one copy of the key file");
        }
        finds_all(killed, Unlock::Passphrase(opens), &set, &format!("image {at} after {step:?}"));
    }
}

#[test]
fn a_weak_passphrase_rotates_nothing_and_a_diary_that_is_damaged_keeps_its_key() {
    let home = home();
    let (household, set) = lived(&home);
    household.close().unwrap();
    let household = home.unlock();
    let code = household.draw_recovery_code().unwrap();
    let before = tree(&home.folder);
    let weak = household.rotate(&Passphrase::new("password123"), Argon2Cost::LEAST, &code).unwrap_err();
    assert!(matches!(weak, HouseholdError::Vault(VaultError::WeakPassphrase(_))));
    assert_eq!(tree(&home.folder), before);
    let damaged = home.folder.join("people").join(set.ben.to_string()).join("diary.1.db");
    let bytes = fs::read(&damaged).unwrap();
    fs::write(&damaged, &bytes[..100]).unwrap();
    let (_, done) = rotated(&household, &|_| {});
    assert_eq!(done.left, [(set.ben, DiaryError::from(StoreError::Damaged(FileKind::Diary)).into())]);
    drop(household);
    // Restored from a backup, it opens: its key came along.
    fs::write(&damaged, &bytes).unwrap();
    let new = Passphrase::new(NEW);
    finds_all(&home, Unlock::Passphrase(&new), &set, "restored");
}

/// A synchronisation brought back the key file of before a renewal, and the diary of then beside the newer one.
#[test]
fn beside_a_diary_that_was_put_back_nothing_newer_is_removed() {
    let home = home();
    let (household, set) = lived(&home);
    household.close().unwrap();
    let old = image(&home, &home.folder);
    let household = home.unlock();
    let purpose = FilePurpose::Diary { person: set.ana };
    household.renew(purpose).unwrap();
    household.diary(set.ana).unwrap().add(&entry("newer"), Author::HOUSEHOLD, true).unwrap();
    household.close().unwrap();
    let of_ana = format!("people/{}", set.ana);
    let newer = home.folder.join(&of_ana).join("diary.2.db");
    let bytes = fs::read(&newer).unwrap();
    for name in ["keys.json", "keys.copy.json", &format!("{of_ana}/diary.1.db")] {
        fs::copy(old.folder.join(name), home.folder.join(name)).unwrap();
    }
    let household = home.unlock();
    let diary = household.diary(set.ana).unwrap();
    assert_eq!(diary.count().unwrap(), 2, "what the key file names counts");
    assert_eq!(fs::read(&newer).unwrap(), bytes, "opening it removes nothing");
    let refused = household.renew(purpose).unwrap_err().to_string();
    assert!(refused.contains("older"), "{refused}");
    assert_eq!(fs::read(&newer).unwrap(), bytes, "nor does a renewal");
    diary.add(&entry("on"), Author::HOUSEHOLD, true).unwrap();
    drop(diary);
    household.close().unwrap();
    home.unlock().diary(set.ana).unwrap();
    assert_eq!(fs::read(&newer).unwrap(), bytes);
}
