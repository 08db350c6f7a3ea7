//! Samples come back exactly, small, and share what becomes of their entry.

use proptest::prelude::*;

use super::kept::{packed, unpacked};
use super::night::{CALM, RESTLESS, SECONDS, night};
use super::*;
use crate::cbor;
use crate::diary::kind::night::{
    BELOW_90, HIGHEST_PULSE, LENGTH, LOWEST_SATURATION, MEAN_SATURATION, MEASURED,
};
use crate::diary::kind::{BLOOD_PRESSURE, OXIMETRY_NIGHT, PERFUSION, PULSE, SATURATION};
use crate::diary::tests::{home, journal, moment, path_of};
use crate::diary::{Arrival, Content, Diary, DiaryError, Provenance, Source};
use crate::id::{DeviceId, EntryId, OperationId};
use crate::journal::Author;

fn content() -> Content {
    Content::new(OXIMETRY_NIGHT.number, moment("2026-08-13T23:10", "Europe/London"), Source::Typed)
}

/// A series of one channel of oxygen levels.
fn levels(values: &[Option<i32>]) -> Series {
    let channel = Channel { field: SATURATION, unit: Unit::Percent, exponent: 0, values: values.to_vec() };
    Series { step_ms: 1000, channels: vec![channel], status: vec![0; values.len()] }
}

fn number(content: &Content, field: u16) -> String {
    content.number(field).unwrap().0.to_string()
}

fn incoming(series: Series) -> IncomingSeries {
    let mut content = content();
    content.source = Source::Device(Provenance {
        device: DeviceId::from_bytes([3; 16]),
        model: "Nonin 3150".to_owned(),
        decoder: 1,
        how: "exact".to_owned(),
        cause: None,
        shift_ms: None,
    });
    IncomingSeries {
        id: OperationId::from_bytes([9; 16]),
        record: b"a device, a night".to_vec(),
        content,
        series,
    }
}

/// The bytes that a night takes in its file: frame, salts, header, what it is, samples; all but the entry itself.
fn stored(diary: &Diary) -> u64 {
    diary.size_of_operations(super::super::operation::SERIES)
}

#[test]
fn a_calm_night_is_stored_in_four_kilobytes() {
    for seed in [1, 7, 42, 99] {
        let home = home();
        let night = night(seed, CALM);
        assert_eq!(u32::try_from(night.len()).unwrap(), SECONDS);
        let entry = home.diary.add_series(&content(), &night, Author::HOUSEHOLD, true).unwrap();
        let size = stored(&home.diary);
        println!("calm night {seed}: {size} bytes stored");
        assert!(size <= 4096, "{size} bytes");
        assert_eq!(home.diary.samples(entry).unwrap()[0].series, night);
    }
}

#[test]
fn a_restless_night_costs_little_more() {
    let home = home();
    home.diary.add_series(&content(), &night(42, RESTLESS), Author::HOUSEHOLD, true).unwrap();
    let size = stored(&home.diary);
    println!("restless night: {size} bytes stored");
    assert!(size <= 5120, "{size} bytes");
}

/// The samples of a night are read where they lie: nothing else of the diary is decoded for it.
#[test]
fn an_entry_says_what_its_samples_came_to() {
    let home = home();
    let mut values = vec![Some(95); 600];
    values[100..130].fill(Some(85));
    values[200..230].fill(None);
    let mut series = levels(&values);
    // Sensor off: kept, and out of the sums.
    series.channels[0].values[300] = Some(3);
    series.status[300] = 1 << 31;
    let entry = home.diary.add_series(&content(), &series, Author::HOUSEHOLD, false).unwrap();
    let shown = home.diary.entry(entry).unwrap().unwrap().content;
    assert_eq!(number(&shown, LOWEST_SATURATION), "85");
    assert_eq!(number(&shown, MEAN_SATURATION), "94.5");
    assert_eq!(number(&shown, BELOW_90), "30");
    assert_eq!(number(&shown, LENGTH), "10");
    assert_eq!(number(&shown, MEASURED), "94");
    let home = home.reopened();
    assert_eq!(home.diary.samples(entry).unwrap(), [Stretch { offset_ms: 0, series }]);
    home.diary.verify().unwrap();
}

#[test]
fn the_same_night_comes_once_and_goes_on_where_it_stopped() {
    let home = home();
    let night = night(5, CALM);
    let (evening, morning) = (night.part(0, 9000), night.part(9000, night.len()));
    let incoming = incoming(evening.clone());
    let entry: EntryId = incoming.id.into();
    assert_eq!(home.diary.receive_series(&incoming).unwrap(), Arrival::New(entry));
    assert_eq!(home.diary.receive_series(&incoming).unwrap(), Arrival::Known);
    let more = Stretch { offset_ms: 9_000_000, series: morning };
    let id = Some(OperationId::from_bytes([8; 16]));
    assert!(home.diary.extend_series(entry, &more, id, Author::DEVICE).unwrap());
    assert!(!home.diary.extend_series(entry, &more, id, Author::DEVICE).unwrap());
    let stretches = home.diary.samples(entry).unwrap();
    assert_eq!(stretches, [Stretch { offset_ms: 0, series: evening }, more]);
    let shown = home.diary.entry(entry).unwrap().unwrap().content;
    let whole = {
        let mut whole = content();
        summary::put(&mut whole, &[&night]);
        whole
    };
    assert_eq!(number(&shown, HIGHEST_PULSE), number(&whole, HIGHEST_PULSE));
    assert_eq!(shown.values, whole.values);
    home.diary.verify().unwrap();
}

#[test]
fn dropped_samples_leave_what_they_came_to() {
    let home = home();
    let entry = home.diary.add_series(&content(), &night(5, CALM), Author::HOUSEHOLD, true).unwrap();
    let before = home.diary.entry(entry).unwrap();
    assert_eq!(home.diary.drop_samples(entry, Author::HOUSEHOLD).unwrap(), 1);
    assert_eq!(home.diary.entry(entry).unwrap(), before);
    assert!(home.diary.samples(entry).unwrap().is_empty());
    assert!(stored(&home.diary) < 400, "frames stay, and nothing else");
    home.diary.verify().unwrap();
    assert_eq!(home.diary.drop_samples(entry, Author::HOUSEHOLD), Err(DiaryError::NoSamples));
    let home = home.reopened();
    assert!(home.diary.samples(entry).unwrap().is_empty());
    home.diary.erase(entry, Author::HOUSEHOLD).unwrap();
    home.diary.verify().unwrap();
}

#[test]
fn an_erased_entry_takes_its_samples_along() {
    let home = home();
    let entry = home.diary.add_series(&content(), &night(5, CALM), Author::HOUSEHOLD, true).unwrap();
    home.diary.erase(entry, Author::HOUSEHOLD).unwrap();
    assert_eq!(home.diary.samples(entry), Err(DiaryError::Erased));
    assert!(stored(&home.diary) < 400);
    home.diary.verify().unwrap();
}

#[test]
fn two_copies_agree_on_samples_kept_and_dropped() {
    let home = home();
    let entry = home.diary.add_series(&content(), &night(5, CALM), Author::HOUSEHOLD, true).unwrap();
    home.diary.pause().unwrap();
    let copy = home.folder.path().join("diary.2.db");
    std::fs::copy(path_of(&home), &copy).unwrap();
    home.diary.resume(&path_of(&home), &crate::diary::tests::KEY).unwrap();
    let other = Diary::open(&copy, &crate::diary::tests::KEY, journal(&home.clock, 2)).unwrap();
    let more = Stretch { offset_ms: 30_000_000, series: levels(&[Some(95), Some(96)]) };
    other.extend_series(entry, &more, None, Author::HOUSEHOLD).unwrap();
    home.diary.drop_samples(entry, Author::HOUSEHOLD).unwrap();
    home.diary.unite(&other).unwrap();
    other.unite(&home.diary).unwrap();
    // What was dropped stays so; what the other phone measured since is there.
    assert_eq!(home.diary.samples(entry).unwrap(), [more]);
    assert_eq!(other.samples(entry).unwrap(), home.diary.samples(entry).unwrap());
    assert_eq!(other.entry(entry).unwrap(), home.diary.entry(entry).unwrap());
    for diary in [&home.diary, &other] {
        diary.verify().unwrap();
    }
}

#[test]
fn a_flipped_bit_in_the_samples_is_named() {
    let home = home();
    home.diary.add_series(&content(), &night(5, CALM), Author::HOUSEHOLD, true).unwrap();
    home.diary.flip_raw(super::super::operation::SERIES);
    assert!(home.diary.verify().is_err());
}

#[test]
fn what_is_no_series_is_refused_with_the_reason() {
    let home = home();
    let good = levels(&[Some(95), None]);
    let refused = |content: &Content, series: &Series| match home.diary.add_series(
        content,
        series,
        Author::HOUSEHOLD,
        true,
    ) {
        Err(DiaryError::Series(why)) => why,
        other => panic!("{other:?}"),
    };
    let pressure = Content { kind: BLOOD_PRESSURE.number, ..content() };
    assert_eq!(refused(&pressure, &good), BadSeries::Kind);
    assert_eq!(refused(&content(), &levels(&[])), BadSeries::Length);
    assert_eq!(refused(&content(), &levels(&vec![None; MOST_SAMPLES + 1])), BadSeries::Length);
    let step = |step_ms| Series { step_ms, ..good.clone() };
    assert_eq!(refused(&content(), &step(0)), BadSeries::Step);
    assert_eq!(refused(&content(), &step(LONGEST_STEP_MS + 1)), BadSeries::Step);
    let channels = |channels| Series { channels, ..good.clone() };
    let channel = &good.channels[0];
    let short = Channel { values: vec![None], ..channel.clone() };
    for wrong in [vec![], vec![short], vec![channel.clone(), channel.clone()]] {
        assert_eq!(refused(&content(), &channels(wrong)), BadSeries::Channels);
    }
    for wrong in [
        Channel { field: 1, ..channel.clone() },
        Channel { unit: Unit::KPa, ..channel.clone() },
        Channel { exponent: 19, ..channel.clone() },
    ] {
        assert_eq!(refused(&content(), &channels(vec![wrong])), BadSeries::Field);
    }
    assert_eq!(home.diary.count().unwrap(), 0);
}

#[test]
fn a_recording_puts_samples_on_their_steps() {
    let mut recording = Recording::new(1000, &[(SATURATION, Unit::Percent, 0), (PULSE, Unit::PerMinute, 0)]);
    for (at, level) in [(0, 97), (1010, 96), (1990, 95), (6000, 94), (6001, 93), (6002, 92)] {
        recording.push(at, &[Some(level)], 0).unwrap();
    }
    assert_eq!(recording.push(1000, &[Some(1)], 0), Err(OutOfStep));
    assert_eq!(recording.push(u64::MAX / 2, &[Some(1)], 0), Err(OutOfStep));
    let series = recording.finish();
    let (level, pulse) = (&series.channels[0].values, &series.channels[1].values);
    let some = |values: [i32; 3]| values.map(Some);
    assert_eq!(level[..3], some([97, 96, 95]));
    assert_eq!(level[3..6], [None; 3]);
    // A burst takes the steps that follow.
    assert_eq!(level[6..], some([94, 93, 92]));
    assert_eq!(pulse, &vec![None; 9]);
    assert_eq!(series.check(&OXIMETRY_NIGHT), Ok(()));
}

#[test]
fn a_chart_has_lowest_mean_and_highest() {
    let series = levels(&[Some(90), Some(94), None, Some(99), None, None]);
    let spreads: Vec<_> =
        series.buckets(SATURATION, 2).into_iter().map(|bucket| (bucket.from, bucket.spread)).collect();
    let spread = |lowest, mean, highest, count| Some(Spread { lowest, mean, highest, count });
    assert_eq!(spreads, [(0, spread(90, 92.0, 94, 2)), (2, spread(99, 99.0, 99, 1)), (4, None)]);
    assert!(series.buckets(PERFUSION, 2).is_empty());
}

#[test]
fn nothing_of_a_series_is_in_its_debug_form() {
    let text = format!("{:?}", incoming(levels(&[Some(73_737)])));
    assert!(!text.contains("73737"), "{text}");
}

fn any_series() -> impl Strategy<Value = Series> {
    let value =
        prop_oneof![6 => (85_i32..100).prop_map(Some), 1 => Just(None), 1 => any::<i32>().prop_map(Some)];
    let sample = (value.clone(), value, prop_oneof![5 => Just(0_u64), 1 => any::<u64>()]);
    (prop::collection::vec(sample, 1..300), 1..=LONGEST_STEP_MS, -18_i8..=18).prop_map(
        |(samples, step_ms, exponent)| {
            let channel = |field, unit, values| Channel { field, unit, exponent, values };
            Series {
                step_ms,
                channels: vec![
                    channel(SATURATION, Unit::Percent, samples.iter().map(|sample| sample.0).collect()),
                    channel(PULSE, Unit::PerMinute, samples.iter().map(|sample| sample.1).collect()),
                ],
                status: samples.iter().map(|sample| sample.2).collect(),
            }
        },
    )
}

proptest! {
    #[test]
    fn every_series_comes_back_exactly(series in any_series(), offset_ms in any::<i64>()) {
        prop_assert_eq!(series.check(&OXIMETRY_NIGHT), Ok(()));
        let (says, raw) = packed(EntryId::from_bytes([1; 16]), offset_ms, &series).unwrap();
        let says = cbor::decode(&cbor::encode(&says)).unwrap();
        prop_assert_eq!(unpacked(&says, &raw), Some(series));
    }

    #[test]
    fn what_is_no_series_is_none(series in any_series(), noise in prop::collection::vec(any::<u8>(), 0..64)) {
        let (says, _) = packed(EntryId::from_bytes([1; 16]), 0, &series).unwrap();
        if let Some(read) = unpacked(&says, &noise) {
            prop_assert_eq!(read.len(), series.len());
        }
    }
}
