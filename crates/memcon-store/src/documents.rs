//! Whole documents, read back as they were coded.

use std::ops::ControlFlow;

use rusqlite::{Connection, Row, params_from_iter};

use crate::query::Filter;
use crate::record::{Document, Figure, Fingerprint, Office, Place, Statement, Story, Time};
use crate::{Result, Store, read};

/// A document of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// As it was coded.
    pub document: Document,
    /// SHA-256 of its content in hexadecimal digits; see [`crate::ContentHash`].
    pub hash: String,
    /// Form of the document: `html`, `text`, …; or the table that it was imported from.
    pub format: String,
    /// Program that coded it, with its version.
    pub program: String,
}

impl Store {
    /// Hands the documents with an event that a filter asks for to `take`, whole, until it breaks; for an empty filter
    /// those without events as well. No more than one is in memory.
    ///
    /// # Errors
    /// If the filter has a mistake, or the record cannot be read.
    pub fn kept(&self, filter: &Filter, mut take: impl FnMut(Kept) -> ControlFlow<()>) -> Result<()> {
        let condition = filter.condition()?;
        let sql = if *filter == Filter::default() {
            "SELECT id FROM document ORDER BY id".to_owned()
        } else {
            format!(
                "SELECT DISTINCT s.document FROM event e JOIN mention m ON m.id = e.lead JOIN story s ON s.id = m.story
                 WHERE {} ORDER BY s.document",
                condition.sql()
            )
        };
        let mut statement = self.connection.prepare(&sql)?;
        let mut ids = statement.query(params_from_iter(condition.parameters))?;
        while let Some(row) = ids.next()? {
            if take(kept(&self.connection, row.get(0)?)?).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn kept(connection: &Connection, document: i64) -> Result<Kept> {
    let mut statement = connection.prepare_cached(
        "SELECT d.name, d.url, d.publisher, d.title, d.text, d.language, d.notes, lower(hex(d.hash)), d.format, r.program
         FROM document d JOIN run r ON r.id = d.run WHERE d.id = ?1",
    )?;
    let (mut found, notes) = statement.query_row([document], |row| {
        let document = Document {
            id: row.get(0)?,
            url: row.get(1)?,
            publisher: row.get(2)?,
            title: row.get(3)?,
            text: row.get(4)?,
            language: row.get(5)?,
            ..Document::default()
        };
        let kept = Kept { document, hash: row.get(7)?, format: row.get(8)?, program: row.get(9)? };
        Ok((kept, row.get::<_, String>(6)?))
    })?;
    found.document.notes = serde_json::from_str(&notes)?;
    let of = &mut found.document;
    of.stories = list(connection, document, "story", "s.number", story)?;
    for mention in read::mentions_of(connection, document)? {
        of.events.push(read::event(connection, mention)?);
    }
    of.statements = list(connection, document, "statement", "t.number", statement_of)?;
    of.figures = list(connection, document, "figure", "t.number", figure)?;
    of.offices = list(connection, document, "office", "t.number", office)?;
    of.places = list(connection, document, "toponym", "t.number", place)?;
    of.times = list(connection, document, "time", "t.number", time)?;
    Ok(found)
}

/// The rows of a table that hang on the stories of a document.
fn list<T>(
    connection: &Connection,
    document: i64,
    table: &str,
    order: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    let (from, columns) = match table {
        "story" => (
            "story s",
            "s.title, s.date, s.date_source, s.start, s.\"end\", printf('%016x', s.exact), lower(hex(s.near))",
        ),
        "statement" => (
            "story s JOIN statement t ON t.story = s.id",
            "t.start, t.\"end\", t.speaker, t.addressee, t.quoted, t.medium, t.date",
        ),
        "figure" => (
            "story s JOIN figure t ON t.story = s.id",
            "t.start, t.\"end\", t.value, t.value_max, t.qualifier, t.unit, t.what, t.parties, t.period",
        ),
        "office" => (
            "story s JOIN office t ON t.story = s.id",
            "t.start, t.\"end\", t.person, t.office, t.country, t.of, t.accredited_to, t.tenure",
        ),
        "toponym" => (
            "story s JOIN toponym t ON t.story = s.id JOIN place l ON l.id = t.place",
            "t.start, t.\"end\", l.name, l.country, l.admin1, l.lat, l.lon, l.geonameid, l.feature",
        ),
        _ => ("story s JOIN time t ON t.story = s.id", "t.start, t.\"end\", t.type, t.value"),
    };
    let sql = format!("SELECT {columns} FROM {from} WHERE s.document = ?1 ORDER BY {order}");
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([document], |row| read(row))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn story(row: &Row<'_>) -> rusqlite::Result<Story> {
    let near: String = row.get::<_, Option<String>>(6)?.unwrap_or_default();
    Ok(Story {
        title: row.get(0)?,
        date: row.get(1)?,
        date_source: row.get(2)?,
        start: row.get(3)?,
        end: row.get(4)?,
        fingerprint: Fingerprint { exact: row.get(5)?, near: (!near.is_empty()).then_some(near) },
    })
}

/// A column that holds JSON.
fn json<T: serde::de::DeserializeOwned + Default>(row: &Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn statement_of(row: &Row<'_>) -> rusqlite::Result<Statement> {
    Ok(Statement {
        start: row.get(0)?,
        end: row.get(1)?,
        speaker: json(row, 2)?,
        addressee: json(row, 3)?,
        quoted: row.get(4)?,
        medium: row.get(5)?,
        date: row.get(6)?,
    })
}

fn figure(row: &Row<'_>) -> rusqlite::Result<Figure> {
    Ok(Figure {
        start: row.get(0)?,
        end: row.get(1)?,
        value: row.get(2)?,
        value_max: row.get(3)?,
        qualifier: row.get(4)?,
        unit: row.get(5)?,
        what: row.get(6)?,
        parties: json(row, 7)?,
        period: row.get(8)?,
    })
}

fn office(row: &Row<'_>) -> rusqlite::Result<Office> {
    Ok(Office {
        start: row.get(0)?,
        end: row.get(1)?,
        person: row.get(2)?,
        office: row.get(3)?,
        country: row.get(4)?,
        of: row.get(5)?,
        accredited_to: row.get(6)?,
        tenure: row.get(7)?,
    })
}

fn place(row: &Row<'_>) -> rusqlite::Result<Place> {
    Ok(Place {
        start: row.get(0)?,
        end: row.get(1)?,
        name: row.get(2)?,
        country: row.get(3)?,
        admin1: row.get(4)?,
        lat: row.get(5)?,
        lon: row.get(6)?,
        geonameid: row.get(7)?,
        feature: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
    })
}

fn time(row: &Row<'_>) -> rusqlite::Result<Time> {
    Ok(Time { start: row.get(0)?, end: row.get(1)?, kind: row.get(2)?, value: row.get(3)? })
}
