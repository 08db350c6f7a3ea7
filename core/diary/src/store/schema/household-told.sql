-- What a device last said of itself: revisions, battery.
CREATE TABLE told (
    device INTEGER PRIMARY KEY REFERENCES devices (id),
    latest INTEGER NOT NULL REFERENCES operations (seq)
) STRICT;
