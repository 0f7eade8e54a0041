//! Whom a story calls by their office, and when they held it: a bound on when it was published.

use jiff::civil::Date;
use memcon_lexicon::knowledge::Named;
use memcon_lexicon::people::Person;
use memcon_lexicon::words::key;
use memcon_lexicon::{Day, Knowledge, Period};

use super::DateRange;
use crate::reading::{Reading, Sentence};

/// Words before or after a name in which its office is looked for.
const REACH: usize = 8;

/// Most words of a name that is looked up.
const NAME: usize = 4;

/// Words that say that the office is held no more, or not yet.
const NOT_NOW: &[&str] =
    &["former", "ex", "late", "then", "elect", "previous", "predecessor", "ousted", "deposed", "outgoing"];

/// The terms of each person whom `reading` names beside the office that the tables have for them ("President Orla Venn",
/// "Orla Venn, the president"): the story was, as a rule, published in one of them.
pub fn office_terms(knowledge: &Knowledge, reading: &Reading) -> Vec<Vec<DateRange>> {
    let mut found: Vec<(u32, Vec<DateRange>)> = Vec::new();
    for sentence in &reading.sentences {
        for first in 0..sentence.words.len() {
            let Some((person, last)) = person_at(knowledge, sentence, first) else { continue };
            if found.iter().any(|(known, _)| *known == person) {
                continue;
            }
            let Some(known) = knowledge.people.get(person as usize) else { continue };
            let terms = terms_of(known, &surroundings(sentence, first, last));
            if !terms.is_empty() {
                found.push((person, terms));
            }
        }
    }
    found.into_iter().map(|(_, terms)| terms).collect()
}

/// The person whose name begins at word `first`, and its last word.
fn person_at(knowledge: &Knowledge, sentence: &Sentence, first: usize) -> Option<(u32, usize)> {
    if !sentence.words[first].form.starts_with(char::is_uppercase) {
        return None;
    }
    (1..=NAME).rev().find_map(|length| {
        let words = sentence.words.get(first..first + length)?;
        // What looks names up is blind to marks: "Venn" is found in "Venn," too.
        words.last().filter(|word| word.form.contains(char::is_alphanumeric))?;
        let name = words.iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ");
        let person = knowledge.names(&key(&name)).iter().find_map(|entry| match entry.named {
            Named::Person(at) => Some(at),
            _ => None,
        })?;
        Some((person, first + length - 1))
    })
}

/// The words around a name, in small letters and between spaces: those before it, and after a comma those behind it.
fn surroundings(sentence: &Sentence, first: usize, last: usize) -> String {
    let before = &sentence.words[first.saturating_sub(REACH)..first];
    let mark = sentence.words.get(last + 1).is_some_and(|word| word.form == ",");
    let behind = sentence.words.get(last + 2..).unwrap_or_default();
    let behind = behind.iter().take(if mark { REACH } else { 0 }).take_while(|word| word.form != ",");
    let words: Vec<String> = before.iter().chain(behind).map(|word| word.form.to_lowercase()).collect();
    format!(" {} ", words.join(" "))
}

/// The terms of `person` in an office that `words` name; none where it is said to be over.
fn terms_of(person: &Person, words: &str) -> Vec<DateRange> {
    let is_said = |office: &str| words.contains(&format!(" {} ", office.to_lowercase()));
    if NOT_NOW.iter().any(|word| is_said(word)) {
        return Vec::new();
    }
    let held = person.terms.iter().filter(|term| term.office.as_deref().is_some_and(is_said));
    held.filter_map(|term| range(term.period)).collect()
}

/// The days of a term; one that still goes on has no end.
fn range(period: Period) -> Option<DateRange> {
    let day = |day: Day| day.to_string().parse::<Date>().ok();
    Some(DateRange { first: day(period.from?)?, last: period.to.map_or(Some(Date::MAX), day)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<Vec<DateRange>> {
        let table = "name | other names | gender | country | sector | office | from | to | wikidata\n\
            Orla Venn | Venn | f | NOR | GOV | prime minister | 2021-06-01 | 2025-05-31 |\n";
        let knowledge = Knowledge::read(&[("people.txt", table)]).expect("a table");
        office_terms(&knowledge, &crate::place::plain_reading(text))
    }

    #[test]
    fn a_title_beside_a_name_says_when() {
        let term =
            DateRange { first: "2021-06-01".parse().expect("a day"), last: "2025-05-31".parse().expect("a day") };
        assert_eq!(terms("Prime Minister Orla Venn spoke."), [[term]]);
        assert_eq!(terms("Orla Venn, the prime minister, spoke."), [[term]]);
        assert!(terms("Orla Venn spoke.").is_empty());
        assert!(terms("Former Prime Minister Orla Venn spoke.").is_empty());
    }
}
