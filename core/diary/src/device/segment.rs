//! Values of a stream, many in one item.

use core::fmt;

use super::Uuid;
use crate::ports::Now;

/// No value of a segment is this long after its first one, milliseconds: what a kill can cost of a stream.
pub const SEGMENT_MS: u64 = 10_000;
/// A segment with so many bytes takes no more values; a stream of a hundred values a second fills one in about seven seconds.
pub const SEGMENT_BYTES: usize = 16 * 1024;

/// Values of one stream, in the order in which they came.
///
/// Each value as: milliseconds since the value before it (since the first, 0), LEB128; its length in bytes, LEB128; its
/// bytes, untouched.
#[derive(Clone, PartialEq, Eq)]
pub struct Segment {
    uuid: Uuid,
    first: Now,
    last_ms: u64,
    bytes: Vec<u8>,
}

impl fmt::Debug for Segment {
    /// How much there is, and no value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Segment({:?}, {} ms, {} bytes)", self.uuid, self.last_ms, self.bytes.len())
    }
}

impl Segment {
    /// A segment without a value; its first one comes at `first`.
    pub const fn new(uuid: Uuid, first: Now) -> Self {
        Self { uuid, first, last_ms: 0, bytes: Vec::new() }
    }

    /// The stream.
    pub const fn uuid(&self) -> Uuid {
        self.uuid
    }

    /// The phone's clocks when its first value came.
    pub const fn first(&self) -> Now {
        self.first
    }

    /// Whether a value of this moment still belongs to it.
    pub fn takes(&self, now: Now) -> bool {
        self.bytes.len() < SEGMENT_BYTES && self.since_ms(now).is_some_and(|since| since < SEGMENT_MS)
    }

    /// Milliseconds from its first value to `now`; none on another boot of the phone.
    fn since_ms(&self, now: Now) -> Option<u64> {
        (now.boot == self.first.boot)
            .then(|| now.monotonic_ns.saturating_sub(self.first.monotonic_ns) / 1_000_000)
    }

    /// Adds a value that came at this moment.
    pub fn push(&mut self, now: Now, value: &[u8]) {
        self.push_at(self.since_ms(now).unwrap_or(0), value);
    }

    /// Adds a value that came so many milliseconds after the first one; one that came before its forerunner counts as come
    /// with it.
    pub fn push_at(&mut self, since_ms: u64, value: &[u8]) {
        let since_ms = since_ms.max(self.last_ms);
        put_number(&mut self.bytes, since_ms - self.last_ms);
        put_number(&mut self.bytes, value.len() as u64);
        self.bytes.extend_from_slice(value);
        self.last_ms = since_ms;
    }

    /// Its values as they are stored.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Reads stored values: milliseconds since the first one, and the bytes; `None` where they are no segment.
    pub fn values(mut bytes: &[u8]) -> Option<Vec<(u64, &[u8])>> {
        let (mut values, mut since_ms) = (Vec::new(), 0_u64);
        while !bytes.is_empty() {
            since_ms = since_ms.checked_add(number(&mut bytes)?)?;
            let length = usize::try_from(number(&mut bytes)?).ok()?;
            let (value, rest) = bytes.split_at_checked(length)?;
            values.push((since_ms, value));
            bytes = rest;
        }
        Some(values)
    }
}

fn put_number(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7F);
        if part << shift >> shift != part {
            return None;
        }
        number |= part << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::wire;
    use super::*;

    fn at(ms: u64) -> Now {
        Now { wall_ms: 5, monotonic_ns: ms * 1_000_000, boot: [1; 16] }
    }

    proptest! {
        #[test]
        fn values_come_back_with_their_times(
            values in proptest::collection::vec((0_u64..40_000, any::<Vec<u8>>()), 0..30), begun in 0_u64..1000,
        ) {
            let mut segment = Segment::new(wire::CONTINUOUS_OXIMETRY, at(begun));
            let (mut since, mut expected) = (0, Vec::new());
            for (later, value) in &values {
                since += later;
                segment.push(at(begun + since), value);
                expected.push((since, value.as_slice()));
            }
            let bytes = segment.into_bytes();
            prop_assert_eq!(Segment::values(&bytes), Some(expected));
        }

        #[test]
        fn any_bytes_are_values_or_none(bytes: Vec<u8>) {
            if let Some(values) = Segment::values(&bytes) {
                let mut again = Segment::new(wire::CONTINUOUS_OXIMETRY, at(0));
                for (since, value) in &values {
                    again.push_at(*since, value);
                }
                let again = again.into_bytes();
                prop_assert_eq!(Segment::values(&again), Some(values));
            }
        }
    }

    /// The bytes on disk, pinned: a change here is a change of format.
    #[test]
    fn layout_is_pinned() {
        let mut segment = Segment::new(wire::CONTINUOUS_OXIMETRY, at(7));
        segment.push(at(7), &[1, 2]);
        segment.push(at(1007), &[3]);
        // A clock that goes back is none of ours.
        segment.push(at(500), &[]);
        assert_eq!(segment.into_bytes(), [0, 2, 1, 2, 0xE8, 0x07, 1, 3, 0, 0]);
    }

    #[test]
    fn it_is_full_after_ten_seconds_or_so_many_bytes_or_a_restart() {
        let mut segment = Segment::new(wire::CONTINUOUS_OXIMETRY, at(0));
        assert!(segment.takes(at(9_999)));
        assert!(!segment.takes(at(10_000)));
        assert!(!segment.takes(Now { boot: [2; 16], ..at(1) }));
        segment.push(at(1), &[0; SEGMENT_BYTES]);
        assert!(!segment.takes(at(2)));
    }
}
