//! The chronology: events by day, the newest first; what lies ahead above a line that says today.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use memcon_store::query::{Found, Window};

use super::{Answer, Form, Frame, html, shown};
use crate::asked::Asked;
use crate::server::Desk;
use crate::show::{self, Day, Told};

/// Events of a page.
const PAGE: u32 = 40;

/// Events ahead that the first page shows.
const AHEAD: u32 = 8;

/// Events ahead that are shown when they are asked for.
const ALL_AHEAD: u32 = 200;

#[derive(Template)]
#[template(path = "chronology.html")]
struct Chronology {
    frame: Frame,
    form: Form,
    lede: String,
    ahead: Vec<Day>,
    more_ahead: Option<String>,
    today: Option<String>,
    days: Vec<Day>,
    more: Option<String>,
}

/// `/`
pub async fn page(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> Response {
    let answer = chronology(&desk, query.as_deref()).await;
    shown(&desk, answer)
}

async fn chronology(desk: &Arc<Desk>, query: Option<&str>) -> Answer {
    let asked = Asked::of(query)?;
    let filter = asked.filter()?;
    let before = asked.id("before")?;
    let only_ahead = asked.get("ahead") == Some("all");
    let today = desk.today();
    let tomorrow = today.saturating_add(jiff::Span::new().days(1)).to_string();
    let size = desk.size().await?;
    let (ahead, found) = desk
        .pool
        .read(move |store| {
            let limit = if only_ahead { ALL_AHEAD } else { AHEAD + 1 };
            let ahead = match before {
                None => store.ahead(&filter, &today.to_string(), limit)?,
                Some(_) => Vec::new(),
            };
            let window = Window { before, newest_first: true, limit: PAGE + 1, ..Window::default() };
            let found = if only_ahead { Vec::new() } else { store.page(&filter, window.before_day(&tomorrow)?)? };
            Ok((ahead, found))
        })
        .await?;
    let several = ahead.len() > AHEAD as usize && !only_ahead;
    let shown_ahead = if only_ahead { ALL_AHEAD } else { AHEAD } as usize;
    let (found, more) = cut(&asked, "/", found, PAGE);
    let lede = if asked.filters() {
        "Events that the filters ask for, the newest first.".to_owned()
    } else {
        format!(
            "{} in {}, the newest first.",
            show::counted(size.events, "event"),
            show::counted(size.stories, "story")
        )
    };
    html(&Chronology {
        frame: Frame::new(desk, "Chronology"),
        form: Form::of(&asked, "/"),
        lede,
        more_ahead: several.then(|| format!("/?{}", asked.with(&[("ahead", Some("all".to_owned()))]))),
        today: before.is_none().then(|| show::day(&today.to_string())),
        ahead: due(ahead.get(..shown_ahead).unwrap_or(&ahead)),
        days: show::days(&found),
        more,
    })
}

/// The events of a page and the address of the next.
pub fn cut(asked: &Asked, path: &str, mut found: Vec<Found>, page: u32) -> (Vec<Found>, Option<String>) {
    let more = found.len() > page as usize;
    found.truncate(page as usize);
    let last = found.last().filter(|_| more).map(|last| last.unique.clone());
    let next = last.map(|last| format!("{path}?{}", asked.with(&[("before", Some(last))])));
    (found, next)
}

/// Events under the days on which they are due, the latest first, so that the line of today follows the nearest.
fn due(found: &[Found]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for event in found.iter().rev() {
        let date = event.event.act_date.clone().or_else(|| event.event.date.clone()).unwrap_or_default();
        let mut told = Told::of(event, Some(&date));
        if event.event.act_date_end.is_none() {
            told.item.due = None;
        }
        match days.last_mut() {
            Some(last) if last.date == date => last.events.push(told),
            _ => days.push(Day { label: show::day(&date), date, events: vec![told] }),
        }
    }
    days
}
