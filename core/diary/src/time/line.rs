//! Short texts of a fixed form, put together digit by digit: the formatting machinery takes several times as long.

use core::fmt;

/// Room for the longest: `2026-10-25T01:30:00.250-00:44:30`.
const ROOM: usize = 40;

/// A text that grows by ASCII letters.
#[derive(Debug)]
pub(super) struct Line {
    bytes: [u8; ROOM],
    length: usize,
}

impl Line {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; ROOM], length: 0 }
    }

    /// Adds some letters.
    pub(super) fn push<const N: usize>(&mut self, letters: [u8; N]) {
        if let Some(room) = self.bytes.get_mut(self.length..).and_then(|room| room.first_chunk_mut::<N>()) {
            *room = letters;
            self.length += N;
        }
    }

    /// Adds a number below 100 with two digits, after a letter.
    pub(super) fn two(&mut self, before: u8, number: u8) {
        self.push([before, b'0' + number / 10 % 10, b'0' + number % 10]);
    }

    /// Adds a number below 10000 with four digits.
    pub(super) fn four(&mut self, number: u16) {
        let digit = |unit: u16| b'0' + u8::try_from(number / unit % 10).unwrap_or_default();
        self.push([digit(1000), digit(100), digit(10), digit(1)]);
    }

    /// Adds a number below 1000 with three digits, after a point.
    pub(super) fn thousandths(&mut self, number: u16) {
        let digit = |unit: u16| b'0' + u8::try_from(number / unit % 10).unwrap_or_default();
        self.push([b'.', digit(100), digit(10), digit(1)]);
    }

    pub(super) fn as_str(&self) -> &str {
        let written = self.bytes.get(..self.length).unwrap_or_default();
        core::str::from_utf8(written).unwrap_or_default()
    }

    /// Hands the text on as it is.
    pub(super) fn show(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
