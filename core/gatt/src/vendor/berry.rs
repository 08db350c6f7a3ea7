//! Berry `BerryMed` BM1000 and other oximeters of the BCI protocol: five bytes a sample, notifications
//! `49535343-1e4d-4bd9-ba61-23c647249616`.
//!
//! The first byte of a frame has bit 7 set, the others do not (`zh2x/BCI_Protocol`, jablko/webbm1000). There is no checksum: a
//! frame that lost a byte in the middle is skipped, one whose bits changed is not noticed. Newer firmware sends frames of
//! 20 bytes, which are skipped here.

use crate::Outcome;
use crate::bits::bit_set;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan};

const SYNC: u8 = 0x80;
const NO_SPO2: u8 = 127;
const NO_PULSE: u8 = 255;

bit_set! {
    /// The state of the oximeter: bits 4 to 6 of the first byte, and bits 4 and 5 of the third one place higher.
    pub struct Status(u16), plus 0 {
        /// There is no signal.
        NO_SIGNAL = 4 => "no signal",
        /// The probe is unplugged.
        PROBE_OFF = 5 => "probe unplugged",
        /// A beat was found.
        BEAT = 6 => "beat",
        /// There is no finger.
        NO_FINGER = 12 => "no finger",
        /// It looks for a pulse.
        SEARCHING = 13 => "searching",
    }
}

/// One sample (5 bytes, about a hundred a second).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Strength of the signal, 0 to 15.
    pub signal: u8,
    /// The state of the oximeter.
    pub status: Status,
    /// Point of the pulse wave, 0 to 127.
    pub wave: u8,
    /// Bar of the display, 0 to 15.
    pub bar: u8,
    /// Pulse rate, beats per minute; `None` where there is none.
    pub pulse_rate: Option<u8>,
    /// Oxygen saturation, percent; `None` where there is none.
    pub spo2: Option<u8>,
}

impl Sample {
    /// Reads a frame of five bytes.
    ///
    /// # Errors
    /// Too short; a first byte without bit 7, or a later one with it.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let frame: [u8; 5] = Reader::new(bytes, 5)?.mandatory()?;
        if let Some(at) = frame.iter().enumerate().position(|(at, byte)| (byte & SYNC != 0) != (at == 0)) {
            return Err(DecodeError {
                kind: DecodeErrorKind::NotThisFrame { field: "synchronisation bit" },
                at,
            });
        }
        let [first, wave, third, low, spo2] = frame;
        let pulse = low | (third & 0x40) << 1;
        Ok(Self {
            signal: first & 0x0F,
            status: Status::from_bits(u16::from(first & 0x70) | u16::from(third & 0x30) << 8),
            wave,
            bar: third & 0x0F,
            pulse_rate: (pulse != NO_PULSE).then_some(pulse),
            spo2: (spo2 != NO_SPO2).then_some(spo2),
        })
    }

    /// Whether there is a result; without a finger, or while it searches, there is none, whatever the numbers say.
    pub fn outcome(&self) -> Outcome {
        let void = Status::NO_SIGNAL | Status::PROBE_OFF | Status::NO_FINGER | Status::SEARCHING;
        if self.status.intersects(void) || (self.spo2.is_none() && self.pulse_rate.is_none()) {
            Outcome::Failed
        } else {
            Outcome::Reading
        }
    }
}

/// Finds frames in notifications, which hold several and need not begin with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = 5;

    fn scan(bytes: &[u8]) -> Scan {
        let Some((first, rest)) = bytes.split_first() else { return Scan::Incomplete };
        let body = rest.get(..4).unwrap_or(rest);
        if first & SYNC == 0 || body.iter().any(|byte| byte & SYNC != 0) {
            Scan::Garbage
        } else if body.len() == 4 {
            Scan::Frame(5)
        } else {
            Scan::Incomplete
        }
    }
}
