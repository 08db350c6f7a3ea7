//! Elapsed Time Service (183F): current elapsed time (2BF2), and the stamp that health observations carry.
//!
//! Nine bytes: flags, a count of 48 bits, where the clock was set from, zone and daylight saving time together. A read or
//! an indication has two bytes more, about the clock itself; a write has not (Elapsed Time Service 1.0, as read in
//! zephyrproject-rtos/zephyr: `ets` sources and RonanB96/bluetooth-sig-python).

use alloc::vec::Vec;

use super::TimeSource;
use crate::bits::bit_set;
use crate::datetime::{Civil, Epoch};
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

bit_set! {
    /// What the count of a [`Stamp`] is.
    pub struct Flags(u8), plus 0b1100 {
        /// It counts from an arbitrary start, not from 2000.
        TICKS = 0 => "tick counter",
        /// It counts UTC; else local time.
        UTC = 1 => "UTC",
        /// The offset is meant.
        OFFSET = 4 => "offset given",
        /// The clock has run without a jump from the stamp until now.
        CURRENT_TIMELINE = 5 => "current timeline",
    }
}

impl Flags {
    /// How finely it counts (bits 2 and 3).
    pub const fn resolution(self) -> Resolution {
        match (self.bits() >> 2) & 0b11 {
            0 => Resolution::Second,
            1 => Resolution::Tenth,
            2 => Resolution::Millisecond,
            _ => Resolution::HundredMicroseconds,
        }
    }
}

/// How finely a clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resolution {
    /// 1 s.
    Second,
    /// 0.1 s.
    Tenth,
    /// 0.001 s.
    Millisecond,
    /// 0.0001 s.
    HundredMicroseconds,
}

impl Resolution {
    /// Steps of the count in a second.
    pub const fn steps_a_second(self) -> u64 {
        match self {
            Self::Second => 1,
            Self::Tenth => 10,
            Self::Millisecond => 1000,
            Self::HundredMicroseconds => 10_000,
        }
    }

    /// The power of ten of a step, in seconds.
    pub const fn exponent(self) -> i8 {
        match self {
            Self::Second => 0,
            Self::Tenth => -1,
            Self::Millisecond => -3,
            Self::HundredMicroseconds => -4,
        }
    }
}

bit_set! {
    /// The state of a clock.
    pub struct ClockStatus(u8), plus 0 {
        /// It was not set since it lost its time.
        NEEDS_SETTING = 0 => "clock needs to be set",
    }
}

bit_set! {
    /// What a clock does by itself.
    pub struct ClockCapabilities(u8), plus 0 {
        /// It changes to daylight saving time and back.
        APPLIES_DST = 0 => "applies daylight saving time",
        /// It follows the zone.
        MANAGES_ZONE = 1 => "manages the time zone",
    }
}

/// A time stamp (9 bytes), as it is written to a clock and as it stands in a health observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// What the count is.
    pub flags: Flags,
    /// The count, in steps of the [`Resolution`]; 48 bits, higher ones are not sent.
    pub count: u64,
    /// Where the clock was set from.
    pub source: TimeSource,
    /// Zone and daylight saving time together, in quarters of an hour; meant only with [`Flags::OFFSET`].
    pub offset: i8,
}

impl Stamp {
    /// The stamp that says this UTC in whole seconds, for a clock at `offset` quarters of an hour from UTC.
    ///
    /// `None` before 2000. [`Flags::CURRENT_TIMELINE`] is set.
    pub fn from_utc(utc: Civil, offset: Option<i8>, source: TimeSource) -> Option<Self> {
        let count = u64::try_from(utc.seconds_since(Epoch::Y2000)).ok()?;
        let flags = Flags::UTC | Flags::CURRENT_TIMELINE;
        let flags = if offset.is_some() { flags | Flags::OFFSET } else { flags };
        Some(Self { flags, count, source, offset: offset.unwrap_or(0) })
    }

    /// Reads the nine bytes; all of them mean something.
    pub const fn from_bytes(bytes: [u8; 9]) -> Self {
        let [flags, n0, n1, n2, n3, n4, n5, source, offset] = bytes;
        Self {
            flags: Flags::from_bits(flags),
            count: u64::from_le_bytes([n0, n1, n2, n3, n4, n5, 0, 0]),
            source: TimeSource(source),
            offset: offset.cast_signed(),
        }
    }

    /// The nine bytes.
    pub const fn to_bytes(self) -> [u8; 9] {
        let [n0, n1, n2, n3, n4, n5, ..] = self.count.to_le_bytes();
        [self.flags.bits(), n0, n1, n2, n3, n4, n5, self.source.0, self.offset.cast_unsigned()]
    }

    /// Whether the count is no time but ticks from an arbitrary start.
    pub const fn is_ticks(self) -> bool {
        self.flags.contains(Flags::TICKS)
    }

    /// Minutes that local time is ahead of UTC, if the stamp says so.
    pub const fn offset_minutes(self) -> Option<i16> {
        if self.flags.contains(Flags::OFFSET) { Some(self.offset as i16 * 15) } else { None }
    }

    /// Steps of the count beyond the whole second.
    pub const fn fraction(self) -> u64 {
        self.count % self.flags.resolution().steps_a_second()
    }

    /// The civil time that the count says, UTC or local as the flags tell, without the fraction.
    ///
    /// `None` for ticks and after the year 9999.
    ///
    /// ```
    /// use health_gatt::clock::elapsed::Stamp;
    /// let stamp = Stamp::from_bytes([0x30, 0x80, 0x51, 0x01, 0, 0, 0, 4, 8]);
    /// assert_eq!(stamp.civil().unwrap().to_string(), "2000-01-02T00:00:00");
    /// assert_eq!(stamp.utc().unwrap().to_string(), "2000-01-01T22:00:00");
    /// ```
    pub fn civil(self) -> Option<Civil> {
        if self.is_ticks() {
            return None;
        }
        let seconds = self.count / self.flags.resolution().steps_a_second();
        Civil::from_seconds(Epoch::Y2000, i64::try_from(seconds).ok()?)
    }

    /// The UTC, if the count is UTC or says how far its local time is from it.
    pub fn utc(self) -> Option<Civil> {
        if self.flags.contains(Flags::UTC) {
            return self.civil();
        }
        self.civil()?.plus_seconds(i64::from(self.offset_minutes()?) * -60)
    }

    /// The local time, if the count is local or says how far local time is from its UTC.
    pub fn local(self) -> Option<Civil> {
        if !self.flags.contains(Flags::UTC) {
            return self.civil();
        }
        self.civil()?.plus_seconds(i64::from(self.offset_minutes()?) * 60)
    }

    pub(crate) fn remark(self, remarks: &mut Remarks) {
        remarks.add_if(self.flags.reserved() != 0, Remark::ReservedFlags);
        self.source.remark(remarks);
        // UTC-12:00 to UTC+14:00, and two hours of daylight saving time at most.
        let far = self.flags.contains(Flags::OFFSET) && !(-48..=64).contains(&self.offset);
        remarks.add_if(far || (!self.is_ticks() && self.civil().is_none()), Remark::OutOfRange);
    }

    /// Reads the form that is written to a clock (9 bytes).
    pub fn decode(bytes: &[u8]) -> Result<super::Decoded<'_, Self>, DecodeError> {
        super::Decoded::read(bytes, |bytes: [u8; 9], remarks| {
            let stamp = Self::from_bytes(bytes);
            stamp.remark(remarks);
            stamp
        })
    }
}

/// A clock as it is read or indicated (2BF2; 11 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElapsedTime<'a> {
    /// What it says.
    pub stamp: Stamp,
    /// The state of the clock.
    pub status: ClockStatus,
    /// What the clock does by itself.
    pub capabilities: ClockCapabilities,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> ElapsedTime<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 11)?;
        let stamp = Stamp::from_bytes(reader.mandatory()?);
        let [status, capabilities] = reader.mandatory()?;
        let (rest, _) = reader.finish();
        let status = ClockStatus::from_bits(status);
        let capabilities = ClockCapabilities::from_bits(capabilities);
        let mut remarks = Remarks::NONE;
        stamp.remark(&mut remarks);
        let reserved = status.reserved() != 0 || capabilities.reserved() != 0;
        remarks.add_if(reserved, Remark::ReservedStatus);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { stamp, status, capabilities, remarks, rest })
    }

    /// The bytes, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::from(self.stamp.to_bytes());
        bytes.extend([self.status.bits(), self.capabilities.bits()]);
        bytes.extend(self.rest);
        bytes
    }
}
