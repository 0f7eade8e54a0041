//! Records made ready for showing: names for codes, dates for people, hostile characters made visible.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use memcon_lexicon::{Category, knowledge};
use memcon_store::query::{Found, day_of_event};
use memcon_store::record::{Event, EventContext, Party};

use crate::asked::address;

/// Longest quotation in a list, in characters.
const QUOTED: usize = 420;

/// Most parties of one side in a list.
const PARTIES: usize = 8;

/// Codes and names of states, and of the kinds of bodies that PLOVER treats as such, by name.
pub fn countries() -> &'static [(String, String)] {
    static COUNTRIES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
        let (file, text) = knowledge::SHIPPED[0];
        let states = memcon_lexicon::countries::countries(&Arc::from(file), text).unwrap_or_default();
        let mut all: Vec<(String, String)> =
            states.iter().map(|country| (country.code.to_string(), country.name.to_string())).collect();
        all.extend(BODIES.map(|(code, name)| (code.to_owned(), name.to_owned())));
        all.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
        all.dedup_by(|a, b| a.0 == b.0);
        all
    });
    &COUNTRIES
}

const BODIES: [(&str, &str); 7] = [
    ("IGO", "Intergovernmental bodies"),
    ("UNO", "United Nations"),
    ("EUR", "European Union"),
    ("NGO", "Non-governmental bodies"),
    ("ISM", "International social movements"),
    ("IMG", "International militant groups"),
    ("MNC", "Multinational companies"),
];

/// The name of a country, or its code where it has none.
pub fn country(code: &str) -> String {
    countries().iter().find(|(known, _)| known == code).map_or_else(|| clean(code), |(_, name)| name.clone())
}

/// What a sector's code stands for.
pub fn sector(code: &str) -> &str {
    match code {
        "COP" => "police",
        "GOV" => "government",
        "JUD" => "judiciary",
        "LEG" => "legislature",
        "MIL" => "military",
        "PRM" => "paramilitary",
        "PTY" => "party",
        "REB" => "rebels",
        "SPY" => "intelligence",
        "UAF" => "unidentified armed",
        "AGR" => "farming",
        "BUS" => "business",
        "CRM" => "crime",
        "CVL" => "civilians",
        "EDU" => "education",
        "ELI" => "elites",
        "JRN" => "journalists",
        "LAB" => "labour",
        "MED" => "medicine",
        "REF" => "refugees",
        "OPP" => "opposition",
        "REL" => "religion",
        "SOC" => "civil society",
        other => other,
    }
}

/// Text as it may be shown: characters that would turn lines around are made visible, those that nobody sees are left
/// out. Markup is the templates' care.
pub fn clean(text: &str) -> String {
    text.chars().filter_map(clean_character).collect()
}

fn clean_character(character: char) -> Option<char> {
    match character {
        '\n' | '\t' => Some(character),
        '\r' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{00ad}' | '\u{e0000}'..='\u{e007f}' => None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}' => Some('\u{fffd}'),
        other if other.is_control() => Some('\u{fffd}'),
        other => Some(other),
    }
}

/// The same on one line and no longer than so many characters.
pub fn brief(text: &str, most: usize) -> String {
    let mut shown = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if count > 0 && count < most {
            shown.push(' ');
        }
        for character in word.chars().filter_map(clean_character) {
            if count >= most {
                return shown.trim_end().to_owned() + "…";
            }
            shown.push(character);
            count += 1;
        }
        count += 1;
    }
    shown
}

/// An address that may be followed: only the web's.
pub fn link(url: Option<&str>) -> Option<String> {
    let url = url?.trim();
    let web = ["https://", "http://"]
        .iter()
        .any(|scheme| url.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)));
    let plain = url.chars().all(|c| !c.is_control() && !c.is_whitespace() && clean_character(c) == Some(c));
    (web && plain && url.len() <= 2000).then(|| url.to_owned())
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date for people: `14 March 2025`, `March 2025`, `2025`.
pub fn date(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    let month = |text: &str| text.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)).copied());
    match parts.as_slice() {
        [year, m, day] => match (month(m), day.parse::<u8>()) {
            (Some(month), Ok(day)) => format!("{day} {month} {year}"),
            _ => clean(text),
        },
        [year, m] => month(m).map_or_else(|| clean(text), |month| format!("{month} {year}")),
        _ => clean(text),
    }
}

/// A day with its weekday, for the head of a day: `Friday, 14 March 2025`.
pub fn day(text: &str) -> String {
    let weekday = |date: Date| {
        use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
        match date.weekday() {
            Monday => "Monday",
            Tuesday => "Tuesday",
            Wednesday => "Wednesday",
            Thursday => "Thursday",
            Friday => "Friday",
            Saturday => "Saturday",
            Sunday => "Sunday",
        }
    };
    let plain = date(text);
    text.parse::<Date>().map_or_else(|_| plain.clone(), |day| format!("{}, {plain}", weekday(day)))
}

/// A number with its thousands parted.
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("−{text}") } else { text }
}

/// `1 event`, `2 events`.
pub fn counted(count: i64, what: &str) -> String {
    let plural = match what.strip_suffix('y') {
        Some(stem) if what != "day" => format!("{stem}ies"),
        _ => format!("{what}s"),
    };
    format!("{} {}", number(count), if count == 1 { what } else { &plural })
}

/// What a category is called on a page: `Consult`.
pub fn category(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_string() + &letters.as_str().to_lowercase())
}

/// The name of a quad class.
pub fn quad(class: u8) -> &'static str {
    match class {
        1 => "verbal cooperation",
        2 => "material cooperation",
        3 => "verbal conflict",
        4 => "material conflict",
        _ => "unknown",
    }
}

/// A party as a list shows it.
#[derive(Clone, Debug)]
pub struct Who {
    /// Its name, or the words of the text.
    pub name: String,
    /// Code and name of its country.
    pub country: Option<(String, String)>,
    /// What kind of actor.
    pub sector: Option<String>,
    /// Office held.
    pub office: Option<String>,
    /// The page of it, where it has a name or a country.
    pub href: Option<String>,
}

impl Who {
    /// Of a party.
    pub fn of(party: &Party) -> Self {
        let shown = party.name.as_deref().unwrap_or(&party.text);
        let code = party.country.as_deref().unwrap_or_default();
        let href = match (&party.name, &party.country) {
            (Some(name), None) => Some(address("/actor", &[("name", name)])),
            (Some(name), Some(_)) if country(code) == *name => Some(address("/actor", &[("country", code)])),
            (Some(name), Some(_)) => Some(address("/actor", &[("name", name), ("country", code)])),
            (None, Some(_)) => Some(address("/actor", &[("country", code)])),
            (None, None) => None,
        };
        Self {
            // A party that only the sentence before names has no words of its own.
            name: Some(brief(shown, 120)).filter(|name| !name.is_empty()).unwrap_or_else(|| country(code)),
            country: party.country.as_ref().map(|code| (clean(code), country(code))),
            sector: party.sector.as_deref().filter(|code| *code != "UNK").map(|code| sector(code).to_owned()),
            office: party.office.as_deref().map(|office| brief(office, 80)),
            href,
        }
    }

    fn side(parties: &[Party]) -> (Vec<Self>, usize) {
        (parties.iter().take(PARTIES).map(Self::of).collect(), parties.len().saturating_sub(PARTIES))
    }
}

/// An event as a list shows it.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its category, in small letters: the class of its colour.
    pub class: String,
    /// Its category.
    pub category: String,
    /// What is agreed, conceded or threatened.
    pub act: Option<String>,
    /// Its modes.
    pub modes: String,
    /// Its status.
    pub status: String,
    /// Who.
    pub actors: Vec<Who>,
    /// How many more.
    pub more_actors: usize,
    /// To whom.
    pub recipients: Vec<Who>,
    /// How many more.
    pub more_recipients: usize,
    /// Whether neither side acts on the other.
    pub mutual: bool,
    /// When, where it is more or less than the day under which it stands.
    pub date: Option<String>,
    /// When the act is due.
    pub due: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// How many were killed, wounded, arrested.
    pub size: Option<String>,
    /// What it is about.
    pub contexts: Vec<String>,
    /// The words that show it.
    pub evidence: String,
    /// Whether its story is about it.
    pub core: bool,
    /// How sure, in per cent.
    pub confidence: Option<u32>,
    /// What coded it.
    pub decided_by: String,
    /// Quad class in words.
    pub quad: &'static str,
    /// PLOVER score.
    pub score: String,
}

impl Item {
    /// Of an event that stands under a day.
    pub fn of(id: &str, event: &Event, under: Option<&str>) -> Self {
        let (actors, more_actors) = Who::side(&event.actors);
        let (recipients, more_recipients) = Who::side(&event.recipients);
        let span = |from: &Option<String>, to: &Option<String>| {
            from.as_deref().map(|from| match to.as_deref().filter(|to| *to != from) {
                Some(to) => format!("{} to {}", date(from), date(to)),
                None => date(from),
            })
        };
        let same = event.date.as_deref() == under && event.date_end.is_none();
        let size = [(event.size.dead, "dead"), (event.size.injured, "injured"), (event.size.arrested, "arrested")];
        let size: Vec<String> = size
            .iter()
            .filter_map(|(count, what)| {
                count.map(|count| format!("{} {what}", number(count.min(1 << 60).cast_signed())))
            })
            .collect();
        let mut contexts: Vec<String> =
            event.contexts.iter().filter(|context| context.reach != "story").map(named).collect();
        contexts.dedup();
        Self {
            id: id.to_owned(),
            class: clean(&event.event).to_lowercase(),
            category: category(&clean(&event.event)),
            act: event.act.as_deref().map(|act| category(&clean(act))),
            modes: clean(&event.mode.join(", ").replace('-', " ")),
            status: clean(&event.status),
            mutual: event.recipients.is_empty() || matches!(event.event.as_str(), "CONSULT" | "AGREE" | "COOPERATE"),
            actors,
            more_actors,
            recipients,
            more_recipients,
            date: if same { None } else { span(&event.date, &event.date_end) },
            due: span(&event.act_date, &event.act_date_end),
            place: event.place.as_ref().map(|place| match place.country.as_deref().map(country) {
                Some(country) if country != place.name => format!("{}, {country}", brief(&place.name, 80)),
                _ => brief(&place.name, 80),
            }),
            size: (!size.is_empty()).then(|| size.join(", ")),
            contexts,
            evidence: brief(&quoted(event), QUOTED),
            core: event.core,
            confidence: event.confidence.map(percent),
            decided_by: brief(&event.decided_by, 160),
            quad: quad(event.quad),
            score: format!("{:+.1}", event.score).replace('-', "−"),
        }
    }
}

fn quoted(event: &Event) -> String {
    event.evidence.iter().map(|evidence| evidence.text.as_str()).collect::<Vec<_>>().join(" … ")
}

fn named(context: &EventContext) -> String {
    clean(&context.context).replace('_', " ")
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn percent(share: f64) -> u32 {
    (share * 100.0).round().clamp(0.0, 100.0) as u32
}

/// An event across stories as a list shows it.
#[derive(Clone, Debug)]
pub struct Told {
    /// What happened.
    pub item: Item,
    /// Who tells of it first: publisher, or name of the document.
    pub by: String,
    /// The headline of that story.
    pub title: Option<String>,
    /// How many publishers tell of it.
    pub sources: u32,
    /// How many stories.
    pub stories: u32,
    /// What became of it, or of what plan it came: label and event.
    pub outcomes: Vec<(String, String)>,
    /// What stories tell differently.
    pub conflicts: Vec<String>,
    /// The page of the two countries that have to do with each other.
    pub dyad: Option<(String, String)>,
}

impl Told {
    /// Of an event in the record.
    pub fn of(found: &Found, under: Option<&str>) -> Self {
        let outcome = |outcome: &memcon_store::query::Outcome| {
            let label = match outcome.is.as_str() {
                "plan" => "as planned earlier",
                "denied" => "called off",
                "ongoing" => "under way",
                _ => "took place",
            };
            (label.to_owned(), outcome.unique.clone())
        };
        let conflict = |conflict: &memcon_store::query::Conflict| {
            let value = if conflict.attribute == "date" { date(&conflict.value) } else { clean(&conflict.value) };
            format!("{} {value} according to {}", clean(&conflict.attribute), brief(&conflict.said_by, 60))
        };
        Self {
            item: Item::of(&found.unique, &found.event, under),
            by: brief(found.report.publisher.as_deref().unwrap_or(&found.report.document), 60),
            title: found.report.title.as_deref().map(|title| brief(title, 160)),
            sources: found.sources,
            stories: found.stories,
            outcomes: found.outcomes.iter().take(6).map(outcome).collect(),
            conflicts: found.conflicts.iter().take(8).map(conflict).collect(),
            dyad: pair(&found.event),
        }
    }
}

/// The first two countries that have to do with each other.
fn pair(event: &Event) -> Option<(String, String)> {
    let code = |party: &Party| party.country.clone();
    let a = event.actors.iter().find_map(code)?;
    let others = event.recipients.iter().chain(&event.actors).filter_map(code);
    let b = others.into_iter().find(|other| *other != a)?;
    Some((a, b))
}

/// Events of one day.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day, for people.
    pub label: String,
    /// The day, for machines.
    pub date: String,
    /// Its events.
    pub events: Vec<Told>,
}

/// Puts events under their days, in the order in which they come.
pub fn days(found: &[Found]) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for event in found {
        let date = event.unique.parse().ok().and_then(day_of_event).unwrap_or_default();
        let told = Told::of(event, Some(&date));
        match days.last_mut() {
            Some(last) if last.date == date => last.events.push(told),
            _ => {
                let label = if date.is_empty() { "Without a date".to_owned() } else { day(&date) };
                days.push(Day { label, date, events: vec![told] });
            }
        }
    }
    days
}

/// All categories: class, name, name in PLOVER.
pub fn categories() -> impl Iterator<Item = &'static str> {
    Category::ALL.iter().map(|category| category.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_seen_or_gone() {
        assert_eq!(clean("a\u{202e}b\u{200b}c\0d\r\n"), "a\u{fffd}bc\u{fffd}d\n");
        assert_eq!(brief("one  two\nthree", 7), "one two…");
        assert_eq!(brief(&"x".repeat(5_000), 5), "xxxxx…");
    }

    #[test]
    fn only_the_web_is_linked() {
        assert!(link(Some("HTTPS://a.example/b?c=d")).is_some());
        for url in
            ["javascript:alert(1)", "data:text/html,x", "//a.example", "https://a\u{202e}b.example", "http://a b"]
        {
            assert_eq!(link(Some(url)), None, "{url}");
        }
    }

    #[test]
    fn dates_and_numbers_are_for_people() {
        assert_eq!(day("2025-03-14"), "Friday, 14 March 2025");
        assert_eq!(
            (date("2025-03"), date("2025"), date("soon-ish")),
            ("March 2025".into(), "2025".into(), "soon-ish".into())
        );
        assert_eq!(
            (number(1_234_567), number(-20), counted(2, "country")),
            ("1,234,567".into(), "−20".into(), "2 countries".into())
        );
    }
}
