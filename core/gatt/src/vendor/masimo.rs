//! Masimo `MightySat`: service `54c21000-a720-4b4f-11e4-9fe20002a5d5`, writes `...1001`, notifications `...1002`.
//!
//! A frame is `77`, a length, so many bytes that end with a CRC-8 over the ones before it (weliem/LivecareBluetoothSDK:
//! `MasimoSpO2.java`; the fields of the values as open collectors of this protocol agree on them; no unit was at hand).

use alloc::vec::Vec;

use crate::Outcome;
use crate::bits::bit_set;
use crate::decimal::Decimal;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan, sized};
use crate::vendor::{crc8, split_frame};

const START: u8 = 0x77;
/// Bytes before what the length counts.
const HEADER: usize = 2;
const NONE: u8 = 0xFF;

bit_set! {
    /// What the oximeter says of itself.
    pub struct System(u32), plus 0 {
        /// The sensor is off the patient.
        SENSOR_OFF = 21 => "sensor off patient",
        /// It looks for a pulse.
        SEARCHING = 22 => "pulse search",
        /// Something interferes.
        INTERFERENCE = 23 => "interference detected",
        /// The perfusion is low.
        LOW_PERFUSION = 24 => "low perfusion",
    }
}

bit_set! {
    /// What the oximeter says of one value.
    pub struct Exception(u8), plus 0 {
        /// Little confidence.
        LOW_CONFIDENCE = 0 => "low confidence",
        /// No value.
        INVALID = 2 => "invalid",
        /// Still starting.
        STARTUP = 4 => "startup",
    }
}

/// Live values, all five of them, about once a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// What the oximeter says of itself.
    pub system: System,
    /// Oxygen saturation, percent, with what is said of it; `None` where there is none.
    pub spo2: (Option<u8>, Exception),
    /// Pulse rate, beats per minute.
    pub pulse_rate: (Option<u8>, Exception),
    /// Pleth variability index, percent.
    pub variability: (Option<u8>, Exception),
    /// Perfusion index, in 0.01 %.
    pub perfusion: (Option<u16>, Exception),
    /// Respiration rate from the pulse wave, breaths per minute.
    pub respiration_rate: (Option<u8>, Exception),
}

impl Values {
    /// Perfusion index, percent.
    pub fn perfusion_percent(&self) -> Option<Decimal> {
        self.perfusion.0.map(|hundredths| Decimal::new(hundredths.into(), -2))
    }

    /// Whether there is a result.
    pub fn outcome(&self) -> Outcome {
        let void = self.system.intersects(System::SENSOR_OFF | System::SEARCHING);
        if void || (self.spo2.0.is_none() && self.pulse_rate.0.is_none()) {
            Outcome::Failed
        } else {
            Outcome::Reading
        }
    }
}

/// A whole frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// What it is: 1 device information, 3 streaming, 4 wave, 5 values, FE acknowledgement.
    pub kind: u8,
    /// What it carries.
    pub data: &'a [u8],
    /// Bytes after the frame.
    pub rest: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads a frame and checks it.
    ///
    /// # Errors
    /// Too short; another start; shorter than it says; [`DecodeErrorKind::Checksum`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let [start, length] = Reader::new(bytes, HEADER + 2)?.mandatory()?;
        if start != START {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "start byte" }, at: 0 });
        }
        let needed = HEADER + usize::from(length);
        let (frame, rest) = split_frame(bytes, needed, HEADER + 2, 1)?;
        if crc8::smbus(frame.get(HEADER..).unwrap_or_default()) != 0 {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at: needed - 1 });
        }
        let body = frame.get(HEADER..needed - 1).unwrap_or_default();
        let (&kind, data) = body.split_first().unwrap_or((&0, &[]));
        Ok(Self { kind, data, rest })
    }

    /// The live values, if the frame carries all five.
    pub fn values(&self) -> Option<Values> {
        let &[a, b, c, d, e0, spo2, e1, pulse, e2, pvi, e3, low, high, e4, breaths] =
            self.data.first_chunk::<15>().filter(|data| self.kind == 5 && data.len() == self.data.len())?;
        let value = |number: u8, exception: u8| {
            let exception = Exception::from_bits(exception);
            let valid = number != NONE && !exception.contains(Exception::INVALID);
            (valid.then_some(number), exception)
        };
        let exception = Exception::from_bits(e3);
        let perfusion = u16::from_le_bytes([low, high]);
        let valid = perfusion != u16::MAX && !exception.contains(Exception::INVALID);
        Some(Values {
            system: System::from_bits(u32::from_le_bytes([a, b, c, d])),
            spo2: value(spo2, e0),
            pulse_rate: value(pulse, e1),
            variability: value(pvi, e2),
            perfusion: (valid.then_some(perfusion), exception),
            respiration_rate: value(breaths, e4),
        })
    }
}

fn request(body: &[u8]) -> Vec<u8> {
    let length = u8::try_from(body.len() + 1).unwrap_or(u8::MAX);
    let mut bytes = Vec::from([START, length]);
    bytes.extend(body);
    bytes.push(crc8::smbus(body));
    bytes
}

/// Asks what the oximeter is.
pub fn device_information() -> Vec<u8> {
    request(&[1])
}

/// Starts the stream of all values and waves.
pub fn start_streaming() -> Vec<u8> {
    request(&[3, 0x1F, 0, 3])
}

/// Sets the clock, seconds since 1970-01-01T00:00:00Z.
pub fn set_clock(unix_seconds: u32) -> Vec<u8> {
    let [a, b, c, d] = unix_seconds.to_le_bytes();
    request(&[2, a, b, c, d])
}

/// Finds frames in notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = HEADER + 255;

    fn scan(bytes: &[u8]) -> Scan {
        match bytes {
            [START] => Scan::Incomplete,
            [START, length, ..] if *length >= 2 => {
                sized(bytes, HEADER + usize::from(*length), Self::LONGEST, |frame| {
                    frame.get(HEADER..).is_some_and(|body| crc8::smbus(body) == 0)
                })
            }
            _ => Scan::Garbage,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_the_published_bytes() {
        assert_eq!(device_information(), [0x77, 2, 1, 7]);
        assert_eq!(start_streaming(), [0x77, 5, 3, 0x1F, 0, 3, 0xD6]);
        assert_eq!(set_clock(0x601D_8305), [0x77, 6, 2, 5, 0x83, 0x1D, 0x60, 0xA5]);
    }
}
