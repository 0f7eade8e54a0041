//! Deciding which candidates name places.
//!
//! A candidate stays where its surroundings speak for a place ("in X", "X, Kentucky", "X Police", a mention that the
//! reader typed as a place) or where it is too well known to need that, and goes where they speak for a person, another
//! body or a plain word.

use std::collections::{HashMap, HashSet};

use memcon_gazetteer::{Gazetteer, NameKind, Place, fold_into};

use super::find::{Entry, Mention, is_town};
use super::words::{
    Words, is_day, is_deed_at, is_function_word, is_kind, is_local, is_locative, is_never, is_other_end, is_part,
};
use crate::reading::{EntityKind, Reading, Sentence, Upos, Word, Xpos};

/// From this population on a town is known by its name alone.
const KNOWN_TOWN: u32 = 100_000;

/// What speaks for a candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    /// It is part of the name of something or someone else.
    Other,
    /// It is a plain word, or an abbreviation of something else.
    No,
    /// Nothing speaks against it.
    Open,
    /// It names a place.
    Yes,
}

/// Whether each of `candidates`, which are in text order, names a place.
pub(super) fn stays(text: &str, reading: &Reading, gazetteer: &Gazetteer, candidates: &[Mention]) -> Vec<bool> {
    let people = surnames(reading);
    let manners =
        reading.sentences.iter().map(|s| Manner { shouted: is_shouted(text, s), tagged: is_tagged(s) }).collect();
    let mut standings = HashMap::new();
    for mention in candidates {
        standings.entry(mention.key.as_str()).or_insert_with(|| Standing::of(mention, gazetteer));
    }
    let judge = Judge { text, reading, gazetteer, people: &people, candidates, manners, standings };
    let verdicts: Vec<Verdict> = (0..candidates.len()).map(|at| judge.verdict(at)).collect();
    judge.settle(&verdicts)
}

/// Folded surnames of the people that a text introduces by title or given name.
fn surnames(reading: &Reading) -> HashSet<String> {
    let (words, mut surnames, mut folded) = (Words::get(), HashSet::new(), String::new());
    for sentence in &reading.sentences {
        for pair in sentence.words.windows(2) {
            let [before, after] = pair else { continue };
            let introduces = is_capital(&before.form) && (words.is_title(&before.form) || words.is_given(&before.form));
            let surname = is_capital(&after.form) && !words.is_given(&after.form) && !words.is_body(&after.form);
            if introduces
                && surname
                && after.form.chars().any(char::is_lowercase)
                && after.span.start == before.span.end + 1
            {
                fold_into(&after.form, &mut folded);
                surnames.insert(folded.clone());
            }
        }
    }
    surnames
}

/// Whether a word may be part of a name: a capital, and no other part of speech where the reader gave one.
fn may_be_named(word: &Word) -> bool {
    is_capital(&word.form) && matches!(word.upos, Upos::Propn | Upos::X | Upos::Noun | Upos::Adj)
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// "the East and South China Seas", "from north to south": a bare point of the compass is a region's name only before
/// its kind ("East region").
fn is_direction(sentence: &Sentence, mention: &Mention) -> bool {
    const POINTS: [&str; 5] = ["east", "west", "north", "south", "centre"];
    let of_kind = |w: &Word| is_kind(&w.form.to_lowercase());
    POINTS.contains(&mention.key.as_str()) && !sentence.words.get(mention.last + 1).is_some_and(of_kind)
}

/// Decides which candidates name places.
struct Judge<'a> {
    text: &'a str,
    reading: &'a Reading,
    gazetteer: &'a Gazetteer<'a>,
    people: &'a HashSet<String>,
    candidates: &'a [Mention],
    /// How each sentence is written.
    manners: Vec<Manner>,
    /// How well known each name is, by its folded form.
    standings: HashMap<&'a str, Standing>,
}

/// How well known a name is, worked out once for all its mentions.
#[derive(Clone, Copy, Default)]
struct Standing {
    /// It is known without a context: a state, a division, a sea, a large town.
    known: bool,
    /// It is that of a very large town.
    large: bool,
    /// It is that of a state, its people or a large division.
    division: bool,
}

impl Standing {
    fn of(mention: &Mention, gazetteer: &Gazetteer) -> Self {
        let mut standing = Self::default();
        for entry in &mention.entries {
            let Some(place) = gazetteer.place(entry.place) else { continue };
            let (class, code) = (place.feature.class(), place.feature.code());
            standing.large |= place.population >= 10 * KNOWN_TOWN;
            standing.division |= place.feature.is_country()
                || matches!(code, "CONT" | "RGN")
                || code == "ADM1" && is_large_division(*entry, place);
            standing.known |= match (class, code) {
                (_, "ADM1") => is_large_division(*entry, place),
                (_, "ADM2") => mention.key.contains(' '),
                ('P', _) => {
                    let least = if entry.kind == NameKind::Alias { 4 * KNOWN_TOWN } else { KNOWN_TOWN };
                    place.population >= least
                }
                _ => true,
            };
        }
        standing
    }
}

/// How a sentence is written, worked out once for all its mentions.
struct Manner {
    /// In capitals, so that they say nothing.
    shouted: bool,
    /// With parts of speech from a reader.
    tagged: bool,
}

impl Judge<'_> {
    /// Which candidates stay. One that nothing speaks for stays where it is proven elsewhere in the text or stands in
    /// a list with one that is, or is known by its name alone and nobody in the text bears it.
    fn settle(&self, verdicts: &[Verdict]) -> Vec<bool> {
        let with = |wanted: Verdict| {
            let those = self.candidates.iter().zip(verdicts).filter(move |(_, v)| **v == wanted);
            those.map(|(m, _)| m.key.as_str()).collect::<HashSet<&str>>()
        };
        let (proven, others) = (with(Verdict::Yes), with(Verdict::Other));
        let alone = |at: usize| match verdicts[at] {
            Verdict::Yes => true,
            Verdict::No | Verdict::Other => false,
            Verdict::Open => {
                let mention = &self.candidates[at];
                let known =
                    self.is_known(mention) && (!others.contains(mention.key.as_str()) || self.is_division(mention));
                proven.contains(mention.key.as_str()) || known
            }
        };
        let mut stays: Vec<bool> = (0..verdicts.len()).map(alone).collect();
        for at in 1..stays.len() {
            stays[at] |= verdicts[at] == Verdict::Open && stays[at - 1] && self.are_listed(at - 1, at);
        }
        for at in (1..stays.len()).rev() {
            stays[at - 1] |= verdicts[at - 1] == Verdict::Open && stays[at] && self.are_listed(at - 1, at);
        }
        stays
    }

    /// Whether two candidates are members of one list: "Foua and Kfraya".
    fn are_listed(&self, first: usize, second: usize) -> bool {
        let (first, second) = (&self.candidates[first], &self.candidates[second]);
        let between = self.text.get(first.span.end..second.span.start).unwrap_or("\n");
        first.sentence == second.sentence && matches!(between, ", " | " and " | ", and " | " or ")
    }
    fn verdict(&self, at: usize) -> Verdict {
        let mention = &self.candidates[at];
        let sentence = &self.reading.sentences[mention.sentence];
        if mention.holder.is_some() {
            return Verdict::Yes;
        }
        if let Some(verdict) = self.by_abbreviation(at).or_else(|| typed(sentence, mention)) {
            return verdict;
        }
        if self.is_person(sentence, mention) || self.is_part_of_other_name(sentence, mention, at) {
            return Verdict::Other;
        }
        if self.is_plain_word(sentence, mention) || is_direction(sentence, mention) {
            return Verdict::No;
        }
        if self.is_placed(sentence, mention) { Verdict::Yes } else { Verdict::Open }
    }

    /// A state's postal letters count only after the name of something in it.
    fn by_abbreviation(&self, at: usize) -> Option<Verdict> {
        let mention = &self.candidates[at];
        let abbreviated = mention.entries.iter().any(|e| e.kind == NameKind::Abbreviation);
        let state =
            mention.entries.iter().filter_map(|e| self.gazetteer.place(e.place)).any(|p| p.feature.code() == "ADM1");
        if !abbreviated || !state {
            return None;
        }
        let holds_before = at.checked_sub(1).is_some_and(|before| self.candidates[before].holder == Some(at));
        let surface = mention.span.of(self.text);
        let inner_point = surface.trim_end_matches('.').contains('.');
        let before = self.before(&self.reading.sentences[mention.sentence], mention);
        let after_comma =
            before.is_some_and(|w| w.form == ",") || self.text[..mention.span.start].trim_end().ends_with(',');
        let placed = before.is_some_and(|w| is_locative(&w.form));
        let counts = holds_before
            || inner_point
            || surface.ends_with('.') && (after_comma || placed)
            || matches!(surface, "DC" | "BC" | "NSW");
        Some(if counts { Verdict::Yes } else { Verdict::No })
    }

    fn is_person(&self, sentence: &Sentence, mention: &Mention) -> bool {
        let words = Words::get();
        if let Some(before) = self.before(sentence, mention) {
            let initial = before.form.len() == 2 && before.form.ends_with('.') && is_capital(&before.form);
            if is_capital(&before.form) && (words.is_title(&before.form) || words.is_given(&before.form)) || initial {
                return !self.is_after_famous(mention);
            }
        }
        let surname = self.people.contains(&mention.key) && !self.is_division(mention);
        self.is_family(sentence, mention) || surname && !self.is_inside(sentence, mention)
    }

    /// Whether the word before belongs to the name of a famous place: "Paris Texas".
    fn is_after_famous(&self, mention: &Mention) -> bool {
        let before = self.candidates.partition_point(|m| (m.sentence, m.last) < (mention.sentence, mention.first));
        let before = before.checked_sub(1).map(|at| &self.candidates[at]);
        before.is_some_and(|m| m.sentence == mention.sentence && m.last + 1 == mention.first && self.is_famous(m))
    }

    /// Whether it is a family's name, "the Sams": a plural that is no first name of a place.
    fn is_family(&self, sentence: &Sentence, mention: &Mention) -> bool {
        sentence.words[mention.last].xpos == Xpos::Nnps
            && self.places(mention).all(|(entry, place)| entry.kind == NameKind::Alias && is_town(place.feature))
    }

    /// Whether a preposition says that something is in it: people are never.
    fn is_inside(&self, sentence: &Sentence, mention: &Mention) -> bool {
        self.before(sentence, mention)
            .is_some_and(|w| matches!(w.form.as_str(), "in" | "In" | "near" | "Near" | "outside"))
    }

    /// Whether a capital word stands right before or after that makes it part of the name of something else.
    fn is_part_of_other_name(&self, sentence: &Sentence, mention: &Mention, at: usize) -> bool {
        if self.manners[mention.sentence].shouted {
            return false;
        }
        let words = Words::get();
        let large = self.is_division(mention);
        let state = large
            && mention.entries.iter().all(|e| e.kind != NameKind::Demonym)
            && !words.is_given(&sentence.words[mention.first].form);
        let before = self.before(sentence, mention).filter(|w| may_be_named(w) && w.form.len() > 1);
        let leads = before.is_some_and(|w| {
            let small = w.form.to_lowercase();
            let opens = mention.first == 1
                && (small.len() <= 4 || matches!(w.upos, Upos::Adp | Upos::Det | Upos::Sconj | Upos::Adv));
            !(large
                || opens
                || is_part(&small)
                || is_locative(&w.form)
                || words.is_body(&w.form)
                || is_function_word(&small)
                || is_day(&small)
                || self.is_within_candidate(mention.sentence, mention.first - 1))
        });
        let after = self.after(sentence, mention).filter(|w| may_be_named(w));
        let follows = after.is_some_and(|w| {
            let small = w.form.to_lowercase();
            let next_mention = self
                .candidates
                .get(at + 1)
                .is_some_and(|n| n.sentence == mention.sentence && n.first == mention.last + 1 && self.is_division(n));
            !(words.is_body(&w.form)
                || is_day(&small)
                || is_kind(&small)
                || is_part(&small)
                || next_mention
                || is_function_word(&small)
                || large && (words.is_given(&w.form) || words.is_title(&w.form))
                || state && !is_other_end(&small))
        });
        leads || follows
    }

    /// Whether it is an English word as likely as a place.
    fn is_plain_word(&self, sentence: &Sentence, mention: &Mention) -> bool {
        let one_word = mention.first == mention.last;
        let word = &sentence.words[mention.first];
        if one_word
            && self.manners[mention.sentence].tagged
            && !matches!(word.upos, Upos::Propn | Upos::Adj | Upos::Noun | Upos::X)
        {
            return true;
        }
        if !one_word || mention.entries.iter().any(|e| e.kind == NameKind::Abbreviation) {
            return false;
        }
        let small = word.form.to_lowercase();
        let name_or_word =
            Words::get().is_common(&word.form) || Words::get().is_given(&word.form) && !self.is_famous(mention);
        let excused = self.is_placed(sentence, mention) && !is_never(&small);
        is_day(&small) || !is_capital(&word.form) || name_or_word && !excused
    }

    /// Whether its surroundings speak for a place.
    fn is_placed(&self, sentence: &Sentence, mention: &Mention) -> bool {
        let words = Words::get();
        let before = self.before(sentence, mention);
        let before_that = mention.first.checked_sub(2).and_then(|at| sentence.words.get(at));
        let placed = before.is_some_and(|w| is_locative(&w.form) || is_part(&w.form))
            || before.is_some_and(|w| w.form == "of") && before_that.is_some_and(|w| is_kind(&w.form.to_lowercase()));
        let of_someone = before.is_some_and(|w| w.form == "of") && before_that.is_some_and(|w| w.form == ",");
        let struck = before.is_some_and(|w| matches!(w.form.as_str(), "on" | "of"))
            && before_that.is_some_and(|w| is_deed_at(&w.form.to_lowercase()));
        let after = self.after(sentence, mention);
        let own_body = after
            .is_some_and(|w| (is_capital(&w.form) && words.is_body(&w.form)) || is_kind(&w.form) || is_local(&w.form));
        let based =
            self.text[mention.span.end..].starts_with("-based") || self.text[mention.span.end..].starts_with("-area");
        placed || of_someone || struck || own_body || based || is_dateline(self.text, sentence, mention)
    }

    fn standing(&self, mention: &Mention) -> Standing {
        self.standings.get(mention.key.as_str()).copied().unwrap_or_default()
    }

    fn is_known(&self, mention: &Mention) -> bool {
        self.standing(mention).known
    }

    /// Whether the name is a place's rather than a person's: that of a state or of a very large town.
    fn is_famous(&self, mention: &Mention) -> bool {
        let standing = self.standing(mention);
        standing.division || standing.large
    }

    fn is_division(&self, mention: &Mention) -> bool {
        self.standing(mention).division
    }

    fn places<'m>(&'m self, mention: &'m Mention) -> impl Iterator<Item = (&'m Entry, Place)> + 'm {
        mention.entries.iter().filter_map(|entry| Some((entry, self.gazetteer.place(entry.place)?)))
    }

    /// The word before, if it stands on the same line with only a space between.
    fn before<'s>(&self, sentence: &'s Sentence, mention: &Mention) -> Option<&'s Word> {
        let word = sentence.words.get(mention.first.checked_sub(1)?)?;
        self.joined(word.span.end, mention.span.start).then_some(word)
    }

    /// The word after, if it stands on the same line with only a space between.
    fn after<'s>(&self, sentence: &'s Sentence, mention: &Mention) -> Option<&'s Word> {
        let word = sentence.words.get(mention.last + 1)?;
        self.joined(mention.span.end, word.span.start).then_some(word)
    }

    fn joined(&self, end: usize, start: usize) -> bool {
        self.text.get(end..start).is_some_and(|gap| gap.len() <= 2 && !gap.contains('\n') && gap.trim().is_empty())
    }

    /// Whether a candidate covers this word.
    fn is_within_candidate(&self, sentence: usize, word: usize) -> bool {
        let after = self.candidates.partition_point(|m| (m.sentence, m.last) < (sentence, word));
        self.candidates.get(after).is_some_and(|m| m.sentence == sentence && m.first <= word && word <= m.last)
    }
}

/// Whether a first-order division is known beyond its state: the parishes of small islands bear people's names.
fn is_large_division(entry: Entry, place: Place) -> bool {
    place.population >= if entry.kind == NameKind::Alias { 200_000 } else { 25_000 }
}

/// What the reader's entities say: the mention that is typed as a place, or a name of something else that holds it.
fn typed(sentence: &Sentence, mention: &Mention) -> Option<Verdict> {
    // Mentions are ordered by first word: those that may cover this one begin at it or before. A phrase of more than
    // some dozen nested mentions away is no name.
    let after = sentence.entities.partition_point(|e| e.first <= mention.first);
    let near = sentence.entities[..after].iter().rev().take(24);
    let smallest = near.filter(|e| e.named && mention.last <= e.last).min_by_key(|e| e.last - e.first)?;
    let exact = smallest.last - smallest.first <= mention.last - mention.first + 1;
    match smallest.kind {
        EntityKind::Place if exact => Some(Verdict::Yes),
        EntityKind::Person if exact && mention.entries.iter().all(|e| e.kind != NameKind::Demonym) => {
            Some(Verdict::Other)
        }
        _ => None,
    }
}

/// Whether the reader gave parts of speech.
fn is_tagged(sentence: &Sentence) -> bool {
    sentence.words.iter().any(|w| w.upos != Upos::X)
}

/// Whether a sentence is all in capitals, so that they say nothing.
fn is_shouted(text: &str, sentence: &Sentence) -> bool {
    let words = sentence.span.of(text);
    let (small, large) =
        words.chars().fold((0, 0), |(s, l), c| (s + usize::from(c.is_lowercase()), l + usize::from(c.is_uppercase())));
    large > small
}

/// Whether a mention opens a line as a dateline does: "KABUL (AP)", "MOSCOW, May 3 –", "Chiefland —".
fn is_dateline(text: &str, sentence: &Sentence, mention: &Mention) -> bool {
    if mention.first != 0 {
        return false;
    }
    let rest = text.get(mention.span.end..sentence.span.end).unwrap_or_default().trim_start();
    let dash = |s: &str| s.starts_with(['–', '—', '-', '―']);
    let shouted = mention.span.of(text).chars().all(|c| !c.is_lowercase());
    let spaced = text.get(mention.span.end..).is_some_and(|t| t.starts_with(' '));
    spaced && (dash(rest) || rest.starts_with('(')) || shouted && (rest.starts_with(',') || rest.starts_with(':'))
}
