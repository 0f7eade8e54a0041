//! What speakers do by saying it: demands made with "must" and "should", and accusations made as statements.
//!
//! "The minister said that Chad must withdraw" is a REQUEST though nothing in it asks, and "Benin says that
//! Togolese troops shelled the town" an ACCUSE: a party's word against another is no report. Sources quoted for
//! facts ("police said") speak of nobody abroad and stay out of this.

use super::clause::Clauses;
use super::statements::Statement;
use crate::reading::{Deprel, Sentence, Xpos};
use crate::who::Party;

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

/// Who says "we" and "I" in a sentence: whose words it quotes, else whose it reports. Empty where nobody speaks.
pub fn speakers(sentence: &Sentence, statements: &[Statement]) -> Vec<Party> {
    let mut here: Vec<&Statement> = statements.iter().filter(|s| s.span.overlaps(sentence.span)).collect();
    if here.iter().any(|statement| statement.quoted) {
        here.retain(|statement| statement.quoted);
    }
    let Some(first) = here.first().map(|statement| statement.span) else { return Vec::new() };
    here.into_iter().filter(|statement| statement.span == first).map(|statement| statement.speaker.clone()).collect()
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
