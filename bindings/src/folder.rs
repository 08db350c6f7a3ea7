//! Folders for backups that the shell keeps: a document provider's, a memory card, a place in some cloud.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};

use diary_core::backup::Directory;
use diary_core::ports::{Folder as CoreFolder, FolderError as CoreFolderError, Listed, is_folder_name};

use crate::error::DiaryError;
use crate::guard::guarded;
use crate::watch::Steps;

/// A flat folder of named pieces of bytes that the shell keeps, for backups. What is in it is sealed, and not trusted.
///
/// Names are 1 to 100 characters out of `a` to `z`, `0` to `9`, dot and minus, and begin with none of the last two. Called from a
/// thread of this library, one call at a time, and never while a lock is held: it may take as long as it likes, ask the household,
/// or throw. Whatever else it throws than a [`FolderError`] is [`FolderError::Failed`], without what it says.
#[uniffi::export(with_foreign)]
pub trait Folder: Send + Sync + std::fmt::Debug {
    /// Every piece with its size, in any order.
    ///
    /// # Errors
    /// [`FolderError`].
    fn list(&self) -> Result<Vec<FolderPiece>, FolderError>;

    /// Bytes of a piece from `offset` on, at most `most` of them; none where the piece ends.
    ///
    /// # Errors
    /// [`FolderError::Missing`] and the like.
    fn read(&self, name: String, offset: u64, most: u32) -> Result<Vec<u8>, FolderError>;

    /// Makes a new piece. It is there for good when this returns; where it fails, it is there whole or not at all, as far as the
    /// place can do that: every piece is proven when it is read.
    ///
    /// # Errors
    /// [`FolderError::Exists`] where there is one of this name, and the like.
    fn write(&self, name: String, bytes: Vec<u8>) -> Result<(), FolderError>;

    /// Takes a piece away; one that is not there is no error.
    ///
    /// # Errors
    /// [`FolderError`].
    fn remove(&self, name: String) -> Result<(), FolderError>;
}

/// A piece in a [`Folder`].
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FolderPiece {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

/// What a [`Folder`] could not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum FolderError {
    /// There is no such piece.
    #[error("there is no such piece")]
    Missing,
    /// There is one of this name already.
    #[error("there is a piece of this name")]
    Exists,
    /// There is no room left.
    #[error("there is no room")]
    Full,
    /// It cannot be written, or not by this app.
    #[error("it cannot be written")]
    ReadOnly,
    /// It is not there, or was taken away.
    #[error("it is not there")]
    Gone,
    /// Anything else.
    #[error("it failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for FolderError {
    /// Without what it says.
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

impl From<FolderError> for CoreFolderError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Missing => Self::Missing,
            FolderError::Exists => Self::Exists,
            FolderError::Full => Self::Full,
            FolderError::ReadOnly => Self::ReadOnly,
            FolderError::Gone => Self::Gone,
            FolderError::Failed => Self::Io(ErrorKind::Other),
        }
    }
}

/// Where backups lie while a call runs over them, under a watch: counts the bytes that go in and out, and stops where somebody
/// said so.
#[derive(Debug)]
pub(crate) struct BackupFolder<'w> {
    inner: Box<dyn CoreFolder>,
    /// What the household remembers it by.
    place: String,
    /// Where it is, if it is a directory of this machine.
    directory: Option<PathBuf>,
    steps: &'w Steps,
}

impl<'w> BackupFolder<'w> {
    /// The directory at a path, or what the shell keeps under a name of its own.
    pub(crate) fn open(
        folder: &str,
        kept_by: Option<Arc<dyn Folder>>,
        steps: &'w Steps,
    ) -> Result<Self, DiaryError> {
        let Some(shell) = kept_by else {
            let inner = Directory::open(Path::new(folder))?;
            let directory = Some(inner.path().to_owned());
            let place = inner.path().to_string_lossy().into_owned();
            return Ok(Self { inner: Box::new(inner), place, directory, steps });
        };
        let inner = Box::new(ShellFolder::open(shell, folder, steps.clone())?);
        Ok(Self { inner, place: folder.to_owned(), directory: None, steps })
    }

    pub(crate) fn place(&self) -> &str {
        &self.place
    }

    /// Whether it lies in this folder of this machine.
    pub(crate) fn is_inside(&self, home: &Path) -> bool {
        let home = home.canonicalize().ok();
        self.directory.as_ref().zip(home).is_some_and(|(directory, home)| directory.starts_with(home))
    }

    fn go_on(&self) -> Result<(), CoreFolderError> {
        self.steps.io().map_err(|error| CoreFolderError::Io(error.kind()))
    }
}

impl CoreFolder for BackupFolder<'_> {
    fn list(&self) -> Result<Vec<Listed>, CoreFolderError> {
        self.go_on()?;
        self.inner.list()
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, CoreFolderError> {
        self.go_on()?;
        let read = self.inner.read(name, offset, out)?;
        self.steps.further(read);
        Ok(read)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), CoreFolderError> {
        self.go_on()?;
        self.inner.write(name, bytes)?;
        self.steps.further(bytes.len());
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), CoreFolderError> {
        self.go_on()?;
        self.inner.remove(name)
    }
}

/// What the shell's folder is asked to do, on the thread that asks it.
type Ask = Box<dyn FnOnce(&dyn Folder) + Send>;

/// Folders that nobody waits for any more, and that have not answered yet, by what the shell calls them. Until they do, what they
/// were asked may still happen: nothing else goes on there.
static UNANSWERED: Mutex<Vec<(String, Weak<()>)>> = Mutex::new(Vec::new());

/// A folder of the shell's while one call runs over it, with the thread that asks it.
#[derive(Debug)]
struct ShellFolder {
    name: String,
    asks: Option<Sender<Ask>>,
    asking: Option<JoinHandle<()>>,
    bell: Arc<Bell>,
    steps: Steps,
}

/// Rings when an answer is there, and when nobody wants it any more.
#[derive(Debug, Default)]
struct Bell {
    lock: Mutex<()>,
    rung: Condvar,
}

impl Bell {
    fn ring(&self) {
        drop(held(&self.lock));
        self.rung.notify_all();
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ShellFolder {
    fn open(folder: Arc<dyn Folder>, name: &str, steps: Steps) -> Result<Self, DiaryError> {
        let mut unanswered = held(&UNANSWERED);
        unanswered.retain(|(_, busy)| busy.strong_count() > 0);
        if unanswered.iter().any(|(other, _)| other == name) {
            return Err(DiaryError::InUse(
                "the folder has not answered a call that was stopped; wait until it does, or connect it again"
                    .to_owned(),
            ));
        }
        drop(unanswered);
        let (asks, asked) = channel::<Ask>();
        let asking = thread::Builder::new().name("diary-folder".to_owned()).spawn(move || {
            for ask in asked {
                ask(&*folder);
            }
        })?;
        let bell = Arc::new(Bell::default());
        let ringing = Arc::clone(&bell);
        steps.on_cancel(move || ringing.ring());
        Ok(Self { name: name.to_owned(), asks: Some(asks), asking: Some(asking), bell, steps })
    }

    /// Lets the shell do something, and waits for what comes of it, or until somebody stops the call.
    fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Folder) -> Result<T, FolderError> + Send + 'static,
    ) -> Result<T, CoreFolderError> {
        let stopped = CoreFolderError::Io(ErrorKind::ConnectionAborted);
        let (answer, bell, busy) = (Arc::new(Mutex::new(None)), Arc::clone(&self.bell), Arc::new(()));
        let (slot, still) = (Arc::clone(&answer), Arc::downgrade(&busy));
        let ask: Ask = Box::new(move |folder| {
            let came = guarded(|| Ok(work(folder))).unwrap_or(Err(FolderError::Failed));
            *held(&slot) = Some(came);
            drop(busy);
            bell.ring();
        });
        let sent = self.asks.as_ref().and_then(|asks| asks.send(ask).ok());
        sent.ok_or(stopped)?;
        let mut ringing = held(&self.bell.lock);
        loop {
            if let Some(came) = held(&answer).take() {
                return came.map_err(Into::into);
            }
            if self.steps.go_on().is_err() {
                held(&UNANSWERED).push((self.name.clone(), still));
                return Err(stopped);
            }
            ringing = self.bell.rung.wait(ringing).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for ShellFolder {
    /// Waits until the shell's object is let go of, unless it was given up.
    fn drop(&mut self) {
        self.asks = None;
        let given_up = self.steps.go_on().is_err();
        if let Some(asking) = self.asking.take().filter(|_| !given_up) {
            // A panic in there was an answer already.
            let _ = asking.join();
        }
    }
}

impl CoreFolder for ShellFolder {
    fn list(&self) -> Result<Vec<Listed>, CoreFolderError> {
        let found = self.ask(|folder| folder.list())?;
        let pieces = found.into_iter().map(|FolderPiece { name, size }| Listed { name, size });
        Ok(pieces.filter(|piece| is_folder_name(&piece.name)).collect())
    }

    fn read(&self, name: &str, offset: u64, out: &mut [u8]) -> Result<usize, CoreFolderError> {
        let mut read = 0;
        // A stream may give less than was asked for and go on all the same.
        while let Some(rest) = out.get_mut(read..).filter(|rest| !rest.is_empty()) {
            let (name, at) = (name.to_owned(), offset + read as u64);
            let most = u32::try_from(rest.len()).unwrap_or(u32::MAX);
            let bytes = self.ask(move |folder| folder.read(name, at, most))?;
            if bytes.is_empty() {
                break;
            }
            let place = rest.get_mut(..bytes.len()).ok_or(CoreFolderError::Io(ErrorKind::InvalidData))?;
            place.copy_from_slice(&bytes);
            read += bytes.len();
        }
        Ok(read)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), CoreFolderError> {
        let (name, bytes) = (name.to_owned(), bytes.to_vec());
        self.ask(move |folder| folder.write(name, bytes))
    }

    fn remove(&self, name: &str) -> Result<(), CoreFolderError> {
        let name = name.to_owned();
        self.ask(move |folder| folder.remove(name))
    }
}
