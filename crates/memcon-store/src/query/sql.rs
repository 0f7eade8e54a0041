//! SQL of the user's own, read only.

use std::time::Instant;

use rusqlite::types::{Value, ValueRef};

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

    /// The names of the columns that a statement gives, also where it gives no row.
    ///
    /// # Errors
    /// If the statement has a mistake.
    pub fn columns(&self, sql: &str) -> Result<Vec<String>> {
        Ok(self.connection.prepare(sql)?.column_names().map(str::to_owned).collect())
    }
}

impl Store {
    /// Runs one statement of the program's own that only reads, with values bound to its marks, and hands each row to
    /// `take`. The statement is kept prepared.
    ///
    /// # Errors
    /// If the statement has a mistake, takes too long (see [`Store::limit_time`]), or the record cannot be read.
    pub fn ask(&self, sql: &str, values: &[Cell], mut take: impl FnMut(Vec<Cell>)) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let count = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values.iter().cloned().map(Value::from)))?;
        while let Some(row) = rows.next()? {
            take((0..count).map(|column| row.get_ref(column).map(cell)).collect::<rusqlite::Result<_>>()?);
        }
        Ok(())
    }

    /// Breaks off every statement that is still running at a moment; without one, none.
    ///
    /// # Errors
    /// If the connection is in use.
    pub fn limit_time(&mut self, until: Option<Instant>) -> Result<()> {
        // Some ten thousand steps are well under a millisecond.
        let handler = until.map(|until| move || Instant::now() >= until);
        self.connection.progress_handler(10_000, handler)?;
        Ok(())
    }
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Integer(number) => Self::Integer(number),
            Cell::Real(number) => Self::Real(number),
            Cell::Text(text) => Self::Text(text),
            Cell::Blob(bytes) => Self::Blob(bytes),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl Cell {
    /// A text, where it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// An integer, where it is one.
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// A number, where it is one.
    pub fn real(&self) -> Option<f64> {
        match self {
            Self::Integer(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            _ => None,
        }
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
