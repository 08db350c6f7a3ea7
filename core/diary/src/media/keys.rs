//! The keys under which the keys of media files are wrapped.

use core::fmt;

use crate::id::MediaKeyId;
use crate::ports::{Entropy, NoEntropy};
use crate::vault::Secret;

/// The media keys of one diary, the newest last: that one wraps what is begun now, the others only open.
///
/// A diary keeps them inside its own file, so that they move with it into another generation, household or backup, and
/// no media file has to be touched when the file's key changes.
#[derive(Default)]
pub struct MediaKeys(Vec<(MediaKeyId, Secret<32>)>);

impl MediaKeys {
    /// These keys with their names, the newest last.
    pub fn new(keys: Vec<(MediaKeyId, Secret<32>)>) -> Self {
        Self(keys)
    }

    /// One fresh key under a fresh random name.
    ///
    /// # Errors
    /// [`NoEntropy`] from the source.
    pub fn fresh(entropy: &dyn Entropy) -> Result<Self, NoEntropy> {
        Ok(Self(vec![(MediaKeyId::random(entropy)?, Secret::random(entropy)?)]))
    }

    /// The key to wrap with.
    pub(crate) fn newest(&self) -> Option<(MediaKeyId, &Secret<32>)> {
        self.0.last().map(|(name, key)| (*name, key))
    }

    /// The key with a name.
    pub(super) fn by_name(&self, name: MediaKeyId) -> Option<&Secret<32>> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, key)| key)
    }
}

impl fmt::Debug for MediaKeys {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}
