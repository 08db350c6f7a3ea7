//! A person's diary file: making, opening, adding, amending, receiving.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use zeroize::Zeroizing;

use super::beside::changeable;
use super::content::{Content, Source};
use super::define;
use super::described::Kinds;
use super::error::DiaryError;
use super::events::{Changed, Queues};
use super::kind::OWN;
use super::operation::{ADD, AMEND, Added, Amended, CONTENT_VERSION};
use super::plausible::{self, Doubt};
use super::project;
use super::query::{Entry, entry_in};
use super::rebuild;
use crate::cbor;
use crate::id::{EntryId, FileId, MediaId, OperationId, PersonId};
use crate::journal::{Author, Change, Journal, JournalTx};
use crate::store::{self, DIARY, FileKind, NextGeneration, Read, Store, StoreError, params};
use crate::vault::keyed_identity;

/// One person's diary, open.
#[derive(Debug)]
pub struct Diary {
    pub(super) store: Store,
    pub(super) journal: Journal,
    person: PersonId,
    pub(super) identity_key: Zeroizing<Vec<u8>>,
    /// The folder of its media files, beside it.
    pub(super) media_dir: PathBuf,
    /// Media files that are being written just now.
    pub(super) being_written: Mutex<BTreeSet<MediaId>>,
    /// Who is told what changes.
    pub(super) queues: Arc<Queues>,
}

/// A device's reading on its way into a diary, with everything decided before.
#[derive(Clone)]
pub struct Incoming {
    /// The id that the operation will have, so that doing it again is known.
    pub id: OperationId,
    /// What makes the device's record this record and no other: device, characteristic and raw bytes.
    pub record: Vec<u8>,
    /// What it says.
    pub content: Content,
    /// The bytes as they came, with what the reading rests on.
    pub raw: Vec<u8>,
}

impl fmt::Debug for Incoming {
    /// Shows which it is, and no byte of the reading.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incoming({:?}, {:?})", self.id, self.content)
    }
}

/// What became of an [`Incoming`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It is an entry now.
    New(EntryId),
    /// The same record was there before; nothing was written.
    Known,
}

impl Diary {
    /// Makes an empty diary file for a person.
    ///
    /// # Errors
    /// [`StoreError::Exists`] if a file is there.
    pub fn create(
        path: &Path,
        key: &[u8; 32],
        person: PersonId,
        journal: Journal,
    ) -> Result<Self, DiaryError> {
        let store = Store::create(path, key, &DIARY)?;
        let mut identity_key = Zeroizing::new(vec![0; 32]);
        journal.entropy().fill(&mut identity_key)?;
        store.write::<_, StoreError>(|tx| {
            for (name, value) in [
                ("file", &journal.file().as_bytes()[..]),
                ("person", person.as_bytes()),
                ("identity-key", &identity_key),
            ] {
                tx.execute("INSERT INTO facts (name, value) VALUES (?1, ?2)", params![name, value])?;
            }
            rebuild::index_no_words(tx)
        })?;
        Ok(Self::new(store, journal, person, identity_key, path))
    }

    fn new(
        store: Store,
        journal: Journal,
        person: PersonId,
        identity_key: Zeroizing<Vec<u8>>,
        path: &Path,
    ) -> Self {
        let media_dir = media_folder(path);
        let (being_written, queues) = (Mutex::default(), Arc::default());
        Self { store, journal, person, identity_key, media_dir, being_written, queues }
    }

    /// Opens a diary file.
    ///
    /// # Errors
    /// As [`Store::open`]; [`StoreError::Damaged`] if the file is not the one that the journal is of.
    pub fn open(path: &Path, key: &[u8; 32], journal: Journal) -> Result<Self, DiaryError> {
        let store = Store::open(path, key, &DIARY)?;
        let person: [u8; 16] =
            fact(&store, "person")?.try_into().map_err(|_| StoreError::Malformed(FileKind::Diary))?;
        if fact(&store, "file")? != journal.file().as_bytes() {
            return Err(StoreError::Damaged(FileKind::Diary).into());
        }
        let identity_key = Zeroizing::new(fact(&store, "identity-key")?);
        rebuild::index_words(&store)?;
        Ok(Self::new(store, journal, PersonId::from_bytes(person), identity_key, path))
    }

    /// The folder of its media files.
    pub(crate) fn media_dir(&self) -> &Path {
        &self.media_dir
    }

    /// The media files that its entries have.
    ///
    /// # Errors
    /// Whatever the file says.
    pub(crate) fn media_named(&self) -> Result<BTreeSet<MediaId>, StoreError> {
        let named = self.store.read(|reader| {
            reader.all("SELECT media FROM media WHERE removed IS NULL", [], |row| {
                Ok(MediaId::from_bytes(row.get(0)?))
            })
        })?;
        Ok(named.into_iter().collect())
    }

    /// The file itself, for a backup.
    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// Which file this is.
    pub fn file(&self) -> FileId {
        self.journal.file()
    }

    /// Whose diary this is.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Adds an entry that someone typed.
    ///
    /// `confirmed` says that the person was asked about an unusual value and stands by it.
    ///
    /// # Errors
    /// [`DiaryError::Doubtful`] with the first thing that cannot be right, or that needs confirming.
    pub fn add(&self, content: &Content, author: Author, confirmed: bool) -> Result<EntryId, DiaryError> {
        self.write(|journal, changed| Ok(self.add_in(journal, changed, content, author, confirmed)?.1))
    }

    /// As [`Diary::add`], in a transaction; gives the entry's place in the file too.
    pub(super) fn add_in(
        &self,
        journal: &mut JournalTx<'_, '_>,
        changed: &mut Changed,
        content: &Content,
        author: Author,
        confirmed: bool,
    ) -> Result<(i64, EntryId), DiaryError> {
        refuse(journal.tx(), content, None, confirmed)?;
        self.ask_about_the_future(content, confirmed)?;
        let body = cbor::encode(&Added { content: content.clone(), identity: None });
        let change =
            Change { id: None, kind: ADD, version: CONTENT_VERSION, author, body, reason: None, raw: None };
        let (seq, id, _) = journal.append(change)?;
        project::add(journal.tx(), seq, content, None)?;
        changed.entry(id.into(), content);
        Ok((seq, id.into()))
    }

    /// Adds what a device sent, all of it in one transaction; what is known already is left out.
    ///
    /// A device's value is never refused: doubts about it are remarks in its content. Doing the same again changes
    /// nothing.
    ///
    /// # Errors
    /// Whatever the file says; then nothing of the batch was stored.
    pub fn receive(&self, incoming: &[Incoming]) -> Result<Vec<Arrival>, DiaryError> {
        self.write(|journal, changed| {
            let receive = |incoming: &Incoming| {
                let Incoming { id, record, content, raw } = incoming;
                let new = self.receive_in(journal, changed, *id, record, content, Some(raw))?;
                Ok(new.map_or(Arrival::Known, |(_, entry)| Arrival::New(entry)))
            };
            incoming.iter().map(receive).collect()
        })
    }

    /// Adds one record of a device in a transaction, and gives its entry's place in the file; `None` where it is known.
    pub(super) fn receive_in(
        &self,
        journal: &mut JournalTx<'_, '_>,
        changed: &mut Changed,
        id: OperationId,
        record: &[u8],
        content: &Content,
        raw: Option<&Vec<u8>>,
    ) -> Result<Option<(i64, EntryId)>, DiaryError> {
        let identity = keyed_identity(&self.identity_key, record);
        let known = journal.tx().one(
            "SELECT 1 FROM operations WHERE id = ?1
             UNION ALL SELECT 1 FROM identities WHERE key = ?2",
            params![id.as_bytes(), identity],
            |_| Ok(()),
        )?;
        if known.is_some() {
            return Ok(None);
        }
        let body = cbor::encode(&Added { content: content.clone(), identity: Some(identity) });
        let (seq, id, _) = journal.append(Change {
            id: Some(id),
            kind: ADD,
            version: CONTENT_VERSION,
            author: Author::DEVICE,
            body,
            reason: None,
            raw: raw.cloned(),
        })?;
        project::add(journal.tx(), seq, content, Some(&identity))?;
        changed.entry(id.into(), content);
        Ok(Some((seq, id.into())))
    }

    /// The operation by which a device's record is known here: its entry's, erased or not.
    ///
    /// # Errors
    /// Whatever the file says.
    pub(crate) fn known_as(&self, record: &[u8]) -> Result<Option<OperationId>, DiaryError> {
        let identity = keyed_identity(&self.identity_key, record);
        Ok(self.store.read::<_, StoreError>(|reader| {
            reader.one(
                "SELECT o.id FROM identities i JOIN operations o ON o.seq = i.entry WHERE i.key = ?1",
                [identity],
                |row| Ok(OperationId::from_bytes(row.get(0)?)),
            )
        })?)
    }

    /// Corrects an entry; what it said before stays readable in its history.
    ///
    /// # Errors
    /// [`DiaryError::NoReason`], [`DiaryError::TooManyWords`], [`DiaryError::NoSuchEntry`], [`DiaryError::Erased`], [`DiaryError::NothingToAmend`],
    /// [`DiaryError::OtherKind`], [`DiaryError::OtherSource`], [`DiaryError::Doubtful`].
    pub fn amend(
        &self,
        entry: EntryId,
        content: &Content,
        reason: &str,
        author: Author,
        confirmed: bool,
    ) -> Result<OperationId, DiaryError> {
        self.amend_what_shows(entry, None, content, reason, author, confirmed)?
            .ok_or(DiaryError::NothingToAmend)
    }

    /// Places a device's reading anew in time, unless somebody corrected it since `seen` was read; says whether it did.
    ///
    /// # Errors
    /// As [`Diary::amend`].
    pub fn place_anew(&self, seen: &Entry, content: &Content, reason: &str) -> Result<bool, DiaryError> {
        let operation =
            self.amend_what_shows(seen.id, Some(&seen.content), content, reason, Author::PROGRAM, true)?;
        Ok(operation.is_some())
    }

    /// Corrects an entry in one transaction with looking at it; does nothing where it does not say what was `seen`.
    fn amend_what_shows(
        &self,
        entry: EntryId,
        seen: Option<&Content>,
        content: &Content,
        reason: &str,
        author: Author,
        confirmed: bool,
    ) -> Result<Option<OperationId>, DiaryError> {
        plausible::explained(reason)?;
        self.write(|journal, changed| {
            let seq = seq_of(journal.tx(), entry)?;
            let now = entry_in(journal.tx(), entry)?.ok_or(DiaryError::NoSuchEntry)?.content;
            if seen.is_some_and(|seen| *seen != now) {
                return Ok(None);
            }
            changeable(&now)?;
            if now == *content {
                return Err(DiaryError::NothingToAmend);
            }
            if now.kind != content.kind || now.defined != content.defined {
                return Err(DiaryError::OtherKind);
            }
            if now.source != content.source
                && !(author == Author::PROGRAM && one_device(&now.source, content))
            {
                return Err(DiaryError::OtherSource);
            }
            refuse(journal.tx(), content, Some(&now), confirmed)?;
            if now.moment != content.moment {
                self.ask_about_the_future(content, confirmed)?;
            }
            correct(journal, changed, (seq, entry), (&now, content), reason, author).map(Some)
        })
    }

    /// Asks once about a typed time that has not come yet; a few minutes are a phone's own clock.
    fn ask_about_the_future(&self, content: &Content, confirmed: bool) -> Result<(), DiaryError> {
        let ahead_ms = content.moment.sort_key_ms().saturating_sub(self.journal.now_ms());
        if confirmed || ahead_ms <= CLOCK_SLACK_MS || matches!(content.source, Source::Device(_)) {
            return Ok(());
        }
        Err(DiaryError::Doubtful(Doubt::Future))
    }

    /// Makes the file's next generation; see [`Store::next_generation`].
    pub(crate) fn next_generation(
        &self,
        path: &Path,
        key: &[u8; 32],
    ) -> Result<NextGeneration<'_>, DiaryError> {
        Ok(self.store.next_generation(path, key)?)
    }

    /// Checks every page of the file.
    pub(crate) fn check_pages(&self) -> Result<(), StoreError> {
        store::check(&self.store)
    }

    /// Writes everything into the file and lets go of it until [`Diary::resume`].
    ///
    /// # Errors
    /// The log could not be emptied; nothing is lost, and the file is let go all the same.
    pub fn pause(&self) -> Result<(), DiaryError> {
        Ok(self.store.pause()?)
    }

    /// Takes the file up again, with every look that a first opening takes; not paused, it does nothing.
    ///
    /// # Errors
    /// As [`Diary::open`]; it stays paused then.
    pub fn resume(&self, path: &Path, key: &[u8; 32]) -> Result<(), DiaryError> {
        self.store.resume(path, key)?;
        let same = fact(&self.store, "file").and_then(|file| {
            let same =
                file == self.file().as_bytes() && fact(&self.store, "person")? == self.person.as_bytes();
            if same { Ok(()) } else { Err(StoreError::Damaged(FileKind::Diary)) }
        });
        if let Err(error) = same {
            let _ = self.store.pause();
            return Err(error.into());
        }
        Ok(())
    }

    /// Writes everything into the file and closes it.
    ///
    /// # Errors
    /// Whatever the file says; nothing is lost then.
    pub fn close(self) -> Result<(), DiaryError> {
        Ok(self.store.close()?)
    }
}

fn fact(store: &Store, name: &str) -> Result<Vec<u8>, StoreError> {
    store.read(|reader| {
        reader
            .one("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get(0))?
            .ok_or(StoreError::Damaged(FileKind::Diary))
    })
}

/// What is sealed of a person has media of its own, beside those of the diary.
pub(crate) fn media_folder(path: &Path) -> PathBuf {
    let sealed =
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("sealed."));
    path.with_file_name(if sealed { "sealed-media" } else { "media" })
}

/// Writes that an entry, by its place in the file and its id, says the second instead of the first.
pub(super) fn correct(
    journal: &mut JournalTx<'_, '_>,
    changed: &mut Changed,
    (seq, entry): (i64, EntryId),
    (now, content): (&Content, &Content),
    reason: &str,
    author: Author,
) -> Result<OperationId, DiaryError> {
    let replaces = project::open_versions(journal.tx(), seq)?;
    let body = cbor::encode(&Amended { entry, replaces, content: content.clone() });
    let (operation, id, _) = journal.append(Change {
        id: None,
        kind: AMEND,
        version: CONTENT_VERSION,
        author,
        body,
        reason: Some(reason.to_owned()),
        raw: None,
    })?;
    project::amend(journal.tx(), operation, seq)?;
    changed.entry(entry, now);
    changed.entry(entry, content);
    Ok(id)
}

/// The program may say better how a reading of a device was placed, and never that another device sent it.
fn one_device(before: &Source, after: &Content) -> bool {
    match (before, &after.source) {
        (Source::Device(before), Source::Device(after)) => {
            (before.device, &before.model, before.decoder) == (after.device, &after.model, after.decoder)
        }
        _ => false,
    }
}

/// How far ahead of the phone's clock a typed time may lie without a question: five minutes.
const CLOCK_SLACK_MS: i64 = 5 * 60 * 1000;

/// The place of an entry in this file; an error that tells one that was erased from one that never was.
pub(super) fn seq_of(source: &impl Read, entry: EntryId) -> Result<i64, DiaryError> {
    let found = source.one(
        "SELECT e.id, o.header IS NULL FROM operations o LEFT JOIN twins t ON t.id = o.seq
         LEFT JOIN entries e ON e.id = coalesce(t.entry, o.seq) WHERE o.id = ?1",
        [entry.as_bytes()],
        |row| Ok((row.get::<_, Option<i64>>(0)?, row.get(1)?)),
    )?;
    match found {
        Some((Some(seq), _)) => Ok(seq),
        Some((None, true)) => Err(DiaryError::Erased),
        _ => Err(DiaryError::NoSuchEntry),
    }
}

/// Refuses what cannot be right; asks once about what is unusual. `before` is what a correction corrects.
fn refuse(
    source: &impl Read,
    content: &Content,
    before: Option<&Content>,
    confirmed: bool,
) -> Result<(), DiaryError> {
    let kinds = if content.kind == OWN.number { define::kinds(source)? } else { Kinds::default() };
    let description = kinds.describe(content).ok_or(DiaryError::UnknownKind)?;
    // What a device sent stands as it is; a correction of its time or note must not founder on its value. A value that
    // a person puts in its place is looked at like any other.
    let from_device = matches!(content.source, Source::Device(_));
    let stands = from_device && before.is_none_or(|before| before.values == content.values);
    let first = plausible::doubts_as(content, &description)
        .into_iter()
        .find(|doubt| if doubt.refuses() { !stands || needs_form(*doubt) } else { !confirmed && !stands });
    first.map_or(Ok(()), |doubt| Err(DiaryError::Doubtful(doubt)))
}

/// Doubts about form rather than value: no source excuses them.
fn needs_form(doubt: Doubt) -> bool {
    matches!(
        doubt,
        Doubt::WrongForm { .. }
            | Doubt::NoSuchField { .. }
            | Doubt::NoSuchChoice { .. }
            | Doubt::TooLong { .. }
            | Doubt::BadTags
            | Doubt::MixedUnits
    )
}
