//! Search over names, places, headlines and evidence, and suggestions while one types.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use memcon_store::Store;
use memcon_store::query::{Cell, Filter, Window};
use serde::Serialize;

use super::{Answer, Frame, html, integer, rows, shown, text};
use crate::asked::{self, Asked, address};
use crate::fault::Fault;
use crate::server::Desk;
use crate::show::{self, Day, countries};

/// Something found: where it leads and what it is called.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Hit {
    /// Its page.
    pub href: String,
    /// Its name.
    pub label: String,
    /// What it is.
    pub note: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    frame: Frame,
    q: String,
    actors: Vec<Hit>,
    places: Vec<Hit>,
    stories: Vec<Hit>,
    days: Vec<Day>,
    more: Option<String>,
    nothing: bool,
}

/// Events that the page shows.
const EVENTS: u32 = 15;

/// `/search`
pub async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let answer = search(&desk, query.as_deref()).await;
    shown(&desk, answer)
}

async fn search(desk: &Arc<Desk>, query: Option<&str>) -> Answer {
    let q = Asked::of(query)?.text("q");
    let mut frame = Frame::new(desk, "");
    frame.q = show::clean(&q);
    let asked = q.clone();
    let (actors, places, stories, mut found) = desk
        .pool
        .read(move |store| {
            if asked.is_empty() {
                return Ok((Vec::new(), Vec::new(), Vec::new(), Vec::new()));
            }
            let filter = Filter { text: Some(asked::words(&asked)), ..Filter::default() };
            let window = Window { newest_first: true, limit: EVENTS + 1, ..Window::default() };
            Ok((
                actors(store, &asked, 12)?,
                places(store, &asked)?,
                stories(store, &asked)?,
                store.page(&filter, window)?,
            ))
        })
        .await?;
    let more = found.len() > EVENTS as usize;
    found.truncate(EVENTS as usize);
    html(&SearchPage {
        frame,
        more: more.then(|| address("/", &[("text", &q)])),
        days: show::days(&found),
        nothing: !q.is_empty() && actors.is_empty() && places.is_empty() && stories.is_empty() && found.is_empty(),
        q: show::brief(&q, 200),
        actors,
        places,
        stories,
    })
}

/// `/suggest?q=…`: what names begin so, as JSON.
pub async fn suggest(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let q = match Asked::of(query.as_deref()) {
        Ok(asked) => asked.text("q"),
        Err(fault) => return fault.problem(),
    };
    match desk.pool.read(move |store| if q.is_empty() { Ok(Vec::new()) } else { actors(store, &q, 8) }).await {
        Ok(hits) => {
            let text = serde_json::to_string(&hits).unwrap_or_default();
            ([(header::CONTENT_TYPE, "application/json")], text).into_response()
        }
        Err(fault) => fault.problem(),
    }
}

/// Words of a name as the index of names is asked: each whole, the last as a beginning.
pub fn prefixes(name: &str) -> Option<String> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(12)
        .map(|word| format!("\"{word}\""))
        .collect();
    (!words.is_empty()).then(|| words.join(" ") + "*")
}

/// Countries, people and bodies whose names hold these words; who is in more events comes first.
pub fn actors(store: &Store, q: &str, limit: usize) -> Result<Vec<Hit>, Fault> {
    let lower = q.to_lowercase();
    let called = |(code, name): &&(String, String)| {
        let name = name.to_lowercase();
        code.eq_ignore_ascii_case(q) || name.starts_with(&lower) || name.split(' ').any(|word| word.starts_with(&lower))
    };
    let country = |(code, name): &(String, String)| Hit {
        href: address("/actor", &[("country", code)]),
        label: name.clone(),
        note: code.clone(),
    };
    let mut hits: Vec<Hit> = countries().iter().filter(called).take(limit / 2).map(country).collect();
    let Some(words) = prefixes(q) else { return Ok(hits) };
    let sql = "SELECT n.name, n.country, (SELECT count(*) FROM party p WHERE p.entity = n.id) AS c
         FROM (SELECT rowid FROM entity_words WHERE name MATCH ? LIMIT 200) w JOIN entity n ON n.id = w.rowid
         ORDER BY c DESC, n.name, n.country LIMIT ?";
    for row in rows(store, sql, &[Cell::from(words.as_str()), i64::try_from(limit).unwrap_or(8).into()])? {
        let (name, country) = (text(&row, 0).unwrap_or_default(), text(&row, 1));
        if hits.iter().any(|hit| hit.label == name && country.as_deref() == Some(hit.note.as_str())) {
            continue;
        }
        let mut pairs = vec![("name", name.as_str())];
        pairs.extend(country.as_deref().map(|code| ("country", code)));
        let of = country.as_deref().map(|code| format!("{}, ", show::country(code))).unwrap_or_default();
        hits.push(Hit {
            href: address("/actor", &pairs),
            label: show::brief(&name, 100),
            note: format!("{of}{}", show::counted(integer(&row, 2), "mention")),
        });
    }
    hits.truncate(limit);
    Ok(hits)
}

/// A text within a pattern of LIKE.
fn like(text: &str) -> Cell {
    Cell::Text(format!("%{}%", text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")))
}

fn places(store: &Store, q: &str) -> Result<Vec<Hit>, Fault> {
    let sql =
        "SELECT DISTINCT name, country FROM place WHERE name LIKE ? ESCAPE '\\' ORDER BY length(name), name LIMIT 8";
    let hit = |row: &Vec<Cell>| {
        let name = text(row, 0).unwrap_or_default();
        let mut pairs = vec![("place", name.clone())];
        pairs.extend(text(row, 1).map(|country| ("country", country)));
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Hit {
            href: address("/", &pairs),
            label: show::brief(&name, 100),
            note: text(row, 1).map(|code| show::country(&code)).unwrap_or_default(),
        }
    };
    Ok(rows(store, sql, &[like(q)])?.iter().map(hit).collect())
}

fn stories(store: &Store, q: &str) -> Result<Vec<Hit>, Fault> {
    let sql = "SELECT s.id, s.title, s.date FROM story s WHERE s.title LIKE ? ESCAPE '\\' ORDER BY s.id DESC LIMIT 12";
    let hit = |row: &Vec<Cell>| Hit {
        href: format!("/story/{}", integer(row, 0)),
        label: show::brief(&text(row, 1).unwrap_or_default(), 160),
        note: text(row, 2).map(|date| show::date(&date)).unwrap_or_default(),
    };
    Ok(rows(store, sql, &[like(q)])?.iter().map(hit).collect())
}
