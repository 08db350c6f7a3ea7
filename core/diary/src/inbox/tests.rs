//! The inbox against resends, gaps, foreign keys and thieves.

use std::fs;
use std::sync::Arc;

use super::*;
use crate::id::{DeviceId, HouseholdId, SealingKeyId};
use crate::store::StoreError;
use crate::testing::SeededEntropy;
use crate::vault::{SealContext, SealingPrivate};

const KEY: [u8; 32] = [6; 32];
const HOUSEHOLD: HouseholdId = HouseholdId::from_bytes([2; 16]);
const CUFF: DeviceId = DeviceId::from_bytes([3; 16]);
const RECIPIENT: SealingKeyId = SealingKeyId::from_bytes([4; 16]);

struct Home {
    folder: tempfile::TempDir,
    inbox: Inbox,
    private: SealingPrivate,
}

fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let entropy = Arc::new(SeededEntropy::new(1));
    let private = SealingPrivate::random(&*entropy).unwrap();
    let inbox = Inbox::create(&folder.path().join("inbox.1.db"), &KEY, HOUSEHOLD, entropy).unwrap();
    inbox.know(CUFF, (RECIPIENT, private.public()), b"profile").unwrap();
    Home { folder, inbox, private }
}

#[test]
fn a_record_is_durable_sealed_and_opened_by_the_private_key_only() {
    let Home { folder, inbox, private } = home();
    assert_eq!(inbox.append(CUFF, b"planted reading", b"planted reading").unwrap(), Appended::New(1));
    inbox.close().unwrap();
    let path = folder.path().join("inbox.1.db");
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"planted"));
    let inbox = Inbox::open(&path, &KEY, HOUSEHOLD, Arc::new(SeededEntropy::new(2))).unwrap();
    let waiting = inbox.waiting().unwrap();
    assert_eq!((waiting.len(), waiting[0].number, waiting[0].device), (1, 1, CUFF));
    // Who has the file's key and no private key reads nothing.
    assert!(!waiting[0].bytes.windows(7).any(|window| window == b"planted"));
    let context = SealContext { household: HOUSEHOLD, key: RECIPIENT, sequence: 1 };
    assert_eq!(&**private.open(&context, &waiting[0].bytes).unwrap(), b"planted reading");
    // A record moved to another number does not open.
    assert!(private.open(&SealContext { sequence: 2, ..context }, &waiting[0].bytes).is_err());
}

#[test]
fn an_exact_resend_waits_once_and_numbers_never_come_again() {
    let Home { inbox, .. } = home();
    assert_eq!(inbox.append(CUFF, b"one", b"one").unwrap(), Appended::New(1));
    assert_eq!(inbox.append(CUFF, b"one", b"one").unwrap(), Appended::Again);
    assert_eq!(inbox.append(CUFF, b"two", b"two").unwrap(), Appended::New(2));
    inbox.remove(&[1, 2, 9]).unwrap();
    assert_eq!(inbox.numbers().unwrap(), (2, vec![]));
    assert_eq!(inbox.append(CUFF, b"one", b"one").unwrap(), Appended::New(3));
    assert_eq!(inbox.numbers().unwrap(), (3, vec![3]));
}

#[test]
fn a_device_that_is_not_known_is_refused() {
    let Home { inbox, .. } = home();
    let other = DeviceId::from_bytes([9; 16]);
    assert_eq!(inbox.append(other, b"one", b"one").unwrap_err(), InboxError::UnknownDevice);
    assert_eq!(inbox.device(other).unwrap_err(), InboxError::UnknownDevice);
    assert_eq!(inbox.device(CUFF).unwrap().profile, b"profile");
}

#[test]
fn a_key_that_is_not_the_households_is_noticed() {
    let Home { inbox, private, .. } = home();
    inbox.check_recipients(&[(RECIPIENT, private.public())]).unwrap();
    let thief = SealingPrivate::random(&SeededEntropy::new(7)).unwrap();
    inbox.know(CUFF, (SealingKeyId::from_bytes([5; 16]), thief.public()), b"profile").unwrap();
    assert_eq!(inbox.check_recipients(&[(RECIPIENT, private.public())]).unwrap_err(), InboxError::ForeignKey);
}

#[test]
fn one_process_receives_at_a_time() {
    let Home { folder, inbox, .. } = home();
    let path = folder.path().join("inbox.1.db");
    let entropy = Arc::new(SeededEntropy::new(2));
    assert_eq!(
        Inbox::open(&path, &KEY, HOUSEHOLD, Arc::clone(&entropy) as _).unwrap_err(),
        InboxError::Store(StoreError::InUse)
    );
    drop(inbox);
    Inbox::open(&path, &KEY, HOUSEHOLD, entropy).unwrap();
}
