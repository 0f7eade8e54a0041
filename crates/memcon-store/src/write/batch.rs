//! What a writer keeps back until its batch is committed, and what it remembers so as not to ask again.
//!
//! Adding a mention costs some ten statements where nothing is remembered, and four where it is. What is remembered follows
//! from the file alone, and is forgotten when a batch is rolled back or another process has written.

use std::sync::Arc;

use rusqlite::Connection;
use rustc_hash::FxHashMap;

use super::months::Months;
use super::words::Words;
use crate::Result;
use crate::read::{self, Known};

/// Mentions that are remembered, at least; twice as many at most.
const MENTIONS: usize = 20_000;

/// Rows of rules, places and names that are remembered at most.
const ROWS: usize = 200_000;

/// The open batch of a writer.
#[derive(Debug, Default)]
pub struct Batch {
    /// Words for the full-text indexes.
    pub words: Words,
    /// Changes of the table of months.
    pub months: Months,
    /// Whether there are verdicts at all: most records have none, and are not to be slower for it.
    pub judged: bool,
    rows: FxHashMap<String, i64>,
    mentions: FxHashMap<i64, Arc<Known>>,
    older: FxHashMap<i64, Arc<Known>>,
    version: Option<i64>,
}

impl Batch {
    /// To be called when a transaction has begun.
    pub fn begin(&mut self, connection: &Connection) -> Result<()> {
        // Differs from the last where another connection has committed in between.
        let version = connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if self.version != Some(version) {
            self.forget();
            self.version = Some(version);
        }
        self.judged =
            connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM verdict)")?.query_row([], |row| row.get(0))?;
        Ok(())
    }

    /// Writes what was kept back. To be called before the transaction is committed.
    pub fn write(&mut self, connection: &Connection) -> Result<()> {
        self.words.write(connection)?;
        self.months.write(connection)
    }

    /// Forgets all, what was kept back included.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// A mention of the record.
    pub fn mention(&mut self, connection: &Connection, mention: i64) -> Result<Arc<Known>> {
        if let Some(known) = self.mentions.get(&mention) {
            return Ok(Arc::clone(known));
        }
        let known = match self.older.remove(&mention) {
            Some(known) => known,
            None => Arc::new(read::known(connection, mention)?),
        };
        self.remember(mention, Arc::clone(&known));
        Ok(known)
    }

    /// Remembers a mention that was read or written.
    pub fn remember(&mut self, mention: i64, known: Arc<Known>) {
        if self.mentions.len() >= MENTIONS {
            self.older = std::mem::take(&mut self.mentions);
        }
        self.mentions.insert(mention, known);
    }

    /// Forgets a mention that is removed.
    pub fn forget_mention(&mut self, mention: i64) {
        self.mentions.remove(&mention);
        self.older.remove(&mention);
    }

    /// The row that is known by `key`, or that `find` finds or makes.
    pub fn row(&mut self, key: String, find: impl FnOnce(&mut Words) -> Result<i64>) -> Result<i64> {
        if let Some(&row) = self.rows.get(&key) {
            return Ok(row);
        }
        let row = find(&mut self.words)?;
        if self.rows.len() >= ROWS {
            self.rows.clear();
        }
        self.rows.insert(key, row);
        Ok(row)
    }
}
