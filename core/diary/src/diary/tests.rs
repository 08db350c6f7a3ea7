//! A diary against typing mistakes, corrections, resends, journeys and tampering.

mod events;
mod media;
mod pages;
mod search;
mod statistics;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;

use super::operation::{AMEND, Amended, VERSION};
use super::*;
use crate::cbor;
use crate::id::{EntryId, FileId, OperationId, PersonId};
use crate::journal::{Author, Change, Journal, JournalError, WhatIsWrong, Writer};
use crate::testing::{FixedClock, SeededEntropy};
use crate::time::{CivilDate, Evidence, Moment, Occurrence, Zone};

mod beside;
mod erase;
mod heads;
mod profile;
mod refused;
mod union;
mod versions;

pub(super) const KEY: [u8; 32] = [5; 32];
const FILE: FileId = FileId::from_bytes([8; 16]);
const ANA: PersonId = PersonId::from_bytes([4; 16]);

/// A journal of the writer with this seed; randomness is never drawn twice.
pub(super) fn journal(clock: &Arc<FixedClock>, seed: u8) -> Journal {
    static RUN: AtomicU64 = AtomicU64::new(1 << 32);
    Journal::new(
        FILE,
        Arc::new(Writer::from_seed(&[seed; 32])),
        Arc::clone(clock) as _,
        Arc::new(SeededEntropy::new(RUN.fetch_add(1, Ordering::Relaxed))),
    )
}

pub(super) struct Home {
    pub(super) folder: tempfile::TempDir,
    pub(super) clock: Arc<FixedClock>,
    pub(super) diary: Diary,
}

/// Its file.
pub(super) fn path_of(home: &Home) -> std::path::PathBuf {
    home.folder.path().join("diary.1.db")
}

pub(super) fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::new(1_790_000_000_000, "Europe/London"));
    let path = folder.path().join("diary.1.db");
    let diary = Diary::create(&path, &KEY, ANA, journal(&clock, 1)).unwrap();
    Home { folder, clock, diary }
}

impl Home {
    pub(super) fn reopened(self) -> Self {
        let Self { folder, clock, diary } = self;
        diary.close().unwrap();
        let diary = Diary::open(&folder.path().join("diary.1.db"), &KEY, journal(&clock, 1)).unwrap();
        Self { folder, clock, diary }
    }
}

pub(super) fn moment(civil: &str, zone: &str) -> Moment {
    let zone = Zone::parse(zone).unwrap();
    Moment::typed(civil.parse().unwrap(), &zone, Evidence::PhoneSetting, Occurrence::Ask).unwrap()
}

fn pressure(text: &str, at: Moment) -> Content {
    let mut content = Content::new(kind::BLOOD_PRESSURE.number, at, Source::Typed);
    for (field, value) in parse_blood_pressure(text).unwrap() {
        content.set(field, value);
    }
    content
}

fn morning(text: &str) -> Content {
    pressure(text, moment("2026-08-14T07:10", "Europe/London"))
}

fn date(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn top(entry: &Entry) -> String {
    entry.content.number(kind::SYSTOLIC).unwrap().0.to_string()
}

#[test]
fn an_entry_is_found_on_its_own_day_after_reopening() {
    let home = home();
    let id = home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    let home = home.reopened();
    let day = home.diary.day(date("2026-08-14")).unwrap();
    assert_eq!(day.len(), 1);
    assert_eq!((day[0].id, top(&day[0]).as_str(), day[0].amended), (id, "128", false));
    assert!(home.diary.day(date("2026-08-13")).unwrap().is_empty());
    assert_eq!(home.diary.verify().unwrap().operations, 2);
}

#[test]
fn a_correction_keeps_what_was() {
    let home = home();
    let id = home.diary.add(&morning("182/82"), Author::HOUSEHOLD, false).unwrap();
    home.clock.advance_ms(60_000);
    home.diary.amend(id, &morning("128/82"), "digits swapped", Author::HOUSEHOLD, false).unwrap();
    let home = home.reopened();
    let entry = home.diary.entry(id).unwrap().unwrap();
    assert_eq!((top(&entry).as_str(), entry.amended, entry.pair), ("128", true, false));
    let history = home.diary.history(id).unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[0].content, morning("182/82"));
    assert_eq!(history[0].reason, None);
    assert_eq!(history[1].reason.as_deref(), Some("digits swapped"));
    assert_eq!(history[1].at_ms, history[0].at_ms + 60_000);
    home.diary.verify().unwrap();
}

#[test]
fn a_correction_without_a_reason_or_a_change_is_refused() {
    let home = home();
    let id = home.diary.add(&morning("128/82"), Author::HOUSEHOLD, false).unwrap();
    let amend = |content: &Content, reason| home.diary.amend(id, content, reason, Author::HOUSEHOLD, false);
    assert_eq!(amend(&morning("129/82"), "  ").unwrap_err(), DiaryError::NoReason);
    assert_eq!(amend(&morning("128/82"), "same").unwrap_err(), DiaryError::NothingToAmend);
    let note = Content { kind: kind::NOTE.number, values: Vec::new(), ..morning("128/82") };
    assert_eq!(amend(&note, "other kind").unwrap_err(), DiaryError::OtherKind);
    let other = EntryId::from_bytes([0; 16]);
    assert_eq!(
        home.diary.amend(other, &morning("129/82"), "why", Author::HOUSEHOLD, false).unwrap_err(),
        DiaryError::NoSuchEntry
    );
    assert_eq!(home.diary.history(id).unwrap().len(), 1);
}

#[test]
fn what_cannot_be_right_is_refused_and_what_is_unusual_is_asked() {
    let home = home();
    let add = |content: &Content, confirmed| home.diary.add(content, Author::HOUSEHOLD, confirmed);
    assert_eq!(add(&morning("82/128"), true).unwrap_err(), DiaryError::Doubtful(Doubt::Swapped));
    assert!(matches!(
        add(&morning("1280/82"), true).unwrap_err(),
        DiaryError::Doubtful(Doubt::Impossible { field: "top number", .. })
    ));
    assert!(matches!(
        add(&morning("230/82"), false).unwrap_err(),
        DiaryError::Doubtful(Doubt::Unusual { field: "top number", .. })
    ));
    let empty = Content { values: Vec::new(), ..morning("128/82") };
    assert!(matches!(
        add(&empty, true).unwrap_err(),
        DiaryError::Doubtful(Doubt::Missing { field: "top number" })
    ));
    assert_eq!(home.diary.count().unwrap(), 0);
    add(&morning("230/82"), true).unwrap();
    add(&morning("17.1/10.9 kPa"), false).unwrap();
    assert_eq!(home.diary.count().unwrap(), 2);
}

fn incoming(id: u8, record: &[u8], text: &str) -> Incoming {
    Incoming {
        id: OperationId::from_bytes([id; 16]),
        record: record.to_vec(),
        content: morning(text),
        raw: record.to_vec(),
    }
}

#[test]
fn a_record_that_comes_again_is_one_entry() {
    let home = home();
    let first = home.diary.receive(&[incoming(1, b"one", "128/82"), incoming(2, b"two", "128/82")]).unwrap();
    assert!(first.iter().all(|arrival| matches!(arrival, Arrival::New(_))));
    // The same hand-on again, and the same record with another id, as a cuff that resends its memory brings it.
    let again =
        [incoming(1, b"one", "128/82"), incoming(3, b"two", "128/82"), incoming(4, b"three", "128/82")];
    let again = home.diary.receive(&again).unwrap();
    assert!(matches!(again[..], [Arrival::Known, Arrival::Known, Arrival::New(_)]));
    assert_eq!(home.diary.count().unwrap(), 3);
    assert_eq!(home.diary.raw(EntryId::from_bytes([1; 16])).unwrap().unwrap(), b"one");
    home.diary.verify().unwrap();
}

#[test]
fn a_devices_impossible_value_is_kept() {
    let home = home();
    assert!(matches!(home.diary.receive(&[incoming(1, b"one", "72/81")]).unwrap()[..], [Arrival::New(_)]));
}

#[test]
fn a_journey_moves_no_entry() {
    let home = home();
    home.diary
        .add(&pressure("128/82", moment("2026-08-14T23:30", "Europe/London")), Author::HOUSEHOLD, false)
        .unwrap();
    home.diary
        .add(&pressure("130/84", moment("2026-08-14T21:00", "America/New_York")), Author::HOUSEHOLD, false)
        .unwrap();
    let before = home.diary.entries().unwrap();
    home.clock.travel("Pacific/Auckland");
    let home = home.reopened();
    assert_eq!(home.diary.entries().unwrap(), before);
    assert_eq!(home.diary.day(date("2026-08-14")).unwrap().len(), 2);
    assert_eq!(home.diary.first_and_last_day().unwrap(), Some((date("2026-08-14"), date("2026-08-14"))));
}

/// Two phones correct the same entry and do not know of each other: the greater shows, and it is marked.
#[test]
fn two_corrections_that_do_not_know_each_other_are_a_marked_pair() {
    let home = home();
    let id = home.diary.add(&morning("182/82"), Author::HOUSEHOLD, false).unwrap();
    let other = journal(&home.clock, 2);
    home.clock.advance_ms(1000);
    home.diary.amend(id, &morning("128/82"), "one phone", Author::HOUSEHOLD, false).unwrap();
    home.clock.advance_ms(1000);
    other
        .write::<_, DiaryError>(&home.diary.store, |tx| {
            let amended = Amended { entry: id, replaces: vec![id.into()], content: morning("129/82") };
            let (seq, ..) = tx.append(Change {
                id: None,
                kind: AMEND,
                version: VERSION,
                author: Author::HOUSEHOLD,
                body: cbor::encode(&amended),
                reason: Some("other phone".into()),
                raw: None,
            })?;
            let entry = file::seq_of(tx.tx(), id)?;
            project::amend(tx.tx(), seq, entry)
        })
        .unwrap();
    let entry = home.diary.entry(id).unwrap().unwrap();
    assert_eq!((top(&entry).as_str(), entry.pair), ("129", true));
    home.diary.verify().unwrap();
    // A third correction knows both and settles it.
    home.diary.amend(id, &morning("127/82"), "settled", Author::HOUSEHOLD, false).unwrap();
    let entry = home.diary.entry(id).unwrap().unwrap();
    assert_eq!((top(&entry).as_str(), entry.pair), ("127", false));
    home.diary.verify().unwrap();
}

#[test]
fn a_table_that_says_something_else_than_the_journal_is_named() {
    for tampering in [
        "UPDATE entries SET day = day + 1",
        "UPDATE entries SET sort_ms = 0",
        "UPDATE entries SET latest = id",
        "DELETE FROM identities",
        "DELETE FROM amendments",
    ] {
        let home = home();
        let id = home.diary.add(&morning("182/82"), Author::HOUSEHOLD, false).unwrap();
        home.diary.amend(id, &morning("128/82"), "why", Author::HOUSEHOLD, false).unwrap();
        home.diary.receive(&[incoming(1, b"one", "128/82")]).unwrap();
        home.diary.verify().unwrap();
        home.diary.store.write(|tx| tx.execute(tampering, [])).unwrap();
        match home.diary.verify() {
            Err(DiaryError::Journal(JournalError::Fault(fault))) => {
                assert_eq!(fault.what, WhatIsWrong::Projection, "{tampering}");
            }
            other => panic!("{tampering}: {other:?}"),
        }
    }
}

#[derive(Debug, Clone)]
enum Step {
    Add(u8, u8),
    Amend(u8, u8),
    Receive(u8, u8),
    Erase(u8),
    Reopen,
    Wait(u16),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (any::<u8>(), any::<u8>()).prop_map(|(value, hour)| Step::Add(value, hour)),
        3 => (any::<u8>(), any::<u8>()).prop_map(|(which, value)| Step::Amend(which, value)),
        3 => (0_u8..12, any::<u8>()).prop_map(|(record, value)| Step::Receive(record, value)),
        1 => any::<u8>().prop_map(Step::Erase),
        1 => Just(Step::Reopen),
        1 => any::<u16>().prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Any sequence of changes gives what a simple list of latest values gives, and the tables equal a rebuild.
    #[test]
    fn a_diary_equals_its_model(steps in prop::collection::vec(step(), 1..40)) {
        let mut home = home();
        let mut model: Vec<(EntryId, Content)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        let mut ids = std::collections::BTreeSet::new();
        for step in steps {
            match step {
                Step::Add(value, hour) => {
                    let at = moment(&format!("2026-08-{:02}T{:02}:00", 1 + value % 28, hour % 24), "Europe/London");
                    let content = pressure(&format!("{}/60", 70 + u16::from(value % 100)), at);
                    let id = home.diary.add(&content, Author::HOUSEHOLD, true).unwrap();
                    model.push((id, content));
                }
                Step::Amend(which, value) => {
                    let Some(at) = usize::from(which).checked_rem(model.len()) else { continue };
                    let (id, now) = model[at].clone();
                    let mut content = now.clone();
                    content.note = Some(format!("note {value}"));
                    let amended = home.diary.amend(id, &content, "model", Author::HOUSEHOLD, true);
                    prop_assert_eq!(amended.is_ok(), content != now);
                    model[at].1 = content;
                }
                Step::Receive(record, value) => {
                    let content = morning(&format!("{}/60", 70 + u16::from(value % 100)));
                    let id = OperationId::random(&SeededEntropy::new(u64::from(value) * 256 + u64::from(record))).unwrap();
                    // What was erased is known too.
                    let known = !ids.insert(id) || !seen.insert(record);
                    let incoming = Incoming { id, record: vec![record], content: content.clone(), raw: vec![record] };
                    let arrived = home.diary.receive(&[incoming]).unwrap();
                    prop_assert_eq!(arrived[0] == Arrival::Known, known);
                    if !known {
                        model.push((id.into(), content));
                    }
                }
                Step::Erase(which) => {
                    let Some(at) = usize::from(which).checked_rem(model.len()) else { continue };
                    let (id, _) = model.remove(at);
                    home.diary.erase(id, Author::HOUSEHOLD).unwrap();
                    prop_assert_eq!(home.diary.history(id).unwrap_err(), DiaryError::Erased);
                }
                Step::Reopen => home = home.reopened(),
                Step::Wait(seconds) => home.clock.advance_ms(i64::from(seconds) * 1000),
            }
        }
        let mut found: Vec<_> = home.diary.entries().unwrap().into_iter().map(|entry| (entry.id, entry.content)).collect();
        found.sort_by_key(|(id, _)| *id);
        model.sort_by_key(|(id, _)| *id);
        prop_assert_eq!(found, model);
        home.diary.verify().unwrap();
    }
}

/// A person's slip is asked about also where a device's value stood before; the device's own doubtful value is not.
#[test]
fn a_correction_of_a_devices_value_is_looked_at() {
    let home = home();
    let mut device = incoming(1, b"record", "128/82");
    device.content.source = from_device();
    let mut odd = incoming(2, b"odd", "400/82");
    odd.content.source = from_device();
    let arrivals = home.diary.receive(&[device.clone(), odd.clone()]).unwrap();
    let [Arrival::New(good), Arrival::New(odd_entry)] = arrivals[..] else { panic!("{arrivals:?}") };
    let amend = |entry, content: &Content| home.diary.amend(entry, content, "typo", Author::HOUSEHOLD, false);
    let with = |incoming: &Incoming, text: &str| {
        let source = incoming.content.source.clone();
        Content { source, ..pressure(text, incoming.content.moment.clone()) }
    };
    let refused = amend(good, &with(&device, "1280/82")).unwrap_err();
    assert!(
        matches!(refused, DiaryError::Doubtful(Doubt::Impossible { field: "top number", .. })),
        "{refused:?}"
    );
    let asked = amend(good, &with(&device, "225/82")).unwrap_err();
    assert!(matches!(asked, DiaryError::Doubtful(Doubt::Unusual { .. })), "{asked:?}");
    // A note, or a time, beside a value that stands as it came.
    let mut noted = odd.content.clone();
    noted.note = Some("the cuff had slipped".into());
    amend(odd_entry, &noted).unwrap();
    // And nobody makes a device say what it did not: where a reading came from is no matter of correction.
    let other = Content { source: Source::Typed, ..with(&device, "129/82") };
    assert_eq!(amend(good, &other).unwrap_err(), DiaryError::OtherSource);
}

fn from_device() -> Source {
    Source::Device(Provenance {
        device: crate::id::DeviceId::from_bytes([1; 16]),
        model: "a cuff".into(),
        decoder: 1,
        how: "exact".into(),
        cause: None,
        shift_ms: None,
    })
}
