//! Chunks under STREAM, and where they lie in a file.

use aead_stream::{NewStream as _, Nonce, StreamBE32, StreamPrimitive as _};
use chacha20poly1305::XChaCha20Poly1305;

use crate::vault::Secret;

use super::error::{MediaError, Piece};
use super::header;

/// What each chunk grows by: the tag of Poly1305.
pub(super) const TAG: usize = 16;

/// The chunk did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotOpened;

type Stream = StreamBE32<XChaCha20Poly1305>;

/// STREAM's nonce is prefix (19 bytes) ‖ number of the chunk (4) ‖ 1 for the last one, else 0 (1). The prefix is zero:
/// every run has a random key of its own, so no two streams share one.
fn stream(key: &Secret<32>) -> Stream {
    Stream::new(key.expose().into(), &Nonce::<XChaCha20Poly1305, Stream>::default())
}

/// Encrypts a chunk in place; it is longer by [`TAG`] afterwards.
pub(super) fn seal(key: &Secret<32>, number: u32, last: bool, chunk: &mut Vec<u8>) {
    let sealed = stream(key).encrypt_in_place(number, last, b"", chunk);
    // The cipher refuses only messages beyond 256 GiB (RFC 8439, 2.8); a chunk has at most a mebibyte.
    sealed.unwrap_or_else(|_| unreachable!("XChaCha20-Poly1305 takes a chunk"));
}

/// Decrypts a chunk in place; `chunk` is empty where it does not open.
pub(super) fn open(key: &Secret<32>, number: u32, last: bool, chunk: &mut Vec<u8>) -> Result<(), NotOpened> {
    stream(key).decrypt_in_place(number, last, b"", chunk).map_err(|_| {
        chunk.clear();
        NotOpened
    })
}

/// How a finished file of a known length is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    /// Plain bytes of every chunk but the last.
    pub(super) chunk: u32,
    /// At least 1: an empty file has one empty chunk.
    pub(super) chunks: u32,
    /// Plain bytes of the whole file.
    pub(super) length: u64,
}

impl Layout {
    /// The layout of a finished file of `size` bytes, if there is one.
    pub(super) fn of(size: u64, chunk: u32) -> Result<Self, MediaError> {
        let body = size.checked_sub(header::SIZE as u64).ok_or(MediaError::CutShort)?;
        let chunks = body.div_ceil(u64::from(chunk) + TAG as u64);
        let before = chunks.checked_sub(1).ok_or(MediaError::CutShort)? * u64::from(chunk);
        // A last chunk of less than a tag: no writer ends a file so.
        let length = body.checked_sub(chunks * TAG as u64).filter(|length| *length >= before);
        let length = length.ok_or(MediaError::Damaged(Piece::End))?;
        let chunks = u32::try_from(chunks).map_err(|_| MediaError::Damaged(Piece::End))?;
        Ok(Self { chunk, chunks, length })
    }

    /// Plain bytes of a chunk.
    pub(super) fn plain(self, number: u32) -> usize {
        let start = u64::from(number) * u64::from(self.chunk);
        let rest = self.length.saturating_sub(start).min(u64::from(self.chunk));
        usize::try_from(rest).unwrap_or(usize::MAX)
    }

    /// Whether a chunk is the last.
    pub(super) fn is_last(self, number: u32) -> bool {
        number.checked_add(1) == Some(self.chunks)
    }
}

/// Where a chunk begins in its file.
pub(super) fn place(chunk: u32, number: u32) -> u64 {
    header::SIZE as u64 + u64::from(number) * (u64::from(chunk) + TAG as u64)
}
