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

    /// Whether it is no identity: all bytes 0, all `FF`, or counting up from the first byte (`12 34 56 ..`, `01 02 03 ..`).
    pub fn is_placeholder(self) -> bool {
        let counting =
            |step| self.0.windows(2).all(|pair| matches!(pair, &[a, b] if b.wrapping_sub(a) == step));
        self.is_blank() || self.0 == [0xFF; 8] || counting(1) || counting(0x22)
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

/// A Regulatory Certification Data List (2A2A): kept as it came, with its outer structure read.
///
/// IEEE 11073-20601 encodes it most significant byte first, other than everything else here: number of items, bytes of all
/// items, then the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificationList<'a> {
    /// How many items the device says there are.
    pub count: u16,
    /// How many bytes the device says that they take.
    pub length: u16,
    /// The items, as sent.
    pub items: &'a [u8],
}

/// One item of a certification list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certification<'a> {
    /// Who certified: 2 is the Continua Health Alliance.
    pub authority: u8,
    /// What the data means to that authority.
    pub structure: u8,
    /// The data, as sent.
    pub data: &'a [u8],
}

impl<'a> CertificationList<'a> {
    /// Reads the characteristic; fewer items than announced are accepted and kept.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 4)?;
        let count = u16::from_be_bytes(reader.mandatory()?);
        let length = u16::from_be_bytes(reader.mandatory()?);
        let (items, _) = reader.finish();
        Ok(Self { count, length, items })
    }

    /// The items that are wholly there, in order.
    pub fn iter(&self) -> impl Iterator<Item = Certification<'a>> + use<'a> {
        let mut rest = self.items;
        core::iter::from_fn(move || {
            let (&[authority, structure, high, low], after) = rest.split_first_chunk()?;
            let (data, next) = after.split_at_checked(u16::from_be_bytes([high, low]).into())?;
            rest = next;
            Some(Certification { authority, structure, data })
        })
    }
}

/// The strongest identity that a device gives, which stays the same on every phone and after a restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Identity<'a> {
    /// A real System ID.
    SystemId(SystemId),
    /// Maker, model and serial number.
    Serial {
        /// Manufacturer Name String, or empty.
        manufacturer: &'a str,
        /// Model Number String.
        model: &'a str,
        /// Serial Number String.
        serial: &'a str,
    },
}

/// What identifies a device, from what it says of itself: its System ID, else its serial number within its model.
///
/// Addresses are no identity: they differ by phone. `None` where the device says nothing of use; then a person has to say
/// which device it is.
pub fn identity<'a>(
    system_id: Option<SystemId>,
    manufacturer: &'a str,
    model: &'a str,
    serial: &'a str,
) -> Option<Identity<'a>> {
    if let Some(id) = system_id.filter(|id| !id.is_placeholder()) {
        return Some(Identity::SystemId(id));
    }
    let real = serial.chars().any(|letter| letter.is_alphanumeric() && letter != '0');
    (real && !model.is_empty()).then_some(Identity::Serial { manufacturer, model, serial })
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
    fn a_placeholder_identifies_nothing() {
        for bytes in
            [[0; 8], [0xFF; 8], [1, 2, 3, 4, 5, 6, 7, 8], [0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0xDE, 0x00]]
        {
            assert!(SystemId::from_bytes(bytes).is_placeholder(), "{bytes:?}");
        }
        let real = SystemId::from_bytes([0xC9, 0xF2, 0x53, 0xFE, 0xFF, 0x12, 0xF3, 0xC4]);
        let blank = SystemId::from_bytes([0; 8]);
        assert_eq!(identity(Some(real), "A&D", "UA-651BLE", "1"), Some(Identity::SystemId(real)));
        let serial = Identity::Serial { manufacturer: "A&D", model: "UA-651BLE", serial: "5170" };
        assert_eq!(identity(Some(blank), "A&D", "UA-651BLE", "5170"), Some(serial));
        assert_eq!(identity(None, "A&D", "UA-651BLE", "5170"), Some(serial));
        assert_eq!(identity(None, "A&D", "UA-651BLE", "0000"), None);
        assert_eq!(identity(None, "A&D", "", "5170"), None);
    }

    #[test]
    fn certifications_end_where_the_bytes_do() {
        let bytes = [0, 2, 0, 13, 2, 1, 0, 3, 1, 5, 0, 2, 2, 0, 9, 1];
        let list = CertificationList::decode(&bytes).unwrap();
        let items: alloc::vec::Vec<_> = list.iter().collect();
        assert_eq!((list.count, list.length), (2, 13));
        assert_eq!(items, [Certification { authority: 2, structure: 1, data: &[1, 5, 0] }]);
        assert!(CertificationList::decode(&bytes[..3]).is_err());
    }

    #[test]
    fn a_pnp_id_is_little_endian() {
        let id = PnpId::decode(&[1, 0x11, 0x06, 0x34, 0x12, 0x10, 0x01]).unwrap();
        assert_eq!(id, PnpId { vendor_source: 1, vendor: 0x0611, product: 0x1234, version: 0x0110 });
    }
}
