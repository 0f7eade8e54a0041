//! Panels: counts by unit and period, rows without events included, with what was read beside them.
//!
//! **Units.** A dyad is a directed pair of countries. Lists of actors and recipients become dyads by the one rule of
//! [`crate::dyads`]: each country among the actors with each among the recipients; of an event without recipients
//! each actor with each other one, both ways. An event counts once in each dyad that it has. A country counts each
//! event in which it is on the side that was asked for, once.
//!
//! **Periods.** An event counts in the period of its first day. One whose date is less exact than the period counts in
//! none, and neither does one without a date; [`LeftOut`] says how many.
//!
//! **Zero rows.** Every unit has a row for every period from the first to the last, but for periods in which one of its
//! countries was no state by the lexicon's table of states and nothing was coded of it.
//!
//! **Denominators.** `stories` counts the stories published in the period, copies counted once, `publishers` who
//! published them. Where nothing was read, a zero says nothing about the world.

mod denominators;
mod periods;

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::knowledge::Knowledge;
use memcon_lexicon::{Category, Status};
use rusqlite::params_from_iter;

pub use denominators::{Read, Reading};
pub use periods::Slot;

use crate::error::Error;
use crate::query::{Filter, Period};
use crate::{Result, Store};

/// Whose events are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelUnit {
    /// Directed pairs of countries.
    Dyad,
    /// Pairs of countries whichever acts; the first in the alphabet comes first.
    UndirectedDyad,
    /// Countries that act.
    Actor,
    /// Countries to which something is done.
    Recipient,
    /// Countries on either side.
    Country,
}

/// What panel is wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelQuery {
    /// Whose events.
    pub unit: PanelUnit,
    /// Length of a period.
    pub by: Period,
    /// First period: a day, month or year. Without one, that of the first event.
    pub from: Option<String>,
    /// Last period. Without one, that of the last event.
    pub to: Option<String>,
    /// Only units of these countries, each with rows even where it has no event at all. Without any, the units that
    /// have an event.
    pub countries: Vec<String>,
    /// Which events; its dates are not looked at.
    pub filter: Filter,
    /// Statuses that count; empty: `occurred` and `ongoing`.
    pub statuses: Vec<String>,
}

/// The counts of a unit in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Events.
    pub events: u64,
    /// Sum of their PLOVER scores.
    pub score: f64,
    /// By category, in the order of [`Category::ALL`].
    pub categories: [u64; 16],
}

impl Counts {
    /// By quad class, from 1: verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub fn quads(&self) -> [u64; 4] {
        let mut quads = [0; 4];
        for (category, count) in Category::ALL.iter().zip(self.categories) {
            if let Some(quad) = quads.get_mut(usize::from(category.quad()) - 1) {
                *quad += count;
            }
        }
        quads
    }

    /// Mean score, to four places; none without events.
    pub fn mean_score(&self) -> Option<f64> {
        (self.events > 0).then(|| (self.score / self.events as f64 * 1e4).round() / 1e4)
    }

    fn add(&mut self, category: &str, events: u64, score: f64) {
        self.events += events;
        self.score += score;
        let place = Category::ALL.iter().position(|known| known.as_str() == category);
        if let Some(count) = place.and_then(|place| self.categories.get_mut(place)) {
            *count += events;
        }
    }
}

/// A row of a panel.
#[derive(Clone, Debug, PartialEq)]
pub struct PanelRow {
    /// The country, or the first of a dyad.
    pub a: State,
    /// The second of a dyad.
    pub b: Option<State>,
    /// The period.
    pub period: Slot,
    /// Its counts.
    pub counts: Counts,
    /// What was read in the period.
    pub read: Read,
}

/// A country as studies name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// ISO 3166-1 alpha-3, or PLOVER's code of a kind of body.
    pub code: String,
    /// Its name, where it is a state.
    pub name: Option<String>,
    /// Its number in the Correlates of War list.
    pub cow: Option<u16>,
    /// Its number in Gleditsch and Ward's list.
    pub gw: Option<u16>,
}

impl State {
    /// The state with a code.
    pub fn of(code: &str) -> Self {
        let country = Knowledge::shipped().country(code);
        Self {
            code: code.to_owned(),
            name: country.map(|country| country.name.to_string()),
            cow: country.and_then(|country| country.cow),
            gw: country.and_then(|country| country.gw),
        }
    }
}

/// Events that no row counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// For their status.
    pub statuses: BTreeMap<String, u64>,
    /// Without a date, or with one less exact than a period.
    pub vague: u64,
    /// Without a country on a side that the unit needs.
    pub unplaced: u64,
}

/// A panel, ready to be written row by row.
#[derive(Debug)]
pub struct Panel {
    by: Period,
    slots: Vec<Slot>,
    units: BTreeMap<(String, String), BTreeMap<Slot, Counts>>,
    reading: Reading,
    /// What is counted in no row.
    pub left_out: LeftOut,
}

impl Store {
    /// Counts events by unit and period.
    ///
    /// # Errors
    /// If the query has a mistake, or the record cannot be read.
    pub fn panel(&self, query: &PanelQuery) -> Result<Panel> {
        let (from, to) = bounds(query)?;
        let mut statuses = query.statuses.clone();
        if statuses.is_empty() {
            statuses = [Status::Occurred, Status::Ongoing].map(|status| status.to_string()).to_vec();
        }
        let filter = Filter { from: None, to: None, statuses: statuses.clone(), ..query.filter.clone() };
        let mut units: BTreeMap<(String, String), BTreeMap<Slot, Counts>> = BTreeMap::new();
        self.count_units(query.unit, &filter, |unit, date, category, events, score| {
            if let Some(slot) = date.and_then(|date| Slot::of(query.by, date)) {
                let inside = from.is_none_or(|from| from <= slot) && to.is_none_or(|to| slot <= to);
                if inside && wanted(query, &unit) {
                    units.entry(unit).or_default().entry(slot).or_default().add(category, events, score);
                }
            }
        })?;
        for unit in asked_for(query) {
            units.entry(unit).or_default();
        }
        let found = || units.values().flat_map(BTreeMap::keys).copied();
        let slots = slots(query.by, from.or_else(|| found().min()), to.or_else(|| found().max()));
        let left_out = self.left_out(query, &filter, &statuses)?;
        Ok(Panel { by: query.by, slots, units, reading: self.reading(query.by)?, left_out })
    }

    /// Hands over counts by unit, date and category.
    fn count_units(
        &self,
        unit: PanelUnit,
        filter: &Filter,
        mut take: impl FnMut((String, String), Option<&str>, &str, u64, f64),
    ) -> Result<()> {
        let condition = filter.condition()?;
        // A dyad has each event once; other units may have it in several dyads.
        let (columns, pairs) = match unit {
            PanelUnit::Dyad => ("y.actor AS a, y.recipient AS b", "y.actor <> '' AND y.recipient <> ''"),
            PanelUnit::UndirectedDyad => (
                "min(y.actor, y.recipient) AS a, max(y.actor, y.recipient) AS b",
                "y.actor <> '' AND y.recipient <> ''",
            ),
            PanelUnit::Actor => ("y.actor AS a, '' AS b", "y.actor <> ''"),
            PanelUnit::Recipient => ("y.recipient AS a, '' AS b", "y.recipient <> ''"),
            PanelUnit::Country => ("y.country AS a, '' AS b", "y.country <> ''"),
        };
        let dyads = if unit == PanelUnit::Country {
            "(SELECT actor AS country, event FROM dyads UNION SELECT recipient, event FROM dyads)"
        } else {
            "dyads"
        };
        let sql = format!(
            "SELECT a, b, date, category, count(*), sum(score) FROM (
               SELECT DISTINCT e.id, {columns}, m.date AS date, m.category AS category, m.score AS score
               FROM {dyads} y JOIN event e ON e.id = y.event JOIN mention m ON m.id = e.lead WHERE {pairs} AND {}
             ) GROUP BY a, b, date, category",
            condition.sql()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(condition.parameters))?;
        while let Some(row) = rows.next()? {
            let date: Option<String> = row.get(2)?;
            let category: String = row.get(3)?;
            take((row.get(0)?, row.get(1)?), date.as_deref(), &category, row.get(4)?, row.get(5)?);
        }
        Ok(())
    }

    fn left_out(&self, query: &PanelQuery, filter: &Filter, statuses: &[String]) -> Result<LeftOut> {
        let mut left_out = LeftOut::default();
        let all = Filter { statuses: Vec::new(), ..filter.clone() }.condition()?;
        let sql = format!(
            "SELECT m.status, count(*) FROM event e JOIN mention m ON m.id = e.lead WHERE {} GROUP BY 1",
            all.sql()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(all.parameters))?;
        while let Some(row) = rows.next()? {
            let status: String = row.get(0)?;
            if !statuses.contains(&status) {
                left_out.statuses.insert(status, row.get(1)?);
            }
        }
        let needed = match query.by {
            Period::Day | Period::Week => 10,
            Period::Month => 7,
            Period::Year => 4,
        };
        let counterpart = match query.unit {
            PanelUnit::Dyad | PanelUnit::UndirectedDyad => "actor <> '' AND recipient <> ''",
            PanelUnit::Actor => "actor <> ''",
            PanelUnit::Recipient => "recipient <> ''",
            PanelUnit::Country => "actor <> '' OR recipient <> ''",
        };
        let count = |term: &str| -> Result<u64> {
            let condition = filter.condition()?;
            let sql = format!(
                "SELECT count(*) FROM event e JOIN mention m ON m.id = e.lead WHERE {} AND {term}",
                condition.sql()
            );
            Ok(self
                .connection
                .prepare_cached(&sql)?
                .query_row(params_from_iter(condition.parameters), |row| row.get(0))?)
        };
        left_out.vague = count(&format!("coalesce(length(m.date), 0) < {needed}"))?;
        left_out.unplaced = count(&format!("e.id NOT IN (SELECT event FROM dyads WHERE {counterpart})"))?;
        Ok(left_out)
    }
}

/// The first and the last period that were asked for.
fn bounds(query: &PanelQuery) -> Result<(Option<Slot>, Option<Slot>)> {
    let range = |date: &String| {
        Slot::range(query.by, date)
            .ok_or_else(|| Error::misused(format!("{date:?} is no date such as 2025-03-14, 2025-03 or 2025")))
    };
    let from = query.from.as_ref().map(range).transpose()?.map(|(first, _)| first);
    let to = query.to.as_ref().map(range).transpose()?.map(|(_, last)| last);
    if let (Some(first), Some(last)) = (from, to)
        && last < first
    {
        return Err(Error::misused("the last period comes before the first; exchange --from and --to"));
    }
    Ok((from, to))
}

fn wanted(query: &PanelQuery, (a, b): &(String, String)) -> bool {
    let among = |code: &String| code.is_empty() || query.countries.contains(code);
    query.countries.is_empty() || among(a) && among(b)
}

/// The units of the countries that were asked for, a country's dyad with itself left out: it has rows
/// only where it has an event in some period.
fn asked_for(query: &PanelQuery) -> BTreeSet<(String, String)> {
    let pair = |a: &String, b: &String| match query.unit {
        PanelUnit::Dyad => (a != b).then(|| (a.clone(), b.clone())),
        PanelUnit::UndirectedDyad => (a != b).then(|| (a.min(b).clone(), a.max(b).clone())),
        _ => Some((a.clone(), String::new())),
    };
    query.countries.iter().flat_map(|a| query.countries.iter().filter_map(move |b| pair(a, b))).collect()
}

fn slots(by: Period, from: Option<Slot>, to: Option<Slot>) -> Vec<Slot> {
    let (Some(first), Some(last)) = (from, to) else { return Vec::new() };
    std::iter::successors(Some(first), |slot| slot.next(by)).take_while(|slot| *slot <= last).collect()
}

impl Panel {
    /// Hands its rows to `take`, by unit and period, until it returns `false`.
    pub fn rows(&self, mut take: impl FnMut(PanelRow) -> bool) {
        for ((a, b), counts) in &self.units {
            let (a, b) = (State::of(a), (!b.is_empty()).then(|| State::of(b)));
            for &slot in &self.slots {
                let found = counts.get(&slot);
                let states =
                    [Some(&a), b.as_ref()].into_iter().flatten().all(|state| existed(&state.code, slot, self.by));
                if found.is_none() && !states {
                    continue;
                }
                let row = PanelRow {
                    a: a.clone(),
                    b: b.clone(),
                    period: slot,
                    counts: found.copied().unwrap_or_default(),
                    read: self.reading.of(slot),
                };
                if !take(row) {
                    return;
                }
            }
        }
    }

    /// Length of its periods.
    pub fn by(&self) -> Period {
        self.by
    }
}

/// Whether a country was a state on some day of a period; what is no state, such as the UN, is never said not to be.
fn existed(code: &str, slot: Slot, by: Period) -> bool {
    let day = |date: jiff::civil::Date| {
        let part = |number: i16| u32::try_from(number).unwrap_or_default();
        memcon_lexicon::day::Day::new(part(date.year()), part(date.month().into()), part(date.day().into()))
    };
    let next = slot.next(by).and_then(|next| next.first_day().yesterday().ok());
    let during = memcon_lexicon::day::Period { from: Some(day(slot.first_day())), to: next.map(day) };
    let mut rows = Knowledge::shipped().countries.iter().filter(|country| &*country.code == code).peekable();
    rows.peek().is_none() || rows.any(|country| country.period.overlaps(during))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_was_not_yet_has_no_zero() {
        let month = |date| Slot::of(Period::Month, date).expect("a month");
        assert!(!existed("SSD", month("2011-06"), Period::Month) && existed("SSD", month("2011-07"), Period::Month));
        assert!(existed("UNO", month("1950-01"), Period::Month));
    }

    #[test]
    fn quads_and_means_follow_categories() {
        let mut counts = Counts::default();
        counts.add("CONSULT", 2, 5.0);
        counts.add("ASSAULT", 1, -9.0);
        assert_eq!((counts.quads(), counts.mean_score()), ([2, 0, 0, 1], Some(-1.3333)));
        assert_eq!(Counts::default().mean_score(), None);
    }
}
