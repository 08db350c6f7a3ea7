-- What a device's clock showed beside the phone's: coincident pairs, from which records get their places in time.
CREATE TABLE clock_pairs (
    id       INTEGER PRIMARY KEY REFERENCES operations (seq),
    device   INTEGER NOT NULL REFERENCES devices (id),
    device_s INTEGER NOT NULL,                          -- the device's civil time, seconds since 1970 as if it were UTC
    phone_ms INTEGER NOT NULL,
    error_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX clock_pairs_by_device ON clock_pairs (device, phone_ms);

-- The newest record of each connection of a device whose clock was never read: if it always comes at once, it tells how far
-- that clock is off.
CREATE TABLE newest_records (
    id          INTEGER PRIMARY KEY REFERENCES operations (seq),
    device      INTEGER NOT NULL REFERENCES devices (id),
    stamp_s     INTEGER NOT NULL,                       -- its stamp, seconds since 1970 as if it were UTC
    received_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX newest_records_by_device ON newest_records (device, received_ms);
