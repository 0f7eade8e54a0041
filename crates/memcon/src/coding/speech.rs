//! What speakers do by saying it: demands made with "must" and "should", and accusations made as statements.
//!
//! "The minister said that Chad must withdraw" is a REQUEST though nothing in it asks, and "Benin says that
//! Togolese troops shelled the town" an ACCUSE: a party's word against another is no report. Sources quoted for
//! facts ("police said") speak of nobody abroad and stay out of this.

use super::clause::Clauses;
use super::parties::Cast;
use crate::reading::{Deprel, Reading, Sentence, Upos, Xpos};
use crate::who::{Entities, Party};

/// Verbs of saying.
pub const SAYING: &[&str] = &[
    "say",
    "tell",
    "state",
    "declare",
    "add",
    "stress",
    "insist",
    "believe",
    "argue",
    "claim",
    "announce",
    "reiterate",
    "maintain",
    "assert",
    "emphasise",
    "emphasize",
    "underline",
    "note",
    "warn",
    "write",
    "tweet",
    "report",
];

/// A clause that somebody says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The verb of saying.
    pub verb: usize,
    /// Heads of who says it.
    pub speakers: Vec<usize>,
    /// The verb of what is said.
    pub content: usize,
}

/// The clauses of a sentence that somebody says: "X said that …", "…, X said".
pub fn said(sentence: &Sentence) -> Vec<Said> {
    let clauses = Clauses::new(sentence);
    let mut found = Vec::new();
    for verb in 0..sentence.words.len() {
        if !SAYING.contains(&sentence.words[verb].lemma.as_str()) || !clauses.is_verb(verb) {
            continue;
        }
        let speakers = clauses.agents(verb);
        if speakers.is_empty() {
            continue;
        }
        let told = clauses.told(verb).into_iter().flat_map(|c| clauses.coordinated(c));
        let quoted = sentence.words[verb].head.filter(|_| sentence.words[verb].deprel == Deprel::Parataxis);
        found.extend(told.chain(quoted).map(|content| Said { verb, speakers: speakers.clone(), content }));
    }
    found
}

/// Verbs of speech beside [`SAYING`] whose subject may be quoted: "“We reject this,” he **tweeted**".
const QUOTED_BY: &[&str] = &[
    "urge",
    "demand",
    "complain",
    "reply",
    "respond",
    "explain",
    "ask",
    "call",
    "accuse",
    "promise",
    "vow",
    "condemn",
    "acknowledge",
    "admit",
    "conclude",
    "continue",
    "comment",
    "read",
    "post",
    "remark",
    "recall",
    "concede",
    "contend",
    "describe",
    "caution",
    "vow",
    "pledge",
    "denounce",
    "object",
    "protest",
    "suggest",
    "quote",
];

/// Most sentences of a quotation that goes on without naming its speaker again.
const LONGEST_QUOTE: usize = 4;

/// Who speaks in each sentence of a story, for "we" and "I" in quotations: whom the sentence itself names, else
/// whoever spoke before it or, where a quotation opens, after it. Empty where nobody is quoted.
pub fn speakers(text: &str, reading: &Reading, entities: &Entities) -> Vec<Vec<Party>> {
    let sentences = &reading.sentences;
    let named: Vec<Vec<Party>> =
        sentences.iter().enumerate().map(|(index, sentence)| named_speakers(sentence, index, entities)).collect();
    let mut speaking: Vec<Vec<Party>> = named.clone();
    let mut is_open = false;
    for (index, sentence) in sentences.iter().enumerate() {
        let (is_quoted, stays_open) = quotes(sentence.span.of(text), is_open);
        is_open = stays_open;
        if !named[index].is_empty() || !(is_quoted || has_first_person(sentence)) {
            continue;
        }
        let before = (1..=LONGEST_QUOTE).filter_map(|back| named.get(index.checked_sub(back)?)).find(|s| !s.is_empty());
        let after = || named.get(index + 1).filter(|s| !s.is_empty());
        speaking[index] = before.or_else(after).cloned().unwrap_or_default();
    }
    speaking
}

fn named_speakers(sentence: &Sentence, index: usize, entities: &Entities) -> Vec<Party> {
    let clauses = Clauses::new(sentence);
    let cast = Cast::new(entities, sentence, index, &[]);
    let says = |&verb: &usize| {
        let lemma = sentence.words[verb].lemma.as_str();
        sentence.words[verb].upos == Upos::Verb && (SAYING.contains(&lemma) || QUOTED_BY.contains(&lemma))
    };
    let verbs = (0..sentence.words.len()).filter(says);
    verbs.map(|verb| cast.parties(&clauses.agents(verb), false)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether a sentence is wholly or in part a quotation, and whether one is open at its end.
fn quotes(sentence: &str, mut is_open: bool) -> (bool, bool) {
    let mut is_quoted = is_open;
    for character in sentence.chars() {
        match character {
            '“' | '«' | '„' => is_open = true,
            '”' | '»' => is_open = false,
            '"' => is_open = !is_open,
            _ => continue,
        }
        is_quoted = true;
    }
    (is_quoted, is_open)
}

fn has_first_person(sentence: &Sentence) -> bool {
    sentence.words.iter().any(|word| is_first_person(&word.form))
}

/// "We", "our", "me": whoever speaks. "US" is a state.
pub fn is_first_person(form: &str) -> bool {
    form != "US"
        && matches!(
            form.to_lowercase().as_str(),
            "we" | "us" | "our" | "ours" | "i" | "me" | "my" | "mine" | "ourselves"
        )
}

/// Whether a clause says what its subject has to do: "must leave", "should stop", "needs to act", "has to go".
pub fn is_demand(sentence: &Sentence, clause: usize) -> bool {
    let must = |word: usize| {
        let word = &sentence.words[word];
        word.xpos == Xpos::Md && matches!(word.lemma.as_str(), "must" | "should" | "ought")
    };
    sentence.children_by(clause, Deprel::Aux).any(must)
        || matches!(sentence.words[clause].lemma.as_str(), "need" | "have")
            && sentence.children_by(clause, Deprel::Xcomp).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    #[test]
    fn a_demand_made_by_saying() {
        let conllu = "1 Benin Benin PROPN NNP _ 2 nsubj _ _
            2 said say VERB VBD _ 0 root _ _
            3 Togo Togo PROPN NNP _ 5 nsubj _ _
            4 must must AUX MD _ 5 aux _ _
            5 withdraw withdraw VERB VB _ 2 ccomp _ _";
        let (_, reading) = Reading::from_conllu(conllu).expect("well formed");
        let found = said(&reading.sentences[0]);
        assert_eq!(found, [Said { verb: 1, speakers: vec![0], content: 4 }]);
        assert!(is_demand(&reading.sentences[0], 4));
    }
}
