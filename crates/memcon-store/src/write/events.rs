//! Events across stories: kept as the connected components of the pairwise test while mentions come and go.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::batch::Batch;
use super::components;
use super::copies::seniority;
use super::dyads::dyads;
use super::judged;
use crate::Result;
use crate::cluster::{self, Features, Who};
use crate::ids::{first_of_day, month};
use crate::read::{self, Known};

/// The events that a mention is to be joined to: those of the mentions that are of one event with it.
pub fn of(connection: &Connection, batch: &mut Batch, key: u64, known: &Known) -> Result<BTreeSet<i64>> {
    let mut events = BTreeSet::new();
    for other in candidates(connection, &known.features)? {
        let same = match judged::verdict(connection, batch, key, other)? {
            Some(same) => same,
            None => cluster::same(&known.features, &batch.mention(connection, other)?.features),
        };
        if same {
            events.insert(read::event_of(connection, other)?);
        }
    }
    for other in judged::same_as(connection, batch, key)? {
        events.insert(read::event_of(connection, other)?);
    }
    Ok(events)
}

/// Makes the event of a new mention that is alone in it, before the mention is written.
pub fn alone(connection: &Connection, batch: &mut Batch, mention: i64) -> Result<()> {
    insert(connection, mention, mention, (1, 1, 1))?;
    count(connection, batch, mention, mention, 1)
}

/// Makes one event of some events and a new mention that is filed under one of them or under its own id.
pub fn merge(connection: &Connection, batch: &mut Batch, mention: i64, events: &BTreeSet<i64>) -> Result<()> {
    let mut members = Vec::new();
    for &event in events.iter().chain((!events.contains(&mention)).then_some(&mention)) {
        members.extend(members_of(connection, event)?);
    }
    make(connection, batch, &members, events)
}

/// Makes the event anew from the mentions that it has: after their stories' copies changed.
pub fn refresh(connection: &Connection, batch: &mut Batch, event: i64) -> Result<()> {
    make(connection, batch, &members_of(connection, event)?, &BTreeSet::from([event]))
}

/// Puts together anew the mentions of some events whose rows were dropped, after mentions were removed or judged.
pub fn resettle(connection: &Connection, batch: &mut Batch, events: &BTreeSet<i64>) -> Result<()> {
    let mut members = Vec::new();
    for &event in events {
        members.extend(members_of(connection, event)?);
    }
    let mut features = Vec::new();
    for member in &members {
        let known = batch.mention(connection, member.mention)?;
        features.push((member.mention, cluster::blocks(&known.features), known));
    }
    let mut links = BTreeSet::new();
    for (number, (a, blocks_a, of_a)) in features.iter().enumerate() {
        for (other, (b, blocks_b, of_b)) in features.iter().enumerate().skip(number + 1) {
            let same = match judged::verdict_of_two(connection, batch, *a, *b)? {
                Some(same) => same,
                None => {
                    blocks_a.iter().any(|block| blocks_b.contains(block))
                        && cluster::same(&of_a.features, &of_b.features)
                }
            };
            if same {
                links.insert((number, other));
            }
        }
    }
    for part in components::of(members.len(), |a, b| links.contains(&(a.min(b), a.max(b)))) {
        let part: Vec<Member> = part.into_iter().filter_map(|number| members.get(number).cloned()).collect();
        make(connection, batch, &part, &BTreeSet::new())?;
    }
    Ok(())
}

/// The mentions in the blocks and days of this one.
fn candidates(connection: &Connection, features: &Features) -> Result<BTreeSet<i64>> {
    let windows = cluster::windows(features);
    let mut found = BTreeSet::new();
    for block in cluster::blocks(features) {
        for &(first, last) in &windows {
            found.extend(in_block(connection, block, first, last)?);
        }
    }
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

/// A mention as it counts for its event.
#[derive(Clone)]
struct Member {
    mention: i64,
    event: i64,
    story: i64,
    original: i64,
    publisher: Option<String>,
}

fn members_of(connection: &Connection, event: i64) -> Result<Vec<Member>> {
    let mut statement = connection.prepare_cached(
        "SELECT m.id, m.event, s.id, s.original, d.publisher FROM mention m JOIN story s ON s.id = m.story
         JOIN story o ON o.id = s.original JOIN document d ON d.id = o.document WHERE m.event = ?1",
    )?;
    let rows = statement.query_map([event], |row| {
        Ok(Member {
            mention: row.get(0)?,
            event: row.get(1)?,
            story: row.get(2)?,
            original: row.get(3)?,
            publisher: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Makes the row of an event from its mentions, and what follows from it, in place of the rows `before`.
fn make(connection: &Connection, batch: &mut Batch, members: &[Member], before: &BTreeSet<i64>) -> Result<()> {
    let Some(id) = members.iter().map(|member| member.mention).min() else { return Ok(()) };
    let lead =
        members.iter().min_by_key(|m| (m.original != m.story, seniority(m.story), m.mention)).map_or(id, |m| m.mention);
    let mut stays = false;
    for &event in before {
        if event == id && lead_of(connection, event)? == Some(lead) {
            stays = true;
        } else {
            drop_row(connection, batch, event)?;
        }
    }
    for member in members.iter().filter(|member| member.event != id) {
        connection
            .prepare_cached("UPDATE mention SET event = ?1 WHERE id = ?2")?
            .execute(params![id, member.mention])?;
    }
    let stories: BTreeSet<i64> = members.iter().map(|m| m.original).collect();
    // A page without an address is a source of its own.
    let sources: BTreeSet<String> =
        members.iter().map(|m| m.publisher.clone().unwrap_or_else(|| m.original.to_string())).collect();
    let counts = (members.len(), stories.len(), sources.len());
    if stays {
        connection
            .prepare_cached("UPDATE event SET mentions = ?2, stories = ?3, sources = ?4 WHERE id = ?1")?
            .execute(params![id, counts.0, counts.1, counts.2])?;
        return Ok(());
    }
    insert(connection, id, lead, counts)?;
    count(connection, batch, id, lead, 1)
}

/// Writes the row of an event: how many mentions, stories and sources it has.
fn insert(connection: &Connection, event: i64, lead: i64, counts: (usize, usize, usize)) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO event (id, lead, mentions, stories, sources) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![event, lead, counts.0, counts.1, counts.2])?;
    Ok(())
}

fn lead_of(connection: &Connection, event: i64) -> Result<Option<i64>> {
    let mut statement = connection.prepare_cached("SELECT lead FROM event WHERE id = ?1")?;
    Ok(statement.query_row([event], |row| row.get(0)).optional()?)
}

/// Removes the row of an event and what follows from it. Its mentions must still be there.
pub fn drop_row(connection: &Connection, batch: &mut Batch, event: i64) -> Result<()> {
    let Some(lead) = lead_of(connection, event)? else { return Ok(()) };
    count(connection, batch, event, lead, -1)?;
    connection.prepare_cached("DELETE FROM event WHERE id = ?1")?.execute([event])?;
    Ok(())
}

/// Enters an event into the tables of dyads and months, or takes it out (`by` -1).
fn count(connection: &Connection, batch: &mut Batch, event: i64, lead: i64, by: i64) -> Result<()> {
    let known = batch.mention(connection, lead)?;
    let (of, score) = (&known.features, known.score);
    let month = month(of.date.date.as_deref());
    let (actors, recipients) = (countries(&of.actors), countries(&of.recipients));
    for (actor, recipient) in dyads(&actors, &recipients) {
        if by > 0 {
            connection
                .prepare_cached("INSERT INTO dyad (actor, recipient, event, category, month, score) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
                .execute(params![actor, recipient, event, of.category, month, score])?;
        } else {
            connection
                .prepare_cached("DELETE FROM dyad WHERE actor = ?1 AND recipient = ?2 AND event = ?3")?
                .execute(params![actor, recipient, event])?;
        }
    }
    for country in actors.into_iter().collect::<BTreeSet<_>>() {
        batch.months.count((month, country, &of.category), score, by);
    }
    Ok(())
}

fn countries(side: &[Who]) -> Vec<&str> {
    side.iter().filter_map(|who| who.country.as_deref()).collect()
}
