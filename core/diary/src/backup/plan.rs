//! What of a file goes into a backup: the segments that are there already, those that have to be written, its state and
//! its media.
//!
//! Every operation is written at most twice. First in a *fresh* segment of its own run, then, once a chain has 24 of those
//! or 256 KiB in them, in one *settled* segment of up to a mebibyte, which is never written again unless something in it is
//! erased. A run that brings 256 KiB or more settles them at once.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _};

use super::error::BackupError;
use super::keys::What;
use super::manifest::{FileEntry, List, Media, Operations, PieceRef, Purpose, Segment, VERSION};
use super::set::Listing;
use super::source::{MediaFile, Snapshot};
use super::write::Pieces;
use crate::cbor;
use crate::id::{FileId, MediaId};
use crate::journal::{Chain, Stored};

/// How many fresh segments a chain has at most.
pub(super) const FRESH: usize = 24;
/// From how many bytes on fresh segments of a chain are settled.
const SETTLE: u64 = 256 << 10;
/// About how many bytes a segment has at most, if it has more than one operation.
const SEGMENT: usize = 1 << 20;
/// How many bytes of a media file are one piece.
const MEDIA_PIECE: u64 = 4 << 20;

/// What an earlier backup has of a file, where this one goes on from it.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    pub(super) settled: Vec<Segment>,
    pub(super) fresh: Vec<Segment>,
    pub(super) media: BTreeMap<MediaId, Media>,
}

impl Base {
    pub(super) fn of(entry: &FileEntry, listing: Listing) -> Self {
        let media = listing.media.into_iter().map(|media| (media.id, media)).collect();
        Self { settled: listing.settled, fresh: entry.fresh.clone(), media }
    }
}

/// Writes what is new of a file, and says all that the backup has of it.
pub(super) fn entry(
    pieces: &mut Pieces<'_, '_>,
    (file, purpose): (FileId, Purpose),
    snapshot: &Snapshot<'_>,
    base: &Base,
    at_ms: i64,
) -> Result<FileEntry, BackupError> {
    let (mut settled, mut fresh) = (Vec::new(), Vec::new());
    for chain in &snapshot.chains {
        segments(pieces, file, snapshot, chain, base, (&mut settled, &mut fresh))?;
    }
    let mut media = base.media.clone();
    media.retain(|media, _| !snapshot.has_erased(*media));
    for found in snapshot.media.iter().filter(|found| !snapshot.has_erased(found.media)) {
        if let Some(written) = media_file(pieces, file, found, base.media.get(&found.media))? {
            media.insert(found.media, written);
        }
    }
    let media: Vec<Media> = media.into_values().collect();
    let listed = |pieces: &mut Pieces<'_, '_>, what, list: Vec<u8>, empty: bool| -> Result<_, BackupError> {
        if empty { Ok(None) } else { pieces.put(what, &list).map(Some) }
    };
    let (no_settled, no_media) = (settled.is_empty(), media.is_empty());
    let settled = cbor::encode(&List::new(settled));
    let media = cbor::encode(&List::new(media));
    Ok(FileEntry {
        file,
        purpose,
        as_of_ms: at_ms,
        chains: snapshot.chains.clone(),
        order: snapshot.order.clone(),
        state: pieces.put(What::State { file }, &snapshot.state)?,
        settled: listed(pieces, What::Segments { file }, settled, no_settled)?,
        fresh,
        media: listed(pieces, What::Media { file }, media, no_media)?,
    })
}

fn segments(
    pieces: &mut Pieces<'_, '_>,
    file: FileId,
    snapshot: &Snapshot<'_>,
    chain: &Chain,
    base: &Base,
    (all_settled, all_fresh): (&mut Vec<Segment>, &mut Vec<Segment>),
) -> Result<(), BackupError> {
    let mut covered = 0;
    let (mut settled, mut fresh): (Vec<Segment>, Vec<Segment>) = (Vec::new(), Vec::new());
    for (list, kept) in [(&base.settled, &mut settled), (&base.fresh, &mut fresh)] {
        let mut own: Vec<Segment> = list.iter().filter(|segment| segment.row == chain.row).copied().collect();
        own.sort_by_key(|segment| segment.from);
        for segment in own {
            // What does not join on is written anew.
            if segment.from != covered + 1 || segment.to < segment.from || segment.to > chain.number {
                break;
            }
            covered = segment.to;
            let what = What::Segment { file, writer: chain.writer(), from: segment.from, to: segment.to };
            // Fewer parts than the backup has of them: something was erased.
            let same = snapshot.parts(chain, segment.from, segment.to)? == segment.parts;
            if same && pieces.has(what, &segment.piece) {
                kept.push(segment);
            } else {
                kept.extend(cut(pieces, file, snapshot, chain, segment.from, segment.to)?);
            }
        }
    }
    if covered < chain.number {
        let small: u64 = fresh.iter().map(|segment| segment.piece.size).sum();
        let new = snapshot.bytes(chain, covered + 1, chain.number)?;
        if fresh.len() >= FRESH || small + new >= SETTLE {
            let from = fresh.first().map_or(covered + 1, |segment| segment.from);
            fresh.clear();
            settled.extend(cut(pieces, file, snapshot, chain, from, chain.number)?);
        } else {
            fresh.extend(cut(pieces, file, snapshot, chain, covered + 1, chain.number)?);
        }
    }
    all_settled.extend(settled);
    all_fresh.extend(fresh);
    Ok(())
}

/// Writes operations from one number to another as segments.
fn cut(
    pieces: &mut Pieces<'_, '_>,
    file: FileId,
    snapshot: &Snapshot<'_>,
    chain: &Chain,
    from: u64,
    to: u64,
) -> Result<Vec<Segment>, BackupError> {
    let mut segments = Vec::new();
    let mut next = from;
    while next <= to {
        let (operations, last) = snapshot.some(chain, next, to, SEGMENT)?;
        if operations.is_empty() {
            // The head promised more: the file is not sound, and a check says where.
            return Err(BackupError::NotTheSame);
        }
        let times = || operations.iter().filter_map(Stored::at_ms);
        let (first_ms, last_ms) = (times().min().unwrap_or(0), times().max().unwrap_or(0));
        // As `Chain::parts` counts them.
        let of_forks = (operations.len() as u64).saturating_sub(last - next + 1);
        let parts = operations.iter().map(Stored::held).sum::<u64>() + of_forks;
        let content = cbor::encode_secret(&Operations { version: VERSION, operations });
        let what = What::Segment { file, writer: chain.writer(), from: next, to: last };
        let piece = pieces.put(what, &content)?;
        segments.push(Segment { row: chain.row, from: next, to: last, parts, first_ms, last_ms, piece });
        next = last + 1;
    }
    Ok(segments)
}

/// Writes a media file, unless it is there; a finished one never changes.
fn media_file(
    pieces: &mut Pieces<'_, '_>,
    file: FileId,
    found: &MediaFile,
    base: Option<&Media>,
) -> Result<Option<Media>, BackupError> {
    let media = found.media;
    let whole = |base: &&Media| {
        base.size == found.size
            && (0_u32..)
                .zip(&base.pieces)
                .all(|(number, piece)| pieces.has(What::Piece { file, media, number }, piece))
    };
    if let Some(base) = base.filter(whole) {
        return Ok(Some(base.clone()));
    }
    let mut source = match File::open(&found.path) {
        Ok(source) => source,
        // Taken away since the snapshot.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(BackupError::Media(error.kind())),
    };
    let mut sealed: Vec<PieceRef> = Vec::new();
    let mut size = 0;
    for number in 0_u32.. {
        let mut bytes = Vec::new();
        let read = (&mut source).take(MEDIA_PIECE).read_to_end(&mut bytes);
        read.map_err(|error| BackupError::Media(error.kind()))?;
        if bytes.is_empty() {
            break;
        }
        size += bytes.len() as u64;
        sealed.push(pieces.put(What::Piece { file, media, number }, &bytes)?);
    }
    Ok(Some(Media { id: media, size, pieces: sealed }))
}
