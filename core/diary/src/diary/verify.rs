//! Is everything as it was written?

use std::collections::BTreeSet;

use super::error::DiaryError;
use super::file::Diary;
use super::operation::ERASE;
use super::rebuild::Rebuilt;
use crate::id::OperationId;
use crate::journal::{self, Fault, Head, JournalError, WhatIsWrong, WriterId};
use crate::store::{self, FileKind, Read, StoreError};

/// What a check of a diary found to be in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many operations were checked.
    pub operations: u64,
    /// The newest operation of every chain.
    pub heads: Vec<Head>,
}

impl Diary {
    /// Checks every page of the file, every operation of every chain, and that what shows is what the operations say.
    ///
    /// # Errors
    /// The first thing that does not fit: [`crate::store::StoreError::Damaged`] or [`JournalError::Fault`].
    pub fn verify(&self) -> Result<Verified, DiaryError> {
        store::check(&self.store)?;
        self.store.read(|reader| {
            let (heads, operations) =
                journal::verify(reader, self.journal.file(), FileKind::Diary, Some(ERASE))?;
            if !Rebuilt::of(reader)?.is_stored(reader)? {
                let (writer, number) =
                    heads.first().map_or((self.journal.writer(), 0), |head| (head.writer, head.number));
                let fault = Fault { file: FileKind::Diary, writer, number, what: WhatIsWrong::Projection };
                return Err(JournalError::Fault(fault).into());
            }
            Ok(Verified { operations, heads })
        })
    }

    /// Returns the newest operation of every chain, without checking anything.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn heads(&self) -> Result<Vec<Head>, DiaryError> {
        Ok(self.store.read(|reader| journal::heads(reader))?)
    }

    /// Returns the ids of all operations, without checking anything.
    ///
    /// # Errors
    /// Whatever the file says.
    pub(crate) fn operation_ids(&self) -> Result<BTreeSet<OperationId>, DiaryError> {
        let ids = self.store.read::<_, StoreError>(|reader| {
            reader.all("SELECT id FROM operations", [], |row| Ok(OperationId::from_bytes(row.get(0)?)))
        })?;
        Ok(ids.into_iter().collect())
    }

    /// Returns the hash of a writer's operation by its number; `None` if the chain is shorter.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn hash_at(&self, writer: WriterId, number: u64) -> Result<Option<[u8; 32]>, DiaryError> {
        Ok(self.store.read(|reader| journal::hash_at(reader, writer, number))?)
    }
}
