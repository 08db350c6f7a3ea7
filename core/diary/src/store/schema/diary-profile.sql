-- The profiles that the person wrote, each in the place of the one before.
CREATE TABLE profiles (
    id INTEGER PRIMARY KEY REFERENCES operations (seq)
) STRICT;
