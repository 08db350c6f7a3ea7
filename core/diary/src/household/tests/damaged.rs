//! A backup of which something is lost: refused with what there is instead, and on request restored as far as it can be read.

use std::collections::BTreeMap;

use super::backups::{back_up, lived_in, open, write};
use super::*;
use crate::backup::{BackupError, LostFile, LostPart, Problem};
use crate::diary::Version;
use crate::household::{Damaged, Restore, Restored, restore};
use crate::id::EntryId;
use crate::inbox::InboxError;
use crate::testing::{MemoryFolder, long};
use crate::vault::FilePurpose;

/// Everything that was said of every entry, and its media.
type Said = BTreeMap<(PersonId, EntryId), Vec<(Version, usize)>>;

fn said(household: &Household) -> Said {
    let mut said = Said::new();
    for person in household.people().unwrap() {
        let diary = household.diary(person.id).unwrap();
        let attached = diary.attachments().unwrap();
        for entry in diary.entries().unwrap() {
            let media = attached.iter().filter(|one| one.entry == entry.id).count();
            let versions = diary.history(entry.id).unwrap();
            let versions = versions.into_iter().map(|version| (version, media)).collect();
            said.insert((person.id, entry.id), versions);
        }
    }
    said
}

fn take(
    home: &Home,
    folder: &MemoryFolder,
    name: &str,
    damaged: Damaged,
) -> Result<(PathBuf, Restored), HouseholdError> {
    with_own(home, folder, name, None, damaged)
}

/// Whether the keys of a person's media are lost.
fn state_of_media(lost: &[Problem], person: PersonId) -> bool {
    lost.iter().any(|problem| problem.what == LostPart::State { file: LostFile::Diary(person) })
}

/// One piece of every kind in every file of the newest backup, with one of those that nothing is lost with; all with
/// `DIARY_LONG=1`.
fn tried(household: &Household, folder: &MemoryFolder) -> Vec<(String, Vec<u8>)> {
    let all = folder.pieces();
    if long() {
        return all.into_iter().collect();
    }
    let mut kinds = std::collections::BTreeSet::new();
    let kind = |name: &String| {
        let broken = MemoryFolder::of(folder.pieces());
        broken.put(name, None);
        let problems = household.check_backup(&broken, "card").unwrap().checked.problems;
        problems.first().map(|problem| match problem.what {
            LostPart::Operations(range) => {
                format!("{:?} {} {}", range.file, problem.backup, range.from == 1)
            }
            LostPart::Media { .. } => "media".to_owned(),
            ref what => format!("{what:?} {}", problem.backup),
        })
    };
    all.into_iter().filter(|(name, _)| kinds.insert(kind(name))).collect()
}

/// Pieces of a backup of three runs, removed and flipped in turn.
#[test]
fn whatever_piece_is_lost_the_rest_comes_back_and_the_report_names_what_does_not() {
    let home = home();
    let household = home.unlock();
    let set = lived_in(&home, &household);
    let folder = MemoryFolder::default();
    back_up(&home, &household, &folder);
    for text in ["in between", "at the end"] {
        home.clock.advance_ms(3_600_000);
        write(&household, set.ana, text);
        write(&household, set.ben, text);
        back_up(&home, &household, &folder);
    }
    let all = said(&household);
    let (mut segments, mut states) = (0, 0);
    for (at, (name, bytes)) in tried(&household, &folder).into_iter().enumerate() {
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        for bad in [None, Some(flipped)] {
            if !long() && bad.is_some() != at.is_multiple_of(2) {
                continue;
            }
            let broken = MemoryFolder::of(folder.pieces());
            broken.put(&name, bad);
            let report = household.check_backup(&broken, "card").unwrap();
            let (to, back) = take(&home, &broken, "back", Damaged::TakeWhatIsThere).unwrap();
            let expected: Vec<Problem> = report
                .checked
                .problems
                .iter()
                .filter(|problem| problem.backup == back.number)
                .cloned()
                .collect();
            let of = |wanted: fn(&LostPart) -> bool| expected.iter().any(|problem| wanted(&problem.what));
            let operations = of(|what| matches!(what, LostPart::Operations(_)));
            let state = of(|what| matches!(what, LostPart::State { .. }));
            let media = of(|what| matches!(what, LostPart::Media { .. } | LostPart::MediaList { .. }));
            let of_media = of(|what| matches!(what, LostPart::MediaList { .. }));
            let said_lost = if operations || state || of_media { expected.clone() } else { Vec::new() };
            assert_eq!(back.lost, said_lost, "{name}");
            assert_eq!(
                back.media_lost.is_empty(),
                !of(|what| matches!(what, LostPart::Media { .. })) && !state_of_media(&expected, set.ana),
                "{name}"
            );
            (segments, states) = (segments + u32::from(operations), states + u32::from(state));
            let again = open(&home, &to, back.installation);
            let there = said(&again);
            // Nothing is made up, and nothing is gone but what the report says is touched.
            let touched: Vec<(PersonId, EntryId)> = report
                .touched
                .iter()
                .flat_map(|one| one.entries.iter().map(|(entry, _)| (one.person, *entry)))
                .collect();
            for (place, versions) in &all {
                if back.number == 3 && !touched.contains(place) {
                    assert_eq!(there.get(place), Some(versions), "{name}");
                }
            }
            assert!(there.keys().all(|place| all.contains_key(place)), "{name}");
            // Operations of one piece are lost whole: nobody but their entries changes.
            let lost = |file| {
                expected.iter().any(|problem| match problem.what {
                    LostPart::Operations(range) => range.file == file,
                    LostPart::State { file: of } => of == file,
                    _ => false,
                })
            };
            for finding in again.verify().unwrap().findings {
                let named = match finding.error {
                    HouseholdError::Lost(_) => {
                        finding.person.is_some_and(|person| lost(LostFile::Diary(person)))
                    }
                    HouseholdError::Inbox(InboxError::Gap(_)) => {
                        lost(LostFile::Household) || lost(LostFile::Inbox)
                    }
                    HouseholdError::Diary(crate::diary::DiaryError::WrongMedia { .. }) => {
                        media || finding.person.is_some_and(|person| lost(LostFile::Diary(person)))
                    }
                    _ => false,
                };
                assert!(named, "{name}: {finding:?} after {expected:?}");
            }
            // It goes on: a new entry, and a reading under a number that was never given.
            let person = again.people().unwrap()[0].id;
            write(&again, person, "after");
            let drained = again.inbox().numbers().unwrap().0;
            if lost(LostFile::Inbox) {
                assert_eq!(
                    drained,
                    household.inbox().numbers().unwrap().0 - 1,
                    "all but what waited is used up"
                );
            }
            again.close().unwrap();
            if operations || state {
                refuses(&home, &broken, &expected, &report.checked.whole);
            } else {
                take(&home, &broken, "none", Damaged::Refuse).unwrap();
            }
        }
    }
    let least = if long() { (18, 8) } else { (6, 4) };
    assert!(segments >= least.0 && states >= least.1, "{segments} {states}");
}

/// Without being asked nothing is restored; what is lost is named, and each of the backups that are called whole comes back.
fn refuses(home: &Home, broken: &MemoryFolder, lost: &[Problem], whole: &[u64]) {
    let refused = take(home, broken, "none", Damaged::Refuse);
    let Err(HouseholdError::NotWhole(what)) = refused else { panic!("{refused:?} after {lost:?}") };
    assert_eq!((what.number, what.lost.as_slice()), (3, lost));
    let found: Vec<u64> = what.whole.iter().map(|(number, _)| *number).collect();
    assert_eq!(found, whole);
    for number in found {
        let to = home.folder.parent().unwrap().join("older");
        let _ = fs::remove_dir_all(&to);
        let secret = Unlock::Recovery(&home.code);
        let what = Restore { secret, number: Some(number), own: None, damaged: Damaged::Refuse };
        restore(broken, &to, &what, &outside(&home.clock)).unwrap();
    }
    if !lost.iter().any(of_household) {
        assert_eq!(what.names.len(), 2);
    }
    assert!(!format!("{what:?} {what}").contains("Ana"));
}

/// Whether operations or the state of the household's own file are lost.
fn of_household(problem: &Problem) -> bool {
    match problem.what {
        LostPart::Operations(range) => range.file == LostFile::Household,
        LostPart::State { file } => file == LostFile::Household,
        _ => false,
    }
}

const OWN: &str = "a lantern over the quiet harbour";

/// A household in which one diary has a lock of its own, that is open, and its backup.
fn handed_over(home: &Home) -> (Household, PersonId, MemoryFolder) {
    let (household, folder) = (home.unlock(), MemoryFolder::default());
    let set = lived_in(home, &household);
    let own = Passphrase::new(OWN);
    let code = household.draw_recovery_code().unwrap();
    household.hand_over(set.ana, &own, Argon2Cost::LEAST, &code).unwrap();
    household.open_own(set.ana, Unlock::Passphrase(&own)).unwrap();
    back_up(home, &household, &folder);
    (household, set.ana, folder)
}

/// Restores with the household's secret and perhaps that of an own lock, over what was there.
fn with_own(
    home: &Home,
    folder: &MemoryFolder,
    name: &str,
    own: Option<Unlock<'_>>,
    damaged: Damaged,
) -> Result<(PathBuf, Restored), HouseholdError> {
    let to = home.folder.parent().unwrap().join(name);
    let _ = fs::remove_dir_all(&to);
    let what = Restore { secret: Unlock::Recovery(&home.code), number: None, own, damaged };
    restore(folder, &to, &what, &outside(&home.clock)).map(|restored| (to, restored))
}

/// A line of its own is refused as the household's is, and what can be read of it comes back as well; it can follow alone
/// only when it is whole.
#[test]
fn what_is_left_of_a_diary_with_a_lock_of_its_own_comes_back_with_its_secret() {
    let home = home();
    let (household, ana, folder) = handed_over(&home);
    let own = Passphrase::new(OWN);
    let own = Unlock::Passphrase(&own);
    let all = said(&household);
    let purpose = FilePurpose::Diary { person: ana };
    let id = household.vault().file(purpose).unwrap().id.to_string();
    let restored = |folder: &MemoryFolder, own, damaged| with_own(&home, folder, "back", own, damaged);
    let (mut gaps, mut manifests) = (0, 0);
    for name in folder.pieces().into_keys().filter(|name| name.contains(&id)) {
        let broken = MemoryFolder::of(folder.pieces());
        broken.put(&name, None);
        let report = household.check_backup(&broken, "card").unwrap();
        let lost = &report.checked.problems;
        let gap = lost
            .iter()
            .any(|problem| matches!(problem.what, LostPart::Operations(_) | LostPart::State { .. }));
        let manifest = lost.iter().any(|problem| problem.what == LostPart::Manifest);
        // Without its secret nothing of it matters.
        let (to, back) = restored(&broken, None, Damaged::Refuse).unwrap();
        assert_eq!((back.diaries, back.left_out.len(), back.lost.len()), (1, 1, 0));
        let again = open(&home, &to, back.installation);
        if gap {
            let late = again.restore_own(&broken, purpose, own).unwrap_err();
            assert!(matches!(late, HouseholdError::Backup(BackupError::Lost(_))), "{late}");
            let Err(HouseholdError::NotWhole(what)) = restored(&broken, Some(own), Damaged::Refuse) else {
                panic!("{lost:?}")
            };
            assert_eq!((&what.lost, what.whole.as_slice(), what.names.len()), (lost, &[][..], 2));
            assert!(!home.folder.parent().unwrap().join("back").exists());
        }
        again.close().unwrap();
        if manifest {
            let error = restored(&broken, Some(own), Damaged::Refuse).unwrap_err();
            assert_eq!(error, BackupError::NoManifest.into());
        }
        let (to, back) = restored(&broken, Some(own), Damaged::TakeWhatIsThere).unwrap();
        (gaps, manifests) = (gaps + u32::from(gap), manifests + u32::from(manifest));
        if manifest {
            assert_eq!((back.diaries, back.own.len(), back.left_out.len()), (1, 0, 1));
            continue;
        }
        assert_eq!((back.diaries, back.own.len(), back.left_out.len()), (2, 1, 0));
        if gap {
            assert_eq!(&back.lost, lost);
        }
        let again = open(&home, &to, back.installation);
        again.open_own(ana, own).unwrap();
        let there = said(&again);
        let touched = |entry| report.touched.iter().any(|one| one.entries.iter().any(|(of, _)| *of == entry));
        for (place, versions) in &all {
            if !touched(place.1) {
                assert_eq!(there.get(place), Some(versions), "{name}");
            }
        }
        assert!(there.keys().all(|place| all.contains_key(place)));
        write(&again, ana, "after");
        // A folder that lost a media file which the household has no more cannot prove itself again; another one can.
        let next = if gap { broken } else { MemoryFolder::default() };
        back_up(&home, &again, &next);
        again.close().unwrap();
        let (to, back) = restored(&next, Some(own), Damaged::Refuse).unwrap();
        let anew = open(&home, &to, back.installation);
        anew.open_own(ana, own).unwrap();
        assert_eq!(said(&anew).len(), there.len() + 1, "{name}");
        anew.close().unwrap();
    }
    assert!(gaps >= 2 && manifests == 1, "{gaps} {manifests}");
}

/// Where the household's own file is lost, who has a lock of their own is somebody all the same, shut or away.
#[test]
fn who_has_a_lock_of_their_own_is_somebody_also_where_nobodys_name_is_left() {
    let home = home();
    let (household, ana, folder) = handed_over(&home);
    let own = Passphrase::new(OWN);
    let own = Unlock::Passphrase(&own);
    let all = said(&household);
    let purpose = FilePurpose::Diary { person: ana };
    let id = household.vault().file(purpose).unwrap().id.to_string();
    let mut tried = 0;
    for name in folder.pieces().into_keys().filter(|name| !name.contains(&id)) {
        let broken = MemoryFolder::of(folder.pieces());
        broken.put(&name, None);
        let report = household.check_backup(&broken, "card").unwrap();
        if !report.checked.problems.iter().any(of_household) {
            continue;
        }
        tried += 1;
        for secret in [Some(own), None] {
            let (to, back) = with_own(&home, &broken, "back", secret, Damaged::TakeWhatIsThere).unwrap();
            assert_eq!(back.lost, report.checked.problems);
            assert_eq!(back.own.len(), usize::from(secret.is_some()));
            let again = open(&home, &to, back.installation);
            assert_eq!(again.people().unwrap().len(), 2);
            match secret {
                Some(own) => again.open_own(ana, own).unwrap(),
                None => drop(again.restore_own(&broken, purpose, own).unwrap()),
            }
            assert_eq!(said(&again), all, "{name}");
            again.close().unwrap();
        }
    }
    assert_eq!(tried, 2);
}
