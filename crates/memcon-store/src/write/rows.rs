//! The rows of a document: itself, its stories and what they hold.

use rusqlite::{Connection, params};

use super::copies;
use super::words::Words;
use crate::Result;
use crate::error::Error;
use crate::ids::{day_id, day_number, hash64, row_id};
use crate::ingest::{ContentHash, Ingest, publisher};
use crate::record::{Document, Party, Story};

/// Writes the document's row, over that of an earlier run.
pub fn document(connection: &Connection, ingest: &Ingest, run: i64) -> Result<i64> {
    let Document { id, url, title, text, language, notes, .. } = &ingest.document;
    let row = ingest.hash.row();
    let mut statement = connection.prepare_cached(
        "INSERT INTO document (id, hash, run, name, url, publisher, title, language, format, text, source_map, notes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT DO UPDATE SET run = excluded.run, name = min(name, excluded.name), url = excluded.url,
           publisher = excluded.publisher, title = excluded.title, language = excluded.language, format = excluded.format,
           text = excluded.text, source_map = excluded.source_map, notes = excluded.notes WHERE hash = excluded.hash",
    )?;
    let publisher = ingest.document.publisher.clone().or_else(|| url.as_deref().and_then(publisher));
    let notes = serde_json::to_string(notes)?;
    let ContentHash(hash) = ingest.hash;
    let written = statement.execute(params![
        row,
        hash,
        run,
        id,
        url,
        publisher,
        title,
        language,
        ingest.format,
        text,
        ingest.source_map,
        notes
    ])?;
    // 63 bits are the same by chance once in 10^18 pairs of pages.
    if written == 1 { Ok(row) } else { Err(Error::misused(format!("{id}: its hash is another document's"))) }
}

/// Of two names of one document the first in the alphabet is kept, whichever came first.
pub fn rename(connection: &Connection, document: i64, name: &str) -> Result<()> {
    connection
        .prepare_cached("UPDATE document SET name = ?1 WHERE id = ?2 AND name > ?1")?
        .execute(params![name, document])?;
    Ok(())
}

/// Writes a story's row and files it among its copies. Gives its id and the other stories whose original changed.
pub fn story(
    connection: &Connection,
    hash: ContentHash,
    document: i64,
    number: usize,
    story: &Story,
) -> Result<(i64, Vec<i64>)> {
    let Story { title, date, date_source, start, end, fingerprint } = story;
    let id = day_id(day_number(date.as_deref()), hash64(&[&hash.0, &number.to_le_bytes()]));
    let print = memcon::intake::Fingerprint::from_hex(&fingerprint.exact, fingerprint.near.as_deref())
        .ok_or_else(|| Error::misused("a story's fingerprint is not as expected"))?;
    connection
        .prepare_cached(
            "INSERT INTO story (id, document, number, title, start, \"end\", date, date_source, exact, near, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?1)",
        )?
        .execute(params![
            id,
            document,
            number,
            title,
            start,
            end,
            date,
            date_source,
            print.exact.cast_signed(),
            copies::near_bytes(&print)
        ])?;
    Ok((id, copies::file(connection, id, &print)?))
}

/// Writes what a document holds beside events. `stories` are the ids of its stories.
pub fn details(connection: &Connection, document: &Document, stories: &[i64]) -> Result<()> {
    let story_at = |start: usize| {
        let number = document.stories.iter().rposition(|story| story.start <= start).unwrap_or_default();
        stories.get(number).copied()
    };
    let mut statement = connection.prepare_cached(
        "INSERT INTO statement (story, number, speaker, addressee, start, \"end\", quoted, medium, date)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (number, s) in document.statements.iter().enumerate() {
        let addressee = s.addressee.as_ref().map(serde_json::to_string).transpose()?;
        let speaker = serde_json::to_string(&s.speaker)?;
        statement.execute(params![
            story_at(s.start),
            number,
            speaker,
            addressee,
            s.start,
            s.end,
            s.quoted,
            s.medium,
            s.date
        ])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO figure (story, number, value, value_max, qualifier, unit, what, parties, period, start, \"end\")
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for (number, f) in document.figures.iter().enumerate() {
        let parties = serde_json::to_string(&f.parties)?;
        statement.execute(params![
            story_at(f.start),
            number,
            f.value,
            f.value_max,
            f.qualifier,
            f.unit,
            f.what,
            parties,
            f.period,
            f.start,
            f.end
        ])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO office (story, number, person, office, country, of, accredited_to, tenure, start, \"end\")
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for (number, o) in document.offices.iter().enumerate() {
        statement.execute(params![
            story_at(o.start),
            number,
            o.person,
            o.office,
            o.country,
            o.of,
            o.accredited_to,
            o.tenure,
            o.start,
            o.end
        ])?;
    }
    let mut statement = connection
        .prepare_cached("INSERT INTO toponym (story, number, place, start, \"end\") VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for (number, p) in document.places.iter().enumerate() {
        let found = Located {
            name: &p.name,
            country: p.country.as_deref(),
            admin1: p.admin1.as_deref(),
            point: Some((p.lat, p.lon)).and_then(|(lat, lon)| lat.zip(lon)),
            geonameid: p.geonameid,
        };
        statement.execute(params![
            story_at(p.start),
            number,
            place(connection, &found, Some(&p.feature))?,
            p.start,
            p.end
        ])?;
    }
    let mut statement = connection.prepare_cached(
        "INSERT INTO time (story, number, type, value, start, \"end\") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (number, t) in document.times.iter().enumerate() {
        statement.execute(params![story_at(t.start), number, t.kind, t.value, t.start, t.end])?;
    }
    Ok(())
}

/// A place as events and toponyms give it.
pub struct Located<'a> {
    /// Name in the gazetteer.
    pub name: &'a str,
    /// ISO 3166-1 alpha-3.
    pub country: Option<&'a str>,
    /// First-level division.
    pub admin1: Option<&'a str>,
    /// Latitude and longitude in degrees.
    pub point: Option<(f64, f64)>,
    /// `GeoNames` id.
    pub geonameid: Option<u32>,
}

/// The row of a place; what is told of it by an event lacks its feature, which a toponym adds.
pub fn place(connection: &Connection, of: &Located<'_>, feature: Option<&str>) -> Result<i64> {
    let point = of.point.map(|(lat, lon)| format!("{lat} {lon}")).unwrap_or_default();
    let parts = [of.name, of.country.unwrap_or_default(), of.admin1.unwrap_or_default(), &point];
    let id = of.geonameid.map_or_else(String::new, |id| id.to_string());
    let row = row_id(hash64(&[id.as_bytes(), parts.join("\n").as_bytes()]));
    connection
        .prepare_cached(
            "INSERT INTO place (id, geonameid, name, country, admin1, lat, lon, feature) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT DO UPDATE SET feature = excluded.feature WHERE excluded.feature IS NOT NULL AND feature IS NULL",
        )?
        .execute(params![row, of.geonameid, of.name, of.country, of.admin1, of.point.map(|p| p.0), of.point.map(|p| p.1), feature])?;
    Ok(row)
}

/// The row of a named party.
pub fn entity(connection: &Connection, words: &mut Words, party: &Party) -> Result<Option<i64>> {
    let Some(name) = party.name.as_deref() else { return Ok(None) };
    let Party { country, identifier, .. } = party;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = row_id(hash64(&[name.as_bytes(), optional(country).as_bytes(), optional(identifier).as_bytes()]));
    let new = connection
        .prepare_cached(
            "INSERT INTO entity (id, name, country, identifier) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        )?
        .execute(params![row, name, country, identifier])?;
    if new > 0 {
        words.add_entity(row, name);
    }
    Ok(Some(row))
}

/// The row of a rule.
pub fn rule(connection: &Connection, rule: &str) -> Result<i64> {
    // 40 bits for some ten thousand rules: two share an id in one of 20,000 records.
    let row = i64::try_from(hash64(&[rule.as_bytes()]) >> 24).unwrap_or_default();
    connection
        .prepare_cached("INSERT INTO rule (id, rule) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![row, rule])?;
    Ok(row)
}
