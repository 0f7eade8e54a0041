//! The rows of a mention: itself, its parties, its words, and where others of its event are looked for.

use std::collections::BTreeSet;
use std::sync::Arc;

use rusqlite::{Connection, params};

use super::batch::Batch;
use super::events;
use super::rows::{Located, contexts, entity, place, rule};
use crate::Result;
use crate::cluster::{self, Features};
use crate::error::Error;
use crate::ids::day_id;
use crate::read::{self, Known};
use crate::record::{Event, EventPlace, Party};

/// Stands between sentences of evidence in the full-text index.
const BETWEEN: &str = " … ";

/// Writes a mention and joins it to its event. Gives the id.
pub fn write(connection: &Connection, batch: &mut Batch, event: &Event, features: Features) -> Result<i64> {
    let key = u64::from_str_radix(&event.id, 16)
        .map_err(|_| Error::misused(format!("{:?} is no id of an event", event.id)))?;
    let id =
        free_id(connection, features.day(), crate::ids::hash64(&[&key.to_be_bytes(), &features.story.to_be_bytes()]))?;
    let known = Arc::new(Known { features, score: event.score });
    batch.remember(id, Arc::clone(&known));
    let joined = events::of(connection, batch, key, &known)?;
    if joined.is_empty() {
        events::alone(connection, batch, id)?;
    }
    let of = joined.first().map_or(id, |&first| first.min(id));
    write_row(connection, batch, event, (id, key, known.features.story, of))?;
    for (side, parties) in [(0, &event.actors), (1, &event.recipients)] {
        for (number, party) in parties.iter().enumerate() {
            write_party(connection, batch, (id, side, number), party)?;
        }
    }
    let evidence: Vec<&str> = event.evidence.iter().map(|text| text.text.as_str()).collect();
    batch.words.add_mention(id, evidence.join(BETWEEN));
    for block in all_blocks(&known.features) {
        connection.prepare_cached("INSERT INTO block (block, mention) VALUES (?1, ?2)")?.execute(params![block, id])?;
    }
    if !joined.is_empty() {
        events::merge(connection, batch, id, &joined)?;
    }
    Ok(id)
}

/// Writes the row itself, of this id, key and story, filed under this event.
fn write_row(connection: &Connection, batch: &mut Batch, event: &Event, ids: (i64, u64, i64, i64)) -> Result<()> {
    let (id, key, story, of) = ids;
    let place = event.place.as_ref().map(|place| write_place(connection, batch, place)).transpose()?;
    // What the text calls a place is mostly its name.
    let place_text = event.place.as_ref().filter(|place| place.text != place.name).map(|place| &place.text);
    let evidence: Vec<(usize, usize)> = event.evidence.iter().map(|text| (text.start, text.end)).collect();
    let count = |n: Option<u64>| n.map(u64::cast_signed);
    connection
        .prepare_cached(
            "INSERT INTO mention (id, key, story, event, category, act, modes, status, date, date_end, date_precision,
               date_text, act_date, act_date_end, place, place_text, resolution, dead, injured, arrested, quad, score, core,
               confidence, rule, contexts, evidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21,
               ?22, ?23, ?24, ?25, ?26, ?27)",
        )?
        .execute(params![
            id,
            key.cast_signed(),
            story,
            of,
            event.event,
            event.act,
            event.mode.join(", "),
            event.status,
            event.date,
            event.date_end,
            event.date_precision,
            event.date_text,
            event.act_date,
            event.act_date_end,
            place,
            place_text,
            event.place.as_ref().and_then(|place| place.resolution),
            count(event.size.dead),
            count(event.size.injured),
            count(event.size.arrested),
            event.quad,
            event.score,
            event.core,
            event.confidence,
            rule(connection, batch, &event.decided_by)?,
            contexts(connection, batch, &event.contexts)?,
            serde_json::to_string(&evidence)?,
        ])?;
    Ok(())
}

/// An id that no other mention has: two mentions of a day have the same 43 bits once in 10^13 pairs.
fn free_id(connection: &Connection, day: u32, hash: u64) -> Result<i64> {
    let mut id = day_id(day, hash);
    let mut taken = connection.prepare_cached("SELECT 1 FROM mention WHERE id = ?1")?;
    while taken.exists([id])? {
        id += 1;
    }
    Ok(id)
}

fn all_blocks(features: &Features) -> BTreeSet<i64> {
    let plan = cluster::plans(features).map(|act| cluster::plan_blocks(features, act)).unwrap_or_default();
    cluster::blocks(features).into_iter().chain(plan).collect()
}

fn write_place(connection: &Connection, batch: &mut Batch, of: &EventPlace) -> Result<i64> {
    let found = Located {
        name: &of.name,
        country: of.country.as_deref(),
        admin1: of.admin1.as_deref(),
        point: of.lat.zip(of.lon),
        geonameid: of.geonameid,
    };
    place(connection, batch, &found, None)
}

fn write_party(connection: &Connection, batch: &mut Batch, at: (i64, u8, usize), party: &Party) -> Result<()> {
    let (mention, side, number) = at;
    let sectors = (!party.sectors.is_empty()).then(|| party.sectors.join(", "));
    connection
        .prepare_cached(
            "INSERT INTO party (mention, side, number, entity, country, sector, sectors, office, start, \"end\")
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            mention,
            side,
            number,
            entity(connection, batch, party)?,
            party.country,
            party.sector,
            sectors,
            party.office,
            party.start,
            party.end
        ])?;
    Ok(())
}

/// Removes a mention's rows.
pub fn remove(connection: &Connection, batch: &mut Batch, mention: i64) -> Result<()> {
    for block in all_blocks(&batch.mention(connection, mention)?.features) {
        connection
            .prepare_cached("DELETE FROM block WHERE block = ?1 AND mention = ?2")?
            .execute(params![block, mention])?;
    }
    batch.forget_mention(mention);
    let words = read::evidence_of(connection, mention)?.join(BETWEEN);
    batch.words.remove_mention(connection, mention, &words)?;
    let statements = [
        "DELETE FROM party WHERE mention = ?1",
        "DELETE FROM outcome WHERE plan = ?1 OR mention = ?1",
        "DELETE FROM mention WHERE id = ?1",
    ];
    for statement in statements {
        connection.prepare_cached(statement)?.execute([mention])?;
    }
    Ok(())
}
