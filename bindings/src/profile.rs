//! A person's profile, and the card for when they cannot speak.

use diary_core::diary::{
    Card, Contact, Insurer, NhsNumber, Practice, Profile as CoreProfile, ProfilePart, Sex,
};

use crate::diary::Diary;
use crate::error::DiaryError;

/// A person's profile; everything in it may be left out.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct PersonProfile {
    /// The whole name, as on a letter.
    #[uniffi(default = None)]
    pub full_name: Option<String>,
    /// What they like to be called.
    #[uniffi(default = None)]
    pub known_as: Option<String>,
    /// The day they were born, `1956-03-09`.
    #[uniffi(default = None)]
    pub birth_date: Option<String>,
    /// What reference ranges are chosen by: `female`, `male`, `other`.
    #[uniffi(default = None)]
    pub sex: Option<String>,
    /// A telephone number.
    #[uniffi(default = None)]
    pub phone: Option<String>,
    /// An address for mail over the network.
    #[uniffi(default = None)]
    pub email: Option<String>,
    /// Where they live; of several lines.
    #[uniffi(default = None)]
    pub address: Option<String>,
    /// Whom to call, the first one first.
    #[uniffi(default = [])]
    pub contacts: Vec<EmergencyContact>,
    /// Their general practice.
    #[uniffi(default = None)]
    pub practice: Option<NameAndPhone>,
    /// Who insures them.
    #[uniffi(default = None)]
    pub insurer: Option<InsurerNamed>,
    /// Their NHS number, ten digits.
    #[uniffi(default = None)]
    pub nhs_number: Option<String>,
    /// The parts that are on the card, stable words (`full-name`, `contacts`), in this order; none where they have no card.
    #[uniffi(default = None)]
    pub card_shows: Option<Vec<String>>,
    /// What a stranger has to know, in the person's words.
    #[uniffi(default = None)]
    pub card_words: Option<String>,
}

/// Somebody to call.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct EmergencyContact {
    /// Their name.
    pub name: String,
    /// Who they are to the person.
    #[uniffi(default = None)]
    pub relation: Option<String>,
    /// Their telephone number.
    #[uniffi(default = None)]
    pub phone: Option<String>,
}

/// A general practice.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct NameAndPhone {
    /// Its name.
    pub name: String,
    /// Its telephone number.
    #[uniffi(default = None)]
    pub phone: Option<String>,
}

/// An insurer.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct InsurerNamed {
    /// Its name.
    pub name: String,
    /// The person's number there.
    #[uniffi(default = None)]
    pub number: Option<String>,
}

crate::quiet::says_nothing!(PersonProfile, EmergencyContact, NameAndPhone, InsurerNamed);

impl PersonProfile {
    fn of(profile: CoreProfile) -> Self {
        let card = profile.card;
        Self {
            full_name: profile.full_name,
            known_as: profile.known_as,
            birth_date: profile.birth_date.map(|day| day.to_string()),
            sex: profile.sex.map(|sex| sex.name().to_owned()),
            phone: profile.phone,
            email: profile.email,
            address: profile.address,
            contacts: profile
                .contacts
                .into_iter()
                .map(|Contact { name, relation, phone }| EmergencyContact { name, relation, phone })
                .collect(),
            practice: profile.practice.map(|Practice { name, phone }| NameAndPhone { name, phone }),
            insurer: profile.insurer.map(|Insurer { name, number }| InsurerNamed { name, number }),
            nhs_number: profile.nhs_number.map(|number| number.digits().to_owned()),
            card_shows: card
                .as_ref()
                .map(|card| card.shows.iter().map(|part| part.name().to_owned()).collect()),
            card_words: card.and_then(|card| card.words),
        }
    }

    fn read(self) -> Result<CoreProfile, DiaryError> {
        let sex = |name: String| {
            Sex::from_name(&name).ok_or_else(|| DiaryError::invalid("sex is female, male or other"))
        };
        let nhs = |digits: String| {
            NhsNumber::parse(&digits)
                .ok_or_else(|| DiaryError::invalid("this is no NHS number; check its digits"))
        };
        let part = |name: &String| {
            ProfilePart::from_name(name).ok_or_else(|| DiaryError::invalid("the profile has no such part"))
        };
        let shows = self.card_shows.map(|shows| shows.iter().map(part).collect::<Result<Vec<_>, _>>());
        let shows = shows.transpose()?;
        let card = match (shows, self.card_words) {
            (None, None) => None,
            (shows, words) => Some(Card { shows: shows.unwrap_or_default(), words }),
        };
        Ok(CoreProfile {
            full_name: self.full_name,
            known_as: self.known_as,
            birth_date: self.birth_date.map(|day| day.parse()).transpose()?,
            sex: self.sex.map(sex).transpose()?,
            phone: self.phone,
            email: self.email,
            address: self.address,
            contacts: self
                .contacts
                .into_iter()
                .map(|EmergencyContact { name, relation, phone }| Contact { name, relation, phone })
                .collect(),
            practice: self.practice.map(|NameAndPhone { name, phone }| Practice { name, phone }),
            insurer: self.insurer.map(|InsurerNamed { name, number }| Insurer { name, number }),
            nhs_number: self.nhs_number.map(nhs).transpose()?,
            card,
        })
    }
}

#[uniffi::export]
impl Diary {
    /// The person's profile.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn profile(&self) -> Result<PersonProfile, DiaryError> {
        self.with(|_, diary| Ok(PersonProfile::of(diary.profile()?)))
    }

    /// The part of the profile that is on the emergency card; none where they have none.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn card(&self) -> Result<Option<PersonProfile>, DiaryError> {
        self.with(|_, diary| Ok(diary.profile()?.on_card().map(PersonProfile::of)))
    }

    /// Sets the whole profile; what it was stays in the journal.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] with the part that is empty, too long, or has signs that are no text.
    pub fn set_profile(&self, profile: PersonProfile) -> Result<(), DiaryError> {
        self.with(|core, diary| Ok(diary.set_profile(&profile.read()?, core.author())?))
    }
}
