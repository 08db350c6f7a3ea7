//! Key bytes and passphrases: wiped when dropped, never printed, compared in constant time.

use core::fmt;

use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::ports::{Entropy, NoEntropy};

use super::error::VaultError;
use super::strength;

/// The fewest characters (Unicode scalar values) of a new passphrase.
///
/// Eight is the least that NIST SP 800-63B, 3.1.1.2 allows for a memorised secret; what protects a copied folder is
/// still how hard the passphrase is to guess.
pub const SHORTEST_PASSPHRASE: usize = 8;

/// `N` secret bytes.
///
/// They live on the heap, so that moving the value leaves no copy on the stack, and are overwritten when it is
/// dropped. There is no `Clone`: a copy is asked for by name with [`Secret::duplicate`].
pub struct Secret<const N: usize>(Box<[u8; N]>);

impl<const N: usize> Secret<N> {
    /// Takes `bytes` over and wipes what the caller held.
    pub fn take(bytes: &mut [u8; N]) -> Self {
        let secret = Self(Box::new(*bytes));
        bytes.zeroize();
        secret
    }

    /// Fresh random bytes.
    ///
    /// # Errors
    /// [`NoEntropy`] from the source.
    pub fn random(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        Self::try_fill(|bytes| entropy.fill(bytes))
    }

    /// What `write` puts in place, without a detour over the stack.
    pub(crate) fn try_fill<E>(write: impl FnOnce(&mut [u8; N]) -> Result<(), E>) -> Result<Self, E> {
        let mut secret = Self(Box::new([0; N]));
        write(&mut secret.0)?;
        Ok(secret)
    }

    /// The bytes themselves; do not keep them.
    pub fn expose(&self) -> &[u8; N] {
        &self.0
    }

    /// A second copy, for a place that has to own one.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<const N: usize> Drop for Secret<N> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<const N: usize> PartialEq for Secret<N> {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_slice().ct_eq(other.0.as_slice()).into()
    }
}

impl<const N: usize> Eq for Secret<N> {}

impl<const N: usize> fmt::Debug for Secret<N> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(..)")
    }
}

/// A passphrase as it was typed.
///
/// The bytes are taken as they come, in UTF-8 from every keyboard: nothing is trimmed, folded or normalised. The same
/// letters composed differently (`é` as one code point or as two) are therefore different passphrases.
pub struct Passphrase(Zeroizing<Vec<u8>>);

impl Passphrase {
    /// A passphrase to try on an existing slot; any length.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// Checks that this is long enough, and hard enough to guess, for a new slot.
    ///
    /// Counts Unicode scalar values, or bytes where the text is not UTF-8; such bytes are taken whatever they are, because
    /// nothing is known of how people choose them.
    ///
    /// # Errors
    /// [`VaultError::PassphraseTooShort`] under [`SHORTEST_PASSPHRASE`] characters; [`VaultError::WeakPassphrase`] under
    /// [`super::strength::FEWEST_GUESSES_LOG10`].
    pub fn check_new(&self) -> Result<(), VaultError> {
        let text = core::str::from_utf8(&self.0).ok();
        if text.map_or(self.0.len(), |text| text.chars().count()) < SHORTEST_PASSPHRASE {
            return Err(VaultError::PassphraseTooShort);
        }
        text.and_then(strength::weakness).map_or(Ok(()), |weak| Err(VaultError::WeakPassphrase(weak)))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Passphrase(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::Weakness;

    #[test]
    fn a_secret_never_prints_itself() {
        let mut bytes = *b"planted!";
        let secret = Secret::take(&mut bytes);
        assert_eq!(format!("{secret:?} {:?}", Passphrase::new("planted!")), "Secret(..) Passphrase(..)");
        assert_eq!(bytes, [0; 8], "the caller's copy is wiped");
        assert_eq!(secret, secret.duplicate());
        assert_ne!(secret, Secret::take(&mut [1; 8]));
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(Passphrase::new("grüße12").check_new(), Err(VaultError::PassphraseTooShort));
        assert_eq!(
            Passphrase::new("grüße1&K").check_new(),
            Err(VaultError::WeakPassphrase(Weakness::Guessable))
        );
        assert_eq!(Passphrase::new("ж9ю#Qß2ëñ7").check_new(), Ok(()));
        assert_eq!(Passphrase::new("").check_new(), Err(VaultError::PassphraseTooShort));
        assert_eq!(Passphrase::new(vec![0xff; 7]).check_new(), Err(VaultError::PassphraseTooShort));
        assert_eq!(Passphrase::new(vec![0xff; 8]).check_new(), Ok(()));
    }
}
