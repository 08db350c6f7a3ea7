//! The inbox file.

use std::path::Path;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::error::InboxError;
use crate::id::{DeviceId, HouseholdId, SealingKeyId};
use crate::ports::Entropy;
use crate::store::{self, FileKind, FolderLock, INBOX, Read, Store, StoreError, params};
use crate::vault::{SealContext, SealingPublic, keyed_identity};

/// The name of the inbox's own lock, beside the household's.
const LOCK: &str = "inbox.lock";

/// The records received, open for receiving.
#[derive(Debug)]
pub struct Inbox {
    store: Store,
    household: HouseholdId,
    entropy: Arc<dyn Entropy>,
    fingerprint_key: Zeroizing<Vec<u8>>,
    _lock: FolderLock,
}

/// What a session needs of a device, known without any secret of the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// Which device.
    pub device: DeviceId,
    /// Whose key its records are sealed to.
    pub recipient: SealingKeyId,
    /// What the household wrote down for the session.
    pub profile: Vec<u8>,
}

/// One sealed record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its number, never used again.
    pub number: u64,
    /// From which device.
    pub device: DeviceId,
    /// The key pair that opens it.
    pub recipient: SealingKeyId,
    /// The sealed bytes.
    pub bytes: Vec<u8>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is durable under this number.
    New(u64),
    /// Exactly this record waits already.
    Again,
}

impl Inbox {
    /// Makes an empty inbox file.
    ///
    /// # Errors
    /// As [`Store::create`]; [`StoreError::InUse`] if someone receives in this folder.
    pub fn create(
        path: &Path,
        key: &[u8; 32],
        household: HouseholdId,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, InboxError> {
        let lock = take_lock(path)?;
        let store = Store::create(path, key, &INBOX)?;
        let mut fingerprint_key = Zeroizing::new(vec![0; 32]);
        entropy.fill(&mut fingerprint_key)?;
        store.write::<_, StoreError>(|tx| {
            for (name, value) in
                [("household", &household.as_bytes()[..]), ("fingerprint-key", &fingerprint_key)]
            {
                tx.execute("INSERT INTO facts (name, value) VALUES (?1, ?2)", params![name, value])?;
            }
            Ok(())
        })?;
        Ok(Self { store, household, entropy, fingerprint_key, _lock: lock })
    }

    /// Opens the inbox with the receive key, which needs no secret of the user.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::InUse`] if another process receives.
    pub fn open(
        path: &Path,
        key: &[u8; 32],
        household: HouseholdId,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, InboxError> {
        let lock = take_lock(path)?;
        let store = Store::open(path, key, &INBOX)?;
        let fact = |name: &str| {
            store.read(|reader| {
                reader
                    .one("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get::<_, Vec<u8>>(0))?
                    .ok_or(InboxError::DAMAGED)
            })
        };
        InboxError::belongs(&fact("household")?, household)?;
        let fingerprint_key = Zeroizing::new(fact("fingerprint-key")?);
        Ok(Self { store, household, entropy, fingerprint_key, _lock: lock })
    }

    /// Writes down a device and whose key its records are sealed to.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn know(
        &self,
        device: DeviceId,
        recipient: (SealingKeyId, SealingPublic),
        profile: &[u8],
    ) -> Result<(), InboxError> {
        let (id, public) = recipient;
        self.store.write(|tx| {
            tx.execute(
                "INSERT OR IGNORE INTO recipients (id, public) VALUES (?1, ?2)",
                params![id.as_bytes(), public.as_bytes()],
            )?;
            tx.execute(
                "INSERT INTO devices (device, recipient, profile) VALUES (?1, ?2, ?3)
                 ON CONFLICT (device) DO UPDATE SET recipient = excluded.recipient, profile = excluded.profile",
                params![device.as_bytes(), id.as_bytes(), profile],
            )?;
            Ok(())
        })
    }

    /// Returns a known device.
    ///
    /// # Errors
    /// [`InboxError::UnknownDevice`], and whatever the file says.
    pub fn device(&self, device: DeviceId) -> Result<KnownDevice, InboxError> {
        let found = self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT recipient, profile FROM devices WHERE device = ?1",
                [device.as_bytes()],
                |row| Ok((SealingKeyId::from_bytes(row.get(0)?), row.get(1)?)),
            )
        })?;
        let (recipient, profile) = found.ok_or(InboxError::UnknownDevice)?;
        Ok(KnownDevice { device, recipient, profile })
    }

    /// Seals a record to its device's recipient and commits it.
    ///
    /// `record` is what is sealed. `known_by` is what makes it this record and no other: an exact resend that still
    /// waits is recognised by it, under a key of this file.
    ///
    /// # Errors
    /// [`InboxError::UnknownDevice`], [`StoreError::Full`] and what else the file says; then nothing was stored.
    pub fn append(&self, device: DeviceId, record: &[u8], known_by: &[u8]) -> Result<Appended, InboxError> {
        let fingerprint = keyed_identity(&self.fingerprint_key, known_by);
        self.store.write(|tx| {
            let again = tx.one("SELECT 1 FROM records WHERE fingerprint = ?1", [fingerprint], |_| Ok(()))?;
            if again.is_some() {
                return Ok(Appended::Again);
            }
            let (recipient, public) = tx
                .one(
                    "SELECT r.id, r.public FROM devices d JOIN recipients r ON r.id = d.recipient
                     WHERE d.device = ?1",
                    [device.as_bytes()],
                    |row| Ok((SealingKeyId::from_bytes(row.get(0)?), SealingPublic::from_bytes(row.get(1)?))),
                )?
                .ok_or(InboxError::UnknownDevice)?;
            let number = last_number(tx)? + 1;
            let context = SealContext { household: self.household, key: recipient, sequence: number };
            let sealed = public.seal(&context, record, &*self.entropy)?;
            tx.execute(
                "INSERT INTO records (seq, device, recipient, fingerprint, sealed) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![number, device.as_bytes(), recipient.as_bytes(), fingerprint, sealed],
            )?;
            Ok(Appended::New(number))
        })
    }

    /// Returns every record that waits, in order of arrival.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn waiting(&self) -> Result<Vec<Sealed>, InboxError> {
        Ok(self.store.read::<_, StoreError>(|reader| {
            reader.all("SELECT seq, device, recipient, sealed FROM records ORDER BY seq", [], |row| {
                Ok(Sealed {
                    number: row.get(0)?,
                    device: DeviceId::from_bytes(row.get(1)?),
                    recipient: SealingKeyId::from_bytes(row.get(2)?),
                    bytes: row.get(3)?,
                })
            })
        })?)
    }

    /// Removes records that are in a diary now; numbers that are not there are left out.
    ///
    /// # Errors
    /// Whatever the file says; then all are still there.
    pub fn remove(&self, numbers: &[u64]) -> Result<(), InboxError> {
        if numbers.is_empty() {
            return Ok(());
        }
        self.store.write(|tx| {
            for number in numbers {
                tx.execute("DELETE FROM records WHERE seq = ?1", [number])?;
            }
            Ok(())
        })
    }

    /// Leaves no older page in the file's log.
    ///
    /// # Errors
    /// Whatever the file says; nothing is lost then.
    pub(crate) fn empty_log(&self) -> Result<(), InboxError> {
        Ok(self.store.empty_log()?)
    }

    /// Returns the number that was given last, and the numbers that wait.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn numbers(&self) -> Result<(u64, Vec<u64>), InboxError> {
        Ok(self.store.read::<_, StoreError>(|reader| {
            Ok((
                last_number(reader)?,
                reader.all("SELECT seq FROM records ORDER BY seq", [], |row| row.get(0))?,
            ))
        })?)
    }

    /// Checks that every public key here is one of `own`: a foreign one would let someone else read what is received.
    ///
    /// # Errors
    /// [`InboxError::ForeignKey`].
    pub fn check_recipients(&self, own: &[(SealingKeyId, SealingPublic)]) -> Result<(), InboxError> {
        let found = self.store.read::<_, StoreError>(|reader| {
            reader.all("SELECT id, public FROM recipients", [], |row| {
                Ok((SealingKeyId::from_bytes(row.get(0)?), SealingPublic::from_bytes(row.get(1)?)))
            })
        })?;
        if found.iter().all(|key| own.contains(key)) { Ok(()) } else { Err(InboxError::ForeignKey) }
    }

    /// Checks every page of the file.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn check(&self) -> Result<(), InboxError> {
        Ok(store::check(&self.store)?)
    }

    /// The file itself, for a backup.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Whose inbox this is.
    pub fn household(&self) -> HouseholdId {
        self.household
    }

    /// Writes everything into the file and closes it.
    ///
    /// # Errors
    /// Whatever the file says; nothing is lost then.
    pub fn close(self) -> Result<(), InboxError> {
        Ok(self.store.close()?)
    }
}

fn take_lock(path: &Path) -> Result<FolderLock, StoreError> {
    let folder = path.parent().ok_or(StoreError::Missing(FileKind::Inbox))?;
    FolderLock::take(folder, LOCK)
}

/// The number that was given last; 0 for none. Kept by SQLite beside the table, so that a number never comes again.
fn last_number(source: &impl Read) -> Result<u64, StoreError> {
    let last = source.one("SELECT seq FROM sqlite_sequence WHERE name = 'records'", [], |row| row.get(0))?;
    Ok(last.unwrap_or(0))
}
