//! Health Sensor Features (2BF3).

use alloc::vec::Vec;
use core::fmt;

use super::cursor::Cursor;
use super::list::Codes;
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};

/// A kind of device that a sensor says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Specialisation {
    /// A term of MDC partition 8, such as 4103 for a blood pressure monitor.
    pub term: u16,
    /// The version of that device specialisation.
    pub version: u8,
}

const SPECIALISATIONS: u8 = 1 << 0;

/// What a sensor can observe (2BF3, read; from 2 bytes).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Feature<'a> {
    /// What it can observe, in MDC codes.
    pub kinds: Codes<'a>,
    specialisations: Option<&'a [u8]>,
    /// Flag bits 1 to 7 as sent, in their places.
    pub reserved_flags: u8,
    /// What was noticed while decoding.
    pub remarks: Remarks,
    /// Bytes after the value.
    pub rest: &'a [u8],
}

impl<'a> Feature<'a> {
    /// Reads the characteristic.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 2)?;
        let [flags] = reader.mandatory()?;
        let mut cursor = Cursor::new(reader.finish().0, 1);
        let kinds = Codes::read(&mut cursor, "observation types")?;
        let specialisations = if flags & SPECIALISATIONS == 0 {
            None
        } else {
            let [count] = cursor.word("device specialisations")?;
            Some(cursor.take(3 * usize::from(count), "device specialisations")?)
        };
        let rest = cursor.rest();
        let reserved_flags = flags & !SPECIALISATIONS;
        let mut remarks = Remarks::NONE;
        remarks.add_if(reserved_flags != 0, Remark::ReservedFlags);
        remarks.add_if(!rest.is_empty(), Remark::LongerThanAnnounced);
        Ok(Self { kinds, specialisations, reserved_flags, remarks, rest })
    }

    /// The kinds of device that it says it is, if it says so.
    pub fn specialisations(&self) -> impl Iterator<Item = Specialisation> + 'a {
        let bytes = self.specialisations.unwrap_or_default();
        bytes
            .as_chunks::<3>()
            .0
            .iter()
            .map(|&[low, high, version]| Specialisation { term: u16::from_le_bytes([low, high]), version })
    }

    /// The bytes, `rest` included.
    pub fn encode(&self) -> Vec<u8> {
        let flag = if self.specialisations.is_some() { SPECIALISATIONS } else { 0 };
        let mut bytes = Vec::from([flag | (self.reserved_flags & !SPECIALISATIONS)]);
        self.kinds.push(&mut bytes);
        if let Some(list) = self.specialisations {
            bytes.push(u8::try_from(list.len() / 3).unwrap_or(u8::MAX));
            bytes.extend(list);
        }
        bytes.extend(self.rest);
        bytes
    }
}

impl fmt::Debug for Feature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let specialisations: Vec<Specialisation> = self.specialisations().collect();
        f.debug_struct("Feature")
            .field("kinds", &self.kinds)
            .field("specialisations", &specialisations)
            .field("reserved_flags", &self.reserved_flags)
            .field("remarks", &self.remarks)
            .field("rest", &self.rest)
            .finish()
    }
}
