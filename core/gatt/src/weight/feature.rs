//! Weight Scale Feature (2A9E).

use core::fmt;

use crate::bits::bit_set;
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

bit_set! {
    /// What a scale can do; bits 3 to 9 are two numbers, see [`Feature`].
    pub struct Features(u32), plus 0b11_1111_1000 {
        /// It stamps measurements.
        TIME_STAMP = 0 => "time stamp",
        /// It tells users apart.
        MULTIPLE_USERS = 1 => "multiple users",
        /// It computes the body mass index.
        BMI = 2 => "BMI",
    }
}

macro_rules! resolution {
    ($(#[$meta:meta])* $name:ident { $( $number:literal => $text:literal, )* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u8);

        impl $name {
            /// The steps in words, or `None` where the number has no meaning assigned.
            pub const fn text(self) -> Option<&'static str> {
                match self.0 {
                    0 => Some("not specified"),
                    $( $number => Some($text), )*
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.text() {
                    Some(text) => f.pad(text),
                    None => write!(f, "undefined ({})", self.0),
                }
            }
        }
    };
}

resolution! {
    /// How finely a scale really weighs, 0 to 15; finer digits of a weight are the format's, not the scale's.
    MassResolution {
        1 => "0.5 kg or 1 lb",
        2 => "0.2 kg or 0.5 lb",
        3 => "0.1 kg or 0.2 lb",
        4 => "0.05 kg or 0.1 lb",
        5 => "0.02 kg or 0.05 lb",
        6 => "0.01 kg or 0.02 lb",
        7 => "0.005 kg or 0.01 lb",
    }
}

resolution! {
    /// How finely a scale knows heights, 0 to 7.
    HeightResolution {
        1 => "0.01 m or 1 in",
        2 => "0.005 m or 0.5 in",
        3 => "0.001 m or 0.1 in",
    }
}

/// A Weight Scale Feature value (2A9E, read; 4 bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature<'a> {
    /// What the scale can do.
    pub features: Features,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> Feature<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 4)?;
        let features = Features::from_bits(u32::from_le_bytes(reader.mandatory()?));
        let (rest, _) = reader.finish();
        let mut value = Self { features, remarks: Remarks::NONE, rest };
        let undefined =
            value.mass_resolution().text().is_none() || value.height_resolution().text().is_none();
        value.remarks.add_if(undefined, Remark::UndefinedValue);
        value.remarks.add_if(features.reserved() != 0, Remark::ReservedFeatures);
        value.remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(value)
    }

    /// How finely it weighs (bits 3 to 6).
    pub fn mass_resolution(&self) -> MassResolution {
        let [low, ..] = (self.features.bits() >> 3).to_le_bytes();
        MassResolution(low & 0x0F)
    }

    /// How finely it knows heights (bits 7 to 9).
    pub fn height_resolution(&self) -> HeightResolution {
        let [low, ..] = (self.features.bits() >> 7).to_le_bytes();
        HeightResolution(low & 0x07)
    }
}
