//! The bytes that measurement and cuff pressure share.

use alloc::vec::Vec;

use super::{PulseRange, Status};
use crate::datetime::DateTime;
use crate::error::{DecodeError, Prefix};
use crate::float::Sfloat;
use crate::quirk::{Flags, Quirks, Shape};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::unit::Pressure;

const KPA: u8 = 1 << 0;
const TIME_STAMP: u8 = 1 << 1;
const PULSE_RATE: u8 = 1 << 2;
const USER_ID: u8 = 1 << 3;
const STATUS: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// What 2A35 and 2A36 have in common: the same bytes with another meaning.
pub(super) struct Frame<'a> {
    pub(super) unit: Pressure,
    pub(super) pressures: [Sfloat; 3],
    pub(super) time_stamp: Option<DateTime>,
    pub(super) pulse_rate: Option<Sfloat>,
    pub(super) user_id: Option<u8>,
    pub(super) status: Option<Status>,
    pub(super) reserved_flags: u8,
    pub(super) remarks: Remarks,
    pub(super) rest: &'a [u8],
}

impl<'a> Frame<'a> {
    #[inline]
    pub(super) fn decode_prefix(bytes: &'a [u8], quirks: Quirks) -> Result<Prefix<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 7)?;
        let [flags] = reader.mandatory()?;
        let mut pressures = [Sfloat::NAN; 3];
        for pressure in &mut pressures {
            *pressure = Sfloat::from_le_bytes(reader.mandatory()?);
        }
        let mut remarks = Remarks::NONE;
        let announced = |bit| flags & bit != 0;

        let time_stamp = reader.announced(announced(TIME_STAMP), "time stamp").map(DateTime::from_bytes);
        let (pulse_rate, user_id, status);
        // A cut frame of such a device must not pass for a whole one in the standard layout, which is one byte shorter:
        // so the flags alone choose the layout, never the length.
        let own_layout =
            quirks.has(Flags::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER) && quirks.shape.fits(flags);
        if own_layout {
            remarks.add(Remark::QuirkApplied);
            pulse_rate = reader.announced(true, "pulse rate").map(u16::from_be_bytes).map(Sfloat::from_raw);
            user_id = reader.announced(true, "user id").map(u8::from_le_bytes);
            status = reader.announced(true, "status").map(u16::from_be_bytes).map(Status::from_bits);
        } else {
            pulse_rate = reader.announced(announced(PULSE_RATE), "pulse rate").map(Sfloat::from_le_bytes);
            user_id = reader.announced(announced(USER_ID), "user id").map(u8::from_le_bytes);
            status =
                reader.announced(announced(STATUS), "status").map(u16::from_le_bytes).map(Status::from_bits);
        }
        let (rest, cut) = reader.finish();

        if let Some(stamp) = time_stamp {
            stamp.remark(&mut remarks);
        }
        if let Some(status) = status {
            let strange = status.reserved() != 0 || status.pulse_range() == PulseRange::Reserved;
            remarks.add_if(strange, Remark::ReservedStatus);
        }
        let suspected = Shape::BIG_ENDIAN_PULSE.fits(flags) && !own_layout;
        remarks.add_if(suspected, Remark::QuirkSuspected);
        remarks.add_if(flags & RESERVED != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty() && cut.is_none(), Remark::LongerThanAnnounced);

        let unit = if announced(KPA) { Pressure::KPa } else { Pressure::MmHg };
        let reserved_flags = flags & RESERVED;
        let decoded =
            Self { unit, pressures, time_stamp, pulse_rate, user_id, status, reserved_flags, remarks, rest };
        Ok(Prefix { decoded, cut })
    }

    pub(super) fn encode(&self) -> Vec<u8> {
        let flag = |condition, bit| if condition { bit } else { 0 };
        let flags = flag(self.unit == Pressure::KPa, KPA)
            | flag(self.time_stamp.is_some(), TIME_STAMP)
            | flag(self.pulse_rate.is_some(), PULSE_RATE)
            | flag(self.user_id.is_some(), USER_ID)
            | flag(self.status.is_some(), STATUS)
            | (self.reserved_flags & RESERVED);
        let mut bytes = Vec::with_capacity(19 + self.rest.len());
        bytes.push(flags);
        bytes.extend(self.pressures.iter().flat_map(|pressure| pressure.to_le_bytes()));
        bytes.extend(self.time_stamp.iter().flat_map(|stamp| stamp.to_bytes()));
        bytes.extend(self.pulse_rate.iter().flat_map(|pulse| pulse.to_le_bytes()));
        bytes.extend(self.user_id);
        bytes.extend(self.status.iter().flat_map(|status| status.bits().to_le_bytes()));
        bytes.extend(self.rest);
        bytes
    }
}
