//! Events and documents as Arrow tables of one schema each, whoever asks: Parquet, Python, Spark.
//!
//! One row an event, one column for each of [`EVENTS`] that is not of flat tables alone; likewise for documents and
//! [`DOCUMENTS`]. No unsigned integers, which Spark does not have.

use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int32Builder, Int64Builder, StringBuilder};
use arrow_array::{Array as _, ArrayRef, ListArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Fields, Schema, SchemaRef};
use jiff::civil::date;
use memcon_store::record::Document;
use memcon_store::{Exported, Told};

use crate::column::{Column, Head, Kind, On, Value, heads};
pub use crate::tables::Coded;
use crate::tables::{DOCUMENTS, EVENTS};

/// The columns of [`events`].
pub fn schema() -> SchemaRef {
    schema_of(EVENTS)
}

/// A table of events.
///
/// # Errors
/// If a column that may not be empty is, which the types of rows rule out.
pub fn events(rows: &[Exported]) -> Result<RecordBatch, ArrowError> {
    table(EVENTS, rows)
}

/// The columns of [`documents`].
pub fn documents_schema() -> SchemaRef {
    schema_of(DOCUMENTS)
}

/// A table of documents.
///
/// # Errors
/// As of [`events`].
pub fn documents(rows: &[Coded]) -> Result<RecordBatch, ArrowError> {
    table(DOCUMENTS, rows)
}

/// A table of columns that have names of the caller's, any of whose cells may be empty.
///
/// # Errors
/// If columns are not of one length.
pub fn named(columns: Vec<(String, Kind, Vec<Value<'_>>)>) -> Result<RecordBatch, ArrowError> {
    let fields: Vec<Field> = columns.iter().map(|(name, of, _)| Field::new(name, kind(*of), true)).collect();
    let arrays = columns.into_iter().map(|(_, kind, values)| array(kind, values)).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
}

fn schema_of<R>(columns: &[Column<R>]) -> SchemaRef {
    Arc::new(Schema::new(heads(columns, On::Flat).map(|head| field(&head)).collect::<Vec<_>>()))
}

fn table<R>(columns: &[Column<R>], rows: &[R]) -> Result<RecordBatch, ArrowError> {
    let nested = columns.iter().filter(|column| column.head.on != On::Flat);
    let arrays = nested.map(|column| array(column.head.kind, rows.iter().map(column.value).collect())).collect();
    RecordBatch::try_new(schema_of(columns), arrays)
}

/// The events of a coded document that is in no record: without the columns `unique`, `hash` and `program`.
pub fn rows(document: &Document) -> Vec<Exported> {
    let row = |event: &memcon_store::record::Event| {
        let story = document.stories.get(event.story).cloned().unwrap_or_default();
        Exported {
            event: event.clone(),
            mentions: 1,
            stories: 1,
            sources: 1,
            story: Told {
                document: document.id.clone(),
                number: u32::try_from(event.story).unwrap_or(u32::MAX),
                title: story.title.or_else(|| document.title.clone()),
                date: story.date,
                date_source: story.date_source,
                url: document.url.clone(),
                publisher: document.publisher.clone(),
                language: document.language.clone(),
                start: story.start,
                end: story.end,
                ..Told::default()
            },
            ..Exported::default()
        }
    };
    document.events.iter().map(row).collect()
}

fn field(head: &Head) -> Field {
    Field::new(head.name, kind(head.kind), head.optional)
}

fn kind(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::List => DataType::List(item(DataType::Utf8)),
        Kind::Integer => DataType::Int32,
        Kind::Long => DataType::Int64,
        Kind::Real => DataType::Float64,
        Kind::Flag => DataType::Boolean,
        Kind::Day => DataType::Date32,
        Kind::Rows(heads) => DataType::List(item(DataType::Struct(fields(&heads())))),
    }
}

fn item(of: DataType) -> FieldRef {
    Arc::new(Field::new("item", of, false))
}

fn fields(heads: &[Head]) -> Fields {
    heads.iter().map(field).collect()
}

macro_rules! collected {
    ($values:expr, $builder:ty, $pattern:pat => $value:expr) => {{
        let mut column = <$builder>::new();
        for value in $values {
            column.append_option(match value {
                $pattern => $value,
                _ => None,
            });
        }
        Arc::new(column.finish()) as ArrayRef
    }};
}

/// A column of cells.
fn array(kind: Kind, values: Vec<Value<'_>>) -> ArrayRef {
    match kind {
        Kind::Text => collected!(&values, StringBuilder, Value::Text(text) => Some(text)),
        Kind::Integer => collected!(&values, Int32Builder, Value::Integer(number) => i32::try_from(*number).ok()),
        Kind::Long => collected!(&values, Int64Builder, Value::Integer(number) => Some(*number)),
        Kind::Real => collected!(&values, Float64Builder, Value::Real(number) => Some(*number)),
        Kind::Flag => collected!(&values, BooleanBuilder, Value::Flag(flag) => Some(*flag)),
        Kind::Day => collected!(&values, Date32Builder, Value::Day(day) => Some((*day - date(1970, 1, 1)).get_days())),
        Kind::List => texts(values),
        Kind::Rows(heads) => tables(&heads(), values),
    }
}

fn texts(values: Vec<Value<'_>>) -> ArrayRef {
    let lists: Vec<_> =
        values.into_iter().map(|value| if let Value::List(list) = value { list } else { Vec::new() }).collect();
    let lengths: Vec<usize> = lists.iter().map(Vec::len).collect();
    let all = lists.into_iter().flatten().map(Value::Text).collect();
    list(lengths, array(Kind::Text, all))
}

fn tables(heads: &[Head], values: Vec<Value<'_>>) -> ArrayRef {
    let tables: Vec<_> =
        values.into_iter().map(|value| if let Value::Rows(rows) = value { rows } else { Vec::new() }).collect();
    let lengths: Vec<usize> = tables.iter().map(Vec::len).collect();
    let mut columns: Vec<Vec<Value<'_>>> = heads.iter().map(|_| Vec::new()).collect();
    for row in tables.into_iter().flatten() {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    let arrays = heads.iter().zip(columns).map(|(head, column)| array(head.kind, column)).collect();
    list(lengths, Arc::new(StructArray::new(fields(heads), arrays, None)))
}

/// A column of lists: how long each is, and what they hold one after the other.
fn list(lengths: Vec<usize>, values: ArrayRef) -> ArrayRef {
    let of = item(values.data_type().clone());
    Arc::new(ListArray::new(of, OffsetBuffer::from_lengths(lengths), values, None))
}
