//! What opens a household, and changing it: passphrases, the recovery code, keys in a phone's key store.

use std::sync::Arc;

use diary_core::household::{Household as Core, HouseholdError};
use diary_core::id::SlotId;
use diary_core::time::CivilDate;
use diary_core::vault::{
    KeyStoreAnswer, KeyStoreRefusal, LockedVault, Offer, Passphrase, RecoveryCode, Secret, SlotInfo,
    SlotKind, UnlockRequest,
};
use zeroize::Zeroizing;

use crate::error::DiaryError;
use crate::guard::guarded;
use crate::household::Household;
use crate::place::HouseholdPlace;

/// What kind of secret a slot takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum SecretKind {
    /// A passphrase.
    Passphrase,
    /// A recovery code.
    RecoveryCode,
    /// A key in the key store of one phone.
    KeyStore,
}

/// One of the ways to open something.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SecretSlot {
    /// Its id; for a key store, the name of the key in it.
    pub id: String,
    /// What opens it.
    pub kind: SecretKind,
    /// The day on which its secret was set, `2026-08-14`; none where nobody noted it.
    pub since: Option<String>,
    /// Whether the right secret opens it; damage can take that away.
    pub usable: bool,
    /// Whether what is open now was opened by it.
    pub opened: bool,
}

impl SecretSlot {
    pub(crate) fn of(slot: &SlotInfo, opened_by: Option<SlotId>) -> Self {
        let since = slot.since.and_then(|day| CivilDate::from_epoch_day(i32::try_from(day).ok()?).ok());
        Self {
            id: slot.id.to_string(),
            kind: match slot.kind {
                SlotKind::Passphrase => SecretKind::Passphrase,
                SlotKind::Recovery => SecretKind::RecoveryCode,
                SlotKind::KeyStore => SecretKind::KeyStore,
            },
            since: since.map(|day| day.to_string()),
            usable: slot.usable,
            opened: opened_by == Some(slot.id),
        }
    }
}

/// What to ask a phone's key store for.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct KeyStoreRequest {
    /// The slot, which is the name of the key in the store.
    pub slot: String,
    /// The household's id, for the words of the prompt.
    pub household: String,
    /// What the store gave to keep, as it came.
    pub blob: Vec<u8>,
}

impl KeyStoreRequest {
    pub(crate) fn of(request: UnlockRequest) -> Self {
        Self { slot: request.slot.to_string(), household: request.household.to_string(), blob: request.blob }
    }
}

/// What a phone's key store answered.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum KeyStoreReply {
    /// The key: 32 bytes. Overwrite your copy once the call returns.
    Opened {
        /// The key.
        key: Vec<u8>,
    },
    /// A person said no.
    Cancelled,
    /// New fingerprints or faces made the key worthless.
    Invalidated,
    /// Too many tries.
    LockedOut,
    /// The store has no such key any more.
    Gone,
}

impl std::fmt::Debug for KeyStoreReply {
    /// Without the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyStoreReply")
    }
}

pub(crate) fn reply(answer: KeyStoreReply) -> Result<KeyStoreAnswer, DiaryError> {
    Ok(KeyStoreAnswer::Refused(match answer {
        KeyStoreReply::Opened { key } => {
            let key = Zeroizing::new(key);
            let mut bytes =
                <[u8; 32]>::try_from(&**key).map_err(|_| DiaryError::invalid("a key has 32 bytes"))?;
            return Ok(KeyStoreAnswer::Opened(Secret::take(&mut bytes)));
        }
        KeyStoreReply::Cancelled => KeyStoreRefusal::Cancelled,
        KeyStoreReply::Invalidated => KeyStoreRefusal::Invalidated,
        KeyStoreReply::LockedOut => KeyStoreRefusal::LockedOut,
        KeyStoreReply::Gone => KeyStoreRefusal::Gone,
    }))
}

/// What was typed, wiped when it goes.
pub(crate) fn typed_passphrase(text: String) -> Passphrase {
    Passphrase::new(text.into_bytes())
}

pub(crate) fn typed_code(text: String) -> Result<RecoveryCode, DiaryError> {
    let text = Zeroizing::new(text);
    RecoveryCode::parse(&text).map_err(|error| DiaryError::WrongSecret(error.to_string()))
}

pub(crate) fn slot_id(text: &str) -> Result<SlotId, DiaryError> {
    Ok(text.parse()?)
}

pub(crate) fn some_slot(text: Option<String>) -> Result<Option<SlotId>, DiaryError> {
    text.map(|text| slot_id(&text)).transpose()
}

/// What opens a household that is not open, without any secret: which prompt to show first.
///
/// # Errors
/// [`DiaryError::NoHousehold`], [`DiaryError::Damaged`], [`DiaryError::Newer`].
#[uniffi::export]
pub fn slots_of(place: HouseholdPlace) -> Result<Vec<SecretSlot>, DiaryError> {
    guarded(|| {
        let slots = LockedVault::load(&place.folder())?.slots();
        Ok(slots.iter().map(|slot| SecretSlot::of(slot, None)).collect())
    })
}

/// The first of two steps to open a household with the phone's key store: what to ask the store for. The second is
/// [`Household::open_with_key_store`].
///
/// # Errors
/// [`DiaryError::NotFound`] for a slot that is none of a key store.
#[uniffi::export]
pub fn key_store_request(place: HouseholdPlace, slot: String) -> Result<KeyStoreRequest, DiaryError> {
    guarded(|| {
        let vault = LockedVault::load(&place.folder())?;
        Ok(KeyStoreRequest::of(vault.unlock_request(slot_id(&slot)?)?))
    })
}

/// A fresh key for the phone's key store: put [`KeyStoreOffer::key`] into it under the name [`KeyStoreOffer::slot`], then give
/// this back with what the store gave to keep.
#[derive(Debug, uniffi::Object)]
pub struct KeyStoreOffer {
    pub(crate) offer: Offer,
}

#[uniffi::export]
impl KeyStoreOffer {
    /// The slot to come: the name of the key in the store.
    pub fn slot(&self) -> String {
        self.offer.slot().to_string()
    }

    /// The key, 32 bytes: overwrite your copy once the store has it.
    pub fn key(&self) -> Vec<u8> {
        self.offer.key().expose().to_vec()
    }
}

/// A new recovery code: show it once, let the person write it down, and forget it.
pub(crate) fn drawn(core: &Core) -> Result<RecoveryCode, HouseholdError> {
    core.draw_recovery_code()
}

#[uniffi::export]
impl Household {
    /// What opens the household.
    ///
    /// # Errors
    /// [`DiaryError::Shut`].
    pub fn slots(&self) -> Result<Vec<SecretSlot>, DiaryError> {
        self.held.with(|core| {
            let opened_by = core.opened_by();
            Ok(core.slots().iter().map(|slot| SecretSlot::of(slot, opened_by)).collect())
        })
    }

    /// Sets another passphrase in place of one; no `slot` where there is only one. Gives the new slot.
    ///
    /// Whoever kept an old copy of the household's folder opens that with the old one all the same; [`Household::rotate`] is
    /// for a secret that may be known.
    ///
    /// # Errors
    /// [`DiaryError::WeakPassphrase`], [`DiaryError::NotAllowed`], [`DiaryError::Invalid`] where several could be meant.
    pub fn change_passphrase(&self, slot: Option<String>, passphrase: String) -> Result<String, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| {
            Ok(core.change_passphrase(some_slot(slot)?, &passphrase, self.held.place.cost())?.to_string())
        })
    }

    /// Adds another passphrase that opens the household too.
    ///
    /// # Errors
    /// [`DiaryError::WeakPassphrase`], [`DiaryError::NotAllowed`].
    pub fn add_passphrase(&self, passphrase: String) -> Result<String, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| Ok(core.add_passphrase(&passphrase, self.held.place.cost())?.to_string()))
    }

    /// Sets a new recovery code in place of the one there was, and gives it: show it once, and forget it.
    ///
    /// # Errors
    /// [`DiaryError::NotAllowed`].
    pub fn change_recovery_code(&self) -> Result<String, DiaryError> {
        self.held.with(|core| {
            let code = drawn(core)?;
            core.change_recovery_code(&code)?;
            Ok(code.grouped().to_string())
        })
    }

    /// Takes a slot away, for good.
    ///
    /// # Errors
    /// [`DiaryError::NotFound`], [`DiaryError::NotAllowed`]; [`DiaryError::Invalid`] for the last one that a person can type.
    pub fn remove_slot(&self, slot: String) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.remove_slot(slot_id(&slot)?)?))
    }

    /// Draws a key for the phone's key store; nothing is changed until [`Household::add_key_store`].
    ///
    /// # Errors
    /// [`DiaryError::System`].
    pub fn offer_key_store(&self) -> Result<Arc<KeyStoreOffer>, DiaryError> {
        self.held.with(|core| Ok(Arc::new(KeyStoreOffer { offer: core.offer_key_store()? })))
    }

    /// Adds a slot for a key that the phone's key store has taken; `blob` is what the store gave to keep, at most 1024 bytes.
    ///
    /// # Errors
    /// [`DiaryError::NotAllowed`], [`DiaryError::Invalid`] for a blob that is too long.
    pub fn add_key_store(&self, offer: Arc<KeyStoreOffer>, blob: Vec<u8>) -> Result<String, DiaryError> {
        self.held.with(|core| Ok(core.add_key_store(&offer.offer, &blob)?.to_string()))
    }

    /// Makes all keys new, for a secret that may be known, with a new passphrase; gives the new recovery code. Every other slot
    /// is gone. Takes as long as copying every file.
    ///
    /// # Errors
    /// [`DiaryError::WeakPassphrase`], [`DiaryError::NotAllowed`], [`DiaryError::NoSpace`].
    pub fn rotate(&self, passphrase: String) -> Result<NewKeys, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| {
            let code = drawn(core)?;
            let rotated = core.rotate(&passphrase, self.held.place.cost(), &code)?;
            self.held.place.installations().keep(&rotated.installation)?;
            let left = rotated.left.iter().map(|(person, _)| person.to_string());
            Ok(NewKeys { recovery_code: code.grouped().to_string(), left: left.collect() })
        })
    }

    /// Raises what it costs to try the passphrase that opened the household, where this phone is fast enough; whether it did.
    ///
    /// # Errors
    /// [`DiaryError::WrongSecret`].
    pub fn raise_cost(&self, passphrase: String) -> Result<bool, DiaryError> {
        let passphrase = typed_passphrase(passphrase);
        self.held.with(|core| Ok(core.raise_cost(&passphrase)?.is_some()))
    }

    /// Writes both copies of the key file again, after one of them could not be written.
    ///
    /// # Errors
    /// [`DiaryError::System`].
    pub fn save_keys(&self) -> Result<(), DiaryError> {
        self.held.with(|core| Ok(core.save_keys()?))
    }
}

/// What making all keys new came to.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct NewKeys {
    /// The new recovery code: show it once, and forget it.
    pub recovery_code: String,
    /// The people whose file could not be made new yet; the next opening tries again.
    pub left: Vec<String>,
}

impl std::fmt::Debug for NewKeys {
    /// Without the code.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewKeys")
    }
}
