//! Texts: whatever is read is written back to the same.
#![no_main]

use health_gatt::describe::Name;
use health_gatt::float::Value;
use health_gatt::quirk::{Device, Quirks};
use health_gatt::vendor::omron::advertisement;
use health_gatt::vendor::viatom::o2ring;
use health_gatt::{Civil, Decimal, Float, Sfloat};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(decimal) = text.parse::<Decimal>() {
        assert_eq!(format!("{decimal:#}").parse(), Ok(decimal));
        assert_eq!(decimal.cmp_number(decimal), std::cmp::Ordering::Equal);
    }
    if let Ok(value) = text.parse::<Value>() {
        assert_eq!(format!("{value:#}").parse(), Ok(value));
    }
    if let Ok(word) = text.parse::<Sfloat>() {
        assert_eq!(format!("{word:#}").parse(), Ok(word));
    }
    if let Ok(word) = text.parse::<Float>() {
        assert_eq!(format!("{word:#}").parse(), Ok(word));
    }
    if let Ok(civil) = text.parse::<Civil>() {
        assert_eq!(civil.to_string(), text);
    }
    if let Ok(quirks) = text.parse::<Quirks>() {
        assert_eq!(quirks.to_string().parse(), Ok(quirks));
    }
    let _ = Quirks::find(&Device { manufacturer: "", model: text, firmware: text, name: text });
    let _ = Quirks::for_model(text, text);
    let _ = Name::find(text);
    let _ = advertisement::Name::parse(text);
    let _ = o2ring::current_time(text);
    let _ = serde_free_identity(text);
});

/// Whatever a device says of itself gives an identity or none.
fn serde_free_identity(text: &str) -> bool {
    health_gatt::device_information::identity(None, text, text, text).is_some()
}
