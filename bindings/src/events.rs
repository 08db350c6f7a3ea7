//! What changes in a diary, told to whoever shows it.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use diary_core::diary::{Changed, Event, Events, Kind, Subscription};

use crate::diary::Diary;
use crate::error::DiaryError;
use crate::guard::guarded;
use crate::watch::ListenerError;

/// Hears what changes in a diary. Called from a thread of its own, one call at a time, after what is told was stored: it may take
/// as long as it likes, ask the household, end its subscription, or throw.
#[uniffi::export(with_foreign)]
pub trait ChangeListener: Send + Sync + std::fmt::Debug {
    /// Something changed.
    ///
    /// # Errors
    /// Whatever it throws is thrown away, and the next change is told all the same.
    fn changed(&self, change: DiaryChange) -> Result<(), ListenerError>;

    /// Nothing more is told: the subscription was ended, or the diary was shut, moved to a lock of its own or made anew; ask for
    /// another one then.
    ///
    /// # Errors
    /// Whatever it throws is thrown away.
    fn ended(&self) -> Result<(), ListenerError>;
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum DiaryChange {
    /// These entries were added, corrected, taken back or erased, or their media files were.
    Entries {
        /// The diary's revision once it was stored.
        revision: u64,
        /// The entries.
        entries: Vec<String>,
        /// The names of their kinds.
        kinds: Vec<String>,
        /// The days that they were on before or are on now.
        days: Vec<String>,
        /// Whether one of them is or was on no known day.
        without_day: bool,
    },
    /// More changed than is told one by one: ask for everything that shows.
    LookAgain,
}

impl DiaryChange {
    fn of(event: Event) -> Self {
        match event {
            Event::LookAgain => Self::LookAgain,
            Event::Changed(Changed { revision, entries, kinds, days, without_day }) => Self::Entries {
                revision,
                entries: entries.iter().map(ToString::to_string).collect(),
                kinds: kinds
                    .iter()
                    .filter_map(|kind| Kind::by_number(*kind))
                    .map(|kind| kind.name.to_owned())
                    .collect(),
                days: days.iter().map(ToString::to_string).collect(),
                without_day,
            },
        }
    }
}

/// Keeps a listener told; let go of, or ended, it is not told any more.
#[derive(Debug, uniffi::Object)]
pub struct ChangeSubscription {
    core: Mutex<Option<Subscription>>,
}

#[uniffi::export]
impl ChangeSubscription {
    /// Ends it; what was on its way may still be told. Ending twice is as good as once, and it may be ended by its own listener.
    pub fn end(&self) {
        let taken = self.core.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(taken);
    }
}

#[uniffi::export]
impl Diary {
    /// Tells a listener what changes from now on, until the subscription is let go of.
    ///
    /// # Errors
    /// [`DiaryError::Shut`]; [`DiaryError::System`] where the system gives no thread.
    pub fn subscribe(
        &self,
        listener: Arc<dyn ChangeListener>,
    ) -> Result<Arc<ChangeSubscription>, DiaryError> {
        self.with(|_, diary| {
            let (subscription, events) = diary.subscribe();
            // The thread has the queue and nothing of the diary: it keeps no file and no key.
            thread::Builder::new()
                .name("diary-changes".to_owned())
                .spawn(move || tell(&events, &*listener))
                .map_err(|error| DiaryError::System(format!("no thread ({}); try again", error.kind())))?;
            Ok(Arc::new(ChangeSubscription { core: Mutex::new(Some(subscription)) }))
        })
    }
}

fn tell(events: &Events, listener: &dyn ChangeListener) {
    while let Some(event) = events.next() {
        let _ = guarded(|| Ok(listener.changed(DiaryChange::of(event))));
    }
    let _ = guarded(|| Ok(listener.ended()));
}
