//! The people of a household.

use std::fmt;

use super::error::HouseholdError;
use super::home::Household;
use super::operation::{Meaning, PersonAdded, Shared, meaning};
use super::roles::Act;
use crate::id::{OperationId, PersonId};
use crate::journal;
use crate::store::Read;

/// A name's most bytes of UTF-8.
const LONGEST_NAME: usize = 200;

/// How the form begins of what left the household out of what is sealed.
const OF_SEALED: &str = "sealed-";

/// Someone who keeps a diary here.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their name, as typed.
    pub name: String,
}

impl fmt::Debug for Person {
    /// Shows the id and not the name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Person({:?})", self.id)
    }
}

/// Something that left the household on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sharing {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// In which form: `json`, `csv`, or `media` for one media file; `sealed-json` and so on for what is sealed.
    pub format: String,
    /// Whose diaries.
    pub people: Vec<PersonId>,
    /// How many entries; of a media file, one; of what is sealed nothing is said here, and it is 0.
    pub entries: u64,
}

impl Sharing {
    /// Whether it came out of what is sealed of these people, and not out of their diaries.
    pub fn is_of_sealed(&self) -> bool {
        self.format.starts_with(OF_SEALED)
    }
}

impl Household {
    /// Adds a person and makes their diary.
    ///
    /// # Errors
    /// [`HouseholdError::BadName`], [`HouseholdError::NameTaken`], and whatever a file says; then nobody was added.
    pub fn add_person(&self, name: &str) -> Result<PersonId, HouseholdError> {
        self.allow(Act::People, None)?;
        let name = name.trim();
        if name.is_empty() || name.len() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(HouseholdError::BadName);
        }
        let folded = name.to_lowercase();
        if self.people()?.iter().any(|person| person.name.to_lowercase() == folded) {
            return Err(HouseholdError::NameTaken);
        }
        let id = OperationId::random(&*self.outside.entropy)?;
        self.create_diary(id.into())?;
        let mut change = PersonAdded { name: name.to_owned() }.change(self.author());
        change.id = Some(id);
        self.record(change)?;
        Ok(id.into())
    }

    /// Notes in the sharing log that diaries left the household on request.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn note_shared(&self, format: &str, people: &[PersonId], entries: u64) -> Result<(), HouseholdError> {
        for person in people {
            self.allow(Act::Export, Some(*person))?;
        }
        let shared = Shared { format: format.to_owned(), people: people.to_vec(), entries };
        self.record(shared.change(self.author()))?;
        Ok(())
    }

    /// As [`Household::note_shared`], for what is sealed of these people: who reads the log learns that it left, and not how
    /// much there is of it.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn note_shared_sealed(&self, format: &str, people: &[PersonId]) -> Result<(), HouseholdError> {
        self.note_shared(&format!("{OF_SEALED}{format}"), people, 0)
    }

    /// Returns what left the household on request, the oldest first.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn sharing_log(&self) -> Result<Vec<Sharing>, HouseholdError> {
        self.store.read(|reader| {
            let mut log = Vec::new();
            journal::in_order::<HouseholdError>(reader, |operation| {
                if let Meaning::Shared(shared) = meaning(&operation)? {
                    let at_ms = operation.header.map_or(0, |header| header.at_ms);
                    let Shared { format, people, entries } = shared;
                    log.push(Sharing { at_ms, format, people, entries });
                }
                Ok(())
            })?;
            Ok(log)
        })
    }

    /// Returns everyone, in the order in which they were added.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn people(&self) -> Result<Vec<Person>, HouseholdError> {
        self.store.read(|reader| {
            Ok(reader.all(
                "SELECT person, name FROM people WHERE removed IS NULL ORDER BY id",
                [],
                |row| Ok(Person { id: PersonId::from_bytes(row.get(0)?), name: row.get(1)? }),
            )?)
        })
    }
}
