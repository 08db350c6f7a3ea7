-- Keys under which the keys of media files are wrapped; the newest wraps what is begun now. Not worked out from the
-- operations: a secret of this file, as `identity-key` is, that moves with it.
CREATE TABLE media_keys (
    id   INTEGER PRIMARY KEY AUTOINCREMENT,
    name BLOB    NOT NULL UNIQUE CHECK (length(name) = 16), -- random; stands in the header of each file
    key  BLOB    NOT NULL CHECK (length(key) = 32)
) STRICT;

-- Files that belong to entries: photos, video, recordings, documents.
CREATE TABLE media (
    id      INTEGER PRIMARY KEY REFERENCES operations (seq),  -- the operation that added it
    media   BLOB    NOT NULL UNIQUE CHECK (length(media) = 16), -- its name in the folder `media`
    entry   INTEGER NOT NULL REFERENCES entries (id),
    removed INTEGER REFERENCES operations (seq)               -- the operation that removed it; NULL while it is there
) STRICT;
-- Files of entries that were erased: nothing else is known of them.
CREATE TABLE media_erased (
    media     BLOB    NOT NULL PRIMARY KEY CHECK (length(media) = 16),
    operation INTEGER NOT NULL REFERENCES operations (seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX media_by_entry ON media (entry, id);
