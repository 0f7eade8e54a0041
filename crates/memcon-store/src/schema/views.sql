-- The stable interface of a record: these names and columns stay as they are from version to version; new columns are
-- added at the end. They keep to what SQLite 3.38 knows, so that other clients can read them. Dates are 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY'. Lists are parted by ', '.

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

CREATE VIEW entities AS SELECT id, name, country, identifier FROM entity;

CREATE VIEW statements AS
SELECT t.story, t.number, t.speaker ->> 'name' AS speaker, t.speaker ->> 'country' AS speaker_country,
  t.addressee ->> 'name' AS addressee, t.addressee ->> 'country' AS addressee_country,
  substr(d.text, t.start + 1, t."end" - t.start) AS text, t.quoted, t.medium, t.date, t.start, t."end"
FROM statement t JOIN story s ON s.id = t.story JOIN document d ON d.id = s.document;

CREATE VIEW figures AS
SELECT f.story, f.number, f.value, f.value_max, f.qualifier, f.unit, f.what, f.parties, f.period,
  substr(d.text, f.start + 1, f."end" - f.start) AS text, f.start, f."end"
FROM figure f JOIN story s ON s.id = f.story JOIN document d ON d.id = s.document;

CREATE VIEW offices AS
SELECT o.person, o.office, o.country, o.of, o.accredited_to, o.tenure, s.date AS stated, o.story,
  substr(d.text, o.start + 1, o."end" - o.start) AS text, d.url, o.start, o."end"
FROM office o JOIN story s ON s.id = o.story JOIN document d ON d.id = s.document;

CREATE VIEW places AS
SELECT t.story, l.name, l.country, l.admin1, l.lat, l.lon, l.geonameid, l.feature, t.start, t."end"
FROM toponym t JOIN place l ON l.id = t.place;

CREATE VIEW times AS
SELECT t.story, t.number, t.type, t.value, substr(d.text, t.start + 1, t."end" - t.start) AS text, t.start, t."end"
FROM time t JOIN story s ON s.id = t.story JOIN document d ON d.id = s.document;

CREATE VIEW months AS SELECT month, country, category, events, score FROM monthly;

CREATE VIEW runs AS SELECT id, program, model, lexicon, options FROM run;

CREATE VIEW verdicts AS
SELECT printf('%016x', v.key) AS key, nullif(printf('%016x', v.other), '0000000000000000') AS other, v.verdict, v.note,
  m.id AS mention FROM verdict v LEFT JOIN story s ON s.document = v.document LEFT JOIN mention m ON m.story = s.id AND m.key = v.key
WHERE m.id IS NOT NULL OR NOT EXISTS (SELECT 1 FROM mention n JOIN story t ON t.id = n.story WHERE t.document = v.document AND n.key = v.key);

CREATE VIEW changes AS
SELECT c.document, d.name, d.url, c.old_run, c.run, c.number,
  CASE WHEN c.before IS NULL THEN 'added' WHEN c.after IS NULL THEN 'removed' ELSE 'changed' END AS change, c.before, c.after
FROM change c JOIN document d ON d.id = c.document;
