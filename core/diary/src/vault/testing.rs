//! Random sources that a test owns.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

use crate::ports::{Entropy, NoEntropy};

/// A repeatable stream of bytes that runs dry after `left` calls.
#[derive(Debug)]
pub(super) struct Tape(Mutex<(u64, usize)>);

impl Tape {
    pub(super) fn new(seed: u64) -> Self {
        Self::dry_after(seed, usize::MAX)
    }

    pub(super) fn dry_after(seed: u64, calls: usize) -> Self {
        Self(Mutex::new((seed << 32, calls)))
    }
}

impl Entropy for Tape {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        let mut state = self.0.lock().unwrap();
        state.1 = state.1.checked_sub(1).ok_or(NoEntropy)?;
        for chunk in out.chunks_mut(32) {
            state.0 += 1;
            chunk.copy_from_slice(&Sha256::digest(state.0.to_be_bytes())[..chunk.len()]);
        }
        Ok(())
    }
}

/// A broken source that says one byte for ever.
#[derive(Debug)]
pub(super) struct Stuck(pub(super) u8);

impl Entropy for Stuck {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        out.fill(self.0);
        Ok(())
    }
}
