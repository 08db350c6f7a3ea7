//! People removed: what goes, what stays, what a kill leaves, and what comes of them later.

use std::cell::RefCell;

use super::super::remove::Step as Removing;
use super::backups::{back_up, open, restored, scratch, write};
use super::generation::image;
use super::own::{handed, lived};
use super::*;

use crate::journal;
use crate::testing::MemoryFolder;
use crate::vault::{KeyCopy, SealingOwner};

/// Whether a name stands in any operation of the household.
fn is_said(household: &Household, name: &str) -> bool {
    let mut said = false;
    let all = household.store.read(|reader| {
        journal::in_order::<HouseholdError>(reader, |operation| {
            let body = operation.body.unwrap_or_default();
            said |= body.windows(name.len()).any(|part| part == name.as_bytes());
            Ok(())
        })
    });
    all.unwrap();
    said
}

/// Nobody finds anything of Ben's, and everything else is in order.
fn is_gone(home: &Home, household: &Household, set: &Set) {
    let names: Vec<_> = household.people().unwrap().into_iter().map(|person| person.name).collect();
    assert_eq!(names, ["Ana"]);
    assert!(!is_said(household, "Ben"));
    assert!(!home.folder.join("people").join(set.ben.to_string()).exists());
    let keys = fs::read_to_string(home.folder.join(KeyCopy::First.file_name())).unwrap();
    let copy = fs::read_to_string(home.folder.join(KeyCopy::Second.file_name())).unwrap();
    assert!(!keys.contains(&set.ben.to_string()) && !copy.contains(&set.ben.to_string()));
    assert_eq!(household.diary(set.ben).unwrap_err(), HouseholdError::NoSuchPerson);
    assert_eq!(household.role(set.ben).unwrap_err(), HouseholdError::NoSuchPerson);
    let assigned = household.assign(set.device, Slot::User(1), set.ben).unwrap_err();
    assert_eq!(assigned, HouseholdError::NoSuchPerson);
    assert_eq!(tops(&household.diary(set.ana).unwrap().entries().unwrap()), ["106", "118"]);
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn who_is_removed_is_nowhere_and_everybody_else_goes_on() {
    let home = home();
    let (household, set) = lived(&home);
    write(&household, set.ben, "his words");
    let held = household.diary(set.ben).unwrap();
    let removal = household.remove_person(set.ben).unwrap();
    assert_eq!((removal.person.name.as_str(), removal.unfinished, removal.storage), ("Ben", None, false));
    assert!(held.count().is_err(), "who holds it is told that it is closed");
    is_gone(&home, &household, &set);
    assert_eq!(household.remove_person(set.ben).unwrap_err(), HouseholdError::NoSuchPerson);
    household.close().unwrap();
    let household = home.unlock();
    is_gone(&home, &household, &set);
    // Another one of the same name is somebody else.
    let again = household.add_person("Ben").unwrap();
    assert_ne!(again, set.ben);
    assert_eq!(household.diary(again).unwrap().count().unwrap(), 0);
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn somebody_stays_who_looks_after_the_household_and_nobody_becomes_that_by_the_way() {
    let home = home();
    let (household, set) = lived(&home);
    assert_eq!(household.remove_person(set.ana).unwrap_err(), HouseholdError::LastOwner);
    assert_eq!(household.people().unwrap().len(), 2);
    let cleo = household.add_person("Cleo").unwrap();
    household.set_role(cleo, PersonRole::Owner).unwrap();
    // The first of all was an owner without anybody saying so; who is first now is none by that.
    household.act_as(Some(set.ana)).unwrap();
    household.remove_person(set.ana).unwrap();
    assert_eq!(household.acting(), None, "nobody acts as who is gone");
    assert_eq!(household.role(set.ben).unwrap(), PersonRole::Adult);
    assert_eq!(household.remove_person(cleo).unwrap_err(), HouseholdError::LastOwner);
    household.act_as(Some(set.ben)).unwrap();
    let refused = household.remove_person(cleo).unwrap_err();
    assert!(matches!(refused, HouseholdError::NotAllowed { .. }), "{refused:?}");
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn what_a_device_sends_of_them_again_comes_to_nobody_and_what_is_new_waits() {
    let home = home();
    let (household, set) = lived(&home);
    household.remove_person(set.ben).unwrap();
    home.clock.advance_ms(3_600_000);
    let now = at(&home.clock);
    let new = "56 7900 4900 0000 EA07080B150000 0041 01 0000";
    let mut again = vec![record(0, USER_1, now), record(1, new, now)];
    for item in &mut again {
        item.session = [8; 16];
    }
    send(&household, set.device, &again);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.known), (0, 1));
    let why: Vec<_> = done.waiting.iter().map(|waiting| waiting.why).collect();
    assert_eq!(why, [WhyWaiting::NotAssigned(Slot::User(1))]);
    assert_eq!(household.verify().unwrap().findings, []);
}

/// A diary under a lock of its own is destroyed by who cannot read it, with what waits for its person.
#[test]
fn a_shut_lock_keeps_nobody_here_and_what_waits_for_them_goes_too() {
    let home = home();
    let (household, set) = lived(&home);
    let code = household.draw_recovery_code().unwrap();
    let own = Passphrase::new("seven grey pots sing");
    household.make_sealed(set.ben, &own, Argon2Cost::LEAST, &code).unwrap();
    household.shut_sealed(set.ben).unwrap();
    handed(&household, set.ben, &|_| {});
    let now = at(&home.clock);
    let mut waits = record(0, "56 7900 4900 0000 EA07080B150000 0041 01 0000", now);
    waits.session = [8; 16];
    send(&household, set.device, &[waits]);
    let done = household.hand_on(Handing::Owned).unwrap();
    assert_eq!(done.waiting.iter().map(|one| one.why).collect::<Vec<_>>(), [WhyWaiting::Locked(set.ben)]);
    let removal = household.remove_person(set.ben).unwrap();
    assert_eq!((removal.waiting, removal.unfinished), (1, None));
    is_gone(&home, &household, &set);
    let keys = household.vault().sealing_keys();
    assert!(keys.iter().all(|(_, owner, _)| *owner != SealingOwner::Person { person: set.ben }));
    household.close().unwrap();
    is_gone(&home, &home.unlock(), &set);
}

#[test]
fn a_kill_at_any_step_is_finished_by_the_next_unlock() {
    let home = home();
    let (household, set) = lived(&home);
    handed(&household, set.ben, &|_| {});
    let images = RefCell::new(Vec::new());
    let watch = |step| images.borrow_mut().push((step, image(&home, &home.folder)));
    household.remove_person_watched(set.ben, &watch).unwrap();
    let images = images.into_inner();
    let steps: Vec<_> = images.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps, [Removing::Decided, Removing::Emptied, Removing::KeysGone, Removing::FilesGone]);
    for (step, killed) in &images {
        let household = killed.unlock();
        is_gone(killed, &household, &set);
        household.close().unwrap();
        println!("{step:?}: finished");
    }
}

#[test]
fn a_backup_loses_them_at_its_next_run_and_their_own_stays() {
    let home = home();
    let (household, set) = lived(&home);
    write(&household, set.ben, "his words");
    let (everyone, his) = (MemoryFolder::default(), MemoryFolder::default());
    back_up(&home, &household, &everyone);
    let alone = BackUp { place: "his", scratch: &scratch(&home), only: Some(set.ben) };
    household.back_up(&his, &alone).unwrap();
    let removal = household.remove_person(set.ben).unwrap();
    let places = |known: &[KnownBackup]| known.iter().map(|one| one.place.clone()).collect::<Vec<_>>();
    assert_eq!(
        (places(&removal.backups), places(&removal.own_backups)),
        (vec!["card".into()], vec!["his".into()])
    );
    home.clock.advance_ms(1000);
    back_up(&home, &household, &everyone);
    let (folder, restored) = restored(&home, &everyone, "everyone", None);
    let again = open(&home, &folder, restored.installation);
    assert_eq!(again.people().unwrap().len(), 1);
    assert!(!is_said(&again, "Ben"));
    assert_eq!(again.verify().unwrap().findings, []);
    again.close().unwrap();
    // Only one backup is left: every one from before had them.
    let first = Restore {
        secret: Unlock::Recovery(&home.code),
        number: Some(1),
        own: None,
        damaged: Damaged::Refuse,
    };
    let to = home.folder.with_file_name("first");
    assert!(restore(&everyone, &to, &first, &outside(&home.clock)).is_err());
    // Who left with a backup of theirs has everything.
    let (folder, restored) = backups::restored(&home, &his, "his", None);
    let his = open(&home, &folder, restored.installation);
    assert_eq!(his.people().unwrap()[0].name, "Ben");
    assert_eq!(his.diary(set.ben).unwrap().count().unwrap(), 2);
    assert_eq!(his.verify().unwrap().findings, []);
}

#[test]
fn another_copy_that_still_has_them_does_not_bring_them_back() {
    let home = home();
    let (household, set) = lived(&home);
    household.close().unwrap();
    let other = home.copy();
    let household = home.unlock();
    household.remove_person(set.ben).unwrap();
    let united = household.unite(&other.folder, Unlock::Passphrase(&passphrase())).unwrap();
    let of_ben = united.iter().find(|one| one.person == set.ben).unwrap();
    assert_eq!(of_ben.outcome, UnionOutcome::Unknown);
    is_gone(&home, &household, &set);
}
