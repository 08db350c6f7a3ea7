//! Erasing an entry in all files of a household.

use super::*;
use crate::diary::{Content, DiaryError};
use crate::id::EntryId;
use crate::vault::FilePurpose;

/// The entry of Ana's that a device sent last.
fn newest(household: &Household, person: PersonId) -> EntryId {
    household.diary(person).unwrap().entries().unwrap().last().unwrap().id
}

#[test]
fn an_entry_is_erased_also_where_it_waits_and_a_resend_does_not_bring_it_back() {
    let home = home();
    let household = home.unlock();
    let ana = household.add_person("Ana").unwrap();
    let device = household.add_device(&cuff()).unwrap();
    household.assign(device, Slot::User(0), ana).unwrap();
    let now = at(&home.clock);
    // User 1 is nobody yet, so the session's last record stays in the inbox beside it.
    let items = [clock_item(0, now), record(1, USER_1, now), record(2, USER_0, now)];
    send(&household, device, &items);
    household.hand_on(Handing::Owned).unwrap();
    assert_eq!(household.inbox().numbers().unwrap().1, [1, 2, 3]);
    let entry = newest(&household, ana);
    home.clock.advance_ms(5000);

    let receipt = household.erase_entry(ana, entry).unwrap();
    assert_eq!((receipt.versions, receipt.raw, receipt.waiting), (1, true, 1));
    assert_eq!(receipt.may_remain, [MayRemain::Copies, MayRemain::DeviceClock]);
    assert_eq!(household.inbox().numbers().unwrap().1, [1, 2]);
    let generation = household.vault().file(FilePurpose::Diary { person: ana }).unwrap().generation;
    assert_eq!(generation, 2, "the old file's key is gone");
    assert_eq!(household.verify().unwrap().findings, []);
    let again = household.erase_entry(ana, entry).unwrap_err();
    assert_eq!(again, HouseholdError::Diary(DiaryError::Erased));
    household.close().unwrap();

    let household = home.unlock();
    send(&household, device, &[record(0, USER_0, at(&home.clock))]);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.known), (0, 1));
    assert_eq!(household.diary(ana).unwrap().count().unwrap(), 0);
    assert_eq!(household.verify().unwrap().findings, []);
    // The others of its connection are handed on and placed as if it had never come.
    let also = Handing::AlsoWaiting { device, slot: Some(Slot::User(1)), person: ana };
    assert_eq!(household.hand_on(also).unwrap().new.len(), 1);
    assert_eq!(household.verify().unwrap().findings, []);
}

/// A kill after each step leaves the entry whole or gone, and the same asked again comes to the same end.
#[test]
fn an_erasure_that_was_cut_short_is_finished_by_asking_again() {
    for steps in 0..=2 {
        let home = home();
        let household = home.unlock();
        let set = two_people(&household);
        send(&household, set.device, &burst(&home.clock));
        household.synced(set.device, [7; 16], &COMPLETE).unwrap();
        household.hand_on_until(Handing::Owned, Step::Delivered).unwrap();
        let entry = newest(&household, set.ana);
        let waiting = household.copies_waiting(set.ana, entry).unwrap();
        assert_eq!(waiting.len(), 1);
        if steps > 0 {
            household.note_drained(&waiting).unwrap();
        }
        if steps > 1 {
            household.inbox().remove(&waiting).unwrap();
        }
        drop(household);
        let household = home.unlock();
        assert_eq!(household.verify().unwrap().findings, [], "{steps}");
        assert!(household.diary(set.ana).unwrap().entry(entry).unwrap().is_some(), "{steps}");
        let receipt = household.erase_entry(set.ana, entry).unwrap();
        assert_eq!(receipt.waiting, u64::from(steps <= 1), "{steps}");
        household.hand_on(Handing::Owned).unwrap();
        assert_eq!(tops(&household.diary(set.ana).unwrap().entries().unwrap()), ["106"], "{steps}");
        assert_eq!(household.inbox().numbers().unwrap().1, Vec::<u64>::new(), "{steps}");
        assert_eq!(household.verify().unwrap().findings, [], "{steps}");
    }
}

/// A kill right after the entry was emptied leaves the file under its old key, and what stands beside it.
#[test]
fn what_a_kill_left_to_do_after_an_erasure_is_done_by_asking_again() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.hand_on(Handing::Owned).unwrap();
    let entry = newest(&household, set.ana);
    household.diary(set.ana).unwrap().erase(entry, Author::HOUSEHOLD).unwrap();
    drop(household);
    let household = home.unlock();
    let generation = || household.vault().file(FilePurpose::Diary { person: set.ana }).unwrap().generation;
    assert_eq!(generation(), 1);
    let again = household.erase_entry(set.ana, entry).unwrap_err();
    assert_eq!(again, HouseholdError::Diary(DiaryError::Erased));
    assert_eq!(generation(), 2, "the old file's key is gone");
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn the_key_that_a_waiting_copy_was_sealed_to_goes_with_it() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.hand_on_until(Handing::Owned, Step::Delivered).unwrap();
    let entry = newest(&household, set.ana);
    let key = household.inbox().waiting().unwrap()[0].recipient;
    household.erase_entry(set.ana, entry).unwrap();
    assert_ne!(household.inbox().device(set.device).unwrap().recipient, key, "nothing more is sealed to it");
    household.hand_on(Handing::Owned).unwrap();
    assert_eq!(household.vault().sealing_private(key).unwrap_err(), VaultError::NoSuchSealingKey);
}

#[test]
fn the_receipt_names_what_left_the_household_since_the_entry_was_written() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.note_shared("csv", &[set.ana], 1).unwrap();
    home.clock.advance_ms(1000);
    send(&household, set.device, &burst(&home.clock));
    household.hand_on(Handing::Owned).unwrap();
    home.clock.advance_ms(1000);
    household.note_shared("json", &[set.ben], 1).unwrap();
    household.note_shared("json", &[set.ana, set.ben], 3).unwrap();
    let entry = newest(&household, set.ana);
    // Another person's diary does not have it.
    let elsewhere = household.erase_entry(set.ben, entry).unwrap_err();
    assert_eq!(elsewhere, HouseholdError::Diary(DiaryError::NoSuchEntry));
    let receipt = household.erase_entry(set.ana, entry).unwrap();
    let shared: Vec<_> = receipt
        .may_remain
        .iter()
        .filter_map(|place| if let MayRemain::Shared(log) = place { Some(log) } else { None })
        .flatten()
        .map(|sharing| (sharing.format.as_str(), sharing.entries))
        .collect();
    assert_eq!(shared, [("json", 3)]);
}

/// A clock that is read later places the others anew, and knows nothing of what was erased.
#[test]
fn placing_anew_passes_over_what_was_erased() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let now = at(&home.clock);
    send(&household, set.device, &[record(0, USER_0, now), record(1, USER_0_LATER, now)]);
    household.hand_on(Handing::Owned).unwrap();
    let diary = household.diary(set.ana).unwrap();
    let before: Vec<Content> = diary.entries().unwrap().into_iter().map(|entry| entry.content).collect();
    let entry = newest(&household, set.ana);
    household.erase_entry(set.ana, entry).unwrap();
    home.clock.advance_ms(1000);
    let mut clock = clock_item(0, at(&home.clock));
    clock.session = [9; 16];
    send(&household, set.device, &[clock]);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert!(done.placed_anew.iter().all(|anew| anew.entry != entry), "{:?}", done.placed_anew);
    let after = diary.entries().unwrap();
    assert_eq!((before.len(), after.len()), (2, 1));
    assert_eq!(diary.history(entry).unwrap_err(), DiaryError::Erased);
    assert_eq!(household.verify().unwrap().findings, []);
}
