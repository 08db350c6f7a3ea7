//! Reading a device's clock together with the phone's, and what a write to it brought about.

use core::fmt;

use super::LocalTime;
use super::device::{DeviceTime, Features, Status};
use super::elapsed::{ClockStatus, ElapsedTime, Flags, Resolution};
use crate::current_time::CurrentTime;
use crate::datetime::{Civil, DateTime};
use crate::error::DecodeError;
use crate::uuid;

/// A request and its answer, in milliseconds of the phone's monotonic clock.
///
/// Sometime between the two the device looked at its clock; the middle is the best guess, and half the way is how wrong it
/// can be. Take `received_ms` in the very callback that brings the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoundTrip {
    sent_ms: u64,
    received_ms: u64,
}

impl RoundTrip {
    /// A round trip; `None` if the answer came before the request, which no monotonic clock shows.
    pub const fn new(sent_ms: u64, received_ms: u64) -> Option<Self> {
        if received_ms < sent_ms { None } else { Some(Self { sent_ms, received_ms }) }
    }

    /// The middle, in milliseconds, rounded down.
    pub const fn middle_ms(self) -> u64 {
        self.sent_ms + (self.received_ms - self.sent_ms) / 2
    }

    /// How far the middle can be from when the device looked at its clock, in milliseconds.
    pub const fn half_ms(self) -> u64 {
        (self.received_ms - self.sent_ms).div_ceil(2)
    }
}

/// What a device's clock counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// The wall clock of whoever set it; `ahead_minutes` of UTC if the device says so.
    Local {
        /// Minutes that it is ahead of UTC.
        ahead_minutes: Option<i16>,
    },
    /// UTC; people near the device have `ahead_minutes` more if it says so.
    Utc {
        /// Minutes that local time is ahead of it.
        ahead_minutes: Option<i16>,
    },
}

/// What a device's clock showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// A civil time.
    Time {
        /// The civil time, in whole seconds.
        civil: Civil,
        /// Milliseconds beyond them, 0 to 999.
        millis: u16,
        /// What the clock counts.
        scale: Scale,
    },
    /// Ticks from an arbitrary start.
    Ticks {
        /// The count.
        count: u64,
        /// How long a tick is.
        resolution: Resolution,
    },
}

/// A device's clock and when it was read: a coincident pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Reading {
    /// What the device's clock showed.
    pub shown: Shown,
    /// The phone's monotonic clock at that time, in milliseconds.
    pub at_ms: u64,
    /// How far the two can be apart, in milliseconds: half the round trip, and the step of what was shown, because clocks
    /// cut off what they do not show.
    pub error_ms: u64,
}

/// Why a value is no reading of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReadError {
    /// The characteristic is not that of a clock.
    NoClock,
    /// The bytes are not such a value.
    Decode(DecodeError),
    /// The clock was not set: it says so, or it shows no complete and possible time.
    NotSet,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoClock => f.write_str("this characteristic is no clock; use 2A08, 2A2B, 2B90 or 2BF2"),
            Self::Decode(error) => error.fmt(f),
            Self::NotSet => f.write_str("the device's clock was not set"),
        }
    }
}

impl core::error::Error for ReadError {}

impl From<DecodeError> for ReadError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

/// Reads a clock: Date Time (2A08), Current Time (2A2B), Device Time (2B90) or Current Elapsed Time (2BF2).
///
/// `features` are those of the Device Time Service and matter for 2B90 only. The step of a value without fractions is a
/// second; so is that of a Current Time whose fractions are 0, because many devices always send 0.
///
/// ```
/// use health_gatt::clock::{RoundTrip, Shown, device::Features, read};
/// let trip = RoundTrip::new(1_000, 1_090).unwrap();
/// let reading = read(0x2A08, &[0xE8, 7, 6, 15, 17, 17, 27], Features::NONE, trip).unwrap();
/// assert!(matches!(reading.shown, Shown::Time { civil, .. } if civil.to_string() == "2024-06-15T17:17:27"));
/// assert_eq!((reading.at_ms, reading.error_ms), (1_045, 1_045));
/// ```
pub fn read(uuid: u16, bytes: &[u8], features: Features, trip: RoundTrip) -> Result<Reading, ReadError> {
    let (shown, step_ms) = match uuid {
        uuid::DATE_TIME => date_time(DateTime::decode(bytes)?.date_time, 0)?,
        uuid::CURRENT_TIME => {
            let clock = CurrentTime::decode(bytes)?;
            date_time(clock.date_time, clock.fractions)?
        }
        uuid::DEVICE_TIME => device_time(&DeviceTime::decode(bytes, features)?)?,
        uuid::CURRENT_ELAPSED_TIME => elapsed_time(&ElapsedTime::decode(bytes)?)?,
        _ => return Err(ReadError::NoClock),
    };
    Ok(Reading { shown, at_ms: trip.middle_ms(), error_ms: trip.half_ms().saturating_add(step_ms) })
}

type Seen = Result<(Shown, u64), ReadError>;

fn date_time(stamp: DateTime, fractions: u8) -> Seen {
    let civil = stamp.complete().ok_or(ReadError::NotSet)?;
    let millis = u16::from(fractions) * 125 / 32;
    let scale = Scale::Local { ahead_minutes: None };
    Ok((Shown::Time { civil, millis, scale }, if fractions == 0 { 1000 } else { 4 }))
}

fn device_time(time: &DeviceTime<'_>) -> Seen {
    if time.status.contains(Status::FAULT) {
        return Err(ReadError::NotSet);
    }
    let civil = time.base().civil().ok_or(ReadError::NotSet)?;
    let ahead_minutes = LocalTime { zone: time.zone, dst: time.dst }.minutes();
    // The base time is to be UTC; without the bit that says so it may be anything, like a wall clock without a zone.
    let scale = if time.status.contains(Status::UTC_ALIGNED) {
        Scale::Utc { ahead_minutes }
    } else {
        Scale::Local { ahead_minutes: None }
    };
    let fractions = u32::from(time.fractions.unwrap_or(0));
    let millis = u16::try_from(fractions * 1000 / 65_536).unwrap_or(999);
    Ok((Shown::Time { civil, millis, scale }, if time.fractions.is_some() { 1 } else { 1000 }))
}

fn elapsed_time(time: &ElapsedTime<'_>) -> Seen {
    if time.status.contains(ClockStatus::NEEDS_SETTING) {
        return Err(ReadError::NotSet);
    }
    let stamp = time.stamp;
    let resolution = stamp.flags.resolution();
    let step_ms = 1000_u64.div_ceil(resolution.steps_a_second());
    if stamp.is_ticks() {
        return Ok((Shown::Ticks { count: stamp.count, resolution }, step_ms));
    }
    let civil = stamp.civil().ok_or(ReadError::NotSet)?;
    let millis = u16::try_from(stamp.fraction() * 1000 / resolution.steps_a_second()).unwrap_or(999);
    let ahead_minutes = stamp.offset_minutes();
    let scale = if stamp.flags.contains(Flags::UTC) {
        Scale::Utc { ahead_minutes }
    } else {
        Scale::Local { ahead_minutes }
    };
    Ok((Shown::Time { civil, millis, scale }, step_ms))
}

/// What a write to a clock brought about, by the ATT error that answered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Written {
    /// The device took it. Read the clock again all the same: some confirm and do not change it.
    Accepted,
    /// The device took a part, such as all but the fractions (Current Time Service 1.1, error 80 "data field ignored").
    /// Not a failure: read the clock again and see.
    Partly,
    /// The device thinks its own source is better (Elapsed Time Service, error 80).
    SourceTooWeak,
    /// The device wants another form of time, such as UTC (Elapsed Time Service, error 81).
    WrongForm,
    /// A number is out of the device's range (error FF).
    OutOfRange,
    /// Any other ATT error.
    Failed(u8),
}

impl Written {
    /// Whether the clock may have changed, so that it must be read again and earlier pairs end here.
    pub const fn may_have_changed(self) -> bool {
        matches!(self, Self::Accepted | Self::Partly)
    }
}

/// What a write to this clock brought about; `att_error` is `None` if the device confirmed it.
///
/// ```
/// use health_gatt::clock::{Written, written};
/// assert_eq!(written(0x2A2B, Some(0x80)), Written::Partly);
/// assert_eq!(written(0x2BF2, Some(0x80)), Written::SourceTooWeak);
/// ```
pub const fn written(uuid: u16, att_error: Option<u8>) -> Written {
    match (uuid, att_error) {
        (_, None) => Written::Accepted,
        (uuid::CURRENT_TIME, Some(0x80)) => Written::Partly,
        (uuid::CURRENT_ELAPSED_TIME, Some(0x80)) => Written::SourceTooWeak,
        (uuid::CURRENT_ELAPSED_TIME, Some(0x81)) => Written::WrongForm,
        (_, Some(0xFF)) => Written::OutOfRange,
        (_, Some(error)) => Written::Failed(error),
    }
}
