-- What people decided at the desk: made when the first of them decides, so that a record without reviews has no clock in
-- it. Both tables are Memcon's own; review.rs reads and writes them.

-- One row a mention that was reviewed, or an event that was missing. It hangs on document and key, not on rows, and so
-- outlives recoding; `event` is the event as it should be, offsets of the document's text, nothing where there is none.
CREATE TABLE IF NOT EXISTS review (
  document INTEGER NOT NULL REFERENCES document,
  story    INTEGER NOT NULL,
  key      INTEGER NOT NULL,
  decision TEXT NOT NULL CHECK (decision IN ('right', 'wrong', 'corrected', 'missing')),
  event    TEXT,
  queue    TEXT NOT NULL CHECK (queue IN ('audit', 'worst')),
  reviewer TEXT NOT NULL,
  at       TEXT NOT NULL,
  PRIMARY KEY (document, story, key)
) STRICT, WITHOUT ROWID;

-- One row a story that was drawn for the audit, in the order of drawing: from how many it was drawn, each with the same
-- probability, and when all of it was judged.
CREATE TABLE IF NOT EXISTS audit (
  number      INTEGER PRIMARY KEY,
  document    INTEGER NOT NULL REFERENCES document,
  story       INTEGER NOT NULL,
  population  INTEGER NOT NULL,
  probability REAL NOT NULL,
  drawn       TEXT NOT NULL,
  reviewer    TEXT NOT NULL,
  done        TEXT,
  UNIQUE (document, story)
) STRICT;
