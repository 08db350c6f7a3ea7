//! Two phones with copies of one household.

use super::backups::{back_up, journal_rows, lived_in, note, open, restored, write};
use super::*;
use crate::diary::{DiaryError, MediaTaken, MediaWords, WhatStays};
use crate::testing::MemoryFolder;

/// A copy of the closed household's folder, as a second phone has it.
fn copied(home: &Home) -> PathBuf {
    let to = home.folder.with_file_name("other");
    for (path, bytes) in tree(&home.folder) {
        let place = to.join(path.strip_prefix(&home.folder).unwrap());
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
    to
}

/// Opens a copy as a new writer.
fn second(home: &Home, folder: &Path) -> Household {
    Household::unlock(folder, Unlock::Passphrase(&passphrase()), None, outside(&home.clock))
        .unwrap()
        .household
}

fn unite(household: &Household, other: &Path) -> Vec<PersonUnited> {
    household.unite(other, Unlock::Passphrase(&passphrase())).unwrap()
}

fn outcome(all: &[PersonUnited], person: PersonId) -> &UnionOutcome {
    &all.iter().find(|one| one.person == person).unwrap().outcome
}

#[test]
fn two_phones_come_together_with_their_media_and_what_each_erased() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    household.close().unwrap();
    let other = copied(&home);
    let household = second(&home, &other);
    let carla = household.add_person("Carla").unwrap();
    write(&household, set.ana, "on the second phone");
    let diary = household.diary(set.ana).unwrap();
    let walk = diary.entries().unwrap().into_iter().find(|entry| !entry.attachments.is_empty()).unwrap();
    diary
        .amend(walk.id, &note("a walk by night", "2026-08-10"), "it was late", Author::HOUSEHOLD, true)
        .unwrap();
    let kept =
        diary.entries().unwrap().into_iter().rev().find(|entry| entry.attachments.is_empty()).unwrap().id;
    let mut picture = std::io::Cursor::new(vec![9; 100_000]);
    let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
    let attached = household.attach(set.ana, kept, &mut picture, &words, stays, &mut |_, _| ()).unwrap();
    drop(diary);
    household.close().unwrap();

    let household = home.unlock();
    household.erase_entry(set.ana, walk.id).unwrap();
    write(&household, set.ana, "on the first phone");
    let before = household.vault().file(FilePurpose::Diary { person: set.ana }).unwrap().generation;
    let came = unite(&household, &other);
    let UnionOutcome::United { united, media, storage } = outcome(&came, set.ana) else { panic!() };
    assert_eq!((united.entries, united.erased, united.forks.len(), *storage), ((4, 3), 1, 0, false));
    assert_eq!(*media, MediaTaken { taken: 1, missing: 0 });
    assert_eq!(outcome(&came, carla), &UnionOutcome::Unknown);
    // What was erased is under a key that nothing leads to any more, as after any erasure.
    let file = household.vault().file(FilePurpose::Diary { person: set.ana }).unwrap();
    assert_eq!(file.generation, before + 1);
    let diary = household.diary(set.ana).unwrap();
    assert_eq!(diary.entry(walk.id).unwrap(), None);
    let mut found = Vec::new();
    std::io::Read::read_to_end(&mut diary.media(attached.file.id).unwrap(), &mut found).unwrap();
    assert_eq!(found, vec![9; 100_000]);
    assert_eq!(household.verify().unwrap().findings, []);
    // What is begun now is still under this phone's own newest key.
    let mut picture = std::io::Cursor::new(vec![3; 1000]);
    let (words, stays) = (MediaWords::default(), WhatStays::AllIfNeedBe);
    household.attach(set.ana, kept, &mut picture, &words, stays, &mut |_, _| ()).unwrap();
    drop(diary);
    household.close().unwrap();

    let household = second(&home, &other);
    let came = unite(&household, &home.folder);
    let UnionOutcome::United { united, media, .. } = outcome(&came, set.ana) else { panic!() };
    assert_eq!((united.entries.0, united.erased > 0, media.missing), (4, true, 0));
    assert_eq!(household.diary(set.ana).unwrap().history(walk.id).unwrap_err(), DiaryError::Erased);
    assert_eq!(household.verify().unwrap().findings, []);
    let again = unite(&household, &home.folder);
    assert!(again.iter().all(|one| match &one.outcome {
        UnionOutcome::United { united, .. } => !united.changed(),
        other => *other == UnionOutcome::Unknown,
    }));
    household.close().unwrap();
}

#[test]
fn a_fork_and_the_notes_of_erasures_go_through_backup_and_new_keys() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let entry = household.diary(set.ana).unwrap().entries().unwrap()[0].id;
    household.close().unwrap();
    let other = copied(&home);
    // The second phone was copied with the program's own data: it goes on as the same writer.
    let household = open(&home, &other, home.installation());
    let diary = household.diary(set.ana).unwrap();
    let seen = diary.entry(entry).unwrap().unwrap();
    let noted = crate::diary::Content { note: Some("more".into()), ..seen.content };
    diary.amend(entry, &noted, "why", Author::HOUSEHOLD, true).unwrap();
    for text in ["one", "two", "three"] {
        write(&household, set.ana, text);
    }
    drop(diary);
    household.close().unwrap();
    let household = home.unlock();
    let folder = MemoryFolder::default();
    back_up(&home, &household, &folder);
    household.erase_entry(set.ana, entry).unwrap();
    let came = unite(&household, &other);
    let UnionOutcome::United { united, .. } = outcome(&came, set.ana) else { panic!() };
    assert_eq!((united.forks.len(), united.erased), (1, 1));
    assert_eq!(household.verify().unwrap().findings, []);
    back_up(&home, &household, &folder);
    household.renew(FilePurpose::Diary { person: set.ana }).unwrap();
    write(&household, set.ana, "after the fork");
    back_up(&home, &household, &folder);
    let (to, back) = restored(&home, &folder, "back", None);
    let again = open(&home, &to, back.installation);
    let (one, two) = (household.diary(set.ana).unwrap(), again.diary(set.ana).unwrap());
    assert_eq!(journal_rows(two.store(), i64::MAX), journal_rows(one.store(), i64::MAX));
    assert_eq!(two.forks().unwrap(), united.forks);
    assert_eq!(again.verify().unwrap().findings, []);
    drop((one, two));
    again.close().unwrap();
    household.close().unwrap();
    let household = home.unlock();
    assert_eq!(household.verify().unwrap().findings, []);
    household.close().unwrap();
}

#[test]
fn a_copy_of_another_household_is_refused() {
    let (one, two) = (home(), home());
    let household = one.unlock();
    household.add_person("Ana").unwrap();
    let refused = household.unite(&two.folder, Unlock::Passphrase(&passphrase())).unwrap_err();
    assert_eq!(refused, HouseholdError::OtherHousehold);
    let wrong = Passphrase::new("not the passphrase");
    let refused = household.unite(&two.folder, Unlock::Passphrase(&wrong)).unwrap_err();
    assert_eq!(refused, VaultError::WrongSecret.into());
    // Its own folder is in use: by itself.
    let refused = household.unite(&one.folder, Unlock::Passphrase(&passphrase())).unwrap_err();
    assert_eq!(refused, StoreError::InUse.into());
    household.close().unwrap();
}
