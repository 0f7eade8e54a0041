//! PLOVER's JSON: an event a line. `schema/plover.json` is its JSON Schema.

use memcon_store::Exported;
use memcon_store::record::Party;
use serde_json::{Map, Value as Json, json};

/// A field: its path, with `[]` behind the name of a list of objects, what it says, and where it is from.
pub struct Field<R: ?Sized> {
    /// Names parted by dots.
    pub path: &'static str,
    /// What it says.
    pub about: &'static str,
    value: fn(&R) -> Json,
}

const fn field<R: ?Sized>(path: &'static str, about: &'static str, value: fn(&R) -> Json) -> Field<R> {
    Field { path, about, value }
}

/// Fields of an event; those without a value are left out, but for the four that PLOVER requires.
pub static PLOVER: &[Field<Exported>] = &[
    field("id", "Its row in the record's view `events`. Required", |e| json!(e.unique)),
    field(
        "date",
        "First day; a month or year as it was coded, unless dates are filled. Required: events without any date are left out, and counted",
        |e| json!(e.event.date),
    ),
    field("enddate", "Last day of a span", |e| json!(e.event.date_end)),
    field("event", "PLOVER category. Required", |e| json!(e.event.event)),
    field("mode", "PLOVER modes", |e| list(&e.event.mode)),
    field("context", "PLOVER contexts, whatever their reach", |e| {
        list(&e.event.contexts.iter().map(|context| context.context.as_str()).collect::<Vec<_>>())
    }),
    field("actor", "Who does it: a list, empty where nobody is named. Required", |e| entities(&e.event.actors, true)),
    field("recipient", "To whom: a list", |e| entities(&e.event.recipients, false)),
    field("quad_code", "Quad class, from 1 to 4", |e| json!(e.event.quad)),
    field("event_scale", "PLOVER score", |e| json!(e.event.score)),
    field("size.dead", "How many were killed", |e| json!(e.event.size.dead)),
    field("size.injured", "How many were wounded", |e| json!(e.event.size.injured)),
    field("size.arrested", "How many were arrested", |e| json!(e.event.size.arrested)),
    field("event_loc.extracted_place", "The words of the text", |e| json!(e.event.place.as_ref().map(|p| &p.text))),
    field("event_loc.resolved_place", "Name in the gazetteer", |e| json!(e.event.place.as_ref().map(|p| &p.name))),
    field("event_loc.geonameid", "GeoNames id", |e| json!(e.event.place.as_ref().and_then(|p| p.geonameid))),
    field("event_loc.lat", "Latitude in degrees, WGS 84", |e| json!(e.event.place.as_ref().and_then(|p| p.lat))),
    field("event_loc.lon", "Longitude in degrees, WGS 84", |e| json!(e.event.place.as_ref().and_then(|p| p.lon))),
    field("event_loc.province", "First-level division", |e| {
        json!(e.event.place.as_ref().and_then(|p| p.admin1.as_ref()))
    }),
    field("event_loc.country_code", "ISO 3166-1 alpha-3", |e| {
        json!(e.event.place.as_ref().and_then(|p| p.country.as_ref()))
    }),
    field("event_loc.resolution", "From 5, within a city, to 1, a country", |e| {
        json!(e.event.place.as_ref().and_then(|p| p.resolution))
    }),
    field("event_text", "The sentences that show it, joined by ` … `; left out with --no-text", |e| {
        let words: Vec<&str> =
            e.event.evidence.iter().map(|text| text.text.as_str()).filter(|text| !text.is_empty()).collect();
        json!(Some(words.join(" … ")).filter(|text| !text.is_empty()))
    }),
    field("text_info.sequence", "Number of the story in its document, from 0", |e| json!(e.story.number)),
    field("text_info.start", "First character of the first of them in the document's text", |e| {
        json!(e.event.evidence.first().map(|text| text.start))
    }),
    field("text_info.end", "One past the last character of the last", |e| {
        json!(e.event.evidence.last().map(|text| text.end))
    }),
    field("link", "The document's address", |e| json!(e.story.url)),
    field("cite_info.citation", "Name of the document", |e| json!(e.story.document)),
    field("cite_info.url", "Its address", |e| json!(e.story.url)),
    field("cite_info.title", "Headline of the story", |e| json!(e.story.title)),
    field("cite_info.publication", "Who published it", |e| json!(e.story.publisher)),
    field("cite_info.language", "ISO 639", |e| json!(e.story.language)),
    field("cite_info.codebook", "`PLOVER`", |_| json!("PLOVER")),
    field("coder", "Program that coded it, with its version", |e| json!(e.story.program)),
    field("comment", "SHA-256 of the document's content, after `sha256:`", |e| {
        json!(format!("sha256:{}", e.story.hash))
    }),
];

/// Fields of an actor or recipient.
pub static ENTITY: &[Field<Party>] = &[
    field("code", "ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC", |p| json!(p.country)),
    field("sector", "Primary sector", |p| json!(p.sector)),
    field("sectors", "Secondary sectors: a field of Memcon's, since PLOVER names none for them", |p| list(&p.sectors)),
    field("entity_text", "The words of the text", |p| json!(p.text)),
    field("identifier_id", "Wikidata identifier; `wikipedia:` and a title where it was imported", |p| {
        json!(p.identifier)
    }),
    field("identifier_text", "Canonical name", |p| json!(p.name)),
    field("office", "Office held", |p| json!(p.office)),
];

fn list<S: AsRef<str>>(items: &[S]) -> Json {
    if items.is_empty() { Json::Null } else { items.iter().map(AsRef::as_ref).collect::<Vec<&str>>().into() }
}

fn entities(side: &[Party], required: bool) -> Json {
    if side.is_empty() && !required {
        return Json::Null;
    }
    side.iter().map(|party| object(ENTITY, party)).collect::<Vec<_>>().into()
}

/// The fields that have a value, each where its path says.
fn object<R>(fields: &[Field<R>], row: &R) -> Json {
    let mut found = Map::new();
    for field in fields {
        let value = (field.value)(row);
        if value.is_null() {
            continue;
        }
        match field.path.split_once('.') {
            None => {
                found.insert(field.path.to_owned(), value);
            }
            Some((outer, inner)) => {
                let within = found.entry(outer).or_insert_with(|| Map::new().into());
                if let Some(within) = within.as_object_mut() {
                    within.insert(inner.to_owned(), value);
                }
            }
        }
    }
    found.into()
}

/// The line of an event, without its end.
pub fn line(exported: &Exported) -> String {
    object(PLOVER, exported).to_string()
}
