//! What was erased is nowhere in the plain bytes of any file, which a second reader brings to light.

use std::fs;

use diary_core::household::{Household, Place};
use diary_core::id::{EntryId, PersonId};
use diary_core::journal::Author;
use diary_core::vault::{Argon2Cost, Passphrase};

use super::world::{PASSPHRASE, World};
use super::{agrees, by_the_core, python, report};

/// A small generator: what is erased when, and how long a note is, repeats from run to run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Notes of every length up to several pages, some corrected several times, erased in any order while more come; the
/// words of all that goes begin with `gone`.
fn write_and_erase(world: &World, household: &Household, person: PersonId, dice: &mut Dice) {
    let diary = household.diary(person).unwrap();
    let mut going: Vec<EntryId> = Vec::new();
    for round in 0..160_u32 {
        let goes = dice.below(3) > 0;
        let said = format!("{}{round:04} ", if goes { "gone" } else { "stay" });
        let long = [3, 30, 200, 440][usize::try_from(dice.below(4)).unwrap()];
        let note = |at: u64| world.note(&said.repeat(usize::try_from(1 + at % long).unwrap()));
        let id = diary.add(&note(dice.below(long)), Author::HOUSEHOLD, true).unwrap();
        for _ in 0..dice.below(3) {
            let again = note(dice.below(long));
            // The same length again is the same note, which is no correction.
            let _ = diary.amend(id, &again, &said, Author::HOUSEHOLD, true);
        }
        if goes {
            going.push(id);
        }
        while !going.is_empty() && dice.below(3) == 0 {
            let at = usize::try_from(dice.below(going.len() as u64)).unwrap();
            household.erase_entry(person, going.swap_remove(at)).unwrap();
        }
    }
    for id in going {
        household.erase_entry(person, id).unwrap();
    }
}

fn count(bytes: &[u8], word: &[u8]) -> usize {
    bytes.windows(word.len()).filter(|part| part == &word).count()
}

#[test]
fn what_was_erased_is_in_no_page_free_room_or_log_of_any_file() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    let ana = household.people().unwrap()[0].id;
    write_and_erase(&world, &household, ana, &mut Dice(20));
    let secret = root.path().join("secret");
    fs::write(&secret, PASSPHRASE).unwrap();
    let plain = || {
        let done =
            python("plain_bytes.py", &["--passphrase-file".as_ref(), secret.as_os_str()], &world.folder);
        assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
        done.stdout
    };
    // With the files still open and their logs emptied, and after a close.
    let open = plain();
    assert_eq!(count(&open, b"gone"), 0, "while it is open");
    assert!(count(&open, b"stay") > 1000, "the search finds what is there");
    let expected = by_the_core(&household);
    household.close().unwrap();
    let closed = plain();
    assert_eq!(count(&closed, b"gone"), 0, "after the close");
    agrees(&report(&world.folder), &expected, "after erasing");
}

/// The household opens every file but the sealed one.
#[test]
fn what_was_moved_into_a_sealed_file_is_in_no_page_of_any_other() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    let [ana, ben] = [0, 1].map(|at| household.people().unwrap()[at].id);
    let code = household.draw_recovery_code().unwrap();
    let own = Passphrase::new("seven grey pots sing");
    household.make_sealed(ana, &own, Argon2Cost::LEAST, &code).unwrap();
    let diary = household.diary(ana).unwrap();
    for round in 0..12_usize {
        let id = diary.add(&world.note(&"gone ".repeat(1 + 90 * round)), Author::HOUSEHOLD, true).unwrap();
        diary.amend(id, &world.note("gone again"), "gone too", Author::HOUSEHOLD, true).unwrap();
        diary.add(&world.note(&"stay ".repeat(100)), Author::HOUSEHOLD, true).unwrap();
        household.move_entry(Place::Diary(ana), id, Place::Sealed(ana), "gone for this").unwrap();
    }
    // A reading with all that hangs on it goes to the other person.
    let made = diary.attachments().unwrap()[0].entry;
    let reading =
        diary.entries().unwrap().into_iter().find(|entry| diary.raw(entry.id).unwrap().is_some()).unwrap().id;
    for entry in [made, reading] {
        household.move_entry(Place::Diary(ana), entry, Place::Diary(ben), "it was Ben").unwrap();
    }
    let expected = by_the_core(&household);
    household.close().unwrap();
    let secret = root.path().join("secret");
    fs::write(&secret, PASSPHRASE).unwrap();
    // The reader says the same of what it can open, and finds no word of what it cannot.
    let found = report(&world.folder);
    agrees(&found["people"], &expected["people"], "moved");
    let sealed = world.folder.join(found["locked"][0].as_str().unwrap());
    fs::remove_file(sealed).unwrap();
    let options = ["--passphrase-file".as_ref(), secret.as_os_str()];
    let done = python("plain_bytes.py", &options, &world.folder);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(count(&done.stdout, b"gone"), 0);
    assert!(count(&done.stdout, b"stay") >= 1200, "the search finds what is there");
}

/// What a device sent goes with its entry, and the reader still knows the record by its identity.
#[test]
fn the_reader_agrees_on_a_diary_with_an_erased_reading_of_a_device() {
    let root = tempfile::tempdir().unwrap();
    let world = World::new(root.path());
    let household = world.unlock();
    world.fill(&household);
    for person in household.people().unwrap() {
        let entry = household.diary(person.id).unwrap().entries().unwrap().remove(0);
        household.erase_entry(person.id, entry.id).unwrap();
    }
    let expected = by_the_core(&household);
    household.close().unwrap();
    agrees(&report(&world.folder), &expected, "erased");
}
