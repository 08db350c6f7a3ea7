//! Walking every chain, and naming the first operation that does not fit.

use super::erase::Ledger;
use super::error::{Fault, JournalError, WhatIsWrong};
use super::frame::{self, Frame, GENESIS, Part};
use super::writer::{self, WriterId};
use crate::cbor::decode;
use crate::id::FileId;
use crate::store::{FileKind, Read};

/// The newest operation of one writer's chain, by number and hash.
///
/// Noted elsewhere (printed, in a backup, on another phone), it proves later that nothing before it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Whose chain.
    pub writer: WriterId,
    /// How many operations it has.
    pub number: u64,
    /// SHA-256 over the newest frame.
    pub hash: [u8; 32],
}

/// Walks every chain of a file from its first operation to its signed head.
///
/// Checks that numbers follow each other, that each frame continues the one before, that every part is the one that
/// was committed to, and that the head is signed by its writer. An operation without any part is accepted where another,
/// of the kind `erasing`, names it, and nowhere else. Returns the heads and the number of operations.
///
/// # Errors
/// [`JournalError::Fault`] for the first operation that does not fit, in order of the writers.
pub fn verify(
    source: &impl Read,
    file: FileId,
    kind: FileKind,
    erasing: Option<u16>,
) -> Result<(Vec<Head>, u64), JournalError> {
    let writers =
        source.all("SELECT id, public_key, number, hash, signature FROM writers ORDER BY id", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
    let mut heads = Vec::new();
    let mut total = 0;
    let mut ledger = Ledger::new(erasing);
    for (row, public_key, number, hash, signature) in writers {
        let head = Head { writer: WriterId::of(&public_key), number, hash };
        walk(source, kind, row, &head, &mut ledger)?;
        let fault = |what| Fault { file: kind, writer: head.writer, number, what };
        if !writer::signed(&public_key, &file, number, &hash, &signature) {
            return Err(JournalError::Fault(fault(WhatIsWrong::Signature)));
        }
        total += number;
        heads.push(head);
    }
    ledger.balance(source, kind)?;
    heads.sort_by_key(|head| head.writer);
    Ok((heads, total))
}

type Parts = [Option<Vec<u8>>; 4];

fn walk(
    source: &impl Read,
    kind: FileKind,
    writer: i64,
    head: &Head,
    ledger: &mut Ledger,
) -> Result<(), JournalError> {
    let mut expected = 0_u64;
    let mut previous = GENESIS;
    source.each(
        "SELECT number, id, frame, header, body, reason, raw FROM operations
         WHERE writer = ?1 ORDER BY number, seq",
        [writer],
        |row| {
            let parts: Parts = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
            Ok((row.get::<_, u64>(0)?, row.get::<_, [u8; 16]>(1)?, row.get::<_, Vec<u8>>(2)?, parts))
        },
        |(number, id, bytes, parts)| {
            expected += 1;
            let fault = |what| {
                Err(JournalError::Fault(Fault { file: kind, writer: head.writer, number: expected, what }))
            };
            if number != expected {
                return fault(WhatIsWrong::Number);
            }
            let Some(frame) = decode::<Frame>(&bytes) else { return fault(WhatIsWrong::Frame) };
            if frame.version != frame::VERSION
                || frame.writer != head.writer.0
                || frame.number != number
                || frame.id.as_bytes() != &id
            {
                return fault(WhatIsWrong::Frame);
            }
            if frame.previous != previous {
                return fault(WhatIsWrong::Link);
            }
            let place = (head.writer, number);
            if parts.iter().all(Option::is_none) {
                ledger.found_empty(frame.id, place);
            } else if !parts_fit(&frame, &parts) {
                return fault(WhatIsWrong::Part);
            } else if let [Some(header), body, ..] = &parts {
                ledger.found(header, body.as_deref(), place).ok_or(JournalError::Malformed(kind))?;
            }
            previous = frame::frame_hash(&bytes);
            Ok(())
        },
    )?;
    if expected != head.number || previous != head.hash {
        let fault = Fault { file: kind, writer: head.writer, number: expected, what: WhatIsWrong::Head };
        return Err(JournalError::Fault(fault));
    }
    Ok(())
}

/// Whether exactly the committed parts are there, unaltered.
fn parts_fit(frame: &Frame, parts: &Parts) -> bool {
    let found = Part::ALL
        .iter()
        .zip(parts)
        .filter_map(|(part, bytes)| bytes.as_ref().map(|bytes| frame::commit(*part, bytes)));
    found.eq(frame.commitments.iter().copied())
}
