//! PLX features (2A60).

use super::status::{MeasurementStatus, SensorStatus, remark_status};
use crate::bits::bit_set;
use crate::error::{DecodeError, Prefix};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

bit_set! {
    /// What an oximeter can do.
    pub struct Capabilities(u16), plus 0 {
        /// It says which measurement status bits it uses.
        MEASUREMENT_STATUS = 0 => "measurement status",
        /// It says which device and sensor status bits it uses.
        SENSOR_STATUS = 1 => "device and sensor status",
        /// It stores spot-checks: then it has a Record Access Control Point, stamps them, and its clock can be set.
        STORAGE = 2 => "spot-check storage",
        /// Its spot-checks are stamped.
        TIME_STAMP = 3 => "spot-check time stamp",
        /// It has short averaging.
        FAST = 4 => "fast averaging",
        /// It has long averaging.
        SLOW = 5 => "slow averaging",
        /// It sends a pulse amplitude index.
        AMPLITUDE = 6 => "pulse amplitude index",
        /// It can be bonded to several phones.
        MULTIPLE_BONDS = 7 => "multiple bonds",
    }
}

/// A PLX Features value (2A60, read; 2 to 7 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Features<'a> {
    /// What the oximeter can do.
    pub capabilities: Capabilities,
    /// The measurement status bits that it uses.
    pub measurement_status: Option<MeasurementStatus>,
    /// The device and sensor status bits that it uses.
    pub sensor_status: Option<SensorStatus>,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> Features<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 2)?;
        let capabilities = Capabilities::from_bits(u16::from_le_bytes(reader.mandatory()?));
        let measurement_status = reader
            .announced(
                capabilities.contains(Capabilities::MEASUREMENT_STATUS),
                "supported measurement status bits",
            )
            .map(u16::from_le_bytes)
            .map(MeasurementStatus::from_bits);
        let sensor_status = reader
            .announced(
                capabilities.contains(Capabilities::SENSOR_STATUS),
                "supported device and sensor status bits",
            )
            .map(SensorStatus::from_le_bytes);
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        remark_status(&mut remarks, measurement_status, sensor_status);
        remarks.add_if(capabilities.reserved() != 0, Remark::ReservedFeatures);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        Prefix { decoded: Self { capabilities, measurement_status, sensor_status, remarks, rest }, cut }
            .whole()
    }
}
