//! Events with all that a table of them needs: the story that tells of each first, its document, who coded it.

use std::ops::ControlFlow;

use rusqlite::{Row, params_from_iter};
use serde::Serialize;

use crate::cluster::Features;
use crate::ids::{day_id, day_number, hash64};
use crate::ingest::Ingest;
use crate::query::Filter;
use crate::record::Event;
use crate::{Result, Run, Store, read};

/// An event with its story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Exported {
    /// Its row in the view `events`, in decimal digits.
    pub unique: String,
    /// As its lead mention was coded.
    pub event: Event,
    /// How many mentions it has.
    pub mentions: u32,
    /// In how many stories, copies counted once.
    pub stories: u32,
    /// Of how many publishers.
    pub sources: u32,
    /// The story of its lead mention.
    pub story: Told,
    /// Who and what else is named in that story.
    pub named: Named,
}

/// A story with its document: a row of the view `stories`, without the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Told {
    /// Its row in the view `stories`, in decimal digits.
    pub story: String,
    /// Name of its document.
    pub document: String,
    /// SHA-256 of the document's content in hexadecimal digits; see [`crate::ContentHash`].
    pub hash: String,
    /// Number of the story in its document, from 0.
    pub number: u32,
    /// Its headline.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
    /// How that is known.
    pub date_source: Option<String>,
    /// The document's address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// ISO 639.
    pub language: String,
    /// Form of the document: `html`, `text`, …; or the table that it was imported from.
    pub format: String,
    /// Program that coded it, with its version.
    pub program: String,
    /// Whether it is a copy of an earlier story.
    pub copy: bool,
    /// First character of the story in the document's text.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

/// What a story names beside its events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// People whose office it states.
    pub people: Vec<String>,
    /// Places.
    pub places: Vec<String>,
}

const STORY: &str =
    "s.id, d.name, hex(d.hash), s.number, s.title, s.date, s.date_source, d.url, d.publisher, d.language,
    d.format, r.program, s.original <> s.id, s.start, s.\"end\"";

const STORY_COLUMNS: usize = 15;

fn told(row: &Row<'_>) -> rusqlite::Result<Told> {
    Ok(Told {
        story: row.get::<_, i64>(0)?.to_string(),
        document: row.get(1)?,
        hash: row.get::<_, String>(2)?.to_lowercase(),
        number: row.get(3)?,
        title: row.get(4)?,
        date: row.get(5)?,
        date_source: row.get(6)?,
        url: row.get(7)?,
        publisher: row.get(8)?,
        language: row.get(9)?,
        format: row.get(10)?,
        program: row.get(11)?,
        copy: row.get(12)?,
        start: row.get(13)?,
        end: row.get(14)?,
    })
}

impl Store {
    /// Hands the events that a filter asks for to `take`, by day, until it breaks. No more than one is in memory.
    ///
    /// # Errors
    /// If the filter has a mistake, or the record cannot be read.
    pub fn export(&self, filter: &Filter, mut take: impl FnMut(Exported) -> ControlFlow<()>) -> Result<()> {
        let condition = filter.condition()?;
        let sql = format!(
            "SELECT {STORY}, e.id, e.lead, e.mentions, e.stories, e.sources
             FROM event e JOIN mention m ON m.id = e.lead JOIN story s ON s.id = m.story
               JOIN document d ON d.id = s.document JOIN run r ON r.id = d.run
             WHERE {} ORDER BY e.id",
            condition.sql()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(condition.parameters))?;
        while let Some(row) = rows.next()? {
            let story = row.get(0)?;
            let exported = Exported {
                story: told(row)?,
                unique: row.get::<_, i64>(STORY_COLUMNS)?.to_string(),
                event: read::event(&self.connection, row.get(STORY_COLUMNS + 1)?)?,
                mentions: row.get(STORY_COLUMNS + 2)?,
                stories: row.get(STORY_COLUMNS + 3)?,
                sources: row.get(STORY_COLUMNS + 4)?,
                named: self.named_in(story)?,
            };
            if take(exported).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Hands every story to `take`, by day, those without events included, until it breaks.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn stories(&self, mut take: impl FnMut(Told) -> ControlFlow<()>) -> Result<()> {
        let sql = format!(
            "SELECT {STORY} FROM story s JOIN document d ON d.id = s.document JOIN run r ON r.id = d.run ORDER BY s.id"
        );
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if take(told(row)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    fn named_in(&self, story: i64) -> Result<Named> {
        let list = |sql: &str| -> Result<Vec<String>> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let rows = statement.query_map([story], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        };
        Ok(Named {
            people: list("SELECT person FROM office WHERE story = ?1 GROUP BY person ORDER BY min(number)")?,
            places: list(
                "SELECT l.name FROM toponym t JOIN place l ON l.id = t.place WHERE t.story = ?1
                 GROUP BY l.name ORDER BY min(t.number)",
            )?,
        })
    }
}

impl Exported {
    /// The events of a document that is in no record, with the ids that they would have in one.
    pub fn of(ingest: &Ingest, run: &Run) -> Vec<Self> {
        let document = &ingest.document;
        let stories: Vec<(i64, Told)> = (0..document.stories.len()).map(|number| story(ingest, run, number)).collect();
        let of_event = |event: &Event| {
            let (id, told) = stories.get(event.story)?;
            let features = Features::of(event, *id, told.date.as_deref());
            let key = u64::from_str_radix(&event.id, 16).unwrap_or_default();
            let unique = day_id(features.day(), hash64(&[&key.to_be_bytes(), &id.to_be_bytes()]));
            Some(Self {
                unique: unique.to_string(),
                event: event.clone(),
                mentions: 1,
                stories: 1,
                sources: 1,
                story: told.clone(),
                named: named(ingest, told),
            })
        };
        document.events.iter().filter_map(of_event).collect()
    }
}

fn story(ingest: &Ingest, run: &Run, number: usize) -> (i64, Told) {
    let document = &ingest.document;
    let story = document.stories.get(number).cloned().unwrap_or_default();
    let id = day_id(day_number(story.date.as_deref()), hash64(&[&ingest.hash.0, &number.to_le_bytes()]));
    let told = Told {
        story: id.to_string(),
        document: document.id.clone(),
        hash: ingest.hash.to_hex(),
        number: u32::try_from(number).unwrap_or(u32::MAX),
        title: story.title,
        date: story.date,
        date_source: story.date_source,
        url: document.url.clone(),
        publisher: document.publisher.clone().or_else(|| document.url.as_deref().and_then(memcon::intake::host)),
        language: document.language.clone(),
        format: ingest.format.clone(),
        program: run.program.clone(),
        copy: false,
        start: story.start,
        end: story.end,
    };
    (id, told)
}

fn named(ingest: &Ingest, story: &Told) -> Named {
    let within = |at: usize| (story.start..story.end).contains(&at);
    let offices = ingest.document.offices.iter().filter(|office| within(office.start));
    let places = ingest.document.places.iter().filter(|place| within(place.start));
    Named {
        people: once(offices.map(|office| office.person.as_str())),
        places: once(places.map(|place| place.name.as_str())),
    }
}

/// Each of some names once, in the order in which they come.
fn once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.iter().any(|other| other == name) {
            found.push(name.to_owned());
        }
    }
    found
}
