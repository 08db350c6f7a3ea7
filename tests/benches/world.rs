//! What a bench of the diary needs: a clock, randomness and a diary file.

use std::path::Path;
use std::sync::Arc;

use diary_core::diary::Diary;
use diary_core::household::Outside;
use diary_core::id::{FileId, PersonId};
use diary_core::journal::{Journal, Writer};
use diary_core::ports::{Clock, Entropy, NoEntropy, Now};
use diary_core::time::Zones;
use diary_tests::readings::NOW_MS;

/// Of every file here.
pub(crate) const KEY: [u8; 32] = [7; 32];
pub(crate) const FILE: FileId = FileId::from_bytes([8; 16]);

#[derive(Debug)]
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Now {
        Now { wall_ms: NOW_MS, monotonic_ns: 1, boot: [1; 16] }
    }

    fn zone(&self) -> String {
        "Europe/London".to_owned()
    }
}

/// The system's own source, as a shell hands it in: its cost is part of what is measured.
#[derive(Debug)]
pub(crate) struct System;

impl Entropy for System {
    #[expect(clippy::disallowed_methods, reason = "a bench is a shell: it hands the system's randomness in")]
    fn fill(&self, out: &mut [u8]) -> Result<(), NoEntropy> {
        getrandom::fill(out).map_err(|_| NoEntropy)
    }
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    System.fill(&mut bytes).unwrap();
    bytes
}

/// What a household asks its shell for.
pub(crate) fn outside() -> Outside {
    Outside { clock: Arc::new(Standing), entropy: Arc::new(System), zones: Zones::built_in() }
}

fn journal() -> Journal {
    Journal::new(FILE, Arc::new(Writer::from_seed(&[1; 32])), Arc::new(Standing), Arc::new(System))
}

pub(crate) fn create(path: &Path) -> Diary {
    Diary::create(path, &KEY, PersonId::from_bytes([4; 16]), journal()).unwrap()
}

pub(crate) fn open(path: &Path) -> Diary {
    Diary::open(path, &KEY, journal()).unwrap()
}
