//! Links from plans to what became of them, kept as mentions come.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::batch::Batch;
use super::events::in_block;
use crate::Result;
use crate::cluster::{self, Features, LONGEST};

/// Links a new mention to the plans that it is the outcome of, and, if it is a plan, to its outcomes.
pub fn link(connection: &Connection, batch: &mut Batch, mention: i64) -> Result<()> {
    let known = batch.mention(connection, mention)?;
    let features = &known.features;
    let day = features.day();
    if let Some(act) = cluster::may_come_from(features) {
        for plan in found(connection, &cluster::plan_blocks(features, act), day.saturating_sub(LONGEST), day)? {
            write(connection, (plan, &batch.mention(connection, plan)?.features), (mention, features))?;
        }
    }
    if let Some(act) = cluster::plans(features) {
        for category in cluster::may_become(features, act) {
            for later in found(connection, &cluster::blocks_as(features, category), day, day + LONGEST)? {
                write(connection, (mention, features), (later, &batch.mention(connection, later)?.features))?;
            }
        }
    }
    Ok(())
}

fn found(connection: &Connection, blocks: &[i64], first: u32, last: u32) -> Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for &block in blocks {
        found.extend(in_block(connection, block, first, last)?);
    }
    Ok(found)
}

fn write(connection: &Connection, plan: (i64, &Features), later: (i64, &Features)) -> Result<()> {
    if let Some(became) = cluster::outcome(plan.1, later.1) {
        connection
            .prepare_cached("INSERT OR IGNORE INTO outcome (plan, mention, became) VALUES (?1, ?2, ?3)")?
            .execute(params![plan.0, later.0, became])?;
    }
    Ok(())
}
