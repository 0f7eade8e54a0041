//! The full-text indexes, written once a batch.
//!
//! FTS5 gathers what is inserted in the order of row ids, and writes a new piece of index as soon as an id is less than
//! the last: ids that are hashes would make every row a piece. So a batch is kept here and written in order. The indexes
//! hold neither words nor lengths of what they index: to take a row out, its words are given once more.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::Result;

/// Words that are still to be written.
#[derive(Debug, Default)]
pub struct Words {
    mentions: BTreeMap<i64, String>,
    entities: BTreeMap<i64, String>,
}

impl Words {
    /// Adds the evidence of a mention.
    pub fn add_mention(&mut self, mention: i64, words: String) {
        self.mentions.insert(mention, words);
    }

    /// Adds the name of an entity.
    pub fn add_entity(&mut self, entity: i64, name: &str) {
        self.entities.insert(entity, name.to_owned());
    }

    /// Takes a mention out again; `words` are those that were added.
    pub fn remove_mention(&mut self, connection: &Connection, mention: i64, words: &str) -> Result<()> {
        if self.mentions.remove(&mention).is_none() {
            connection
                .prepare_cached("INSERT INTO mention_words (mention_words, rowid, words) VALUES ('delete', ?1, ?2)")?
                .execute(params![mention, words])?;
        }
        Ok(())
    }

    /// Writes all.
    pub fn write(&mut self, connection: &Connection) -> Result<()> {
        let mut statement = connection.prepare_cached("INSERT INTO mention_words (rowid, words) VALUES (?1, ?2)")?;
        for (mention, words) in std::mem::take(&mut self.mentions) {
            statement.execute(params![mention, words])?;
        }
        let mut statement = connection.prepare_cached("INSERT INTO entity_words (rowid, name) VALUES (?1, ?2)")?;
        for (entity, name) in std::mem::take(&mut self.entities) {
            statement.execute(params![entity, name])?;
        }
        Ok(())
    }
}
