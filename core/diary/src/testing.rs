//! A clock that stands still and a random source with a seed, for this crate's own tests.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::ports::{Clock, Entropy, NoEntropy, Now};

/// Whether searches may take minutes.
pub(crate) fn long() -> bool {
    std::env::var_os("DIARY_LONG").is_some_and(|value| value == "1")
}

/// A clock that moves only when told to.
#[derive(Debug)]
pub(crate) struct FixedClock {
    wall_ms: AtomicI64,
    zone: Mutex<String>,
}

impl FixedClock {
    pub(crate) fn new(wall_ms: i64, zone: &str) -> Self {
        Self { wall_ms: AtomicI64::new(wall_ms), zone: Mutex::new(zone.to_owned()) }
    }

    pub(crate) fn advance_ms(&self, by: i64) {
        self.wall_ms.fetch_add(by, Ordering::Relaxed);
    }

    pub(crate) fn travel(&self, zone: &str) {
        zone.clone_into(&mut self.zone.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Now {
        let wall_ms = self.wall_ms.load(Ordering::Relaxed);
        Now { wall_ms, monotonic_ns: u64::try_from(wall_ms).unwrap_or(0) * 1_000_000, boot: [1; 16] }
    }

    fn zone(&self) -> String {
        self.zone.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Random-looking bytes that repeat for a seed.
#[derive(Debug)]
pub(crate) struct SeededEntropy {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededEntropy {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        for chunk in out.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_be_bytes());
            hash.update(self.drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            let block: [u8; 32] = hash.finalize().into();
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}
