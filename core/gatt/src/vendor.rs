//! Frames of makers that speak a protocol of their own, or one beside the standard profiles.
//!
//! What is known here was found out by people who own the devices: each module names them. A request exists only if it
//! cannot destroy anything; those that clear a memory, reset a device or start an inflation are known by name, so that a
//! trace can be read, and cannot be built. The one acknowledgement after which a device may forget its records is
//! [`contec::finished`].
//!
//! | module | devices |
//! |---|---|
//! | [`and`] | A&D and Nipro cuffs, scales, thermometers: clock, disconnect, buffer |
//! | [`omron`] | Omron cuffs: memory records, clocks, frames, advertisement |
//! | [`microlife`] | Microlife BP3GY1-2N and kin |
//! | [`taidoc`] | `ForaCare` and `TaiDoc` meters |
//! | [`nonin`] | Nonin 3230, 3150 |
//! | [`viatom`] | Viatom and Wellue: `O2Ring` family, `O2Ring-S`, BP2 |
//! | [`pc60`] | Viatom PC-60FW, PC-60NW |
//! | [`jumper`], [`berry`], [`masimo`] | live oximeters |
//! | [`contec`] | Contec CMS50D-BT, Beurer PO60 |
//!
//! Beurer, Sanitas and Medisana cuffs speak the standard profile; where they depart from it, [`quirk`](crate::quirk) says.

pub mod and;
pub mod berry;
pub mod contec;
mod crc8;
pub mod jumper;
pub mod masimo;
pub mod microlife;
pub mod nonin;
pub mod omron;
pub mod pc60;
pub mod taidoc;
pub mod viatom;

use crate::datetime::Civil;
use crate::error::{DecodeError, DecodeErrorKind};

/// A civil time from a year counted from 2000 and five more bytes, as many makers send it.
pub(crate) const fn civil_2000(
    year: u8,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
) -> Option<Civil> {
    Civil::new(2000 + year as u16, month, day, hour, minute, second)
}

/// The year of a civil time counted from 2000, if a byte holds it.
pub(crate) fn year_2000(civil: Civil) -> Option<u8> {
    civil.year().checked_sub(2000).and_then(|year| u8::try_from(year).ok())
}

/// The low byte of the sum of all bytes.
pub(crate) fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// Parts a frame that says itself that it has `needed` bytes, at least `least` of them, from what follows it; `at` is where it
/// says so.
pub(crate) fn split_frame(
    bytes: &[u8],
    needed: usize,
    least: usize,
    at: usize,
) -> Result<(&[u8], &[u8]), DecodeError> {
    if needed < least {
        return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "length" }, at });
    }
    let kind = DecodeErrorKind::WrongLength { needed, got: bytes.len() };
    bytes.split_at_checked(needed).ok_or(DecodeError { kind, at })
}
