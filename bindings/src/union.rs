//! Taking in what another copy of the household has.

use std::path::Path;
use std::sync::Arc;

use diary_core::household::{PersonUnited, UnionOutcome};
use diary_core::vault::Unlock;

use crate::error::DiaryError;
use crate::household::Household;
use crate::patience::Lock;
use crate::secrets::typed_passphrase;
use crate::watch::{Steps, Watch};

/// What became of one diary of another copy.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DiaryUnited {
    /// Whose.
    pub person: String,
    /// Whether it is what is sealed beside their diary.
    pub sealed: bool,
    /// What came of it, a stable word: `united`, `locked`, `unknown`.
    pub outcome: String,
    /// How many operations came.
    pub operations: u64,
    /// How many entries showed before.
    pub entries_before: u64,
    /// How many show now.
    pub entries_now: u64,
    /// How many operations were emptied, because their entry was erased here or there.
    pub erased: u64,
    /// How many media files came.
    pub media: u64,
    /// How many media files the other copy does not have either.
    pub media_missing: u64,
    /// How many forks there are: one writer, one number, two operations; both are kept.
    pub forks: u64,
}

impl DiaryUnited {
    pub(crate) fn of(of: PersonUnited) -> Self {
        let mut done = Self {
            person: of.person.to_string(),
            sealed: of.sealed,
            outcome: of.outcome.name().to_owned(),
            operations: 0,
            entries_before: 0,
            entries_now: 0,
            erased: 0,
            media: 0,
            media_missing: 0,
            forks: 0,
        };
        if let UnionOutcome::United { united, media, .. } = of.outcome {
            done.operations = united.operations;
            (done.entries_now, done.entries_before) = united.entries;
            done.erased = united.erased;
            (done.media, done.media_missing) = (media.taken, media.missing);
            done.forks = united.forks.len() as u64;
        }
        done
    }
}

#[uniffi::export]
impl Household {
    /// Takes in what another copy of this household's folder has of every diary that both know. The other copy opens with its own
    /// passphrase, and nothing is added to it.
    ///
    /// # Errors
    /// [`DiaryError::WrongSecret`], [`DiaryError::InUse`], [`DiaryError::Invalid`] for another household's; [`DiaryError::Damaged`]
    /// with the first operation that does not fit; [`DiaryError::TooManyTries`], [`DiaryError::Cancelled`]. A diary is taken in whole or
    /// not at all.
    #[uniffi::method(default(watch = None))]
    pub fn unite(
        &self,
        folder: String,
        passphrase: String,
        watch: Option<Arc<Watch>>,
    ) -> Result<Vec<DiaryUnited>, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| {
            let (folder, clock) = (Path::new(&folder), self.held.place.clock()?);
            let united = Steps::watch(watch, |steps| {
                let secret = Unlock::Passphrase(&passphrase);
                Lock::at(folder)
                    .tried(&*clock, || Ok(core.unite_followed(folder, secret, &steps.followed())?))
            })?;
            Ok(united.into_iter().map(DiaryUnited::of).collect())
        })
    }
}
