-- Operations about an entry that are no version of it: 9 took it back or let it stand again, 10 objects to it.
CREATE TABLE beside (
    id    INTEGER PRIMARY KEY REFERENCES operations (seq),
    entry INTEGER NOT NULL REFERENCES entries (id),
    kind  INTEGER NOT NULL
) STRICT;
CREATE INDEX beside_by_entry ON beside (entry, id);
-- The operation that took the entry back as entered in error; NULL: it stands.
ALTER TABLE entries ADD COLUMN retracted INTEGER REFERENCES operations (seq);
CREATE INDEX entries_retracted ON entries (kind, id) WHERE retracted IS NOT NULL;
-- Kinds that the person defined: each operation that says what one is, and the operation that defined it first.
CREATE TABLE definitions (
    id   INTEGER PRIMARY KEY REFERENCES operations (seq),
    kind BLOB    NOT NULL CHECK (length(kind) = 16)
) STRICT;
