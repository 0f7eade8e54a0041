//! Places: toponyms found in a text and put on the map.
//!
//! `find` looks every run of words up, `judge` keeps those that name places, `resolve` decides which of the places of a
//! name is meant, from the other places of the story, and `event` says where an event happened. The gazetteer is the
//! crate `memcon-gazetteer`.

mod event;
mod find;
mod judge;
mod plain;
mod resolve;
mod words;

pub use event::{Basis, EventPlace, dateline, event_place};
use memcon_gazetteer::{Feature, Gazetteer, NameKind, PlaceIndex};
pub use plain::plain_reading;
pub use resolve::{Considered, FEATURES, consider};

use crate::Span;
use crate::reading::Reading;

/// What is known of a story beside its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    /// Where its publisher is at home.
    pub publisher: Option<Home>,
}

/// A publisher's home.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Home {
    /// Its country, ISO alpha-3.
    pub country: Option<String>,
    /// Its latitude and longitude, degrees north and east.
    pub point: Option<(f64, f64)>,
}

/// A place named in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// The words that name it.
    pub span: Span,
    /// Index of its sentence in the reading.
    pub sentence: usize,
    /// Index of its first word in the sentence.
    pub first: usize,
    /// Index of its last word, inclusive.
    pub last: usize,
    /// Its name in the gazetteer.
    pub name: String,
    /// The state in which it lies, ISO alpha-3 (`KOS`: Kosovo); `None` at sea and across borders.
    pub country: Option<String>,
    /// The first-order division in which it lies.
    pub admin1: Option<String>,
    /// Latitude of a point in it, degrees north.
    pub lat: f64,
    /// Longitude of a point in it, degrees east.
    pub lon: f64,
    /// Its id in the geographical database of geonames.org, where it has one.
    pub geonameid: Option<u32>,
    /// The feature code there for what it is: `PCLI` a state, `ADM1`, `PPLC` a capital.
    pub feature: &'static str,
    /// How closely it tells where, after PLOVER: 5 within a city, 4 city, 3 district, 2 province, 1 country; 0 where
    /// it is larger than a country.
    pub resolution: u8,
    /// The words name its people or say of what place something is: "Turkish", "Londoners".
    pub demonym: bool,
    /// How sure it is that this place of the name is meant, 0 to 1.
    pub confidence: f64,
}

/// The places that a text names, in text order; they do not overlap.
///
/// `reading` must be of `text`. Without tags, entities and trees (see [`plain_reading`]) fewer are found.
pub fn toponyms(text: &str, reading: &Reading, context: &Context) -> Vec<Toponym> {
    let gazetteer = Gazetteer::embedded();
    let mentions = find::mentions(text, reading, gazetteer);
    let choices = resolve::choose(&mentions, context, gazetteer);
    let described = mentions.iter().zip(choices);
    described.filter_map(|(mention, choice)| describe(mention, choice?, gazetteer)).collect()
}

/// The places that a few words name, without a story around them: what `memcon place TEXT` answers.
///
/// ```
/// let places = memcon::place::locate("Springfield, Illinois");
/// assert_eq!(places[0].admin1.as_deref(), Some("Illinois"));
/// ```
pub fn locate(text: &str) -> Vec<Toponym> {
    toponyms(text, &plain_reading(text), &Context::default())
}

fn describe(mention: &find::Mention, (at, confidence): (PlaceIndex, f64), gazetteer: &Gazetteer) -> Option<Toponym> {
    let place = gazetteer.place(at)?;
    let demonym = mention.entries.iter().any(|e| e.place == at && e.kind == NameKind::Demonym);
    Some(Toponym {
        span: mention.span,
        sentence: mention.sentence,
        first: mention.first,
        last: mention.last,
        name: gazetteer.name(at),
        country: gazetteer.country_code(&place).map(str::to_owned),
        admin1: gazetteer.admin1(at).map(|division| gazetteer.name(division)),
        lat: place.lat,
        lon: place.lon,
        geonameid: place.geonameid,
        feature: place.feature.code(),
        resolution: resolution(place.feature, gazetteer.country_code(&place).is_some()),
        demonym,
        confidence,
    })
}

/// PLOVER's `resolution` of a feature; of an area, by whether it lies in one country.
fn resolution(feature: Feature, in_one_country: bool) -> u8 {
    match (feature.class(), feature.code()) {
        (_, "PCLI" | "PCLD" | "TERR") => 1,
        (_, "ADM1") => 2,
        (_, "ADM2") => 3,
        (_, "PPLX") | ('S', _) => 5,
        ('P', _) => 4,
        (_, "RGN" | "PEN" | "DSRT" | "MTS") if in_one_country => 2,
        (_, "RGN" | "RGNH" | "CONT" | "OCN" | "SEA" | "GULF") => 0,
        _ => 3,
    }
}
