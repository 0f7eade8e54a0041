//! Events and documents as Arrow tables of one schema, whoever asks: Python, Spark, a record.
//!
//! One row an event. Dates are as they were coded (`2025-03-14`, `2025-03`, `2025`) in `date` and `date_end`, and as days
//! in `first_day` and `last_day`. Offsets count Unicode characters of the document's text. No unsigned integers, which
//! Spark does not have.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, Int64Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{Field, FieldRef, Fields, Schema as Columns, SchemaRef};
use jiff::civil::Date;
use memcon_store::query::Found;
use memcon_store::record::{Document, Event, EventContext, Party, Text};
use pyo3::prelude::*;

use crate::capsule::{Schema, Table};
use crate::errors::misused;

/// An event with what is said of its document.
pub struct Row<'a> {
    /// The document's id.
    pub document: &'a str,
    /// Its address.
    pub url: Option<&'a str>,
    /// The headline of the event's story.
    pub title: Option<&'a str>,
    /// When the story was published.
    pub published: Option<&'a str>,
    /// The event.
    pub event: &'a Event,
}

impl<'a> Row<'a> {
    fn of(document: &'a Document, event: &'a Event) -> Self {
        let story = document.stories.get(event.story);
        Self {
            document: &document.id,
            url: document.url.as_deref(),
            title: story.and_then(|story| story.title.as_deref()).or(document.title.as_deref()),
            published: story.and_then(|story| story.date.as_deref()),
            event,
        }
    }

    /// An event of a record, as its lead story tells it.
    pub fn found(found: &'a Found) -> Self {
        Self {
            document: &found.report.document,
            url: found.report.url.as_deref(),
            title: found.report.title.as_deref(),
            published: found.report.date.as_deref(),
            event: &found.event,
        }
    }
}

/// A column: its name, whether it may be empty, and its values.
type Column = (&'static str, bool, ArrayRef);

/// A table of columns.
fn batch(columns: Vec<Column>) -> PyResult<RecordBatch> {
    RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, nullable, values)| (name, values, nullable)),
    )
    .map_err(|error| misused(error.to_string()))
}

/// A table of events; `more` are columns of the caller's after the common ones.
pub fn events(rows: &[Row<'_>], more: Vec<Column>) -> PyResult<RecordBatch> {
    let place = |row: &Row<'_>| row.event.place.clone().unwrap_or_default();
    let columns: Vec<Column> = vec![
        ("document", false, texts(rows, |r| Some(r.document))),
        ("url", true, texts(rows, |r| r.url)),
        ("title", true, texts(rows, |r| r.title)),
        ("published", true, days(rows, |r| first(r.published?))),
        ("story", false, integers(rows, |r| number(r.event.story))),
        ("id", false, texts(rows, |r| Some(&r.event.id))),
        ("event", false, texts(rows, |r| Some(&r.event.event))),
        ("act", true, texts(rows, |r| r.event.act.as_deref())),
        ("mode", false, string_lists(rows.iter().map(|r| r.event.mode.as_slice()))),
        ("status", false, texts(rows, |r| Some(&r.event.status))),
        ("date", true, texts(rows, |r| r.event.date.as_deref())),
        ("date_end", true, texts(rows, |r| r.event.date_end.as_deref())),
        ("first_day", true, days(rows, |r| first(r.event.date.as_deref()?))),
        ("last_day", true, days(rows, |r| last(r.event.date_end.as_deref().or(r.event.date.as_deref())?))),
        ("date_precision", true, texts(rows, |r| r.event.date_precision.as_deref())),
        ("date_text", true, texts(rows, |r| r.event.date_text.as_deref())),
        ("act_date", true, texts(rows, |r| r.event.act_date.as_deref())),
        ("act_date_end", true, texts(rows, |r| r.event.act_date_end.as_deref())),
        ("actors", false, parties(rows, |r| &r.event.actors)),
        ("recipients", false, parties(rows, |r| &r.event.recipients)),
        ("place", true, texts(rows, |r| r.event.place.as_ref().map(|place| place.name.as_str()))),
        ("place_text", true, texts(rows, |r| r.event.place.as_ref().map(|place| place.text.as_str()))),
        ("place_country", true, texts(rows, |r| r.event.place.as_ref()?.country.as_deref())),
        ("place_admin1", true, texts(rows, |r| r.event.place.as_ref()?.admin1.as_deref())),
        ("lat", true, reals(rows, |r| place(r).lat)),
        ("lon", true, reals(rows, |r| place(r).lon)),
        ("geonameid", true, longs(rows, |r| place(r).geonameid.map(i64::from))),
        ("place_resolution", true, integers(rows, |r| place(r).resolution.map(i32::from))),
        ("contexts", false, contexts(rows)),
        ("dead", true, longs(rows, |r| long(r.event.size.dead))),
        ("injured", true, longs(rows, |r| long(r.event.size.injured))),
        ("arrested", true, longs(rows, |r| long(r.event.size.arrested))),
        ("quad", false, integers(rows, |r| Some(i32::from(r.event.quad)))),
        ("score", false, reals(rows, |r| Some(r.event.score))),
        ("evidence", false, evidence(rows)),
        ("core", false, booleans(rows, |r| r.event.core)),
        ("confidence", true, reals(rows, |r| r.event.confidence)),
        ("decided_by", false, texts(rows, |r| Some(&r.event.decided_by))),
    ];
    batch(columns.into_iter().chain(more).collect())
}

/// A table of documents, each with its JSON line.
fn documents(rows: &[(Document, &str)]) -> PyResult<RecordBatch> {
    let story = |row: &(Document, &str)| row.0.stories.first().cloned().unwrap_or_default();
    let dates: Vec<_> = rows.iter().map(|row| story(row).date).collect();
    let sources: Vec<_> = rows.iter().map(|row| story(row).date_source).collect();
    batch(vec![
        ("id", false, texts(rows, |r| Some(&r.0.id))),
        ("url", true, texts(rows, |r| r.0.url.as_deref())),
        ("title", true, texts(rows, |r| r.0.title.as_deref())),
        ("date", true, days(&dates, |date| first(date.as_deref()?))),
        ("date_source", true, texts(&sources, |source| source.as_deref())),
        ("language", false, texts(rows, |r| Some(&r.0.language))),
        ("text", false, texts(rows, |r| Some(&r.0.text))),
        ("stories", false, integers(rows, |r| number(r.0.stories.len()))),
        ("events", false, integers(rows, |r| number(r.0.events.len()))),
        ("notes", false, string_lists(rows.iter().map(|r| r.0.notes.as_slice()))),
        ("json", false, texts(rows, |r| Some(r.1))),
    ])
}

/// A number of places in a text or a list.
fn number(count: usize) -> Option<i32> {
    i32::try_from(count).ok()
}

fn long(count: Option<u64>) -> Option<i64> {
    count.and_then(|count| i64::try_from(count).ok())
}

/// The first day of a date that may be a month or a year.
fn first(date: &str) -> Option<Date> {
    match date.len() {
        4 => format!("{date}-01-01").parse().ok(),
        7 => format!("{date}-01").parse().ok(),
        _ => date.parse().ok(),
    }
}

/// The last day of a date that may be a month or a year.
fn last(date: &str) -> Option<Date> {
    let first = first(date)?;
    Some(match date.len() {
        4 => first.last_of_year(),
        7 => first.last_of_month(),
        _ => first,
    })
}

fn texts<'r, R>(rows: &'r [R], value: impl Fn(&'r R) -> Option<&'r str>) -> ArrayRef {
    let mut column = StringBuilder::new();
    for row in rows {
        column.append_option(value(row));
    }
    Arc::new(column.finish())
}

fn integers<R>(rows: &[R], value: impl Fn(&R) -> Option<i32>) -> ArrayRef {
    let mut column = Int32Builder::new();
    for row in rows {
        column.append_option(value(row));
    }
    Arc::new(column.finish())
}

fn longs<R>(rows: &[R], value: impl Fn(&R) -> Option<i64>) -> ArrayRef {
    let mut column = Int64Builder::new();
    for row in rows {
        column.append_option(value(row));
    }
    Arc::new(column.finish())
}

fn reals<R>(rows: &[R], value: impl Fn(&R) -> Option<f64>) -> ArrayRef {
    let mut column = Float64Builder::new();
    for row in rows {
        column.append_option(value(row));
    }
    Arc::new(column.finish())
}

fn booleans<R>(rows: &[R], value: impl Fn(&R) -> bool) -> ArrayRef {
    let mut column = BooleanBuilder::new();
    for row in rows {
        column.append_value(value(row));
    }
    Arc::new(column.finish())
}

fn days<R>(rows: &[R], value: impl Fn(&R) -> Option<Date>) -> ArrayRef {
    let since = |day: Date| (day - jiff::civil::date(1970, 1, 1)).get_days();
    let mut column = Date32Builder::new();
    for row in rows {
        column.append_option(value(row).map(since));
    }
    Arc::new(column.finish())
}

/// A column of lists: how long each is, and what they hold one after the other.
fn lists(lengths: impl IntoIterator<Item = usize>, values: ArrayRef) -> ArrayRef {
    let field = Arc::new(Field::new("item", values.data_type().clone(), false));
    Arc::new(ListArray::new(field, OffsetBuffer::from_lengths(lengths), values, None))
}

fn string_lists<'r>(rows: impl Iterator<Item = &'r [String]> + Clone) -> ArrayRef {
    let values: Vec<&String> = rows.clone().flatten().collect();
    lists(rows.map(<[String]>::len), texts(&values, |value| Some(value.as_str())))
}

fn structs(columns: Vec<Column>) -> ArrayRef {
    let (fields, values): (Vec<FieldRef>, Vec<ArrayRef>) = columns
        .into_iter()
        .map(|(name, nullable, values)| (Arc::new(Field::new(name, values.data_type().clone(), nullable)), values))
        .unzip();
    Arc::new(StructArray::new(Fields::from(fields), values, None))
}

fn parties<'r>(rows: &'r [Row<'r>], side: impl Fn(&'r Row<'r>) -> &'r Vec<Party>) -> ArrayRef {
    let all: Vec<&Party> = rows.iter().flat_map(&side).collect();
    let columns = vec![
        ("text", false, texts(&all, |p| Some(p.text.as_str()))),
        ("start", false, integers(&all, |p| number(p.start))),
        ("end", false, integers(&all, |p| number(p.end))),
        ("name", true, texts(&all, |p| p.name.as_deref())),
        ("country", true, texts(&all, |p| p.country.as_deref())),
        ("sector", true, texts(&all, |p| p.sector.as_deref())),
        ("sectors", false, string_lists(all.iter().map(|p| p.sectors.as_slice()))),
        ("office", true, texts(&all, |p| p.office.as_deref())),
        ("identifier", true, texts(&all, |p| p.identifier.as_deref())),
    ];
    lists(rows.iter().map(|row| side(row).len()), structs(columns))
}

fn contexts(rows: &[Row<'_>]) -> ArrayRef {
    let all: Vec<&EventContext> = rows.iter().flat_map(|row| &row.event.contexts).collect();
    let columns = vec![
        ("context", false, texts(&all, |c| Some(c.context.as_str()))),
        ("reach", false, texts(&all, |c| Some(c.reach.as_str()))),
    ];
    lists(rows.iter().map(|row| row.event.contexts.len()), structs(columns))
}

fn evidence(rows: &[Row<'_>]) -> ArrayRef {
    let all: Vec<&Text> = rows.iter().flat_map(|row| &row.event.evidence).collect();
    let columns = vec![
        ("text", false, texts(&all, |t| Some(t.text.as_str()))),
        ("start", false, integers(&all, |t| number(t.start))),
        ("end", false, integers(&all, |t| number(t.end))),
    ];
    lists(rows.iter().map(|row| row.event.evidence.len()), structs(columns))
}

/// A column of what `SQLite` gives, of the type that all its values have: whole numbers, reals, or texts.
pub fn sql_column(cells: &[memcon_store::query::Cell]) -> ArrayRef {
    use memcon_store::query::Cell;
    let written = |cell: &Cell| match cell {
        Cell::Null => None,
        Cell::Integer(number) => Some(number.to_string()),
        Cell::Real(number) => Some(number.to_string()),
        Cell::Text(text) => Some(text.clone()),
        Cell::Blob(bytes) => {
            let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            Some(digits.concat())
        }
    };
    let whole = |cell: &Cell| matches!(cell, Cell::Null | Cell::Integer(_));
    let numeric = |cell: &Cell| whole(cell) || matches!(cell, Cell::Real(_));
    let some = cells.iter().any(|cell| !matches!(cell, Cell::Null));
    if some && cells.iter().all(whole) {
        return longs(cells, |cell| if let Cell::Integer(number) = cell { Some(*number) } else { None });
    }
    if some && cells.iter().all(numeric) {
        return reals(cells, |cell| written(cell)?.parse().ok());
    }
    let all: Vec<Option<String>> = cells.iter().map(written).collect();
    texts(&all, |value| value.as_deref())
}

/// A table whose columns have names of the caller's.
pub fn named(columns: Vec<(String, ArrayRef)>) -> PyResult<RecordBatch> {
    let fields: Vec<Field> =
        columns.iter().map(|(name, values)| Field::new(name, values.data_type().clone(), true)).collect();
    let (schema, values) = (Arc::new(Columns::new(fields)), columns.into_iter().map(|(_, values)| values).collect());
    RecordBatch::try_new(schema, values).map_err(|error| misused(error.to_string()))
}

/// A column of whole numbers.
pub fn counts<R>(rows: &[R], value: impl Fn(&R) -> Option<i64>) -> ArrayRef {
    longs(rows, value)
}

/// A column of texts.
pub fn words<'r, R>(rows: &'r [R], value: impl Fn(&'r R) -> Option<&'r str>) -> ArrayRef {
    texts(rows, value)
}

/// A column of numbers.
pub fn numbers<R>(rows: &[R], value: impl Fn(&R) -> Option<f64>) -> ArrayRef {
    reals(rows, value)
}

fn read(lines: &[String]) -> PyResult<Vec<(Document, &str)>> {
    let document = |line: &String| {
        serde_json::from_str::<Document>(line).map_err(|error| misused(format!("not a coded document: {error}")))
    };
    lines.iter().map(|line| Ok((document(line)?, line.as_str()))).collect()
}

/// The events of coded documents, given by their JSON lines.
#[pyfunction]
pub fn events_table(py: Python<'_>, lines: Vec<String>) -> PyResult<Table> {
    py.detach(|| {
        let documents = read(&lines)?;
        let rows: Vec<Row<'_>> = documents
            .iter()
            .flat_map(|(document, _)| document.events.iter().map(|event| Row::of(document, event)))
            .collect();
        events(&rows, Vec::new()).map(Table::of)
    })
}

/// Coded documents, given by their JSON lines.
#[pyfunction]
pub fn documents_table(py: Python<'_>, lines: Vec<String>) -> PyResult<Table> {
    py.detach(|| documents(&read(&lines)?).map(Table::of))
}

/// The columns of [`events_table`].
#[pyfunction]
pub fn events_schema() -> PyResult<Schema> {
    let schema: SchemaRef = events(&[], Vec::new())?.schema();
    Ok(Schema::of(&schema))
}

/// The columns of [`documents_table`].
#[pyfunction]
pub fn documents_schema() -> PyResult<Schema> {
    Ok(Schema::of(&documents(&[])?.schema()))
}
