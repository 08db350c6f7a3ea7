//! The few numbers on the wire that steer a session.

use super::Uuid;

/// Current time of the device, with weekday and fractions (Current Time Service 1.1).
pub const CURRENT_TIME: Uuid = Uuid::short(0x2A2B);
/// The device's clock as plain Date Time; A&D and kin have it inside the blood pressure service.
pub const DATE_TIME: Uuid = Uuid::short(0x2A08);
/// Blood Pressure Measurement (Blood Pressure Service 1.0, 3.1).
pub const BLOOD_PRESSURE: Uuid = Uuid::short(0x2A35);
/// Intermediate Cuff Pressure: a progress display, never a reading (Blood Pressure Service 1.0, 3.2).
pub const CUFF_PRESSURE: Uuid = Uuid::short(0x2A36);
/// Blood Pressure Feature.
pub const BLOOD_PRESSURE_FEATURE: Uuid = Uuid::short(0x2A49);
/// PLX Spot-check Measurement (Pulse Oximeter Service 1.0, 3.1).
pub const SPOT_CHECK: Uuid = Uuid::short(0x2A5E);
/// PLX Continuous Measurement: live, never stored by the device (Pulse Oximeter Service 1.0, 3.2).
pub const CONTINUOUS_OXIMETRY: Uuid = Uuid::short(0x2A5F);
/// PLX Features.
pub const OXIMETER_FEATURES: Uuid = Uuid::short(0x2A60);
/// Heart Rate Measurement: live, never stored by the device.
pub const HEART_RATE: Uuid = Uuid::short(0x2A37);
/// Record Access Control Point.
pub const RECORD_ACCESS: Uuid = Uuid::short(0x2A52);
/// System ID (Device Information Service 1.1).
pub const SYSTEM_ID: Uuid = Uuid::short(0x2A23);
/// Model Number String.
pub const MODEL_NUMBER: Uuid = Uuid::short(0x2A24);
/// Serial Number String.
pub const SERIAL_NUMBER: Uuid = Uuid::short(0x2A25);
/// Manufacturer Name String.
pub const MANUFACTURER: Uuid = Uuid::short(0x2A29);
/// Battery Level, percent.
pub const BATTERY: Uuid = Uuid::short(0x2A19);

/// What a value of a characteristic means for durability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A measurement that the device may forget once it was taken over: made durable one by one.
    Record,
    /// The device's own time.
    Clock,
    /// What the device says about itself; it can be asked again.
    Info,
    /// Answers of the Record Access Control Point; they steer and are not kept.
    Control,
    /// Live values that are no readings; a synchronisation does not ask for them and does not keep them.
    Live,
}

/// The class of a characteristic. One that is not known here counts as a record: keeping it costs a few bytes,
/// dropping it may cost a reading.
pub fn class(uuid: Uuid) -> Class {
    match uuid {
        CURRENT_TIME | DATE_TIME => Class::Clock,
        RECORD_ACCESS => Class::Control,
        CUFF_PRESSURE | CONTINUOUS_OXIMETRY | HEART_RATE => Class::Live,
        SYSTEM_ID
        | MODEL_NUMBER
        | SERIAL_NUMBER
        | MANUFACTURER
        | BATTERY
        | BLOOD_PRESSURE_FEATURE
        | OXIMETER_FEATURES => Class::Info,
        _ => Class::Record,
    }
}

/// What a session may write to a Record Access Control Point; there is no other write in a session.
///
/// Deleting (`02`) is not among them and never will be: a device ages its records out by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordRequest {
    /// Report the number of all stored records.
    Count,
    /// Report all stored records, oldest first.
    Report,
    /// End a procedure that is still running.
    Abort,
}

impl RecordRequest {
    /// The exact bytes of the request (Pulse Oximeter Service 1.0, 3.4: operator "all records"; abort has "null").
    pub const fn bytes(self) -> [u8; 2] {
        match self {
            Self::Count => [0x04, 0x01],
            Self::Report => [0x01, 0x01],
            Self::Abort => [0x03, 0x00],
        }
    }

    /// The op code, by which an answer names its request.
    pub const fn op_code(self) -> u8 {
        self.bytes()[0]
    }
}

/// An answer of a Record Access Control Point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordAnswer {
    /// So many records are stored (op code 5).
    Count(u32),
    /// The request with this op code ended with this response value (op code 6).
    Ended {
        /// Op code of the request.
        request: u8,
        /// Response value: [`SUCCESS`], [`NO_RECORDS`] or a failure.
        value: u8,
    },
}

/// Response value: the procedure ended well.
pub const SUCCESS: u8 = 0x01;
/// Response value: no stored record matched the request.
pub const NO_RECORDS: u8 = 0x06;

impl RecordAnswer {
    /// Reads an indication of the control point; `None` where it is no answer.
    ///
    /// A count takes one, two or four bytes, little-endian, depending on the service.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        match *bytes {
            [0x05, 0x00, a] => Some(Self::Count(u32::from(a))),
            [0x05, 0x00, a, b] => Some(Self::Count(u32::from(u16::from_le_bytes([a, b])))),
            [0x05, 0x00, a, b, c, d] => Some(Self::Count(u32::from_le_bytes([a, b, c, d]))),
            [0x06, 0x00, request, value] => Some(Self::Ended { request, value }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_public_vectors() {
        // NordicSemiconductor/Android-BLE-Common-Library: ble-common/src/test, Record Access Control Point.
        assert_eq!(
            RecordAnswer::read(&[6, 0, 1, 1]),
            Some(RecordAnswer::Ended { request: 1, value: SUCCESS })
        );
        assert_eq!(
            RecordAnswer::read(&[6, 0, 1, 6]),
            Some(RecordAnswer::Ended { request: 1, value: NO_RECORDS })
        );
        assert_eq!(RecordAnswer::read(&[5, 0, 1]), Some(RecordAnswer::Count(1)));
        assert_eq!(RecordAnswer::read(&[5, 0, 2, 1]), Some(RecordAnswer::Count(258)));
        for no_answer in [&[1, 1][..], &[6, 1, 1], &[1, 3, 1, 2, 0], &[], &[5, 0], &[5, 0, 1, 2, 3]] {
            assert_eq!(RecordAnswer::read(no_answer), None);
        }
    }

    #[test]
    fn an_unknown_characteristic_is_kept_as_a_record() {
        assert_eq!(class(Uuid::short(0x2B34)), Class::Record);
        assert_eq!(class(CUFF_PRESSURE), Class::Live);
    }
}
