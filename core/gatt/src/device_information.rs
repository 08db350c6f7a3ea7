//! Device Information Service (180A): who a device says it is.

use core::fmt;
use core::str;

use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// A System ID (2A23, 8 bytes), which is an EUI-64 sent least significant byte first.
///
/// The best stable identity of a device where it is real; some devices send zeros or a running number.
///
/// ```
/// use health_gatt::device_information::SystemId;
/// let id = SystemId::from_bytes([0xC9, 0xF2, 0x53, 0xFE, 0xFF, 0x12, 0xF3, 0xC4]);
/// assert_eq!(id.to_string(), "C4-F3-12-FF-FE-53-F2-C9");
/// assert_eq!(id.bluetooth_address(), Some([0xC4, 0xF3, 0x12, 0x53, 0xF2, 0xC9]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemId([u8; 8]);

impl SystemId {
    /// Takes the eight bytes in the order of the air.
    pub const fn from_bytes(bytes: [u8; 8]) -> Self {
        Self(bytes)
    }

    /// Reads the characteristic; bytes after the eighth are left out.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Ok(Self(Reader::new(bytes, 8)?.mandatory()?))
    }

    /// The EUI-64, most significant byte first.
    pub const fn eui64(self) -> [u8; 8] {
        u64::from_le_bytes(self.0).to_be_bytes()
    }

    /// Whether all bytes are 0: the device has no identity of this kind.
    pub const fn is_blank(self) -> bool {
        u64::from_le_bytes(self.0) == 0
    }

    /// The Bluetooth address inside, most significant byte first, if the identity was made from one (`FF-FE` inside).
    pub const fn bluetooth_address(self) -> Option<[u8; 6]> {
        match self.eui64() {
            [o1, o2, o3, 0xFF, 0xFE, n1, n2, n3] => Some([o1, o2, o3, n1, n2, n3]),
            _ => None,
        }
    }
}

impl fmt::Display for SystemId {
    /// As EUI-64 text: `C4-F3-12-FF-FE-53-F2-C9`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.eui64().into_iter().enumerate() {
            let dash = if place == 0 { "" } else { "-" };
            write!(f, "{dash}{byte:02X}")?;
        }
        Ok(())
    }
}

/// A string of the service (2A24 to 2A29), as far as it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text without spaces, control characters and terminators around it. It may be empty.
    pub text: &'a str,
    /// What was noticed.
    pub remarks: Remarks,
}

impl<'a> Text<'a> {
    /// Reads a string. Devices pad with NULs or spaces, or leave garbage after a NUL; every byte string gives a text.
    pub fn decode(bytes: &'a [u8]) -> Self {
        let mut remarks = Remarks::NONE;
        let start = bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len());
        let (_, unpadded) = bytes.split_at(start);
        let terminated = unpadded.split(|&byte| byte == 0).next().unwrap_or_default();
        let readable = match str::from_utf8(terminated) {
            Ok(text) => text,
            Err(error) => {
                remarks.add(Remark::TextNotUtf8);
                let (valid, _) = terminated.split_at(error.valid_up_to());
                str::from_utf8(valid).unwrap_or_default()
            }
        };
        let text = readable.trim_matches(|letter: char| letter.is_whitespace() || letter.is_control());
        let trimmed = terminated.len() != bytes.len() || text.len() != readable.len();
        remarks.add_if(trimmed, Remark::TextTrimmed);
        Self { text, remarks }
    }
}

/// A `PnP` ID (2A50, 7 bytes): vendor, product and version by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PnpId {
    /// Who assigned the vendor number: 1 Bluetooth SIG, 2 USB Implementers Forum, others reserved.
    pub vendor_source: u8,
    /// Vendor number.
    pub vendor: u16,
    /// Product number, assigned by the vendor.
    pub product: u16,
    /// Version, binary-coded as `0xJJMN` for JJ.M.N.
    pub version: u16,
}

impl PnpId {
    /// Reads the characteristic; bytes after the seventh are left out.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 7)?;
        let [vendor_source] = reader.mandatory()?;
        let vendor = u16::from_le_bytes(reader.mandatory()?);
        let product = u16::from_le_bytes(reader.mandatory()?);
        let version = u16::from_le_bytes(reader.mandatory()?);
        Ok(Self { vendor_source, vendor, product, version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_freed_of_what_devices_put_around_them() {
        let read = |bytes: &'static [u8]| {
            let text = Text::decode(bytes);
            (text.text, text.remarks.iter().collect::<alloc::vec::Vec<_>>())
        };
        assert_eq!(read(b"UA-651BLE"), ("UA-651BLE", [].into()));
        assert_eq!(read(b" BM85 \0\0"), ("BM85", [Remark::TextTrimmed].into()));
        assert_eq!(read(b"\0\0BM85"), ("BM85", [Remark::TextTrimmed].into()));
        assert_eq!(read(b"BM85\0\xFF\xFE"), ("BM85", [Remark::TextTrimmed].into()));
        assert_eq!(read(b"BM\xFF85"), ("BM", [Remark::TextNotUtf8].into()));
        assert_eq!(read(b""), ("", [].into()));
        assert_eq!(read(b"\0\0"), ("", [Remark::TextTrimmed].into()));
        assert_eq!(read("Gerät".as_bytes()), ("Gerät", [].into()));
    }

    #[test]
    fn a_blank_system_id_is_seen() {
        assert!(SystemId::from_bytes([0; 8]).is_blank());
        assert!(!SystemId::from_bytes([0, 0, 0, 0, 0, 0, 0, 1]).is_blank());
        assert_eq!(SystemId::from_bytes([1, 2, 3, 4, 5, 6, 7, 8]).bluetooth_address(), None);
        assert_eq!(SystemId::from_bytes([1, 2, 3, 0xFF, 0xFE, 6, 7, 8]).bluetooth_address(), None);
        assert!(SystemId::decode(&[0; 7]).is_err());
    }

    #[test]
    fn a_pnp_id_is_little_endian() {
        let id = PnpId::decode(&[1, 0x11, 0x06, 0x34, 0x12, 0x10, 0x01]).unwrap();
        assert_eq!(id, PnpId { vendor_source: 1, vendor: 0x0611, product: 0x1234, version: 0x0110 });
    }
}
