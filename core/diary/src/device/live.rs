//! What a device measures at this moment, for a screen; none of it is a reading.

use core::fmt;

use health_gatt::Quirks;
use health_gatt::blood_pressure::Measurement;
use health_gatt::float::Decimal;
use health_gatt::pulse_oximeter::{Continuous, MeasurementStatus, SensorStatus};
use health_gatt::unit::Pressure;
use health_gatt::vendor::jumper::Values;

use super::{Uuid, wire};

/// What a device measures at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Live {
    /// An oximeter on a finger.
    Oxygen(LiveOxygen),
    /// A cuff while it inflates.
    CuffPressure(LivePressure),
}

/// What an oximeter shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LiveOxygen {
    /// Oxygen saturation, percent; none where there is none, or the device calls it void.
    pub saturation: Option<Decimal>,
    /// Pulse, a minute; none as above.
    pub pulse: Option<Decimal>,
    /// How good the signal is.
    pub signal: Signal,
}

/// What a cuff shows while it inflates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LivePressure {
    /// The pressure in the cuff; none where the device says none.
    pub pressure: Option<Decimal>,
    /// In this unit.
    pub unit: Pressure,
}

/// How good an oximeter's signal is: the first of these that is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The device or its sensor reports a fault.
    Fault,
    /// No finger is in the sensor, or it has slipped.
    NoFinger,
    /// Made up, for a demonstration or a test.
    Demonstration,
    /// There is no value yet.
    Searching,
    /// There is a value, and the device has doubts about it.
    Weak,
    /// There is a value, and no doubt.
    Good,
}

impl Signal {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fault => "fault",
            Self::NoFinger => "no-finger",
            Self::Demonstration => "demonstration",
            Self::Searching => "searching",
            Self::Weak => "weak",
            Self::Good => "good",
        }
    }
}

impl fmt::Debug for LiveOxygen {
    /// Without the values: a reading must not reach a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LiveOxygen({:?})", self.signal)
    }
}

impl fmt::Debug for LivePressure {
    /// Without the value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LivePressure")
    }
}

impl Live {
    /// Reads a live value; `None` where it is none that can be shown.
    pub fn read(uuid: Uuid, bytes: &[u8]) -> Option<Self> {
        match uuid {
            wire::CONTINUOUS_OXIMETRY => Continuous::decode(bytes).ok().map(|frame| oxygen(&frame)),
            wire::JUMPER_VALUES => Values::decode(bytes).ok().map(jumper),
            wire::CUFF_PRESSURE => {
                let frame = Measurement::decode_prefix(bytes, Quirks::NONE).ok()?.decoded;
                let (pressure, unit) = (frame.systolic.number(), frame.unit);
                Some(Self::CuffPressure(LivePressure { pressure, unit }))
            }
            _ => None,
        }
    }

    /// Whether somebody is there: a finger in the sensor, air in the cuff.
    pub fn is_alive(&self) -> bool {
        match self {
            Self::Oxygen(oxygen) => oxygen.saturation.is_some() || oxygen.pulse.is_some(),
            Self::CuffPressure(cuff) => cuff.pressure.is_some_and(|pressure| pressure.mantissa > 0),
        }
    }
}

/// One that says nothing of its signal.
fn jumper(values: Values) -> Live {
    let number = |value: Option<u8>| value.map(|value| Decimal::new(value.into(), 0));
    let signal = if values.spo2.is_some() { Signal::Good } else { Signal::Searching };
    Live::Oxygen(LiveOxygen { saturation: number(values.spo2), pulse: number(values.pulse_rate), signal })
}

fn oxygen(frame: &Continuous<'_>) -> Live {
    let measurement = frame.measurement_status.unwrap_or(MeasurementStatus::from_bits(0));
    let sensor = frame.sensor_status.unwrap_or(SensorStatus::from_bits(0));
    let off = SensorStatus::SENSOR_UNCONNECTED | SensorStatus::SENSOR_DISPLACED;
    let void = measurement.intersects(MeasurementStatus::UNAVAILABLE | MeasurementStatus::INVALID)
        || sensor.intersects(off);
    let there = |word: health_gatt::float::Sfloat| word.number().filter(|_| !void);
    let (saturation, pulse) = (there(frame.normal.spo2), there(frame.normal.pulse_rate));
    let fault = SensorStatus::EQUIPMENT_MALFUNCTION
        | SensorStatus::SENSOR_MALFUNCTION
        | SensorStatus::SENSOR_DISCONNECTED
        | SensorStatus::UNKNOWN_SENSOR;
    let weak = SensorStatus::PROCESSING_IRREGULARITY
        | SensorStatus::INADEQUATE_SIGNAL
        | SensorStatus::POOR_SIGNAL
        | SensorStatus::LOW_PERFUSION
        | SensorStatus::ERRATIC_SIGNAL
        | SensorStatus::NON_PULSATILE_SIGNAL
        | SensorStatus::QUESTIONABLE_PULSE
        | SensorStatus::SENSOR_INTERFERENCE;
    let doubted =
        MeasurementStatus::EARLY_ESTIMATE | MeasurementStatus::CALIBRATION | MeasurementStatus::QUESTIONABLE;
    let signal = if sensor.intersects(fault) {
        Signal::Fault
    } else if sensor.intersects(off) {
        Signal::NoFinger
    } else if measurement.intersects(MeasurementStatus::DEMONSTRATION | MeasurementStatus::TESTING) {
        Signal::Demonstration
    } else if saturation.is_none() {
        Signal::Searching
    } else if sensor.intersects(weak) || measurement.intersects(doubted) {
        Signal::Weak
    } else {
        Signal::Good
    };
    Live::Oxygen(LiveOxygen { saturation, pulse, signal })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 97 % and 72 a minute, with measurement and sensor status.
    fn frame(measurement: u16, sensor: u32) -> Vec<u8> {
        let mut bytes = vec![0x0C, 97, 0, 72, 0];
        bytes.extend(measurement.to_le_bytes());
        bytes.extend(&sensor.to_le_bytes()[..3]);
        bytes
    }

    #[test]
    fn an_oximeter_is_shown_with_its_signal() {
        for (measurement, sensor, signal, alive) in [
            (0, 0, Signal::Good, true),
            (1 << 5, 1 << 9, Signal::Good, true),
            (1 << 14, 0, Signal::Weak, true),
            (0, 1 << 5, Signal::Weak, true),
            (1 << 13, 0, Signal::Searching, false),
            (1 << 15, 1 << 11, Signal::NoFinger, false),
            (0, 1 << 13, Signal::NoFinger, false),
            (1 << 10, 0, Signal::Demonstration, true),
            (0, 1 << 15, Signal::Fault, true),
        ] {
            let live = Live::read(wire::CONTINUOUS_OXIMETRY, &frame(measurement, sensor)).unwrap();
            let Live::Oxygen(shown) = live else { panic!("{live:?}") };
            assert_eq!((shown.signal, live.is_alive()), (signal, alive), "{measurement:x} {sensor:x}");
            assert!(!format!("{live:?}").contains("97"), "no value in a log");
        }
        let nothing = Live::read(wire::CONTINUOUS_OXIMETRY, &[0, 0xFF, 7, 0xFF, 7]).unwrap();
        assert!(!nothing.is_alive());
    }

    #[test]
    fn an_oximeter_of_another_protocol_is_shown_too() {
        let shown = |bytes: &[u8]| Live::read(wire::JUMPER_VALUES, bytes);
        let finger = shown(&[0x81, 62, 97, 30]).unwrap();
        let number = |value| Some(Decimal::new(value, 0));
        let (saturation, pulse, signal) = (number(97), number(62), Signal::Good);
        assert_eq!(finger, Live::Oxygen(LiveOxygen { saturation, pulse, signal }));
        let none = shown(&[0x81, 0xFF, 0x7F, 0]).unwrap();
        assert!(finger.is_alive() && !none.is_alive());
        assert_eq!(shown(&[0x80, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), None, "a wave is no value");
    }

    #[test]
    fn a_cuff_is_shown_while_there_is_air_in_it() {
        let shown = |bytes: &[u8]| Live::read(wire::CUFF_PRESSURE, bytes).unwrap();
        assert!(shown(&[0, 140, 0, 0xFF, 7, 0xFF, 7]).is_alive());
        assert!(!shown(&[0, 0, 0, 0xFF, 7, 0xFF, 7]).is_alive());
        assert!(!shown(&[0, 0xFF, 7, 0xFF, 7, 0xFF, 7]).is_alive());
        assert_eq!(Live::read(wire::CUFF_PRESSURE, &[1, 2]), None);
        assert_eq!(Live::read(wire::BLOOD_PRESSURE, &[0, 140, 0, 0, 0, 0, 0]), None);
    }
}
