//! What the household remembers of its backups.

use std::collections::BTreeMap;
use std::fmt;

use super::error::HouseholdError;
use super::home::Household;
use super::operation::{BackedUp, Meaning, RestoredFrom, meaning};
use crate::id::{FileId, PersonId};
use crate::journal::{self, Head, WriterId};

/// A backup that the household remembers.
#[derive(Clone, PartialEq, Eq)]
pub struct KnownBackup {
    /// What the shell calls the place.
    pub place: String,
    /// Its number there.
    pub number: u64,
    /// When it was made, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The one person that it is of.
    pub only: Option<PersonId>,
    /// Where the chains of its files stood.
    pub heads: Vec<(FileId, Head)>,
}

impl fmt::Debug for KnownBackup {
    /// Without the place, which is a person's word.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownBackup({}, {} ms)", self.number, self.at_ms)
    }
}

impl Household {
    /// The backups that the household remembers, the newest of each place, in order of the places' names.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn backups(&self) -> Result<Vec<KnownBackup>, HouseholdError> {
        let mut known: BTreeMap<String, KnownBackup> = BTreeMap::new();
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::BackedUp(BackedUp { place, number, at_ms, only, heads }) =
                    meaning(&operation)?
                {
                    let heads = heads.into_iter().map(|noted| {
                        let writer = WriterId::from_bytes(noted.writer);
                        (noted.file, Head { writer, number: noted.number, hash: noted.hash })
                    });
                    let heads = heads.collect();
                    known.insert(place.clone(), KnownBackup { place, number, at_ms, only, heads });
                }
                Ok(())
            })
        })?;
        Ok(known.into_values().collect())
    }

    /// When the household was restored from a backup, the oldest first: the number of the backup and when it was made,
    /// milliseconds since 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn restored_from(&self) -> Result<Vec<(u64, i64)>, HouseholdError> {
        let mut found = Vec::new();
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::RestoredFrom(RestoredFrom { number, at_ms }) = meaning(&operation)? {
                    found.push((number, at_ms));
                }
                Ok(())
            })
        })?;
        Ok(found)
    }

    /// The one person of whose backup this household was made, with nothing of anybody else; `None` where it was not.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn only_of(&self) -> Result<Option<PersonId>, HouseholdError> {
        let mut found = None;
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::OnlyOf(only) = meaning(&operation)? {
                    found = Some(only.person);
                }
                Ok(())
            })
        })?;
        Ok(found)
    }

    /// When a file was last in a backup in a place, as the household remembers it.
    pub(super) fn backed_up(&self, place: &str, file: FileId) -> Result<Option<i64>, HouseholdError> {
        let mut last = None;
        self.store.read(|reader| {
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::BackedUp(one) = meaning(&operation)?
                    && one.place == place
                    && one.heads.iter().any(|head| head.file == file)
                {
                    last = last.max(Some(one.at_ms));
                }
                Ok(())
            })
        })?;
        Ok(last)
    }
}
