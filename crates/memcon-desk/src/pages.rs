//! The pages, one module each.

mod actor;
mod chronology;
mod coded;
mod dyad;
mod map;
pub mod review;
mod search;
mod story;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::http::header;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use memcon_store::Store;
use memcon_store::query::Cell;

pub use search::{Hit, actors as actors_named, prefixes};

use crate::asked::Asked;
use crate::assets;
use crate::fault::Fault;
use crate::server::Desk;
use crate::show;

/// Which page answers which address.
pub fn router() -> Router<Arc<Desk>> {
    Router::new()
        .route("/", get(chronology::page))
        .route("/event/{id}", get(story::event))
        .route("/story/{id}", get(story::page))
        .route("/story/{id}/tree", get(story::tree))
        .route("/search", get(search::page))
        .route("/suggest", get(search::suggest))
        .route("/dyad", get(dyad::index))
        .route("/dyad/{a}/{b}", get(dyad::page))
        .route("/actor", get(actor::page))
        .route("/map", get(map::page))
        .route("/login", get(review::page))
        .route("/review", get(review::page))
        .route("/review/draw", post(review::draw))
        .route("/review/story/{id}", get(review::story))
        .route("/review/worst", get(review::worst))
        .route("/review/mention/{id}", post(review::judge))
        .route("/review/edit/{id}", get(review::edit))
        .route("/review/edit/story/{id}", get(review::edit_missing).post(review::add_missing))
        .route("/review/done/{id}", post(review::done))
}

/// What stands around every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Of the head of every page.
    pub(crate) css: String,
    /// Of the head of every page.
    pub(crate) js: String,
    /// Of the head of every page.
    pub(crate) icon: String,
    /// Of the head of every page.
    pub(crate) record: String,
    /// Of the head of every page.
    pub(crate) section: &'static str,
    /// Of the head of every page.
    pub(crate) q: String,
}

impl Frame {
    /// Around a page of a section.
    pub fn new(desk: &Desk, section: &'static str) -> Self {
        Self { record: show::brief(&desk.options.title, 60), ..Self::bare(section) }
    }

    fn bare(section: &'static str) -> Self {
        Self {
            css: assets::STYLE.address(),
            js: assets::SCRIPT.address(),
            icon: assets::ICON.address(),
            record: String::new(),
            section,
            q: String::new(),
        }
    }

    /// The sections, each with its address.
    #[expect(clippy::unused_self, reason = "templates call it on what they show")]
    pub(crate) fn sections(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("/", "Chronology"),
            ("/dyad", "Dyads"),
            ("/actor", "Actors"),
            ("/map", "Map"),
            ("/review", "Review"),
            ("/api", "API"),
        ]
    }
}

/// A page, or why there is none.
pub type Answer = Result<Response, Fault>;

/// A page as it is sent.
pub fn html(page: &impl Template) -> Answer {
    page.render().map(|text| Html(text).into_response()).map_err(|error| Fault::broken(error.to_string()))
}

/// A page, or a page that says what is wrong.
pub fn shown(desk: &Desk, answer: Answer) -> Response {
    answer.unwrap_or_else(|fault| self::fault(desk, &fault))
}

#[derive(Template)]
#[template(path = "fault.html")]
struct FaultPage {
    frame: Frame,
    title: String,
    detail: String,
}

/// A page that says what is wrong.
pub fn fault(desk: &Desk, fault: &Fault) -> Response {
    fault_page(Frame::new(desk, ""), fault)
}

/// The same where no desk is at hand.
pub fn plain_fault(fault: &Fault) -> Response {
    fault_page(Frame::bare(""), fault)
}

fn fault_page(frame: Frame, fault: &Fault) -> Response {
    let title = fault.status.canonical_reason().unwrap_or("Error").to_owned();
    let page = FaultPage { frame, title, detail: show::brief(&fault.detail, 600) };
    let mut response = html(&page).unwrap_or_else(|fault| fault.problem());
    *response.status_mut() = fault.status;
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// The form of filters, as an address fills it.
pub struct Form {
    asked: Asked,
    action: String,
    open: bool,
    chips: Vec<(String, String, String)>,
}

impl Form {
    fn of(asked: &Asked, action: &str) -> Self {
        let chips = asked.chips().into_iter().map(|(name, value, without)| (name, show::brief(&value, 60), without));
        Self { chips: chips.collect(), open: false, action: action.to_owned(), asked: asked.clone() }
    }

    fn get(&self, name: &str) -> String {
        show::clean(&self.asked.text(name))
    }

    fn categories(&self) -> Vec<(&'static str, String, bool)> {
        let set = self.asked.all("category");
        show::categories().map(|name| (name, show::category(name), set.contains(&name))).collect()
    }

    fn statuses(&self) -> Vec<(&'static str, bool)> {
        let set = self.asked.all("status");
        memcon_lexicon::Status::ALL.iter().map(|status| (status.as_str(), set.contains(&status.as_str()))).collect()
    }
}

/// Rows of a question of the desk's own.
pub fn rows(store: &Store, sql: &str, values: &[Cell]) -> Result<Vec<Vec<Cell>>, Fault> {
    let mut rows = Vec::new();
    store.ask(sql, values, |row| rows.push(row))?;
    Ok(rows)
}

/// Text of a column, or nothing.
pub fn text(row: &[Cell], column: usize) -> Option<String> {
    row.get(column).and_then(Cell::text).map(str::to_owned)
}

/// Number of a column, or zero.
pub fn integer(row: &[Cell], column: usize) -> i64 {
    row.get(column).and_then(Cell::integer).unwrap_or_default()
}

/// Number of a column that may have a fraction.
pub fn real(row: &[Cell], column: usize) -> Option<f64> {
    row.get(column).and_then(Cell::real)
}

/// An id in a path.
pub fn id(text: &str) -> Result<i64, Fault> {
    text.parse().map_err(|_| Fault::missing("there is nothing of this id: ids are numbers"))
}

/// An office as a story states it.
pub struct OfficeLine {
    person: String,
    title: String,
    tenure: String,
    stated: Option<String>,
    story: i64,
    text: String,
}

impl OfficeLine {
    /// Columns that [`OfficeLine::of`] reads.
    pub const COLUMNS: &'static str = "person, office, country, of, accredited_to, tenure, stated, story, text";

    fn of(row: &[Cell]) -> Self {
        let brief = |column: usize| text(row, column).map(|text| show::brief(&text, 160));
        let mut title = brief(1).unwrap_or_default();
        if let Some(code) = text(row, 2) {
            title.extend([", ", &show::country(&code)]);
        }
        if let Some(body) = brief(3) {
            title.extend([" (", &body, ")"]);
        }
        if let Some(to) = text(row, 4) {
            title.extend([", accredited to ", &show::country(&to)]);
        }
        Self {
            person: brief(0).unwrap_or_default(),
            title,
            tenure: brief(5).unwrap_or_default(),
            stated: text(row, 6).map(|date| show::date(&date)),
            story: integer(row, 7),
            text: brief(8).unwrap_or_default(),
        }
    }
}
