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
    NEXT_DST_CHANGE_SERVICE = 0x1807, "Next DST Change Service";
    GLUCOSE_SERVICE = 0x1808, "Glucose Service";
    HEALTH_THERMOMETER_SERVICE = 0x1809, "Health Thermometer Service";
    DEVICE_INFORMATION_SERVICE = 0x180A, "Device Information Service";
    HEART_RATE_SERVICE = 0x180D, "Heart Rate Service";
    BATTERY_SERVICE = 0x180F, "Battery Service";
    BLOOD_PRESSURE_SERVICE = 0x1810, "Blood Pressure Service";
    BODY_COMPOSITION_SERVICE = 0x181B, "Body Composition Service";
    USER_DATA_SERVICE = 0x181C, "User Data Service";
    WEIGHT_SCALE_SERVICE = 0x181D, "Weight Scale Service";
    BOND_MANAGEMENT_SERVICE = 0x181E, "Bond Management Service";
    PULSE_OXIMETER_SERVICE = 0x1822, "Pulse Oximeter Service";
    ELAPSED_TIME_SERVICE = 0x183F, "Elapsed Time Service";
    GENERIC_HEALTH_SENSOR_SERVICE = 0x1840, "Generic Health Sensor Service";
    DEVICE_TIME_SERVICE = 0x1847, "Device Time Service";
    CLIENT_CHARACTERISTIC_CONFIGURATION = 0x2902, "Client Characteristic Configuration";
    DATE_TIME = 0x2A08, "Date Time";
    DST_OFFSET = 0x2A0D, "DST Offset";
    TIME_ZONE = 0x2A0E, "Time Zone";
    LOCAL_TIME_INFORMATION = 0x2A0F, "Local Time Information";
    TIME_WITH_DST = 0x2A11, "Time with DST";
    REFERENCE_TIME_INFORMATION = 0x2A14, "Reference Time Information";
    GLUCOSE_MEASUREMENT = 0x2A18, "Glucose Measurement";
    BATTERY_LEVEL = 0x2A19, "Battery Level";
    TEMPERATURE_MEASUREMENT = 0x2A1C, "Temperature Measurement";
    TEMPERATURE_TYPE = 0x2A1D, "Temperature Type";
    INTERMEDIATE_TEMPERATURE = 0x2A1E, "Intermediate Temperature";
    MEASUREMENT_INTERVAL = 0x2A21, "Measurement Interval";
    SYSTEM_ID = 0x2A23, "System ID";
    MODEL_NUMBER = 0x2A24, "Model Number String";
    SERIAL_NUMBER = 0x2A25, "Serial Number String";
    FIRMWARE_REVISION = 0x2A26, "Firmware Revision String";
    HARDWARE_REVISION = 0x2A27, "Hardware Revision String";
    SOFTWARE_REVISION = 0x2A28, "Software Revision String";
    MANUFACTURER_NAME = 0x2A29, "Manufacturer Name String";
    REGULATORY_CERTIFICATION = 0x2A2A, "IEEE 11073-20601 Regulatory Certification Data List";
    CURRENT_TIME = 0x2A2B, "Current Time";
    GLUCOSE_MEASUREMENT_CONTEXT = 0x2A34, "Glucose Measurement Context";
    BLOOD_PRESSURE_MEASUREMENT = 0x2A35, "Blood Pressure Measurement";
    INTERMEDIATE_CUFF_PRESSURE = 0x2A36, "Intermediate Cuff Pressure";
    HEART_RATE_MEASUREMENT = 0x2A37, "Heart Rate Measurement";
    BODY_SENSOR_LOCATION = 0x2A38, "Body Sensor Location";
    HEART_RATE_CONTROL_POINT = 0x2A39, "Heart Rate Control Point";
    BLOOD_PRESSURE_FEATURE = 0x2A49, "Blood Pressure Feature";
    PNP_ID = 0x2A50, "PnP ID";
    GLUCOSE_FEATURE = 0x2A51, "Glucose Feature";
    RECORD_ACCESS_CONTROL_POINT = 0x2A52, "Record Access Control Point";
    PLX_SPOT_CHECK_MEASUREMENT = 0x2A5E, "PLX Spot-Check Measurement";
    PLX_CONTINUOUS_MEASUREMENT = 0x2A5F, "PLX Continuous Measurement";
    PLX_FEATURES = 0x2A60, "PLX Features";
    DATABASE_CHANGE_INCREMENT = 0x2A99, "Database Change Increment";
    USER_INDEX = 0x2A9A, "User Index";
    BODY_COMPOSITION_FEATURE = 0x2A9B, "Body Composition Feature";
    BODY_COMPOSITION_MEASUREMENT = 0x2A9C, "Body Composition Measurement";
    WEIGHT_MEASUREMENT = 0x2A9D, "Weight Measurement";
    WEIGHT_SCALE_FEATURE = 0x2A9E, "Weight Scale Feature";
    USER_CONTROL_POINT = 0x2A9F, "User Control Point";
    BOND_MANAGEMENT_CONTROL_POINT = 0x2AA4, "Bond Management Control Point";
    BOND_MANAGEMENT_FEATURE = 0x2AA5, "Bond Management Feature";
    ENHANCED_BLOOD_PRESSURE_MEASUREMENT = 0x2B34, "Enhanced Blood Pressure Measurement";
    ENHANCED_INTERMEDIATE_CUFF_PRESSURE = 0x2B35, "Enhanced Intermediate Cuff Pressure";
    BLOOD_PRESSURE_RECORD = 0x2B36, "Blood Pressure Record";
    REGISTERED_USER = 0x2B37, "Registered User";
    LIVE_HEALTH_OBSERVATIONS = 0x2B8B, "Live Health Observations";
    DEVICE_TIME_FEATURE = 0x2B8E, "Device Time Feature";
    DEVICE_TIME_PARAMETERS = 0x2B8F, "Device Time Parameters";
    DEVICE_TIME = 0x2B90, "Device Time";
    DEVICE_TIME_CONTROL_POINT = 0x2B91, "Device Time Control Point";
    TIME_CHANGE_LOG_DATA = 0x2B92, "Time Change Log Data";
    STORED_HEALTH_OBSERVATIONS = 0x2BDD, "Stored Health Observations";
    OBSERVATION_SCHEDULE_CHANGED = 0x2BF1, "Observation Schedule Changed";
    CURRENT_ELAPSED_TIME = 0x2BF2, "Current Elapsed Time";
    HEALTH_SENSOR_FEATURES = 0x2BF3, "Health Sensor Features";
    GHS_CONTROL_POINT = 0x2BF4, "GHS Control Point";
}
