//! A story's text with the words marked that show its events.

use memcon_store::record::Event;

use crate::show::{self, Item, Who};

/// Most characters of a text that a page shows.
pub const MOST: usize = 200_000;

/// An event of a story.
pub struct Coded {
    /// Its number, from 1.
    pub number: usize,
    /// Its mention.
    pub mention: i64,
    /// Its event across stories.
    pub event: i64,
    /// What happened.
    pub item: Item,
    /// Its parts: name and value.
    pub parts: Vec<(&'static str, String)>,
    /// What was decided about it.
    pub verdict: Option<String>,
    /// Whether it is the one to judge.
    pub current: bool,
}

/// Words that belong to the same parts of the same events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// Where the evidence of an event begins: the id that it is found by.
    pub id: Option<String>,
    /// Numbers of events, parted by spaces, whose evidence it is.
    pub events: String,
    /// Whose actor.
    pub actor: String,
    /// Whose recipient.
    pub recipient: String,
    /// Whose place.
    pub place: String,
    /// Whose date.
    pub date: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Evidence,
    Actor,
    Recipient,
    Place,
    Date,
}

struct Marked {
    start: usize,
    end: usize,
    part: Part,
    number: usize,
}

/// The text of a story that starts at a character of its document, in paragraphs of pieces. Events are numbered from 1 in
/// their order; offsets that lie outside of the text mark nothing.
pub fn paragraphs(text: &str, start: usize, events: &[Event]) -> Vec<Vec<Piece>> {
    let characters: Vec<char> = text.chars().take(MOST).collect();
    let marked = marks(&characters, start, events);
    let mut bounds: Vec<usize> = marked.iter().flat_map(|mark| [mark.start, mark.end]).collect();
    bounds.extend([0, characters.len()]);
    bounds.sort_unstable();
    bounds.dedup();
    let mut paragraphs: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut named = vec![false; events.len() + 1];
    for (from, to) in bounds.iter().zip(bounds.iter().skip(1)) {
        let over: Vec<&Marked> = marked.iter().filter(|mark| mark.start <= *from && mark.end >= *to).collect();
        let numbers = |part: Part| {
            let mut numbers: Vec<usize> = over.iter().filter(|m| m.part == part).map(|m| m.number).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        let evidence = numbers(Part::Evidence);
        let joined = |numbers: &[usize]| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let first = evidence.iter().copied().find(|number| named.get(*number) == Some(&false));
        if let Some(name) = first.and_then(|number| named.get_mut(number)) {
            *name = true;
        }
        let mut piece = Piece {
            text: String::new(),
            id: first.map(|number| format!("x{number}")),
            events: joined(&evidence),
            actor: joined(&numbers(Part::Actor)),
            recipient: joined(&numbers(Part::Recipient)),
            place: joined(&numbers(Part::Place)),
            date: joined(&numbers(Part::Date)),
        };
        let words: String = characters.get(*from..*to).unwrap_or_default().iter().collect();
        for (line, words) in words.split('\n').enumerate() {
            if line > 0 {
                paragraphs.push(Vec::new());
            }
            let words = show::clean(words);
            if words.is_empty() {
                continue;
            }
            if let Some(paragraph) = paragraphs.last_mut() {
                paragraph.push(Piece { text: words, ..piece.clone() });
                piece.id = None;
            }
        }
    }
    paragraphs.retain(|paragraph| paragraph.iter().any(|piece| !piece.text.trim().is_empty()));
    paragraphs
}

fn marks(characters: &[char], start: usize, events: &[Event]) -> Vec<Marked> {
    let mut marked = Vec::new();
    for (number, event) in (1..).zip(events) {
        let mut mark = |from: usize, to: usize, part: Part| {
            let (start, end) = (from.saturating_sub(start), to.saturating_sub(start).min(characters.len()));
            if from < to && start < end {
                marked.push(Marked { start, end, part, number });
            }
        };
        for evidence in &event.evidence {
            mark(evidence.start, evidence.end, Part::Evidence);
        }
        event.actors.iter().for_each(|party| mark(party.start, party.end, Part::Actor));
        event.recipients.iter().for_each(|party| mark(party.start, party.end, Part::Recipient));
        let words = [
            (event.place.as_ref().map(|place| place.text.as_str()), Part::Place),
            (event.date_text.as_deref(), Part::Date),
        ];
        for (words, part) in words {
            let Some(words) = words.filter(|words| !words.is_empty()) else { continue };
            for evidence in &event.evidence {
                let (from, to) = (evidence.start.saturating_sub(start), evidence.end.saturating_sub(start));
                if let Some(at) = characters.get(from..to).and_then(|within| position(within, words)) {
                    mark(start + from + at, start + from + at + words.chars().count(), part);
                    break;
                }
            }
        }
    }
    marked
}

fn position(within: &[char], words: &str) -> Option<usize> {
    let words: Vec<char> = words.chars().collect();
    within.windows(words.len()).position(|window| window == words)
}

/// The parts of an event, name by name.
pub fn parts(event: &Event) -> Vec<(&'static str, String)> {
    let mut parts: Vec<(&'static str, String)> = Vec::new();
    let mut add = |name: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            parts.push((name, show::brief(&value, 400)));
        }
    };
    add("Who", Some(side(&event.actors)));
    add("To whom", Some(side(&event.recipients)));
    let span = |from: &Option<String>, to: &Option<String>| {
        from.as_deref().map(|from| match to.as_deref().filter(|to| *to != from) {
            Some(to) => format!("{} to {}", show::date(from), show::date(to)),
            None => show::date(from),
        })
    };
    let read = event.date_text.as_deref().map(|text| format!(", from “{text}”")).unwrap_or_default();
    let exact = event.date_precision.as_deref().map(|text| format!(" ({text})")).unwrap_or_default();
    add("When", span(&event.date, &event.date_end).map(|date| date + &read + &exact));
    add("Due", span(&event.act_date, &event.act_date_end));
    add(
        "Where",
        event.place.as_ref().map(|place| {
            let country = place.country.as_deref().map(|code| format!(", {}", show::country(code))).unwrap_or_default();
            let id = place.geonameid.map(|id| format!(", GeoNames {id}")).unwrap_or_default();
            format!("{}{country}{id}", place.name)
        }),
    );
    add("Mode", Some(event.mode.join(", ")));
    let contexts =
        event.contexts.iter().map(|context| format!("{} ({})", context.context.replace('_', " "), context.reach));
    add("About", Some(contexts.collect::<Vec<_>>().join(", ")));
    let size = [("dead", event.size.dead), ("injured", event.size.injured), ("arrested", event.size.arrested)];
    let size = size.iter().filter_map(|(name, count)| count.map(|count| format!("{count} {name}")));
    add("Size", Some(size.collect::<Vec<_>>().join(", ")));
    add("Class", Some(format!("{}, score {:+}", show::quad(event.quad), event.score)));
    add("Sure", event.confidence.map(|share| format!("{:.0} %", share * 100.0)));
    add("Story", Some(if event.core { "is about it" } else { "mentions it" }.to_owned()));
    add("Coded by", Some(event.decided_by.clone()));
    parts
}

fn side(parties: &[memcon_store::record::Party]) -> String {
    let one = |party: &memcon_store::record::Party| {
        let who = Who::of(party);
        let codes: Vec<&str> = [party.country.as_deref(), party.sector.as_deref()].into_iter().flatten().collect();
        let codes = if codes.is_empty() { String::new() } else { format!(" ({})", codes.join(" ")) };
        let office = who.office.map(|office| format!(", {office}")).unwrap_or_default();
        let read = if party.text.is_empty() || party.text == who.name {
            String::new()
        } else {
            format!(", read from “{}”", party.text)
        };
        format!("{}{codes}{office}{read}", who.name)
    };
    parties.iter().take(20).map(one).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_store::record::{Party, Text};

    fn event(evidence: (usize, usize), actor: (usize, usize)) -> Event {
        let evidence = vec![Text { text: String::new(), start: evidence.0, end: evidence.1 }];
        let actors = vec![Party { start: actor.0, end: actor.1, ..Party::default() }];
        Event { evidence, actors, ..Event::default() }
    }

    #[test]
    fn overlapping_evidence_is_marked_by_characters() {
        // Characters outside ASCII come before: offsets count characters, not bytes.
        let text = "Żółć – one two three\nfour";
        let events = [event((7, 14), (7, 10)), event((11, 20), (0, 4)), event((40, 90), (30, 20))];
        let paragraphs = paragraphs(text, 0, &events);
        let shown: Vec<(&str, &str, &str)> =
            paragraphs[0].iter().map(|p| (p.text.as_str(), p.events.as_str(), p.actor.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("Żółć", "", "2"),
                (" – ", "", ""),
                ("one", "1", "1"),
                (" ", "1", ""),
                ("two", "1 2", ""),
                (" three", "2", "")
            ]
        );
        assert_eq!(paragraphs[0][2].id.as_deref(), Some("x1"));
        assert_eq!(paragraphs[0][4].id.as_deref(), Some("x2"));
        assert_eq!(paragraphs[1][0].text, "four");
    }

    #[test]
    fn a_second_story_counts_from_its_start() {
        let shown = paragraphs("abc def", 100, &[event((104, 107), (0, 0))]);
        assert_eq!((shown[0][1].text.as_str(), shown[0][1].events.as_str()), ("def", "1"));
    }
}
