//! Sealing and opening one piece: STREAM over XChaCha20-Poly1305, filled up so that its size tells little.

use aead_stream::{NewStream as _, Nonce, StreamBE32, StreamPrimitive as _};
use chacha20poly1305::XChaCha20Poly1305;
use zeroize::Zeroizing;

use super::keys::Sealing;
use crate::vault::Secret;

/// Plain bytes of a chunk: 64 KiB.
const CHUNK: usize = 1 << 16;
const TAG: usize = 16;
/// The length that stands before the content.
const LENGTH: usize = 8;
/// The largest sealed piece that is written or read: 64 MiB.
pub(super) const LARGEST: u64 = 64 << 20;

type Stream = StreamBE32<XChaCha20Poly1305>;

/// A zero nonce: a key seals one content and no other.
fn stream(key: &Secret<32>) -> Stream {
    Stream::new(key.expose().into(), &Nonce::<XChaCha20Poly1305, Stream>::default())
}

/// The content behind its length, with zeros up to the next step: 256 bytes, from 32 KiB on a sixty-fourth to a
/// hundred-and-twenty-eighth of the whole.
pub(super) fn filled(content: &[u8]) -> Zeroizing<Vec<u8>> {
    let whole = LENGTH + content.len();
    let step = (whole.next_power_of_two() / 128).max(256);
    let size = whole.next_multiple_of(step);
    let mut plain = Zeroizing::new(Vec::with_capacity(size));
    plain.extend_from_slice(&(content.len() as u64).to_be_bytes());
    plain.extend_from_slice(content);
    plain.resize(size, 0);
    plain
}

/// The content of what [`filled`] gave.
pub(super) fn content(plain: &[u8]) -> Option<&[u8]> {
    let (length, rest) = plain.split_first_chunk::<LENGTH>()?;
    rest.get(..usize::try_from(u64::from_be_bytes(*length)).ok()?)
}

/// The size of a sealed piece.
pub(super) fn sealed_size(plain: usize) -> u64 {
    (plain + plain.div_ceil(CHUNK).max(1) * TAG) as u64
}

/// Seals the plain bytes, chunk by chunk; `before` stands in front of them, in the open.
pub(super) fn seal(sealing: &Sealing, before: &[u8], plain: &[u8]) -> Vec<u8> {
    let stream = stream(&sealing.key);
    let mut sealed = Vec::with_capacity(before.len() + plain.len() + plain.len() / CHUNK * TAG + TAG);
    sealed.extend_from_slice(before);
    let mut chunk = Zeroizing::new(Vec::with_capacity(CHUNK + TAG));
    let mut chunks = (0_u32..).zip(plain.chunks(CHUNK)).peekable();
    while let Some((number, bytes)) = chunks.next() {
        chunk.clear();
        chunk.extend_from_slice(bytes);
        let last = chunks.peek().is_none();
        let done = stream.encrypt_in_place(number, last, &sealing.associated, &mut *chunk);
        // The cipher refuses only messages beyond 256 GiB (RFC 8439, 2.8).
        done.unwrap_or_else(|_| unreachable!("XChaCha20-Poly1305 takes a chunk"));
        sealed.extend_from_slice(&chunk);
    }
    sealed
}

/// Opens what [`seal`] made, without what stood in front.
pub(super) fn open(sealing: &Sealing, sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let stream = stream(&sealing.key);
    let mut plain = Zeroizing::new(Vec::with_capacity(sealed.len()));
    let mut chunk = Zeroizing::new(Vec::with_capacity(CHUNK + TAG));
    let mut chunks = (0_u32..).zip(sealed.chunks(CHUNK + TAG)).peekable();
    while let Some((number, bytes)) = chunks.next() {
        chunk.clear();
        chunk.extend_from_slice(bytes);
        let last = chunks.peek().is_none();
        stream.decrypt_in_place(number, last, &sealing.associated, &mut *chunk).ok()?;
        plain.extend_from_slice(&chunk);
    }
    (!plain.is_empty()).then_some(plain)
}
