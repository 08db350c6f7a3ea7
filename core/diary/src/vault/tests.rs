//! The vault as a whole, on disk: round trips, wrong secrets, damage, forgery, kills, failing randomness.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tempfile::TempDir;

use crate::ports::NoEntropy;

use super::keyfile::KeyFile;
use super::testing::Tape;
use super::*;
use crate::id::{FileId, HouseholdId, PersonId};

const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes(*b"an invented home");
const PASSPHRASE: &str = "correct horse battery";
const SAMPLE_RECORD: &[u8] = b"an invented record";

fn passphrase() -> Passphrase {
    Passphrase::new(PASSPHRASE)
}

fn code() -> RecoveryCode {
    RecoveryCode::random(&Tape::new(99)).unwrap()
}

fn person(number: u8) -> PersonId {
    PersonId::from_bytes([number; 16])
}

/// A household with a passphrase, a recovery code and one person.
fn household() -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let tape = Tape::new(1);
    let secrets = [NewSlot::Passphrase(&passphrase(), Argon2Cost::LEAST), NewSlot::Recovery(&code())];
    let mut vault = Vault::create(dir.path(), HOUSEHOLD, &secrets, &tape).unwrap();
    vault.add_file(FilePurpose::Diary { person: person(1) }, &tape).unwrap();
    vault.add_sealing_key(SealingOwner::Person { person: person(1) }, &tape).unwrap();
    vault.save().unwrap();
    (dir, vault)
}

fn by_code(dir: &Path) -> Result<Vault, VaultError> {
    LockedVault::load(dir)?.unlock(Unlock::Recovery(&code()))
}

fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
}

fn put(dir: &Path, copy: KeyCopy, bytes: &[u8]) {
    fs::write(dir.join(copy.file_name()), bytes).unwrap();
}

fn whole(dir: &Path) -> Vec<u8> {
    fs::read(dir.join("keys.json")).unwrap()
}

/// A file with its generation and a right checksum, authenticated with a key that is not the household's.
fn forge(whole: &[u8], change: impl FnOnce(&mut KeyFile)) -> Vec<u8> {
    let mut file = KeyFile::from_bytes(whole).unwrap();
    change(&mut file);
    file.forged()
}

#[test]
fn either_secret_gives_the_same_keys() {
    let (dir, vault) = household();
    let locked = LockedVault::load(dir.path()).unwrap();
    assert_eq!((locked.notice(), locked.household()), (None, HOUSEHOLD));
    let kinds: Vec<_> = locked.slots().iter().map(|slot| (slot.kind, slot.usable)).collect();
    assert_eq!(kinds, [(SlotKind::Passphrase, true), (SlotKind::Recovery, true)]);
    assert_eq!(locked.files(), vault.files());
    assert_eq!(locked.files().len(), 3);

    let opened = [
        locked.unlock(Unlock::Passphrase(&passphrase())).unwrap(),
        locked.unlock(Unlock::Recovery(&code())).unwrap(),
    ];
    for again in opened {
        assert!(again.is_saved());
        for file in vault.files() {
            assert_eq!(again.file_key(file.id).unwrap(), vault.file_key(file.id).unwrap());
        }
        let inbox = again.file(FilePurpose::Inbox).unwrap();
        assert_eq!(again.receive_key(), again.file_key(inbox.id));
        for (id, owner, public) in again.sealing_keys() {
            assert_eq!(again.sealing_private(id).unwrap().public(), public);
            assert_eq!(again.sealing_public(owner), Ok((id, public)));
        }
    }
    let keys: Vec<_> = vault.files().iter().map(|file| *vault.file_key(file.id).unwrap().expose()).collect();
    assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
}

#[test]
fn both_copies_are_equal_and_hold_no_key() {
    let (dir, vault) = household();
    let files = bytes(dir.path());
    assert_eq!(files.keys().collect::<Vec<_>>(), ["keys.copy.json", "keys.json"]);
    assert_eq!(files["keys.json"], files["keys.copy.json"]);
    let text = std::str::from_utf8(&files["keys.json"]).unwrap();
    assert!(
        text.starts_with(r#"{"format":"health-diary/keys","version":1,"generation":2,"household":"616e20"#)
    );
    for file in vault.files() {
        let key = vault.file_key(file.id).unwrap();
        assert!(!text.contains(&data_encoding::HEXLOWER.encode(key.expose())));
    }
    #[cfg(unix)]
    for name in files.keys() {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(dir.path().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_wrong_secret_changes_no_byte() {
    let (dir, _) = household();
    let before = bytes(dir.path());
    let locked = LockedVault::load(dir.path()).unwrap();
    let other = RecoveryCode::random(&Tape::new(98)).unwrap();
    for wrong in ["", "correct horse batterx", "CORRECT HORSE BATTERY"] {
        let refused = locked.unlock(Unlock::Passphrase(&Passphrase::new(wrong)));
        assert_eq!(refused.unwrap_err(), VaultError::WrongSecret);
    }
    assert_eq!(locked.unlock(Unlock::Recovery(&other)).unwrap_err(), VaultError::WrongSecret);
    assert_eq!(bytes(dir.path()), before);
    // The same loaded vault opens afterwards.
    assert!(locked.unlock(Unlock::Recovery(&code())).is_ok());
}

#[test]
fn every_flipped_bit_of_the_key_file_is_damage() {
    let (dir, _) = household();
    let whole = whole(dir.path());
    assert!(KeyFile::from_bytes(&whole).is_ok());
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(KeyFile::from_bytes(&flipped), Err(checked::NotWhole::Damaged), "bit {bit}");
    }
}

#[test]
fn a_flip_in_one_copy_is_named_and_the_other_serves() {
    let (dir, _) = household();
    let whole = whole(dir.path());
    for copy in [KeyCopy::First, KeyCopy::Second] {
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            put(dir.path(), copy, &flipped);
            let before = bytes(dir.path());
            let locked = LockedVault::load(dir.path()).unwrap();
            assert_eq!(locked.notice(), Some(Notice { copy, fault: Fault::Damaged }), "byte {at}");
            let vault = locked.unlock(Unlock::Recovery(&code())).unwrap();
            assert_eq!(vault.notice(), locked.notice());
            assert_eq!(bytes(dir.path()), before, "nothing is repaired unasked");
        }
        // Saving is the repair.
        let mut vault = by_code(dir.path()).unwrap();
        vault.save().unwrap();
        assert_eq!(vault.notice(), None);
        assert_eq!(LockedVault::load(dir.path()).unwrap().notice(), None);
        let mended = bytes(dir.path());
        assert_eq!(mended["keys.json"], mended["keys.copy.json"]);
        put(dir.path(), KeyCopy::First, &whole);
        put(dir.path(), KeyCopy::Second, &whole);
    }
}

#[test]
fn missing_damaged_newer_and_unreadable_are_told_apart() {
    let (dir, _) = household();
    let (first, second) = (dir.path().join("keys.json"), dir.path().join("keys.copy.json"));
    let good = whole(dir.path());
    let notice = || LockedVault::load(dir.path()).unwrap().notice();
    let error = || LockedVault::load(dir.path()).unwrap_err();

    fs::remove_file(&first).unwrap();
    assert_eq!(notice(), Some(Notice { copy: KeyCopy::First, fault: Fault::Missing }));
    fs::write(&second, b"").unwrap();
    assert_eq!(error(), VaultError::Damaged(Part::Keys));
    fs::remove_file(&second).unwrap();
    assert_eq!(error(), VaultError::Missing);
    assert_eq!(LockedVault::load(&dir.path().join("nowhere")).unwrap_err(), VaultError::Missing);

    fs::create_dir(&first).unwrap();
    assert!(matches!(error(), VaultError::Io(_)));
    fs::write(&second, &good).unwrap();
    let fault = notice().unwrap();
    assert!(fault.copy == KeyCopy::First && matches!(fault.fault, Fault::Unreadable(_)));
    fs::remove_dir(&first).unwrap();

    // A newer first copy is never passed over for an older second one.
    let text = String::from_utf8(good.clone()).unwrap();
    let (object, _) = text.rsplit_once(",\"checksum\"").unwrap();
    let mut newer = object.replace("\"version\":1", "\"version\":4");
    checked::close(&mut newer);
    fs::write(&first, &newer).unwrap();
    let before = bytes(dir.path());
    assert_eq!(error(), VaultError::Newer);
    assert_eq!(bytes(dir.path()), before);
    fs::write(&first, &good).unwrap();
    fs::write(&second, &newer).unwrap();
    assert_eq!(error(), VaultError::Newer);

    // A file far too long is not read to its end.
    let endless = vec![b' '; 5 << 20];
    fs::write(&second, &endless).unwrap();
    assert_eq!(notice(), Some(Notice { copy: KeyCopy::Second, fault: Fault::Damaged }));
}

#[test]
fn a_forged_file_with_a_right_checksum_is_caught_after_unlock() {
    let (dir, _) = household();
    let good = whole(dir.path());
    let forgeries: [fn(&mut KeyFile); 6] = [
        |file| file.body.generation += 1,
        |file| file.body.slots.truncate(2),
        |file| file.body.slots.swap(0, 1),
        |file| file.body.files.reverse(),
        |file| file.body.files[0].generation = 9,
        |file| file.body.sealing[0].public.0 = [7; 32],
    ];
    for (number, change) in forgeries.into_iter().enumerate() {
        let forged = forge(&good, change);
        for copy in [KeyCopy::First, KeyCopy::Second] {
            put(dir.path(), copy, &forged);
        }
        let opened = by_code(dir.path());
        // The second changes nothing: the forgery that shows that the others are caught for their change.
        if number == 1 {
            assert_eq!(forged, good);
            assert!(opened.is_ok());
        } else {
            assert_eq!(opened.unwrap_err(), VaultError::Tampered, "forgery {number}");
        }
        assert_eq!(whole(dir.path()), forged);
    }
}

#[test]
fn another_spelling_with_a_right_checksum_is_damage() {
    let (dir, _) = household();
    let text = String::from_utf8(whole(dir.path())).unwrap();
    let (object, _) = text.rsplit_once(",\"checksum\"").unwrap();
    for (from, to) in [
        ("\"generation\":2", "\"generation\": 2"),
        ("\"generation\":2", "\"generation\":02"),
        ("\"generation\":2", "\"generation\":2.0"),
        ("\"generation\":2", "\"generation\":0"),
        ("\"kind\":\"recovery\"", "\"kind\":\"recovery\",\"note\":1"),
        ("\"purpose\":\"inbox\"", "\"purpose\":\"household\""),
        ("\"owner\":\"household\"", "\"owner\":\"nobody\""),
        ("616e20", "616E20"),
        ("health-diary/keys", "health-diary\\/keys"),
        ("\"slots\":[", "\"slots\":[],\"slots\":["),
    ] {
        let mut other = object.replacen(from, to, 1);
        assert_ne!(other, object);
        checked::close(&mut other);
        assert_eq!(KeyFile::from_bytes(other.as_bytes()), Err(checked::NotWhole::Damaged), "{to}");
    }
}

#[test]
fn a_damaged_slot_is_named_and_the_other_opens() {
    let (dir, _) = household();
    let damaged = forge(&whole(dir.path()), |file| file.body.slots[0].damage());
    put(dir.path(), KeyCopy::First, &damaged);
    put(dir.path(), KeyCopy::Second, &damaged);
    let locked = LockedVault::load(dir.path()).unwrap();
    let slots = locked.slots();
    assert_eq!(slots.iter().map(|slot| slot.usable).collect::<Vec<_>>(), [false, true]);
    let refused = locked.unlock(Unlock::Passphrase(&passphrase())).unwrap_err();
    assert_eq!(refused, VaultError::Damaged(Part::Slot(slots[0].id)));
    // The right code opens the slot, and then the file is seen to be altered.
    assert_eq!(locked.unlock(Unlock::Recovery(&code())).unwrap_err(), VaultError::Tampered);
}

#[test]
fn slots_come_and_go_but_never_the_last() {
    let (dir, mut vault) = household();
    let slots = vault.slots();
    let fresh = Passphrase::new("another long passphrase");
    let short = NewSlot::Passphrase(&Passphrase::new("short"), Argon2Cost::LEAST);
    let tape = Tape::new(50);
    assert_eq!(vault.replace_slot(slots[0].id, short, &tape), Err(VaultError::PassphraseTooShort));
    let new = NewSlot::Passphrase(&fresh, Argon2Cost::LEAST);
    assert!(vault.is_saved());
    let id = vault.replace_slot(slots[0].id, new, &tape).unwrap();
    assert!(!vault.is_saved());
    assert_eq!(vault.replace_slot(slots[0].id, new, &tape), Err(VaultError::NoSuchSlot));
    vault.save().unwrap();
    let locked = LockedVault::load(dir.path()).unwrap();
    assert!(locked.unlock(Unlock::Passphrase(&fresh)).is_ok());
    assert_eq!(locked.unlock(Unlock::Passphrase(&passphrase())).unwrap_err(), VaultError::WrongSecret);

    vault.remove_slot(id).unwrap();
    vault.save().unwrap();
    assert_eq!(vault.remove_slot(id), Err(VaultError::NoSuchSlot));
    assert_eq!(vault.remove_slot(slots[1].id), Err(VaultError::LastSlot));
    for (name, content) in bytes(dir.path()) {
        let text = String::from_utf8(content).unwrap();
        assert!(!text.contains(&id.to_string()), "{name} still holds a removed slot");
    }
    while vault.slots().len() < 16 {
        vault.add_slot(NewSlot::Recovery(&code()), &tape).unwrap();
    }
    assert_eq!(vault.add_slot(NewSlot::Recovery(&code()), &tape), Err(VaultError::Full));
    vault.save().unwrap();
    assert!(by_code(dir.path()).is_ok());
}

#[test]
fn files_and_sealing_keys_have_one_purpose_each() {
    let (dir, mut vault) = household();
    let tape = Tape::new(60);
    for purpose in vault.files().iter().map(|file| file.purpose) {
        assert_eq!(vault.add_file(purpose, &tape).unwrap_err(), VaultError::Exists);
    }
    let (id, key) = vault.add_file(FilePurpose::Diary { person: person(2) }, &tape).unwrap();
    assert_eq!(vault.file_key(FileId::from_bytes([0; 16])).unwrap_err(), VaultError::NoSuchFile);
    assert_eq!(
        vault.sealing_public(SealingOwner::Person { person: person(2) }).unwrap_err(),
        VaultError::NoSuchSealingKey
    );

    let (old, _) = vault.sealing_public(SealingOwner::Household).unwrap();
    assert_eq!(vault.drop_sealing_key(old), Err(VaultError::SealingKeyInUse));
    let new = vault.add_sealing_key(SealingOwner::Household, &tape).unwrap();
    assert_eq!(vault.sealing_public(SealingOwner::Household).unwrap().0, new);
    assert!(vault.sealing_private(old).is_ok(), "what is under the old key still opens");
    vault.drop_sealing_key(old).unwrap();
    assert_eq!(vault.sealing_private(old).unwrap_err(), VaultError::NoSuchSealingKey);
    vault.save().unwrap();
    let again = by_code(dir.path()).unwrap();
    assert_eq!(again.file_key(id).unwrap(), key);
    assert_eq!(again.file(FilePurpose::Diary { person: person(2) }).unwrap().id, id);
    assert_eq!(again.sealing_keys().len(), 2);
}

/// Every state of the folder that a kill can leave while a slot is being removed.
#[test]
fn a_kill_between_any_two_steps_of_a_save_loads_the_old_or_the_new() {
    let (dir, mut vault) = household();
    let old = whole(dir.path());
    let removed = vault.slots()[0].id;
    vault.remove_slot(removed).unwrap();
    vault.save().unwrap();
    let new = whole(dir.path());

    let lengths = (0..=new.len()).step_by(97).chain([new.len()]);
    let mut states = Vec::new();
    for length in lengths {
        states.push((&old, &old, KeyCopy::First, Some(length), 2, None));
        let behind = Some(Notice { copy: KeyCopy::Second, fault: Fault::Behind });
        states.push((&new, &old, KeyCopy::Second, Some(length), 3, behind));
    }
    states.push((
        &new,
        &old,
        KeyCopy::First,
        None,
        3,
        Some(Notice { copy: KeyCopy::Second, fault: Fault::Behind }),
    ));
    states.push((&new, &new, KeyCopy::First, None, 3, None));
    for (first, second, temporary, length, generation, notice) in states {
        let dir = tempfile::tempdir().unwrap();
        put(dir.path(), KeyCopy::First, first);
        put(dir.path(), KeyCopy::Second, second);
        if let Some(length) = length {
            fs::write(dir.path().join(temporary.temporary_name()), &new[..length]).unwrap();
        }
        let locked = LockedVault::load(dir.path()).unwrap();
        assert_eq!(locked.notice(), notice);
        let mut vault = locked.unlock(Unlock::Recovery(&code())).unwrap();
        assert_eq!(vault.slots().len(), if generation == 3 { 1 } else { 2 });
        // Going on from there settles everything, and leaves no trace of the cut.
        vault.save().unwrap();
        let files = bytes(dir.path());
        assert_eq!(files.len(), 2);
        assert_eq!(files["keys.json"], files["keys.copy.json"]);
        assert_eq!(KeyFile::from_bytes(&files["keys.json"]).unwrap().body.generation, generation + 1);
    }
    // The mirror state, which only someone else's hand can make, loads too.
    put(dir.path(), KeyCopy::First, &old);
    let locked = LockedVault::load(dir.path()).unwrap();
    assert_eq!(locked.notice(), Some(Notice { copy: KeyCopy::First, fault: Fault::Behind }));
    assert_eq!(locked.slots().len(), 1);
}

#[test]
fn copies_that_disagree_are_named() {
    let (dir, _) = household();
    let mut one = by_code(dir.path()).unwrap();
    one.add_slot(NewSlot::Recovery(&code()), &Tape::new(70)).unwrap();
    let before = whole(dir.path());
    one.save().unwrap();
    let after = whole(dir.path());
    // Another program's save of the same generation.
    put(dir.path(), KeyCopy::First, &before);
    put(dir.path(), KeyCopy::Second, &before);
    let mut other = by_code(dir.path()).unwrap();
    other.save().unwrap();
    put(dir.path(), KeyCopy::Second, &after);
    let differs = Some(Notice { copy: KeyCopy::Second, fault: Fault::Differs });
    assert_eq!(LockedVault::load(dir.path()).unwrap().notice(), differs);

    let stranger = tempfile::tempdir().unwrap();
    let secrets = [NewSlot::Recovery(&code())];
    let mut vault =
        Vault::create(stranger.path(), HouseholdId::from_bytes([3; 16]), &secrets, &Tape::new(4)).unwrap();
    for _ in 0..9 {
        vault.save().unwrap();
    }
    put(dir.path(), KeyCopy::Second, &whole(stranger.path()));
    let locked = LockedVault::load(dir.path()).unwrap();
    assert_eq!((locked.household(), locked.notice()), (HOUSEHOLD, differs));
}

#[test]
fn a_change_made_elsewhere_is_not_overwritten() {
    let (dir, mut mine) = household();
    let mut theirs = by_code(dir.path()).unwrap();
    theirs.remove_slot(theirs.slots()[0].id).unwrap();
    theirs.save().unwrap();
    let before = bytes(dir.path());
    mine.add_slot(NewSlot::Recovery(&code()), &Tape::new(71)).unwrap();
    assert_eq!(mine.save(), Err(VaultError::ChangedElsewhere));
    assert_eq!(bytes(dir.path()), before);
}

#[cfg(unix)]
#[test]
fn a_save_that_fails_can_be_repeated() {
    let (dir, mut vault) = household();
    let before = bytes(dir.path());
    let tape = Tape::new(72);
    // A folder in the temporary file's place stops the write of one copy, whoever runs the test.
    for copy in [KeyCopy::First, KeyCopy::Second] {
        let obstacle = dir.path().join(copy.temporary_name());
        fs::create_dir(&obstacle).unwrap();
        vault.add_slot(NewSlot::Recovery(&code()), &tape).unwrap();
        assert!(matches!(vault.save(), Err(VaultError::Io(_))));
        assert!(!vault.is_saved());
        assert_eq!(fs::read(dir.path().join("keys.copy.json")).unwrap(), before["keys.copy.json"]);
        assert!(by_code(dir.path()).is_ok());
        fs::remove_dir(&obstacle).unwrap();
    }
    vault.save().unwrap();
    assert_eq!(LockedVault::load(dir.path()).unwrap().notice(), None);
    assert_eq!(by_code(dir.path()).unwrap().slots().len(), 4);
}

#[test]
fn nothing_is_created_over_something_or_without_a_secret() {
    let (dir, _) = household();
    let before = bytes(dir.path());
    let secrets = [NewSlot::Recovery(&code())];
    let create = |dir: &Path| Vault::create(dir, HOUSEHOLD, &secrets, &Tape::new(5)).map(|_| ());
    assert_eq!(create(dir.path()), Err(VaultError::Exists));
    fs::remove_file(dir.path().join("keys.json")).unwrap();
    assert_eq!(create(dir.path()), Err(VaultError::Exists));
    put(dir.path(), KeyCopy::First, &before["keys.json"]);
    assert_eq!(bytes(dir.path()), before);

    let empty = tempfile::tempdir().unwrap();
    let made = Vault::create(empty.path(), HOUSEHOLD, &[], &Tape::new(5));
    assert_eq!(made.unwrap_err(), VaultError::LastSlot);
    assert!(bytes(empty.path()).is_empty());
    assert!(matches!(create(&empty.path().join("nowhere")), Err(VaultError::Io(_))));
}

#[test]
fn a_random_source_that_fails_at_any_call_leaves_nothing_behind() {
    let secrets = [NewSlot::Recovery(&code()), NewSlot::Recovery(&code())];
    let mut calls = 0;
    loop {
        let dir = tempfile::tempdir().unwrap();
        match Vault::create(dir.path(), HOUSEHOLD, &secrets, &Tape::dry_after(6, calls)) {
            Ok(_) => break,
            Err(error) => assert_eq!(error, VaultError::NoEntropy(NoEntropy)),
        }
        assert!(bytes(dir.path()).is_empty(), "after {calls} calls");
        calls += 1;
    }
    assert!(calls > 10);

    // The same for a change of an existing vault: in memory and on disk as before.
    let (dir, mut vault) = household();
    let before = (vault.slots(), vault.files(), vault.sealing_keys().len(), bytes(dir.path()));
    for calls in 0..3 {
        let dry = || Tape::dry_after(7, calls);
        let slot = vault.slots()[0].id;
        assert!(vault.add_slot(NewSlot::Recovery(&code()), &dry()).is_err());
        assert!(vault.replace_slot(slot, NewSlot::Recovery(&code()), &dry()).is_err());
        assert!(vault.add_file(FilePurpose::Diary { person: person(9) }, &dry()).is_err());
        assert!(vault.add_sealing_key(SealingOwner::Household, &dry()).is_err());
        let after = (vault.slots(), vault.files(), vault.sealing_keys().len(), bytes(dir.path()));
        assert_eq!(after, before);
        assert!(vault.is_saved());
    }
}

#[test]
fn a_record_sealed_while_locked_opens_after_the_unlock() {
    let (dir, vault) = household();
    let (key, public) = vault.sealing_public(SealingOwner::Person { person: person(1) }).unwrap();
    let place = SealContext { household: HOUSEHOLD, key, sequence: 0 };
    let sealed = public.seal(&place, b"record", &Tape::new(8)).unwrap();
    let private = by_code(dir.path()).unwrap().sealing_private(key).unwrap();
    assert_eq!(*private.open(&place, &sealed).unwrap(), b"record");
}

#[test]
fn errors_and_debug_texts_carry_no_secret() {
    let (_dir, vault) = household();
    let (id, key) = (vault.files()[0].id, vault.file_key(vault.files()[0].id).unwrap());
    let printed = format!("{vault:?} {:?}", vault.sealing_private(vault.sealing_keys()[0].0));
    for secret in [key.expose().as_slice(), vault.receive_key().unwrap().expose()] {
        assert!(!printed.contains(&data_encoding::HEXLOWER.encode(secret)));
        assert!(!printed.contains(&format!("{secret:?}")));
    }
    assert!(!printed.contains(PASSPHRASE));
    let named = VaultError::Damaged(Part::FileKey(id)).to_string();
    assert!(named.contains(&id.to_string()));
}

/// The files of version 1 open for ever.
#[test]
fn the_samples_of_version_1_open() {
    let hex = |secret: &Secret<32>| data_encoding::HEXLOWER.encode(secret.expose());
    let dir = tempfile::tempdir().unwrap();
    let keys = include_bytes!("../../../../tests/fixtures/vault/keys-1.json");
    put(dir.path(), KeyCopy::First, keys);
    put(dir.path(), KeyCopy::Second, keys);
    let locked = LockedVault::load(dir.path()).unwrap();
    let code = RecoveryCode::parse("MVFPGV-Y41VNT-FJ8FFK-PB2CXT-YC1DQD-8VZZ5M").unwrap();
    let passphrase = Passphrase::new("correct horse battery");
    for secret in [Unlock::Passphrase(&passphrase), Unlock::Recovery(&code)] {
        let vault = locked.unlock(secret).unwrap();
        let found: Vec<_> = vault.files().iter().map(|file| hex(&vault.file_key(file.id).unwrap())).collect();
        assert_eq!(
            found,
            [
                "221827d039c9b1c2d935290f5fc3aedc453a51c23c1a2707d23917eb3ea40cd2",
                "449c1233cd6f7aa2056ab63086f24ba6583e5c4ead61788f05cd9c01b7f9d70d",
                "93ffc9379a3c5419ed14cb6810fdce5b952dbc5568ca4283388987653b121257",
            ]
        );
        let (key, _) = vault.sealing_public(SealingOwner::Household).unwrap();
        let place = SealContext { household: vault.household(), key, sequence: 7 };
        let private = vault.sealing_private(key).unwrap();
        assert_eq!(
            *private.open(&place, include_bytes!("../../../../tests/fixtures/vault/sealed-1.bin")).unwrap(),
            SAMPLE_RECORD
        );
        let installation =
            Installation::from_bytes(include_bytes!("../../../../tests/fixtures/vault/installation-1.json"))
                .unwrap();
        assert_eq!(installation.receive_key, vault.receive_key().unwrap());
        assert_eq!(
            hex(&installation.writer_seed),
            "91817d87454cba8c7a5f8d62be5e21778f227e2fa86ac2732aea21f7cdf6efe8"
        );
    }
}

/// Today's program writes the samples of version 1 byte for byte: a change of format cannot slip in.
#[test]
fn today_writes_the_samples() {
    let (dir, vault) = household();
    assert_eq!(whole(dir.path()), include_bytes!("../../../../tests/fixtures/vault/keys-1.json"));
    let installation = Installation::new(HOUSEHOLD, vault.receive_key().unwrap(), &Tape::new(10)).unwrap();
    assert_eq!(
        &installation.to_bytes()[..],
        include_bytes!("../../../../tests/fixtures/vault/installation-1.json")
    );
    let (key, public) = vault.sealing_public(SealingOwner::Household).unwrap();
    let place = SealContext { household: HOUSEHOLD, key, sequence: 7 };
    assert_eq!(
        public.seal(&place, SAMPLE_RECORD, &Tape::new(11)).unwrap(),
        include_bytes!("../../../../tests/fixtures/vault/sealed-1.bin")
    );
}

/// What a careless or hostile hand can do to a key file: bytes changed, spans repeated, cut or made up.
fn mangled() -> impl Strategy<Value = Vec<u8>> {
    let (dir, _) = household();
    let good = whole(dir.path());
    let length = good.len();
    let edit = (0..length, 0..length, proptest::collection::vec(any::<u8>(), 0..40));
    proptest::collection::vec(edit, 1..4).prop_map(move |edits| {
        let mut bytes = good.clone();
        for (a, b, fresh) in edits {
            let (start, end) = (a.min(b).min(bytes.len()), a.max(b).min(bytes.len()));
            let end = end.min(start + 60);
            bytes.splice(start..end, fresh);
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_make_the_key_file_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(KeyFile::from_bytes(&bytes).is_err());
    }

    /// With the checksum put right, so that the parser behind it is reached.
    #[test]
    fn no_mangled_object_is_taken_unless_it_is_what_would_be_written(bytes in mangled()) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let mut object = text.rsplit_once(",\"checksum\"").map_or(&*text, |(object, _)| object).to_owned();
        checked::close(&mut object);
        if let Ok(file) = KeyFile::from_bytes(object.as_bytes()) {
            prop_assert_eq!(file.forged(), object.into_bytes());
        }
    }
}
