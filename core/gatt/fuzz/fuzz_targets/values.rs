//! Every value that has a name: the first byte selects it, the second the quirks.
#![no_main]

use health_gatt::Quirks;
use health_gatt::describe::{decode_by_name, names};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [selector, quirk, bytes @ ..] = data else { return };
    let count = names().count();
    let Some(name) = names().nth(usize::from(*selector) % count) else { return };
    let quirks = if quirk % 2 == 0 { Quirks::NONE } else { Quirks::BIG_ENDIAN_PULSE_WITH_UNANNOUNCED_USER };
    match decode_by_name(name.code, bytes, quirks) {
        Ok(description) => {
            assert!(bytes.ends_with(&description.rest), "{}: what is left is not the end", name.code);
            assert_eq!(description.what, name.readable);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
