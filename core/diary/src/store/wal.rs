//! A look at the write-ahead log that a killed process left, before SQLite may drop any of it.
//!
//! SQLite replays a log up to its first frame whose checksum fails and silently forgets the rest: right for the torn
//! tail of a power cut, wrong for a byte that went bad in the middle. With `synchronous = FULL` every transaction but
//! the last had reached the disk before the next began, so a broken frame *followed by another whole transaction of
//! the same log* cannot be a torn tail: it is damage, and opening would lose what was confirmed. A break within the
//! very last transaction cannot be told from a torn write and is left to SQLite.
//!
//! Frame headers and checksums of a SQLCipher log are plain; the checksums run over the encrypted pages, so no key is
//! needed. Layout: SQLite file format, section 4 ("The Write-Ahead Log").

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

use super::error::{FileKind, StoreError};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// "WAL" magic; the lowest bit says whether checksum words are big-endian.
const MAGIC: u32 = 0x377f_0682;

/// Refuses a log whose opening would silently lose confirmed transactions.
///
/// No log, an empty log or one that ends in a torn tail is fine.
///
/// # Errors
/// [`StoreError::DamagedLog`]; nothing is changed.
pub(super) fn inspect(database: &Path, kind: FileKind) -> Result<(), StoreError> {
    let mut name = database.as_os_str().to_owned();
    name.push("-wal");
    let file = match File::open(&name) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::from_io(&error)),
    };
    match confirmed_transaction_after_break(BufReader::with_capacity(1 << 16, file)) {
        Ok(false) => Ok(()),
        Ok(true) => Err(StoreError::DamagedLog(kind)),
        Err(error) => Err(StoreError::from_io(&error)),
    }
}

/// Whether a whole, intact transaction stands behind a broken frame of the same log.
fn confirmed_transaction_after_break(mut log: impl Read) -> std::io::Result<bool> {
    let mut header = [0_u8; HEADER];
    if !fill(&mut log, &mut header)? {
        return Ok(false);
    }
    let magic = be(&header, 0);
    let big_endian = magic & 1 == 1;
    let page = usize::try_from(be(&header, 8)).unwrap_or(0);
    let header_sum = checksum((0, 0), header.get(..24).unwrap_or_default(), big_endian);
    let header_broken = magic & !1 != MAGIC
        || !(512..=65_536).contains(&page)
        || header_sum != (be(&header, 24), be(&header, 28));
    // SQLite throws a log with a broken header away whole. Its frames carry their own copy of the salts; the
    // cipher's page size is always the default here.
    let (page, big_endian) =
        if header_broken { (4096, cfg!(target_endian = "big")) } else { (page, big_endian) };
    let mut salt = header.get(16..24).unwrap_or_default().to_vec();
    let mut stored = (be(&header, 24), be(&header, 28));

    let mut broken = header_broken;
    // Whether a transaction has ended at or after the break, so that a further whole one had been confirmed.
    let mut ended_after_break = header_broken;
    let mut whole_since_end = true;
    let mut first = true;
    let mut frame = vec![0_u8; FRAME_HEADER + page];
    while fill(&mut log, &mut frame)? {
        let (head, content) = frame.split_at(FRAME_HEADER);
        if header_broken && first {
            // The header's salts may be what broke; and its checksum seeds the first frame, so let that one pass.
            salt = head.get(8..16).unwrap_or_default().to_vec();
        }
        let sum = checksum(stored, head.get(..8).unwrap_or_default(), big_endian);
        let sum = checksum(sum, content, big_endian);
        stored = (be(head, 16), be(head, 20));
        let same_log = head.get(8..16) == Some(salt.as_slice());
        let intact = same_log && (sum == stored || (header_broken && first));
        first = false;
        let commit = be(head, 4) != 0;
        if !broken && !intact {
            broken = true;
            ended_after_break = commit;
            whole_since_end = true;
            continue;
        }
        if broken {
            whole_since_end &= intact;
            if commit && ended_after_break && whole_since_end {
                return Ok(true);
            }
            if commit {
                ended_after_break = true;
                whole_since_end = true;
            }
        }
    }
    Ok(false)
}

/// Reads exactly `buffer`, or says that the log ends before.
fn fill(log: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<bool> {
    match log.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn be(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|word| word.try_into().ok()).map_or(0, u32::from_be_bytes)
}

/// SQLite's cumulative log checksum over pairs of 32-bit words.
fn checksum(seed: (u32, u32), bytes: &[u8], big_endian: bool) -> (u32, u32) {
    let word = |bytes: &[u8]| {
        let word: [u8; 4] = bytes.try_into().unwrap_or_default();
        if big_endian { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
    };
    bytes.chunks_exact(8).fold(seed, |(one, two), pair| {
        let (first, second) = pair.split_at(4);
        let one = one.wrapping_add(word(first)).wrapping_add(two);
        let two = two.wrapping_add(word(second)).wrapping_add(one);
        (one, two)
    })
}
