//! Bytes to values and back for Bluetooth GATT health characteristics.
//!
//! Pure functions over byte slices: no I/O, no clock, no `std`. Decoding a fixed layout does not allocate. What a device
//! said is kept exactly as it said it: numbers are decimals with their resolution, words that mean "no number" stay
//! apart from numbers, stamps keep their seven bytes, reserved bits and trailing bytes are kept.
//!
//! ```
//! use health_gatt::{Outcome, Quirks, blood_pressure::Measurement};
//!
//! let frame = [
//!     0x16, 0x7C, 0x00, 0x56, 0x00, 0x61, 0x00, // flags, 124, 86, 97
//!     0xE8, 0x07, 0x06, 0x0F, 0x11, 0x11, 0x1B, // the cuff's clock
//!     0x33, 0x00, 0x00, 0x00, // pulse 51, nothing noticed
//! ];
//! let m = Measurement::decode(&frame, Quirks::NONE)?;
//! assert_eq!(m.outcome(), Outcome::Reading);
//! assert_eq!(format!("{}/{} {}", m.systolic, m.diastolic, m.unit), "124/86 mmHg");
//! assert_eq!(m.time_stamp.unwrap().to_string(), "2024-06-15T17:17:27");
//! assert!(m.remarks.is_empty() && m.rest.is_empty());
//! # Ok::<(), health_gatt::DecodeError>(())
//! ```
//!
//! # The map
//!
//! | module | what it reads |
//! |---|---|
//! | [`blood_pressure`] | measurement 2A35, cuff pressure 2A36, feature 2A49; enhanced 2B34, 2B35; record 2B36 |
//! | [`pulse_oximeter`] | spot-check 2A5E, continuous 2A5F, features 2A60 |
//! | [`thermometer`], [`weight`], [`body_composition`] | 2A1C, 2A1E, 2A1D, 2A21; 2A9D, 2A9E; 2A9C, 2A9B |
//! | [`glucose`], [`heart_rate`] | 2A18, 2A34, 2A51 and gaps in their numbers; 2A37, 2A38, 2A39 |
//! | [`racp`] | record access 2A52: requests and answers of each service, and a whole exchange |
//! | [`datetime`], [`current_time`] | stamps 2A08, clocks 2A2B |
//! | [`clock`] | zones 2A0D to 2A11, reference 2A14, device time 2B8E to 2B92, elapsed time 2BF2; reading a clock |
//! | [`health_sensor`], [`mdc`] | observations 2B8B and 2BDD, features 2BF3, control 2BF4; their codes and units |
//! | [`device_information`], [`battery`] | system id, strings, `PnP` id, certifications, identity; 2A19 |
//! | [`user_data`], [`bond_management`] | users 2A99, 2A9A, 2A9F, 2B37; bonds 2AA4, 2AA5 |
//! | [`vendor`] | frames of makers with a protocol of their own |
//! | [`segments`], [`stream`], [`e2e`] | records in segments and frames in a stream put together; the end-to-end CRC |
//! | [`float`](mod@float), [`decimal`], [`unit`](mod@unit) | SFLOAT and FLOAT; exact decimals; units and exact conversion |
//! | [`quirk`] | known departures of real devices, as data |
//! | [`remarks`], [`error`], [`judge`] | what was odd about an accepted frame; why one was refused; what is plausible |
//! | [`uuid`] | assigned numbers |
//! | [`describe`] | any of these in rows of text, for people |
//!
//! # Errors, remarks, judgement
//!
//! A frame is refused only if a field is not wholly there ([`DecodeError`]). Everything else that is odd is accepted and
//! becomes a [`Remark`]. A result that the device itself calls none is [`Outcome::Failed`]. Whether a number is plausible
//! is not decided by a decoder: [`judge`] flags, and drops nothing.
//!
//! Decoding is a function of bytes and [`Quirks`] alone. [`DECODER_VERSION`] says which function; store it beside the
//! bytes, so that they can be read again when it changes.
//!
//! # Features
//!
//! `describe` (on by default) is for terminals and traces; firmware does without. `serde` writes numbers and civil times
//! as the text that keeps their resolution.
#![no_std]

extern crate alloc;

pub mod battery;
mod bits;
pub mod blood_pressure;
pub mod body_composition;
pub mod bond_management;
pub mod clock;
pub mod current_time;
pub mod datetime;
pub mod decimal;
#[cfg(feature = "describe")]
pub mod describe;
pub mod device_information;
pub mod e2e;
pub mod error;
pub mod float;
pub mod glucose;
pub mod health_sensor;
pub mod heart_rate;
pub mod judge;
pub mod mdc;
pub mod pulse_oximeter;
pub mod quirk;
pub mod racp;
mod reader;
pub mod remarks;
pub mod segments;
pub mod stream;
#[cfg(feature = "serde")]
mod text;
pub mod thermometer;
pub mod unit;
pub mod user_data;
pub mod uuid;
pub mod vendor;
pub mod weight;

pub use datetime::{Civil, DateTime};
pub use decimal::Decimal;
pub use error::{DecodeError, DecodeErrorKind, Prefix};
pub use float::{Float, Sfloat, Special, Value};
pub use quirk::Quirks;
pub use remarks::{Remark, Remarks};

/// Version of the decoding functions; it grows whenever the same bytes would decode to something else, or bytes that were
/// not read before are.
///
/// What changed is in the README of this crate, under "Changes".
pub const DECODER_VERSION: u16 = 2;

/// Whether a device got a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// It did; at least one value is a number.
    Reading,
    /// It tried and says that it has none. Worth telling, never a reading.
    Failed,
}
