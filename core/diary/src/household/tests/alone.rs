//! A backup of one person alone, and a household made of it.

use super::backups::{journal_rows, lived_in, open, restored, scratch, write};
use super::*;
use crate::backup::tests::contents;
use crate::backup::{BackupError, Line, Ran};
use crate::household::{BackUp, Damaged, Restore, restore};
use crate::journal;
use crate::testing::MemoryFolder;
use crate::vault::{FilePurpose, SealingOwner};

fn back_up_of(
    home: &Home,
    household: &Household,
    folder: &MemoryFolder,
    (place, only): (&str, Option<PersonId>),
) -> Result<Ran, HouseholdError> {
    let scratch = scratch(home);
    let ran = household.back_up(folder, &BackUp { place, scratch: &scratch, only });
    assert_eq!(fs::read_dir(&scratch).unwrap().count(), 0, "nothing is left of the proof");
    ran
}

fn alone(home: &Home, household: &Household, folder: &MemoryFolder, person: PersonId) -> Ran {
    let ran = back_up_of(home, household, folder, ("hers", Some(person))).unwrap();
    assert_eq!(ran.proof, Ok(()));
    ran
}

/// Everything that lies in a folder and everything that its key opens there, in one line of bytes.
fn all_that_opens(household: &Household, folder: &MemoryFolder) -> Vec<Vec<u8>> {
    let vault = household.vault();
    let file = vault.file(FilePurpose::Backup).unwrap();
    let key = vault.file_key(file.id).unwrap();
    let opened = contents(folder, vault.household(), Line::Household(file.id, &key));
    // The digits and the ending: nothing in a line of its own, and not the key file.
    let sealed = folder.pieces().into_keys().filter(|name| name.len() == 32 + ".sealed".len());
    assert_eq!(opened.len(), sealed.count());
    let mut all: Vec<Vec<u8>> =
        folder.pieces().into_iter().flat_map(|(name, bytes)| [name.into_bytes(), bytes]).collect();
    all.extend(opened);
    all
}

/// Whether bytes stand somewhere, as they are or in digits.
fn is_in(all: &[Vec<u8>], wanted: &[u8]) -> bool {
    let digits = data_encoding::HEXLOWER.encode(wanted).into_bytes();
    let has = |bytes: &[u8], wanted: &[u8]| bytes.windows(wanted.len()).any(|found| found == wanted);
    all.iter().any(|bytes| has(bytes, wanted) || has(bytes, &digits))
}

#[test]
fn nothing_of_the_other_person_is_in_it_not_even_sealed() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let ben = household.people().unwrap().into_iter().find(|person| person.id != set.ana).unwrap();
    write(&household, ben.id, "planted words");
    household.note_shared("json", &[ben.id], 3).unwrap();
    household.note_shared("csv", &[set.ana, ben.id], 5).unwrap();
    household.note_shared("csv", &[set.ana], 7).unwrap();
    let everyone = MemoryFolder::default();
    back_up_of(&home, &household, &everyone, ("card", None)).unwrap();
    let folder = MemoryFolder::default();
    alone(&home, &household, &folder, set.ana);

    let bens = household.diary(ben.id).unwrap();
    let (bens_file, anas_file) = {
        let vault = household.vault();
        let file = |person| vault.file(FilePurpose::Diary { person }).unwrap().id;
        (file(ben.id), file(set.ana))
    };
    let sealing: Vec<_> = household.vault().sealing_keys();
    let bens_key =
        sealing.iter().find(|(_, owner, _)| *owner == SealingOwner::Person { person: ben.id }).unwrap().0;
    let mut planted: Vec<(&str, Vec<u8>)> = vec![
        ("his name", ben.name.clone().into_bytes()),
        ("his words", b"planted words".to_vec()),
        ("his id", ben.id.as_bytes().to_vec()),
        ("his file", bens_file.as_bytes().to_vec()),
        ("his sealing key", bens_key.as_bytes().to_vec()),
    ];
    planted.extend(bens.operation_ids().unwrap().iter().map(|id| ("his entry", id.as_bytes().to_vec())));
    planted.extend(bens.heads().unwrap().iter().map(|head| ("his head", head.hash.to_vec())));
    // What waits is not known to be hers: the guest's frame behind its first two bytes.
    planted.push(("what waits", data_encoding::HEXUPPER.decode(b"7100490000EA07080B1438000041FF").unwrap()));
    let opened = all_that_opens(&household, &folder);
    let known = all_that_opens(&household, &everyone);
    for (what, bytes) in planted {
        assert!(!is_in(&opened, &bytes), "{what}");
        if !["his key", "what waits"].contains(&what) {
            assert!(is_in(&known, &bytes), "the backup of everyone has {what}");
        }
    }
    // The file that was made for it is another one, and so are all operations that the household has of everyone.
    let ids = household
        .store
        .read::<_, HouseholdError>(|reader| {
            let mut ids = Vec::new();
            journal::in_order::<HouseholdError>(reader, |operation| {
                ids.push(operation.id);
                Ok(())
            })?;
            Ok(ids)
        })
        .unwrap();
    let there = ids.iter().filter(|id| is_in(&opened, id.as_bytes())).count();
    // Herself, the cuff, her slot of it, and what she alone shared.
    assert_eq!(there, 4, "of {}", ids.len());
    assert!(is_in(&opened, anas_file.as_bytes()) && is_in(&opened, b"a long walk"));
}

fn ben(household: &Household, set: &Set) -> PersonId {
    household.people().unwrap().into_iter().map(|person| person.id).find(|id| *id != set.ana).unwrap()
}

#[test]
fn she_comes_back_as_she_was_and_goes_on_without_the_other() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    household.note_shared("csv", &[set.ana], 7).unwrap();
    let folder = MemoryFolder::default();
    alone(&home, &household, &folder, set.ana);
    home.clock.advance_ms(1000);
    write(&household, set.ana, "after the first");
    let ran = alone(&home, &household, &folder, set.ana);
    assert_eq!((ran.number, ran.not_continued, ran.erased.len()), (2, None, 0));
    assert!(ran.bytes < (32 << 10), "{} bytes for one note", ran.bytes);
    let before = household.diary(set.ana).unwrap();
    let (entries, rows) = (before.entries().unwrap(), journal_rows(before.store(), i64::MAX));

    let (to, back) = restored(&home, &folder, "back", None);
    assert_eq!((back.only, back.diaries, back.number), (Some(set.ana), 1, 2));
    assert_eq!((&back.left_out, &back.lost, &back.media_lost), (&vec![], &vec![], &vec![]));
    let again = open(&home, &to, back.installation);
    let diary = again.diary(set.ana).unwrap();
    assert_eq!(diary.entries().unwrap(), entries);
    assert_eq!(journal_rows(diary.store(), i64::MAX), rows);
    let media = |folder: &Path| -> Vec<_> {
        tree(&folder.join("people").join(set.ana.to_string()).join("media"))
            .into_iter()
            .map(|(_, bytes)| bytes)
            .collect()
    };
    assert_eq!(media(&to), media(&home.folder));
    assert_eq!(again.only_of().unwrap(), Some(set.ana));
    assert_eq!(household.only_of().unwrap(), None);
    let people: Vec<_> = again.people().unwrap().into_iter().map(|person| (person.id, person.name)).collect();
    assert_eq!(people, [(set.ana, "Ana".to_owned())]);
    let devices = again.devices().unwrap();
    assert_eq!((devices.len(), &devices[0].slots), (1, &vec![(Slot::User(0), set.ana)]));
    assert_eq!(again.sharing_log().unwrap().len(), 1);
    assert_eq!(
        again.backups().unwrap().into_iter().map(|known| known.only).collect::<Vec<_>>(),
        [Some(set.ana)]
    );
    assert_eq!(again.verify().unwrap().findings, []);

    // The cuff sends its memory again: nothing of hers twice, and what is his waits for nobody here.
    send(&again, set.device, &burst(&home.clock));
    let done = again.hand_on(Handing::Owned).unwrap();
    assert_eq!((done.new.len(), done.waiting.len()), (0, 1));
    assert_eq!(done.waiting[0].why, WhyWaiting::NotAssigned(Slot::User(1)));
    write(&again, set.ana, "after");
    let ran = alone(&home, &again, &folder, set.ana);
    assert_eq!((ran.number, ran.not_continued, ran.put_back), (3, None, None));
    again.close().unwrap();

    // The household goes on as well: the other life stays as it is.
    write(&household, set.ana, "in the old one");
    let ran = alone(&home, &household, &folder, set.ana);
    assert_eq!((ran.number, ran.not_continued), (4, Some(3)));
    let (to, back) = restored(&home, &folder, "third", Some(3));
    let third = open(&home, &to, back.installation);
    assert_eq!(third.diary(set.ana).unwrap().count().unwrap(), entries.len() as u64 + 1);
    assert_eq!(third.verify().unwrap().findings, []);
}

/// A cuff that was hers and is his now, and one that nobody else ever used.
#[test]
fn of_a_device_that_others_use_too_nothing_says_when_they_measured() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let ben = ben(&household, &set);
    let paired = |number: u8| Paired { identity: Identity::SystemId([number; 8]), ..cuff() };
    let (was_hers, hers) =
        (household.add_device(&paired(2)).unwrap(), household.add_device(&paired(3)).unwrap());
    household.assign(was_hers, Slot::User(0), set.ana).unwrap();
    household.assign(was_hers, Slot::User(0), ben).unwrap();
    household.assign(hers, Slot::User(0), set.ana).unwrap();
    for device in [set.device, was_hers, hers] {
        household.synced(device, [7; 16], &COMPLETE).unwrap();
    }
    let folder = MemoryFolder::default();
    alone(&home, &household, &folder, set.ana);
    let (to, back) = restored(&home, &folder, "back", None);
    let again = open(&home, &to, back.installation);
    let devices = again.devices().unwrap();
    let found: Vec<_> = devices.iter().map(|device| (device.id, device.last_sync.is_some())).collect();
    assert_eq!(found, [(set.device, false), (hers, true)]);
    assert_eq!(again.verify().unwrap().findings, []);
}

#[test]
fn everyone_and_one_alone_are_in_different_folders() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let ben = ben(&household, &set);
    let code = household.draw_recovery_code().unwrap();
    let own = Passphrase::new("a lantern over the quiet harbour");
    household.hand_over(ben, &own, Argon2Cost::LEAST, &code).unwrap();
    household.open_own(ben, Unlock::Passphrase(&own)).unwrap();
    let (everyone, hers) = (MemoryFolder::default(), MemoryFolder::default());
    back_up_of(&home, &household, &everyone, ("card", None)).unwrap();
    alone(&home, &household, &hers, set.ana);
    let refused = |folder: &MemoryFolder, place, only| {
        let before = folder.pieces();
        let error = back_up_of(&home, &household, folder, (place, only)).unwrap_err();
        assert_eq!(error, BackupError::OtherScope.into());
        assert!(folder.pieces() == before, "also in a line of its own");
    };
    refused(&everyone, "card", Some(set.ana));
    refused(&everyone, "card", Some(ben));
    refused(&hers, "hers", None);
    refused(&hers, "hers", Some(ben));
    // Under new keys nothing of the old backups opens; the household remembers of whom they were.
    let code = household.draw_recovery_code().unwrap();
    household.rotate(&passphrase(), Argon2Cost::LEAST, &code).unwrap();
    refused(&hers, "hers", None);
    refused(&everyone, "card", Some(set.ana));
    let ran = alone(&home, &household, &hers, set.ana);
    assert!(ran.removed > 0);
    assert_eq!(household.check_backup(&hers, "hers").unwrap().checked.problems, []);
    // A folder that was emptied is anyone's.
    back_up_of(&home, &household, &MemoryFolder::default(), ("hers", None)).unwrap();
    let stranger = PersonId::from_bytes([9; 16]);
    let error = back_up_of(&home, &household, &MemoryFolder::default(), ("x", Some(stranger))).unwrap_err();
    assert_eq!(error, HouseholdError::NoSuchPerson);
}

#[test]
fn an_erasure_reaches_it_and_old_ones_go() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let ben = ben(&household, &set);
    let folder = MemoryFolder::default();
    for day in 0..6 {
        write(&household, set.ana, &format!("day {day}"));
        alone(&home, &household, &folder, set.ana);
        home.clock.advance_ms(60_000);
    }
    let report = household.check_backup(&folder, "hers").unwrap();
    let numbers: Vec<u64> = report.checked.backups.iter().map(|(number, _)| *number).collect();
    assert_eq!((numbers, report.checked.whole, report.checked.unnamed), (vec![4, 5, 6], vec![4, 5, 6], 0));
    let places = |person| {
        let entry = household.diary(person).unwrap().entries().unwrap()[0].id;
        home.clock.advance_ms(1000);
        let receipt = household.erase_entry(person, entry).unwrap();
        receipt.may_remain.into_iter().find_map(|place| match place {
            MayRemain::Backups(known) => Some(known.into_iter().map(|known| known.place).collect::<Vec<_>>()),
            _ => None,
        })
    };
    assert_eq!(places(ben), None, "nothing of his is there");
    assert_eq!(places(set.ana), Some(vec!["hers".to_owned()]));
    let ran = alone(&home, &household, &folder, set.ana);
    assert_eq!((ran.number, ran.erased), (7, vec![4, 5, 6]));
    let report = household.check_backup(&folder, "hers").unwrap();
    assert_eq!((report.checked.backups.len(), report.checked.unnamed), (1, 0));
}

#[test]
fn one_with_a_lock_of_her_own_goes_under_that_lock_and_only_while_it_is_open() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    alone(&home, &household, &folder, set.ana);
    let own = Passphrase::new("a lantern over the quiet harbour");
    let own = Unlock::Passphrase(&own);
    let code = household.draw_recovery_code().unwrap();
    let secret = Passphrase::new("a lantern over the quiet harbour");
    household.hand_over(set.ana, &secret, Argon2Cost::LEAST, &code).unwrap();
    home.clock.advance_ms(1000);
    let before = folder.pieces();
    let error = back_up_of(&home, &household, &folder, ("hers", Some(set.ana))).unwrap_err();
    assert_eq!(error, VaultError::OwnLockShut.into());
    assert!(folder.pieces() == before);
    household.open_own(set.ana, own).unwrap();
    write(&household, set.ana, "for nobody else");
    let ran = alone(&home, &household, &folder, set.ana);
    assert_eq!((ran.number, ran.erased), (2, vec![1]), "what the household's key had of it is gone");
    let opened = all_that_opens(&household, &folder);
    assert!(!is_in(&opened, b"a long walk") && !is_in(&opened, b"for nobody else"));
    let entries = household.diary(set.ana).unwrap().entries().unwrap();

    let (_, back) = restored(&home, &folder, "without", None);
    let purpose = FilePurpose::Diary { person: set.ana };
    assert_eq!((back.diaries, back.left_out), (0, vec![(purpose, Some(home.clock.now().wall_ms))]));
    let to = home.folder.parent().unwrap().join("with");
    let secret = Unlock::Recovery(&home.code);
    let what = Restore { secret, number: None, own: Some(own), damaged: Damaged::Refuse };
    let back = restore(&folder, &to, &what, &outside(&home.clock)).unwrap();
    assert_eq!((back.only, back.diaries, back.own.len()), (Some(set.ana), 1, 1));
    let again = open(&home, &to, back.installation);
    again.open_own(set.ana, own).unwrap();
    assert_eq!(again.diary(set.ana).unwrap().entries().unwrap(), entries);
    assert_eq!(again.verify().unwrap().findings, []);
}

/// Whatever piece is lost, she is there, and nobody else.
#[test]
fn what_can_be_read_of_a_damaged_one_is_hers_alone() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    alone(&home, &household, &folder, set.ana);
    let mut refused = 0;
    for (name, _) in folder.pieces() {
        let broken = MemoryFolder::of(folder.pieces());
        broken.put(&name, None);
        let report = household.check_backup(&broken, "hers").unwrap();
        assert!(!report.checked.problems.is_empty(), "{name}");
        let to = home.folder.parent().unwrap().join("back");
        let _ = fs::remove_dir_all(&to);
        let take = |damaged| {
            let secret = Unlock::Recovery(&home.code);
            restore(
                &broken,
                &to,
                &Restore { secret, number: None, own: None, damaged },
                &outside(&home.clock),
            )
        };
        let back = match take(Damaged::Refuse) {
            Err(HouseholdError::NotWhole(_)) => {
                refused += 1;
                take(Damaged::TakeWhatIsThere).unwrap()
            }
            Err(error) => {
                // The only list is gone.
                assert_eq!(error, BackupError::NoManifest.into());
                continue;
            }
            Ok(back) => back,
        };
        assert_eq!((back.only, back.diaries), (Some(set.ana), 1));
        let again = open(&home, &to, back.installation);
        let people = again.people().unwrap();
        assert_eq!((people.len(), people[0].id), (1, set.ana), "{name}");
        let whole = |finding: &Finding| matches!(finding.error, HouseholdError::Diary(_));
        assert!(again.verify().unwrap().findings.iter().all(whole), "{name}");
        again.close().unwrap();
    }
    assert!(refused >= 5, "household, inbox and diary: {refused}");
}
