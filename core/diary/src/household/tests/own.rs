//! Diaries under a lock of their own: who opens them, what a kill leaves, and that everybody else goes on.

use std::cell::RefCell;

use super::super::generation::Step as Renewal;
use super::generation::{databases, entry, image};
use super::*;
use crate::diary::{Diary, DiaryError, Question, Words};
use crate::vault::copies::cut;
use crate::vault::{FilePurpose, KeyCopy, RecoveryCode, SlotKind};

pub(super) const OWN: &str = "lamp otter gravel noon";

pub(super) fn handed(household: &Household, person: PersonId, watch: &dyn Fn(Renewal)) -> RecoveryCode {
    let code = household.draw_recovery_code().unwrap();
    let own = Passphrase::new(OWN);
    household.hand_over_watched(person, &own, Argon2Cost::LEAST, &code, watch).unwrap();
    code
}

pub(super) fn shut() -> HouseholdError {
    VaultError::OwnLockShut.into()
}

/// A household of two, with readings of both.
pub(super) fn lived(home: &Home) -> (Household, Set) {
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    (household, set)
}

pub(super) fn open_own(household: &Household, person: PersonId) -> Result<(), HouseholdError> {
    household.open_own(person, Unlock::Passphrase(&Passphrase::new(OWN)))
}

#[test]
fn a_diary_that_was_handed_over_opens_for_its_person_and_no_more_for_the_household() {
    let home = home();
    let (household, set) = lived(&home);
    let held = household.diary(set.ana).unwrap();
    let before = tree(&home.folder);
    let code = handed(&household, set.ana, &|_| {});
    assert_eq!(household.diary(set.ana).unwrap_err(), shut());
    let refused = held.add(&entry("late"), Author::HOUSEHOLD, true).unwrap_err();
    assert_eq!(refused, DiaryError::from(StoreError::Paused), "a handle from before is closed");
    assert_eq!(held.entries().unwrap_err(), DiaryError::from(StoreError::Paused));
    assert_eq!(household.diary(set.ben).unwrap().count().unwrap(), 1);
    let verified = household.verify().unwrap();
    assert_eq!((verified.findings, verified.sound.len()), (vec![], 3));
    assert_eq!(verified.locked, [FilePurpose::Diary { person: set.ana }]);
    household.close().unwrap();
    assert!(
        before.iter().any(|(path, _)| path.ends_with("diary.1.db") && !path.exists()),
        "the old file is gone"
    );

    let household = home.unlock();
    assert_eq!(household.diary(set.ana).unwrap_err(), shut());
    for wrong in [Unlock::Passphrase(&passphrase()), Unlock::Recovery(&home.code)] {
        assert!(household.open_own(set.ana, wrong).unwrap_err().is_wrong_secret());
    }
    assert_eq!(open_own(&household, set.ben).unwrap_err(), VaultError::NoOwnLock.into());
    open_own(&household, set.ana).unwrap();
    let diary = household.diary(set.ana).unwrap();
    assert_eq!(tops(&diary.entries().unwrap()), ["106", "118"]);
    diary.add(&entry("mine"), Author::HOUSEHOLD, true).unwrap();
    assert_eq!(household.verify().unwrap().locked, []);
    household.shut_own(set.ana).unwrap();
    assert_eq!(diary.count().unwrap_err(), DiaryError::from(StoreError::Paused));
    assert_eq!(household.diary(set.ana).unwrap_err(), shut());
    household.open_own(set.ana, Unlock::Recovery(&code)).unwrap();
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 3);
    let verified = household.verify().unwrap();
    assert_eq!((verified.findings, verified.sound.len()), (vec![], 4), "its anchors hold");
    household.close().unwrap();
}

#[test]
fn a_kill_at_any_step_of_a_hand_over_leaves_the_household_or_the_person_as_its_owner() {
    let home = home();
    let (household, set) = lived(&home);
    let before = fs::read(home.folder.join(KeyCopy::First.file_name())).unwrap();
    let images = RefCell::new(Vec::new());
    handed(&household, set.ana, &|step| images.borrow_mut().push((step, image(&home, &home.folder))));
    let mut images = images.into_inner();
    let steps: Vec<_> = images.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [Renewal::Made, Renewal::Switched, Renewal::Removed]);
    let half = image(&home, &images[1].1.folder);
    fs::write(half.folder.join(KeyCopy::Second.file_name()), before).unwrap();
    images.push((Renewal::Switched, half));
    for (step, killed) in &images {
        let household = killed.unlock();
        if *step != Renewal::Made {
            assert_eq!(household.diary(set.ana).unwrap_err(), shut());
            open_own(&household, set.ana).unwrap();
        }
        assert_eq!(tops(&household.diary(set.ana).unwrap().entries().unwrap()), ["106", "118"], "{step:?}");
        assert_eq!(household.verify().unwrap().findings, [], "{step:?}");
        household.save_keys().unwrap();
        household.close().unwrap();
        let household = killed.unlock();
        let _ = open_own(&household, set.ana);
        household.diary(set.ana).unwrap();
        household.diary(set.ben).unwrap();
        household.close().unwrap();
        let of_ana = killed.folder.join("people").join(set.ana.to_string());
        let generation = if *step == Renewal::Made { 1 } else { 2 };
        assert_eq!(databases(&of_ana), [format!("diary.{generation}.db")], "{step:?}");
    }
}

/// The disk refuses any one of the operations that save the key file.
#[test]
fn a_hand_over_that_cannot_be_saved_counts_or_does_not() {
    let first = home();
    let (household, set) = lived(&first);
    household.close().unwrap();
    for operations in 0..=14 {
        let home = image(&first, &first.folder);
        let household = home.unlock();
        let code = household.draw_recovery_code().unwrap();
        let own = Passphrase::new(OWN);
        let done = cut::after(operations, || household.hand_over(set.ana, &own, Argon2Cost::LEAST, &code));
        let counts = match &done {
            Ok(()) | Err(HouseholdError::Vault(VaultError::OneCopy)) => true,
            Err(HouseholdError::Vault(VaultError::Io(_))) => false,
            Err(error) => panic!("{error:?}"),
        };
        let check = |household: &Household| {
            assert_eq!(household.is_shut(set.ana), counts, "cut before operation {operations}");
            if counts {
                assert_eq!(household.diary(set.ana).unwrap_err(), shut());
                open_own(household, set.ana).unwrap();
            }
            assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
        };
        check(&household);
        if done == Err(VaultError::OneCopy.into()) {
            let of_ana = home.folder.join("people").join(set.ana.to_string());
            assert!(of_ana.join("diary.1.db").exists(), "the second copy of the key file still names it");
        }
        drop(household);
        check(&home.unlock());
        assert_eq!(done.is_ok(), operations == 14);
    }
}

#[test]
fn what_comes_for_a_person_whose_lock_is_shut_waits_for_them_alone() {
    for last in [Step::Decided, Step::Resealed, Step::Delivered, Step::Noted, Step::Dropped] {
        let home = home();
        let household = home.unlock();
        let set = two_people(&household);
        let code = handed(&household, set.ana, &|_| {});
        // A shared cuff: what is Ana's is known only once it was opened with the household's key.
        send(&household, set.device, &burst(&home.clock));
        household.synced(set.device, [7; 16], &COMPLETE).unwrap();
        let _ = household.hand_on_until(Handing::Owned, last).unwrap();
        drop(household);
        let household = home.unlock();
        // The slot changes hands; what was decided stays.
        home.clock.advance_ms(1000);
        household.assign(set.device, Slot::User(0), set.ben).unwrap();
        let done = household.hand_on(Handing::Owned).unwrap();
        let waits: Vec<_> = done.waiting.iter().map(|waiting| (waiting.number, waiting.why)).collect();
        let theirs = WhyWaiting::Locked(set.ana);
        assert_eq!(waits, [(2, theirs), (3, theirs)], "after {last:?}");
        assert!(done.waiting.iter().all(|waiting| waiting.content.is_none() && waiting.frame.is_empty()));
        assert_eq!(tops(&household.diary(set.ben).unwrap().entries().unwrap()), ["113"], "after {last:?}");
        for sealed in
            household.inbox().waiting().unwrap().iter().filter(|sealed| [2, 3].contains(&sealed.number))
        {
            assert_eq!(
                household.vault().sealing_private(sealed.recipient).unwrap_err(),
                VaultError::OwnLockShut
            );
        }
        // Again and again nothing changes, and a check finds nothing.
        household.hand_on(Handing::Owned).unwrap();
        assert_eq!(household.verify().unwrap().findings, [], "after {last:?}");
        household.open_own(set.ana, Unlock::Recovery(&code)).unwrap();
        let done = household.hand_on(Handing::Owned).unwrap();
        assert_eq!((done.new.len(), done.waiting), (2, vec![]), "after {last:?}");
        // Placed by the clock reading that came with them.
        let entries = household.diary(set.ana).unwrap().entries().unwrap();
        assert_eq!(entries[0].content.moment.to_text(), "2026-08-14T19:31:00+01:00[Europe/London]");
        assert_eq!(tops(&entries), ["106", "118"]);
        assert_eq!(household.inbox().numbers().unwrap().1, Vec::<u64>::new(), "after {last:?}");
        assert_eq!(household.verify().unwrap().findings, [], "after {last:?}");
        assert_eq!(household.vault().sealing_keys().len(), 3, "after {last:?}");
    }
}

#[test]
fn a_device_of_one_person_goes_on_while_their_lock_is_shut() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let single =
        Paired { model: Some("UA-651BLE".into()), manufacturer: Some("A&D Medical".into()), ..cuff() };
    let device = household.add_device(&single).unwrap();
    household.assign(device, Slot::Only, ana).unwrap();
    handed(&household, ana, &|_| {});
    let lone = "16 7C00 5600 6100 EA07080B111B00 4800 0000";
    send(&household, device, &[clock_item(0, at(&home.clock)), record(1, lone, at(&home.clock))]);
    household.synced(device, [7; 16], &COMPLETE).unwrap();
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!(done.waiting.len(), 2, "clock and reading are sealed to her");
    assert!(done.waiting.iter().all(|waiting| waiting.why == WhyWaiting::Locked(ana)));
    household.close().unwrap();
    let receiver = Receiver::open(&home.folder, &home.installation(), &outside(&home.clock)).unwrap();
    receiver.receive(device, &record(2, &lone.replace("7C00", "7D00"), at(&home.clock))).unwrap();
    receiver.close().unwrap();
    let household = home.unlock();
    open_own(&household, ana).unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 2);
    assert_eq!(tops(&household.diary(ana).unwrap().entries().unwrap()).len(), 2);
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn own_slots_change_without_the_households_and_keys_are_renewed_under_them() {
    let home = home();
    let (household, set) = lived(&home);
    handed(&household, set.ana, &|_| {});
    let own = household.own_lock(set.ana);
    assert_eq!(
        own.slots().unwrap().iter().map(|slot| slot.kind).collect::<Vec<_>>(),
        [SlotKind::Passphrase, SlotKind::Recovery]
    );
    assert!(own.slots().unwrap()[0].since.is_some());
    let new = Passphrase::new("seven grey pots sing");
    assert_eq!(own.change_passphrase(None, &new, Argon2Cost::LEAST).unwrap_err(), shut());
    open_own(&household, set.ana).unwrap();
    own.change_passphrase(None, &new, Argon2Cost::LEAST).unwrap();
    household.renew(FilePurpose::Diary { person: set.ana }).unwrap();
    let rotated = household
        .rotate(
            &Passphrase::new("orange drum pilot fern"),
            Argon2Cost::LEAST,
            &household.draw_recovery_code().unwrap(),
        )
        .unwrap();
    assert_eq!(rotated.left, []);
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
    household.shut_own(set.ana).unwrap();
    assert!(open_own(&household, set.ana).unwrap_err().is_wrong_secret());
    household.open_own(set.ana, Unlock::Passphrase(&new)).unwrap();
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
    household.shut_own(set.ana).unwrap();
    let rotated = household
        .rotate(
            &Passphrase::new("violet stone ladder rain"),
            Argon2Cost::LEAST,
            &household.draw_recovery_code().unwrap(),
        )
        .unwrap();
    assert_eq!(rotated.left, [(set.ana, shut())], "and keeps its lock");
    household.open_own(set.ana, Unlock::Passphrase(&new)).unwrap();
    assert_eq!(household.verify().unwrap().findings, []);
    assert!(household.own_lock(set.ben).slots().is_none());
}

#[test]
fn what_is_sealed_is_a_diary_of_its_own_behind_its_own_lock() {
    let home = home();
    let (household, set) = lived(&home);
    assert_eq!(household.sealed(set.ana).unwrap_err(), HouseholdError::NothingSealed);
    let code = household.draw_recovery_code().unwrap();
    let own = Passphrase::new(OWN);
    let nobody = PersonId::from_bytes([1; 16]);
    assert_eq!(
        household.make_sealed(nobody, &own, Argon2Cost::LEAST, &code).unwrap_err(),
        HouseholdError::NoSuchPerson
    );
    // A kill while one was made left a file that nothing names.
    fs::write(home.folder.join("people").join(set.ana.to_string()).join("sealed.1.db"), b"left").unwrap();
    household.make_sealed(set.ana, &own, Argon2Cost::LEAST, &code).unwrap();
    let again = household.make_sealed(set.ana, &own, Argon2Cost::LEAST, &code).unwrap_err();
    assert_eq!(again, VaultError::Exists.into());
    let sealed = household.sealed(set.ana).unwrap();
    let id = sealed.add(&entry("planted words"), Author::HOUSEHOLD, true).unwrap();
    assert!(household.diary(set.ana).unwrap().entry(id).unwrap().is_none());
    // Its words are in an index of its own.
    let found = |diary: &Diary| {
        let words = Some(Words::parse("planted").unwrap());
        diary.page(&Question { words, ..Question::default() }, None, 10).unwrap().entries.len()
    };
    assert_eq!((found(&sealed), found(&household.diary(set.ana).unwrap())), (1, 0));
    let verified = household.verify().unwrap();
    assert_eq!((verified.findings, verified.sound.iter().filter(|file| file.sealed).count()), (vec![], 1));
    household.shut_sealed(set.ana).unwrap();
    assert_eq!(sealed.count().unwrap_err(), DiaryError::from(StoreError::Paused));
    household.close().unwrap();
    assert!(tree(&home.folder).iter().all(|(_, bytes)| !bytes.windows(7).any(|window| window == b"planted")));

    let household = home.unlock();
    assert_eq!(household.sealed(set.ana).unwrap_err(), shut());
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2, "the diary needs no other secret");
    assert_eq!(household.verify().unwrap().locked, [FilePurpose::Sealed { person: set.ana }]);
    assert!(household.open_sealed(set.ana, Unlock::Passphrase(&passphrase())).unwrap_err().is_wrong_secret());
    household.open_sealed(set.ana, Unlock::Passphrase(&own)).unwrap();
    assert_eq!(household.sealed(set.ana).unwrap().count().unwrap(), 1);
    household.renew(FilePurpose::Sealed { person: set.ana }).unwrap();
    assert_eq!(found(&household.sealed(set.ana).unwrap()), 1, "the next generation takes the index along");
    household
        .sealed_lock(set.ana)
        .add_passphrase(&Passphrase::new("seven grey pots sing"), Argon2Cost::LEAST)
        .unwrap();
    // Paused and taken up again, what was open is open.
    household.pause().unwrap();
    household.resume().unwrap();
    assert_eq!(household.sealed(set.ana).unwrap().count().unwrap(), 1);
    assert_eq!(household.verify().unwrap().findings, []);
    household.close().unwrap();
}

#[test]
fn guesses_at_an_own_lock_are_slowed_like_any_other() {
    let home = home();
    let (household, set) = lived(&home);
    handed(&household, set.ana, &|_| {});
    let mut attempts = crate::vault::Attempts::new();
    let wrong = Passphrase::new("not this one");
    for _ in 0..3 {
        let refused = attempts.attempt(&*home.clock, HouseholdError::is_wrong_secret, || {
            household.open_own(set.ana, Unlock::Passphrase(&wrong))
        });
        assert!(refused.unwrap_err().is_wrong_secret());
    }
    let refused =
        attempts.attempt(&*home.clock, HouseholdError::is_wrong_secret, || open_own(&household, set.ana));
    assert_eq!(refused.unwrap_err(), VaultError::TryAgainIn { ms: 1_000 }.into());
    home.clock.advance_ms(1_000);
    attempts
        .attempt(&*home.clock, HouseholdError::is_wrong_secret, || open_own(&household, set.ana))
        .unwrap();
}
