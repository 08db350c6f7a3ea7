-- What people are in the household, where somebody said it.
CREATE TABLE roles (
    person INTEGER PRIMARY KEY REFERENCES people (id),
    role   INTEGER NOT NULL                            -- 0 owner, 1 adult, 2 child, 3 guest
) STRICT;
