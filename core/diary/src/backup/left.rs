//! What of a backup can be read where pieces of it are lost.

use std::collections::BTreeSet;

use super::check::{self, LostPart, Problem};
use super::error::BackupError;
use super::keys::What;
use super::manifest::{FileEntry, Operations, State};
use super::restore::Backup;
use super::set::{Lost, Set, pieces, segment_of};
use crate::id::FileId;
use crate::journal::{self, Remains};
use crate::ports::FolderError;
use crate::store::{RawRow, Salvage, Table, Value};

/// What can be read of one file.
#[derive(Debug)]
pub(crate) struct Left {
    /// Its operations, whatever is missing between them.
    pub(crate) remains: Remains,
    /// What it had beside its journal; `None` where that is lost.
    pub(crate) tables: Option<Vec<Table>>,
}

impl Backup<'_> {
    /// What can be read of a file.
    ///
    /// # Errors
    /// [`BackupError::NoManifest`] where the backup has no such file; [`BackupError::Newer`]; the folder is gone.
    pub(crate) fn left(&self, file: FileId) -> Result<Left, BackupError> {
        let set = &self.set;
        let entry = self.entry(file).ok_or(BackupError::NoManifest)?;
        let mut rows: Vec<RawRow> = entry.chains.iter().map(journal::Chain::raw).collect();
        let tables = match set.get_as::<State>(What::State { file }, &entry.state) {
            Ok(state) => {
                rows.extend(state.facts.into_iter().map(|fact| RawRow {
                    key: None,
                    values: vec![Value::Bytes(fact.name.into_bytes()), Value::Bytes(fact.value)],
                }));
                Some(state.tables)
            }
            Err(how) => {
                bearable(how)?;
                None
            }
        };
        let listing = set.listing(entry);
        for (_, how) in &listing.lost {
            bearable(*how)?;
        }
        for segment in listing.settled.iter().chain(&entry.fresh) {
            let chain = entry.chains.iter().find(|chain| chain.row == segment.row);
            let (Some(what), Some(chain)) = (segment_of(entry, segment), chain) else {
                return Err(BackupError::NotTheSame);
            };
            match set.get_as::<Operations>(what, &segment.piece) {
                Ok(found) => {
                    rows.extend(found.operations.into_iter().filter_map(|operation| operation.raw(chain)));
                }
                Err(how) => bearable(how)?,
            }
        }
        let remains = journal::salvage(&Salvage { pages: 0, damaged: Vec::new(), rows });
        Ok(Left { remains, tables })
    }

    /// The list of a file's media, where it is lost: nothing says which they were.
    pub(crate) fn lost_media_list(&self, file: FileId) -> Option<Problem> {
        let entry = self.entry(file)?;
        let listing = self.set.listing(entry);
        let mut behind = check::behind_lists(&self.set, self.number(), entry, &listing).into_iter();
        behind.find(|problem| matches!(problem.what, LostPart::MediaList { .. }))
    }

    /// Everything that is lost of this backup, every piece of it read.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let mut checked = check::Checked::default();
        check::backup(&self.set, &self.one, &mut BTreeSet::new(), &mut checked);
        checked.problems
    }

    /// The numbers of all whole backups in the folder, with when each was made.
    pub(crate) fn whole(&self) -> Vec<(u64, i64)> {
        let checked = check::all(&self.set);
        checked.backups.into_iter().filter(|(number, _)| checked.whole.contains(number)).collect()
    }
}

impl Lost {
    /// Whether the rest is all that there is to have: neither another program nor a folder that is there again has more.
    pub(crate) fn is_bearable(self) -> bool {
        !matches!(self, Self::Newer | Self::Unreadable(FolderError::Gone))
    }
}

fn bearable(how: Lost) -> Result<(), BackupError> {
    match how {
        Lost::Newer => Err(BackupError::Newer),
        Lost::Unreadable(error) if !how.is_bearable() => Err(error.into()),
        Lost::Missing | Lost::Damaged | Lost::Unreadable(_) => Ok(()),
    }
}

/// Whether nothing that an entry names is among these.
pub(super) fn names_none_of(set: &Set<'_>, entry: &FileEntry, bad: &BTreeSet<&str>) -> bool {
    let listing = set.listing(entry);
    listing.lost.is_empty()
        && pieces(entry, &listing)
            .into_iter()
            .all(|(what, piece)| !bad.contains(set.keys.piece(what, &piece.hash).name.as_str()))
}
