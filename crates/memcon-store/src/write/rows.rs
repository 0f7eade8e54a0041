//! The rows of a document: itself, its stories and what they hold.

use rusqlite::{Connection, OptionalExtension as _, ToSql, params};

use super::batch::Batch;
use super::copies;
use crate::Result;
use crate::error::Error;
use crate::ids::{day_id, day_number, hash64, short_id};
use crate::ingest::{ContentHash, Ingest};
use crate::record::{Document, EventContext, Party, Story};

/// Writes the document's row, over that of an earlier run where one was `found`.
pub fn document(connection: &Connection, ingest: &Ingest, found: Option<i64>, run: i64) -> Result<i64> {
    let Document { id, url, title, text, language, notes, .. } = &ingest.document;
    let row = match found {
        Some(row) => row,
        None => free(connection, "SELECT 1 FROM document WHERE id = ?1", ingest.hash.row())?,
    };
    let mut statement = connection.prepare_cached(
        "INSERT INTO document (id, hash, run, name, url, publisher, title, language, format, text, source_map, notes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT DO UPDATE SET run = excluded.run, name = min(name, excluded.name), url = excluded.url,
           publisher = excluded.publisher, title = excluded.title, language = excluded.language, format = excluded.format,
           text = excluded.text, source_map = excluded.source_map, notes = excluded.notes",
    )?;
    let publisher = ingest.document.publisher.clone().or_else(|| url.as_deref().and_then(memcon::intake::host));
    let notes = serde_json::to_string(notes)?;
    let ContentHash(hash) = ingest.hash;
    statement.execute(params![
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
    Ok(row)
}

/// The first id from `id` on for which a statement finds no row.
pub fn free(connection: &Connection, sql: &str, id: i64) -> Result<i64> {
    let (mut taken, mut id) = (connection.prepare_cached(sql)?, id);
    while taken.exists([id])? {
        id += 1;
    }
    Ok(id)
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
pub fn details(connection: &Connection, batch: &mut Batch, document: &Document, stories: &[i64]) -> Result<()> {
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
            place(connection, batch, &found, Some(&p.feature))?,
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
pub fn place(connection: &Connection, batch: &mut Batch, of: &Located<'_>, feature: Option<&str>) -> Result<i64> {
    let point = of.point.map(|(lat, lon)| format!("{lat} {lon}")).unwrap_or_default();
    let parts = [of.name, of.country.unwrap_or_default(), of.admin1.unwrap_or_default(), &point].join("\n");
    let id = of.geonameid.map_or_else(String::new, |id| id.to_string());
    let (lat, lon) = (of.point.map(|p| p.0), of.point.map(|p| p.1));
    let values: [&dyn ToSql; 6] = [&of.geonameid, &of.name, &of.country, &of.admin1, &lat, &lon];
    batch.row(format!("place\n{id}\n{parts}\n{}", feature.unwrap_or_default()), |_| {
        let is = "SELECT geonameid IS ?2 AND name = ?3 AND country IS ?4 AND admin1 IS ?5 AND lat IS ?6 AND lon IS ?7
           FROM place WHERE id = ?1";
        let (row, there) = probe(connection, is, hash64(&[id.as_bytes(), parts.as_bytes()]), &values)?;
        if !there {
            let make = "INSERT INTO place (id, geonameid, name, country, admin1, lat, lon) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
            connection.prepare_cached(make)?.execute(with(&row, &values).as_slice())?;
        }
        if feature.is_some() {
            connection
                .prepare_cached("UPDATE place SET feature = ?2 WHERE id = ?1 AND feature IS NULL")?
                .execute(params![row, feature])?;
        }
        Ok(row)
    })
}

/// The row of a named party.
pub fn entity(connection: &Connection, batch: &mut Batch, party: &Party) -> Result<Option<i64>> {
    let Some(name) = party.name.as_deref() else { return Ok(None) };
    let Party { country, identifier, .. } = party;
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let (of, by) = (optional(country), optional(identifier));
    let row = batch.row(format!("entity\n{name}\n{of}\n{by}"), |words| {
        let values: [&dyn ToSql; 3] = [&name, country, identifier];
        let is = "SELECT name = ?2 AND country IS ?3 AND identifier IS ?4 FROM entity WHERE id = ?1";
        let (row, there) = probe(connection, is, hash64(&[name.as_bytes(), of.as_bytes(), by.as_bytes()]), &values)?;
        if !there {
            connection
                .prepare_cached("INSERT INTO entity (id, name, country, identifier) VALUES (?1, ?2, ?3, ?4)")?
                .execute(with(&row, &values).as_slice())?;
            words.add_entity(row, name);
        }
        Ok(row)
    })?;
    Ok(Some(row))
}

/// The row of a rule.
pub fn rule(connection: &Connection, batch: &mut Batch, rule: &str) -> Result<i64> {
    batch.row(format!("rule\n{rule}"), |_| {
        let is = "SELECT rule = ?2 FROM rule WHERE id = ?1";
        text(connection, is, "INSERT INTO rule (id, rule) VALUES (?1, ?2)", rule)
    })
}

/// The row of an event's contexts, `diplomatic:clause, military:story`, if it has any.
pub fn contexts(connection: &Connection, batch: &mut Batch, of: &[EventContext]) -> Result<Option<i64>> {
    if of.is_empty() {
        return Ok(None);
    }
    let list: Vec<String> = of.iter().map(|c| format!("{}:{}", c.context, c.reach)).collect();
    let list = list.join(", ");
    let row = batch.row(format!("context\n{list}"), |_| {
        let is = "SELECT contexts = ?2 FROM context WHERE id = ?1";
        text(connection, is, "INSERT INTO context (id, contexts) VALUES (?1, ?2)", &list)
    })?;
    Ok(Some(row))
}

/// The row of a text that is kept once.
fn text(connection: &Connection, is: &str, make: &str, text: &str) -> Result<i64> {
    let (row, there) = probe(connection, is, hash64(&[text.as_bytes()]), &[&text])?;
    if !there {
        connection.prepare_cached(make)?.execute(params![row, text])?;
    }
    Ok(row)
}

/// The row that holds some values, and whether it is there, or where it is to be made: that of their hash, or where
/// another has it, once in 10^14 pairs, the next. `is` asks of row ?1 whether it has the values.
fn probe(connection: &Connection, is: &str, hash: u64, values: &[&dyn ToSql]) -> Result<(i64, bool)> {
    let (mut statement, mut row) = (connection.prepare_cached(is)?, short_id(hash));
    loop {
        let same = statement.query_row(with(&row, values).as_slice(), |found| found.get::<_, bool>(0)).optional()?;
        match same {
            Some(false) => row += 1,
            found => return Ok((row, found.is_some())),
        }
    }
}

/// A row's id before its values.
fn with<'v>(row: &'v i64, values: &[&'v dyn ToSql]) -> Vec<&'v dyn ToSql> {
    let row: &dyn ToSql = row;
    std::iter::once(row).chain(values.iter().copied()).collect()
}
