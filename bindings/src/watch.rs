//! Following a call that takes long, and stopping it.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use diary_core::ports::{Folder, FolderError, Listed};

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

#[derive(Debug, Default)]
struct State {
    at: HowFar,
    /// Whether `at` is newer than what the listener knows.
    news: bool,
    over: bool,
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
    }

    /// Where the call stands.
    pub fn how_far(&self) -> HowFar {
        self.shared.lock().at
    }
}

impl Shared {
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

    /// Notes how far it is.
    pub(crate) fn reached(&self, done: u64, total: Option<u64>) {
        if let Some(shared) = &self.0 {
            let mut state = shared.lock();
            (state.at, state.news) = (HowFar { done, total }, true);
            shared.told.notify_all();
        }
    }

    fn further(&self, by: usize) {
        if let Some(shared) = &self.0 {
            let mut state = shared.lock();
            state.at.done += by as u64;
            state.news = true;
            shared.told.notify_all();
        }
    }

    /// Stops here where somebody said so.
    pub(crate) fn go_on(&self) -> Result<(), DiaryError> {
        if self.0.as_ref().is_some_and(|shared| shared.is_cancelled()) { Err(cancelled()) } else { Ok(()) }
    }

    fn io(&self) -> io::Result<()> {
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

/// A folder of backups under a watch: counts the bytes that go in and out.
#[derive(Debug)]
pub(crate) struct WatchedFolder<'w, F> {
    pub(crate) inner: F,
    pub(crate) steps: &'w Steps,
}

impl<F: Folder> WatchedFolder<'_, F> {
    fn go_on(&self) -> Result<(), FolderError> {
        self.steps.io().map_err(|error| FolderError::Io(error.kind()))
    }
}

impl<F: Folder> Folder for WatchedFolder<'_, F> {
    fn list(&self) -> Result<Vec<Listed>, FolderError> {
        self.go_on()?;
        self.inner.list()
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, FolderError> {
        self.go_on()?;
        let read = self.inner.read(name, offset, out)?;
        self.steps.further(read);
        Ok(read)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        self.go_on()?;
        self.inner.write(name, bytes)?;
        self.steps.further(bytes.len());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), FolderError> {
        self.go_on()?;
        self.inner.remove(name)
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
