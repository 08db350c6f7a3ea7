//! Roles of the people of a household, and what each of them may do.
//!
//! Who holds the household's key can do everything with a program of their own. What is here is what this program offers to
//! whom; a lock of one's own is what keeps others out.

use std::fmt;

use super::error::HouseholdError;
use super::home::{Household, lock};
use super::operation::RoleSet;
use super::people::Person;
use crate::id::PersonId;
use crate::journal::Author;
use crate::store::{Read, StoreError};
use crate::vault::VaultError;

/// What somebody is in a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonRole {
    /// Looks after the household: its people, devices, secrets and backups, and every diary without a lock of its own.
    Owner,
    /// Keeps their own diary, and those of children.
    Adult,
    /// Writes in their own diary; erasing and taking out is for those who look after it.
    Child,
    /// Keeps their own diary, for a while.
    Guest,
}

/// Something that a role may or may not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Read a diary, and its person's profile.
    Read,
    /// Add entries and files to a diary.
    Add,
    /// Correct entries, take files away from them, and change the profile.
    Amend,
    /// Erase an entry, or move it to another diary.
    Erase,
    /// Write a diary, or a file of it, out for another program.
    Export,
    /// Give a diary a lock of its own, or give it back.
    HandOver,
    /// Say that a user of a device is this person, or that a reading which waits is theirs.
    Assign,
    /// Make a device known.
    Pair,
    /// Add people and say what they are.
    People,
    /// Make a backup of everything.
    Backup,
    /// Change what opens the household, and its keys.
    Secrets,
}

/// Whose the thing is that is done something with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// One's own.
    Own,
    /// That of somebody else, who is this.
    Of(PersonRole),
    /// The household's.
    Household,
}

impl PersonRole {
    /// Every role.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Adult, Self::Child, Self::Guest];

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Adult => "adult",
            Self::Child => "child",
            Self::Guest => "guest",
        }
    }

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether somebody of this role may do it with something of somebody's.
    ///
    /// What is a diary's is nobody's of the household, and the other way round: such a question is a no.
    pub fn may(self, act: Act, whose: Whose) -> bool {
        use Act::{Add, Amend, Assign, Backup, Erase, Export, HandOver, Pair, People, Read, Secrets};
        match (act, whose) {
            (Pair | Backup, Whose::Household) => matches!(self, Self::Owner | Self::Adult),
            (People | Secrets, Whose::Household) => self == Self::Owner,
            (Pair | Backup | People | Secrets, _) | (_, Whose::Household) => false,
            (Read | Add | Amend, Whose::Own) => true,
            (Erase | Export, Whose::Own) => self != Self::Child,
            (HandOver | Assign, Whose::Own) => matches!(self, Self::Owner | Self::Adult),
            (Read | Add | Amend | Erase | Export | HandOver | Assign, Whose::Of(other)) => match self {
                Self::Owner => true,
                Self::Adult => other == Self::Child && act != HandOver,
                Self::Child | Self::Guest => false,
            },
        }
    }
}

impl fmt::Display for PersonRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 11] = [
        Self::Read,
        Self::Add,
        Self::Amend,
        Self::Erase,
        Self::Export,
        Self::HandOver,
        Self::Assign,
        Self::Pair,
        Self::People,
        Self::Backup,
        Self::Secrets,
    ];
}

impl fmt::Display for Act {
    /// What somebody does, as in "may not ...".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read this diary",
            Self::Add => "add to this diary",
            Self::Amend => "change what is in this diary",
            Self::Erase => "erase from this diary or move an entry out of it",
            Self::Export => "write this diary out",
            Self::HandOver => "give this diary a lock of its own",
            Self::Assign => "assign readings to this person",
            Self::Pair => "make a device known",
            Self::People => "add people or say what they are",
            Self::Backup => "make a backup of everything",
            Self::Secrets => "change what opens the household",
        })
    }
}

impl Household {
    /// From now on, somebody of the household does what is done here: within their role, and with their name on it.
    ///
    /// `None` is whoever unlocked the household, who may do everything, as after an unlock.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`]; [`OwnLockShut`](VaultError::OwnLockShut) where their diary has a lock of its own that
    /// is shut: nobody else acts as them.
    pub fn act_as(&self, person: Option<PersonId>) -> Result<(), HouseholdError> {
        if let Some(person) = person {
            self.role(person)?;
            if self.is_shut(person) {
                return Err(VaultError::OwnLockShut.into());
            }
        }
        *lock(&self.acting) = person;
        Ok(())
    }

    /// Who acts; `None` for whoever unlocked the household.
    pub fn acting(&self) -> Option<PersonId> {
        *lock(&self.acting)
    }

    /// Who acts, as it stands in the journal.
    pub fn author(&self) -> Author {
        Author { person: self.acting(), ..Author::HOUSEHOLD }
    }

    /// Returns what somebody is.
    ///
    /// Where nobody said it, the person who was added first is the owner, and everybody else is an adult.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`], and whatever the file says.
    pub fn role(&self, person: PersonId) -> Result<PersonRole, HouseholdError> {
        self.roles()?
            .into_iter()
            .find_map(|(known, role)| (known.id == person).then_some(role))
            .ok_or(HouseholdError::NoSuchPerson)
    }

    /// Returns everyone with what they are, in the order in which they were added.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn roles(&self) -> Result<Vec<(Person, PersonRole)>, HouseholdError> {
        let people = self.people()?;
        // Removed or not: whoever comes next is no owner by that.
        let first = self.store.read::<_, StoreError>(|reader| {
            reader.one("SELECT person FROM people ORDER BY id LIMIT 1", [], |row| {
                Ok(PersonId::from_bytes(row.get(0)?))
            })
        })?;
        let said = self.store.read::<_, HouseholdError>(|reader| {
            let sql = "SELECT p.person, r.role FROM roles r JOIN people p ON p.id = r.person";
            Ok(reader.all(sql, [], |row| Ok((PersonId::from_bytes(row.get(0)?), row.get::<_, u8>(1)?)))?)
        })?;
        let of = |person: &Person| match said.iter().find(|(id, _)| *id == person.id) {
            // A role that a newer program knows may do here what the least may.
            Some((_, code)) => from_code(*code).unwrap_or(PersonRole::Guest),
            None if first == Some(person.id) => PersonRole::Owner,
            None => PersonRole::Adult,
        };
        Ok(people
            .into_iter()
            .map(|person| {
                let role = of(&person);
                (person, role)
            })
            .collect())
    }

    /// Says what somebody is from now on.
    ///
    /// # Errors
    /// [`HouseholdError::LastOwner`] where nobody would look after the household any more; [`HouseholdError::NotAllowed`],
    /// [`HouseholdError::NoSuchPerson`], and whatever the file says. Nothing is changed then.
    pub fn set_role(&self, person: PersonId, role: PersonRole) -> Result<(), HouseholdError> {
        self.allow(Act::People, None)?;
        // Of two that are taken away at once, each would leave the other as the last.
        let _one_at_a_time = lock(&self.handing_on);
        let roles = self.roles()?;
        let now = roles.iter().find(|(known, _)| known.id == person).ok_or(HouseholdError::NoSuchPerson)?.1;
        if now == role {
            return Ok(());
        }
        let others = roles.iter().any(|(known, is)| known.id != person && *is == PersonRole::Owner);
        if role != PersonRole::Owner && !others {
            return Err(HouseholdError::LastOwner);
        }
        self.record(RoleSet { person, role: code(role) }.change(self.author()))?;
        Ok(())
    }

    /// Whether whoever acts may do this with a person's diary, or with what is the household's.
    ///
    /// # Errors
    /// [`HouseholdError::NotAllowed`], [`HouseholdError::NoSuchPerson`], and whatever the file says.
    pub fn allow(&self, act: Act, with: Option<PersonId>) -> Result<(), HouseholdError> {
        let Some(actor) = self.acting() else { return Ok(()) };
        let role = self.role(actor)?;
        let whose = match with {
            None => Whose::Household,
            Some(person) if person == actor => Whose::Own,
            Some(person) => Whose::Of(self.role(person)?),
        };
        if role.may(act, whose) { Ok(()) } else { Err(HouseholdError::NotAllowed { role, act }) }
    }
}

/// The number of a role in a file.
fn code(role: PersonRole) -> u8 {
    match role {
        PersonRole::Owner => 0,
        PersonRole::Adult => 1,
        PersonRole::Child => 2,
        PersonRole::Guest => 3,
    }
}

fn from_code(known: u8) -> Option<PersonRole> {
    PersonRole::ALL.into_iter().find(|role| code(*role) == known)
}
