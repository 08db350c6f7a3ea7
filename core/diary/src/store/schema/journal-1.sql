-- The journal: every change ever made, in chains, one chain a writer. Bytes are described in core/docs/format.md.

CREATE TABLE facts (
    name  TEXT NOT NULL PRIMARY KEY,   -- 'file', 'household', 'identity-key', ...
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE writers (
    id         INTEGER PRIMARY KEY,
    public_key BLOB    NOT NULL UNIQUE CHECK (length(public_key) = 32), -- Ed25519; the writer's name is its SHA-256
    number     INTEGER NOT NULL,       -- the newest operation's number
    hash       BLOB    NOT NULL CHECK (length(hash) = 32),              -- and its frame's hash: the head
    signature  BLOB    NOT NULL CHECK (length(signature) = 64)          -- the writer's signature over the head
) STRICT;

CREATE TABLE operations (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,  -- order of arrival in this file; never used again
    id     BLOB    NOT NULL UNIQUE CHECK (length(id) = 16),
    writer INTEGER NOT NULL REFERENCES writers (id),
    number INTEGER NOT NULL CHECK (number > 0), -- place in the writer's chain, from 1
    frame  BLOB    NOT NULL,                    -- what stays: id, writer, number, previous hash, commitments
    -- What can go. Each part is its 32-byte salt followed by its bytes; NULL where there is none or it was erased.
    header BLOB,                                -- kind, version, when, who
    body   BLOB,                                -- what
    reason BLOB,                                -- why, in a person's words
    raw    BLOB                                 -- what a device sent, and what its reading rests on
) STRICT;

-- Verification walks a chain in order. Not unique: a fork keeps both.
CREATE INDEX operations_by_chain ON operations (writer, number);
