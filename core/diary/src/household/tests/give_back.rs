//! Diaries given back, and locks of one's own made new: what a kill leaves, who opens what, what waits, and backups.

use std::cell::RefCell;

use super::super::generation::Step as Renewal;
use super::backups::{back_up, lived_in, open, restored, write};
use super::generation::{databases, entry, image};
use super::own::{OWN, handed, lived, open_own, shut};
use super::*;
use crate::backup::has_own;
use crate::household::{Damaged, Restore, restore};
use crate::id::FileId;
use crate::testing::MemoryFolder;
use crate::vault::copies::cut;
use crate::vault::{FilePurpose, KeyCopy, LockedVault, RecoveryCode};

const NEW: &str = "seven grey pots sing";

fn anew(household: &Household, person: PersonId, watch: &dyn Fn(Renewal)) -> RecoveryCode {
    let code = household.draw_recovery_code().unwrap();
    let new = Passphrase::new(NEW);
    household.own_lock(person).rotate_watched(&new, Argon2Cost::LEAST, &code, watch).unwrap();
    code
}

/// A household of two, of whom Ana's diary was handed over and is open.
fn handed_over(home: &Home) -> (Household, Set) {
    let (household, set) = lived(home);
    handed(&household, set.ana, &|_| {});
    open_own(&household, set.ana).unwrap();
    (household, set)
}

#[test]
fn a_diary_that_was_given_back_is_the_households_and_who_holds_it_goes_on() {
    let home = home();
    let (household, set) = handed_over(&home);
    let held = household.diary(set.ana).unwrap();
    held.add(&entry("mine"), Author::HOUSEHOLD, true).unwrap();
    household.shut_own(set.ana).unwrap();
    assert_eq!(household.give_back(set.ana).unwrap_err(), shut());
    assert_eq!(household.give_back(set.ben).unwrap_err(), VaultError::NoOwnLock.into());
    open_own(&household, set.ana).unwrap();
    let held = household.diary(set.ana).unwrap();
    household.give_back(set.ana).unwrap();
    held.add(&entry("ours"), Author::HOUSEHOLD, true).unwrap();
    assert!(household.own_lock(set.ana).slots().is_none());
    assert_eq!(household.verify().unwrap().findings, []);
    household.close().unwrap();
    let household = home.unlock();
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 4, "no other secret is needed");
    assert_eq!(open_own(&household, set.ana).unwrap_err(), VaultError::NoOwnLock.into());
    let verified = household.verify().unwrap();
    assert_eq!((verified.findings, verified.locked), (vec![], vec![]));
    assert!(tree(&home.folder).iter().all(|(path, _)| !path.ends_with("diary.2.db")), "hers is gone");
    household.close().unwrap();
}

#[test]
fn a_kill_at_any_step_of_giving_back_leaves_the_person_or_the_household_as_its_owner() {
    let home = home();
    let (household, set) = handed_over(&home);
    let before = fs::read(home.folder.join(KeyCopy::First.file_name())).unwrap();
    let images = RefCell::new(Vec::new());
    let watch = |step| images.borrow_mut().push((step, image(&home, &home.folder)));
    household.give_back_watched(set.ana, &watch).unwrap();
    for (step, killed) in &with_half(&home, images.into_inner(), &before) {
        let household = killed.unlock();
        let hers = *step == Renewal::Made;
        assert_eq!(household.is_shut(set.ana), hers, "{step:?}");
        if hers {
            open_own(&household, set.ana).unwrap();
        }
        finds(household, killed, &set, if hers { 2 } else { 3 }, *step);
        // Asked for again it comes to the same end.
        let household = killed.unlock();
        if hers {
            open_own(&household, set.ana).unwrap();
            household.give_back(set.ana).unwrap();
        }
        assert!(household.own_lock(set.ana).slots().is_none(), "{step:?}");
        finds(household, killed, &set, 3, *step);
    }
}

#[test]
fn a_kill_at_any_step_of_making_a_lock_new_leaves_the_old_secrets_or_the_new() {
    let home = home();
    let (household, set) = handed_over(&home);
    let before = fs::read(home.folder.join(KeyCopy::First.file_name())).unwrap();
    let images = RefCell::new(Vec::new());
    anew(&household, set.ana, &|step| images.borrow_mut().push((step, image(&home, &home.folder))));
    for (step, killed) in &with_half(&home, images.into_inner(), &before) {
        let household = killed.unlock();
        let old = *step == Renewal::Made;
        let new = Passphrase::new(NEW);
        let by_new = household.open_own(set.ana, Unlock::Passphrase(&new));
        assert_eq!(by_new.is_ok(), !old, "{step:?}");
        household.own_lock(set.ana).is_shut().then(|| open_own(&household, set.ana).unwrap());
        finds(household, killed, &set, if old { 2 } else { 3 }, *step);
    }
}

/// The images of a run, and one with the second copy of the key file as it was before.
fn with_half(home: &Home, mut images: Vec<(Renewal, Home)>, before: &[u8]) -> Vec<(Renewal, Home)> {
    let steps: Vec<_> = images.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [Renewal::Made, Renewal::Switched, Renewal::Removed]);
    let half = image(home, &images[1].1.folder);
    fs::write(half.folder.join(KeyCopy::Second.file_name()), before).unwrap();
    images.push((Renewal::Switched, half));
    images
}

/// The open diary has what it had and all is in order; closed and opened again, no other generation lies there.
fn finds(household: Household, killed: &Home, set: &Set, generation: u32, step: Renewal) {
    assert_eq!(tops(&household.diary(set.ana).unwrap().entries().unwrap()), ["106", "118"], "{step:?}");
    assert_eq!(household.verify().unwrap().findings, [], "{step:?}");
    household.save_keys().unwrap();
    household.close().unwrap();
    let household = killed.unlock();
    for secret in [OWN, NEW] {
        let _ = household.open_own(set.ana, Unlock::Passphrase(&Passphrase::new(secret)));
    }
    household.diary(set.ana).unwrap();
    household.close().unwrap();
    let of_ana = killed.folder.join("people").join(set.ana.to_string());
    assert_eq!(databases(&of_ana), [format!("diary.{generation}.db")], "{step:?}");
}

/// The disk refuses any one of the operations that save the key file.
#[test]
fn what_cannot_be_saved_counts_or_does_not() {
    let first = home();
    let (household, set) = handed_over(&first);
    household.close().unwrap();
    for operations in 0..=14 {
        for give_back in [true, false] {
            let home = image(&first, &first.folder);
            let household = home.unlock();
            open_own(&household, set.ana).unwrap();
            let (code, new) = (household.draw_recovery_code().unwrap(), Passphrase::new(NEW));
            let done = cut::after(operations, || {
                if give_back {
                    household.give_back(set.ana)
                } else {
                    household.own_lock(set.ana).rotate(&new, Argon2Cost::LEAST, &code)
                }
            });
            let counts = match &done {
                Ok(()) | Err(HouseholdError::Vault(VaultError::OneCopy)) => true,
                Err(HouseholdError::Vault(VaultError::Io(_))) => false,
                Err(error) => panic!("{error:?}"),
            };
            assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2);
            drop(household);
            let household = home.unlock();
            let expected = if counts { Unlock::Recovery(&code) } else { Unlock::Passphrase(&new) };
            match (give_back, counts) {
                (true, true) => assert!(household.own_lock(set.ana).slots().is_none()),
                (true, false) => open_own(&household, set.ana).unwrap(),
                (false, true) => household.open_own(set.ana, expected).unwrap(),
                (false, false) => {
                    assert!(household.open_own(set.ana, expected).unwrap_err().is_wrong_secret());
                    open_own(&household, set.ana).unwrap();
                }
            }
            assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 2, "cut before {operations}");
        }
    }
}

#[test]
fn a_leaked_secret_of_an_own_lock_opens_nothing_that_comes_after_it_was_made_new() {
    let home = home();
    let (household, set) = handed_over(&home);
    let old = image(&home, &home.folder);
    let held = household.diary(set.ana).unwrap();
    let code = anew(&household, set.ana, &|_| {});
    held.add(&entry("after"), Author::HOUSEHOLD, true).unwrap();
    household.shut_own(set.ana).unwrap();
    assert!(open_own(&household, set.ana).unwrap_err().is_wrong_secret());
    household.open_own(set.ana, Unlock::Recovery(&code)).unwrap();
    assert_eq!(household.verify().unwrap().findings, []);
    household.close().unwrap();
    // The key file of before beside the files of today, with the leaked secret and the household's.
    for copy in [KeyCopy::First, KeyCopy::Second] {
        fs::copy(old.folder.join(copy.file_name()), home.folder.join(copy.file_name())).unwrap();
    }
    let vault = LockedVault::load(&home.folder).unwrap().unlock(Unlock::Recovery(&home.code)).unwrap();
    let file = vault.file(FilePurpose::Diary { person: set.ana }).unwrap();
    assert!(
        !home
            .folder
            .join("people")
            .join(set.ana.to_string())
            .join(format!("diary.{}.db", file.generation))
            .exists()
    );
}

/// Something done to a household of which a person is.
type Act = fn(&Household, PersonId);

/// What waits is sealed to keys that nobody had before, as far as it can be opened now.
#[test]
fn what_waits_is_sealed_to_the_newest_key_and_the_older_ones_are_destroyed() {
    let single =
        Paired { model: Some("UA-651BLE".into()), manufacturer: Some("A&D Medical".into()), ..cuff() };
    let lone = "16 7C00 5600 6100 EA07080B111B00 4800 0000";
    let acts: [(&str, bool, Act); 4] = [
        ("handing over", false, |household, ana| drop(handed(household, ana, &|_| {}))),
        ("giving back", true, |household, ana| household.give_back(ana).unwrap()),
        ("a new lock", true, |household, ana| drop(anew(household, ana, &|_| {}))),
        ("a rotation", false, |household, _| {
            let code = household.draw_recovery_code().unwrap();
            household.rotate(&Passphrase::new(NEW), Argon2Cost::LEAST, &code).unwrap();
        }),
    ];
    for (name, locked, act) in acts {
        let home = home();
        let household = home.unlock();
        let ana = household.add_person("Ana").unwrap();
        let device = household.add_device(&single).unwrap();
        household.assign(device, Slot::Only, ana).unwrap();
        if locked {
            handed(&household, ana, &|_| {});
            open_own(&household, ana).unwrap();
        }
        send(&household, device, &[clock_item(0, at(&home.clock)), record(1, lone, at(&home.clock))]);
        let old: Vec<_> = household.vault().sealing_keys().into_iter().map(|(id, ..)| id).collect();
        let waits: Vec<_> =
            household.inbox().waiting().unwrap().iter().map(|sealed| sealed.recipient).collect();
        assert!(waits.len() == 2 && waits.iter().all(|key| old.contains(key)), "{name}");
        act(&household, ana);
        for sealed in household.inbox().waiting().unwrap() {
            assert!(!old.contains(&sealed.recipient), "{name}: still under a key from before");
        }
        let now: Vec<_> = household.vault().sealing_keys().into_iter().map(|(id, ..)| id).collect();
        assert!(waits.iter().all(|key| !now.contains(key)), "{name}: the key from before is still there");
        household.own_lock(ana).is_shut().then(|| open_own(&household, ana).unwrap());
        assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 1, "{name}");
        assert_eq!(household.verify().unwrap().findings, [], "{name}");
    }
}

/// A household that Ana's diary was handed over in, with her lock open, a backup of it, and the file of her diary.
fn backed_up_under_her_own(home: &Home) -> (Household, Set, MemoryFolder, FileId) {
    let (household, folder) = (home.unlock(), MemoryFolder::default());
    let set = lived_in(home, &household);
    handed(&household, set.ana, &|_| {});
    open_own(&household, set.ana).unwrap();
    back_up(home, &household, &folder);
    let file = household.vault().file(FilePurpose::Diary { person: set.ana }).unwrap().id;
    (household, set, folder, file)
}

#[test]
fn the_next_backup_has_a_diary_that_was_given_back_and_nothing_under_its_own_lock() {
    let home = home();
    let (household, set, folder, file) = backed_up_under_her_own(&home);
    assert!(has_own(&folder, file).unwrap());
    home.clock.advance_ms(1000);
    household.give_back(set.ana).unwrap();
    write(&household, set.ana, "for all again");
    let entries = household.diary(set.ana).unwrap().entries().unwrap();
    back_up(&home, &household, &folder);
    assert!(!has_own(&folder, file).unwrap(), "what only her lock opened is gone");
    assert_eq!(household.check_backup(&folder, "card").unwrap().checked.problems, []);
    let (to, back) = restored(&home, &folder, "back", None);
    assert_eq!((back.left_out, back.diaries), (vec![], 2));
    let again = open(&home, &to, back.installation);
    assert_eq!(again.diary(set.ana).unwrap().entries().unwrap(), entries);

    // Put back to before she gave it back, the household takes nothing of hers away.
    handed(&household, set.ana, &|_| {});
    let old = {
        household.pause().unwrap();
        let old = image(&home, &home.folder);
        household.resume().unwrap();
        old
    };
    open_own(&household, set.ana).unwrap();
    home.clock.advance_ms(1000);
    back_up(&home, &household, &folder);
    assert!(has_own(&folder, file).unwrap());
    let put_back = old.unlock();
    home.clock.advance_ms(1000);
    back_up(&old, &put_back, &folder);
    assert!(has_own(&folder, file).unwrap(), "her line is hers");
}

#[test]
fn after_a_lock_was_made_new_the_next_backup_opens_with_its_new_secret_alone() {
    let home = home();
    let (household, set, folder, file) = backed_up_under_her_own(&home);
    let old = household.vault().own_backup_key(file).unwrap();
    home.clock.advance_ms(1000);
    let code = anew(&household, set.ana, &|_| {});
    let entries = household.diary(set.ana).unwrap().entries().unwrap();
    back_up(&home, &household, &folder);
    let line = crate::backup::Line::Own(file, &old);
    assert!(crate::backup::check(&folder, household.id(), line).unwrap().backups.is_empty());
    assert_eq!(household.check_backup(&folder, "card").unwrap().checked.problems, []);
    let to = home.folder.parent().unwrap().join("back");
    let own = Some(Unlock::Recovery(&code));
    let what = Restore { secret: Unlock::Recovery(&home.code), number: None, own, damaged: Damaged::Refuse };
    let back = restore(&folder, &to, &what, &outside(&home.clock)).unwrap();
    assert_eq!(back.left_out, []);
    let again = open(&home, &to, back.installation);
    again.open_own(set.ana, Unlock::Recovery(&code)).unwrap();
    assert_eq!(again.diary(set.ana).unwrap().entries().unwrap(), entries);
}
