//! A simulated key store, and everything that it can answer.

use std::collections::BTreeMap;
use std::fs;

use tempfile::TempDir;

use super::super::testing::Tape;
use super::super::{Argon2Cost, NewSlot, Passphrase, RecoveryCode, Unlock};
use super::*;

const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes(*b"an invented home");

/// A key store that keeps a mask in its hardware and gives the masked key to keep outside, as Android's does.
#[derive(Debug, Default)]
struct Phone {
    masks: BTreeMap<SlotId, [u8; 32]>,
    next: Option<KeyStoreRefusal>,
}

impl Phone {
    fn put(&mut self, offer: &Offer) -> Vec<u8> {
        let mask = [0xa7; 32];
        self.masks.insert(offer.slot(), mask);
        masked(offer.key().expose(), mask)
    }

    fn prompt(&mut self, request: &UnlockRequest) -> KeyStoreAnswer {
        match (self.next.take(), self.masks.get(&request.slot)) {
            (Some(why), _) => KeyStoreAnswer::Refused(why),
            (None, None) => KeyStoreAnswer::Refused(KeyStoreRefusal::Gone),
            (None, Some(mask)) => {
                let mut key: [u8; 32] = masked(&request.blob, *mask).try_into().unwrap();
                KeyStoreAnswer::Opened(Secret::take(&mut key))
            }
        }
    }
}

fn masked(bytes: &[u8], mask: [u8; 32]) -> Vec<u8> {
    bytes.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect()
}

fn household(with_passphrase: bool) -> (TempDir, Vault) {
    let dir = tempfile::tempdir().unwrap();
    let code = RecoveryCode::random(&Tape::new(99)).unwrap();
    let passphrase = Passphrase::new("correct horse battery");
    let mut secrets = vec![NewSlot::Recovery(&code)];
    if with_passphrase {
        secrets.push(NewSlot::Passphrase(&passphrase, Argon2Cost::LEAST));
    }
    let vault = Vault::create(dir.path(), HOUSEHOLD, &secrets, &Tape::new(1)).unwrap();
    (dir, vault)
}

fn with_phone() -> (TempDir, Vault, Phone, SlotId) {
    let (dir, mut vault) = household(true);
    let mut phone = Phone::default();
    let offer = Offer::new(&Tape::new(2)).unwrap();
    let blob = phone.put(&offer);
    let slot = vault.add_key_store(&offer, &blob, &Tape::new(3)).unwrap();
    (dir, vault, phone, slot)
}

#[test]
fn a_slot_opens_in_two_steps_and_the_file_holds_no_key() {
    let (dir, vault, mut phone, slot) = with_phone();
    let locked = LockedVault::load(dir.path()).unwrap();
    let request = locked.unlock_request(slot).unwrap();
    assert_eq!((request.slot, request.household), (slot, HOUSEHOLD));
    let answer = phone.prompt(&request);
    let again = locked.unlock_with(slot, &answer).unwrap();
    assert_eq!(again.opened_by(), Some(slot));
    assert_eq!(again.receive_key(), vault.receive_key());
    assert!(locked.unlock(Unlock::KeyStore(slot, &answer)).is_ok());

    let key = Offer::new(&Tape::new(2)).unwrap();
    let text = fs::read_to_string(dir.path().join("keys.json")).unwrap();
    assert!(text.starts_with(r#"{"format":"health-diary/keys","version":2,"#));
    assert!(!text.contains(&data_encoding::HEXLOWER.encode(key.key().expose())));
    assert!(!format!("{key:?} {answer:?}").contains(&format!("{:?}", key.key().expose())));
}

#[test]
fn whatever_the_phone_refuses_nothing_changes_and_another_way_is_named() {
    let (dir, mut vault, mut phone, slot) = with_phone();
    let bytes = |dir: &TempDir| fs::read(dir.path().join("keys.json")).unwrap();
    let before = bytes(&dir);
    let passphrase = vault.slots().iter().find(|slot| slot.kind == SlotKind::Passphrase).unwrap().id;
    for (why, words) in [
        (KeyStoreRefusal::Cancelled, "closed"),
        (KeyStoreRefusal::Invalidated, "fingerprints"),
        (KeyStoreRefusal::LockedOut, "no more attempts"),
        (KeyStoreRefusal::Gone, "no key"),
    ] {
        let locked = LockedVault::load(dir.path()).unwrap();
        phone.next = Some(why);
        let answer = phone.prompt(&locked.unlock_request(slot).unwrap());
        let error = locked.unlock_with(slot, &answer).unwrap_err();
        let instead = Some(OtherSlot { id: passphrase, kind: SlotKind::Passphrase });
        assert_eq!(error, VaultError::KeyStore { why, instead });
        let said = error.to_string();
        assert!(said.contains(words) && said.ends_with("use the passphrase"), "{said}");
        assert_eq!(bytes(&dir), before);
        // The slot is still there, and the store that gives its key opens it.
        let answer = phone.prompt(&locked.unlock_request(slot).unwrap());
        assert!(locked.unlock_with(slot, &answer).is_ok());
    }
    let locked = LockedVault::load(dir.path()).unwrap();
    let stranger = KeyStoreAnswer::Opened(Secret::take(&mut [4; 32]));
    let error = locked.unlock_with(slot, &stranger).unwrap_err();
    assert!(matches!(error, VaultError::KeyStore { why: KeyStoreRefusal::WrongKey, .. }));

    vault.take_away(passphrase).unwrap();
    let locked = LockedVault::load(dir.path()).unwrap();
    let gone = KeyStoreAnswer::Refused(KeyStoreRefusal::Gone);
    assert!(locked.unlock_with(slot, &gone).unwrap_err().to_string().ends_with("use the recovery code"));
}

#[test]
fn another_phone_has_no_key_and_adds_its_own() {
    let (dir, mut vault, _, first) = with_phone();
    let mut other = Phone::default();
    let locked = LockedVault::load(dir.path()).unwrap();
    let answer = other.prompt(&locked.unlock_request(first).unwrap());
    let refused = locked.unlock_with(first, &answer);
    assert!(matches!(refused, Err(VaultError::KeyStore { why: KeyStoreRefusal::Gone, .. })));
    let offer = Offer::new(&Tape::new(7)).unwrap();
    let blob = other.put(&offer);
    let second = vault.add_key_store(&offer, &blob, &Tape::new(8)).unwrap();
    let locked = LockedVault::load(dir.path()).unwrap();
    let answer = other.prompt(&locked.unlock_request(second).unwrap());
    assert!(locked.unlock_with(second, &answer).is_ok());
    // One phone's key is not the other's.
    let wrong = locked.unlock_with(first, &answer);
    assert!(matches!(wrong, Err(VaultError::KeyStore { why: KeyStoreRefusal::WrongKey, .. })));
}

#[test]
fn other_slots_and_long_blobs_are_refused() {
    let (dir, mut vault, _, slot) = with_phone();
    let locked = LockedVault::load(dir.path()).unwrap();
    let answer = KeyStoreAnswer::Opened(Secret::take(&mut [4; 32]));
    for other in locked.slots().iter().map(|info| info.id).filter(|id| *id != slot) {
        assert_eq!(locked.unlock_request(other).unwrap_err(), VaultError::NoSuchSlot);
        assert_eq!(locked.unlock_with(other, &answer).unwrap_err(), VaultError::NoSuchSlot);
    }
    let used = Offer::new(&Tape::new(2)).unwrap();
    assert_eq!(vault.add_key_store(&used, b"", &Tape::new(5)), Err(VaultError::Exists));
    let fresh = Offer::new(&Tape::new(6)).unwrap();
    let most = vec![1; 1024];
    let more = [most.as_slice(), &[1]].concat();
    assert_eq!(vault.add_key_store(&fresh, &more, &Tape::new(5)), Err(VaultError::BlobTooLong));
    assert!(vault.is_saved());
    vault.add_key_store(&fresh, &most, &Tape::new(5)).unwrap();
    assert_eq!(LockedVault::load(dir.path()).unwrap().unlock_request(fresh.slot()).unwrap().blob, most);
    assert!(Offer::new(&Tape::dry_after(1, 1)).is_err());
}

#[test]
fn an_older_program_is_told_that_the_file_is_newer() {
    let (dir, mut vault) = household(true);
    let version = |dir: &TempDir| {
        let text = fs::read_to_string(dir.path().join("keys.json")).unwrap();
        text.split("\"version\":").nth(1).unwrap()[..1].to_owned()
    };
    assert_eq!(version(&dir), "1");
    let offer = Offer::new(&Tape::new(2)).unwrap();
    let slot = vault.add_key_store(&offer, b"", &Tape::new(3)).unwrap();
    assert_eq!(version(&dir), "2");
    vault.take_away(slot).unwrap();
    assert_eq!(version(&dir), "1", "what an older program can read, it may");
}

/// A file of version 2 opens for ever, by each of its three secrets; and today's program writes it byte for byte.
#[test]
fn the_sample_of_version_2_opens_and_today_writes_it() {
    let sample = include_bytes!("../../../../../tests/fixtures/vault/keys-2.json");
    let written = tempfile::tempdir().unwrap();
    let code = RecoveryCode::random(&Tape::new(99)).unwrap();
    let passphrase = Passphrase::new("correct horse battery");
    let secrets = [NewSlot::Passphrase(&passphrase, Argon2Cost::LEAST), NewSlot::Recovery(&code)];
    let day = Some(20_679 * 86_400_000);
    let mut vault = Vault::create_at(written.path(), HOUSEHOLD, &secrets, day, &Tape::new(1)).unwrap();
    let mut phone = Phone::default();
    let offer = Offer::new(&Tape::new(2)).unwrap();
    let blob = phone.put(&offer);
    vault.add_key_store(&offer, &blob, &Tape::new(3)).unwrap();
    let today = fs::read(written.path().join("keys.json")).unwrap();
    assert!(today == sample, "{}", String::from_utf8(today).unwrap());

    let dir = tempfile::tempdir().unwrap();
    for copy in ["keys.json", "keys.copy.json"] {
        fs::write(dir.path().join(copy), sample).unwrap();
    }
    let locked = LockedVault::load(dir.path()).unwrap();
    assert!(locked.slots().iter().all(|slot| slot.since == Some(20_679)));
    let answer = phone.prompt(&locked.unlock_request(offer.slot()).unwrap());
    for secret in
        [Unlock::Passphrase(&passphrase), Unlock::Recovery(&code), Unlock::KeyStore(offer.slot(), &answer)]
    {
        let key = locked.unlock(secret).unwrap().receive_key().unwrap();
        assert_eq!(key, vault.receive_key().unwrap());
    }
}
