//! The people of a household: who they are, what they may do, and what left their diaries.

use diary_core::household::{KnownBackup, PersonRole, Sharing};
use diary_core::id::PersonId;

use crate::error::DiaryError;
use crate::household::Household;

/// A person of the household.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Member {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: MemberRole,
    /// Whether their diary has a lock of its own that is shut.
    pub shut: bool,
}

crate::quiet::says_nothing!(Member);

/// What a person of the household may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum MemberRole {
    /// Looks after the household: people, devices, secrets, backups, and every diary without a lock of its own.
    Owner,
    /// Keeps their own diary and those of children, and may add devices and make backups.
    Adult,
    /// Writes in their own diary; erasing and taking out is for those who look after it.
    Child,
    /// Keeps their own diary, for a while.
    Guest,
}

impl From<PersonRole> for MemberRole {
    fn from(role: PersonRole) -> Self {
        match role {
            PersonRole::Owner => Self::Owner,
            PersonRole::Adult => Self::Adult,
            PersonRole::Child => Self::Child,
            PersonRole::Guest => Self::Guest,
        }
    }
}

impl From<MemberRole> for PersonRole {
    fn from(role: MemberRole) -> Self {
        match role {
            MemberRole::Owner => Self::Owner,
            MemberRole::Adult => Self::Adult,
            MemberRole::Child => Self::Child,
            MemberRole::Guest => Self::Guest,
        }
    }
}

/// Something that left the household.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Shared {
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// In which form, a stable word: `json`, `csv`, `journal`, `media`.
    pub form: String,
    /// Whose.
    pub people: Vec<String>,
    /// How many entries; 0 for what was sealed, of which that is not noted.
    pub entries: u64,
    /// Whether it was of what is sealed.
    pub of_sealed: bool,
}

impl Shared {
    fn of(sharing: Sharing) -> Self {
        Self {
            at_ms: sharing.at_ms,
            of_sealed: sharing.is_of_sealed(),
            people: sharing.people.iter().map(ToString::to_string).collect(),
            form: sharing.format,
            entries: sharing.entries,
        }
    }
}

/// What went with a person, and where they may remain.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct MemberRemoved {
    /// How many records that waited for them went.
    pub waiting: u64,
    /// Whether everything is done; what is not is done at the next opening.
    pub finished: bool,
    /// Whether the storage may keep what was overwritten, under keys that are gone.
    pub storage: bool,
    /// Where backups lie that still have them.
    pub backups: Vec<String>,
    /// What of theirs had left the household.
    pub shared: Vec<Shared>,
}

#[uniffi::export]
impl Household {
    /// The people, in the order in which they came.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn people(&self) -> Result<Vec<Member>, DiaryError> {
        self.held.with(|core| {
            let people = core.roles()?.into_iter().map(|(person, role)| Member {
                id: person.id.to_string(),
                name: person.name,
                role: role.into(),
                shut: core.is_shut(person.id),
            });
            Ok(people.collect())
        })
    }

    /// Adds a person with an empty diary, and gives their id. The first one is an owner, the others adults.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for a name that is empty, too long, or somebody's already; [`DiaryError::NotAllowed`].
    pub fn add_person(&self, name: String) -> Result<String, DiaryError> {
        self.held.with(|core| Ok(core.add_person(&name)?.to_string()))
    }

    /// Says what a person may do.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`]; [`DiaryError::NotAllowed`], also for the last owner.
    pub fn set_role(&self, person: String, role: MemberRole) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.set_role(person_id(&person)?, role.into())?))
    }

    /// From here on somebody acts, and may do what their role allows; none where the household itself does, which may do all.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`]; [`DiaryError::Shut`] while their own lock is.
    pub fn act_as(&self, person: Option<String>) -> Result<(), DiaryError> {
        self.held.with(|core| {
            let person = person.map(|text| person_id(&text)).transpose()?;
            Ok(core.act_as(person)?)
        })
    }

    /// Who acts.
    ///
    /// # Errors
    /// [`DiaryError::Shut`].
    pub fn acting(&self) -> Result<Option<String>, DiaryError> {
        self.held.with(|core| Ok(core.acting().map(|person| person.to_string())))
    }

    /// Removes a person with their diary, for good.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`]; nothing was removed then.
    pub fn remove_person(&self, person: String) -> Result<MemberRemoved, DiaryError> {
        self.held.with(|core| {
            let gone = core.remove_person(person_id(&person)?)?;
            let places =
                |known: &[KnownBackup]| known.iter().map(|known| known.place.clone()).collect::<Vec<_>>();
            Ok(MemberRemoved {
                waiting: gone.waiting,
                finished: gone.unfinished.is_none(),
                storage: gone.storage,
                backups: [places(&gone.backups), places(&gone.own_backups)].concat(),
                shared: gone.shared.into_iter().map(Shared::of).collect(),
            })
        })
    }

    /// Everything that left the household, the oldest first.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn sharing_log(&self) -> Result<Vec<Shared>, DiaryError> {
        self.held.with(|core| Ok(core.sharing_log()?.into_iter().map(Shared::of).collect()))
    }
}

pub(crate) fn person_id(text: &str) -> Result<PersonId, DiaryError> {
    Ok(text.parse()?)
}
