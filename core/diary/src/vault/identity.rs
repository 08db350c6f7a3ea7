//! Keyed identities: knowing a record again without saying anything about it.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// HMAC-SHA256 of a record under a file's own key, its first 128 bits.
///
/// Recognises the same record again; tells nothing to someone who lacks the key, and gives records of two files
/// nothing in common.
#[expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "HMAC takes a key of any length (RFC 2104)"
)]
pub fn keyed_identity(key: &[u8], record: &[u8]) -> [u8; 16] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(b"health-diary/identity/1");
    mac.update(record);
    let full: [u8; 32] = mac.finalize().into_bytes().into();
    let mut identity = [0; 16];
    identity.iter_mut().zip(full).for_each(|(short, long)| *short = long);
    identity
}
