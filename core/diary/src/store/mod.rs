//! Encrypted files: open, migrate, write, read, check.
//!
//! Every file of a household is one SQLCipher database under its own random key. This room is the only one that
//! names rusqlite; the others say what they mean with [`Read`], [`Tx`], [`params!`] and [`Row`].
//!
//! - [`Store`]: one open file: a writer and a reader that cannot write (`query_only`).
//! - [`Schema`]: the numbered SQL steps that a kind of file has gone through.
//! - [`FolderLock`]: one process at a time.
//! - [`NextGeneration`]: the same rows in a new file under another key.
//! - [`check`]: every page of a file against its authentication code.
//! - `wal`: what a killed process left behind is looked at before SQLite may drop any of it.
//!
//! Functions that write take a [`Tx`], functions that only read take any [`Read`]: the compiler tells them apart.

mod connection;
mod error;
mod integrity;
mod kept;
mod lock;
mod migrate;
mod pages;
mod pause;
mod pragmas;
mod salvage;
mod scratch;
mod secret;
mod snapshot;
mod start;
mod wal;

#[cfg(test)]
mod tests;

pub(crate) use connection::SUFFIXES;
pub use connection::{NextGeneration, Read, Reader, Store, Tx};
pub use error::{FileKind, StoreError};
pub use integrity::check;
pub(crate) use integrity::check_followed;
pub(crate) use kept::Table;
pub use lock::FolderLock;
pub use migrate::{DIARY, HOUSEHOLD, INBOX, Schema};
pub(crate) use rusqlite::{Error as RowError, Params, Row, params};
pub(crate) use salvage::{RawRow, Salvage, Value, read as salvage};
pub(crate) use scratch::scratch;
pub(crate) use secret::secret;
