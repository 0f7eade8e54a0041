//! Events that a filter asks for, in the order of their days.

use std::ops::ControlFlow;

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use serde::Serialize;

use super::filter::Filter;
use crate::Result;
use crate::read;
use crate::record::{Event, Party};
use crate::store::Store;

/// An event across stories.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    /// Its row in the view `events`, in decimal digits.
    pub unique: String,
    /// As its lead mention was coded; the fields of `memcon code`.
    #[serde(flatten)]
    pub event: Event,
    /// How many mentions it has.
    pub mentions: u32,
    /// In how many stories, copies counted once.
    pub stories: u32,
    /// Of how many publishers.
    pub sources: u32,
    /// The story of its lead mention.
    pub report: Report,
    /// Other events that became of it, or that it became of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// Values that stories give differently, each with who says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
}

/// The story that tells of an event first.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// Its headline.
    pub title: Option<String>,
    /// Its day.
    pub date: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Name of its document.
    pub document: String,
}

/// A plan and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Outcome {
    /// The other event.
    pub unique: String,
    /// `plan` where the other is the plan, else `occurred`, `ongoing` or `denied`.
    pub is: String,
}

/// A value that one story gives and another does not share.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// `date`, `dead`, `injured` or `arrested`.
    pub attribute: String,
    /// The value.
    pub value: String,
    /// Who says so: publisher, or name of the document.
    pub said_by: String,
}

impl Found {
    /// The columns of [`Found::cells`].
    pub const COLUMNS: [&'static str; 24] = [
        "unique",
        "date",
        "date_end",
        "event",
        "act",
        "mode",
        "status",
        "actors",
        "actor_countries",
        "recipients",
        "recipient_countries",
        "place",
        "place_country",
        "lat",
        "lon",
        "dead",
        "score",
        "core",
        "mentions",
        "sources",
        "decided_by",
        "evidence",
        "url",
        "title",
    ];

    /// The event as a row of a table: lists joined by semicolons, nothing where there is nothing.
    pub fn cells(&self) -> Vec<String> {
        let event = &self.event;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let names = |side: &[Party]| -> String {
            side.iter().map(|p| p.name.as_deref().unwrap_or(&p.text)).collect::<Vec<_>>().join("; ")
        };
        let countries = |side: &[Party]| -> String {
            side.iter().filter_map(|p| p.country.as_deref()).collect::<Vec<_>>().join("; ")
        };
        let place = event.place.clone().unwrap_or_default();
        let number = |value: Option<f64>| value.map(|n| n.to_string()).unwrap_or_default();
        vec![
            self.unique.clone(),
            text(&event.date),
            text(&event.date_end),
            event.event.clone(),
            text(&event.act),
            event.mode.join("; "),
            event.status.clone(),
            names(&event.actors),
            countries(&event.actors),
            names(&event.recipients),
            countries(&event.recipients),
            place.name.clone(),
            text(&place.country),
            number(place.lat),
            number(place.lon),
            event.size.dead.map(|n| n.to_string()).unwrap_or_default(),
            event.score.to_string(),
            event.core.to_string(),
            self.mentions.to_string(),
            self.sources.to_string(),
            event.decided_by.clone(),
            event.evidence.iter().map(|e| e.text.as_str()).collect::<Vec<_>>().join(" … "),
            text(&self.report.url),
            text(&self.report.title),
        ]
    }
}

/// Mentions with some words from which on events are looked at one after another, where few are wanted.
const FREQUENT: u32 = 10_000;

impl Store {
    /// Hands the events that a filter asks for to `take`, by day, until it breaks. At most `limit`.
    ///
    /// # Errors
    /// If the filter has a mistake, or the record cannot be read.
    pub fn events(
        &self,
        filter: &Filter,
        limit: Option<u32>,
        mut take: impl FnMut(Found) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut condition = filter.condition()?;
        if let (Some(words), Some(_)) = (&filter.text, limit)
            && self.is_frequent(words)?
        {
            condition = condition.for_frequent_words();
        }
        let sql = format!(
            "SELECT e.id, e.lead, e.mentions, e.stories, e.sources, s.title, s.date, d.url, d.publisher, d.name
             FROM event e JOIN mention m ON m.id = e.lead JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document
             WHERE {} ORDER BY e.id LIMIT ?",
            condition.sql()
        );
        let mut parameters = condition.parameters;
        parameters.push(Value::Integer(limit.map_or(-1, i64::from)));
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(parameters))?;
        while let Some(row) = rows.next()? {
            let found = self.found(row)?;
            if take(found).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Whether more mentions have these words than are quickly gone through.
    fn is_frequent(&self, words: &str) -> Result<bool> {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM mention_words WHERE words MATCH ?1 LIMIT ?2)";
        let count: u32 = self.connection.prepare_cached(sql)?.query_row((words, FREQUENT), |row| row.get(0))?;
        Ok(count == FREQUENT)
    }

    /// An event of a row that begins with what [`Store::events`] selects.
    pub(super) fn found(&self, row: &rusqlite::Row<'_>) -> Result<Found> {
        let (id, lead): (i64, i64) = (row.get(0)?, row.get(1)?);
        let mentions = row.get(2)?;
        let several = mentions > 1;
        Ok(Found {
            unique: id.to_string(),
            event: read::event(&self.connection, lead)?,
            mentions,
            stories: row.get(3)?,
            sources: row.get(4)?,
            report: Report {
                title: row.get(5)?,
                date: row.get(6)?,
                url: row.get(7)?,
                publisher: row.get(8)?,
                document: row.get(9)?,
            },
            outcomes: self.outcomes_of(id)?,
            conflicts: if several { self.conflicts_of(id)? } else { Vec::new() },
        })
    }

    fn outcomes_of(&self, event: i64) -> Result<Vec<Outcome>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT DISTINCT o.event, x.became FROM mention m JOIN outcome x ON x.plan = m.id JOIN mention o ON o.id = x.mention
             WHERE m.event = ?1
             UNION SELECT DISTINCT p.event, 'plan' FROM mention m JOIN outcome x ON x.mention = m.id JOIN mention p ON p.id = x.plan
             WHERE m.event = ?1 ORDER BY 1, 2",
        )?;
        let rows = statement
            .query_map([event], |row| Ok(Outcome { unique: row.get::<_, i64>(0)?.to_string(), is: row.get(1)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn conflicts_of(&self, event: i64) -> Result<Vec<Conflict>> {
        // Copies say what their original says.
        let mut statement = self.connection.prepare_cached(
            "WITH said AS (SELECT 'date' AS attribute, date AS value, story FROM mention WHERE event = ?1 AND date IS NOT NULL
               UNION ALL SELECT 'dead', dead, story FROM mention WHERE event = ?1 AND dead IS NOT NULL
               UNION ALL SELECT 'injured', injured, story FROM mention WHERE event = ?1 AND injured IS NOT NULL
               UNION ALL SELECT 'arrested', arrested, story FROM mention WHERE event = ?1 AND arrested IS NOT NULL)
             SELECT DISTINCT attribute, CAST(value AS TEXT), coalesce(d.publisher, d.name) FROM said
               JOIN story s ON s.id = said.story AND s.original = s.id JOIN document d ON d.id = s.document
             WHERE attribute IN (SELECT attribute FROM said GROUP BY attribute HAVING count(DISTINCT value) > 1)
             ORDER BY 1, 2, 3",
        )?;
        let rows = statement.query_map([event], |row| {
            Ok(Conflict { attribute: row.get(0)?, value: row.get(1)?, said_by: row.get(2)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
