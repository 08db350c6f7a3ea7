-- What was received and is not yet in a diary. Nothing here needs, or gives, a secret of the user: contents are
-- sealed to a public key.

CREATE TABLE facts (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Public keys that records are sealed to.
CREATE TABLE recipients (
    id     BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),      -- the key pair's id in keys.json
    public BLOB NOT NULL CHECK (length(public) = 32)
) STRICT, WITHOUT ROWID;

-- What a session needs of each known device; nothing that was read from a body.
CREATE TABLE devices (
    device    BLOB NOT NULL PRIMARY KEY CHECK (length(device) = 16),
    recipient BLOB NOT NULL REFERENCES recipients (id),            -- its one owner's key, else the household's
    profile   BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,                 -- never used again: a gap shows
    device      BLOB NOT NULL,
    recipient   BLOB NOT NULL REFERENCES recipients (id),
    fingerprint BLOB NOT NULL UNIQUE CHECK (length(fingerprint) = 16), -- keyed: an exact resend is stored once
    sealed      BLOB NOT NULL
) STRICT;
