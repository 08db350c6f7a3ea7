//! The inbox file.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::Zeroizing;

use super::error::InboxError;
use crate::id::{DeviceId, HouseholdId, SealingKeyId};
use crate::ports::Entropy;
use crate::store::{
    self, FileKind, FolderLock, INBOX, NextGeneration, Read, Reader, Store, StoreError, params,
};
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
    /// None while it is paused.
    lock: Mutex<Option<FolderLock>>,
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
        Ok(Self { store, household, entropy, fingerprint_key, lock: Mutex::new(Some(lock)) })
    }

    /// Goes on behind this number: none up to it is given any more.
    ///
    /// # Errors
    /// Whatever the file says.
    pub(crate) fn go_on_behind(&self, last: u64) -> Result<(), InboxError> {
        Ok(self.store.write::<_, StoreError>(|tx| {
            if last > last_number(tx)? {
                tx.execute("DELETE FROM sqlite_sequence WHERE name = 'records'", [])?;
                tx.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('records', ?1)", [last])?;
            }
            Ok(())
        })?)
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
        Self::open_held(take_lock(path)?, path, key, household, entropy)
    }

    /// Holds the inbox of a folder for this process, before it is known which of its files is to be opened.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another process receives.
    pub fn hold(folder: &Path) -> Result<FolderLock, InboxError> {
        Ok(FolderLock::take(folder, LOCK)?)
    }

    /// As [`Inbox::hold`], without making anything; `None` where nobody ever received.
    pub(crate) fn hold_if_there(folder: &Path) -> Result<Option<FolderLock>, StoreError> {
        FolderLock::take_if_there(folder, LOCK)
    }

    /// Opens the inbox that [`Inbox::hold`] holds.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_held(
        lock: FolderLock,
        path: &Path,
        key: &[u8; 32],
        household: HouseholdId,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, InboxError> {
        let store = Store::open(path, key, &INBOX)?;
        InboxError::belongs(&fact(&store, "household")?, household)?;
        let fingerprint_key = Zeroizing::new(fact(&store, "fingerprint-key")?);
        Ok(Self { store, household, entropy, fingerprint_key, lock: Mutex::new(Some(lock)) })
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

    /// Notes where a known device is found on this phone.
    ///
    /// # Errors
    /// [`InboxError::UnknownDevice`], and whatever the file says.
    pub fn found_at(&self, device: DeviceId, address: &str) -> Result<(), InboxError> {
        self.store.write(|tx| {
            let found = tx.execute(
                "UPDATE devices SET address = ?2 WHERE device = ?1",
                params![device.as_bytes(), address],
            )?;
            if found == 0 { Err(InboxError::UnknownDevice) } else { Ok(()) }
        })
    }

    /// Notes that nobody waits for a device any more; where that is so already, nothing is written.
    ///
    /// # Errors
    /// Whatever the file says.
    pub(crate) fn lost_sight_of(&self, device: DeviceId) -> Result<(), InboxError> {
        if self.addresses()?.iter().any(|(known, _)| *known == device) {
            self.store.write::<_, StoreError>(|tx| {
                tx.execute("UPDATE devices SET address = NULL WHERE device = ?1", [device.as_bytes()])
            })?;
        }
        Ok(())
    }

    /// Returns the devices that were found on this phone, and where.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn addresses(&self) -> Result<Vec<(DeviceId, String)>, InboxError> {
        Ok(self.store.read::<_, StoreError>(|reader| {
            reader.all(
                "SELECT device, address FROM devices WHERE address IS NOT NULL ORDER BY device",
                [],
                |row| Ok((DeviceId::from_bytes(row.get(0)?), row.get(1)?)),
            )
        })?)
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

    /// Removes records that are in a diary now, and returns the keys that they were sealed to; numbers that are not there
    /// are left out.
    ///
    /// # Errors
    /// Whatever the file says; then all are still there.
    pub fn remove(&self, numbers: &[u64]) -> Result<BTreeSet<SealingKeyId>, InboxError> {
        let mut recipients = BTreeSet::new();
        if numbers.is_empty() {
            return Ok(recipients);
        }
        self.store.write(|tx| {
            for number in numbers {
                let sql = "SELECT recipient FROM records WHERE seq = ?1";
                recipients.extend(tx.one(sql, [number], |row| Ok(SealingKeyId::from_bytes(row.get(0)?)))?);
                tx.execute("DELETE FROM records WHERE seq = ?1", [number])?;
            }
            Ok(recipients)
        })
    }

    /// Puts other sealed bytes in the place of a waiting record's, to another key, and returns the key before; a number that
    /// is not there is left out.
    ///
    /// # Errors
    /// Whatever the file says; then it is as it was.
    pub fn reseal(
        &self,
        number: u64,
        recipient: (SealingKeyId, SealingPublic),
        sealed: &[u8],
    ) -> Result<Option<SealingKeyId>, InboxError> {
        let (id, public) = recipient;
        self.store.write(|tx| {
            let sql = "SELECT recipient FROM records WHERE seq = ?1";
            let before = tx.one(sql, [number], |row| Ok(SealingKeyId::from_bytes(row.get(0)?)))?;
            tx.execute(
                "INSERT OR IGNORE INTO recipients (id, public) VALUES (?1, ?2)",
                params![id.as_bytes(), public.as_bytes()],
            )?;
            tx.execute(
                "UPDATE records SET recipient = ?2, sealed = ?3 WHERE seq = ?1",
                params![number, id.as_bytes(), sealed],
            )?;
            Ok(before)
        })
    }

    /// Forgets the keys that no device's records are sealed to any more and under which no record waits, and returns those
    /// that stay: to no other is anything sealed from now on, until [`Inbox::know`] names it.
    ///
    /// # Errors
    /// Whatever the file says; then all are still there.
    pub fn forget_recipients(&self) -> Result<BTreeSet<SealingKeyId>, InboxError> {
        const UNUSED: &str = "FROM recipients WHERE id NOT IN (SELECT recipient FROM devices)
                              AND id NOT IN (SELECT recipient FROM records)";
        // Where nothing is to be forgotten, nothing is written.
        let unused = |source: &Reader<'_>| source.one(&format!("SELECT 1 {UNUSED}"), [], |_| Ok(()));
        if self.store.read::<_, StoreError>(unused)?.is_some() {
            self.store.write::<_, StoreError>(|tx| tx.execute(&format!("DELETE {UNUSED}"), []))?;
        }
        let ids = self.store.read::<_, StoreError>(|reader| {
            reader.all("SELECT id FROM recipients", [], |row| Ok(SealingKeyId::from_bytes(row.get(0)?)))
        })?;
        Ok(ids.into_iter().collect())
    }

    /// Leaves no older page in the file's log, and no copy of the file from before an upgrade.
    ///
    /// # Errors
    /// Whatever the file says; nothing is lost then.
    pub(crate) fn forget_older(&self) -> Result<(), InboxError> {
        self.store.remove_snapshots()?;
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

    /// Puts the right public keys back where an id of `own` stands beside another.
    ///
    /// # Errors
    /// Whatever the file says.
    pub fn correct_recipients(&self, own: &[(SealingKeyId, SealingPublic)]) -> Result<(), InboxError> {
        self.store.write(|tx| {
            for (id, public) in own {
                tx.execute(
                    "UPDATE recipients SET public = ?2 WHERE id = ?1 AND public <> ?2",
                    params![id.as_bytes(), public.as_bytes()],
                )?;
            }
            Ok(())
        })
    }

    /// Checks every page of the file.
    ///
    /// # Errors
    /// [`StoreError::Damaged`].
    pub fn check(&self) -> Result<(), InboxError> {
        Ok(self.check_pages()?)
    }

    pub(crate) fn check_pages(&self) -> Result<(), StoreError> {
        store::check(&self.store)
    }

    /// Makes the inbox's next generation; records that come meanwhile wait, and go into it.
    pub(crate) fn next_generation(
        &self,
        path: &Path,
        key: &[u8; 32],
    ) -> Result<NextGeneration<'_>, InboxError> {
        Ok(self.store.next_generation(path, key)?)
    }

    /// The file itself, for a backup.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Whose inbox this is.
    pub fn household(&self) -> HouseholdId {
        self.household
    }

    /// Writes everything into the file and lets go of it and of its lock: somebody else can receive meanwhile.
    ///
    /// # Errors
    /// The log could not be emptied; nothing is lost, and the file is let go all the same.
    pub fn pause(&self) -> Result<(), InboxError> {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let paused = self.store.pause();
        *lock = None;
        Ok(paused?)
    }

    /// Takes the inbox up again, with every look that a first opening takes; not paused, it does nothing.
    ///
    /// # Errors
    /// As [`Inbox::open`]; it stays paused then.
    pub fn resume(&self, path: &Path, key: &[u8; 32]) -> Result<(), InboxError> {
        let mut lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if lock.is_some() {
            return Ok(());
        }
        let taken = take_lock(path)?;
        self.store.resume(path, key)?;
        let same = fact(&self.store, "household")
            .and_then(|found| InboxError::belongs(&found, self.household))
            .and_then(|()| fact(&self.store, "fingerprint-key"))
            .and_then(|found| if found == *self.fingerprint_key { Ok(()) } else { Err(InboxError::DAMAGED) });
        if let Err(error) = same {
            let _ = self.store.pause();
            return Err(error);
        }
        *lock = Some(taken);
        Ok(())
    }

    /// Writes everything into the file and closes it.
    ///
    /// # Errors
    /// Whatever the file says; nothing is lost then.
    pub fn close(self) -> Result<(), InboxError> {
        Ok(self.store.close()?)
    }
}

fn fact(store: &Store, name: &str) -> Result<Vec<u8>, InboxError> {
    store.read(|reader| {
        reader
            .one("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get(0))?
            .ok_or(InboxError::DAMAGED)
    })
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
