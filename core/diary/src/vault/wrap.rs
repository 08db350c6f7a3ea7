//! A 32-byte secret encrypted under another key, and the keys derived for it.

use chacha20poly1305::aead::{Aead, AeadInOut, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::ports::{Entropy, NoEntropy};

use super::secret::Secret;
use crate::id::Hex;

const NONCE: usize = 24;
const TAG: usize = 16;
/// Bytes of a wrapped secret.
pub(crate) const WRAPPED: usize = NONCE + 32 + TAG;

/// What an opening attempt failed with: the key, the associated data or the bytes are not those of the wrapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotOpened;

/// A secret under XChaCha20-Poly1305: nonce (24 bytes), ciphertext (32), tag (16), in hexadecimal.
///
/// The 192-bit nonce is random: it never repeats by chance, however often a household's keys are wrapped again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Wrapped(Hex<WRAPPED>);

impl Wrapped {
    pub(crate) fn seal(
        key: &Secret<32>,
        associated: &[u8],
        secret: &Secret<32>,
        entropy: &dyn Entropy,
    ) -> Result<Self, NoEntropy> {
        let mut nonce = [0; NONCE];
        entropy.fill(&mut nonce)?;
        let message = Payload { msg: secret.expose(), aad: associated };
        let sealed = XChaCha20Poly1305::new(key.expose().into()).encrypt(&XNonce::from(nonce), message);
        // The cipher refuses only messages beyond 256 GiB (RFC 8439, 2.8); 32 bytes always fit.
        let sealed = sealed.unwrap_or_else(|_| unreachable!("XChaCha20-Poly1305 takes 32 bytes"));
        let mut bytes = [0; WRAPPED];
        for (place, byte) in bytes.iter_mut().zip(nonce.into_iter().chain(sealed)) {
            *place = byte;
        }
        Ok(Self(Hex(bytes)))
    }

    pub(crate) fn open(&self, key: &Secret<32>, associated: &[u8]) -> Result<Secret<32>, NotOpened> {
        let (nonce, rest) = self.0.0.split_at(NONCE);
        let (text, tag) = rest.split_at(32);
        let nonce = XNonce::try_from(nonce).map_err(|_| NotOpened)?;
        let tag = chacha20poly1305::Tag::try_from(tag).map_err(|_| NotOpened)?;
        Secret::try_fill(|secret| {
            secret.copy_from_slice(text);
            XChaCha20Poly1305::new(key.expose().into())
                .decrypt_inout_detached(&nonce, associated, secret.as_mut_slice().into(), &tag)
                .map_err(|_| NotOpened)
        })
    }

    /// Nonce, ciphertext and tag.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0.0
    }

    /// What [`Wrapped::bytes`] gave, kept elsewhere than in a key file.
    pub(crate) const fn from_bytes(bytes: [u8; WRAPPED]) -> Self {
        Self(Hex(bytes))
    }
}

/// Associated data: a label, then each part, all preceded by their length (4 bytes, big-endian).
///
/// The lengths make it impossible for two different lists of parts to give the same bytes.
pub(crate) fn associated(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in core::iter::once(&label.as_bytes()).chain(parts) {
        bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

/// HKDF-SHA256 (RFC 5869) of `secret` with `salt`, for the purpose that `info` names.
pub(crate) fn derive(secret: &[u8], salt: &[u8], info: &str) -> Secret<32> {
    let derived =
        Secret::try_fill(|key| Hkdf::<Sha256>::new(Some(salt), secret).expand(info.as_bytes(), key));
    // HKDF-SHA256 refuses only more than 255 * 32 bytes (RFC 5869, 2.3); 32 always fit.
    derived.unwrap_or_else(|_| unreachable!("HKDF gives 32 bytes"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::Tape;
    use super::*;

    #[test]
    fn opens_only_with_the_same_key_data_and_bytes() {
        let (key, secret) = (Secret::take(&mut [1; 32]), Secret::take(&mut [2; 32]));
        let data = associated("test", &[b"a", b""]);
        let wrapped = Wrapped::seal(&key, &data, &secret, &Tape::new(1)).unwrap();
        assert_eq!(wrapped.open(&key, &data), Ok(secret));
        assert_eq!(wrapped.open(&Secret::take(&mut [3; 32]), &data), Err(NotOpened));
        assert_eq!(wrapped.open(&key, &associated("test", &[b"", b"a"])), Err(NotOpened));
        for bit in 0..WRAPPED * 8 {
            let mut other = wrapped.clone();
            other.0.0[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(other.open(&key, &data), Err(NotOpened), "bit {bit}");
        }
        assert!(Wrapped::seal(&key, &data, &Secret::take(&mut [2; 32]), &Tape::dry_after(1, 0)).is_err());
    }

    /// RFC 5869, A.3: no salt, no info; the first 32 bytes of the output.
    #[test]
    fn derives_as_hkdf_sha256_does() {
        let made = derive(&[0x0b; 22], &[], "");
        let known = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d";
        assert_eq!(data_encoding::HEXLOWER.encode(made.expose()), known);
        assert_ne!(made, derive(&[0x0b; 22], &[], "another purpose"));
        assert_ne!(made, derive(&[0x0b; 22], &[1], ""));
    }
}
