//! Numbered SQL steps, and the refusal of a file from the future.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use super::connection::{Read, Tx};
use super::error::{FileKind, StoreError};
use super::kept::Table;

/// What a kind of file has gone through: step `n` brings version `n` to version `n + 1`.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    pub(super) kind: FileKind,
    /// SQLite's `application_id`, so that one kind of file is never taken for another.
    pub(super) application_id: i64,
    /// Each step is one or more SQL files, run in order in one transaction.
    pub(super) steps: &'static [&'static [&'static str]],
    /// Tables that are neither the journal nor can be rebuilt from it, each after those it names; a backup takes them
    /// along as they are. (`facts`, `writers` and `operations` are the journal.)
    pub(super) kept: &'static [&'static str],
}

const JOURNAL_1: &str = include_str!("schema/journal-1.sql");
const JOURNAL_FOLLOWED: &str = include_str!("schema/journal-followed.sql");

/// One person's diary.
pub const DIARY: Schema = Schema {
    kind: FileKind::Diary,
    application_id: 0x4844_6479,
    steps: &[
        &[JOURNAL_1, include_str!("schema/diary-1.sql")],
        &[include_str!("schema/diary-erasure.sql")],
        &[include_str!("schema/diary-media.sql")],
        &[include_str!("schema/diary-profile.sql")],
        &[include_str!("schema/diary-search.sql")],
        &[include_str!("schema/diary-union.sql")],
        &[include_str!("schema/diary-beside.sql")],
        &[include_str!("schema/diary-series.sql")],
        &[JOURNAL_FOLLOWED],
    ],
    kept: &["media_keys", "forks", "emptied", "awaited"],
};

/// The household: people, devices, decisions.
pub const HOUSEHOLD: Schema = Schema {
    kind: FileKind::Household,
    application_id: 0x4844_6868,
    steps: &[
        &[JOURNAL_1, include_str!("schema/household-1.sql")],
        &[include_str!("schema/household-2.sql")],
        &[include_str!("schema/household-moves.sql")],
        &[include_str!("schema/household-roles.sql")],
        &[include_str!("schema/household-removed.sql")],
        &[JOURNAL_FOLLOWED],
        &[include_str!("schema/household-told.sql")],
    ],
    kept: &["anchors"],
};

/// Sealed records received.
pub const INBOX: Schema = Schema {
    kind: FileKind::Inbox,
    application_id: 0x4844_6962,
    steps: &[&[include_str!("schema/inbox-1.sql")], &[include_str!("schema/inbox-addresses.sql")]],
    kept: &["recipients", "devices", "records"],
};

impl Schema {
    pub(super) fn newest(&self) -> i64 {
        i64::try_from(self.steps.len()).unwrap_or(i64::MAX)
    }

    /// Reads the tables that a backup takes along.
    pub(crate) fn kept(&self, source: &impl Read) -> Result<Vec<Table>, StoreError> {
        self.kept.iter().map(|name| Table::of(source, name)).collect()
    }

    /// Puts tables that a backup took along into an empty file.
    ///
    /// # Errors
    /// [`StoreError::Malformed`] for a table that is none of those.
    pub(crate) fn put_kept(&self, tx: &Tx<'_>, tables: &[Table]) -> Result<(), StoreError> {
        tables.iter().try_for_each(|table| table.put(tx, self.kept))
    }
}

fn pragma(connection: &Connection, name: &str, kind: FileKind) -> Result<i64, StoreError> {
    connection
        .pragma_query_value(None, name, |row| row.get(0))
        .map_err(|error| StoreError::from_sqlite(&error, kind))
}

/// The version of an open file; 0 for one that was just made.
pub(super) fn version(connection: &Connection, kind: FileKind) -> Result<i64, StoreError> {
    pragma(connection, "user_version", kind)
}

/// Refuses, before anything is written, a file that a newer program made, that is of another kind, or that has lost its
/// first page.
///
/// SQLite takes a file shorter than a page for a new database and would quietly start over.
pub(super) fn refuse_foreign(connection: &Connection, schema: &Schema) -> Result<(), StoreError> {
    let found = pragma(connection, "user_version", schema.kind)?;
    if found > schema.newest() {
        return Err(StoreError::Newer { kind: schema.kind, found, known: schema.newest() });
    }
    let application = pragma(connection, "application_id", schema.kind)?;
    if found < 1 || application != schema.application_id {
        return Err(StoreError::Damaged(schema.kind));
    }
    Ok(())
}

/// Brings the file to today's version, one transaction a step.
///
/// # Errors
/// [`StoreError::NotUpgraded`] if a step does not fit the file: it is as it was before that step.
pub(super) fn upgrade(connection: &mut Connection, schema: &Schema) -> Result<(), StoreError> {
    let sqlite = |error: rusqlite::Error| StoreError::from_sqlite(&error, schema.kind);
    let found = version(connection, schema.kind)?;
    // What is wrong with the disk is said as such; the next opening goes on.
    let step_failed = |error: rusqlite::Error| match sqlite(error) {
        StoreError::Refused(_) if found > 0 => StoreError::NotUpgraded { kind: schema.kind, version: found },
        other => other,
    };
    for (version, step) in (1_i64..).zip(schema.steps).skip_while(|(version, _)| *version <= found) {
        let transaction =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
        for sql in *step {
            transaction.execute_batch(sql).map_err(step_failed)?;
        }
        if transaction
            .query_row("PRAGMA foreign_key_check", [], |_| Ok(()))
            .optional()
            .map_err(sqlite)?
            .is_some()
        {
            return Err(StoreError::NotUpgraded { kind: schema.kind, version: found });
        }
        transaction.pragma_update(None, "application_id", schema.application_id).map_err(sqlite)?;
        transaction.pragma_update(None, "user_version", version).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
    }
    Ok(())
}

#[cfg(test)]
impl Schema {
    /// What it was in a past version, from 1, with other tables to be taken along; `None` for today's.
    pub(crate) fn as_of(&self, version: usize, kept: &'static [&'static str]) -> Option<Self> {
        let steps = self.steps.get(..version).filter(|past| past.len() < self.steps.len())?;
        Some(Self { steps, kept, ..*self })
    }
}
