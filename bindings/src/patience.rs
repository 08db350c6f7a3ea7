//! Who guesses at a secret on the phone itself waits longer and longer.
//!
//! Counted in memory, for each lock: whoever has a copy of a folder is slowed by the cost of a passphrase alone.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use diary_core::id::PersonId;
use diary_core::ports::Clock;
use diary_core::vault::{Attempts, Tried};

use crate::error::DiaryError;

/// Something that a secret opens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lock {
    /// A household or a backup, by where it lies.
    Place(String),
    /// A lock of one's own in the household that lies there: whose, and whether of what is sealed.
    Own(String, PersonId, bool),
}

/// Wrong secrets in a row, by what they were to open.
static TRIES: Mutex<BTreeMap<Lock, Attempts>> = Mutex::new(BTreeMap::new());

fn tries() -> MutexGuard<'static, BTreeMap<Lock, Attempts>> {
    TRIES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn real(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    real.to_string_lossy().into_owned()
}

impl Lock {
    /// The lock of what lies in a folder, by whatever path.
    pub(crate) fn at(folder: &Path) -> Self {
        Self::Place(real(folder))
    }

    /// A lock of somebody's own in the household that lies in a folder.
    pub(crate) fn own(folder: &Path, person: PersonId, sealed: bool) -> Self {
        Self::Own(real(folder), person, sealed)
    }

    /// Tries a secret, unless it is too early after wrong ones. No lock is held meanwhile: what has begun counts.
    pub(crate) fn tried<T>(
        &self,
        clock: &dyn Clock,
        work: impl FnOnce() -> Result<T, DiaryError>,
    ) -> Result<T, DiaryError> {
        let now = clock.now();
        let attempt = tries().entry(self.clone()).or_default().begin(now)?;
        // A panic is no guess, and would count as one for ever.
        let done = crate::guard::guarded(work);
        let now = clock.now();
        let outcome = match &done {
            Ok(_) => Tried::Right,
            Err(DiaryError::WrongSecret(_)) => Tried::Wrong,
            Err(_) => Tried::NoGuess,
        };
        let mut tries = tries();
        tries.entry(self.clone()).or_default().end(attempt, outcome, now);
        tries.retain(|_, attempts| attempts.failures() > 0);
        done
    }

    /// Milliseconds until the next try.
    pub(crate) fn wait_ms(&self, clock: &dyn Clock) -> u64 {
        let now = clock.now();
        tries().get(self).map_or(0, |attempts| attempts.wait_ms(now))
    }
}
