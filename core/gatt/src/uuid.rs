//! Assigned numbers of the services and characteristics that this crate knows, with their names.
//!
//! The 16-bit form; the full one is `0000xxxx-0000-1000-8000-00805f9b34fb`. Numbers as in
//! NordicSemiconductor/bluetooth-numbers-database.

macro_rules! assigned {
    ($( $(#[$meta:meta])* $name:ident = $number:literal, $text:literal; )*) => {
        $( #[doc = concat!("`", stringify!($number), "`.")] pub const $name: u16 = $number; )*

        /// Name of a service, characteristic or descriptor listed here.
        pub const fn name(uuid: u16) -> Option<&'static str> {
            match uuid {
                $( $name => Some($text), )*
                _ => None,
            }
        }
    };
}

assigned! {
    CURRENT_TIME_SERVICE = 0x1805, "Current Time Service";
    DEVICE_INFORMATION_SERVICE = 0x180A, "Device Information Service";
    BATTERY_SERVICE = 0x180F, "Battery Service";
    BLOOD_PRESSURE_SERVICE = 0x1810, "Blood Pressure Service";
    PULSE_OXIMETER_SERVICE = 0x1822, "Pulse Oximeter Service";
    CLIENT_CHARACTERISTIC_CONFIGURATION = 0x2902, "Client Characteristic Configuration";
    DATE_TIME = 0x2A08, "Date Time";
    BATTERY_LEVEL = 0x2A19, "Battery Level";
    SYSTEM_ID = 0x2A23, "System ID";
    MODEL_NUMBER = 0x2A24, "Model Number String";
    SERIAL_NUMBER = 0x2A25, "Serial Number String";
    FIRMWARE_REVISION = 0x2A26, "Firmware Revision String";
    HARDWARE_REVISION = 0x2A27, "Hardware Revision String";
    SOFTWARE_REVISION = 0x2A28, "Software Revision String";
    MANUFACTURER_NAME = 0x2A29, "Manufacturer Name String";
    CURRENT_TIME = 0x2A2B, "Current Time";
    BLOOD_PRESSURE_MEASUREMENT = 0x2A35, "Blood Pressure Measurement";
    INTERMEDIATE_CUFF_PRESSURE = 0x2A36, "Intermediate Cuff Pressure";
    BLOOD_PRESSURE_FEATURE = 0x2A49, "Blood Pressure Feature";
    PNP_ID = 0x2A50, "PnP ID";
    RECORD_ACCESS_CONTROL_POINT = 0x2A52, "Record Access Control Point";
    PLX_SPOT_CHECK_MEASUREMENT = 0x2A5E, "PLX Spot-Check Measurement";
    PLX_CONTINUOUS_MEASUREMENT = 0x2A5F, "PLX Continuous Measurement";
    PLX_FEATURES = 0x2A60, "PLX Features";
}
