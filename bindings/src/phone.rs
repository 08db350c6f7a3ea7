//! A phone of a test's own: its clock and its randomness, so that a run can be done again to the byte.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use diary_core::ports::{Clock as CoreClock, Entropy, Now};
use diary_host::UNKNOWN_ZONE;
use diary_sim::scenario::SeededEntropy;

use crate::radio::Clocks;
use crate::watch::ListenerError;

/// The clock of a [`SimulatedPhone`]. Unlike a listener it is asked out of calls, on their thread: answer, and call nothing.
#[uniffi::export(with_foreign)]
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// Reads all clocks at once.
    ///
    /// # Errors
    /// Where it throws, the clocks show what they showed before.
    fn now(&self) -> Result<Clocks, ListenerError>;

    /// The name of the zone that the phone is set to (`Europe/London`).
    ///
    /// # Errors
    /// Where it throws, the phone is where it was.
    fn zone(&self) -> Result<String, ListenerError>;
}

/// A phone of a test's own. As long as it is there, whatever is made or opened with its state folder goes by its clock and draws its
/// randomness, which repeats for a seed and protects nothing; trying a passphrase costs as little as can be.
#[derive(Debug, uniffi::Object)]
pub struct SimulatedPhone {
    parts: Arc<Parts>,
}

/// What a phone gives to what runs on it.
#[derive(Debug, Clone)]
pub(crate) struct Parts {
    pub(crate) clock: Arc<dyn CoreClock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

/// The phones that are there, by their state folders.
static PHONES: Mutex<BTreeMap<String, Weak<Parts>>> = Mutex::new(BTreeMap::new());

#[uniffi::export]
impl SimulatedPhone {
    /// A phone that keeps its state in this folder; another one that was there makes room.
    #[uniffi::constructor]
    pub fn new(state_folder: String, clock: Arc<dyn Clock>, seed: u64) -> Arc<Self> {
        let last = Mutex::new((Now { wall_ms: 0, monotonic_ns: 0, boot: [0; 16] }, UNKNOWN_ZONE.to_owned()));
        let parts = Arc::new(Parts {
            clock: Arc::new(Asked { clock, last }),
            entropy: Arc::new(SeededEntropy::new(seed)),
        });
        let mut phones = PHONES.lock().unwrap_or_else(PoisonError::into_inner);
        phones.retain(|_, phone| phone.strong_count() > 0);
        phones.insert(state_folder, Arc::downgrade(&parts));
        Arc::new(Self { parts })
    }
}

impl SimulatedPhone {
    pub(crate) fn clock(&self) -> Arc<dyn CoreClock> {
        Arc::clone(&self.parts.clock)
    }
}

/// The phone that keeps its state in this folder.
pub(crate) fn at(state_folder: &str) -> Option<Parts> {
    let phones = PHONES.lock().unwrap_or_else(PoisonError::into_inner);
    phones.get(state_folder)?.upgrade().map(|parts| Parts::clone(&parts))
}

/// A clock of foreign code, and what it showed last.
#[derive(Debug)]
struct Asked {
    clock: Arc<dyn Clock>,
    last: Mutex<(Now, String)>,
}

impl CoreClock for Asked {
    fn now(&self) -> Now {
        let asked = self.clock.now();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(clocks) = asked {
            last.0 = clocks.into();
        }
        last.0
    }

    fn zone(&self) -> String {
        let asked = self.clock.zone();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(zone) = asked {
            last.1 = zone;
        }
        last.1.clone()
    }
}
