//! Writing down what a session is handed, while it runs.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use diary_core::device::Session;
use diary_core::household::Description;
use diary_host::private_file;
use diary_sim::trace::Writer;

/// Where a session is written down, for its owner alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Recording<'a> {
    /// The file, which must not be there yet; none: it is not written down.
    pub file: Option<&'a Path>,
    /// Without what is personal.
    pub mask: bool,
}

/// Why a session could not be written down, once it could not.
#[derive(Debug, Clone, Default)]
pub struct Unwritten(Arc<Mutex<Option<io::ErrorKind>>>);

impl Unwritten {
    /// The first thing that went wrong.
    pub fn why(&self) -> Option<io::ErrorKind> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, error: &io::Error) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error.kind());
    }
}

impl Recording<'_> {
    /// Writes the session down from here on. A file that cannot be written stops nothing of the session.
    pub fn begin(self, session: &mut Session, of: ([u8; 16], bool), device: &Description) -> Unwritten {
        let unwritten = Unwritten::default();
        let Some(file) = self.file else { return unwritten };
        match private_file(file).and_then(|file| Writer::begin(file, of, device, self.mask)) {
            Ok(mut writer) => {
                let noted = unwritten.clone();
                session.record_with(Box::new(move |event, at| {
                    if noted.why().is_none()
                        && let Err(error) = writer.write(event, at)
                    {
                        noted.note(&error);
                    }
                }));
            }
            Err(error) => unwritten.note(&error),
        }
        unwritten
    }
}
