//! One run: write what is new, list it, prove it, take away what no rule keeps.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::check::{self, Problem};
use super::error::BackupError;
use super::keys::{Keys, Line, key_files};
use super::manifest::{Earlier, FileEntry, KeyFileRef, Manifest, OwnLine, Purpose, VERSION};
use super::piece;
use super::plan::{self, Base};
use super::prune;
use super::restore::Backup;
use super::set::{Found, Lost, Opened, Set, newest_keys, pieces};
use super::source::{Content, Source};
use super::write::Pieces;
use crate::cbor;
use crate::id::{FileId, HouseholdId, PersonId};
use crate::journal::Head;
use crate::ports::{Entropy, Folder};
use crate::vault::{FilePurpose, VaultError};

/// What is to be backed up.
#[derive(Debug)]
pub struct Job<'a> {
    /// The household.
    pub household: HouseholdId,
    /// Which of its lines of backups, and the key of that.
    pub line: Line<'a>,
    /// The bytes of the key file, and which save they are.
    pub key_file: (Vec<u8>, u64),
    /// The one person that it is of; `None` for everyone.
    pub only: Option<PersonId>,
    /// When, milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// The number of the last backup that the household remembers there.
    pub known: Option<u64>,
    /// The files, in the direction of flow: inbox, household, diaries.
    pub sources: Vec<Source<'a>>,
}

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ran {
    /// The number of the backup.
    pub number: u64,
    /// How many pieces were written.
    pub written: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// How many pieces were taken away.
    pub removed: u64,
    /// Whether the backup was read back whole and gave what the household has. If not, nothing was taken away.
    pub proof: Result<(), BackupError>,
    /// What was lost of earlier runs and was written again.
    pub healed: Vec<Problem>,
    /// Files of people that could not be read, and as of when the backup has them; `None`: not at all.
    pub left_out: Vec<(FilePurpose, Option<i64>)>,
    /// An earlier backup that this one does not continue, because the household was put back or lives on elsewhere too. It
    /// stays as it is.
    pub not_continued: Option<u64>,
    /// The newest backup in the folder is older than the one the household remembers, of this number.
    pub put_back: Option<u64>,
    /// Earlier backups that were taken away because they had something that was erased since, or that has a lock of its own.
    pub erased: Vec<u64>,
}

/// Of whom the newest backup in a folder is that opens: one person, or `Some(None)` for everyone.
///
/// # Errors
/// Whatever the folder says.
pub fn scope(
    folder: &dyn Folder,
    household: HouseholdId,
    line: Line<'_>,
) -> Result<Option<Option<PersonId>>, BackupError> {
    let set = Set::open(folder, Keys::new(household, line))?;
    Ok(set.newest().map(|one| one.manifest.only))
}

/// Makes a backup.
///
/// `prove` restores it and compares; what it does not read is read afterwards, so that each piece is read once. A kill at any call of the folder leaves
/// the last backup whole, and the next run finishes.
///
/// # Errors
/// [`BackupError::OtherHousehold`], [`BackupError::OtherScope`], and whatever the folder or a file says.
pub fn run(
    folder: &dyn Folder,
    job: &Job<'_>,
    entropy: &dyn Entropy,
    prove: &mut dyn FnMut(&Backup<'_>) -> Result<(), BackupError>,
) -> Result<Ran, BackupError> {
    refuse_others(folder, job.household)?;
    let set = Set::open(folder, job.keys())?;
    let found = set.manifests();
    if found.iter().any(|found| found.opened.as_ref().is_err_and(|lost| *lost == Lost::Newer)) {
        return Err(BackupError::Newer);
    }
    if let Some(error) = found.iter().find_map(|found| match found.opened {
        Err(Lost::Unreadable(error)) => Some(error),
        _ => None,
    }) {
        return Err(error.into());
    }
    let base = found.iter().rev().find_map(|found| found.opened.as_ref().ok());
    if base.is_some_and(|base| base.manifest.only != job.only) {
        return Err(BackupError::OtherScope);
    }
    let last = found.iter().map(|found| found.number).max().max(job.known).unwrap_or(0);
    let (mut ran, mut number) = (Ran::new(job, base), last);
    let bases = Bases::of(&set, base, job, &mut ran)?;
    let mut pinned: BTreeSet<u64> = ran.not_continued.into_iter().collect();
    let earlier = base.map_or(&[][..], |base| &base.manifest.earlier);
    pinned.extend(earlier.iter().filter(|earlier| earlier.stays).map(|earlier| earlier.number));
    let decided = prune::decide(&set, job, &found, &pinned, number + 1)?;
    let earlier = earlier_of(&found, earlier, &pinned, &decided.staying);
    let mut written = Pieces::new(&set, bases.names);
    let mut first_try = true;
    let manifest = loop {
        number += 1;
        let (files, own) = entries(&mut written, job, &bases.files, base, &mut ran)?;
        // The household's own line brings the key file, once all that it needs is there.
        let with_keys = if set.keys.is_own() { None } else { Some(key_files(job.key_file.1)) };
        for name in with_keys.into_iter().flatten() {
            written.put_bytes(&name, &job.key_file.0)?;
        }
        let manifest = Manifest {
            version: VERSION,
            household: job.household,
            backup: set.keys.backup,
            number,
            at_ms: job.at_ms,
            only: job.only,
            keys: KeyFileRef { generation: job.key_file.1, hash: Sha256::digest(&job.key_file.0).into() },
            files,
            earlier: earlier.clone(),
            own,
        };
        let hash = put_manifest(&mut written, &set, &manifest, entropy)?;
        // A new look at the folder: nothing that was kept in mind counts.
        let look = Set::open(folder, job.keys())?;
        let look = Backup::of(look, Opened { manifest, hash });
        let proof = prove(&look);
        let checked = look.rest();
        if first_try && !checked.problems.is_empty() {
            first_try = false;
            written.distrust(checked.problems.iter().map(|problem| problem.piece.clone()));
            ran.healed.extend(checked.problems);
            continue;
        }
        ran.proof = match checked.problems.into_iter().next() {
            Some(problem) => Err(BackupError::Lost(Box::new(problem))),
            None => proof,
        };
        break look.one.manifest;
    };
    (ran.number, ran.written, ran.bytes) = (number, written.written, written.bytes);
    if ran.proof.is_ok() {
        prune::take_away(folder, job, &manifest, &mut ran)?;
        ran.erased = decided.erased.into_iter().collect();
    }
    Ok(ran)
}

impl Job<'_> {
    /// Whether a file was made for this backup, of one person alone.
    pub(super) fn is_made_for(&self, purpose: Purpose) -> bool {
        self.only.is_some() && matches!(purpose, Purpose::Household | Purpose::Inbox)
    }

    pub(super) fn keys(&self) -> Keys {
        Keys::new(self.household, self.line)
    }

    /// Where the chains of a file stand; `None` for one that is shut or not there.
    pub fn heads(&self, file: FileId) -> Option<Vec<Head>> {
        self.all_heads().into_iter().find(|(found, _)| *found == file).map(|(_, heads)| heads)
    }

    /// Where the chains of every open file stand.
    pub fn all_heads(&self) -> Vec<(FileId, Vec<Head>)> {
        let open = |source: &Source<'_>| match &source.content {
            Content::Open(snapshot) => Some((source.file, snapshot.heads())),
            Content::Shut(_) | Content::InOwnLine => None,
        };
        self.sources.iter().filter_map(open).collect()
    }
}

impl Ran {
    /// Adds what the same run did in another line.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.written += other.written;
        self.bytes += other.bytes;
        self.removed += other.removed;
        self.proof = self.proof.and(other.proof);
        self.healed.extend(other.healed);
        self.not_continued = self.not_continued.or(other.not_continued);
        self.erased.extend(other.erased);
        self
    }

    fn new(job: &Job<'_>, base: Option<&Opened>) -> Self {
        let here = base.map_or(0, |base| base.manifest.number);
        Self {
            number: 0,
            written: 0,
            bytes: 0,
            removed: 0,
            proof: Ok(()),
            healed: Vec::new(),
            left_out: Vec::new(),
            not_continued: None,
            put_back: job.known.filter(|known| here < *known),
            erased: Vec::new(),
        }
    }
}

/// Refuses a folder in which somebody else's key file lies; a damaged one is nobody's.
fn refuse_others(folder: &dyn Folder, household: HouseholdId) -> Result<(), BackupError> {
    match newest_keys(folder) {
        Ok((locked, _)) if locked.household() != household => Err(BackupError::OtherHousehold),
        Err(BackupError::Vault(VaultError::Newer)) => Err(BackupError::Newer),
        Err(BackupError::Folder(error)) => Err(error.into()),
        Ok(_) | Err(_) => Ok(()),
    }
}

/// What the last backup has of each file that goes on from it.
struct Bases {
    files: BTreeMap<FileId, Base>,
    /// All pieces that the last backup names.
    names: BTreeSet<String>,
}

impl Bases {
    fn of(set: &Set<'_>, base: Option<&Opened>, job: &Job<'_>, ran: &mut Ran) -> Result<Self, BackupError> {
        let mut bases = Self { files: BTreeMap::new(), names: BTreeSet::new() };
        let Some(base) = base else { return Ok(bases) };
        // What was made for one backup is another each time, and none goes on from it.
        for entry in base.manifest.files.iter().filter(|entry| !job.is_made_for(entry.purpose)) {
            let listing = set.listing(entry);
            let named = pieces(entry, &listing);
            bases.names.extend(named.into_iter().map(|(what, piece)| set.keys.piece(what, &piece.hash).name));
            ran.healed.extend(check::behind_lists(set, base.manifest.number, entry, &listing));
            let source = job.sources.iter().find(|source| source.file == entry.file);
            let Some(Source { content: Content::Open(snapshot), .. }) = source else { continue };
            let mut goes_on = true;
            for chain in &entry.chains {
                goes_on &= snapshot.continues(chain)?;
            }
            if goes_on {
                bases.files.insert(entry.file, Base::of(entry, listing));
            } else {
                ran.not_continued = Some(base.manifest.number);
            }
        }
        Ok(bases)
    }
}

/// Writes what is new of every file.
fn entries(
    written: &mut Pieces<'_, '_>,
    job: &Job<'_>,
    bases: &BTreeMap<FileId, Base>,
    base: Option<&Opened>,
    ran: &mut Ran,
) -> Result<(Vec<FileEntry>, Vec<OwnLine>), BackupError> {
    let (mut files, mut own) = (Vec::new(), Vec::new());
    ran.left_out.clear();
    for source in &job.sources {
        let (file, purpose) = (source.file, Purpose::of(source.purpose));
        match (&source.content, purpose) {
            (Content::InOwnLine, _) => own.push(OwnLine { file, as_of_ms: job.at_ms }),
            (Content::Open(_), None) => return Err(BackupError::NotTheSame),
            (Content::Open(snapshot), Some(purpose)) => {
                let none = Base::default();
                let base = bases.get(&source.file).unwrap_or(&none);
                files.push(plan::entry(written, (source.file, purpose), snapshot, base, job.at_ms)?);
            }
            (Content::Shut(remembered), _) => {
                let base = base.map(|base| &base.manifest);
                let had = base.and_then(|base| base.files.iter().find(|entry| entry.file == file));
                files.extend(had.cloned());
                let noted = base.and_then(|base| base.own.iter().find(|line| line.file == file));
                let line = noted.map(|line| line.as_of_ms).max(*remembered);
                own.extend(line.map(|as_of_ms| OwnLine { file, as_of_ms }));
                let as_of = line.or(had.map(|entry| entry.as_of_ms));
                ran.left_out.push((source.purpose, as_of));
            }
        }
    }
    Ok((files, own))
}

/// The earlier backups that stay: whole ones, and those that were and cannot be read now.
fn earlier_of(
    found: &[Found],
    noted: &[Earlier],
    pinned: &BTreeSet<u64>,
    staying: &BTreeSet<u64>,
) -> Vec<Earlier> {
    let earlier = found.iter().filter_map(|Found { number, opened }| match opened {
        Ok(one) => staying.contains(number).then(|| Earlier {
            number: *number,
            at_ms: one.manifest.at_ms,
            hash: one.hash,
            stays: pinned.contains(number),
        }),
        Err(_) => noted.iter().find(|noted| noted.number == *number).copied(),
    });
    earlier.collect()
}

/// Writes a manifest, the last piece of a backup; from then on it is one.
fn put_manifest(
    written: &mut Pieces<'_, '_>,
    set: &Set<'_>,
    manifest: &Manifest,
    entropy: &dyn Entropy,
) -> Result<[u8; 32], BackupError> {
    let mut salt = [0; 32];
    entropy.fill(&mut salt)?;
    let sealing = set.keys.manifest(manifest.number, &salt);
    let bytes = piece::seal(&sealing, &salt, &piece::filled(&cbor::encode(manifest)));
    if bytes.len() as u64 > piece::LARGEST {
        return Err(BackupError::TooLarge);
    }
    written.put_bytes(&sealing.name, &bytes)?;
    Ok(Sha256::digest(&bytes).into())
}
