//! Diaries with a lock of their own, and files under new keys, by a second reader.

use std::ffi::OsStr;
use std::fs;

use diary_core::journal::Author;
use diary_core::vault::{Argon2Cost, Passphrase, Unlock};
use serde_json::{Value as Json, json};

use super::world::{PASSPHRASE, World};
use super::{agrees, by_the_core, python, report};

const OWN: &str = "lamp otter gravel noon";
const SEALED: &str = "seven grey pots sing";

/// What the reader says with secrets for own locks besides, and its exit code.
fn with_own(world: &World, own: &[&str]) -> (i32, Json) {
    let secret = world.folder.with_extension("secret");
    fs::write(&secret, PASSPHRASE).unwrap();
    let mut options = vec![OsStr::new("--passphrase-file").to_owned(), secret.into_os_string()];
    for (at, own) in own.iter().enumerate() {
        let file = world.folder.with_extension(format!("own{at}"));
        fs::write(&file, own).unwrap();
        options.extend([OsStr::new("--own-passphrase-file").to_owned(), file.into_os_string()]);
    }
    let options: Vec<&OsStr> = options.iter().map(AsRef::as_ref).collect();
    let done = python("read_household.py", &options, &world.folder);
    (done.status.code().unwrap(), serde_json::from_slice(&done.stdout).unwrap_or_default())
}

#[test]
fn own_locks_and_new_keys_say_the_same_to_both_readers() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    let expected = by_the_core(&household);
    let person = household.people().unwrap()[0].id;
    let code = household.draw_recovery_code().unwrap();
    household.hand_over(person, &Passphrase::new(OWN), Argon2Cost::LEAST, &code).unwrap();
    let sealing = household.draw_recovery_code().unwrap();
    household.make_sealed(person, &Passphrase::new(SEALED), Argon2Cost::LEAST, &sealing).unwrap();
    household.sealed(person).unwrap().add(&world.note("apart"), Author::HOUSEHOLD, true).unwrap();
    // A new household key, and new keys of all files that are open; the handed-over diary is not.
    let code = household.draw_recovery_code().unwrap();
    household.rotate(&Passphrase::new(PASSPHRASE), Argon2Cost::LEAST, &code).unwrap();
    household.close().unwrap();

    let without = report(&world.folder);
    agrees(&without["people"][0], &expected["people"][1], "the other person");
    assert_eq!(without["people"].as_array().unwrap().len(), 1);
    let locked = [format!("people/{person}/diary.2.db"), format!("people/{person}/sealed.2.db")];
    let mut found = without["locked"].as_array().unwrap().clone();
    found.sort_by_key(ToString::to_string);
    assert_eq!(found, locked);
    assert_eq!(with_own(&world, &["not the passphrase"]).0, 3);

    let (code, hers) = with_own(&world, &[OWN]);
    assert_eq!(code, 0);
    agrees(&hers["people"], &expected["people"], "with her passphrase");
    assert_eq!(hers["locked"], json!([locked[1]]));
    let (code, all) = with_own(&world, &[OWN, SEALED]);
    assert_eq!((code, &all["locked"]), (0, &json!([])));
    assert_eq!(all["sealed"][0]["entries"][0]["values"], json!({ "text": { "text": "apart" } }));

    // And the core finds what the reader finds.
    let household = world.unlock();
    household.open_own(person, Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
    agrees(&all["people"], &by_the_core(&household)["people"], "people");
}
