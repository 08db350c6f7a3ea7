-- Entries that go from one file to another: what was begun, and whether it is done.
CREATE TABLE moves (
    id    INTEGER PRIMARY KEY REFERENCES operations (seq),    -- the operation that decided it
    move  BLOB    NOT NULL UNIQUE CHECK (length(move) = 16),  -- that operation's id
    entry BLOB    NOT NULL CHECK (length(entry) = 16),        -- the entry at the giver
    done  INTEGER REFERENCES operations (seq)                 -- the operation that says so; NULL until then
) STRICT;
CREATE INDEX moves_by_entry ON moves (entry);
