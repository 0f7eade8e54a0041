//! POLECAT's weekly tables: 40 tab-separated columns, lists joined by semicolons, `None` where there is nothing.

use std::collections::BTreeSet;

use memcon_lexicon::Knowledge;
use memcon_store::Exported;
use memcon_store::record::Party;

use crate::column::{BETWEEN, Column, Kind, Value};

/// Stands where there is nothing.
pub const NONE: &str = "None";

/// Quad classes as POLECAT writes them.
pub const QUADS: [&str; 4] = ["VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT"];

/// Stands before POLECAT's own version in the run of imported rows.
pub const RUN: &str = "POLECAT ";

/// The form of documents that were imported from POLECAT.
pub const FORMAT: &str = "polecat";

type Cell = Column<Exported>;

/// The columns.
pub static POLECAT: &[Cell] = &[
    Cell::new("Event ID", Kind::Text, "`unique` of the event; of an imported one its own", |e| {
        if e.story.format == FORMAT { (&e.story.document).into() } else { (&e.unique).into() }
    }),
    Cell::optional("Event Date", Kind::Text, "When; a month or year as it was coded, unless dates are filled", |e| {
        (&e.event.date).into()
    }),
    Cell::new("Event Type", Kind::Text, "PLOVER category", |e| (&e.event.event).into()),
    Cell::optional("Event Mode", Kind::List, "PLOVER modes", |e| (&e.event.mode).into()),
    Cell::new("Intensity", Kind::Real, "PLOVER score", |e| e.event.score.into()),
    Cell::new(
        "Quad Code",
        Kind::Text,
        "`VERBAL COOPERATION`, `MATERIAL COOPERATION`, `VERBAL CONFLICT` or `MATERIAL CONFLICT`",
        |e| quad(e.event.quad),
    ),
    Cell::optional("Contexts", Kind::List, "PLOVER contexts, whatever their reach", |e| {
        Value::List(e.event.contexts.iter().map(|c| c.context.as_str().into()).collect())
    }),
    Cell::optional(
        "Actor Name",
        Kind::List,
        "Canonical names of the actors; the words of the text where there is none",
        |e| each(&e.event.actors, name),
    ),
    Cell::optional("Actor Country", Kind::List, "Codes of their countries, `None` for an actor without", |e| {
        each(&e.event.actors, |p| p.country.clone())
    }),
    Cell::optional("Actor COW", Kind::List, "Their Correlates of War numbers, likewise", |e| {
        each(&e.event.actors, cow)
    }),
    Cell::optional("Primary Actor Sector", Kind::List, "Their primary sectors, likewise", |e| {
        each(&e.event.actors, |p| p.sector.clone())
    }),
    Cell::optional("Actor Sectors", Kind::List, "All sectors of all of them", |e| sectors(&e.event.actors)),
    Cell::optional("Actor Title", Kind::List, "Their offices, `None` for an actor without", |e| {
        each(&e.event.actors, |p| p.office.clone())
    }),
    Cell::optional("Actor Name Raw", Kind::List, "The words of the text", |e| {
        each(&e.event.actors, |p| Some(p.text.clone()))
    }),
    Cell::optional("Wikipedia Actor ID", Kind::List, "Wikidata identifiers; of imported ones Wikipedia titles", |e| {
        each(&e.event.actors, wiki)
    }),
    Cell::optional("Recipient Name", Kind::List, "As of the actors", |e| each(&e.event.recipients, name)),
    Cell::optional("Recipient Country", Kind::List, "As of the actors", |e| {
        each(&e.event.recipients, |p| p.country.clone())
    }),
    Cell::optional("Recipient COW", Kind::List, "As of the actors", |e| each(&e.event.recipients, cow)),
    Cell::optional("Primary Recipient Sector", Kind::List, "As of the actors", |e| {
        each(&e.event.recipients, |p| p.sector.clone())
    }),
    Cell::optional("Recipient Sectors", Kind::List, "As of the actors", |e| sectors(&e.event.recipients)),
    Cell::optional("Recipient Title", Kind::List, "As of the actors", |e| {
        each(&e.event.recipients, |p| p.office.clone())
    }),
    Cell::optional("Recipient Name Raw", Kind::List, "As of the actors", |e| {
        each(&e.event.recipients, |p| Some(p.text.clone()))
    }),
    Cell::optional("Wikipedia Recipient ID", Kind::List, "As of the actors", |e| each(&e.event.recipients, wiki)),
    Cell::optional("Placename", Kind::Text, "Name of the place in the gazetteer", |e| {
        e.event.place.as_ref().map(|p| p.name.as_str()).into()
    }),
    Cell::optional("City", Kind::Text, "The same where the place is a town or within one", |e| placed(e, &[4, 5])),
    Cell::optional("District", Kind::Text, "The same where it is a district", |e| placed(e, &[3])),
    Cell::optional("Province", Kind::Text, "First-level division", |e| {
        e.event.place.as_ref().and_then(|p| p.admin1.as_deref()).into()
    }),
    Cell::optional("Country", Kind::Text, "Code of its country", |e| {
        e.event.place.as_ref().and_then(|p| p.country.as_deref()).into()
    }),
    Cell::optional("Latitude", Kind::Real, "In degrees, WGS 84", |e| e.event.place.as_ref().and_then(|p| p.lat).into()),
    Cell::optional("Longitude", Kind::Real, "In degrees, WGS 84", |e| {
        e.event.place.as_ref().and_then(|p| p.lon).into()
    }),
    Cell::optional("GeoNames ID", Kind::Long, "GeoNames id", |e| {
        e.event.place.as_ref().and_then(|p| p.geonameid).into()
    }),
    Cell::optional("Raw Placename", Kind::Text, "The words of the text", |e| {
        e.event.place.as_ref().map(|p| p.text.as_str()).into()
    }),
    Cell::optional(
        "Feature Type",
        Kind::Text,
        "`PCLI` country, `ADM1` province, `ADM2` district, `PPL` town, `PPLX` part of one",
        feature,
    ),
    Cell::optional("Source", Kind::Text, "Publisher of the story", |e| (&e.story.publisher).into()),
    Cell::optional("Publication Date", Kind::Text, "Day of publication", |e| (&e.story.date).into()),
    Cell::optional("Story People", Kind::List, "People whose office the story states", |e| named(&e.named.people)),
    Cell::optional("Story Organizations", Kind::List, "Not kept: always `None`", |_| Value::Empty),
    Cell::optional("Story Locations", Kind::List, "Places that the story names", |e| named(&e.named.places)),
    Cell::optional("Language", Kind::Text, "ISO 639", |e| (&e.story.language).into()),
    Cell::optional("Version", Kind::Text, "Program that coded it", |e| {
        e.story.program.strip_prefix(RUN).unwrap_or(&e.story.program).into()
    }),
];

/// The columns of one event.
pub fn cells(exported: &Exported) -> Vec<String> {
    let text = |column: &Cell| {
        let text = (column.value)(exported).text().into_owned();
        if text.is_empty() { NONE.to_owned() } else { text }
    };
    POLECAT.iter().map(text).collect()
}

fn quad(quad: u8) -> Value<'static> {
    QUADS.get(usize::from(quad).wrapping_sub(1)).copied().into()
}

/// An item of a list: what would part it is left out.
fn item(text: &str) -> String {
    text.replace(';', ",")
}

fn named(names: &[String]) -> Value<'_> {
    Value::List(names.iter().map(|name| item(name).into()).collect())
}

/// Something of each of several parties; nothing at all where none has it.
fn each(side: &[Party], of: impl Fn(&Party) -> Option<String>) -> Value<'_> {
    let values: Vec<Option<String>> = side.iter().map(|party| of(party).filter(|text| !text.is_empty())).collect();
    if values.iter().all(Option::is_none) {
        return Value::Empty;
    }
    let words = values.into_iter().map(|value| value.map_or_else(|| NONE.to_owned(), |text| item(&text)));
    words.collect::<Vec<_>>().join(BETWEEN).into()
}

#[expect(clippy::unnecessary_wraps, reason = "one of the functions that `each` takes")]
fn name(party: &Party) -> Option<String> {
    Some(party.name.clone().unwrap_or_else(|| party.text.clone()))
}

fn cow(party: &Party) -> Option<String> {
    let country = Knowledge::shipped().country(party.country.as_deref()?)?;
    country.cow.map(|number| number.to_string())
}

/// Stands before the titles of Wikipedia among identifiers, which otherwise are Wikidata's.
pub const WIKIPEDIA: &str = "wikipedia:";

fn wiki(party: &Party) -> Option<String> {
    party.identifier.as_deref().map(|id| id.strip_prefix(WIKIPEDIA).unwrap_or(id).to_owned())
}

fn sectors(side: &[Party]) -> Value<'_> {
    let mut seen = BTreeSet::new();
    let all = side.iter().flat_map(|party| party.sector.iter().chain(&party.sectors));
    Value::List(all.filter(|sector| seen.insert(sector.as_str())).map(|sector| sector.as_str().into()).collect())
}

fn placed<'r>(exported: &'r Exported, resolutions: &[u8]) -> Value<'r> {
    let place = exported.event.place.as_ref();
    place.filter(|p| p.resolution.is_some_and(|r| resolutions.contains(&r))).map(|p| p.name.as_str()).into()
}

/// Features by the resolution of a place, from 1.
pub const FEATURES: [&str; 5] = ["PCLI", "ADM1", "ADM2", "PPL", "PPLX"];

fn feature(exported: &Exported) -> Value<'_> {
    let resolution = exported.event.place.as_ref().and_then(|place| place.resolution);
    resolution.and_then(|number| FEATURES.get(usize::from(number).wrapping_sub(1)).copied()).into()
}
