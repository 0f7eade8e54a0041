-- Version 2 of the record: smaller. Ids of places, names and rules have 47 bits, which SQLite keeps in six bytes; sets of
-- contexts are kept once each; the full-text indexes keep no lengths; what the text calls a place is kept where it
-- is not the place's name; the words of evidence are hashed anew where they are compared. Documents that are added
-- from here on lie by day: the first 16 bits of their hash are days from 1900-01-01.
PRAGMA defer_foreign_keys = ON;

CREATE TABLE context (
  id       INTEGER PRIMARY KEY,
  contexts TEXT NOT NULL
) STRICT;
INSERT INTO context SELECT DISTINCT short_id(contexts), contexts FROM mention WHERE contexts IS NOT NULL;

UPDATE mention SET place_text = NULL WHERE place_text = (SELECT name FROM place p WHERE p.id = mention.place);

-- Ids of 63 bits keep their first 47. Rules had 40, and are named anew.
UPDATE place SET id = id >> 16;
UPDATE entity SET id = id >> 16;
UPDATE party SET entity = entity >> 16 WHERE entity IS NOT NULL;
UPDATE toponym SET place = place >> 16;
UPDATE mention SET place = place >> 16 WHERE place IS NOT NULL;
UPDATE mention SET rule = (SELECT short_id(r.rule) FROM rule r WHERE r.id = mention.rule);
UPDATE rule SET id = short_id(rule);

ALTER TABLE mention ADD COLUMN context INTEGER REFERENCES context;
UPDATE mention SET context = short_id(contexts) WHERE contexts IS NOT NULL;
ALTER TABLE mention DROP COLUMN contexts;
ALTER TABLE mention RENAME COLUMN context TO contexts;
ALTER TABLE mention DROP COLUMN sketch;

-- Bands of 32 bits instead of 48.
CREATE TABLE band (
  band  INTEGER NOT NULL,
  story INTEGER NOT NULL,
  PRIMARY KEY (band, story)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO band SELECT band >> 16, story FROM copy_band;
DROP TABLE copy_band;
ALTER TABLE band RENAME TO copy_band;

DROP TABLE entity_words;
CREATE VIRTUAL TABLE entity_words USING fts5(name, content='', columnsize=0, tokenize="unicode61 remove_diacritics 2");
INSERT INTO entity_words (rowid, name) SELECT id, name FROM entity ORDER BY id;
DROP TABLE mention_words;
CREATE VIRTUAL TABLE mention_words USING fts5(words, content='', columnsize=0, tokenize="unicode61 remove_diacritics 2");
INSERT INTO mention_words (rowid, words)
SELECT m.id, (SELECT group_concat(substr(d.text, (x.value ->> 0) + 1, (x.value ->> 1) - (x.value ->> 0)), ' … ')
  FROM json_each(m.evidence) x)
FROM mention m JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document ORDER BY m.id;
