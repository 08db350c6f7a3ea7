-- The words that people wrote, entry by entry, for the search: an index without the text itself. `rowid` is the entry's id;
-- `shown` is what the entry says now, `past` what it said before and why it was corrected.
CREATE VIRTUAL TABLE words USING fts5 (
    shown,
    past,
    content = '',
    columnsize = 0,
    prefix = '2',
    tokenize = "unicode61 remove_diacritics 2"
);

-- The index seen word by word, so that it can be compared with the entries.
CREATE VIRTUAL TABLE words_in_order USING fts5vocab (words, instance);

-- The tags of each entry, in the order in which its entries are listed.
CREATE TABLE tags (
    tag     TEXT    NOT NULL,
    sort_ms INTEGER NOT NULL,                          -- the entry's
    entry   INTEGER NOT NULL REFERENCES entries (id),
    PRIMARY KEY (tag, sort_ms, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_by_entry ON tags (entry);

-- By which rule a projection was made that SQL alone cannot make; 0: not yet. An older one is made anew at the next opening.
CREATE TABLE built (
    name    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO built (name, version) VALUES ('words', 0);

-- Entries of which the day is not known are counted apart.
CREATE INDEX entries_without_day ON entries (kind, id) WHERE day IS NULL;
