//! What was read: stories by period and publisher.

use std::collections::{BTreeMap, BTreeSet};

use super::periods::Slot;
use crate::query::Period;
use crate::{Result, Store};

/// What was read in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Stories, copies of one wire story counted once.
    pub stories: u64,
    /// Copies of them.
    pub copies: u64,
    /// Who published them.
    pub publishers: u64,
}

/// Stories by period and publisher.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    slots: BTreeMap<Slot, BTreeMap<String, Read>>,
    /// Stories without a day of publication, or with one less exact than a period.
    pub vague: u64,
}

impl Reading {
    /// What was read in a period, from all publishers.
    pub fn of(&self, slot: Slot) -> Read {
        let Some(publishers) = self.slots.get(&slot) else { return Read::default() };
        publishers.values().fold(Read::default(), |sum, read| Read {
            stories: sum.stories + read.stories,
            copies: sum.copies + read.copies,
            publishers: sum.publishers + 1,
        })
    }

    /// Every period and publisher: each publisher has a row for each period from the first to the last.
    pub fn rows(&self, by: Period) -> Vec<(Slot, String, Read)> {
        let publishers: BTreeSet<&String> = self.slots.values().flat_map(BTreeMap::keys).collect();
        let (Some(first), Some(last)) = (self.slots.keys().next(), self.slots.keys().next_back()) else {
            return Vec::new();
        };
        let slots = std::iter::successors(Some(*first), |slot| slot.next(by)).take_while(|slot| slot <= last);
        let row = |slot: Slot, publisher: &String| {
            let read = self.slots.get(&slot).and_then(|found| found.get(publisher)).copied().unwrap_or_default();
            (slot, publisher.clone(), read)
        };
        slots.flat_map(|slot| publishers.iter().map(move |publisher| row(slot, publisher))).collect()
    }
}

impl Store {
    /// Counts stories by period of publication and publisher; one without a publisher is counted under the form that it
    /// came in, in parentheses.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn reading(&self, by: Period) -> Result<Reading> {
        let mut statement = self.connection.prepare_cached(
            "SELECT s.date, coalesce(d.publisher, '(' || d.format || ')'), s.original <> s.id, count(*)
             FROM story s JOIN document d ON d.id = s.document GROUP BY 1, 2, 3",
        )?;
        let mut reading = Reading::default();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (date, publisher, copy, count): (Option<String>, String, bool, u64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let Some(slot) = date.and_then(|date| Slot::of(by, &date)) else {
                reading.vague += count;
                continue;
            };
            let read = reading.slots.entry(slot).or_default().entry(publisher).or_default();
            read.publishers = 1;
            *(if copy { &mut read.copies } else { &mut read.stories }) += count;
        }
        Ok(reading)
    }
}
