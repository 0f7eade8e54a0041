//! Which events a query asks for.

use rusqlite::types::Value;

use crate::Result;
use crate::error::Error;
use crate::ids::{day_number, first_of_day, is_day};

/// What is asked of events. Every field that is set must hold; an empty filter asks for all events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// A country (`NOR`) or words of a name among the actors.
    pub actor: Option<String>,
    /// The same among the recipients.
    pub recipient: Option<String>,
    /// The same on either side.
    pub party: Option<String>,
    /// Two countries that have to do with each other, either way.
    pub dyad: Option<(String, String)>,
    /// Country of the place.
    pub country: Option<String>,
    /// Sector of a party.
    pub sector: Option<String>,
    /// PLOVER categories, any of them; an event's act counts as well.
    pub categories: Vec<String>,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Any of these statuses.
    pub statuses: Vec<String>,
    /// PLOVER context.
    pub context: Option<String>,
    /// First day, month or year: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
    pub from: Option<String>,
    /// Last day, month or year, included whole.
    pub to: Option<String>,
    /// Words of the place's name.
    pub place: Option<String>,
    /// Within so many kilometres of a point, given by latitude and longitude.
    pub near: Option<(f64, f64, f64)>,
    /// Words in the evidence of any mention, in FTS5's language: `ceasefire NOT talks`, `"peace talks"`, `sanction*`.
    pub text: Option<String>,
    /// Only what its story is about.
    pub core: bool,
    /// Words in the rule that coded it: `model`, `accuse.txt`.
    pub decided_by: Option<String>,
    /// At least so sure.
    pub confidence: Option<f64>,
    /// At least so many sources.
    pub sources: Option<u32>,
}

/// A filter as SQL over `event e` joined with its lead `mention m`.
pub(crate) struct Condition {
    /// Terms, to be joined by AND.
    terms: Vec<String>,
    /// Their parameters, in order.
    pub parameters: Vec<Value>,
}

/// Finds all events with some words first: right for words that are rare.
const ALL_WITH_WORDS: &str =
    "e.id IN (SELECT n.event FROM mention_words w JOIN mention n ON n.id = w.rowid WHERE w.words MATCH ?)";

/// Looks at event after event whether it has them: right for words of which the first few events are wanted.
const EACH_WITH_WORDS: &str = "EXISTS (SELECT 1 FROM mention n CROSS JOIN mention_words w ON w.rowid = n.id
    WHERE n.event = e.id AND w.words MATCH ?)";

impl Condition {
    /// The same, for words that are so frequent that the first few events that have them are soon found.
    pub fn for_frequent_words(mut self) -> Self {
        for term in self.terms.iter_mut().filter(|term| *term == ALL_WITH_WORDS) {
            EACH_WITH_WORDS.clone_into(term);
        }
        self
    }

    fn add(&mut self, term: &str, parameters: impl IntoIterator<Item = Value>) {
        self.terms.push(term.to_owned());
        self.parameters.extend(parameters);
    }

    /// The text after WHERE.
    pub fn sql(&self) -> String {
        if self.terms.is_empty() { "TRUE".to_owned() } else { self.terms.join(" AND ") }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

impl Filter {
    /// # Errors
    /// If a date or country is not of the form it should be.
    pub(crate) fn condition(&self) -> Result<Condition> {
        let mut found = Condition { terms: Vec::new(), parameters: Vec::new() };
        self.parties(&mut found)?;
        self.dates(&mut found)?;
        self.places(&mut found);
        self.what(&mut found);
        Ok(found)
    }

    fn parties(&self, found: &mut Condition) -> Result<()> {
        if let Some((a, b)) = &self.dyad {
            for code in [a, b] {
                if !is_code(code) {
                    return Err(Error::misused(format!("{code:?} is no code of a country, such as NOR")));
                }
            }
            found.add(
                "e.id IN (SELECT event FROM dyad WHERE actor = ? AND recipient = ? UNION SELECT event FROM dyad WHERE actor = ? AND recipient = ?)",
                [text(a), text(b), text(b), text(a)],
            );
        }
        if let Some(who) = &self.actor {
            one_side(found, who, "actor", "p.side = 0");
        }
        if let Some(who) = &self.recipient {
            one_side(found, who, "recipient", "p.side = 1");
        }
        if let Some(who) = &self.party {
            if is_code(who) {
                found.add(
                    "e.id IN (SELECT event FROM dyad WHERE actor = ? UNION SELECT event FROM dyad WHERE recipient = ?)",
                    [text(who), text(who)],
                );
            } else {
                named(found, who, "TRUE");
            }
        }
        if let Some(sector) = &self.sector {
            found.add("EXISTS (SELECT 1 FROM party p WHERE p.mention = m.id AND p.sector = ?)", [text(sector)]);
        }
        Ok(())
    }

    /// Ids begin with a day, so that a range of days is a range of ids: those of partial dates begin with their first
    /// day, those of events without a date with their story's and are left out.
    fn dates(&self, found: &mut Condition) -> Result<()> {
        let day = |date: &str| match day_number(Some(date)) {
            0 => Err(Error::misused(format!("{date:?} is no date such as 2025-03-14, 2025-03 or 2025"))),
            day => Ok(first_of_day(day.into())),
        };
        if let Some(from) = &self.from {
            // The id of an event is that of its earliest mention, which may know no more than the year.
            let slack = 366 + i64::from(crate::cluster::NEAR_DAYS);
            let first = i64::from(day_number(Some(from)));
            day(from)?;
            found.add("m.date >= ? AND e.id >= ?", [text(from), Value::Integer(first_of_day(first - slack))]);
        }
        if let Some(to) = &self.to {
            day(to)?;
            let end = if is_day(to) { to.clone() } else { format!("{to}~") };
            found.add("m.date <= ?", [text(&end)]);
            if let Some(past) = after(to) {
                found.add("e.id < ?", [Value::Integer(first_of_day(past))]);
            }
        }
        Ok(())
    }

    fn places(&self, found: &mut Condition) {
        let at = |term: &str| format!("m.place IN (SELECT id FROM place l WHERE {term})");
        if let Some(country) = &self.country {
            found.add(&at("l.country = ?"), [text(country)]);
        }
        if let Some(place) = &self.place {
            found.add(&at("l.name LIKE '%' || ? || '%'"), [text(place)]);
        }
        if let Some((lat, lon, km)) = self.near {
            // A box that holds the circle, for the index; a degree of latitude is 111 km.
            let height = km / 111.0;
            found.add(
                &at("l.lat BETWEEN ? AND ? AND distance_km(l.lat, l.lon, ?, ?) <= ?"),
                [lat - height, lat + height, lat, lon, km].map(Value::Real),
            );
        }
    }

    fn what(&self, found: &mut Condition) {
        if !self.categories.is_empty() {
            let marks = vec!["?"; self.categories.len()].join(", ");
            let values = || self.categories.iter().map(|category| text(category));
            found.add(&format!("(m.category IN ({marks}) OR m.act IN ({marks}))"), values().chain(values()));
        }
        if !self.statuses.is_empty() {
            let marks = vec!["?"; self.statuses.len()].join(", ");
            found.add(&format!("m.status IN ({marks})"), self.statuses.iter().map(|status| text(status)));
        }
        if let Some(mode) = &self.mode {
            found.add("', ' || m.modes || ', ' LIKE '%, ' || ? || ', %'", [text(mode)]);
        }
        if let Some(context) = &self.context {
            let of = "m.contexts IN (SELECT id FROM context c WHERE ', ' || c.contexts LIKE '%, ' || ? || ':%')";
            found.add(of, [text(context)]);
        }
        if let Some(words) = &self.text {
            found.add(ALL_WITH_WORDS, [text(words)]);
        }
        if self.core {
            found.add("m.core = 1", []);
        }
        if let Some(rule) = &self.decided_by {
            found.add("m.rule IN (SELECT id FROM rule WHERE rule LIKE '%' || ? || '%')", [text(rule)]);
        }
        if let Some(confidence) = self.confidence {
            found.add("m.confidence >= ?", [Value::Real(confidence)]);
        }
        if let Some(sources) = self.sources {
            found.add("e.sources >= ?", [Value::Integer(sources.into())]);
        }
    }
}

fn one_side(found: &mut Condition, who: &str, column: &str, side: &str) {
    if is_code(who) {
        found.add(&format!("e.id IN (SELECT event FROM dyad WHERE {column} = ?)"), [text(who)]);
    } else {
        named(found, who, side);
    }
}

/// Events in which somebody is called so: all words of the name, each whole or at its start.
fn named(found: &mut Condition, name: &str, side: &str) {
    found.add(
        &format!(
            "e.lead IN (SELECT p.mention FROM entity_words w JOIN party p ON p.entity = w.rowid WHERE w.name MATCH ? AND {side})"
        ),
        [text(&prefixes(name))],
    );
}

/// Each word of a name as FTS5 asks for it: quoted, the last as a prefix.
fn prefixes(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| format!("\"{word}\""))
        .collect();
    if words.is_empty() { "\"\"".to_owned() } else { words.join(" ") + "*" }
}

/// Whether this is a code of a country or kind of body: three capitals.
fn is_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The day after the last of a date that may be partial.
fn after(date: &str) -> Option<i64> {
    let first = i64::from(day_number(Some(date)));
    let length = match date.len() {
        4 => 366,
        7 => 31,
        _ => 1,
    };
    (first > 0).then_some(first + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_searched_by_their_words() {
        assert_eq!(prefixes("Hun Man"), "\"Hun\" \"Man\"*");
        assert_eq!(prefixes("O\"x*"), "\"O\" \"x\"*");
        assert_eq!(prefixes("?"), "\"\"");
    }

    #[test]
    fn wrong_dates_and_countries_are_said() {
        let dyad = Filter { dyad: Some(("NOR".into(), "Kenya".into())), ..Filter::default() };
        assert!(dyad.condition().is_err_and(|error| error.to_string().contains("Kenya")));
        let date = Filter { from: Some("last week".into()), ..Filter::default() };
        assert!(date.condition().is_err_and(|error| error.to_string().contains("last week")));
    }
}
