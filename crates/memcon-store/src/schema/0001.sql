-- Version 1 of the record. Tables are named in the singular and are Memcon's own; the views in views.sql, named in
-- the plural, are the interface that does not change.
--
-- Nothing in a record tells when or in which order it was filled: ids come from content, and there is no clock. So the
-- same pages give the same tables, however often the work was broken off.
--
-- Ids of stories, mentions and events are a day (bits 43 to 62, days from 0001-01-01) and 43 bits of a hash; rows lie
-- in the order of days. Offsets count Unicode characters of document.text, from 0, ends excluded.
-- What only serves to find other rows (copy_band, block, dyad, event.lead) is no foreign key, which would need an index.

-- What coded: one row for each program, model, lexicon and set of options that did.
CREATE TABLE run (
  id      INTEGER PRIMARY KEY,
  program TEXT NOT NULL,
  model   TEXT NOT NULL,
  lexicon TEXT NOT NULL,
  options TEXT NOT NULL
) STRICT;

-- A page as it came: its id is the first 63 bits of its hash.
CREATE TABLE document (
  id          INTEGER PRIMARY KEY,
  hash        BLOB NOT NULL,
  run         INTEGER NOT NULL REFERENCES run,
  name        TEXT NOT NULL,
  url         TEXT,
  publisher   TEXT,
  title       TEXT,
  language    TEXT NOT NULL,
  format      TEXT NOT NULL,
  text        TEXT NOT NULL,
  source_map  BLOB NOT NULL,
  notes       TEXT NOT NULL
) STRICT;

-- A story of a page. Of the copies of one wire story the earliest is the original of them all, and of itself.
CREATE TABLE story (
  id          INTEGER PRIMARY KEY,
  document    INTEGER NOT NULL REFERENCES document,
  number      INTEGER NOT NULL,
  title       TEXT,
  start       INTEGER NOT NULL,
  "end"       INTEGER NOT NULL,
  date        TEXT,
  date_source TEXT,
  exact       INTEGER NOT NULL,
  near        BLOB,
  original    INTEGER NOT NULL REFERENCES story DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX story_document ON story (document);
CREATE INDEX story_original ON story (original);

-- Where to look for copies: hashes of parts of fingerprints.
CREATE TABLE copy_band (
  band  INTEGER NOT NULL,
  story INTEGER NOT NULL,
  PRIMARY KEY (band, story)
) STRICT, WITHOUT ROWID;

-- Lines of the lexicon and rules that decide, each once.
CREATE TABLE rule (
  id   INTEGER PRIMARY KEY,
  rule TEXT NOT NULL
) STRICT;

-- Places of the gazetteer, each once.
CREATE TABLE place (
  id        INTEGER PRIMARY KEY,
  geonameid INTEGER,
  name      TEXT NOT NULL,
  country   TEXT,
  admin1    TEXT,
  lat       REAL,
  lon       REAL,
  feature   TEXT
) STRICT;
CREATE INDEX place_at ON place (lat, lon);
CREATE INDEX place_country ON place (country);

-- Parties with a name, each once for each country.
CREATE TABLE entity (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  country    TEXT,
  identifier TEXT
) STRICT;
CREATE VIRTUAL TABLE entity_words USING fts5(name, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");

-- One happening: the connected mentions of it. Its id is the least of its mentions' ids. Its values are those of its
-- lead, the mention in the earliest story that is no copy.
CREATE TABLE event (
  id       INTEGER PRIMARY KEY,
  lead     INTEGER NOT NULL,
  mentions INTEGER NOT NULL,
  stories  INTEGER NOT NULL,
  sources  INTEGER NOT NULL
) STRICT;

-- One event in one story, as it was coded there.
CREATE TABLE mention (
  id             INTEGER PRIMARY KEY,
  key            INTEGER NOT NULL,
  story          INTEGER NOT NULL REFERENCES story,
  event          INTEGER NOT NULL REFERENCES event DEFERRABLE INITIALLY DEFERRED,
  category       TEXT NOT NULL,
  act            TEXT,
  modes          TEXT NOT NULL,
  status         TEXT NOT NULL,
  date           TEXT,
  date_end       TEXT,
  date_precision TEXT,
  date_text      TEXT,
  act_date       TEXT,
  act_date_end   TEXT,
  place          INTEGER REFERENCES place,
  place_text     TEXT,
  resolution     INTEGER,
  dead           INTEGER,
  injured        INTEGER,
  arrested       INTEGER,
  quad           INTEGER NOT NULL,
  score          REAL NOT NULL,
  core           INTEGER NOT NULL,
  confidence     REAL,
  rule           INTEGER NOT NULL REFERENCES rule,
  contexts       TEXT,
  evidence       TEXT NOT NULL,
  sketch         BLOB NOT NULL
) STRICT;
CREATE INDEX mention_story ON mention (story);
CREATE INDEX mention_event ON mention (event);
CREATE INDEX mention_place ON mention (place) WHERE place IS NOT NULL;
CREATE VIRTUAL TABLE mention_words USING fts5(words, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");

-- Actors (side 0) and recipients (side 1) of a mention.
CREATE TABLE party (
  mention INTEGER NOT NULL REFERENCES mention,
  side    INTEGER NOT NULL,
  number  INTEGER NOT NULL,
  entity  INTEGER REFERENCES entity,
  country TEXT,
  sector  TEXT,
  sectors TEXT,
  office  TEXT,
  start   INTEGER NOT NULL,
  "end"   INTEGER NOT NULL,
  PRIMARY KEY (mention, side, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX party_entity ON party (entity, mention) WHERE entity IS NOT NULL;

-- Where to look for other mentions of an event.
CREATE TABLE block (
  block   INTEGER NOT NULL,
  mention INTEGER NOT NULL,
  PRIMARY KEY (block, mention)
) STRICT, WITHOUT ROWID;

-- A plan and what became of it, mention by mention: occurred, ongoing or denied (called off).
CREATE TABLE outcome (
  plan    INTEGER NOT NULL REFERENCES mention,
  mention INTEGER NOT NULL REFERENCES mention,
  became  TEXT NOT NULL,
  PRIMARY KEY (plan, mention)
) STRICT, WITHOUT ROWID;
CREATE INDEX outcome_mention ON outcome (mention);

-- Who did something to whom, country by country; '' where no country is known. Follows from the lead's parties.
CREATE TABLE dyad (
  actor     TEXT NOT NULL,
  recipient TEXT NOT NULL,
  event     INTEGER NOT NULL,
  category  TEXT NOT NULL,
  month     TEXT NOT NULL,
  score     REAL NOT NULL,
  PRIMARY KEY (actor, recipient, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX dyad_recipient ON dyad (recipient, event);

-- Events by month and actor's country, kept up as events come and go. A month is 'YYYY-MM', 'YYYY' or ''.
CREATE TABLE monthly (
  month    TEXT NOT NULL,
  country  TEXT NOT NULL,
  category TEXT NOT NULL,
  events   INTEGER NOT NULL,
  score    REAL NOT NULL,
  PRIMARY KEY (month, country, category)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement (
  story     INTEGER NOT NULL REFERENCES story,
  number    INTEGER NOT NULL,
  speaker   TEXT NOT NULL,
  addressee TEXT,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  quoted    INTEGER NOT NULL,
  medium    TEXT,
  date      TEXT,
  PRIMARY KEY (story, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE figure (
  story     INTEGER NOT NULL REFERENCES story,
  number    INTEGER NOT NULL,
  value     REAL NOT NULL,
  value_max REAL,
  qualifier TEXT,
  unit      TEXT,
  what      TEXT,
  parties   TEXT NOT NULL,
  period    TEXT,
  start     INTEGER NOT NULL,
  "end"     INTEGER NOT NULL,
  PRIMARY KEY (story, number)
) STRICT, WITHOUT ROWID;

-- An office as a story states it.
CREATE TABLE office (
  story         INTEGER NOT NULL REFERENCES story,
  number        INTEGER NOT NULL,
  person        TEXT NOT NULL,
  office        TEXT NOT NULL,
  country       TEXT,
  of            TEXT,
  accredited_to TEXT,
  tenure        TEXT NOT NULL,
  start         INTEGER NOT NULL,
  "end"         INTEGER NOT NULL,
  PRIMARY KEY (story, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX office_person ON office (person);

-- Places named in a story.
CREATE TABLE toponym (
  story  INTEGER NOT NULL REFERENCES story,
  number INTEGER NOT NULL,
  place  INTEGER NOT NULL REFERENCES place,
  start  INTEGER NOT NULL,
  "end"  INTEGER NOT NULL,
  PRIMARY KEY (story, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX toponym_place ON toponym (place);

-- Time expressions of a story, as TIMEX3.
CREATE TABLE time (
  story  INTEGER NOT NULL REFERENCES story,
  number INTEGER NOT NULL,
  type   TEXT NOT NULL,
  value  TEXT NOT NULL,
  start  INTEGER NOT NULL,
  "end"  INTEGER NOT NULL,
  PRIMARY KEY (story, number)
) STRICT, WITHOUT ROWID;

-- What people decided. They hang on mentions' keys, not on rows, and so outlive recoding.
CREATE TABLE verdict (
  document INTEGER NOT NULL REFERENCES document,
  key      INTEGER NOT NULL,
  other    INTEGER NOT NULL DEFAULT 0,
  other_document INTEGER REFERENCES document,
  verdict  TEXT NOT NULL CHECK (verdict IN ('right', 'wrong', 'same', 'different')),
  note     TEXT,
  PRIMARY KEY (key, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_other ON verdict (other);

-- What recoding changed in a document: events as they were and as they are, as JSON.
CREATE TABLE change (
  document INTEGER NOT NULL REFERENCES document,
  run      INTEGER NOT NULL REFERENCES run,
  number   INTEGER NOT NULL,
  before   TEXT,
  after    TEXT,
  old_run  INTEGER NOT NULL REFERENCES run,
  PRIMARY KEY (document, run, number)
) STRICT, WITHOUT ROWID;
