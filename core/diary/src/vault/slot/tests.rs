//! Each kind of slot by itself.

use super::super::testing::Tape;
use super::*;
use crate::id::HouseholdId;

const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes([9; 16]);

fn key() -> Secret<32> {
    Secret::take(&mut [5; 32])
}

#[test]
fn each_kind_opens_with_its_own_secret_only() {
    let passphrase = Passphrase::new("correct horse battery");
    let code = RecoveryCode::random(&Tape::new(3)).unwrap();
    let by_passphrase = Slot::new(
        HOUSEHOLD.into(),
        NewSlot::Passphrase(&passphrase, Argon2Cost::LEAST),
        &key(),
        &Tape::new(1),
    );
    let by_code = Slot::new(HOUSEHOLD.into(), NewSlot::Recovery(&code), &key(), &Tape::new(2)).unwrap();
    let by_passphrase = by_passphrase.unwrap();

    assert_eq!(by_passphrase.open_passphrase(HOUSEHOLD.into(), &passphrase), Ok(key()));
    assert_eq!(by_code.open_recovery(HOUSEHOLD.into(), &code), Ok(key()));
    let wrong = Err(VaultError::WrongSecret);
    assert_eq!(
        by_passphrase.open_passphrase(HOUSEHOLD.into(), &Passphrase::new("correct horse batterx")),
        wrong
    );
    assert_eq!(by_passphrase.open_recovery(HOUSEHOLD.into(), &code), wrong);
    assert_eq!(by_code.open_passphrase(HOUSEHOLD.into(), &passphrase), wrong);
    let other = RecoveryCode::random(&Tape::new(4)).unwrap();
    assert_eq!(by_code.open_recovery(HOUSEHOLD.into(), &other), wrong);
    // A slot carried into another household is not taken for a wrong secret.
    let elsewhere = HouseholdId::from_bytes([8; 16]);
    assert!(matches!(by_code.open_recovery(elsewhere.into(), &code), Err(VaultError::Damaged(_))));
}

#[test]
fn damage_is_told_from_a_wrong_secret() {
    let code = RecoveryCode::random(&Tape::new(3)).unwrap();
    let mut slot = Slot::new(HOUSEHOLD.into(), NewSlot::Recovery(&code), &key(), &Tape::new(2)).unwrap();
    slot.damage();
    assert_eq!(slot.open_recovery(HOUSEHOLD.into(), &code), Err(VaultError::Damaged(Part::Slot(slot.id()))));
    assert!(!slot.info(HOUSEHOLD.into()).usable);
}

#[test]
fn costs_outside_the_range_are_refused_before_they_run() {
    let passphrase = Passphrase::new("correct horse battery");
    let good = Argon2Cost::LEAST;
    for cost in [
        Argon2Cost { memory_kib: 8 * 1024 - 1, ..good },
        Argon2Cost { memory_kib: u32::MAX, ..good },
        Argon2Cost { passes: 0, ..good },
        Argon2Cost { passes: 17, ..good },
        Argon2Cost { lanes: 0, ..good },
        Argon2Cost { lanes: 5, ..good },
    ] {
        let secret = NewSlot::Passphrase(&passphrase, cost);
        assert_eq!(Slot::new(HOUSEHOLD.into(), secret, &key(), &Tape::new(1)), Err(VaultError::Bounds));
        let secret = NewSlot::Passphrase(&passphrase, good);
        let mut forged = Slot::new(HOUSEHOLD.into(), secret, &key(), &Tape::new(1)).unwrap();
        forged.forge(HOUSEHOLD.into(), cost);
        assert_eq!(forged.open_passphrase(HOUSEHOLD.into(), &passphrase), Err(VaultError::Bounds));
    }
    // An allowed cost that is not the one it was wrapped with is authenticated, so it opens nothing.
    let mut forged =
        Slot::new(HOUSEHOLD.into(), NewSlot::Passphrase(&passphrase, good), &key(), &Tape::new(1)).unwrap();
    forged.forge(HOUSEHOLD.into(), Argon2Cost { passes: 2, ..good });
    assert_eq!(forged.open_passphrase(HOUSEHOLD.into(), &passphrase), Err(VaultError::WrongSecret));
    Argon2Cost::STANDARD.check().unwrap();
}

#[test]
fn a_short_passphrase_makes_no_slot() {
    let secret = Passphrase::new("short");
    let made =
        Slot::new(HOUSEHOLD.into(), NewSlot::Passphrase(&secret, Argon2Cost::LEAST), &key(), &Tape::new(1));
    assert_eq!(made, Err(VaultError::PassphraseTooShort));
}
