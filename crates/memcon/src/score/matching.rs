//! Which events of a system are those of the gold.

use std::collections::BTreeSet;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use super::assignment;
use super::records::{RecordedEvent, RecordedParty};

/// Categories in which all parties act together.
const POOLED: [&str; 3] = ["CONSULT", "COOPERATE", "AGREE"];

/// What a match is worth before its attributes add to it: more than all of them can.
const MATCH: f64 = 10.0;

/// A word shorter than this says nothing about whose name it is.
const SHORTEST_NAME: usize = 3;

/// The matched events of an article, as indices into both lists, in the order of the gold.
pub fn matched(gold: &[&RecordedEvent], system: &[&RecordedEvent]) -> Vec<(usize, usize)> {
    let weight = |g: &RecordedEvent, s: &RecordedEvent| if are_compatible(g, s) { likeness(g, s) } else { 0.0 };
    let weights: Vec<Vec<f64>> = gold.iter().map(|g| system.iter().map(|s| weight(g, s)).collect()).collect();
    assignment::best(&weights)
}

/// Whether it does not matter who of the parties of a gold event is the actor.
pub fn is_pooled(gold: &RecordedEvent) -> bool {
    let category = gold.category.as_deref().unwrap_or_default();
    POOLED.contains(&category) || category == "ASSAULT" && gold.recipients.is_empty() && gold.actors.len() > 1
}

/// What a party is told by: its country, or its sector where it has none.
pub fn key(party: &RecordedParty) -> String {
    let of_sector = || format!("sector:{}", party.sector.as_deref().unwrap_or("UNK"));
    party.country.clone().unwrap_or_else(of_sector)
}

/// The words of a text, in lower case: runs of letters, digits and underscores.
pub fn words(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| {
        c == '_' || matches!(c.general_category_group(), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number)
    };
    let lower = text.to_lowercase();
    lower.split(|c| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words that tell whose name a text is.
pub fn telling_words(text: &str) -> BTreeSet<String> {
    let mut words = words(text);
    words.retain(|word| word.chars().count() >= SHORTEST_NAME);
    words
}

/// A party as the comparison of countries sees it.
type Part = (Option<Side>, String, Option<String>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Actor,
    Recipient,
}

fn parts(event: &RecordedEvent, pooled: bool, with_sector: bool) -> BTreeSet<Part> {
    let part = |side: Side, party: &RecordedParty| {
        let sector = party.sector.clone().filter(|_| with_sector);
        ((!pooled).then_some(side), key(party), sector)
    };
    let actors = event.actors.iter().map(|party| part(Side::Actor, party));
    actors.chain(event.recipients.iter().map(|party| part(Side::Recipient, party))).collect()
}

/// Whether both sides are of one country.
fn is_domestic(gold: &RecordedEvent) -> bool {
    gold.actors.iter().any(|a| gold.recipients.iter().any(|r| key(a) == key(r)))
}

fn are_compatible(gold: &RecordedEvent, system: &RecordedEvent) -> bool {
    if gold.category != system.category {
        return false;
    }
    let (pooled, domestic) = (is_pooled(gold), is_domestic(gold));
    let (theirs, ours) = (parts(gold, pooled, domestic), parts(system, pooled, domestic));
    let common: Vec<&Part> = theirs.intersection(&ours).collect();
    let an_actor = pooled || common.iter().any(|(side, ..)| *side == Some(Side::Actor));
    // F1 of at least one half.
    !common.is_empty() && an_actor && 4 * common.len() >= theirs.len() + ours.len()
}

/// How well two events that may match agree otherwise.
fn likeness(gold: &RecordedEvent, system: &RecordedEvent) -> f64 {
    let shared =
        |a: &BTreeSet<String>, b: &BTreeSet<String>, of: usize| a.intersection(b).count() as f64 / of.max(1) as f64;
    let names = |event: &RecordedEvent| -> BTreeSet<String> {
        let parties = event.actors.iter().chain(&event.recipients);
        parties.flat_map(|p| [p.name.as_deref().unwrap_or_default(), &p.text].map(telling_words)).flatten().collect()
    };
    let (own_names, other_names) = (names(gold), names(system));
    let (own_words, other_words) = (words(&gold.evidence), words(&system.evidence));
    let pooled = is_pooled(gold);
    let says_so = |same: bool| f64::from(u8::from(same));
    MATCH
        + 2.0 * shared(&own_names, &other_names, own_names.len())
        + shared(&own_words, &other_words, own_words.len().min(other_words.len()))
        + says_so(gold.date == system.date)
        + 0.5 * says_so(gold.status == system.status)
        + says_so(parts(gold, pooled, false) == parts(system, pooled, false))
}

#[cfg(test)]
mod tests {
    use super::super::records::tests::event;
    use super::*;

    fn matches(gold: &str, system: &str) -> bool {
        !matched(&[&event(gold)], &[&event(system)]).is_empty()
    }

    #[test]
    fn half_of_the_parties_must_be_right_and_one_actor() {
        assert!(matches("ACCUSE PER>CHL", "ACCUSE PER>CHL"));
        assert!(matches("ACCUSE PER>CHL", "ACCUSE PER"), "2/3");
        assert!(!matches("ACCUSE PER>CHL", "REJECT PER>CHL"));
        assert!(!matches("ACCUSE PER>CHL", "ACCUSE CHL>PER"));
        assert!(!matches("ACCUSE PER>CHL", "ACCUSE BOL>CHL"), "no actor");
        assert!(!matches("ACCUSE PER", "ACCUSE PER+BOL+CHL+ARG"), "2/5: inventing parties costs");
        assert!(matches("ACCUSE PER", "ACCUSE PER+BOL+CHL"), "2/4");
    }

    #[test]
    fn sides_do_not_matter_where_all_act() {
        assert!(matches("CONSULT PER>CHL", "CONSULT CHL>PER"));
        assert!(matches("CONSULT PER>CHL", "CONSULT PER+CHL"));
        assert!(matches("ASSAULT PER+CHL", "ASSAULT CHL>PER"), "two-sided fighting");
        assert!(!matches("ASSAULT PER>CHL", "ASSAULT CHL>PER"));
    }

    #[test]
    fn within_a_country_sectors_tell() {
        assert!(matches("COERCE PER.COP>PER.CVL", "COERCE PER.COP>PER.CVL"));
        assert!(!matches("COERCE PER.COP>PER.CVL", "COERCE PER.GOV>PER.OPP"));
        assert!(matches("COERCE PER.COP>CHL.CVL", "COERCE PER.GOV>CHL.OPP"));
        assert!(matches("ASSAULT .UNK>PER", "ASSAULT .UNK>PER"), "a sector stands for a country that is not known");
    }

    #[test]
    fn of_two_that_may_match_the_likelier_does() {
        let gold = [event("CONSULT PER>CHL @2024-03-01"), event("CONSULT PER>CHL @2024-03-05")];
        let system = [event("CONSULT PER>CHL @2024-03-05"), event("CONSULT PER>CHL @2024-03-01")];
        let (gold, system) = ([&gold[0], &gold[1]], [&system[0], &system[1]]);
        assert_eq!(matched(&gold, &system), [(0, 1), (1, 0)]);
        assert_eq!(matched(&gold, &system[..1]), [(1, 0)]);
    }

    #[test]
    fn words_are_letters_and_digits() {
        let found: Vec<String> = words("The U.N.'s Côte-d’Ivoire 3_4 (No. 10)").into_iter().collect();
        assert_eq!(found, ["10", "3_4", "côte", "d", "ivoire", "n", "no", "s", "the", "u"]);
        assert_eq!(telling_words("Xi of No 10").len(), 0);
    }
}
