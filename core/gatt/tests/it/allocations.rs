//! Decoding a fixed layout takes no memory from the heap.

use allocation_counter::measure;
use health_gatt::blood_pressure::{CuffPressure, EnhancedMeasurement, Feature, Measurement};
use health_gatt::body_composition;
use health_gatt::current_time::CurrentTime;
use health_gatt::pulse_oximeter::{Continuous, SpotCheck};
use health_gatt::vendor::omron::record::{Layout, Record};
use health_gatt::vendor::{berry, contec, jumper, masimo, nonin, pc60, taidoc};
use health_gatt::{DateTime, Quirks, glucose, heart_rate, thermometer, weight};

/// Every fixed layout over the same bytes, short, long and odd.
fn decode_all(bytes: &[u8]) -> usize {
    let accepted = [
        Measurement::decode(bytes, Quirks::NONE).is_ok(),
        Measurement::decode(bytes, Quirks::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER).is_ok(),
        CuffPressure::decode(bytes).is_ok(),
        EnhancedMeasurement::decode(bytes).is_ok(),
        Feature::decode(bytes).is_ok(),
        SpotCheck::decode(bytes).is_ok(),
        Continuous::decode(bytes).is_ok(),
        thermometer::Measurement::decode(bytes).is_ok(),
        weight::Measurement::decode(bytes).is_ok(),
        body_composition::Measurement::decode(bytes).is_ok(),
        glucose::Measurement::decode(bytes).is_ok(),
        glucose::Context::decode(bytes).is_ok(),
        heart_rate::Measurement::decode(bytes).is_ok_and(|m| m.intervals().count() < 300),
        CurrentTime::decode(bytes).is_ok(),
        DateTime::decode(bytes).is_ok(),
        Record::decode(bytes, Layout::BigEndian).is_ok(),
        Record::decode(bytes, Layout::LittleEndian).is_ok(),
        nonin::Oximetry::decode(bytes).is_ok(),
        pc60::Frame::decode(bytes).is_ok(),
        jumper::Values::decode(bytes).is_ok(),
        berry::Sample::decode(bytes).is_ok(),
        masimo::Frame::decode(bytes).is_ok(),
        contec::Record::decode(bytes).is_ok(),
        taidoc::Frame::decode(bytes).is_ok(),
    ];
    accepted.into_iter().filter(|accepted| *accepted).count()
}

#[test]
fn no_fixed_layout_allocates() {
    let mut accepted = 0;
    let info = measure(|| {
        for flags in 0..=u8::MAX {
            for length in 0..=32 {
                let mut bytes = [7; 32];
                bytes[0] = flags;
                if let Some(bytes) = bytes.get(..length) {
                    accepted += decode_all(bytes);
                }
            }
        }
    });
    assert!(accepted > 10_000, "only {accepted} frames were accepted");
    assert_eq!(info.count_total, 0, "{info:?}");
}
