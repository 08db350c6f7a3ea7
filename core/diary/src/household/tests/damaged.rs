//! A backup of which something is lost: refused with what there is instead, and on request restored as far as it can be read.

use std::collections::BTreeMap;

use super::backups::{back_up, lived_in, open, write};
use super::*;
use crate::backup::{LostFile, LostPart, Problem};
use crate::diary::Version;
use crate::household::{Damaged, Restore, Restored, restore};
use crate::id::EntryId;
use crate::inbox::InboxError;
use crate::testing::MemoryFolder;

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
    let to = home.folder.parent().unwrap().join(name);
    let _ = fs::remove_dir_all(&to);
    let what = Restore { secret: Unlock::Recovery(&home.code), number: None, damaged };
    restore(folder, &to, &what, &outside(&home.clock)).map(|restored| (to, restored))
}

/// Whether the keys of a person's media are lost.
fn state_of_media(lost: &[Problem], person: PersonId) -> bool {
    lost.iter().any(|problem| problem.what == LostPart::State { file: LostFile::Diary(person) })
}

/// Each piece of a backup of three runs, removed and flipped in turn.
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
    for (name, bytes) in folder.pieces() {
        let mut flipped = bytes.clone();
        flipped[bytes.len() / 2] ^= 1;
        for bad in [None, Some(flipped)] {
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
    assert!(segments >= 18 && states >= 8, "{segments} {states}");
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
        let what = Restore { secret, number: Some(number), damaged: Damaged::Refuse };
        restore(broken, &to, &what, &outside(&home.clock)).unwrap();
    }
    let household = |problem: &Problem| match problem.what {
        LostPart::Operations(range) => range.file == LostFile::Household,
        LostPart::State { file } => file == LostFile::Household,
        _ => false,
    };
    if !lost.iter().any(household) {
        assert_eq!(what.names.len(), 2);
    }
    assert!(!format!("{what:?} {what}").contains("Ana"));
}
