//! Any known value in rows of text, for a terminal and for looking into traces.
//!
//! The words are those of the specifications, in English, for people who develop or repair. Screens for everyone are made
//! from the typed values instead.
//!
//! ```
//! use health_gatt::{Quirks, describe::{Kind, decode_by_name}};
//! let description = decode_by_name("sfloat", &[0x14, 0xF0], Quirks::NONE)?;
//! assert_eq!(description.outcome, Kind::Information);
//! assert_eq!(description.fields[0].value, "2.0");
//! # Ok::<(), health_gatt::describe::DescribeError>(())
//! ```

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::Outcome;
use crate::error::DecodeError;
use crate::quirk::Quirks;
use crate::racp::Refusal;
use crate::remarks::{Remark, Remarks};

mod blood_pressure;
mod clock;
mod device;
mod device_time;
mod enhanced;
mod glucose;
mod health_sensor;
mod heart_rate;
mod number;
mod pulse_oximeter;
mod racp;
mod scale;
mod thermometer;
mod user;
mod vendor_cuffs;
mod vendor_oximeters;

/// Every table of names, one for each group of values.
const TABLES: &[&[Name]] = &[
    blood_pressure::NAMES,
    pulse_oximeter::NAMES,
    thermometer::NAMES,
    scale::NAMES,
    glucose::NAMES,
    heart_rate::NAMES,
    racp::NAMES,
    clock::NAMES,
    device_time::NAMES,
    health_sensor::NAMES,
    device::NAMES,
    user::NAMES,
    vendor_cuffs::NAMES,
    vendor_oximeters::NAMES,
    enhanced::NAMES,
    number::NAMES,
];

const PERCENT: Option<&str> = Some("%");
const PER_MINUTE: Option<&str> = Some("/min");

type Rows = Result<(), DescribeError>;
type Decode = fn(&mut Description, &[u8], Quirks) -> Rows;

/// What a decoded value is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A result that a diary keeps.
    Reading,
    /// A measurement that the device calls failed.
    FailedMeasurement,
    /// The course of a measurement, never a reading.
    Progress,
    /// A clock.
    Clock,
    /// Part of a procedure between device and collector.
    Control,
    /// Something about the device, or a bare number.
    Information,
}

impl Kind {
    /// A stable word for it: `reading`, `failed_measurement`, `progress`, `clock`, `control`, `information`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::FailedMeasurement => "failed_measurement",
            Self::Progress => "progress",
            Self::Clock => "clock",
            Self::Control => "control",
            Self::Information => "information",
        }
    }
}

impl From<Outcome> for Kind {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Reading => Self::Reading,
            Outcome::Failed => Self::FailedMeasurement,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One value with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What it is, in lower case words.
    pub name: &'static str,
    /// The value, with the resolution that the device stated.
    pub value: String,
    /// Its unit, if it has one.
    pub unit: Option<&'static str>,
}

/// A decoded value in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The readable name of what was decoded, from [`names`].
    pub what: &'static str,
    /// What it is good for.
    pub outcome: Kind,
    /// The values, in the order of the frame.
    pub fields: Vec<Field>,
    /// What was odd about it, in plain words.
    pub remarks: Vec<String>,
    /// Bytes after the last field.
    pub rest: Vec<u8>,
}

/// Why there is no description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DescribeError {
    /// No value goes by that name; [`names`] lists those that do.
    UnknownName,
    /// The bytes are not such a value.
    Decode(DecodeError),
    /// The bytes are a request that no device would follow.
    Request(Refusal),
}

impl fmt::Display for DescribeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownName => f.write_str("nothing is known under that name; use one of the listed names"),
            Self::Decode(error) => error.fmt(f),
            Self::Request(refusal) => refusal.fmt(f),
        }
    }
}

impl core::error::Error for DescribeError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::UnknownName => None,
            Self::Decode(error) => Some(error),
            Self::Request(refusal) => Some(refusal),
        }
    }
}

impl From<DecodeError> for DescribeError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

impl From<Refusal> for DescribeError {
    fn from(refusal: Refusal) -> Self {
        Self::Request(refusal)
    }
}

/// A value that [`decode_by_name`] knows.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Short name: the 16-bit UUID in hexadecimal, or the name of a number format.
    pub code: &'static str,
    /// Readable name.
    pub readable: &'static str,
    /// What it is, in a few words.
    pub about: &'static str,
    decode: Decode,
}

/// All values that [`decode_by_name`] knows, those of one group together.
pub fn names() -> impl Iterator<Item = &'static Name> {
    TABLES.iter().copied().flatten()
}

impl Name {
    const fn new(code: &'static str, readable: &'static str, about: &'static str, decode: Decode) -> Self {
        Self { code, readable, about, decode }
    }

    /// The entry for a name: short, readable or a full UUID on the Bluetooth base; case, `0x`, spaces and underscores do
    /// not matter.
    pub fn find(what: &str) -> Option<&'static Self> {
        const BASE: &str = "-0000-1000-8000-00805f9b34fb";
        let lower: String = what
            .trim()
            .chars()
            .map(|letter| match letter {
                ' ' | '_' => '-',
                other => other.to_ascii_lowercase(),
            })
            .collect();
        let short = lower.strip_suffix(BASE).and_then(|uuid| uuid.strip_prefix("0000")).unwrap_or(&lower);
        let short = short.strip_prefix("0x").unwrap_or(short);
        names().find(|name| name.code == short || name.readable == short)
    }

    fn read(&self, bytes: &[u8], quirks: Quirks) -> Result<Description, DescribeError> {
        let mut description = Description {
            what: self.readable,
            outcome: Kind::Information,
            fields: Vec::new(),
            remarks: Vec::new(),
            rest: Vec::new(),
        };
        (self.decode)(&mut description, bytes, quirks)?;
        Ok(description)
    }
}

/// Decodes `bytes` as what `what` names, into rows of text.
///
/// The bytes are in the order of the air: an SFLOAT `F014` is given as `14 F0`.
pub fn decode_by_name(what: &str, bytes: &[u8], quirks: Quirks) -> Result<Description, DescribeError> {
    Name::find(what).ok_or(DescribeError::UnknownName)?.read(bytes, quirks)
}

impl Description {
    fn row(&mut self, name: &'static str, value: &dyn fmt::Display, unit: Option<&'static str>) {
        self.fields.push(Field { name, value: value.to_string(), unit });
    }

    fn finish(&mut self, outcome: Kind, remarks: Remarks, rest: &[u8]) {
        self.outcome = outcome;
        self.remarks = remarks.iter().map(|remark| remark.to_string()).collect();
        self.rest = rest.to_vec();
    }
}

/// The bits as a number, then in words: `0x0003 (body moved, cuff too loose)`.
fn bits<'t>(number: u32, digits: usize, names: impl Iterator<Item = &'t str>) -> String {
    let names: Vec<&str> = names.collect();
    let words = if names.is_empty() { String::from("none") } else { names.join(", ") };
    format!("0x{number:0digits$X} ({words})")
}

/// Bytes as pairs of digits: `AA BB CC`; `none` for none.
fn hex(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    if pairs.is_empty() { String::from("none") } else { pairs.join(" ") }
}

/// Finishes a value of fixed length, keeping what follows it.
fn longer(out: &mut Description, bytes: &[u8], length: usize) {
    let rest = bytes.get(length..).unwrap_or_default();
    let mut remarks = Remarks::NONE;
    remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
    out.finish(Kind::Information, remarks, rest);
}
