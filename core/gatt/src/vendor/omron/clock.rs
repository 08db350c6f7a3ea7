//! The clock inside the settings of an Omron cuff.

use super::record::Layout;
use crate::datetime::Civil;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::vendor::{civil_2000, sum, year_2000};

/// A clock block as read: 10 bytes big-endian, 16 bytes little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockBlock {
    /// The local wall time; `None` where no calendar has it, as all zeros on a clock that was never set.
    pub time: Option<Civil>,
    /// All six parts are zero: the clock was never set.
    pub never_set: bool,
    /// What was noticed while decoding.
    pub remarks: Remarks,
}

impl ClockBlock {
    /// Reads a block and checks its sum.
    ///
    /// # Errors
    /// Too short; [`DecodeErrorKind::Checksum`].
    pub fn decode(bytes: &[u8], layout: Layout) -> Result<Self, DecodeError> {
        let (parts, right, at) = match layout {
            Layout::BigEndian | Layout::BigEndianSwapped => {
                let block: [u8; 10] = Reader::new(bytes, 10)?.mandatory()?;
                let [_, _, month, year, hour, day, second, minute, _, expected] = block;
                let (summed, _) = block.split_at(9);
                ([year, month, day, hour, minute, second], sum(summed) == expected, 9)
            }
            Layout::LittleEndian => {
                let block: [u8; 16] = Reader::new(bytes, 16)?.mandatory()?;
                let [.., year, month, day, hour, minute, second, expected, _] = block;
                let (summed, _) = block.split_at(14);
                ([year, month, day, hour, minute, second], sum(summed) == expected, 14)
            }
        };
        if !right {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at });
        }
        let [year, month, day, hour, minute, second] = parts;
        let time = civil_2000(year, month, day, hour, minute, second);
        let mut remarks = Remarks::NONE;
        remarks.add_if(time.is_none(), Remark::ImpossibleTime);
        Ok(Self { time, never_set: parts == [0; 6], remarks })
    }
}

/// The 16 bytes to write, from the block that was read before: what is not the clock stays as it was.
///
/// `None` for a year outside 2000 to 2255.
pub fn set_little_endian(read: &[u8; 16], local: Civil) -> Option<[u8; 16]> {
    let parts = [year_2000(local)?, local.month(), local.day(), local.hour(), local.minute(), local.second()];
    let mut block = *read;
    let (kept, clock) = block.split_first_chunk_mut::<8>()?;
    let total = sum(kept).wrapping_add(sum(&parts));
    let [year, month, day, hour, minute, second] = parts;
    clock.copy_from_slice(&[year, month, day, hour, minute, second, total, 0]);
    Some(block)
}

/// The 10 bytes to write, from the block that was read before: what is not the clock stays as it was.
///
/// `None` for a year outside 2000 to 2255.
pub fn set_big_endian(read: &[u8; 10], local: Civil) -> Option<[u8; 10]> {
    let year = year_2000(local)?;
    let &[a, b, ..] = read;
    let parts = [local.month(), year, local.hour(), local.day(), local.second(), local.minute()];
    let [month, year, hour, day, second, minute] = parts;
    let total = sum(&[a, b]).wrapping_add(sum(&parts));
    Some([a, b, month, year, hour, day, second, minute, 0, total])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_is_read() {
        let time = Civil::new(2026, 9, 18, 21, 52, 6).unwrap();
        let little = set_little_endian(&[0xC6; 16], time).unwrap();
        assert_eq!(ClockBlock::decode(&little, Layout::LittleEndian).unwrap().time, Some(time));
        assert_eq!(little[..8], [0xC6; 8]);
        let big = set_big_endian(&[0x55; 10], time).unwrap();
        assert_eq!(ClockBlock::decode(&big, Layout::BigEndian).unwrap().time, Some(time));
        assert_eq!(big[..2], [0x55; 2]);
        // A captured block, set to the time that it had, is the block itself (eigger/hass-omron).
        let captured = [0xC6, 0x54, 0, 0, 0, 0, 0, 0, 0x1A, 0x09, 0x12, 0x15, 0x34, 0x06, 0x9E, 0x00];
        assert_eq!(ClockBlock::decode(&captured, Layout::LittleEndian).unwrap().time, Some(time));
        assert_eq!(set_little_endian(&captured, time), Some(captured));
    }

    #[test]
    fn a_changed_byte_is_seen_and_zeros_are_no_time() {
        let time = Civil::new(2026, 9, 18, 21, 52, 6).unwrap();
        let good = set_little_endian(&[1; 16], time).unwrap();
        for at in 0..15 {
            let mut bad = good;
            bad[at] ^= 0x10;
            let error = ClockBlock::decode(&bad, Layout::LittleEndian).unwrap_err();
            assert_eq!(error.kind, DecodeErrorKind::Checksum, "{at}");
        }
        let zeros = ClockBlock::decode(&[0; 16], Layout::LittleEndian).unwrap();
        assert!(zeros.never_set && zeros.time.is_none());
    }
}
