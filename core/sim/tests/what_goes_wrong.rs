//! Each fault of the simulator, and what a session makes of it.

use diary_core::device::{AttError, Mode, Outcome, Profile, Proof, Received, Session, What, models, wire};
use diary_sim::{
    ClockJump, Cuff, CuffClass, Faults, Garbage, Late, NoninLike, Peripheral, Pressures, RunReport, SimClock,
    Truncate, Unending, run,
};

const NOW: i64 = 1_795_435_200_000;

fn sync(device: &mut dyn Peripheral, faults: &Faults) -> (RunReport, Vec<Received>) {
    let profile = models::find(device.name()).map_or_else(|| Profile::sync([]), Profile::sync_with);
    assert_eq!(profile.mode, Mode::Sync);
    let mut stored = Vec::new();
    let report = run(
        &mut Session::new(profile, [1; 16]),
        device,
        &SimClock::new(NOW, "Europe/London"),
        &mut |item| {
            stored.push(item);
            Ok(())
        },
        faults,
        &mut |_| {},
    );
    assert_eq!(report.forbidden_writes().count(), 0);
    (report, stored)
}

/// A cuff with three readings, an hour apart.
fn cuff(class: CuffClass) -> Cuff {
    let mut cuff = Cuff::new(class);
    for number in 0..3 {
        cuff.take(NOW - (3 - i64::from(number)) * 3_600_000, 0, Pressures::new(120 + number, 80, 60));
    }
    cuff
}

fn oximeter() -> NoninLike {
    let mut oximeter = NoninLike::new();
    for number in 0..3 {
        oximeter.take(NOW - (3 - i64::from(number)) * 3_600_000, 960 + number, 600);
    }
    oximeter
}

fn records(stored: &[Received]) -> Vec<&[u8]> {
    stored.iter().filter(|item| item.what == What::Record).map(|item| &*item.bytes).collect()
}

fn taken(device: &dyn Peripheral) -> Vec<&[u8]> {
    device.memory().taken().iter().map(|taken| &*taken.bytes).collect()
}

#[test]
fn every_class_gives_all_it_has_and_forgets_what_its_class_forgets() {
    for class in CuffClass::ALL {
        let mut cuff = cuff(class);
        let (report, stored) = sync(&mut cuff, &Faults::default());
        assert!(
            matches!(report.outcome, Some(Outcome::Complete { records: 3, .. })),
            "{class:?}: {report:?}"
        );
        assert_eq!(records(&stored), taken(&cuff), "{class:?}");
        assert_eq!(cuff.memory().remaining().count(), if class.forgets() { 0 } else { 3 }, "{class:?}");
        assert!(stored.iter().any(|item| matches!(item.what, What::ClockPair { .. })), "{class:?}");
    }
}

#[test]
fn a_cuff_that_wants_to_be_paired_is_and_one_that_refuses_keeps_all() {
    for class in [CuffClass::Omron, CuffClass::BeurerBm54, CuffClass::SanitasSbm67] {
        let mut refusing = cuff(class);
        refusing.set_refuses_pairing(true);
        let (report, stored) = sync(&mut refusing, &Faults::default());
        assert_eq!(report.outcome, Some(Outcome::Refused(AttError::INSUFFICIENT_AUTHENTICATION)));
        assert!(records(&stored).is_empty());
        assert_eq!(refusing.memory().remaining().count(), 3);
        // In its pairing mode it agrees, and after a lost bond again.
        refusing.set_refuses_pairing(false);
        for _ in 0..2 {
            let (report, _) = sync(&mut refusing, &Faults::default());
            assert!(matches!(report.outcome, Some(Outcome::Complete { .. })), "{class:?}");
            refusing.lose_bond();
        }
    }
    let mut oximeter = oximeter();
    oximeter.set_paired_only(true);
    let (report, _) = sync(&mut oximeter, &Faults::default());
    assert_eq!(report.outcome, Some(Outcome::Refused(AttError::INSUFFICIENT_AUTHENTICATION)));
    assert_eq!(oximeter.memory().remaining().count(), 3);
}

#[test]
fn what_is_heard_twice_is_handed_on_twice_and_known_by_its_bytes() {
    let mut cuff = cuff(CuffClass::And);
    let (report, stored) = sync(&mut cuff, &Faults { duplicate: vec![2], ..Faults::default() });
    let all = taken(&cuff);
    assert_eq!(records(&stored), [all[0], all[1], all[1], all[2]]);
    assert!(report.in_window.is_empty());
}

/// The answer "all reported" overtakes the last record: both arrive, and the count proves it.
#[test]
fn an_answer_that_overtakes_a_record_ends_nothing_early() {
    let mut oximeter = oximeter();
    let faults = Faults { late: vec![Late { record: 3, ms: 1_500 }], ..Faults::default() };
    let (report, stored) = sync(&mut oximeter, &faults);
    let expected = Outcome::Complete { proof: Proof::RacpCount, records: 3, announced: Some(3) };
    assert_eq!((report.outcome, records(&stored)), (Some(expected), taken(&oximeter)));
}

/// Later than every silence: the session is over, and the record is stored all the same.
#[test]
fn a_record_later_than_the_end_is_stored_all_the_same() {
    let mut cuff = cuff(CuffClass::BeurerBm85);
    let faults = Faults { late: vec![Late { record: 3, ms: 90_000 }], ..Faults::default() };
    let (report, stored) = sync(&mut cuff, &faults);
    assert!(report.outcome.is_some());
    assert_eq!(records(&stored), taken(&cuff));
}

#[test]
fn short_and_senseless_frames_are_kept_as_they_came() {
    let mut cuff = cuff(CuffClass::And);
    let faults = Faults {
        truncate: vec![Truncate { record: 2, bytes: 5 }],
        garbage: vec![Garbage { before: 3, bytes: vec![0xFF, 0x00] }, Garbage { before: 1, bytes: vec![] }],
        ..Faults::default()
    };
    let (report, stored) = sync(&mut cuff, &faults);
    let all = taken(&cuff);
    assert_eq!(records(&stored), [&[][..], all[0], &all[1][..5], &[0xFF, 0x00], all[2]]);
    assert_eq!(report.altered, [(all[1].to_vec(), all[1][..5].to_vec())]);
}

#[test]
fn a_device_that_never_ends_is_left_with_all_it_had() {
    let mut chatters = cuff(CuffClass::And);
    chatters.set_unending(Unending::Chatters);
    let (report, stored) = sync(&mut chatters, &Faults::default());
    assert_eq!(report.outcome, Some(Outcome::Complete { proof: Proof::Quiet, records: 3, announced: None }));
    assert_eq!(records(&stored), taken(&chatters));

    let mut repeats = cuff(CuffClass::BeurerBm85);
    repeats.set_unending(Unending::Repeats);
    let (report, stored) = sync(&mut repeats, &Faults::default());
    let Some(Outcome::Unending { records: came }) = report.outcome else { panic!("{:?}", report.outcome) };
    // Half an hour of one record each three seconds.
    assert!((500..700).contains(&came), "{came}");
    assert_eq!(records(&stored)[..3], taken(&repeats));
}

#[test]
fn a_clock_that_jumps_in_the_middle_changes_no_record() {
    let mut cuff = cuff(CuffClass::And);
    let faults = Faults { clock_jumps: vec![ClockJump { after: 1, ms: 3_600_000 }], ..Faults::default() };
    let (report, stored) = sync(&mut cuff, &faults);
    assert!(matches!(report.outcome, Some(Outcome::Complete { records: 3, .. })));
    assert_eq!(records(&stored), taken(&cuff));
    assert_eq!(cuff.clock_sets(), 1);
}

#[test]
fn a_full_memory_loses_its_oldest_and_says_so() {
    let mut cuff = cuff(CuffClass::And);
    cuff.set_capacity(2);
    cuff.take(NOW - 60_000, 0, Pressures::new(141, 91, 70));
    let (_, stored) = sync(&mut cuff, &Faults::default());
    assert_eq!(records(&stored), taken(&cuff)[2..]);
    assert_eq!(cuff.memory().overwritten().count(), 2);
}

/// Nothing but the three requests to count, to report and to end a report; a test that could not see another would be
/// none.
#[test]
fn a_write_that_is_not_allowed_is_seen() {
    let report = RunReport {
        writes: vec![
            (wire::RECORD_ACCESS, vec![4, 1]),
            (wire::RECORD_ACCESS, vec![2, 1]),
            (wire::DATE_TIME, vec![]),
        ],
        ..RunReport::default()
    };
    assert_eq!(report.forbidden_writes().count(), 2);
}
