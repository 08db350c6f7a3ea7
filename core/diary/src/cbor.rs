//! CBOR (RFC 8949) for what is stored: definite lengths, numbered fields, unknown later fields skipped.

use zeroize::Zeroizing;

/// Encodes into memory.
#[expect(
    clippy::expect_used,
    reason = "a Vec takes every byte, and no stored type has an encoder that can refuse"
)]
pub(crate) fn encode(value: &impl minicbor::Encode<()>) -> Vec<u8> {
    minicbor::to_vec(value).expect("encoding into memory cannot fail")
}

/// Encodes what has keys in it: the bytes are wiped when dropped, and stand in one place from the start.
///
/// A vector that grows leaves its earlier bytes behind in freed memory.
#[expect(clippy::expect_used, reason = "as above")]
pub(crate) fn encode_secret(value: &impl minicbor::Encode<()>) -> Zeroizing<Vec<u8>> {
    let mut length = Length(0);
    minicbor::encode(value, &mut length).expect("counting cannot fail");
    let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
    minicbor::encode(value, &mut *bytes).expect("encoding into memory cannot fail");
    bytes
}

/// Counts what is written into it.
struct Length(usize);

impl minicbor::encode::Write for Length {
    type Error = core::convert::Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Self::Error> {
        self.0 = self.0.saturating_add(bytes.len());
        Ok(())
    }
}

/// Decodes what was stored; `None` if it is of another form, or if bytes are left over.
pub(crate) fn decode<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}
