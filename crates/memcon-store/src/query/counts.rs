//! Counts and mean scores of events, by period, parties and category.

use rusqlite::params_from_iter;
use serde::Serialize;

use super::filter::Filter;
use crate::Result;
use crate::store::Store;

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// `2025-03-14`.
    Day,
    /// Of ISO 8601: `2025-W11`.
    Week,
    /// `2025-03`.
    Month,
    /// `2025`.
    Year,
}

/// Whose events are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Each directed pair of countries.
    Dyad,
    /// Each actor's country.
    Actor,
    /// Each recipient's country.
    Recipient,
}

/// By what events are counted. An event counts in each unit that it has: a meeting of three states in six dyads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grouping {
    /// By period. Events whose date is less exact than the period are counted under what is known, or under "".
    pub period: Option<Period>,
    /// By parties.
    pub unit: Option<Unit>,
    /// By PLOVER category.
    pub category: bool,
}

/// One row of counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Count {
    /// The period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The actor's country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// The recipient's country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// How many events.
    pub events: i64,
    /// Their mean PLOVER score, from -10 to 10.
    pub mean_score: f64,
}

impl Period {
    /// The period of a date, in SQL.
    fn of(self, date: &str) -> String {
        match self {
            Self::Day => format!("coalesce({date}, '')"),
            Self::Week => {
                format!("CASE WHEN length({date}) = 10 THEN strftime('%G-W%V', {date}) ELSE coalesce({date}, '') END")
            }
            Self::Month => format!("coalesce(substr({date}, 1, 7), '')"),
            Self::Year => format!("coalesce(substr({date}, 1, 4), '')"),
        }
    }
}

impl Store {
    /// Counts the events that a filter asks for. Rows are in the order of their keys.
    ///
    /// # Errors
    /// If the filter has a mistake, or the record cannot be read.
    pub fn count(&self, filter: &Filter, by: Grouping) -> Result<Vec<Count>> {
        let (sql, parameters) = statement(filter, by)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(parameters), |row| {
            let events: i64 = row.get("events")?;
            Ok(Count {
                period: row.get("period")?,
                actor: row.get("actor")?,
                recipient: row.get("recipient")?,
                category: row.get("category")?,
                events,
                mean_score: rounded(row.get::<_, f64>("score")? / events as f64),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// To four places: means of halves need no more, and print short.
fn rounded(mean: f64) -> f64 {
    (mean * 1e4).round() / 1e4
}

fn statement(filter: &Filter, by: Grouping) -> Result<(String, Vec<rusqlite::types::Value>)> {
    if let Some(sql) = from_months(filter, by) {
        return Ok((sql, Vec::new()));
    }
    if let Some(found) = from_dyads(filter, by) {
        return Ok(found);
    }
    let condition = filter.condition()?;
    let period = by.period.map_or("NULL".to_owned(), |period| period.of("m.date"));
    let category = if by.category { "m.category" } else { "NULL" };
    // DISTINCT: an actor with three recipients acts once.
    let (with, from) = match by.unit {
        None => ("NULL AS actor, NULL AS recipient".to_owned(), String::new()),
        Some(unit) => {
            let columns = match unit {
                Unit::Dyad => "y.actor AS actor, y.recipient AS recipient",
                Unit::Actor => "y.actor AS actor, NULL AS recipient",
                Unit::Recipient => "NULL AS actor, y.recipient AS recipient",
            };
            // Where two countries are asked for, their events' other pairs are left out. The codes were checked.
            let only = filter.dyad.as_ref().map_or_else(String::new, |(a, b)| {
                format!(" AND (y.actor, y.recipient) IN (VALUES ('{a}', '{b}'), ('{b}', '{a}'))")
            });
            (columns.to_owned(), format!("JOIN dyad y ON y.event = e.id{only}"))
        }
    };
    let sql = format!(
        "SELECT period, actor, recipient, category, count(*) AS events, sum(score) AS score FROM (
           SELECT DISTINCT e.id, {period} AS period, {with}, {category} AS category, m.score AS score
           FROM event e JOIN mention m ON m.id = e.lead {from} WHERE {}
         ) GROUP BY period, actor, recipient, category ORDER BY period, actor, recipient, category",
        condition.sql()
    );
    Ok((sql, condition.parameters))
}

/// Counts of everything by month or year and actor come from the table of months.
fn from_months(filter: &Filter, by: Grouping) -> Option<String> {
    let length = match by.period {
        Some(Period::Month) => 7,
        Some(Period::Year) => 4,
        _ => return None,
    };
    let category = if by.category { "category" } else { "NULL" };
    (*filter == Filter::default() && by.unit == Some(Unit::Actor)).then(|| {
        format!(
            "SELECT substr(month, 1, {length}) AS period, country AS actor, NULL AS recipient, {category} AS category,
               sum(events) AS events, sum(score) AS score FROM monthly GROUP BY 1, 2, 4 ORDER BY 1, 2, 4"
        )
    })
}

/// Counts of a dyad by month or year need no more than the table of dyads.
fn from_dyads(filter: &Filter, by: Grouping) -> Option<(String, Vec<rusqlite::types::Value>)> {
    let (a, b) = filter.dyad.clone()?;
    let length = match by.period {
        Some(Period::Month) => 7,
        Some(Period::Year) => 4,
        _ => return None,
    };
    if *filter != (Filter { dyad: filter.dyad.clone(), ..Filter::default() }) || by.unit != Some(Unit::Dyad) {
        return None;
    }
    let category = if by.category { "category" } else { "NULL" };
    let sql = format!(
        "SELECT substr(month, 1, {length}) AS period, actor, recipient, {category} AS category,
           count(*) AS events, sum(score) AS score FROM dyad
         WHERE (actor, recipient) IN (VALUES (?1, ?2), (?2, ?1)) GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    );
    Some((sql, vec![a.into(), b.into()]))
}
