//! Taking away what no rule keeps, once the new backup was proven.
//!
//! An earlier backup goes when no rule of `keep` holds it, or at once when it has something that was erased since; a piece
//! goes when no backup that stays names it. Nothing goes because it is damaged: then pieces without a name stay too.

use std::collections::{BTreeMap, BTreeSet};

use super::error::BackupError;
use super::keep;
use super::keys::{is_own_piece, key_file};
use super::manifest::{FileEntry, Manifest, Purpose};
use super::run::{Job, Ran};
use super::set::{Found, Lost, Opened, Set, pieces};
use super::source::{Content, Snapshot, Source};
use crate::id::FileId;
use crate::ports::Folder;

/// The segments and media of what is alive, asked once each.
#[derive(Default)]
struct Alive(BTreeMap<(FileId, i64, u64, u64), u64>);

/// The earlier backups that stay, and those that go once the new one is proven.
#[derive(Debug, Default)]
pub(super) struct Decided {
    pub(super) staying: BTreeSet<u64>,
    /// Those that have something which was erased since.
    pub(super) erased: BTreeSet<u64>,
}

/// Decides which earlier backups stay beside a new one.
pub(super) fn decide(
    set: &Set<'_>,
    job: &Job<'_>,
    found: &[Found],
    pinned: &BTreeSet<u64>,
    number: u64,
) -> Result<Decided, BackupError> {
    let whole = || found.iter().filter_map(|found| found.opened.as_ref().ok());
    let mut at: BTreeMap<u64, i64> = whole().map(|one| (one.manifest.number, one.manifest.at_ms)).collect();
    at.insert(number, job.at_ms);
    let by_rule = keep::staying(&at);
    let (mut decided, mut alive) = (Decided::default(), Alive::default());
    for one in whole() {
        let number = one.manifest.number;
        if alive.has_erased(set, job, one)? {
            decided.erased.insert(number);
        } else if by_rule.contains(&number) || pinned.contains(&number) {
            decided.staying.insert(number);
        }
    }
    Ok(decided)
}

/// Takes away the backups that a proven one does not name, and the pieces that no backup names any more.
pub(super) fn take_away(
    folder: &dyn Folder,
    job: &Job<'_>,
    new: &Manifest,
    ran: &mut Ran,
) -> Result<(), BackupError> {
    let set = Set::open(folder, job.keys())?;
    let stays =
        |number: u64| number == new.number || new.earlier.iter().any(|earlier| earlier.number == number);
    let (mut goes, mut named, mut unnamed) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut all_read = true;
    let found = set.manifests();
    for Found { number, opened } in &found {
        let name = set.keys.manifest_name(*number);
        if !stays(*number) {
            // No rule keeps it, or a run that was cut short left it half written. Manifests go before their pieces: what is
            // cut short here leaves pieces without a name, and nothing the other way round.
            goes.push(name);
            if let Ok(one) = opened {
                names_of(&set, &one.manifest, &mut unnamed)?;
            }
            continue;
        }
        named.insert(name);
        match opened {
            Ok(one) => all_read &= names_of(&set, &one.manifest, &mut named)?,
            // Its pieces may be others' too, and only it says which they are.
            Err(Lost::Unreadable(error)) => return Err((*error).into()),
            Err(_) => all_read = false,
        }
    }
    if !names_of(&set, new, &mut named)? {
        return Ok(());
    }
    if all_read {
        unnamed.extend(set.listed.keys().filter(|name| set.keys.is_sealed(name)).cloned());
    }
    goes.extend(unnamed.into_iter().filter(|name| !named.contains(name)));
    let own = set.keys.is_own();
    let old = |name: &&String| !own && key_file(name).is_some_and(|(of, _)| of < new.keys.generation);
    goes.extend(set.listed.keys().filter(old).cloned());
    let mut done = BTreeSet::new();
    for name in goes {
        if set.listed.contains_key(&name) && done.insert(name.clone()) {
            folder.remove(&name)?;
            ran.removed += 1;
        }
    }
    Ok(())
}

/// Takes away every piece of a file's own line, and says how many there were.
///
/// # Errors
/// [`BackupError::Folder`]; what is left goes the next time.
pub fn remove_own(folder: &dyn Folder, file: FileId) -> Result<u64, BackupError> {
    let mut removed = 0;
    for piece in folder.list()?.iter().filter(|piece| is_own_piece(&piece.name, file)) {
        folder.remove(&piece.name)?;
        removed += 1;
    }
    Ok(removed)
}

/// Adds the name of every piece of a backup; says whether all its lists are there.
///
/// # Errors
/// The folder would not give a list: that it is lost is not said.
fn names_of(set: &Set<'_>, one: &Manifest, names: &mut BTreeSet<String>) -> Result<bool, BackupError> {
    let mut whole = true;
    for entry in &one.files {
        let listing = set.listing(entry);
        for (_, lost) in &listing.lost {
            if let Lost::Unreadable(error) = lost {
                return Err((*error).into());
            }
            whole = false;
        }
        let pieces = pieces(entry, &listing);
        names.extend(pieces.into_iter().map(|(what, piece)| set.keys.piece(what, &piece.hash).name));
    }
    Ok(whole)
}

impl Alive {
    /// Whether a backup has a part of an operation, a media file or a whole file that the household has no more.
    ///
    /// It compares with the household as it is, and not with what a run did: what one run could not finish, the next does.
    fn has_erased(&mut self, set: &Set<'_>, job: &Job<'_>, one: &Opened) -> Result<bool, BackupError> {
        for entry in &one.manifest.files {
            let source = job.sources.iter().find(|source| source.file == entry.file);
            let Some(source) = source.filter(|source| !matches!(source.content, Content::InOwnLine)) else {
                // A household that was put back does not know of the file, or of its lock, yet.
                if goes_on(job, one)? {
                    return Ok(true);
                }
                continue;
            };
            let Content::Open(snapshot) = &source.content else { continue };
            let listing = set.listing(entry);
            let mut same_life = true;
            for chain in &entry.chains {
                same_life &= snapshot.continues(chain)?;
            }
            if same_life && listing.media.iter().any(|media| snapshot.has_erased(media.id)) {
                return Ok(true);
            }
            for segment in listing.settled.iter().chain(&entry.fresh) {
                let place = (entry.file, segment.row, segment.from, segment.to);
                let parts = match self.0.get(&place) {
                    Some(parts) => Some(*parts),
                    None => comparable(snapshot, entry, segment.row, segment.to)?
                        .map(|chain| snapshot.parts(chain, segment.from, segment.to))
                        .transpose()?,
                };
                if let Some(parts) = parts {
                    self.0.insert(place, parts);
                    if parts < segment.parts {
                        return Ok(true);
                    }
                }
            }
        }
        Ok(false)
    }
}

/// Whether the household's own journal goes on from that of a backup.
fn goes_on(job: &Job<'_>, one: &Opened) -> Result<bool, BackupError> {
    if job.only.is_some() {
        // What is missing from a job of one person has its own line by now; the rest is another each time.
        return Ok(true);
    }
    for entry in one.manifest.files.iter().filter(|entry| entry.purpose == Purpose::Household) {
        let source = job.sources.iter().find(|source| source.file == entry.file);
        let Some(Source { content: Content::Open(snapshot), .. }) = source else { return Ok(false) };
        for chain in &entry.chains {
            if !snapshot.continues(chain)? {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// The household's own chain, where the backup's is a part of it; operations of another life say nothing about this one.
fn comparable<'s>(
    snapshot: &'s Snapshot<'_>,
    entry: &FileEntry,
    row: i64,
    to: u64,
) -> Result<Option<&'s crate::journal::Chain>, BackupError> {
    let Some(noted) = entry.chains.iter().find(|chain| chain.row == row) else { return Ok(None) };
    let here = snapshot.chains.iter().find(|chain| chain.public_key == noted.public_key);
    let Some(here) = here.filter(|here| to <= here.number) else { return Ok(None) };
    Ok(snapshot.continues(noted)?.then_some(here))
}
