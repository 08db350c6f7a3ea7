//! Enhanced measurement (2B34) and enhanced intermediate cuff pressure (2B35) of Blood Pressure Service 1.1.
//!
//! They differ from 2A35 and 2A36 in their times: seconds since an epoch instead of a Date Time, and beside the time stamp
//! of the device's own base time the time that it shows to people (layout of the GATT Specification Supplement, as read in
//! RonanB96/bluetooth-sig-python).

use alloc::vec::Vec;

use super::{PulseRange, Status, is_zero};
use crate::Outcome;
use crate::datetime::{Epoch, EpochSeconds};
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::unit::Pressure;

const KPA: u8 = 1 << 0;
const TIME_STAMP: u8 = 1 << 1;
const PULSE_RATE: u8 = 1 << 2;
const USER_ID: u8 = 1 << 3;
const STATUS: u8 = 1 << 4;
const USER_FACING_TIME: u8 = 1 << 5;
const EPOCH_2000: u8 = 1 << 6;
const RESERVED: u8 = 1 << 7;

/// What stands behind the pressures of both values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnhancedFields {
    /// Where the two counts of seconds begin.
    pub epoch: Epoch,
    /// The device's base time at the measurement, seconds since `epoch`. It is meant to be UTC; the value does not say.
    pub time_stamp: Option<u32>,
    /// Pulse rate, beats per minute.
    pub pulse_rate: Option<Sfloat>,
    /// The user slot as sent, 255 for "not known".
    pub user_id: Option<u8>,
    /// What the cuff noticed.
    pub status: Option<Status>,
    /// The time that the device showed to people, seconds since `epoch`.
    pub user_facing_time: Option<u32>,
    /// Flag bit 7 as sent, in its place.
    pub reserved_flags: u8,
}

impl EnhancedFields {
    /// No optional field, counts since 2000.
    pub const NONE: Self = Self {
        epoch: Epoch::Y2000,
        time_stamp: None,
        pulse_rate: None,
        user_id: None,
        status: None,
        user_facing_time: None,
        reserved_flags: 0,
    };

    /// The device's base time at the measurement.
    pub fn base_time(&self) -> Option<EpochSeconds> {
        self.time_stamp.map(|seconds| EpochSeconds { epoch: self.epoch, seconds })
    }

    /// The time that the device showed to people.
    pub fn shown_time(&self) -> Option<EpochSeconds> {
        self.user_facing_time.map(|seconds| EpochSeconds { epoch: self.epoch, seconds })
    }

    fn read(reader: &mut Reader<'_>, flags: u8, remarks: &mut Remarks) -> Self {
        let announced = |bit| flags & bit != 0;
        let time_stamp = reader.announced(announced(TIME_STAMP), "time stamp").map(u32::from_le_bytes);
        let pulse_rate = reader.announced(announced(PULSE_RATE), "pulse rate").map(Sfloat::from_le_bytes);
        let user_id = reader.announced(announced(USER_ID), "user id").map(u8::from_le_bytes);
        let status = reader.announced(announced(STATUS), "status").map(u16::from_le_bytes);
        let status = status.map(Status::from_bits);
        let user_facing_time =
            reader.announced(announced(USER_FACING_TIME), "user facing time").map(u32::from_le_bytes);
        let strange = status
            .is_some_and(|status| status.reserved() != 0 || status.pulse_range() == PulseRange::Reserved);
        remarks.add_if(strange, Remark::ReservedStatus);
        remarks.add_if(flags & RESERVED != 0, Remark::ReservedFlags);
        let epoch = if announced(EPOCH_2000) { Epoch::Y2000 } else { Epoch::Y1900 };
        let reserved_flags = flags & RESERVED;
        Self { epoch, time_stamp, pulse_rate, user_id, status, user_facing_time, reserved_flags }
    }

    fn flags(&self, unit: Pressure) -> u8 {
        let flag = |condition, bit| if condition { bit } else { 0 };
        flag(unit == Pressure::KPa, KPA)
            | flag(self.time_stamp.is_some(), TIME_STAMP)
            | flag(self.pulse_rate.is_some(), PULSE_RATE)
            | flag(self.user_id.is_some(), USER_ID)
            | flag(self.status.is_some(), STATUS)
            | flag(self.user_facing_time.is_some(), USER_FACING_TIME)
            | flag(self.epoch == Epoch::Y2000, EPOCH_2000)
            | (self.reserved_flags & RESERVED)
    }

    fn push(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.time_stamp.iter().flat_map(|seconds| seconds.to_le_bytes()));
        bytes.extend(self.pulse_rate.iter().flat_map(|pulse| pulse.to_le_bytes()));
        bytes.extend(self.user_id);
        bytes.extend(self.status.iter().flat_map(|status| status.bits().to_le_bytes()));
        bytes.extend(self.user_facing_time.iter().flat_map(|seconds| seconds.to_le_bytes()));
    }
}

/// Flags, `N` pressures, the optional fields, the rest.
struct Frame<'a, const N: usize> {
    unit: Pressure,
    pressures: [Sfloat; N],
    fields: EnhancedFields,
    remarks: Remarks,
    rest: &'a [u8],
}

impl<'a, const N: usize> Frame<'a, N> {
    fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 1 + 2 * N)?;
        let [flags] = reader.mandatory()?;
        let mut pressures = [Sfloat::NAN; N];
        for pressure in &mut pressures {
            *pressure = Sfloat::from_le_bytes(reader.mandatory()?);
        }
        let mut remarks = Remarks::NONE;
        let fields = EnhancedFields::read(&mut reader, flags, &mut remarks);
        let (rest, cut) = reader.finish();
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);
        let unit = if flags & KPA != 0 { Pressure::KPa } else { Pressure::MmHg };
        Ok(Prefix { decoded: Self { unit, pressures, fields, remarks, rest }, cut })
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(20 + self.rest.len());
        bytes.push(self.fields.flags(self.unit));
        bytes.extend(self.pressures.iter().flat_map(|pressure| pressure.to_le_bytes()));
        self.fields.push(&mut bytes);
        bytes.extend(self.rest);
        bytes
    }
}

/// An enhanced blood pressure measurement (2B34, indicated; 7 to 20 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnhancedMeasurement<'a> {
    /// Unit of the three pressures.
    pub unit: Pressure,
    /// Systolic pressure.
    pub systolic: Sfloat,
    /// Diastolic pressure.
    pub diastolic: Sfloat,
    /// Mean arterial pressure (MAP); NaN or 0 from cuffs that do not compute it.
    pub mean_arterial_pressure: Sfloat,
    /// Times, pulse, user and status.
    pub fields: EnhancedFields,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> EnhancedMeasurement<'a> {
    /// Reads a whole frame.
    ///
    /// ```
    /// use health_gatt::blood_pressure::EnhancedMeasurement;
    /// let frame = [0x42, 120, 0, 80, 0, 93, 0, 0x80, 0x51, 0x01, 0x00];
    /// let m = EnhancedMeasurement::decode(&frame)?;
    /// assert_eq!(m.fields.base_time().unwrap().to_string(), "2000-01-02T00:00:00");
    /// # Ok::<(), health_gatt::DecodeError>(())
    /// ```
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_prefix(bytes)?.whole()
    }

    /// Reads as much as there is of a frame that may be cut after its mandatory part.
    pub fn decode_prefix(bytes: &'a [u8]) -> Result<Prefix<Self>, DecodeError> {
        let Prefix { decoded: frame, cut } = Frame::<3>::decode_prefix(bytes)?;
        let [systolic, diastolic, mean_arterial_pressure] = frame.pressures;
        let Frame { unit, fields, mut remarks, rest, .. } = frame;
        remarks.add_if(is_zero(mean_arterial_pressure), Remark::ZeroMeanPressure);
        let decoded = Self { unit, systolic, diastolic, mean_arterial_pressure, fields, remarks, rest };
        Ok(Prefix { decoded, cut })
    }

    /// Whether the cuff got a result, by the rule of [`Measurement::outcome`](super::Measurement::outcome).
    pub fn outcome(&self) -> Outcome {
        super::outcome_of(self.systolic, self.diastolic, self.mean_arterial_pressure)
    }

    /// The bytes of this measurement, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let Self { unit, systolic, diastolic, mean_arterial_pressure, fields, remarks, rest } = *self;
        Frame { unit, pressures: [systolic, diastolic, mean_arterial_pressure], fields, remarks, rest }
            .encode()
    }
}

/// The pressure in the cuff while it is measuring, in the enhanced form (2B35, notified; 3 to 16 bytes).
///
/// It shows progress and is never a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnhancedCuffPressure<'a> {
    /// Unit of the pressure.
    pub unit: Pressure,
    /// The pressure in the cuff now.
    pub pressure: Sfloat,
    /// Times, pulse, user and status so far.
    pub fields: EnhancedFields,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the last announced field.
    pub rest: &'a [u8],
}

impl<'a> EnhancedCuffPressure<'a> {
    /// Reads a whole frame.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let frame = Frame::<1>::decode_prefix(bytes)?.whole()?;
        let [pressure] = frame.pressures;
        let Frame { unit, fields, remarks, rest, .. } = frame;
        Ok(Self { unit, pressure, fields, remarks, rest })
    }

    /// The bytes of this frame, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let Self { unit, pressure, fields, remarks, rest } = *self;
        Frame { unit, pressures: [pressure], fields, remarks, rest }.encode()
    }
}
