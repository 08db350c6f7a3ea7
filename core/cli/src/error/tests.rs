//! Codes, words and ways out.

use diary_core::journal::{Fault, WhatIsWrong, Writer};
use diary_core::store::FileKind;
use diary_core::time::{CivilTime, Evidence, Moment, Occurrence, Zone};
use diary_core::vault::{Part, RecoveryError};

use super::*;

#[test]
fn errors_of_the_core_have_the_documented_codes() {
    let newer = StoreError::Newer { kind: FileKind::Diary, found: 9, known: 1 };
    let malformed = JournalError::Malformed(FileKind::Diary);
    let cases: [(CliError, u8); 14] = [
        (VaultError::WrongSecret.into(), 3),
        (VaultError::Recovery(RecoveryError::Group(2)).into(), 3),
        (VaultError::Damaged(Part::Keys).into(), 4),
        (VaultError::Tampered.into(), 4),
        (InstallationError::Vault(VaultError::Damaged(Part::Installation)).into(), 4),
        (StoreError::Damaged(FileKind::Inbox).into(), 4),
        (DiaryError::from(StoreError::DamagedLog(FileKind::Diary)).into(), 4),
        (malformed.into(), 4),
        (VaultError::Newer.into(), 5),
        (newer.into(), 5),
        (DiaryError::from(StoreError::InUse).into(), 6),
        (CliError::LinkLost { records: 2 }, 7),
        (CliError::BluetoothOff { records: 2 }, 7),
        (VaultError::Missing.into(), 1),
    ];
    for (error, code) in cases {
        assert_eq!(error.class().code(), code, "{error}");
    }
    let writer = Writer::from_seed(&[1; 32]).id();
    let fault = Fault { file: FileKind::Diary, writer, number: 3, what: WhatIsWrong::Part };
    assert_eq!(CliError::from(JournalError::Fault(fault)).class().code(), 4);
}

#[test]
fn the_link_lost_says_what_is_safe() {
    let error = CliError::of_session(&Outcome::LinkLost { records: 2 }).unwrap();
    assert_eq!(
        error.to_string(),
        "the link to the device was lost; the 2 records received are safe; stay near and run the command again"
    );
}

#[test]
fn bluetooth_that_went_away_says_what_to_do() {
    let said = |outcome: &Outcome| CliError::of_session(outcome).unwrap().to_string();
    assert_eq!(
        said(&Outcome::AdapterOff { records: 1 }),
        "Bluetooth was switched off; the record received is safe, and the device has the rest; switch it on and run \
         the command again"
    );
    assert!(said(&Outcome::NotPermitted { records: 0 }).contains("allow it in the system's settings"));
}

#[test]
fn a_time_that_came_twice_names_both_and_the_option() {
    let civil: CivilTime = "2026-10-25T01:30".parse().unwrap();
    let zone = Zone::parse("Europe/London").unwrap();
    let error = Moment::typed(civil, &zone, Evidence::Chosen, Occurrence::Ask).unwrap_err();
    let json = CliError::from(error).json();
    assert_eq!(json["error"]["kind"], "time");
    let hint = json["error"]["hint"].as_str().unwrap();
    assert_eq!(
        hint,
        "first: 2026-10-25T01:30:00+01:00; second: 2026-10-25T01:30:00+00:00; add --occurrence first or \
         --occurrence second"
    );
}

#[test]
fn what_is_wrong_with_a_slot_or_a_new_passphrase_has_a_word_of_its_own_and_a_way_out() {
    use diary_core::household::HouseholdError;
    use diary_core::vault::Weakness;

    for error in [VaultError::LastSlot, VaultError::WhichSlot, VaultError::OneCopy] {
        let error = CliError::from(HouseholdError::Vault(error));
        assert_eq!((error.class().code(), error.kind()), (1, "slot"), "{error}");
        assert!(error.hint().unwrap().contains("slot") || error.hint().unwrap().contains("add"), "{error}");
    }
    for weakness in Weakness::ALL {
        let error = VaultError::WeakPassphrase(weakness);
        for error in [CliError::from(error), CliError::from(HouseholdError::Vault(error))] {
            let json = error.json();
            assert_eq!(json["error"]["kind"], "weak-passphrase");
            assert_eq!(json["error"]["reason"], weakness.code());
            assert_eq!(error.class().code(), 1);
        }
    }
}
