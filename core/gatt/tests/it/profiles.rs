//! Thermometers, scales, glucose meters and heart rate sensors: what must hold for all bytes.

use health_gatt::body_composition::{self, Flags, Joined, Joiner};
use health_gatt::glucose::{self, Follows, gap};
use health_gatt::{
    DateTime, DecodeErrorKind, Float, Outcome, Remarks, Sfloat, heart_rate, thermometer, weight,
};
use proptest::option;
use proptest::prelude::*;

use crate::strategies::{config, frame};

/// What each decoder makes of the bytes, encoded again.
fn encoded_again(bytes: &[u8]) -> [(&'static str, Option<Vec<u8>>); 6] {
    [
        ("thermometer", thermometer::Measurement::decode(bytes).ok().map(|it| it.encode())),
        ("weight", weight::Measurement::decode(bytes).ok().map(|it| it.encode())),
        ("body composition", body_composition::Measurement::decode(bytes).ok().map(|it| it.encode())),
        ("glucose", glucose::Measurement::decode(bytes).ok().map(|it| it.encode())),
        ("glucose context", glucose::Context::decode(bytes).ok().map(|it| it.encode())),
        ("heart rate", heart_rate::Measurement::decode(bytes).ok().map(|it| it.encode())),
    ]
}

fn stamp() -> impl Strategy<Value = DateTime> {
    any::<[u8; 7]>().prop_map(DateTime::from_bytes)
}

fn word() -> impl Strategy<Value = Option<u16>> {
    option::of(any::<u16>())
}

prop_compose! {
    fn composition()(
        kept in 0..16_u16, fat in any::<u16>(), time_stamp in option::of(stamp()), user_id in option::of(any::<u8>()),
        words in (word(), word(), word(), word(), word()), more in (word(), word(), word(), word()),
    ) -> body_composition::Measurement<'static> {
        let (basal_metabolism, muscle_percentage, muscle_mass, fat_free_mass, soft_lean_mass) = words;
        let (body_water_mass, impedance, weight, height) = more;
        // The flags that are no field: units, more packets, two reserved ones.
        let flags = Flags::from_bits((kept & 1) | (kept >> 1 & 1) << 12 | (kept >> 2) << 13);
        body_composition::Measurement {
            flags, body_fat_word: fat, time_stamp, user_id, basal_metabolism, muscle_percentage, muscle_mass,
            fat_free_mass, soft_lean_mass, body_water_mass, impedance, weight, height, remarks: Remarks::NONE, rest: &[],
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn accepted_bytes_encode_to_themselves(bytes in frame()) {
        for (what, again) in encoded_again(&bytes) {
            if let Some(again) = again {
                prop_assert_eq!(&again, &bytes, "{}", what);
            }
        }
    }

    #[test]
    fn a_cut_frame_is_never_a_reading(
        m in composition(), stamp in stamp(), temperature in any::<u32>(), site in option::of(any::<u8>()),
        time_stamp in any::<bool>(), words in any::<[u16; 3]>(),
    ) {
        let temperature = thermometer::Measurement {
            time_stamp: time_stamp.then_some(stamp),
            site: site.map(thermometer::Site),
            ..thermometer::Measurement::new(health_gatt::unit::Temperature::Celsius, Float::from_raw(temperature))
        };
        let [weight, bmi, height] = words;
        let weight = weight::Measurement {
            time_stamp: time_stamp.then_some(stamp),
            user_id: site,
            bmi_height: Some(weight::BmiHeight { bmi, height }),
            ..weight::Measurement::new(weight::System::Metric, weight)
        };
        let (composition, thermometer, scale) = (m.encode(), temperature.encode(), weight.encode());
        prop_assert_eq!(thermometer::Measurement::decode(&thermometer).unwrap().time_stamp, temperature.time_stamp);
        for length in 0..composition.len() {
            prop_assert!(body_composition::Measurement::decode(&composition[..length]).is_err());
        }
        for length in 0..thermometer.len() {
            prop_assert!(thermometer::Measurement::decode(&thermometer[..length]).is_err());
        }
        for length in 0..scale.len() {
            let error = weight::Measurement::decode(&scale[..length]).unwrap_err();
            prop_assert!(error.at <= length);
            let too_short = matches!(error.kind, DecodeErrorKind::TooShort { .. });
            prop_assert_eq!(too_short, length < 3);
        }
    }

    #[test]
    fn a_body_composition_survives_its_encoding(m in composition()) {
        let bytes = m.encode();
        let decoded = body_composition::Measurement::decode(&bytes).unwrap();
        // The flags of the fields that are there come with the frame.
        let again = body_composition::Measurement { flags: m.flags, remarks: Remarks::NONE, ..decoded };
        prop_assert_eq!(again, m);
        prop_assert_eq!(decoded.outcome() == Outcome::Failed, m.body_fat_word == 0xFFFF);
    }

    #[test]
    fn a_glucose_number_moves_its_point_and_nothing_else(raw in any::<u16>(), molar in any::<bool>()) {
        let mut bytes = vec![if molar { 0x06 } else { 0x02 }, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        bytes.extend(raw.to_le_bytes());
        bytes.push(0x11);
        let m = glucose::Measurement::decode(&bytes).unwrap();
        let it = m.concentration.unwrap();
        let sent = Sfloat::from_raw(raw).number();
        prop_assert_eq!(it.readable().map(|(number, _)| number.mantissa), sent.map(|number| number.mantissa));
        prop_assert_eq!(m.outcome() == Outcome::Reading, sent.is_some());
    }

    #[test]
    fn gaps_are_counted_over_the_wrap(before in any::<u16>(), step in any::<u16>()) {
        let expected = match step {
            0 => Follows::Again,
            1 => Follows::Next,
            2..=0x7FFF => Follows::Missing(step - 1),
            _ => Follows::Earlier,
        };
        prop_assert_eq!(gap(Some(before), before.wrapping_add(step)), expected);
    }
}

#[test]
fn two_packets_make_one_body_composition() {
    let packet = |bytes: &'static [u8]| body_composition::Measurement::decode(bytes).unwrap();
    // Fat 15.0 % and muscle 40.0 %, then weight 70.000 kg; a public layout, values made up.
    let first = packet(&[0x10, 0x10, 150, 0, 0x90, 0x01]);
    let second = packet(&[0x00, 0x14, 150, 0, 0xB0, 0x36]);
    let single = packet(&[0x00, 0x00, 151, 0]);
    let mut joiner = Joiner::default();
    assert_eq!(joiner.push(&first), Joined::Half);
    assert_eq!(joiner.pending().map(|half| half.muscle_percentage), Some(Some(400)));
    let Joined::Whole(whole) = joiner.push(&second) else { panic!("not joined") };
    assert_eq!((whole.muscle_percentage, whole.weight), (Some(400), Some(14000)));
    assert!(joiner.pending().is_none());
    assert_eq!(joiner.push(&first), Joined::Half);
    let Joined::WholeAfterHalf { half, whole } = joiner.push(&single) else { panic!("the half is lost") };
    assert_eq!((half.muscle_percentage, whole.body_fat_word), (Some(400), 151));
}

#[test]
fn each_undefined_code_of_a_glucose_context_is_remarked() {
    let undefined = |bytes: &[u8]| {
        glucose::Context::decode(bytes).unwrap().remarks.contains(health_gatt::Remark::UndefinedValue)
    };
    // Carbohydrate, meal, tester with health, medication: a defined code, then one that is not.
    for (flags, defined, wrong) in
        [(0x01, &[1, 0, 0][..], &[[0, 0, 0], [8, 0, 0]][..]), (0x10, &[5, 0, 0], &[[0, 0, 0], [6, 0, 0]])]
    {
        assert!(!undefined(&[&[flags, 1, 0], defined].concat()));
        for wrong in wrong {
            assert!(undefined(&[&[flags, 1, 0], &wrong[..]].concat()), "{wrong:?}");
        }
    }
    for (flags, code, expected) in [
        (0x02, 1, false),
        (0x02, 6, true),
        (0x04, 0x11, false),
        (0x04, 0xFF, false),
        (0x04, 0x14, true),
        (0x04, 0x61, true),
    ] {
        assert_eq!(undefined(&[flags, 1, 0, code]), expected, "{flags:02X} {code:02X}");
    }
}

#[test]
fn a_heart_rate_above_a_byte_is_sent_as_a_word() {
    let narrow = heart_rate::Measurement::decode(&[0, 85]).unwrap();
    assert_eq!(narrow.encode(), [0, 85]);
    let fast = heart_rate::Measurement { heart_rate: 257, ..narrow };
    assert_eq!(fast.encode(), [1, 1, 1]);
    let wide = heart_rate::Measurement { wide: true, ..narrow };
    assert_eq!(wide.encode(), [1, 85, 0]);
}
