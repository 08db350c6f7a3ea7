//! Following a call that takes long, and stopping it.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use diary_core::ports::{Follow, Followed};

use crate::error::DiaryError;

/// Hears how far a call that takes long has come. Called from a thread of its own, one call at a time, while nothing waits for
/// it: it may take as long as it likes, ask the household, or throw.
#[uniffi::export(with_foreign)]
pub trait ProgressListener: Send + Sync + std::fmt::Debug {
    /// So much is done, of so much where that is known; bytes, or entries where entries are written. What came in between is
    /// left out where this takes long.
    ///
    /// # Errors
    /// Whatever it throws is thrown away.
    fn reached(&self, done: u64, total: Option<u64>) -> Result<(), ListenerError>;
}

/// What foreign code threw; nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
#[uniffi(flat_error)]
pub enum ListenerError {
    /// It threw.
    #[error("a listener threw; what it said was thrown away")]
    Threw,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for ListenerError {
    /// Without what it says.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Threw
    }
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, uniffi::Record)]
pub struct HowFar {
    /// So much is done; see [`ProgressListener::reached`].
    pub done: u64,
    /// Of so much, where that is known.
    pub total: Option<u64>,
}

/// Follows one call that takes long, from any thread, and stops it. Made anew for each call.
#[derive(Debug, uniffi::Object)]
pub struct Watch {
    shared: Arc<Shared>,
    listener: Option<Arc<dyn ProgressListener>>,
}

#[derive(Debug, Default)]
struct Shared {
    cancelled: AtomicBool,
    state: Mutex<State>,
    told: Condvar,
}

#[derive(Default)]
struct State {
    at: HowFar,
    /// Whether `at` is newer than what the listener knows.
    news: bool,
    over: bool,
    /// What waits for something else, and has to hear that somebody stopped the call.
    wakes: Vec<Box<dyn Fn() + Send>>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("at", &self.at).field("over", &self.over).finish_non_exhaustive()
    }
}

#[uniffi::export]
impl Watch {
    /// With a listener, or without one, for whoever asks [`Watch::how_far`].
    #[uniffi::constructor(default(listener = None))]
    pub fn new(listener: Option<Arc<dyn ProgressListener>>) -> Arc<Self> {
        Arc::new(Self { shared: Arc::default(), listener })
    }

    /// Stops the call at its next step, with [`DiaryError::Cancelled`]; also one that has not begun yet. Stopping twice is as
    /// good as once.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::SeqCst);
        self.shared.lock().wakes.iter().for_each(|wake| wake());
    }

    /// Where the call stands.
    pub fn how_far(&self) -> HowFar {
        self.shared.lock().at
    }
}

impl Follow for Shared {
    fn reached(&self, done: u64, total: u64) {
        self.note(|at| *at = HowFar { done, total: Some(total) });
    }

    fn goes_on(&self) -> bool {
        !self.is_cancelled()
    }
}

impl Shared {
    /// Changes where the call stands, for whoever is told.
    fn note(&self, change: impl FnOnce(&mut HowFar)) {
        let mut state = self.lock();
        change(&mut state.at);
        state.news = true;
        self.told.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::SeqCst)
    }
}

/// The side of a [`Watch`] that the call has; nothing happens where there is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps(Option<Arc<Shared>>);

impl Steps {
    /// Runs a call under a watch. What it returns after somebody stopped it is [`DiaryError::Cancelled`], unless it was done by
    /// then.
    pub(crate) fn watch<T>(
        watch: Option<Arc<Watch>>,
        work: impl FnOnce(&Self) -> Result<T, DiaryError>,
    ) -> Result<T, DiaryError> {
        let Some(watch) = watch else { return work(&Self(None)) };
        let steps = Self(Some(Arc::clone(&watch.shared)));
        steps.go_on()?;
        let teller = watch.listener.clone().map(|listener| tell(Arc::clone(&watch.shared), listener));
        let over = Over(&watch.shared);
        let done = work(&steps);
        drop(over);
        drop(teller);
        done.map_err(|error| if watch.shared.is_cancelled() { cancelled() } else { error })
    }

    /// The same for the core, where it reads everything.
    pub(crate) fn followed(&self) -> Followed {
        self.0.clone().map_or_else(Followed::default, |shared| Followed::by(shared))
    }

    /// Notes how far it is.
    pub(crate) fn reached(&self, done: u64, total: Option<u64>) {
        if let Some(shared) = &self.0 {
            shared.note(|at| *at = HowFar { done, total });
        }
    }

    /// Lets `wake` be called when somebody stops the call, once it is said that they did.
    pub(crate) fn on_cancel(&self, wake: impl Fn() + Send + 'static) {
        if let Some(shared) = &self.0 {
            shared.lock().wakes.push(Box::new(wake));
        }
    }

    /// Notes that it came so much further.
    pub(crate) fn further(&self, by: usize) {
        if let Some(shared) = &self.0 {
            shared.note(|at| at.done += by as u64);
        }
    }

    /// Stops here where somebody said so.
    pub(crate) fn go_on(&self) -> Result<(), DiaryError> {
        if self.0.as_ref().is_some_and(|shared| shared.is_cancelled()) { Err(cancelled()) } else { Ok(()) }
    }

    /// As [`Steps::go_on`], for what reads and writes.
    pub(crate) fn io(&self) -> io::Result<()> {
        self.go_on().map_err(|_| io::Error::from(io::ErrorKind::ConnectionAborted))
    }
}

fn cancelled() -> DiaryError {
    DiaryError::Cancelled("it was stopped, as somebody asked".to_owned())
}

/// Ends the telling, whatever became of the call.
struct Over<'s>(&'s Shared);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.lock().over = true;
        self.0.told.notify_all();
    }
}

/// Tells a listener from a thread of its own, so that nothing waits for it and no lock is held while it runs.
fn tell(shared: Arc<Shared>, listener: Arc<dyn ProgressListener>) -> Option<thread::JoinHandle<()>> {
    let telling = move || {
        loop {
            let at = {
                let mut state = shared.lock();
                while !state.news && !state.over {
                    state = shared.told.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                if !state.news {
                    return;
                }
                state.news = false;
                state.at
            };
            let _ = crate::guard::guarded(|| Ok(listener.reached(at.done, at.total)));
        }
    };
    thread::Builder::new().name("diary-progress".to_owned()).spawn(telling).ok()
}

/// A file that is read or written under a watch: it counts, and fails once somebody said to stop.
pub(crate) struct Watched<'w, T> {
    pub(crate) inner: T,
    pub(crate) steps: &'w Steps,
}

impl<T: Read> Read for Watched<'_, T> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.steps.io()?;
        self.inner.read(out)
    }
}

impl<T: Seek> Seek for Watched<'_, T> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

impl<T: Write> Write for Watched<'_, T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.steps.io()?;
        let written = self.inner.write(bytes)?;
        self.steps.further(written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Sender, channel};
    use std::time::Duration;

    use super::*;

    #[derive(Debug)]
    struct Slow(Mutex<Sender<u64>>, Duration);

    impl ProgressListener for Slow {
        fn reached(&self, done: u64, _total: Option<u64>) -> Result<(), ListenerError> {
            thread::sleep(self.1);
            self.0.lock().unwrap().send(done).unwrap();
            Err(ListenerError::Threw)
        }
    }

    #[test]
    fn a_listener_that_takes_long_holds_nothing_up_and_hears_the_end() {
        let (told, heard) = channel();
        let watch = Watch::new(Some(Arc::new(Slow(Mutex::new(told), Duration::from_millis(20)))));
        let began = diary_host::Stopwatch::start();
        Steps::watch(Some(Arc::clone(&watch)), |steps| {
            (1..=1000).for_each(|done| steps.reached(done, Some(1000)));
            Ok(())
        })
        .unwrap();
        let took = began.elapsed();
        assert!(took < Duration::from_millis(500), "{took:?}");
        assert_eq!(watch.how_far(), HowFar { done: 1000, total: Some(1000) });
        drop(watch);
        let heard: Vec<u64> = heard.iter().collect();
        assert_eq!(heard.last(), Some(&1000));
        assert!(heard.len() < 100 && heard.is_sorted(), "{heard:?}");
    }

    #[test]
    fn what_was_stopped_says_so_and_begins_nothing() {
        let watch = Watch::new(None);
        let done = Steps::watch(Some(Arc::clone(&watch)), |steps| {
            watch.cancel();
            let mut out = Watched { inner: Vec::new(), steps };
            Ok(out.write_all(b"more")?)
        });
        assert!(matches!(done, Err(DiaryError::Cancelled(_))), "{done:?}");
        let again = Steps::watch(Some(watch), |_| -> Result<(), DiaryError> { panic!("began") });
        assert!(matches!(again, Err(DiaryError::Cancelled(_))), "{again:?}");
    }
}
