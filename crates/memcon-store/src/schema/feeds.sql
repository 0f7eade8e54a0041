-- Which version of a feed was read last, by what its host says of it, so that it is asked for only when it has changed.
-- Made when the first feed is watched. Memcon's own; feeds.rs reads and writes it.
CREATE TABLE IF NOT EXISTS feed (
  url      TEXT PRIMARY KEY,
  etag     TEXT,
  modified TEXT
) STRICT, WITHOUT ROWID;
