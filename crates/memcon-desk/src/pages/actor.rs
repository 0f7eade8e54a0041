//! Who somebody is: offices held, counterparts, statements, chronology. A country is an actor as well.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use memcon_store::Store;
use memcon_store::query::{Cell, Filter, Found, Window};

use super::search::prefixes;
use super::{Answer, Frame, OfficeLine, html, integer, real, rows, shown, text};
use crate::asked::{Asked, address, country};
use crate::charts::{self, Node};
use crate::fault::Fault;
use crate::server::Desk;
use crate::show::{self, Day};

/// Events of the chronology beneath.
const PAGE: u32 = 25;

/// Counterparts around the middle of the network.
const FIRST: i64 = 10;

/// Counterparts of each of these.
const SECOND: i64 = 3;

type Lines = Vec<(String, String, String)>;

#[derive(Template)]
#[template(path = "actors.html")]
struct Actors {
    frame: Frame,
    countries: Lines,
    people: Lines,
}

struct Said {
    text: String,
    who: String,
    named: bool,
    date: Option<String>,
    story: i64,
}

#[derive(Template)]
#[template(path = "actor.html")]
struct ActorPage {
    frame: Frame,
    name: String,
    of: Option<(String, String)>,
    identifier: Option<String>,
    lede: String,
    offices: Vec<OfficeLine>,
    network: String,
    counterparts: Lines,
    statements: Vec<Said>,
    days: Vec<Day>,
    more: Option<String>,
}

/// `/actor`, `/actor?country=…`, `/actor?name=…&country=…`
pub async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let answer = match Asked::of(query.as_deref()) {
        Ok(asked) if asked.get("name").is_some() || asked.get("country").is_some() => actor(&desk, &asked).await,
        Ok(_) => actors(&desk).await,
        Err(fault) => Err(fault),
    };
    shown(&desk, answer)
}

async fn actors(desk: &Arc<Desk>) -> Answer {
    let lists = if let Some(kept) = desk.kept.get::<(Lines, Lines)>("actors") {
        kept
    } else {
        let lists = desk.pool.read(|store| {
            let sql = "SELECT actor, count(*) AS c FROM dyad WHERE actor <> '' GROUP BY actor ORDER BY c DESC, actor LIMIT 60";
            let counted = rows(store, sql, &[])?;
            let countries = counted.iter().map(|row| {
                let code = text(row, 0).unwrap_or_default();
                (address("/actor", &[("country", &code)]), show::country(&code), show::counted(integer(row, 1), "event"))
            });
            let countries = countries.collect();
            let sql = "SELECT n.name, n.country, w.c FROM (SELECT entity, count(*) AS c FROM party WHERE entity IS NOT NULL
                 GROUP BY entity ORDER BY c DESC, entity LIMIT 200) w JOIN entity n ON n.id = w.entity ORDER BY w.c DESC, n.name LIMIT 200";
            let people = rows(store, sql, &[])?;
            let people = people.iter().filter_map(|row| {
                let (name, code) = (text(row, 0)?, text(row, 1));
                let is_country = code.as_deref().is_some_and(|code| show::country(code) == name);
                (!is_country).then(|| (link(&name, code.as_deref()), show::brief(&name, 80), show::counted(integer(row, 2), "mention")))
            });
            Ok((countries, people.take(90).collect()))
        });
        desk.kept.put::<(Lines, Lines)>("actors", lists.await?)
    };
    html(&Actors { frame: Frame::new(desk, "Actors"), countries: lists.0.clone(), people: lists.1.clone() })
}

fn link(name: &str, country: Option<&str>) -> String {
    let mut pairs = vec![("name", name)];
    pairs.extend(country.map(|code| ("country", code)));
    address("/actor", &pairs)
}

/// What the record knows of somebody.
struct Known {
    identifier: Option<String>,
    events: Vec<Found>,
    offices: Vec<Vec<Cell>>,
    nodes: Vec<Node>,
    said: Vec<Vec<Cell>>,
}

async fn actor(desk: &Arc<Desk>, asked: &Asked) -> Answer {
    let code = asked.get("country").map(|text| country("country", text)).transpose()?;
    let name = asked.get("name").map(str::to_owned);
    let before = asked.id("before")?;
    let (of, who) = (code.clone(), name.clone());
    let known = desk.pool.read(move |store| match &who {
        Some(name) => person(store, name, of.as_deref(), before),
        None => state(store, of.as_deref().unwrap_or_default(), before),
    });
    let known = known.await?;
    let shown_name =
        name.as_ref().map_or_else(|| show::country(code.as_deref().unwrap_or_default()), |name| show::brief(name, 120));
    let (found, more) = super::chronology::cut(asked, "/actor", known.events, PAGE);
    let statement = |row: &Vec<Cell>| Said {
        who: show::brief(&text(row, 0).unwrap_or_default(), 80),
        named: name.is_none() && text(row, 0).is_some(),
        text: show::brief(&text(row, 1).unwrap_or_default(), 360),
        date: text(row, 2).map(|date| show::date(&date)),
        story: integer(row, 3),
    };
    let ties = known.nodes.iter().map(|node| {
        let score = format!("{:+.1}", node.score).replace('-', "−");
        (
            node.href.clone(),
            show::brief(&node.label, 60),
            format!("{}, mean score {score}", show::counted(node.events, "event")),
        )
    });
    html(&ActorPage {
        frame: Frame::new(desk, "Actors"),
        of: code
            .as_ref()
            .filter(|_| name.is_some())
            .map(|code| (address("/actor", &[("country", code)]), show::country(code))),
        identifier: known.identifier.map(|identifier| show::brief(&identifier, 60)),
        lede: match (&name, known.nodes.len()) {
            (None, _) => format!("Country code {}.", show::clean(code.as_deref().unwrap_or_default())),
            (Some(_), 0) => "Counterparts, offices and statements as news tells of them.".to_owned(),
            (Some(_), count) => format!(
                "{} in the record.",
                show::counted(count.try_into().unwrap_or_default(), "frequent counterpart")
            ),
        },
        offices: known.offices.iter().map(|row| OfficeLine::of(row)).collect(),
        network: if known.nodes.is_empty() { String::new() } else { charts::network(&shown_name, &known.nodes) },
        counterparts: ties.collect(),
        statements: known.said.iter().map(statement).collect(),
        days: show::days(&found),
        more,
        name: shown_name,
    })
}

/// Somebody with a name: a person, a body.
fn person(store: &Store, name: &str, code: Option<&str>, before: Option<i64>) -> Result<Known, Fault> {
    let of = code.map_or(Cell::Null, Cell::from);
    let words = prefixes(name).map(|words| words.trim_end_matches('*').to_owned());
    let sql = "SELECT n.id, n.identifier FROM entity_words w JOIN entity n ON n.id = w.rowid
         WHERE w.name MATCH ?1 AND n.name = ?2 AND (?3 IS NULL OR n.country = ?3) LIMIT 8";
    let entities = match words {
        Some(words) => rows(store, sql, &[words.as_str().into(), name.into(), of])?,
        None => Vec::new(),
    };
    let ids: Vec<i64> = entities.iter().map(|row| integer(row, 0)).collect();
    let mut nodes = Vec::new();
    for &id in ids.first().iter().copied() {
        nodes = counterparts(store, id, FIRST)?;
        for node in &mut nodes {
            node.1.others = counterparts(store, node.0, SECOND + 1)?
                .into_iter()
                .filter(|(other, _)| *other != id)
                .map(|(_, node)| node)
                .take(3)
                .collect();
        }
    }
    let sql = format!(
        "SELECT {} FROM offices WHERE person = ? GROUP BY office, country, of, tenure ORDER BY stated DESC LIMIT 20",
        OfficeLine::COLUMNS
    );
    let offices = rows(store, &sql, &[name.into()])?;
    let sql = "SELECT speaker, text, date, story FROM statements WHERE speaker = ? ORDER BY story DESC LIMIT 20";
    let said = rows(store, sql, &[name.into()])?;
    let filter = Filter { party: Some(name.to_owned()), ..Filter::default() };
    let window = Window { before, newest_first: true, limit: PAGE + 1, ..Window::default() };
    // A name of three capitals would be taken for a code.
    let events = if name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Vec::new()
    } else {
        store.page(&filter, window)?
    };
    if ids.is_empty() && offices.is_empty() && said.is_empty() && events.is_empty() {
        return Err(Fault::missing("the record names nobody so"));
    }
    let identifier = entities.first().and_then(|row| text(row, 1));
    Ok(Known { identifier, events, offices, nodes: nodes.into_iter().map(|(_, node)| node).collect(), said })
}

/// Who has most to do with an entity: its row and its node.
fn counterparts(store: &Store, id: i64, limit: i64) -> Result<Vec<(i64, Node)>, Fault> {
    let sql = "SELECT q.entity, n.name, n.country, count(DISTINCT m.event) AS c, avg(m.score)
         FROM (SELECT mention FROM party WHERE entity = ?1 ORDER BY mention DESC LIMIT 2000) p
         JOIN party q ON q.mention = p.mention AND q.entity <> ?1 JOIN mention m ON m.id = q.mention
         JOIN entity n ON n.id = q.entity GROUP BY q.entity ORDER BY c DESC, q.entity LIMIT ?2";
    let all = rows(store, sql, &[id.into(), limit.into()])?;
    let node = |row: &Vec<Cell>| {
        let (name, code) = (text(row, 1).unwrap_or_default(), text(row, 2));
        let is_country = code.as_deref().is_some_and(|code| show::country(code) == name);
        let href = if is_country {
            address("/actor", &[("country", code.as_deref().unwrap_or_default())])
        } else {
            link(&name, code.as_deref())
        };
        let node = Node {
            href,
            label: name,
            events: integer(row, 3),
            score: real(row, 4).unwrap_or_default(),
            others: Vec::new(),
        };
        (integer(row, 0), node)
    };
    Ok(all.iter().map(node).collect())
}

/// A country, or a kind of body.
fn state(store: &Store, code: &str, before: Option<i64>) -> Result<Known, Fault> {
    let mut nodes = partners(store, code, FIRST)?;
    for node in &mut nodes {
        node.1.others = partners(store, &node.0, SECOND + 1)?
            .into_iter()
            .filter(|(other, _)| other != code)
            .map(|(_, node)| node)
            .take(3)
            .collect();
    }
    let sql = format!(
        "SELECT {} FROM offices WHERE country = ? GROUP BY person, office, tenure ORDER BY stated DESC, person LIMIT 20",
        OfficeLine::COLUMNS
    );
    let offices = rows(store, &sql, &[code.into()])?;
    let sql =
        "SELECT speaker, text, date, story FROM statements WHERE speaker_country = ? ORDER BY story DESC LIMIT 12";
    let said = rows(store, sql, &[code.into()])?;
    let filter = Filter { party: Some(code.to_owned()), ..Filter::default() };
    let events = store.page(&filter, Window { before, newest_first: true, limit: PAGE + 1, ..Window::default() })?;
    Ok(Known { identifier: None, events, offices, nodes: nodes.into_iter().map(|(_, node)| node).collect(), said })
}

/// The countries on which one acts most.
fn partners(store: &Store, code: &str, limit: i64) -> Result<Vec<(String, Node)>, Fault> {
    let sql = "SELECT recipient, count(*) AS c, avg(score) FROM dyad WHERE actor = ?1 AND recipient NOT IN ('', ?1)
         GROUP BY recipient ORDER BY c DESC, recipient LIMIT ?2";
    let all = rows(store, sql, &[code.into(), limit.into()])?;
    let node = |row: &Vec<Cell>| {
        let other = text(row, 0).unwrap_or_default();
        let href = address("/actor", &[("country", &other)]);
        let node = Node {
            href,
            label: show::country(&other),
            events: integer(row, 1),
            score: real(row, 2).unwrap_or_default(),
            others: Vec::new(),
        };
        (other, node)
    };
    Ok(all.iter().map(node).collect())
}
