//! Backups of what has a lock of its own: nobody else's, carried on while it is shut, and back again in one step or two.

use std::time::Duration;

use super::backups::{back_up, journal_rows, lived_in, note, open, restored, scratch, write};
use super::*;
use crate::backup::{Backup, Line, check};
use crate::household::{BackUp, Damaged, Restore, restore};
use crate::ports::{Folder, FolderError, Listed};
use crate::testing::MemoryFolder;
use crate::vault::FilePurpose;

const OWN: &str = "a lantern over the quiet harbour";

fn ana(set: &Set) -> FilePurpose {
    FilePurpose::Diary { person: set.ana }
}

/// A household that was backed up, whose Ana then got a lock of her own.
fn handed(home: &Home, household: &Household, folder: &MemoryFolder) -> Set {
    let set = lived_in(home, household);
    back_up(home, household, folder);
    let code = household.draw_recovery_code().unwrap();
    household.hand_over(set.ana, &Passphrase::new(OWN), Argon2Cost::LEAST, &code).unwrap();
    home.clock.advance_ms(1000);
    set
}

fn open_ana(household: &Household, set: &Set) {
    household.open_own(set.ana, Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
}

/// The keys that the household's secrets lead to try every piece.
fn nothing_opens(household: &Household, set: &Set, folder: &MemoryFolder) {
    household.shut_own(set.ana).unwrap();
    let vault = household.vault();
    let file = vault.file(ana(set)).unwrap().id;
    assert_eq!(vault.own_backup_key(file), Err(VaultError::OwnLockShut));
    let mut tried = 0;
    for other in vault.files() {
        let Ok(key) = vault.file_key(other.id) else { continue };
        for line in [Line::Own(file, &key), Line::Household(file, &key), Line::Household(other.id, &key)] {
            let checked = check(folder, household.id(), line).unwrap();
            let own =
                matches!(line, Line::Household(id, _) if id != file) && other.purpose == FilePurpose::Backup;
            assert_eq!(checked.backups.is_empty(), !own);
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
    let backup = Backup::open(folder, &vault, None).unwrap();
    let earlier = backup.earlier().into_iter().map(|(number, _)| number);
    for number in earlier.chain([backup.number()]) {
        let one = Backup::open(folder, &vault, Some(number)).unwrap();
        assert!(one.files().iter().all(|(found, ..)| *found != file), "backup {number} of the household");
    }
}

#[test]
fn a_diary_with_its_own_lock_comes_back_with_its_own_secret_and_with_nothing_else() {
    let home = home();
    let (household, folder) = (home.unlock(), MemoryFolder::default());
    let set = handed(&home, &household, &folder);
    open_ana(&household, &set);
    write(&household, set.ana, "for nobody else");
    let ran = back_up(&home, &household, &folder);
    assert_eq!((ran.left_out, ran.erased), (vec![], vec![1]), "what the household's key had of it is gone");
    assert_eq!(household.check_backup(&folder, "card").unwrap().checked.problems, []);
    let before = household.diary(set.ana).unwrap();
    let (entries, rows) = (before.entries().unwrap(), journal_rows(before.store(), i64::MAX));
    drop(before);
    let media = |folder: &Path| tree(&folder.join("people").join(set.ana.to_string()).join("media"));
    let kept: Vec<_> = media(&home.folder).into_iter().map(|(_, bytes)| bytes).collect();
    nothing_opens(&household, &set, &folder);

    // The household's code alone: everything but this diary, which can follow.
    let (to, back) = restored(&home, &folder, "back", None);
    let at = home.clock.now().wall_ms;
    assert_eq!((back.left_out, back.diaries), (vec![(ana(&set), Some(at))], 1));
    let again = open(&home, &to, back.installation);
    assert_eq!(again.diary(set.ana).unwrap_err(), VaultError::OwnLockShut.into());
    let wrong = Passphrase::new("not the one");
    let refused = again.restore_own(&folder, ana(&set), Unlock::Passphrase(&wrong)).unwrap_err();
    assert!(refused.is_wrong_secret());
    let own = Passphrase::new(OWN);
    let late = again.restore_own(&folder, ana(&set), Unlock::Passphrase(&own)).unwrap();
    assert_eq!((late.as_of_ms, late.media_lost.len()), (at, 0));
    assert_eq!(again.diary(set.ana).unwrap().entries().unwrap(), entries);
    assert_eq!(journal_rows(again.diary(set.ana).unwrap().store(), i64::MAX), rows);
    assert_eq!(media(&to).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>(), kept);
    assert!(!kept.is_empty());
    let twice = again.restore_own(&folder, ana(&set), Unlock::Passphrase(&own)).unwrap_err();
    assert_eq!(twice, HouseholdError::NotEmpty);
    write(&again, set.ana, "and it goes on");
    assert_eq!(again.verify().unwrap().findings, []);

    // Both secrets at once.
    let to = home.folder.parent().unwrap().join("both");
    let own = Some(Unlock::Passphrase(&own));
    let what = Restore { secret: Unlock::Recovery(&home.code), number: None, own, damaged: Damaged::Refuse };
    let both = restore(&folder, &to, &what, &outside(&home.clock)).unwrap();
    assert_eq!((both.left_out, both.own, both.diaries), (vec![], vec![(ana(&set), at)], 2));
    let both = open(&home, &to, both.installation);
    assert_eq!(both.diary(set.ana).unwrap_err(), VaultError::OwnLockShut.into());
    open_ana(&both, &set);
    assert_eq!(journal_rows(both.diary(set.ana).unwrap().store(), i64::MAX), rows);
    // A secret that opens none is said, and nothing is made.
    let to = home.folder.parent().unwrap().join("none");
    let what = Restore { own: Some(Unlock::Passphrase(&wrong)), ..what };
    assert!(restore(&folder, &to, &what, &outside(&home.clock)).unwrap_err().is_wrong_secret());
    assert!(!to.exists());
}

#[test]
fn while_its_lock_is_shut_a_diary_is_carried_on_and_named_also_over_new_keys_of_the_household() {
    let home = home();
    let (household, folder) = (home.unlock(), MemoryFolder::default());
    let set = handed(&home, &household, &folder);
    // Never open at a run: the household's backup has it as it was before.
    let ran = back_up(&home, &household, &folder);
    assert_eq!(ran.left_out, [(ana(&set), Some(LONDON_EVENING))]);
    open_ana(&household, &set);
    back_up(&home, &household, &folder);
    let at = home.clock.now().wall_ms;
    household.shut_own(set.ana).unwrap();
    let pieces = folder.pieces();
    let file = household.vault().file(ana(&set)).unwrap().id.to_string();
    let theirs = |pieces: &std::collections::BTreeMap<String, Vec<u8>>| -> Vec<(String, Vec<u8>)> {
        pieces.iter().filter(|(name, _)| name.contains(&file)).map(|(n, b)| (n.clone(), b.clone())).collect()
    };
    home.clock.advance_ms(5000);
    let ran = back_up(&home, &household, &folder);
    assert_eq!(ran.left_out, [(ana(&set), Some(at))]);
    assert_eq!(household.check_backup(&folder, "card").unwrap().shut, [ana(&set)]);
    let code = household.draw_recovery_code().unwrap();
    household.rotate(&Passphrase::new("gravel and seven blue lamps"), Argon2Cost::LEAST, &code).unwrap();
    let ran = back_up(&home, &household, &folder);
    assert_eq!(ran.left_out, [(ana(&set), Some(at))]);
    assert_eq!(theirs(&folder.pieces()), theirs(&pieces), "as the last run with it open left them");
    assert!(theirs(&pieces).len() > 3);
    let to = home.folder.parent().unwrap().join("back");
    let own = Passphrase::new(OWN);
    let own = Some(Unlock::Passphrase(&own));
    let what = Restore { secret: Unlock::Recovery(&code), number: None, own, damaged: Damaged::Refuse };
    let back = restore(&folder, &to, &what, &outside(&home.clock)).unwrap();
    assert_eq!((back.own, back.left_out), (vec![(ana(&set), at)], vec![]));
}

#[test]
fn an_erasure_in_a_diary_with_its_own_lock_reaches_the_backup_when_it_is_open() {
    let home = home();
    let (household, folder) = (home.unlock(), MemoryFolder::default());
    let set = handed(&home, &household, &folder);
    open_ana(&household, &set);
    back_up(&home, &household, &folder);
    let entry = household.diary(set.ana).unwrap().entries().unwrap()[0].id;
    home.clock.advance_ms(1000);
    household.erase_entry(set.ana, entry).unwrap();
    let left = household.diary(set.ana).unwrap().entries().unwrap();
    let has_earlier = || {
        let vault = household.vault();
        let file = vault.file(ana(&set)).unwrap().id;
        Backup::open_own(&folder, &vault, file, None).unwrap().earlier().len()
    };
    // Shut: what was erased stays in it until it is open at a run.
    household.shut_own(set.ana).unwrap();
    back_up(&home, &household, &folder);
    open_ana(&household, &set);
    back_up(&home, &household, &folder);
    assert_eq!(has_earlier(), 0, "the backup that had it is gone");
    let own = Passphrase::new(OWN);
    let own = Some(Unlock::Passphrase(&own));
    let to = home.folder.parent().unwrap().join("back");
    let what = Restore { secret: Unlock::Recovery(&home.code), number: None, own, damaged: Damaged::Refuse };
    let back = restore(&folder, &to, &what, &outside(&home.clock)).unwrap();
    let again = open(&home, &to, back.installation);
    open_ana(&again, &set);
    assert_eq!(again.diary(set.ana).unwrap().entries().unwrap(), left);
}

/// What is sealed goes the same way, beside the diary of the same person.
#[test]
fn what_is_sealed_comes_back_with_its_own_secret() {
    let home = home();
    let (household, folder) = (home.unlock(), MemoryFolder::default());
    let set = lived_in(&home, &household);
    let own = Passphrase::new(OWN);
    let code = household.draw_recovery_code().unwrap();
    household.make_sealed(set.ana, &own, Argon2Cost::LEAST, &code).unwrap();
    let sealed = FilePurpose::Sealed { person: set.ana };
    let what = note("nobody reads this", "2026-08-10");
    household.sealed(set.ana).unwrap().add(&what, Author::HOUSEHOLD, true).unwrap();
    let entries = household.sealed(set.ana).unwrap().entries().unwrap();
    back_up(&home, &household, &folder);
    let (to, back) = restored(&home, &folder, "back", None);
    assert_eq!((back.diaries, back.left_out.len()), (2, 1));
    let again = open(&home, &to, back.installation);
    again.restore_own(&folder, sealed, Unlock::Passphrase(&own)).unwrap();
    assert_eq!(again.sealed(set.ana).unwrap().entries().unwrap(), entries);
    let scratch = home.folder.parent().unwrap().join("scratch");
    assert_eq!(
        again.back_up(&folder, &BackUp { place: "card", scratch: &scratch, only: None }).unwrap().proof,
        Ok(())
    );
}

/// A folder that somebody else keeps, who asks the household at every call.
#[derive(Debug)]
struct AsksBack {
    inner: MemoryFolder,
    household: Arc<Household>,
    other: PersonId,
    asked: AtomicU64,
}

impl AsksBack {
    fn ask(&self) -> &MemoryFolder {
        let (household, other) = (Arc::clone(&self.household), self.other);
        let (said, heard) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            household.diary(other).unwrap().entries().unwrap();
            let _ = said.send((household.slots(), household.own_lock(other).is_shut()));
        });
        heard.recv_timeout(Duration::from_secs(20)).expect("no lock is held while a folder runs");
        self.asked.fetch_add(1, Ordering::SeqCst);
        &self.inner
    }
}

impl Folder for AsksBack {
    fn list(&self) -> Result<Vec<Listed>, FolderError> {
        self.ask().list()
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        self.ask().read(name, offset, out)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.ask().write(name, bytes)
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        self.ask().remove(name)
    }
}

#[test]
fn no_lock_is_held_while_a_folder_runs() {
    let home = home();
    let household = Arc::new(home.unlock());
    let set = handed(&home, &household, &MemoryFolder::default());
    open_ana(&household, &set);
    let inner = MemoryFolder::default();
    let folder = AsksBack { inner, household: Arc::clone(&household), other: set.ben, asked: 0.into() };
    let asked = |folder: &AsksBack| folder.asked.swap(0, Ordering::SeqCst);
    let scratch = scratch(&home);
    let to = BackUp { place: "card", scratch: &scratch, only: None };
    assert_eq!(household.back_up(&folder, &to).unwrap().proof, Ok(()));
    assert!(asked(&folder) > 10);
    assert_eq!(household.check_backup(&folder, "card").unwrap().checked.problems, []);
    assert!(asked(&folder) > 10);
    let (to, back) = restored(&home, &folder.inner, "back", None);
    let again = Arc::new(open(&home, &to, back.installation));
    let folder = AsksBack { household: Arc::clone(&again), ..folder };
    again.restore_own(&folder, ana(&set), Unlock::Passphrase(&Passphrase::new(OWN))).unwrap();
    assert!(asked(&folder) > 10);
}
