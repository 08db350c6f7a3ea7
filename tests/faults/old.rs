//! A household file as an older version left it.

use std::fs;
use std::path::Path;

use diary_core::vault::{FilePurpose, LockedVault, RecoveryCode, Unlock};
use rusqlite::Connection;

/// Takes back what version 2 of the household file brought; nothing was in it yet.
pub(crate) fn back_to_version_1(case: &Path) {
    let home = case.join("disk/home");
    let code = RecoveryCode::parse(&fs::read_to_string(case.join("code")).unwrap()).unwrap();
    let vault = LockedVault::load(&home).unwrap().unlock(Unlock::Recovery(&code)).unwrap();
    let key = vault.file_key(vault.file(FilePurpose::Household).unwrap().id).unwrap();
    let key = data_encoding::HEXLOWER.encode(key.expose());
    let connection = Connection::open(home.join("household.1.db")).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    connection
        .execute_batch("DROP TABLE clock_pairs; DROP TABLE newest_records; PRAGMA user_version = 1; VACUUM")
        .unwrap();
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}
