//! PLX continuous measurement (2A5F).

use alloc::vec::Vec;

use super::Spo2Pulse;
use super::status::{MeasurementStatus, SensorStatus, remark_status};
use crate::Outcome;
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// A continuous measurement (2A5F, notified about every second; 5 to 20 bytes).
///
/// It has no stamp and no device stores it: it is live or lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Continuous<'a> {
    /// Normal averaging: the values to show.
    pub normal: Spo2Pulse,
    /// Short averaging of the same signal.
    pub fast: Option<Spo2Pulse>,
    /// Long averaging of the same signal.
    pub slow: Option<Spo2Pulse>,
    /// How far the values may be trusted.
    pub measurement_status: Option<MeasurementStatus>,
    /// What is the matter with device or sensor.
    pub sensor_status: Option<SensorStatus>,
    /// Pulse amplitude index (PAI), percent.
    pub pulse_amplitude_index: Option<Sfloat>,
    /// Flag bits 5 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> Continuous<'a> {
    const FAST: u8 = 1 << 0;
    const SLOW: u8 = 1 << 1;
    const MEASUREMENT_STATUS: u8 = 1 << 2;
    const SENSOR_STATUS: u8 = 1 << 3;
    const AMPLITUDE: u8 = 1 << 4;
    const RESERVED: u8 = 0b1110_0000;

    /// Reads a whole frame.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 5)?;
        let [flags] = reader.mandatory()?;
        let normal = Spo2Pulse::from_le_bytes(reader.mandatory()?);
        let announced = |bit| flags & bit != 0;
        let fast =
            reader.announced(announced(Self::FAST), "fast SpO2 and pulse").map(Spo2Pulse::from_le_bytes);
        let slow =
            reader.announced(announced(Self::SLOW), "slow SpO2 and pulse").map(Spo2Pulse::from_le_bytes);
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
        remark_status(&mut remarks, measurement_status, sensor_status);
        remarks.add_if(flags & Self::RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let decoded = Self {
            normal,
            fast,
            slow,
            measurement_status,
            sensor_status,
            pulse_amplitude_index,
            reserved_flags: flags & Self::RESERVED,
            remarks,
            rest,
        };
        Prefix { decoded, cut }.whole()
    }

    /// Whether the oximeter has a result, judged as for [`SpotCheck`](super::SpotCheck::outcome) on the normal averaging.
    pub fn outcome(&self) -> Outcome {
        self.normal.outcome(self.measurement_status)
    }

    /// The bytes of this measurement, `rest` included; for a decoded frame, the bytes that came.
    pub fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let flags = flag(self.fast.is_some(), Self::FAST)
            | flag(self.slow.is_some(), Self::SLOW)
            | flag(self.measurement_status.is_some(), Self::MEASUREMENT_STATUS)
            | flag(self.sensor_status.is_some(), Self::SENSOR_STATUS)
            | flag(self.pulse_amplitude_index.is_some(), Self::AMPLITUDE)
            | (self.reserved_flags & Self::RESERVED);
        let mut bytes = Vec::with_capacity(20 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.normal.to_le_bytes());
        bytes.extend(self.fast.iter().flat_map(|values| values.to_le_bytes()));
        bytes.extend(self.slow.iter().flat_map(|values| values.to_le_bytes()));
        bytes.extend(self.measurement_status.iter().flat_map(|status| status.bits().to_le_bytes()));
        bytes.extend(self.sensor_status.iter().flat_map(|status| status.to_le_bytes()));
        bytes.extend(self.pulse_amplitude_index.iter().flat_map(|index| index.to_le_bytes()));
        bytes.extend(self.rest);
        bytes
    }
}
