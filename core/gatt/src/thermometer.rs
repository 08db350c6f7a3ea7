//! Health Thermometer Service (1809): temperature (2A1C), intermediate temperature (2A1E), type (2A1D), interval (2A21).
//!
//! Layouts of Health Thermometer Service 1.0, 3.1 to 3.4.

use alloc::vec::Vec;

use crate::Outcome;
use crate::bits::codes;
use crate::datetime::DateTime;
use crate::error::{DecodeError, Prefix};
use crate::float::Float;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::unit::Temperature as Unit;

codes! {
    /// Where on the body a temperature was taken (2A1D, and the last field of a measurement).
    pub struct Site {
        ARMPIT = 1 => "armpit",
        BODY = 2 => "body (general)",
        EAR = 3 => "ear",
        FINGER = 4 => "finger",
        GASTRO_INTESTINAL = 5 => "gastro-intestinal tract",
        MOUTH = 6 => "mouth",
        RECTUM = 7 => "rectum",
        TOE = 8 => "toe",
        TYMPANUM = 9 => "tympanum (ear drum)",
    }
}

/// A temperature (2A1C, indicated; 2A1E, notified, in the same layout; 5 to 13 bytes).
///
/// The intermediate form shows the course of a measurement and is never a reading: whoever subscribed knows which of the
/// two characteristics the bytes came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measurement<'a> {
    /// Unit of the temperature.
    pub unit: Unit,
    /// The temperature, in `unit`.
    pub temperature: Float,
    /// The thermometer's clock at the measurement.
    pub time_stamp: Option<DateTime>,
    /// Where it was taken; without it the thermometer's own Temperature Type (2A1D) holds, if it has one.
    pub site: Option<Site>,
    /// Flag bits 3 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl Measurement<'static> {
    /// A temperature and nothing else; set the other fields as needed.
    pub fn new(unit: Unit, temperature: Float) -> Self {
        Self {
            unit,
            temperature,
            time_stamp: None,
            site: None,
            reserved_flags: 0,
            remarks: Remarks::NONE,
            rest: &[],
        }
    }
}

impl<'a> Measurement<'a> {
    const FAHRENHEIT: u8 = 1 << 0;
    const TIME_STAMP: u8 = 1 << 1;
    const SITE: u8 = 1 << 2;
    const RESERVED: u8 = 0b1111_1000;

    /// Reads a whole frame.
    ///
    /// ```
    /// use health_gatt::thermometer::Measurement;
    /// let m = Measurement::decode(&[0x00, 0xC4, 0x09, 0x00, 0xFE])?;
    /// assert_eq!(format!("{} {}", m.temperature, m.unit), "25.00 °C");
    /// # Ok::<(), health_gatt::DecodeError>(())
    /// ```
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 5)?;
        let [flags] = reader.mandatory()?;
        let temperature = Float::from_le_bytes(reader.mandatory()?);
        let announced = |bit| flags & bit != 0;
        let time_stamp =
            reader.announced(announced(Self::TIME_STAMP), "time stamp").map(DateTime::from_bytes);
        let site = reader.announced(announced(Self::SITE), "temperature type").map(|[code]| Site(code));
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        if let Some(stamp) = time_stamp {
            stamp.remark(&mut remarks);
        }
        remarks.add_if(site.is_some_and(|site| site.text().is_none()), Remark::UndefinedValue);
        remarks.add_if(flags & Self::RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let unit = if announced(Self::FAHRENHEIT) { Unit::Fahrenheit } else { Unit::Celsius };
        let reserved_flags = flags & Self::RESERVED;
        let decoded = Self { unit, temperature, time_stamp, site, reserved_flags, remarks, rest };
        Ok(Prefix { decoded, cut })
    }

    /// Whether the thermometer got a result: it failed if the temperature is no number.
    pub fn outcome(&self) -> Outcome {
        if self.temperature.is_special() { Outcome::Failed } else { Outcome::Reading }
    }

    /// The bytes of this measurement, `rest` included; for a decoded frame, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let flags = flag(self.unit == Unit::Fahrenheit, Self::FAHRENHEIT)
            | flag(self.time_stamp.is_some(), Self::TIME_STAMP)
            | flag(self.site.is_some(), Self::SITE)
            | (self.reserved_flags & Self::RESERVED);
        let mut bytes = Vec::with_capacity(13 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.temperature.to_le_bytes());
        bytes.extend(self.time_stamp.iter().flat_map(|stamp| stamp.to_bytes()));
        bytes.extend(self.site.map(|site| site.0));
        bytes.extend(self.rest);
        bytes
    }
}

/// How often a thermometer measures by itself (2A21): seconds, 0 for not at all.
///
/// # Errors
/// Too short.
pub fn decode_interval(bytes: &[u8]) -> Result<u16, DecodeError> {
    Ok(u16::from_le_bytes(Reader::new(bytes, 2)?.mandatory()?))
}
