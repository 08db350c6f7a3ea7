//! What was taken is stored, still in the device, or in the one window that no app can close.

use std::collections::{BTreeMap, BTreeSet};

use diary_core::device::{Mode, Outcome, Profile, Progress, Proof, Received, Session, What, models, wire};
use diary_sim::{
    Confirm, Cuff, CuffClass, Faults, NAMES, NoninLike, Peripheral, Pressures, RunReport, SimClock, by_name,
    frames, run,
};
use proptest::prelude::*;

const NOW: i64 = 1_795_435_200_000;
const HOUR: i64 = 3_600_000;
const SLOW: i64 = 73 * HOUR;
const READ: Pressures = Pressures { systolic: 131, diastolic: 84, mean: 99, pulse: 61 };

/// The devices, each with a few records, recorded frames among them. The order is that of [`forgets`].
fn device(which: usize) -> Box<dyn Peripheral> {
    match which {
        0 => {
            let mut cuff = Cuff::new(CuffClass::And);
            cuff.take_recorded(&frames::CUFF);
            cuff.take_recorded(&frames::CUFF_FAILED);
            cuff.take(NOW - HOUR, 0, READ);
            Box::new(cuff)
        }
        1 => {
            let mut cuff = Cuff::new(CuffClass::BeurerBm85);
            cuff.set_clock_ahead_ms(-SLOW);
            cuff.take_recorded(&frames::BM85_FIRST_USER);
            cuff.take_recorded(&frames::BM85_SECOND_USER);
            cuff.take(NOW - HOUR, 255, READ);
            Box::new(cuff)
        }
        _ => {
            let mut oximeter = NoninLike::new();
            oximeter.take_recorded(&frames::SPOT_CHECK);
            oximeter.take(NOW - 2 * HOUR, 964, 620);
            oximeter.take(NOW - HOUR, 971, 588);
            Box::new(oximeter)
        }
    }
}

fn forgets(which: usize) -> bool {
    which != 1
}

fn profile(device: &dyn Peripheral) -> Profile {
    models::find(device.name()).map_or_else(|| Profile::sync([]), Profile::sync_with)
}

struct Stored {
    items: Vec<Received>,
    sessions: u8,
}

impl Stored {
    fn new() -> Self {
        Self { items: Vec::new(), sessions: 0 }
    }

    fn sync(&mut self, device: &mut dyn Peripheral, faults: &Faults) -> RunReport {
        self.sessions += 1;
        let mut session = Session::new(profile(device), [self.sessions; 16]);
        let clock = SimClock::new(NOW, "Europe/London");
        let mut sink = |item| {
            self.items.push(item);
            Ok(())
        };
        let report = run(&mut session, device, &clock, &mut sink, faults, &mut |_| {});
        self.check_rules(&report);
        report
    }

    /// What holds in every run, whatever goes wrong.
    fn check_rules(&self, report: &RunReport) {
        for (uuid, bytes) in &report.writes {
            assert_eq!(*uuid, wire::RECORD_ACCESS);
            assert!([&[4u8, 1][..], &[1, 1], &[3, 0]].contains(&bytes.as_slice()), "{bytes:02X?}");
        }
        let mut arrivals = BTreeMap::<[u8; 16], Vec<u32>>::new();
        for item in &self.items {
            arrivals.entry(item.session).or_default().push(item.arrival);
        }
        for order in arrivals.values() {
            assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
        }
    }

    fn records(&self) -> impl Iterator<Item = &Vec<u8>> {
        self.items.iter().filter(|item| item.what == What::Record).map(|item| &item.bytes)
    }

    /// The sum of all places is what was ever taken, and nothing is stored that was not.
    fn assert_nothing_lost(&self, device: &dyn Peripheral, in_window: &[Vec<u8>], context: &str) {
        let taken: BTreeSet<&Vec<u8>> = device.memory().taken().iter().map(|taken| &taken.bytes).collect();
        let mut found: BTreeSet<&Vec<u8>> = self.records().collect();
        assert!(found.is_subset(&taken), "{context}: stored something never taken");
        found.extend(device.memory().remaining().map(|taken| &taken.bytes));
        found.extend(in_window);
        assert_eq!(found, taken, "{context}");
    }

    fn assert_none_twice(&self, context: &str) {
        let distinct: BTreeSet<&Vec<u8>> = self.records().collect();
        assert_eq!(distinct.len(), self.records().count(), "{context}: stored twice");
    }
}

fn complete(report: &RunReport) -> bool {
    matches!(report.outcome, Some(Outcome::Complete { .. }))
}

#[test]
fn without_faults_everything_arrives_with_the_right_proof() {
    let proofs = [(Proof::PeerEnded, None), (Proof::Quiet, None), (Proof::RacpCount, Some(3))];
    for (which, (proof, announced)) in proofs.into_iter().enumerate() {
        for confirm in [Confirm::BeforeDelivery, Confirm::AfterPersist] {
            let (mut device, mut stored) = (device(which), Stored::new());
            let report = stored.sync(&mut *device, &Faults { confirm, ..Faults::default() });
            let expected = Outcome::Complete { proof, records: 3, announced };
            assert_eq!(report.outcome, Some(expected), "{:?}", report.commands);
            let sent: Vec<_> = device.memory().sent().map(|taken| &taken.bytes).collect();
            assert_eq!(stored.records().collect::<Vec<_>>(), sent, "in the order sent, untouched");
            stored.assert_nothing_lost(&*device, &report.in_window, "no fault");
            assert!(report.in_window.is_empty());
        }
    }
}

#[test]
fn the_clock_is_stored_before_the_burst_where_it_can_be_read() {
    for which in [0, 1] {
        let (mut device, mut stored) = (device(which), Stored::new());
        stored.sync(&mut *device, &Faults::default());
        let first = stored.items.first().unwrap();
        let What::ClockPair { asked } = first.what else { panic!("{first:?}") };
        assert!((first.at.wall_ms - asked.wall_ms).unsigned_abs() <= 100);
        let behind = if which == 0 { 0 } else { SLOW };
        let middle = i64::midpoint(asked.wall_ms, first.at.wall_ms) - behind;
        let wall = frames::cuff_stamp(&[&[0; 7], &first.bytes[..7]].concat()).unwrap();
        // A pair is as exact as the device's second.
        assert!((wall.as_utc_seconds() * 1000 - middle).abs() <= 1_000);
    }
}

#[test]
fn cut_at_every_step() {
    for which in 0..3 {
        let steps = Stored::new().sync(&mut *device(which), &Faults::default()).steps;
        let mut windows = 0;
        for cut in 1..=steps {
            for queued_survive in [false, true] {
                let context = format!("device {which}, cut at {cut}, queued survive: {queued_survive}");
                let faults = Faults { cut_at: vec![cut], queued_survive, ..Faults::default() };
                let (mut device, mut stored) = (device(which), Stored::new());
                let report = stored.sync(&mut *device, &faults);
                // One session is enough: it connects again by itself.
                assert!(complete(&report), "{context}: {:?}", report.outcome);
                stored.assert_nothing_lost(&*device, &report.in_window, &context);
                assert!(report.in_window.len() <= 1, "{context}");
                windows += report.in_window.len();
                if queued_survive {
                    assert!(report.in_window.is_empty(), "{context}");
                } else if forgets(which) {
                    stored.assert_none_twice(&context);
                }
                if forgets(which) {
                    assert_eq!(device.memory().remaining().count(), 0, "{context}");
                } else {
                    // It sends everything again, so that even the window costs nothing.
                    let distinct: BTreeSet<_> = stored.records().collect();
                    assert_eq!(distinct.len(), 3, "{context}");
                }
                if which == 2 && !report.in_window.is_empty() {
                    // A device that counts shows what the window has cost.
                    let short =
                        Outcome::Complete { proof: Proof::RacpSuccess, records: 2, announced: Some(3) };
                    assert_eq!(report.outcome, Some(short), "{context}");
                }
            }
        }
        // Worth testing only if the window was met at all.
        assert!(windows > 0, "device {which}");
    }
}

/// The phone's Bluetooth is switched off and on again, for longer than any attempt to reconnect: one session is enough.
#[test]
fn bluetooth_is_switched_off_at_every_step() {
    for which in 0..3 {
        let steps = Stored::new().sync(&mut *device(which), &Faults::default()).steps;
        for off in 1..=steps {
            for (ends_unexplained, queued_survive) in [(false, false), (true, false), (true, true)] {
                let adapter_off_at = vec![off, off + 9, off + 21, off + 34, off + 40, off + 55, off + 67];
                let faults = Faults { adapter_off_at, ends_unexplained, queued_survive, ..Faults::default() };
                let context = format!("device {which}, {faults:?}");
                let (mut device, mut stored) = (device(which), Stored::new());
                let report = stored.sync(&mut *device, &faults);
                assert!(complete(&report), "{context}: {:?}", report.outcome);
                stored.assert_nothing_lost(&*device, &report.in_window, &context);
            }
        }
    }
}

/// It stays off, or the permission is withdrawn: the session says so, and the next one takes the rest over.
#[test]
fn bluetooth_goes_away_for_good_at_every_step() {
    for which in 0..3 {
        let steps = Stored::new().sync(&mut *device(which), &Faults::default()).steps;
        for gone in 1..=steps {
            let off = Faults { adapter_off_at: vec![gone], adapter_off_ms: 60 * 60_000, ..Faults::default() };
            let forbidden = Faults { permission_lost_at: Some(gone), ..Faults::default() };
            for faults in [off, forbidden] {
                let context = format!("device {which}, {faults:?}");
                let (mut device, mut stored) = (device(which), Stored::new());
                let report = stored.sync(&mut *device, &faults);
                let ended = matches!(
                    report.outcome,
                    Some(
                        Outcome::AdapterOff { .. } | Outcome::NotPermitted { .. } | Outcome::Complete { .. }
                    )
                );
                assert!(ended, "{context}: {:?}", report.outcome);
                stored.assert_nothing_lost(&*device, &report.in_window, &context);
                let in_window = report.in_window;
                assert!(complete(&stored.sync(&mut *device, &Faults::default())), "{context}");
                stored.assert_nothing_lost(&*device, &in_window, &context);
            }
        }
    }
}

#[test]
fn cut_at_every_pair_of_steps() {
    for which in [0, 2] {
        let once =
            Stored::new().sync(&mut *device(which), &Faults { cut_at: vec![20], ..Faults::default() }).steps;
        for first in 1..once {
            for second in first + 1..=once {
                let context = format!("device {which}, cut at {first} and {second}");
                let faults = Faults { cut_at: vec![first, second], ..Faults::default() };
                let (mut device, mut stored) = (device(which), Stored::new());
                let report = stored.sync(&mut *device, &faults);
                assert!(complete(&report), "{context}: {:?}", report.outcome);
                stored.assert_nothing_lost(&*device, &report.in_window, &context);
                stored.assert_none_twice(&context);
                assert!(report.in_window.len() <= 2, "{context}");
            }
        }
    }
}

#[test]
fn killed_at_every_step_and_run_again() {
    for which in 0..3 {
        for store_ms in [0, 40] {
            let plain = Faults { store_ms, ..Faults::default() };
            let steps = Stored::new().sync(&mut *device(which), &plain).steps;
            for kill in 1..=steps {
                let context = format!("device {which}, killed at {kill}, store takes {store_ms} ms");
                let faults = Faults { drop_process_at: Some(kill), ..plain.clone() };
                let (mut device, mut stored) = (device(which), Stored::new());
                let killed = stored.sync(&mut *device, &faults);
                assert_eq!(killed.outcome, None, "{context}");
                stored.assert_nothing_lost(&*device, &killed.in_window, &context);
                let in_window = killed.in_window;
                assert!(in_window.len() <= 1, "{context}");
                let again = stored.sync(&mut *device, &plain);
                assert!(complete(&again), "{context}: {:?}", again.outcome);
                stored.assert_nothing_lost(&*device, &in_window, &context);
            }
        }
    }
}

/// A device that is faster than the phone's callbacks widens the window: several records are confirmed and wait.
/// What the stack then forgets is more than one record; nothing else is lost, and nothing is stored twice.
#[test]
fn a_device_faster_than_the_callbacks_widens_the_window() {
    let mut widest = 0;
    for which in 0..3 {
        let plain = Faults { fast_device: true, ..Faults::default() };
        let steps = Stored::new().sync(&mut *device(which), &plain).steps;
        for cut in 1..=steps {
            let faults = Faults { cut_at: vec![cut], ..plain.clone() };
            let (mut device, mut stored) = (device(which), Stored::new());
            let report = stored.sync(&mut *device, &faults);
            stored.assert_nothing_lost(&*device, &report.in_window, &format!("device {which}, cut at {cut}"));
            widest = widest.max(report.in_window.len());
        }
    }
    assert!(widest > 1);
}

/// A bonded cuff pushes as soon as a link is up, while the app is still looking around.
#[test]
fn a_bonded_cuff_that_pushes_at_once_loses_nothing() {
    let bonded = || {
        let mut cuff = Cuff::new(CuffClass::And);
        cuff.keep_subscription();
        // The first synchronisation subscribes.
        assert!(complete(&Stored::new().sync(&mut cuff, &Faults::default())));
        cuff.take_recorded(&frames::CUFF);
        cuff.take(NOW - HOUR, 0, READ);
        cuff
    };
    let steps = Stored::new().sync(&mut bonded(), &Faults::default()).steps;
    for cut in 0..=steps {
        let (mut cuff, mut stored) = (bonded(), Stored::new());
        let report = stored.sync(&mut cuff, &Faults { cut_at: vec![cut], ..Faults::default() });
        assert!(complete(&report), "cut at {cut}: {:?}", report.outcome);
        stored.assert_nothing_lost(&cuff, &report.in_window, &format!("cut at {cut}"));
        assert_eq!(cuff.memory().remaining().count(), 0, "cut at {cut}");
    }
}

/// A store slower than every silence that the session waits for changes neither the records nor the proof.
#[test]
fn a_slow_store_changes_nothing() {
    let proofs = [(Proof::PeerEnded, None), (Proof::Quiet, None), (Proof::RacpCount, Some(3))];
    for (which, (proof, announced)) in proofs.into_iter().enumerate() {
        for confirm in [Confirm::BeforeDelivery, Confirm::AfterPersist] {
            for store_ms in [9_990, 12_000, 61_000] {
                let (mut device, mut stored) = (device(which), Stored::new());
                let report = stored.sync(&mut *device, &Faults { confirm, store_ms, ..Faults::default() });
                let expected = Outcome::Complete { proof, records: 3, announced };
                assert_eq!(report.outcome, Some(expected), "device {which}, {confirm:?}, {store_ms} ms");
            }
        }
    }
}

/// With a stack that confirms only what is stored, no kill and no cut costs anything.
#[test]
fn a_stack_that_waits_for_the_store_has_no_window() {
    for which in 0..3 {
        let plain = Faults { confirm: Confirm::AfterPersist, store_ms: 7, ..Faults::default() };
        let steps = Stored::new().sync(&mut *device(which), &plain).steps;
        for at in 1..=steps {
            for faults in [
                Faults { cut_at: vec![at], ..plain.clone() },
                Faults { drop_process_at: Some(at), ..plain.clone() },
            ] {
                let (mut device, mut stored) = (device(which), Stored::new());
                let report = stored.sync(&mut *device, &faults);
                assert!(report.in_window.is_empty());
                stored.sync(&mut *device, &plain);
                let distinct: BTreeSet<_> = stored.records().collect();
                assert_eq!(distinct.len(), 3, "device {which}, {faults:?}");
            }
        }
    }
}

#[test]
fn a_store_that_refuses_costs_what_was_in_flight_and_nothing_more() {
    for which in 0..3 {
        for refused in 0..4 {
            let context = format!("device {which}, store {refused} refused");
            let faults = Faults { persist_fails_at: vec![refused], ..Faults::default() };
            let (mut device, mut stored) = (device(which), Stored::new());
            let report = stored.sync(&mut *device, &faults);
            let Some(Outcome::NotStored { in_flight }) = &report.outcome else {
                panic!("{context}: {:?}", report.outcome)
            };
            assert_eq!(in_flight.len(), 1, "{context}");
            assert!(report.in_window.len() <= 1, "{context}");
            stored.assert_nothing_lost(&*device, &report.in_window, &context);
            // Nothing was asked for after the refusal.
            let failed = report.commands.iter().rposition(|c| c.starts_with("Disconnect")).unwrap();
            let asks = ["Read", "Subscribe", "Write", "Connect"];
            assert!(!report.commands[failed..].iter().any(|c| asks.iter().any(|a| c.starts_with(a))));
        }
    }
}

#[test]
fn a_procedure_that_stalls_is_asked_again() {
    let mut oximeter = NoninLike::new();
    for step in 0..4 {
        oximeter.take(NOW - HOUR + i64::from(step) * 60_000, 950 + step, 600);
    }
    oximeter.stall_after(2);
    let mut stored = Stored::new();
    let report = stored.sync(&mut oximeter, &Faults::default());
    let expected = Outcome::Complete { proof: Proof::RacpCount, records: 4, announced: Some(4) };
    assert_eq!(report.outcome, Some(expected));
    assert_eq!(report.writes.iter().filter(|(_, bytes)| bytes == &[3, 0]).count(), 1);
}

#[test]
fn an_empty_device_is_a_valid_synchronisation() {
    let empty: [(Box<dyn Peripheral>, Proof, Option<u32>); 3] = [
        (Box::new(Cuff::new(CuffClass::And)), Proof::Quiet, None),
        (Box::new(Cuff::new(CuffClass::BeurerBm85)), Proof::Quiet, None),
        (Box::new(NoninLike::new()), Proof::RacpCount, Some(0)),
    ];
    for (mut device, proof, announced) in empty {
        let report = Stored::new().sync(&mut *device, &Faults::default());
        assert_eq!(report.outcome, Some(Outcome::Complete { proof, records: 0, announced }));
    }
}

/// What the demonstration shows: a cut in the middle of a burst, and everything arrives.
#[test]
fn the_devices_from_the_shelf_survive_a_cut_burst() {
    for (which, name) in NAMES.into_iter().enumerate() {
        let mut device = by_name(name, NOW, 0).unwrap();
        let (mut stored, mut reports) = (Stored::new(), Vec::new());
        let mut session = Session::new(profile(&*device), [1; 16]);
        let clock = SimClock::new(NOW, "Europe/London");
        let mut sink = |item| {
            stored.items.push(item);
            Ok(())
        };
        let faults = Faults { cut_after_records: vec![3], ..Faults::default() };
        let mut watch = |progress: &Progress| reports.push(*progress);
        let report = run(&mut session, &mut *device, &clock, &mut sink, &faults, &mut watch);
        assert!(complete(&report) && report.cuts == 1, "{name}: {:?}", report.outcome);
        assert!(reports.contains(&Progress::LinkLostRetrying { attempt: 1 }));
        stored.assert_nothing_lost(&*device, &[], name);
        let distinct: BTreeSet<_> = stored.records().collect();
        assert_eq!(distinct.len(), device.memory().taken().len(), "{name}");
        let again = if forgets(which) { 0 } else { 3 };
        assert_eq!(stored.records().count(), distinct.len() + again, "{name}");
        assert_eq!(report.records as usize, stored.records().count());
    }
}

#[test]
fn a_device_that_cannot_be_reached_is_given_up_and_loses_nothing() {
    let (mut device, mut stored) = (device(0), Stored::new());
    let report = stored.sync(&mut *device, &Faults { connects_fail: 6, ..Faults::default() });
    assert_eq!(report.outcome, Some(Outcome::LinkLost { records: 0 }));
    let report = stored.sync(&mut *device, &Faults { connects_fail: 5, ..Faults::default() });
    assert!(complete(&report));
}

#[test]
fn pairing_learns_who_it_is_and_takes_nothing() {
    let identities = ["system-id:c9f253feff12f3c4", "serial:2024-117733:BM85", "serial:502001234:3230"];
    for (which, identity) in identities.into_iter().enumerate() {
        let mut device = device(which);
        let profile = Profile::pair(Some(device.name().to_owned()));
        assert_eq!(profile.mode, Mode::Pair);
        let mut session = Session::new(profile, [1; 16]);
        let clock = SimClock::new(NOW, "Europe/London");
        let mut sink = |item: Received| panic!("nothing is stored while pairing: {item:?}");
        let report = run(&mut session, &mut *device, &clock, &mut sink, &Faults::default(), &mut |_| {});
        let Some(Outcome::Paired(paired)) = report.outcome else { panic!("{:?}", report.outcome) };
        assert_eq!(paired.identity.to_string(), identity);
        assert!(models::find(paired.model.as_deref().unwrap()).is_some());
        assert_eq!(paired.kinds.len(), 1);
        for said in [wire::FIRMWARE_REVISION, wire::BATTERY] {
            assert!(paired.said.iter().any(|(uuid, _)| *uuid == said), "{said:?}");
        }
        assert!(report.subscriptions.is_empty() && report.writes.is_empty());
        assert_eq!(device.memory().remaining().count(), 3);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_goes_wrong_nothing_is_lost(
        which in 0usize..3,
        cut_at in prop::collection::vec(1u64..200, 0..6),
        queued_survive: bool,
        connects_fail in 0u32..3,
        adapter_off_at in prop::collection::vec(1u64..200, 0..4),
        permission_lost_at in prop::option::weighted(0.1, 1u64..150),
        persist_fails_at in prop::collection::vec(0u64..40, 0..2),
        store_ms in prop::sample::select(vec![0u64, 3, 40, 2_000, 12_000]),
        drop_process_at in prop::option::weighted(0.3, 1u64..150),
        after_persist: bool,
        fast_device: bool,
    ) {
        let confirm = if after_persist { Confirm::AfterPersist } else { Confirm::BeforeDelivery };
        let faults = Faults { cut_at, queued_survive, connects_fail, adapter_off_at, permission_lost_at, persist_fails_at, store_ms, drop_process_at, confirm, fast_device, ..Faults::default() };
        let (mut device, mut stored) = (device(which), Stored::new());
        let report = stored.sync(&mut *device, &faults);
        prop_assert!(report.outcome.is_some() || drop_process_at.is_some(), "stuck: {:?}", report.commands);
        let in_window = report.in_window;
        prop_assert!(!after_persist || in_window.is_empty());
        stored.assert_nothing_lost(&*device, &in_window, &format!("{faults:?}"));
        let again = stored.sync(&mut *device, &Faults::default());
        prop_assert!(complete(&again));
        stored.assert_nothing_lost(&*device, &in_window, &format!("again after {faults:?}"));
        let distinct: BTreeSet<_> = stored.records().collect();
        prop_assert!(distinct.len() + in_window.len() >= 3);
    }
}
