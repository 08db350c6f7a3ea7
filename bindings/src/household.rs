//! An open household.

use std::sync::{Arc, Mutex, PoisonError};

use diary_core::device::Profile;
use diary_core::diary::{Cursor, Question};
use diary_core::household::{Handing, Household as Core, Slot, Unlocked};
use diary_core::id::{DeviceId, PersonId};
use diary_core::vault::{Argon2Cost, Passphrase, RecoveryCode, Unlock};
use zeroize::Zeroizing;

use crate::entry::{DiaryEntry, EntryPage};
use crate::error::DiaryError;
use crate::place::{HouseholdPlace, outside};
use crate::sync::{FoundDevice, Keeper, Sync};

/// Makes a household in a new or empty folder, locked when this returns, and gives its recovery code: show it once, let the
/// person write it down, and forget it.
///
/// # Errors
/// [`DiaryError::WeakPassphrase`], [`DiaryError::Invalid`] for a folder that is not empty, and whatever the system says. Takes
/// about a second, on purpose.
#[uniffi::export]
pub fn create_household(place: HouseholdPlace, passphrase: String) -> Result<String, DiaryError> {
    let passphrase = typed(passphrase);
    let (code, installation) = Core::create(&place.folder(), &passphrase, Argon2Cost::STANDARD, &outside()?)?;
    place.installations().keep(&installation)?;
    Ok(code.grouped().to_string())
}

/// What was typed, wiped when it goes.
fn typed(text: String) -> Passphrase {
    Passphrase::new(text.into_bytes())
}

/// An open household: its people, devices and diaries. May be used from any thread.
#[derive(Debug, uniffi::Object)]
pub struct Household {
    core: Mutex<Option<Arc<Core>>>,
}

/// A person of the household.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Member {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// A device of the household.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct KnownDevice {
    /// Its id.
    pub id: String,
    /// Maker and model in one line, as the device says.
    pub label: String,
    /// What it measures: `blood-pressure`, `oximeter`.
    pub kinds: Vec<String>,
    /// How many users it tells apart; 1 where none.
    pub users: u8,
}

/// What became of what was received.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Readings {
    /// Readings that are entries now.
    pub new: Vec<NewReading>,
    /// How many records were in a diary already.
    pub known: u64,
    /// How many wait: nobody has said whose they are, or their owner's lock is shut.
    pub waiting: u64,
}

/// A reading that is an entry now.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewReading {
    /// Whose.
    pub person: String,
    /// The entry.
    pub entry: String,
}

#[uniffi::export]
impl Household {
    /// Opens a household with its passphrase. Takes about a second, on purpose.
    ///
    /// # Errors
    /// [`DiaryError::WrongSecret`], [`DiaryError::NoHousehold`], [`DiaryError::InUse`], [`DiaryError::Damaged`],
    /// [`DiaryError::Newer`]; nothing was changed then.
    #[uniffi::constructor]
    pub fn open_with_passphrase(place: HouseholdPlace, passphrase: String) -> Result<Arc<Self>, DiaryError> {
        Self::open(&place, Unlock::Passphrase(&typed(passphrase)))
    }

    /// Opens a household with its recovery code, however it was typed.
    ///
    /// # Errors
    /// As with a passphrase.
    #[uniffi::constructor]
    pub fn open_with_recovery_code(place: HouseholdPlace, code: String) -> Result<Arc<Self>, DiaryError> {
        let code = Zeroizing::new(code);
        let code = RecoveryCode::parse(&code).map_err(|error| DiaryError::WrongSecret(error.to_string()))?;
        Self::open(&place, Unlock::Recovery(&code))
    }

    /// The people, in the order in which they came.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn people(&self) -> Result<Vec<Member>, DiaryError> {
        let people = self.core()?.people()?;
        Ok(people.into_iter().map(|person| Member { id: person.id.to_string(), name: person.name }).collect())
    }

    /// Adds a person with an empty diary, and gives their id.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for a name that is empty, too long, or somebody's already.
    pub fn add_person(&self, name: String) -> Result<String, DiaryError> {
        Ok(self.core()?.add_person(&name)?.to_string())
    }

    /// The devices.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn devices(&self) -> Result<Vec<KnownDevice>, DiaryError> {
        let devices = self.core()?.devices()?;
        let known = devices.into_iter().map(|device| KnownDevice {
            id: device.id.to_string(),
            label: device.description.label(),
            users: device.description.users(),
            kinds: device.description.kinds,
        });
        Ok(known.collect())
    }

    /// Notes where this phone found a device: its address, or the platform's own name for it.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn found_at(&self, device: String, address: String) -> Result<(), DiaryError> {
        Ok(self.core()?.found_at(device_id(&device)?, &address)?)
    }

    /// The devices that this phone found, and where.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn found(&self) -> Result<Vec<FoundDevice>, DiaryError> {
        Ok(self.core()?.addresses()?.into_iter().map(FoundDevice::of).collect())
    }

    /// Gives a user of a device to a person; no `user` for a device that tells none apart.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn assign(&self, device: String, user: Option<u8>, person: String) -> Result<(), DiaryError> {
        let slot = user.map_or(Slot::Only, Slot::User);
        Ok(self.core()?.assign(device_id(&device)?, slot, person_id(&person)?)?)
    }

    /// Begins to get to know a device: who it is and what it measures. Takes no readings over.
    ///
    /// # Errors
    /// [`DiaryError::Shut`].
    pub fn pair(&self) -> Result<Arc<Sync>, DiaryError> {
        Sync::new(Profile::pair(), Keeper::Open(self.core()?, None))
    }

    /// Begins to take over what a device has.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn sync(&self, device: String) -> Result<Arc<Sync>, DiaryError> {
        let (core, device) = (self.core()?, device_id(&device)?);
        let profile = core.device(device)?.description.profile();
        Sync::new(profile, Keeper::Open(core, Some(device)))
    }

    /// Begins to take over what a device has, and then what it measures, for as long as it does: a night with an oximeter, a
    /// cuff that is watched while it inflates. [`RadioEvent::Cancel`](crate::RadioEvent::Cancel) ends it.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn watch(&self, device: String) -> Result<Arc<Sync>, DiaryError> {
        let (core, device) = (self.core()?, device_id(&device)?);
        let profile = core.device(device)?.description.profile().live();
        Sync::new(profile, Keeper::Open(core, Some(device)))
    }

    /// Makes entries of what was received, where it is known whose it is.
    ///
    /// # Errors
    /// Whatever a file says; what was received stays where it is then.
    pub fn hand_on(&self) -> Result<Readings, DiaryError> {
        let handed = self.core()?.hand_on(Handing::Owned)?;
        let new = handed
            .new
            .into_iter()
            .map(|new| NewReading { person: new.person.to_string(), entry: new.entry.to_string() });
        Ok(Readings { new: new.collect(), known: handed.known, waiting: handed.waiting.len() as u64 })
    }

    /// A page of a person's entries, the newest first; `after` is what the page before gave.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::Shut`] where the diary has a lock of its own that is shut.
    pub fn entries(
        &self,
        person: String,
        after: Option<String>,
        at_most: u32,
    ) -> Result<EntryPage, DiaryError> {
        let diary = self.core()?.diary(person_id(&person)?)?;
        let after = after.map(|text| text.parse::<Cursor>());
        let after = after.transpose().map_err(|error| DiaryError::Invalid(error.to_string()))?;
        let page = diary.page(&Question::default(), after, usize::try_from(at_most).unwrap_or(usize::MAX))?;
        Ok(EntryPage {
            entries: page.entries.iter().map(DiaryEntry::of).collect(),
            next: page.next.map(|cursor| cursor.to_string()),
        })
    }

    /// Lets go of every file and lock, for a phone that is about to be suspended. Pausing twice is as good as once.
    ///
    /// # Errors
    /// Whatever a file says; nothing is lost then.
    pub fn pause(&self) -> Result<(), DiaryError> {
        Ok(self.core()?.pause()?)
    }

    /// Takes everything up again after [`Household::pause`].
    ///
    /// # Errors
    /// [`DiaryError::InUse`] where another process has opened it meanwhile.
    pub fn resume(&self) -> Result<(), DiaryError> {
        self.core()?.resume()?;
        Ok(())
    }

    /// Shuts it: keys are wiped, files let go of. Every later call is refused with [`DiaryError::Shut`]; shutting twice is as
    /// good as once.
    ///
    /// # Errors
    /// Whatever a file says; nothing is lost then.
    pub fn shut(&self) -> Result<(), DiaryError> {
        let taken = self.core.lock().unwrap_or_else(PoisonError::into_inner).take();
        Ok(taken.map_or(Ok(()), |core| core.pause())?)
    }
}

impl Household {
    fn open(place: &HouseholdPlace, secret: Unlock<'_>) -> Result<Arc<Self>, DiaryError> {
        let known = place.installation()?;
        let Unlocked { household, new_installation, .. } =
            Core::unlock(&place.folder(), secret, known, outside()?)?;
        if let Some(new) = new_installation {
            place.installations().keep(&new)?;
        }
        Ok(Arc::new(Self { core: Mutex::new(Some(Arc::new(household))) }))
    }

    fn core(&self) -> Result<Arc<Core>, DiaryError> {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        core.as_ref().map(Arc::clone).ok_or_else(DiaryError::closed)
    }
}

fn person_id(text: &str) -> Result<PersonId, DiaryError> {
    text.parse().map_err(|_| DiaryError::no_id())
}

fn device_id(text: &str) -> Result<DeviceId, DiaryError> {
    text.parse().map_err(|_| DiaryError::no_id())
}
