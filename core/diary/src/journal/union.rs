//! Taking in what another copy of the same journal has: its operations with their frames, links and signed heads.
//!
//! Nothing of the other copy is believed. A frame has to continue one that is here, each part has to be the one that the
//! frame commits to, and every operation that comes has to lie under a head that its writer signed for this file. The
//! caller's transaction is rolled back at the first that does not fit, so nothing of a refused copy stays.
//!
//! Two operations of one writer with one number are a *fork*: somebody went on twice from one state. Both are kept; the
//! chain is then a tree, and each of its ends has a signed head.

use std::collections::{BTreeMap, BTreeSet};

use super::append::follow;
use super::clock::HybridTime;
use super::error::{JournalError, Refusal};
use super::frame::{self, Frame, GENESIS, Part};
use super::read::{Operation, by_id};
use super::stored::{Chain, Stored};
use super::verify::{Head, parts_fit};
use super::writer::{self, WriterId};
use crate::cbor::decode;
use crate::id::{FileId, OperationId};
use crate::store::{Read, StoreError, Tx, params};

/// The most bytes of a frame; those that are written have at most 300.
const LARGEST_FRAME: usize = 1024;

/// A writer that went on twice from one state: a copied installation, or a restored one that was not told so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fork {
    /// Whose chain.
    pub writer: WriterId,
    /// The first number that two of its operations have.
    pub number: u64,
}

/// Operations of a writer whose clock ran more than 24 hours ahead: kept as they are, and not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ahead {
    /// Whose.
    pub writer: WriterId,
    /// How many.
    pub operations: u64,
}

/// What came.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// How many operations are new here.
    pub(crate) operations: u64,
    /// Operations that were empty here and say something again.
    pub(crate) filled: u64,
    /// Writers that were not known here.
    pub(crate) writers: Vec<WriterId>,
    pub(crate) ahead: Vec<Ahead>,
    /// New operations without any part: the caller says whether an erasure explains each.
    pub(crate) empty: Vec<(OperationId, WriterId, u64)>,
}

impl Taken {
    /// Whether anything here is other than before.
    pub(crate) fn changed(&self) -> bool {
        self.operations > 0 || self.filled > 0
    }
}

/// A union under way, inside one transaction.
#[derive(Debug)]
pub(crate) struct Union<'t, 'c> {
    tx: &'t Tx<'c>,
    now_ms: i64,
    /// The heads of the other copy.
    heads: Vec<Chain>,
    rows: BTreeMap<WriterId, i64>,
    /// The operation of each writer that was looked at last, and is here: number and hash.
    last: BTreeMap<WriterId, (u64, [u8; 32])>,
    /// New operations that no other new one continues yet.
    tips: BTreeMap<(WriterId, [u8; 32]), u64>,
    ahead: BTreeMap<WriterId, u64>,
    order: HybridTime,
    taken: Taken,
}

impl<'t, 'c> Union<'t, 'c> {
    /// Begins, with the signed heads of the other copy.
    ///
    /// # Errors
    /// [`JournalError::Refused`] where a head is not signed by its writer for this file.
    pub(crate) fn begin(
        tx: &'t Tx<'c>,
        file: FileId,
        heads: &[Chain],
        now_ms: i64,
    ) -> Result<Self, JournalError> {
        let mut union = Self {
            tx,
            now_ms,
            heads: heads.to_vec(),
            rows: BTreeMap::new(),
            last: BTreeMap::new(),
            tips: BTreeMap::new(),
            ahead: BTreeMap::new(),
            order: HybridTime::default(),
            taken: Taken::default(),
        };
        for head in heads {
            let writer = head.writer();
            let refuse = |what| Err(JournalError::Refused { writer, number: head.number, what });
            if head.number == 0 || i64::try_from(head.number).is_err() {
                return refuse(Refusal::Head);
            }
            if !writer::signed(&head.public_key, &file, head.number, &head.hash, &head.signature) {
                return refuse(Refusal::Signature);
            }
            if union.rows.contains_key(&writer) {
                continue;
            }
            let known =
                tx.one("SELECT id FROM writers WHERE public_key = ?1", [head.public_key], |row| row.get(0))?;
            let row = if let Some(row) = known {
                row
            } else {
                union.taken.writers.push(writer);
                // Its head is written at the end, before anyone can see it.
                tx.insert(
                    "INSERT INTO writers (public_key, number, hash, signature) VALUES (?1, 0, ?2, zeroblob(64))",
                    params![head.public_key, GENESIS],
                )?
            };
            union.rows.insert(writer, row);
        }
        Ok(union)
    }

    /// Takes one operation in, after those that it continues; gives it back with its number where it is new here and says
    /// something.
    ///
    /// # Errors
    /// [`JournalError::Refused`] with what does not fit.
    pub(crate) fn take(&mut self, stored: &Stored) -> Result<Option<(u64, Operation)>, JournalError> {
        let unknown = |what| JournalError::Refused { writer: WriterId([0; 32]), number: 0, what };
        if stored.frame.len() > LARGEST_FRAME {
            return Err(unknown(Refusal::TooLarge));
        }
        let frame: Frame = decode(&stored.frame).ok_or(unknown(Refusal::Frame))?;
        let writer = WriterId(frame.writer);
        let refuse = |what| JournalError::Refused { writer, number: frame.number, what };
        if stored.parts().into_iter().flatten().any(|part| part.len() > frame::LARGEST_PART) {
            return Err(refuse(Refusal::TooLarge));
        }
        if frame.version != frame::VERSION || !promises_in_order(&frame) {
            return Err(refuse(Refusal::Frame));
        }
        let row = *self.rows.get(&writer).ok_or(refuse(Refusal::Head))?;
        if frame.number == 0 || i64::try_from(frame.number).is_err() {
            return Err(refuse(Refusal::Number));
        }
        let held = stored.held() > 0;
        if held && !parts_fit(&frame, stored.parts()) {
            return Err(refuse(Refusal::Part));
        }
        let hash = frame::frame_hash(&stored.frame);
        let here = self.tx.one(
            "SELECT frame, header IS NULL FROM operations WHERE id = ?1",
            [frame.id.as_bytes()],
            |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, bool>(1)?)),
        )?;
        let new = match here {
            Some((known, _)) if known != stored.frame => return Err(refuse(Refusal::SameId)),
            Some((_, empty)) => {
                if empty && held {
                    self.fill(frame.id, stored)?;
                }
                empty && held
            }
            None => {
                if !self.continues(row, &frame)? {
                    return Err(refuse(Refusal::Link));
                }
                self.put(row, &frame, stored)?;
                self.tips.remove(&(writer, frame.previous));
                self.tips.insert((writer, hash), frame.number);
                held
            }
        };
        self.last.insert(writer, (frame.number, hash));
        if !new {
            return Ok(None);
        }
        let malformed = |error| match error {
            JournalError::Malformed(_) | JournalError::Store(StoreError::Malformed(_)) => {
                refuse(Refusal::Unreadable)
            }
            other => other,
        };
        let operation = by_id(self.tx, frame.id).map_err(malformed)?;
        if let Some(header) = operation.as_ref().and_then(|operation| operation.header.as_ref()) {
            if header.order.is_far_ahead(self.now_ms) {
                *self.ahead.entry(writer).or_default() += 1;
            } else {
                self.order = self.order.max(header.order);
            }
        }
        Ok(operation.map(|operation| (frame.number, operation)))
    }

    /// Whether the operation that a frame continues is here.
    fn continues(&self, row: i64, frame: &Frame) -> Result<bool, StoreError> {
        if frame.number == 1 {
            return Ok(frame.previous == GENESIS);
        }
        let before = frame.number - 1;
        Ok(self.last.get(&WriterId(frame.writer)) == Some(&(before, frame.previous))
            || hashes(self.tx, row, before)?.contains(&frame.previous))
    }

    fn put(&mut self, row: i64, frame: &Frame, stored: &Stored) -> Result<(), StoreError> {
        self.tx.insert(
            "INSERT INTO operations (id, writer, number, frame, header, body, reason, raw)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                frame.id.as_bytes(),
                row,
                frame.number,
                stored.frame,
                stored.header,
                stored.body,
                stored.reason,
                stored.raw
            ],
        )?;
        self.taken.operations += 1;
        if stored.held() == 0 {
            self.taken.empty.push((frame.id, WriterId(frame.writer), frame.number));
        }
        Ok(())
    }

    fn fill(&mut self, id: OperationId, stored: &Stored) -> Result<(), StoreError> {
        self.tx.execute(
            "UPDATE operations SET header = ?2, body = ?3, reason = ?4, raw = ?5 WHERE id = ?1",
            params![id.as_bytes(), stored.header, stored.body, stored.reason, stored.raw],
        )?;
        self.taken.filled += 1;
        Ok(())
    }

    /// Writes where the chains stand now.
    ///
    /// # Errors
    /// [`JournalError::Refused`] where a head names an operation that did not come, or an operation came that no signed
    /// head lies above.
    pub(crate) fn finish(mut self) -> Result<Taken, JournalError> {
        let mut ends: BTreeMap<i64, Vec<Chain>> = BTreeMap::new();
        for head in &self.heads {
            let writer = head.writer();
            let row = self.rows.get(&writer).copied().unwrap_or_default();
            if !hashes(self.tx, row, head.number)?.contains(&head.hash) {
                return Err(JournalError::Refused { writer, number: head.number, what: Refusal::Head });
            }
            self.tips.remove(&(writer, head.hash));
            ends.entry(row).or_default().push(Chain { row, ..head.clone() });
        }
        if let Some(((writer, _), number)) = self.tips.first_key_value() {
            return Err(JournalError::Refused { writer: *writer, number: *number, what: Refusal::Head });
        }
        let writers: BTreeSet<WriterId> = self.taken.writers.iter().copied().collect();
        if self.taken.operations > 0 {
            for (row, heads) in ends {
                self.write_heads(row, heads)?;
            }
            follow(self.tx, self.order)?;
        }
        self.taken.writers = writers.into_iter().collect();
        self.taken.ahead =
            self.ahead.into_iter().map(|(writer, operations)| Ahead { writer, operations }).collect();
        Ok(self.taken)
    }

    /// Of all heads that are known of a writer, those that nothing continues: the longest branch in `writers`, the others
    /// as forks.
    fn write_heads(&self, row: i64, mut heads: Vec<Chain>) -> Result<(), JournalError> {
        heads.extend(Chain::with_forks(self.tx)?.into_iter().filter(|head| head.row == row));
        heads.retain(|head| head.number > 0);
        heads.sort_by_key(|head| (head.number, head.hash));
        heads.dedup_by_key(|head| head.hash);
        let mut ends = Vec::new();
        for head in heads {
            if !is_continued(self.tx, &head)? {
                ends.push(head);
            }
        }
        let Some(longest) = ends.pop() else { return Ok(()) };
        self.tx.execute(
            "UPDATE writers SET number = ?2, hash = ?3, signature = ?4 WHERE id = ?1",
            params![row, longest.number, longest.hash, longest.signature],
        )?;
        self.tx.execute("DELETE FROM forks WHERE writer = ?1", [row])?;
        for end in ends {
            self.tx.execute(
                "INSERT INTO forks (writer, number, hash, signature) VALUES (?1, ?2, ?3, ?4)",
                params![row, end.number, end.hash, end.signature],
            )?;
        }
        Ok(())
    }
}

/// Whether a frame promises each part at most once, and in order.
fn promises_in_order(frame: &Frame) -> bool {
    let tags: Vec<u8> = frame.commitments.iter().map(|commitment| commitment.tag).collect();
    tags.is_sorted_by(|a, b| a < b) && tags.iter().all(|tag| Part::ALL.iter().any(|part| *part as u8 == *tag))
}

/// The hashes of a writer's frames of one number: more than one is a fork.
fn hashes(source: &impl Read, row: i64, number: u64) -> Result<Vec<[u8; 32]>, StoreError> {
    let sql = "SELECT frame FROM operations WHERE writer = ?1 AND number = ?2";
    source.all(sql, (row, number), |row| Ok(frame::frame_hash(&row.get::<_, Vec<u8>>(0)?)))
}

fn is_continued(source: &impl Read, head: &Chain) -> Result<bool, JournalError> {
    let sql = "SELECT frame FROM operations WHERE writer = ?1 AND number = ?2";
    let next = source.all(sql, (head.row, head.number + 1), |row| row.get::<_, Vec<u8>>(0))?;
    Ok(next.iter().filter_map(|bytes| decode::<Frame>(bytes)).any(|frame| frame.previous == head.hash))
}

/// Whether a file has this operation, whatever came after it.
pub(crate) fn holds(source: &impl Read, head: &Head) -> Result<bool, StoreError> {
    let Some(row) = super::read::row_of(source, head.writer)? else { return Ok(false) };
    Ok(hashes(source, row, head.number)?.contains(&head.hash))
}

/// The writers of a diary that went on twice from one state.
pub(crate) fn forks(source: &impl Read) -> Result<Vec<Fork>, StoreError> {
    let mut forks = source.all(
        "SELECT w.public_key,
                (SELECT min(o.number) FROM operations o JOIN operations p
                 ON p.writer = o.writer AND p.number = o.number AND p.seq > o.seq WHERE o.writer = w.id)
         FROM writers w WHERE w.id IN (SELECT writer FROM forks)",
        [],
        |row| Ok(Fork { writer: WriterId::of(&row.get(0)?), number: row.get(1)? }),
    )?;
    forks.sort_unstable();
    Ok(forks)
}
