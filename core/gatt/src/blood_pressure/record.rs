//! Blood Pressure Record (2B36): a stored measurement with its sequence number.

use alloc::vec::Vec;

use crate::e2e;
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::segments::{self, Reassembler};

/// Bytes of sequence number and UUID.
const HEAD: usize = 4;

/// Bytes that are set aside for a record; the longest value that it can hold today takes 20, and an attribute value at
/// most 512.
const LONGEST: usize = HEAD + 512 + 2;

/// A Blood Pressure Record, put together from its segments.
///
/// Blood Pressure Service 1.1: sequence number `u16` (for each user, 65535 is followed by 0), UUID `u16` of the value that
/// is recorded, that value, and an E2E-CRC if the feature says so ([`Features::E2E_CRC`](super::Features::E2E_CRC)). The
/// CRC is taken to cover the record without the headers of its segments; no public source says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'a> {
    /// Counts the records of one user; a gap is a record that was not received.
    pub sequence_number: u16,
    /// The 16-bit UUID of the recorded characteristic, such as 2B34.
    pub uuid: u16,
    /// The recorded value, to be decoded as that characteristic.
    pub value: &'a [u8],
    /// Whether a CRC came with the record; it was right then.
    pub e2e_crc: bool,
    /// What was noticed.
    pub remarks: Remarks,
}

impl<'a> Record<'a> {
    /// Reads a record without the headers of its segments; `e2e_crc` says whether a CRC ends it.
    pub fn decode(bytes: &'a [u8], e2e_crc: bool) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, if e2e_crc { HEAD + 2 } else { HEAD })?;
        if e2e_crc {
            reader = Reader::new(e2e::checked_end(bytes)?, HEAD)?;
        }
        let sequence_number = u16::from_le_bytes(reader.mandatory()?);
        let uuid = u16::from_le_bytes(reader.mandatory()?);
        let value = reader.finish().0;
        Ok(Self { sequence_number, uuid, value, e2e_crc, remarks: Remarks::NONE })
    }

    /// The bytes of the record before they are cut into segments ([`segments::split`]).
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + self.value.len() + 2);
        bytes.extend(self.sequence_number.to_le_bytes());
        bytes.extend(self.uuid.to_le_bytes());
        bytes.extend(self.value);
        if self.e2e_crc {
            let crc = e2e::crc(&bytes);
            bytes.extend(crc.to_le_bytes());
        }
        bytes
    }

    /// A reassembler for the segments of such records.
    pub const fn reassembler() -> Reassembler {
        Reassembler::with_head(LONGEST, HEAD)
    }

    /// Reads a record that a [`reassembler`](Self::reassembler) put together.
    pub fn from_segments(record: &'a segments::Record, e2e_crc: bool) -> Result<Self, DecodeError> {
        let mut decoded = Self::decode(&record.bytes, e2e_crc)?;
        decoded.remarks.add_if(record.repeated_head, Remark::HeadInEverySegment);
        Ok(decoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::DecodeErrorKind;

    #[test]
    fn a_record_is_read_from_segments_of_either_kind() {
        let value = [0x40, 120, 0, 80, 0, 93, 0];
        let record = Record {
            sequence_number: 65_535,
            uuid: 0x2B34,
            value: &value,
            e2e_crc: true,
            remarks: Remarks::NONE,
        };
        let bytes = record.encode();
        let plain = segments::split(&bytes, 5, 62);
        // The other reading of the specification: the head in every segment.
        let repeated: Vec<Vec<u8>> = segments::split(&bytes[HEAD..], 5, 62)
            .iter()
            .map(|segment| [&segment[..1], &bytes[..HEAD], &segment[1..]].concat())
            .collect();
        for (segments, remark) in [(plain, false), (repeated, true)] {
            assert!(segments.len() >= 2);
            let mut reassembler = Record::reassembler();
            let mut records = Vec::new();
            for segment in &segments {
                let step = reassembler.push(segment).unwrap();
                assert_eq!((step.before, step.loss), (None, None));
                records.extend(step.record);
            }
            let [whole] = &records[..] else { panic!("{records:?}") };
            let decoded = Record::from_segments(whole, true).unwrap();
            assert_eq!(decoded.remarks.contains(Remark::HeadInEverySegment), remark);
            assert_eq!(Record { remarks: Remarks::NONE, ..decoded }, record);
        }
    }

    #[test]
    fn a_wrong_crc_is_no_record() {
        let record =
            Record { sequence_number: 1, uuid: 0x2B34, value: &[1], e2e_crc: true, remarks: Remarks::NONE };
        let mut bytes = record.encode();
        for length in 0..bytes.len() {
            assert!(Record::decode(&bytes[..length], true).is_err());
        }
        bytes[4] ^= 1;
        assert_eq!(Record::decode(&bytes, true).unwrap_err().kind, DecodeErrorKind::Checksum);
        assert_eq!(Record::decode(&bytes, false).unwrap().value.len(), 3);
    }
}
