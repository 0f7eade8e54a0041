//! States that somebody is in: "the dockers are **on strike**", "the town is **under curfew**".
//!
//! Such a noun is no act that somebody does with a verb of his own, yet its subject is who strikes or suffers it.

use crate::reading::{Deprel, Sentence};

/// Whether a noun is the predicate of a copula behind a preposition of states.
pub fn is_state(sentence: &Sentence, noun: usize) -> bool {
    let has_copula = sentence.children_by(noun, Deprel::Cop).next().is_some();
    has_copula
        && sentence
            .children_by(noun, Deprel::Case)
            .any(|case| matches!(sentence.words[case].lemma.to_lowercase().as_str(), "in" | "on" | "under"))
}

/// Heads of who is in the state that a noun names; empty where it names none.
pub fn subjects(sentence: &Sentence, noun: usize) -> Vec<usize> {
    let Some(clause) = clause_of(sentence, noun) else { return Vec::new() };
    let subjects = sentence.children_by(clause, Deprel::Nsubj);
    subjects.flat_map(|s| std::iter::once(s).chain(sentence.children_by(s, Deprel::Conj))).collect()
}

/// The word whose subject is in the state: the noun itself, or the verb of "spent the week **in talks** with him".
fn clause_of(sentence: &Sentence, noun: usize) -> Option<usize> {
    if is_state(sentence, noun) {
        return Some(noun);
    }
    let word = &sentence.words[noun];
    let is_in = sentence.children_by(noun, Deprel::Case).any(|case| sentence.words[case].lemma == "in");
    let is_bare = sentence.children_by(noun, Deprel::Det).next().is_none();
    let are_talks = matches!(word.lemma.as_str(), "talk" | "talks" | "negotiation" | "discussion" | "consultation");
    word.head.filter(|_| word.deprel.base() == "obl" && is_in && is_bare && are_talks)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    #[test]
    fn who_spends_a_day_in_talks_talks() {
        let conllu = "1 Envoys envoy NOUN NNS _ 2 nsubj _ _
            2 spent spend VERB VBD _ 0 root _ _
            3 hours hour NOUN NNS _ 2 obj _ _
            4 in in ADP IN _ 5 case _ _
            5 talks talk NOUN NNS _ 2 obl _ _";
        let (_, reading) = Reading::from_conllu(conllu).expect("well formed");
        assert_eq!(subjects(&reading.sentences[0], 4), [0]);
    }

    fn sentence(preposition: &str) -> Sentence {
        let conllu = format!(
            "1 Bakers baker NOUN NNS _ 4 nsubj _ _
             2 are be AUX VBP _ 4 cop _ _
             3 {preposition} {preposition} ADP IN _ 4 case _ _
             4 strike strike NOUN NN _ 0 root _ _"
        );
        let (_, mut reading) = Reading::from_conllu(&conllu).expect("well formed");
        reading.sentences.remove(0)
    }

    #[test]
    fn who_is_on_strike_strikes() {
        assert_eq!(subjects(&sentence("on"), 3), [0]);
        assert!(subjects(&sentence("against"), 3).is_empty());
    }
}
