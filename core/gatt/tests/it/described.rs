//! What must hold for every value that has a name, whatever the bytes.

use health_gatt::describe::{DescribeError, Kind, Name, decode_by_name, names};
use health_gatt::{DecodeErrorKind, Quirks};
use proptest::prelude::*;

use crate::strategies::{config, frame, quirks};

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_bytes_panic_any_decoder(bytes in frame(), quirks in quirks()) {
        for name in names() {
            if let Ok(description) = decode_by_name(name.code, &bytes, quirks) {
                prop_assert!(bytes.ends_with(&description.rest), "{}", name.code);
                prop_assert_eq!(description.what, name.readable);
            }
        }
    }

    #[test]
    fn an_error_points_into_the_frame_and_counts_right(bytes in frame()) {
        for name in names() {
            let Err(DescribeError::Decode(error)) = decode_by_name(name.code, &bytes, Quirks::NONE) else { continue };
            prop_assert!(error.at <= bytes.len(), "{}: {error:?}", name.code);
            match error.kind {
                DecodeErrorKind::TooShort { needed, got } | DecodeErrorKind::ShorterThanFlags { needed, got, .. } => {
                    prop_assert!(needed > got && got <= bytes.len(), "{}: {error:?}", name.code);
                }
                DecodeErrorKind::WrongLength { needed, got } => {
                    prop_assert!(needed != got, "{}: {error:?}", name.code);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn no_name_panics(what in "\\PC{0,40}", bytes in frame()) {
        let _ = decode_by_name(&what, &bytes, Quirks::NONE);
    }
}

#[test]
fn every_name_is_found_and_no_two_share_one() {
    let mut seen = std::collections::BTreeSet::new();
    for name in names() {
        assert!(seen.insert(name.code), "{} twice", name.code);
        assert!(seen.insert(name.readable), "{} twice", name.readable);
        for spelled in [name.code, name.readable, &name.code.to_uppercase(), &name.readable.replace('-', " ")]
        {
            assert_eq!(Name::find(spelled).map(|found| found.code), Some(name.code), "{spelled}");
        }
    }
}

#[test]
fn cuff_pressure_is_never_a_reading() {
    for flags in 0..=u8::MAX {
        let mut bytes = vec![flags];
        bytes.extend([0x78, 0, 0x50, 0, 0x5D, 0]);
        bytes.extend([0; 12]);
        let description = decode_by_name("2a36", &bytes, Quirks::NONE).unwrap();
        assert_eq!(description.outcome, Kind::Progress);
    }
}

/// What is too short says at every length what it needs, and with that much it is something else that is wrong, or nothing.
#[test]
fn too_short_names_the_same_need_at_every_length() {
    let needs = |code: &str, length: usize| match decode_by_name(code, &vec![0; length], Quirks::NONE) {
        Err(DescribeError::Decode(error)) => match error.kind {
            DecodeErrorKind::TooShort { needed, .. } => Some(needed),
            _ => None,
        },
        _ => None,
    };
    let mut fixed = 0;
    // A control point's first byte decides what the rest is, and records in segments tell their needs part by part.
    let parts = ["record-access", "control-point", "observation", "blood-pressure-record", "registered-user"];
    let one_form = |name: &&Name| !parts.iter().any(|part| name.readable.contains(part));
    for name in names().filter(one_form) {
        let Some(needed) = needs(name.code, 0) else { continue };
        fixed += 1;
        for length in 0..needed {
            assert_eq!(needs(name.code, length), Some(needed), "{}: {length} bytes", name.code);
        }
        assert_eq!(needs(name.code, needed), None, "{}: {needed} bytes", name.code);
    }
    assert!(fixed > 60, "{fixed}");
}
