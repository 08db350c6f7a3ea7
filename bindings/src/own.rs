//! Locks of one's own: a diary handed over to its person, and what is sealed beside it.

use std::sync::Arc;

use diary_core::household::{Household as Core, OwnSlots};
use diary_core::id::PersonId;
use diary_core::vault::{KeyStoreAnswer, Unlock};

use crate::error::DiaryError;
use crate::household::{Held, Household};
use crate::patience::Lock;
use crate::secrets::{
    KeyStoreOffer, KeyStoreReply, KeyStoreRequest, SecretSlot, drawn, reply, slot_id, some_slot, typed_code,
    typed_passphrase,
};

#[uniffi::export]
impl Household {
    /// Hands a diary over to its person: it opens with their passphrase alone from then on. Gives its recovery code: show it
    /// once, and forget it. What was copied before stays with whoever copied it.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`], [`DiaryError::WeakPassphrase`]; [`DiaryError::Invalid`] where it has
    /// such a lock already.
    pub fn hand_over(&self, person: String, passphrase: String) -> Result<String, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| {
            let code = drawn(core)?;
            core.hand_over(person.parse()?, &passphrase, self.held.place.cost(), &code)?;
            Ok(code.grouped().to_string())
        })
    }

    /// Gives a diary back: it opens with the household again. Its own lock has to be open.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`], [`DiaryError::Shut`].
    pub fn give_back(&self, person: String) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.give_back(person.parse()?)?))
    }

    /// Makes a place beside a person's diary under a lock of its own, and gives its recovery code: show it once, and forget it.
    ///
    /// # Errors
    /// As [`Household::hand_over`].
    pub fn make_sealed(&self, person: String, passphrase: String) -> Result<String, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| {
            let code = drawn(core)?;
            core.make_sealed(person.parse()?, &passphrase, self.held.place.cost(), &code)?;
            Ok(code.grouped().to_string())
        })
    }

    /// The lock of a person's diary.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for what is no id.
    pub fn own_lock(&self, person: String) -> Result<Arc<OwnLock>, DiaryError> {
        self.lock_of(&person, false)
    }

    /// The lock of what is sealed beside a person's diary.
    ///
    /// # Errors
    /// [`DiaryError::Invalid`] for what is no id.
    pub fn sealed_lock(&self, person: String) -> Result<Arc<OwnLock>, DiaryError> {
        self.lock_of(&person, true)
    }
}

impl Household {
    fn lock_of(&self, person: &str, sealed: bool) -> Result<Arc<OwnLock>, DiaryError> {
        self.held
            .with(|_| Ok(Arc::new(OwnLock { held: Arc::clone(&self.held), person: person.parse()?, sealed })))
    }
}

/// A lock of one's own: what opens it, opening and shutting it.
#[derive(Debug, uniffi::Object)]
pub struct OwnLock {
    held: Arc<Held>,
    person: PersonId,
    sealed: bool,
}

#[uniffi::export]
impl OwnLock {
    /// Whether there is such a lock: without one, whoever opens the household opens it.
    ///
    /// # Errors
    /// [`DiaryError::Shut`] once the household is.
    pub fn is_there(&self) -> Result<bool, DiaryError> {
        self.with(|_, lock| Ok(lock.slots().is_some()))
    }

    /// Whether it is shut now.
    ///
    /// # Errors
    /// [`DiaryError::Shut`] once the household is.
    pub fn is_shut(&self) -> Result<bool, DiaryError> {
        self.with(|_, lock| Ok(lock.is_shut()))
    }

    /// Milliseconds until the next secret may be tried at it, as [`wait_to_open`](crate::wait_to_open) says for a household.
    ///
    /// # Errors
    /// [`DiaryError::Shut`] once the household is.
    pub fn wait_to_open(&self) -> Result<u64, DiaryError> {
        self.held.with(|_| Ok(self.lock().wait_ms(&*self.held.place.clock()?)))
    }

    /// Opens it with its passphrase. Takes about a second, on purpose.
    ///
    /// # Errors
    /// [`DiaryError::WrongSecret`]; [`DiaryError::TooManyTries`] before [`OwnLock::wait_to_open`] is over.
    pub fn open_with_passphrase(&self, passphrase: String) -> Result<(), DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| self.open(core, Unlock::Passphrase(&passphrase)))
    }

    /// Opens it with its recovery code.
    ///
    /// # Errors
    /// [`DiaryError::WrongSecret`].
    pub fn open_with_recovery_code(&self, code: String) -> Result<(), DiaryError> {
        self.held.with(|core| self.open(core, Unlock::Recovery(&typed_code(code)?)))
    }

    /// What to ask the phone's key store for.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`].
    pub fn key_store_request(&self, slot: String) -> Result<KeyStoreRequest, DiaryError> {
        self.with(|_, lock| Ok(KeyStoreRequest::of(lock.unlock_request(slot_id(&slot)?)?)))
    }

    /// Opens it with what the phone's key store answered.
    ///
    /// # Errors
    /// [`DiaryError::KeyStoreRefused`], [`DiaryError::WrongSecret`].
    pub fn open_with_key_store(&self, slot: String, answer: KeyStoreReply) -> Result<(), DiaryError> {
        self.held.with(|core| {
            let answer: KeyStoreAnswer = reply(answer)?;
            self.open(core, Unlock::KeyStore(slot_id(&slot)?, &answer))
        })
    }

    /// Shuts it; shutting twice is as good as once.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn shut(&self) -> Result<(), DiaryError> {
        self.held.with(|core| {
            Ok(if self.sealed { core.shut_sealed(self.person) } else { core.shut_own(self.person) }?)
        })
    }

    /// What opens it; nothing where there is no such lock.
    ///
    /// # Errors
    /// [`DiaryError::Shut`] once the household is.
    pub fn slots(&self) -> Result<Vec<SecretSlot>, DiaryError> {
        self.with(|_, lock| {
            let opened_by = lock.opened_by();
            let slots = lock.slots().unwrap_or_default();
            Ok(slots.iter().map(|slot| SecretSlot::of(slot, opened_by)).collect())
        })
    }

    /// As [`Household::change_passphrase`].
    ///
    /// # Errors
    /// As there; [`DiaryError::Shut`] while it is.
    pub fn change_passphrase(&self, slot: Option<String>, passphrase: String) -> Result<String, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.with(|_, lock| {
            Ok(lock.change_passphrase(some_slot(slot)?, &passphrase, self.held.place.cost())?.to_string())
        })
    }

    /// As [`Household::add_passphrase`].
    ///
    /// # Errors
    /// As there; [`DiaryError::Shut`] while it is.
    pub fn add_passphrase(&self, passphrase: String) -> Result<String, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.with(|_, lock| Ok(lock.add_passphrase(&passphrase, self.held.place.cost())?.to_string()))
    }

    /// As [`Household::change_recovery_code`].
    ///
    /// # Errors
    /// As there; [`DiaryError::Shut`] while it is.
    pub fn change_recovery_code(&self) -> Result<String, DiaryError> {
        self.with(|core, lock| {
            let code = drawn(core)?;
            lock.change_recovery_code(&code)?;
            Ok(code.grouped().to_string())
        })
    }

    /// As [`Household::remove_slot`].
    ///
    /// # Errors
    /// As there; [`DiaryError::Shut`] while it is.
    pub fn remove_slot(&self, slot: String) -> Result<(), DiaryError> {
        self.with(|_, lock| Ok(lock.remove_slot(slot_id(&slot)?)?))
    }

    /// As [`Household::add_key_store`], with an offer of [`Household::offer_key_store`].
    ///
    /// # Errors
    /// As there; [`DiaryError::Shut`] while it is.
    pub fn add_key_store(&self, offer: Arc<KeyStoreOffer>, blob: Vec<u8>) -> Result<String, DiaryError> {
        self.with(|_, lock| Ok(lock.add_key_store(&offer.offer, &blob)?.to_string()))
    }

    /// Makes its keys new with a new passphrase, for a secret that may be known; gives the new recovery code.
    ///
    /// # Errors
    /// [`DiaryError::WeakPassphrase`], [`DiaryError::Shut`].
    pub fn rotate(&self, passphrase: String) -> Result<String, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.with(|core, lock| {
            let code = drawn(core)?;
            lock.rotate(&passphrase, self.held.place.cost(), &code)?;
            Ok(code.grouped().to_string())
        })
    }
}

impl OwnLock {
    fn with<T>(
        &self,
        work: impl FnOnce(&Core, &OwnSlots<'_>) -> Result<T, DiaryError>,
    ) -> Result<T, DiaryError> {
        self.held.with(|core| {
            let lock = if self.sealed { core.sealed_lock(self.person) } else { core.own_lock(self.person) };
            work(core, &lock)
        })
    }

    fn open(&self, core: &Core, secret: Unlock<'_>) -> Result<(), DiaryError> {
        let clock = self.held.place.clock()?;
        self.lock().tried(&*clock, || {
            Ok(if self.sealed {
                core.open_sealed(self.person, secret)
            } else {
                core.open_own(self.person, secret)
            }?)
        })
    }

    fn lock(&self) -> Lock {
        Lock::own(&self.held.place.folder(), self.person, self.sealed)
    }
}
