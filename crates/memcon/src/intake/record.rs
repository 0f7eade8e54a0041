//! A document in parts: a JSON object, or a row of a table.

use serde_json::{Map, Value};

use super::bounds::Bounds;
use super::columns::{Columns, Field};
use super::dates;
use super::decode::Encoded;
use super::error::Reason;
use super::page::{Format, Note, NoteKind, Page};
use super::plain::{self, Given};
use super::source_map::SourceMap;
use crate::evidence::{DateEvidence, DateSource};

/// What an object or a row says of its document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    pub id: Option<String>,
    pub url: Option<String>,
    pub title: Option<String>,
    pub date: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
}

/// What a page is called that is built from the `text` or the `html` of a record.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Formats {
    pub text: Format,
    pub html: Format,
}

impl Record {
    /// Reads an object.
    pub fn of_object(object: &Map<String, Value>, columns: &Columns) -> Self {
        let names = || object.keys().map(String::as_str);
        let value = |field| columns.find(field, names()).and_then(|at| object.values().nth(at));
        Self::of(|field| value(field).and_then(|value| written(value, field)))
    }

    /// Puts a record together from what `value` gives for each field.
    pub fn of(value: impl Fn(Field) -> Option<String>) -> Self {
        let filled = |field| value(field).filter(|value| !value.trim().is_empty());
        Self {
            id: filled(Field::Id),
            url: filled(Field::Url),
            title: filled(Field::Title),
            date: filled(Field::Date),
            text: value(Field::Text),
            html: filled(Field::Html),
        }
    }

    /// The page of a record.
    pub fn page(self, formats: Formats, bounds: &Bounds) -> Result<Page, Reason> {
        let mut notes = Vec::new();
        let date = self.date.as_deref().and_then(|date| given_date(date, &mut notes));
        let given = Given { id: self.id, url: self.url, title: self.title, date };
        match (self.text, self.html) {
            // Tables have a column for both, and the one that is not used is left empty.
            (Some(text), html) if html.is_none() || !text.trim().is_empty() => {
                let source = SourceMap::whole(text.len(), Encoded::same());
                plain::readable(plain::plain_text(text, source, formats.text, given, bounds, notes))
            }
            (_, Some(html)) => {
                let page = plain::web_page(&html, Encoded::same(), given, bounds, notes);
                plain::readable(Page { format: formats.html, ..page })
            }
            (_, None) => Err(Reason::NoDocument),
        }
    }
}

/// The day that a record gives. One that is not understood is said.
pub(crate) fn given_date(text: &str, notes: &mut Vec<Note>) -> Option<DateEvidence> {
    let Some(date) = dates::of_value(text) else {
        let message = format!("the date `{text}` is not understood; write it as 2024-05-03");
        notes.push(Note::new(NoteKind::Ignored, message));
        return None;
    };
    Some(DateEvidence { source: DateSource::Given, date, text: text.to_owned(), updated: false })
}

/// A value of JSON as a field has it: texts must be strings, names may be numbers.
fn written(value: &Value, field: Field) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        _ if matches!(field, Field::Text | Field::Html | Field::Url | Field::Title) => None,
        Value::Number(number) => Some(number.to_string()),
        other if field == Field::Date => Some(other.to_string()),
        _ => None,
    }
}
