//! What people decided of two mentions, which overrules the pairwise test.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::batch::Batch;
use crate::Result;

/// Whether a mention, by its key, and another were judged to be of one event, or not to be.
pub fn verdict(connection: &Connection, batch: &Batch, key: u64, other: i64) -> Result<Option<bool>> {
    if !batch.judged {
        return Ok(None);
    }
    let (a, b) = (key.cast_signed(), key_of(connection, other)?);
    let mut statement = connection.prepare_cached(
        "SELECT verdict = 'same' FROM verdict WHERE key = ?1 AND other = ?2 AND verdict IN ('same', 'different')",
    )?;
    Ok(statement.query_row(params![a.min(b), a.max(b)], |row| row.get(0)).optional()?)
}

/// Whether two mentions of the record were judged to be of one event, or not to be.
pub fn verdict_of_two(connection: &Connection, batch: &Batch, a: i64, b: i64) -> Result<Option<bool>> {
    if !batch.judged {
        return Ok(None);
    }
    verdict(connection, batch, key_of(connection, a)?.cast_unsigned(), b)
}

/// The mentions that were judged to be of one event with the one of this key.
pub fn same_as(connection: &Connection, batch: &Batch, key: u64) -> Result<Vec<i64>> {
    if !batch.judged {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT other, other_document FROM verdict WHERE key = ?1 AND verdict = 'same'
         UNION SELECT key, document FROM verdict WHERE other = ?1 AND verdict = 'same'",
    )?;
    let rows = statement.query_map([key.cast_signed()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    let mut found = Vec::new();
    for row in rows {
        let (key, document) = row?;
        let mut statement = connection.prepare_cached(
            "SELECT m.id FROM story s CROSS JOIN mention m ON m.story = s.id WHERE s.document = ?1 AND m.key = ?2",
        )?;
        let rows = statement.query_map(params![document, key], |row| row.get(0))?;
        found.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    Ok(found)
}

fn key_of(connection: &Connection, mention: i64) -> Result<i64> {
    let mut statement = connection.prepare_cached("SELECT key FROM mention WHERE id = ?1")?;
    Ok(statement.query_row([mention], |row| row.get(0))?)
}
