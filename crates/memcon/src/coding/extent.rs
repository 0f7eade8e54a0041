//! How far the clause of a word reaches.

use std::collections::BTreeSet;

use super::clause::Clauses;
use crate::reading::{Deprel, Sentence};

/// The words of the clause of an event: what its verb governs, but other events' clauses beside it.
pub fn clause_of(sentence: &Sentence, trigger: usize) -> BTreeSet<usize> {
    let clauses = Clauses::new(sentence);
    let mut head = trigger;
    // A noun tells of its event within the clause of its verb, an infinitive within that of its governor.
    while let Some(governor) = sentence.words[head].head {
        let is_part = match sentence.words[head].deprel.base() {
            "nsubj" | "obj" | "iobj" | "obl" | "nmod" | "xcomp" | "compound" | "appos" | "amod" => true,
            "conj" => !clauses.is_verb(head),
            _ => false,
        };
        if !is_part {
            break;
        }
        head = governor;
    }
    let mut words = BTreeSet::new();
    // Whatever is cut away above it, the event's own words count.
    let mut queue = vec![head, trigger];
    while let Some(word) = queue.pop() {
        if words.insert(word) {
            queue.extend(sentence.children(word).filter(|&c| !is_clause_beside(sentence, c)));
        }
    }
    words
}

/// "…, **X said**", "and **Y fled**", "after **Z was killed**": clauses with a subject of their own beside a verb's.
fn is_clause_beside(sentence: &Sentence, word: usize) -> bool {
    let has_subject =
        || [Deprel::Nsubj, Deprel::NsubjPass].iter().any(|&r| sentence.children_by(word, r).next().is_some());
    match sentence.words[word].deprel.base() {
        "parataxis" => true,
        "conj" | "advcl" => has_subject(),
        _ => false,
    }
}

/// The word that heads the clause of a word: its verb, or the noun or adjective of a clause without one.
pub fn head_of_clause(sentence: &Sentence, word: usize) -> usize {
    let mut at = word;
    for _ in 0..sentence.words.len() {
        let base = sentence.words[at].deprel.base();
        let opens = matches!(base, "root" | "parataxis" | "ccomp" | "csubj" | "advcl" | "acl" | "xcomp")
            || is_verbal_conj(sentence, at);
        match sentence.words[at].head {
            Some(head) if !opens => at = head,
            _ => break,
        }
    }
    at
}

fn is_verbal_conj(sentence: &Sentence, word: usize) -> bool {
    sentence.words[word].deprel.base() == "conj" && Clauses::new(sentence).is_verb(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    fn sentence(conllu: &str) -> Sentence {
        let (_, mut reading) = Reading::from_conllu(conllu).expect("well formed");
        reading.sentences.remove(0)
    }

    #[test]
    fn a_clause_beside_is_not_the_events() {
        // Soldiers fled, and parties sued
        let s = sentence(
            "1 Soldiers soldier NOUN NNS _ 2 nsubj _ _
             2 fled flee VERB VBD _ 0 root _ _
             3 and and CCONJ CC _ 5 cc _ _
             4 parties party NOUN NNS _ 5 nsubj _ _
             5 sued sue VERB VBD _ 2 conj _ _",
        );
        assert_eq!(clause_of(&s, 1).into_iter().collect::<Vec<_>>(), [0, 1]);
        assert_eq!(clause_of(&s, 4).into_iter().collect::<Vec<_>>(), [2, 3, 4]);
    }

    #[test]
    fn a_noun_belongs_to_the_clause_of_its_verb() {
        // Parties sued after soldiers fled
        let s = sentence(
            "1 Parties party NOUN NNS _ 2 nsubj _ _
             2 sued sue VERB VBD _ 0 root _ _
             3 after after SCONJ IN _ 5 mark _ _
             4 soldiers soldier NOUN NNS _ 5 nsubj _ _
             5 fled flee VERB VBD _ 2 advcl _ _",
        );
        assert_eq!([0, 3].map(|word| head_of_clause(&s, word)), [1, 4]);
    }
}
