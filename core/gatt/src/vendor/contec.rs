//! Contec CMS50D-BT and Beurer PO60: service ff12, writes ff01, notifications ff02 (ff04 on some).
//!
//! A command ends with the sum of its bytes, seven bits of it. Answers begin with a byte whose bit 7 is set, the others have
//! it clear, so that frames are found in the stream (nringelstein/CMS50D-BT,
//! Shreyan1/Beurer-PO60-PulseOximeter-Bluetooth-Integration).
//!
//! Stored records come in batches of up to ten. Asking for the next batch acknowledges the one before, and
//! [`finished`] may make the device forget all: everything received must be durable first.

use crate::Outcome;
use crate::datetime::Civil;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan};
use crate::vendor::civil_2000;

const SYNC: u8 = 0x80;
const RECORD: u8 = 0xE9;
const LIVE: u8 = 0xEB;
const NO_SPO2: u8 = 127;

const fn with_sum<const N: usize>(mut command: [u8; N]) -> [u8; N] {
    let mut sum = 0_u8;
    let mut rest: &mut [u8] = &mut command;
    while let [byte, after @ ..] = rest {
        if after.is_empty() {
            *byte = sum & 0x7F;
        }
        sum = sum.wrapping_add(*byte);
        rest = after;
    }
    command
}

/// Asks who the device is.
pub const IDENTITY: [u8; 3] = with_sum([0x90, 0x05, 0]);
/// Asks for the first batch of stored records.
pub const FIRST_BATCH: [u8; 3] = with_sum([0x99, 0x00, 0]);
/// Starts the live values.
pub const START_LIVE: [u8; 3] = with_sum([0x9B, 0x01, 0]);
/// Starts the live pulse wave.
pub const START_WAVE: [u8; 3] = with_sum([0x9B, 0x00, 0]);
/// Keeps the live values coming.
pub const KEEP_ALIVE: [u8; 2] = with_sum([0x9A, 0]);
/// Stops the live values.
pub const STOP_LIVE: [u8; 3] = with_sum([0x9B, 0x7F, 0]);

/// Acknowledges a batch and asks for the next one: only after that batch is durable.
pub const fn acknowledge_and_continue() -> [u8; 3] {
    with_sum([0x99, 0x01, 0])
}

/// Acknowledges the last batch, after which the device **may forget every record**: only after all of them are durable.
pub const fn finished() -> [u8; 3] {
    with_sum([0x99, 0x7F, 0])
}

/// A stored session (24 bytes, the last four in a notification of their own).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Its number in the batch, 0 to 15.
    pub index: u8,
    /// The device's local wall clock at its beginning; `None` where no calendar has it.
    pub start: Option<Civil>,
    /// The device's local wall clock at its end; `None` where no calendar has it.
    pub end: Option<Civil>,
    /// Oxygen saturation, percent: highest, lowest, mean; 127 is none.
    pub spo2: [u8; 3],
    /// Pulse rate, beats per minute: highest, lowest, mean.
    pub pulse_rate: [u8; 3],
}

impl Record {
    /// Reads a record.
    ///
    /// # Errors
    /// Too short; another start; a later byte with bit 7 set.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let frame: [u8; 24] = Reader::new(bytes, 24)?.mandatory()?;
        checked(&frame, RECORD)?;
        let [_, index, sy, smo, sd, sh, smi, ss, ey, emo, ed, eh, emi, es, _, _, _, values @ ..] = frame;
        let [s_high, s_low, s_mean, p_high, p_low, p_mean, _] = values;
        Ok(Self {
            index: index & 0x0F,
            start: civil_2000(sy, smo, sd, sh, smi, ss),
            end: civil_2000(ey, emo, ed, eh, emi, es),
            spo2: [s_high, s_low, s_mean],
            pulse_rate: [p_high, p_low, p_mean],
        })
    }

    /// Whether there is a result: a mean saturation that is a number.
    pub fn outcome(&self) -> Outcome {
        let [.., mean] = self.spo2;
        if matches!(mean, 0 | NO_SPO2) { Outcome::Failed } else { Outcome::Reading }
    }
}

/// Live values (8 bytes, `EB 01`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Live {
    /// Pulse rate, beats per minute; `None` where there is none.
    pub pulse_rate: Option<u8>,
    /// Oxygen saturation, percent; `None` where there is none.
    pub spo2: Option<u8>,
}

impl Live {
    /// Reads live values.
    ///
    /// # Errors
    /// Too short; another start; a later byte with bit 7 set.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let frame: [u8; 8] = Reader::new(bytes, 8)?.mandatory()?;
        checked(&frame, LIVE)?;
        let [_, kind, _, pulse, spo2, ..] = frame;
        if kind != 1 {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "kind" }, at: 1 });
        }
        Ok(Self {
            pulse_rate: (!matches!(pulse, 0 | 127)).then_some(pulse),
            spo2: (!matches!(spo2, 0 | NO_SPO2)).then_some(spo2),
        })
    }

    /// Whether there is a result.
    pub fn outcome(&self) -> Outcome {
        if self.spo2.is_none() && self.pulse_rate.is_none() { Outcome::Failed } else { Outcome::Reading }
    }
}

/// The first byte as it should be, and no other with bit 7 set.
fn checked(frame: &[u8], start: u8) -> Result<(), DecodeError> {
    let not = |field, at| Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field }, at });
    match frame.split_first() {
        Some((first, _)) if *first != start => not("start byte", 0),
        Some((_, rest)) => match rest.iter().position(|byte| byte & SYNC != 0) {
            Some(at) => not("data byte", at + 1),
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// Finds records, live values and points of the pulse wave in notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = 24;

    fn scan(bytes: &[u8]) -> Scan {
        let needed = match bytes {
            [RECORD, ..] => 24,
            [LIVE, 0, ..] => 6,
            [LIVE, 1, ..] => 8,
            [LIVE] => return Scan::Incomplete,
            _ => return Scan::Garbage,
        };
        let body = bytes.get(1..needed).or_else(|| bytes.get(1..)).unwrap_or_default();
        if body.iter().any(|byte| byte & SYNC != 0) {
            Scan::Garbage
        } else if body.len() + 1 == needed {
            Scan::Frame(needed)
        } else {
            Scan::Incomplete
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_the_published_bytes() {
        assert_eq!(IDENTITY, [0x90, 0x05, 0x15]);
        assert_eq!(FIRST_BATCH, [0x99, 0x00, 0x19]);
        assert_eq!(acknowledge_and_continue(), [0x99, 0x01, 0x1A]);
        assert_eq!(finished(), [0x99, 0x7F, 0x18]);
        assert_eq!((START_WAVE, START_LIVE), ([0x9B, 0x00, 0x1B], [0x9B, 0x01, 0x1C]));
        assert_eq!((KEEP_ALIVE, STOP_LIVE), ([0x9A, 0x1A], [0x9B, 0x7F, 0x1A]));
    }
}
