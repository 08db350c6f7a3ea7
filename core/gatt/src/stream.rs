//! Frames out of a stream of notifications, however those cut it.
//!
//! Vendor protocols send frames that a notification may split, join or begin in the middle of, and a lost one leaves
//! garbage. [`Stream`] finds the frames: what it hands out depends on the bytes alone, never on where the notifications
//! cut them, and after garbage it goes on with the next frame. A [`Framing`] says what a frame of one protocol looks
//! like.
//!
//! ```
//! use health_gatt::stream::{Framing, Piece, Scan, Stream};
//!
//! /// Two bytes, the first of them 0x81.
//! struct Pairs;
//! impl Framing for Pairs {
//!     const LONGEST: usize = 2;
//!     fn scan(bytes: &[u8]) -> Scan {
//!         match bytes {
//!             [0x81, _, ..] => Scan::Frame(2),
//!             [0x81] => Scan::Incomplete,
//!             _ => Scan::Garbage,
//!         }
//!     }
//! }
//!
//! let mut stream = Stream::<Pairs>::new();
//! let mut frames = Vec::new();
//! for notification in [&[0x81][..], &[0x07, 0x00, 0x81], &[0x09]] {
//!     stream.push(notification, |piece| {
//!         if let Piece::Frame(frame) = piece {
//!             frames.push(frame.to_vec());
//!         }
//!     });
//! }
//! assert_eq!(frames, [[0x81, 0x07], [0x81, 0x09]]);
//! ```

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

/// What the bytes at the front of a stream are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scan {
    /// A whole frame of so many bytes, at least 1.
    Frame(usize),
    /// Not the beginning of a frame: the first byte is garbage.
    Garbage,
    /// Perhaps the beginning of a frame; more bytes decide.
    Incomplete,
}

/// What a frame of one protocol looks like.
///
/// `scan` must be a function of the bytes of the frame alone: once it has said `Frame` or `Garbage` for some bytes, it
/// says the same with more bytes behind them. It says `Incomplete` only for fewer than [`LONGEST`](Self::LONGEST) bytes.
pub trait Framing {
    /// Bytes of the longest frame; bounds the memory that a stream takes.
    const LONGEST: usize;

    /// Judges the front of `bytes`, which holds at least one byte.
    fn scan(bytes: &[u8]) -> Scan;
}

/// Judges a frame that says itself how long it is: whole and right, not whole yet, or no frame.
pub(crate) fn sized(bytes: &[u8], needed: usize, longest: usize, right: impl Fn(&[u8]) -> bool) -> Scan {
    if needed == 0 || needed > longest {
        return Scan::Garbage;
    }
    match bytes.get(..needed) {
        None => Scan::Incomplete,
        Some(frame) if right(frame) => Scan::Frame(needed),
        Some(_) => Scan::Garbage,
    }
}

/// What a stream hands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece<'a> {
    /// A whole frame.
    Frame(&'a [u8]),
    /// So many bytes before the next frame, or before the end, belonged to none.
    Skipped(usize),
}

/// The frames of a stream of bytes.
pub struct Stream<F> {
    /// Bytes from the first that is not decided on; fewer than `F::LONGEST` between two calls.
    pending: Vec<u8>,
    skipped: usize,
    framing: PhantomData<F>,
}

impl<F: Framing> Stream<F> {
    /// A stream before its first byte.
    pub const fn new() -> Self {
        Self { pending: Vec::new(), skipped: 0, framing: PhantomData }
    }

    /// Takes the bytes of one notification and hands out what they complete, in order.
    pub fn push(&mut self, bytes: &[u8], mut each: impl FnMut(Piece<'_>)) {
        if self.pending.is_empty() {
            let used = self.take(bytes, false, &mut each);
            self.pending.extend_from_slice(bytes.get(used..).unwrap_or_default());
            return;
        }
        // Only as much as may complete the frame that is pending is copied; the rest is read in place.
        let mut rest = bytes;
        while !rest.is_empty() && !self.pending.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(F::LONGEST));
            let mut pending = core::mem::take(&mut self.pending);
            let before = pending.len();
            pending.extend_from_slice(head);
            let used = self.take(&pending, false, &mut each);
            if used >= before {
                // All that was pending is decided: go on in the caller's bytes.
                rest = rest.get(used - before..).unwrap_or_default();
                pending.clear();
            } else {
                pending.drain(..used);
                rest = tail;
            }
            self.pending = pending;
        }
        if self.pending.is_empty() {
            let used = self.take(rest, false, &mut each);
            self.pending.extend_from_slice(rest.get(used..).unwrap_or_default());
        }
    }

    /// Ends the stream, as when the link is lost: what waits for more bytes is looked through for whole frames.
    ///
    /// The stream is as new then.
    pub fn finish(&mut self, mut each: impl FnMut(Piece<'_>)) {
        let pending = core::mem::take(&mut self.pending);
        self.take(&pending, true, &mut each);
        self.tell_skipped(&mut each);
    }

    /// How many bytes wait for more.
    pub fn pending(&self) -> usize {
        self.pending.len()
    }

    /// Hands out what is decided at the front of `bytes` and says how many bytes that took.
    fn take(&mut self, bytes: &[u8], last: bool, each: &mut impl FnMut(Piece<'_>)) -> usize {
        let mut at = 0;
        while let Some(front) = bytes.get(at..).filter(|front| !front.is_empty()) {
            match F::scan(front) {
                Scan::Frame(length) => {
                    let Some(frame) = front.get(..length.max(1)) else { break };
                    self.tell_skipped(each);
                    each(Piece::Frame(frame));
                    at += frame.len();
                }
                Scan::Incomplete if !last && front.len() < F::LONGEST => break,
                Scan::Incomplete | Scan::Garbage => {
                    self.skipped += 1;
                    at += 1;
                }
            }
        }
        at
    }

    fn tell_skipped(&mut self, each: &mut impl FnMut(Piece<'_>)) {
        if self.skipped > 0 {
            each(Piece::Skipped(core::mem::take(&mut self.skipped)));
        }
    }
}

impl<F: Framing> Default for Stream<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F> fmt::Debug for Stream<F> {
    /// Sizes only: the bytes are somebody's readings.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("pending", &self.pending.len())
            .field("skipped", &self.skipped)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    /// 0xAA, a length of 0 to 8, so many bytes, their sum.
    struct Lengths;

    impl Framing for Lengths {
        const LONGEST: usize = 11;

        fn scan(bytes: &[u8]) -> Scan {
            match bytes {
                [0xAA, length, ..] if *length > 8 => Scan::Garbage,
                [0xAA, length, body @ ..] => {
                    let length = usize::from(*length);
                    match (body.get(..length), body.get(length)) {
                        (Some(data), Some(sum)) => {
                            let right = data.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) == *sum;
                            if right { Scan::Frame(length + 3) } else { Scan::Garbage }
                        }
                        _ => Scan::Incomplete,
                    }
                }
                [0xAA] => Scan::Incomplete,
                _ => Scan::Garbage,
            }
        }
    }

    /// What a stream hands out, with frames copied.
    #[derive(Debug, PartialEq, Eq)]
    enum Seen {
        Frame(Vec<u8>),
        Skipped(usize),
    }

    fn pieces(notifications: &[&[u8]]) -> Vec<Seen> {
        let mut stream = Stream::<Lengths>::new();
        let mut seen = Vec::new();
        let mut note = |piece: Piece<'_>| {
            seen.push(match piece {
                Piece::Frame(frame) => Seen::Frame(frame.to_vec()),
                Piece::Skipped(count) => Seen::Skipped(count),
            });
        };
        for notification in notifications {
            stream.push(notification, &mut note);
            assert!(stream.pending() < Lengths::LONGEST);
        }
        stream.finish(&mut note);
        assert_eq!(stream.pending(), 0);
        seen
    }

    #[test]
    fn every_cut_of_a_stream_gives_the_same() {
        // Garbage, a frame, a frame that looks longer than it is and hides another, a cut one at the end.
        let bytes = [
            1, 2, 0xAA, 2, 5, 6, 11, 0xAA, 0, 0, 0xAA, 8, 0xAA, 1, 7, 7, 0xAA, 9, 3, 0xAA, 1, 4, 4, 0xAA, 3,
            0xAA, 0, 0,
        ];
        let whole = pieces(&[&bytes]);
        assert_eq!(whole.iter().filter(|piece| matches!(piece, Seen::Frame(_))).count(), 5);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(pieces(&single), whole);
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let cut = [&bytes[..first], &bytes[first..second], &bytes[second..]];
                assert_eq!(pieces(&cut), whole, "{first} {second}");
            }
        }
    }

    #[test]
    fn a_frame_behind_a_cut_one_is_found_at_the_end() {
        assert_eq!(
            pieces(&[&[0xAA, 8, 0xAA, 1, 4, 4]]),
            vec![Seen::Skipped(2), Seen::Frame(vec![0xAA, 1, 4, 4])]
        );
        assert_eq!(pieces(&[&[0xAA, 8], &[]]), vec![Seen::Skipped(2)]);
        assert_eq!(pieces(&[]), vec![]);
    }
}
