//! Current Time (2A2B): reading a device's clock, and setting it.
//!
//! Ten bytes: Date Time, day of week, 1/256 seconds, adjust reason (Current Time Service 1.1, 3.1). What is written must
//! be the *local* wall time, because that is what the device shows. Some servers refuse a write whose day of week does not
//! belong to the date, so it is always computed.

use alloc::vec::Vec;

use crate::bits::bit_set;
use crate::datetime::{Civil, DateTime, Weekday};
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

bit_set! {
    /// Why a clock was last set.
    pub struct AdjustReason(u8), plus 0 {
        /// By hand.
        MANUAL = 0 => "manual update",
        /// From a reference such as a phone or a radio signal.
        EXTERNAL_REFERENCE = 1 => "external reference",
        /// The time zone changed.
        TIME_ZONE_CHANGE = 2 => "time-zone change",
        /// Daylight saving time began or ended.
        DST_CHANGE = 3 => "DST change",
    }
}

/// A Current Time value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurrentTime<'a> {
    /// The wall clock.
    pub date_time: DateTime,
    /// Day of week as sent: 1 (Monday) to 7 (Sunday), 0 not known, others reserved.
    pub day_of_week: u8,
    /// Fractions of the second, in 1/256 s.
    pub fractions: u8,
    /// Why the clock was last set.
    pub adjust_reason: AdjustReason,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl CurrentTime<'static> {
    /// The value to write so that a device shows `local`, with the right day of week.
    pub fn to_write(local: Civil, reason: AdjustReason) -> Self {
        Self {
            date_time: local.into(),
            day_of_week: local.weekday().number(),
            fractions: 0,
            adjust_reason: reason,
            remarks: Remarks::NONE,
            rest: &[],
        }
    }
}

impl<'a> CurrentTime<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 10)?;
        let date_time = DateTime::from_bytes(reader.mandatory()?);
        let [day_of_week, fractions, reason] = reader.mandatory()?;
        let (rest, _) = reader.finish();
        let adjust_reason = AdjustReason::from_bits(reason);
        let mut remarks = Remarks::NONE;
        date_time.remark(&mut remarks);
        remarks.add_if(day_of_week > 7, Remark::WeekdayOutOfRange);
        if let (Some(civil), Some(sent)) = (date_time.complete(), Weekday::from_number(day_of_week)) {
            remarks.add_if(civil.weekday() != sent, Remark::WeekdayMismatch);
        }
        remarks.add_if(adjust_reason.reserved() != 0, Remark::ReservedAdjustReason);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { date_time, day_of_week, fractions, adjust_reason, remarks, rest })
    }

    /// The day of week, if the device knew it.
    pub const fn weekday(&self) -> Option<Weekday> {
        Weekday::from_number(self.day_of_week)
    }

    /// The bytes to send, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::from(self.date_time.to_bytes());
        bytes.extend([self.day_of_week, self.fractions, self.adjust_reason.bits()]);
        bytes.extend(self.rest);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_written_with_its_day_of_week() {
        let local = Civil::new(2026, 7, 21, 23, 3, 57).unwrap();
        let value = CurrentTime::to_write(local, AdjustReason::EXTERNAL_REFERENCE);
        assert_eq!(value.encode(), [0xEA, 0x07, 7, 21, 23, 3, 57, 2, 0, 2]);
        assert!(CurrentTime::decode(&value.encode()).unwrap().remarks.is_empty());
    }
}
