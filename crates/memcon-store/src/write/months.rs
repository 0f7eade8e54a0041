//! The table of months, changed once a batch: a month has few rows, and each event changes one.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::Result;

/// Changes that are still to be written: events and sum of scores by month, country and category.
#[derive(Debug, Default)]
pub struct Months(BTreeMap<(String, String, String), (i64, f64)>);

impl Months {
    /// Counts an event in (`by` 1) or out (-1).
    pub fn count(&mut self, key: (&str, &str, &str), score: f64, by: i64) {
        let (month, country, category) = key;
        let (events, sum) = self.0.entry((month.to_owned(), country.to_owned(), category.to_owned())).or_default();
        *events += by;
        // Scores are multiples of a half, and so their sums are exact, in any order.
        *sum += score * by as f64;
    }

    /// Writes all.
    pub fn write(&mut self, connection: &Connection) -> Result<()> {
        let mut change = connection.prepare_cached(
            "INSERT INTO monthly (month, country, category, events, score) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET events = events + excluded.events, score = score + excluded.score",
        )?;
        let mut clear = connection
            .prepare_cached("DELETE FROM monthly WHERE month = ?1 AND country = ?2 AND category = ?3 AND events = 0")?;
        for ((month, country, category), (events, score)) in std::mem::take(&mut self.0) {
            if events != 0 || score != 0.0 {
                change.execute(params![month, country, category, events, score])?;
            }
            if events < 0 {
                clear.execute(params![month, country, category])?;
            }
        }
        Ok(())
    }
}
