//! Letting the whole household go for a while, and taking it up again.
//!
//! A phone's system ends an app that holds a lock on a file while it is suspended. [`Household::pause`] therefore lets go of
//! everything: when it returns, no file of the household is open, no log is left and no lock is held. Keys stay in memory;
//! to be rid of those, close the household. Receiving goes on: [`Receiver`](super::Receiver) takes the inbox's own lock.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::atomic::{AtomicBool, Ordering};

use super::error::HouseholdError;
use super::files::{self, LOCK};
use super::home::{Household, fact, lock};
use crate::diary::Diary;
use crate::id::{FileId, PersonId};
use crate::inbox::InboxError;
use crate::journal::{self, Fault, Head, JournalError, WhatIsWrong, WriterId};
use crate::store::{FileKind, FolderLock, StoreError, params};
use crate::vault::{FilePurpose, Notice, Vault, VaultError};

/// What a household found when it was taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resumed {
    /// Somebody else wrote the key file meanwhile, and this household goes on with it.
    pub keys_changed: bool,
    /// One of the two copies of the key file has a fault; the other was used, and nothing was changed.
    pub notice: Option<Notice>,
    /// Diaries that were open and could not be taken up, and why. They are opened anew when they are asked for.
    pub not_resumed: Vec<(PersonId, HouseholdError)>,
}

/// Whether a household rests, and what it has to know of the time before.
#[derive(Debug)]
pub(super) struct Rest {
    /// Read by everything that does not go through a store, which knows by itself.
    asleep: AtomicBool,
    /// Held for the whole of a pause, and of a resumption.
    held: Mutex<Held>,
}

#[derive(Debug)]
struct Held {
    /// The folder's lock; None while it rests.
    lock: Option<FolderLock>,
    /// Where each file stood when it was let go.
    stood: Vec<(FileId, Vec<Head>)>,
    /// The number that the inbox had given last.
    inbox_last: u64,
    keys_changed: bool,
}

impl Rest {
    pub(super) fn awake(lock: FolderLock) -> Self {
        let held = Held { lock: Some(lock), stood: Vec::new(), inbox_last: 0, keys_changed: false };
        Self { asleep: AtomicBool::new(false), held: Mutex::new(held) }
    }
}

impl Household {
    /// Refuses while the household rests.
    pub(super) fn awake(&self) -> Result<(), StoreError> {
        if self.rest.asleep.load(Ordering::SeqCst) { Err(StoreError::Paused) } else { Ok(()) }
    }

    /// The keys, to be changed: whoever else has the folder while this household rests is not to be written over.
    pub(super) fn keys(&self) -> Result<MutexGuard<'_, Vault>, HouseholdError> {
        let vault = self.vault();
        // Looked at under the lock, which a pause waits for.
        self.awake()?;
        Ok(vault)
    }

    /// Notes where every open diary's chains stand, empties all logs, and lets go of every file and lock.
    ///
    /// Waits for what is being written or read; an act of several steps stops between two, as a kill would stop it, and is
    /// finished by the next. Afterwards every call that needs a file answers [`StoreError::Paused`], also of diaries that
    /// are held elsewhere. Paused already, it does nothing. Killed at any moment, nothing that was confirmed is lost.
    ///
    /// # Errors
    /// The first thing that a file said; nothing is lost then, and the household rests all the same.
    pub fn pause(&self) -> Result<(), HouseholdError> {
        let mut held = lock(&self.rest.held);
        if held.lock.is_none() {
            return Ok(());
        }
        // Nothing is opened from here on.
        self.rest.asleep.store(true, Ordering::SeqCst);
        let mut first_error = Ok(());
        held.stood.clear();
        let diaries: Vec<_> = lock(&self.diaries).values().cloned().collect();
        for diary in &diaries {
            match self.note_anchors(diary) {
                Ok(heads) => held.stood.push((diary.file(), heads)),
                Err(error) => first_error = first_error.and(Err(error)),
            }
        }
        match self.store.read(|reader| journal::heads(reader)) {
            Ok(heads) => held.stood.push((self.journal.file(), heads)),
            Err(error) => first_error = first_error.and(Err(error.into())),
        }
        match self.inbox.numbers() {
            Ok((last, _)) => held.inbox_last = last,
            Err(error) => first_error = first_error.and(Err(error.into())),
        }
        first_error = first_error.and(self.let_go());
        // Whoever is changing keys has written them when this lock is free.
        drop(self.vault());
        held.lock = None;
        first_error
    }

    /// Takes everything up again, with the looks that an unlock takes; not paused, it does nothing.
    ///
    /// No secret is needed. What is in the files may have changed meanwhile, by another phone or program: they must not be
    /// older than when they were let go. A diary that cannot be taken up is named and holds up no other.
    ///
    /// # Errors
    /// [`StoreError::InUse`] if another program has the household or its inbox;
    /// [`VaultError::ChangedElsewhere`] if the household key was renewed, so that it has to be unlocked again;
    /// [`WhatIsWrong::Older`] and [`InboxError::Older`]; and as [`Household::unlock`]. It goes on resting then.
    pub fn resume(&self) -> Result<Resumed, HouseholdError> {
        let mut held = lock(&self.rest.held);
        if held.lock.is_some() {
            return Ok(Resumed::default());
        }
        let taken = FolderLock::take(&self.folder, LOCK)?;
        let taken_up = {
            let mut vault = self.vault();
            vault.reload().map(|changed| held.keys_changed |= changed).map(|()| vault.notice())
        };
        let taken_up = taken_up.map_err(HouseholdError::from).and_then(|notice| {
            self.take_up(&held)?;
            Ok(notice)
        });
        let notice = match taken_up {
            Ok(notice) => notice,
            Err(error) => {
                let _ = self.let_go();
                return Err(error);
            }
        };
        let not_resumed = self.take_up_diaries(&held);
        held.lock = Some(taken);
        let keys_changed = std::mem::take(&mut held.keys_changed);
        self.rest.asleep.store(false, Ordering::SeqCst);
        drop(held);
        // As after an unlock. What keeps them from it does not put it to rest again; the next hand-on says it.
        let _ = self.tell_inbox();
        let _ = self.sight();
        self.finish_moves();
        Ok(Resumed { keys_changed, notice, not_resumed })
    }

    /// Notes in the household where a diary's chains stand; returns that.
    pub(super) fn note_anchors(&self, diary: &Diary) -> Result<Vec<Head>, HouseholdError> {
        let file = diary.file();
        let all = diary.heads()?;
        let mut heads = all.clone();
        let anchors = self.anchors(file)?;
        // What was noted before of a chain that does not continue it is the proof that the file was put back.
        for (writer, number, hash) in &anchors {
            if diary.hash_at(*writer, *number)? != Some(*hash) {
                heads.retain(|head| head.writer != *writer);
            }
        }
        // Where nothing changed, nothing is written: a command that was refused leaves every byte as it was.
        heads.retain(|head| !anchors.contains(&(head.writer, head.number, head.hash)));
        if !heads.is_empty() {
            self.store.write::<_, StoreError>(|tx| {
                for head in &heads {
                    tx.execute(
                        "INSERT INTO anchors (file, writer, number, hash) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (file, writer) DO UPDATE SET number = excluded.number, hash = excluded.hash",
                        params![file.as_bytes(), head.writer.as_bytes(), head.number, head.hash],
                    )?;
                }
                Ok(())
            })?;
        }
        Ok(all)
    }

    /// Lets go of every file, whatever one of them says; the first error.
    fn let_go(&self) -> Result<(), HouseholdError> {
        let mut first_error = Ok(());
        for diary in lock(&self.diaries).values() {
            first_error = first_error.and(diary.pause().map_err(HouseholdError::from));
        }
        first_error.and(self.inbox.pause().map_err(Into::into)).and(self.store.pause().map_err(Into::into))
    }

    /// Household file and inbox: the same files as before, and not older.
    fn take_up(&self, held: &Held) -> Result<(), HouseholdError> {
        let (file, inbox, own) = {
            let vault = self.vault();
            let with_key = |purpose| {
                let file = vault.file(purpose)?;
                Ok::<_, VaultError>((files::path(&self.folder, file), vault.file_key(file.id)?, file.id))
            };
            let own: Vec<_> = vault.sealing_keys().into_iter().map(|(id, _, public)| (id, public)).collect();
            (with_key(FilePurpose::Household)?, with_key(FilePurpose::Inbox)?, own)
        };
        let (path, key, id) = file;
        self.store.resume(&path, key.expose())?;
        let same = id == self.journal.file()
            && fact(&self.store, "file")? == id.as_bytes()
            && fact(&self.store, "household")? == self.id().as_bytes()
            && fact(&self.store, "identity-key")? == *self.identity_key;
        if !same {
            return Err(StoreError::Damaged(FileKind::Household).into());
        }
        not_older(FileKind::Household, held, id, |writer, number| {
            Ok(self.store.read(|reader| journal::hash_at(reader, writer, number))?)
        })?;
        let (path, key, _) = inbox;
        self.inbox.resume(&path, key.expose())?;
        if self.inbox.numbers()?.0 < held.inbox_last {
            return Err(InboxError::Older.into());
        }
        Ok(self.inbox.check_recipients(&own)?)
    }

    fn take_up_diaries(&self, held: &Held) -> Vec<(PersonId, HouseholdError)> {
        let mut diaries = lock(&self.diaries);
        let mut failed = Vec::new();
        let mut shut = Vec::new();
        for (purpose, diary) in diaries.iter() {
            let taken_up = self.file_of(*purpose).and_then(|(file, key)| {
                diary.resume(&files::path(&self.folder, file), key.expose())?;
                not_older(FileKind::Diary, held, diary.file(), |writer, number| {
                    Ok(diary.hash_at(writer, number)?)
                })
            });
            if let Err(error) = taken_up {
                let _ = diary.pause();
                failed.push((diary.person(), error));
                shut.push(*purpose);
            }
        }
        // Asked for again, they are opened anew and say for themselves what is wrong.
        diaries.retain(|purpose, _| !shut.contains(purpose));
        failed
    }
}

/// Whether a file still holds what it held when it was let go.
fn not_older(
    kind: FileKind,
    held: &Held,
    file: FileId,
    hash_at: impl Fn(WriterId, u64) -> Result<Option<[u8; 32]>, HouseholdError>,
) -> Result<(), HouseholdError> {
    let stood = held.stood.iter().filter(|(id, _)| *id == file).flat_map(|(_, heads)| heads);
    for Head { writer, number, hash } in stood {
        if hash_at(*writer, *number)? != Some(*hash) {
            let fault = Fault { file: kind, writer: *writer, number: *number, what: WhatIsWrong::Older };
            return Err(JournalError::Fault(fault).into());
        }
    }
    Ok(())
}
