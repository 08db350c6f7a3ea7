//! Microlife BP3GY1-2N and kin: service fff0, notifications fff1, writes fff2.
//!
//! A frame is `4D`, a direction, a length, a payload and the low byte of the sum of all before. It comes in pieces: see
//! [`Notifications`]. Known from one collector for one model (its handler in a pull request to
//! derdilla/blood-pressure-monitor-fl); other Microlife models may differ.

use alloc::vec::Vec;

use super::{civil_2000, split_frame, sum, year_2000};
use crate::datetime::Civil;
use crate::error::{DecodeError, DecodeErrorKind};
use crate::reader::Reader;
use crate::stream::{Framing, Scan, sized};

const START: u8 = 0x4D;
const TO_DEVICE: u8 = 0xFF;
const FROM_DEVICE: u8 = 0x3A;
/// Bytes before the payload.
const HEADER: usize = 4;
/// Where in the payload of an answer the records begin.
const FIRST_RECORD: usize = 38;
/// Bytes a record.
const STRIDE: usize = 10;
/// Far more than the memory of such a cuff takes.
const LONGEST: usize = 4096;

/// A whole frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a> {
    /// It comes from the cuff, else it goes there.
    pub from_device: bool,
    /// What it carries.
    pub payload: &'a [u8],
    /// Bytes after the frame.
    pub rest: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads a frame and checks it.
    ///
    /// # Errors
    /// Too short; another start; shorter than its own length says; [`DecodeErrorKind::Checksum`].
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let [start, direction, high, low] = Reader::new(bytes, HEADER + 1)?.mandatory()?;
        if start != START {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "start byte" }, at: 0 });
        }
        if !matches!(direction, TO_DEVICE | FROM_DEVICE) {
            return Err(DecodeError { kind: DecodeErrorKind::NotThisFrame { field: "direction" }, at: 1 });
        }
        let needed = HEADER + usize::from(u16::from_be_bytes([high, low]));
        let (frame, rest) = split_frame(bytes, needed, HEADER + 1, 2)?;
        let (&check, summed) = frame.split_last().unwrap_or((&0, &[]));
        if sum(summed) != check {
            return Err(DecodeError { kind: DecodeErrorKind::Checksum, at: needed - 1 });
        }
        let payload = summed.get(HEADER..).unwrap_or_default();
        Ok(Self { from_device: direction == FROM_DEVICE, payload, rest })
    }

    /// The records in the answer to [`get_data`], as stored, empty slots left out.
    pub fn records(&self) -> impl Iterator<Item = Record> + use<'a> {
        let stored = self.payload.get(FIRST_RECORD..).filter(|_| self.from_device).unwrap_or_default();
        stored.chunks_exact(STRIDE).filter_map(Record::from_slot)
    }
}

/// One measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Systolic pressure, mmHg.
    pub systolic: u8,
    /// Diastolic pressure, mmHg.
    pub diastolic: u8,
    /// Pulse rate, beats per minute.
    pub pulse_rate: u8,
    /// The cuff's local wall clock to the minute; two records may share it. `None` where no calendar has it.
    pub time: Option<Civil>,
}

impl Record {
    fn from_slot(slot: &[u8]) -> Option<Self> {
        let &[systolic, diastolic, pulse_rate, year, month, day, hour, minute] = slot.first_chunk()?;
        let blank = slot.iter().all(|byte| *byte == 0xFF) || slot.iter().all(|byte| *byte == 0);
        (!blank).then(|| Self {
            systolic,
            diastolic,
            pulse_rate,
            time: civil_2000(year, month, day, hour, minute, 0),
        })
    }
}

fn request(payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 1).unwrap_or(u16::MAX);
    let mut bytes = Vec::from([START, TO_DEVICE]);
    bytes.extend(length.to_be_bytes());
    bytes.extend(payload);
    bytes.push(sum(&bytes));
    bytes
}

/// Asks for everything that the cuff stores.
pub fn get_data() -> Vec<u8> {
    request(&[0, 0, 0, 0, 0, 0, 0, 0xFD])
}

/// Ends the connection politely.
pub fn disconnect() -> Vec<u8> {
    request(&[4])
}

/// Sets the clock to this local wall time; `None` for a year outside 2000 to 2255.
pub fn set_time(local: Civil) -> Option<Vec<u8>> {
    let year = year_2000(local)?;
    Some(request(&[0x0D, year, local.month(), local.day(), local.hour(), local.minute(), local.second()]))
}

/// Finds frames in notifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notifications;

impl Framing for Notifications {
    const LONGEST: usize = LONGEST;

    fn scan(bytes: &[u8]) -> Scan {
        match bytes {
            [START] | [START, TO_DEVICE | FROM_DEVICE] | [START, TO_DEVICE | FROM_DEVICE, _] => {
                Scan::Incomplete
            }
            &[START, TO_DEVICE | FROM_DEVICE, high, low, ..] => {
                let needed = HEADER + usize::from(u16::from_be_bytes([high, low]));
                sized(bytes, needed, LONGEST, |frame| {
                    frame.len() > HEADER
                        && frame.split_last().is_some_and(|(check, summed)| sum(summed) == *check)
                })
            }
            _ => Scan::Garbage,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_the_published_bytes() {
        assert_eq!(get_data(), [0x4D, 0xFF, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0xFD, 0x52]);
        assert_eq!(disconnect(), [0x4D, 0xFF, 0, 2, 4, 0x52]);
        let time = set_time(Civil::new(2026, 8, 14, 7, 10, 5).unwrap()).unwrap();
        assert_eq!(time[..5], [0x4D, 0xFF, 0, 8, 0x0D]);
        assert!(Frame::decode(&time).is_ok());
        let cut = Frame::decode(&time[..4]).unwrap_err();
        assert_eq!(cut.kind, DecodeErrorKind::TooShort { needed: 5, got: 4 });
    }

    #[test]
    fn records_stand_behind_the_header_and_blank_slots_are_none() {
        let mut payload = Vec::from([0; FIRST_RECORD]);
        payload.extend([128, 82, 64, 26, 8, 14, 7, 10, 0, 0]);
        payload.extend([0xFF; STRIDE]);
        payload.extend([118, 77, 60, 26, 13, 14, 7, 12, 0, 0]);
        payload.extend([1, 2, 3]);
        let mut bytes = request(&payload);
        bytes[1] = FROM_DEVICE;
        let last = bytes.len() - 1;
        bytes[last] = sum(&bytes[..last]);
        let records: Vec<_> = Frame::decode(&bytes).unwrap().records().collect();
        assert_eq!(records.len(), 2);
        assert_eq!((records[0].systolic, records[0].time), (128, Civil::new(2026, 8, 14, 7, 10, 0)));
        assert_eq!((records[1].pulse_rate, records[1].time), (60, None));
    }
}
