//! Changes of slots on disk: what opens before, after, and after a cut at every operation on a file.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::super::copies::cut;
use super::super::keystore::{KeyStoreAnswer, Offer};
use super::super::slot::{NewSlot, Slot, SlotKind};
use super::super::strength::Weakness;
use super::super::testing::Tape;
use super::super::{LockedVault, Unlock};
use super::*;
use crate::id::HouseholdId;

const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes(*b"an invented home");
const OLD: &str = "correct horse battery";
const NEW: &str = "lamp otter gravel noon";
const DAY_MS: i64 = 86_400_000;

fn code(seed: u64) -> RecoveryCode {
    RecoveryCode::random(&Tape::new(seed)).unwrap()
}

/// A household with the old passphrase and the code of seed 99, made on day 100.
fn household() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let old = Passphrase::new(OLD);
    let secrets = [NewSlot::Passphrase(&old, Argon2Cost::LEAST), NewSlot::Recovery(&code(99))];
    let day = Some(100 * DAY_MS);
    let vault = Vault::create_at(dir.path(), HOUSEHOLD, &secrets, day, &Tape::new(1)).unwrap();
    (dir, vault)
}

fn by_passphrase(dir: &Path, text: &str) -> Result<Vault, VaultError> {
    LockedVault::load(dir)?.unlock(Unlock::Passphrase(&Passphrase::new(text)))
}

fn by_code(dir: &Path, seed: u64) -> Result<Vault, VaultError> {
    LockedVault::load(dir)?.unlock(Unlock::Recovery(&code(seed)))
}

fn opens(opened: &Result<Vault, VaultError>) -> bool {
    assert!(matches!(opened, Ok(_) | Err(VaultError::WrongSecret)), "{opened:?}");
    opened.is_ok()
}

/// Everything that lies in the folder, as text.
fn on_disk(dir: &Path) -> String {
    let files = fs::read_dir(dir).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    files.collect()
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let (dir, vault) = household();
    let keys: Vec<_> = vault.files().iter().map(|file| vault.file_key(file.id).unwrap()).collect();
    let mut vault = by_passphrase(dir.path(), OLD).unwrap();
    let old = vault.opened_by().unwrap();
    vault.dated(200 * DAY_MS + 5);
    let new = Passphrase::new(NEW);
    let id = vault.change_passphrase(None, &new, Argon2Cost::LEAST, &Tape::new(2)).unwrap();
    assert!(vault.is_saved());
    assert_eq!(vault.opened_by(), Some(id));
    assert!(!on_disk(dir.path()).contains(&old.to_string()));
    assert!(!opens(&by_passphrase(dir.path(), OLD)));
    let again = by_passphrase(dir.path(), NEW).unwrap();
    assert_eq!(again.slots().iter().map(|slot| slot.since).collect::<Vec<_>>(), [Some(200), Some(100)]);
    for (file, key) in again.files().iter().zip(keys) {
        assert_eq!(again.file_key(file.id).unwrap(), key, "nothing is encrypted anew");
    }
    assert!(opens(&by_code(dir.path(), 99)));
}

#[test]
fn who_came_in_with_the_code_changes_the_only_passphrase_and_names_one_of_several() {
    let (dir, mut vault) = household();
    let second = vault
        .add_passphrase(&Passphrase::new("seven grey pots sing"), Argon2Cost::LEAST, &Tape::new(3))
        .unwrap();
    let mut vault = by_code(dir.path(), 99).unwrap();
    let new = Passphrase::new(NEW);
    let mut change = |slot, seed| vault.change_passphrase(slot, &new, Argon2Cost::LEAST, &Tape::new(seed));
    assert_eq!(change(None, 4), Err(VaultError::WhichSlot));
    assert_eq!(change(Some(SlotId::from_bytes([0; 16])), 4), Err(VaultError::NoSuchSlot));
    change(Some(second), 4).unwrap();
    assert!(opens(&by_passphrase(dir.path(), OLD)) && opens(&by_passphrase(dir.path(), NEW)));
    assert!(!opens(&by_passphrase(dir.path(), "seven grey pots sing")));

    let mut vault = by_code(dir.path(), 99).unwrap();
    for slot in vault.slots().iter().filter(|slot| slot.kind == SlotKind::Passphrase) {
        vault.take_away(slot.id).unwrap();
    }
    vault.change_passphrase(None, &new, Argon2Cost::LEAST, &Tape::new(5)).unwrap();
    assert!(opens(&by_passphrase(dir.path(), NEW)), "without any, one is added");
}

#[test]
fn a_new_recovery_code_ends_every_earlier_one() {
    let (dir, mut vault) = household();
    vault.add_slot(NewSlot::Recovery(&code(98)), &Tape::new(6)).unwrap();
    vault.save().unwrap();
    assert!(opens(&by_code(dir.path(), 98)) && opens(&by_code(dir.path(), 99)));
    vault.change_recovery_code(&code(97), &Tape::new(7)).unwrap();
    assert!(opens(&by_code(dir.path(), 97)));
    assert!(!opens(&by_code(dir.path(), 98)) && !opens(&by_code(dir.path(), 99)));
    assert_eq!(vault.slots().len(), 2);
}

#[test]
fn the_last_way_in_that_a_person_keeps_cannot_be_taken_away() {
    let (dir, mut vault) = household();
    let offer = Offer::new(&Tape::new(8)).unwrap();
    vault.add_key_store(&offer, b"blob", &Tape::new(9)).unwrap();
    let slots = vault.slots();
    vault.take_away(slots[0].id).unwrap();
    let before = on_disk(dir.path());
    assert_eq!(vault.take_away(slots[1].id), Err(VaultError::LastSlot), "a key store alone is none");
    assert_eq!(vault.take_away(slots[0].id), Err(VaultError::NoSuchSlot));
    assert!(vault.is_saved());
    assert_eq!(on_disk(dir.path()), before);
    vault.take_away(slots[2].id).unwrap();
    assert!(opens(&by_code(dir.path(), 99)));
}

#[test]
fn a_weak_passphrase_is_refused_with_the_reason_and_changes_nothing() {
    let (dir, mut vault) = household();
    let before = on_disk(dir.path());
    for (text, error) in [
        ("password123", VaultError::WeakPassphrase(Weakness::Common)),
        ("abc", VaultError::PassphraseTooShort),
    ] {
        let weak = Passphrase::new(text);
        let refused = vault.change_passphrase(None, &weak, Argon2Cost::LEAST, &Tape::new(10));
        assert_eq!(refused, Err(error));
        assert!(!error.to_string().contains(text) && !format!("{error:?}").contains(text));
    }
    assert!(vault.is_saved());
    assert_eq!(on_disk(dir.path()), before);
}

/// A change, and whether a folder opens with what it takes away and with what it brings.
struct Cut {
    work: fn(&mut Vault) -> Result<(), VaultError>,
    old: fn(&Path) -> bool,
    new: fn(&Path) -> bool,
}

fn offer() -> Offer {
    Offer::new(&Tape::new(20)).unwrap()
}

/// The process ends, or the disk is full, before any operation on any file of any change.
#[test]
fn a_cut_before_any_operation_leaves_the_old_or_the_new_and_says_which() {
    let changes = [
        Cut {
            work: |vault| {
                let new = Passphrase::new(NEW);
                vault.change_passphrase(None, &new, Argon2Cost::LEAST, &Tape::new(11)).map(|_| ())
            },
            old: |dir| opens(&by_passphrase(dir, OLD)),
            new: |dir| opens(&by_passphrase(dir, NEW)),
        },
        Cut {
            work: |vault| vault.change_recovery_code(&code(97), &Tape::new(12)).map(|_| ()),
            old: |dir| opens(&by_code(dir, 99)),
            new: |dir| opens(&by_code(dir, 97)),
        },
        Cut {
            work: |vault| vault.take_away(vault.slots()[0].id),
            old: |dir| opens(&by_passphrase(dir, OLD)),
            new: |dir| !opens(&by_passphrase(dir, OLD)),
        },
        Cut {
            work: |vault| vault.add_key_store(&offer(), b"", &Tape::new(13)).map(|_| ()),
            old: |dir| LockedVault::load(dir).unwrap().slots().len() == 2,
            new: |dir| {
                let answer = KeyStoreAnswer::Opened(offer().key().duplicate());
                LockedVault::load(dir).unwrap().unlock_with(offer().slot(), &answer).is_ok()
            },
        },
    ];
    // With both copies, and with only the first: no cut may take the last whole one.
    for (number, change, both) in
        changes.iter().enumerate().flat_map(|(at, change)| [(at, change, true), (at, change, false)])
    {
        let mut operations = 0;
        loop {
            let (dir, mut vault) = household();
            if !both {
                fs::remove_file(dir.path().join("keys.copy.json")).unwrap();
            }
            let done = cut::after(operations, || (change.work)(&mut vault));
            let (old, new) = ((change.old)(dir.path()), (change.new)(dir.path()));
            assert!(old != new, "change {number} cut before operation {operations}: old {old}, new {new}");
            match done {
                Ok(()) => assert!(new),
                Err(VaultError::OneCopy) => assert!(new, "the error says that it counts"),
                Err(error) => {
                    assert_eq!(error, VaultError::Io(std::io::ErrorKind::StorageFull));
                    assert!(old, "the error says that it does not");
                }
            }
            assert!(old || opens(&by_code(dir.path(), if number == 1 { 97 } else { 99 })));
            // Whatever is saved next finishes what counts, and brings nothing else to life.
            vault.save().unwrap();
            assert_eq!(((change.old)(dir.path()), (change.new)(dir.path())), (old, new));
            assert_eq!(LockedVault::load(dir.path()).unwrap().notice(), None);
            assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2);
            if done.is_ok() {
                break;
            }
            operations += 1;
        }
        assert_eq!(operations, 14, "seven for each copy");
    }
}

#[test]
fn a_change_made_elsewhere_undoes_this_one() {
    let (dir, mut mine) = household();
    let mut theirs = by_code(dir.path(), 99).unwrap();
    theirs.change_recovery_code(&code(98), &Tape::new(14)).unwrap();
    let before = (on_disk(dir.path()), mine.slots());
    let refused = mine.change_recovery_code(&code(97), &Tape::new(15));
    assert_eq!(refused.unwrap_err(), VaultError::ChangedElsewhere);
    assert_eq!((on_disk(dir.path()), mine.slots()), before);
    assert!(mine.is_saved());
}

#[test]
fn a_cost_is_raised_for_the_right_passphrase_only_and_never_lowered() {
    let (dir, _) = household();
    let better = Argon2Cost { memory_kib: 9 * 1024, passes: 2, lanes: 1 };
    let mut vault = by_passphrase(dir.path(), OLD).unwrap();
    let before = (on_disk(dir.path()), vault.slots());
    let wrong = Passphrase::new(NEW);
    assert_eq!(vault.raise_cost(&wrong, better, &Tape::new(16)), Err(VaultError::WrongSecret));
    let old = Passphrase::new(OLD);
    assert_eq!(vault.raise_cost(&old, Argon2Cost::LEAST, &Tape::new(16)), Ok(None));
    assert_eq!(by_code(dir.path(), 99).unwrap().raise_cost(&old, better, &Tape::new(16)), Ok(None));
    assert_eq!((on_disk(dir.path()), vault.slots()), before);

    assert_eq!(vault.raise_cost(&old, better, &Tape::new(17)), Ok(Some(better)));
    let again = by_passphrase(dir.path(), OLD).unwrap();
    assert_eq!(again.slots()[0].cost, Some(better));
    assert_eq!((again.slots()[0].id, again.slots()[0].since), (before.1[0].id, Some(100)));
    assert_eq!(vault.raise_cost(&old, Argon2Cost::LEAST, &Tape::new(18)), Ok(None), "it never sinks");
}

/// A passphrase of the days when only its length was looked at goes on opening, and its cost rises like any other.
#[test]
fn an_old_weak_passphrase_still_opens_and_its_cost_rises() {
    let (dir, vault) = household();
    let weak = Passphrase::new("password");
    let slot =
        Slot::unchecked(HOUSEHOLD.into(), &weak, Argon2Cost::LEAST, &vault.household_key, &Tape::new(19));
    let mut vault = vault;
    vault
        .change(|vault| {
            vault.body.slots.push(slot);
            Ok::<_, VaultError>(())
        })
        .unwrap();
    let mut vault = by_passphrase(dir.path(), "password").unwrap();
    let better = Argon2Cost { passes: 2, ..Argon2Cost::LEAST };
    assert_eq!(vault.raise_cost(&weak, better, &Tape::new(20)), Ok(Some(better)));
    assert!(opens(&by_passphrase(dir.path(), "password")));
}
