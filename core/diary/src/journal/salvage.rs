//! What of a journal can still be read, operation by operation, without its chain.
//!
//! A row is an operation of this journal if its frame names the row's own id and number, and if at least one of its parts is
//! the one that the frame commits to. So nothing is taken for an operation that was altered, whatever page it lay on.

use std::collections::{BTreeMap, BTreeSet};

use super::frame::{self, Frame, Part};
use super::header::Header;
use super::read::{Operation, unsalted};
use super::verify::Head;
use super::writer::WriterId;
use crate::cbor::decode;
use crate::id::OperationId;
use crate::store::{RawRow, Salvage, Value};

/// Numbers of a writer's chain, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// Whose.
    pub writer: WriterId,
    /// The first number.
    pub from: u64,
    /// The last one.
    pub to: u64,
}

/// What is left of a journal.
#[derive(Debug, Default)]
pub(crate) struct Remains {
    /// Operations whose header and body can be read, by order and writer.
    pub(crate) operations: Vec<Operation>,
    /// How many of them have lost their reason or what a device sent.
    pub(crate) partly: u64,
    /// How many were emptied by an erasure.
    pub(crate) erased: u64,
    /// Numbers of which nothing can be read.
    pub(crate) lost: Vec<Lost>,
    /// The newest known operation of each chain.
    pub(crate) heads: Vec<Head>,
    /// The facts that can be read.
    pub(crate) facts: BTreeMap<String, Vec<u8>>,
}

/// One operation as far as it was found.
struct Found {
    operation: Operation,
    /// Parts that are committed to, and parts that are there.
    committed: usize,
    there: usize,
    hash: [u8; 32],
}

/// Puts together what was read of a file.
pub(crate) fn salvage(salvage: &Salvage) -> Remains {
    let mut remains = Remains::default();
    let mut found: BTreeMap<(WriterId, u64), Found> = BTreeMap::new();
    let mut last: BTreeMap<WriterId, Head> = BTreeMap::new();
    for row in &salvage.rows {
        if let Some((place, new)) = operation(row) {
            // Erased beats present: a state before the erasure may still be there.
            let better = found
                .get(&place)
                .is_none_or(|known| known.there > 0 && (new.there == 0 || known.there < new.there));
            if better {
                found.insert(place, new);
            }
        } else if let Some(head) = writer(row) {
            let known = last.entry(head.writer).or_insert(head);
            if head.number > known.number {
                *known = head;
            }
        } else if let [name, value] = row.values.as_slice()
            && row.key.is_none()
            && let Some(name) = name.bytes().and_then(|name| std::str::from_utf8(name).ok())
            && let Some(value) = value.bytes()
        {
            remains.facts.entry(name.to_owned()).or_insert_with(|| value.to_vec());
        }
    }
    let found = whose(found, &last);
    for ((writer, number), found) in &found {
        let head = Head { writer: *writer, number: *number, hash: found.hash };
        let known = last.entry(*writer).or_insert(head);
        if *number > known.number {
            *known = head;
        }
    }
    remains.heads = last.into_values().collect();
    remains.sort_out(found);
    remains
}

/// Gives an operation whose frame names a writer that nobody knows to the one whose chain lacks its number: a broken byte
/// in the frame makes another name, and the parts are true all the same.
fn whose(
    mut found: BTreeMap<(WriterId, u64), Found>,
    rows: &BTreeMap<WriterId, Head>,
) -> BTreeMap<(WriterId, u64), Found> {
    let frames = |writer: &WriterId| found.keys().filter(|(other, _)| other == writer).count();
    let writers: BTreeSet<WriterId> = found.keys().map(|(writer, _)| *writer).collect();
    let (known, strange): (BTreeSet<WriterId>, BTreeSet<WriterId>) =
        writers.into_iter().partition(|writer| rows.contains_key(writer) || frames(writer) > 1);
    for writer in strange {
        let Some(place) = found.keys().find(|(other, _)| *other == writer).copied() else { continue };
        let owner = known.iter().find(|known| !found.contains_key(&(**known, place.1)));
        if let Some(owner) = owner
            && let Some(mut operation) = found.remove(&place)
        {
            operation.operation.writer = *owner;
            found.insert((*owner, place.1), operation);
        }
    }
    found
}

impl Remains {
    fn sort_out(&mut self, found: BTreeMap<(WriterId, u64), Found>) {
        let mut there: BTreeSet<(WriterId, u64)> = BTreeSet::new();
        for (place, found) in found {
            let empty = found.there == 0;
            let readable = found.operation.header.is_some() && found.operation.body.is_some();
            if empty {
                self.erased += 1;
            } else if readable {
                self.partly += u64::from(found.there < found.committed);
                self.operations.push(found.operation);
            }
            if empty || readable {
                there.insert(place);
            }
        }
        self.operations.sort_by_key(|operation| {
            (operation.header.as_ref().map(|header| header.order).unwrap_or_default(), operation.writer)
        });
        for head in &self.heads {
            let mut next = 1;
            let numbers =
                there.iter().filter(|(writer, _)| *writer == head.writer).map(|(_, number)| *number);
            for number in numbers.chain([head.number + 1]) {
                if number > next {
                    self.lost.push(Lost { writer: head.writer, from: next, to: number - 1 });
                }
                next = number + 1;
            }
        }
    }
}

/// A row of `operations`, if it is one and true.
fn operation(row: &RawRow) -> Option<((WriterId, u64), Found)> {
    let [_, id, _, number, frame, parts @ ..] = row.values.as_slice() else { return None };
    let (id, number, bytes) = (id.exactly::<16>()?, number.integer()?, frame.bytes()?);
    let frame: Frame = decode(bytes)?;
    let number = u64::try_from(number).ok()?;
    if parts.len() != Part::ALL.len() || frame.id.as_bytes() != &id || frame.number != number {
        return None;
    }
    let true_part = |(part, value): (&Part, &Value)| {
        let bytes = value.bytes()?;
        frame
            .commitments
            .contains(&frame::commit(*part, bytes))
            .then(|| unsalted(bytes).map(<[u8]>::to_vec))?
    };
    let opened: Vec<Option<Vec<u8>>> = Part::ALL.iter().zip(parts).map(true_part).collect();
    let there = opened.iter().flatten().count();
    // Without any part it is an erased one, if it says so itself; else nothing shows that it is true.
    if there == 0 && parts.iter().any(|part| *part != Value::Null) {
        return None;
    }
    let mut opened = opened.into_iter();
    let mut next = || opened.next().flatten();
    let (header, body, reason, raw) = (next(), next(), next(), next());
    let writer = WriterId::from_bytes(frame.writer);
    let operation = Operation {
        seq: row.key.unwrap_or(0),
        id: OperationId::from_bytes(id),
        writer,
        header: header.and_then(|header| decode::<Header>(&header)),
        body,
        reason: reason.and_then(|reason| String::from_utf8(reason).ok()),
        raw,
    };
    let (committed, hash) = (frame.commitments.len(), frame::frame_hash(bytes));
    Some(((writer, number), Found { operation, committed, there, hash }))
}

/// A row of `writers`: how far the chain went.
fn writer(row: &RawRow) -> Option<Head> {
    let [_, public_key, number, hash, signature, ..] = row.values.as_slice() else { return None };
    signature.exactly::<64>()?;
    Some(Head {
        writer: WriterId::of(&public_key.exactly()?),
        number: number.integer().and_then(|number| u64::try_from(number).ok())?,
        hash: hash.exactly()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cbor::encode;

    /// A row of one operation with one part, as it was written or emptied.
    fn row(part: Option<&[u8]>) -> RawRow {
        let salted = [&[7; frame::SALT][..], b"body"].concat();
        let frame = encode(&Frame {
            version: frame::VERSION,
            id: OperationId::from_bytes([1; 16]),
            writer: [2; 32],
            number: 1,
            previous: frame::GENESIS,
            commitments: vec![frame::commit(Part::Body, &salted)],
        });
        let body = part.map_or(Value::Null, |_| Value::Bytes(salted));
        let values = [
            [
                Value::Null,
                Value::Bytes(vec![1; 16]),
                Value::Integer(1),
                Value::Integer(1),
                Value::Bytes(frame),
            ],
            [Value::Null, body, Value::Null, Value::Null, Value::Null],
        ];
        let values = values.concat().into_iter().take(9).collect();
        RawRow { key: Some(1), values }
    }

    #[test]
    fn what_was_erased_beats_an_older_state_that_still_says_it() {
        let rows = [row(None), row(Some(b"body"))];
        for rows in [rows.to_vec(), rows.iter().rev().cloned().collect()] {
            let remains = salvage(&Salvage { pages: 1, damaged: Vec::new(), rows });
            assert_eq!(remains.erased, 1);
        }
    }
}
