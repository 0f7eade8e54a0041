//! Mentions as they were coded, read back.

use rusqlite::{Connection, OptionalExtension as _};

use crate::Result;
use crate::cluster::Features;
use crate::ids::row_id;
use crate::ingest::ContentHash;
use crate::record::{Event, EventContext, EventPlace, Party, Size, Text};

/// The event of a mention.
pub(crate) fn event_of(connection: &Connection, mention: i64) -> Result<i64> {
    let mut statement = connection.prepare_cached("SELECT event FROM mention WHERE id = ?1")?;
    Ok(statement.query_row([mention], |row| row.get(0))?)
}

/// What adding wants to know of a mention.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    /// As the pairwise test sees it.
    pub features: Features,
    /// PLOVER score.
    pub score: f64,
}

/// What adding wants to know of a mention.
pub(crate) fn known(connection: &Connection, mention: i64) -> Result<Known> {
    let (mut event, story, published) = row(connection, mention)?;
    let mut statement =
        connection.prepare_cached("SELECT d.text FROM story s JOIN document d ON d.id = s.document WHERE s.id = ?1")?;
    statement.query_row([story], |row| {
        fill(&mut event, row.get_ref(0)?.as_str()?);
        Ok(())
    })?;
    Ok(Known { features: Features::of(&event, story, published.as_deref()), score: event.score })
}

/// The sentences that show a mention.
pub(crate) fn evidence_of(connection: &Connection, mention: i64) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT d.text, m.evidence FROM mention m JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document WHERE m.id = ?1",
    )?;
    Ok(statement.query_row([mention], |row| {
        let cut = Cut::of(row.get_ref(0)?.as_str()?);
        Ok(evidence(row.get_ref(1)?.as_str()?).iter().map(|at| cut.words(at.start, at.end).to_owned()).collect())
    })?)
}

/// A mention as it was coded, with all its words.
pub(crate) fn event(connection: &Connection, mention: i64) -> Result<Event> {
    let (mut event, story, _) = row(connection, mention)?;
    let mut statement = connection
        .prepare_cached("SELECT d.text, s.number FROM story s JOIN document d ON d.id = s.document WHERE s.id = ?1")?;
    let (text, number) = statement.query_row([story], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?;
    event.story = number;
    fill(&mut event, &text);
    Ok(event)
}

/// Puts the words of the text where only their places are known.
fn fill(event: &mut Event, text: &str) {
    let cut = Cut::of(text);
    for party in event.actors.iter_mut().chain(&mut event.recipients) {
        cut.words(party.start, party.end).clone_into(&mut party.text);
    }
    for evidence in &mut event.evidence {
        cut.words(evidence.start, evidence.end).clone_into(&mut evidence.text);
    }
}

/// A text that is cut by character offsets.
struct Cut<'t> {
    text: &'t str,
    /// The first byte of each character.
    bytes: Vec<usize>,
}

impl<'t> Cut<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, bytes: text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() }
    }

    fn words(&self, start: usize, end: usize) -> &'t str {
        let byte = |at: usize| self.bytes.get(at).copied();
        byte(start).zip(byte(end)).and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }
}

/// Event without words of the text, story and day of publication.
type Row = (Event, i64, Option<String>);

fn row(connection: &Connection, mention: i64) -> Result<Row> {
    let mut statement = connection.prepare_cached(
        "SELECT m.key, m.category, m.act, m.modes, m.status, m.date, m.date_end, m.date_precision, m.date_text,
           m.act_date, m.act_date_end, m.dead, m.injured, m.arrested, m.quad, m.score, m.core, m.confidence, r.rule,
           c.contexts, m.evidence, m.place_text, m.resolution, p.name, p.country, p.admin1, p.lat, p.lon, p.geonameid,
           m.story, s.date
         FROM mention m JOIN story s ON s.id = m.story JOIN rule r ON r.id = m.rule LEFT JOIN place p ON p.id = m.place
           LEFT JOIN context c ON c.id = m.contexts WHERE m.id = ?1",
    )?;
    let mut found = statement.query_row([mention], |row| {
        let place = row.get::<_, Option<String>>(23)?;
        let event = Event {
            id: format!("{:016x}", row.get::<_, i64>(0)?),
            story: 0,
            event: row.get(1)?,
            act: row.get(2)?,
            mode: list(&row.get::<_, String>(3)?),
            status: row.get(4)?,
            actors: Vec::new(),
            recipients: Vec::new(),
            date: row.get(5)?,
            date_end: row.get(6)?,
            date_precision: row.get(7)?,
            date_text: row.get(8)?,
            act_date: row.get(9)?,
            act_date_end: row.get(10)?,
            size: Size { dead: number(row, 11)?, injured: number(row, 12)?, arrested: number(row, 13)? },
            quad: row.get(14)?,
            score: row.get(15)?,
            core: row.get(16)?,
            confidence: row.get(17)?,
            decided_by: row.get(18)?,
            contexts: contexts(row.get::<_, Option<String>>(19)?.as_deref()),
            evidence: evidence(&row.get::<_, String>(20)?),
            place: match place {
                None => None,
                Some(name) => Some(EventPlace {
                    text: row.get::<_, Option<String>>(21)?.unwrap_or_else(|| name.clone()),
                    resolution: row.get(22)?,
                    name,
                    country: row.get(24)?,
                    admin1: row.get(25)?,
                    lat: row.get(26)?,
                    lon: row.get(27)?,
                    geonameid: row.get(28)?,
                }),
            },
        };
        Ok((event, row.get(29)?, row.get(30)?))
    })?;
    (found.0.actors, found.0.recipients) = parties(connection, mention)?;
    Ok(found)
}

fn number(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<Option<u64>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(i64::cast_unsigned))
}

/// Actors and recipients, without the words of the text.
fn parties(connection: &Connection, mention: i64) -> Result<(Vec<Party>, Vec<Party>)> {
    let mut statement = connection.prepare_cached(
        "SELECT p.side, n.name, p.country, p.sector, p.sectors, p.office, n.identifier, p.start, p.\"end\"
         FROM party p LEFT JOIN entity n ON n.id = p.entity WHERE p.mention = ?1 ORDER BY p.side, p.number",
    )?;
    let rows = statement.query_map([mention], |row| {
        let party = Party {
            text: String::new(),
            name: row.get(1)?,
            country: row.get(2)?,
            sector: row.get(3)?,
            sectors: row.get::<_, Option<String>>(4)?.map(|text| list(&text)).unwrap_or_default(),
            office: row.get(5)?,
            identifier: row.get(6)?,
            start: row.get(7)?,
            end: row.get(8)?,
        };
        Ok((row.get::<_, i64>(0)?, party))
    })?;
    let (mut actors, mut recipients) = (Vec::new(), Vec::new());
    for row in rows {
        let (side, party) = row?;
        if side == 0 { actors.push(party) } else { recipients.push(party) }
    }
    Ok((actors, recipients))
}

/// The mentions of a document, in the order of its text.
pub(crate) fn mentions_of(connection: &Connection, document: i64) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT m.id FROM story s JOIN mention m ON m.story = s.id WHERE s.document = ?1
         ORDER BY s.number, (m.evidence ->> '$[0][0]'), m.key",
    )?;
    let rows = statement.query_map([document], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The story rows of a document.
pub(crate) fn stories_of(connection: &Connection, document: i64) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT id FROM story WHERE document = ?1")?;
    let rows = statement.query_map([document], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The row of a document and the run that coded it, where the record holds it.
pub(crate) fn document_of(connection: &Connection, hash: ContentHash) -> Result<Option<(i64, i64)>> {
    let mut statement = connection.prepare_cached("SELECT hash, run FROM document WHERE id = ?1")?;
    let mut find =
        |row: i64| statement.query_row([row], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get(1)?))).optional();
    let mut row = hash.row();
    while let Some((found, run)) = find(row)? {
        if found == hash.0 {
            return Ok(Some((row, run)));
        }
        row += 1;
    }
    // In version 1 of the schema hashes had no day before them.
    let row = row_id(hash.undated().first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes)));
    Ok(find(row)?.filter(|(found, _)| found.starts_with(hash.undated())).map(|(_, run)| (row, run)))
}

/// Items of a list in one column.
fn list(text: &str) -> Vec<String> {
    text.split(", ").filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// `diplomatic:clause, military:story`.
fn contexts(text: Option<&str>) -> Vec<EventContext> {
    let item = |item: String| {
        let (context, reach) = item.split_once(':')?;
        Some(EventContext { context: context.to_owned(), reach: reach.to_owned() })
    };
    text.map(list).unwrap_or_default().into_iter().filter_map(item).collect()
}

/// `[[12,140],[300,350]]`.
fn evidence(text: &str) -> Vec<Text> {
    let spans: Vec<(usize, usize)> = serde_json::from_str(text).unwrap_or_default();
    spans.into_iter().map(|(start, end)| Text { text: String::new(), start, end }).collect()
}
