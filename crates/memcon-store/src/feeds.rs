//! What is remembered of feeds that are watched: which version was read last, and the addresses of the pages that are
//! there.

use rusqlite::{OptionalExtension as _, params};

use crate::Result;
use crate::store::Store;

impl Store {
    /// What the host of a feed says of the version that was read last: `ETag` and `Last-Modified`.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn feed_version(&self, url: &str) -> Result<(Option<String>, Option<String>)> {
        let there = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'feed'";
        if self.connection.query_row(there, [], |row| row.get::<_, i64>(0))? == 0 {
            return Ok((None, None));
        }
        let sql = "SELECT etag, modified FROM feed WHERE url = ?1";
        let found = self.connection.query_row(sql, [url], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Keeps which version of a feed was read last. To be said when what was in it has been committed.
    ///
    /// # Errors
    /// If the record cannot be written.
    pub fn keep_feed_version(&mut self, url: &str, etag: Option<&str>, modified: Option<&str>) -> Result<()> {
        self.connection.execute_batch(include_str!("schema/feeds.sql"))?;
        let sql = "INSERT INTO feed (url, etag, modified) VALUES (?1, ?2, ?3)
                   ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, modified = excluded.modified";
        self.connection.execute(sql, params![url, etag, modified])?;
        Ok(())
    }

    /// Hands the address of every document that has one to `take`.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn each_url(&self, mut take: impl FnMut(&str)) -> Result<()> {
        let mut statement = self.connection.prepare("SELECT url FROM document WHERE url IS NOT NULL")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            take(row.get_ref(0)?.as_str().unwrap_or_default());
        }
        Ok(())
    }
}
