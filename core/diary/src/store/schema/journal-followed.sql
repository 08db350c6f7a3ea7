-- The newest place in the order that the file follows, in a row that each transaction writes anyway: the greatest of all
-- writers counts. As a fact of its own it was one page more for every entry.
ALTER TABLE writers ADD COLUMN followed BLOB;
UPDATE writers SET followed = (SELECT value FROM facts WHERE name = 'order');
DELETE FROM facts WHERE name = 'order';
