//! Clocks: what is written is what is read, and a pair of clocks never claims to be more exact than it is.

use health_gatt::clock::device::{ControlPoint, DeviceTime, Feature, Features, Message, Parameters, Status};
use health_gatt::clock::elapsed::{ElapsedTime, Flags, Resolution, Stamp};
use health_gatt::clock::{
    DstOffset, LocalTime, ReadError, ReferenceTime, RoundTrip, Scale, Shown, TimeSource, TimeWithDst,
    TimeZone, Written, read, written,
};
use health_gatt::current_time::{AdjustReason, CurrentTime};
use health_gatt::datetime::Epoch;
use health_gatt::{Civil, DateTime, DecodeErrorKind, e2e};
use proptest::prelude::*;

use crate::strategies::{config, frame};

fn features() -> impl Strategy<Value = Features> {
    any::<u16>().prop_map(Features::from_bits)
}

/// A civil time from 2000 on, in which every clock here can count.
fn civil() -> impl Strategy<Value = Civil> {
    (0..4_000_000_000_i64).prop_filter_map("no such time", |s| Civil::from_seconds(Epoch::Y2000, s))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn accepted_bytes_encode_to_themselves(bytes in frame(), features in features(), e2e_crc in any::<bool>()) {
        // With a right CRC before them, so that not only values without one are met.
        let guarded = [&e2e::crc(&bytes).to_le_bytes()[..], &bytes].concat();
        for bytes in [&bytes, &guarded] {
            if let Ok(value) = ElapsedTime::decode(bytes) {
                prop_assert_eq!(&value.encode(), bytes);
            }
            if let Ok(value) = Feature::decode(bytes) {
                prop_assert_eq!(&value.encode(), bytes);
            }
            if let Ok(value) = Parameters::decode(bytes, features) {
                prop_assert_eq!(&value.encode(), bytes);
            }
            if let Ok(value) = DeviceTime::decode(bytes, features) {
                prop_assert_eq!(&value.encode(), bytes);
            }
            if let Ok(value) = ControlPoint::decode(bytes, e2e_crc) {
                prop_assert_eq!(&value.encode(), bytes);
            }
        }
        if let Ok(value) = LocalTime::decode(&bytes) {
            prop_assert_eq!([&value.value.to_bytes()[..], value.rest].concat(), bytes.clone());
        }
        if let Ok(value) = TimeWithDst::decode(&bytes) {
            prop_assert_eq!([&value.value.to_bytes()[..], value.rest].concat(), bytes.clone());
        }
        if let Ok(value) = ReferenceTime::decode(&bytes) {
            prop_assert_eq!([&value.value.to_bytes()[..], value.rest].concat(), bytes.clone());
        }
        if let Ok(value) = Stamp::decode(&bytes) {
            prop_assert_eq!([&value.value.to_bytes()[..], value.rest].concat(), bytes);
        }
    }

    #[test]
    fn fields_follow_the_features_and_none_is_cut(tail in any::<[u8; 18]>(), features in features()) {
        let has = |feature| usize::from(features.contains(feature));
        let time = 8
            + 4 * has(Features::USER_TIME)
            + 2 * (has(Features::DRIFT) + has(Features::CHANGE_LOG) + has(Features::FRACTIONS));
        let parameters = 2
            + 2 * (2 * has(Features::DRIFT) + has(Features::CHANGE_LOG) + has(Features::DISPLAYED_FORMATS));
        let guarded = |body: &[u8]| {
            let crc = e2e::crc(body).to_le_bytes();
            let crc = crc.get(..2 * has(Features::E2E_CRC)).unwrap_or_default();
            [crc, body].concat()
        };
        for length in 0..tail.len() {
            let bytes = guarded(&tail[..length]);
            match DeviceTime::decode(&bytes, features) {
                Ok(value) => prop_assert_eq!(length, time + value.rest.len()),
                Err(error) => prop_assert!(length < time && error.at <= bytes.len()),
            }
            match Parameters::decode(&bytes, features) {
                Ok(value) => prop_assert_eq!(length, parameters + value.rest.len()),
                Err(error) => prop_assert!(length < parameters && error.at <= bytes.len()),
            }
        }
    }

    #[test]
    fn a_stamp_says_the_time_that_it_was_made_of(utc in civil(), offset in proptest::option::of(-48..=64_i8)) {
        let stamp = Stamp::from_utc(utc, offset, TimeSource::NETWORK).unwrap();
        prop_assert_eq!(Stamp::from_bytes(stamp.to_bytes()), stamp);
        prop_assert_eq!(stamp.utc(), Some(utc));
        prop_assert_eq!(stamp.local(), offset.and_then(|offset| utc.plus_seconds(i64::from(offset) * 900)));
        prop_assert!(Stamp::decode(&stamp.to_bytes()).unwrap().remarks.is_empty());
    }

    #[test]
    fn every_resolution_counts_the_same_time(
        utc in civil(),
        fraction in 0..10_000_u64,
        bits in 0..4_u8,
        local in any::<bool>(),
        offset in -48..=64_i8,
    ) {
        let flags = Flags::from_bits(bits << 2 | 1 << 4 | u8::from(!local) << 1);
        let steps = flags.resolution().steps_a_second();
        let seconds = u64::try_from(utc.seconds_since(Epoch::Y2000)).unwrap();
        let count = seconds * steps + fraction * steps / 10_000;
        let stamp = Stamp { flags, count, source: TimeSource::UNKNOWN, offset };
        prop_assert_eq!(stamp.civil(), Some(utc));
        prop_assert_eq!(stamp.fraction(), fraction * steps / 10_000);
        // Local and UTC differ by the offset, whichever of them is counted.
        let (Some(stamp_utc), Some(stamp_local)) = (stamp.utc(), stamp.local()) else { return Ok(()) };
        let apart = stamp_local.seconds_since(Epoch::Y2000) - stamp_utc.seconds_since(Epoch::Y2000);
        prop_assert_eq!(apart, i64::from(offset) * 900);
    }

    /// A device looks at its clock somewhere between request and answer and cuts off what it does not show. Whatever it
    /// does, the true time of the device at the middle of the round trip is within the bound.
    #[test]
    fn the_error_of_a_pair_is_never_larger_than_its_bound(
        start in civil(),
        phase in 0..10_000_u64,
        sent in 0..100_000_u64,
        there in 0..3000_u64,
        back in 0..3000_u64,
        kind in 0..6_u8,
    ) {
        // Device time in units of 0.1 ms, 0 at `start` when the phone's clock was 0.
        let device_at = |phone_ms: u64| phase + phone_ms * 10;
        let looked = device_at(sent + there);
        let civil = start.plus_seconds(i64::try_from(looked / 10_000).unwrap()).unwrap();
        let fraction = looked % 10_000;
        let seconds = civil.seconds_since(Epoch::Y2000);
        let local: DateTime = civil.into();
        let elapsed = |bits: u8, steps: u64| {
            let count = u64::try_from(seconds).unwrap() * steps + fraction * steps / 10_000;
            let flags = Flags::from_bits(bits << 2 | 1 << 1);
            let stamp = Stamp { flags, count, source: TimeSource::UNKNOWN, offset: 0 };
            [&stamp.to_bytes()[..], &[0, 0]].concat()
        };
        let device = |features: Features| {
            let fractions = (fraction * 65_536 / 10_000).to_le_bytes();
            let mut bytes = Vec::from(u32::try_from(seconds).unwrap().to_le_bytes());
            bytes.extend([0, 0, 0x12, 0]);
            bytes.extend(&fractions[..2 * usize::from(features.contains(Features::FRACTIONS))]);
            bytes
        };
        let current = CurrentTime {
            fractions: (fraction * 256 / 10_000).to_le_bytes()[0],
            ..CurrentTime::to_write(civil, AdjustReason::MANUAL)
        };
        let (uuid, bytes, features) = match kind {
            0 => (0x2A08, local.to_bytes().to_vec(), Features::NONE),
            1 => (0x2A2B, current.encode(), Features::NONE),
            2 => (0x2B90, device(Features::NONE), Features::NONE),
            3 => (0x2B90, device(Features::FRACTIONS), Features::FRACTIONS),
            4 => (0x2BF2, elapsed(0, 1), Features::NONE),
            _ => (0x2BF2, elapsed(1, 10), Features::NONE),
        };
        let trip = RoundTrip::new(sent, sent + there + back).unwrap();
        let reading = read(uuid, &bytes, features, trip).unwrap();
        let Shown::Time { civil: shown, millis, .. } = reading.shown else { panic!("{reading:?}") };
        let since_start = shown.seconds_since(Epoch::Y2000) - start.seconds_since(Epoch::Y2000);
        let shown = since_start * 10_000 + i64::from(millis) * 10;
        let truth = i64::try_from(device_at(reading.at_ms)).unwrap();
        // The middle is cut to whole milliseconds.
        let bound = i64::try_from(reading.error_ms).unwrap() * 10 + 10;
        prop_assert!((truth - shown).abs() <= bound, "{truth} {shown} {bound}");
    }

    #[test]
    fn no_bytes_panic_a_reading(uuid in prop_oneof![Just(0x2A08_u16), Just(0x2A2B), Just(0x2B90), Just(0x2BF2), any::<u16>()], bytes in frame(), features in features()) {
        let trip = RoundTrip::new(0, 10).unwrap();
        if let Ok(reading) = read(uuid, &bytes, features, trip) {
            prop_assert!(reading.error_ms >= 6 && reading.error_ms <= 1005);
        }
    }
}

#[test]
fn a_clock_that_was_not_set_is_no_reading() {
    let trip = RoundTrip::new(0, 0).unwrap();
    let not_set = |uuid, bytes: &[u8]| read(uuid, bytes, Features::NONE, trip);
    assert_eq!(not_set(0x2A08, &[0; 7]), Err(ReadError::NotSet));
    assert_eq!(not_set(0x2A2B, &[0xE8, 7, 2, 30, 0, 0, 0, 0, 0, 0]), Err(ReadError::NotSet));
    assert_eq!(not_set(0x2B90, &[0, 0, 0, 0, 0, 0, 1, 0]), Err(ReadError::NotSet));
    assert_eq!(not_set(0x2BF2, &[2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]), Err(ReadError::NotSet));
    assert_eq!(not_set(0x2BF2, &[2, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]), Err(ReadError::NotSet));
    assert_eq!(not_set(0x2A19, &[50]), Err(ReadError::NoClock));
    assert!(matches!(not_set(0x2A08, &[0]), Err(ReadError::Decode(_))));
    assert_eq!(RoundTrip::new(5, 4), None);
}

#[test]
fn a_scale_says_only_what_the_device_said() {
    let trip = RoundTrip::new(10, 21).unwrap();
    let scale = |uuid, bytes: &[u8]| match read(uuid, bytes, Features::NONE, trip).unwrap().shown {
        Shown::Time { scale, .. } => scale,
        Shown::Ticks { .. } => panic!("ticks"),
    };
    let summer = Some(180);
    assert_eq!(scale(0x2B90, &[0, 0, 0, 0, 8, 4, 0x12, 0]), Scale::Utc { ahead_minutes: summer });
    assert_eq!(scale(0x2B90, &[0, 0, 0, 0, 8, 255, 0x12, 0]), Scale::Utc { ahead_minutes: None });
    assert_eq!(scale(0x2B90, &[0, 0, 0, 0, 8, 4, 0x10, 0]), Scale::Local { ahead_minutes: None });
    assert_eq!(scale(0x2BF2, &[0x10, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0]), Scale::Local { ahead_minutes: summer });
    assert_eq!(scale(0x2BF2, &[0x02, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0]), Scale::Utc { ahead_minutes: None });
    let ticks = read(0x2BF2, &[0x05, 0xF4, 1, 0, 0, 0, 0, 0, 0, 0, 0], Features::NONE, trip).unwrap();
    assert_eq!(ticks.shown, Shown::Ticks { count: 500, resolution: Resolution::Tenth });
    assert_eq!((ticks.at_ms, ticks.error_ms), (15, 106));
}

#[test]
fn a_write_is_judged_by_its_clock() {
    assert_eq!(written(0x2A2B, None), Written::Accepted);
    assert_eq!(written(0x2A2B, Some(0x80)), Written::Partly);
    assert_eq!(written(0x2A08, Some(0x80)), Written::Failed(0x80));
    assert_eq!(written(0x2BF2, Some(0x81)), Written::WrongForm);
    assert_eq!(written(0x2BF2, Some(0xFF)), Written::OutOfRange);
    for (uuid, error) in [(0x2A2B, Some(0x81)), (0x2A2B, Some(5)), (0x2BF2, Some(0x80))] {
        assert!(!written(uuid, error).may_have_changed());
    }
    assert!(Written::Partly.may_have_changed() && Written::Accepted.may_have_changed());
}

#[test]
fn zones_have_the_range_of_the_specification() {
    for raw in i8::MIN..=i8::MAX {
        let zone = TimeZone(raw);
        let expected = (-48..=56).contains(&raw).then(|| i16::from(raw) * 15);
        assert_eq!(zone.minutes(), expected);
    }
    let known: Vec<u8> = (0..=255).filter(|raw| DstOffset(*raw).minutes().is_some()).collect();
    assert_eq!(known, [0, 2, 4, 8]);
    assert_eq!(TimeZone(-18).to_string(), "-04:30");
    assert_eq!(TimeZone(-1).to_string(), "-00:15");
}

#[test]
fn a_damaged_value_is_refused() {
    let body = [0x80, 0x51, 0x01, 0x00, 8, 4, 0x12, 0];
    let mut bytes = [&e2e::crc(&body).to_le_bytes()[..], &body].concat();
    let time = DeviceTime::decode(&bytes, Features::E2E_CRC).unwrap();
    assert_eq!((time.status, time.e2e_crc), (Status::UTC_ALIGNED | Status::EPOCH_2000, true));
    assert_eq!(time.local().unwrap().to_string(), "2000-01-02T03:00:00");
    bytes[3] ^= 1;
    let error = DeviceTime::decode(&bytes, Features::E2E_CRC).unwrap_err();
    assert_eq!(error.kind, DecodeErrorKind::Checksum);
    // A feature value tells by itself whether a CRC comes first.
    let feature = [&e2e::crc(&[3, 0]).to_le_bytes()[..], &[3, 0]].concat();
    assert!(Feature::decode(&feature).unwrap().e2e_crc);
    assert!(!Feature::decode(&[3, 0]).unwrap().e2e_crc);
    let answer = [&e2e::crc(&[9, 2, 1]).to_le_bytes()[..], &[9, 2, 1]].concat();
    assert!(matches!(
        ControlPoint::decode(&answer, true).unwrap().message,
        Message::Result { request: 2, .. }
    ));
}
