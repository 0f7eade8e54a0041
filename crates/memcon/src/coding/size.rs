//! Numbers of dead, injured and arrested, from the sentence of an event.

use super::clause::Clauses;
use super::event::Size;
use crate::reading::{Deprel, Sentence, Upos};

/// Verbs and adjectives that say that people died, were hurt or were taken.
const DEATH: &[&str] =
    &["kill", "die", "slay", "massacre", "execute", "murder", "behead", "slaughter", "perish", "dead"];
const INJURY: &[&str] = &["injure", "wound", "hurt", "maim", "injured", "wounded"];
const ARREST: &[&str] = &["arrest", "detain", "jail", "apprehend", "imprison", "capture", "round"];

/// The numbers of people that a sentence gives.
pub fn size(sentence: &Sentence) -> Size {
    let mut size = Size::default();
    for word in 0..sentence.words.len() {
        let lemma = sentence.words[word].lemma.as_str();
        let slot = if DEATH.contains(&lemma) {
            &mut size.dead
        } else if INJURY.contains(&lemma) {
            &mut size.injured
        } else if ARREST.contains(&lemma) {
            &mut size.arrested
        } else {
            continue;
        };
        if slot.is_none() {
            *slot = count(sentence, word);
        }
    }
    size
}

/// How many people a verb or adjective speaks of.
fn count(sentence: &Sentence, word: usize) -> Option<u64> {
    let clauses = Clauses::new(sentence);
    let people = match sentence.words[word].upos {
        Upos::Verb if matches!(sentence.words[word].lemma.as_str(), "die" | "perish") => clauses.agents(word),
        Upos::Verb => clauses.patients(word),
        _ => clauses.child(word, Deprel::Nsubj).into_iter().chain(sentence.words[word].head).collect(),
    };
    people.into_iter().find_map(|noun| number_of(sentence, noun))
}

/// "**13** people", "**three** officers and **two** guards", "at least **40**"; years and ages are no counts.
fn number_of(sentence: &Sentence, noun: usize) -> Option<u64> {
    let own = &sentence.words[noun];
    if own.upos == Upos::Num {
        return number(&own.form);
    }
    let numeral = sentence.children_by(noun, Deprel::Nummod).find_map(|n| number(&sentence.words[n].form));
    let article = || {
        let singular = matches!(own.xpos, crate::reading::Xpos::Nn);
        let one =
            sentence.children_by(noun, Deprel::Det).any(|d| matches!(sentence.words[d].lemma.as_str(), "a" | "an"));
        (singular && one && own.upos == Upos::Noun).then_some(1)
    };
    numeral.or_else(article)
}

/// A whole number in figures or words up to twenty and by tens.
pub fn number(form: &str) -> Option<u64> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let form = form.to_lowercase();
    if let Ok(figures) = form.replace(',', "").parse::<u64>() {
        return Some(figures);
    }
    let of = |list: &[&str]| list.iter().position(|w| *w == form).and_then(|at| u64::try_from(at).ok());
    of(&WORDS).or_else(|| of(&TENS).map(|at| 10 * (at + 2)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    #[test]
    fn numbers_in_figures_and_words() {
        assert_eq!(number("1,200"), Some(1200));
        assert_eq!(number("Thirteen"), Some(13));
        assert_eq!(number("forty"), Some(40));
        assert_eq!(number("dozens"), None);
        assert_eq!(number("99999999999999999999999"), None);
    }

    #[test]
    fn the_dead_and_the_injured_are_told_apart() {
        let conllu = "1 Three three NUM CD _ 2 nummod _ _
            2 guards guard NOUN NNS _ 4 nsubj:pass _ _
            3 were be AUX VBD _ 4 aux:pass _ _
            4 killed kill VERB VBN _ 0 root _ _
            5 and and CCONJ CC _ 7 cc _ _
            6 nine nine NUM CD _ 7 nsubj:pass _ _
            7 wounded wound VERB VBN _ 4 conj _ _";
        let (_, reading) = Reading::from_conllu(conllu).expect("well formed");
        let size = size(&reading.sentences[0]);
        assert_eq!((size.dead, size.injured, size.arrested), (Some(3), Some(9), None));
    }
}
