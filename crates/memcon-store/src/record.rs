//! Coded documents as the record takes and gives them: the types of `memcon code --format jsonl`, owned.
//!
//! Field names, meanings and offsets (Unicode characters of the document's text) are those of the JSON lines; the
//! codebook's README explains them.

use serde::{Deserialize, Serialize};

/// A coded document: one line of `memcon code`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Document {
    /// The document's own identifier, or the name of its file.
    pub id: String,
    /// Its address.
    pub url: Option<String>,
    /// Who published it, where the address does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// What there is to read.
    pub text: String,
    /// ISO 639.
    pub language: String,
    /// Its stories, in order.
    pub stories: Vec<Story>,
    /// Its events.
    pub events: Vec<Event>,
    /// Who said what.
    pub statements: Vec<Statement>,
    /// Amounts stated.
    pub figures: Vec<Figure>,
    /// Offices stated.
    pub offices: Vec<Office>,
    /// Places named.
    pub places: Vec<Place>,
    /// Time expressions.
    pub times: Vec<Time>,
    /// What a user should know.
    pub notes: Vec<String>,
}

/// A story of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Story {
    /// Its headline.
    pub title: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
    /// How that is known.
    pub date_source: Option<String>,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// What tells copies of it.
    pub fingerprint: Fingerprint,
}

/// A story's fingerprint in hexadecimal digits; see [`memcon::intake::Fingerprint`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Fingerprint {
    /// A hash of all words.
    pub exact: String,
    /// A `MinHash` of their runs.
    pub near: Option<String>,
}

/// An event in a story.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Event {
    /// Its key: a hash of text, category, act and spans, in hexadecimal digits.
    pub id: String,
    /// Number of its story in the document, from 0.
    pub story: usize,
    /// PLOVER category.
    pub event: String,
    /// What is agreed, conceded or threatened.
    pub act: Option<String>,
    /// PLOVER modes.
    pub mode: Vec<String>,
    /// `occurred`, `ongoing`, `planned`, `hypothetical` or `denied`.
    pub status: String,
    /// Who does it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// When.
    pub date: Option<String>,
    /// Last day of a span.
    pub date_end: Option<String>,
    /// When the act is due.
    pub act_date: Option<String>,
    /// Last day on which it is due.
    pub act_date_end: Option<String>,
    /// How exact the date is, and whether it was inherited.
    pub date_precision: Option<String>,
    /// The words that give it.
    pub date_text: Option<String>,
    /// Where.
    pub place: Option<EventPlace>,
    /// What it is about.
    pub contexts: Vec<EventContext>,
    /// Numbers of people.
    #[serde(skip_serializing_if = "Size::is_empty")]
    pub size: Size,
    /// Quad class.
    pub quad: u8,
    /// PLOVER score.
    pub score: f64,
    /// The sentences that show it.
    pub evidence: Vec<Text>,
    /// Whether the story is about it.
    pub core: bool,
    /// From 0 to 1, where known.
    pub confidence: Option<f64>,
    /// The line of the lexicon or rule that coded it.
    pub decided_by: String,
}

/// A party to an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Party {
    /// The words of the text.
    pub text: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Canonical name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<String>,
    /// Primary sector.
    pub sector: Option<String>,
    /// Secondary sectors.
    pub sectors: Vec<String>,
    /// Office held.
    pub office: Option<String>,
    /// Wikidata identifier.
    pub identifier: Option<String>,
}

/// Where an event took place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct EventPlace {
    /// The words of the text.
    pub text: String,
    /// Name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Latitude in degrees, WGS 84.
    pub lat: Option<f64>,
    /// Longitude in degrees, WGS 84.
    pub lon: Option<f64>,
    /// `GeoNames` id.
    pub geonameid: Option<u32>,
    /// From 5, within a city, to 1, a country.
    pub resolution: Option<u8>,
}

/// What an event is about, and how far the words stand that say so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventContext {
    /// PLOVER context.
    pub context: String,
    /// `clause`, `paragraph` or `story`.
    pub reach: String,
}

/// Numbers of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Size {
    /// Killed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead: Option<u64>,
    /// Wounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub injured: Option<u64>,
    /// Arrested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrested: Option<u64>,
}

impl Size {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Words of the text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Text {
    /// The words.
    pub text: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// Who said what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Statement {
    /// Who.
    pub speaker: Party,
    /// To whom.
    pub addressee: Option<Party>,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Whether the words are quoted.
    pub quoted: bool,
    /// Through what.
    pub medium: Option<String>,
    /// When.
    pub date: Option<String>,
}

/// An amount stated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Figure {
    /// How much.
    pub value: f64,
    /// The greater end of a range.
    pub value_max: Option<f64>,
    /// `about`, `more-than` and the like.
    pub qualifier: Option<String>,
    /// Of what unit.
    pub unit: Option<String>,
    /// Of what.
    pub what: Option<String>,
    /// Whose.
    pub parties: Vec<Party>,
    /// In which time.
    pub period: Option<String>,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// An office as a story states it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Office {
    /// Who holds it.
    pub person: String,
    /// What it is.
    pub office: String,
    /// Of which country.
    pub country: Option<String>,
    /// Of which body.
    pub of: Option<String>,
    /// To whom a diplomat is sent.
    pub accredited_to: Option<String>,
    /// `current`, `former`, `acting` or `designate`.
    pub tenure: String,
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A place named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Place {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// Name in the gazetteer.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub country: Option<String>,
    /// First-level division.
    pub admin1: Option<String>,
    /// Latitude in degrees, WGS 84.
    pub lat: Option<f64>,
    /// Longitude in degrees, WGS 84.
    pub lon: Option<f64>,
    /// `GeoNames` id.
    pub geonameid: Option<u32>,
    /// `GeoNames` feature class.
    pub feature: String,
}

/// A time expression.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Time {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value.
    pub value: String,
}
