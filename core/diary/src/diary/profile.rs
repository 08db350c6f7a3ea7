//! What a person says of themselves beside their entries: who they are, whom to call, and what an emergency card shows.
//!
//! It stands in the person's own file, so that a diary which is handed over is complete in itself, and the household sees
//! nothing of it where the diary has a lock of its own.

use std::fmt;

use super::error::DiaryError;
use super::file::Diary;
use super::nhs::NhsNumber;
use super::operation::{Meaning, PROFILE, VERSION, meaning};
use super::project;
use crate::cbor;
use crate::journal::{self, Author, Change};
use crate::store::{FileKind, Read, StoreError};
use crate::time::CivilDate;

/// A line's most bytes of UTF-8.
const LONGEST_LINE: usize = 200;
/// The most bytes of an address, or of the words on the card.
const LONGEST_TEXT: usize = 2000;
/// The most people to call.
const MOST_CONTACTS: usize = 20;

/// A person's profile; everything in it may be left out.
#[derive(Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Profile {
    /// The whole name, as on a letter.
    #[n(0)]
    pub full_name: Option<String>,
    /// What they like to be called.
    #[n(1)]
    pub known_as: Option<String>,
    /// The day they were born.
    #[n(2)]
    pub birth_date: Option<CivilDate>,
    /// What a range or a dose may depend on.
    #[n(3)]
    pub sex: Option<Sex>,
    /// A telephone number.
    #[n(4)]
    pub phone: Option<String>,
    /// An address for mail over the network.
    #[n(5)]
    pub email: Option<String>,
    /// Where they live; of several lines.
    #[n(6)]
    pub address: Option<String>,
    /// Whom to call, the first one first.
    #[n(7)]
    pub contacts: Vec<Contact>,
    /// Their general practice.
    #[n(8)]
    pub practice: Option<Practice>,
    /// Who insures them.
    #[n(9)]
    pub insurer: Option<Insurer>,
    /// Their NHS number.
    #[n(10)]
    pub nhs_number: Option<NhsNumber>,
    /// What their emergency card shows; nothing where they have none.
    #[n(11)]
    pub card: Option<Card>,
}

/// A sex for clinical use: what reference ranges are chosen by, which is not a person's gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Sex {
    /// Ranges for women.
    #[n(0)]
    Female,
    /// Ranges for men.
    #[n(1)]
    Male,
    /// Neither of the two: somebody who knows them chooses.
    #[n(2)]
    Other,
}

/// Somebody to call.
#[derive(Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Contact {
    /// Their name.
    #[n(0)]
    pub name: String,
    /// Who they are to the person.
    #[n(1)]
    pub relation: Option<String>,
    /// Their telephone number.
    #[n(2)]
    pub phone: Option<String>,
}

/// A general practice.
#[derive(Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Practice {
    /// The practice's or the doctor's name.
    #[n(0)]
    pub name: String,
    /// Its telephone number.
    #[n(1)]
    pub phone: Option<String>,
}

/// An insurer.
#[derive(Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Insurer {
    /// Its name.
    #[n(0)]
    pub name: String,
    /// The person's number there.
    #[n(1)]
    pub number: Option<String>,
}

/// A small part of the profile that somebody chose to have at hand when they cannot speak.
#[derive(Clone, Default, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct Card {
    /// The parts of the profile that are on it, in this order; nothing else is.
    #[n(0)]
    pub shows: Vec<ProfilePart>,
    /// What a stranger has to know: allergies, medicines, conditions; in the person's words.
    #[n(1)]
    pub words: Option<String>,
}

/// A part of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ProfilePart {
    /// The whole name.
    #[n(0)]
    FullName,
    /// What they like to be called.
    #[n(1)]
    KnownAs,
    /// The day they were born.
    #[n(2)]
    BirthDate,
    /// Their sex for clinical use.
    #[n(3)]
    Sex,
    /// Their telephone number.
    #[n(4)]
    Phone,
    /// Their address for mail over the network.
    #[n(5)]
    Email,
    /// Where they live.
    #[n(6)]
    Address,
    /// Whom to call.
    #[n(7)]
    Contacts,
    /// Their general practice.
    #[n(8)]
    Practice,
    /// Who insures them.
    #[n(9)]
    Insurer,
    /// Their NHS number.
    #[n(10)]
    NhsNumber,
    /// The words on their emergency card.
    #[n(11)]
    CardWords,
}

impl ProfilePart {
    /// Every part, in the order of a profile.
    pub const ALL: [Self; 12] = [
        Self::FullName,
        Self::KnownAs,
        Self::BirthDate,
        Self::Sex,
        Self::Phone,
        Self::Email,
        Self::Address,
        Self::Contacts,
        Self::Practice,
        Self::Insurer,
        Self::NhsNumber,
        Self::CardWords,
    ];

    /// Its name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::FullName => "full-name",
            Self::KnownAs => "known-as",
            Self::BirthDate => "birth-date",
            Self::Sex => "sex",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address => "address",
            Self::Contacts => "contacts",
            Self::Practice => "practice",
            Self::Insurer => "insurer",
            Self::NhsNumber => "nhs-number",
            Self::CardWords => "card-words",
        }
    }

    /// The part of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

impl fmt::Display for ProfilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Sex {
    /// Its name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Other => "other",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Female, Self::Male, Self::Other].into_iter().find(|sex| sex.name() == name)
    }
}

macro_rules! says_nothing {
    ($($type:ident),*) => {$(
        impl fmt::Debug for $type {
            /// Without anything that it says.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($type)).finish_non_exhaustive()
            }
        }
    )*};
}

says_nothing!(Profile, Contact, Practice, Insurer, Card);

impl Profile {
    /// The first part that cannot be stored, if there is one: empty, too long, or with control characters.
    pub fn fault(&self) -> Option<ProfilePart> {
        let line = |text: &String| is_words(text, LONGEST_LINE, false);
        let lines = |text: &Option<String>| text.as_ref().is_none_or(line);
        let text =
            |text: &Option<String>| text.as_ref().is_none_or(|text| is_words(text, LONGEST_TEXT, true));
        let contacts = self.contacts.len() <= MOST_CONTACTS
            && self.contacts.iter().all(|one| line(&one.name) && lines(&one.relation) && lines(&one.phone));
        let practice = self.practice.as_ref();
        let insurer = self.insurer.as_ref();
        let right = [
            (ProfilePart::FullName, lines(&self.full_name)),
            (ProfilePart::KnownAs, lines(&self.known_as)),
            (ProfilePart::Phone, lines(&self.phone)),
            (ProfilePart::Email, lines(&self.email)),
            (ProfilePart::Address, text(&self.address)),
            (ProfilePart::Contacts, contacts),
            (ProfilePart::Practice, practice.is_none_or(|one| line(&one.name) && lines(&one.phone))),
            (ProfilePart::Insurer, insurer.is_none_or(|one| line(&one.name) && lines(&one.number))),
            (ProfilePart::CardWords, self.card.as_ref().is_none_or(|card| text(&card.words))),
        ];
        right.into_iter().find_map(|(part, right)| (!right).then_some(part))
    }

    /// What of it is on the emergency card, and nothing else; `None` where there is no card.
    pub fn on_card(&self) -> Option<Self> {
        let card = self.card.clone()?;
        let mut on = Self::default();
        for part in &card.shows {
            match part {
                ProfilePart::FullName => on.full_name.clone_from(&self.full_name),
                ProfilePart::KnownAs => on.known_as.clone_from(&self.known_as),
                ProfilePart::BirthDate => on.birth_date = self.birth_date,
                ProfilePart::Sex => on.sex = self.sex,
                ProfilePart::Phone => on.phone.clone_from(&self.phone),
                ProfilePart::Email => on.email.clone_from(&self.email),
                ProfilePart::Address => on.address.clone_from(&self.address),
                ProfilePart::Contacts => on.contacts.clone_from(&self.contacts),
                ProfilePart::Practice => on.practice.clone_from(&self.practice),
                ProfilePart::Insurer => on.insurer.clone_from(&self.insurer),
                ProfilePart::NhsNumber => on.nhs_number.clone_from(&self.nhs_number),
                // They are on it wherever there is a card.
                ProfilePart::CardWords => {}
            }
        }
        on.card = Some(card);
        Some(on)
    }
}

fn is_words(text: &str, longest: usize, several_lines: bool) -> bool {
    let shows = |symbol: char| !symbol.is_control() || (several_lines && symbol == '\n');
    !text.trim().is_empty() && text.len() <= longest && text.chars().all(shows)
}

impl Diary {
    /// Puts a profile in the place of the one before, which stays in the journal.
    ///
    /// # Errors
    /// [`DiaryError::BadProfile`] with the part that cannot be stored, and whatever the file says; then it is as it was.
    pub fn set_profile(&self, profile: &Profile, author: Author) -> Result<(), DiaryError> {
        if let Some(part) = profile.fault() {
            return Err(DiaryError::BadProfile(part));
        }
        self.journal.write::<_, DiaryError>(&self.store, |journal| {
            let (seq, ..) = journal.append(Change {
                id: None,
                kind: PROFILE,
                version: VERSION,
                author,
                body: cbor::encode(profile),
                reason: None,
                raw: None,
            })?;
            Ok(project::profile(journal.tx(), seq)?)
        })
    }

    /// Returns the person's profile; an empty one where none was written.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn profile(&self) -> Result<Profile, DiaryError> {
        self.store.read(|reader| {
            let rows = reader.all("SELECT id FROM profiles ORDER BY id", [], |row| row.get::<_, i64>(0))?;
            let mut newest = None;
            for row in rows {
                let malformed = || StoreError::Malformed(FileKind::Diary);
                let operation = journal::by_seq(reader, row)?.ok_or_else(malformed)?;
                let order = operation.header.as_ref().ok_or_else(malformed)?.order;
                let Meaning::Profile(profile) = meaning(&operation)? else { return Err(malformed().into()) };
                // Of two phones that did not know of each other, the same one shows everywhere.
                let place = (order, operation.writer);
                if newest.as_ref().is_none_or(|(before, _)| *before <= place) {
                    newest = Some((place, profile));
                }
            }
            Ok(newest.map(|(_, profile)| profile).unwrap_or_default())
        })
    }
}
