//! Generic Health Sensor Service (1840): observations of any kind, features (2BF3), control point (2BF4).
//!
//! Live observations (2B8B) and stored ones (2BDD) come in segments: put them together with a [`reassembler`] first. The
//! layouts are those of philips-labs/BLE-GHS-Client-Example and stm32-hotspot/STM32WBA-BLE-GenericHealthSensor; the text
//! of the adopted service was not at hand, and no consumer device speaks it yet.
//!
//! ```
//! use health_gatt::health_sensor::{Observation, Value};
//! // Class numeric, 12 bytes follow: flags, SpO2, percent, 98.
//! let bytes = [1, 12, 0, 1, 0, 0xB8, 0x4B, 2, 0, 0x20, 2, 98, 0, 0, 0];
//! let observation = Observation::decode(&bytes)?;
//! assert_eq!(observation.kind, Some(150_456));
//! assert!(matches!(observation.value, Value::Numeric { value, .. } if value.to_string() == "98"));
//! # Ok::<(), health_gatt::DecodeError>(())
//! ```

use crate::segments::Reassembler;

mod control_point;
mod cursor;
mod feature;
mod list;
mod observation;
mod value;

pub use self::{
    control_point::{ControlCode, ControlPoint},
    feature::{Feature, Specialisation},
    list::{Codes, Component, Components, Members, Tlv, Tlvs},
    observation::{Class, Flags, Observation, Stored},
    value::{SampleArray, Value},
};

/// A reassembler for the segments of one characteristic, 2B8B or 2BDD.
pub const fn reassembler() -> Reassembler {
    // A record number, class and length, and as many bytes as the length can say.
    Reassembler::new(4 + 3 + 65_535)
}
