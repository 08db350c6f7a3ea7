//! What a check must not miss.

use super::*;

fn file_of(home: &Home, person: PersonId) -> (PathBuf, Vec<u8>) {
    tree(&home.folder)
        .into_iter()
        .find(|(path, _)| path.to_string_lossy().contains(&person.to_string()))
        .unwrap()
}

fn put_back(file: &(PathBuf, Vec<u8>)) {
    fs::write(&file.0, &file.1).unwrap();
    for log in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{log}", file.0.display()));
    }
}

/// What was noted of a newer state is not overwritten by using the older one.
#[test]
fn an_older_diary_is_named_also_after_it_was_used() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.close().unwrap();
    let older = file_of(&home, set.ana);
    let household = home.unlock();
    send(&household, set.device, &burst(&home.clock));
    household.hand_on(Handing::Owned).unwrap();
    household.close().unwrap();
    put_back(&older);
    for _ in 0..2 {
        let household = home.unlock();
        // More than there was: the chain is as long as the lost one, and another.
        for hour in 1..=3 {
            home.clock.advance_ms(hour);
            let ben = household.diary(set.ben).unwrap().entries().unwrap();
            let content = ben[0].content.clone();
            household.diary(set.ana).unwrap().add(&content, Author::HOUSEHOLD, true).unwrap();
        }
        household.close().unwrap();
    }
    let findings = home.unlock().verify().unwrap().findings;
    assert_eq!((findings.len(), findings[0].person), (1, Some(set.ana)));
}

/// After a kill nothing was noted of the diary itself; the household still knows what it handed on.
#[test]
fn readings_that_were_handed_on_and_are_gone_are_named() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.close().unwrap();
    let older = file_of(&home, set.ana);
    let household = home.unlock();
    send(&household, set.device, &burst(&home.clock));
    household.hand_on(Handing::Owned).unwrap();
    drop(household);
    put_back(&older);
    let findings = home.unlock().verify().unwrap().findings;
    assert_eq!((findings.len(), findings[0].person), (1, Some(set.ana)));
    assert_eq!(findings[0].error, HouseholdError::Lost(2));
}

/// An inbox that gives numbers again which were used up would hide the next gap.
#[test]
fn an_older_inbox_is_named() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.close().unwrap();
    let older = tree(&home.folder).into_iter().find(|(path, _)| path.ends_with("inbox.1.db")).unwrap();
    let household = home.unlock();
    send(&household, set.device, &burst(&home.clock));
    household.synced(set.device, [7; 16], &COMPLETE).unwrap();
    household.hand_on(Handing::Owned).unwrap();
    household.close().unwrap();
    put_back(&older);
    let findings = home.unlock().verify().unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].error, crate::inbox::InboxError::Older.into());
}
