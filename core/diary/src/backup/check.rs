//! Is every piece of a backup there, and as it was written?

use std::collections::BTreeSet;
use std::fmt;

use sha2::{Digest, Sha256};

use super::keys::{What, key_files};
use super::left;
use super::manifest::{FileEntry, Operations, Purpose, Segment};
use super::set::{Found, Listing, Lost, Opened, Set, pieces, read_whole, segment_of};
use crate::id::{MediaId, PersonId};
use crate::journal::WriterId;

/// Something that a backup has lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The number of the backup; 0 where not one is there.
    pub backup: u64,
    /// What is lost.
    pub what: LostPart,
    /// How.
    pub how: Lost,
    /// The name of the piece in the folder.
    pub piece: String,
}

/// A part of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LostPart {
    /// One of the two copies of the key file; the other does.
    KeyFile,
    /// The list of the whole backup.
    Manifest,
    /// Operations of one writer.
    Operations(Range),
    /// What a file has beside its journal: its keys, what waits in the inbox.
    State {
        /// In which file.
        file: LostFile,
    },
    /// The list of a person's media files: all of them.
    MediaList {
        /// In which file.
        file: LostFile,
    },
    /// One media file.
    Media {
        /// In which file.
        file: LostFile,
        /// Which.
        media: MediaId,
    },
}

/// Operations of one writer in one file, from one number to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// In which file.
    pub file: LostFile,
    /// Whose chain.
    pub writer: WriterId,
    /// The first.
    pub from: u64,
    /// The last.
    pub to: u64,
    /// When the first of them was written, milliseconds since 1970-01-01T00:00:00Z; `None` where that is lost too.
    pub first_ms: Option<i64>,
    /// When the last of them was written.
    pub last_ms: Option<i64>,
}

/// A file of the household.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostFile {
    /// The household's own.
    Household,
    /// The inbox.
    Inbox,
    /// A person's diary.
    Diary(PersonId),
    /// What is sealed of a person.
    Sealed(PersonId),
}

/// What a check of a folder found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// The backups that are there, by number, with when each was made; the last is the newest.
    pub backups: Vec<(u64, i64)>,
    /// The numbers of those of which every piece is there, rising.
    pub whole: Vec<u64>,
    /// How many pieces were read.
    pub pieces: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// What is missing or was changed.
    pub problems: Vec<Problem>,
    /// Pieces that no backup names: what a run that was cut short left, or what lost its backup.
    pub unnamed: u64,
}

impl From<Purpose> for LostFile {
    fn from(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Household => Self::Household,
            Purpose::Inbox => Self::Inbox,
            Purpose::Diary(person) => Self::Diary(person),
            Purpose::Sealed(person) => Self::Sealed(person),
        }
    }
}

impl fmt::Display for LostFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Household => "the household",
            Self::Inbox => "the inbox",
            Self::Diary(_) => "a diary",
            Self::Sealed(_) => "what is sealed",
        })
    }
}

impl LostPart {
    /// The stable word for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::KeyFile => "key-file",
            Self::Manifest => "list",
            Self::Operations(_) => "operations",
            Self::State { .. } => "state",
            Self::MediaList { .. } => "media-list",
            Self::Media { .. } => "media",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            LostPart::KeyFile => f.write_str("a copy of the key file"),
            LostPart::Manifest => f.write_str("the list of all its pieces"),
            LostPart::Operations(Range { file, writer, from, to, .. }) => {
                write!(f, "operations {from} to {to} of writer {writer} in {file}")
            }
            LostPart::State { file } => write!(f, "the keys or tables of {file}"),
            LostPart::MediaList { file } => write!(f, "the list of media files of {file}"),
            LostPart::Media { file, media } => write!(f, "media file {media} of {file}"),
        }?;
        let how = match self.how {
            Lost::Missing => "missing",
            Lost::Damaged => "damaged",
            Lost::Newer => "of a newer version of the program",
            Lost::Unreadable(_) => "unreadable now",
        };
        write!(f, ", in backup {}: {how}", self.backup)
    }
}

impl Problem {
    fn of(set: &Set<'_>, backup: u64, entry: &FileEntry, what: What, hash: &[u8; 32], how: Lost) -> Self {
        let file = entry.purpose.into();
        let part = match what {
            What::Segment { writer, from, to, .. } => {
                LostPart::Operations(Range { file, writer, from, to, first_ms: None, last_ms: None })
            }
            What::State { .. } | What::Segments { .. } => LostPart::State { file },
            What::Media { .. } => LostPart::MediaList { file },
            What::Piece { media, .. } => LostPart::Media { file, media },
        };
        Self { backup, what: part, how, piece: set.keys.piece(what, hash).name }
    }

    pub(super) fn segment(
        set: &Set<'_>,
        backup: u64,
        entry: &FileEntry,
        (what, segment): (What, &Segment),
        how: Lost,
    ) -> Self {
        let mut problem = Self::of(set, backup, entry, what, &segment.piece.hash, how);
        if let LostPart::Operations(range) = &mut problem.what {
            (range.first_ms, range.last_ms) = (Some(segment.first_ms), Some(segment.last_ms));
        }
        problem
    }

    pub(super) fn state(set: &Set<'_>, backup: u64, entry: &FileEntry, how: Lost) -> Self {
        Self::of(set, backup, entry, What::State { file: entry.file }, &entry.state.hash, how)
    }
}

/// What of a file its lost lists would have named: whole stretches of its chains, and its media.
pub(super) fn behind_lists(set: &Set<'_>, backup: u64, entry: &FileEntry, listing: &Listing) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (what, how) in &listing.lost {
        let (What::Segments { .. }, Some(piece)) = (what, entry.settled) else {
            let hash = entry.media.map_or([0; 32], |piece| piece.hash);
            problems.push(Problem::of(set, backup, entry, *what, &hash, *how));
            continue;
        };
        let name = set.keys.piece(*what, &piece.hash).name;
        for chain in &entry.chains {
            let fresh = entry.fresh.iter().filter(|segment| segment.row == chain.row);
            let to =
                fresh.map(|segment| segment.from).min().map_or(chain.number, |from| from.saturating_sub(1));
            if to == 0 {
                continue;
            }
            let file = entry.purpose.into();
            let range = Range { file, writer: chain.writer(), from: 1, to, first_ms: None, last_ms: None };
            let what = LostPart::Operations(range);
            problems.push(Problem { backup, what, how: *how, piece: name.clone() });
        }
    }
    problems
}

/// Reads every piece of one backup, except those that were read before.
pub(super) fn backup(set: &Set<'_>, opened: &Opened, seen: &mut BTreeSet<String>, checked: &mut Checked) {
    let manifest = &opened.manifest;
    for entry in &manifest.files {
        let listing = set.listing(entry);
        checked.problems.extend(behind_lists(set, manifest.number, entry, &listing));
        for segment in listing.settled.iter().chain(&entry.fresh) {
            let Some(what) = segment_of(entry, segment) else { continue };
            if !seen.insert(set.keys.piece(what, &segment.piece.hash).name) {
                continue;
            }
            match set.get_as::<Operations>(what, &segment.piece) {
                Ok(_) => count(checked, segment.piece.size),
                Err(how) => {
                    let segment = (what, segment);
                    checked.problems.push(Problem::segment(set, manifest.number, entry, segment, how));
                }
            }
        }
        for (what, piece) in pieces(entry, &listing) {
            if matches!(what, What::Segment { .. }) || !seen.insert(set.keys.piece(what, &piece.hash).name) {
                continue;
            }
            match set.get(what, &piece) {
                Ok(_) => count(checked, piece.size),
                // Named above, by what it would have listed.
                Err(_) if matches!(what, What::Segments { .. } | What::Media { .. }) => {}
                Err(how) => {
                    checked.problems.push(Problem::of(set, manifest.number, entry, what, &piece.hash, how));
                }
            }
        }
    }
    if set.keys.is_own() {
        return;
    }
    for name in key_files(manifest.keys.generation) {
        if !seen.insert(name.clone()) {
            continue;
        }
        let size = set.listed.get(&name).copied();
        let bytes = size.ok_or(Lost::Missing).and_then(|size| read_whole(set.folder, &name, size));
        let how = match bytes {
            Ok(bytes) if <[u8; 32]>::from(Sha256::digest(&bytes)) == manifest.keys.hash => {
                count(checked, bytes.len() as u64);
                continue;
            }
            Ok(_) => Lost::Damaged,
            Err(how) => how,
        };
        checked.problems.push(Problem { backup: manifest.number, what: LostPart::KeyFile, how, piece: name });
    }
}

fn count(checked: &mut Checked, size: u64) {
    checked.pieces += 1;
    checked.bytes += size;
}

/// Reads every piece of every backup in the folder, the newest first.
pub(super) fn all(set: &Set<'_>) -> Checked {
    let mut checked = Checked::default();
    let found = set.manifests();
    let opened: Vec<&Opened> = found.iter().filter_map(|found| found.opened.as_ref().ok()).collect();
    let noted: Vec<_> = opened.iter().flat_map(|opened| opened.manifest.earlier.iter()).collect();
    let whole = opened.last().map_or(0, |newest| newest.manifest.number);
    let mut seen = BTreeSet::new();
    for Found { number, opened } in found.iter().rev() {
        let name = set.keys.manifest_name(*number);
        match opened {
            Ok(one) => {
                checked.backups.insert(0, (*number, one.manifest.at_ms));
                seen.insert(name);
                count(&mut checked, 0);
                // A key file of before goes with its backup as soon as it has changed.
                let newest = one.manifest.number == whole;
                let before = checked.problems.len();
                backup(set, one, &mut seen, &mut checked);
                let keep = |problem: &Problem| newest || problem.what != LostPart::KeyFile;
                let rest = checked.problems.split_off(before);
                checked.problems.extend(rest.into_iter().filter(keep));
            }
            Err(how) => {
                // What a run that was cut short left half written was never a backup.
                if *number < whole && noted.iter().all(|earlier| earlier.number != *number) {
                    continue;
                }
                seen.insert(name.clone());
                let what = LostPart::Manifest;
                checked.problems.push(Problem { backup: *number, what, how: *how, piece: name });
            }
        }
    }
    if let Some(newest) = opened.last() {
        for earlier in &newest.manifest.earlier {
            if found.iter().all(|found| found.number != earlier.number) {
                let piece = set.keys.manifest_name(earlier.number);
                let (backup, what, how) = (earlier.number, LostPart::Manifest, Lost::Missing);
                checked.problems.push(Problem { backup, what, how, piece });
            }
        }
    }
    if found.is_empty() {
        // There is a key file, and nothing that it would open.
        let (what, how) = (LostPart::Manifest, Lost::Missing);
        checked.problems.push(Problem { backup: 0, what, how, piece: String::new() });
    }
    // A piece that several backups have is named once among what is lost.
    let bad: BTreeSet<&str> = checked.problems.iter().map(|problem| problem.piece.as_str()).collect();
    let is_whole =
        |one: &&Opened| one.manifest.files.iter().all(|entry| left::names_none_of(set, entry, &bad));
    let whole = opened.iter().copied().filter(is_whole).map(|one| one.manifest.number).collect();
    checked.whole = whole;
    checked.unnamed =
        set.listed.keys().filter(|name| set.keys.is_sealed(name) && !seen.contains(*name)).count() as u64;
    checked
}
