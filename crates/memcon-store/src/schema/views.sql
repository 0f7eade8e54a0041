-- The stable interface of a record: these names and columns stay as they are from version to version; new columns are
-- added at the end. They keep to what SQLite 3.38 knows, so that other clients can read them. Dates are 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY'. Lists are parted by ', '.
--
-- What columns hold. `view.column` goes before `column`; cargo xtask docs makes a page of it.
--   accredited_to         the state or body that a diplomat is sent to
--   act                   what is promised, conceded or threatened, where the category only says that
--   act_date              when the act is due
--   act_date_end          last day, month or year of that
--   actor                 country of who acts
--   actor_countries       countries of those who act
--   actors                names of those who act
--   addressee             to whom it was said
--   addressee_country     country of the addressee
--   admin1                state or province
--   after                 the event as it is coded now, as JSON
--   arrested              people arrested
--   became                occurred, ongoing or denied
--   before                the event as it was coded, as JSON
--   category              PLOVER category
--   change                added, removed or changed
--   confidence            how likely it is right, 0 to 1
--   contexts              PLOVER contexts, each with its reach
--   copy                  1 where the story copies another one of the record
--   core                  1 where the story is about it, 0 for background
--   country               ISO 3166-1 alpha-3, or UNO, EUR, IGO, NGO, ISM, IMG, MNC
--   date                  when it happened: a day, month or year
--   stories.date          day of publication
--   statements.date       when it was said
--   date_end              last day, month or year of a span
--   date_precision        day, week, month, quarter, year, decade; inherited-from-discourse or -story; unknown
--   date_source           how the day of publication is known
--   date_text             the words that gave the date
--   dead                  people killed
--   decided_by            the line of the lexicon or the rule that coded it
--   document              the document's number
--   conflicts.attribute   date, dead, injured or arrested
--   conflicts.value       what the story says of it
--   dyads.month           YYYY-MM, or the year where no month is known
--   end                   last character of the words, not included
--   entity                row of `entities`
--   event                 row of `events`
--   months.events         how many events
--   months.country        country of who acts
--   evidence              the words that show it
--   mentions.evidence     where the words are that show it: pairs of first and last character, as JSON
--   feature               GeoNames feature code
--   format                html, text, json-text or json-html
--   geonameid             GeoNames identifier
--   hash                  SHA-256 of its content, in hexadecimal digits
--   id                    number of the row
--   identifier            Wikidata identifier
--   injured               people wounded
--   key                   name of the mention that outlives recoding; verdicts hang on it
--   language              ISO 639-1 code
--   lat                   latitude in degrees north
--   lexicon               hash of the lexicon
--   lon                   longitude in degrees east
--   medium                through what it was said
--   mention               row of `mentions`; of an event the one that leads
--   mentions              how many mentions tell of it
--   model                 name of the reader and hash of its weights
--   modes                 PLOVER modes
--   month                 YYYY-MM
--   name                  name by which it is known
--   stories.name          name of the document's file, or its address
--   changes.name          name of the document's file, or its address
--   note                  what the reviewer noted
--   notes                 what was left out, cut or doubtful
--   number                place in the list, from 0
--   of                    the body or person that the office belongs to
--   office                office held
--   old_run               the run before, a row of `runs`
--   options               options that change what is coded
--   original              the story that it copies; itself where it is none
--   other                 the mention that it was compared with, by its key
--   parties               parties named beside it, as JSON
--   period                TIMEX3 value of the date beside it
--   person                who holds it
--   place                 name of the place
--   place_country         country of the place
--   plan                  row of `events`: what was planned
--   program               version of Memcon
--   published             day of publication
--   publisher             who published it
--   quad                  1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
--   qualifier             at-least, at-most, about or vague
--   quoted                1 in quotation marks, 0 reported
--   recipient             country to which it is done
--   recipient_countries   countries of the recipients
--   recipients            names of the recipients
--   resolution            PLOVER's resolution of the place: 1 country to 5 below a city
--   run                   row of `runs`
--   score                 PLOVER's score, -10 to 10
--   months.score          sum of the scores
--   sector                PLOVER sector
--   sectors               further sectors
--   side                  actor or recipient
--   sources               how many publishers tell of it, copies of one story counted once
--   speaker               who said it
--   speaker_country       country of the speaker
--   start                 first character of the words, counted from the document's beginning
--   stated                day of the story that states it
--   status                occurred, ongoing, planned, hypothetical or denied
--   stories               how many stories tell of it
--   story                 row of `stories`
--   tenure                current, former, acting or designate
--   text                  the words
--   title                 headline
--   type                  TIMEX3 type
--   unit                  ISO 4217 code, percent, person or a measure
--   url                   address
--   value                 the number
--   times.value           TIMEX3 value
--   value_max             upper end of a range
--   verdict               what a reviewer decided
--   what                  what is counted or measured

-- One row an event: what its lead mention says, and how many tell of it.
CREATE VIEW events AS
SELECT e.id, m.date, m.date_end, m.date_precision, m.category, m.act, m.act_date, m.act_date_end, m.modes, m.status,
  (SELECT group_concat(c, ', ') FROM (SELECT coalesce(n.name, substr(d.text, p.start + 1, p."end" - p.start)) AS c
   FROM party p LEFT JOIN entity n ON n.id = p.entity WHERE p.mention = m.id AND p.side = 0 ORDER BY p.number)) AS actors,
  (SELECT group_concat(c, ', ') FROM (SELECT DISTINCT p.country AS c FROM party p
   WHERE p.mention = m.id AND p.side = 0 AND p.country IS NOT NULL ORDER BY p.number)) AS actor_countries,
  (SELECT group_concat(c, ', ') FROM (SELECT coalesce(n.name, substr(d.text, p.start + 1, p."end" - p.start)) AS c
   FROM party p LEFT JOIN entity n ON n.id = p.entity WHERE p.mention = m.id AND p.side = 1 ORDER BY p.number)) AS recipients,
  (SELECT group_concat(c, ', ') FROM (SELECT DISTINCT p.country AS c FROM party p
   WHERE p.mention = m.id AND p.side = 1 AND p.country IS NOT NULL ORDER BY p.number)) AS recipient_countries,
  l.name AS place, l.country AS place_country, l.lat, l.lon, m.dead, m.injured, m.arrested, c.contexts, m.quad, m.score,
  m.core, m.confidence, r.rule AS decided_by, e.lead AS mention, e.mentions, e.stories, e.sources,
  (SELECT group_concat(substr(d.text, (x.value ->> 0) + 1, (x.value ->> 1) - (x.value ->> 0)), ' … ')
   FROM json_each(m.evidence) x) AS evidence,
  s.id AS story, s.title, d.url, d.publisher
FROM event e JOIN mention m ON m.id = e.lead JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document
  JOIN rule r ON r.id = m.rule LEFT JOIN place l ON l.id = m.place LEFT JOIN context c ON c.id = m.contexts;

-- One row a mention: one event in one story.
CREATE VIEW mentions AS
SELECT m.id, printf('%016x', m.key) AS key, m.event, m.story, s.date AS published, d.publisher, d.url,
  s.original <> s.id AS copy, m.category, m.act, m.modes, m.status, m.date, m.date_end, m.date_precision, m.date_text,
  m.act_date, m.act_date_end, l.name AS place, l.country AS place_country, l.lat, l.lon, m.resolution, m.dead, m.injured,
  m.arrested, m.quad, m.score, m.core, m.confidence, r.rule AS decided_by, c.contexts, m.evidence,
  (SELECT v.verdict FROM verdict v WHERE v.key = m.key AND v.other = 0) AS verdict
FROM mention m JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document
  JOIN rule r ON r.id = m.rule LEFT JOIN place l ON l.id = m.place LEFT JOIN context c ON c.id = m.contexts;

-- One row a party of a mention.
CREATE VIEW parties AS
SELECT p.mention, m.event, CASE p.side WHEN 0 THEN 'actor' ELSE 'recipient' END AS side, p.number, p.entity, n.name,
  substr(d.text, p.start + 1, p."end" - p.start) AS text, p.country, p.sector, p.sectors, p.office, n.identifier, p.start, p."end"
FROM party p JOIN mention m ON m.id = p.mention JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document
  LEFT JOIN entity n ON n.id = p.entity;

-- One row an event and pair of countries, directed; '' where the other side has none.
CREATE VIEW dyads AS SELECT actor, recipient, event, category, month, score FROM dyad;

-- One row a story.
CREATE VIEW stories AS
SELECT s.id, s.document, s.number, s.title, s.date, s.date_source, d.name, d.url, d.publisher, d.language, d.format,
  s.original, s.original <> s.id AS copy, s.start, s."end", substr(d.text, s.start + 1, s."end" - s.start) AS text, d.notes,
  hex(d.hash) AS hash
FROM story s JOIN document d ON d.id = s.document;

-- Who tells of an event: one row an event and story.
CREATE VIEW sources AS
SELECT DISTINCT m.event, s.id AS story, d.publisher, d.url, s.title, s.date AS published, s.original <> s.id AS copy
FROM mention m JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document;

-- Events that stories tell differently: one row an event, attribute, value and who says so.
CREATE VIEW conflicts AS
WITH said AS (
  SELECT m.event, 'date' AS attribute, m.date AS value, m.story FROM mention m WHERE m.date IS NOT NULL
  UNION ALL SELECT m.event, 'dead', CAST(m.dead AS TEXT), m.story FROM mention m WHERE m.dead IS NOT NULL
  UNION ALL SELECT m.event, 'injured', CAST(m.injured AS TEXT), m.story FROM mention m WHERE m.injured IS NOT NULL
  UNION ALL SELECT m.event, 'arrested', CAST(m.arrested AS TEXT), m.story FROM mention m WHERE m.arrested IS NOT NULL
), several AS (SELECT event, attribute FROM said GROUP BY event, attribute HAVING count(DISTINCT value) > 1)
SELECT a.event, a.attribute, a.value, d.publisher, d.url, s.date AS published, s.id AS story
FROM several b JOIN said a USING (event, attribute) JOIN story s ON s.id = a.story JOIN document d ON d.id = s.document;

-- What became of plans: occurred, ongoing or denied (called off).
CREATE VIEW outcomes AS
SELECT DISTINCT p.event AS plan, m.event, o.became
FROM outcome o JOIN mention p ON p.id = o.plan JOIN mention m ON m.id = o.mention;

-- One row a party with a name, the same across stories.
CREATE VIEW entities AS SELECT id, name, country, identifier FROM entity;

-- One row a statement: who said what.
CREATE VIEW statements AS
SELECT t.story, t.number, t.speaker ->> 'name' AS speaker, t.speaker ->> 'country' AS speaker_country,
  t.addressee ->> 'name' AS addressee, t.addressee ->> 'country' AS addressee_country,
  substr(d.text, t.start + 1, t."end" - t.start) AS text, t.quoted, t.medium, t.date, t.start, t."end"
FROM statement t JOIN story s ON s.id = t.story JOIN document d ON d.id = s.document;

-- One row an amount that a story states.
CREATE VIEW figures AS
SELECT f.story, f.number, f.value, f.value_max, f.qualifier, f.unit, f.what, f.parties, f.period,
  substr(d.text, f.start + 1, f."end" - f.start) AS text, f.start, f."end"
FROM figure f JOIN story s ON s.id = f.story JOIN document d ON d.id = s.document;

-- One row an office that a story says somebody holds.
CREATE VIEW offices AS
SELECT o.person, o.office, o.country, o.of, o.accredited_to, o.tenure, s.date AS stated, o.story,
  substr(d.text, o.start + 1, o."end" - o.start) AS text, d.url, o.start, o."end"
FROM office o JOIN story s ON s.id = o.story JOIN document d ON d.id = s.document;

-- One row a place named.
CREATE VIEW places AS
SELECT t.story, l.name, l.country, l.admin1, l.lat, l.lon, l.geonameid, l.feature, t.start, t."end"
FROM toponym t JOIN place l ON l.id = t.place;

-- One row a time expression.
CREATE VIEW times AS
SELECT t.story, t.number, t.type, t.value, substr(d.text, t.start + 1, t."end" - t.start) AS text, t.start, t."end"
FROM time t JOIN story s ON s.id = t.story JOIN document d ON d.id = s.document;

-- Counts by month, country of who acts, and category.
CREATE VIEW months AS SELECT month, country, category, events, score FROM monthly;

-- One row a version of program, model, lexicon and options that coded something.
CREATE VIEW runs AS SELECT id, program, model, lexicon, options FROM run;

-- What reviewers decided.
CREATE VIEW verdicts AS
SELECT printf('%016x', v.key) AS key, nullif(printf('%016x', v.other), '0000000000000000') AS other, v.verdict, v.note,
  m.id AS mention FROM verdict v LEFT JOIN story s ON s.document = v.document LEFT JOIN mention m ON m.story = s.id AND m.key = v.key
WHERE m.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM mention n JOIN story t ON t.id = n.story WHERE t.document = v.document AND n.key = v.key);

-- What the last recoding changed: one row an event of a document.
CREATE VIEW changes AS
SELECT c.document, d.name, d.url, c.old_run, c.run, c.number,
  CASE WHEN c.before IS NULL THEN 'added' WHEN c.after IS NULL THEN 'removed' ELSE 'changed' END AS change, c.before, c.after
FROM change c JOIN document d ON d.id = c.document;
