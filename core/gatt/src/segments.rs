//! Records that come in segments, put together again.
//!
//! Blood Pressure Records (2B36), health observations (2B8B, 2BDD) and Registered Users (2B37) may be longer than a
//! notification. Each notification then carries one segment: a header byte (bit 0 first segment, bit 1 last segment, bits
//! 2 to 7 a counter that goes from 0 to 63 and round again) and the next bytes (layout of the characteristics in the GATT
//! Specification Supplement, as read in RonanB96/bluetooth-sig-python and philips-labs/BLE-GHS-Client-Example).
//!
//! A record with a missing segment is lost and said to be lost; its remains never pass for another record.
//!
//! ```
//! use health_gatt::segments::{Reassembler, Segment};
//! let mut reassembler = Reassembler::new(512);
//! let first = reassembler.push(&[0b0000_0001, 7, 8])?;
//! assert!(first.record.is_none() && first.loss.is_none());
//! let last = reassembler.push(&[0b0000_0110, 9])?;
//! assert_eq!(last.record.unwrap().bytes, [7, 8, 9]);
//! # Ok::<(), health_gatt::DecodeError>(())
//! ```

use alloc::vec::Vec;
use core::fmt;

use crate::error::DecodeError;
use crate::reader::Reader;

/// The first byte of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header(pub u8);

impl Header {
    /// The header of a segment; `counter` counts modulo 64.
    pub const fn new(first: bool, last: bool, counter: u8) -> Self {
        Self(first as u8 | (last as u8) << 1 | (counter & 63) << 2)
    }

    /// Whether a record begins here.
    pub const fn is_first(self) -> bool {
        self.0 & 1 != 0
    }

    /// Whether a record ends here.
    pub const fn is_last(self) -> bool {
        self.0 & 2 != 0
    }

    /// The rolling counter, 0 to 63.
    pub const fn counter(self) -> u8 {
        self.0 >> 2
    }
}

/// One segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Where it stands in its record.
    pub header: Header,
    /// The bytes of the record that it carries; they may be none.
    pub payload: &'a [u8],
}

impl<'a> Segment<'a> {
    /// Reads one notification (at least 1 byte).
    pub fn decode(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(bytes, 1)?;
        let [header] = reader.mandatory()?;
        Ok(Self { header: Header(header), payload: reader.finish().0 })
    }

    /// The bytes of this segment.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(1 + self.payload.len());
        bytes.push(self.header.0);
        bytes.extend(self.payload);
        bytes
    }
}

/// Cuts a record into segments with at most `payload` bytes each (at least 1), the first of them numbered `counter`.
pub fn split(record: &[u8], payload: usize, counter: u8) -> Vec<Vec<u8>> {
    let size = payload.max(1);
    let count = record.len().div_ceil(size).max(1);
    (0..count)
        .map(|index| {
            let start = index * size;
            let payload = record.get(start..record.len().min(start + size)).unwrap_or_default();
            let [step, ..] = index.to_le_bytes();
            let header = Header::new(index == 0, index + 1 == count, counter.wrapping_add(step));
            Segment { header, payload }.encode()
        })
        .collect()
}

/// Why segments made no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Loss {
    /// A segment came whose record had no first segment.
    NoBeginning,
    /// The counter jumped.
    Gap {
        /// The counter that should have come.
        expected: u8,
        /// The one that came.
        got: u8,
    },
    /// The next record began, or the segments ended, before the last segment.
    NoEnd,
    /// The record is longer than the memory that was set aside for it.
    TooLong,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBeginning => f.write_str("the first segment of a record is missing; ask for it again"),
            Self::Gap { expected, got } => {
                write!(f, "segment {expected} of a record is missing, {got} came; ask for it again")
            }
            Self::NoEnd => f.write_str("the last segment of a record is missing; ask for it again"),
            Self::TooLong => f.write_str("a record is longer than such a record can be; it was left out"),
        }
    }
}

impl core::error::Error for Loss {}

/// A record whose segments all came.
#[derive(Clone, PartialEq, Eq)]
pub struct Record {
    /// The payloads, one after the other.
    pub bytes: Vec<u8>,
    /// Segments that it came in, at least 1.
    pub segments: u32,
    /// How many times a segment came twice in a row; the second was left out.
    pub repeated: u32,
    /// Whether each segment began with the head of the record, which was left out (see [`Reassembler::with_head`]).
    pub repeated_head: bool,
}

impl fmt::Debug for Record {
    /// Sizes only: the bytes are somebody's readings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("bytes", &self.bytes.len())
            .field("segments", &self.segments)
            .field("repeated", &self.repeated)
            .field("repeated_head", &self.repeated_head)
            .finish()
    }
}

/// What a segment brought about; each lost record is reported once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// Why the record before is lost, if this segment says so by beginning another one.
    pub before: Option<Loss>,
    /// Why the record that this segment belongs to is lost.
    pub loss: Option<Loss>,
    /// The record that this segment completed.
    pub record: Option<Record>,
}

enum State {
    /// Between two records.
    Idle,
    /// Within a record whose segments all came so far.
    Open { record: Record, counter: u8, last_payload: usize },
    /// Within a record that is lost; its other segments are passed over.
    Skipping,
}

/// Puts the segments of one characteristic together.
///
/// It holds at most `limit` bytes. What it hands out depends on the order of the segments alone.
pub struct Reassembler {
    limit: usize,
    head: usize,
    state: State,
}

impl Reassembler {
    /// A reassembler for records of at most `limit` bytes.
    pub const fn new(limit: usize) -> Self {
        Self::with_head(limit, 0)
    }

    /// A reassembler for records whose first `head` bytes may be repeated in every segment.
    ///
    /// Public sources disagree on the sequence number and UUID of a Blood Pressure Record: `JavaBLEUtil` reads them in the
    /// first segment, bluetooth-sig-python in every one. The first is taken for granted; a later segment that begins with
    /// the very bytes of the record's head is read the second way and reported in [`Record::repeated_head`].
    pub const fn with_head(limit: usize, head: usize) -> Self {
        Self { limit, head, state: State::Idle }
    }

    /// Takes one notification.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Step, DecodeError> {
        let Segment { header, payload } = Segment::decode(bytes)?;
        if header.is_first() {
            return Ok(self.begin(header, payload));
        }
        Ok(self.go_on(header, payload))
    }

    /// Ends the segments, as when the link is lost. The reassembler is as new then.
    pub fn finish(&mut self) -> Option<Loss> {
        match core::mem::replace(&mut self.state, State::Idle) {
            State::Open { .. } => Some(Loss::NoEnd),
            State::Idle | State::Skipping => None,
        }
    }

    fn begin(&mut self, header: Header, payload: &[u8]) -> Step {
        let before = match core::mem::replace(&mut self.state, State::Idle) {
            State::Open { mut record, counter, last_payload } => {
                let again = record.segments == 1 && counter == header.counter() && record.bytes == payload;
                if again && !header.is_last() {
                    record.repeated = record.repeated.saturating_add(1);
                    self.state = State::Open { record, counter, last_payload };
                    return Step::default();
                }
                Some(Loss::NoEnd)
            }
            State::Idle | State::Skipping => None,
        };
        if payload.len() > self.limit {
            return Step { before, ..self.give_up(header, Some(Loss::TooLong)) };
        }
        let record = Record { bytes: payload.to_vec(), segments: 1, repeated: 0, repeated_head: false };
        Step { before, loss: None, record: self.keep_or_hand_out(record, header, payload.len()) }
    }

    fn go_on(&mut self, header: Header, payload: &[u8]) -> Step {
        let (mut record, counter, last_payload) = match core::mem::replace(&mut self.state, State::Idle) {
            State::Open { record, counter, last_payload } => (record, counter, last_payload),
            State::Idle => return self.give_up(header, Some(Loss::NoBeginning)),
            State::Skipping => return self.give_up(header, None),
        };
        let before_last = record.bytes.len().saturating_sub(last_payload);
        let is_head =
            self.head > 0 && record.bytes.get(..self.head).is_some_and(|head| payload.starts_with(head));
        let payload = if is_head { payload.get(self.head..).unwrap_or_default() } else { payload };
        let same = record.segments > 1 && record.bytes.get(before_last..) == Some(payload);
        if same && header.counter() == counter && !header.is_last() {
            record.repeated = record.repeated.saturating_add(1);
            self.state = State::Open { record, counter, last_payload };
            return Step::default();
        }
        let expected = (counter + 1) & 63;
        if header.counter() != expected {
            return self.give_up(header, Some(Loss::Gap { expected, got: header.counter() }));
        }
        if record.bytes.len().saturating_add(payload.len()) > self.limit {
            return self.give_up(header, Some(Loss::TooLong));
        }
        record.bytes.extend_from_slice(payload);
        record.segments = record.segments.saturating_add(1);
        record.repeated_head |= is_head;
        Step { record: self.keep_or_hand_out(record, header, payload.len()), ..Step::default() }
    }

    fn keep_or_hand_out(&mut self, record: Record, header: Header, last_payload: usize) -> Option<Record> {
        if header.is_last() {
            return Some(record);
        }
        self.state = State::Open { record, counter: header.counter(), last_payload };
        None
    }

    fn give_up(&mut self, header: Header, loss: Option<Loss>) -> Step {
        self.state = if header.is_last() { State::Idle } else { State::Skipping };
        Step { loss, ..Step::default() }
    }
}

impl fmt::Debug for Reassembler {
    /// Sizes only: the bytes are somebody's readings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let waiting = match &self.state {
            State::Open { record, .. } => record.bytes.len(),
            State::Idle | State::Skipping => 0,
        };
        f.debug_struct("Reassembler")
            .field("limit", &self.limit)
            .field("waiting", &waiting)
            .finish_non_exhaustive()
    }
}
