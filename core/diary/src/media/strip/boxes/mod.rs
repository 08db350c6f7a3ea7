//! Files made of boxes (ISO 14496-12): video, sound and HEIF pictures, of any length.
//!
//! What tells more than is shown is overwritten where it lies: nothing moves, so that every offset in the file stays right
//! and the file keeps its length. A box that no list of what is kept knows becomes `free`, with zeros in it. A file that
//! cannot be followed to its end, or holds what these lists do not understand, is not stripped at all.

mod blanks;
mod movie;
mod samples;
mod still;

use std::io::{self, Read, Seek, SeekFrom};

use zeroize::Zeroizing;

use super::{Detail, Details, Kind};

pub(super) use blanks::Blanks;
use blanks::{Blank, With};

/// The most boxes of one file; a video of hours has some hundreds, one in fragments some thousands.
const MOST_BOXES: usize = 1 << 16;
/// How much of a box is searched for what it tells.
const SEARCHED: u64 = 1 << 16;

/// Why a walk ended early.
enum Stop {
    /// The file holds what is not understood.
    NotFollowed,
    /// The source said no.
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        // A box that claims more than the file has is no fault of the source.
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::NotFollowed } else { Self::Io(error) }
    }
}

/// What has to be overwritten in a file of boxes, and what it told; `None` where it cannot be followed.
///
/// # Errors
/// Whatever the source says.
pub(super) fn plan(
    source: &mut (impl Read + Seek),
    length: u64,
    kind: Kind,
) -> io::Result<Option<(Blanks, Details)>> {
    let mut walk = Walk { source, length, boxes: 0, blanks: Vec::new(), details: Details::new() };
    let walked = match kind {
        Kind::Heif => still::walk(&mut walk),
        _ => movie::walk(&mut walk),
    };
    match walked {
        Ok(()) => Ok(Blanks::new(walk.blanks).map(|blanks| (blanks, walk.details))),
        Err(Stop::NotFollowed) => Ok(None),
        Err(Stop::Io(error)) => Err(error),
    }
}

/// One box: from its first byte to behind its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Boxed {
    kind: [u8; 4],
    start: u64,
    /// Where its length and kind end.
    head: u64,
    /// Where its content begins: behind the second name of one of kind `uuid`.
    body: u64,
    end: u64,
}

impl Boxed {
    fn is(&self, kind: [u8; 4]) -> bool {
        self.kind == kind
    }

    fn is_one_of(&self, kinds: &[&[u8; 4]]) -> bool {
        kinds.contains(&&self.kind)
    }
}

/// A walk over a file, and what it found so far.
struct Walk<'a, S> {
    source: &'a mut S,
    length: u64,
    boxes: usize,
    blanks: Vec<Blank>,
    details: Details,
}

impl<S: Read + Seek> Walk<'_, S> {
    /// The boxes that fill a part of the file.
    fn children(&mut self, from: u64, to: u64) -> Result<Vec<Boxed>, Stop> {
        let mut found = Vec::new();
        let mut at = from;
        while at < to {
            let left = to - at;
            if left < 8 {
                // QuickTime ends some lists with a zero number.
                let rest = self.bytes(at, left)?;
                if rest.iter().any(|byte| *byte != 0) {
                    return Err(Stop::NotFollowed);
                }
                break;
            }
            let next = self.boxed(at, to)?;
            at = next.end;
            found.push(next);
            self.boxes += 1;
            if self.boxes > MOST_BOXES {
                return Err(Stop::NotFollowed);
            }
        }
        Ok(found)
    }

    /// The boxes of the whole file.
    fn all(&mut self) -> Result<Vec<Boxed>, Stop> {
        self.children(0, self.length)
    }

    fn inside(&mut self, parent: Boxed) -> Result<Vec<Boxed>, Stop> {
        self.children(parent.body, parent.end)
    }

    /// The boxes behind the first four bytes of a box, its version and flags.
    fn inside_full(&mut self, parent: Boxed) -> Result<Vec<Boxed>, Stop> {
        self.children(skip(parent, 4)?, parent.end)
    }

    fn boxed(&mut self, at: u64, to: u64) -> Result<Boxed, Stop> {
        let size = u64::from(self.number32(at)?);
        let kind = self.array::<4>(at + 4)?;
        let (head, size) = match size {
            // To the end of the file: only the last box of it can say so.
            0 if to == self.length => (at + 8, to - at),
            1 => (at + 16, u64::from_be_bytes(self.array(at + 8)?)),
            size => (at + 8, size),
        };
        let body = if &kind == b"uuid" { head + 16 } else { head };
        let end = at.checked_add(size).filter(|end| *end <= to && body <= *end).ok_or(Stop::NotFollowed)?;
        Ok(Boxed { kind, start: at, head, body, end })
    }

    /// Some bytes, at most [`SEARCHED`] or those of a table whose size was looked at.
    fn bytes(&mut self, at: u64, count: u64) -> Result<Zeroizing<Vec<u8>>, Stop> {
        if at.checked_add(count).is_none_or(|end| end > self.length) {
            return Err(Stop::NotFollowed);
        }
        let mut bytes = Zeroizing::new(vec![0; usize::try_from(count).map_err(|_| Stop::NotFollowed)?]);
        self.source.seek(SeekFrom::Start(at))?;
        self.source.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self, at: u64) -> Result<[u8; N], Stop> {
        self.bytes(at, N as u64)?.first_chunk().copied().ok_or(Stop::NotFollowed)
    }

    fn number32(&mut self, at: u64) -> Result<u32, Stop> {
        Ok(u32::from_be_bytes(self.array(at)?))
    }

    fn overwrite(&mut self, from: u64, to: u64, with: With) {
        if from < to {
            self.blanks.push(Blank { from, to, with });
        }
    }

    fn zero(&mut self, from: u64, to: u64) {
        self.overwrite(from, to, With::Zeros);
    }

    /// Makes a box `free`, with nothing in it, and notes what it told.
    fn free(&mut self, gone: Boxed) -> Result<(), Stop> {
        self.note(gone)?;
        self.empty(gone);
        Ok(())
    }

    /// As [`Walk::free`], for what it told is noted already.
    fn empty(&mut self, gone: Boxed) {
        self.overwrite(gone.start + 4, gone.start + 8, With::Bytes(*b"free"));
        self.zero(gone.head, gone.end);
    }

    /// Notes what a box told, by words that stand in it.
    fn note(&mut self, gone: Boxed) -> Result<(), Stop> {
        if gone.is_one_of(&[b"free", b"skip", b"wide"]) {
            return Ok(());
        }
        let content = self.bytes(gone.body, (gone.end - gone.body).min(SEARCHED))?;
        let has = |needle: &&[u8]| content.windows(needle.len()).any(|window| window == *needle);
        let told: [(Detail, &[&[u8]]); 5] = [
            (Detail::Place, &[b"\xa9xyz", b"loci", b"location", b"GPS", b"gps"]),
            (Detail::Time, &[b"\xa9day", b"creationdate", b"CreateDate", b"date_recorded"]),
            (
                Detail::Camera,
                &[b"\xa9mak", b"\xa9mod", b"\xa9swr", b"\xa9too", b"make", b"model", b"software"],
            ),
            (Detail::Words, &[b"\xa9nam", b"\xa9cmt", b"\xa9ART", b"description", b"title", b"comment"]),
            (Detail::Thumbnail, &[b"covr", b"thmb", b"Thumbnail"]),
        ];
        let mut found: Details =
            told.iter().filter(|(_, needles)| needles.iter().any(has)).map(|(detail, _)| *detail).collect();
        if found.is_empty() && content.iter().any(|byte| *byte != 0) {
            found.insert(Detail::Other);
        }
        self.details.append(&mut found);
        Ok(())
    }

    /// Overwrites what names a program or its time of making in a handler (ISO 14496-12, 8.4.3): all behind its type.
    fn unname(&mut self, handler: Boxed) -> Result<(), Stop> {
        let reserved = skip(handler, 12)?;
        self.zero(reserved, handler.end);
        Ok(())
    }
}

/// So many bytes behind the beginning of a box's content.
fn skip(parent: Boxed, count: u64) -> Result<u64, Stop> {
    parent.body.checked_add(count).filter(|at| *at <= parent.end).ok_or(Stop::NotFollowed)
}
