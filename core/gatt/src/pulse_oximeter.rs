//! Pulse Oximeter Service (1822): spot-check (2A5E), continuous (2A5F), features (2A60).
//!
//! Layouts of Pulse Oximeter Service 1.0, 3.1 to 3.3. The flags of the two measurements have *different* meanings for
//! the same bits.

use alloc::vec::Vec;

use crate::Outcome;
use crate::datetime::DateTime;
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

mod continuous;
mod features;
mod status;

use self::status::remark_status;
pub use self::{
    continuous::Continuous,
    features::{Capabilities, Features},
    status::{MeasurementStatus, SensorStatus},
};

/// Saturation and pulse rate as one pair, both from the same averaging of the signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spo2Pulse {
    /// Oxygen saturation `SpO2`, percent; NaN where there is none.
    pub spo2: Sfloat,
    /// Pulse rate, beats per minute; NaN where there is none.
    pub pulse_rate: Sfloat,
}

impl Spo2Pulse {
    fn from_le_bytes([a, b, c, d]: [u8; 4]) -> Self {
        Self { spo2: Sfloat::from_le_bytes([a, b]), pulse_rate: Sfloat::from_le_bytes([c, d]) }
    }

    fn to_le_bytes(self) -> [u8; 4] {
        let ([a, b], [c, d]) = (self.spo2.to_le_bytes(), self.pulse_rate.to_le_bytes());
        [a, b, c, d]
    }

    fn outcome(self, status: Option<MeasurementStatus>) -> Outcome {
        let void = MeasurementStatus::UNAVAILABLE | MeasurementStatus::INVALID;
        let declared_void = status.is_some_and(|status| status.intersects(void));
        if declared_void || (self.spo2.is_special() && self.pulse_rate.is_special()) {
            Outcome::Failed
        } else {
            Outcome::Reading
        }
    }
}

/// A spot-check (2A5E, indicated; 5 to 19 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpotCheck<'a> {
    /// Saturation and pulse rate.
    pub values: Spo2Pulse,
    /// The device's clock at the measurement; see `clock_not_set`.
    pub time_stamp: Option<DateTime>,
    /// How far the values may be trusted.
    pub measurement_status: Option<MeasurementStatus>,
    /// What is the matter with device or sensor.
    pub sensor_status: Option<SensorStatus>,
    /// Pulse amplitude index (PAI), percent.
    pub pulse_amplitude_index: Option<Sfloat>,
    /// The device says that its clock was never set: the stamp counts from an arbitrary start.
    pub clock_not_set: bool,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl SpotCheck<'static> {
    /// A spot-check of the two values and nothing else; set the other fields as needed.
    pub fn new(spo2: Sfloat, pulse_rate: Sfloat) -> Self {
        Self {
            values: Spo2Pulse { spo2, pulse_rate },
            time_stamp: None,
            measurement_status: None,
            sensor_status: None,
            pulse_amplitude_index: None,
            clock_not_set: false,
            reserved_flags: 0,
            remarks: Remarks::NONE,
            rest: &[],
        }
    }
}

impl<'a> SpotCheck<'a> {
    const TIME_STAMP: u8 = 1 << 0;
    const MEASUREMENT_STATUS: u8 = 1 << 1;
    const SENSOR_STATUS: u8 = 1 << 2;
    const AMPLITUDE: u8 = 1 << 3;
    const CLOCK_NOT_SET: u8 = 1 << 4;
    const RESERVED: u8 = 0b1110_0000;

    /// Reads a whole frame.
    ///
    /// ```
    /// use health_gatt::pulse_oximeter::SpotCheck;
    /// let s = SpotCheck::decode(&[0x00, 0xCA, 0xF3, 0x48, 0x00])?;
    /// assert_eq!(s.values.spo2.to_string(), "97.0");
    /// assert_eq!(s.values.pulse_rate.to_string(), "72");
    /// # Ok::<(), health_gatt::DecodeError>(())
    /// ```
    #[inline]
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    #[inline]
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 5)?;
        let [flags] = reader.mandatory()?;
        let values = Spo2Pulse::from_le_bytes(reader.mandatory()?);
        let announced = |bit| flags & bit != 0;
        let time_stamp =
            reader.announced(announced(Self::TIME_STAMP), "time stamp").map(DateTime::from_bytes);
        let measurement_status = reader
            .announced(announced(Self::MEASUREMENT_STATUS), "measurement status")
            .map(u16::from_le_bytes)
            .map(MeasurementStatus::from_bits);
        let sensor_status = reader
            .announced(announced(Self::SENSOR_STATUS), "device and sensor status")
            .map(SensorStatus::from_le_bytes);
        let pulse_amplitude_index =
            reader.announced(announced(Self::AMPLITUDE), "pulse amplitude index").map(Sfloat::from_le_bytes);
        let (rest, cut) = reader.finish();

        let mut remarks = Remarks::NONE;
        if let Some(stamp) = time_stamp {
            stamp.remark(&mut remarks);
        }
        remark_status(&mut remarks, measurement_status, sensor_status);
        remarks.add_if(flags & Self::RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let decoded = Self {
            values,
            time_stamp,
            measurement_status,
            sensor_status,
            pulse_amplitude_index,
            clock_not_set: announced(Self::CLOCK_NOT_SET),
            reserved_flags: flags & Self::RESERVED,
            remarks,
            rest,
        };
        Ok(Prefix { decoded, cut })
    }

    /// Whether the oximeter got a result.
    ///
    /// It failed if neither value is a number, or if the device itself calls the measurement invalid or unavailable,
    /// whatever numbers it sends along.
    pub fn outcome(&self) -> Outcome {
        self.values.outcome(self.measurement_status)
    }

    /// The bytes of this spot-check, `rest` included; for a decoded frame, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let flags = flag(self.time_stamp.is_some(), Self::TIME_STAMP)
            | flag(self.measurement_status.is_some(), Self::MEASUREMENT_STATUS)
            | flag(self.sensor_status.is_some(), Self::SENSOR_STATUS)
            | flag(self.pulse_amplitude_index.is_some(), Self::AMPLITUDE)
            | flag(self.clock_not_set, Self::CLOCK_NOT_SET)
            | (self.reserved_flags & Self::RESERVED);
        let mut bytes = Vec::with_capacity(19 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.values.to_le_bytes());
        bytes.extend(self.time_stamp.iter().flat_map(|stamp| stamp.to_bytes()));
        bytes.extend(self.measurement_status.iter().flat_map(|status| status.bits().to_le_bytes()));
        bytes.extend(self.sensor_status.iter().flat_map(|status| status.to_le_bytes()));
        bytes.extend(self.pulse_amplitude_index.iter().flat_map(|index| index.to_le_bytes()));
        bytes.extend(self.rest);
        bytes
    }
}
