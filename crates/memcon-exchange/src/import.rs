//! Others' tables as documents of a record: POLECAT's and NGEC's flat one.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, BufRead};
use std::iter::Peekable;

use memcon_lexicon::{Category, Knowledge, Mode};
use memcon_store::record::{Document, Event, EventContext, EventPlace, Fingerprint, Party, Size, Story, Text};
use memcon_store::{ContentHash, Ingest, Run};

use crate::dates::first_day;
use crate::delimited::{Numbered, Rows};
use crate::polecat::{self, FEATURES, WIKIPEDIA};

/// What is read of POLECAT's columns.
pub static POLECAT_READ: [(&str, &str); 16] = [
    ("Event ID", "name of the document"),
    ("Event Date", "date"),
    ("Event Type", "category; needed"),
    ("Event Mode, Contexts", "modes and contexts, of reach `story`"),
    ("Intensity, Event Intensity", "score; PLOVER's where it is missing"),
    ("Quad Code", "not read: it follows from the category"),
    ("Actor Name, Recipient Name", "parties' names, parted by `;`"),
    ("Actor Name Raw, Recipient Name Raw", "their words"),
    ("Actor Country, Recipient Country", "their countries"),
    ("Primary Actor Sector, Primary Recipient Sector", "their sectors"),
    ("Actor Sectors, Recipient Sectors", "secondary sectors, where there is one party"),
    ("Actor Title, Recipient Title", "their offices"),
    ("Wikipedia Actor ID, Wikipedia Recipient ID", "their identifiers, behind `wikipedia:`"),
    ("Placename … Feature Type", "place; the feature becomes its resolution"),
    ("Source, Publication Date, Language", "publisher, day of publication and language of the story"),
    ("Story People, Story Organizations, Story Locations", "notes of the document"),
];

/// What is read of NGEC's columns.
pub static NGEC: [(&str, &str); 11] = [
    (
        "id, story_id",
        "key of the event, name of the document: rows of one story that follow each other are one document",
    ),
    ("pub_date", "day of publication"),
    ("event_type, event_mode", "category (needed) and modes"),
    ("anchor_quote", "evidence, and with it the document's text"),
    (
        "date_text, date, date_granularity",
        "the words that give the date, and the date, cut to a month or year where it is no finer",
    ),
    ("date_type", "not read"),
    ("location_text, location_name, location_country, location_admin1, lat, lon, geonameid", "place"),
    ("killed_text, injured_text", "numbers of people, where they are in digits"),
    ("actor_text, recipient_text", "words of the parties, parted by `;`"),
    ("actor_code, recipient_code", "country and sector: `USA GOV` or `USAGOV`"),
    ("actor_wiki, recipient_wiki", "name, and identifier behind `wikipedia:`"),
];

/// A table that is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// POLECAT.
    Polecat,
    /// NGEC's flat table.
    Ngec,
}

/// Rows of a table as documents, each with the run that it belongs to; or what is wrong with a row, with its line.
pub struct Import<R: BufRead> {
    source: Source,
    columns: BTreeMap<String, usize>,
    width: usize,
    rows: Peekable<Rows<R>>,
    /// What was read and not yet given.
    waiting: VecDeque<Read>,
}

/// A document and its run, or what is wrong with a row.
type Read = Result<(Run, Ingest), String>;

impl<R: BufRead> Import<R> {
    /// Reads the first line, which says what the table is.
    ///
    /// # Errors
    /// If it is neither table, or cannot be read.
    pub fn open(mut from: R) -> io::Result<Self> {
        let head = String::from_utf8_lossy(from.fill_buf()?).into_owned();
        let first = head.lines().next().unwrap_or_default();
        let separator = if first.contains('\t') { '\t' } else { ',' };
        let mut rows = Rows::new(from, separator).peekable();
        let names = rows.next().transpose()?.map(|(_, names)| names).unwrap_or_default();
        let columns: BTreeMap<String, usize> =
            names.iter().enumerate().map(|(at, name)| (name.trim().to_owned(), at)).collect();
        let has = |name: &str| columns.contains_key(name);
        let source = if has("Event ID") && has("Event Type") {
            Source::Polecat
        } else if has("story_id") && has("event_type") {
            Source::Ngec
        } else {
            let why = "neither a table of POLECAT's (Event ID, Event Date, Event Type, …) nor NGEC's flat one (id, story_id, …)";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        };
        Ok(Self { source, width: names.len(), columns, rows, waiting: VecDeque::new() })
    }

    /// Which table it is.
    pub fn source(&self) -> Source {
        self.source
    }

    fn row(&self, row: io::Result<Numbered>) -> Result<Cells<'_>, String> {
        let (line, cells) = row.map_err(|error| error.to_string())?;
        if cells.len() != self.width {
            return Err(format!("line {line}: {} cells instead of {}", cells.len(), self.width));
        }
        Ok(Cells { columns: &self.columns, values: cells, line })
    }
}

impl<R: BufRead> Iterator for Import<R> {
    type Item = Read;

    fn next(&mut self) -> Option<Read> {
        if let Some(read) = self.waiting.pop_front() {
            return Some(read);
        }
        let row = loop {
            let row = self.rows.next()?;
            // An empty line at the end.
            if !matches!(&row, Ok((_, cells)) if cells.len() == 1 && cells.iter().all(String::is_empty)) {
                break row;
            }
        };
        match self.source {
            Source::Polecat => Some(self.row(row).and_then(|cells| polecat_row(&cells))),
            Source::Ngec => {
                let rows = self.story_from(row);
                let read = ngec_story(rows.into_iter().map(|row| self.row(row)).collect());
                self.waiting.extend(read);
                self.waiting.pop_front()
            }
        }
    }
}

impl<R: BufRead> Import<R> {
    /// A row with those after it that are of the same story: NGEC has one for each event.
    fn story_from(&mut self, row: io::Result<Numbered>) -> Vec<io::Result<Numbered>> {
        let story_of =
            |row: &io::Result<Numbered>, at: usize| row.as_ref().ok().and_then(|(_, cells)| cells.get(at).cloned());
        let mut rows = vec![row];
        let story = self.columns.get("story_id").and_then(|&at| Some((at, story_of(rows.first()?, at)?)));
        while let Some((at, story)) = &story
            && let Some(next) = self.rows.next_if(|row| story_of(row, *at).as_ref() == Some(story))
        {
            rows.push(next);
        }
        rows
    }
}

/// The cells of a row by the names of their columns.
struct Cells<'c> {
    columns: &'c BTreeMap<String, usize>,
    values: Vec<String>,
    line: usize,
}

impl Cells<'_> {
    /// A cell, unless it says that there is nothing.
    fn get(&self, name: &str) -> Option<&str> {
        let cell = self.columns.get(name).and_then(|&at| self.values.get(at))?.trim();
        let nothing = ["", polecat::NONE, "nan", "NaN", "NA", "null"];
        (!nothing.contains(&cell)).then_some(cell)
    }

    fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    /// The items of a list, with their places: those that say that there is nothing are empty.
    fn list(&self, name: &str) -> Vec<Option<&str>> {
        let item = |item: &'_ str| -> bool { item.is_empty() || item == polecat::NONE };
        let items = self.get(name).into_iter().flat_map(|cell| cell.split(';')).map(str::trim);
        items.map(|text| (!item(text)).then_some(text)).collect()
    }

    fn category(&self, name: &str) -> Result<Category, String> {
        let text = self.get(name).ok_or_else(|| format!("line {}: no {name}", self.line))?;
        text.to_uppercase().parse().map_err(|error| format!("line {}: {error}", self.line))
    }

    /// A day, as a table has it: a time after it is left out.
    fn day(&self, name: &str) -> Result<Option<String>, String> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let day = text.get(..10).unwrap_or(text);
        first_day(day)
            .map(|_| Some(day.to_owned()))
            .ok_or_else(|| format!("line {}: {name} is {text:?}, which is no date", self.line))
    }

    /// PLOVER's names are in small letters, joined by hyphens.
    fn names(&self, name: &str) -> Vec<String> {
        let plain = |text: &str| text.to_lowercase().replace(' ', "-");
        self.list(name).into_iter().flatten().map(plain).collect()
    }
}

/// The text of a document that is put together of what a table quotes.
#[derive(Default)]
struct Words {
    text: String,
    count: usize,
}

impl Words {
    /// Adds a line; where it lies.
    fn add(&mut self, words: &str) -> (usize, usize) {
        if self.count > 0 {
            self.text.push('\n');
            self.count += 1;
        }
        let start = self.count;
        self.text.push_str(words);
        self.count += words.chars().count();
        (start, self.count)
    }
}

/// A code of a country, from a code or a name; what is neither is kept as it is.
fn country(text: &str) -> String {
    let text = text.split('|').next().unwrap_or(text).trim();
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return text.to_uppercase();
    }
    let is = |name: &str| name.eq_ignore_ascii_case(text);
    let found = Knowledge::shipped().countries.iter().find(|c| is(&c.name) || c.names.iter().any(|name| is(name)));
    found.map_or_else(|| text.to_owned(), |country| country.code.to_string())
}

/// A sector; POLECAT has none other than PLOVER's.
fn sectors(items: &[Option<&str>], but: Option<&str>) -> Vec<String> {
    let known = items.iter().flatten().filter(|sector| Some(**sector) != but);
    known.map(|sector| (*sector).to_owned()).collect()
}

/// An event as every imported one is.
fn event(category: Category, modes: Vec<String>, key: &ContentHash, decided_by: &str) -> Event {
    let known: Vec<Mode> = modes.iter().filter_map(|mode| mode.parse().ok()).collect();
    Event {
        id: format!("{:016x}", first_64(key)),
        event: category.as_str().to_owned(),
        score: category.score(&known),
        quad: category.quad(),
        mode: modes,
        status: "occurred".to_owned(),
        decided_by: decided_by.to_owned(),
        ..Event::default()
    }
}

/// The first bits of a hash behind its day.
fn first_64(hash: &ContentHash) -> u64 {
    let ContentHash(bytes) = hash;
    bytes.iter().skip(2).take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// The only story of an imported document. That its text is not the story's own says its fingerprint, which no other has.
fn story(words: &Words, date: Option<String>, hash: &ContentHash) -> Story {
    Story {
        date_source: date.is_some().then(|| "given".to_owned()),
        date,
        end: words.count,
        fingerprint: Fingerprint { exact: format!("{:016x}", first_64(hash)), near: None },
        ..Story::default()
    }
}

fn run(program: String) -> Run {
    Run { program, model: String::new(), lexicon: String::new(), options: "import".to_owned() }
}

fn polecat_row(cells: &Cells<'_>) -> Result<(Run, Ingest), String> {
    let category = cells.category("Event Type")?;
    let (date, published) = (cells.day("Event Date")?, cells.day("Publication Date")?);
    let parts: Vec<&[u8]> = std::iter::once(&b"polecat"[..]).chain(cells.values.iter().map(String::as_bytes)).collect();
    let hash = ContentHash::of_parts(published.as_deref().or(date.as_deref()), &parts);
    let mut words = Words::default();
    let mut event = event(category, cells.names("Event Mode"), &hash, "POLECAT");
    event.date_precision = date.as_ref().map(|_| "day".to_owned());
    event.date = date;
    if let Some(score) = cells.number("Intensity").or_else(|| cells.number("Event Intensity")) {
        event.score = score;
    }
    let context = |context: String| EventContext { context: context.replace('-', "_"), reach: "story".to_owned() };
    event.contexts = cells.names("Contexts").into_iter().map(context).collect();
    event.actors = polecat_side(cells, "Actor", &mut words);
    event.recipients = polecat_side(cells, "Recipient", &mut words);
    event.place = polecat_place(cells, &mut words);
    let note = |column: &&str| cells.get(column).map(|text| format!("{column}: {text}"));
    let document = Document {
        id: cells.owned("Event ID").unwrap_or_else(|| hash.to_hex()),
        publisher: cells.owned("Source"),
        language: cells.get("Language").unwrap_or("en").to_lowercase(),
        stories: vec![story(&words, published, &hash)],
        text: words.text,
        events: vec![event],
        notes: ["Story People", "Story Organizations", "Story Locations"].iter().filter_map(note).collect(),
        ..Document::default()
    };
    let version = cells.get("Version").unwrap_or("of unknown version");
    let ingest = Ingest { hash, document, format: polecat::FORMAT.to_owned(), source_map: Vec::new() };
    Ok((run(format!("{}{version}", polecat::RUN)), ingest))
}

fn polecat_side(cells: &Cells<'_>, side: &str, words: &mut Words) -> Vec<Party> {
    let (names, raw) = (cells.list(&format!("{side} Name")), cells.list(&format!("{side} Name Raw")));
    let countries = cells.list(&format!("{side} Country"));
    let primary = cells.list(&format!("Primary {side} Sector"));
    let (all, titles) = (cells.list(&format!("{side} Sectors")), cells.list(&format!("{side} Title")));
    let wiki = cells.list(&format!("Wikipedia {side} ID"));
    let count = [names.len(), raw.len(), countries.len().min(1)].into_iter().max().unwrap_or_default();
    let at = |list: &[Option<&str>], number: usize| list.get(number).copied().flatten().map(str::to_owned);
    let party = |number: usize| {
        let text = at(&raw, number).or_else(|| at(&names, number)).unwrap_or_default();
        let (start, end) = if text.is_empty() { (words.count, words.count) } else { words.add(&text) };
        let sector = at(&primary, number);
        Party {
            name: at(&names, number).or_else(|| at(&raw, number)),
            country: at(&countries, number).map(|text| country(&text)),
            sectors: if count == 1 { sectors(&all, sector.as_deref()) } else { Vec::new() },
            sector,
            office: at(&titles, number),
            identifier: at(&wiki, number).map(|title| format!("{WIKIPEDIA}{title}")),
            text,
            start,
            end,
        }
    };
    (0..count).map(party).collect()
}

fn polecat_place(cells: &Cells<'_>, words: &mut Words) -> Option<EventPlace> {
    let columns = ["Placename", "City", "District", "Province", "Country"];
    let name = columns.iter().find_map(|column| cells.owned(column))?;
    let text = cells.owned("Raw Placename").unwrap_or_else(|| name.clone());
    words.add(&text);
    Some(EventPlace {
        text,
        country: cells.get("Country").map(country),
        admin1: cells.owned("Province"),
        lat: cells.number("Latitude"),
        lon: cells.number("Longitude"),
        geonameid: cells.get("GeoNames ID").and_then(whole),
        resolution: cells.get("Feature Type").and_then(resolution),
        name,
    })
}

/// A whole number, as pandas writes it where some cells of the column are empty: `2643743.0`.
fn whole(text: &str) -> Option<u32> {
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

/// The resolution of a place by its `GeoNames` feature.
fn resolution(feature: &str) -> Option<u8> {
    let exact = (1..).zip(FEATURES).find(|(_, known)| *known == feature).map(|(number, _)| number);
    let kind = || match feature {
        "ADM3" | "ADM4" => Some(3),
        _ if feature.starts_with("PCL") => Some(1),
        _ if feature.starts_with("PPL") => Some(4),
        _ => None,
    };
    exact.or_else(kind)
}

/// The document of a story, where any of its rows is right, and what is wrong with the others.
fn ngec_story(rows: Vec<Result<Cells<'_>, String>>) -> Vec<Read> {
    let mut words = Words::default();
    let (mut read, mut events, mut parts) = (Vec::new(), Vec::new(), vec![b"ngec".to_vec()]);
    let mut first = None;
    for row in rows {
        let event = row.and_then(|cells| {
            let published = cells.day("pub_date")?;
            Ok((ngec_event(&cells, &mut words)?, cells, published))
        });
        match event {
            Ok((event, cells, published)) => {
                events.push(event);
                parts.extend(cells.values.iter().map(|cell| cell.clone().into_bytes()));
                first.get_or_insert((cells.owned("story_id"), published));
            }
            Err(message) => read.push(Err(message)),
        }
    }
    let Some((id, published)) = first else { return read };
    let hash = ContentHash::of_parts(published.as_deref(), &parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let document = Document {
        id: id.unwrap_or_else(|| hash.to_hex()),
        language: "en".to_owned(),
        stories: vec![story(&words, published, &hash)],
        text: words.text,
        events,
        ..Document::default()
    };
    read.push(Ok((
        run("NGEC".to_owned()),
        Ingest { hash, document, format: "ngec".to_owned(), source_map: Vec::new() },
    )));
    read
}

fn ngec_event(cells: &Cells<'_>, words: &mut Words) -> Result<Event, String> {
    let category = cells.category("event_type")?;
    let parts: Vec<&[u8]> =
        std::iter::once(&b"ngec event"[..]).chain(cells.values.iter().map(String::as_bytes)).collect();
    let mut event = event(category, cells.names("event_mode"), &ContentHash::of_parts(None, &parts), "NGEC");
    let granularity = cells.get("date_granularity").map(str::to_lowercase);
    let length = match granularity.as_deref() {
        Some("year") => 4,
        Some("month") => 7,
        _ => 10,
    };
    event.date = cells.day("date")?.map(|day| day.get(..length).unwrap_or(&day).to_owned());
    event.date_precision = event.date.as_ref().map(|_| granularity.unwrap_or_else(|| "day".to_owned()));
    event.date_text = cells.owned("date_text");
    let quote = cells.get("anchor_quote").map(|quote| {
        let (start, end) = words.add(quote);
        Text { text: quote.to_owned(), start, end }
    });
    let count = |name: &str| cells.get(name).and_then(first_number);
    event.size = Size { dead: count("killed_text"), injured: count("injured_text"), arrested: None };
    event.actors = ngec_side(cells, "actor", quote.as_ref(), words);
    event.recipients = ngec_side(cells, "recipient", quote.as_ref(), words);
    event.place = cells.owned("location_name").or_else(|| cells.owned("location_text")).map(|name| EventPlace {
        text: cells.owned("location_text").unwrap_or_else(|| name.clone()),
        country: cells.get("location_country").map(country),
        admin1: cells.owned("location_admin1"),
        lat: cells.number("lat"),
        lon: cells.number("lon"),
        geonameid: cells.get("geonameid").and_then(whole),
        resolution: None,
        name,
    });
    event.evidence = quote.into_iter().collect();
    Ok(event)
}

fn ngec_side(cells: &Cells<'_>, side: &str, quote: Option<&Text>, words: &mut Words) -> Vec<Party> {
    let texts = cells.list(&format!("{side}_text"));
    let (codes, wiki) = (cells.list(&format!("{side}_code")), cells.list(&format!("{side}_wiki")));
    let at = |list: &[Option<&str>], number: usize| list.get(number).copied().flatten().map(str::to_owned);
    let party = |number: usize| {
        let text = at(&texts, number).or_else(|| at(&wiki, number)).unwrap_or_default();
        let (start, end) = place_of(&text, quote, words);
        let (country, sector) = at(&codes, number).map(|code| country_and_sector(&code)).unwrap_or_default();
        Party {
            name: at(&wiki, number).or_else(|| Some(text.clone()).filter(|text| !text.is_empty())),
            identifier: at(&wiki, number).map(|title| format!("{WIKIPEDIA}{title}")),
            country,
            sector,
            sectors: Vec::new(),
            office: None,
            text,
            start,
            end,
        }
    };
    (0..texts.len().max(codes.len().min(1))).map(party).collect()
}

/// Where words lie in the text: in the quote, or on a line of their own.
fn place_of(text: &str, quote: Option<&Text>, words: &mut Words) -> (usize, usize) {
    if text.is_empty() {
        return (words.count, words.count);
    }
    let within = quote.and_then(|quote| {
        let before = quote.text.get(..quote.text.find(text)?)?.chars().count();
        Some(quote.start + before)
    });
    within.map_or_else(|| words.add(text), |start| (start, start + text.chars().count()))
}

/// `USA GOV`, `USAGOV` or `GOV`.
fn country_and_sector(code: &str) -> (Option<String>, Option<String>) {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    let (first, rest) = (letters.get(..3).unwrap_or(&letters), letters.get(3..6));
    if rest.is_none() && first.parse::<memcon_lexicon::Sector>().is_ok() {
        return (None, Some(first.to_owned()));
    }
    (Some(first.to_owned()).filter(|code| !code.is_empty()), rest.map(str::to_owned))
}

/// The first number in digits: of "at least 1,200 people" 1200.
fn first_number(text: &str) -> Option<u64> {
    let from = text.get(text.find(|c: char| c.is_ascii_digit())?..)?;
    let digits = from.chars().take_while(|c| c.is_ascii_digit() || *c == ',').filter(char::is_ascii_digit);
    digits.collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_numbers_are_read() {
        assert_eq!(country("Norway"), "NOR");
        assert_eq!((country("nor|SWE"), country("Ruritania")), ("NOR".to_owned(), "Ruritania".to_owned()));
        assert_eq!(country_and_sector("USA GOV"), (Some("USA".into()), Some("GOV".into())));
        assert_eq!(country_and_sector("USAGOV"), (Some("USA".into()), Some("GOV".into())));
        assert_eq!(country_and_sector("REB"), (None, Some("REB".into())));
        assert_eq!((first_number("at least 1,200 people"), first_number("dozens")), (Some(1200), None));
        assert_eq!((resolution("PPLC"), resolution("ADM2"), resolution("PPLX")), (Some(4), Some(3), Some(5)));
    }

    #[test]
    fn other_tables_are_refused() {
        let error = Import::open("a,b\n1,2\n".as_bytes()).err().expect("no such table");
        assert!(error.to_string().contains("neither"), "{error}");
    }

    #[test]
    fn rows_that_cannot_be_read_are_named_with_their_line() {
        let text = "Event ID\tEvent Type\tEvent Date\na\tACUSE\t2023-01-02\nb\tACCUSE\nc\tACCUSE\t2023-02-30\nd\tACCUSE\t2023-01-02\n";
        let rows: Vec<_> = Import::open(text.as_bytes()).expect("a table").collect();
        let said: Vec<&str> = rows.iter().filter_map(|row| row.as_ref().err().map(String::as_str)).collect();
        assert!(said[0].starts_with("line 2: ") && said[0].contains("ACCUSE"), "{said:?}");
        assert!(said[1].contains("line 3: 2 cells instead of 3") && said[2].contains("no date"), "{said:?}");
        let (run, ingest) = rows[3].as_ref().expect("the last is right");
        assert_eq!((run.program.as_str(), ingest.document.id.as_str()), ("POLECAT of unknown version", "d"));
        assert!(ingest.document.events[0].evidence.is_empty() && ingest.document.text.is_empty());
    }

    #[test]
    fn rows_of_a_story_are_one_document() {
        let text = "id,story_id,pub_date,event_type,event_mode,anchor_quote,date,date_granularity,killed_text,actor_text,actor_code\n\
                    1,s1,2023-05-04,ASSAULT,firearms,\"Gunmen fired, they say\",2023-05-01,month,at least 12 people,Gunmen,SOM UAF\n\
                    2,s1,2023-05-04,CONSULT,,The envoy came,2023-05-03,day,,Oslo,NOR GOV\n\
                    3,s2,2023-05-04,CONSULT,,They met,,,,,\n";
        let stories: Vec<Ingest> =
            Import::open(text.as_bytes()).expect("a table").map(|row| row.expect("readable").1).collect();
        assert_eq!(stories.iter().map(|story| story.document.events.len()).collect::<Vec<_>>(), [2, 1]);
        let document = &stories[0].document;
        let [attack, visit] = document.events.as_slice() else { panic!("two events") };
        assert_eq!((attack.date.as_deref(), attack.size.dead), (Some("2023-05"), Some(12)));
        let words = |start: usize, end: usize| document.text.chars().skip(start).take(end - start).collect::<String>();
        assert_eq!(words(attack.actors[0].start, attack.actors[0].end), "Gunmen");
        assert_eq!(words(visit.actors[0].start, visit.actors[0].end), "Oslo");
        assert_eq!(words(visit.evidence[0].start, visit.evidence[0].end), "The envoy came");
        assert_eq!((visit.actors[0].country.as_deref(), visit.actors[0].sector.as_deref()), (Some("NOR"), Some("GOV")));
    }
}
