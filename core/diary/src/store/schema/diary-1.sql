-- Projections of one person's diary: everything here can be rebuilt from the operations.

CREATE TABLE entries (
    id      INTEGER PRIMARY KEY REFERENCES operations (seq), -- the operation that made the entry
    kind    INTEGER NOT NULL,                                -- number of the kind's description
    sort_ms INTEGER NOT NULL,                                -- the moment's sort key, milliseconds since 1970 UTC
    day     INTEGER,                                         -- civil day of the entry's own moment, days since 1970; NULL: not known
    latest  INTEGER NOT NULL REFERENCES operations (seq),    -- the operation whose content shows
    pair    INTEGER NOT NULL DEFAULT 0                       -- 1: amended twice by writers that did not know each other
) STRICT;

CREATE INDEX entries_by_day ON entries (day, sort_ms, id);
CREATE INDEX entries_by_kind ON entries (kind, sort_ms, id);
CREATE INDEX entries_by_time ON entries (sort_ms, id);

-- The amendments of each entry; the operation that made it is the entry's own id.
CREATE TABLE amendments (
    entry     INTEGER NOT NULL REFERENCES entries (id),
    operation INTEGER NOT NULL REFERENCES operations (seq),
    PRIMARY KEY (entry, operation)
) STRICT, WITHOUT ROWID;

-- Records already here, by keyed identity. Outlives the entry's content, so that an erased record stays away.
CREATE TABLE identities (
    key   BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 16),
    entry INTEGER NOT NULL REFERENCES entries (id)
) STRICT, WITHOUT ROWID;
