//! Making, unlocking and closing a household.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::error::HouseholdError;
use super::files::{self, LOCK};
use super::own;
use super::pause::Rest;
use super::project;
use super::roles::Act;
use crate::diary::Diary;
use crate::id::{FileId, HouseholdId, OperationId, PersonId, SealingKeyId};
use crate::inbox::{Inbox, InboxError};
use crate::journal::{Change, Header, Journal, JournalTx, Operation, Writer, WriterId};
use crate::ports::{Clock, Entropy};
use crate::store::{self, FileKind, FolderLock, HOUSEHOLD, Read, Store, StoreError, params};
use crate::time::Zones;
use crate::vault::{
    Argon2Cost, FileInfo, FilePurpose, Installation, LockedVault, NewSlot, Notice, Passphrase, RecoveryCode,
    Secret, Unlock, Vault,
};

/// The outside, as a household uses it.
#[derive(Debug, Clone)]
pub struct Outside {
    /// The phone's clock and zone.
    pub clock: Arc<dyn Clock>,
    /// The phone's random source.
    pub entropy: Arc<dyn Entropy>,
    /// The zone database in use: the build's own, or a newer one that the phone has.
    pub zones: Zones,
}

/// A household, unlocked.
///
/// All methods take `&self`; several threads may use one household. Dropping it is safe at any time; [`Household::close`]
/// also empties the logs and notes where every chain stands.
#[derive(Debug)]
pub struct Household {
    pub(super) folder: PathBuf,
    pub(super) vault: Mutex<Vault>,
    pub(super) store: Store,
    pub(super) journal: Journal,
    pub(super) inbox: Inbox,
    /// The last number that the inbox had given when this was unlocked. Whoever gave it does not receive any more.
    pub(super) received_before: u64,
    pub(super) outside: Outside,
    pub(super) identity_key: Zeroizing<Vec<u8>>,
    writer: Arc<Writer>,
    pub(super) installation: Mutex<Installation>,
    /// What is open of people: diaries, and what is sealed.
    pub(super) diaries: Mutex<BTreeMap<FilePurpose, Arc<Diary>>>,
    /// Who acts; nobody in particular after an unlock.
    pub(super) acting: Mutex<Option<PersonId>>,
    /// Held for the whole of a hand-on.
    pub(super) handing_on: Mutex<()>,
    /// Sealing keys under which something was handed on, to be renewed.
    pub(super) used_keys: Mutex<BTreeSet<SealingKeyId>>,
    pub(super) rest: Rest,
}

/// A household that was just unlocked, and what the shell has to know.
#[derive(Debug)]
pub struct Unlocked {
    /// The household.
    pub household: Household,
    /// An installation's marker, for the shell to keep outside the folder in the place of what it has.
    ///
    /// Given when none was handed in, because this is another phone, or the marker was lost: the household then goes on
    /// as a new writer. Also given when the receive key was renewed since: the same writer with the new key.
    pub new_installation: Option<Installation>,
    /// One of the two copies of the key file has a fault; the other was used, and nothing was changed.
    pub notice: Option<Notice>,
    /// The inbox named a key that is none of the household's: somebody altered it, or put an older one back whose keys
    /// are destroyed. From this unlock on it seals to the household's own keys; what was sealed to another waits unread.
    pub inbox_warning: Option<InboxError>,
}

impl Household {
    /// Makes a household in a new or empty folder, locked again when this returns.
    ///
    /// It appears whole or not at all: it is made beside `folder` and moved there at the end. Returns the recovery code,
    /// which is not kept anywhere, and this installation's marker, which the shell keeps outside the folder.
    ///
    /// # Errors
    /// [`HouseholdError::NotEmpty`], [`PassphraseTooShort`](crate::vault::VaultError::PassphraseTooShort),
    /// [`WeakPassphrase`](crate::vault::VaultError::WeakPassphrase), and whatever the system says.
    pub fn create(
        folder: &Path,
        passphrase: &Passphrase,
        cost: Argon2Cost,
        outside: &Outside,
    ) -> Result<(RecoveryCode, Installation), HouseholdError> {
        let io = |error: std::io::Error| HouseholdError::from(StoreError::from_io(&error));
        if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
            return Err(HouseholdError::NotEmpty);
        }
        passphrase.check_new()?;
        let parent =
            folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(io)?;
        let id = HouseholdId::random(&*outside.entropy)?;
        let draft = parent.join(format!(".new-household-{id}"));
        files::create_private_folder(&draft).map_err(io)?;
        let mut made_at = draft.as_path();
        let made = fill(&draft, id, passphrase, cost, outside).and_then(|made| {
            fs::rename(&draft, folder).map_err(io)?;
            made_at = folder;
            fs::File::open(parent).and_then(|parent| parent.sync_all()).map_err(io)?;
            Ok(made)
        });
        if made.is_err() {
            // Only what this call made, wherever it got to: its recovery code was never shown.
            let _ = fs::remove_dir_all(made_at);
        }
        made
    }

    /// Unlocks a household.
    ///
    /// `installation` is what [`Household::create`] or an earlier unlock gave to keep; without it the household goes on
    /// as a new writer, whose first operations name the chains they continue.
    ///
    /// # Errors
    /// [`WrongSecret`](crate::vault::VaultError::WrongSecret), [`KeyStore`](crate::vault::VaultError::KeyStore),
    /// [`Missing`](crate::vault::VaultError::Missing), [`StoreError::InUse`], and damage or a newer version of any file. Nothing
    /// is changed by any of them.
    pub fn unlock(
        folder: &Path,
        secret: Unlock<'_>,
        installation: Option<Installation>,
        outside: Outside,
    ) -> Result<Unlocked, HouseholdError> {
        // Looked at before anything is made in a folder that is none of a household.
        LockedVault::load(folder)?;
        let lock = FolderLock::take(folder, LOCK)?;
        // Read under the lock: who held it before may have given a file its next generation.
        let vault = LockedVault::load(folder)?.unlock(secret)?;
        let id = vault.household();
        let entropy = Arc::clone(&outside.entropy);
        let (installation, new_installation) = match installation {
            Some(known) if known.household != id => return Err(HouseholdError::OtherInstallation),
            Some(known) => {
                let renewed = vault.renewed_installation(&known)?;
                let stale = renewed != known;
                (renewed.duplicate(), stale.then_some(renewed))
            }
            None => {
                let new = vault.installation(&*entropy)?;
                (new.duplicate(), Some(new))
            }
        };
        let writer = Arc::new(Writer::from_seed(installation.writer_seed.expose()));
        let file = vault.file(FilePurpose::Household)?;
        let key = vault.file_key(file.id)?;
        let store = Store::open(&files::path(folder, file), key.expose(), &HOUSEHOLD)?;
        if fact(&store, "file")? != file.id.as_bytes() || fact(&store, "household")? != id.as_bytes() {
            return Err(StoreError::Damaged(FileKind::Household).into());
        }
        let identity_key = Zeroizing::new(fact(&store, "identity-key")?);
        let inbox_file = vault.file(FilePurpose::Inbox)?;
        let inbox_key = vault.file_key(inbox_file.id)?;
        let inbox = Inbox::open(&files::path(folder, inbox_file), inbox_key.expose(), id, entropy)?;
        let own: Vec<_> = vault.sealing_keys().into_iter().map(|(id, _, public)| (id, public)).collect();
        let inbox_warning = match inbox.check_recipients(&own) {
            Ok(()) => None,
            Err(InboxError::ForeignKey) => Some(InboxError::ForeignKey),
            Err(error) => return Err(error.into()),
        };
        let notice = vault.notice();
        let (received_before, _) = inbox.numbers()?;
        let household = Self {
            folder: folder.to_owned(),
            journal: journal(file.id, &writer, &outside),
            vault: Mutex::new(vault),
            store,
            inbox,
            received_before,
            outside,
            identity_key,
            writer,
            installation: Mutex::new(installation),
            diaries: Mutex::default(),
            acting: Mutex::default(),
            handing_on: Mutex::default(),
            used_keys: Mutex::default(),
            rest: Rest::awake(lock),
        };
        if inbox_warning.is_some() {
            // Nobody goes on receiving for a stranger: the household's own keys again, or no unlock.
            household.inbox.correct_recipients(&own)?;
            household.tell_inbox()?;
        }
        // What keeps it from being told does not keep the diaries shut: using the device says it, and a check.
        let _ = household.tell_inbox();
        // What a kill left of other generations keeps nobody out either; it is looked at again at the next unlock.
        let _ = household.tidy(file, || Ok(store::check(&household.store)?));
        let _ = household.tidy(inbox_file, || Ok(household.inbox.check_pages()?));
        household.finish_moves();
        // What keeps it from being finished keeps nobody else out; the next unlock tries again.
        let _ = household.finish_person_removals(&|_| {});
        household.sight()?;
        Ok(Unlocked { household, new_installation, notice, inbox_warning })
    }

    /// Which household this is.
    pub fn id(&self) -> HouseholdId {
        self.inbox.household()
    }

    /// The inbox, for receiving while unlocked.
    pub fn inbox(&self) -> &Inbox {
        &self.inbox
    }

    /// Opens a person's diary, or returns it if it is open already.
    ///
    /// # Errors
    /// [`HouseholdError::NoSuchPerson`]; [`HouseholdError::NotAllowed`];
    /// [`OwnLockShut`](crate::vault::VaultError::OwnLockShut) where it has a lock of its own that is shut; and whatever the
    /// file says.
    pub fn diary(&self, person: PersonId) -> Result<Arc<Diary>, HouseholdError> {
        // Whoever may read a diary may write in it too.
        self.allow(Act::Read, Some(person))?;
        self.diary_of(person)
    }

    /// As [`Household::diary`], for the household's own work, whoever acts.
    pub(super) fn diary_of(&self, person: PersonId) -> Result<Arc<Diary>, HouseholdError> {
        self.opened(FilePurpose::Diary { person })
    }

    /// Opens a file of a person, or returns it if it is open already.
    pub(super) fn opened(&self, purpose: FilePurpose) -> Result<Arc<Diary>, HouseholdError> {
        // Held while it opens: the look at its log must not meet another thread's first writes to it.
        let mut diaries = lock(&self.diaries);
        self.awake()?;
        if let Some(open) = diaries.get(&purpose) {
            return Ok(Arc::clone(open));
        }
        let (file, key) = self.file_of(purpose)?;
        let path = files::path(&self.folder, file);
        let diary = Diary::open(&path, key.expose(), journal(file.id, &self.writer, &self.outside))?;
        let whose = match purpose {
            FilePurpose::Diary { person } | FilePurpose::Sealed { person } => Some(person),
            FilePurpose::Household | FilePurpose::Inbox | FilePurpose::Backup => None,
        };
        if Some(diary.person()) != whose {
            return Err(StoreError::Damaged(FileKind::Diary).into());
        }
        let diary = Arc::new(diary);
        let _ = self.tidy(file, || {
            self.not_older(&diary)?;
            Ok(diary.check_pages()?)
        });
        diaries.insert(purpose, Arc::clone(&diary));
        Ok(diary)
    }

    /// A file of a person and its key.
    pub(super) fn file_of(&self, purpose: FilePurpose) -> Result<(FileInfo, Secret<32>), HouseholdError> {
        let vault = lock(&self.vault);
        let file = own::known(&vault, purpose)?;
        Ok((file, vault.file_key(file.id)?))
    }

    /// Notes where every open diary's chains stand, empties all logs and closes every file, as [`Household::pause`] does.
    ///
    /// # Errors
    /// Whatever a file says. Nothing is lost then: what was confirmed is durable, the next unlock goes on from it.
    pub fn close(self) -> Result<(), HouseholdError> {
        self.pause()
    }

    /// Where the chains of a file stood when it was last closed: writer, number, hash.
    pub(super) fn anchors(&self, file: FileId) -> Result<Vec<(WriterId, u64, [u8; 32])>, StoreError> {
        self.store.read(|reader| {
            reader.all("SELECT writer, number, hash FROM anchors WHERE file = ?1", [file.as_bytes()], |row| {
                Ok((WriterId::from_bytes(row.get(0)?), row.get(1)?, row.get(2)?))
            })
        })
    }

    /// Makes the file of a new person; the person exists once an operation says so.
    pub(super) fn create_diary(&self, person: PersonId) -> Result<(), HouseholdError> {
        let mut vault = self.keys()?;
        // The file first, its key after: a kill between leaves a file that nothing names, and nothing that is missing.
        let make = |file, key: &_| self.create_file(file, key, person);
        vault.add_made_file(FilePurpose::Diary { person }, &*self.outside.entropy, make).map(drop)
    }

    /// Makes an empty file of a person, durable when this returns.
    pub(super) fn create_file(
        &self,
        file: FileInfo,
        key: &Secret<32>,
        person: PersonId,
    ) -> Result<(), HouseholdError> {
        let path = files::path(&self.folder, file);
        let io = |error: std::io::Error| HouseholdError::from(StoreError::from_io(&error));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(io)?;
            for above in [folder.parent(), Some(self.folder.as_path())].into_iter().flatten() {
                fs::File::open(above).and_then(|folder| folder.sync_all()).map_err(io)?;
            }
        }
        let journal = journal(file.id, &self.writer, &self.outside);
        Ok(Diary::create(&path, key.expose(), person, journal)?.close()?)
    }

    /// Appends one operation and writes its rows.
    pub(super) fn record(&self, change: Change) -> Result<OperationId, HouseholdError> {
        self.journal.write(&self.store, |journal| append(journal, change))
    }

    /// This installation as a writer.
    pub(super) fn own_writer(&self) -> &Arc<Writer> {
        &self.writer
    }

    pub(super) fn vault(&self) -> MutexGuard<'_, Vault> {
        lock(&self.vault)
    }
}

/// Appends an operation and writes its rows, within a transaction.
pub(super) fn append(journal: &mut JournalTx<'_, '_>, change: Change) -> Result<OperationId, HouseholdError> {
    let (body, reason) = (change.body.clone(), change.reason.clone());
    let (seq, id, header) = journal.append(change)?;
    let writer = journal.writer();
    project::apply(
        journal.tx(),
        &Operation { seq, id, writer, header: Some(header), body: Some(body), reason, raw: None },
    )?;
    Ok(id)
}

/// Appends a copy of an operation of another journal and writes its rows, within a transaction.
pub(super) fn append_copy(
    journal: &mut JournalTx<'_, '_>,
    change: Change,
    header: Header,
) -> Result<(), HouseholdError> {
    let (body, reason) = (change.body.clone(), change.reason.clone());
    let (seq, id, header) = journal.append_copy(change, header)?;
    let writer = journal.writer();
    let copied = Operation { seq, id, writer, header: Some(header), body: Some(body), reason, raw: None };
    Ok(project::apply(journal.tx(), &copied)?)
}

/// Makes the household's own file, in which nobody is yet. The last key knows a device's record again.
pub(super) fn create_own_file(
    path: &Path,
    key: &Secret<32>,
    file: FileId,
    household: HouseholdId,
    identity_key: &[u8; 32],
) -> Result<Store, StoreError> {
    let store = Store::create(path, key.expose(), &HOUSEHOLD)?;
    store.write::<_, StoreError>(|tx| {
        let facts = [
            ("file", &file.as_bytes()[..]),
            ("household", household.as_bytes()),
            ("identity-key", identity_key),
        ];
        for (name, value) in facts {
            tx.execute("INSERT INTO facts (name, value) VALUES (?1, ?2)", params![name, value])?;
        }
        Ok(())
    })?;
    Ok(store)
}

/// Fills a draft folder with everything that a household has from its first day.
fn fill(
    draft: &Path,
    id: HouseholdId,
    passphrase: &Passphrase,
    cost: Argon2Cost,
    outside: &Outside,
) -> Result<(RecoveryCode, Installation), HouseholdError> {
    let entropy = &outside.entropy;
    let code = RecoveryCode::random(&**entropy)?;
    let secrets = [NewSlot::Passphrase(passphrase, cost), NewSlot::Recovery(&code)];
    let now = Some(outside.clock.now().wall_ms);
    let vault = Vault::create_at(draft, id, &secrets, now, &**entropy)?;
    let installation = vault.installation(&**entropy)?;

    let file = vault.file(FilePurpose::Household)?;
    let key = vault.file_key(file.id)?;
    let identity_key = Secret::random(&**entropy)?;
    create_own_file(&files::path(draft, file), &key, file.id, id, identity_key.expose())?.close()?;

    let file = vault.file(FilePurpose::Inbox)?;
    let key = vault.file_key(file.id)?;
    Inbox::create(&files::path(draft, file), key.expose(), id, Arc::clone(entropy))?.close()?;
    Ok((code, installation))
}

pub(super) fn journal(file: FileId, writer: &Arc<Writer>, outside: &Outside) -> Journal {
    Journal::new(file, Arc::clone(writer), Arc::clone(&outside.clock), Arc::clone(&outside.entropy))
}

pub(super) fn fact(store: &Store, name: &str) -> Result<Vec<u8>, StoreError> {
    store.read(|reader| {
        reader
            .one("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get(0))?
            .ok_or(StoreError::Damaged(FileKind::Household))
    })
}

/// What a panicking thread left is whole: every change behind these locks is one assignment.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
