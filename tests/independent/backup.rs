//! A backup says the same to the core and to a reader that was written from the description alone.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use diary_core::backup::{Directory, LostPart};
use diary_core::diary::{MediaWords, WhatStays};
use diary_core::household::{BackUp, Damaged, Household, Restore, restore};
use diary_core::ports::Folder;
use diary_core::vault::Unlock;
use serde_json::Value as Json;

use super::world::{PASSPHRASE, World};
use super::{agrees, by_the_core, python, report};

fn read(folder: &Path, option: &str, secret: &str) -> (i32, Json) {
    let file = folder.with_extension("secret");
    fs::write(&file, secret).unwrap();
    let done = python("read_backup.py", &[OsStr::new(option), file.as_os_str()], folder);
    let found = serde_json::from_slice(&done.stdout).unwrap_or(Json::Null);
    (done.status.code().unwrap(), found)
}

fn back_up(household: &Household, folder: &Path, scratch: &Path) {
    let folder = Directory::open(folder).unwrap();
    let ran = household.back_up(&folder, &BackUp { place: "card", scratch, only: None }).unwrap();
    assert_eq!(ran.proof, Ok(()));
}

/// The reader of a backup opens no media file; it names those that are there, with the hash of what lies there.
fn without_media(people: &Json) -> Json {
    let mut people = people.clone();
    for person in people.as_array_mut().unwrap() {
        for entry in person["entries"].as_array_mut().unwrap() {
            entry.as_object_mut().unwrap().remove("media");
        }
    }
    people
}

#[test]
fn a_backup_says_the_same_to_both_readers_and_after_a_restore() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let (card, back) = (root.path().join("card"), root.path().join("back"));
    fs::create_dir(&card).unwrap();
    let household = world.unlock();
    world.fill(&household);
    let person = household.people().unwrap()[0].id;
    let entry = household.diary(person).unwrap().entries().unwrap()[0].id;
    let (mut picture, words) = (std::io::Cursor::new(vec![3; 100_000]), MediaWords::default());
    let stays = WhatStays::AllIfNeedBe;
    let kept = household.attach(person, entry, &mut picture, &words, stays, &mut |_, _| ()).unwrap();
    let expected = by_the_core(&household);
    back_up(&household, &card, root.path());
    // A second one, with another writer's segment in it.
    household.close().unwrap();
    let household = world.unlock_elsewhere();
    let ana = household.diary(person).unwrap();
    ana.add(&world.note("after the first"), diary_core::journal::Author::HOUSEHOLD, true).unwrap();
    let after = by_the_core(&household);
    back_up(&household, &card, root.path());

    let (code, found) = read(&card, "--recovery-file", &world.code.grouped());
    assert_eq!((code, &found["lost"], &found["backup"]), (0, &serde_json::json!([]), &serde_json::json!(2)));
    // The household notes each backup after it was made.
    let heads = found["heads"].clone();
    agrees(&found["people"], &without_media(&after["people"]), "people");
    agrees(&found["waiting"], &after["waiting"], "waiting");
    assert!(found["media"].get(kept.file.id.to_string()).is_some());
    assert_eq!(heads[format!("diary {person}")], after["heads"][format!("diary {person}")]);
    assert_eq!(read(&card, "--passphrase-file", PASSPHRASE).1["people"], found["people"]);
    assert_eq!(read(&card, "--passphrase-file", "not the passphrase").0, 3);

    let what =
        Restore { secret: Unlock::Recovery(&world.code), number: None, own: None, damaged: Damaged::Refuse };
    let folder = Directory::open(&card).unwrap();
    let restored = restore(&folder, &back, &what, &world.outside()).unwrap();
    let again = Household::unlock(&back, what.secret, Some(restored.installation), world.outside()).unwrap();
    let again = by_the_core(&again.household);
    // The core reads every media file of an entry to its end for this.
    agrees(&again["people"], &after["people"], "restored");
    assert_ne!(expected["people"], after["people"]);
}

/// One person alone: the same format, with fewer people.
#[test]
fn a_backup_of_one_person_says_the_same_to_both_readers_and_after_a_restore() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let (card, back) = (root.path().join("card"), root.path().join("back"));
    fs::create_dir(&card).unwrap();
    let household = world.unlock();
    world.fill(&household);
    let person = household.people().unwrap()[0].id;
    let folder = Directory::open(&card).unwrap();
    let to = BackUp { place: "card", scratch: root.path(), only: Some(person) };
    assert_eq!(household.back_up(&folder, &to).unwrap().proof, Ok(()));
    let mut expected = by_the_core(&household)["people"].clone();
    let people = expected.as_array_mut().unwrap();
    assert!(people.len() > 1);
    people.retain(|one| one["id"] == person.to_string());

    let (code, found) = read(&card, "--recovery-file", &world.code.grouped());
    assert_eq!((code, &found["lost"]), (0, &serde_json::json!([])));
    assert_eq!(
        (&found["only"], &found["waiting"]),
        (&serde_json::json!(person.to_string()), &serde_json::json!(0))
    );
    agrees(&found["people"], &without_media(&expected), "people");

    let what =
        Restore { secret: Unlock::Recovery(&world.code), number: None, own: None, damaged: Damaged::Refuse };
    let restored = restore(&folder, &back, &what, &world.outside()).unwrap();
    let again = Household::unlock(&back, what.secret, Some(restored.installation), world.outside()).unwrap();
    let again = again.household;
    let restored = by_the_core(&again);
    agrees(&restored["people"], &expected, "restored");
    again.close().unwrap();
    agrees(&report(&back)["people"], &restored["people"], "the other reader of the household");
}

/// What has a lock of its own is read by the other reader with its secret, and not without it.
#[test]
fn a_backup_under_a_lock_of_its_own_says_the_same_to_both_readers() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let (card, own_file) = (root.path().join("card"), root.path().join("own"));
    fs::create_dir(&card).unwrap();
    let household = world.unlock();
    world.fill(&household);
    let person = household.people().unwrap()[0].id;
    let own = diary_core::vault::Passphrase::new("a lantern over the quiet harbour");
    let code = household.draw_recovery_code().unwrap();
    household.hand_over(person, &own, diary_core::vault::Argon2Cost::LEAST, &code).unwrap();
    household.open_own(person, Unlock::Passphrase(&own)).unwrap();
    back_up(&household, &card, root.path());
    let expected = by_the_core(&household);
    fs::write(&own_file, "a lantern over the quiet harbour").unwrap();
    let secret = root.path().join("secret");
    fs::write(&secret, PASSPHRASE).unwrap();
    let mut arguments = vec![OsStr::new("--passphrase-file"), secret.as_os_str()];
    let done = python("read_backup.py", &arguments, &card);
    let without: Json = serde_json::from_slice(&done.stdout).unwrap();
    arguments.extend([OsStr::new("--own-passphrase-file"), own_file.as_os_str()]);
    let done = python("read_backup.py", &arguments, &card);
    let found: Json = serde_json::from_slice(&done.stdout).unwrap();
    let people = |found: &Json| found["people"].as_array().unwrap().len();
    assert_eq!(people(&without) + 1, people(&found));
    assert_eq!(found["lost"], serde_json::json!([]));
    agrees(&found["people"], &without_media(&expected["people"]), "people");
}

/// A flipped byte in any piece: both name it, and the same operations.
#[test]
fn a_flipped_byte_of_a_backup_is_named_by_both() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let card = root.path().join("card");
    fs::create_dir(&card).unwrap();
    let household = world.unlock();
    world.fill(&household);
    back_up(&household, &card, root.path());
    let folder = Directory::open(&card).unwrap();
    let mut named = 0;
    for (turn, piece) in folder.list().unwrap().into_iter().enumerate() {
        let path = card.join(&piece.name);
        let good = fs::read(&path).unwrap();
        let mut bad = good.clone();
        let at = turn * 131 % bad.len();
        bad[at] ^= 1 << (turn % 8);
        fs::write(&path, &bad).unwrap();
        let by_core = household.check_backup(&folder, "card").unwrap().checked.problems;
        let (code, found) = read(&card, "--recovery-file", &world.code.grouped());
        fs::write(&path, &good).unwrap();
        assert!(!by_core.is_empty() && code == 4, "{}: {by_core:?}, {code}", piece.name);
        for problem in by_core {
            let LostPart::Operations(range) = problem.what else { continue };
            let lost = found["lost"].as_array().unwrap();
            let same = |lost: &&Json| lost["from"] == range.from && lost["to"] == range.to;
            let lost = lost.iter().find(same).unwrap();
            assert!(lost["writer"].as_str().unwrap().starts_with(&range.writer.to_string()));
            named += 1;
        }
    }
    assert!(named >= 3, "household and two diaries: {named}");
}
