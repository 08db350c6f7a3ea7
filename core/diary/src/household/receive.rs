//! Receiving, with nothing unlocked.

use std::path::Path;

use super::devices::Description;
use super::error::HouseholdError;
use super::files;
use super::home::Outside;
use crate::cbor;
use crate::device::{Profile, Received, What};
use crate::id::DeviceId;
use crate::inbox::{Appended, Inbox, InboxError};
use crate::store::{FileKind, StoreError};
use crate::vault::{FilePurpose, Installation, LockedVault, VaultError};

/// The inbox of a household, opened with what this installation keeps and no secret of the user.
#[derive(Debug)]
pub struct Receiver {
    inbox: Inbox,
}

impl Receiver {
    /// Opens the inbox of a locked household.
    ///
    /// # Errors
    /// [`HouseholdError::OtherInstallation`]; [`HouseholdError::ReceiveKeyRenewed`] until somebody unlocks once; and
    /// whatever the files say.
    pub fn open(
        folder: &Path,
        installation: &Installation,
        outside: &Outside,
    ) -> Result<Self, HouseholdError> {
        // Looked at before anything is made in a folder that is none of a household, and again while nobody can give the
        // inbox its next generation: a record must not go into a file that is left behind.
        LockedVault::load(folder)?;
        let lock = Inbox::hold(folder)?;
        let locked = LockedVault::load(folder)?;
        if locked.household() != installation.household {
            return Err(HouseholdError::OtherInstallation);
        }
        let file = locked
            .files()
            .into_iter()
            .find(|file| file.purpose == FilePurpose::Inbox)
            .ok_or(VaultError::NoSuchFile)?;
        if file.generation != installation.receive_generation {
            return Err(HouseholdError::ReceiveKeyRenewed);
        }
        let inbox = Inbox::open_held(
            lock,
            &files::path(folder, file),
            installation.receive_key.expose(),
            locked.household(),
            outside.entropy.clone(),
        )?;
        Ok(Self { inbox })
    }

    /// What a session has to know of a device.
    ///
    /// # Errors
    /// [`InboxError::UnknownDevice`], and whatever the file says.
    pub fn profile(&self, device: DeviceId) -> Result<Profile, InboxError> {
        Ok(description(&self.inbox, device)?.profile())
    }

    /// Returns the devices that were found on this phone, and where: what to wait for.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn addresses(&self) -> Result<Vec<(DeviceId, String)>, InboxError> {
        self.inbox.addresses()
    }

    /// Seals an item of a session and commits it.
    ///
    /// # Errors
    /// As [`receive`].
    pub fn receive(&self, device: DeviceId, item: &Received) -> Result<Appended, InboxError> {
        receive(&self.inbox, device, item)
    }

    /// Writes everything into the file and closes it.
    ///
    /// # Errors
    /// Whatever the file says; nothing is lost then.
    pub fn close(self) -> Result<(), InboxError> {
        self.inbox.close()
    }
}

/// Seals an item of a session to its device's owner and commits it: durable when this returns.
///
/// # Errors
/// [`InboxError::UnknownDevice`], [`StoreError::Full`] and what else the file says; then nothing was stored.
pub fn receive(inbox: &Inbox, device: DeviceId, item: &Received) -> Result<Appended, InboxError> {
    let identity = description(inbox, device)?.identity;
    inbox.append(device, &item.to_bytes(), &known_by(&identity, device, item))
}

fn description(inbox: &Inbox, device: DeviceId) -> Result<Description, InboxError> {
    cbor::decode(&inbox.device(device)?.profile).ok_or(StoreError::Malformed(FileKind::Inbox).into())
}

/// What makes an item this item and no other.
///
/// A record with a stamp of the device's own: device, characteristic and raw bytes together, because a number or stamp
/// alone drops readings once a device's counter or clock starts again. Without a stamp two equal records are two
/// readings, and so the order of arrival belongs to it; so it does for clock readings and device information.
pub(super) fn known_by(identity: &str, device: DeviceId, item: &Received) -> Vec<u8> {
    let mut bytes = came_from(identity, device, item);
    bytes.extend_from_slice(&item.bytes);
    let stamped = item.what == What::Record && super::reading::has_stamp(item);
    if !stamped {
        bytes.extend_from_slice(&item.session);
        bytes.extend_from_slice(&item.arrival.to_be_bytes());
    }
    bytes
}

/// What makes everything that came live in one session this recording and no other.
pub(super) fn recording_known_by(identity: &str, device: DeviceId, item: &Received) -> Vec<u8> {
    let mut bytes = came_from(identity, device, item);
    bytes.extend_from_slice(&item.session);
    bytes
}

/// The device and the characteristic.
fn came_from(identity: &str, device: DeviceId, item: &Received) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + item.bytes.len());
    // Devices that say nothing of themselves are known by the household's own id.
    if identity == crate::device::Identity::Unknown.to_string() {
        bytes.extend_from_slice(device.as_bytes());
    } else {
        bytes.extend_from_slice(identity.as_bytes());
    }
    bytes.push(0);
    bytes.extend_from_slice(&item.uuid.to_bytes());
    bytes
}
