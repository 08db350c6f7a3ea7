//! One number is a result, none is not, whatever the maker's word for none.

use health_gatt::Outcome::{Failed, Reading};
use health_gatt::pulse_oximeter::{Continuous, MeasurementStatus, SpotCheck};
use health_gatt::vendor::viatom::o2ring::Sensors;
use health_gatt::vendor::{berry, contec, jumper, masimo, nonin};
use health_gatt::{Outcome, Sfloat};

/// Saturation and pulse rate, there or not.
const BOTH: [(bool, bool, Outcome); 4] =
    [(true, true, Reading), (true, false, Reading), (false, true, Reading), (false, false, Failed)];

#[test]
fn one_number_of_two_is_a_result() {
    for (spo2, pulse, outcome) in BOTH {
        let word = |there, number| if there { Sfloat::from_raw(number) } else { Sfloat::NAN };
        let (s, p) = (word(spo2, 97), word(pulse, 62));
        let spot_check = SpotCheck::new(s, p);
        assert_eq!(spot_check.outcome(), outcome);
        for void in [MeasurementStatus::INVALID, MeasurementStatus::UNAVAILABLE] {
            let void = SpotCheck { measurement_status: Some(void), ..spot_check };
            assert_eq!(void.outcome(), Failed);
        }
        let live = SpotCheck { measurement_status: Some(MeasurementStatus::ONGOING), ..spot_check };
        assert_eq!(live.outcome(), outcome);
        let [s, t] = s.to_le_bytes();
        let [p, q] = p.to_le_bytes();
        assert_eq!(Continuous::decode(&[0, s, t, p, q]).unwrap().outcome(), outcome);

        let byte = |there, number: u8, none: u8| if there { number } else { none };
        let sent = jumper::Values::decode(&[0x81, byte(pulse, 62, 0xFF), byte(spo2, 97, 0x7F), 21]).unwrap();
        assert_eq!((sent.outcome(), sent.perfusion_percent().to_string()), (outcome, "2.1".to_owned()));
        let third = if pulse { 0x05 } else { 0x45 };
        let sample = [0x87, 64, third, byte(pulse, 62, 127), byte(spo2, 97, 127)];
        assert_eq!(berry::Sample::decode(&sample).unwrap().outcome(), outcome);
        let live = [0xEB, 1, 0, byte(pulse, 62, 127), byte(spo2, 97, 127), 0, 0, 0];
        assert_eq!(contec::Live::decode(&live).unwrap().outcome(), outcome);
        let [high, low] = if pulse { [0, 62] } else { [1, 0xFF] };
        let frame = [10, 0, 31, 0, 0, 0, 1, byte(spo2, 97, 127), high, low];
        assert_eq!(nonin::Oximetry::decode(&frame).unwrap().outcome(), outcome);
        let ring = [byte(spo2, 97, 0), byte(pulse, 62, 0xFF), 0, 0, 0, 0, 0, 80, 0, 0, 21, 1];
        let ring = Sensors::decode(&ring).unwrap();
        assert_eq!((ring.outcome(), ring.perfusion_percent().to_string()), (outcome, "2.1".to_owned()));
    }
}

/// The data of a Masimo frame of values with this state, saturation and pulse rate, each with its exception.
fn masimo_data(system: [u8; 4], spo2: (u8, u8), pulse: (u8, u8)) -> [u8; 15] {
    let [a, b, c, d] = system;
    [a, b, c, d, spo2.1, spo2.0, pulse.1, pulse.0, 0, 15, 0, 0x2C, 1, 0, 14]
}

#[test]
fn masimo_says_for_each_value_whether_it_is_one() {
    let values = |system, spo2, pulse| {
        let data = masimo_data(system, spo2, pulse);
        masimo::Frame { kind: 5, data: &data, rest: &[] }.values().unwrap()
    };
    let none = [0, 0, 0, 0];
    for (spo2, pulse, outcome) in BOTH {
        let word = |there, number| if there { (number, 0) } else { (0xFF, 0) };
        assert_eq!(values(none, word(spo2, 97), word(pulse, 62)).outcome(), outcome);
        let marked = |there, number| if there { (number, 1) } else { (number, 4) };
        assert_eq!(values(none, marked(spo2, 97), marked(pulse, 62)).outcome(), outcome);
    }
    // Off the patient (bit 21) and searching (22) void the numbers; low perfusion (24) does not.
    for (system, outcome) in [([0, 0, 0x20, 0], Failed), ([0, 0, 0x40, 0], Failed), ([0, 0, 0, 1], Reading)] {
        assert_eq!(values(system, (97, 0), (62, 0)).outcome(), outcome);
    }
    let values = values(none, (97, 0), (62, 0));
    assert_eq!(values.perfusion_percent().map(|percent| percent.to_string()), Some("3.00".to_owned()));
    assert_eq!((values.variability.0, values.respiration_rate.0), (Some(15), Some(14)));
    for wrong in [&[0; 14][..], &[0; 16]] {
        assert_eq!(masimo::Frame { kind: 5, data: wrong, rest: &[] }.values(), None);
    }
    assert_eq!(masimo::Frame { kind: 4, data: &[0; 15], rest: &[] }.values(), None);
}

#[test]
fn berry_without_a_finger_has_no_result() {
    for (first, third, outcome) in [
        (0x87, 0x05, Reading),
        (0x97, 0x05, Failed),
        (0xA7, 0x05, Failed),
        (0xC7, 0x05, Reading),
        (0x87, 0x15, Failed),
        (0x87, 0x25, Failed),
    ] {
        assert_eq!(
            berry::Sample::decode(&[first, 64, third, 62, 97]).unwrap().outcome(),
            outcome,
            "{first:02X} {third:02X}"
        );
    }
}
