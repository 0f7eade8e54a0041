//! Reviews: what people at the desk decided about mentions, and which stories an audit drew at random.
//!
//! Two queues are kept apart. The *audit* draws stories with a recorded probability and has each judged whole; only it
//! tells precision and recall. *Worst first* mends what is least certain and says nothing about the rest.

use rusqlite::{OptionalExtension as _, params};
use serde::Serialize;

use crate::Result;
use crate::error::Error;
use crate::ids::hash64;
use crate::record::Event;
use crate::store::Store;
use crate::verdict::Verdict;

/// What was decided about a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Coded right in every field.
    Right,
    /// No such event is told.
    Wrong,
    /// There is such an event, but a field of it was wrong.
    Corrected,
    /// The event was not coded at all.
    Missing,
}

impl Decision {
    /// Its name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Corrected => "corrected",
            Self::Missing => "missing",
        }
    }

    fn of(name: &str) -> Self {
        match name {
            "right" => Self::Right,
            "wrong" => Self::Wrong,
            "corrected" => Self::Corrected,
            _ => Self::Missing,
        }
    }
}

/// From which queue a mention was reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// A story drawn at random.
    Audit,
    /// The least certain events.
    Worst,
}

impl Queue {
    /// Its name in the record.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Worst => "worst",
        }
    }
}

/// Who decided, when (RFC 3339), and from which queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct By {
    /// The reviewer's name.
    pub reviewer: String,
    /// When.
    pub at: String,
    /// From where.
    pub queue: Queue,
}

/// A decision as the record keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// Key of the mention, or of the missing event, in hexadecimal digits.
    pub key: String,
    /// What was decided.
    pub decision: Decision,
    /// The event as it should be.
    pub event: Option<Event>,
    /// Who decided.
    pub reviewer: String,
    /// When.
    pub at: String,
}

/// A story of the audit.
#[derive(Clone, Debug, PartialEq)]
pub struct Audited {
    /// Its row in the view `stories`, where it is still there.
    pub story: Option<i64>,
    /// Its headline.
    pub title: Option<String>,
    /// From how many stories it was drawn.
    pub population: i64,
    /// With which probability.
    pub probability: f64,
    /// Who drew it.
    pub reviewer: String,
    /// When it was judged whole.
    pub done: Option<String>,
    /// Mentions that were right.
    pub right: u32,
    /// That needed correction.
    pub corrected: u32,
    /// That were wrong.
    pub wrong: u32,
    /// Events that were not coded.
    pub missing: u32,
}

/// A story with its events as they should be: a line of gold, as `memcon score` reads it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gold {
    /// Name of the document, with the number of the story where there are several.
    pub id: String,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
    /// What there is to read.
    pub text: String,
    /// The events, offsets of this text.
    pub events: Vec<Event>,
}

/// Where a story lies: its document, its number, its text's first and last character.
struct Place {
    document: i64,
    number: i64,
}

impl Store {
    fn prepare_reviews(&self) -> Result<()> {
        self.connection.execute_batch(include_str!("schema/review.sql"))?;
        Ok(())
    }

    /// Whether anything was reviewed yet.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn has_reviews(&self) -> Result<bool> {
        let sql = "SELECT count(*) = 2 FROM sqlite_schema WHERE type = 'table' AND name IN ('review', 'audit')";
        Ok(self.connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    fn place_of(&self, story: i64) -> Result<Place> {
        let found = self
            .connection
            .query_row("SELECT document, number FROM story WHERE id = ?1", [story], |row| {
                Ok(Place { document: row.get(0)?, number: row.get(1)? })
            })
            .optional()?;
        found.ok_or_else(|| Error::misused(format!("no story has the id {story}")))
    }

    /// Keeps a decision on a mention. A corrected one takes the event as it should be.
    ///
    /// # Errors
    /// If there is no such mention, a correction has no event, or the record cannot be written.
    pub fn review(&mut self, mention: i64, decision: Decision, corrected: Option<Event>, by: &By) -> Result<()> {
        self.prepare_reviews()?;
        let (key, story): (i64, i64) = self
            .connection
            .query_row("SELECT key, story FROM mention WHERE id = ?1", [mention], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .ok_or_else(|| Error::misused(format!("no mention has the id {mention}")))?;
        let event = match decision {
            Decision::Wrong => None,
            Decision::Right => self.mention(mention)?,
            Decision::Corrected | Decision::Missing => {
                Some(corrected.ok_or_else(|| Error::misused("a correction needs the event as it should be"))?)
            }
        };
        let place = self.place_of(story)?;
        self.keep(&place, key, decision, event.as_ref(), by)?;
        let verdict = if decision == Decision::Right { Verdict::Right } else { Verdict::Wrong };
        self.judge(mention, None, verdict, Some(&format!("{} by {} at {}", decision.as_str(), by.reviewer, by.at)))
    }

    /// Keeps an event that a story tells and that was not coded.
    ///
    /// # Errors
    /// If there is no such story, or the record cannot be written.
    pub fn review_missing(&mut self, story: i64, mut event: Event, by: &By) -> Result<()> {
        self.prepare_reviews()?;
        let place = self.place_of(story)?;
        let told = serde_json::to_vec(&event)?;
        let key = hash64(&[&place.document.to_le_bytes(), &place.number.to_le_bytes(), &told]).cast_signed();
        event.id = format!("{key:016x}");
        self.keep(&place, key, Decision::Missing, Some(&event), by)
    }

    fn keep(&self, place: &Place, key: i64, decision: Decision, event: Option<&Event>, by: &By) -> Result<()> {
        let event = event.map(serde_json::to_string).transpose()?;
        self.connection.execute(
            "INSERT OR REPLACE INTO review (document, story, key, decision, event, queue, reviewer, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![place.document, place.number, key, decision.as_str(), event, by.queue.as_str(), by.reviewer, by.at],
        )?;
        Ok(())
    }

    /// Takes a decision back; whether there was one.
    ///
    /// # Errors
    /// If there is no such story, or the record cannot be written.
    pub fn take_back(&mut self, story: i64, key: &str) -> Result<bool> {
        self.prepare_reviews()?;
        let place = self.place_of(story)?;
        let Ok(key) = u64::from_str_radix(key, 16).map(u64::cast_signed) else { return Ok(false) };
        let gone = self.connection.execute(
            "DELETE FROM review WHERE document = ?1 AND story = ?2 AND key = ?3",
            params![place.document, place.number, key],
        )?;
        self.connection.execute(
            "DELETE FROM verdict WHERE document = ?1 AND key = ?2 AND other = 0",
            params![place.document, key],
        )?;
        Ok(gone > 0)
    }

    /// What was decided about the mentions of a story.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn reviews_of_story(&self, story: i64) -> Result<Vec<Review>> {
        if !self.has_reviews()? {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT r.key, r.decision, r.event, r.reviewer, r.at FROM story s
             JOIN review r ON r.document = s.document AND r.story = s.number WHERE s.id = ?1 ORDER BY r.at, r.key",
        )?;
        let rows = statement.query_map([story], |row| {
            Ok(Review {
                key: format!("{:016x}", row.get::<_, i64>(0)?),
                decision: Decision::of(&row.get::<_, String>(1)?),
                event: row.get::<_, Option<String>>(2)?.and_then(|text| serde_json::from_str(&text).ok()),
                reviewer: row.get(3)?,
                at: row.get(4)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Draws a story for the audit, each that is English, no copy and not yet drawn with the same probability, which is
    /// recorded. `dice` is a random number. Nothing where all are drawn.
    ///
    /// # Errors
    /// If the record cannot be written.
    pub fn draw(&mut self, dice: u64, by: &By) -> Result<Option<i64>> {
        self.prepare_reviews()?;
        let transaction = self.connection.transaction()?;
        let from = "FROM story s JOIN document d ON d.id = s.document WHERE s.original = s.id AND d.language = 'en'
             AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.document = s.document AND a.story = s.number)";
        let population: i64 = transaction.query_row(&format!("SELECT count(*) {from}"), [], |row| row.get(0))?;
        if population < 1 {
            return Ok(None);
        }
        let number = i64::try_from(dice % population.cast_unsigned()).unwrap_or_default();
        let sql = format!("SELECT s.id, s.document, s.number {from} ORDER BY s.id LIMIT 1 OFFSET ?1");
        let (id, document, story): (i64, i64, i64) =
            transaction.query_row(&sql, [number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        transaction.execute(
            "INSERT INTO audit (document, story, population, probability, drawn, reviewer) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![document, story, population, 1.0 / population as f64, by.at, by.reviewer],
        )?;
        transaction.commit()?;
        Ok(Some(id))
    }

    /// Marks a story of the audit as judged whole. Every mention in it must have been decided on.
    ///
    /// # Errors
    /// If a mention is still open, the story was not drawn, or the record cannot be written.
    pub fn audit_done(&mut self, story: i64, at: &str) -> Result<()> {
        self.prepare_reviews()?;
        let place = self.place_of(story)?;
        let open: i64 = self.connection.query_row(
            "SELECT count(*) FROM mention m WHERE m.story = ?1 AND NOT EXISTS
               (SELECT 1 FROM review r WHERE r.document = ?2 AND r.story = ?3 AND r.key = m.key)",
            params![story, place.document, place.number],
            |row| row.get(0),
        )?;
        if open > 0 {
            return Err(Error::misused(format!("{open} events of the story are not judged yet")));
        }
        let done = self.connection.execute(
            "UPDATE audit SET done = ?1 WHERE document = ?2 AND story = ?3",
            params![at, place.document, place.number],
        )?;
        if done == 0 { Err(Error::misused("the story was not drawn for the audit")) } else { Ok(()) }
    }

    /// The stories of the audit, in the order of drawing.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn audits(&self) -> Result<Vec<Audited>> {
        if !self.has_reviews()? {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT s.id, s.title, a.population, a.probability, a.reviewer, a.done,
               sum(r.decision = 'right'), sum(r.decision = 'corrected'), sum(r.decision = 'wrong'), sum(r.decision = 'missing')
             FROM audit a LEFT JOIN story s ON s.document = a.document AND s.number = a.story
               LEFT JOIN review r ON r.document = a.document AND r.story = a.story
             GROUP BY a.number ORDER BY a.number",
        )?;
        let rows = statement.query_map([], |row| {
            let count = |column| Ok::<u32, rusqlite::Error>(row.get::<_, Option<u32>>(column)?.unwrap_or_default());
            Ok(Audited {
                story: row.get(0)?,
                title: row.get(1)?,
                population: row.get(2)?,
                probability: row.get(3)?,
                reviewer: row.get(4)?,
                done: row.get(5)?,
                right: count(6)?,
                corrected: count(7)?,
                wrong: count(8)?,
                missing: count(9)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The mentions that lead an event and are least certain, not yet reviewed; at most so many.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn worst(&self, limit: u32) -> Result<Vec<i64>> {
        let open = if self.has_reviews()? {
            "AND NOT EXISTS (SELECT 1 FROM story s JOIN review r ON r.document = s.document AND r.story = s.number
               WHERE s.id = m.story AND r.key = m.key)"
        } else {
            ""
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT m.id FROM event e JOIN mention m ON m.id = e.lead WHERE m.confidence IS NOT NULL {open}
             ORDER BY m.confidence, m.id LIMIT ?1"
        ))?;
        let rows = statement.query_map([limit], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Hands the stories that the audit judged whole to `take`, with their events as they should be.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn gold(&self, mut take: impl FnMut(Gold)) -> Result<()> {
        if !self.has_reviews()? {
            return Ok(());
        }
        let mut statement = self.connection.prepare(
            "SELECT s.id, d.name, s.number, s.title, d.url, s.date, s.start, s.\"end\", d.text,
               (SELECT count(*) FROM story o WHERE o.document = d.id) FROM audit a
             JOIN story s ON s.document = a.document AND s.number = a.story JOIN document d ON d.id = s.document
             WHERE a.done IS NOT NULL ORDER BY d.name, s.number",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (name, number, start, end): (String, i64, usize, usize) =
                (row.get(1)?, row.get(2)?, row.get(6)?, row.get(7)?);
            let (text, several): (String, i64) = (row.get(8)?, row.get(9)?);
            let reviews = self.reviews_of_story(row.get(0)?)?;
            let mut events: Vec<Event> = reviews.into_iter().filter_map(|review| review.event).collect();
            for event in &mut events {
                shift(event, start);
            }
            events.sort_by_key(|event| event.evidence.first().map_or(0, |evidence| evidence.start));
            take(Gold {
                id: if several > 1 { format!("{name}#{}", number + 1) } else { name },
                title: row.get(3)?,
                url: row.get(4)?,
                date: row.get(5)?,
                text: text.chars().skip(start).take(end.saturating_sub(start)).collect(),
                events,
            });
        }
        Ok(())
    }
}

/// Makes a document's offsets those of a story that starts at a character.
fn shift(event: &mut Event, start: usize) {
    event.story = 0;
    let less = |at: &mut usize| *at = at.saturating_sub(start);
    for party in event.actors.iter_mut().chain(&mut event.recipients) {
        less(&mut party.start);
        less(&mut party.end);
    }
    for evidence in &mut event.evidence {
        less(&mut evidence.start);
        less(&mut evidence.end);
    }
}
