//! SQL of the user's own, read only.

use rusqlite::types::ValueRef;

use crate::Result;
use crate::error::Error;
use crate::store::Store;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// NULL.
    Null,
    /// An integer.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Blob(Vec<u8>),
}

impl Store {
    /// Runs one statement that only reads, on the views of `schema/views.sql`, and hands the names of the columns and each
    /// row to `take`, until it returns `false`.
    ///
    /// # Errors
    /// If the statement has a mistake, is more than one, or would write.
    pub fn sql(&self, sql: &str, mut take: impl FnMut(&[String], Vec<Cell>) -> bool) -> Result<()> {
        let mut statement = self.connection.prepare(sql)?;
        if !statement.readonly() {
            return Err(Error::misused("the statement would write; only reading is allowed"));
        }
        let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let count = names.len();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells = (0..count).map(|column| row.get_ref(column).map(cell)).collect::<rusqlite::Result<_>>()?;
            if !take(&names, cells) {
                break;
            }
        }
        Ok(())
    }
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(bytes) => Cell::Text(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
    }
}
