//! Backups: sealed segments of every chain, and media, in a [`Folder`](crate::ports::Folder) elsewhere, and the way back.
//!
//! A backup is never a copy of database pages: those change with every write. It is the operations of each writer as they
//! are stored, cut into *segments* that are written once or twice and then stay; what a file has beside its journal; the
//! media files in pieces; and the key file as it is, which opens with the passphrase or the recovery code. A *manifest*
//! lists all of it and is written last. `core/docs/format.md` describes every byte, `docs/decisions/0020` and `0021` why.
//!
//! | module | what it holds |
//! |---|---|
//! | `keys` | names of pieces that tell nothing, and a key for each |
//! | `piece` | sealing one piece |
//! | [`manifest`](self) | the lists |
//! | `source` | one moment of each file |
//! | `plan`, `write` | what of a file has to be written, and writing it once |
//! | `run`, `prune`, `keep` | one run; what it takes away; which earlier backups stay |
//! | `check` | every piece read; what is lost is named by writer and number |
//! | `restore` | from a backup back into files |
//! | `left` | what can be read where something is lost |
//! | `directory` | a folder that is a directory of this machine |
//! | `forge` | backups that lie, for tests and fuzzing |
//!
//! The room knows journals and files, and neither entries nor people: [`crate::household`] takes the snapshots, rebuilds
//! what is worked out from operations, and says whose entries something lost touches.

mod check;
mod directory;
mod error;
#[cfg(any(test, fuzzing))]
mod forge;
mod keep;
mod keys;
mod left;
mod manifest;
mod piece;
mod plan;
mod prune;
mod restore;
mod run;
mod set;
mod source;
mod write;

#[cfg(test)]
pub(crate) mod tests;

pub use check::{Checked, LostFile, LostPart, Problem, Range};
pub use directory::Directory;
pub use error::BackupError;
#[cfg(any(test, fuzzing))]
pub use forge::{Forged, forge};
pub use keys::Line;
pub(crate) use left::Left;
pub use prune::remove_own;
pub use restore::{Backup, check, has_own, key_file};
pub use run::{Job, Ran, run, scope};
pub use set::Lost;
pub use source::{Snapshot, Source};
