//! A clock that stands still, a random source with a seed and a folder in memory, for this crate's own tests.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use crate::ports::{Clock, Entropy, Folder, FolderError, Listed, NoEntropy, Now, is_folder_name};

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

/// A folder of pieces in memory that counts its calls and can come to an end at any of them.
#[derive(Debug, Default)]
pub(crate) struct MemoryFolder {
    state: Mutex<Memory>,
}

#[derive(Debug, Default)]
struct Memory {
    pieces: BTreeMap<String, Vec<u8>>,
    calls: u64,
    written: u64,
    fault: Option<Fault>,
}

/// What happens from one call of a folder on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FolderFault {
    /// The call does nothing, and every later one fails: the process ends before it, or the folder is gone.
    Before,
    /// The call does what it should, and it and every later one fail.
    After,
    /// A write leaves half of the piece behind, and every later call fails.
    Torn,
    /// This call alone fails.
    Once(FolderError),
}

#[derive(Debug, Clone, Copy)]
struct Fault {
    at: u64,
    what: FolderFault,
}

impl MemoryFolder {
    pub(crate) fn of(pieces: BTreeMap<String, Vec<u8>>) -> Self {
        Self { state: Mutex::new(Memory { pieces, ..Memory::default() }) }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, Memory> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn pieces(&self) -> BTreeMap<String, Vec<u8>> {
        self.state().pieces.clone()
    }

    pub(crate) fn put(&self, name: &str, bytes: Option<Vec<u8>>) {
        let pieces = &mut self.state().pieces;
        match bytes {
            Some(bytes) => pieces.insert(name.to_owned(), bytes),
            None => pieces.remove(name),
        };
    }

    /// Calls so far.
    pub(crate) fn calls(&self) -> u64 {
        self.state().calls
    }

    /// Bytes written so far.
    pub(crate) fn written(&self) -> u64 {
        self.state().written
    }

    /// Makes the call of this number, counted from 0 and from now on, go wrong.
    pub(crate) fn fail(&self, at: u64, what: FolderFault) {
        let mut state = self.state();
        let at = state.calls + at;
        state.fault = Some(Fault { at, what });
    }

    /// A process that starts anew, on a folder that is well.
    pub(crate) fn heal(&self) {
        self.state().fault = None;
    }

    fn call<T>(
        &self,
        work: impl FnOnce(&mut Memory) -> Result<T, FolderError>,
        half: impl FnOnce(&mut Memory),
    ) -> Result<T, FolderError> {
        let gone = FolderError::Io(std::io::ErrorKind::Other);
        let mut state = self.state();
        let call = state.calls;
        state.calls += 1;
        match state.fault {
            Some(Fault { at, what }) if at == call => match what {
                FolderFault::Before => Err(gone),
                FolderFault::After => work(&mut state).and(Err(gone)),
                FolderFault::Torn => {
                    half(&mut state);
                    Err(gone)
                }
                FolderFault::Once(error) => Err(error),
            },
            Some(Fault { at, what }) if at < call && !matches!(what, FolderFault::Once(_)) => Err(gone),
            _ => work(&mut state),
        }
    }
}

impl Folder for MemoryFolder {
    fn list(&self) -> Result<Vec<Listed>, FolderError> {
        let listed =
            |(name, bytes): (&String, &Vec<u8>)| Listed { name: name.clone(), size: bytes.len() as u64 };
        self.call(|state| Ok(state.pieces.iter().map(listed).collect()), |_| ())
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        self.call(
            |state| {
                let bytes = state.pieces.get(name).ok_or(FolderError::Missing)?;
                let rest = usize::try_from(offset).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                let length = rest.len().min(out.len());
                out[..length].copy_from_slice(&rest[..length]);
                Ok(length)
            },
            |_| (),
        )
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        assert!(is_folder_name(name), "{name}");
        self.call(
            |state| {
                if state.pieces.contains_key(name) {
                    return Err(FolderError::Exists);
                }
                state.written += bytes.len() as u64;
                state.pieces.insert(name.to_owned(), bytes.to_vec());
                Ok(())
            },
            |state| {
                state.pieces.insert(name.to_owned(), bytes[..bytes.len() / 2].to_vec());
            },
        )
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        self.call(
            |state| {
                state.pieces.remove(name);
                Ok(())
            },
            |_| (),
        )
    }
}
