//! What must hold for all bytes and all values.

use health_gatt::blood_pressure::{CuffPressure, Feature, Measurement, Status};
use health_gatt::current_time::{AdjustReason, CurrentTime};
use health_gatt::datetime::Completeness;
use health_gatt::pulse_oximeter::{
    Continuous, Features, MeasurementStatus, SensorStatus, Spo2Pulse, SpotCheck,
};
use health_gatt::racp::{Answer, OpCode, Range, Records, Request, Response, ResponseCode};
use health_gatt::unit::Pressure;
use health_gatt::{Civil, DateTime, Decimal, DecodeErrorKind, Float, Quirks, Remark, Remarks, Sfloat};
use proptest::option;
use proptest::prelude::*;

use crate::strategies::{QUIRKY, frame, quirks};

fn sfloat() -> impl Strategy<Value = Sfloat> {
    any::<u16>().prop_map(Sfloat::from_raw)
}

fn stamp() -> impl Strategy<Value = DateTime> {
    any::<[u8; 7]>().prop_map(DateTime::from_bytes)
}

fn civil() -> impl Strategy<Value = Civil> {
    (1582..=9999_u16, 1..=12_u8, 1..=31_u8, 0..24_u8, 0..60_u8, 0..60_u8)
        .prop_filter_map("no such day", |(y, mo, d, h, mi, s)| Civil::new(y, mo, d, h, mi, s))
}

fn measurement() -> impl Strategy<Value = Measurement<'static>> {
    (
        (any::<bool>(), sfloat(), sfloat(), sfloat()),
        option::of(stamp()),
        option::of(sfloat()),
        option::of(any::<u8>()),
        option::of(any::<u16>()),
        0..8_u8,
    )
        .prop_map(
            |((kpa, systolic, diastolic, mean), time_stamp, pulse_rate, user_id, status, reserved)| {
                Measurement {
                    time_stamp,
                    pulse_rate,
                    user_id,
                    status: status.map(Status::from_bits),
                    reserved_flags: reserved << 5,
                    ..Measurement::new(
                        if kpa { Pressure::KPa } else { Pressure::MmHg },
                        systolic,
                        diastolic,
                        mean,
                    )
                }
            },
        )
}

fn oximeter_tail()
-> impl Strategy<Value = (Option<MeasurementStatus>, Option<SensorStatus>, Option<Sfloat>, u8)> {
    (option::of(any::<u16>()), option::of(0..1_u32 << 24), option::of(sfloat()), 0..8_u8).prop_map(
        |(status, sensor, index, reserved)| {
            (
                status.map(MeasurementStatus::from_bits),
                sensor.map(SensorStatus::from_bits),
                index,
                reserved << 5,
            )
        },
    )
}

fn spot_check() -> impl Strategy<Value = SpotCheck<'static>> {
    (sfloat(), sfloat(), option::of(stamp()), any::<bool>(), oximeter_tail()).prop_map(
        |(spo2, pulse, time_stamp, clock_not_set, (status, sensor, index, reserved_flags))| SpotCheck {
            time_stamp,
            measurement_status: status,
            sensor_status: sensor,
            pulse_amplitude_index: index,
            clock_not_set,
            reserved_flags,
            ..SpotCheck::new(spo2, pulse)
        },
    )
}

fn continuous() -> impl Strategy<Value = Continuous<'static>> {
    let pair = || (sfloat(), sfloat()).prop_map(|(spo2, pulse_rate)| Spo2Pulse { spo2, pulse_rate });
    (pair(), option::of(pair()), option::of(pair()), oximeter_tail()).prop_map(
        |(normal, fast, slow, (measurement_status, sensor_status, pulse_amplitude_index, reserved_flags))| {
            Continuous {
                normal,
                fast,
                slow,
                measurement_status,
                sensor_status,
                pulse_amplitude_index,
                reserved_flags,
                remarks: Remarks::NONE,
                rest: &[],
            }
        },
    )
}

fn records() -> impl Strategy<Value = Records> {
    let number = prop_oneof![
        any::<u16>().prop_map(Range::AtMost),
        any::<u16>().prop_map(Range::AtLeast),
        (any::<u16>(), any::<u16>()).prop_map(|(a, b)| Range::Within(a.min(b), a.max(b))),
    ];
    let time = prop_oneof![
        stamp().prop_map(Range::AtMost),
        stamp().prop_map(Range::AtLeast),
        (civil(), civil()).prop_map(|(a, b)| Range::Within(a.min(b).into(), a.max(b).into())),
    ];
    prop_oneof![
        Just(Records::All),
        Just(Records::First),
        Just(Records::Last),
        number.prop_map(Records::SequenceNumber),
        time.prop_map(Records::UserFacingTime),
    ]
}

proptest! {
    #![proptest_config(crate::strategies::config())]

    #[test]
    fn no_bytes_panic_a_prefix(bytes in frame(), quirks in quirks()) {
        let _ = Measurement::decode_prefix(&bytes, quirks);
        let _ = SpotCheck::decode_prefix(&bytes);
        let _ = Feature::decode(&bytes);
        let _ = Features::decode(&bytes);
    }

    #[test]
    fn accepted_bytes_encode_to_themselves(bytes in frame()) {
        if let Ok(m) = Measurement::decode(&bytes, Quirks::NONE) {
            prop_assert_eq!(m.encode(), bytes.clone());
        }
        if let Ok(c) = CuffPressure::decode(&bytes) {
            prop_assert_eq!(c.encode(), bytes.clone());
        }
        if let Ok(s) = SpotCheck::decode(&bytes) {
            prop_assert_eq!(s.encode(), bytes.clone());
        }
        if let Ok(c) = Continuous::decode(&bytes) {
            prop_assert_eq!(c.encode(), bytes.clone());
        }
        if let Ok(c) = CurrentTime::decode(&bytes) {
            prop_assert_eq!(c.encode(), bytes.clone());
        }
        if let Ok(request) = Request::decode(&bytes) {
            prop_assert_eq!(request.encode(), bytes);
        }
    }

    #[test]
    fn a_measurement_survives_its_encoding(m in measurement()) {
        let bytes = m.encode();
        let decoded = Measurement::decode(&bytes, Quirks::NONE).unwrap();
        prop_assert_eq!(Measurement { remarks: Remarks::NONE, ..decoded }, m);
        prop_assert!(!decoded.remarks.contains(Remark::LongerThanAnnounced));
    }

    #[test]
    fn a_quirky_frame_keeps_its_meaning_when_written_as_specified(tail in any::<[u8; 18]>(), kpa in any::<bool>()) {
        let mut bytes = vec![0x56 | u8::from(kpa)];
        bytes.extend(tail);
        let quirky = Measurement::decode(&bytes, QUIRKY).unwrap();
        prop_assert!(quirky.remarks.contains(Remark::QuirkApplied));
        let encoded = quirky.encode();
        let plain = Measurement::decode(&encoded, QUIRKY).unwrap();
        prop_assert!(!plain.remarks.contains(Remark::QuirkApplied));
        prop_assert_eq!(
            Measurement { remarks: Remarks::NONE, ..plain },
            Measurement { remarks: Remarks::NONE, ..quirky }
        );
    }

    #[test]
    fn oximetry_survives_its_encoding(s in spot_check(), c in continuous()) {
        let bytes = s.encode();
        let decoded = SpotCheck::decode(&bytes).unwrap();
        prop_assert_eq!(SpotCheck { remarks: Remarks::NONE, ..decoded }, s);
        let bytes = c.encode();
        let decoded = Continuous::decode(&bytes).unwrap();
        prop_assert_eq!(Continuous { remarks: Remarks::NONE, ..decoded }, c);
    }

    #[test]
    fn a_cut_frame_is_never_a_reading(m in measurement(), s in spot_check(), c in continuous(), quirks in quirks()) {
        let bytes = m.encode();
        // With the quirk the whole frame may need one byte more than it has: then it is refused as well.
        let whole = Measurement::decode(&bytes, quirks);
        prop_assert!(whole.is_ok() || quirks != Quirks::NONE);
        for length in 0..bytes.len() {
            let cut = &bytes[..length];
            prop_assert!(Measurement::decode(cut, quirks).is_err());
            prop_assert!(CuffPressure::decode(cut).is_err());
            match Measurement::decode_prefix(cut, Quirks::NONE) {
                Err(error) => {
                    let is_too_short = matches!(error.kind, DecodeErrorKind::TooShort { .. });
                    prop_assert!(length < 7 && is_too_short);
                }
                Ok(prefix) => {
                    // What is there is what was sent, and the cut is named where it is.
                    let got = prefix.decoded;
                    prop_assert_eq!((got.systolic, got.diastolic), (m.systolic, m.diastolic));
                    prop_assert!(got.time_stamp.is_none() || got.time_stamp == m.time_stamp);
                    prop_assert!(got.pulse_rate.is_none() || got.pulse_rate == m.pulse_rate);
                    prop_assert!(got.user_id.is_none() || got.user_id == m.user_id);
                    prop_assert!(got.status.is_none() || got.status == m.status);
                    prop_assert!(prefix.cut.is_some_and(|cut| cut.at <= length));
                }
            }
        }
        let bytes = s.encode();
        for length in 0..bytes.len() {
            prop_assert!(SpotCheck::decode(&bytes[..length]).is_err());
        }
        let bytes = c.encode();
        for length in 0..bytes.len() {
            prop_assert!(Continuous::decode(&bytes[..length]).is_err());
        }
    }

    #[test]
    fn a_cut_quirky_frame_is_never_a_reading(tail in any::<[u8; 18]>(), length in 0..19_usize) {
        let mut bytes = vec![0x56];
        bytes.extend(tail);
        prop_assert!(Measurement::decode(&bytes[..length], QUIRKY).is_err());
    }

    #[test]
    fn decimals_survive_their_text(mantissa in any::<i32>(), exponent in any::<i8>()) {
        let decimal = Decimal::new(mantissa, exponent);
        prop_assert_eq!(format!("{decimal:#}").parse(), Ok(decimal));
        let plain: Decimal = match decimal.to_string().parse() {
            Ok(plain) => plain,
            Err(error) => return Err(TestCaseError::fail(format!("{decimal}: {error}"))),
        };
        prop_assert_eq!(plain.cmp_number(decimal), std::cmp::Ordering::Equal);
        if exponent <= 0 {
            prop_assert_eq!(plain, decimal);
        }
    }

    #[test]
    fn decimals_compare_as_their_digits_do(a in -3000..3000_i32, x in -6..6_i8, b in -3000..3000_i32, y in -6..6_i8) {
        let scaled = |mantissa: i32, exponent: i8| {
            i64::from(mantissa) * 10_i64.pow(u32::try_from(i32::from(exponent) + 6).unwrap())
        };
        prop_assert_eq!(Decimal::new(a, x).cmp_number(Decimal::new(b, y)), scaled(a, x).cmp(&scaled(b, y)));
    }

    #[test]
    fn rescaling_keeps_the_number(mantissa in any::<i32>(), from in any::<i8>(), to in any::<i8>()) {
        let decimal = Decimal::new(mantissa, from);
        if let Some(rescaled) = decimal.rescaled(to) {
            prop_assert_eq!(rescaled.exponent, to);
            prop_assert_eq!(rescaled.cmp_number(decimal), std::cmp::Ordering::Equal);
        }
    }

    #[test]
    fn floats_survive_their_encoding(raw in any::<u32>(), mantissa in any::<i32>(), exponent in any::<i8>()) {
        let word = Float::from_raw(raw);
        prop_assert_eq!(Float::encode(word.decode()), Ok(word));
        prop_assert_eq!(Float::from_le_bytes(word.to_le_bytes()), word);
        let decimal = Decimal::new(mantissa, exponent);
        if let Ok(word) = Float::encode(decimal) {
            prop_assert_eq!(word.number(), Some(decimal));
        }
        if let Ok(word) = Sfloat::encode(decimal) {
            prop_assert_eq!(word.number(), Some(decimal));
        }
    }

    #[test]
    fn small_decimals_survive_an_sfloat(mantissa in -2045..=2045_i32, exponent in -8..8_i8) {
        let decimal = Decimal::new(mantissa, exponent);
        prop_assert_eq!(Sfloat::encode(decimal).unwrap().number(), Some(decimal));
        prop_assert_eq!(Float::encode(decimal).unwrap().number(), Some(decimal));
    }

    #[test]
    fn stamps_never_move(stamp in stamp()) {
        prop_assert_eq!(DateTime::from_bytes(stamp.to_bytes()), stamp);
        if let Completeness::Complete(civil) = stamp.completeness() {
            prop_assert_eq!(DateTime::from_civil(civil), stamp);
            let parts = (stamp.year(), stamp.month(), stamp.day(), stamp.time());
            let same = (civil.hour(), civil.minute(), civil.second());
            prop_assert_eq!(parts, (Some(civil.year()), Some(civil.month()), Some(civil.day()), same));
        }
    }

    #[test]
    fn an_incomplete_stamp_is_possible_if_some_filling_is(
        year in prop_oneof![Just(0_u16), 1580..1586_u16, 1896..1905_u16, 2019..2029_u16, 9998..10_001_u16],
        month in 0..15_u8,
        day in prop_oneof![Just(0_u8), 27..34_u8],
        hour in 20..26_u8,
        second in 57..62_u8,
    ) {
        let [low, high] = year.to_le_bytes();
        let stamp = DateTime::from_bytes([low, high, month, day, hour, 0, second]);
        // 2024 and 2023 stand for all leap and other years.
        let years = if year == 0 { vec![2024, 2023] } else { vec![year] };
        let months = if month == 0 { 1..=12 } else { month..=month };
        let days = if day == 0 { 1..=31 } else { day..=day };
        let possible = years.iter().any(|&year| {
            months.clone().any(|month| {
                days.clone().any(|day| Civil::new(year, month, day, hour, 0, second).is_some())
            })
        });
        let known = year != 0 && month != 0 && day != 0;
        match stamp.completeness() {
            Completeness::Complete(_) => prop_assert!(possible && known),
            Completeness::Incomplete => prop_assert!(possible && !known),
            Completeness::Impossible => prop_assert!(!possible),
        }
    }

    #[test]
    fn a_civil_time_can_be_written_to_a_clock(civil in civil()) {
        let bytes = CurrentTime::to_write(civil, AdjustReason::EXTERNAL_REFERENCE).encode();
        let clock = CurrentTime::decode(&bytes).unwrap();
        prop_assert_eq!(clock.date_time.complete(), Some(civil));
        prop_assert!(clock.remarks.is_empty());
    }

    #[test]
    fn requests_survive_their_encoding(records in records()) {
        for request in [Request::Report(records), Request::Count(records), Request::Abort] {
            let bytes = request.encode();
            prop_assert_eq!(Request::decode(&bytes), Ok(request));
            prop_assert!(bytes[0] != OpCode::DELETE.0);
            for length in 0..bytes.len() {
                prop_assert!(Request::decode(&bytes[..length]).is_err());
            }
        }
    }

    #[test]
    fn answers_survive_their_encoding(count in any::<u32>(), request in any::<u8>(), code in any::<u8>()) {
        let result = Answer::Result { request: OpCode(request), code: ResponseCode(code) };
        for answer in [Answer::Count(count), Answer::Count(count % 70_000), result] {
            prop_assert_eq!(Response::decode(&answer.encode()).unwrap().answer, answer);
        }
        prop_assert_eq!(ResponseCode(code).is_complete(), matches!(code, 1 | 6));
    }
}
