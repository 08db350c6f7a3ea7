//! Blood pressure feature (2A49).

use super::Status;
use crate::bits::{bit_set, feature_value};

bit_set! {
    /// What a cuff can do.
    pub struct Features(u16), plus 0 {
        /// It notices movements of the body.
        BODY_MOVEMENT = 0 => "body movement detection",
        /// It notices a cuff that is too loose.
        CUFF_FIT = 1 => "cuff fit detection",
        /// It notices an irregular pulse.
        IRREGULAR_PULSE = 2 => "irregular pulse detection",
        /// It checks the pulse rate against limits.
        PULSE_RANGE = 3 => "pulse rate range detection",
        /// It notices an improper position.
        POSITION = 4 => "measurement position detection",
        /// It can be bonded to several phones.
        MULTIPLE_BONDS = 5 => "multiple bonds",
        /// Its records carry an end-to-end CRC (1.1).
        E2E_CRC = 6 => "E2E-CRC",
        /// It has the User Data Service (1.1).
        USER_DATA = 7 => "User Data Service",
        /// Its records carry the time shown to people (1.1.1).
        USER_FACING_TIME = 8 => "user facing time",
    }
}

impl Features {
    /// The status bits that this cuff really checks: a clear bit outside of them means "not checked".
    ///
    /// ```
    /// use health_gatt::blood_pressure::{Features, Status};
    /// assert!(Features::CUFF_FIT.checks().contains(Status::CUFF_TOO_LOOSE));
    /// assert!(!Features::CUFF_FIT.checks().contains(Status::IRREGULAR_PULSE));
    /// ```
    pub fn checks(self) -> Status {
        [
            (Self::BODY_MOVEMENT, Status::BODY_MOVED),
            (Self::CUFF_FIT, Status::CUFF_TOO_LOOSE),
            (Self::IRREGULAR_PULSE, Status::IRREGULAR_PULSE),
            (Self::PULSE_RANGE, Status::from_bits(0b1_1000)),
            (Self::POSITION, Status::IMPROPER_POSITION),
        ]
        .into_iter()
        .filter(|(feature, _)| self.contains(*feature))
        .fold(Status::NONE, |checked, (_, bits)| checked | bits)
    }
}

feature_value! {
    /// A Blood Pressure Feature value (2A49, read; 2 bytes).
    pub struct Feature(Features as u16, 2 bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_detection_covers_its_status_bits() {
        for (feature, status) in
            [(0, 0x01), (1, 0x02), (2, 0x04), (3, 0x18), (4, 0x20), (5, 0), (8, 0), (15, 0)]
        {
            assert_eq!(Features::from_bits(1 << feature).checks().bits(), status, "feature bit {feature}");
        }
        assert_eq!(Features::from_bits(0x1F).checks().bits(), 0x3F);
    }
}
