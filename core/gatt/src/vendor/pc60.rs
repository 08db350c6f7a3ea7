//! Viatom PC-60FW and PC-60NW: live values over the Nordic UART service, notifications `6e400003-...`.
//!
//! A frame is `AA 55`, a token, a length, so many bytes that end with a CRC-8 (`sza2/viatom_pc60fw`, pmenke-de/viatom_pc60fw).
//! Nothing is stored on the device.

use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan, sized};
use crate::vendor::{crc8, split_frame};

/// The token of oximetry.
const OXIMETRY: u8 = 0x0F;
/// Bytes before what the length counts.
const HEADER: usize = 4;
/// Longer frames were never seen.
const LONGEST: usize = 64;

/// A whole frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What group it belongs to; `0F` is oximetry, `F0` the device itself.
    pub token: u8,
    /// What it is.
    pub content: Content<'a>,
    /// Bytes after the frame.
    pub rest: &'a [u8],
}

/// What a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content<'a> {
    /// Live values, about once a second.
    Values {
        /// Oxygen saturation, percent; `None` where there is none (sent as 0).
        spo2: Option<u8>,
        /// Pulse rate, beats per minute; `None` where there is none (sent as 0).
        pulse_rate: Option<u16>,
        /// Perfusion index, in 0.1 %.
        perfusion: u8,
    },
    /// Points of the pulse wave, 0 to 127 each, bit 7 a beat.
    Wave(&'a [u8]),
    /// Something else, with its type.
    Other {
        /// The type.
        kind: u8,
        /// The bytes after it.
        data: &'a [u8],
    },
}

impl<'a> Frame<'a> {
    /// Reads a frame and checks it.
    ///
    /// # Errors
    /// Too short; another start; shorter than it says; [`DecodeErrorKind::Checksum`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let [first, second, token, length] = Reader::new(bytes, HEADER + 2)?.mandatory()?;
        if [first, second] != [0xAA, 0x55] {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "start" }, at: 0 });
        }
        let needed = HEADER + usize::from(length);
        let (frame, rest) = split_frame(bytes, needed, HEADER + 2, 3)?;
        if crc8::maxim(frame) != 0 {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at: needed - 1 });
        }
        let body = frame.get(HEADER..needed - 1).unwrap_or_default();
        let content = match (token, body) {
            (OXIMETRY, &[0x01, spo2, low, high, perfusion, ..]) => {
                let pulse = u16::from_le_bytes([low, high]);
                Content::Values {
                    spo2: (spo2 != 0).then_some(spo2),
                    pulse_rate: (pulse != 0).then_some(pulse),
                    perfusion,
                }
            }
            (OXIMETRY, [0x02, wave @ ..]) => Content::Wave(wave),
            (_, [kind, data @ ..]) => Content::Other { kind: *kind, data },
            (_, []) => Content::Other { kind: 0, data: &[] },
        };
        Ok(Self { token, content, rest })
    }
}

/// Finds frames in notifications, which split and join them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = LONGEST;

    fn scan(bytes: &[u8]) -> Scan {
        match bytes {
            [0xAA] | [0xAA, 0x55] | [0xAA, 0x55, _] => Scan::Incomplete,
            [0xAA, 0x55, _, length, ..] if *length >= 2 => {
                sized(bytes, HEADER + usize::from(*length), LONGEST, |frame| crc8::maxim(frame) == 0)
            }
            _ => Scan::Garbage,
        }
    }
}
