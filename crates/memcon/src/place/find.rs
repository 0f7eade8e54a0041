//! Finding the words that name places.
//!
//! Every run of words that the gazetteer knows as it is written is a candidate, the longest first; [`judge`] decides
//! which of them stay.

use std::collections::HashSet;

use memcon_gazetteer::{Feature, Gazetteer, NameKind, PlaceIndex, fold_into};

use super::judge;
use crate::Span;
use crate::reading::{Reading, Sentence};

/// Most words in a name.
const LONGEST: usize = 7;

/// Words that name a place, with every place that they may name.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// Index of the sentence.
    pub sentence: usize,
    /// Index of the first word.
    pub first: usize,
    /// Index of the last word, inclusive.
    pub last: usize,
    /// The words.
    pub span: Span,
    /// Their folded form.
    pub key: String,
    /// The places that bear the name.
    pub entries: Vec<Entry>,
    /// The mention, by index, that follows after a comma and holds this one: "Kabul, Afghanistan".
    pub holder: Option<usize>,
    /// Whether a noun for a district follows or stands before: "Aydin province", "the province of Aydin".
    pub kind: Option<&'static str>,
}

/// One place that a mention may name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Entry {
    /// The place.
    pub place: PlaceIndex,
    /// How the words name it.
    pub kind: NameKind,
}

/// The mentions of a text, in order; they do not overlap.
pub(super) fn mentions(text: &str, reading: &Reading, gazetteer: &Gazetteer) -> Vec<Mention> {
    let (mut candidates, mut unknown) = (Vec::new(), HashSet::new());
    for (number, sentence) in reading.sentences.iter().enumerate() {
        Scan { text, number, sentence, gazetteer, key: String::new(), unknown: &mut unknown }.run(&mut candidates);
    }
    pair_with_holders(text, reading, gazetteer, &mut candidates);
    let stays = judge::stays(text, reading, gazetteer, &candidates);
    keep(candidates, &stays)
}

/// The candidates that stay, with the indices of their holders made good.
fn keep(candidates: Vec<Mention>, stays: &[bool]) -> Vec<Mention> {
    let mut new_index = vec![None; stays.len()];
    let mut count = 0;
    for (at, stay) in stays.iter().enumerate() {
        if *stay {
            new_index[at] = Some(count);
            count += 1;
        }
    }
    let kept = candidates.into_iter().zip(stays).filter(|(_, stay)| **stay).map(|(mention, _)| mention);
    kept.map(|m| Mention { holder: m.holder.and_then(|h| new_index.get(h).copied().flatten()), ..m }).collect()
}

/// Looks a sentence up from left to right.
struct Scan<'a> {
    text: &'a str,
    number: usize,
    sentence: &'a Sentence,
    gazetteer: &'a Gazetteer<'a>,
    key: String,
    /// Folded words of this text that the gazetteer does not know: most of them come again.
    unknown: &'a mut HashSet<String>,
}

impl Scan<'_> {
    fn run(&mut self, found: &mut Vec<Mention>) {
        let mut at = 0;
        while at < self.sentence.words.len() {
            match self.longest(at) {
                Some(mention) => {
                    at = mention.last + 1;
                    found.push(mention);
                }
                None => at += 1,
            }
        }
    }

    /// The longest name that begins with word `first`.
    fn longest(&mut self, first: usize) -> Option<Mention> {
        if !may_begin(&self.sentence.words[first].form) {
            return None;
        }
        (first..=self.reach(first)).rev().find_map(|last| self.named(first, last))
    }

    /// The last word that a name from `first` on may have.
    fn reach(&self, first: usize) -> usize {
        let words = &self.sentence.words;
        let mut last = first;
        for at in first + 1..words.len().min(first + LONGEST) {
            let gap = self.text.get(words[at - 1].span.end..words[at].span.start).unwrap_or("\n");
            if gap.contains('\n') || gap.len() > 2 || !may_continue(&words[at].form) {
                break;
            }
            last = at;
        }
        last
    }

    /// The words from `first` to `last`, where the gazetteer has a name that is written so.
    fn named(&mut self, first: usize, last: usize) -> Option<Mention> {
        let span = self.sentence.span_of(first, last);
        let surface = self.text.get(span.start..span.end)?;
        fold_into(surface, &mut self.key);
        if self.key.is_empty() || self.unknown.contains(&self.key) {
            return None;
        }
        let ends_in_word = self.sentence.words[last].form.starts_with(char::is_alphanumeric);
        let (mut entries, mut known) = (Vec::new(), false);
        self.gazetteer.look_up(&self.key, |name, place, kind| {
            known = true;
            let fits = ends_in_word || kind == NameKind::Abbreviation;
            if fits && is_written(name, surface, kind) && !entries.iter().any(|e: &Entry| e.place == place) {
                entries.push(Entry { place, kind });
            }
        });
        if !known {
            self.unknown.insert(self.key.clone());
            return None;
        }
        let mention = Mention {
            sentence: self.number,
            first,
            last,
            span,
            key: self.key.clone(),
            entries,
            holder: None,
            kind: None,
        };
        (!mention.entries.is_empty()).then_some(mention)
    }
}

/// Whether a name may begin with this word: a capital, or an article or a part of the sky that some names begin with.
fn may_begin(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        || matches!(
            word,
            "al" | "el"
                | "the"
                | "southern"
                | "eastern"
                | "east"
                | "south"
                | "lower"
                | "upstate"
                | "ad"
                | "as"
                | "ash"
                | "an"
                | "ar"
        )
}

/// Whether a name may go on with this word.
fn may_continue(word: &str) -> bool {
    word.starts_with(char::is_alphanumeric) || matches!(word, "-" | "'" | "’" | "." | "‑" | "–")
}

/// Whether `surface` is the gazetteer's `name` as a text would write it.
fn is_written(name: &str, surface: &str, kind: NameKind) -> bool {
    if name == surface {
        return true;
    }
    if kind == NameKind::Abbreviation {
        return false;
    }
    if !surface.chars().any(char::is_lowercase) {
        // A headline or a dateline in capitals. Two letters would be an abbreviation of something else.
        return surface.chars().filter(|c| c.is_alphabetic()).count() > 2;
    }
    let parts = |s: &str| s.split([' ', '-', '–', '‑']).map(starts_small).collect::<Vec<_>>();
    let (name, surface) = (parts(name), parts(surface));
    if name.len() != surface.len() {
        return !surface.first().copied().unwrap_or(true);
    }
    // Each capital of the name has to be there, but for an article that begins it.
    let fits = |at: usize, small: bool, written: bool| small || !written || at == 0 && name.len() > 1;
    name.iter().zip(&surface).enumerate().all(|(at, (small, written))| fits(at, *small, *written))
}

fn starts_small(part: &str) -> bool {
    part.starts_with(char::is_lowercase)
}

/// Notes for each candidate the state or province that follows it after a comma, and the noun for its kind.
fn pair_with_holders(text: &str, reading: &Reading, gazetteer: &Gazetteer, candidates: &mut [Mention]) {
    for at in 0..candidates.len() {
        let holder = candidates.get(at + 1).filter(|next| {
            let mention = &candidates[at];
            let between = text.get(mention.span.end..next.span.start).unwrap_or_default().trim_end();
            mention.sentence == next.sentence
                && matches!(between, "," | "(" | " (")
                && next.entries.iter().any(|&outer| holds_any(gazetteer, outer, &mention.entries))
        });
        candidates[at].holder = holder.map(|_| at + 1);
        candidates[at].kind = kind_beside(&reading.sentences[candidates[at].sentence], &candidates[at]);
    }
}

/// Whether one of `inner` lies in `outer`.
fn holds_any(gazetteer: &Gazetteer, outer: Entry, inner: &[Entry]) -> bool {
    let holds = gazetteer.place(outer.place).is_some_and(|place| place.feature.class() == 'A');
    holds && outer.kind != NameKind::Demonym && inner.iter().any(|entry| lies_in(gazetteer, entry.place, outer.place))
}

/// Whether `inner` lies in the division or state `outer`.
pub(super) fn lies_in(gazetteer: &Gazetteer, inner: PlaceIndex, outer: PlaceIndex) -> bool {
    let mut at = inner;
    for _ in 0..4 {
        let Some(division) = gazetteer.place(at).and_then(|place| gazetteer.division_of(&place)) else { return false };
        if division == outer {
            return inner != outer;
        }
        at = division;
    }
    false
}

/// The noun that says what kind of place a mention is: "Aydin province", "province of Aydin".
fn kind_beside(sentence: &Sentence, mention: &Mention) -> Option<&'static str> {
    const KINDS: &[&str] =
        &["province", "county", "state", "region", "district", "city", "town", "village", "governorate"];
    let kind = |at: Option<usize>| {
        let form = at.and_then(|at| sentence.words.get(at))?.form.to_lowercase();
        KINDS.iter().find(|kind| **kind == form).copied()
    };
    let of = mention.first.checked_sub(1).filter(|&at| sentence.words[at].form == "of");
    kind(Some(mention.last + 1)).or_else(|| kind(of.and_then(|at| at.checked_sub(1))))
}

/// Whether a feature is a town or a part of one.
pub(super) fn is_town(feature: Feature) -> bool {
    feature.class() == 'P'
}
