//! Battery Service (180F): level (2A19).

use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// A battery level (2A19, read or notified; 1 byte).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BatteryLevel<'a> {
    /// Charge, percent as sent. Above 100 it means nothing (seen in practice), and is remarked.
    pub level: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> BatteryLevel<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 1)?;
        let [level] = reader.mandatory()?;
        let (rest, _) = reader.finish();
        let mut remarks = Remarks::NONE;
        remarks.add_if(level > 100, Remark::OutOfRange);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { level, remarks, rest })
    }

    /// The charge in percent, 0 to 100, if the device said one.
    pub fn percent(&self) -> Option<u8> {
        Some(self.level).filter(|level| *level <= 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_full_is_no_charge() {
        for (level, percent) in [(0, Some(0)), (1, Some(1)), (100, Some(100)), (101, None), (255, None)] {
            assert_eq!(BatteryLevel::decode(&[level]).unwrap().percent(), percent);
        }
    }
}
