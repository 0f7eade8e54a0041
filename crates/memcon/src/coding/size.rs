//! Numbers of dead, injured and arrested, from the clause of an event.
//!
//! Only what the event's own clause says counts: in "police shot two men and later arrested five", two died by the one
//! event and five were taken by the other. An attack has dead and injured, an arrest arrested; other events of
//! conflict may have all three. "Dozens" gives no number, "at least 13" gives 13, a single person counts as one.

use memcon_lexicon::Category;

use super::clause::Clauses;
use super::event::Size;
use super::extent::clause_of;
use super::quantity::{Qualifier, quantities};
use crate::reading::{Deprel, EntityKind, Sentence, Upos, Xpos};

/// Verbs, adjectives and nouns that say that people died, were hurt or were taken.
const DEATH: &[&str] = &[
    "kill",
    "die",
    "slay",
    "massacre",
    "execute",
    "murder",
    "behead",
    "slaughter",
    "perish",
    "dead",
    "assassinate",
    "death",
    "fatality",
    "killing",
    "killed",
    "martyr",
    "drown",
];
const INJURY: &[&str] =
    &["injure", "wound", "hurt", "maim", "injured", "wounded", "injury", "hospitalise", "hospitalize"];
const ARREST: &[&str] = &[
    "arrest",
    "detain",
    "jail",
    "apprehend",
    "imprison",
    "capture",
    "round",
    "detention",
    "nab",
    "arrested",
    "detained",
];

/// Verbs whose subject is who dies.
const DYING: &[&str] = &["die", "perish", "drown"];

/// Singular nouns for several.
const COLLECTIVE: &[&str] = &[
    "army",
    "audience",
    "band",
    "community",
    "couple",
    "crew",
    "crowd",
    "delegation",
    "family",
    "force",
    "gang",
    "group",
    "militia",
    "mob",
    "people",
    "police",
    "population",
    "public",
    "staff",
    "team",
    "unit",
    "everyone",
    "everybody",
    "nobody",
    "none",
    "majority",
    "number",
    "pair",
    "half",
    "lot",
    "handful",
    "village",
    "town",
    "organisation",
    "organization",
];

/// Which of the three a word speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Dead,
    Injured,
    Arrested,
}

/// The numbers of people in the clause of an event of category `category` that word `trigger` tells.
pub fn size(sentence: &Sentence, trigger: usize, category: Category) -> Size {
    let mut size = Size::default();
    for word in clause_of(sentence, trigger) {
        let Some(fate) = fate(sentence, word).filter(|&fate| belongs(fate, category)) else { continue };
        let slot = match fate {
            Fate::Dead => &mut size.dead,
            Fate::Injured => &mut size.injured,
            Fate::Arrested => &mut size.arrested,
        };
        if slot.is_none() || word == trigger {
            *slot = count(sentence, word).or(*slot);
        }
    }
    size
}

fn belongs(fate: Fate, category: Category) -> bool {
    match category {
        Category::Assault => fate != Fate::Arrested,
        Category::Coerce => fate == Fate::Arrested,
        _ => true,
    }
}

fn fate(sentence: &Sentence, word: usize) -> Option<Fate> {
    let lemma = sentence.words[word].lemma.as_str();
    let is_toll =
        lemma == "toll" && sentence.children_by(word, Deprel::Compound).any(|c| sentence.words[c].lemma == "death");
    let is_life = lemma == "life"
        && sentence.words[word]
            .head
            .is_some_and(|verb| matches!(sentence.words[verb].lemma.as_str(), "claim" | "take" | "cost" | "lose"));
    if DEATH.contains(&lemma) || is_toll || is_life {
        Some(Fate::Dead)
    } else if INJURY.contains(&lemma) {
        Some(Fate::Injured)
    } else if ARREST.contains(&lemma) {
        Some(Fate::Arrested)
    } else {
        None
    }
}

/// How many people a word of fate speaks of.
fn count(sentence: &Sentence, word: usize) -> Option<u64> {
    // "13 dead", "13 deaths", "12 arrests"
    if sentence.words[word].upos != Upos::Verb
        && let Some(own) = stated(sentence, word)
    {
        return Some(own);
    }
    let counts = whose(sentence, word).into_iter().map(|noun| number_of(sentence, noun)).collect::<Vec<_>>();
    // "three officers and two guards" are five; "three officers and several guards" are not known.
    if counts.is_empty() { None } else { counts.into_iter().sum() }
}

/// The people that a word of fate speaks of.
fn whose(sentence: &Sentence, word: usize) -> Vec<usize> {
    let clauses = Clauses::new(sentence);
    let own = &sentence.words[word];
    let lemma = own.lemma.as_str();
    let governed = |prepositions: &[&str], head: usize| -> Vec<usize> {
        let phrases = clauses.phrases(head).into_iter();
        phrases.filter(|p| prepositions.contains(&p.preposition.as_str())).map(|p| p.head).collect()
    };
    match own.upos {
        Upos::Verb if DYING.contains(&lemma) => clauses.agents(word),
        Upos::Verb => clauses.patients(word),
        // "the death toll rose **to 13**", "a toll **of 13**"
        Upos::Noun if lemma == "toll" => {
            let mut found = governed(&["of", "to", "at"], word);
            found.extend(own.head.iter().flat_map(|&verb| governed(&["to", "at"], verb)));
            found.truncate(1);
            found
        }
        // "**31 people** lost their lives"
        Upos::Noun if lemma == "life" => own.head.map_or_else(Vec::new, |verb| clauses.agents(verb)),
        Upos::Noun => governed(&["of", "to"], word),
        _ => {
            // "13 people are dead", "left **13** dead"
            let subject = clauses.child(word, Deprel::Nsubj);
            let object = own.head.filter(|_| own.deprel == Deprel::Xcomp).map(|verb| clauses.patients(verb));
            match (subject, object) {
                (Some(subject), _) => clauses.coordinated(subject),
                (None, Some(objects)) => objects,
                (None, None) => own.head.into_iter().collect(),
            }
        }
    }
}

/// "**13** people", "at least **40**", "an officer", "Mr. Mwale"; nothing for "dozens" and the like.
fn number_of(sentence: &Sentence, noun: usize) -> Option<u64> {
    let own = &sentence.words[noun];
    let negated = sentence.children_by(noun, Deprel::Det).any(|d| sentence.words[d].lemma == "no");
    if negated {
        return None;
    }
    stated(sentence, noun).or_else(|| {
        let singular = matches!(own.xpos, Xpos::Nn | Xpos::Nnp);
        let person = sentence
            .entities
            .iter()
            .any(|mention| mention.kind == EntityKind::Person && sentence.head_of(mention.first, mention.last) == noun);
        let pronoun = matches!(own.form.to_lowercase().as_str(), "he" | "she" | "him" | "her");
        let article =
            sentence.children_by(noun, Deprel::Det).any(|d| matches!(sentence.words[d].lemma.as_str(), "a" | "an"));
        let collective = COLLECTIVE.contains(&own.lemma.to_lowercase().as_str());
        let is_one = pronoun || singular && !collective && (person || article && own.upos == Upos::Noun);
        is_one.then_some(1)
    })
}

/// The number that is stated with a noun, or that the word itself is.
fn stated(sentence: &Sentence, noun: usize) -> Option<u64> {
    let quantity = quantities(sentence).into_iter().find(|quantity| {
        (quantity.number..=quantity.last).any(|word| {
            let own = &sentence.words[word];
            word == noun || own.head == Some(noun) && matches!(own.deprel.base(), "nummod" | "compound")
        })
    })?;
    let is_count =
        quantity.qualifier != Some(Qualifier::Vague) && quantity.value.fract() == 0.0 && quantity.value < 1e9;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole, positive and below a billion")]
    is_count.then_some(quantity.value as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    fn sized(conllu: &str, trigger: usize, category: Category) -> (Option<u64>, Option<u64>, Option<u64>) {
        let (_, reading) = Reading::from_conllu(conllu).expect("well formed");
        let Size { dead, injured, arrested } = size(&reading.sentences[0], trigger, category);
        (dead, injured, arrested)
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
        assert_eq!(sized(conllu, 3, Category::Assault).0, Some(3));
    }

    #[test]
    fn an_arrest_beside_an_attack_keeps_its_own_number() {
        // Police shot dead two men and arrested a dozen people
        let conllu = "1 Police police NOUN NN _ 2 nsubj _ _
            2 killed kill VERB VBD _ 0 root _ _
            3 two two NUM CD _ 4 nummod _ _
            4 men man NOUN NNS _ 2 obj _ _
            5 and and CCONJ CC _ 6 cc _ _
            6 arrested arrest VERB VBD _ 2 conj _ _
            7 a a DET DT _ 8 det _ _
            8 dozen dozen NUM CD _ 9 nummod _ _
            9 people people NOUN NNS _ 6 obj _ _";
        assert_eq!(sized(conllu, 1, Category::Assault), (Some(2), None, None));
        assert_eq!(sized(conllu, 5, Category::Coerce), (None, None, Some(12)));
        assert_eq!(sized(conllu, 1, Category::Protest), (Some(2), None, Some(12)));
    }

    #[test]
    fn vague_numbers_are_none_and_parts_add_up() {
        // Bombs killed dozens · Bombs killed two guards and a nurse
        let vague = "1 Bombs bomb NOUN NNS _ 2 nsubj _ _
            2 killed kill VERB VBD _ 0 root _ _
            3 dozens dozens NOUN NNS _ 2 obj _ _";
        assert_eq!(sized(vague, 1, Category::Assault), (None, None, None));
        let two = "1 Bombs bomb NOUN NNS _ 2 nsubj _ _
            2 killed kill VERB VBD _ 0 root _ _
            3 two two NUM CD _ 4 nummod _ _
            4 guards guard NOUN NNS _ 2 obj _ _
            5 and and CCONJ CC _ 7 cc _ _
            6 a a DET DT _ 7 det _ _
            7 nurse nurse NOUN NN _ 4 conj _ _";
        assert_eq!(sized(two, 1, Category::Assault), (Some(3), None, None));
    }
}
