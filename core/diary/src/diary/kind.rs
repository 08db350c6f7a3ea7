//! The kinds of entry, each one description from which storage, checks, tables and exports follow.
//!
//! Numbers of kinds, fields and flags are stored and never given a new meaning. Limits follow two layers: what is
//! outside *possible* is refused when typed and kept with a remark when a device sent it; what is outside *usual* asks
//! for a second look. Sources: ranges of common cuffs (0 to 299 mmHg, pulse 40 to 180) and oximeters (pulse 25 to 250),
//! with room on both sides.

use super::decimal::Decimal;

/// One kind of entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its number in files.
    pub number: u16,
    /// Its name in exports and commands.
    pub name: &'static str,
    /// Its fields, in the order in which people read them.
    pub fields: &'static [Field],
    /// What a device or a person can remark about it.
    pub flags: &'static [FlagKind],
}

/// One field of a kind.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its number in files.
    pub number: u16,
    /// Its name in exports.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether an entry without it makes no sense.
    pub required: bool,
}

/// What a field holds.
#[derive(Debug, PartialEq, Eq)]
pub enum Shape {
    /// A number with one of these units; the first is the one that limits are written in.
    Number {
        /// Units that are taken, with how many of the first unit one of them is.
        units: &'static [Unit],
        /// Smallest and largest possible value.
        possible: (i64, i64),
        /// Smallest and largest value that raises no question.
        usual: (i64, i64),
    },
    /// Words, at most this many bytes.
    Text {
        /// The most bytes of UTF-8.
        longest: usize,
    },
}

/// A unit of measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Unit {
    /// Millimetres of mercury.
    #[n(0)]
    MmHg,
    /// Kilopascal.
    #[n(1)]
    KPa,
    /// Per minute.
    #[n(2)]
    PerMinute,
    /// Percent.
    #[n(3)]
    Percent,
}

impl Unit {
    /// As people write it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::MmHg => "mmHg",
            Self::KPa => "kPa",
            Self::PerMinute => "/min",
            Self::Percent => "%",
        }
    }

    /// The code of the Unified Code for Units of Measure.
    pub const fn ucum(self) -> &'static str {
        match self {
            Self::MmHg => "mm[Hg]",
            Self::KPa => "kPa",
            Self::PerMinute => "/min",
            Self::Percent => "%",
        }
    }

    /// A value of this unit in another one of the same quantity.
    pub(super) fn value_in(self, value: f64, to: Self) -> f64 {
        const KPA: f64 = 0.133_322_387_415;
        match (self, to) {
            (Self::KPa, Self::MmHg) => value / KPA,
            (Self::MmHg, Self::KPa) => value * KPA,
            _ => value,
        }
    }

    /// How many mmHg, percent or beats one of this unit is: only for holding a value against its limits.
    pub(super) fn in_limit_unit(self, value: Decimal) -> f64 {
        match self {
            // 1 mmHg is 133.322387415 Pa (NIST SP 811, appendix B.8).
            Self::KPa => value.approximate() / 0.133_322_387_415,
            Self::MmHg | Self::PerMinute | Self::Percent => value.approximate(),
        }
    }
}

/// Something a device or a person remarked.
#[derive(Debug, PartialEq, Eq)]
pub struct FlagKind {
    /// Its number in files.
    pub number: u16,
    /// Its name in exports.
    pub name: &'static str,
    /// The same in words that a patient reads.
    pub words: &'static str,
    /// Whether a value with it stays out of averages.
    pub doubtful: bool,
}

const fn flag(number: u16, name: &'static str, words: &'static str, doubtful: bool) -> FlagKind {
    FlagKind { number, name, words, doubtful }
}

const fn number(
    number: u16,
    name: &'static str,
    units: &'static [Unit],
    possible: (i64, i64),
    usual: (i64, i64),
    required: bool,
) -> Field {
    Field { number, name, shape: Shape::Number { units, possible, usual }, required }
}

const PRESSURE: &[Unit] = &[Unit::MmHg, Unit::KPa];
const RATE: &[Unit] = &[Unit::PerMinute];
const PERCENT: &[Unit] = &[Unit::Percent];

/// Systolic, diastolic.
pub const SYSTOLIC: u16 = 1;
/// Diastolic.
pub const DIASTOLIC: u16 = 2;
/// Mean arterial pressure.
pub const MEAN: u16 = 3;
/// Pulse rate, in every kind that has one.
pub const PULSE: u16 = 4;
/// Oxygen saturation.
pub const SATURATION: u16 = 5;
/// Pulse amplitude index, also called perfusion index.
pub const PERFUSION: u16 = 6;
/// Words.
pub const TEXT: u16 = 7;

/// A blood pressure.
pub const BLOOD_PRESSURE: Kind = Kind {
    number: 1,
    name: "blood-pressure",
    fields: &[
        number(SYSTOLIC, "systolic", PRESSURE, (40, 300), (70, 220), true),
        number(DIASTOLIC, "diastolic", PRESSURE, (20, 200), (40, 130), true),
        number(MEAN, "mean", PRESSURE, (20, 300), (40, 180), false),
        number(PULSE, "pulse", RATE, (20, 300), (40, 150), false),
    ],
    flags: BLOOD_PRESSURE_FLAGS,
};

/// Bits of the Blood Pressure Measurement's status field, and the program's own remark (Blood Pressure Service 1.0).
const BLOOD_PRESSURE_FLAGS: &[FlagKind] = &[
    flag(1, "body-moved", "the cuff noticed movement", true),
    flag(2, "cuff-loose", "the cuff was too loose", true),
    flag(3, "irregular-pulse", "the cuff noticed an irregular pulse", false),
    flag(4, "pulse-high", "the pulse was above the cuff's range", false),
    flag(5, "pulse-low", "the pulse was below the cuff's range", false),
    flag(6, "improper-position", "the arm was in the wrong position", true),
    flag(90, "out-of-range", "outside what is possible: probably not a real value", true),
];

/// An oxygen saturation with its pulse.
pub const OXIMETRY: Kind = Kind {
    number: 2,
    name: "oximetry",
    fields: &[
        number(SATURATION, "saturation", PERCENT, (1, 100), (80, 100), true),
        number(PULSE, "pulse", RATE, (20, 300), (40, 150), false),
        number(PERFUSION, "perfusion", PERCENT, (0, 30), (0, 30), false),
    ],
    flags: OXIMETRY_FLAGS,
};

/// Bits of the pulse oximeter's measurement status (1..=15) and device-and-sensor status (20..=35), and the program's
/// own remark (Pulse Oximeter Service 1.0, 3.1.1 and 3.1.2).
const OXIMETRY_FLAGS: &[FlagKind] = &[
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
    flag(90, "out-of-range", "outside what is possible: probably not a real value", true),
];

/// Words about a moment.
pub const NOTE: Kind = Kind {
    number: 3,
    name: "note",
    fields: &[Field { number: TEXT, name: "text", shape: Shape::Text { longest: 1 << 20 }, required: true }],
    flags: &[],
};

/// A blood-pressure measurement that the cuff could not complete: kept, and never a reading.
pub const FAILED_BLOOD_PRESSURE: Kind = Kind {
    number: 4,
    name: "failed-blood-pressure",
    fields: &[number(PULSE, "pulse", RATE, (20, 300), (40, 150), false)],
    flags: BLOOD_PRESSURE_FLAGS,
};

/// An oximeter measurement without a value: kept, and never a reading.
pub const FAILED_OXIMETRY: Kind = Kind {
    number: 5,
    name: "failed-oximetry",
    fields: &[number(PULSE, "pulse", RATE, (20, 300), (40, 150), false)],
    flags: OXIMETRY_FLAGS,
};

/// The program's own remark that a device's value lies outside what is possible.
pub const OUT_OF_RANGE: u16 = 90;

/// Every kind.
pub const ALL: &[&Kind] = &[&BLOOD_PRESSURE, &OXIMETRY, &NOTE, &FAILED_BLOOD_PRESSURE, &FAILED_OXIMETRY];

impl Kind {
    /// The kind with a number; `None` if this program does not know it.
    pub fn by_number(number: u16) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.number == number)
    }

    /// The kind with a name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|kind| kind.name == name)
    }

    /// Its field with a number.
    pub fn field(&self, number: u16) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.number == number)
    }

    /// Its flag with a number.
    pub fn flag(&self, number: u16) -> Option<&'static FlagKind> {
        self.flags.iter().find(|flag| flag.number == number)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn numbers_and_names_are_used_once() {
        let numbers: BTreeSet<_> = ALL.iter().map(|kind| kind.number).collect();
        let names: BTreeSet<_> = ALL.iter().map(|kind| kind.name).collect();
        assert_eq!((numbers.len(), names.len()), (ALL.len(), ALL.len()));
        for kind in ALL {
            let fields: BTreeSet<_> = kind.fields.iter().map(|field| field.number).collect();
            let flags: BTreeSet<_> = kind.flags.iter().map(|flag| flag.number).collect();
            assert_eq!((fields.len(), flags.len()), (kind.fields.len(), kind.flags.len()), "{}", kind.name);
        }
    }

    #[test]
    fn a_limit_holds_whatever_the_unit() {
        let kilopascal = Unit::KPa.in_limit_unit("16.0".parse().unwrap());
        assert!((kilopascal - 120.0098).abs() < 0.001, "{kilopascal}");
    }
}
