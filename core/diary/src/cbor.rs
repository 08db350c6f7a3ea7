//! CBOR (RFC 8949) for what is stored: definite lengths, numbered fields, unknown later fields skipped.

/// Encodes into memory.
#[expect(
    clippy::expect_used,
    reason = "a Vec takes every byte, and no stored type has an encoder that can refuse"
)]
pub(crate) fn encode(value: &impl minicbor::Encode<()>) -> Vec<u8> {
    minicbor::to_vec(value).expect("encoding into memory cannot fail")
}

/// Decodes what was stored; `None` if it is of another form, or if bytes are left over.
pub(crate) fn decode<T: for<'b> minicbor::Decode<'b, ()>>(bytes: &[u8]) -> Option<T> {
    let mut decoder = minicbor::Decoder::new(bytes);
    let value = decoder.decode().ok()?;
    (decoder.position() == bytes.len()).then_some(value)
}
