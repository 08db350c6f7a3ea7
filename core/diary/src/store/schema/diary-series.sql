-- Operations that hold samples of entries. Programs before this version do not know the kind of operation, and would take
-- their rows for damage.
CREATE INDEX beside_samples ON beside (entry, id) WHERE kind = 13;
