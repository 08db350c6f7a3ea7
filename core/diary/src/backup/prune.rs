//! Taking away what no rule keeps, once the new backup was proven.
//!
//! An earlier backup goes when no rule of `keep` holds it, or at once when it has something that was erased since; a piece
//! goes when no backup that stays names it. Nothing goes because it is damaged: then pieces without a name stay too.

use std::collections::{BTreeMap, BTreeSet};

use super::error::BackupError;
use super::keep;
use super::keys::{Keys, is_sealed, key_file};
use super::manifest::{Earlier, FileEntry, Purpose};
use super::run::{Job, Ran};
use super::set::{Opened, Set, pieces};
use super::source::{Content, Snapshot, Source};
use crate::id::FileId;
use crate::ports::Folder;

/// The segments and media of what is alive, asked once each.
#[derive(Default)]
struct Alive(BTreeMap<(FileId, i64, u64, u64), u64>);

pub(super) fn prune(
    folder: &dyn Folder,
    job: &Job<'_>,
    new: &Opened,
    base: Option<&Opened>,
    ran: &mut Ran,
) -> Result<(), BackupError> {
    let (backup, key) = job.backup;
    let set = Set::open(folder, Keys::new(job.household, backup, key))?;
    let found = set.manifests();
    let stays: BTreeSet<u64> =
        new.manifest.earlier.iter().filter(|earlier| earlier.stays).map(|earlier| earlier.number).collect();
    let was_whole = |number: u64| {
        let noted = |earlier: &Earlier| earlier.number == number;
        new.manifest.earlier.iter().any(noted) || base.is_some_and(|base| base.manifest.number == number)
    };
    let whole: Vec<&Opened> = found.iter().filter_map(|found| found.opened.as_ref().ok()).collect();
    let at: BTreeMap<u64, i64> =
        whole.iter().map(|one| (one.manifest.number, one.manifest.at_ms)).collect();
    let by_rule = keep::staying(&at);

    let mut gone: Vec<&Opened> = Vec::new();
    let mut named = BTreeSet::new();
    let mut all_read = true;
    let mut alive = Alive::default();
    for one in whole {
        let number = one.manifest.number;
        if number != new.manifest.number {
            let erased = alive.has_erased(&set, job, one)?;
            if erased {
                ran.erased.push(number);
            }
            if erased || !(by_rule.contains(&number) || stays.contains(&number)) {
                gone.push(one);
                continue;
            }
        }
        named.insert(set.keys.manifest_name(number));
        all_read &= names_of(&set, one, &mut named);
    }
    // Manifests before their pieces: what is cut short here leaves pieces without a name, and nothing the other way round.
    let mut goes: Vec<String> = gone.iter().map(|one| set.keys.manifest_name(one.manifest.number)).collect();
    for one in found.iter().filter(|found| found.opened.is_err()) {
        if was_whole(one.number) {
            all_read = false;
        } else {
            // A run that was cut short left it half written.
            goes.push(set.keys.manifest_name(one.number));
        }
        named.insert(set.keys.manifest_name(one.number));
    }
    let mut unnamed = BTreeSet::new();
    if all_read {
        unnamed.extend(set.listed.keys().filter(|name| is_sealed(name)).cloned());
    } else {
        for one in gone {
            names_of(&set, one, &mut unnamed);
        }
    }
    goes.extend(unnamed.into_iter().filter(|name| !named.contains(name)));
    let generation = new.manifest.keys.generation;
    goes.extend(set.listed.keys().filter(|name| key_file(name).is_some_and(|(of, _)| of < generation)).cloned());
    let mut done = BTreeSet::new();
    for name in goes {
        if set.listed.contains_key(&name) && done.insert(name.clone()) {
            folder.remove(&name)?;
            ran.removed += 1;
        }
    }
    Ok(())
}

/// Adds the name of every piece of a backup; says whether all its lists could be read.
fn names_of(set: &Set<'_>, one: &Opened, names: &mut BTreeSet<String>) -> bool {
    let mut whole = true;
    for entry in &one.manifest.files {
        let listing = set.listing(entry);
        whole &= listing.lost.is_empty();
        let pieces = pieces(entry, &listing);
        names.extend(pieces.into_iter().map(|(what, piece)| set.keys.piece(what, &piece.hash).name));
    }
    whole
}

impl Alive {
    /// Whether a backup has a part of an operation, a media file or a whole file that the household has no more.
    ///
    /// It compares with the household as it is, and not with what a run did: what one run could not finish, the next does.
    fn has_erased(&mut self, set: &Set<'_>, job: &Job<'_>, one: &Opened) -> Result<bool, BackupError> {
        for entry in &one.manifest.files {
            let Some(source) = job.sources.iter().find(|source| source.file == entry.file) else {
                // A household that was put back does not know of the file yet.
                if goes_on(job, one)? {
                    return Ok(true);
                }
                continue;
            };
            let Content::Open(snapshot) = &source.content else { continue };
            let listing = set.listing(entry);
            if listing.media.iter().any(|media| snapshot.has_erased(media.media)) {
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
