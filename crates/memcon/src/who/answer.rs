//! The answer of `memcon actor`.

use memcon_lexicon::{Day, Knowledge};
use serde::Serialize;

use super::Resolver;

/// Who a phrase speaks of, as `memcon actor --jsonl` prints it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answer {
    /// The phrase.
    pub text: String,
    /// ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<String>,
    /// Primary PLOVER sector.
    pub sector: Option<&'static str>,
    /// Secondary sectors.
    pub sectors: Vec<&'static str>,
    /// Canonical name.
    pub name: Option<String>,
    /// Office held.
    pub office: Option<String>,
    /// First day in the office, `yyyy-mm-dd`.
    pub from: Option<String>,
    /// Last day in the office.
    pub to: Option<String>,
    /// Wikidata identifier.
    pub identifier: Option<String>,
    /// The rules and table lines that decided.
    pub why: Vec<String>,
}

/// Answers who a phrase speaks of on a day; without one, now.
pub fn answer(knowledge: &Knowledge, phrase: &str, day: Option<Day>) -> Answer {
    let found = Resolver::new(knowledge).resolve_phrase(phrase, day);
    Answer {
        text: phrase.to_owned(),
        country: found.country,
        sector: found.sector.map(memcon_lexicon::Sector::as_str),
        sectors: found.sectors.iter().map(|s| s.as_str()).collect(),
        name: found.name,
        office: found.office,
        from: found.term.0.map(|day| day.to_string()),
        to: found.term.1.map(|day| day.to_string()),
        identifier: found.identifier,
        why: found.why,
    }
}
