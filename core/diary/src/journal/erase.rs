//! Erasing: parts and salts go, frames stay, and an operation names what it emptied.

use std::collections::{BTreeMap, BTreeSet};

use super::append::JournalTx;
use super::error::{Fault, JournalError, WhatIsWrong};
use super::read;
use super::writer::WriterId;
use crate::cbor::decode;
use crate::id::OperationId;
use crate::store::{FileKind, Read, StoreError, Tx};

/// What the body of an erasing operation says to the journal; what stands behind it is the room's own.
#[derive(Debug, minicbor::Decode)]
#[cbor(array)]
struct Erasing {
    #[n(0)]
    operations: Vec<OperationId>,
}

/// The beginning of a header.
#[derive(Debug, minicbor::Decode)]
#[cbor(array)]
struct Beginning {
    #[n(0)]
    kind: u16,
}

impl JournalTx<'_, '_> {
    /// Empties an operation: its parts and their salts go, its frame stays.
    ///
    /// The same transaction appends the operation that names it, or a check finds a part missing.
    pub(crate) fn empty(&self, seq: i64) -> Result<(), StoreError> {
        empty(self.tx(), seq)
    }
}

/// Empties an operation of whose erasure another operation, or a note beside it, speaks.
pub(crate) fn empty(tx: &Tx<'_>, seq: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE operations SET header = NULL, body = NULL, reason = NULL, raw = NULL WHERE seq = ?1",
        [seq],
    )?;
    Ok(())
}

/// Where an operation stands in its chain.
pub(crate) type Place = (WriterId, u64);

/// What a walk over the chains meets of erasures, and whether it fits together at the end.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The kind of operation that erases; `None` where nothing does.
    kind: Option<u16>,
    /// Operations without any part.
    empty: BTreeMap<OperationId, Place>,
    /// Operations that a later one says it erased, with the place of the one that says so.
    named: BTreeMap<OperationId, Place>,
    /// The first operation that each erasure names: the one that made the entry.
    entries: BTreeSet<OperationId>,
}

impl Ledger {
    pub(super) fn new(kind: Option<u16>) -> Self {
        Self { kind, ..Self::default() }
    }

    pub(super) fn found_empty(&mut self, id: OperationId, place: Place) {
        self.empty.insert(id, place);
    }

    /// Takes note of what an operation erases, given its stored header and body; `None` if its body cannot be read.
    pub(super) fn found(&mut self, header: &[u8], body: Option<&[u8]>, place: Place) -> Option<()> {
        let Some(erasing) = self.kind else { return Some(()) };
        let begins: Beginning = read::unsalted(header).and_then(decode)?;
        if begins.kind == erasing {
            let body: Erasing = body.and_then(read::unsalted).and_then(decode)?;
            self.entries.extend(body.operations.first());
            for id in body.operations {
                self.named.entry(id).or_insert(place);
            }
        }
        Some(())
    }

    /// Every empty operation is named, and every named one is here and empty.
    pub(super) fn balance(&self, source: &impl Read, file: FileKind) -> Result<(), JournalError> {
        let fault = |(writer, number): Place, what| JournalError::Fault(Fault { file, writer, number, what });
        // Erased with its entry by somebody who did not know of it; and erased before it came.
        let (noted, awaited) =
            if file == FileKind::Diary { (noted(source)?, awaited(source)?) } else { Default::default() };
        let explained = |id: &OperationId| {
            self.named.contains_key(id) || noted.get(id).is_some_and(|entry| self.entries.contains(entry))
        };
        let unnamed = self.empty.iter().filter(|(id, _)| !explained(id));
        if let Some((_, place)) = unnamed.min_by_key(|(_, place)| **place) {
            return Err(fault(*place, WhatIsWrong::Emptied));
        }
        for id in noted.keys().filter(|id| !self.empty.contains_key(id)) {
            let sql = "SELECT seq FROM operations WHERE id = ?1";
            let seq = source.one(sql, [id.as_bytes()], |row| row.get(0))?;
            if let Some(place) = seq.map(|seq| place_of(source, seq)).transpose()?.flatten() {
                return Err(fault(place, WhatIsWrong::NotErased));
            }
        }
        let full = self.named.iter().find(|(id, _)| !self.empty.contains_key(id) && !awaited.contains(id));
        if let Some((id, place)) = full {
            let here = source.one("SELECT number FROM operations WHERE id = ?1", [id.as_bytes()], |row| {
                row.get::<_, u64>(0)
            })?;
            return Err(fault(
                *place,
                if here.is_some() { WhatIsWrong::NotErased } else { WhatIsWrong::ErasesNothing },
            ));
        }
        Ok(())
    }
}

/// The operations that are empty because their entry is: each with the operation that made the entry.
fn noted(source: &impl Read) -> Result<BTreeMap<OperationId, OperationId>, StoreError> {
    let notes = source.all("SELECT operation, entry FROM emptied", [], |row| {
        Ok((OperationId::from_bytes(row.get(0)?), OperationId::from_bytes(row.get(1)?)))
    })?;
    Ok(notes.into_iter().collect())
}

/// The operations that were erased before they came.
fn awaited(source: &impl Read) -> Result<BTreeSet<OperationId>, StoreError> {
    let awaited =
        source.all("SELECT operation FROM awaited", [], |row| Ok(OperationId::from_bytes(row.get(0)?)))?;
    Ok(awaited.into_iter().collect())
}

/// Where the operation at a place in the file stands in its chain.
pub(crate) fn place_of(source: &impl Read, seq: i64) -> Result<Option<Place>, StoreError> {
    let sql =
        "SELECT w.public_key, o.number FROM operations o JOIN writers w ON w.id = o.writer WHERE o.seq = ?1";
    source.one(sql, [seq], |row| Ok((WriterId::of(&row.get(0)?), row.get(1)?)))
}
