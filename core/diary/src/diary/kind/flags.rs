//! What devices remark about their readings.

use super::{FlagKind, OUT_OF_RANGE};

const fn flag(number: u16, name: &'static str, words: &'static str, doubtful: bool) -> FlagKind {
    FlagKind { number, name, words, doubtful }
}

/// The program's own remarks, which every kind can have.
pub(super) const EVERY: &[FlagKind] =
    &[flag(OUT_OF_RANGE, "out-of-range", "outside what is possible: probably not a real value", true)];

/// Bits of the Blood Pressure Measurement's status field (Blood Pressure Service 1.0, 3.1.1.6).
pub(super) const BLOOD_PRESSURE: &[FlagKind] = &[
    flag(1, "body-moved", "the cuff noticed movement", true),
    flag(2, "cuff-loose", "the cuff was too loose", true),
    flag(3, "irregular-pulse", "the cuff noticed an irregular pulse", false),
    flag(4, "pulse-high", "the pulse was above the cuff's range", false),
    flag(5, "pulse-low", "the pulse was below the cuff's range", false),
    flag(6, "improper-position", "the arm was in the wrong position", true),
];

/// Bits of the pulse oximeter's measurement status (1..=15) and device-and-sensor status (20..=35) (Pulse Oximeter
/// Service 1.0, 3.1.1 and 3.1.2); from 40 on, why a live stream gave no reading, which is the program's own remark.
pub(super) const OXIMETRY: &[FlagKind] = &[
    flag(5, "ongoing", "the measurement was still going on", true),
    flag(6, "early-estimate", "an early estimate", true),
    flag(7, "validated", "checked by the oximeter", false),
    flag(8, "fully-qualified", "fully checked by the oximeter", false),
    flag(9, "from-storage", "from the oximeter's memory", false),
    flag(10, "demonstration", "a demonstration, not a measurement", true),
    flag(11, "test", "a test, not a measurement", true),
    flag(12, "calibrating", "the oximeter was calibrating", true),
    flag(13, "unavailable", "no measurement available", true),
    flag(14, "questionable", "the oximeter doubts this value", true),
    flag(15, "invalid", "the oximeter calls this value invalid", true),
    flag(20, "display-updating", "the display was still updating", false),
    flag(21, "malfunction", "the oximeter reported a fault of its own", true),
    flag(22, "irregular-signal", "irregular signal", true),
    flag(23, "inadequate-signal", "inadequate signal", true),
    flag(24, "poor-signal", "poor signal", true),
    flag(25, "low-perfusion", "little blood flow in the finger", true),
    flag(26, "erratic-signal", "erratic signal", true),
    flag(27, "non-pulsatile", "no pulse in the signal", true),
    flag(28, "questionable-pulse", "the oximeter doubts the pulse", true),
    flag(29, "analysing", "the signal was still being analysed", false),
    flag(30, "interference", "interference at the sensor", true),
    flag(31, "sensor-off", "the sensor was not on the finger", true),
    flag(32, "unknown-sensor", "an unknown sensor", true),
    flag(33, "sensor-displaced", "the sensor had moved", true),
    flag(34, "sensor-fault", "the sensor reported a fault", true),
    flag(35, "sensor-disconnected", "the sensor was disconnected", true),
    flag(40, "no-signal", "the oximeter got no usable signal", true),
    flag(41, "too-short", "the finger was in it for less than a minute", true),
    flag(42, "not-steady", "the value did not settle", true),
];
