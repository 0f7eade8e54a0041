//! Writing: one writer, documents whole or not at all.
//!
//! Documents are committed in batches, by count and by time, since a commit costs a write to the log. A process killed
//! between commits leaves the record as it was at the last one; run again, it adds the rest. What is written follows from the
//! documents alone, not from order, batches or time.

mod batch;
mod components;
mod copies;
mod dyads;
mod events;
mod judged;
mod mentions;
mod months;
mod outcomes;
mod rows;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

pub use copies::LIKENESS;
pub use dyads::dyads;

use crate::Result;
use crate::cluster::Features;
use crate::diff::{self, Difference};
use crate::ingest::{ContentHash, Ingest};
use crate::read;
use crate::record::Event;
use crate::run::Run;
use batch::Batch;

/// Documents after which a batch is committed.
const BATCH: usize = 4096;

/// Time after which a batch is committed.
const BATCH_TIME: Duration = Duration::from_secs(2);

/// What became of a document that was handed to the writer.
#[derive(Clone, Debug, PartialEq)]
pub enum Added {
    /// It is new.
    New,
    /// It was there, coded by the same run.
    Known,
    /// It was there, coded by another run, and has been coded anew: what changed.
    Recoded(Vec<Difference>),
}

/// Writes documents to a record. Dropped without [`Writer::finish`], what was not committed is not written.
#[derive(Debug)]
pub struct Writer<'s> {
    connection: &'s Connection,
    run: Run,
    /// Documents of the open batch, and since when it is open.
    open: Option<(usize, Instant)>,
    /// New documents of the batch. They are written by day and hash, in which order they lie in the file: pages are
    /// filled, and each is touched once a batch.
    new: BTreeMap<ContentHash, Ingest>,
    /// What the batch keeps back, and what is remembered.
    batch: Batch,
    /// Documents committed.
    committed: usize,
}

impl<'s> Writer<'s> {
    pub(crate) fn new(connection: &'s Connection, run: &Run) -> Result<Self> {
        let mut writer = Self {
            connection,
            run: run.clone(),
            open: None,
            new: BTreeMap::new(),
            batch: Batch::default(),
            committed: 0,
        };
        // Whether it can be written is said at once, not after the first page was coded.
        writer.begin()?;
        writer.commit()?;
        Ok(writer)
    }

    /// Adds a document, or what is new in it.
    ///
    /// # Errors
    /// If it cannot be written; then nothing since the last commit is.
    pub fn add(&mut self, ingest: &Ingest) -> Result<Added> {
        self.begin()?;
        let added = self.write(ingest).inspect_err(|_| self.give_up())?;
        if let Some((documents, _)) = &mut self.open {
            *documents += 1;
        }
        if self.open.is_some_and(|(documents, since)| documents >= BATCH || since.elapsed() >= BATCH_TIME) {
            self.commit()?;
        }
        Ok(added)
    }

    /// Commits what was added.
    ///
    /// # Errors
    /// If the disk is full or gone; then nothing since the last commit is written.
    pub fn commit(&mut self) -> Result<()> {
        if let Some((documents, _)) = self.open {
            self.close().inspect_err(|_| self.give_up())?;
            self.committed += documents;
            self.open = None;
        }
        Ok(())
    }

    /// Commits, and clears away rules, places and names that recoding left unused.
    ///
    /// # Errors
    /// As for [`Writer::commit`].
    pub fn finish(mut self) -> Result<()> {
        self.commit()?;
        let recoded: bool = self.connection.query_row("SELECT EXISTS (SELECT 1 FROM change)", [], |row| row.get(0))?;
        if recoded {
            self.begin()?;
            clear_away(self.connection).inspect_err(|_| self.give_up())?;
            self.commit()?;
        }
        Ok(())
    }

    /// How many documents have been committed, those included that were there.
    pub fn committed(&self) -> usize {
        self.committed
    }

    fn close(&mut self) -> Result<()> {
        for ingest in std::mem::take(&mut self.new).into_values() {
            self.insert(&ingest, None)?;
        }
        self.batch.write(self.connection)?;
        self.connection.execute_batch("COMMIT")?;
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        if self.open.is_some() {
            return Ok(());
        }
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.open = Some((0, Instant::now()));
        self.batch.begin(self.connection).and_then(|()| self.write_run()).inspect_err(|_| self.give_up())
    }

    fn write_run(&self) -> Result<()> {
        let Run { program, model, lexicon, options } = &self.run;
        self.connection
            .prepare_cached(
                "INSERT OR IGNORE INTO run (id, program, model, lexicon, options) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![self.run.row(), program, model, lexicon, options])?;
        Ok(())
    }

    /// Rolls the batch back.
    fn give_up(&mut self) {
        self.open = None;
        self.new.clear();
        self.batch.forget();
        // Where the error has rolled back by itself, this one says that there is nothing to roll back.
        let _ = self.connection.execute_batch("ROLLBACK");
    }

    fn write(&mut self, ingest: &Ingest) -> Result<Added> {
        if let Some(same) = self.new.get_mut(&ingest.hash) {
            // Of two names the first in the alphabet is kept.
            if ingest.document.id < same.document.id {
                same.document.id.clone_from(&ingest.document.id);
            }
            return Ok(Added::Known);
        }
        match read::document_of(self.connection, ingest.hash)? {
            None => {
                self.new.insert(ingest.hash, ingest.clone());
                Ok(Added::New)
            }
            Some((document, coded_by)) if coded_by == self.run.row() => {
                rows::rename(self.connection, document, &ingest.document.id)?;
                Ok(Added::Known)
            }
            Some((document, coded_by)) => Ok(Added::Recoded(self.recode(ingest, document, coded_by)?)),
        }
    }

    fn insert(&mut self, ingest: &Ingest, found: Option<i64>) -> Result<()> {
        let connection = self.connection;
        let document = rows::document(connection, ingest, found, self.run.row())?;
        let (mut stories, mut moved) = (Vec::new(), Vec::new());
        for (number, story) in ingest.document.stories.iter().enumerate() {
            let (id, others) = rows::story(connection, ingest.hash, document, number, story)?;
            stories.push(id);
            moved.extend(others);
        }
        rows::details(connection, &mut self.batch, &ingest.document, &stories)?;
        self.refresh_stories(&moved)?;
        for event in &ingest.document.events {
            let published = ingest.document.stories.get(event.story).and_then(|story| story.date.as_deref());
            let Some(&story) = stories.get(event.story) else { continue };
            let features = Features::of(event, story, published);
            let mention = mentions::write(connection, &mut self.batch, event, features)?;
            outcomes::link(connection, &mut self.batch, mention)?;
        }
        Ok(())
    }

    /// Makes anew the events that some stories tell of, whose originals have changed.
    fn refresh_stories(&mut self, stories: &[i64]) -> Result<()> {
        let mut events = BTreeSet::new();
        for &story in stories {
            let mut statement = self.connection.prepare_cached("SELECT event FROM mention WHERE story = ?1")?;
            let rows = statement.query_map([story], |row| row.get(0))?;
            events.extend(rows.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        events.iter().try_for_each(|&event| events::refresh(self.connection, &mut self.batch, event))
    }

    /// Replaces what an earlier run coded, and keeps what changed.
    fn recode(&mut self, ingest: &Ingest, document: i64, coded_by: i64) -> Result<Vec<Difference>> {
        let connection = self.connection;
        let before: Vec<Event> = read::mentions_of(connection, document)?
            .into_iter()
            .map(|mention| read::event(connection, mention))
            .collect::<Result<_>>()?;
        self.remove(document)?;
        self.insert(ingest, Some(document))?;
        let differences = diff::compare(&before, &ingest.document.events);
        let mut statement = connection.prepare_cached(
            "INSERT OR REPLACE INTO change (document, run, number, before, after, old_run) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        connection
            .prepare_cached("DELETE FROM change WHERE document = ?1 AND run = ?2")?
            .execute(params![document, self.run.row()])?;
        for (number, difference) in differences.iter().enumerate() {
            let json = |event: Option<&Event>| event.map(serde_json::to_string).transpose();
            let (before, after) = (json(difference.before.as_ref())?, json(difference.after.as_ref())?);
            statement.execute(params![document, self.run.row(), number, before, after, coded_by])?;
        }
        Ok(differences)
    }

    /// Removes what hangs on a document, but for its row and verdicts.
    fn remove(&mut self, document: i64) -> Result<()> {
        let connection = self.connection;
        let (mentions, stories) = (read::mentions_of(connection, document)?, read::stories_of(connection, document)?);
        let mut of_events = BTreeSet::new();
        for &mention in &mentions {
            of_events.insert(read::event_of(connection, mention)?);
        }
        // Rows of events go while their leads are still there.
        for &event in &of_events {
            events::drop_row(connection, &mut self.batch, event)?;
        }
        for mention in mentions {
            mentions::remove(connection, &mut self.batch, mention)?;
        }
        let mut moved = Vec::new();
        for &story in &stories {
            moved.extend(copies::remove(connection, story)?);
        }
        events::resettle(connection, &mut self.batch, &of_events)?;
        for &story in &stories {
            for table in ["statement", "figure", "office", "toponym", "time"] {
                connection.prepare_cached(&format!("DELETE FROM {table} WHERE story = ?1"))?.execute([story])?;
            }
            connection.prepare_cached("DELETE FROM story WHERE id = ?1")?.execute([story])?;
        }
        moved.retain(|story| !stories.contains(story));
        self.refresh_stories(&moved)
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        if self.open.is_some() {
            self.give_up();
        }
    }
}

/// Puts the mentions of some events together anew, after a verdict on them.
pub(crate) fn rejoin(connection: &Connection, of_events: &[i64]) -> Result<()> {
    let mut batch = Batch::default();
    batch.begin(connection)?;
    let of_events: BTreeSet<i64> = of_events.iter().copied().collect();
    for &event in &of_events {
        events::drop_row(connection, &mut batch, event)?;
    }
    events::resettle(connection, &mut batch, &of_events)?;
    batch.write(connection)
}

/// Removes rules, places and names that nothing refers to.
fn clear_away(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "DELETE FROM rule WHERE id NOT IN (SELECT rule FROM mention);
         DELETE FROM place WHERE id NOT IN (SELECT place FROM toponym)
           AND id NOT IN (SELECT place FROM mention WHERE place IS NOT NULL);
         DELETE FROM context WHERE id NOT IN (SELECT contexts FROM mention WHERE contexts IS NOT NULL);
         INSERT INTO entity_words (entity_words, rowid, name) SELECT 'delete', id, name FROM entity
           WHERE id NOT IN (SELECT entity FROM party WHERE entity IS NOT NULL);
         DELETE FROM entity WHERE id NOT IN (SELECT entity FROM party WHERE entity IS NOT NULL);",
    )?;
    Ok(())
}
