//! Moves against the other rooms: backups from before, from the middle and after; pauses; locks of one's own.

use super::super::moves::Step;
use super::backups::{back_up, open, restored};
use super::moves::{STEPS, Seen, WHY, media_sound, seen, sound, wrongly_assigned};
use super::*;
use crate::diary::DiaryError;
use crate::id::EntryId;
use crate::testing::MemoryFolder;

const OWN: &str = "lamp otter gravel noon";

fn places(set: &Set) -> (Place, Place) {
    (Place::Diary(set.ana), Place::Diary(set.ben))
}

/// The entry is at Ben as it was at Ana, with two files, and hers is gone.
fn is_bens(household: &Household, set: &Set, (from, to): (EntryId, EntryId), before: &Seen, place: &str) {
    let (ana, ben) = (household.diary(set.ana).unwrap(), household.diary(set.ben).unwrap());
    assert_eq!(ana.history(from).unwrap_err(), DiaryError::Erased, "{place}");
    assert_eq!(seen(&ben, to), *before, "{place}");
    assert_eq!((ana.count().unwrap(), ben.count().unwrap()), (1, 2), "{place}");
    media_sound(&ana, 0, place);
    media_sound(&ben, 2, place);
    sound(household, place);
}

#[test]
fn a_backup_from_before_a_move_goes_with_the_next_run_and_that_one_has_it_at_the_receiver() {
    let home = home();
    let (household, folder) = (home.unlock(), MemoryFolder::default());
    let (set, entry) = wrongly_assigned(&home, &household);
    let before = seen(&household.diary(set.ana).unwrap(), entry);
    back_up(&home, &household, &folder);
    let old = folder.pieces();
    home.clock.advance_ms(1000);
    let (from, to) = places(&set);
    let moved = household.move_entry(from, entry, to, WHY).unwrap();
    let receipt = moved.receipt.unwrap();
    let known = household.backups().unwrap();
    assert_eq!((known.len(), known[0].at_ms < receipt.erased_ms), (1, true));
    assert_eq!(receipt.may_remain[..2], [MayRemain::Copies, MayRemain::Backups(known)]);
    home.clock.advance_ms(1000);
    assert_eq!(back_up(&home, &household, &folder).erased, [1]);
    assert!(household.backups().unwrap().iter().all(|known| known.at_ms >= receipt.erased_ms));
    // The giver's segments, which had it, and its media files are in no piece any more.
    let now = folder.pieces();
    let kept = old.iter().filter(|(name, bytes)| now.get(*name) == Some(*bytes)).count();
    assert!(kept < old.len(), "{kept} of {}", old.len());
    let checked = household.check_backup(&folder, "card").unwrap().checked;
    assert_eq!((checked.problems.len(), checked.unnamed), (0, 0));
    assert_eq!(checked.backups.iter().map(|(number, _)| *number).collect::<Vec<_>>(), [2]);
    let (folder, back) = restored(&home, &folder, "back", None);
    let again = open(&home, &folder, back.installation);
    is_bens(&again, &set, (entry, moved.entry), &before, "restored");
    // The device sends it again to what was restored.
    send(&again, set.device, &[record(9, USER_0_LATER, at(&home.clock))]);
    assert_eq!(again.hand_on(Handing::Owned).unwrap().new, []);
}

/// Everything that a backup from the middle needs to finish is in it.
#[test]
fn a_household_from_a_backup_in_the_middle_of_a_move_finishes_it() {
    let some = [Step::Decided, Step::Received, Step::Erased];
    for step in STEPS.into_iter().filter(|step| some.contains(step) || crate::testing::long()) {
        let home = home();
        let (household, folder) = (home.unlock(), MemoryFolder::default());
        let (set, entry) = wrongly_assigned(&home, &household);
        let before = seen(&household.diary(set.ana).unwrap(), entry);
        let (from, to) = places(&set);
        let cut = household.move_entry_until(from, entry, to, WHY, step).unwrap();
        back_up(&home, &household, &folder);
        let (path, back) = restored(&home, &folder, "back", None);
        let again = open(&home, &path, back.installation);
        is_bens(&again, &set, (entry, cut.entry), &before, &format!("{step:?}"));
        // And the one that it was made of goes on by itself.
        household.move_entry(from, entry, to, WHY).unwrap();
        is_bens(&household, &set, (entry, cut.entry), &before, &format!("{step:?}, here"));
    }
}

#[test]
fn a_pause_in_the_middle_of_a_move_is_no_more_than_a_kill() {
    let home = home();
    let household = home.unlock();
    let (set, entry) = wrongly_assigned(&home, &household);
    let before = seen(&household.diary(set.ana).unwrap(), entry);
    let (from, to) = places(&set);
    let cut = household.move_entry_until(from, entry, to, WHY, Step::Received).unwrap();
    household.pause().unwrap();
    let refused = household.move_entry(from, entry, to, WHY).unwrap_err();
    assert_eq!(refused, StoreError::Paused.into());
    household.resume().unwrap();
    is_bens(&household, &set, (entry, cut.entry), &before, "resumed");

    // Paused from another thread, again and again, while it is moved back.
    let done = std::sync::atomic::AtomicBool::new(false);
    let back = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                household.pause().unwrap();
                household.resume().unwrap();
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        });
        let back = loop {
            match household.move_entry(to, cut.entry, from, "after all") {
                Ok(moved) => break moved.entry,
                Err(error) => assert!(format!("{error:?}").contains("Paused"), "{error:?}"),
            }
        };
        done.store(true, Ordering::SeqCst);
        back
    });
    household.resume().unwrap();
    let ana = household.diary(set.ana).unwrap();
    assert_eq!(seen(&ana, back), before);
    assert_eq!((ana.count().unwrap(), household.diary(set.ben).unwrap().count().unwrap()), (2, 1));
    sound(&household, "moved back between pauses");
}

/// Ben's diary gets a lock of its own in the middle; the entry waits at Ana's, or for both, until it is open.
#[test]
fn a_move_waits_for_the_lock_of_a_receiver_that_was_handed_over_meanwhile() {
    for step in [Step::Decided, Step::Received, Step::Removed, Step::Erased] {
        let home = home();
        let household = home.unlock();
        let (set, entry) = wrongly_assigned(&home, &household);
        let before = seen(&household.diary(set.ana).unwrap(), entry);
        let (from, to) = places(&set);
        let cut = household.move_entry_until(from, entry, to, WHY, step).unwrap();
        let code = household.draw_recovery_code().unwrap();
        household.hand_over(set.ben, &Passphrase::new(OWN), Argon2Cost::LEAST, &code).unwrap();
        household.close().unwrap();

        let household = home.unlock();
        let at_ana = household.diary(set.ana).unwrap().entry(entry).unwrap().is_some();
        assert_eq!(at_ana, step != Step::Erased, "{step:?}");
        let refused = household.move_entry(from, entry, to, WHY).unwrap_err();
        assert_eq!(refused, VaultError::OwnLockShut.into(), "{step:?}");
        sound(&household, "shut");
        household.open_own(set.ben, Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
        is_bens(&household, &set, (entry, cut.entry), &before, &format!("{step:?}"));
        assert_eq!(household.acts("done IS NULL", []).unwrap().len(), 0, "{step:?}");
    }
}
