//! Attacks taken up again: "nine were hurt in **the attack**" has the day that the story has given the attack.

use jiff::civil::Date;
use memcon_lexicon::Category;

use super::event::{Dated, Event};
use crate::reading::{Deprel, Reading};
use crate::when::DatePrecision;

/// Nouns by which an attack told of before is taken up.
const ATTACKS: &[&str] = &[
    "attack",
    "assault",
    "raid",
    "strike",
    "airstrike",
    "bombing",
    "siege",
    "shooting",
    "explosion",
    "blast",
    "ambush",
    "shelling",
    "hijacking",
    "battle",
    "clash",
    "incident",
    "shootout",
    "stabbing",
];

/// How many days before the story its news may be.
const NEWS_DAYS: i32 = 7;

/// Gives each attack that has no more than the story's day, and that is told by "the attack", the day of the one told
/// before it in the same country.
pub(super) fn date_by_the_attack(reading: &Reading, story: Option<Date>, mentions: &mut [Event]) {
    for at in 0..mentions.len() {
        let (before, rest) = mentions.split_at(at);
        let Some(event) = rest.first().filter(|event| is_undated_attack(event) && takes_up(reading, event)) else {
            continue;
        };
        let same = |other: &&Event| other.category == Category::Assault && country(other) == country(event);
        let told = before.iter().rev().filter(same).find(|other| is_dated(other, story));
        if let Some(date) = told.map(|other| other.date.clone()) {
            mentions[at].date = Dated { precision: Some(DatePrecision::InheritedFromDiscourse), ..date };
        }
    }
}

fn is_undated_attack(event: &Event) -> bool {
    event.category == Category::Assault && event.date.precision == Some(DatePrecision::InheritedFromStory)
}

/// Whether the event has a day of its own shortly before the story.
fn is_dated(event: &Event, story: Option<Date>) -> bool {
    let own = matches!(event.date.precision, Some(DatePrecision::Day | DatePrecision::InheritedFromDiscourse));
    let day = event.date.date.as_ref().and_then(|date| date.parse::<Date>().ok());
    own && story.zip(day).is_some_and(|(story, day)| (0..=NEWS_DAYS).contains(&(story - day).get_days()))
}

/// The country of the place, or of the first party that has one.
fn country(event: &Event) -> Option<&str> {
    let place = event.place.as_ref().and_then(|place| place.country.as_deref());
    place.or_else(|| event.actors.iter().chain(&event.recipients).find_map(|party| party.country.as_deref()))
}

/// Whether the sentence of the event speaks of "the attack" or "this attack".
fn takes_up(reading: &Reading, event: &Event) -> bool {
    let sentences = &reading.sentences;
    let at = sentences.partition_point(|sentence| sentence.span.end <= event.trigger.start);
    let Some(sentence) = sentences.get(at) else { return false };
    sentence.words.iter().enumerate().any(|(noun, word)| {
        let definite = |det: usize| matches!(sentence.words[det].lemma.as_str(), "the" | "this" | "that");
        ATTACKS.contains(&word.lemma.as_str()) && sentence.children_by(noun, Deprel::Det).any(definite)
    })
}

#[cfg(test)]
mod tests {
    use memcon_lexicon::Status;

    use super::*;
    use crate::Span;
    use crate::coding::event::{Rule, Size};

    fn attack(day: &str, precision: DatePrecision, trigger: Span) -> Event {
        Event {
            story: 0,
            category: Category::Assault,
            act: None,
            modes: Vec::new(),
            status: Status::Occurred,
            actors: Vec::new(),
            recipients: Vec::new(),
            date: Dated { date: Some(day.to_owned()), precision: Some(precision), ..Dated::default() },
            act_date: Dated::default(),
            place: None,
            contexts: Vec::new(),
            size: Size::default(),
            evidence: Vec::new(),
            core: true,
            confidence: None,
            finding: crate::coding::Finding::default(),
            decided_by: Rule::of_code("test"),
            trigger,
        }
    }

    #[test]
    fn the_attack_has_the_day_of_the_attack() {
        let died = |article: &str| {
            let conllu = format!(
                "1 Nine nine NUM CD _ 2 nsubj _ _\n2 died die VERB VBD _ 0 root _ _\n3 in in ADP IN _ 5 case _ _\n\
                4 {article} {article} DET DT _ 5 det _ _\n5 raid raid NOUN NN _ 2 obl _ _"
            );
            let (_, reading) = Reading::from_conllu(&conllu).expect("well formed");
            let word = reading.sentences[0].words[1].span;
            let before = attack("2024-05-07", DatePrecision::Day, Span::new(0, 0));
            let mut mentions = vec![before, attack("2024-05-09", DatePrecision::InheritedFromStory, word)];
            date_by_the_attack(&reading, Some(Date::constant(2024, 5, 9)), &mut mentions);
            mentions[1].date.date.clone()
        };
        assert_eq!(died("the").as_deref(), Some("2024-05-07"));
        assert_eq!(died("a").as_deref(), Some("2024-05-09"));
    }
}
