//! Invented documents with events, as many as wanted, always the same: for tests and benchmarks. No word of them is
//! read; they are made coded.

use std::fmt::Write as _;

use memcon::intake::Fingerprint;

use crate::ids::hash;
use crate::ingest::{ContentHash, Ingest};
use crate::record::{Document, Event, EventContext, EventPlace, Fingerprint as Print, Party, Story, Text};

/// How documents are invented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Synthetic {
    /// Events a story.
    pub events: usize,
    /// Days over which the stories are spread, from 2015-01-01.
    pub days: u32,
    /// Of how many stories one tells in other words what the one before told, and the next is a copy of that one; 0 for
    /// none.
    pub retold: usize,
}

impl Default for Synthetic {
    fn default() -> Self {
        Self { events: 6, days: 3650, retold: 5 }
    }
}

const COUNTRIES: [&str; 60] = [
    "USA", "CHN", "RUS", "GBR", "FRA", "DEU", "IND", "PAK", "IRN", "ISR", "TUR", "UKR", "JPN", "KOR", "PRK", "SAU",
    "EGY", "SYR", "IRQ", "AFG", "BRA", "MEX", "NGA", "ZAF", "ETH", "SDN", "KEN", "SOM", "COD", "RWA", "POL", "HUN",
    "SRB", "GRC", "ITA", "ESP", "VEN", "COL", "ARG", "CHL", "PER", "CUB", "CAN", "AUS", "IDN", "MYS", "PHL", "VNM",
    "THA", "MMR", "BGD", "LKA", "NPL", "KAZ", "UZB", "GEO", "ARM", "AZE", "NOR", "SWE",
];

const CATEGORIES: [(&str, u8, f64); 10] = [
    ("CONSULT", 1, 2.5),
    ("AGREE", 1, 2.5),
    ("ACCUSE", 3, -3.0),
    ("REQUEST", 3, 0.0),
    ("ASSAULT", 4, -9.0),
    ("COERCE", 4, -7.0),
    ("SUPPORT", 1, 5.0),
    ("PROTEST", 4, -5.0),
    ("AID", 2, 10.0),
    ("SANCTION", 4, -6.0),
];

const WORDS: [&str; 64] = [
    "border",
    "talks",
    "minister",
    "army",
    "convoy",
    "harbour",
    "treaty",
    "prisoners",
    "oil",
    "pipeline",
    "election",
    "embassy",
    "sanctions",
    "ceasefire",
    "drone",
    "village",
    "court",
    "journalist",
    "protest",
    "police",
    "trade",
    "tariff",
    "aid",
    "grain",
    "ship",
    "missile",
    "parliament",
    "president",
    "envoy",
    "summit",
    "refugees",
    "camp",
    "river",
    "dam",
    "airport",
    "bridge",
    "rebels",
    "general",
    "governor",
    "union",
    "strike",
    "bank",
    "loan",
    "visa",
    "customs",
    "fishing",
    "island",
    "exercise",
    "radar",
    "hospital",
    "school",
    "market",
    "curfew",
    "arrest",
    "trial",
    "verdict",
    "appeal",
    "release",
    "hostage",
    "ransom",
    "attack",
    "shelling",
    "raid",
    "patrol",
];

/// A stream of numbers that is the same everywhere: `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let hash = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((hash ^ (hash >> 31)) % count.max(1) as u64).unwrap_or_default()
    }

    /// Below `count`, small numbers far more often, as countries are in the news.
    fn skewed(&mut self, count: usize) -> usize {
        self.below(count).min(self.below(count)).min(self.below(count))
    }
}

impl Synthetic {
    /// The first so many documents.
    pub fn documents(self, count: usize) -> impl Iterator<Item = Ingest> {
        (0..count).map(move |number| self.document(number, count))
    }

    /// The document of this number, of so many over all days.
    pub fn document(self, number: usize, count: usize) -> Ingest {
        // What tells the same takes its dice from the document that it tells anew.
        let place = if self.retold > 2 { number % self.retold } else { 3 };
        let told = if place < 3 { number.saturating_sub(place) } else { number };
        let mut dice = Dice(told as u64);
        let day = u32::try_from(told as u64 * u64::from(self.days) / count.max(1) as u64).unwrap_or_default();
        let date = jiff::civil::date(2015, 1, 1).saturating_add(jiff::Span::new().days(i64::from(day)));
        let mut text = format!("Report {told} from the desk of the day\n\n");
        let mut events = Vec::with_capacity(self.events);
        for _ in 0..self.events {
            events.push(event(&mut dice, &mut text, &date.to_string(), place == 1, number));
        }
        finish(text, events, &date.to_string(), number)
    }
}

fn finish(text: String, mut events: Vec<Event>, date: &str, number: usize) -> Ingest {
    let url = format!("https://paper{}.example/{date}/{number}", number % 97);
    let key = |n: usize| {
        let bytes = hash(&[url.as_bytes(), &n.to_le_bytes()]);
        bytes.iter().take(8).fold(0_u64, |key, &byte| key << 8 | u64::from(byte))
    };
    for (number, event) in events.iter_mut().enumerate() {
        event.id = format!("{:016x}", key(number));
    }
    let print = Fingerprint::of_text(&text);
    let story = Story {
        title: text.lines().next().map(str::to_owned),
        date: Some(date.to_owned()),
        date_source: Some("given".to_owned()),
        start: 0,
        end: text.len(),
        fingerprint: Print { exact: format!("{:016x}", print.exact), near: print.near_hex() },
    };
    let document = Document {
        id: format!("{number:07}.txt"),
        url: Some(url.clone()),
        title: story.title.clone(),
        language: "en".to_owned(),
        stories: vec![story],
        events,
        text,
        ..Document::default()
    };
    let hash = ContentHash::dated(Some(date), hash(&[document.text.as_bytes(), url.as_bytes()]));
    Ingest { hash, document, format: "json-text".to_owned(), source_map: Vec::new() }
}

/// Invents an event and adds its sentence to the text. `anew` puts it in other words.
fn event(dice: &mut Dice, text: &mut String, date: &str, anew: bool, number: usize) -> Event {
    let (category, quad, score) = CATEGORIES.get(dice.below(CATEGORIES.len())).copied().unwrap_or_default();
    let (actor, recipient) = (dice.skewed(COUNTRIES.len()), dice.skewed(COUNTRIES.len()));
    let mut words: Vec<&str> =
        (0..12).map(|_| WORDS.get(dice.below(WORDS.len())).copied().unwrap_or_default()).collect();
    if anew {
        words.reverse();
        words.truncate(9);
    }
    let (person, town) = (dice.skewed(4000), dice.skewed(3000));
    let names = [format!("{} Speaker {person}", country(actor)), country(recipient)];
    let start = text.len();
    let _ = write!(text, "{} with {}: {}", names[0], names[1], words.join(" "));
    if anew {
        let _ = write!(text, " as paper {} wrote", number % 97);
    }
    text.push('.');
    let end = text.len();
    text.push('\n');
    Event {
        event: category.to_owned(),
        status: "occurred".to_owned(),
        actors: vec![party(&names[0], actor, start)],
        recipients: vec![party(&names[1], recipient, start + names[0].len() + 6)],
        date: Some(date.to_owned()),
        date_precision: Some("day".to_owned()),
        place: Some(EventPlace {
            text: format!("Town {town}"),
            name: format!("Town {town}"),
            country: Some(country(town % COUNTRIES.len())),
            admin1: None,
            lat: Some((town % 120) as f64 - 60.0),
            lon: Some((town % 340) as f64 - 170.0),
            geonameid: u32::try_from(town).ok(),
            resolution: Some(3),
        }),
        contexts: vec![EventContext { context: "diplomatic".to_owned(), reach: "clause".to_owned() }],
        quad,
        score,
        evidence: vec![Text { text: text.get(start..end).unwrap_or_default().to_owned(), start, end }],
        core: true,
        decided_by: format!("lexicon frames/{}.txt:{} A do R", category.to_lowercase(), dice.below(200)),
        ..Event::default()
    }
}

fn country(number: usize) -> String {
    COUNTRIES.get(number).copied().unwrap_or_default().to_owned()
}

fn party(name: &str, of: usize, start: usize) -> Party {
    Party {
        text: name.to_owned(),
        start,
        end: start + name.len(),
        name: Some(name.to_owned()),
        country: Some(country(of)),
        sector: Some("GOV".to_owned()),
        ..Party::default()
    }
}
