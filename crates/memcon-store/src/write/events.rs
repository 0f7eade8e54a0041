//! Events across stories: kept as the connected components of the pairwise test while mentions come and go.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::components;
use super::copies::seniority;
use super::dyads::dyads;
use super::judged;
use crate::Result;
use crate::cluster::{self, Features};
use crate::ids::{first_of_day, month};
use crate::read;

/// Joins a mention, already filed under an event of its own id that has no row yet, to the mentions that are of one
/// event with it.
pub fn join(connection: &Connection, mention: i64, features: &Features) -> Result<()> {
    let mut events = BTreeSet::new();
    for other in candidates(connection, mention, features)? {
        let same = match judged::verdict(connection, mention, other)? {
            Some(same) => same,
            None => cluster::same(features, &read::features(connection, other)?),
        };
        if same {
            events.insert(read::event_of(connection, other)?);
        }
    }
    for other in judged::same_as(connection, mention)? {
        events.insert(read::event_of(connection, other)?);
    }
    let mut members = vec![mention];
    for &event in &events {
        drop_row(connection, event)?;
        members.extend(members_of(connection, event)?);
    }
    make(connection, &members)
}

/// Makes the event anew from the mentions that it has: after their stories' copies changed.
pub fn refresh(connection: &Connection, event: i64) -> Result<()> {
    drop_row(connection, event)?;
    let members = members_of(connection, event)?;
    make(connection, &members)
}

/// Puts together anew the mentions of some events whose rows were dropped, after mentions were removed or judged.
pub fn resettle(connection: &Connection, events: &BTreeSet<i64>) -> Result<()> {
    let mut members = Vec::new();
    for &event in events {
        members.extend(members_of(connection, event)?);
    }
    let mut features = Vec::new();
    for &member in &members {
        let found = read::features(connection, member)?;
        features.push((member, cluster::blocks(&found), found));
    }
    let mut links = BTreeSet::new();
    for (number, (a, blocks_a, of_a)) in features.iter().enumerate() {
        for (other, (b, blocks_b, of_b)) in features.iter().enumerate().skip(number + 1) {
            let same = match judged::verdict(connection, *a, *b)? {
                Some(same) => same,
                None => blocks_a.iter().any(|block| blocks_b.contains(block)) && cluster::same(of_a, of_b),
            };
            if same {
                links.insert((number, other));
            }
        }
    }
    for part in components::of(members.len(), |a, b| links.contains(&(a.min(b), a.max(b)))) {
        let part: Vec<i64> = part.into_iter().filter_map(|number| members.get(number).copied()).collect();
        make(connection, &part)?;
    }
    Ok(())
}

/// The mentions in the blocks and days of this one.
fn candidates(connection: &Connection, mention: i64, features: &Features) -> Result<BTreeSet<i64>> {
    let windows = cluster::windows(features);
    let mut found = BTreeSet::new();
    for block in cluster::blocks(features) {
        for &(first, last) in &windows {
            found.extend(in_block(connection, block, first, last)?);
        }
    }
    found.remove(&mention);
    Ok(found)
}

/// The mentions of a block that are filed under some days.
pub fn in_block(connection: &Connection, block: i64, first: u32, last: u32) -> Result<Vec<i64>> {
    let mut statement =
        connection.prepare_cached("SELECT mention FROM block WHERE block = ?1 AND mention >= ?2 AND mention < ?3")?;
    let range = params![block, first_of_day(first.into()), first_of_day(i64::from(last) + 1)];
    let rows = statement.query_map(range, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn members_of(connection: &Connection, event: i64) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT id FROM mention WHERE event = ?1")?;
    let rows = statement.query_map([event], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A mention as it counts for its event.
struct Member {
    mention: i64,
    story: i64,
    original: i64,
    publisher: Option<String>,
}

/// Makes the row of an event from its mentions, and what follows from it.
fn make(connection: &Connection, members: &[i64]) -> Result<()> {
    let Some(&id) = members.iter().min() else { return Ok(()) };
    let mut found = Vec::new();
    for &mention in members {
        let mut statement = connection.prepare_cached(
            "SELECT s.id, s.original, d.publisher FROM mention m JOIN story s ON s.id = m.story
             JOIN story o ON o.id = s.original JOIN document d ON d.id = o.document WHERE m.id = ?1",
        )?;
        found.push(statement.query_row([mention], |row| {
            Ok(Member { mention, story: row.get(0)?, original: row.get(1)?, publisher: row.get(2)? })
        })?);
        connection
            .prepare_cached("UPDATE mention SET event = ?1 WHERE id = ?2 AND event <> ?1")?
            .execute(params![id, mention])?;
    }
    let lead =
        found.iter().min_by_key(|m| (m.original != m.story, seniority(m.story), m.mention)).map_or(id, |m| m.mention);
    let stories: BTreeSet<i64> = found.iter().map(|m| m.original).collect();
    // A page without an address is a source of its own.
    let sources: BTreeSet<String> =
        found.iter().map(|m| m.publisher.clone().unwrap_or_else(|| m.original.to_string())).collect();
    connection
        .prepare_cached("INSERT INTO event (id, lead, mentions, stories, sources) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![id, lead, members.len(), stories.len(), sources.len()])?;
    count(connection, id, lead, 1)
}

/// Removes the row of an event and what follows from it. Its mentions must still be there.
pub fn drop_row(connection: &Connection, event: i64) -> Result<()> {
    let lead = connection
        .prepare_cached("SELECT lead FROM event WHERE id = ?1")?
        .query_row([event], |row| row.get(0))
        .optional()?;
    let Some(lead) = lead else { return Ok(()) };
    count(connection, event, lead, -1)?;
    connection.prepare_cached("DELETE FROM event WHERE id = ?1")?.execute([event])?;
    Ok(())
}

/// Enters an event into the tables of dyads and months, or takes it out (`by` -1).
fn count(connection: &Connection, event: i64, lead: i64, by: i64) -> Result<()> {
    let (category, date, score) = connection
        .prepare_cached("SELECT category, date, score FROM mention WHERE id = ?1")?
        .query_row([lead], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, f64>(2)?))
        })?;
    let month = month(date.as_deref());
    let mut statement =
        connection.prepare_cached("SELECT side, country FROM party WHERE mention = ?1 AND country IS NOT NULL")?;
    let rows = statement.query_map([lead], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let countries = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let side = |wanted| -> Vec<&str> {
        countries.iter().filter(|(side, _)| *side == wanted).map(|(_, country)| country.as_str()).collect()
    };
    let (actors, recipients) = (side(0), side(1));
    for (actor, recipient) in dyads(&actors, &recipients) {
        if by > 0 {
            connection
                .prepare_cached("INSERT INTO dyad (actor, recipient, event, category, month, score) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![actor, recipient, event, category, month, score])?;
        } else {
            connection
                .prepare_cached("DELETE FROM dyad WHERE actor = ?1 AND recipient = ?2 AND event = ?3")?
                .execute(params![actor, recipient, event])?;
        }
    }
    for country in actors.into_iter().collect::<BTreeSet<_>>() {
        // Scores are multiples of a half, and so their sums are exact, in any order.
        connection
            .prepare_cached(
                "INSERT INTO monthly (month, country, category, events, score) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET events = events + excluded.events, score = score + excluded.score",
            )?
            .execute(params![month, country, category, by, score * by as f64])?;
        if by < 0 {
            connection
                .prepare_cached(
                    "DELETE FROM monthly WHERE month = ?1 AND country = ?2 AND category = ?3 AND events = 0",
                )?
                .execute(params![month, country, category])?;
        }
    }
    Ok(())
}
