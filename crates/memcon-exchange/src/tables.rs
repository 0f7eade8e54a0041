//! Memcon's own tables: events, parties, evidence, stories.

use memcon_store::record::{Document, EventContext, Party, Text};
use memcon_store::{Exported, Told};

use crate::column::{Column, Head, Kind, On, Value, heads};
use crate::dates::{first_day, last_day};

type Event = Column<Exported>;

/// Parties by what they are called.
fn names(side: &[Party]) -> Value<'_> {
    Value::List(side.iter().map(|party| party.name.as_deref().unwrap_or(&party.text).into()).collect())
}

fn countries(side: &[Party]) -> Value<'_> {
    Value::List(side.iter().filter_map(|party| party.country.as_deref().map(Into::into)).collect())
}

fn sectors(side: &[Party]) -> Value<'_> {
    Value::List(side.iter().filter_map(|party| party.sector.as_deref().map(Into::into)).collect())
}

fn rows<'r, R>(columns: &[Column<R>], of: &'r [R]) -> Value<'r> {
    Value::Rows(of.iter().map(|row| columns.iter().map(|column| (column.value)(row)).collect()).collect())
}

/// Events: CSV, `GeoJSON`, Parquet and Arrow. Names and order are kept from version to version; new columns come last.
pub static EVENTS: &[Event] = &[
    Event::new("document", Kind::Text, "Name of the document of the story that tells of it first", |e| {
        (&e.story.document).into()
    }),
    Event::optional("url", Kind::Text, "The document's address", |e| (&e.story.url).into()),
    Event::optional("title", Kind::Text, "Headline of the story", |e| (&e.story.title).into()),
    Event::optional("published", Kind::Day, "When the story was published", |e| {
        e.story.date.as_deref().and_then(first_day).into()
    }),
    Event::new("story", Kind::Integer, "Number of the story in its document, from 0", |e| e.story.number.into()),
    Event::new("id", Kind::Text, "Key of the mention: a hash of text, category, act and spans", |e| {
        (&e.event.id).into()
    }),
    Event::new("event", Kind::Text, "PLOVER category", |e| (&e.event.event).into()),
    Event::optional("act", Kind::Text, "What is agreed, conceded or threatened: a PLOVER category", |e| {
        (&e.event.act).into()
    }),
    Event::new("mode", Kind::List, "PLOVER modes", |e| (&e.event.mode).into()),
    Event::new(
        "status",
        Kind::Text,
        "`occurred`, `ongoing`, `planned`, `hypothetical` or `denied`; of the act where there is one",
        |e| (&e.event.status).into(),
    ),
    Event::optional("date", Kind::Text, "When, as it was coded: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`", |e| {
        (&e.event.date).into()
    }),
    Event::optional("date_end", Kind::Text, "Last day of a span, likewise", |e| (&e.event.date_end).into()),
    Event::optional("first_day", Kind::Day, "First day that it may have been", |e| {
        e.event.date.as_deref().and_then(first_day).into()
    }),
    Event::optional("last_day", Kind::Day, "Last day that it may have been", |e| {
        e.event.date_end.as_deref().or(e.event.date.as_deref()).and_then(last_day).into()
    }),
    Event::optional("date_precision", Kind::Text, "How exact the date is, and whether it was inherited", |e| {
        (&e.event.date_precision).into()
    }),
    Event::optional("date_text", Kind::Text, "The words that give it", |e| (&e.event.date_text).into()),
    Event::optional("act_date", Kind::Text, "When the act is due", |e| (&e.event.act_date).into()),
    Event::optional("act_date_end", Kind::Text, "Last day on which it is due", |e| (&e.event.act_date_end).into()),
    Event::new("actors", Kind::Rows(|| heads(PARTY, On::Flat).collect()), "Who does it", |e| {
        rows(PARTY, &e.event.actors)
    })
    .on(On::Nested),
    Event::new("recipients", Kind::Rows(|| heads(PARTY, On::Flat).collect()), "To whom", |e| {
        rows(PARTY, &e.event.recipients)
    })
    .on(On::Nested),
    Event::new("actor_names", Kind::List, "Names of the actors, or the words of the text", |e| names(&e.event.actors))
        .on(On::Flat),
    Event::new("actor_countries", Kind::List, "Their countries", |e| countries(&e.event.actors)).on(On::Flat),
    Event::new("actor_sectors", Kind::List, "Their primary sectors", |e| sectors(&e.event.actors)).on(On::Flat),
    Event::new("recipient_names", Kind::List, "Names of the recipients, or the words of the text", |e| {
        names(&e.event.recipients)
    })
    .on(On::Flat),
    Event::new("recipient_countries", Kind::List, "Their countries", |e| countries(&e.event.recipients)).on(On::Flat),
    Event::new("recipient_sectors", Kind::List, "Their primary sectors", |e| sectors(&e.event.recipients)).on(On::Flat),
    Event::optional("place", Kind::Text, "Where: name in the gazetteer", |e| {
        e.event.place.as_ref().map(|p| p.name.as_str()).into()
    }),
    Event::optional("place_text", Kind::Text, "The words of the text", |e| {
        e.event.place.as_ref().map(|p| p.text.as_str()).into()
    }),
    Event::optional("place_country", Kind::Text, "Its country, ISO 3166-1 alpha-3", |e| {
        e.event.place.as_ref().and_then(|p| p.country.as_deref()).into()
    }),
    Event::optional("place_admin1", Kind::Text, "First-level division", |e| {
        e.event.place.as_ref().and_then(|p| p.admin1.as_deref()).into()
    }),
    Event::optional("lat", Kind::Real, "Latitude in degrees, WGS 84", |e| {
        e.event.place.as_ref().and_then(|p| p.lat).into()
    }),
    Event::optional("lon", Kind::Real, "Longitude in degrees, WGS 84", |e| {
        e.event.place.as_ref().and_then(|p| p.lon).into()
    }),
    Event::optional("geonameid", Kind::Long, "GeoNames id", |e| {
        e.event.place.as_ref().and_then(|p| p.geonameid).into()
    }),
    Event::optional("place_resolution", Kind::Integer, "From 5, within a city, to 1, a country", |e| {
        e.event.place.as_ref().and_then(|p| p.resolution).into()
    }),
    Event::new(
        "contexts",
        Kind::Rows(|| heads(CONTEXT, On::Flat).collect()),
        "What it is about: PLOVER contexts",
        |e| rows(CONTEXT, &e.event.contexts),
    ),
    Event::optional("dead", Kind::Long, "How many were killed", |e| e.event.size.dead.into()),
    Event::optional("injured", Kind::Long, "How many were wounded", |e| e.event.size.injured.into()),
    Event::optional("arrested", Kind::Long, "How many were arrested", |e| e.event.size.arrested.into()),
    Event::new(
        "quad",
        Kind::Integer,
        "Quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
        |e| e.event.quad.into(),
    ),
    Event::new("score", Kind::Real, "PLOVER score, from -10 to 10", |e| e.event.score.into()),
    Event::new("evidence", Kind::Rows(|| heads(EVIDENCE, On::Flat).collect()), "The sentences that show it", |e| {
        rows(EVIDENCE, &e.event.evidence)
    }),
    Event::new("core", Kind::Flag, "Whether the story is about it", |e| e.event.core.into()),
    Event::optional("confidence", Kind::Real, "From 0 to 1, where known", |e| e.event.confidence.into()),
    Event::new(
        "decided_by",
        Kind::Text,
        "The line of the lexicon or rule that coded it, or the table that it was imported from",
        |e| (&e.event.decided_by).into(),
    ),
    Event::optional("unique", Kind::Text, "Its row in the record's view `events`", |e| {
        Some(e.unique.as_str()).filter(|id| !id.is_empty()).into()
    }),
    Event::new("mentions", Kind::Integer, "How many mentions it has", |e| e.mentions.into()),
    Event::new("stories", Kind::Integer, "In how many stories, copies counted once", |e| e.stories.into()),
    Event::new("sources", Kind::Integer, "Of how many publishers", |e| e.sources.into()),
    Event::optional("publisher", Kind::Text, "Who published the story", |e| (&e.story.publisher).into()),
    Event::optional("date_source", Kind::Text, "How the day of publication is known", |e| {
        (&e.story.date_source).into()
    }),
    Event::optional("hash", Kind::Text, "SHA-256 of the document's content, by which it is known again", |e| {
        Some(e.story.hash.as_str()).filter(|hash| !hash.is_empty()).into()
    }),
    Event::optional("program", Kind::Text, "What coded it", |e| {
        Some(e.story.program.as_str()).filter(|name| !name.is_empty()).into()
    }),
];

/// A coded document with the line of JSON that the program writes of it.
pub struct Coded {
    /// The document.
    pub document: Document,
    /// The line, without its end.
    pub line: String,
}

type Paper = Column<Coded>;

/// Documents: Arrow.
pub static DOCUMENTS: &[Paper] = &[
    Paper::new("id", Kind::Text, "Name of the document", |d| (&d.document.id).into()),
    Paper::optional("url", Kind::Text, "Its address", |d| (&d.document.url).into()),
    Paper::optional("title", Kind::Text, "Its headline", |d| (&d.document.title).into()),
    Paper::optional("date", Kind::Day, "When its first story was published", |d| {
        d.document.stories.first().and_then(|story| first_day(story.date.as_deref()?)).into()
    }),
    Paper::optional("date_source", Kind::Text, "How that is known", |d| {
        d.document.stories.first().and_then(|story| story.date_source.as_deref()).into()
    }),
    Paper::new("language", Kind::Text, "ISO 639", |d| (&d.document.language).into()),
    Paper::new("text", Kind::Text, "What there is to read", |d| (&d.document.text).into()),
    Paper::new("stories", Kind::Integer, "How many stories it has", |d| d.document.stories.len().into()),
    Paper::new("events", Kind::Integer, "How many events were coded", |d| d.document.events.len().into()),
    Paper::new("notes", Kind::List, "What a user should know", |d| (&d.document.notes).into()),
    Paper::new("json", Kind::Text, "The document as `memcon code` writes it", |d| (&d.line).into()),
];

/// What `parties` and `evidence` begin with.
static KEYS: [Head; 2] = [
    Head { name: "unique", kind: Kind::Text, optional: false, on: On::All, about: "The event: `unique` of `events`" },
    Head { name: "id", kind: Kind::Text, optional: false, on: On::All, about: "The mention: `id` of `events`" },
];

/// A number within an event.
static NUMBER: Head =
    Head { name: "number", kind: Kind::Integer, optional: false, on: On::All, about: "Which one, from 0" };

/// The side of a party.
static SIDE: Head =
    Head { name: "side", kind: Kind::Text, optional: false, on: On::All, about: "`actor` or `recipient`" };

type PartyColumn = Column<Party>;

/// A party.
pub static PARTY: &[PartyColumn] = &[
    PartyColumn::new("text", Kind::Text, "The words of the text", |p| (&p.text).into()),
    PartyColumn::new("start", Kind::Integer, "First character in the document's text", |p| p.start.into()),
    PartyColumn::new("end", Kind::Integer, "One past the last character", |p| p.end.into()),
    PartyColumn::optional("name", Kind::Text, "Canonical name", |p| (&p.name).into()),
    PartyColumn::optional("country", Kind::Text, "ISO 3166-1 alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC", |p| {
        (&p.country).into()
    }),
    PartyColumn::optional("sector", Kind::Text, "Primary PLOVER sector", |p| (&p.sector).into()),
    PartyColumn::new("sectors", Kind::List, "Secondary sectors", |p| (&p.sectors).into()),
    PartyColumn::optional("office", Kind::Text, "Office held", |p| (&p.office).into()),
    PartyColumn::optional(
        "identifier",
        Kind::Text,
        "Wikidata identifier; `wikipedia:` and a title where it was imported",
        |p| (&p.identifier).into(),
    ),
];

type ContextColumn = Column<EventContext>;

/// What an event is about.
pub static CONTEXT: &[ContextColumn] = &[
    ContextColumn::new("context", Kind::Text, "PLOVER context", |c| (&c.context).into()),
    ContextColumn::new(
        "reach",
        Kind::Text,
        "How far the words stand that say so: `clause`, `paragraph` or `story`",
        |c| (&c.reach).into(),
    ),
];

type TextColumn = Column<Text>;

/// Words of the text.
pub static EVIDENCE: &[TextColumn] = &[
    TextColumn::new("text", Kind::Text, "The words; empty with --no-text", |t| (&t.text).into()),
    TextColumn::new("start", Kind::Integer, "First character in the document's text", |t| t.start.into()),
    TextColumn::new("end", Kind::Integer, "One past the last character", |t| t.end.into()),
];

type Story = Column<Told>;

/// Stories: the file `stories.csv`.
pub static STORIES: &[Story] = &[
    Story::new("story", Kind::Text, "Its row in the record's view `stories`", |s| (&s.story).into()),
    Story::new("document", Kind::Text, "Name of its document", |s| (&s.document).into()),
    Story::new("hash", Kind::Text, "SHA-256 of the document's content", |s| (&s.hash).into()),
    Story::new("number", Kind::Integer, "Number of the story in its document, from 0", |s| s.number.into()),
    Story::optional("title", Kind::Text, "Headline", |s| (&s.title).into()),
    Story::optional("date", Kind::Text, "Day of publication", |s| (&s.date).into()),
    Story::optional("date_source", Kind::Text, "How that is known", |s| (&s.date_source).into()),
    Story::optional("url", Kind::Text, "The document's address", |s| (&s.url).into()),
    Story::optional("publisher", Kind::Text, "Who published it", |s| (&s.publisher).into()),
    Story::new("language", Kind::Text, "ISO 639", |s| (&s.language).into()),
    Story::new("format", Kind::Text, "Form of the document; or the table that it was imported from", |s| {
        (&s.format).into()
    }),
    Story::new("program", Kind::Text, "What coded it", |s| (&s.program).into()),
    Story::new("copy", Kind::Flag, "Whether it is a copy of an earlier story", |s| s.copy.into()),
    Story::new("start", Kind::Long, "First character of the story in the document's text", |s| s.start.into()),
    Story::new("end", Kind::Long, "One past its last character", |s| s.end.into()),
];

/// The columns of `parties.csv`.
pub fn party_heads() -> Vec<Head> {
    KEYS.iter().copied().chain([SIDE, NUMBER]).chain(heads(PARTY, On::Nested)).collect()
}

/// The rows of an event in `parties.csv`.
pub fn party_rows(exported: &Exported) -> Vec<Vec<Value<'_>>> {
    let side = |name: &'static str, parties: &'_ [Party]| {
        let row = |(number, party): (usize, &'_ Party)| {
            let mut cells = vec![Value::from(&exported.unique), Value::from(&exported.event.id)];
            cells.extend([Value::from(name), Value::from(number)]);
            cells.extend(PARTY.iter().map(|column| match (column.value)(party) {
                Value::Empty => Value::Empty,
                other => Value::Text(other.text().into_owned().into()),
            }));
            cells
        };
        parties.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    [side("actor", &exported.event.actors), side("recipient", &exported.event.recipients)].concat()
}

/// The columns of `evidence.csv`.
pub fn evidence_heads() -> Vec<Head> {
    KEYS.iter().copied().chain([NUMBER]).chain(heads(EVIDENCE, On::Nested)).collect()
}

/// The rows of an event in `evidence.csv`.
pub fn evidence_rows(exported: &Exported) -> Vec<Vec<Value<'_>>> {
    let row = |(number, text): (usize, &'_ Text)| {
        let mut cells = vec![Value::from(&exported.unique), Value::from(&exported.event.id), Value::from(number)];
        cells.extend([Value::Text(text.text.clone().into()), Value::from(text.start), Value::from(text.end)]);
        cells
    };
    exported.event.evidence.iter().enumerate().map(row).collect()
}
