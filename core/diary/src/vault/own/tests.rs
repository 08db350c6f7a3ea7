//! Locks of one's own against the household's key, moved and damaged slots, and flipped bits.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;

use super::super::checked;
use super::super::cost::Argon2Cost;
use super::super::error::Part;
use super::super::keyfile::KeyFile;
use super::super::keystore::{KeyStoreAnswer, KeyStoreRefusal, Offer};
use super::super::recovery::RecoveryCode;
use super::super::secret::Passphrase;
use super::super::testing::Tape;
use super::super::{Lock, LockedVault};
use super::*;
use crate::id::HouseholdId;

const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes(*b"an invented home");
const ANA: PersonId = PersonId::from_bytes([1; 16]);
const BEN: PersonId = PersonId::from_bytes([2; 16]);
const OF_ANA: FilePurpose = FilePurpose::Diary { person: ANA };
const SEALED_OF_BEN: FilePurpose = FilePurpose::Sealed { person: BEN };
const HOME: &str = "correct horse battery";
const OWN: &str = "lamp otter gravel noon";

fn code(seed: u64) -> RecoveryCode {
    RecoveryCode::random(&Tape::new(seed)).unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "the shape that making a file has")]
fn nothing(_: FileInfo, _: &Secret<32>) -> Result<(), VaultError> {
    Ok(())
}

fn open(dir: &Path) -> Vault {
    LockedVault::load(dir).unwrap().unlock(Unlock::Passphrase(&Passphrase::new(HOME))).unwrap()
}

/// A household of two, of whom Ana has a diary with a lock of its own, and Ben something sealed.
fn household() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let (home, own) = (Passphrase::new(HOME), Passphrase::new(OWN));
    let secrets = [NewSlot::Passphrase(&home, Argon2Cost::LEAST), NewSlot::Recovery(&code(99))];
    let mut vault = Vault::create(dir.path(), HOUSEHOLD, &secrets, &Tape::new(1)).unwrap();
    for (person, seed) in [(ANA, 2), (BEN, 3)] {
        vault.add_file(FilePurpose::Diary { person }, &Tape::new(seed)).unwrap();
        vault.add_sealing_key(SealingOwner::Person { person }, &Tape::new(seed + 10)).unwrap();
    }
    vault.save().unwrap();
    assert!(text(dir.path()).contains("\"version\":1,"));
    let secrets = [NewSlot::Passphrase(&own, Argon2Cost::LEAST), NewSlot::Recovery(&code(98))];
    vault.hand_over(ANA, &secrets, &Tape::new(4), nothing).unwrap();
    let secrets = [NewSlot::Recovery(&code(97))];
    vault.add_locked_file(SEALED_OF_BEN, &secrets, &Tape::new(5), nothing).unwrap();
    assert!(text(dir.path()).contains("\"version\":3,"));
    (dir, vault)
}

fn text(dir: &Path) -> String {
    fs::read_to_string(dir.join("keys.json")).unwrap()
}

#[test]
fn the_households_key_opens_nothing_that_has_a_lock_of_its_own() {
    let (dir, vault) = household();
    let ana = vault.file(OF_ANA).unwrap();
    assert_eq!(ana.generation, 2);
    let key = vault.file_key(ana.id).unwrap();
    let sealing = vault.sealing_public(SealingOwner::Person { person: ANA }).unwrap().0;
    assert!(vault.sealing_private(sealing).is_ok(), "it is open to whoever just gave it");
    let all = vault.sealing_keys();
    let of_ana = |keys: &[(_, SealingOwner, _)]| {
        keys.iter().filter(|(_, owner, _)| *owner == SealingOwner::Person { person: ANA }).count()
    };
    assert_eq!(of_ana(&all), 2, "the earlier one came along, for what waits");

    let mut vault = open(dir.path());
    assert!(vault.is_shut(ana.id) && !vault.can_open(SealingOwner::Person { person: ANA }));
    assert_eq!(vault.file_key(ana.id), Err(VaultError::OwnLockShut));
    for (id, owner, _) in &all {
        let opened = vault.sealing_private(*id);
        assert_eq!(opened.is_ok(), *owner != SealingOwner::Person { person: ANA });
    }
    assert_eq!(
        vault.add_sealing_key(SealingOwner::Person { person: ANA }, &Tape::new(6)),
        Err(VaultError::OwnLockShut)
    );
    // Not with the household's keys under another name either.
    assert!(vault.record(ana.id).unwrap().open(HOUSEHOLD, &vault.keys).is_err());
    let wrong = Passphrase::new(HOME);
    assert_eq!(vault.open_own(ana.id, Unlock::Passphrase(&wrong)), Err(VaultError::WrongSecret));
    assert_eq!(vault.open_own(ana.id, Unlock::Recovery(&code(97))), Err(VaultError::WrongSecret));
    for secret in [Unlock::Passphrase(&Passphrase::new(OWN)), Unlock::Recovery(&code(98))] {
        vault.open_own(ana.id, secret).unwrap();
        assert_eq!(vault.file_key(ana.id).unwrap(), key);
        assert!(vault.sealing_private(sealing).is_ok());
        vault.shut_own(ana.id);
    }
    let ben = vault.file(FilePurpose::Diary { person: BEN }).unwrap();
    assert!(vault.file_key(ben.id).is_ok() && vault.own_lock(ben.id).is_none());
    assert_eq!(vault.open_own(ben.id, Unlock::Recovery(&code(99))), Err(VaultError::NoOwnLock));
}

#[test]
fn a_lock_of_its_own_is_given_once_and_not_without_a_secret() {
    let (dir, mut vault) = household();
    let before = text(dir.path());
    let secrets = [NewSlot::Recovery(&code(90))];
    let again = vault.hand_over(ANA, &secrets, &Tape::new(6), nothing);
    assert_eq!(again, Err(VaultError::OwnLockExists));
    assert_eq!(vault.hand_over(BEN, &[], &Tape::new(6), nothing), Err(VaultError::LastSlot));
    assert_eq!(
        vault.add_locked_file(SEALED_OF_BEN, &secrets, &Tape::new(6), nothing),
        Err(VaultError::Exists)
    );
    let refused = vault.hand_over(BEN, &secrets, &Tape::new(6), |_, _| Err(VaultError::NoMemory));
    assert_eq!(refused, Err(VaultError::NoMemory));
    assert_eq!(text(dir.path()), before);
    assert!(
        vault.is_saved()
            && vault.own_lock(vault.file(FilePurpose::Diary { person: BEN }).unwrap().id).is_none()
    );
    assert!(vault.can_open(SealingOwner::Person { person: BEN }));
}

#[test]
fn its_slots_change_as_the_households_do_and_the_last_stays() {
    let (dir, vault) = household();
    let file = vault.file(OF_ANA).unwrap().id;
    let mut vault = open(dir.path());
    let new = Passphrase::new("seven grey pots sing");
    let change = |vault: &mut Vault, seed| {
        vault.lock(Lock::Own(file)).change_passphrase(None, &new, Argon2Cost::LEAST, &Tape::new(seed))
    };
    assert_eq!(change(&mut vault, 20), Err(VaultError::OwnLockShut));
    vault.open_own(file, Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
    let id = change(&mut vault, 21).unwrap();
    assert_eq!(vault.own_opened_by(file), Some(id));
    let offer = Offer::new(&Tape::new(22)).unwrap();
    vault.lock(Lock::Own(file)).add_key_store(&offer, b"blob", &Tape::new(23)).unwrap();
    vault.lock(Lock::Own(file)).change_recovery_code(&code(96), &Tape::new(24)).unwrap();
    let household = vault.slots();

    let mut vault = open(dir.path());
    assert_eq!(vault.slots(), household, "the household's slots are as they were");
    let slots = vault.own_lock(file).unwrap();
    assert_eq!(slots.len(), 3);
    for old in [Unlock::Passphrase(&Passphrase::new(OWN)), Unlock::Recovery(&code(98))] {
        assert_eq!(vault.open_own(file, old), Err(VaultError::WrongSecret));
    }
    let refused = KeyStoreAnswer::Refused(KeyStoreRefusal::Gone);
    assert!(matches!(
        vault.open_own(file, Unlock::KeyStore(offer.slot(), &refused)),
        Err(VaultError::KeyStore { instead: Some(other), .. }) if slots.iter().any(|slot| slot.id == other.id)
    ));
    assert_eq!(vault.own_unlock_request(file, offer.slot()).unwrap().blob, b"blob");
    let answer = KeyStoreAnswer::Opened(offer.key().duplicate());
    for secret in
        [Unlock::Passphrase(&new), Unlock::Recovery(&code(96)), Unlock::KeyStore(offer.slot(), &answer)]
    {
        vault.open_own(file, secret).unwrap();
    }
    vault.lock(Lock::Own(file)).take_away(slots[0].id).unwrap();
    assert_eq!(vault.lock(Lock::Own(file)).take_away(slots[1].id), Err(VaultError::LastSlot));
    // A secret of one lock opens no other, and the household's goes on.
    assert!(LockedVault::load(dir.path()).unwrap().unlock(Unlock::Recovery(&code(96))).is_err());
    assert!(LockedVault::load(dir.path()).unwrap().unlock(Unlock::Recovery(&code(99))).is_ok());
}

#[test]
fn a_slot_in_another_lock_opens_nothing_and_damage_is_told_from_a_wrong_secret() {
    let (_dir, mut vault) = household();
    let (ana, ben) = (vault.file(OF_ANA).unwrap().id, vault.file(SEALED_OF_BEN).unwrap().id);
    let moved = vault.body.own[0].slots[1].clone();
    // Whoever has the household's key can put it there; its checksum is of another place.
    vault.body.own[1].slots = vec![moved.clone()];
    vault.shut_own(ben);
    let damaged = VaultError::Damaged(Part::Slot(moved.id()));
    assert_eq!(vault.open_own(ben, Unlock::Recovery(&code(98))), Err(damaged));
    vault.body.own[0].slots[0].damage();
    let id = vault.body.own[0].slots[0].id();
    let own = Passphrase::new(OWN);
    assert_eq!(vault.open_own(ana, Unlock::Passphrase(&own)), Err(VaultError::Damaged(Part::Slot(id))));
    assert_eq!(vault.open_own(ana, Unlock::Recovery(&code(1))), Err(VaultError::WrongSecret));
    vault.open_own(ana, Unlock::Recovery(&code(98))).unwrap();
    // A lock that somebody else made for the file leads to another key than the file's.
    vault.body.own[0].slots = vec![
        Slot::new(
            Scope::own(HOUSEHOLD, ana),
            NewSlot::Recovery(&code(5)),
            &Secret::take(&mut [7; 32]),
            &Tape::new(30),
        )
        .unwrap(),
    ];
    let refused = vault.open_own(ana, Unlock::Recovery(&code(5)));
    assert_eq!(refused, Err(VaultError::Damaged(Part::FileKey(ana))));
}

#[test]
fn every_flipped_bit_of_a_key_file_with_own_locks_is_damage() {
    let (dir, _) = household();
    let bytes = text(dir.path()).into_bytes();
    assert!(KeyFile::from_bytes(&bytes).is_ok());
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(KeyFile::from_bytes(&flipped).unwrap_err(), checked::NotWhole::Damaged, "bit {bit}");
    }
}

/// A file of version 3 opens for ever, with each of its secrets; and today's program writes it byte for byte.
#[test]
fn the_sample_of_version_3_opens_and_today_writes_it() {
    let sample = include_bytes!("../../../../../tests/fixtures/vault/keys-3.json");
    let (written, vault) = household();
    let today = text(written.path());
    assert!(today.as_bytes() == sample, "{today}");
    let dir = tempfile::tempdir().unwrap();
    for copy in ["keys.json", "keys.copy.json"] {
        fs::write(dir.path().join(copy), sample).unwrap();
    }
    let mut opened = open(dir.path());
    let (ana, ben) = (vault.file(OF_ANA).unwrap().id, vault.file(SEALED_OF_BEN).unwrap().id);
    opened.open_own(ana, Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
    opened.open_own(ben, Unlock::Recovery(&code(97))).unwrap();
    for file in [ana, ben] {
        assert_eq!(opened.file_key(file).unwrap(), vault.file_key(file).unwrap());
    }
}

#[test]
fn a_rotation_leaves_own_locks_as_they_are_and_renews_those_that_are_open() {
    for is_open in [false, true] {
        let (dir, vault) = household();
        let (ana, ben) = (vault.file(OF_ANA).unwrap(), vault.file(SEALED_OF_BEN).unwrap());
        let key = vault.file_key(ana.id).unwrap();
        let mut vault = open(dir.path());
        let mut renewed: Vec<FileId> = vault.files().iter().map(|file| file.id).collect();
        renewed.retain(|id| *id != ben.id && (is_open || *id != ana.id));
        if is_open {
            vault.open_own(ana.id, Unlock::Recovery(&code(98))).unwrap();
        }
        let secrets = [NewSlot::Recovery(&code(80))];
        vault.rotate(&secrets, &renewed, &Tape::new(40), nothing).unwrap();
        let locked = LockedVault::load(dir.path()).unwrap();
        assert!(locked.unlock(Unlock::Recovery(&code(99))).is_err());
        let mut vault = locked.unlock(Unlock::Recovery(&code(80))).unwrap();
        assert!(vault.is_shut(ana.id) && vault.is_shut(ben.id));
        vault.open_own(ana.id, Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
        vault.open_own(ben.id, Unlock::Recovery(&code(97))).unwrap();
        assert_eq!(vault.file_key(ana.id).unwrap() != key, is_open);
        for (id, ..) in vault.sealing_keys() {
            vault.sealing_private(id).unwrap();
        }
    }
}

#[test]
fn a_lock_that_somebody_else_changed_meanwhile_is_shut_by_reading_again() {
    let (dir, mut mine) = household();
    let ana = mine.file(OF_ANA).unwrap().id;
    let mut theirs = open(dir.path());
    theirs.open_own(ana, Unlock::Recovery(&code(98))).unwrap();
    theirs.lock(Lock::Own(ana)).change_recovery_code(&code(95), &Tape::new(50)).unwrap();
    assert_eq!(mine.reload(), Ok(true));
    assert!(!mine.is_shut(ana), "the key inside is the same");
    theirs.next_generation(ana, &Tape::new(51), nothing).unwrap();
    assert_eq!(mine.reload(), Ok(true));
    assert!(mine.file_key(ana).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What a forger can write: any change to the object, with a right checksum.
    #[test]
    fn no_forged_object_panics_or_is_taken_unless_it_is_what_would_be_written(
        at in 0_usize..8000, len in 0_usize..40, put in "[\\x20-\\x7e]{0,40}",
    ) {
        static BASE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        let base = BASE.get_or_init(|| text(household().0.path()));
        let object = base.split(",\"checksum\"").next().unwrap();
        let at = at % object.len();
        let end = (at + len).min(object.len());
        let mut forged = [&object[..at], &put, &object[end..]].concat();
        checked::close(&mut forged);
        if let Ok(file) = KeyFile::from_bytes(forged.as_bytes()) {
            prop_assert_eq!(file.forged(), forged.into_bytes());
        }
    }
}
