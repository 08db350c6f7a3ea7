//! The few numbers on the wire that steer a session.

use health_gatt::racp::{Answer, OpCode, Response};
use health_gatt::uuid;

use super::Uuid;

/// Current time of the device, with weekday and fractions (Current Time Service 1.1).
pub const CURRENT_TIME: Uuid = Uuid::short(uuid::CURRENT_TIME);
/// The device's clock as plain Date Time; A&D and kin have it inside the blood pressure service.
pub const DATE_TIME: Uuid = Uuid::short(uuid::DATE_TIME);
/// Blood Pressure Service.
pub const BLOOD_PRESSURE_SERVICE: Uuid = Uuid::short(uuid::BLOOD_PRESSURE_SERVICE);
/// Pulse Oximeter Service.
pub const OXIMETER_SERVICE: Uuid = Uuid::short(uuid::PULSE_OXIMETER_SERVICE);
/// Blood Pressure Measurement (Blood Pressure Service 1.0, 3.1).
pub const BLOOD_PRESSURE: Uuid = Uuid::short(uuid::BLOOD_PRESSURE_MEASUREMENT);
/// Intermediate Cuff Pressure: a progress display, never a reading (Blood Pressure Service 1.0, 3.2).
pub const CUFF_PRESSURE: Uuid = Uuid::short(uuid::INTERMEDIATE_CUFF_PRESSURE);
/// Blood Pressure Feature.
pub const BLOOD_PRESSURE_FEATURE: Uuid = Uuid::short(uuid::BLOOD_PRESSURE_FEATURE);
/// PLX Spot-check Measurement (Pulse Oximeter Service 1.0, 3.1).
pub const SPOT_CHECK: Uuid = Uuid::short(uuid::PLX_SPOT_CHECK_MEASUREMENT);
/// PLX Continuous Measurement: live, never stored by the device (Pulse Oximeter Service 1.0, 3.2).
pub const CONTINUOUS_OXIMETRY: Uuid = Uuid::short(uuid::PLX_CONTINUOUS_MEASUREMENT);
/// PLX Features.
pub const OXIMETER_FEATURES: Uuid = Uuid::short(uuid::PLX_FEATURES);
/// The service of Jumper's oximeters, JPD-500F and its kin ("My Oximeter").
pub const JUMPER_SERVICE: Uuid = jumper(0x80);
/// What they show, live: values about once a second, and points of the pulse wave between them.
pub const JUMPER_VALUES: Uuid = jumper(0x81);
/// Heart Rate Measurement: live, never stored by the device.
pub const HEART_RATE: Uuid = Uuid::short(0x2A37);
/// Record Access Control Point.
pub const RECORD_ACCESS: Uuid = Uuid::short(uuid::RECORD_ACCESS_CONTROL_POINT);
/// System ID (Device Information Service 1.1).
pub const SYSTEM_ID: Uuid = Uuid::short(uuid::SYSTEM_ID);
/// Model Number String.
pub const MODEL_NUMBER: Uuid = Uuid::short(uuid::MODEL_NUMBER);
/// Serial Number String.
pub const SERIAL_NUMBER: Uuid = Uuid::short(uuid::SERIAL_NUMBER);
/// Manufacturer Name String.
pub const MANUFACTURER: Uuid = Uuid::short(uuid::MANUFACTURER_NAME);
/// Hardware Revision String.
pub const HARDWARE_REVISION: Uuid = Uuid::short(uuid::HARDWARE_REVISION);
/// Firmware Revision String.
pub const FIRMWARE_REVISION: Uuid = Uuid::short(uuid::FIRMWARE_REVISION);
/// Software Revision String.
pub const SOFTWARE_REVISION: Uuid = Uuid::short(uuid::SOFTWARE_REVISION);
/// Battery Level, percent.
pub const BATTERY: Uuid = Uuid::short(uuid::BATTERY_LEVEL);

/// `cdeacbNN-5235-4c07-8846-93a37ee6b86d` (SensorsIot/Oximeters-BLE-Hack-ESP32).
const fn jumper(number: u8) -> Uuid {
    Uuid::from_bytes([
        0xCD, 0xEA, 0xCB, number, 0x52, 0x35, 0x4C, 0x07, 0x88, 0x46, 0x93, 0xA3, 0x7E, 0xE6, 0xB8, 0x6D,
    ])
}

/// What a value of a characteristic means for durability.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A measurement that the device may forget once it was taken over: made durable one by one.
    Record,
    /// Live values that no device stores, one after the other: made durable in segments, and shown while they come.
    Stream,
    /// Live values that are no readings: shown while they come, and never kept.
    Live,
    /// The device's own time.
    Clock,
    /// What the device says about itself; it can be asked again.
    Info,
    /// Answers of the Record Access Control Point; they steer and are not kept.
    Control,
}

/// The class of each characteristic that is known here.
const CLASSES: [(Uuid, Class); 19] = [
    (BLOOD_PRESSURE, Class::Record),
    (SPOT_CHECK, Class::Record),
    (CONTINUOUS_OXIMETRY, Class::Stream),
    (JUMPER_VALUES, Class::Stream),
    (CUFF_PRESSURE, Class::Live),
    (HEART_RATE, Class::Live),
    (CURRENT_TIME, Class::Clock),
    (DATE_TIME, Class::Clock),
    (RECORD_ACCESS, Class::Control),
    (SYSTEM_ID, Class::Info),
    (MODEL_NUMBER, Class::Info),
    (SERIAL_NUMBER, Class::Info),
    (MANUFACTURER, Class::Info),
    (HARDWARE_REVISION, Class::Info),
    (FIRMWARE_REVISION, Class::Info),
    (SOFTWARE_REVISION, Class::Info),
    (BATTERY, Class::Info),
    (BLOOD_PRESSURE_FEATURE, Class::Info),
    (OXIMETER_FEATURES, Class::Info),
];

/// The class of a characteristic. One that is not known here counts as a record: keeping it costs a few bytes,
/// dropping it may cost a reading.
pub fn class(uuid: Uuid) -> Class {
    CLASSES.iter().find(|(known, _)| *known == uuid).map_or(Class::Record, |(_, class)| *class)
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
    pub const fn op_code(self) -> OpCode {
        match self {
            Self::Count => OpCode::COUNT,
            Self::Report => OpCode::REPORT,
            Self::Abort => OpCode::ABORT,
        }
    }
}

/// Reads an indication of a Record Access Control Point; `None` where it is no answer.
pub fn record_answer(bytes: &[u8]) -> Option<Answer> {
    Response::decode(bytes).ok().map(|response| response.answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes stand here for everyone to see; that they are the specification's is checked against the codec.
    #[test]
    fn requests_are_those_of_the_specification() {
        use health_gatt::racp::{Records, Request};
        for (request, same) in [
            (RecordRequest::Count, Request::Count(Records::All)),
            (RecordRequest::Report, Request::Report(Records::All)),
            (RecordRequest::Abort, Request::Abort),
        ] {
            assert_eq!(request.bytes()[..], same.encode());
            assert_eq!(request.op_code().0, request.bytes()[0]);
        }
    }

    #[test]
    fn an_unknown_characteristic_is_kept_as_a_record() {
        assert_eq!(class(Uuid::short(0x2B34)), Class::Record);
        assert_eq!(class(CUFF_PRESSURE), Class::Live);
        assert_eq!(class(CONTINUOUS_OXIMETRY), Class::Stream);
        assert_eq!(class("cdeacb81-5235-4c07-8846-93a37ee6b86d".parse().unwrap()), Class::Stream);
    }
}
