//! The files of a household as an older version left them.

use std::fs;
use std::path::Path;

use diary_core::vault::{FilePurpose, LockedVault, RecoveryCode, Unlock};
use rusqlite::Connection;

/// What later versions of the household file brought; nothing was in it yet.
const HOUSEHOLD: &str = "
    INSERT INTO facts (name, value) SELECT 'order', max(followed) FROM writers; ALTER TABLE writers DROP COLUMN followed;
    ALTER TABLE people DROP COLUMN removed;
    DROP TABLE clock_pairs; DROP TABLE newest_records; DROP TABLE moves; DROP TABLE roles;
    DROP TABLE told;";

/// What later versions of a diary brought: identities hang on operations, and no longer on entries; media; profiles; the
/// search; other copies; what stands beside entries, and kinds of one's own.
const DIARY: &str = "
    INSERT INTO facts (name, value) SELECT 'order', max(followed) FROM writers; ALTER TABLE writers DROP COLUMN followed;
    DROP TABLE beside; DROP TABLE definitions; DROP INDEX entries_retracted; ALTER TABLE entries DROP COLUMN retracted;
    DROP TABLE twins; DROP TABLE forks; DROP TABLE emptied; DROP TABLE awaited;
    DROP TABLE words_in_order; DROP TABLE words; DROP TABLE built; DROP TABLE tags; DROP INDEX entries_without_day;
    DROP TABLE profiles; DROP TABLE media; DROP TABLE media_keys; DROP TABLE media_erased;
    CREATE TABLE identities_before (
        key   BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 16),
        entry INTEGER NOT NULL REFERENCES entries (id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO identities_before (key, entry) SELECT key, entry FROM identities;
    DROP TABLE identities;
    ALTER TABLE identities_before RENAME TO identities;
";

const INBOX: &str = "ALTER TABLE devices DROP COLUMN address;";

/// Takes back what later versions of the household and of each diary brought.
pub(crate) fn back_to_version_1(case: &Path) {
    let home = case.join("disk/home");
    let code = RecoveryCode::parse(&fs::read_to_string(case.join("code")).unwrap()).unwrap();
    let vault = LockedVault::load(&home).unwrap().unlock(Unlock::Recovery(&code)).unwrap();
    for file in vault.files() {
        let (path, back) = match file.purpose {
            FilePurpose::Household => (home.join("household.1.db"), HOUSEHOLD),
            FilePurpose::Diary { person } => {
                (home.join("people").join(person.to_string()).join("diary.1.db"), DIARY)
            }
            FilePurpose::Inbox => (home.join("inbox.1.db"), INBOX),
            FilePurpose::Sealed { .. } | FilePurpose::Backup => continue,
        };
        let key = data_encoding::HEXLOWER.encode(vault.file_key(file.id).unwrap().expose());
        let connection = Connection::open(path).unwrap();
        connection.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
        connection.execute_batch(&format!("{back} PRAGMA user_version = 1; VACUUM")).unwrap();
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    }
}
