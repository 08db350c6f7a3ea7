//! A look at the write-ahead log that a killed process left, before SQLite may drop any of it.
//!
//! SQLite replays a log up to its first frame whose checksum fails and silently forgets the rest: right for the torn
//! tail of a power cut, wrong for a byte that went bad in the middle. With `synchronous = FULL` every transaction but
//! the last had reached the disk before the next began, so a broken frame *followed by another whole transaction of
//! the same log* cannot be a torn tail: it is damage, and opening would lose what was confirmed. A break within the
//! very last transaction cannot be told from a torn write and is left to SQLite.
//!
//! Where a transaction ends is said by its last frame, which may be the broken one. A frame that stands alone in being
//! broken is taken for damaged in one byte, and what it must have said is worked out from the checksums around it. A
//! torn tail shows stale sectors instead: frames of an earlier round of the log, with other salts and checksums.
//!
//! Frame headers and checksums of a SQLCipher log are plain; the checksums run over the encrypted pages, so no key is
//! needed. Layout: SQLite file format, section 4 ("The Write-Ahead Log").

use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::error::{FileKind, StoreError};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// "WAL" magic; the lowest bit says whether checksum words are big-endian.
const MAGIC: u32 = 0x377f_0682;

/// The name of one of the files that SQLite keeps beside a database.
pub(super) fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Refuses a log whose opening would silently lose confirmed transactions.
///
/// No log, an empty log or one that ends in a torn tail is fine.
///
/// # Errors
/// [`StoreError::DamagedLog`]; nothing is changed.
pub(super) fn inspect(database: &Path, kind: FileKind) -> Result<(), StoreError> {
    let name = beside(database, "-wal");
    match std::fs::symlink_metadata(&name) {
        Ok(found) if found.is_file() => {}
        // A pipe would never answer, and a link leads to another file's log.
        Ok(_) => return Err(StoreError::DamagedLog(kind)),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::from_io(&error)),
    }
    let file = File::open(&name).map_err(|error| StoreError::from_io(&error))?;
    match confirmed_transaction_after_break(BufReader::with_capacity(1 << 16, file)) {
        Ok(false) => Ok(()),
        Ok(true) => Err(StoreError::DamagedLog(kind)),
        Err(error) => Err(StoreError::from_io(&error)),
    }
}

type Sum = (u32, u32);

/// What is known of the log behind its first broken frame.
#[derive(Debug, Clone, Copy)]
struct Broken {
    /// A transaction has ended at or after the break, so that a further whole one had been confirmed.
    ended: bool,
    /// Every frame since that end is intact.
    whole: bool,
}

/// Whether a whole, intact transaction stands behind a broken frame of the same log.
pub(super) fn confirmed_transaction_after_break(mut log: impl Read) -> std::io::Result<bool> {
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
    // The checksum that the next frame goes on from: as the frame before stored it, and as its bytes give it.
    let mut stored = (be(&header, 24), be(&header, 28));
    let mut computed = stored;

    // A log without its header has lost its very first transaction.
    let mut broken = header_broken.then_some(Broken { ended: true, whole: true });
    let mut first = true;
    let mut frame = vec![0_u8; FRAME_HEADER + page];
    while fill(&mut log, &mut frame)? {
        let (head, content) = frame.split_at(FRAME_HEADER);
        // The header's salts may be what broke; and its checksum seeds the first frame, so let that one pass.
        let unseeded = header_broken && first;
        if unseeded {
            salt = head.get(8..16).unwrap_or_default().to_vec();
        }
        first = false;
        let before = stored;
        stored = (be(head, 16), be(head, 20));
        let same_log = head.get(8..16) == Some(salt.as_slice());
        let from_stored = frame_sum(before, head, content, big_endian);
        // Where the checksum stored before is what broke, the one computed there leads on.
        let follows =
            unseeded || from_stored == stored || frame_sum(computed, head, content, big_endian) == stored;
        computed = from_stored;
        let intact = same_log && follows;
        let commit = be(head, 4) != 0;
        match &mut broken {
            None if intact => {}
            // What carries other salts and no checksum of this log is stale and says nothing about this one.
            None => {
                let ours = same_log || from_stored == stored;
                let ended = ours && meant_commit(before, head, content, big_endian);
                broken = Some(Broken { ended, whole: true });
            }
            Some(since) => {
                since.whole &= intact;
                if commit && since.ended && since.whole {
                    return Ok(true);
                }
                if commit && follows {
                    *since = Broken { ended: true, whole: true };
                }
            }
        }
    }
    Ok(false)
}

/// Whether a frame that is broken in one byte said that it ends a transaction.
///
/// The checksum can be run backwards through the page, which gives the two words that must have stood before it. If
/// one byte of the second is all that differs, that byte is what broke; otherwise the break is elsewhere and the word
/// is as it was.
fn meant_commit(seed: Sum, head: &[u8], content: &[u8], big_endian: bool) -> bool {
    let stored = (be(head, 16), be(head, 20));
    let (one, two) = content.rchunks_exact(8).fold(stored, |(one, two), pair| {
        let (first, second) = words(pair, big_endian);
        let two = two.wrapping_sub(second).wrapping_sub(one);
        (one.wrapping_sub(first).wrapping_sub(two), two)
    });
    let meant = (one.wrapping_sub(seed.0).wrapping_sub(seed.1), two.wrapping_sub(seed.1).wrapping_sub(one));
    let said = words(head.get(..8).unwrap_or_default(), big_endian);
    let differing = (meant.1 ^ said.1).to_ne_bytes().iter().filter(|byte| **byte != 0).count();
    if meant.0 == said.0 && differing == 1 { meant.1 != 0 } else { said.1 != 0 }
}

/// The checksum of a frame: its page number, its size field and its page.
fn frame_sum(seed: Sum, head: &[u8], content: &[u8], big_endian: bool) -> Sum {
    checksum(checksum(seed, head.get(..8).unwrap_or_default(), big_endian), content, big_endian)
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
fn checksum(seed: Sum, bytes: &[u8], big_endian: bool) -> Sum {
    bytes.chunks_exact(8).fold(seed, |(one, two), pair| {
        let (first, second) = words(pair, big_endian);
        let one = one.wrapping_add(first).wrapping_add(two);
        let two = two.wrapping_add(second).wrapping_add(one);
        (one, two)
    })
}

/// Eight bytes as the log's checksum takes them.
fn words(pair: &[u8], big_endian: bool) -> (u32, u32) {
    let (first, second) = (be(pair, 0), be(pair, 4));
    if big_endian { (first, second) } else { (first.swap_bytes(), second.swap_bytes()) }
}
