-- What makes a record known outlives its entry: it hangs on the operation, which stays, and no longer on the entry's row.
CREATE TABLE identities_that_stay (
    key   BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 16),
    entry INTEGER NOT NULL REFERENCES operations (seq)           -- the operation that made the entry, erased or not
) STRICT, WITHOUT ROWID;
INSERT INTO identities_that_stay (key, entry) SELECT key, entry FROM identities;
DROP TABLE identities;
ALTER TABLE identities_that_stay RENAME TO identities;
