//! Taking fields off the front of a frame, one after the other.

use crate::error::{DecodeError, DecodeErrorKind};

/// A frame being read: the mandatory part first, then the fields that its flags announce.
///
/// The first announced field that does not fit ends the reading, so that bytes of a cut field are never taken for a
/// later, shorter one.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    len: usize,
    cut: Option<DecodeError>,
}

impl<'a> Reader<'a> {
    /// Starts on `bytes`, whose mandatory part takes `mandatory` bytes.
    #[inline]
    pub(crate) fn new(bytes: &'a [u8], mandatory: usize) -> Result<Self, DecodeError> {
        let got = bytes.len();
        if got < mandatory {
            return Err(DecodeError { kind: DecodeErrorKind::TooShort { needed: mandatory, got }, at: got });
        }
        Ok(Self { rest: bytes, len: got, cut: None })
    }

    /// The next field of the mandatory part.
    #[inline]
    pub(crate) fn mandatory<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let at = self.len - self.rest.len();
        let Some((field, rest)) = self.rest.split_first_chunk::<N>() else {
            return Err(DecodeError {
                kind: DecodeErrorKind::TooShort { needed: at + N, got: self.len },
                at: self.len,
            });
        };
        self.rest = rest;
        Ok(*field)
    }

    /// The next field, if the flags announce it and the frame holds all of it.
    #[inline]
    pub(crate) fn announced<const N: usize>(
        &mut self,
        announced: bool,
        field: &'static str,
    ) -> Option<[u8; N]> {
        if !announced || self.cut.is_some() {
            return None;
        }
        let at = self.len - self.rest.len();
        if let Some((bytes, rest)) = self.rest.split_first_chunk::<N>() {
            self.rest = rest;
            return Some(*bytes);
        }
        let kind = DecodeErrorKind::ShorterThanFlags { field, needed: at + N, got: self.len };
        self.cut = Some(DecodeError { kind, at });
        None
    }

    /// Bytes after the last field that was read, and the cut, if there was one.
    #[inline]
    pub(crate) fn finish(self) -> (&'a [u8], Option<DecodeError>) {
        (self.rest, self.cut)
    }
}
