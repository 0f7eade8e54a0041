//! Two countries and what they do to each other.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use memcon_store::query::{Cell, Count, Filter, Grouping, Period, Unit, Window};

use super::{Answer, Frame, OfficeLine, html, integer, rows, shown, text};
use crate::asked::{Asked, country};
use crate::charts::{self, Mean, Stack};
use crate::fault::Fault;
use crate::server::Desk;
use crate::show::{self, Day};

/// Events of the chronology beneath.
const PAGE: u32 = 25;

/// Most columns of a chart.
const COLUMNS: usize = 48;

#[derive(Template)]
#[template(path = "dyads.html")]
struct Dyads {
    frame: Frame,
    countries: &'static [(String, String)],
    top: Vec<(String, String, String, String)>,
}

/// `/dyad`, also `/dyad?a=…&b=…`
pub async fn index(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let answer = dyads(&desk, query.as_deref()).await;
    shown(&desk, answer)
}

async fn dyads(desk: &Arc<Desk>, query: Option<&str>) -> Answer {
    let asked = Asked::of(query)?;
    if let (Some(a), Some(b)) = (asked.get("a"), asked.get("b")) {
        return Ok(Redirect::to(&format!("/dyad/{}/{}", country("a", a)?, country("b", b)?)).into_response());
    }
    let top = if let Some(kept) = desk.kept.get::<Vec<(String, String, i64)>>("dyads") {
        kept
    } else {
        let top = desk.pool.read(|store| {
            let sql = "SELECT min(actor, recipient), max(actor, recipient), count(DISTINCT event) AS c FROM dyad
                 WHERE actor <> '' AND recipient <> '' AND actor <> recipient GROUP BY 1, 2 ORDER BY c DESC, 1, 2 LIMIT 60";
            let all = rows(store, sql, &[])?;
            Ok(all.iter().map(|row| (text(row, 0).unwrap_or_default(), text(row, 1).unwrap_or_default(), integer(row, 2))).collect())
        });
        desk.kept.put::<Vec<(String, String, i64)>>("dyads", top.await?)
    };
    let line = |(a, b, count): &(String, String, i64)| {
        (a.clone(), b.clone(), format!("{} and {}", show::country(a), show::country(b)), show::counted(*count, "event"))
    };
    html(&Dyads { frame: Frame::new(desk, "Dyads"), countries: show::countries(), top: top.iter().map(line).collect() })
}

struct Row {
    class: String,
    label: String,
    forth: String,
    back: String,
    bar: String,
}

#[derive(Template)]
#[template(path = "dyad.html")]
struct DyadPage {
    frame: Frame,
    a: (String, String),
    b: (String, String),
    lede: String,
    period: &'static str,
    quads: String,
    scores: String,
    rows: Vec<Row>,
    offices: Vec<OfficeLine>,
    days: Vec<Day>,
    more: Option<String>,
}

/// `/dyad/{a}/{b}`
pub async fn page(
    State(desk): State<Arc<Desk>>,
    Path((a, b)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let answer = dyad(&desk, &a, &b, query.as_deref()).await;
    shown(&desk, answer)
}

struct Known {
    all: Vec<Count>,
    real: Vec<Count>,
    events: Vec<memcon_store::query::Found>,
    offices: Vec<Vec<Cell>>,
}

async fn dyad(desk: &Arc<Desk>, a: &str, b: &str, query: Option<&str>) -> Answer {
    let missing = |fault: Fault| Fault::missing(fault.detail);
    let (a, b) = (country("country", a).map_err(missing)?, country("country", b).map_err(missing)?);
    let asked = Asked::of(query)?;
    let before = asked.id("before")?;
    let filter = Filter { dyad: Some((a.clone(), b.clone())), ..Filter::default() };
    let countries = [Cell::from(a.as_str()), Cell::from(b.as_str())];
    let known = desk.pool.read(move |store| {
        let by = Grouping { period: Some(Period::Month), unit: Some(Unit::Dyad), category: true };
        let real = Filter { statuses: vec!["occurred".into(), "ongoing".into()], ..filter.clone() };
        let sql = format!(
            "SELECT {} FROM offices WHERE country IN (?1, ?2) GROUP BY person, office, country, tenure ORDER BY (accredited_to IN (?1, ?2)) DESC, stated DESC, person LIMIT 16",
            OfficeLine::COLUMNS
        );
        Ok(Known {
            all: store.count(&filter, by)?,
            real: store.count(&real, Grouping { category: false, ..by })?,
            events: store.page(&filter, Window { before, newest_first: true, limit: PAGE + 1, ..Window::default() })?,
            offices: rows(store, &sql, &countries)?,
        })
    });
    let known = known.await?;
    let path = format!("/dyad/{a}/{b}");
    let (found, more) = super::chronology::cut(&asked, &path, known.events, PAGE);
    let (periods, length, period) = periods(known.all.iter().filter_map(|count| count.period.as_deref()));
    let total: i64 = known.real.iter().map(|count| count.events).sum();
    let mean = known.real.iter().map(|count| count.mean_score * count.events as f64).sum::<f64>() / total.max(1) as f64;
    let of = |count: &Count| usize::from(count.actor.as_deref() != Some(a.as_str()));
    let lede = if total == 0 {
        "No event between the two that has happened.".to_owned()
    } else {
        let signed = format!("{mean:+.1}").replace('-', "−");
        format!("Mean score {signed} over n = {} directed events that happened or are under way.", show::number(total))
    };
    html(&DyadPage {
        frame: Frame::new(desk, "Dyads"),
        lede,
        period,
        quads: if known.all.is_empty() { String::new() } else { charts::stacks(&stacks(&periods, length, &known.all)) },
        scores: charts::means(&means(&periods, length, &known.real, of)),
        rows: categories(&known.all, of),
        offices: known.offices.iter().map(|row| OfficeLine::of(row)).collect(),
        days: show::days(&found),
        more,
        a: (a.clone(), show::country(&a)),
        b: (b.clone(), show::country(&b)),
    })
}

/// The periods of a chart, without gaps: months, or years where there are too many; with the length of their names.
fn periods<'a>(months: impl Iterator<Item = &'a str>) -> (Vec<String>, usize, &'static str) {
    let number =
        |month: &str| Some(month.get(..4)?.parse::<usize>().ok()? * 12 + month.get(5..7)?.parse::<usize>().ok()? - 1);
    let numbers: Vec<usize> = months.filter_map(number).collect();
    let (Some(first), Some(last)) = (numbers.iter().min(), numbers.iter().max()) else {
        return (Vec::new(), 7, "month");
    };
    if last - first < COLUMNS {
        return ((*first..=*last).map(|n| format!("{:04}-{:02}", n / 12, n % 12 + 1)).collect(), 7, "month");
    }
    let (first, last) = (first / 12, last / 12);
    ((first.max(last.saturating_sub(COLUMNS * 2))..=last).map(|year| format!("{year:04}")).collect(), 4, "year")
}

fn place(periods: &[String], length: usize, count: &Count) -> Option<usize> {
    let name = count.period.as_deref()?.get(..length)?;
    periods.iter().position(|period| period == name)
}

fn stacks(periods: &[String], length: usize, counts: &[Count]) -> Vec<Stack> {
    let mut stacks: Vec<Stack> = periods.iter().map(|name| Stack { name: name.clone(), parts: [0; 4] }).collect();
    for count in counts {
        let quad = count
            .category
            .as_deref()
            .and_then(|name| name.parse::<memcon_lexicon::Category>().ok())
            .map_or(0, memcon_lexicon::Category::quad);
        let Some(stack) = place(periods, length, count).and_then(|at| stacks.get_mut(at)) else { continue };
        if let Some(part) = stack.parts.get_mut(usize::from(quad).wrapping_sub(1)) {
            *part += count.events;
        }
    }
    stacks
}

fn means(periods: &[String], length: usize, counts: &[Count], of: impl Fn(&Count) -> usize) -> Vec<Mean> {
    let mut sums: Vec<[(f64, i64); 2]> = vec![[(0.0, 0); 2]; periods.len()];
    for count in counts {
        let Some(sides) = place(periods, length, count).and_then(|at| sums.get_mut(at)) else { continue };
        if let Some(side) = sides.get_mut(of(count)) {
            side.0 += count.mean_score * count.events as f64;
            side.1 += count.events;
        }
    }
    let mean = |(name, sides): (&String, [(f64, i64); 2])| Mean {
        name: name.clone(),
        sides: sides.map(|(sum, n)| (n > 0).then(|| (sum / n as f64, n))),
    };
    periods.iter().zip(sums).map(mean).collect()
}

fn categories(counts: &[Count], of: impl Fn(&Count) -> usize) -> Vec<Row> {
    let sums: Vec<(&str, [i64; 2])> = show::categories()
        .map(|name| {
            let mut sides = [0; 2];
            for count in counts.iter().filter(|count| count.category.as_deref() == Some(name)) {
                if let Some(side) = sides.get_mut(of(count)) {
                    *side += count.events;
                }
            }
            (name, sides)
        })
        .filter(|(_, [forth, back])| forth + back > 0)
        .collect();
    let most = sums.iter().map(|(_, [forth, back])| forth + back).max().unwrap_or(1);
    sums.into_iter()
        .map(|(name, [forth, back])| Row {
            class: name.to_lowercase(),
            label: show::category(name),
            forth: show::number(forth),
            back: show::number(back),
            bar: charts::bar(forth, back, most),
        })
        .collect()
}
