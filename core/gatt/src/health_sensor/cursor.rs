//! Taking fields of any length off the front of an observation.

use crate::error::{DecodeError, DecodeErrorKind};

/// The bytes that are left, and where they begin in the whole.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    /// Starts on `bytes`, which begin at offset `at` of the whole.
    pub(super) const fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { rest: bytes, at }
    }

    /// The bytes that are left.
    pub(super) const fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// A cursor over `bytes`, which begin where this one stands.
    pub(super) const fn within(self, bytes: &'a [u8]) -> Self {
        Self { rest: bytes, at: self.at }
    }

    /// The next `length` bytes, which hold the field of that name.
    pub(super) fn take(&mut self, length: usize, field: &'static str) -> Result<&'a [u8], DecodeError> {
        let Some((taken, rest)) = self.rest.split_at_checked(length) else {
            let (needed, got) = (self.at.saturating_add(length), self.at + self.rest.len());
            let kind = DecodeErrorKind::ShorterThanFlags { field, needed, got };
            return Err(DecodeError { kind, at: self.at });
        };
        self.rest = rest;
        self.at += length;
        Ok(taken)
    }

    /// The next `N` bytes.
    pub(super) fn word<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        let taken = self.take(N, field)?;
        // `take` gives exactly `N` bytes.
        Ok(taken.first_chunk().copied().unwrap_or([0; N]))
    }

    /// The bytes from here to where `each` has been passed `count` times.
    pub(super) fn counted(
        &mut self,
        count: u8,
        mut each: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<&'a [u8], DecodeError> {
        let mut end = *self;
        for _ in 0..count {
            each(&mut end)?;
        }
        self.take(end.at - self.at, "list")
    }
}
