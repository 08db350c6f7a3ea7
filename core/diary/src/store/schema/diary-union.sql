-- What taking in another copy of this diary has to remember beside the operations themselves.

-- The newest operations of a writer's other branches, where two of its operations have one number: a fork. The longest
-- branch is in `writers`.
CREATE TABLE forks (
    writer    INTEGER NOT NULL REFERENCES writers (id),
    number    INTEGER NOT NULL,
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    signature BLOB    NOT NULL CHECK (length(signature) = 64),
    PRIMARY KEY (writer, hash)
) STRICT, WITHOUT ROWID;

-- Operations about an erased entry that the erasure does not name, because whoever erased did not know them: they were
-- emptied when both came together. By id, because a backup puts this back before the operations.
CREATE TABLE emptied (
    operation BLOB NOT NULL PRIMARY KEY CHECK (length(operation) = 16),
    entry     BLOB NOT NULL CHECK (length(entry) = 16),  -- the first operation that an erasure here names
    media     BLOB CHECK (length(media) = 16)            -- the media file that it added
) STRICT, WITHOUT ROWID;

-- Operations that an erasure here names and that have not come yet: they will be empty when they do.
CREATE TABLE awaited (
    operation BLOB NOT NULL PRIMARY KEY CHECK (length(operation) = 16)
) STRICT, WITHOUT ROWID;

-- A projection: one device's record that several phones took is one entry, the earliest; these are the others.
CREATE TABLE twins (
    id    INTEGER PRIMARY KEY REFERENCES operations (seq),
    entry INTEGER NOT NULL REFERENCES entries (id)
) STRICT;
CREATE INDEX twins_by_entry ON twins (entry);
