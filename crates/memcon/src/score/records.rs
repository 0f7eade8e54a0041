//! Articles with their events, as gold records and as the output of coders: of Memcon, and of others that write
//! PLOVER's JSON.

use std::fmt;

use serde_json::{Map, Value};

use super::check;
use crate::coding::Event;
use crate::document::Document;
use crate::who::Party;

/// An article with the events that somebody, or a system, found in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// What the article is called, the same in gold and system.
    pub id: String,
    /// Its events.
    pub events: Vec<RecordedEvent>,
}

/// An event as far as scoring looks at it.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedEvent {
    /// PLOVER category.
    pub category: Option<String>,
    /// What is still to come, where the category is AGREE, CONCEDE or THREATEN for that reason.
    pub act: Option<String>,
    /// Modes, sorted.
    pub modes: Vec<String>,
    /// `occurred`, `ongoing`, `planned`, `hypothetical` or `denied`.
    pub status: Option<String>,
    /// Who does it; the first is the principal one.
    pub actors: Vec<RecordedParty>,
    /// To whom; the first is the principal one.
    pub recipients: Vec<RecordedParty>,
    /// When it happened or was said: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub date: Option<String>,
    /// When the act is due.
    pub act_date: Option<String>,
    /// Country in which it happened.
    pub place_country: Option<String>,
    /// Whether the article is about it; true where nothing says otherwise.
    pub core: bool,
    /// The words that show it, joined by blanks.
    pub evidence: String,
}

/// A party of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordedParty {
    /// The words of the article.
    pub text: String,
    /// Canonical name.
    pub name: Option<String>,
    /// ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<String>,
}

/// What is wrong with a record, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Every mistake of a file of records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordErrors(pub Vec<RecordError>);

impl fmt::Display for RecordErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, RecordError { file, line, message }) in self.0.iter().enumerate() {
            let end = if number == 0 { "" } else { "\n" };
            write!(f, "{end}{file}:{line}: {message}")?;
        }
        Ok(())
    }
}

impl std::error::Error for RecordErrors {}

/// Reads gold records from JSON lines. They are held to the form: categories, acts, modes, statuses and sectors must
/// be PLOVER's, dates must be dates, and every article must have a list of events. `file` is for messages.
///
/// # Errors
/// Every mistake, with its line.
pub fn read_gold(file: &str, text: &str) -> Result<Vec<Record>, RecordErrors> {
    read(file, text, |object| {
        if !matches!(object.get("events"), Some(Value::Array(_))) {
            return vec!["no list of `events` in it; an article without any has \"events\": []".to_owned()];
        }
        let events = events(object);
        let wrong = |(number, event)| check::event(event).into_iter().map(move |m| format!("event {number}: {m}"));
        (1..).zip(&events).flat_map(wrong).collect()
    })
}

/// Reads what a system found from JSON lines. Anything goes: what is no PLOVER matches nothing.
///
/// # Errors
/// Every line that is no JSON object with an `id`.
pub fn read_system(file: &str, text: &str) -> Result<Vec<Record>, RecordErrors> {
    read(file, text, |_| Vec::new())
}

fn read(
    file: &str,
    text: &str,
    mistakes: impl Fn(&Map<String, Value>) -> Vec<String>,
) -> Result<Vec<Record>, RecordErrors> {
    let (mut records, mut errors) = (Vec::new(), Vec::new());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (line, content) in (1..).zip(text.lines()).filter(|(_, content)| !content.trim().is_empty()) {
        let mut fail = |message| errors.push(RecordError { file: file.to_owned(), line, message });
        match object(content) {
            Ok((id, object)) => {
                mistakes(&object).into_iter().for_each(&mut fail);
                records.push(Record { id, events: events(&object) });
            }
            Err(message) => fail(message),
        }
    }
    if errors.is_empty() { Ok(records) } else { Err(RecordErrors(errors)) }
}

fn object(line: &str) -> Result<(String, Map<String, Value>), String> {
    let value: Value = serde_json::from_str(line).map_err(|e| format!("not JSON: {e}; an article must be one line"))?;
    let Value::Object(object) = value else {
        return Err("not a JSON object; an article is {\"id\": …, \"events\": […]}".to_owned());
    };
    let id = object.get("id").and_then(string).ok_or("no `id` in it, by which gold and system are matched")?;
    Ok((id, object))
}

fn events(object: &Map<String, Value>) -> Vec<RecordedEvent> {
    let events = object.get("events").and_then(Value::as_array);
    events.into_iter().flatten().filter_map(Value::as_object).map(RecordedEvent::from_json).collect()
}

impl Record {
    /// What Memcon found in a document. `id` is the document's own.
    pub fn of(document: &Document) -> Self {
        let text = &document.page.text;
        let events = document.events.iter().map(|event| RecordedEvent::of(event, text)).collect();
        Self { id: document.page.id.clone().unwrap_or_default(), events }
    }
}

impl RecordedEvent {
    /// A coded event; `text` is its document's.
    pub fn of(event: &Event, text: &str) -> Self {
        let side = |parties: &[Party]| parties.iter().map(RecordedParty::of).collect();
        let evidence: Vec<&str> = event.evidence.iter().map(|span| span.of(text)).collect();
        Self {
            category: Some(event.category.to_string()),
            act: event.act.map(|act| act.to_string()),
            modes: sorted(event.modes.iter().map(ToString::to_string).collect()),
            status: Some(event.status.to_string()),
            actors: side(&event.actors),
            recipients: side(&event.recipients),
            date: event.date.date.clone(),
            act_date: event.act_date.date.clone(),
            place_country: event.place.as_ref().and_then(|place| place.country.clone()),
            core: event.core,
            evidence: evidence.join(" "),
        }
    }

    /// An event from JSON, by Memcon's names of fields or by PLOVER's.
    fn from_json(event: &Map<String, Value>) -> Self {
        let text = |name: &str| event.get(name).and_then(string);
        let place = first(event, &["place", "event_loc"]).map(head);
        let evidence: Vec<String> = list(event, &["evidence", "event_text"]).into_iter().filter_map(words_of).collect();
        Self {
            category: event.get("event").map(head).and_then(string),
            act: text("act"),
            modes: sorted(list(event, &["mode"]).into_iter().filter_map(string).collect()),
            status: text("status"),
            actors: side(event, &["actors", "actor"]),
            recipients: side(event, &["recipients", "recipient"]),
            date: text("date"),
            act_date: text("act_date"),
            place_country: place.and_then(Value::as_object).and_then(|p| named(p, &["country", "country_code"])),
            core: event.get("core").and_then(Value::as_bool).unwrap_or(true),
            evidence: evidence.join(" "),
        }
    }
}

impl RecordedParty {
    /// A party as coded.
    pub fn of(party: &Party) -> Self {
        Self {
            text: party.text.clone(),
            name: party.name.clone(),
            country: party.country.clone(),
            sector: party.sector.map(|sector| sector.as_str().to_owned()),
        }
    }

    fn from_json(party: &Value) -> Self {
        let Some(party) = party.as_object() else {
            // "actor": "Kenya".
            return Self { text: string(party).unwrap_or_default(), ..Self::default() };
        };
        Self {
            text: named(party, &["text", "entity_text"]).unwrap_or_default(),
            name: named(party, &["name", "identifier_text", "entity_name"]),
            country: named(party, &["country", "code"]),
            sector: named(party, &["sector", "sector_code"]),
        }
    }
}

fn side(event: &Map<String, Value>, names: &[&str]) -> Vec<RecordedParty> {
    list(event, names).into_iter().map(RecordedParty::from_json).collect()
}

fn sorted(mut modes: Vec<String>) -> Vec<String> {
    modes.sort_unstable();
    modes
}

/// The value of the first of some fields that is not empty.
fn first<'v>(object: &'v Map<String, Value>, names: &[&str]) -> Option<&'v Value> {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    };
    names.iter().filter_map(|name| object.get(*name)).find(|value| !is_empty(value))
}

fn named(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    first(object, names).map(head).and_then(string)
}

/// What a field lists; a single value is a list of one.
fn list<'v>(object: &'v Map<String, Value>, names: &[&str]) -> Vec<&'v Value> {
    match first(object, names) {
        Some(Value::Array(items)) => items.iter().collect(),
        other => other.into_iter().collect(),
    }
}

/// The first of a list, or the value itself.
fn head(value: &Value) -> &Value {
    value.as_array().and_then(|items| items.first()).unwrap_or(value)
}

/// A string that is not empty, or a number as one.
fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The words of a piece of evidence, given as such or with their offsets.
fn words_of(evidence: &Value) -> Option<String> {
    evidence.as_object().map_or_else(|| string(evidence), |object| Some(named(object, &["text"]).unwrap_or_default()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An event in short: `CONSULT PER.GOV+CHL>BOL @2024-03-01`.
    pub fn event(short: &str) -> RecordedEvent {
        let (short, date) = short.split_once(" @").map_or((short, None), |(rest, date)| (rest, Some(date.to_owned())));
        let (category, parties) = short.split_once(' ').expect("parties after the category");
        let (actors, recipients) = parties.split_once('>').unwrap_or((parties, ""));
        let filled = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let party = |text: &str| {
            let (country, sector) = text.split_once('.').unwrap_or((text, ""));
            RecordedParty { country: filled(country), sector: filled(sector), ..RecordedParty::default() }
        };
        let side = |text: &str| text.split('+').filter(|party| !party.is_empty()).map(party).collect();
        RecordedEvent {
            category: filled(category),
            act: None,
            modes: Vec::new(),
            status: Some("occurred".to_owned()),
            actors: side(actors),
            recipients: side(recipients),
            date,
            act_date: None,
            place_country: None,
            core: true,
            evidence: String::new(),
        }
    }

    fn one(line: &str) -> RecordedEvent {
        read_system("s.jsonl", line).expect("sound").remove(0).events.remove(0)
    }

    #[test]
    fn plovers_names_of_fields_are_understood() {
        let ours = one(concat!(
            r#"{"id": "a", "events": [{"event": "AID", "mode": [], "status": "occurred", "core": false, "#,
            r#""actors": [{"text": "Peru", "name": "Government of Peru", "country": "PER", "sector": "GOV"}], "#,
            r#""recipients": [{"text": "flood victims"}], "place": {"country": "CHL"}, "#,
            r#""evidence": [{"text": "Peru sent tents.", "start": 0, "end": 16}]}]}"#,
        ));
        let theirs = one(concat!(
            r#"{"id": "a", "events": [{"event": ["AID"], "status": "occurred", "core": false, "#,
            r#""actor": {"entity_text": "Peru", "identifier_text": "Government of Peru", "code": "PER", "sector_code": "GOV"}, "#,
            r#""recipient": ["flood victims"], "event_loc": [{"country_code": "CHL"}], "event_text": "Peru sent tents."}]}"#,
        ));
        assert_eq!(ours, theirs);
        assert_eq!((ours.place_country.as_deref(), ours.core), (Some("CHL"), false));
        assert_eq!(ours.recipients[0].text, "flood victims");
    }

    #[test]
    fn modes_are_a_set_and_core_is_the_rule() {
        let found = one(r#"{"id": 7, "events": [{"event": "ASSAULT", "mode": ["primitive", "beat"]}]}"#);
        assert_eq!(found.modes, ["beat", "primitive"]);
        assert!(found.core && found.date.is_none() && found.actors.is_empty());
        assert_eq!(one(r#"{"id": 7, "events": [{"event": "ASSAULT", "mode": "beat"}]}"#).modes, ["beat"]);
    }

    #[test]
    fn mistakes_name_file_and_line() {
        let text = "{\"id\": \"a\", \"events\": []}\n\nnonsense\n[1]\n{\"events\": []}\n{\"id\": \"b\"}\n";
        let system = read_system("s.jsonl", text).expect_err("three wrong lines").to_string();
        let starts: Vec<&str> = system.lines().filter_map(|line| line.get(..21)).collect();
        assert_eq!(starts, ["s.jsonl:3: not JSON: ", "s.jsonl:4: not a JSON", "s.jsonl:5: no `id` in"]);
        let gold = read_gold("g.jsonl", text).expect_err("four wrong lines").to_string();
        assert!(gold.contains("g.jsonl:6: no list of `events`"), "{gold}");
    }

    #[test]
    fn gold_is_held_to_plover() {
        let line = concat!(
            r#"{"id": "a", "events": [{"event": "AID", "status": "occurred", "date": "2024"}, "#,
            r#"{"event": "ACUSE", "status": "ocurred", "date": "3 March", "actors": [{"sector": "GOVT"}]}]}"#,
        );
        let errors = read_gold("g.jsonl", line).expect_err("wrong names").to_string();
        for words in ["event 2", "did you mean ACCUSE?", "did you mean occurred?", "3 March", "did you mean GOV?"] {
            assert!(errors.contains(words), "{words} not in\n{errors}");
        }
        assert!(!errors.contains("event 1"), "{errors}");
    }
}
