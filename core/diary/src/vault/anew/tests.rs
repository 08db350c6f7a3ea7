//! Locks of one's own that were given up or made new: what still opens, and what does not any more.

use std::fs;

use tempfile::TempDir;

use super::super::copies::cut;
use super::super::cost::Argon2Cost;
use super::super::locked::{LockedVault, Unlock};
use super::super::recovery::RecoveryCode;
use super::super::secret::Passphrase;
use super::super::testing::Tape;
use super::*;
use crate::id::HouseholdId;

const ANA: PersonId = PersonId::from_bytes([1; 16]);
const OF_ANA: FilePurpose = FilePurpose::Diary { person: ANA };
const SEALED: FilePurpose = FilePurpose::Sealed { person: ANA };
const OWNER: SealingOwner = SealingOwner::Person { person: ANA };
const OWN: &str = "lamp otter gravel noon";
const NEW: &str = "seven grey pots sing";

fn code(seed: u64) -> RecoveryCode {
    RecoveryCode::random(&Tape::new(seed)).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "the shape that making a file has")]
fn nothing(_: FileInfo, _: &Secret<32>) -> Result<(), VaultError> {
    Ok(())
}

fn open(dir: &TempDir) -> Vault {
    LockedVault::load(dir.path()).unwrap().unlock(Unlock::Recovery(&code(99))).unwrap()
}

/// A household of Ana alone, whose diary has a lock of its own, and who has something sealed; both are open.
fn household() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let id = HouseholdId::from_bytes(*b"an invented home");
    let mut vault = Vault::create(dir.path(), id, &[NewSlot::Recovery(&code(99))], &Tape::new(1)).unwrap();
    vault.add_made_file(OF_ANA, &Tape::new(2), nothing).unwrap();
    let own = Passphrase::new(OWN);
    let secrets = [NewSlot::Passphrase(&own, Argon2Cost::LEAST), NewSlot::Recovery(&code(98))];
    vault.hand_over(ANA, &secrets, &Tape::new(3), nothing).unwrap();
    vault.add_locked_file(SEALED, &[NewSlot::Recovery(&code(97))], &Tape::new(4), nothing).unwrap();
    (dir, vault)
}

#[test]
fn what_was_given_back_opens_with_the_households_key_and_under_another_key_of_its_own() {
    let (dir, mut vault) = household();
    let (file, sealed) = (vault.file(OF_ANA).unwrap(), vault.file(SEALED).unwrap());
    let (key, held) = (vault.file_key(file.id).unwrap(), vault.sealing_keys().len());
    vault.shut_own(file.id);
    assert_eq!(vault.give_back(ANA, &Tape::new(5), nothing), Err(VaultError::OwnLockShut));
    vault.open_own(file.id, Unlock::Recovery(&code(98))).unwrap();
    vault.give_back(ANA, &Tape::new(6), nothing).unwrap();
    assert_eq!(vault.give_back(ANA, &Tape::new(7), nothing), Err(VaultError::NoOwnLock));
    let read = open(&dir);
    for vault in [&vault, &read] {
        assert_eq!((vault.own_lock(file.id), vault.is_shut(file.id)), (None, false));
        assert_ne!(vault.file_key(file.id).unwrap(), key);
        assert_eq!(vault.file(OF_ANA).unwrap().generation, file.generation + 1);
        assert_eq!(vault.sealing_keys().len(), held + 1, "a new pair, and the old ones for what waits");
        for (id, ..) in vault.sealing_keys() {
            vault.sealing_private(id).unwrap();
        }
    }
    assert!(read.is_shut(sealed.id), "what is sealed keeps its lock");
    // And handed over again.
    let mut vault = read;
    vault.hand_over(ANA, &[NewSlot::Recovery(&code(90))], &Tape::new(8), nothing).unwrap();
    let mut vault = open(&dir);
    assert_eq!(vault.open_own(file.id, Unlock::Recovery(&code(98))), Err(VaultError::WrongSecret));
    vault.open_own(file.id, Unlock::Recovery(&code(90))).unwrap();
}

#[test]
fn a_leaked_secret_opens_nothing_after_its_lock_was_made_new_not_even_with_an_older_key_file() {
    for purpose in [OF_ANA, SEALED] {
        let (dir, mut vault) = household();
        let file = vault.file(purpose).unwrap();
        let before = fs::read(dir.path().join("keys.json")).unwrap();
        let (key, backups) = (vault.file_key(file.id).unwrap(), vault.own_backup_key(file.id).unwrap());
        let leaked = if purpose == OF_ANA { code(98) } else { code(97) };
        let new = Passphrase::new(NEW);
        let secrets = [NewSlot::Passphrase(&new, Argon2Cost::LEAST), NewSlot::Recovery(&code(80))];
        assert_eq!(vault.rotate_own(file.id, &[], &Tape::new(9), nothing), Err(VaultError::LastSlot));
        vault.rotate_own(file.id, &secrets, &Tape::new(10), nothing).unwrap();
        assert!(!vault.is_shut(file.id) && vault.file_key(file.id).unwrap() != key);
        assert_ne!(vault.own_backup_key(file.id).unwrap(), backups);
        let mut read = open(&dir);
        assert_eq!(read.open_own(file.id, Unlock::Recovery(&leaked)), Err(VaultError::WrongSecret));
        read.open_own(file.id, Unlock::Passphrase(&new)).unwrap();
        assert_eq!(read.file_key(file.id).unwrap(), vault.file_key(file.id).unwrap());
        for (id, ..) in
            read.sealing_keys().into_iter().filter(|(_, owner, _)| purpose == OF_ANA && *owner == OWNER)
        {
            read.sealing_private(id).unwrap();
        }
        // Who has the key file of before, a leaked secret and the household's opens what was, and not what is.
        let old = LockedVault::of_bytes(&before).unwrap();
        let mut old = old.unlock(Unlock::Recovery(&code(99))).unwrap();
        old.open_own(file.id, Unlock::Recovery(&leaked)).unwrap();
        assert_eq!(old.file_key(file.id).unwrap(), key);
        old.body = read.body.clone();
        assert!(old.file_key(file.id).is_err(), "the own key of before opens nothing of today");
        let newest = read.sealing_public(OWNER).unwrap().0;
        if purpose == OF_ANA {
            assert!(old.sealing_private(newest).is_err());
        }
    }
}

/// The disk refuses any one of the operations that save the key file, or making the file does.
#[test]
fn what_cannot_be_saved_is_undone_in_memory_too() {
    let (first, _) = household();
    for give_back in [true, false] {
        for operations in 0..=15 {
            let dir = tempfile::tempdir().unwrap();
            for copy in ["keys.json", "keys.copy.json"] {
                fs::copy(first.path().join(copy), dir.path().join(copy)).unwrap();
            }
            let mut vault = open(&dir);
            let file = vault.file(OF_ANA).unwrap().id;
            vault.open_own(file, Unlock::Recovery(&code(98))).unwrap();
            let (key, held) = (vault.file_key(file).unwrap(), vault.sealing_keys());
            let make = |_: FileInfo, _: &Secret<32>| {
                if operations == 15 { Err(VaultError::NoMemory) } else { Ok(()) }
            };
            let secrets = [NewSlot::Recovery(&code(80))];
            let done = cut::after(operations, || {
                if give_back {
                    vault.give_back(ANA, &Tape::new(11), make)
                } else {
                    vault.rotate_own(file, &secrets, &Tape::new(12), make)
                }
            });
            let counts = matches!(done, Ok(()) | Err(VaultError::OneCopy));
            assert_eq!(done.is_ok(), operations == 14);
            assert_eq!(vault.file_key(file).unwrap() != key, counts, "cut before operation {operations}");
            assert_eq!(vault.sealing_keys() != held, counts);
            for (id, ..) in vault.sealing_keys() {
                vault.sealing_private(id).unwrap();
            }
            vault.save().unwrap();
            let mut read = open(&dir);
            assert_eq!(read.own_lock(file).is_none(), give_back && counts);
            if read.own_lock(file).is_some() {
                let secret = if counts { code(80) } else { code(98) };
                read.open_own(file, Unlock::Recovery(&secret)).unwrap();
            }
            assert_eq!(read.file_key(file).unwrap(), vault.file_key(file).unwrap());
        }
    }
}
