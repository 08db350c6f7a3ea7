//! Records in segments: whatever comes, a record is handed out whole or not at all.

use health_gatt::blood_pressure::{
    EnhancedCuffPressure, EnhancedFields, EnhancedMeasurement, Record, Status,
};
use health_gatt::datetime::Epoch;
use health_gatt::segments::{Header, Loss, Reassembler, Segment, split};
use health_gatt::unit::Pressure;
use health_gatt::{Outcome, Remarks, Sfloat};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::strategies::{config, frame};

const LIMIT: usize = 600;

type Bytes<'a> = &'a [Vec<u8>];

/// All records and losses of some notifications, in order.
fn run(reassembler: &mut Reassembler, notifications: &[Vec<u8>]) -> (Vec<Vec<u8>>, Vec<Loss>) {
    let (mut records, mut losses) = (Vec::new(), Vec::new());
    for bytes in notifications {
        let Ok(step) = reassembler.push(bytes) else { continue };
        losses.extend(step.before);
        losses.extend(step.loss);
        records.extend(step.record.map(|record| record.bytes));
    }
    losses.extend(reassembler.finish());
    (records, losses)
}

fn fields() -> impl Strategy<Value = EnhancedFields> {
    (
        any::<bool>(),
        option::of(any::<u32>()),
        option::of(any::<u16>()),
        option::of(any::<u8>()),
        option::of(any::<u16>()),
        option::of(any::<u32>()),
        any::<bool>(),
    )
        .prop_map(|(late, time_stamp, pulse, user_id, status, user_facing_time, reserved)| {
            EnhancedFields {
                epoch: if late { Epoch::Y2000 } else { Epoch::Y1900 },
                time_stamp,
                pulse_rate: pulse.map(Sfloat::from_raw),
                user_id,
                status: status.map(Status::from_bits),
                user_facing_time,
                reserved_flags: u8::from(reserved) << 7,
            }
        })
}

fn enhanced() -> impl Strategy<Value = EnhancedMeasurement<'static>> {
    (any::<bool>(), any::<[u16; 3]>(), fields()).prop_map(|(kpa, [systolic, diastolic, mean], fields)| {
        EnhancedMeasurement {
            unit: if kpa { Pressure::KPa } else { Pressure::MmHg },
            systolic: Sfloat::from_raw(systolic),
            diastolic: Sfloat::from_raw(diastolic),
            mean_arterial_pressure: Sfloat::from_raw(mean),
            fields,
            remarks: Remarks::NONE,
            rest: &[],
        }
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn records_in_order_all_come(
        records in vec(vec(any::<u8>(), 0..300), 0..5),
        size in 1..40_usize,
        counter in any::<u8>(),
        running in any::<bool>(),
    ) {
        let mut notifications = Vec::new();
        for record in &records {
            // Some devices begin each record at 0, others go on counting.
            let start = if running { counter.wrapping_add(notifications.len().to_le_bytes()[0]) } else { 0 };
            notifications.extend(split(record, size, start));
        }
        let (got, losses) = run(&mut Reassembler::new(LIMIT), &notifications);
        prop_assert_eq!(got, records);
        prop_assert!(losses.is_empty());
    }

    #[test]
    fn a_missing_segment_loses_its_record_and_no_other(
        records in vec(vec(any::<u8>(), 0..200), 1..4),
        size in 1..40_usize,
        at in any::<prop::sample::Index>(),
    ) {
        let cut: Vec<(usize, Vec<u8>)> = records
            .iter()
            .enumerate()
            .flat_map(|(index, record)| split(record, size, 0).into_iter().map(move |segment| (index, segment)))
            .collect();
        let missing = at.index(cut.len());
        let hurt = cut[missing].0;
        let notifications: Vec<Vec<u8>> =
            cut.iter().enumerate().filter(|(index, _)| *index != missing).map(|(_, cut)| cut.1.clone()).collect();
        let (got, losses) = run(&mut Reassembler::new(LIMIT), &notifications);
        let left: Vec<Vec<u8>> =
            records.iter().enumerate().filter(|(index, _)| *index != hurt).map(|(_, record)| record.clone()).collect();
        prop_assert_eq!(got, left);
        // A record of one segment leaves no trace; every other one is reported once.
        let single = cut.iter().filter(|(index, _)| *index == hurt).count() == 1;
        prop_assert_eq!(losses.len(), usize::from(!single));
    }

    #[test]
    fn a_segment_that_comes_twice_changes_nothing(
        record in vec(any::<u8>(), 0..200),
        size in 1..40_usize,
        at in any::<prop::sample::Index>(),
    ) {
        let mut notifications = split(&record, size, 60);
        let twice = at.index(notifications.len());
        if twice + 1 < notifications.len() {
            notifications.insert(twice, notifications[twice].clone());
        }
        let (got, losses) = run(&mut Reassembler::new(LIMIT), &notifications);
        prop_assert_eq!(got, [record]);
        prop_assert!(losses.is_empty());
    }

    #[test]
    fn nothing_panics_or_outgrows_its_limit(notifications in vec(frame(), 0..40), limit in 0..100_usize, head in 0..6_usize) {
        let (records, _) = run(&mut Reassembler::with_head(limit, head), &notifications);
        prop_assert!(records.iter().all(|record| record.len() <= limit));
    }

    #[test]
    fn accepted_bytes_encode_to_themselves(bytes in frame()) {
        if let Ok(value) = EnhancedMeasurement::decode(&bytes) {
            prop_assert_eq!(value.encode(), bytes.clone());
        }
        if let Ok(value) = EnhancedCuffPressure::decode(&bytes) {
            prop_assert_eq!(value.encode(), bytes.clone());
        }
        if let Ok(value) = Segment::decode(&bytes) {
            prop_assert_eq!(value.encode(), bytes.clone());
        }
        for e2e_crc in [false, true] {
            if let Ok(value) = Record::decode(&bytes, e2e_crc) {
                prop_assert_eq!(value.encode(), bytes.clone());
            }
        }
    }

    #[test]
    fn an_enhanced_measurement_survives_and_no_cut_one_is_a_reading(m in enhanced()) {
        let bytes = m.encode();
        let decoded = EnhancedMeasurement::decode(&bytes).unwrap();
        prop_assert_eq!(EnhancedMeasurement { remarks: Remarks::NONE, ..decoded }, m);
        let all_special = m.systolic.is_special() && m.diastolic.is_special();
        prop_assert!(decoded.outcome() == Outcome::Reading || all_special);
        let cuff = EnhancedCuffPressure {
            unit: m.unit, pressure: m.systolic, fields: m.fields, remarks: Remarks::NONE, rest: &[],
        };
        let cuff_bytes = cuff.encode();
        let decoded = EnhancedCuffPressure::decode(&cuff_bytes).unwrap();
        prop_assert_eq!(EnhancedCuffPressure { remarks: Remarks::NONE, ..decoded }, cuff);
        for length in 0..bytes.len() {
            prop_assert!(EnhancedMeasurement::decode(&bytes[..length]).is_err());
        }
        for length in 0..cuff_bytes.len() {
            prop_assert!(EnhancedCuffPressure::decode(&cuff_bytes[..length]).is_err());
        }
    }
}

#[test]
fn each_loss_has_its_reason() {
    let segment = |first, last, counter, payload: &[u8]| {
        Segment { header: Header::new(first, last, counter), payload }.encode()
    };
    let cases: &[(Bytes<'_>, Bytes<'_>, &[Loss])] = &[
        (&[segment(false, false, 3, &[1]), segment(false, true, 4, &[2])], &[], &[Loss::NoBeginning]),
        (&[segment(false, true, 4, &[2])], &[], &[Loss::NoBeginning]),
        (&[segment(true, false, 0, &[1])], &[], &[Loss::NoEnd]),
        (
            &[segment(true, false, 63, &[1]), segment(false, false, 1, &[2]), segment(false, true, 2, &[3])],
            &[],
            &[Loss::Gap { expected: 0, got: 1 }],
        ),
        (&[segment(true, false, 0, &[1]), segment(true, true, 5, &[2])], &[vec![2]], &[Loss::NoEnd]),
        // The same counter with other bytes is another segment.
        (
            &[segment(true, false, 0, &[1]), segment(false, false, 1, &[2]), segment(false, false, 1, &[3])],
            &[],
            &[Loss::Gap { expected: 2, got: 1 }],
        ),
        (&[segment(true, true, 0, &[9; 7])], &[], &[Loss::TooLong]),
        (
            &[segment(true, false, 0, &[9; 6]), segment(false, false, 1, &[9]), segment(false, true, 2, &[])],
            &[],
            &[Loss::TooLong],
        ),
        (
            &[segment(true, false, 0, &[1]), segment(true, false, 1, &[9; 7]), segment(true, true, 0, &[4])],
            &[vec![4]],
            &[Loss::NoEnd, Loss::TooLong],
        ),
        // Two equal records are two.
        (&[segment(true, true, 0, &[1]), segment(true, true, 0, &[1])], &[vec![1], vec![1]], &[]),
    ];
    for (notifications, records, losses) in cases {
        let (got, lost) = run(&mut Reassembler::new(6), notifications);
        assert_eq!((&got[..], &lost[..]), (*records, *losses), "{notifications:?}");
    }
}

/// A record may be as long as the memory for it, in one segment or in several, and no byte longer.
#[test]
fn a_record_of_exactly_the_limit_is_handed_out() {
    for payload in [2, 3, 8] {
        for (length, whole) in [(7, true), (8, true), (9, false)] {
            let record: Vec<u8> = (0..length).collect();
            let mut reassembler = Reassembler::new(8);
            let steps: Vec<_> =
                split(&record, payload, 5).iter().map(|segment| reassembler.push(segment).unwrap()).collect();
            let out = steps.iter().find_map(|step| step.record.as_ref());
            assert_eq!(out.map(|out| &out.bytes), whole.then_some(&record), "{length} in {payload}");
            let lost = steps.iter().any(|step| step.loss == Some(Loss::TooLong));
            assert_eq!(lost, !whole, "{length} in {payload}");
        }
    }
}
