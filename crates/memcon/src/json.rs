//! A coded document as JSON, a line of `memcon code --format jsonl`. Offsets count Unicode characters.
//!
//! `cargo xtask docs` makes the schema in `docs/src/reference` from the types below, whose fields therefore say what
//! they mean.

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

/// A document: one line of output.
#[derive(Serialize)]
struct JsonDocument<'a> {
    /// What the input calls it, else its file or address.
    id: &'a str,
    /// Its address, where it says so.
    url: Option<&'a str>,
    /// Its headline.
    title: Option<&'a str>,
    /// What was read; left out with `--no-text`.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// Day of publication of its first story, YYYY-MM-DD.
    date: Option<String>,
    /// How that is known: given, json-ld, meta, time-element, byline, dateline, url, inferred.
    date_source: Option<&'static str>,
    /// ISO 639-1 code of its language.
    language: &'a str,
    /// The stories on the page; one, as a rule.
    stories: Vec<JsonStory<'a>>,
    /// Political events, in the order of the text.
    events: Vec<JsonEvent<'a>>,
    /// Who said what.
    statements: Vec<JsonStatement<'a>>,
    /// Amounts stated.
    figures: Vec<JsonFigure<'a>>,
    /// Who is said to hold what office.
    offices: Vec<JsonOffice<'a>>,
    /// Places named.
    places: Vec<JsonPlace<'a>>,
    /// Time expressions.
    times: Vec<JsonTime<'a>>,
    /// What was left out, cut or doubtful, in words.
    notes: &'a [String],
}

/// A story of a page.
#[derive(Serialize)]
struct JsonStory<'a> {
    /// Its headline.
    title: Option<&'a str>,
    /// Its author.
    byline: Option<&'a str>,
    /// Who published it.
    publisher: Option<&'a str>,
    /// Country of the publisher.
    publisher_country: Option<&'a str>,
    /// Section of the paper.
    section: Option<&'a str>,
    /// Day of publication, YYYY-MM-DD.
    date: Option<String>,
    /// How that is known, as in the document.
    date_source: Option<&'static str>,
    /// Where no day stands out, those that fit the evidence, best first; otherwise left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    date_candidates: Vec<String>,
    /// Where it begins in `text`.
    start: usize,
    /// Where it ends.
    end: usize,
    /// To know copies by.
    fingerprint: JsonFingerprint,
}

/// Fingerprints of a story.
#[derive(Serialize)]
struct JsonFingerprint {
    /// The same for the same words, whatever their spaces and capitals.
    exact: String,
    /// `MinHash`: alike for texts that share most of their words; null for short ones.
    near: Option<String>,
}

/// An event.
#[derive(Serialize)]
struct JsonEvent<'a> {
    /// Hash of document, evidence, category, act and spans of the parties: the same whenever and wherever it is coded.
    id: String,
    /// Which of `stories`, from 0.
    story: usize,
    /// PLOVER category.
    event: &'static str,
    /// What is promised, conceded or threatened, where the category only says that; else null.
    act: Option<&'static str>,
    /// PLOVER modes: how.
    mode: Vec<&'static str>,
    /// occurred, ongoing, planned, hypothetical or denied; of the act, where there is one.
    status: &'static str,
    /// Who does it; of mutual acts all parties.
    actors: Vec<JsonParty<'a>>,
    /// To whom.
    recipients: Vec<JsonParty<'a>>,
    /// When it happened: YYYY-MM-DD, YYYY-MM or YYYY; null where the text gives no clue.
    date: Option<&'a str>,
    /// Last day, month or year of a span.
    date_end: Option<&'a str>,
    /// When the act is due.
    act_date: Option<&'a str>,
    /// Last day, month or year of that.
    act_date_end: Option<&'a str>,
    /// day, week, month, quarter, year, decade; inherited-from-discourse, inherited-from-story; unknown.
    date_precision: Option<&'static str>,
    /// The words that gave the date.
    date_text: Option<&'a str>,
    /// Where.
    place: Option<JsonEventPlace<'a>>,
    /// What it is about.
    contexts: Vec<JsonContext>,
    /// People dead, injured, arrested; left out where none is stated.
    #[serde(skip_serializing_if = "JsonSize::is_empty")]
    size: JsonSize,
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    quad: u8,
    /// PLOVER's score of category and mode, from -10 to 10.
    score: f64,
    /// The exact words that show it.
    evidence: Vec<JsonText<'a>>,
    /// Whether it is what the story is about, and not background.
    core: bool,
    /// How likely it is right, 0 to 1, calibrated on the development records.
    confidence: Option<f64>,
    /// The line of the lexicon or the rule that coded it; begins with `model` where the learned head proposed it.
    decided_by: String,
}

/// Somebody who takes part.
#[derive(Serialize)]
struct JsonParty<'a> {
    /// The words.
    text: &'a str,
    /// Where they begin.
    start: usize,
    /// Where they end.
    end: usize,
    /// Name by which it is known.
    name: Option<&'a str>,
    /// ISO 3166-1 alpha-3, or UNO, EUR, IGO, NGO, ISM, IMG, MNC.
    country: Option<&'a str>,
    /// PLOVER sector in which it acts.
    sector: Option<&'static str>,
    /// Further sectors.
    sectors: Vec<&'static str>,
    /// Office held.
    office: Option<&'a str>,
    /// Wikidata identifier.
    identifier: Option<&'a str>,
}

/// A context of an event.
#[derive(Serialize)]
struct JsonContext {
    /// PLOVER context.
    context: &'static str,
    /// Where it shows: clause, paragraph or story.
    reach: &'static str,
}

impl From<&EventContext> for JsonContext {
    fn from(of: &EventContext) -> Self {
        Self { context: of.context.as_str(), reach: of.reach.as_str() }
    }
}

/// Words of the text.
#[derive(Serialize)]
struct JsonText<'a> {
    /// The words.
    text: &'a str,
    /// Where they begin.
    start: usize,
    /// Where they end.
    end: usize,
}

/// Where an event took place.
#[derive(Serialize)]
struct JsonEventPlace<'a> {
    /// The words.
    text: &'a str,
    /// Name in `GeoNames`.
    name: &'a str,
    /// ISO 3166-1 alpha-3.
    country: Option<&'a str>,
    /// State or province.
    admin1: Option<&'a str>,
    /// Latitude in degrees north.
    lat: Option<f64>,
    /// Longitude in degrees east.
    lon: Option<f64>,
    /// `GeoNames` identifier.
    geonameid: Option<u32>,
    /// PLOVER's resolution: 1 country to 5 below a city.
    resolution: Option<u8>,
}

/// How many people an event hit.
#[derive(Serialize)]
struct JsonSize {
    /// Killed.
    #[serde(skip_serializing_if = "Option::is_none")]
    dead: Option<u64>,
    /// Wounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    injured: Option<u64>,
    /// Arrested.
    #[serde(skip_serializing_if = "Option::is_none")]
    arrested: Option<u64>,
}

impl JsonSize {
    fn is_empty(&self) -> bool {
        self.dead.is_none() && self.injured.is_none() && self.arrested.is_none()
    }
}

/// Something said.
#[derive(Serialize)]
struct JsonStatement<'a> {
    /// Who said it.
    speaker: JsonParty<'a>,
    /// To whom.
    addressee: Option<JsonParty<'a>>,
    /// The words, without quotation marks.
    text: &'a str,
    /// Where they begin.
    start: usize,
    /// Where they end.
    end: usize,
    /// In quotation marks, not reported.
    quoted: bool,
    /// Through what: statement, press conference, interview, speech, letter and so on.
    medium: Option<&'static str>,
    /// When it was said.
    date: Option<&'a str>,
}

/// An amount stated.
#[derive(Serialize)]
struct JsonFigure<'a> {
    /// The number; of a range the lower end.
    value: serde_json::Number,
    /// The upper end of a range; otherwise left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    value_max: Option<serde_json::Number>,
    /// at-least, at-most, about, vague; left out where the number is simply stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    qualifier: Option<&'static str>,
    /// ISO 4217 code, percent, person, a measure; null for other things counted.
    unit: Option<&'a str>,
    /// What is counted or measured.
    what: Option<&'a str>,
    /// Parties named in the same clause.
    parties: Vec<JsonParty<'a>>,
    /// TIMEX3 value of the date in the same clause.
    period: Option<&'a str>,
    /// Number and unit, in words.
    text: &'a str,
    /// Where they begin.
    start: usize,
    /// Where they end.
    end: usize,
}

/// An office stated.
#[derive(Serialize)]
struct JsonOffice<'a> {
    /// Who holds it.
    person: &'a str,
    /// The post.
    office: &'a str,
    /// Of which state or kind of body.
    country: Option<&'a str>,
    /// The body or person that it belongs to.
    of: Option<&'a str>,
    /// The state or body that a diplomat is sent to.
    accredited_to: Option<&'a str>,
    /// current, former, acting, designate.
    tenure: &'static str,
    /// First day, where stated or known.
    from: Option<String>,
    /// Last day.
    to: Option<String>,
    /// Day of the story.
    date: Option<String>,
    /// The words.
    text: &'a str,
    /// Where they begin.
    start: usize,
    /// Where they end.
    end: usize,
}

/// A place named.
#[derive(Serialize)]
struct JsonPlace<'a> {
    /// The words.
    text: &'a str,
    /// Where they begin.
    start: usize,
    /// Where they end.
    end: usize,
    /// Name in `GeoNames`.
    name: &'a str,
    /// ISO 3166-1 alpha-3.
    country: Option<&'a str>,
    /// State or province.
    admin1: Option<&'a str>,
    /// Latitude in degrees north.
    lat: f64,
    /// Longitude in degrees east.
    lon: f64,
    /// `GeoNames` identifier.
    geonameid: Option<u32>,
    /// `GeoNames` feature code: PCLI a state, ADM1 a province, PPLC a capital and so on.
    feature: &'static str,
}

/// A time expression.
#[derive(Serialize)]
struct JsonTime<'a> {
    /// The words.
    text: &'a str,
    /// Where they begin.
    start: usize,
    /// Where they end.
    end: usize,
    /// TIMEX3 type: DATE, TIME, DURATION, SET.
    #[serde(rename = "type")]
    kind: &'static str,
    /// TIMEX3 value, anchored.
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
