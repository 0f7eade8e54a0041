//! Events, documents and what a record is asked as Arrow tables. Their columns are those of every export
//! ([`memcon_exchange::tables`]); here they are only filled from JSON lines and from what `SQLite` gives.

use memcon_exchange::arrow::{self, Coded};
use memcon_exchange::column::{Kind, Value};
use memcon_store::Exported;
use memcon_store::query::Cell;
use pyo3::prelude::*;

use crate::capsule::{Schema, Table};
use crate::errors::misused;

/// A table of events.
pub fn events(rows: &[Exported]) -> PyResult<Table> {
    arrow::events(rows).map(Table::of).map_err(|error| misused(error.to_string()))
}

/// A column with a name of the caller's.
pub type Named<'v> = (String, Kind, Vec<Value<'v>>);

/// A table of such columns.
pub fn named(columns: Vec<Named<'_>>) -> PyResult<Table> {
    arrow::named(columns).map(Table::of).map_err(|error| misused(error.to_string()))
}

/// A column of what `SQLite` gives, of the type that all its values have: whole numbers, reals, or texts.
pub fn sql_column(name: String, cells: &[Cell]) -> Named<'_> {
    let kind = common_kind(cells);
    let value = |cell: &'_ Cell| match (kind, cell) {
        (_, Cell::Null) => Value::Empty,
        (Kind::Long, Cell::Integer(number)) => Value::Integer(*number),
        // As a user of SQLite would have it: a whole number among others becomes one with a fraction.
        (Kind::Real, Cell::Integer(number)) => Value::Real(*number as f64),
        (Kind::Real, Cell::Real(number)) => Value::Real(*number),
        (_, other) => Value::from(written(other)),
    };
    let values = cells.iter().map(value).collect();
    (name, kind, values)
}

fn common_kind(cells: &[Cell]) -> Kind {
    let whole = |cell: &Cell| matches!(cell, Cell::Null | Cell::Integer(_));
    let numeric = |cell: &Cell| whole(cell) || matches!(cell, Cell::Real(_));
    let some = cells.iter().any(|cell| !matches!(cell, Cell::Null));
    match some {
        true if cells.iter().all(whole) => Kind::Long,
        true if cells.iter().all(numeric) => Kind::Real,
        _ => Kind::Text,
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Null => String::new(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Blob(bytes) => hexadecimal(bytes),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut written, byte| {
        // Writing to a string cannot fail.
        let _ = write!(written, "{byte:02x}");
        written
    })
}

fn read(lines: Vec<String>) -> PyResult<Vec<Coded>> {
    let coded = |line: String| match serde_json::from_str(&line) {
        Ok(document) => Ok(Coded { document, line }),
        Err(error) => Err(misused(format!("not a coded document: {error}"))),
    };
    lines.into_iter().map(coded).collect()
}

/// The events of a document, published where its address says if nothing else does.
fn rows(coded: &Coded) -> Vec<Exported> {
    let mut rows = arrow::rows(&coded.document);
    for row in &mut rows {
        if row.story.publisher.is_none() {
            row.story.publisher = row.story.url.as_deref().and_then(memcon::intake::host);
        }
    }
    rows
}

/// The events of coded documents, given by their JSON lines.
#[pyfunction]
pub fn events_table(py: Python<'_>, lines: Vec<String>) -> PyResult<Table> {
    py.detach(|| events(&read(lines)?.iter().flat_map(rows).collect::<Vec<_>>()))
}

/// Coded documents, given by their JSON lines.
#[pyfunction]
pub fn documents_table(py: Python<'_>, lines: Vec<String>) -> PyResult<Table> {
    py.detach(|| arrow::documents(&read(lines)?).map(Table::of).map_err(|error| misused(error.to_string())))
}

/// The columns of [`events_table`].
#[pyfunction]
pub fn events_schema() -> Schema {
    Schema::of(&arrow::schema())
}

/// The columns of [`documents_table`].
#[pyfunction]
pub fn documents_schema() -> Schema {
    Schema::of(&arrow::documents_schema())
}
