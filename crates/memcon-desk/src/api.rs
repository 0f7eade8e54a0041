//! `/api/v1`: the questions of the command line over HTTP, and their description from this code.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use memcon_store::query::{Count, Filter, Found, Grouping, Period, Unit, Window};
use memcon_store::record::Event;
use serde::Serialize;
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::asked::Asked;
use crate::fault::{Fault, Problem};
use crate::gate;
use crate::pages::{Frame, html, id, integer, rows, text};
use crate::server::Desk;

/// Which question has which address.
pub fn router() -> Router<Arc<Desk>> {
    Router::new()
        .route("/api", get(page))
        .route("/api/v1/openapi.json", get(openapi))
        .route("/api/v1/events", get(events))
        .route("/api/v1/events/{id}", get(event))
        .route("/api/v1/stories", get(stories))
        .route("/api/v1/stories/{id}", get(story))
        .route("/api/v1/actors", get(actors))
        .route("/api/v1/counts", get(counts))
        .route("/api/v1/search", get(search))
        .route("/api/v1/gold", get(gold))
        .route("/api/v1/code", post(code))
}

/// Which events; all that are given must hold.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `Asked` reads")]
struct FilterParameters {
    /// Who acts: a code of three letters, as NOR or UNO, a country's name, or words of a name
    actor: Option<String>,
    /// To whom
    recipient: Option<String>,
    /// On either side
    party: Option<String>,
    /// Two countries, either way: NOR-KEN
    #[param(example = "NOR-KEN")]
    dyad: Option<String>,
    /// Country in which it took place
    country: Option<String>,
    /// Sector of a party: GOV, MIL, REB
    sector: Option<String>,
    /// PLOVER category, or the act that is promised or threatened; several parted by commas
    category: Option<String>,
    /// PLOVER mode
    mode: Option<String>,
    /// occurred, ongoing, planned, hypothetical, denied; several parted by commas
    status: Option<String>,
    /// PLOVER context
    context: Option<String>,
    /// First day, month or year: 2025-03-14, 2025-03 or 2025
    from: Option<String>,
    /// Last day, month or year, included
    to: Option<String>,
    /// Words of the place's name
    place: Option<String>,
    /// Within so many kilometres of a point: latitude,longitude,kilometres
    near: Option<String>,
    /// Words in the evidence: harbour treaty; "peace talks"; sanction*; a OR b; a NOT b
    text: Option<String>,
    /// Only what its story is about
    core: Option<bool>,
    /// Words in the rule that coded it
    decided_by: Option<String>,
    /// At least so sure
    #[param(minimum = 0, maximum = 1)]
    confidence: Option<f64>,
    /// Told by at least so many publishers
    #[param(minimum = 0)]
    sources: Option<u32>,
}

/// Which part of a list, and its form.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `Asked` reads")]
struct PageParameters {
    /// At most so many
    #[param(minimum = 1, maximum = 500, default = 50)]
    limit: Option<u32>,
    /// Where the page before ended, as its `next` says
    cursor: Option<i64>,
    /// Newest first (the default) or oldest first
    #[param(pattern = "^(newest|oldest)$")]
    order: Option<String>,
    /// json or csv
    #[param(pattern = "^(json|csv)$")]
    format: Option<String>,
}

/// A page of events.
#[derive(Serialize, ToSchema)]
struct Events {
    /// The events, by day.
    events: Vec<Found>,
    /// Address of the next page.
    next: Option<String>,
}

/// An event in a story.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the name that the API gives it")]
struct Mention {
    /// Its row in the view `mentions`, in decimal digits.
    mention: String,
    /// The event across stories that it tells of, in decimal digits.
    unique: String,
    /// What was coded.
    #[serde(flatten)]
    event: Event,
}

/// A story.
#[derive(Serialize, ToSchema)]
struct Story {
    /// Its row in the view `stories`, in decimal digits.
    id: String,
    /// Its headline.
    title: Option<String>,
    /// Its day.
    date: Option<String>,
    /// Its address.
    url: Option<String>,
    /// Who published it.
    publisher: Option<String>,
    /// Name of its document.
    document: String,
    /// The story that it copies, where it is a copy.
    copy_of: Option<String>,
    /// What there is to read; only for one story.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// Where the text begins in its document, in characters: offsets count from the document's beginning.
    start: i64,
    /// What was coded; only for one story.
    #[serde(skip_serializing_if = "Option::is_none")]
    mentions: Option<Vec<Mention>>,
}

/// A page of stories.
#[derive(Serialize, ToSchema)]
struct Stories {
    /// The stories, the newest first.
    stories: Vec<Story>,
    /// Address of the next page.
    next: Option<String>,
}

/// Somebody with a name.
#[derive(Serialize, ToSchema)]
struct Actor {
    /// The name.
    name: String,
    /// The country's code.
    country: Option<String>,
    /// Wikidata identifier, where known.
    identifier: Option<String>,
    /// In how many mentions.
    mentions: i64,
}

/// Actors found.
#[derive(Serialize, ToSchema)]
struct Actors {
    /// Who is in most events comes first.
    actors: Vec<Actor>,
}

/// Counts of events.
#[derive(Serialize, ToSchema)]
struct Counts {
    /// In the order of their keys.
    counts: Vec<Count>,
}

/// What was found.
#[derive(Serialize, ToSchema)]
struct Search {
    /// Countries, people and bodies.
    actors: Vec<crate::pages::Hit>,
    /// Events with these words in their evidence.
    events: Vec<Found>,
}

fn json(answer: &impl Serialize) -> Result<Response, Fault> {
    let text = serde_json::to_string(answer).map_err(|error| Fault::broken(error.to_string()))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

fn answer(answer: Result<Response, Fault>) -> Response {
    answer.unwrap_or_else(|fault| fault.problem())
}

/// Whether CSV is asked for.
fn csv_wanted(asked: &Asked) -> Result<bool, Fault> {
    match asked.get("format") {
        None | Some("json") => Ok(false),
        Some("csv") => Ok(true),
        Some(other) => Err(Fault::asked(format!("format: {other:?} is neither json nor csv"))),
    }
}

/// A table as RFC 4180 has it. Cells that a spreadsheet would take for a formula get a quotation mark before them.
fn csv(head: &[&str], rows: &[Vec<String>]) -> Response {
    let mut text = head.join(",") + "\r\n";
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        let _ = write!(text, "{}\r\n", cells.join(","));
    }
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8")], text).into_response()
}

fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

fn link_next(response: &mut Response, next: Option<&String>) {
    let value = next.and_then(|next| format!("<{next}>; rel=\"next\"").parse().ok());
    if let Some(value) = value {
        response.headers_mut().insert(header::LINK, value);
    }
}

/// Events by filter
#[utoipa::path(get, path = "/api/v1/events", params(FilterParameters, PageParameters), responses(
    (status = 200, description = "A page of events", body = Events), (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")))]
async fn events(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let found = async {
        let asked = Asked::of(query.as_deref())?;
        let (filter, limit, cursor, as_csv) =
            (asked.filter()?, asked.limit(50, 500)?, asked.id("cursor")?, csv_wanted(&asked)?);
        let newest_first = match asked.get("order") {
            None | Some("newest") => true,
            Some("oldest") => false,
            Some(other) => return Err(Fault::asked(format!("order: {other:?} is neither newest nor oldest"))),
        };
        let (before, after) = if newest_first { (cursor, None) } else { (None, cursor) };
        let window = Window { before, after, newest_first, limit: limit + 1 };
        let mut events = desk.pool.read(move |store| Ok(store.page(&filter, window)?)).await?;
        let more = events.len() > limit as usize;
        events.truncate(limit as usize);
        let last = events.last().filter(|_| more).map(|last| last.unique.clone());
        let next = last.map(|last| format!("/api/v1/events?{}", asked.with(&[("cursor", Some(last))])));
        let mut response = if as_csv {
            csv(&Found::COLUMNS, &events.iter().map(Found::cells).collect::<Vec<_>>())
        } else {
            json(&Events { events, next: next.clone() })?
        };
        link_next(&mut response, next.as_ref());
        Ok(response)
    };
    answer(found.await)
}

/// One event
#[utoipa::path(get, path = "/api/v1/events/{id}", params(("id" = i64, Path, description = "Its `unique`")), responses(
    (status = 200, description = "The event", body = Found), (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json")))]
async fn event(State(desk): State<Arc<Desk>>, Path(number): Path<String>) -> Response {
    let found = async {
        let id = id(&number)?;
        let found = desk.pool.read(move |store| Ok(store.event(id)?)).await?;
        json(&found.ok_or_else(|| Fault::missing("the record holds no such event"))?)
    };
    answer(found.await)
}

const STORY: &str = "id, title, date, url, publisher, name, original, start";

fn story_of(row: &[memcon_store::query::Cell]) -> Story {
    let (id, original) = (integer(row, 0), integer(row, 6));
    Story {
        id: id.to_string(),
        title: text(row, 1),
        date: text(row, 2),
        url: text(row, 3),
        publisher: text(row, 4),
        document: text(row, 5).unwrap_or_default(),
        copy_of: (original != id).then(|| original.to_string()),
        text: None,
        start: integer(row, 7),
        mentions: None,
    }
}

/// Stories, the newest first
#[utoipa::path(get, path = "/api/v1/stories", params(
    ("limit" = Option<u32>, Query, minimum = 1, maximum = 500, description = "At most so many"),
    ("cursor" = Option<i64>, Query, description = "Where the page before ended"),
    ("format" = Option<String>, Query, description = "json or csv", pattern = "^(json|csv)$")), responses(
    (status = 200, description = "A page of stories", body = Stories), (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")))]
async fn stories(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let found = async {
        let asked = Asked::of(query.as_deref())?;
        let (limit, cursor, as_csv) =
            (asked.limit(50, 500)?, asked.id("cursor")?.unwrap_or(i64::MAX), csv_wanted(&asked)?);
        let found = desk.pool.read(move |store| {
            let sql = format!("SELECT {STORY} FROM stories WHERE id < ? ORDER BY id DESC LIMIT ?");
            rows(store, &sql, &[cursor.into(), i64::from(limit + 1).into()])
        });
        let mut stories: Vec<Story> = found.await?.iter().map(|row| story_of(row)).collect();
        let more = stories.len() > limit as usize;
        stories.truncate(limit as usize);
        let last = stories.last().filter(|_| more).map(|last| last.id.clone());
        let next = last.map(|last| format!("/api/v1/stories?{}", asked.with(&[("cursor", Some(last))])));
        let mut response = if as_csv {
            let row = |story: &Story| {
                let optional = |value: &Option<String>| value.clone().unwrap_or_default();
                vec![
                    story.id.clone(),
                    optional(&story.title),
                    optional(&story.date),
                    optional(&story.url),
                    optional(&story.publisher),
                    story.document.clone(),
                    optional(&story.copy_of),
                ]
            };
            csv(
                &["id", "title", "date", "url", "publisher", "document", "copy_of"],
                &stories.iter().map(row).collect::<Vec<_>>(),
            )
        } else {
            json(&Stories { stories, next: next.clone() })?
        };
        link_next(&mut response, next.as_ref());
        Ok(response)
    };
    answer(found.await)
}

/// One story with its text and what was coded in it
#[utoipa::path(get, path = "/api/v1/stories/{id}", params(("id" = i64, Path, description = "Its id")), responses(
    (status = 200, description = "The story", body = Story), (status = 404, description = "There is none", body = Problem, content_type = "application/problem+json")))]
async fn story(State(desk): State<Arc<Desk>>, Path(number): Path<String>) -> Response {
    let found = async {
        let id = id(&number)?;
        let story = desk.pool.read(move |store| {
            let sql = format!("SELECT {STORY}, text FROM stories WHERE id = ?");
            let Some(row) = rows(store, &sql, &[id.into()])?.pop() else { return Ok(None) };
            let mentions = store.mentions_of_story(id)?.into_iter();
            let mentions = mentions.map(|(mention, unique, event)| Mention {
                mention: mention.to_string(),
                unique: unique.to_string(),
                event,
            });
            Ok(Some(Story { text: text(&row, 8), mentions: Some(mentions.collect()), ..story_of(&row) }))
        });
        json(&story.await?.ok_or_else(|| Fault::missing("the record holds no such story"))?)
    };
    answer(found.await)
}

/// People and bodies by name
#[utoipa::path(get, path = "/api/v1/actors", params(
    ("name" = Option<String>, Query, description = "Words of the name; without, the most frequent"),
    ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "At most so many")), responses(
    (status = 200, description = "Actors", body = Actors), (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")))]
async fn actors(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let found = async {
        let asked = Asked::of(query.as_deref())?;
        let (name, limit) = (asked.text("name"), asked.limit(50, 200)?);
        let words = crate::pages::prefixes(&name);
        let found = desk.pool.read(move |store| match words {
            Some(words) => {
                let sql = "SELECT n.name, n.country, n.identifier, (SELECT count(*) FROM party p WHERE p.entity = n.id) AS c
                     FROM (SELECT rowid FROM entity_words WHERE name MATCH ? LIMIT 400) w JOIN entity n ON n.id = w.rowid
                     ORDER BY c DESC, n.name, n.country LIMIT ?";
                rows(store, sql, &[words.as_str().into(), i64::from(limit).into()])
            }
            None if !name.is_empty() => Ok(Vec::new()),
            None => {
                let sql = "SELECT n.name, n.country, n.identifier, w.c FROM (SELECT entity, count(*) AS c FROM party WHERE entity IS NOT NULL
                     GROUP BY entity ORDER BY c DESC, entity LIMIT ?) w JOIN entity n ON n.id = w.entity ORDER BY w.c DESC, n.name, n.country";
                rows(store, sql, &[i64::from(limit).into()])
            }
        });
        let actor = |row: &Vec<memcon_store::query::Cell>| Actor {
            name: text(row, 0).unwrap_or_default(),
            country: text(row, 1),
            identifier: text(row, 2),
            mentions: integer(row, 3),
        };
        json(&Actors { actors: found.await?.iter().map(actor).collect() })
    };
    answer(found.await)
}

/// Counts and mean scores
#[utoipa::path(get, path = "/api/v1/counts", params(FilterParameters,
    ("by" = Option<String>, Query, description = "day, week, month or year", pattern = "^(day|week|month|year)$"),
    ("per" = Option<String>, Query, description = "dyad, actor or recipient", pattern = "^(dyad|actor|recipient)$"),
    ("by_category" = Option<bool>, Query, description = "Also by category"),
    ("format" = Option<String>, Query, description = "json or csv", pattern = "^(json|csv)$")), responses(
    (status = 200, description = "Counts", body = Counts), (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")))]
async fn counts(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let found = async {
        let asked = Asked::of(query.as_deref())?;
        let (filter, as_csv) = (asked.filter()?, csv_wanted(&asked)?);
        let period = match asked.get("by") {
            None => None,
            Some("day") => Some(Period::Day),
            Some("week") => Some(Period::Week),
            Some("month") => Some(Period::Month),
            Some("year") => Some(Period::Year),
            Some(other) => return Err(Fault::asked(format!("by: {other:?} is not day, week, month or year"))),
        };
        let unit = match asked.get("per") {
            None => None,
            Some("dyad") => Some(Unit::Dyad),
            Some("actor") => Some(Unit::Actor),
            Some("recipient") => Some(Unit::Recipient),
            Some(other) => return Err(Fault::asked(format!("per: {other:?} is not dyad, actor or recipient"))),
        };
        let by = Grouping { period, unit, category: asked.flag("by_category")? };
        let counts = desk.pool.read(move |store| Ok(store.count(&filter, by)?)).await?;
        if !as_csv {
            return json(&Counts { counts });
        }
        let row = |count: &Count| {
            let keys = [&count.period, &count.actor, &count.recipient, &count.category];
            let keys = keys.into_iter().map(|key| key.clone().unwrap_or_default());
            keys.chain([count.events.to_string(), count.mean_score.to_string()]).collect()
        };
        Ok(csv(
            &["period", "actor", "recipient", "category", "events", "mean_score"],
            &counts.iter().map(row).collect::<Vec<_>>(),
        ))
    };
    answer(found.await)
}

/// Names and evidence with these words
#[utoipa::path(get, path = "/api/v1/search", params(
    ("q" = String, Query, description = "What is searched for"),
    ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "At most so many of each kind")), responses(
    (status = 200, description = "What was found", body = Search), (status = 400, description = "A parameter is wrong", body = Problem, content_type = "application/problem+json")))]
async fn search(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let found = async {
        let asked = Asked::of(query.as_deref())?;
        let limit = asked.limit(20, 100)?;
        let q = asked.get("q").ok_or_else(|| Fault::asked("q: what is searched for is missing"))?.to_owned();
        let found = desk.pool.read(move |store| {
            let filter = Filter { text: Some(crate::asked::words(&q)), ..Filter::default() };
            let window = Window { newest_first: true, limit, ..Window::default() };
            Ok(Search {
                actors: crate::pages::actors_named(store, &q, limit as usize)?,
                events: store.page(&filter, window)?,
            })
        });
        json(&found.await?)
    };
    answer(found.await)
}

/// Stories that the audit judged whole, as gold for `memcon score`
#[utoipa::path(get, path = "/api/v1/gold", responses(
    (status = 200, description = "JSON lines: a story with its events a line", body = String, content_type = "application/x-ndjson")))]
async fn gold(State(desk): State<Arc<Desk>>) -> Response {
    let found = async {
        let lines = desk.pool.read(|store| {
            let mut lines = String::new();
            store.gold(|gold| {
                lines.push_str(&serde_json::to_string(&gold).unwrap_or_default());
                lines.push('\n');
            })?;
            Ok(lines)
        });
        Ok(([(header::CONTENT_TYPE, "application/x-ndjson")], lines.await?).into_response())
    };
    answer(found.await)
}

/// Codes a page, HTML or text, without keeping it; needs the token where the desk has one
#[utoipa::path(post, path = "/api/v1/code", request_body(content = String, content_type = "text/plain", description = "The page, HTML (text/html) or text, at most 4 MB"), params(
    ("date" = Option<String>, Query, description = "Day of publication where the page does not say it: 2025-03-14")), responses(
    (status = 200, description = "What memcon code --format jsonl prints", body = Object),
    (status = 400, description = "It cannot be read", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "The token is missing", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "Longer than 4 MB", body = String, content_type = "text/plain"),
    (status = 501, description = "This desk codes nothing", body = Problem, content_type = "application/problem+json")))]
async fn code(State(desk): State<Arc<Desk>>, headers: HeaderMap, RawQuery(query): RawQuery, body: Bytes) -> Response {
    let coded = async {
        if desk.options.token.is_some() && !gate::has_token(&desk, &headers) {
            return Err(Fault::token());
        }
        let asked = Asked::of(query.as_deref())?;
        let date = asked.parsed::<jiff::civil::Date>("date", "a day such as 2025-03-14")?;
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(Fault::asked("there is nothing to code: send the page as the body"));
        }
        let line = desk.coded(move |coder| coder.code(&body, "page", date)).await?;
        let line = line.map_err(|message| Fault::other(StatusCode::BAD_REQUEST, message))?;
        Ok(([(header::CONTENT_TYPE, "application/json")], line).into_response())
    };
    answer(coded.await)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Memcon desk",
        version = "1",
        description = "A record of political events: events, stories, actors, counts.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    paths(events, event, stories, story, actors, counts, search, gold, code)
)]
struct Description;

async fn openapi() -> Response {
    answer(json(&Description::openapi()))
}

struct Operation {
    method: String,
    path: String,
    summary: String,
    parameters: Vec<(String, String, String)>,
    example: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "api.html")]
struct ApiPage {
    frame: Frame,
    operations: Vec<Operation>,
}

/// `/api`: the description for people, from the same description.
async fn page(State(desk): State<Arc<Desk>>) -> Response {
    let description = serde_json::to_value(Description::openapi()).unwrap_or_default();
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut operations = Vec::new();
    for (path, methods) in description["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let parameters = parameters.map(|p| (word(&p["name"]), word(&p["in"]), word(&p["description"])));
            operations.push(Operation {
                method: method.to_uppercase(),
                summary: word(&operation["summary"]),
                parameters: parameters.collect(),
                example: example(path),
                path: path.clone(),
            });
        }
    }
    let shown = html(&ApiPage { frame: Frame::new(&desk, "API"), operations });
    crate::pages::shown(&desk, shown)
}

fn example(path: &str) -> Option<&'static str> {
    match path {
        "/api/v1/events" => Some("curl 'localhost:8700/api/v1/events?party=NOR&from=2025&status=occurred&format=csv'"),
        "/api/v1/counts" => Some("curl 'localhost:8700/api/v1/counts?dyad=IDN-MMR&by=month&per=dyad&by_category=true'"),
        "/api/v1/code" => Some("curl --data-binary @page.html -H 'Content-Type: text/html' localhost:8700/api/v1/code"),
        "/api/v1/gold" => Some("curl localhost:8700/api/v1/gold > gold.jsonl && memcon score gold.jsonl"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!((quoted("=1+1"), quoted("-2.5"), quoted("@x")), ("'=1+1".into(), "-2.5".into(), "'@x".into()));
    }

    #[test]
    fn the_description_is_of_3_1_and_names_every_question() {
        let description = serde_json::to_value(Description::openapi()).expect("JSON");
        assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
        assert_eq!(description["paths"].as_object().map(serde_json::Map::len), Some(9));
    }
}
