//! Taking over what is left of a damaged diary into a new one.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Content;
use super::error::DiaryError;
use super::file::Diary;
use super::operation::{
    ADD, AMEND, Added, Amended, CONTENT_VERSION, Meaning, PROFILE, SALVAGE, Salvaged, VERSION, meaning,
};
use super::project;
use crate::cbor;
use crate::id::{EntryId, FileId, MediaId, OperationId};
use crate::journal::{Author, Change, JournalTx, Operation, Remains};
use crate::store::{DIARY, Table, params};

/// The entries in what is left of a diary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOfDiary {
    /// Entries of which at least one version can be read.
    pub entries: u64,
    /// Those whose first version cannot be read: they are kept with the earliest that can.
    pub without_beginning: u64,
    /// Operations that are no entry, correction or profile, nor about media: they are not taken over.
    pub other: u64,
}

/// What becomes of the media files of a damaged diary.
#[derive(Debug, Clone, Copy)]
pub(crate) enum MediaLeft<'a> {
    /// They and what was said of them stay behind.
    StaysBehind,
    /// What was said of them comes along, and what is kept beside the journal: their keys, where these are not lost.
    Comes {
        /// The kept tables.
        keys: Option<&'a [Table]>,
    },
}

/// One version of an entry.
struct Step<'a> {
    operation: &'a Operation,
    entry: EntryId,
    replaces: Vec<OperationId>,
    content: Content,
    identity: Option<[u8; 16]>,
}

/// Every readable version in order, with the first of each entry marked by making it.
fn steps(remains: &Remains) -> (Vec<Step<'_>>, LeftOfDiary) {
    let mut left = LeftOfDiary::default();
    let mut steps = Vec::new();
    // An older state of the file may still say what was erased since.
    let erased: BTreeSet<OperationId> = remains.operations.iter().filter_map(erased).flatten().collect();
    for operation in remains.operations.iter().filter(|operation| !erased.contains(&operation.id)) {
        let (entry, replaces, content, identity) = match meaning(operation) {
            Ok(Meaning::Added(added)) => (operation.id.into(), Vec::new(), added.content, added.identity),
            Ok(Meaning::Amended(amended)) => (amended.entry, amended.replaces, amended.content, None),
            // Profiles, media, and what stands beside entries are taken over by themselves.
            Ok(
                Meaning::Erased(_)
                | Meaning::Salvaged(_)
                | Meaning::Profile(_)
                | Meaning::Defined(_)
                | Meaning::Retracted(_)
                | Meaning::Objected(_)
                | Meaning::Series(_)
                | Meaning::MediaAdded(_)
                | Meaning::MediaRemoved(_),
            ) => continue,
            // The first operation of a chain is none of the diary's own.
            _ => {
                left.other += u64::from(operation.header.as_ref().is_some_and(|header| header.kind != 0));
                continue;
            }
        };
        steps.push(Step { operation, entry, replaces, content, identity });
    }
    // An entry before its corrections, whatever clocks said.
    steps.sort_by_key(|step| OperationId::from(step.entry) != step.operation.id);
    let mut begun = BTreeSet::new();
    for step in &steps {
        if begun.insert(step.entry) {
            left.without_beginning += u64::from(OperationId::from(step.entry) != step.operation.id);
        }
    }
    left.entries = begun.len() as u64;
    (steps, left)
}

/// What goes along beside the entries: definitions of kinds, retractions, objections and samples, with the entry they are
/// about.
fn along(remains: &Remains) -> Vec<(&Operation, Option<EntryId>)> {
    let of = |operation| match meaning(operation) {
        Ok(Meaning::Defined(_)) => Some(None),
        Ok(Meaning::Retracted(retracted)) => Some(Some(retracted.entry)),
        Ok(Meaning::Objected(objected)) => Some(Some(objected.entry)),
        Ok(Meaning::Series(series)) => Some(Some(series.entry)),
        _ => None,
    };
    remains.operations.iter().filter_map(|operation| Some((operation, of(operation)?))).collect()
}

fn erased(operation: &Operation) -> Option<Vec<OperationId>> {
    if let Ok(Meaning::Erased(erased)) = meaning(operation) { Some(erased.operations) } else { None }
}

/// Counts what is left of a diary.
pub(crate) fn left(remains: &Remains) -> LeftOfDiary {
    steps(remains).1
}

impl Diary {
    /// Takes over what is left of the diary file `from` into this new one, in one transaction.
    ///
    /// Each version keeps its id, its reason, what a device sent, and who wrote it when; the chain is this writer's. Its
    /// first operation says from which file and heads it goes on and what was lost. `media` says whether what was
    /// said of media files comes along.
    ///
    /// # Errors
    /// Whatever the file says; then nothing was taken over.
    pub(crate) fn take_over(
        &self,
        from: FileId,
        remains: &Remains,
        media: MediaLeft<'_>,
    ) -> Result<LeftOfDiary, DiaryError> {
        let (steps, left) = steps(remains);
        let erased = remains.operations.iter().filter_map(|operation| match meaning(operation) {
            Ok(Meaning::Erased(erased)) => erased.identity.map(Into::into),
            _ => None,
        });
        let salvaged = Salvaged::new(from, remains, erased.collect());
        self.journal.write::<_, DiaryError>(&self.store, |journal| {
            let (seq, ..) = journal.append(Change {
                id: None,
                kind: SALVAGE,
                version: VERSION,
                author: Author::PROGRAM,
                body: cbor::encode(&salvaged),
                reason: None,
                raw: None,
            })?;
            project::keep_away(journal.tx(), seq, &salvaged.identities())?;
            // Under the same key a device's record is known again.
            if let Some(key) = remains.facts.get("identity-key").filter(|key| key.len() == 32) {
                journal
                    .tx()
                    .execute("UPDATE facts SET value = ?1 WHERE name = 'identity-key'", params![key])?;
            }
            let mut begun: BTreeMap<EntryId, i64> = BTreeMap::new();
            let mut known: BTreeSet<OperationId> = BTreeSet::new();
            for step in &steps {
                let Some(header) = step.operation.header.clone() else { continue };
                let amended = begun.get(&step.entry).copied();
                let body = match amended {
                    None => cbor::encode(&Added { content: step.content.clone(), identity: step.identity }),
                    // Where a version between is lost, this one replaces what is left before it.
                    Some(seq) => cbor::encode(&Amended {
                        entry: step.entry,
                        replaces: if step.replaces.iter().all(|id| known.contains(id)) {
                            step.replaces.clone()
                        } else {
                            project::open_versions(journal.tx(), seq)?
                        },
                        content: step.content.clone(),
                    }),
                };
                let id = if amended.is_some() { step.operation.id } else { step.entry.into() };
                known.insert(id);
                let kind = if amended.is_some() { AMEND } else { ADD };
                let change = Change {
                    id: Some(id),
                    kind,
                    version: CONTENT_VERSION,
                    author: header.author.clone(),
                    body,
                    reason: step.operation.reason.clone(),
                    raw: step.operation.raw.clone(),
                };
                let (seq, ..) = journal.append_copy(change, header)?;
                if let Some(entry) = amended {
                    project::amend(journal.tx(), seq, entry)?;
                } else {
                    project::add_copy(journal.tx(), seq, &step.content, step.identity.as_ref())?;
                    begun.insert(step.entry, seq);
                }
            }
            for (operation, entry) in along(remains) {
                let (Some(header), Some(body)) = (operation.header.clone(), operation.body.clone()) else {
                    continue;
                };
                let entry = match entry.map(|entry| begun.get(&entry)) {
                    Some(None) => continue,
                    Some(Some(entry)) => Some(*entry),
                    None => None,
                };
                let (id, kind, version) = (Some(operation.id), header.kind, header.version);
                let (author, reason) = (header.author.clone(), operation.reason.clone());
                let change = Change { id, kind, version, author, body, reason, raw: operation.raw.clone() };
                let (seq, ..) = journal.append_copy(change, header)?;
                if let Some(entry) = entry {
                    project::beside(journal.tx(), seq, entry, kind)?;
                } else if let Meaning::Defined(defined) = meaning(operation)? {
                    let kind = defined.kind.unwrap_or_else(|| operation.id.into());
                    project::define(journal.tx(), seq, kind)?;
                }
            }
            take_profiles(journal, remains)?;
            if let MediaLeft::Comes { keys } = media {
                keys.map_or(Ok(()), |tables| DIARY.put_kept(journal.tx(), tables))?;
                take_media(journal, remains, &begun)?;
            }
            Ok(())
        })?;
        Ok(left)
    }
}

/// The person's profiles, each as it was.
fn take_profiles(journal: &mut JournalTx<'_, '_>, remains: &Remains) -> Result<(), DiaryError> {
    for operation in &remains.operations {
        let Ok(Meaning::Profile(profile)) = meaning(operation) else { continue };
        let Some(header) = operation.header.clone() else { continue };
        let change = Change {
            id: Some(operation.id),
            kind: PROFILE,
            version: VERSION,
            author: header.author.clone(),
            body: cbor::encode(&profile),
            reason: None,
            raw: None,
        };
        let (seq, ..) = journal.append_copy(change, header)?;
        project::profile(journal.tx(), seq)?;
    }
    Ok(())
}

/// Takes over what was said of media files; one whose entry is lost stays in the journal and shows nowhere.
fn take_media(
    journal: &mut JournalTx<'_, '_>,
    remains: &Remains,
    entries: &BTreeMap<EntryId, i64>,
) -> Result<(), DiaryError> {
    let mut known: BTreeSet<MediaId> = BTreeSet::new();
    for operation in &remains.operations {
        let meaning = meaning(operation);
        let (Ok(Meaning::MediaAdded(_) | Meaning::MediaRemoved(_)), Some(header), Some(body)) =
            (&meaning, operation.header.clone(), operation.body.clone())
        else {
            continue;
        };
        let change = Change {
            id: Some(operation.id),
            kind: header.kind,
            version: header.version,
            author: header.author.clone(),
            body,
            reason: operation.reason.clone(),
            raw: operation.raw.clone(),
        };
        let (seq, ..) = journal.append_copy(change, header)?;
        match meaning {
            Ok(Meaning::MediaAdded(added)) => {
                if let Some(entry) = entries.get(&added.entry)
                    && known.insert(added.media)
                {
                    project::add_media(journal.tx(), seq, added.media, *entry)?;
                }
            }
            Ok(Meaning::MediaRemoved(removed)) => project::remove_media(journal.tx(), seq, removed.media)?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
impl Diary {
    /// Makes an operation unreadable, as a broken page would.
    pub(crate) fn break_operation(&self, id: OperationId) {
        let sql = "UPDATE operations SET body = zeroblob(40) WHERE id = ?1";
        self.store.write::<_, crate::store::StoreError>(|tx| tx.execute(sql, [id.as_bytes()])).unwrap();
    }
}
