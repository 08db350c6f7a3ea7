//! No reading whose bytes reached the phone is lost or doubled: from the device's memory into people's diaries, with the
//! link cut and the process ended at every step.

#![expect(clippy::unwrap_used, reason = "a step of a test that fails ends the test")]

use std::collections::BTreeMap;

use diary_core::device::{Outcome, Received};
use diary_core::household::{Handing, Household, RawReading, WhyWaiting};
use diary_sim::{Faults, Peripheral, by_name};
use diary_tests::{EVENING_MS, Home, Pairing, long};

const HOUR_MS: i64 = 3_600_000;

fn device(name: &str) -> Box<dyn Peripheral> {
    by_name(name, EVENING_MS, HOUR_MS).unwrap()
}

/// How often each frame of the two people's is in a diary, and how many wait because their user is not known.
fn stored(household: &Household, pairing: &Pairing) -> (BTreeMap<Vec<u8>, usize>, usize) {
    let mut frames = BTreeMap::new();
    for person in [pairing.first, pairing.second] {
        let diary = household.diary(person).unwrap();
        for entry in diary.entries().unwrap() {
            let raw = RawReading::from_bytes(&diary.raw(entry.id).unwrap().unwrap()).unwrap();
            *frames.entry(Received::from_bytes(&raw.record).unwrap().bytes).or_default() += 1;
        }
    }
    let waiting = household.hand_on(Handing::Owned).unwrap().waiting;
    let unknown = waiting.iter().filter(|waiting| waiting.why == WhyWaiting::UserUnknown).count();
    assert_eq!(unknown, waiting.len(), "nothing else waits: {waiting:?}");
    (frames, unknown)
}

/// Synchronises until the device has nothing left to give, then compares what is stored with what was ever measured.
fn finish_and_compare(
    home: &Home,
    household: &Household,
    pairing: &Pairing,
    device: &mut dyn Peripheral,
    in_window: &[Vec<u8>],
    case: &str,
) {
    let mut session = 100;
    loop {
        session += 1;
        home.clock.advance_ms(60_000);
        let report = home.sync(household, pairing.device, device, [session; 16], &Faults::default());
        if matches!(report.outcome, Some(Outcome::Complete { .. })) {
            break;
        }
        assert!(session < 110, "{case}: the device never finishes: {:?}", report.outcome);
    }
    household.hand_on(Handing::Owned).unwrap();
    let (frames, waiting) = stored(household, pairing);
    let is_unknown = |slot: Option<u8>| slot.is_some_and(|slot| slot > 1);
    let resends = device.memory().remaining().next().is_some();
    for taken in device.memory().taken().iter().filter(|taken| !is_unknown(taken.slot)) {
        let times = frames.get(&taken.bytes).copied().unwrap_or(0);
        // Confirmed by the system and cut off before anyone saw it: the one loss that no program can prevent, and
        // none at all with a device that sends its memory again.
        let excused = !resends && in_window.contains(&taken.bytes);
        assert!(times == 1 || (times == 0 && excused), "{case}: {times} times: {:02x?}", taken.bytes);
    }
    let known = device.memory().taken().iter().filter(|taken| !is_unknown(taken.slot)).count();
    assert!(frames.len() <= known, "{case}: something that no device sent");
    let unknown = device.memory().taken().iter().filter(|taken| is_unknown(taken.slot)).count();
    assert_eq!(waiting, unknown, "{case}: what is nobody's waits");
    assert_eq!(household.verify().unwrap().findings, [], "{case}");
}

/// A household with a paired device, ready to be copied for each case, and the number of steps of a quiet run.
fn template(name: &str) -> (Home, Pairing, u64) {
    let home = Home::new();
    let household = home.unlock();
    let pairing = home.pair(&household, &mut *device(name));
    let mut rehearsal = device(name);
    let copy = {
        household.close().unwrap();
        home.copied()
    };
    let household = copy.unlock();
    let report = copy.sync(&household, pairing.device, &mut *rehearsal, [2; 16], &Faults::default());
    assert!(matches!(report.outcome, Some(Outcome::Complete { .. })), "{:?}", report.outcome);
    finish_and_compare(&copy, &household, &pairing, &mut *rehearsal, &[], name);
    home.clock.advance_ms(0);
    (home, pairing, report.steps)
}

/// In the short form every seventh step; `tests/run --long` takes every one.
fn steps(all: u64) -> impl Iterator<Item = u64> {
    (0..all).step_by(if long() { 1 } else { 7 })
}

fn cut_everywhere(name: &str) {
    let (home, pairing, all) = template(name);
    for step in steps(all) {
        let home = home.copied();
        let household = home.unlock();
        let mut device = device(name);
        let faults = Faults { cut_at: vec![step], ..Faults::default() };
        let report = home.sync(&household, pairing.device, &mut *device, [3; 16], &faults);
        let case = format!("{name}, link cut at step {step}");
        finish_and_compare(&home, &household, &pairing, &mut *device, &report.in_window, &case);
    }
}

/// The process ends at a step; what it held in memory is gone, and another one goes on from the files.
fn kill_everywhere(name: &str) {
    let (home, pairing, all) = template(name);
    for step in steps(all) {
        let home = home.copied();
        let mut device = device(name);
        let household = home.unlock();
        let faults = Faults { drop_process_at: Some(step), ..Faults::default() };
        let report = home.sync(&household, pairing.device, &mut *device, [3; 16], &faults);
        // As a kill leaves it: no close, no hand-on.
        drop(household);
        let household = home.unlock();
        let case = format!("{name}, process ended at step {step}");
        finish_and_compare(&home, &household, &pairing, &mut *device, &report.in_window, &case);
    }
}

#[test]
fn a_cuff_that_forgets_loses_nothing_when_the_link_is_cut() {
    cut_everywhere("and");
}

#[test]
fn a_cuff_of_two_users_loses_nothing_when_the_link_is_cut() {
    cut_everywhere("beurer");
}

#[test]
fn an_oximeter_loses_nothing_when_the_link_is_cut() {
    cut_everywhere("nonin");
}

#[test]
fn a_cuff_that_forgets_loses_nothing_when_the_process_ends() {
    kill_everywhere("and");
}

#[test]
fn a_cuff_of_two_users_loses_nothing_when_the_process_ends() {
    kill_everywhere("beurer");
}

#[test]
fn an_oximeter_loses_nothing_when_the_process_ends() {
    kill_everywhere("nonin");
}
