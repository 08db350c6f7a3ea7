//! Letting a household go for a while: nothing is held, others go on, and what they did is noticed.

use std::os::unix::fs::MetadataExt;
use std::sync::atomic::AtomicBool;
use std::thread;

use super::*;
use crate::diary::{Content, DiaryError};
use crate::id::EntryId;
use crate::inbox::InboxError;
use crate::time::{Evidence, Instant, Moment, Zone};

fn note(clock: &FixedClock, text: &str) -> Content {
    let now = Instant::from_millis(at(clock).wall_ms).unwrap();
    let moment = Moment::at(now, &Zone::parse("Europe/London").unwrap(), Evidence::PhoneSetting);
    let (kind, source) = (kind::NOTE.number, Source::Typed);
    let mut content = Content::new(kind, moment, source);
    content.set(kind::TEXT, crate::diary::Value::Text(text.to_owned()));
    content
}

/// What of a folder this process holds: open files, and locks that the system knows of.
fn held(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for handle in fs::read_dir("/proc/self/fd").unwrap().flatten() {
        if let Ok(target) = fs::read_link(handle.path())
            && target.starts_with(folder)
        {
            found.push(format!("open: {}", target.display()));
        }
    }
    let inodes: Vec<String> =
        tree(folder).iter().map(|(path, _)| format!(":{} ", fs::metadata(path).unwrap().ino())).collect();
    let locks = fs::read_to_string("/proc/locks").unwrap();
    found.extend(
        locks
            .lines()
            .filter(|line| inodes.iter().any(|inode| line.contains(inode)))
            .map(|line| format!("lock: {line}")),
    );
    found
}

fn paused<T>(outcome: Result<T, impl Into<HouseholdError>>) -> bool {
    let error = outcome.err().map(Into::into);
    let names = [
        HouseholdError::Journal(JournalError::Store(StoreError::Paused)),
        HouseholdError::Diary(DiaryError::Journal(JournalError::Store(StoreError::Paused))),
        HouseholdError::Inbox(InboxError::Store(StoreError::Paused)),
    ];
    error.is_some_and(|error| names.contains(&error))
}

#[cfg(target_os = "linux")]
#[test]
fn a_paused_household_holds_no_file_no_log_and_no_lock() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let diary = household.diary(set.ana).unwrap();
    diary.add(&note(&home.clock, "before"), Author::HOUSEHOLD, false).unwrap();
    assert!(held(&home.folder).iter().any(|line| line.starts_with("lock:")), "the search finds what is held");
    for _ in 0..2 {
        household.pause().unwrap();
        assert_eq!(held(&home.folder), Vec::<String>::new());
        let left: Vec<_> = tree(&home.folder).into_iter().map(|(path, _)| path).collect();
        assert!(left.iter().all(|path| !path.to_string_lossy().ends_with("-wal")), "{left:?}");
    }
    for _ in 0..2 {
        assert_eq!(household.resume().unwrap(), Resumed::default());
    }
    assert_eq!(diary.count().unwrap(), 1);
    household.pause().unwrap();
    household.close().unwrap();
    assert_eq!(held(&home.folder), Vec::<String>::new());
    assert!(paused(diary.entries()), "also where somebody still holds it");
}

#[test]
fn everything_that_needs_a_file_says_that_it_is_paused_and_nothing_is_written() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let diary = household.diary(set.ana).unwrap();
    let entry = diary.add(&note(&home.clock, "before"), Author::HOUSEHOLD, false).unwrap();
    household.pause().unwrap();
    let before = tree(&home.folder);
    let (secret, content) = (passphrase(), note(&home.clock, "while paused"));
    assert!(paused(household.people()));
    assert!(paused(household.add_person("Cleo")));
    assert!(paused(household.diary(set.ana)));
    assert!(paused(household.diary(set.ben)), "one that was not open is not opened");
    assert!(paused(household.devices()));
    assert!(paused(household.add_device(&cuff())));
    assert!(paused(household.assign(set.device, Slot::User(1), set.ana)));
    assert!(paused(household.hand_on(Handing::Owned)));
    assert!(paused(household.sight()));
    assert!(paused(household.synced(set.device, [7; 16], &COMPLETE)));
    assert!(paused(household.sharing_log()));
    assert!(paused(household.note_shared("json", &[set.ana], 1)));
    assert!(paused(household.erase_entry(set.ana, entry)));
    assert!(paused(household.change_passphrase(None, &secret, Argon2Cost::LEAST)));
    assert!(paused(household.add_passphrase(&secret, Argon2Cost::LEAST)));
    assert!(paused(household.save_keys()));
    assert!(paused(receive(household.inbox(), set.device, &record(0, USER_0, at(&home.clock)))));
    assert!(paused(diary.add(&content, Author::HOUSEHOLD, false)));
    assert!(paused(diary.entries()));
    assert!(paused(diary.history(entry)));
    assert!(paused(diary.verify()));
    let verification = household.verify().unwrap();
    assert!(verification.sound.is_empty() && !verification.findings.is_empty());
    assert!(tree(&home.folder) == before);
    household.resume().unwrap();
    assert_eq!(household.verify().unwrap().findings, []);
    assert_eq!(diary.history(entry).unwrap().len(), 1);
}

#[test]
fn a_cuff_is_received_while_the_diary_is_paused() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.pause().unwrap();
    let receiver = Receiver::open(&home.folder, &home.installation(), &outside(&home.clock)).unwrap();
    for item in burst(&home.clock) {
        receiver.receive(set.device, &item).unwrap();
    }
    // As long as somebody receives, the household stays paused, and says why.
    let busy = household.resume().unwrap_err();
    assert_eq!(busy, HouseholdError::Inbox(InboxError::Store(StoreError::InUse)));
    assert!(paused(household.people()));
    drop(receiver);
    household.resume().unwrap();
    assert_eq!(household.hand_on(Handing::Owned).unwrap().new.len(), 3);
    assert_eq!(household.verify().unwrap().findings, []);
}

#[test]
fn what_another_program_did_meanwhile_is_there_and_its_keys_are_reported() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let mine = household.diary(set.ana).unwrap();
    household.pause().unwrap();
    let other = home.unlock();
    other.diary(set.ana).unwrap().add(&note(&home.clock, "by the other"), Author::HOUSEHOLD, false).unwrap();
    assert_eq!(household.resume().unwrap_err(), StoreError::InUse.into());
    let cleo = other.add_person("Cleo").unwrap();
    other.close().unwrap();
    let resumed = household.resume().unwrap();
    assert!(resumed.keys_changed);
    assert_eq!(mine.count().unwrap(), 1);
    assert_eq!(household.diary(cleo).unwrap().count().unwrap(), 0);
    // And both go on in one chain, as the same installation.
    mine.add(&note(&home.clock, "mine"), Author::HOUSEHOLD, false).unwrap();
    assert_eq!(household.verify().unwrap().findings, []);
    household.pause().unwrap();
    assert!(!household.resume().unwrap().keys_changed);
}

#[test]
fn a_file_that_was_put_back_meanwhile_is_named_and_the_household_stays_paused() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    household.diary(set.ana).unwrap();
    household.pause().unwrap();
    let old = tree(&home.folder);
    household.resume().unwrap();
    let diary = household.diary(set.ana).unwrap();
    diary.add(&note(&home.clock, "later"), Author::HOUSEHOLD, false).unwrap();
    household
        .add_device(&Paired { model: Some("other".into()), identity: Identity::Unknown, ..cuff() })
        .unwrap();
    household.pause().unwrap();
    let new = tree(&home.folder);
    let put_back = |part: &str| {
        for (path, bytes) in old.iter().filter(|(path, _)| path.to_string_lossy().contains(part)) {
            fs::write(path, bytes).unwrap();
        }
    };
    put_back("household.1.db");
    let older = household.resume().unwrap_err();
    let HouseholdError::Journal(JournalError::Fault(fault)) = older else { panic!("{older:?}") };
    assert_eq!((fault.file, fault.what), (FileKind::Household, WhatIsWrong::Older));
    assert!(paused(household.people()));
    for (path, bytes) in &new {
        fs::write(path, bytes).unwrap();
    }
    // A diary that was put back holds up no other, and a check names it too.
    put_back("diary.1.db");
    let resumed = household.resume().unwrap();
    assert_eq!(resumed.not_resumed.len(), 1, "{resumed:?}");
    assert_eq!(resumed.not_resumed[0].0, set.ana);
    assert_eq!(household.people().unwrap().len(), 2);
    assert!(paused(diary.entries()), "the handle of before is let go");
    assert_eq!(household.verify().unwrap().findings.len(), 1);
}

/// Others write and read while the household is paused and taken up again and again: each call is done, or says so.
#[test]
fn threads_that_work_while_it_is_paused_lose_nothing() {
    let home = home();
    let household = home.unlock();
    let set = two_people(&household);
    let over = AtomicBool::new(false);
    let written = thread::scope(|scope| {
        let writers: Vec<_> = (0..3)
            .map(|number| {
                let (household, over, clock) = (&household, &over, &home.clock);
                scope.spawn(move || {
                    let mut done: Vec<EntryId> = Vec::new();
                    let mut refused = 0_u32;
                    while !over.load(Ordering::Relaxed) {
                        let person = if number == 0 { set.ben } else { set.ana };
                        let added = household.diary(person).and_then(|diary| {
                            let text = format!("{number} {}", done.len());
                            diary.entries()?;
                            Ok(diary.add(&note(clock, &text), Author::HOUSEHOLD, false)?)
                        });
                        match added {
                            Ok(id) => done.push(id),
                            Err(error) if paused::<()>(Err(error.clone())) => refused += 1,
                            Err(error) => panic!("{error:?}"),
                        }
                    }
                    (done, refused)
                })
            })
            .collect();
        for _ in 0..12 {
            thread::yield_now();
            household.pause().unwrap();
            #[cfg(target_os = "linux")]
            assert_eq!(held(&home.folder), Vec::<String>::new());
            household.resume().unwrap();
        }
        over.store(true, Ordering::Relaxed);
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    let mut there: Vec<EntryId> = Vec::new();
    for person in [set.ana, set.ben] {
        there.extend(household.diary(person).unwrap().entries().unwrap().iter().map(|entry| entry.id));
    }
    let mut told: Vec<EntryId> = written.iter().flat_map(|(done, _)| done.clone()).collect();
    there.sort_unstable();
    told.sort_unstable();
    assert_eq!(there, told);
    assert!(!told.is_empty() && written.iter().any(|(_, refused)| *refused > 0), "both ways were tried");
    assert_eq!(household.verify().unwrap().findings, []);
}

/// A household whose key another program renewed cannot go on with the old one.
#[test]
fn a_key_file_of_another_household_is_refused() {
    let stranger = home();
    let home = home();
    let household = home.unlock();
    household.pause().unwrap();
    let own = tree(&home.folder);
    for name in ["keys.json", "keys.copy.json"] {
        fs::copy(stranger.folder.join(name), home.folder.join(name)).unwrap();
    }
    assert_eq!(household.resume().unwrap_err(), VaultError::ChangedElsewhere.into());
    for (path, bytes) in own {
        fs::write(path, bytes).unwrap();
    }
    assert!(!household.resume().unwrap().keys_changed);
}
