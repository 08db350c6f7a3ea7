//! How a device is known again.

use core::{fmt, str::FromStr};

/// Who a device is, the same on every phone.
///
/// Never a transport address: iOS and macOS give one per phone, and others may be random. In the order of trust:
/// System ID, then serial number with model, else nothing, and then the household has to remember the device under a
/// name that its people confirmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// System ID, 8 bytes as they are on the air (Device Information Service 1.1, 3.8).
    SystemId([u8; 8]),
    /// Serial and model number strings, trimmed.
    SerialAndModel {
        /// Serial Number String.
        serial: String,
        /// Model Number String.
        model: String,
    },
    /// The device says nothing that would tell it from another of its model.
    Unknown,
}

impl Identity {
    /// Picks the best identity from what the Device Information Service said.
    ///
    /// A System ID that is all zeros or ones, or counts up from `12 34 56`, is a maker's placeholder and says nothing.
    pub fn from_information(system_id: Option<&[u8]>, serial: Option<&str>, model: Option<&str>) -> Self {
        if let Some(id) = system_id.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok())
            && !is_placeholder(id)
        {
            return Self::SystemId(id);
        }
        match (serial, model) {
            (Some(serial), Some(model)) if serial.chars().any(|c| c != '0') => {
                Self::SerialAndModel { serial: serial.to_owned(), model: model.to_owned() }
            }
            _ => Self::Unknown,
        }
    }
}

fn is_placeholder(id: [u8; 8]) -> bool {
    id.iter().all(|b| *b == 0) || id.iter().all(|b| *b == 0xFF) || id.starts_with(&[0x12, 0x34, 0x56])
}

impl fmt::Display for Identity {
    /// `system-id:c9f253feff12f3c4`, `serial:5210400123:UA-651BLE` (colons and percent signs inside as `%3A`, `%25`)
    /// or `unknown`. The text is injective, so it can be stored and compared.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SystemId(id) => {
                f.write_str("system-id:")?;
                id.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Self::SerialAndModel { serial, model } => {
                write!(f, "serial:{}:{}", escape(serial), escape(model))
            }
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace(':', "%3A")
}

/// A text was not one that [`Identity`] writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the text of a device's identity")]
pub struct IdentityTextError;

impl FromStr for Identity {
    type Err = IdentityTextError;

    fn from_str(text: &str) -> Result<Self, IdentityTextError> {
        let parsed = match text.split(':').collect::<Vec<_>>().as_slice() {
            ["unknown"] => Self::Unknown,
            ["system-id", hex] => u64::from_str_radix(hex, 16)
                .map(|n| Self::SystemId(n.to_be_bytes()))
                .map_err(|_| IdentityTextError)?,
            ["serial", serial, model] => {
                let plain = |part: &str| part.replace("%3A", ":").replace("%25", "%");
                Self::SerialAndModel { serial: plain(serial), model: plain(model) }
            }
            _ => return Err(IdentityTextError),
        };
        // One identity has one text; what would be written otherwise was not written here.
        if parsed.to_string() == text { Ok(parsed) } else { Err(IdentityTextError) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An A&D UA-651BLE's System ID (hl7dk/dk-core, example bundle), on the air.
    const AND: [u8; 8] = [0xC9, 0xF2, 0x53, 0xFE, 0xFF, 0x12, 0xF3, 0xC4];

    #[test]
    fn system_id_comes_first() {
        let identity = Identity::from_information(Some(&AND), Some("1"), Some("UA-651BLE"));
        assert_eq!(identity.to_string(), "system-id:c9f253feff12f3c4");
    }

    #[test]
    fn placeholders_say_nothing() {
        for id in [[0; 8], [0xFF; 8], [0x12, 0x34, 0x56, 0xFF, 0xFE, 0x9A, 0xBC, 0xDE]] {
            let identity = Identity::from_information(Some(&id), Some("77"), Some("BM85"));
            assert_eq!(identity.to_string(), "serial:77:BM85");
        }
        assert_eq!(Identity::from_information(None, Some("0000"), Some("BM85")), Identity::Unknown);
        assert_eq!(Identity::from_information(Some(&[1, 2]), Some("77"), None), Identity::Unknown);
    }

    proptest! {
        #[test]
        fn the_text_comes_back(serial in ".*", model in ".*", id: [u8; 8]) {
            for identity in [Identity::SystemId(id), Identity::SerialAndModel { serial, model }, Identity::Unknown] {
                prop_assert_eq!(identity.to_string().parse::<Identity>(), Ok(identity));
            }
        }

        #[test]
        fn any_text_is_an_answer_or_a_typed_error(text in ".*") {
            if let Ok(identity) = text.parse::<Identity>() {
                prop_assert_eq!(identity.to_string(), text);
            }
        }
    }
}
