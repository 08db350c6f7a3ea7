-- Projections of the household: people, devices and decisions. Everything here but `anchors` can be rebuilt from the
-- operations.

CREATE TABLE people (
    id     INTEGER PRIMARY KEY REFERENCES operations (seq),
    person BLOB    NOT NULL UNIQUE CHECK (length(person) = 16), -- id of the operation that added the person
    name   TEXT    NOT NULL
) STRICT;

CREATE TABLE devices (
    id     INTEGER PRIMARY KEY REFERENCES operations (seq),
    device BLOB    NOT NULL UNIQUE CHECK (length(device) = 16), -- id of the operation that added the device
    latest INTEGER NOT NULL REFERENCES operations (seq)         -- the operation with its newest description
) STRICT;

CREATE TABLE slots (
    device   INTEGER NOT NULL REFERENCES devices (id),
    slot     INTEGER NOT NULL,                          -- as the device counts its users; -1: it tells none apart
    person   INTEGER NOT NULL REFERENCES people (id),
    since_ms INTEGER NOT NULL,                          -- what came before was not anyone's by this decision
    PRIMARY KEY (device, slot)
) STRICT, WITHOUT ROWID;

-- How each synchronisation ended.
CREATE TABLE syncs (
    id       INTEGER PRIMARY KEY REFERENCES operations (seq),
    device   INTEGER NOT NULL REFERENCES devices (id),
    session  BLOB    NOT NULL CHECK (length(session) = 16),
    at_ms    INTEGER NOT NULL,
    complete INTEGER NOT NULL                           -- 1: all that the device wanted to give is durable
) STRICT;
CREATE INDEX syncs_by_device ON syncs (device, at_ms);

-- Where the phone was set to be, and since when that was seen.
CREATE TABLE sightings (
    id       INTEGER PRIMARY KEY REFERENCES operations (seq),
    at_ms    INTEGER NOT NULL,
    zone     TEXT    NOT NULL,
    evidence TEXT    NOT NULL
) STRICT;
CREATE INDEX sightings_by_time ON sightings (at_ms, id);

-- Whose a record was decided to be, and the entry it becomes. A repeated hand-on follows the first decision, even
-- after a slot was given to somebody else.
CREATE TABLE decisions (
    identity BLOB    NOT NULL PRIMARY KEY CHECK (length(identity) = 16),
    person   INTEGER NOT NULL REFERENCES people (id),
    entry    BLOB    NOT NULL CHECK (length(entry) = 16)  -- id of the operation that the person's diary gets
) STRICT, WITHOUT ROWID;

-- Numbers of the inbox that were handed on or used up, as closed ranges; with what still waits they leave no gap.
CREATE TABLE drained (
    first INTEGER NOT NULL PRIMARY KEY,
    last  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Heads of every file as of the last close: a file put back to an older state is noticed. Not journalled: it says
-- what the journals were, and is written when nothing else is.
CREATE TABLE anchors (
    file   BLOB    NOT NULL CHECK (length(file) = 16),
    writer BLOB    NOT NULL CHECK (length(writer) = 32),
    number INTEGER NOT NULL,
    hash   BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (file, writer)
) STRICT, WITHOUT ROWID;
