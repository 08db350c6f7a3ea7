//! Health observations: what is read is what was sent, lists and parts included, and no cut one is a reading.

use health_gatt::clock::elapsed::Stamp;
use health_gatt::health_sensor::{
    Class, Codes, ControlPoint, Feature, Observation, SampleArray, Specialisation, Stored, Value, reassembler,
};
use health_gatt::segments::split;
use health_gatt::{DecodeErrorKind, Float, Outcome, Remark, Remarks};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::strategies::config;

/// A list as it is sent: its number of items, then the items.
fn list(item: impl Strategy<Value = Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    vec(item, 0..4).prop_map(|items| {
        let count = items.len().to_le_bytes()[0];
        [vec![count], items.concat()].concat()
    })
}

fn some_bytes(length: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), length)
}

fn attribute() -> impl Strategy<Value = Vec<u8>> {
    (some_bytes(4), any::<u8>(), vec(any::<u8>(), 0..6)).prop_map(|(kind, format, value)| {
        [kind, vec![value.len().to_le_bytes()[0], 0, format], value].concat()
    })
}

/// The class and the bytes of a value that may be part of a compound.
fn simple() -> impl Strategy<Value = (u8, Vec<u8>)> {
    prop_oneof![
        some_bytes(6).prop_map(|bytes| (1, bytes)),
        some_bytes(4).prop_map(|bytes| (2, bytes)),
        vec(any::<u8>(), 0..9).prop_map(|text| (3, [vec![text.len().to_le_bytes()[0], 0], text].concat())),
        (some_bytes(15), 1..3_u8, 0..5_u8).prop_flat_map(|(head, size, count)| {
            some_bytes(usize::from(size * count))
                .prop_map(move |samples| (4, [head.clone(), vec![size, count, 0, 0, 0], samples].concat()))
        }),
        list(some_bytes(4)).prop_map(|bytes| (5, bytes)),
        (0..4_u8).prop_flat_map(|length| {
            some_bytes(3 * usize::from(length)).prop_map(move |bits| (6, [vec![length], bits].concat()))
        }),
    ]
}

fn value() -> impl Strategy<Value = (u8, Vec<u8>)> {
    let component =
        (some_bytes(4), simple()).prop_map(|(kind, (class, value))| [kind, vec![class], value].concat());
    prop_oneof![
        4 => simple(),
        1 => list(component).prop_map(|bytes| (7, bytes)),
        1 => list(attribute()).prop_map(|bytes| (8, bytes)),
        1 => (9..255_u8, vec(any::<u8>(), 0..9)),
    ]
}

/// The bytes of an observation with this value and any fields, and how many of them there are.
fn around(value: impl Strategy<Value = (u8, Vec<u8>)>) -> impl Strategy<Value = Vec<u8>> {
    let codes = || option::of(list(some_bytes(4)));
    let fixed = |length| option::of(some_bytes(length));
    (
        (fixed(4), fixed(9), fixed(4), fixed(2), fixed(4), fixed(1)),
        (codes(), codes(), codes(), option::of(list(attribute()))),
        (0..64_u16, value),
    )
        .prop_map(|(first, second, (reserved, (class, value)))| {
            let fields = [
                first.0, first.1, first.2, first.3, first.4, first.5, second.0, second.1, second.2, second.3,
            ];
            let mut flags = reserved << 10;
            for (bit, field) in fields.iter().enumerate() {
                flags |= u16::from(field.is_some()) << bit;
            }
            let body =
                [flags.to_le_bytes().to_vec(), fields.into_iter().flatten().flatten().collect(), value]
                    .concat();
            let length = body.len().to_le_bytes();
            [vec![class, length[0], length[1]], body].concat()
        })
}

fn observation() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => around(value()),
        1 => around(list(around(value())).prop_map(|members| (255, members))),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_observation_is_read_whole_and_encodes_to_itself(bytes in observation(), number in any::<u32>()) {
        let decoded = Observation::decode(&bytes).unwrap();
        prop_assert_eq!(decoded.encode(), bytes.clone());
        prop_assert!(decoded.rest.is_empty() && decoded.extra.is_empty());
        let flags = u16::from_le_bytes([bytes[3], bytes[4]]);
        prop_assert_eq!(decoded.flags().bits(), flags);
        prop_assert_eq!(decoded.remarks.contains(Remark::LongerThanAnnounced), false);
        let stored = Stored { record_number: number, observation: decoded };
        let bytes = stored.encode();
        prop_assert_eq!(Stored::decode(&bytes), Ok(stored));
    }

    #[test]
    fn a_cut_observation_is_no_reading(bytes in observation(), number in any::<[u8; 4]>()) {
        for length in 0..bytes.len() {
            let error = Observation::decode(&bytes[..length]).unwrap_err();
            prop_assert!(error.at <= length);
            prop_assert!(Stored::decode(&[&number[..], &bytes[..length]].concat()).is_err());
        }
    }

    /// A length that is too small for the fields cuts them as surely as missing bytes do.
    #[test]
    fn a_short_length_is_no_reading(bytes in around(simple()), length in any::<prop::sample::Index>()) {
        let mut bytes = bytes;
        let whole = bytes.len() - 3;
        let short = length.index(whole);
        bytes[1..3].copy_from_slice(&short.to_le_bytes()[..2]);
        prop_assert!(Observation::decode(&bytes).is_err());
    }

    #[test]
    fn any_bytes_are_safe(bytes in vec(any::<u8>(), 0..200), class in prop_oneof![0..9_u8, Just(255)]) {
        let length = bytes.len().to_le_bytes();
        let framed = [vec![class, length[0], length[1]], bytes.clone()].concat();
        for bytes in [&bytes, &framed] {
            if let Ok(value) = Observation::decode(bytes) {
                prop_assert_eq!(&value.encode(), bytes);
                let _ = value.outcome();
            }
            if let Ok(value) = Stored::decode(bytes) {
                prop_assert_eq!(&value.encode(), bytes);
            }
            if let Ok(value) = Feature::decode(bytes) {
                prop_assert_eq!(&value.encode(), bytes);
            }
            if let Ok(value) = ControlPoint::decode(bytes) {
                prop_assert_eq!(&value.encode(), bytes);
            }
        }
    }

    #[test]
    fn segments_of_any_size_carry_it(bytes in observation(), size in 1..60_usize, counter in any::<u8>()) {
        let mut reassembler = reassembler();
        let mut whole = None;
        for segment in split(&bytes, size, counter) {
            whole = reassembler.push(&segment).unwrap().record;
        }
        let record = whole.unwrap();
        prop_assert!(Observation::decode(&record.bytes).is_ok());
    }
}

#[test]
fn a_failed_measurement_is_no_reading() {
    let number = |value| Observation::new(Class::NUMERIC, Value::Numeric { unit: 0x0220, value });
    assert_eq!(number(Float::from_raw(98)).outcome(), Outcome::Reading);
    for special in [Float::NAN, Float::NRES, Float::POSITIVE_INFINITY, Float::RESERVED] {
        assert_eq!(number(special).outcome(), Outcome::Failed);
    }
    let component = |value: Float| [&[5, 0x4A, 2, 0, 1, 0x20, 0x0F][..], &value.to_le_bytes()].concat();
    let compound = |values: &[Float]| {
        let parts: Vec<u8> = values.iter().flat_map(|value| component(*value)).collect();
        let body = [&[0, 0, values.len().to_le_bytes()[0]][..], &parts].concat();
        let bytes = [&[7, body.len().to_le_bytes()[0], 0][..], &body].concat();
        Observation::decode(&bytes).unwrap().outcome()
    };
    assert_eq!(compound(&[Float::NAN, Float::NAN]), Outcome::Failed);
    assert_eq!(compound(&[Float::NAN, Float::from_raw(100)]), Outcome::Reading);
    assert_eq!(compound(&[]), Outcome::Failed);
    let bundle = |members: &[Float]| {
        let parts: Vec<u8> = members.iter().flat_map(|value| number(*value).encode()).collect();
        let body = [&[0, 0, members.len().to_le_bytes()[0]][..], &parts].concat();
        let bytes = [&[255, body.len().to_le_bytes()[0], 0][..], &body].concat();
        Observation::decode(&bytes).unwrap().outcome()
    };
    assert_eq!(bundle(&[Float::NAN, Float::from_raw(1)]), Outcome::Reading);
    assert_eq!(bundle(&[Float::NAN]), Outcome::Failed);
}

#[test]
fn a_bundle_in_a_bundle_and_an_unknown_part_are_kept_as_sent() {
    let inner = Observation::new(Class::BUNDLE, Value::Raw(&[0])).encode();
    let body = [&[0, 0, 1][..], &inner].concat();
    let bytes = [&[255, body.len().to_le_bytes()[0], 0][..], &body].concat();
    let outer = Observation::decode(&bytes).unwrap();
    let Value::Bundle(members) = outer.value else { panic!("{outer:?}") };
    assert_eq!(members.iter().map(|member| member.value).collect::<Vec<_>>(), [Value::Raw(&[0])]);
    assert!(outer.remarks.contains(Remark::UndefinedValue));
    assert_eq!(outer.encode(), bytes);

    let compound = Observation::decode(&[7, 9, 0, 0, 0, 1, 1, 0, 0, 0, 9, 0xAA]).unwrap();
    assert_eq!(compound.value, Value::Raw(&[1, 1, 0, 0, 0, 9, 0xAA]));
}

#[test]
fn fields_are_found_behind_each_other() {
    let bytes = [
        &[4, 54, 0, 0xFF, 0, 0xB8, 0x4B, 2, 0][..],
        &[0x22, 0x72, 0x9D, 0x2B, 0x29, 0, 0, 6, 0, 0x0A, 0, 0, 0xFF, 3, 0, 7, 0, 0, 0, 2],
        &[1, 0x3C, 0x4C, 2, 0, 0],
        &[0xB2, 0x10, 2, 0, 0, 0, 1, 0, 0, 0, 0x0A, 0, 0, 0xFD, 1, 2, 1, 0, 0, 0, 0xF9, 7],
    ]
    .concat();
    let o = Observation::decode(&bytes).unwrap();
    assert_eq!((o.kind, o.status, o.id, o.patient), (Some(150_456), Some(3), Some(7), Some(2)));
    assert_eq!(o.time.and_then(Stamp::utc).unwrap().to_string(), "2021-11-20T11:50:10");
    assert_eq!(o.duration.unwrap().to_string(), "1.0");
    assert_eq!(o.supplemental.unwrap().iter().collect::<Vec<_>>(), [150_588]);
    assert_eq!(o.derived_from.unwrap().iter().count(), 0);
    let Value::Samples(SampleArray { count, samples, .. }) = o.value else { panic!("{o:?}") };
    assert_eq!((count, samples), (1, &[0xF9, 7][..]));
    assert_eq!(Codes::from_bytes(&[1, 0, 0]), None);
    assert_eq!(Codes::from_bytes(&[0; 4 * 256]), None);
}

#[test]
fn a_huge_number_of_samples_is_refused() {
    let mut bytes = vec![4, 22, 0, 0, 0];
    bytes.extend([0; 14]);
    bytes.extend([1, 255, 255, 255, 255, 255]);
    let error = Observation::decode(&bytes).unwrap_err();
    assert!(matches!(error.kind, DecodeErrorKind::ShorterThanFlags { field: "samples", .. }));
}

#[test]
fn features_list_kinds_and_specialisations() {
    let bytes = [1, 2, 0xB8, 0x4B, 2, 0, 0x1A, 0x48, 2, 0, 1, 7, 16, 1];
    let feature = Feature::decode(&bytes).unwrap();
    assert_eq!(feature.kinds.iter().collect::<Vec<_>>(), [150_456, 149_530]);
    let devices: Vec<Specialisation> = feature.specialisations().collect();
    assert_eq!(devices, [Specialisation { term: 4103, version: 1 }]);
    assert_eq!(feature.remarks, Remarks::NONE);
    for length in 0..bytes.len() {
        assert!(Feature::decode(&bytes[..length]).is_err());
    }
}
