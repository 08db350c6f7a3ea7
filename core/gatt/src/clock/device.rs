//! Device Time Service (1847): feature (2B8E), parameters (2B8F), device time (2B90), control point (2B91).
//!
//! Which fields follow the mandatory ones, and whether a CRC comes first, is told only by the feature value, so the other
//! values are read with the [`Features`] in hand (Device Time Service 1.0, tables as cited in
//! RonanB96/bluetooth-sig-python). The layout of the change log (2B92) is in no public source; its records are not read.

use alloc::vec::Vec;

use super::{DstOffset, LocalTime, TimeZone};
use crate::bits::bit_set;
use crate::datetime::{Civil, Epoch, EpochSeconds};
use crate::e2e;
use crate::error::{DecodeError, Prefix};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

mod control_point;

pub use self::control_point::{
    ControlPoint, Message, RejectionReasons, ResponseValue, TimeUpdate, UpdateFlags,
};

bit_set! {
    /// What a device's clock can do.
    pub struct Features(u16), plus 0 {
        /// Values carry an end-to-end CRC.
        E2E_CRC = 0 => "E2E-CRC",
        /// Changes of the clock are logged.
        CHANGE_LOG = 1 => "time change logging",
        /// The base time has fractions of a second.
        FRACTIONS = 2 => "base time second fractions",
        /// Time or date are shown to people.
        DISPLAYED = 3 => "time or date displayed",
        /// It says in which formats.
        DISPLAYED_FORMATS = 4 => "displayed formats",
        /// The formats can be changed.
        FORMATS_CHANGEABLE = 5 => "displayed formats changeable",
        /// The time shown to people is a timeline of its own.
        USER_TIME = 6 => "separate user timeline",
        /// Setting the clock needs an authorisation.
        AUTHORISATION = 7 => "authorisation required",
        /// It keeps track of the drift of its clock.
        DRIFT = 8 => "RTC drift tracking",
        /// It can count from 1900.
        EPOCH_1900 = 9 => "epoch 1900",
        /// It can count from 2000.
        EPOCH_2000 = 10 => "epoch 2000",
        /// The limit of changes that are not logged can be proposed.
        ADJUSTMENT_LIMIT = 11 => "propose non-logged adjustment limit",
        /// Changes under way can be asked for.
        ACTIVE_ADJUSTMENTS = 12 => "retrieve active adjustments",
    }
}

bit_set! {
    /// The state of a device's clock.
    pub struct Status(u16), plus 0 {
        /// The time may be wrong.
        FAULT = 0 => "time fault",
        /// The base time is UTC.
        UTC_ALIGNED = 1 => "UTC aligned",
        /// The local time was set from a good source.
        LOCAL_SYNCHRONISED = 2 => "qualified local time synchronised",
        /// The device wants to be told the time.
        WANTS_UPDATE = 3 => "propose time update request",
        /// Counts begin in 2000; else in 1900.
        EPOCH_2000 = 4 => "epoch 2000",
        /// A change that is not logged is under way.
        NON_LOGGED_CHANGE = 5 => "non-logged time change active",
        /// The log is being consolidated.
        LOG_CONSOLIDATION = 6 => "log consolidation active",
    }
}

/// The bytes behind the CRC, where there is one.
fn body(bytes: &[u8], e2e_crc: bool) -> Result<&[u8], DecodeError> {
    if e2e_crc { e2e::checked_start(bytes) } else { Ok(bytes) }
}

/// An error within the body, counted from the beginning of the value.
fn behind_crc(e2e_crc: bool) -> impl Fn(DecodeError) -> DecodeError {
    move |error| if e2e_crc { DecodeError { at: error.at + 2, ..error } } else { error }
}

/// The value of a body, with its CRC before it if there is to be one.
fn with_crc(body: Vec<u8>, e2e_crc: bool) -> Vec<u8> {
    if e2e_crc { [&e2e::crc(&body).to_le_bytes()[..], &body].concat() } else { body }
}

/// What a device's clock can do (2B8E, read; 2 bytes, 4 with a CRC).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature<'a> {
    /// What it can do.
    pub features: Features,
    /// Whether a CRC came first; it was right then.
    pub e2e_crc: bool,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> Feature<'a> {
    /// Reads the characteristic. A CRC is looked for where there is room for one and the features behind it announce it.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let e2e_crc = matches!(bytes, [_, _, low, _] if low & 1 != 0);
        let mut reader = Reader::new(body(bytes, e2e_crc)?, 2)?;
        let features = Features::from_bits(u16::from_le_bytes(reader.mandatory()?));
        let (rest, _) = reader.finish();
        let mut remarks = Remarks::NONE;
        remarks.add_if(features.reserved() != 0, Remark::ReservedFeatures);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { features, e2e_crc, remarks, rest })
    }

    /// The bytes, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        with_crc([&self.features.bits().to_le_bytes()[..], self.rest].concat(), self.e2e_crc)
    }
}

/// How a device's clock runs (2B8F, read; 2 to 12 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameters<'a> {
    /// The step of the clock, in 1/65536 s; 0 for "not known".
    pub resolution: u16,
    /// The drift after which it counts as not synchronised, in seconds.
    pub drift_limit: Option<u16>,
    /// Days after which it counts as not synchronised.
    pub days_until_sync_loss: Option<u16>,
    /// Changes of the clock below so many seconds are not logged.
    pub adjustment_limit: Option<u16>,
    /// The formats in which time and date are shown, as sent.
    pub displayed_formats: Option<u16>,
    /// Whether a CRC comes first.
    pub e2e_crc: bool,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> Parameters<'a> {
    /// Reads the characteristic of a device with these features.
    pub fn decode(bytes: &'a [u8], features: Features) -> Result<Self, DecodeError> {
        let e2e_crc = features.contains(Features::E2E_CRC);
        Self::decode_body(body(bytes, e2e_crc)?, features).map_err(behind_crc(e2e_crc))
    }

    fn decode_body(body: &'a [u8], features: Features) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body, 2)?;
        let resolution = u16::from_le_bytes(reader.mandatory()?);
        let mut field =
            |feature, name| reader.announced(features.contains(feature), name).map(u16::from_le_bytes);
        let drift_limit = field(Features::DRIFT, "drift limit");
        let days_until_sync_loss = field(Features::DRIFT, "days until sync loss");
        let adjustment_limit = field(Features::CHANGE_LOG, "non-logged adjustment limit");
        let displayed_formats = field(Features::DISPLAYED_FORMATS, "displayed formats");
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        let e2e_crc = features.contains(Features::E2E_CRC);
        let decoded = Self {
            resolution,
            drift_limit,
            days_until_sync_loss,
            adjustment_limit,
            displayed_formats,
            e2e_crc,
            remarks,
            rest,
        };
        Prefix { decoded, cut }.whole()
    }

    /// The bytes, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let fields = [
            Some(self.resolution),
            self.drift_limit,
            self.days_until_sync_loss,
            self.adjustment_limit,
            self.displayed_formats,
        ];
        let mut bytes: Vec<u8> = fields.into_iter().flatten().flat_map(u16::to_le_bytes).collect();
        bytes.extend(self.rest);
        with_crc(bytes, self.e2e_crc)
    }
}

/// A device's clock (2B90, read or indicated; 8 to 20 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceTime<'a> {
    /// The base time, seconds since the epoch of the status.
    pub base_time: u32,
    /// The zone.
    pub zone: TimeZone,
    /// What is added to its standard time now.
    pub dst: DstOffset,
    /// The state of the clock.
    pub status: Status,
    /// The time shown to people, seconds since the epoch of the status.
    pub user_time: Option<u32>,
    /// The drift that the device knows of, in seconds.
    pub drift: Option<u16>,
    /// The number that the next record of the change log will have.
    pub next_log_number: Option<u16>,
    /// Fractions of the base time's second, in 1/65536 s.
    pub fractions: Option<u16>,
    /// Whether a CRC comes first.
    pub e2e_crc: bool,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> DeviceTime<'a> {
    /// Reads the characteristic of a device with these features.
    pub fn decode(bytes: &'a [u8], features: Features) -> Result<Self, DecodeError> {
        let e2e_crc = features.contains(Features::E2E_CRC);
        Self::decode_body(body(bytes, e2e_crc)?, features).map_err(behind_crc(e2e_crc))
    }

    fn decode_body(body: &'a [u8], features: Features) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body, 8)?;
        let base_time = u32::from_le_bytes(reader.mandatory()?);
        let [zone, dst] = reader.mandatory()?;
        let (zone, dst) = (TimeZone(zone.cast_signed()), DstOffset(dst));
        let status = Status::from_bits(u16::from_le_bytes(reader.mandatory()?));
        let has = |feature| features.contains(feature);
        let user_time = reader.announced(has(Features::USER_TIME), "user time").map(u32::from_le_bytes);
        let drift = reader.announced(has(Features::DRIFT), "RTC drift").map(u16::from_le_bytes);
        let next_log_number =
            reader.announced(has(Features::CHANGE_LOG), "next sequence number").map(u16::from_le_bytes);
        let fractions =
            reader.announced(has(Features::FRACTIONS), "second fractions").map(u16::from_le_bytes);
        let (rest, cut) = reader.finish();
        let mut remarks = Remarks::NONE;
        zone.remark(&mut remarks);
        dst.remark(&mut remarks);
        remarks.add_if(status.reserved() != 0, Remark::ReservedStatus);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        let e2e_crc = has(Features::E2E_CRC);
        let decoded = Self {
            base_time,
            zone,
            dst,
            status,
            user_time,
            drift,
            next_log_number,
            fractions,
            e2e_crc,
            remarks,
            rest,
        };
        Prefix { decoded, cut }.whole()
    }

    const fn since_epoch(&self, seconds: u32) -> EpochSeconds {
        let late = self.status.contains(Status::EPOCH_2000);
        EpochSeconds { epoch: if late { Epoch::Y2000 } else { Epoch::Y1900 }, seconds }
    }

    /// The base time; it is UTC if [`Status::UTC_ALIGNED`] says so.
    pub const fn base(&self) -> EpochSeconds {
        self.since_epoch(self.base_time)
    }

    /// The base time in the device's zone, if that is known.
    pub fn local(&self) -> Option<Civil> {
        let minutes = LocalTime { zone: self.zone, dst: self.dst }.minutes()?;
        self.base().civil()?.plus_seconds(i64::from(minutes) * 60)
    }

    /// The time shown to people, where it is a timeline of its own.
    pub fn user(&self) -> Option<EpochSeconds> {
        self.user_time.map(|seconds| self.since_epoch(seconds))
    }

    /// The bytes, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::from(self.base_time.to_le_bytes());
        bytes.extend([self.zone.0.cast_unsigned(), self.dst.0]);
        bytes.extend(self.status.bits().to_le_bytes());
        bytes.extend(self.user_time.iter().flat_map(|seconds| seconds.to_le_bytes()));
        let words = [self.drift, self.next_log_number, self.fractions];
        bytes.extend(words.into_iter().flatten().flat_map(u16::to_le_bytes));
        bytes.extend(self.rest);
        with_crc(bytes, self.e2e_crc)
    }
}
