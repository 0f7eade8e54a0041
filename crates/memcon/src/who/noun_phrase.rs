//! Noun phrases of a parsed sentence: which words head one, and how far it reaches.

use crate::Span;
use crate::reading::{Deprel, Sentence, Upos};

/// Whether a word heads a noun phrase of its own.
pub(crate) fn heads_phrase(sentence: &Sentence, word: usize) -> bool {
    let Some(w) = sentence.words.get(word) else { return false };
    let nominal = match w.upos {
        Upos::Noun | Upos::Propn | Upos::Pron => true,
        Upos::Adj | Upos::Num | Upos::Det | Upos::X => {
            matches!(w.deprel.base(), "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "conj" | "appos" | "root")
                && (w.upos != Upos::Adj || sentence.children_by(word, Deprel::Det).next().is_some())
        }
        _ => false,
    };
    nominal && !is_part_of_name(w.deprel) && w.deprel != Deprel::Expl
}

/// Relations that tie a word into the name or noun that governs it.
fn is_part_of_name(deprel: Deprel) -> bool {
    matches!(deprel.base(), "compound" | "flat" | "fixed" | "goeswith" | "case" | "cc" | "punct" | "det" | "mark")
        || matches!(deprel, Deprel::NmodDesc)
}

/// The word that heads the name or noun which a word is part of: itself where it heads one.
pub(crate) fn governor(sentence: &Sentence, word: usize) -> usize {
    let mut at = word;
    for _ in 0..sentence.words.len() {
        match sentence.words[at].head {
            Some(head) if is_part_of_name(sentence.words[at].deprel) => at = head,
            _ => break,
        }
    }
    at
}

/// Prepositions whose phrases say who somebody is.
const TELLING: [&str; 9] = ["of", "in", "from", "to", "for", "at", "across", "inside", "within"];

/// First and last word of the phrase around a head: what stands before it, and phrases of telling prepositions
/// behind, but no clauses, appositions and coordinated phrases.
pub(crate) fn range(sentence: &Sentence, head: usize) -> (usize, usize) {
    let (mut first, mut last) = range_within(sentence, head, 8);
    while first >= 2 && hyphenated(sentence, first - 1) {
        first -= 2;
    }
    while hyphenated(sentence, last + 1) {
        last += 2;
    }
    (first, last)
}

/// Whether a word is a hyphen that binds the words beside it: "Geun-hye" is three words of a reading.
fn hyphenated(sentence: &Sentence, at: usize) -> bool {
    let (Some(before), Some(hyphen), Some(after)) =
        (at.checked_sub(1).and_then(|i| sentence.words.get(i)), sentence.words.get(at), sentence.words.get(at + 1))
    else {
        return false;
    };
    hyphen.form == "-" && before.span.end == hyphen.span.start && hyphen.span.end == after.span.start
}

fn range_within(sentence: &Sentence, head: usize, depth: usize) -> (usize, usize) {
    let (mut first, mut last) = (head, head);
    for child in sentence.children(head).rev().filter(|&c| c < head) {
        let base = sentence.words[child].deprel.base();
        let before = matches!(base, "det" | "amod" | "compound" | "nummod" | "nmod" | "flat" | "advmod" | "cc");
        let start = sentence.subtree(child).0;
        // "In recent days, Peru's envoy": a phrase that goes with the clause, whatever the reader made of it.
        let loose =
            base == "nmod" && sentence.words[child].deprel != Deprel::NmodPoss && has_preposition(sentence, child);
        let clause = (start..child).any(|w| matches!(sentence.words[w].deprel.base(), "acl" | "cop" | "nsubj"));
        // "Not in the court", "only by Chad": what stands before the preposition is none of the name.
        let outside =
            base == "advmod" && sentence.children_by(head, Deprel::Case).any(|case| case > child && case < head);
        if before && base != "cc" && !clause && !loose && !outside {
            first = first.min(start);
        }
    }
    if depth == 0 {
        return (first, last);
    }
    for child in sentence.children(head).filter(|&c| c > head) {
        let word = &sentence.words[child];
        let attaches = match word.deprel.base() {
            "flat" | "compound" | "fixed" | "goeswith" => true,
            "nmod" => tells(sentence, child) || is_capital(sentence, head) && is_named(sentence, child),
            "case" => word.form.starts_with(['\'', '’']),
            _ => false,
        };
        let start = sentence.subtree(child).0;
        let hyphen = start == last + 2 && sentence.words[last + 1].form == "-";
        if attaches && (start <= last + 1 || hyphen) {
            last = last.max(range_within(sentence, child, depth - 1).1);
        }
    }
    (first, last)
}

/// Capitalised: "Doctors Without Borders" and "Global Campaign on Landmines" are names whatever binds them.
fn is_named(sentence: &Sentence, word: usize) -> bool {
    is_capital(sentence, word)
        && sentence.children_by(word, Deprel::Case).all(|case| {
            let case = &sentence.words[case];
            case.upos != Upos::Adp || case.form.starts_with(char::is_uppercase)
        })
}

fn is_capital(sentence: &Sentence, word: usize) -> bool {
    sentence.words[word].form.starts_with(char::is_uppercase)
}

fn has_preposition(sentence: &Sentence, word: usize) -> bool {
    sentence.children_by(word, Deprel::Case).any(|case| sentence.words[case].upos == Upos::Adp)
}

fn tells(sentence: &Sentence, child: usize) -> bool {
    let preposition = sentence.children_by(child, Deprel::Case).next();
    preposition.is_none_or(|case| TELLING.contains(&sentence.words[case].lemma.to_lowercase().as_str()))
}

/// The bytes of the phrase around a head, a closing possessive left out.
pub(crate) fn span(sentence: &Sentence, head: usize) -> Span {
    let (mut first, mut last) = range(sentence, head);
    // "By Chad and allied forces": a preposition that a tree hangs on a part of the phrase is none of it.
    let of_a_name = |word: usize| {
        let case = &sentence.words[word];
        case.upos == Upos::Adp
            && case.deprel == Deprel::Case
            && case.head.is_some_and(|named| sentence.words[named].upos == Upos::Propn)
    };
    while first < head && of_a_name(first) {
        first += 1;
    }
    if last > first && sentence.words[last].form.trim_start_matches(['\'', '’']).len() <= 1 && last > head {
        last -= 1;
    }
    sentence.span_of(first, last)
}

/// The head and what is coordinated with it: "the US and NATO".
pub(crate) fn coordinated(sentence: &Sentence, head: usize) -> Vec<usize> {
    let mut heads = vec![head];
    let mut at = 0;
    while at < heads.len() && heads.len() < 50 {
        let next = sentence.children_by(heads[at], Deprel::Conj);
        let more: Vec<usize> = next.filter(|&c| heads_phrase(sentence, c) && !heads.contains(&c)).collect();
        heads.extend(more);
        at += 1;
    }
    heads.sort_unstable();
    heads
}
