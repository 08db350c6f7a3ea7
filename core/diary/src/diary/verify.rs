//! Is everything as it was written?

use std::collections::BTreeSet;

use super::error::DiaryError;
use super::file::Diary;
use super::operation::ERASE;
use super::rebuild::Rebuilt;
use crate::id::OperationId;
use crate::journal::{self, Fault, Head, JournalError, NotedHead, Proof, Signed, WhatIsWrong};
use crate::ports::Followed;
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
        self.verify_followed(&Followed::default(), &mut |_| {})
    }

    /// As [`Diary::verify`], until whoever follows stops it. `reached` hears how many percent of it are done.
    ///
    /// # Errors
    /// As there; [`StoreError::Stopped`].
    pub(crate) fn verify_followed(
        &self,
        followed: &Followed,
        reached: &mut dyn FnMut(u64),
    ) -> Result<Verified, DiaryError> {
        store::check_followed(&self.store, followed)?;
        // Measured: pages and structure take two thirds, the chain less than a tenth.
        reached(65);
        self.store.read_followed(followed, |reader| {
            let (heads, operations) =
                journal::verify(reader, self.journal.file(), FileKind::Diary, Some(ERASE))?;
            reached(73);
            if let Some(seq) = Rebuilt::of(reader)?.differs(reader)? {
                let (writer, number) = journal::place_of(reader, seq)?.unwrap_or((self.journal.writer(), 0));
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

    /// Returns where every chain stands, for noting it elsewhere.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn signed_heads(&self) -> Result<Vec<Signed>, DiaryError> {
        Ok(self.store.read(|reader| Signed::all(reader, self.journal.file(), FileKind::Diary))?)
    }

    /// Compares a head that was noted elsewhere with what is here.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn compare_head(&self, noted: &NotedHead) -> Result<Proof, DiaryError> {
        Ok(self.store.read(|reader| noted.compare(reader))?)
    }

    /// Whether this operation is here, with all that it follows on: a head that was noted elsewhere.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn holds(&self, head: &Head) -> Result<bool, DiaryError> {
        Ok(self.store.read(|reader| journal::holds(reader, head))?)
    }
}
