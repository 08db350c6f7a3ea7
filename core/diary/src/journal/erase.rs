//! Erasing: parts and salts go, frames stay, and an operation names what it emptied.

use std::collections::BTreeMap;

use super::append::JournalTx;
use super::error::{Fault, JournalError, WhatIsWrong};
use super::read;
use super::writer::WriterId;
use crate::cbor::decode;
use crate::id::OperationId;
use crate::store::{FileKind, Read, StoreError};

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
        self.tx().execute(
            "UPDATE operations SET header = NULL, body = NULL, reason = NULL, raw = NULL WHERE seq = ?1",
            [seq],
        )?;
        Ok(())
    }
}

/// Where an operation stands in its chain.
pub(super) type Place = (WriterId, u64);

/// What a walk over the chains meets of erasures, and whether it fits together at the end.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The kind of operation that erases; `None` where nothing does.
    kind: Option<u16>,
    /// Operations without any part.
    empty: BTreeMap<OperationId, Place>,
    /// Operations that a later one says it erased, with the place of the one that says so.
    named: BTreeMap<OperationId, Place>,
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
            for id in body.operations {
                self.named.entry(id).or_insert(place);
            }
        }
        Some(())
    }

    /// Every empty operation is named, and every named one is here and empty.
    pub(super) fn balance(&self, source: &impl Read, file: FileKind) -> Result<(), JournalError> {
        let fault = |(writer, number): Place, what| JournalError::Fault(Fault { file, writer, number, what });
        let unnamed = self.empty.iter().filter(|(id, _)| !self.named.contains_key(id));
        if let Some((_, place)) = unnamed.min_by_key(|(_, place)| **place) {
            return Err(fault(*place, WhatIsWrong::Emptied));
        }
        let full = self.named.iter().find(|(id, _)| !self.empty.contains_key(id));
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
