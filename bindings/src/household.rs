//! An open household.

use std::sync::{Arc, Mutex, PoisonError};

use diary_core::household::{Household as Core, Unlocked};
use diary_core::id::PersonId;
use diary_core::vault::{KeyStoreAnswer, Unlock};

use crate::diary::Diary;
use crate::error::DiaryError;
use crate::guard::guarded;
use crate::place::HouseholdPlace;
use crate::secrets::{KeyStoreReply, reply, slot_id, typed_code, typed_passphrase};

/// Makes a household in a new or empty folder, locked when this returns, and gives its recovery code: show it once, let the
/// person write it down, and forget it.
///
/// # Errors
/// [`DiaryError::WeakPassphrase`], [`DiaryError::Invalid`] for a folder that is not empty, and whatever the system says. Takes
/// about a second, on purpose.
#[uniffi::export]
pub fn create_household(place: HouseholdPlace, passphrase: String) -> Result<String, DiaryError> {
    guarded(|| {
        let passphrase = typed_passphrase(passphrase);
        let (code, installation) =
            Core::create(&place.folder(), &passphrase, place.cost(), &place.outside()?)?;
        place.installations().keep(&installation)?;
        Ok(code.grouped().to_string())
    })
}

/// Milliseconds until the next secret may be tried at a household, whatever it is: nothing after up to three wrong ones in a row, then
/// a second, and twice as long after each, five minutes at most. The program that is started anew begins anew.
///
/// # Errors
/// [`DiaryError::System`].
#[uniffi::export]
pub fn wait_to_open(place: HouseholdPlace) -> Result<u64, DiaryError> {
    guarded(|| Ok(place.lock().wait_ms(&*place.clock()?)))
}

/// The household behind every object that was made of it; gone once it is shut.
#[derive(Debug)]
pub(crate) struct Held {
    core: Mutex<Option<Arc<Core>>>,
    pub(crate) place: HouseholdPlace,
}

impl Held {
    pub(crate) fn core(&self) -> Result<Arc<Core>, DiaryError> {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner);
        core.as_ref().map(Arc::clone).ok_or_else(DiaryError::closed)
    }

    /// Runs a call over the open household. No lock of this crate is held meanwhile.
    pub(crate) fn with<T>(
        &self,
        work: impl FnOnce(&Arc<Core>) -> Result<T, DiaryError>,
    ) -> Result<T, DiaryError> {
        guarded(|| work(&self.core()?))
    }
}

/// An open household: its people, devices and diaries. May be used from any thread.
#[derive(Debug, uniffi::Object)]
pub struct Household {
    pub(crate) held: Arc<Held>,
}

/// What was noticed while a household was taken up again.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct TakenUp {
    /// Whether secrets or keys were changed by another program meanwhile.
    pub keys_changed: bool,
    /// The people whose diaries stay shut: their own lock was changed, or something is wrong with the file.
    pub not_resumed: Vec<String>,
}

#[uniffi::export]
impl Household {
    /// Opens a household with its passphrase. Takes about a second, on purpose.
    ///
    /// # Errors
    /// [`DiaryError::WrongSecret`], [`DiaryError::NoHousehold`], [`DiaryError::InUse`], [`DiaryError::Damaged`],
    /// [`DiaryError::Newer`]; nothing was changed then. [`DiaryError::TooManyTries`] before [`wait_to_open`] is over.
    #[uniffi::constructor]
    pub fn open_with_passphrase(place: HouseholdPlace, passphrase: String) -> Result<Arc<Self>, DiaryError> {
        guarded(|| Self::open(place, Unlock::Passphrase(&typed_passphrase(passphrase))))
    }

    /// Opens a household with its recovery code, however it was typed.
    ///
    /// # Errors
    /// As with a passphrase.
    #[uniffi::constructor]
    pub fn open_with_recovery_code(place: HouseholdPlace, code: String) -> Result<Arc<Self>, DiaryError> {
        guarded(|| Self::open(place, Unlock::Recovery(&typed_code(code)?)))
    }

    /// Opens a household with what the platform's key store made of the blob that
    /// [`key_store_request`](crate::key_store_request) gave.
    ///
    /// # Errors
    /// As with a passphrase; [`DiaryError::KeyStoreRefused`] where the key store gave no key, and says what opens it besides.
    #[uniffi::constructor]
    pub fn open_with_key_store(
        place: HouseholdPlace,
        slot: String,
        answer: KeyStoreReply,
    ) -> Result<Arc<Self>, DiaryError> {
        guarded(|| {
            let answer: KeyStoreAnswer = reply(answer)?;
            Self::open(place, Unlock::KeyStore(slot_id(&slot)?, &answer))
        })
    }

    /// The household's id.
    ///
    /// # Errors
    /// [`DiaryError::Shut`].
    pub fn id(&self) -> Result<String, DiaryError> {
        self.held.with(|core| Ok(core.id().to_string()))
    }

    /// A person's diary.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`]; [`DiaryError::Shut`] where it has a lock of its own that is shut.
    pub fn diary(&self, person: String) -> Result<Arc<Diary>, DiaryError> {
        self.file(&person, false)
    }

    /// What is sealed beside a person's diary, under a lock of its own.
    ///
    /// # Errors
    /// As [`Household::diary`]; [`DiaryError::NotFound`] where nothing is sealed.
    pub fn sealed(&self, person: String) -> Result<Arc<Diary>, DiaryError> {
        self.file(&person, true)
    }

    /// Lets go of every file and lock, for a phone that is about to be suspended. Pausing twice is as good as once.
    ///
    /// # Errors
    /// Whatever a file says; nothing is lost then.
    pub fn pause(&self) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.pause()?))
    }

    /// Takes everything up again after [`Household::pause`].
    ///
    /// # Errors
    /// [`DiaryError::InUse`] where another process has opened it meanwhile.
    pub fn resume(&self) -> Result<TakenUp, DiaryError> {
        self.held.with(|core| {
            let resumed = core.resume()?;
            let shut = resumed.not_resumed.iter().map(|(person, _)| person.to_string());
            Ok(TakenUp { keys_changed: resumed.keys_changed, not_resumed: shut.collect() })
        })
    }

    /// Shuts it: keys are wiped, files let go of. Every later call is refused with [`DiaryError::Shut`], also of what was made of
    /// it; shutting twice is as good as once.
    ///
    /// # Errors
    /// Whatever a file says; nothing is lost then.
    pub fn shut(&self) -> Result<(), DiaryError> {
        guarded(|| {
            let taken = self.held.core.lock().unwrap_or_else(PoisonError::into_inner).take();
            Ok(taken.map_or(Ok(()), |core| core.pause())?)
        })
    }
}

impl Household {
    fn open(place: HouseholdPlace, secret: Unlock<'_>) -> Result<Arc<Self>, DiaryError> {
        let known = place.installation()?;
        let outside = place.outside()?;
        let Unlocked { household, new_installation, .. } =
            place.lock().tried(&*Arc::clone(&outside.clock), || {
                Ok(Core::unlock(&place.folder(), secret, known, outside)?)
            })?;
        if let Some(new) = new_installation {
            place.installations().keep(&new)?;
        }
        Ok(Arc::new(Self { held: Arc::new(Held { core: Mutex::new(Some(Arc::new(household))), place }) }))
    }

    fn file(&self, person: &str, sealed: bool) -> Result<Arc<Diary>, DiaryError> {
        self.held.with(|core| {
            let person: PersonId = person.parse()?;
            let diary = Diary { held: Arc::clone(&self.held), person, sealed };
            diary.opened(core)?;
            Ok(Arc::new(diary))
        })
    }
}
