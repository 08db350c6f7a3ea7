//! One slot of an Omron ring buffer.

use crate::datetime::Civil;
use crate::error::DecodeError;
use crate::reader::Reader;
use crate::remarks::{Remark, Remarks};
use crate::vendor::civil_2000;

/// What is added to the systolic byte, mmHg.
const SYSTOLIC_OFFSET: u16 = 25;
/// The largest systolic byte; a larger one marks an empty slot.
const LARGEST_SYSTOLIC: u8 = 0xE1;

/// How a family of models packs a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layout {
    /// 14 bytes, most significant bit first: HEM-7322T, HEM-7600T and kin (omblepy: hem-7322t.py, hem-7600t.py).
    BigEndian,
    /// As [`BigEndian`](Self::BigEndian) with movement and irregular pulse exchanged and six bits for the year: HEM-6232T
    /// (hass-omron: `record_parsers.py`).
    BigEndianSwapped,
    /// 14 or 16 bytes, least significant byte first: HEM-7150T, 7155T, 7342T, 7361T (16 bytes; omblepy: hem-7361t.py) and
    /// HEM-7142T2, 714x (14 bytes; hass-omron: `parse_classic_vital_14`).
    LittleEndian,
}

/// One measurement from the memory of a cuff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Systolic pressure, mmHg, 25 to 250.
    pub systolic: u16,
    /// Diastolic pressure, mmHg.
    pub diastolic: u8,
    /// Pulse rate, beats per minute.
    pub pulse_rate: u8,
    /// The cuff's local wall clock at the measurement, seconds above 59 set to 59; `None` where no calendar has it.
    pub time: Option<Civil>,
    /// The seconds as stored, 0 to 63.
    pub stored_second: u8,
    /// The body moved.
    pub body_moved: bool,
    /// An irregular pulse was found.
    pub irregular_pulse: bool,
    /// The number of the record, where the layout holds one (little-endian, 14 bytes).
    pub sequence_number: Option<u16>,
    /// What was noticed while decoding.
    pub remarks: Remarks,
}

impl Record {
    /// Reads a slot; `None` for an empty one.
    ///
    /// # Errors
    /// Too short: 14 bytes are needed in every layout.
    pub fn decode(bytes: &[u8], layout: Layout) -> Result<Option<Self>, DecodeError> {
        let mut reader = Reader::new(bytes, 14)?;
        let first: [u8; 8] = reader.mandatory()?;
        let [_, _, low, high, _, _]: [u8; 6] = reader.mandatory()?;
        let fields = match layout {
            Layout::BigEndian | Layout::BigEndianSwapped => Fields::big_endian(first, layout),
            Layout::LittleEndian => Fields::little_endian(first),
        };
        let blank = bytes.iter().all(|byte| *byte == 0xFF) || first == [0; 8];
        if blank || fields.systolic > LARGEST_SYSTOLIC {
            return Ok(None);
        }
        let mut remarks = Remarks::NONE;
        remarks.add_if(fields.second > 59, Remark::SecondClamped);
        let Fields { year, month, day, hour, minute, .. } = fields;
        let time = civil_2000(year, month, day, hour, minute, fields.second.min(59));
        remarks.add_if(time.is_none(), Remark::ImpossibleTime);
        let numbered = layout == Layout::LittleEndian && bytes.len() == 14;
        Ok(Some(Self {
            systolic: u16::from(fields.systolic) + SYSTOLIC_OFFSET,
            diastolic: fields.diastolic,
            pulse_rate: fields.pulse_rate,
            time,
            stored_second: fields.second,
            body_moved: fields.moved,
            irregular_pulse: fields.irregular,
            sequence_number: numbered.then(|| u16::from_le_bytes([low, high])),
            remarks,
        }))
    }
}

/// The fields of a slot as stored.
struct Fields {
    systolic: u8,
    diastolic: u8,
    pulse_rate: u8,
    year: u8,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    moved: bool,
    irregular: bool,
}

/// `count` bits of a word from bit `low` on.
const fn bits(word: u16, low: u32, count: u32) -> u8 {
    let [value, _] = ((word >> low) & ((1 << count) - 1)).to_le_bytes();
    value
}

impl Fields {
    fn big_endian([diastolic, systolic, year, pulse_rate, a, b, c, d]: [u8; 8], layout: Layout) -> Self {
        let (date, time) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
        let (first, second) = (bits(date, 15, 1) == 1, bits(date, 14, 1) == 1);
        let swapped = layout == Layout::BigEndianSwapped;
        let (moved, irregular) = if swapped { (second, first) } else { (first, second) };
        Self {
            systolic,
            diastolic,
            pulse_rate,
            year: if swapped { year & 0x3F } else { year },
            month: bits(date, 10, 4),
            day: bits(date, 5, 5),
            hour: bits(date, 0, 5),
            minute: bits(time, 6, 6),
            second: bits(time, 0, 6),
            moved,
            irregular,
        }
    }

    fn little_endian([systolic, diastolic, pulse_rate, year, a, b, c, d]: [u8; 8]) -> Self {
        let (date, time) = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
        Self {
            systolic,
            diastolic,
            pulse_rate,
            year: year & 0x3F,
            month: bits(date, 10, 4),
            day: bits(date, 5, 5),
            hour: bits(date, 0, 5),
            minute: bits(time, 6, 6),
            second: bits(time, 0, 6),
            moved: bits(date, 15, 1) == 1,
            irregular: bits(date, 14, 1) == 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_slots_are_no_records() {
        for layout in [Layout::BigEndian, Layout::BigEndianSwapped, Layout::LittleEndian] {
            assert_eq!(Record::decode(&[0xFF; 14], layout), Ok(None));
            assert_eq!(Record::decode(&[0xFF; 16], layout), Ok(None));
            assert_eq!(Record::decode(&[0; 14], layout), Ok(None));
            assert!(Record::decode(&[0; 13], layout).is_err());
        }
        let mut slot = [1; 14];
        slot[0] = 0xE2;
        assert_eq!(Record::decode(&slot, Layout::LittleEndian), Ok(None));
        slot[0] = 0xE1;
        assert_eq!(Record::decode(&slot, Layout::LittleEndian).unwrap().unwrap().systolic, 250);
    }

    #[test]
    fn every_packed_time_comes_back() {
        for (month, day, hour, minute, second) in
            [(1, 1, 0, 0, 0), (12, 31, 23, 59, 59), (2, 29, 13, 30, 7), (6, 15, 5, 1, 58)]
        {
            let date = u16::from(month) << 10 | u16::from(day) << 5 | u16::from(hour);
            let time = u16::from(minute) << 6 | u16::from(second);
            let expected = Civil::new(2024, month, day, hour, minute, second);
            let ([a, b], [c, d]) = ((date | 0x8000).to_le_bytes(), time.to_le_bytes());
            let little = [95, 80, 70, 0xD8, a, b, c, d, 0, 0, 7, 1, 0, 0];
            let record = Record::decode(&little, Layout::LittleEndian).unwrap().unwrap();
            assert_eq!((record.time, record.sequence_number), (expected, Some(0x0107)));
            assert_eq!((record.body_moved, record.irregular_pulse), (true, false));
            let big = [80, 95, 24, 70, b, a, d, c, 0, 0, 7, 1, 0, 0];
            let record = Record::decode(&big, Layout::BigEndian).unwrap().unwrap();
            assert_eq!((record.time, record.systolic, record.diastolic), (expected, 120, 80));
            assert_eq!(
                (record.body_moved, record.irregular_pulse, record.sequence_number),
                (true, false, None)
            );
            let record = Record::decode(&big, Layout::BigEndianSwapped).unwrap().unwrap();
            assert_eq!((record.time, record.body_moved, record.irregular_pulse), (expected, false, true));
        }
    }

    #[test]
    fn seconds_above_59_are_kept_and_said() {
        let bytes = [95, 80, 70, 24, 0x21, 0x04, 63, 0, 0, 0, 0, 0, 0, 0];
        let record = Record::decode(&bytes, Layout::LittleEndian).unwrap().unwrap();
        assert_eq!((record.time, record.stored_second), (Civil::new(2024, 1, 1, 1, 0, 59), 63));
        assert!(record.remarks.contains(Remark::SecondClamped));
        let bytes = [95, 80, 70, 24, 0x21, 0x04, 59, 0, 0, 0, 0, 0, 0, 0];
        assert!(Record::decode(&bytes, Layout::LittleEndian).unwrap().unwrap().remarks.is_empty());
    }
}
