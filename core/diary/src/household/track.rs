//! How far work is that reads everything, for whoever follows it.

use crate::ports::Followed;
use crate::store::StoreError;

/// Counts the bytes that are done.
#[derive(Debug)]
pub(super) struct Track<'f> {
    followed: &'f Followed,
    done: u64,
    total: u64,
}

impl<'f> Track<'f> {
    pub(super) const fn of(followed: &'f Followed, total: u64) -> Self {
        Self { followed, done: 0, total }
    }

    /// So many bytes more are done.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] once whoever follows says so.
    pub(super) fn further(&mut self, bytes: u64) -> Result<(), StoreError> {
        self.done = self.total.min(self.done + bytes);
        self.followed.reached(self.done, self.total);
        self.go_on()
    }

    /// As [`Track::further`], for what is done to so many percent.
    pub(super) fn within(&self, bytes: u64, percent: u64) {
        let part = u128::from(bytes) * u128::from(percent) / 100;
        let done = self.done + u64::try_from(part).unwrap_or(bytes);
        self.followed.reached(self.total.min(done), self.total);
    }

    /// All of it is done.
    pub(super) fn finish(&self) {
        self.followed.reached(self.total, self.total);
    }

    pub(super) fn go_on(&self) -> Result<(), StoreError> {
        if self.followed.goes_on() { Ok(()) } else { Err(StoreError::Stopped) }
    }
}
