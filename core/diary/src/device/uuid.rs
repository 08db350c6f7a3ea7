//! Names of GATT services and characteristics.

use core::{fmt, str::FromStr};

/// The Bluetooth base UUID, whose third and fourth byte are the assigned short number (Core specification, Vol 3,
/// Part B, 2.5.1).
const BASE: [u8; 16] = [0, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0x80, 0x5F, 0x9B, 0x34, 0xFB];

/// The 128-bit name of a GATT characteristic, in the byte order of its text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(transparent)]
pub struct Uuid(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl Uuid {
    /// The name behind a 16-bit number that the Bluetooth SIG assigned, such as `0x2A35`.
    pub const fn short(assigned: u16) -> Self {
        let mut bytes = BASE;
        [bytes[2], bytes[3]] = assigned.to_be_bytes();
        Self(bytes)
    }

    /// A vendor's name, in the byte order of its text.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes, in the byte order of the text.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }

    /// The assigned 16-bit number, where the name has one.
    pub fn as_short(self) -> Option<u16> {
        let [a, b, high, low, rest @ ..] = self.0;
        let [base_a, base_b, _, _, base_rest @ ..] = BASE;
        ([a, b] == [base_a, base_b] && rest == base_rest).then(|| u16::from_be_bytes([high, low]))
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, byte) in self.0.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_short() {
            Some(assigned) => write!(f, "{assigned:04X}"),
            None => fmt::Display::fmt(self, f),
        }
    }
}

/// A text was not the name of a characteristic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a characteristic's UUID: give 4 hexadecimal digits, or 32 in the usual groups")]
pub struct UuidTextError;

impl FromStr for Uuid {
    type Err = UuidTextError;

    /// Reads `2a35`, or the long text with or without hyphens, in either case.
    fn from_str(text: &str) -> Result<Self, UuidTextError> {
        let hex: String = text.chars().filter(|c| *c != '-').collect();
        if !hex.chars().all(|c| c.is_ascii_hexdigit()) {
            return Err(UuidTextError);
        }
        match hex.len() {
            4 => u16::from_str_radix(&hex, 16).map(Self::short).map_err(|_| UuidTextError),
            32 => u128::from_str_radix(&hex, 16).map(|n| Self(n.to_be_bytes())).map_err(|_| UuidTextError),
            _ => Err(UuidTextError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_text_are_one_name() {
        let long = "00002a35-0000-1000-8000-00805f9b34fb";
        assert_eq!(Uuid::short(0x2A35).to_string(), long);
        assert_eq!(long.parse::<Uuid>(), Ok(Uuid::short(0x2A35)));
        assert_eq!("2A35".parse::<Uuid>(), Ok(Uuid::short(0x2A35)));
        assert_eq!(Uuid::short(0x2A35).as_short(), Some(0x2A35));
    }

    #[test]
    fn a_vendor_name_has_no_short_form() {
        let vendor: Uuid = "233bf001-5a34-1b6d-975c-000d5690abe4".parse().unwrap();
        assert_eq!(vendor.as_short(), None);
        assert_eq!(format!("{vendor:?}"), "233bf001-5a34-1b6d-975c-000d5690abe4");
        for wrong in ["", "2a3", "2a3g", "00002a35-0000-1000-8000-00805f9b34f", "+a35"] {
            assert_eq!(wrong.parse::<Uuid>(), Err(UuidTextError), "{wrong}");
        }
    }
}
