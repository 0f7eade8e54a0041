//! What people decided of two mentions, which overrules the pairwise test.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::Result;

/// Whether two mentions were judged to be of one event, or not to be.
pub fn verdict(connection: &Connection, a: i64, b: i64) -> Result<Option<bool>> {
    if !any(connection)? {
        return Ok(None);
    }
    let (a, b) = (key(connection, a)?, key(connection, b)?);
    let mut statement = connection.prepare_cached(
        "SELECT verdict = 'same' FROM verdict WHERE key = ?1 AND other = ?2 AND verdict IN ('same', 'different')",
    )?;
    Ok(statement.query_row(params![a.min(b), a.max(b)], |row| row.get(0)).optional()?)
}

/// The mentions that were judged to be of one event with this one.
pub fn same_as(connection: &Connection, mention: i64) -> Result<Vec<i64>> {
    if !any(connection)? {
        return Ok(Vec::new());
    }
    let mut statement = connection.prepare_cached(
        "SELECT other, other_document FROM verdict WHERE key = ?1 AND verdict = 'same'
         UNION SELECT key, document FROM verdict WHERE other = ?1 AND verdict = 'same'",
    )?;
    let rows =
        statement.query_map([key(connection, mention)?], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
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

/// Whether there is any verdict at all: most records have none, and are not to be slower for it.
fn any(connection: &Connection) -> Result<bool> {
    let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM verdict)")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn key(connection: &Connection, mention: i64) -> Result<i64> {
    let mut statement = connection.prepare_cached("SELECT key FROM mention WHERE id = ?1")?;
    Ok(statement.query_row([mention], |row| row.get(0))?)
}
