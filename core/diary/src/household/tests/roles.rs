//! What people are in a household, what each may do, and that every door asks.

use std::collections::BTreeSet;
use std::io::Cursor;

use super::super::operation::RoleSet;
use super::backups::{note, write};
use super::*;
use crate::diary::{MediaWords, WhatStays};
use crate::journal::Role;
use crate::testing::MemoryFolder;

/// Every act of every role, with its own, with what is an owner's, an adult's, a child's, a guest's, and the household's.
const TABLE: &str = "
    act       role    own  owner  adult  child  guest  household
    Read      owner   yes  yes    yes    yes    yes    -
    Read      adult   yes  -      -      yes    -      -
    Read      child   yes  -      -      -      -      -
    Read      guest   yes  -      -      -      -      -
    Add       owner   yes  yes    yes    yes    yes    -
    Add       adult   yes  -      -      yes    -      -
    Add       child   yes  -      -      -      -      -
    Add       guest   yes  -      -      -      -      -
    Amend     owner   yes  yes    yes    yes    yes    -
    Amend     adult   yes  -      -      yes    -      -
    Amend     child   yes  -      -      -      -      -
    Amend     guest   yes  -      -      -      -      -
    Erase     owner   yes  yes    yes    yes    yes    -
    Erase     adult   yes  -      -      yes    -      -
    Erase     child   -    -      -      -      -      -
    Erase     guest   yes  -      -      -      -      -
    Export    owner   yes  yes    yes    yes    yes    -
    Export    adult   yes  -      -      yes    -      -
    Export    child   -    -      -      -      -      -
    Export    guest   yes  -      -      -      -      -
    HandOver  owner   yes  yes    yes    yes    yes    -
    HandOver  adult   yes  -      -      -      -      -
    HandOver  child   -    -      -      -      -      -
    HandOver  guest   -    -      -      -      -      -
    Assign    owner   yes  yes    yes    yes    yes    -
    Assign    adult   yes  -      -      yes    -      -
    Assign    child   -    -      -      -      -      -
    Assign    guest   -    -      -      -      -      -
    Pair      owner   -    -      -      -      -      yes
    Pair      adult   -    -      -      -      -      yes
    Pair      child   -    -      -      -      -      -
    Pair      guest   -    -      -      -      -      -
    People    owner   -    -      -      -      -      yes
    People    adult   -    -      -      -      -      -
    People    child   -    -      -      -      -      -
    People    guest   -    -      -      -      -      -
    Backup    owner   -    -      -      -      -      yes
    Backup    adult   -    -      -      -      -      yes
    Backup    child   -    -      -      -      -      -
    Backup    guest   -    -      -      -      -      -
    Secrets   owner   -    -      -      -      -      yes
    Secrets   adult   -    -      -      -      -      -
    Secrets   child   -    -      -      -      -      -
    Secrets   guest   -    -      -      -      -      -
";

const WHOSE: [Whose; 6] = [
    Whose::Own,
    Whose::Of(PersonRole::Owner),
    Whose::Of(PersonRole::Adult),
    Whose::Of(PersonRole::Child),
    Whose::Of(PersonRole::Guest),
    Whose::Household,
];

#[test]
fn every_role_may_do_what_the_table_says_and_the_table_says_everything() {
    let mut seen = BTreeSet::new();
    for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty()).skip(1) {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let act = Act::ALL.into_iter().find(|act| format!("{act:?}") == cells[0]).unwrap();
        let role = PersonRole::from_name(cells[1]).unwrap();
        assert_eq!(cells.len(), 2 + WHOSE.len(), "{line}");
        for (whose, cell) in WHOSE.into_iter().zip(&cells[2..]) {
            assert!(["yes", "-"].contains(cell), "{line}");
            assert_eq!(role.may(act, whose), *cell == "yes", "{role} {act:?} {whose:?}");
            assert!(seen.insert((act, role, whose)), "{line} is there twice");
        }
    }
    let all = Act::ALL.len() * PersonRole::ALL.len() * WHOSE.len();
    assert_eq!(seen.len(), all, "a line is missing");
    // `Act::ALL` and `PersonRole::ALL` have everything: a match that a new one would break.
    for act in Act::ALL {
        match act {
            Act::Read
            | Act::Add
            | Act::Amend
            | Act::Erase
            | Act::Export
            | Act::HandOver
            | Act::Assign
            | Act::Pair
            | Act::People
            | Act::Backup
            | Act::Secrets => {}
        }
    }
    // A diary that is given out can be written in: whoever may read may do all three.
    for (role, whose) in PersonRole::ALL.into_iter().flat_map(|role| WHOSE.map(|whose| (role, whose))) {
        let [read, add, amend] = [Act::Read, Act::Add, Act::Amend].map(|act| role.may(act, whose));
        assert!(read == add && add == amend, "{role} {whose:?}");
    }
}

fn heads(household: &Household, people: &[PersonId]) -> Vec<crate::journal::Head> {
    let mut heads = household.store.read(|reader| crate::journal::heads(reader)).unwrap();
    for person in people {
        heads.extend(household.diary_of(*person).unwrap().heads().unwrap());
    }
    heads
}

/// A child acts; everything that is not theirs to do is refused by name and leaves everything as it was.
#[test]
fn every_door_asks_who_acts_and_a_refusal_changes_nothing() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let cleo = household.add_person("Cleo").unwrap();
    household.set_role(cleo, PersonRole::Child).unwrap();
    for person in [set.ana, cleo] {
        write(&household, person, "planted");
    }
    let entry = |person| household.diary_of(person).unwrap().entries().unwrap()[0].id;
    let (anas, own) = (entry(set.ana), entry(cleo));
    let stays = WhatStays::AllIfNeedBe;
    let attach = |person, entry| {
        let words = MediaWords::default();
        household.attach(person, entry, &mut Cursor::new(vec![7; 100]), &words, stays, &mut |_, _| ())
    };
    let media = attach(set.ana, anas).unwrap().file.id;
    let mine = attach(cleo, own).unwrap().file.id;
    household.act_as(Some(cleo)).unwrap();
    let files = || tree(&home.folder).into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    let before = (heads(&household, &[set.ana, set.ben, cleo]), files(), household.slots());

    let (secret, least) = (Passphrase::new("nine boats at the pier"), Argon2Cost::LEAST);
    let code = household.draw_recovery_code().unwrap();
    let (folder, scratch) = (MemoryFolder::default(), home.folder.parent().unwrap().to_owned());
    let offer = household.offer_key_store().unwrap();
    let slot = household.slots()[0].id;
    let (own_place, anas_place) = (Place::Diary(cleo), Place::Diary(set.ana));
    let waiting = Handing::AlsoWaiting { device: set.device, slot: None, person: cleo };
    let mut sink = Vec::new();
    let refused: Vec<(Act, HouseholdError)> = vec![
        (Act::Read, household.diary(set.ana).unwrap_err()),
        (Act::Read, household.sealed(set.ana).unwrap_err()),
        (Act::Add, attach(set.ana, anas).unwrap_err()),
        (Act::Erase, household.erase_entry(set.ana, anas).unwrap_err()),
        (Act::Erase, household.erase_entry(cleo, own).unwrap_err()),
        (Act::Erase, household.move_entry(anas_place, anas, own_place, "mine").unwrap_err()),
        (Act::Erase, household.move_entry(own_place, own, anas_place, "hers").unwrap_err()),
        (Act::Export, household.save_media(set.ana, media, &mut sink, &mut |_, _| ()).unwrap_err()),
        (Act::Export, household.save_media(cleo, mine, &mut sink, &mut |_, _| ()).unwrap_err()),
        (Act::Export, household.note_shared("json", &[cleo], 1).unwrap_err()),
        (Act::HandOver, household.hand_over(cleo, &secret, least, &code).unwrap_err()),
        (Act::HandOver, household.make_sealed(cleo, &secret, least, &code).unwrap_err()),
        (Act::Assign, household.assign(set.device, Slot::User(0), cleo).unwrap_err()),
        (Act::Assign, household.hand_on(waiting).unwrap_err()),
        (Act::Pair, household.add_device(&cuff()).unwrap_err()),
        (Act::Pair, household.found_at(set.device, "F0:00:00:00:00:01").unwrap_err()),
        (Act::People, household.add_person("Dan").unwrap_err()),
        (Act::People, household.set_role(cleo, PersonRole::Owner).unwrap_err()),
        (
            Act::Backup,
            household.back_up(&folder, &BackUp { place: "card", scratch: &scratch, only: None }).unwrap_err(),
        ),
        (Act::Secrets, household.rotate(&secret, least, &code).unwrap_err()),
        (Act::Secrets, household.change_passphrase(None, &secret, least).unwrap_err()),
        (Act::Secrets, household.add_passphrase(&secret, least).unwrap_err()),
        (Act::Secrets, household.change_recovery_code(&code).unwrap_err()),
        (Act::Secrets, household.remove_slot(slot).unwrap_err()),
        (Act::Secrets, household.add_key_store(&offer, &[1; 40]).unwrap_err()),
    ];
    let mut acts = BTreeSet::from([Act::Amend]);
    for (act, error) in refused {
        assert_eq!(error, HouseholdError::NotAllowed { role: PersonRole::Child, act });
        acts.insert(act);
    }
    assert_eq!(acts.len(), Act::ALL.len(), "every act is asked for at some door; amending goes with reading");
    assert_eq!((heads(&household, &[set.ana, set.ben, cleo]), files(), household.slots()), before);
    assert_eq!((folder.pieces().len(), sink.len()), (0, 0));

    // What is theirs goes on, and what comes for others is theirs as ever.
    attach(cleo, own).unwrap();
    household.diary(cleo).unwrap().add(&note("mine", "2026-08-11"), household.author(), true).unwrap();
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 3);
    household.act_as(None).unwrap();
    assert_eq!(household.diary(set.ana).unwrap().count().unwrap(), 3);
    household.erase_entry(cleo, own).unwrap();
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn somebody_is_always_an_owner_and_roles_are_there_after_the_next_unlock() {
    use PersonRole::{Adult, Child, Guest, Owner};
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let cleo = household.add_person("Cleo").unwrap();
    let is = |household: &Household| [set.ana, set.ben, cleo].map(|person| household.role(person).unwrap());
    assert_eq!(is(&household), [Owner, Adult, Adult], "where nobody said it");
    for role in [Adult, Child, Guest] {
        assert_eq!(household.set_role(set.ana, role).unwrap_err(), HouseholdError::LastOwner);
    }
    household.set_role(cleo, Child).unwrap();
    household.set_role(set.ben, Owner).unwrap();
    household.set_role(set.ana, Guest).unwrap();
    assert_eq!(household.set_role(set.ben, Adult).unwrap_err(), HouseholdError::LastOwner);
    let then = heads(&household, &[]);
    household.set_role(set.ben, Owner).unwrap();
    assert_eq!(heads(&household, &[]), then, "nothing is written where nothing changes");
    assert_eq!(household.verify().unwrap().findings, []);
    household.close().unwrap();
    let household = home.unlock();
    assert_eq!(is(&household), [Guest, Owner, Child]);
    assert_eq!(household.acting(), None);
    let nobody = PersonId::from_bytes([1; 16]);
    assert_eq!(household.set_role(nobody, Guest).unwrap_err(), HouseholdError::NoSuchPerson);
    assert_eq!(household.act_as(Some(nobody)).unwrap_err(), HouseholdError::NoSuchPerson);
    // What a newer program calls somebody is the least here, and stays in the file.
    household.record(RoleSet { person: cleo, role: 9 }.change(Author::HOUSEHOLD)).unwrap();
    assert_eq!(household.role(cleo).unwrap(), Guest);
    assert_eq!(household.verify().unwrap().findings, []);
}

/// Two owners stop being owners at the same moment: one of them stays.
#[test]
fn of_two_last_owners_one_stays() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.set_role(set.ben, PersonRole::Owner).unwrap();
    let done = std::thread::scope(|scope| {
        [set.ana, set.ben]
            .map(|person| {
                let household = &household;
                scope.spawn(move || household.set_role(person, PersonRole::Adult))
            })
            .map(|thread| thread.join().unwrap())
    });
    assert_eq!(done.iter().filter(|done| **done == Err(HouseholdError::LastOwner)).count(), 1, "{done:?}");
    let owners = household.roles().unwrap().into_iter().filter(|(_, role)| *role == PersonRole::Owner);
    assert_eq!(owners.count(), 1);
}

#[test]
fn whoever_acts_stands_in_the_journal_and_nobody_acts_for_a_lock_that_is_shut() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    write(&household, set.ana, "planted");
    household.act_as(Some(set.ana)).unwrap();
    let author = Author { role: Role::Household, person: Some(set.ana) };
    assert_eq!(household.author(), author);
    let entry = household.diary(set.ana).unwrap().entries().unwrap()[0].id;
    let (from, to) = (Place::Diary(set.ana), Place::Diary(set.ben));
    let moved = household.move_entry(from, entry, to, "his").unwrap();
    assert_eq!(household.diary(set.ben).unwrap().came(moved.entry).unwrap()[0].author, author);
    household.set_role(set.ben, PersonRole::Owner).unwrap();
    let mut last = None;
    household
        .store
        .read::<(), StoreError>(|reader| {
            let read = crate::journal::in_order::<JournalError>(reader, |operation| {
                last = operation
                    .header
                    .filter(|header| header.kind == 21)
                    .map(|header| header.author)
                    .or(last.take());
                Ok(())
            });
            read.unwrap();
            Ok(())
        })
        .unwrap();
    assert_eq!(last, Some(author));
    household.act_as(None).unwrap();

    let (own, code) = (Passphrase::new("lamp otter gravel noon"), household.draw_recovery_code().unwrap());
    household.hand_over(set.ben, &own, Argon2Cost::LEAST, &code).unwrap();
    assert_eq!(household.act_as(Some(set.ben)).unwrap_err(), VaultError::OwnLockShut.into());
    assert_eq!(household.acting(), None);
    household.open_own(set.ben, Unlock::Passphrase(&own)).unwrap();
    household.act_as(Some(set.ben)).unwrap();
    assert_eq!(household.acting(), Some(set.ben));
}
