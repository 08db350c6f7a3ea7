//! What changed is told after it is written, in order, and to nobody's harm.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use super::search::note;
use super::*;

fn changed(event: Option<Event>) -> Changed {
    match event {
        Some(Event::Changed(changed)) => changed,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_change_is_told_with_its_entries_kinds_and_days() {
    let home = home();
    let (subscription, events) = home.diary.subscribe();
    assert_eq!(events.try_next(), None);
    let id = home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    let told = changed(events.next());
    assert_eq!(told.entries, BTreeSet::from([id]));
    assert_eq!((told.kinds, told.days), (BTreeSet::from([1]), BTreeSet::from([date("2026-08-14")])));
    assert_eq!(told.revision, home.diary.revision().unwrap());
    // A move in time is told on both days.
    let later = pressure("128/82", moment("2026-08-15T07:10", "Europe/London"));
    home.diary.amend(id, &later, "a day later", Author::HOUSEHOLD, false).unwrap();
    let told = changed(events.next());
    assert_eq!(told.days, BTreeSet::from([date("2026-08-14"), date("2026-08-15")]));
    // One event for a batch, and none for what was known, refused or rolled back.
    home.diary.receive(&[incoming(1, b"one", "128/82"), incoming(2, b"two", "128/82")]).unwrap();
    assert_eq!(changed(events.next()).entries.len(), 2);
    home.diary.receive(&[incoming(1, b"one", "128/82")]).unwrap();
    home.diary.add(&morning("82/128"), Author::HOUSEHOLD, false).unwrap_err();
    home.diary.amend(id, &later, "again", Author::HOUSEHOLD, false).unwrap_err();
    assert_eq!(events.try_next(), None);
    home.diary.erase(id, Author::HOUSEHOLD).unwrap();
    let told = changed(events.try_next());
    assert_eq!((told.entries, told.days), (BTreeSet::from([id]), BTreeSet::from([date("2026-08-15")])));
    let before = home.diary.revision().unwrap();
    drop(subscription);
    home.diary
        .add(&note("unheard", moment("2026-08-14T08:00", "Europe/London")), Author::HOUSEHOLD, false)
        .unwrap();
    assert_eq!(events.next(), None);
    // Over sessions too.
    assert!(home.reopened().diary.revision().unwrap() > before);
}

#[test]
fn who_is_behind_is_told_to_look_again_and_then_what_comes_after() {
    let home = home();
    let (_subscription, events) = home.diary.subscribe();
    let (_other, others) = home.diary.subscribe();
    let mut count = 0;
    for minute in 0..100 {
        let at = moment(&format!("2026-08-14T07:{:02}", minute % 60), "Europe/London");
        home.diary.add(&pressure("128/82", at), Author::HOUSEHOLD, false).unwrap();
        // One subscriber keeps up.
        while let Some(Event::Changed(_)) = others.try_next() {
            count += 1;
        }
    }
    assert_eq!(count, 100);
    assert_eq!(events.next(), Some(Event::LookAgain));
    assert_eq!(events.try_next(), None);
    let id = home.diary.add(&morning("129/82"), Author::HOUSEHOLD, false).unwrap();
    assert_eq!(changed(events.next()).entries, BTreeSet::from([id]));
    let many: Vec<Incoming> = (0..1001_u32)
        .map(|at| {
            let mut one = incoming(0, &at.to_be_bytes(), "128/82");
            let mut id = [9; 16];
            id[..4].copy_from_slice(&at.to_be_bytes());
            one.id = OperationId::from_bytes(id);
            one
        })
        .collect();
    home.diary.receive(&many).unwrap();
    assert_eq!((events.next(), events.try_next()), (Some(Event::LookAgain), None));
}

#[test]
fn a_subscriber_that_panics_asks_or_goes_away_harms_no_writer() {
    let home = home();
    let add = || home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    let (subscription, events) = home.diary.subscribe();
    let (_quiet, dropped) = home.diary.subscribe();
    drop(dropped);
    thread::scope(|scope| {
        let listener = scope.spawn(|| {
            // It asks the diary that told it, and then breaks while it holds the events.
            let told = changed(events.next());
            assert!(home.diary.entry(*told.entries.first().unwrap()).unwrap().is_some());
            let broken = catch_unwind(AssertUnwindSafe(|| {
                events.next();
                panic!("a screen that breaks")
            }));
            assert!(broken.is_err());
            changed(events.next())
        });
        let (_, _, last) = (add(), add(), add());
        assert_eq!(listener.join().unwrap().entries, BTreeSet::from([last]));
    });
    drop((subscription, events));
    add();
    home.diary.verify().unwrap();
}

/// Several write at once: revisions only rise, each entry is told once, and what is told is there.
#[test]
fn events_of_several_writers_come_in_the_order_of_their_revisions() {
    let home = home();
    let (subscription, events) = home.diary.subscribe();
    let (told, written) = thread::scope(|scope| {
        let listener = scope.spawn(|| {
            let (mut before, mut told) = (0, BTreeSet::new());
            while let Some(event) = events.next() {
                let changed = changed(Some(event));
                assert!(changed.revision > before, "{} after {before}", changed.revision);
                before = changed.revision;
                for id in &changed.entries {
                    assert!(home.diary.entry(*id).unwrap().is_some());
                    assert!(told.insert(*id));
                }
                assert!(home.diary.revision().unwrap() >= before);
            }
            told
        });
        let writers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let add = |_| home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
                    (0..15).map(add).collect::<Vec<_>>()
                })
            })
            .collect();
        let written: BTreeSet<EntryId> = writers.into_iter().flat_map(|one| one.join().unwrap()).collect();
        drop(subscription);
        (listener.join().unwrap(), written)
    });
    assert_eq!(told, written);
}

/// Whoever listens keeps no diary alive: its events end with it, although the subscription goes on.
#[test]
fn events_end_with_the_diary() {
    let home = home();
    let (subscription, events) = home.diary.subscribe();
    home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    drop(home);
    assert!(events.next().is_some());
    assert_eq!(events.next(), None);
    drop(subscription);
}
