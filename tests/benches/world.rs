//! What a bench of the diary needs: a clock, randomness and a diary file.

use std::path::Path;
use std::sync::Arc;

use diary_core::diary::Diary;
use diary_core::household::Outside;
use diary_core::id::{FileId, PersonId};
use diary_core::journal::{Journal, Writer};
use diary_core::ports::{Clock, Now};
use diary_core::time::Zones;
use diary_host::SystemEntropy;
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

pub(crate) fn random<const N: usize>() -> [u8; N] {
    diary_host::random().unwrap()
}

/// What a household asks its shell for.
pub(crate) fn outside() -> Outside {
    Outside { clock: Arc::new(Standing), entropy: Arc::new(SystemEntropy), zones: Zones::built_in() }
}

fn journal() -> Journal {
    Journal::new(FILE, Arc::new(Writer::from_seed(&[1; 32])), Arc::new(Standing), Arc::new(SystemEntropy))
}

pub(crate) fn create(path: &Path) -> Diary {
    Diary::create(path, &KEY, PersonId::from_bytes([4; 16]), journal()).unwrap()
}

pub(crate) fn open(path: &Path) -> Diary {
    Diary::open(path, &KEY, journal()).unwrap()
}
