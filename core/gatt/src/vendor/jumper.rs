//! Jumper JPD-500F, JPD-500G ("My Oximeter"): live values, notifications `cdeacb81-5235-4c07-8846-93a37ee6b86d`.
//!
//! A notification is a frame; only four bytes beginning with `81` are values, about once a second, others are points of the
//! pulse wave (SensorsIot/Oximeters-BLE-Hack-ESP32). There is no checksum, no clock and no memory.

use crate::Outcome;
use crate::decimal::Decimal;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;

const START: u8 = 0x81;
const NO_PULSE: u8 = 0xFF;
const NO_SPO2: u8 = 0x7F;

/// Live values (4 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Values {
    /// Pulse rate, beats per minute; `None` where there is none.
    pub pulse_rate: Option<u8>,
    /// Oxygen saturation, percent; `None` where there is none.
    pub spo2: Option<u8>,
    /// Perfusion index, in 0.1 %.
    pub perfusion: u8,
}

impl Values {
    /// Reads a notification that carries values.
    ///
    /// # Errors
    /// Too short or another start; four bytes and no more are values, a longer notification is part of the pulse wave.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let [start, pulse, spo2, perfusion] = Reader::new(bytes, 4)?.mandatory()?;
        if start != START {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "start byte" }, at: 0 });
        }
        if bytes.len() > 4 {
            let kind = DecodeErrorKind::WrongLength { needed: 4, got: bytes.len() };
            return Err(DecodeError { kind, at: 4 });
        }
        Ok(Self {
            pulse_rate: (pulse != NO_PULSE).then_some(pulse),
            spo2: (spo2 != NO_SPO2).then_some(spo2),
            perfusion,
        })
    }

    /// Perfusion index, percent.
    pub const fn perfusion_percent(&self) -> Decimal {
        Decimal::new(self.perfusion as i32, -1)
    }

    /// Whether there is a result.
    pub fn outcome(&self) -> Outcome {
        if self.spo2.is_none() && self.pulse_rate.is_none() { Outcome::Failed } else { Outcome::Reading }
    }
}
