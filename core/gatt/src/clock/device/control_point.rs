//! Device Time Control Point (2B91): proposing a time, and what the device answers.
//!
//! Op codes as cited in RonanB96/bluetooth-sig-python (Device Time Service 1.0, tables 3.14 and 3.15); the operand of a
//! time update, its flags and the reasons of a rejection as two open servers of this service read and write them, one on
//! bleno, one on `NimBLE` (sections 3.7.1.1.1 and 3.7.1.2.2 of the specification, which they cite).

use alloc::vec::Vec;
use core::fmt;

use super::{behind_crc, body, with_crc};
use crate::bits::bit_set;
use crate::clock::{Accuracy, DstOffset, TimeSource, TimeZone};
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

const PROPOSE: u8 = 0x02;
const FORCE: u8 = 0x03;
const ADJUSTMENT_LIMIT: u8 = 0x04;
const RETRIEVE: u8 = 0x05;
const REPORT: u8 = 0x07;
const RESPONSE: u8 = 0x09;

bit_set! {
    /// What a [`TimeUpdate`] says of itself.
    pub struct UpdateFlags(u16), plus 0 {
        /// The base time is UTC.
        UTC_ALIGNED = 0 => "UTC aligned",
        /// The local time is from a good source.
        QUALIFIED_LOCAL = 1 => "qualified local time",
        /// A person sets the clock.
        MANUAL = 2 => "manual adjustment",
        /// A reference sets the clock.
        EXTERNAL = 3 => "external reference",
        /// The zone changes.
        ZONE_CHANGE = 4 => "time-zone change",
        /// Daylight saving time begins or ends.
        DST_CHANGE = 5 => "DST change",
        /// The base time counts from 2000; else from 1900.
        EPOCH_2000 = 6 => "epoch 2000",
        /// The fractions of the second are not meant.
        NO_FRACTIONS = 7 => "second fractions not valid",
    }
}

bit_set! {
    /// Why a device rejected a request.
    pub struct RejectionReasons(u16), plus 0 {
        /// The time cannot be right.
        UNREALISTIC = 0 => "time unrealistic",
        /// The collector may not do this.
        NOT_AUTHORISED = 1 => "not authorised",
        /// A number is out of range.
        OUT_OF_RANGE = 2 => "operand out of range",
        /// The base time is not UTC, the device's is.
        NOT_UTC = 3 => "time source not UTC aligned",
        /// The time is not exact enough.
        INACCURATE = 4 => "accuracy out of range",
        /// The source is worse than that of the device.
        WORSE_SOURCE = 5 => "time source quality too low",
        /// The count begins in another year than the device's.
        WRONG_EPOCH = 6 => "epoch does not match",
        /// The number is too coarse.
        IMPRECISE = 8 => "lack of precision",
        /// Only the base time or only zone and daylight saving time were taken. The two sources disagree on which of the
        /// two this bit and the next one mean.
        PARTLY_9 = 9 => "only a part accepted (bit 9)",
        /// See [`PARTLY_9`](Self::PARTLY_9).
        PARTLY_10 = 10 => "only a part accepted (bit 10)",
    }
}

/// A time to set a clock to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TimeUpdate {
    /// What it says of itself.
    pub flags: UpdateFlags,
    /// Seconds since the epoch of the flags.
    pub base_time: u32,
    /// The zone.
    pub zone: TimeZone,
    /// What is added to its standard time now.
    pub dst: DstOffset,
    /// Where the time comes from.
    pub source: TimeSource,
    /// How exact it is.
    pub accuracy: Accuracy,
}

impl TimeUpdate {
    fn read(bytes: [u8; 10], remarks: &mut Remarks) -> Self {
        let [f0, f1, t0, t1, t2, t3, zone, dst, source, accuracy] = bytes;
        let update = Self {
            flags: UpdateFlags::from_bits(u16::from_le_bytes([f0, f1])),
            base_time: u32::from_le_bytes([t0, t1, t2, t3]),
            zone: TimeZone(zone.cast_signed()),
            dst: DstOffset(dst),
            source: TimeSource(source),
            accuracy: Accuracy(accuracy),
        };
        update.zone.remark(remarks);
        update.dst.remark(remarks);
        update.source.remark(remarks);
        remarks.add_if(update.flags.reserved() != 0, Remark::ReservedFlags);
        update
    }

    fn push(self, bytes: &mut Vec<u8>) {
        bytes.extend(self.flags.bits().to_le_bytes());
        bytes.extend(self.base_time.to_le_bytes());
        bytes.extend([self.zone.0.cast_unsigned(), self.dst.0, self.source.0, self.accuracy.0]);
    }
}

/// How a request ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResponseValue(pub u8);

impl ResponseValue {
    /// It was done.
    pub const SUCCESS: Self = Self(1);
    /// The op code is not supported.
    pub const OP_CODE_NOT_SUPPORTED: Self = Self(2);
    /// The operand is not that of the op code.
    pub const INVALID_OPERAND: Self = Self(3);
    /// It failed.
    pub const FAILED: Self = Self(4);
    /// It was rejected, for [`RejectionReasons`].
    pub const REJECTED: Self = Self(5);
    /// The device is busy.
    pub const BUSY: Self = Self(7);

    /// Whether the specification defines this number.
    pub const fn is_defined(self) -> bool {
        matches!(self.0, 1..=5 | 7)
    }
}

impl fmt::Display for ResponseValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            1 => "success",
            2 => "op code not supported",
            3 => "invalid operand",
            4 => "procedure failed",
            5 => "procedure rejected",
            7 => "device busy",
            other => return write!(f, "undefined response value {other:#04x}"),
        })
    }
}

/// What is written to the control point, or indicated by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Message<'a> {
    /// Set the clock, if the device agrees.
    Propose(TimeUpdate),
    /// Set the clock, whatever the device thinks of the source. Needs an authorisation.
    Force(TimeUpdate),
    /// Do not log changes below so many seconds.
    AdjustmentLimit(u16),
    /// Tell the changes that are under way.
    RetrieveAdjustments,
    /// The changes that are under way, as sent: no public source tells their layout.
    Adjustments(&'a [u8]),
    /// How a request ended.
    Result {
        /// Op code of the request.
        request: u8,
        /// How it ended.
        value: ResponseValue,
        /// Why it was rejected, if it was.
        reasons: Option<RejectionReasons>,
    },
}

/// A value of the control point (2B91; 1 to 20 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlPoint<'a> {
    /// What it says.
    pub message: Message<'a>,
    /// Whether a CRC comes first.
    pub e2e_crc: bool,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the operand.
    pub rest: &'a [u8],
}

impl<'a> ControlPoint<'a> {
    /// Reads a request or an answer; `e2e_crc` says whether a CRC comes first.
    pub fn decode(bytes: &'a [u8], e2e_crc: bool) -> Result<Self, DecodeError> {
        let mut decoded = Self::decode_body(body(bytes, e2e_crc)?).map_err(behind_crc(e2e_crc))?;
        decoded.e2e_crc = e2e_crc;
        Ok(decoded)
    }

    fn decode_body(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(body, 1)?;
        let [op_code] = reader.mandatory()?;
        let mut remarks = Remarks::NONE;
        let message = match op_code {
            PROPOSE => Message::Propose(TimeUpdate::read(reader.mandatory()?, &mut remarks)),
            FORCE => Message::Force(TimeUpdate::read(reader.mandatory()?, &mut remarks)),
            ADJUSTMENT_LIMIT => Message::AdjustmentLimit(u16::from_le_bytes(reader.mandatory()?)),
            RETRIEVE => Message::RetrieveAdjustments,
            REPORT => {
                let adjustments = reader.finish().0;
                let message = Message::Adjustments(adjustments);
                return Ok(Self { message, e2e_crc: false, remarks, rest: &[] });
            }
            RESPONSE => {
                let [request, value] = reader.mandatory()?;
                let value = ResponseValue(value);
                let rejected = value == ResponseValue::REJECTED && body.len() >= 5;
                let reasons = if rejected { Some(u16::from_le_bytes(reader.mandatory()?)) } else { None };
                let reasons = reasons.map(RejectionReasons::from_bits);
                remarks.add_if(!value.is_defined(), Remark::UnknownResponseCode);
                remarks.add_if(reasons.is_some_and(|r| r.reserved() != 0), Remark::ReservedStatus);
                Message::Result { request, value, reasons }
            }
            _ => {
                return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "op code" }, at: 0 });
            }
        };
        let rest = reader.finish().0;
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { message, e2e_crc: false, remarks, rest })
    }

    /// The bytes, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self.message {
            Message::Propose(update) => {
                bytes.push(PROPOSE);
                update.push(&mut bytes);
            }
            Message::Force(update) => {
                bytes.push(FORCE);
                update.push(&mut bytes);
            }
            Message::AdjustmentLimit(seconds) => {
                bytes.push(ADJUSTMENT_LIMIT);
                bytes.extend(seconds.to_le_bytes());
            }
            Message::RetrieveAdjustments => bytes.push(RETRIEVE),
            Message::Adjustments(raw) => {
                bytes.push(REPORT);
                bytes.extend(raw);
            }
            Message::Result { request, value, reasons } => {
                bytes.extend([RESPONSE, request, value.0]);
                bytes.extend(reasons.iter().flat_map(|reasons| reasons.bits().to_le_bytes()));
            }
        }
        bytes.extend(self.rest);
        with_crc(bytes, self.e2e_crc)
    }
}
