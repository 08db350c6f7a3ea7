//! Walking every chain, and naming the first operation that does not fit.

use std::collections::BTreeMap;

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
/// Checks that numbers follow each other, that each frame continues one before it, that every part is the one that
/// was committed to, and that the head is signed by its writer; where a writer forked, each branch has its signed head. An operation without any part is accepted where another,
/// of the kind `erasing`, names it or its entry, and nowhere else. Returns the head of the longest branch of each writer, and
/// the number of operations.
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
    let mut branches = branches(source, kind)?;
    let mut heads = Vec::new();
    let mut total = 0;
    let mut ledger = Ledger::new(erasing);
    for (row, public_key, number, hash, signature) in writers {
        let writer = WriterId::of(&public_key);
        let mut ends = branches.remove(&row).unwrap_or_default();
        ends.push((number, hash, signature));
        let walked = walk(source, kind, (row, writer), &ends, &mut ledger)?;
        for (number, hash, signature) in ends {
            if !writer::signed(&public_key, &file, number, &hash, &signature) {
                let what = WhatIsWrong::Signature;
                return Err(JournalError::Fault(Fault { file: kind, writer, number, what }));
            }
        }
        total += walked;
        heads.push(Head { writer, number, hash });
    }
    ledger.balance(source, kind)?;
    heads.sort_by_key(|head| head.writer);
    Ok((heads, total))
}

/// The end of a chain: number, hash and signature.
type End = (u64, [u8; 32], [u8; 64]);

/// The ends of other branches than the longest, by the writer's row.
fn branches(source: &impl Read, kind: FileKind) -> Result<BTreeMap<i64, Vec<End>>, JournalError> {
    let mut branches: BTreeMap<i64, Vec<End>> = BTreeMap::new();
    if kind == FileKind::Diary {
        let sql = "SELECT writer, number, hash, signature FROM forks ORDER BY writer, number, hash";
        let found = source
            .all(sql, [], |row| Ok((row.get::<_, i64>(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))?;
        for (row, end) in found {
            branches.entry(row).or_default().push(end);
        }
    }
    Ok(branches)
}

type Parts = [Option<Vec<u8>>; 4];

/// Where a walk stands: without a fork, one hash of each number.
struct Level {
    number: u64,
    hashes: Vec<[u8; 32]>,
    /// Hashes of the number before, each with whether something continues it.
    before: Vec<([u8; 32], bool)>,
    /// What nothing continues.
    ends: Vec<(u64, [u8; 32])>,
}

impl Level {
    fn rise(&mut self) {
        let ended = self.before.iter().filter(|(_, continued)| !continued);
        self.ends.extend(ended.map(|(hash, _)| (self.number.saturating_sub(1), *hash)));
        self.before = self.hashes.drain(..).map(|hash| (hash, false)).collect();
        self.number += 1;
    }

    /// Puts a hash in its place; `false` where nothing is here that it continues.
    fn put(&mut self, previous: [u8; 32], hash: [u8; 32]) -> bool {
        let Some(parent) = self.before.iter_mut().find(|(hash, _)| *hash == previous) else { return false };
        parent.1 = true;
        self.hashes.push(hash);
        true
    }
}

/// Walks the operations of a writer, and gives how many there are.
fn walk(
    source: &impl Read,
    kind: FileKind,
    (row, writer): (i64, WriterId),
    ends: &[End],
    ledger: &mut Ledger,
) -> Result<u64, JournalError> {
    let mut level = Level { number: 0, hashes: vec![GENESIS], before: Vec::new(), ends: Vec::new() };
    let mut total = 0;
    let fault = |number, what| JournalError::Fault(Fault { file: kind, writer, number, what });
    source.each(
        "SELECT number, id, frame, header, body, reason, raw FROM operations
         WHERE writer = ?1 ORDER BY number, seq",
        [row],
        |row| {
            let parts: Parts = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?];
            Ok((row.get::<_, u64>(0)?, row.get::<_, [u8; 16]>(1)?, row.get::<_, Vec<u8>>(2)?, parts))
        },
        |(number, id, bytes, parts)| {
            total += 1;
            if number != level.number {
                level.rise();
            }
            if number != level.number {
                return Err(fault(level.number, WhatIsWrong::Number));
            }
            let Some(frame) = decode::<Frame>(&bytes) else { return Err(fault(number, WhatIsWrong::Frame)) };
            if frame.version != frame::VERSION
                || frame.writer != writer.0
                || frame.number != number
                || frame.id.as_bytes() != &id
            {
                return Err(fault(number, WhatIsWrong::Frame));
            }
            if !level.put(frame.previous, frame::frame_hash(&bytes)) {
                return Err(fault(number, WhatIsWrong::Link));
            }
            let place = (writer, number);
            if parts.iter().all(Option::is_none) {
                ledger.found_empty(frame.id, place);
            } else if !parts_fit(&frame, parts.each_ref()) {
                return Err(fault(number, WhatIsWrong::Part));
            } else if let [Some(header), body, ..] = &parts {
                ledger.found(header, body.as_deref(), place).ok_or(fault(number, WhatIsWrong::Frame))?;
            }
            Ok(())
        },
    )?;
    let last = level.number;
    level.rise();
    level.rise();
    if let Some(end) = ends.iter().find(|(number, hash, _)| !level.ends.contains(&(*number, *hash))) {
        let number = if ends.len() == 1 { last } else { last.min(end.0) };
        return Err(fault(number, WhatIsWrong::Head));
    }
    if let Some((number, _)) =
        level.ends.iter().find(|found| !ends.iter().any(|end| (end.0, end.1) == **found))
    {
        return Err(fault(*number, WhatIsWrong::Number));
    }
    Ok(total)
}

/// Whether exactly the committed parts are there, unaltered.
pub(super) fn parts_fit(frame: &Frame, parts: [&Option<Vec<u8>>; 4]) -> bool {
    let found = Part::ALL
        .iter()
        .zip(parts)
        .filter_map(|(part, bytes)| bytes.as_ref().map(|bytes| frame::commit(*part, bytes)));
    found.eq(frame.commitments.iter().copied())
}
