-- The operation that removed the person, whose name is empty then; NULL: they are here. The row stays, because decisions about
-- records hang on it: what a device sends again of somebody who was removed is known, and comes to nobody.
ALTER TABLE people ADD COLUMN removed INTEGER REFERENCES operations (seq);
