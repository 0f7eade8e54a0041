//! A story with its evidence, and an event with its sources.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use memcon_store::Store;
use memcon_store::query::{Cell, day_of_event};
use memcon_store::record::Event;

use super::coded::{self, Coded, MOST, Piece, paragraphs, parts};
use super::{Answer, Frame, html, id, integer, rows, shown, text};
use crate::asked::Asked;
use crate::fault::Fault;
use crate::server::Desk;
use crate::show::{self, Item, Told};

/// A story as it lies in the record.
pub struct Tale {
    /// Its row.
    pub id: i64,
    /// Its document.
    pub document: i64,
    /// Its headline.
    pub title: String,
    /// Its day.
    pub date: Option<String>,
    /// How that is known.
    pub date_source: Option<String>,
    /// Name of its document.
    pub name: String,
    /// Its address.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The story that it copies, or itself.
    pub original: i64,
    /// Its first character in the document.
    pub start: usize,
    /// Its text.
    pub text: String,
    /// What a user should know.
    pub notes: Vec<String>,
    /// Its mentions: row, event, what was coded.
    pub mentions: Vec<(i64, i64, Event)>,
}

impl Tale {
    /// A story by its row.
    pub fn read(store: &Store, id: i64) -> Result<Self, Fault> {
        let sql = "SELECT document, title, date, date_source, name, url, publisher, original, start, text, notes FROM stories WHERE id = ?";
        let found = rows(store, sql, &[Cell::from(id)])?
            .pop()
            .ok_or_else(|| Fault::missing("the record holds no such story"))?;
        let name = text(&found, 4).unwrap_or_default();
        let notes: Vec<String> = text(&found, 10).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Ok(Self {
            id,
            document: integer(&found, 0),
            title: text(&found, 1).map_or_else(|| show::brief(&name, 120), |title| show::brief(&title, 300)),
            date: text(&found, 2),
            date_source: text(&found, 3),
            name,
            url: text(&found, 5),
            publisher: text(&found, 6),
            original: integer(&found, 7),
            start: usize::try_from(integer(&found, 8)).unwrap_or_default(),
            text: text(&found, 9).unwrap_or_default(),
            notes,
            mentions: store.mentions_of_story(id)?,
        })
    }

    /// Its text in marked paragraphs.
    pub fn paragraphs(&self) -> Vec<Vec<Piece>> {
        let events: Vec<Event> = self.mentions.iter().map(|(_, _, event)| event.clone()).collect();
        paragraphs(&self.text, self.start, &events)
    }

    /// Its events.
    pub fn coded(&self, verdict: impl Fn(&Event) -> Option<String>) -> Vec<Coded> {
        let one = |(number, (mention, event, coded)): (usize, &(i64, i64, Event))| Coded {
            number,
            mention: *mention,
            event: *event,
            item: Item::of(&event.to_string(), coded, None),
            parts: parts(coded),
            verdict: verdict(coded),
            current: false,
        };
        (1..).zip(&self.mentions).map(one).collect()
    }
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    frame: Frame,
    id: i64,
    title: String,
    date: Option<String>,
    date_source: Option<String>,
    publisher: String,
    document: String,
    url: Option<String>,
    original: Option<i64>,
    siblings: Vec<(i64, String)>,
    paragraphs: Vec<Vec<Piece>>,
    cut: bool,
    most: String,
    count: String,
    events: Vec<Coded>,
    has_tree: bool,
    notes: Vec<String>,
    statements: Vec<(String, String)>,
}

/// `/story/{id}`
pub async fn page(State(desk): State<Arc<Desk>>, Path(number): Path<String>) -> Response {
    let answer = story(&desk, &number).await;
    shown(&desk, answer)
}

async fn story(desk: &Arc<Desk>, number: &str) -> Answer {
    let id = id(number)?;
    let has_tree = desk.coder.is_some();
    let frame = Frame::new(desk, "");
    let page = desk
        .pool
        .read(move |store| {
            let tale = Tale::read(store, id)?;
            let reviews = store.reviews_of_story(id)?;
            let verdict = |event: &Event| {
                let review = reviews.iter().find(|review| review.key == event.id)?;
                Some(format!("{} ({})", review.decision.as_str(), show::brief(&review.reviewer, 40)))
            };
            let siblings = rows(
                store,
                "SELECT id, number FROM stories WHERE document = ? AND id <> ? ORDER BY number LIMIT 40",
                &[tale.document.into(), id.into()],
            )?;
            let said = rows(
                store,
                "SELECT speaker, speaker_country, text FROM statements WHERE story = ? ORDER BY number LIMIT 60",
                &[id.into()],
            )?;
            let who = |row: &[Cell]| {
                text(row, 0)
                    .or_else(|| text(row, 1).map(|code| show::country(&code)))
                    .unwrap_or_else(|| "Somebody".to_owned())
            };
            Ok(StoryPage {
                frame,
                id,
                events: tale.coded(verdict),
                paragraphs: tale.paragraphs(),
                cut: tale.text.chars().nth(MOST).is_some(),
                most: show::number(MOST.try_into().unwrap_or_default()),
                count: if tale.mentions.is_empty() {
                    "No event".to_owned()
                } else {
                    show::counted(tale.mentions.len().try_into().unwrap_or_default(), "event")
                },
                title: tale.title,
                date: tale.date.as_deref().map(show::day),
                date_source: tale.date_source.map(|source| show::clean(&source)),
                publisher: show::brief(tale.publisher.as_deref().unwrap_or("no publisher named"), 80),
                document: show::brief(&tale.name, 120),
                url: show::link(tale.url.as_deref()),
                original: (tale.original != id).then_some(tale.original),
                siblings: siblings
                    .iter()
                    .map(|row| (integer(row, 0), format!("story {}", integer(row, 1) + 1)))
                    .collect(),
                has_tree,
                notes: tale.notes.iter().take(30).map(|note| show::brief(note, 300)).collect(),
                statements: said
                    .iter()
                    .map(|row| (show::brief(&who(row), 80), show::brief(&text(row, 2).unwrap_or_default(), 400)))
                    .collect(),
            })
        })
        .await?;
    html(&page)
}

#[derive(Template)]
#[template(path = "tree.html")]
struct TreePage {
    frame: Frame,
    story: i64,
    number: usize,
    sentence: String,
    rule: String,
    tree: String,
}

/// `/story/{id}/tree?mention=…`
pub async fn tree(State(desk): State<Arc<Desk>>, Path(number): Path<String>, RawQuery(query): RawQuery) -> Response {
    let answer = tree_page(&desk, &number, query.as_deref()).await;
    shown(&desk, answer)
}

async fn tree_page(desk: &Arc<Desk>, number: &str, query: Option<&str>) -> Answer {
    let (story, mention) = (id(number)?, Asked::of(query)?.id("mention")?.unwrap_or_default());
    let tale = desk.pool.read(move |store| Tale::read(store, story)).await?;
    let at = tale.mentions.iter().position(|(id, ..)| *id == mention);
    let (at, (.., event)) = at
        .and_then(|at| Some((at, tale.mentions.get(at)?)))
        .ok_or_else(|| Fault::missing("the story has no such event"))?;
    let sentence = event.evidence.iter().map(|evidence| evidence.text.as_str()).collect::<Vec<_>>().join(" ");
    let sentence: String = sentence.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(2000).collect();
    let asked = sentence.clone();
    let tree = desk.coded(move |coder| coder.tree(&asked)).await?.map_err(Fault::asked)?;
    html(&TreePage {
        frame: Frame::new(desk, ""),
        story,
        number: at + 1,
        sentence: show::brief(&sentence, 2000),
        rule: show::brief(&event.decided_by, 300),
        tree: show::clean(&tree),
    })
}

struct Source {
    story: i64,
    title: String,
    by: String,
    date: Option<String>,
    copy: bool,
    url: Option<String>,
}

#[derive(Template)]
#[template(path = "one_event.html")]
struct EventPage {
    frame: Frame,
    told: Told,
    day: String,
    parts: Vec<(&'static str, String)>,
    count: String,
    sources: Vec<Source>,
}

/// `/event/{id}`
pub async fn event(State(desk): State<Arc<Desk>>, Path(number): Path<String>) -> Response {
    let answer = event_page(&desk, &number).await;
    shown(&desk, answer)
}

async fn event_page(desk: &Arc<Desk>, number: &str) -> Answer {
    let id = id(number)?;
    let (found, sources) = desk
        .pool
        .read(move |store| {
            let found = store.event(id)?.ok_or_else(|| Fault::missing("the record holds no such event; recoding may have made another of it"))?;
            let sql = "SELECT story, title, publisher, published, copy, url FROM sources WHERE event = ? ORDER BY copy, published LIMIT 200";
            Ok((found, rows(store, sql, &[id.into()])?))
        })
        .await?;
    let source = |row: &Vec<Cell>| Source {
        story: integer(row, 0),
        title: text(row, 1).map_or_else(|| "A story without headline".to_owned(), |title| show::brief(&title, 200)),
        by: show::brief(&text(row, 2).unwrap_or_else(|| "no publisher named".to_owned()), 80),
        date: text(row, 3).map(|date| show::date(&date)),
        copy: integer(row, 4) == 1,
        url: show::link(text(row, 5).as_deref()),
    };
    let day = day_of_event(id);
    html(&EventPage {
        frame: Frame::new(desk, ""),
        parts: coded::parts(&found.event),
        told: Told::of(&found, None),
        day: day.map_or_else(|| "without a date".to_owned(), |day| show::day(&day)),
        count: show::counted(sources.len().try_into().unwrap_or_default(), "story"),
        sources: sources.iter().map(source).collect(),
    })
}
