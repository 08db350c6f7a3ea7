-- The same tables and indexes as a diary file, without the journal's salts, hashes, frames and signatures: what an
-- application that only wants its entries back would write.

CREATE TABLE operations (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    id     BLOB    NOT NULL UNIQUE,
    writer INTEGER NOT NULL,
    number INTEGER NOT NULL,
    header BLOB,
    body   BLOB,
    reason BLOB,
    raw    BLOB
) STRICT;
CREATE INDEX operations_by_chain ON operations (writer, number);

CREATE TABLE entries (
    id      INTEGER PRIMARY KEY REFERENCES operations (seq),
    kind    INTEGER NOT NULL,
    sort_ms INTEGER NOT NULL,
    day     INTEGER,
    latest  INTEGER NOT NULL REFERENCES operations (seq),
    pair    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entries_by_day ON entries (day, sort_ms, id);
CREATE INDEX entries_by_kind ON entries (kind, sort_ms, id);
CREATE INDEX entries_by_time ON entries (sort_ms, id);

CREATE TABLE identities (
    key   BLOB    NOT NULL PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entries (id)
) STRICT, WITHOUT ROWID;
