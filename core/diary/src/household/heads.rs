//! Where every chain stands: noted elsewhere now, compared later.

use super::error::HouseholdError;
use super::home::Household;
use crate::id::PersonId;
use crate::journal::{NotedHead, Proof, Signed};
use crate::store::FileKind;
use crate::vault::FilePurpose;

/// Where one chain of one file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileHead {
    /// Which kind of file.
    pub kind: FileKind,
    /// Whose, for a diary.
    pub person: Option<PersonId>,
    /// It is what is sealed of the person, and not their diary.
    pub sealed: bool,
    /// The head; its [`noted`](Signed::noted) form is for paper.
    pub head: Signed,
}

/// What came of comparing a noted head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadCheck {
    /// Which kind of file it is of; `None` where the household has no such file.
    pub kind: Option<FileKind>,
    /// Whose, for a diary.
    pub person: Option<PersonId>,
    /// It is of what is sealed of the person, and not of their diary.
    pub sealed: bool,
    /// What it proves; `None` where the file is not there, or has a lock of its own that is shut.
    pub proof: Option<Proof>,
}

impl Household {
    /// Returns where every chain of every file stands, and the files with a lock of their own that is shut.
    ///
    /// Noted elsewhere, on paper or in a file, a head proves later that nothing up to it changed, also against somebody who
    /// has every key.
    ///
    /// # Errors
    /// Whatever a file says.
    pub fn file_heads(&self) -> Result<(Vec<FileHead>, Vec<FilePurpose>), HouseholdError> {
        let household =
            self.store.read(|reader| Signed::all(reader, self.journal.file(), FileKind::Household))?;
        let file_head = |kind, person, sealed| move |head| FileHead { kind, person, sealed, head };
        let mut heads: Vec<FileHead> =
            household.into_iter().map(file_head(FileKind::Household, None, false)).collect();
        let mut locked = Vec::new();
        for (purpose, person, sealed) in self.files_of_people()? {
            let file = self.vault_file(purpose)?;
            if self.vault().is_shut(file) {
                locked.push(purpose);
                continue;
            }
            let signed = self.opened(purpose)?.signed_heads()?;
            heads.extend(signed.into_iter().map(file_head(FileKind::Diary, Some(person), sealed)));
        }
        Ok((heads, locked))
    }

    /// Compares a head that was noted elsewhere with what is here now. That the chains are sound in themselves is for
    /// [`Household::verify`].
    ///
    /// # Errors
    /// Whatever a file says.
    pub fn check_head(&self, noted: &NotedHead) -> Result<HeadCheck, HouseholdError> {
        if noted.is_of(self.journal.file()) {
            let proof = self.store.read(|reader| noted.compare(reader))?;
            let kind = Some(FileKind::Household);
            return Ok(HeadCheck { kind, person: None, sealed: false, proof: Some(proof) });
        }
        for (purpose, person, sealed) in self.files_of_people()? {
            let file = self.vault_file(purpose)?;
            if noted.is_of(file) {
                let shut = self.vault().is_shut(file);
                let proof = if shut { None } else { Some(self.opened(purpose)?.compare_head(noted)?) };
                return Ok(HeadCheck { kind: Some(FileKind::Diary), person: Some(person), sealed, proof });
            }
        }
        Ok(HeadCheck { kind: None, person: None, sealed: false, proof: None })
    }

    /// Diaries and sealed files of the people that are recorded.
    fn files_of_people(&self) -> Result<Vec<(FilePurpose, PersonId, bool)>, HouseholdError> {
        let people = self.people()?;
        let files = self.vault().files();
        let of_people = files.into_iter().filter_map(|file| match file.purpose {
            FilePurpose::Diary { person } => Some((file.purpose, person, false)),
            FilePurpose::Sealed { person } => Some((file.purpose, person, true)),
            FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => None,
        });
        Ok(of_people.filter(|(_, id, _)| people.iter().any(|person| person.id == *id)).collect())
    }

    fn vault_file(&self, purpose: FilePurpose) -> Result<crate::id::FileId, HouseholdError> {
        Ok(self.vault().file(purpose)?.id)
    }
}
