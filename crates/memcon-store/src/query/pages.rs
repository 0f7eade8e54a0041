//! Events in pages, forwards or backwards in time, and what a story holds.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params_from_iter};

use super::events::Found;
use super::filter::Filter;
use crate::Result;
use crate::ids::{day_number, day_of, first_of_day};
use crate::record::Event;
use crate::store::Store;
use crate::{error::Error, read};

/// Which of the events that a filter asks for: a page of them. Events lie in the order of their days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// Only events after this one.
    pub after: Option<i64>,
    /// Only events before this one.
    pub before: Option<i64>,
    /// The last first.
    pub newest_first: bool,
    /// At most so many.
    pub limit: u32,
}

impl Window {
    /// Leaves out what lies on a day or after it.
    ///
    /// # Errors
    /// If it is no date.
    #[must_use = "gives the window"]
    pub fn before_day(mut self, date: &str) -> Result<Self> {
        let first = first_of_day(day_number(Some(date)).into());
        if first == 0 {
            return Err(Error::misused(format!("{date:?} is no date")));
        }
        self.before = Some(self.before.map_or(first, |before| before.min(first)));
        Ok(self)
    }
}

/// The day on which an event lies in the record, by its id: `YYYY-MM-DD`, or nothing where none is known.
pub fn day_of_event(id: i64) -> Option<String> {
    let days = day_of(id);
    let date = jiff::civil::date(1, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    (days > 0).then(|| date.to_string())
}

/// The least id that an event of a day, month or year can have.
pub fn first_event_of(date: &str) -> i64 {
    first_of_day(day_number(Some(date)).into())
}

const SELECT: &str =
    "SELECT e.id, e.lead, e.mentions, e.stories, e.sources, s.title, s.date, d.url, d.publisher, d.name
     FROM event e JOIN mention m ON m.id = e.lead JOIN story s ON s.id = m.story JOIN document d ON d.id = s.document";

impl Store {
    /// A page of the events that a filter asks for.
    ///
    /// # Errors
    /// If the filter has a mistake, or the record cannot be read.
    pub fn page(&self, filter: &Filter, window: Window) -> Result<Vec<Found>> {
        let condition = filter.condition()?;
        let mut parameters = condition.parameters.clone();
        let mut terms = condition.sql();
        for (term, bound) in [(" AND e.id > ?", window.after), (" AND e.id < ?", window.before)] {
            if let Some(bound) = bound {
                terms.push_str(term);
                parameters.push(Value::Integer(bound));
            }
        }
        let order = if window.newest_first { "DESC" } else { "ASC" };
        let sql = format!("{SELECT} WHERE {terms} ORDER BY e.id {order} LIMIT ?");
        parameters.push(Value::Integer(window.limit.into()));
        self.all_found(&sql, parameters)
    }

    /// The events that lie ahead of a day: which happen, or whose act is due, after it; the nearest first. Of acts, those
    /// stated within the two years before it.
    ///
    /// # Errors
    /// If the filter has a mistake, `today` is no date, or the record cannot be read.
    pub fn ahead(&self, filter: &Filter, today: &str, limit: u32) -> Result<Vec<Found>> {
        let condition = filter.condition()?;
        let day = i64::from(day_number(Some(today)));
        let mut parameters =
            vec![Value::Integer(first_of_day(day - 730)), today.to_owned().into(), today.to_owned().into()];
        let sql = format!(
            "{SELECT} WHERE e.id >= ? AND (m.act_date > ? OR (m.act_date IS NULL AND m.date > ?)) AND m.status <> 'denied'
             AND {} ORDER BY coalesce(m.act_date, m.date), e.id LIMIT ?",
            condition.sql()
        );
        parameters.extend(condition.parameters);
        parameters.push(Value::Integer(limit.into()));
        self.all_found(&sql, parameters)
    }

    /// An event by its id, where there is one.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn event(&self, id: i64) -> Result<Option<Found>> {
        Ok(self.all_found(&format!("{SELECT} WHERE e.id = ?"), vec![Value::Integer(id)])?.pop())
    }

    fn all_found(&self, sql: &str, parameters: Vec<Value>) -> Result<Vec<Found>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(parameters))?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(self.found(row)?);
        }
        Ok(all)
    }

    /// A mention as it was coded, where there is one.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn mention(&self, id: i64) -> Result<Option<Event>> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM mention WHERE id = ?")?;
        let there = statement.query_row([id], |_| Ok(())).optional()?.is_some();
        there.then(|| read::event(&self.connection, id)).transpose()
    }

    /// The mentions of a story in the order of its text, each with its row in the view `mentions` and its event.
    ///
    /// # Errors
    /// If the record cannot be read.
    pub fn mentions_of_story(&self, story: i64) -> Result<Vec<(i64, i64, Event)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, event FROM mention WHERE story = ? ORDER BY (evidence ->> '$[0][0]'), key")?;
        let ids = statement.query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let ids: Vec<(i64, i64)> = ids.collect::<rusqlite::Result<_>>()?;
        ids.into_iter().map(|(id, event)| Ok((id, event, read::event(&self.connection, id)?))).collect()
    }
}
