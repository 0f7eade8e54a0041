//! A coded document as JSON, in the form that DESIGN and `docs` promise. Offsets count Unicode characters.

use serde::Serialize;

use crate::Span;
use crate::coding::{Dated, Event, EventContext, EventPlace, Figure, Medium, Qualifier, Size, Statement};
use crate::document::Document;
use crate::place::Toponym;
use crate::when::TimeExpression;
use crate::who::{Office, Party};

/// Turns byte offsets of a text into character offsets.
pub struct Characters<'t> {
    text: &'t str,
    /// Characters before each 64th byte, so that a look-up counts few.
    marks: Vec<usize>,
}

const STRIDE: usize = 64;

impl<'t> Characters<'t> {
    /// For one text.
    pub fn new(text: &'t str) -> Self {
        let (mut marks, mut count) = (Vec::with_capacity(text.len() / STRIDE + 1), 0);
        for (at, byte) in text.bytes().enumerate() {
            if at % STRIDE == 0 {
                marks.push(count);
            }
            // Bytes that continue a character start none.
            count += usize::from(byte & 0xC0 != 0x80);
        }
        marks.push(count);
        Self { text, marks }
    }

    /// Characters before byte `at`.
    pub fn before(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let mark = at / STRIDE;
        let rest = self.text.as_bytes().get(mark * STRIDE..at).unwrap_or_default();
        self.marks.get(mark).copied().unwrap_or_default() + rest.iter().filter(|b| **b & 0xC0 != 0x80).count()
    }
}

#[derive(Serialize)]
struct JsonDocument<'a> {
    id: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    date: Option<String>,
    date_source: Option<&'static str>,
    language: &'a str,
    stories: Vec<JsonStory<'a>>,
    events: Vec<JsonEvent<'a>>,
    statements: Vec<JsonStatement<'a>>,
    figures: Vec<JsonFigure<'a>>,
    offices: Vec<JsonOffice<'a>>,
    places: Vec<JsonPlace<'a>>,
    times: Vec<JsonTime<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct JsonStory<'a> {
    title: Option<&'a str>,
    byline: Option<&'a str>,
    publisher: Option<&'a str>,
    publisher_country: Option<&'a str>,
    section: Option<&'a str>,
    date: Option<String>,
    date_source: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_candidates: Vec<String>,
    start: usize,
    end: usize,
    fingerprint: JsonFingerprint,
}

#[derive(Serialize)]
struct JsonFingerprint {
    exact: String,
    near: Option<String>,
}

#[derive(Serialize)]
struct JsonEvent<'a> {
    id: String,
    story: usize,
    event: &'static str,
    act: Option<&'static str>,
    mode: Vec<&'static str>,
    status: &'static str,
    actors: Vec<JsonParty<'a>>,
    recipients: Vec<JsonParty<'a>>,
    date: Option<&'a str>,
    date_end: Option<&'a str>,
    act_date: Option<&'a str>,
    act_date_end: Option<&'a str>,
    date_precision: Option<&'static str>,
    date_text: Option<&'a str>,
    place: Option<JsonEventPlace<'a>>,
    contexts: Vec<JsonContext>,
    #[serde(skip_serializing_if = "JsonSize::is_empty")]
    size: JsonSize,
    quad: u8,
    score: f64,
    evidence: Vec<JsonText<'a>>,
    core: bool,
    confidence: Option<f64>,
    decided_by: String,
}

#[derive(Serialize)]
struct JsonParty<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    name: Option<&'a str>,
    country: Option<&'a str>,
    sector: Option<&'static str>,
    sectors: Vec<&'static str>,
    office: Option<&'a str>,
    identifier: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonContext {
    context: &'static str,
    reach: &'static str,
}

impl From<&EventContext> for JsonContext {
    fn from(of: &EventContext) -> Self {
        Self { context: of.context.as_str(), reach: of.reach.as_str() }
    }
}

#[derive(Serialize)]
struct JsonText<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct JsonEventPlace<'a> {
    text: &'a str,
    name: &'a str,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
    geonameid: Option<u32>,
    resolution: Option<u8>,
}

#[derive(Serialize)]
struct JsonSize {
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrested: Option<u64>,
}

impl JsonSize {
    fn is_empty(&self) -> bool {
        self.dead.is_none() && self.injured.is_none() && self.arrested.is_none()
    }
}

#[derive(Serialize)]
struct JsonStatement<'a> {
    speaker: JsonParty<'a>,
    addressee: Option<JsonParty<'a>>,
    text: &'a str,
    start: usize,
    end: usize,
    quoted: bool,
    medium: Option<&'static str>,
    date: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonFigure<'a> {
    value: serde_json::Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    value_max: Option<serde_json::Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<&'static str>,
    unit: Option<&'a str>,
    what: Option<&'a str>,
    parties: Vec<JsonParty<'a>>,
    period: Option<&'a str>,
    text: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct JsonOffice<'a> {
    person: &'a str,
    office: &'a str,
    country: Option<&'a str>,
    of: Option<&'a str>,
    accredited_to: Option<&'a str>,
    tenure: &'static str,
    from: Option<String>,
    to: Option<String>,
    date: Option<String>,
    text: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct JsonPlace<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    name: &'a str,
    country: Option<&'a str>,
    admin1: Option<&'a str>,
    lat: f64,
    lon: f64,
    geonameid: Option<u32>,
    feature: &'static str,
}

#[derive(Serialize)]
struct JsonTime<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    value: &'a str,
}

/// One line of JSON for a document. `id` names it where its input does not; without `with_text`, `text` is left out.
///
/// # Errors
/// If serialisation fails, which its types rule out.
pub fn line(document: &Document, id: &str, with_text: bool) -> Result<String, serde_json::Error> {
    let view = View { document, characters: Characters::new(&document.page.text) };
    serde_json::to_string(&view.document(id, with_text))
}

struct View<'a> {
    document: &'a Document,
    characters: Characters<'a>,
}

impl<'a> View<'a> {
    fn document(&self, id: &'a str, with_text: bool) -> JsonDocument<'a> {
        let (page, date) = (&self.document.page, self.document.date());
        JsonDocument {
            id: page.id.as_deref().unwrap_or(id),
            url: page.url.as_deref(),
            title: page.title.as_deref(),
            text: with_text.then_some(page.text.as_str()),
            date: date.and_then(|d| d.date).map(|d| d.to_string()),
            date_source: date.and_then(|d| d.source).map(super::evidence::DateSource::as_str),
            language: page.language.code,
            stories: self.stories(),
            events: self.document.events.iter().map(|event| self.event(event)).collect(),
            statements: self.document.statements.iter().map(|statement| self.statement(statement)).collect(),
            figures: self.document.figures.iter().map(|figure| self.figure(figure)).collect(),
            offices: self.document.offices.iter().map(|office| self.office(office)).collect(),
            places: self.document.places.iter().map(|place| self.place(place)).collect(),
            times: self.document.times.iter().map(|time| self.time(time)).collect(),
            notes: &self.document.notes,
        }
    }

    fn text(&self, span: Span) -> JsonText<'a> {
        let (start, end) = (self.characters.before(span.start), self.characters.before(span.end));
        JsonText { text: span.of(&self.document.page.text), start, end }
    }

    fn stories(&self) -> Vec<JsonStory<'a>> {
        let story = |story: &'a crate::document::CodedStory| {
            let JsonText { start, end, .. } = self.text(story.span);
            let candidates = if story.date.date.is_some() { &[] } else { story.date.candidates.as_slice() };
            JsonStory {
                title: story.title.as_deref(),
                byline: story.masthead.byline.as_deref(),
                publisher: story.masthead.publisher.as_deref(),
                publisher_country: story.masthead.country.as_deref(),
                section: story.masthead.section.as_deref(),
                date: story.date.date.map(|d| d.to_string()),
                date_source: story.date.source.map(super::evidence::DateSource::as_str),
                date_candidates: candidates.iter().map(ToString::to_string).collect(),
                start,
                end,
                fingerprint: JsonFingerprint {
                    exact: format!("{:016x}", story.fingerprint.exact),
                    near: story.fingerprint.near_hex(),
                },
            }
        };
        self.document.stories.iter().map(story).collect()
    }

    fn event(&self, event: &'a Event) -> JsonEvent<'a> {
        let Dated { date, end, precision, text } = &event.date;
        let Size { dead, injured, arrested } = event.size;
        JsonEvent {
            id: self.event_id(event),
            story: event.story,
            event: event.category.as_str(),
            act: event.act.map(memcon_lexicon::Category::as_str),
            mode: event.modes.iter().map(|mode| mode.as_str()).collect(),
            status: event.status.as_str(),
            actors: event.actors.iter().map(|party| self.party(party)).collect(),
            recipients: event.recipients.iter().map(|party| self.party(party)).collect(),
            date: date.as_deref(),
            date_end: end.as_deref(),
            act_date: event.act_date.date.as_deref(),
            act_date_end: event.act_date.end.as_deref(),
            date_precision: precision.map(super::when::DatePrecision::as_str),
            date_text: text.map(|span| span.of(&self.document.page.text)),
            place: event.place.as_ref().map(|place| self.event_place(place)),
            contexts: event.contexts.iter().map(JsonContext::from).collect(),
            size: JsonSize { dead, injured, arrested },
            quad: event.category.quad(),
            score: event.category.score(&event.modes),
            evidence: event.evidence.iter().map(|&span| self.text(span)).collect(),
            core: event.core,
            confidence: event.confidence,
            decided_by: event.decided_by.to_string(),
        }
    }

    /// A hash of document, evidence, category, act and party spans: the same wherever and whenever it is coded.
    fn event_id(&self, event: &Event) -> String {
        let mut hash = Fnv::new();
        hash.add(self.document.page.text.as_bytes());
        hash.add(event.category.as_str().as_bytes());
        hash.add(event.act.map_or("", |act| act.as_str()).as_bytes());
        let parties = event.actors.iter().chain(&event.recipients).map(|party| party.span);
        for span in parties.chain(event.evidence.iter().copied()).chain([event.trigger]) {
            hash.add(&u64::try_from(span.start).unwrap_or(u64::MAX).to_le_bytes());
            hash.add(&u64::try_from(span.end).unwrap_or(u64::MAX).to_le_bytes());
        }
        format!("{:016x}", hash.0)
    }

    fn party(&self, party: &'a Party) -> JsonParty<'a> {
        let JsonText { text, start, end } = self.text(party.span);
        JsonParty {
            text,
            start,
            end,
            name: party.name.as_deref(),
            country: party.country.as_deref(),
            sector: party.sector.map(memcon_lexicon::Sector::as_str),
            sectors: party.sectors.iter().map(|s| s.as_str()).collect(),
            office: party.office.as_deref(),
            identifier: party.identifier.as_deref(),
        }
    }

    fn event_place(&self, place: &'a EventPlace) -> JsonEventPlace<'a> {
        JsonEventPlace {
            text: self.text(place.span).text,
            name: &place.name,
            country: place.country.as_deref(),
            admin1: place.admin1.as_deref(),
            lat: place.coordinates.map(|c| c.0),
            lon: place.coordinates.map(|c| c.1),
            geonameid: place.geonameid,
            resolution: place.resolution,
        }
    }

    fn statement(&self, statement: &'a Statement) -> JsonStatement<'a> {
        let JsonText { text, start, end } = self.text(statement.span);
        JsonStatement {
            speaker: self.party(&statement.speaker),
            addressee: statement.addressee.as_ref().map(|party| self.party(party)),
            text,
            start,
            end,
            quoted: statement.quoted,
            medium: statement.medium.map(Medium::as_str),
            date: statement.date.as_deref(),
        }
    }

    fn figure(&self, figure: &'a Figure) -> JsonFigure<'a> {
        let JsonText { text, start, end } = self.text(figure.span);
        JsonFigure {
            value: number(figure.value),
            value_max: figure.value_max.map(number),
            qualifier: figure.qualifier.map(Qualifier::as_str),
            unit: figure.unit.as_deref(),
            what: figure.what.as_deref(),
            parties: figure.parties.iter().map(|party| self.party(party)).collect(),
            period: figure.period.as_deref(),
            text,
            start,
            end,
        }
    }

    fn office(&self, office: &'a Office) -> JsonOffice<'a> {
        let JsonText { text, start, end } = self.text(office.span);
        JsonOffice {
            person: &office.person,
            office: &office.title,
            country: office.country.as_deref(),
            of: office.of.as_deref(),
            accredited_to: office.accredited_to.as_deref(),
            tenure: office.tenure.as_str(),
            from: office.from.map(|day| day.to_string()),
            to: office.to.map(|day| day.to_string()),
            date: office.date.map(|day| day.to_string()),
            text,
            start,
            end,
        }
    }

    fn place(&self, place: &'a Toponym) -> JsonPlace<'a> {
        let JsonText { text, start, end } = self.text(place.span);
        JsonPlace {
            text,
            start,
            end,
            name: &place.name,
            country: place.country.as_deref(),
            admin1: place.admin1.as_deref(),
            lat: place.lat,
            lon: place.lon,
            geonameid: place.geonameid,
            feature: place.feature,
        }
    }

    fn time(&self, time: &'a TimeExpression) -> JsonTime<'a> {
        let JsonText { text, start, end } = self.text(time.span);
        JsonTime { text, start, end, kind: time.kind.as_str(), value: &time.value }
    }
}

/// A number without a fraction where it has none.
fn number(value: f64) -> serde_json::Number {
    // Numbers from figures are finite; what is too great for an integer keeps its exponent.
    let whole = format!("{value:.0}").parse::<i64>().ok().filter(|_| value.fract() == 0.0 && value.abs() < 9e15);
    whole.map_or_else(|| serde_json::Number::from_f64(value).unwrap_or_else(|| 0.into()), Into::into)
}

/// FNV-1a, 64 bits: a published hash that is the same in every version and on every machine.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        // A zero after each part keeps "ab"+"c" from "a"+"bc".
        for &byte in bytes.iter().chain(&[0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters() {
        let text = "«Ça va» 外交 ".repeat(40);
        let characters = Characters::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(characters.before(at), count);
        }
        assert_eq!(characters.before(text.len() + 9), text.chars().count());
    }
}
