//! What oximeters say about their values and about themselves.

use crate::bits::bit_set;
use crate::remarks::{Remark, Remarks};

bit_set! {
    /// How far a value may be trusted.
    pub struct MeasurementStatus(u16), plus 0 {
        /// The measurement is still going on.
        ONGOING = 5 => "measurement ongoing",
        /// An early estimate, not final.
        EARLY_ESTIMATE = 6 => "early estimated data",
        /// Validated: final.
        VALIDATED = 7 => "validated data",
        /// Fully qualified: final, the best that the device gives.
        FULLY_QUALIFIED = 8 => "fully qualified data",
        /// A record from the device's storage.
        FROM_STORAGE = 9 => "data from measurement storage",
        /// Made up for a demonstration.
        DEMONSTRATION = 10 => "data for demonstration",
        /// Made up for a test.
        TESTING = 11 => "data for testing",
        /// The device is calibrating itself.
        CALIBRATION = 12 => "calibration ongoing",
        /// There is no measurement.
        UNAVAILABLE = 13 => "measurement unavailable",
        /// The device doubts it.
        QUESTIONABLE = 14 => "questionable measurement",
        /// The device calls it invalid.
        INVALID = 15 => "invalid measurement",
    }
}

bit_set! {
    /// What is the matter with the device or its sensor (24 bits).
    pub struct SensorStatus(u32), plus 0 {
        /// The display of the device is being updated.
        EXTENDED_DISPLAY_UPDATE = 0 => "extended display update ongoing",
        /// The equipment does not work properly.
        EQUIPMENT_MALFUNCTION = 1 => "equipment malfunction",
        /// Signal processing is irregular.
        PROCESSING_IRREGULARITY = 2 => "signal processing irregularity",
        /// The signal is inadequate.
        INADEQUATE_SIGNAL = 3 => "inadequate signal",
        /// The signal is poor.
        POOR_SIGNAL = 4 => "poor signal",
        /// Perfusion is low.
        LOW_PERFUSION = 5 => "low perfusion",
        /// The signal is erratic.
        ERRATIC_SIGNAL = 6 => "erratic signal",
        /// The signal has no pulse in it.
        NON_PULSATILE_SIGNAL = 7 => "non-pulsatile signal",
        /// The pulse is questionable.
        QUESTIONABLE_PULSE = 8 => "questionable pulse",
        /// The signal is still being analysed.
        SIGNAL_ANALYSIS = 9 => "signal analysis ongoing",
        /// Something interferes with the sensor.
        SENSOR_INTERFERENCE = 10 => "sensor interference",
        /// The sensor is not on the user.
        SENSOR_UNCONNECTED = 11 => "sensor unconnected to user",
        /// The sensor is of an unknown kind.
        UNKNOWN_SENSOR = 12 => "unknown sensor connected",
        /// The sensor has moved out of place.
        SENSOR_DISPLACED = 13 => "sensor displaced",
        /// The sensor does not work properly.
        SENSOR_MALFUNCTION = 14 => "sensor malfunction",
        /// The sensor is unplugged.
        SENSOR_DISCONNECTED = 15 => "sensor disconnected",
    }
}

impl SensorStatus {
    pub(super) fn from_le_bytes([low, middle, high]: [u8; 3]) -> Self {
        Self::from_bits(u32::from_le_bytes([low, middle, high, 0]))
    }

    pub(super) fn to_le_bytes(self) -> [u8; 3] {
        let [low, middle, high, _] = self.bits().to_le_bytes();
        [low, middle, high]
    }
}

/// Remarks on reserved bits in either status.
pub(super) fn remark_status(
    remarks: &mut Remarks,
    status: Option<MeasurementStatus>,
    sensor: Option<SensorStatus>,
) {
    let reserved = status.is_some_and(|status| status.reserved() != 0)
        || sensor.is_some_and(|sensor| sensor.reserved() != 0);
    remarks.add_if(reserved, Remark::ReservedStatus);
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// The bits in the order of the tables of Pulse Oximeter Service 1.0, from bit 0 on.
    #[test]
    fn each_bit_has_its_name() {
        let measurement = [
            "",
            "",
            "",
            "",
            "",
            "measurement ongoing",
            "early estimated data",
            "validated data",
            "fully qualified data",
            "data from measurement storage",
            "data for demonstration",
            "data for testing",
            "calibration ongoing",
            "measurement unavailable",
            "questionable measurement",
            "invalid measurement",
        ];
        for (bit, name) in measurement.into_iter().enumerate() {
            let status = MeasurementStatus::from_bits(1 << bit);
            let expected = if name.is_empty() { Vec::new() } else { Vec::from([name]) };
            assert_eq!(status.names().collect::<Vec<_>>(), expected);
            assert_eq!(status.reserved() != 0, name.is_empty());
        }
        let sensor = [
            "extended display update ongoing",
            "equipment malfunction",
            "signal processing irregularity",
            "inadequate signal",
            "poor signal",
            "low perfusion",
            "erratic signal",
            "non-pulsatile signal",
            "questionable pulse",
            "signal analysis ongoing",
            "sensor interference",
            "sensor unconnected to user",
            "unknown sensor connected",
            "sensor displaced",
            "sensor malfunction",
            "sensor disconnected",
        ];
        for (bit, name) in sensor.into_iter().enumerate() {
            let status = SensorStatus::from_bits(1 << bit);
            assert_eq!(status.names().collect::<Vec<_>>(), [name]);
        }
        assert_eq!(SensorStatus::from_bits(0xFF_FFFF).reserved(), 0xFF_0000);
    }
}
