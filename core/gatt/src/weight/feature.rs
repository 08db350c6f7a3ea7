//! Weight Scale Feature (2A9E).

use crate::bits::{bit_set, codes, feature_value};

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

codes! {
    /// How finely a scale really weighs, 0 to 15; finer digits of a weight are the format's, not the scale's.
    pub struct MassResolution {
        NOT_SPECIFIED = 0 => "not specified",
        HALF_KILOGRAM = 1 => "0.5 kg or 1 lb",
        FIFTH_KILOGRAM = 2 => "0.2 kg or 0.5 lb",
        TENTH_KILOGRAM = 3 => "0.1 kg or 0.2 lb",
        GRAMS_50 = 4 => "0.05 kg or 0.1 lb",
        GRAMS_20 = 5 => "0.02 kg or 0.05 lb",
        GRAMS_10 = 6 => "0.01 kg or 0.02 lb",
        GRAMS_5 = 7 => "0.005 kg or 0.01 lb",
    }
}

codes! {
    /// How finely a scale knows heights, 0 to 7.
    pub struct HeightResolution {
        NOT_SPECIFIED = 0 => "not specified",
        CENTIMETRE = 1 => "0.01 m or 1 in",
        MILLIMETRES_5 = 2 => "0.005 m or 0.5 in",
        MILLIMETRE = 3 => "0.001 m or 0.1 in",
    }
}

feature_value! {
    /// A Weight Scale Feature value (2A9E, read; 4 bytes).
    pub struct Feature(Features as u32, 4 bytes),
    also |features: Features| resolutions(features.bits(), 3).1
}

impl Feature<'_> {
    /// How finely it weighs (bits 3 to 6).
    pub fn mass_resolution(&self) -> MassResolution {
        resolutions(self.features.bits(), 3).0.0
    }

    /// How finely it knows heights (bits 7 to 9).
    pub fn height_resolution(&self) -> HeightResolution {
        resolutions(self.features.bits(), 3).0.1
    }
}

/// The two numbers that stand in feature bits from `low` on, four bits and three, and whether one of them is not defined.
pub(crate) fn resolutions(bits: u32, low: u32) -> ((MassResolution, HeightResolution), bool) {
    let [mass, ..] = ((bits >> low) & 0x0F).to_le_bytes();
    let [height, ..] = ((bits >> (low + 4)) & 0x07).to_le_bytes();
    let (mass, height) = (MassResolution(mass), HeightResolution(height));
    ((mass, height), mass.text().is_none() || height.text().is_none())
}
