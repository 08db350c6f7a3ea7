//! Changing who can open a household.

use super::*;
use crate::vault::{Attempts, KeyStoreAnswer, KeyStoreRefusal, RecoveryCode, SlotKind};

const NEW: &str = "lamp otter gravel noon";

impl Home {
    fn try_unlock(&self, secret: Unlock<'_>) -> Result<Unlocked, HouseholdError> {
        Household::unlock(&self.folder, secret, Some(self.installation()), outside(&self.clock))
    }

    /// Every file but the key file.
    fn databases(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "db") {
                    files.push((path.clone(), fs::read(path).unwrap()));
                }
            }
        }
        files.sort();
        files
    }
}

#[test]
fn every_secret_can_be_changed_and_no_database_is() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    household.close().unwrap();
    let before = home.databases();

    let household = home.unlock();
    assert!(household.slots().iter().all(|slot| slot.since == Some(20_679)), "the phone's day, 2026-08-14");
    let new = Passphrase::new(NEW);
    household.change_passphrase(None, &new, Argon2Cost::LEAST).unwrap();
    let code = household.draw_recovery_code().unwrap();
    household.change_recovery_code(&code).unwrap();
    let offer = household.offer_key_store().unwrap();
    let key_store = household.add_key_store(&offer, b"blob").unwrap();
    let second =
        household.add_passphrase(&Passphrase::new("seven grey pots sing"), Argon2Cost::LEAST).unwrap();
    household.remove_slot(second).unwrap();
    household.close().unwrap();
    assert_eq!(home.databases(), before);

    let (old, removed) = (passphrase(), Passphrase::new("seven grey pots sing"));
    for secret in [Unlock::Passphrase(&old), Unlock::Passphrase(&removed), Unlock::Recovery(&home.code)] {
        assert!(home.try_unlock(secret).unwrap_err().is_wrong_secret());
    }
    let answer = KeyStoreAnswer::Opened(offer.key().duplicate());
    for secret in [Unlock::Passphrase(&new), Unlock::Recovery(&code), Unlock::KeyStore(key_store, &answer)] {
        let household = home.try_unlock(secret).unwrap().household;
        assert_eq!(household.diary(ana).unwrap().person(), ana);
        household.close().unwrap();
    }
    let gone = KeyStoreAnswer::Refused(KeyStoreRefusal::Gone);
    let refused = home.try_unlock(Unlock::KeyStore(key_store, &gone)).unwrap_err();
    assert!(refused.to_string().ends_with("use the passphrase"), "{refused}");
    assert!(!refused.is_wrong_secret());
}

#[test]
fn a_weak_cost_is_raised_after_an_unlock_and_then_left() {
    let home = home();
    let household = home.unlock();
    let cost = |household: &Household| household.slots()[0].cost.unwrap();
    assert_eq!(cost(&household), Argon2Cost::LEAST);
    // The clock of this test stands still: the phone is as fast as can be.
    assert_eq!(household.raise_cost(&passphrase()).unwrap(), Some(Argon2Cost::STANDARD));
    assert_eq!(household.raise_cost(&passphrase()).unwrap(), None);
    household.close().unwrap();
    let household = home.unlock();
    assert_eq!(cost(&household), Argon2Cost::STANDARD);
    assert_eq!(household.slots()[1].kind, SlotKind::Recovery);
}

#[test]
fn guesses_are_slowed_and_leave_no_trace_in_the_folder() {
    let home = home();
    let bytes = || fs::read(home.folder.join("keys.json")).unwrap();
    let before = bytes();
    let other = RecoveryCode::random(&SeededEntropy::new(4_000)).unwrap();
    let mut attempts = Attempts::new();
    let mut guess = |secret| {
        attempts
            .attempt(&*home.clock, HouseholdError::is_wrong_secret, || home.try_unlock(secret).map(|_| ()))
    };
    for _ in 0..3 {
        assert!(guess(Unlock::Recovery(&other)).unwrap_err().is_wrong_secret());
    }
    let early = Err(HouseholdError::Vault(VaultError::TryAgainIn { ms: 1_000 }));
    assert_eq!(guess(Unlock::Recovery(&home.code)), early, "even the right one waits");
    assert_eq!(bytes(), before);
    let mut fresh = Attempts::new();
    let opened = fresh.attempt(&*home.clock, HouseholdError::is_wrong_secret, || {
        home.try_unlock(Unlock::Recovery(&home.code)).map(|_| ())
    });
    assert_eq!(opened, Ok(()), "the count is the shell's, not the folder's");
}
