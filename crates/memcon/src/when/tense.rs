//! Whether the clause that a time expression stands in speaks of the past or of what is to come.
//!
//! With a reading, the governing verb of the tree decides; without one, the words around do.

use super::tokens::{Kind, Token};
use crate::reading::{Deprel, Sentence, Upos, Xpos};

/// When a clause's event lies, seen from the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    /// Present forms and perfects: reports and timetables alike.
    Present,
    Future,
    Unknown,
}

/// How far around a word its auxiliaries are looked for.
const REACH: usize = 48;

/// Verbs, adjectives and nouns whose complement is still to come, whatever their own tense.
const FUTURATE: &[&str] = &[
    "schedule", "plan", "expect", "slate", "due", "set", "intend", "propose", "postpone", "hope", "likely", "deadline",
    "payable", "upcoming", "poise", "ready", "bound", "supposed", "suppose",
];

/// Verbs whose infinitive has happened when they have.
const IMPLICATIVE: &[&str] = &[
    "manage", "force", "begin", "continue", "fail", "help", "start", "try", "come", "go", "refuse", "have", "use",
    "lead", "cause", "allow",
];

/// The tense of the clause that governs `word` of `sentence`.
pub(super) fn of_word(sentence: &Sentence, word: usize) -> Tense {
    let mut at = word;
    for _ in 0..REACH {
        if let Some(quoting) = quoting_verb(sentence, at, word) {
            return of_verb(sentence, quoting);
        }
        let Some(w) = sentence.words.get(at) else { return Tense::Unknown };
        let predicate = matches!(w.upos, Upos::Verb | Upos::Aux) || has_child(sentence, at, &[Deprel::Cop]);
        if at != word && w.lemma != "set" && FUTURATE.contains(&w.lemma.as_str()) && !finite_past_active(sentence, at) {
            return Tense::Future;
        }
        if predicate {
            match of_verb(sentence, at) {
                Tense::Unknown => {}
                tense => return tense,
            }
        }
        match w.head {
            Some(head) => at = head,
            None => return Tense::Unknown,
        }
    }
    Tense::Unknown
}

/// "“They **leave** on our terms,” he **told** reporters on **Tuesday**": the verb that quotes, where the word `time`
/// stands after a quotation and the tree hangs it on the quoted `head`.
pub(super) fn quoting_verb(sentence: &Sentence, head: usize, time: usize) -> Option<usize> {
    let form = |at: usize| sentence.words.get(at).map_or("", |word| word.form.as_str());
    let close = (head + 1..time).rfind(|&at| matches!(form(at), "”" | "\"" | "''"))?;
    let is_quoted = (0..close).rfind(|&at| matches!(form(at), "“" | "\"" | "``")).is_some_and(|open| open < head);
    let says = |&at: &usize| {
        let word = &sentence.words[at];
        word.upos == Upos::Verb && matches!(word.deprel.base(), "parataxis" | "root" | "ccomp")
    };
    (close + 1..time).find(says).filter(|_| is_quoted)
}

/// Whether the clause of the verb `at` is in a perfect tense: "has left", "had left".
pub(super) fn is_perfect(sentence: &Sentence, at: usize) -> bool {
    let have = |i: usize| {
        let w = &sentence.words[i];
        w.head == Some(at) && w.deprel.base() == "aux" && w.lemma == "have"
    };
    near(sentence, at).any(have)
}

/// "agreed", "set": a past verb of deciding dates its own act, so a date below it is past.
fn finite_past_active(sentence: &Sentence, at: usize) -> bool {
    let w = &sentence.words[at];
    w.xpos == Xpos::Vbd
}

/// The tense of a verb with its auxiliaries; participles and infinitives leave it to what governs them.
fn of_verb(sentence: &Sentence, at: usize) -> Tense {
    of_verb_below(sentence, at, CHAIN)
}

/// Longest chain of infinitives that is followed ("managed to begin to …"). Trees have no cycles, but this
/// must end whatever it is given.
const CHAIN: usize = 8;

fn of_verb_below(sentence: &Sentence, at: usize, chain: usize) -> Tense {
    let verb = &sentence.words[at];
    let auxiliaries: Vec<_> = near(sentence, at)
        .filter(|&i| sentence.words[i].head == Some(at) && matches!(sentence.words[i].deprel.base(), "aux" | "cop"))
        .collect();
    let aux = |test: &dyn Fn(Xpos, &str) -> bool| {
        auxiliaries.iter().any(|&i| test(sentence.words[i].xpos, &sentence.words[i].lemma))
    };
    let set = verb.lemma == "set" && !has_child(sentence, at, &[Deprel::Xcomp]);
    let futurate = FUTURATE.contains(&verb.lemma.as_str()) && !set;
    if aux(&|x, _| x == Xpos::Md) || verb.xpos == Xpos::Md {
        return Tense::Future;
    }
    if futurate && verb.xpos == Xpos::Vbn {
        return Tense::Future;
    }
    if verb.lemma == "go" && verb.xpos == Xpos::Vbg && has_child(sentence, at, &[Deprel::Xcomp]) {
        return Tense::Future;
    }
    if aux(&|x, _| x == Xpos::Vbd) || verb.xpos == Xpos::Vbd {
        return Tense::Past;
    }
    if verb.xpos == Xpos::Vb {
        return of_infinitive(sentence, at, chain);
    }
    if aux(&|x, l| matches!(x, Xpos::Vbz | Xpos::Vbp) && l == "have") {
        return Tense::Past;
    }
    if aux(&|x, _| matches!(x, Xpos::Vbz | Xpos::Vbp)) {
        return if verb.xpos == Xpos::Vbn { Tense::Past } else { Tense::Present };
    }
    match verb.xpos {
        Xpos::Vbz | Xpos::Vbp => Tense::Present,
        Xpos::Vbn => Tense::Past,
        _ => Tense::Unknown,
    }
}

/// "to meet on Friday" is to come, unless what governs it says that it came about ("managed to").
fn of_infinitive(sentence: &Sentence, at: usize, chain: usize) -> Tense {
    let Some(chain) = chain.checked_sub(1) else { return Tense::Future };
    let governor = sentence.words[at].head.and_then(|h| Some((h, sentence.words.get(h)?)));
    match governor {
        // "the first to join on Friday" has joined.
        Some((h, _)) if sentence.words[at].deprel == Deprel::Acl && is_one_of_a_series(sentence, h) => Tense::Unknown,
        Some((h, g)) if IMPLICATIVE.contains(&g.lemma.as_str()) => match of_verb_below(sentence, h, chain) {
            Tense::Unknown => Tense::Future,
            tense => tense,
        },
        _ => Tense::Future,
    }
}

fn is_one_of_a_series(sentence: &Sentence, at: usize) -> bool {
    near(sentence, at).any(|i| {
        let w = &sentence.words[i];
        (i == at || w.head == Some(at))
            && matches!(w.lemma.as_str(), "first" | "last" | "latest" | "only" | "second" | "third")
    })
}

fn near(sentence: &Sentence, at: usize) -> impl Iterator<Item = usize> + '_ {
    at.saturating_sub(REACH)..sentence.words.len().min(at + REACH)
}

fn has_child(sentence: &Sentence, at: usize, relations: &[Deprel]) -> bool {
    near(sentence, at).any(|i| sentence.words[i].head == Some(at) && relations.contains(&sentence.words[i].deprel))
}

/// Words of a clause that point ahead.
const AHEAD: &[&str] = &[
    "will",
    "would",
    "shall",
    "scheduled",
    "expected",
    "due",
    "planned",
    "plans",
    "plan",
    "payable",
    "be",
    "expire",
    "expires",
    "effective",
    "should",
    "may",
    "might",
    "could",
    "can",
    "must",
    "hopes",
    "intends",
    "postponed",
    "extended",
];

/// Words of a clause that point back.
const BACK: &[&str] = &[
    "said", "was", "were", "had", "did", "been", "since", "told", "met", "held", "took", "came", "went", "began",
    "made", "left", "won", "lost", "fell", "rose", "gave", "got", "saw", "led", "sent", "ran", "shot", "wrote",
    "broke", "has", "have",
];

/// The tense that the words around tokens `first..end` suggest: the nearest that tells, those before first.
pub(super) fn of_surface(tokens: &[Token<'_>], first: usize, end: usize) -> Tense {
    let cue = |token: &Token<'_>| {
        if AHEAD.iter().any(|w| token.is(w)) {
            return Some(Tense::Future);
        }
        let regular = token.text.len() > 4 && token.text.ends_with("ed");
        (regular || BACK.iter().any(|w| token.is(w))).then_some(Tense::Past)
    };
    let inside = |token: &&Token<'_>| !matches!(token.kind, Kind::Mark('.' | ';' | '!' | '?' | '"' | '“' | '”'));
    let before = tokens.get(first.saturating_sub(14)..first).unwrap_or_default();
    let after = tokens.get(end..tokens.len().min(end + 8)).unwrap_or_default();
    let open = |token: &&Token<'_>| !token.breaks;
    before
        .iter()
        .rev()
        .take_while(inside)
        .find_map(cue)
        .or_else(|| after.iter().take_while(inside).take_while(open).find_map(cue))
        .unwrap_or(Tense::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    /// The tense that governs the last word of a sentence of "form lemma upos xpos head deprel" lines.
    fn tense(lines: &str) -> Tense {
        let conllu: Vec<String> = lines
            .lines()
            .map(|l| l.split_whitespace().collect::<Vec<_>>())
            .filter(|c| c.len() == 6)
            .enumerate()
            .map(|(n, c)| format!("{} {} {} {} {} _ {} {} _ _", n + 1, c[0], c[1], c[2], c[3], c[4], c[5]))
            .collect();
        let (_, reading) = Reading::from_conllu(&conllu.join("\n")).expect("well formed");
        let sentence = &reading.sentences[0];
        of_word(sentence, sentence.words.len() - 1)
    }

    #[test]
    fn the_governing_verb_tells_the_tense() {
        assert_eq!(
            tense("They they PRON PRP 2 nsubj\n met meet VERB VBD 0 root\n Friday Friday PROPN NNP 2 obl"),
            Tense::Past
        );
        assert_eq!(
            tense(
                "They they PRON PRP 3 nsubj\n will will AUX MD 3 aux\n meet meet VERB VB 0 root\n Friday Friday PROPN NNP 3 obl"
            ),
            Tense::Future
        );
        assert_eq!(
            tense(
                "They they PRON PRP 3 nsubj\n have have AUX VBP 3 aux\n met meet VERB VBN 0 root\n Friday Friday PROPN NNP 3 obl"
            ),
            Tense::Past
        );
    }

    #[test]
    fn what_is_planned_is_to_come_though_the_plan_is_past() {
        let planned = "They they PRON PRP 3 nsubj\n were be AUX VBD 3 aux:pass\n scheduled schedule VERB VBN 0 root\n \
            to to PART TO 5 mark\n meet meet VERB VB 3 xcomp\n Friday Friday PROPN NNP 5 obl";
        assert_eq!(tense(planned), Tense::Future);
        let managed = "They they PRON PRP 2 nsubj\n managed manage VERB VBD 0 root\n to to PART TO 4 mark\n \
            meet meet VERB VB 2 xcomp\n Friday Friday PROPN NNP 4 obl";
        assert_eq!(tense(managed), Tense::Past);
        let ordered = "He he PRON PRP 3 nsubj\n had have AUX VBD 3 aux\n ordered order VERB VBN 0 root\n \
            arrests arrest NOUN NNS 3 obj\n Friday Friday PROPN NNP 3 obl";
        assert_eq!(tense(ordered), Tense::Past);
    }
}
