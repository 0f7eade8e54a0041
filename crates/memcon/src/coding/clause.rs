//! English grammar over a dependency tree: who does what to whom in a clause, however it is said.
//!
//! Passives, relative clauses, coordination, control and participles all come down to one question:
//! which words are the agent, the patient and the obliques of this verb? Words are indices into the
//! sentence.

use crate::reading::{Deprel, Sentence, Upos, Xpos};

/// How far up a chain of coordinations and controls subjects are looked for: deeper trees than this
/// are parser noise.
const DEEPEST: usize = 8;

/// Verbs of what is said by one to another.
const SPEAKING: [&str; 14] = [
    "agree",
    "tell",
    "warn",
    "urge",
    "assure",
    "thank",
    "inform",
    "brief",
    "congratulate",
    "ask",
    "press",
    "accuse",
    "promise",
    "reassure",
];

/// A prepositional phrase below a verb or noun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Lemma of its preposition; of `out of` both words count, so there are two phrases.
    pub preposition: String,
    /// Its noun, or the verb of its gerund clause.
    pub head: usize,
}

/// The clauses of one sentence.
#[derive(Clone, Copy)]
pub struct Clauses<'a> {
    sentence: &'a Sentence,
}

impl<'a> Clauses<'a> {
    /// The clauses of `sentence`.
    pub fn new(sentence: &'a Sentence) -> Self {
        Self { sentence }
    }

    fn deprel(self, word: usize) -> Deprel {
        self.sentence.words[word].deprel
    }

    fn lemma(self, word: usize) -> &'a str {
        &self.sentence.words[word].lemma
    }

    /// First child by a relation, its subtypes included.
    pub fn child(self, head: usize, relation: Deprel) -> Option<usize> {
        self.sentence.children_by(head, relation).next()
    }

    /// A word with the words coordinated with it.
    pub fn coordinated(self, word: usize) -> Vec<usize> {
        let mut all = vec![word];
        all.extend(self.sentence.children_by(word, Deprel::Conj));
        all
    }

    /// Whether the sentence ends as sentences do and headlines do not.
    fn ends_in_a_stop(self) -> bool {
        self.sentence.words.last().is_some_and(|word| matches!(word.form.as_str(), "." | "!" | "?"))
    }

    /// Whether a verb is passive: `was arrested`, `those arrested`, `get arrested`.
    pub fn is_passive(self, verb: usize) -> bool {
        let own = self.sentence.children(verb).any(|c| {
            matches!(self.deprel(c), Deprel::NsubjPass | Deprel::AuxPass | Deprel::CsubjPass | Deprel::OblAgent)
        });
        if own {
            return true;
        }
        let word = &self.sentence.words[verb];
        if word.xpos != Xpos::Vbn {
            return false;
        }
        let has_auxiliary = self.child(verb, Deprel::Aux).is_some();
        match word.deprel {
            // "the man arrested on Monday"; a headline's "Envoy expelled" is a bare participle too.
            Deprel::Acl | Deprel::Advcl | Deprel::Amod => !has_auxiliary,
            Deprel::Conj => {
                !has_auxiliary
                    && self.child(verb, Deprel::Nsubj).is_none()
                    && self.child(verb, Deprel::Obj).is_none()
                    && word.head.is_some_and(|h| h != verb && h < verb && self.is_passive(h))
            }
            // In a whole sentence it has a subject only where the reader took a past tense for a participle.
            Deprel::Root if self.ends_in_a_stop() && self.child(verb, Deprel::Nsubj).is_some() => false,
            Deprel::Xcomp | Deprel::Ccomp | Deprel::Root | Deprel::Parataxis => {
                !has_auxiliary && self.child(verb, Deprel::Obj).is_none()
            }
            _ => false,
        }
    }

    /// Who acts: the subject of an active verb, the `by` of a passive one.
    pub fn agents(self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            return self
                .phrases(verb)
                .into_iter()
                .filter(|p| p.preposition == "by" && self.deprel(p.head).base() == "obl")
                .flat_map(|p| self.coordinated(p.head))
                .collect();
        }
        self.subjects(verb, DEEPEST)
    }

    /// What is acted on: the object of an active verb, the subject of a passive one.
    pub fn patients(self, verb: usize) -> Vec<usize> {
        if self.is_passive(verb) {
            return self.subjects(verb, DEEPEST);
        }
        // "urged **Kabul** to talk": the treebanks have whom one asks or tells to do something as iobj.
        if let Some(object) = self.child(verb, Deprel::Obj).or_else(|| self.child(verb, Deprel::Iobj)) {
            return self.coordinated(self.antecedent(object).unwrap_or(object));
        }
        // "the envoy Khan met": a relative clause with a subject of its own and nothing else for an object.
        let word = &self.sentence.words[verb];
        if word.deprel == Deprel::AclRelcl
            && let Some(noun) = word.head
            && self.sentence.children_by(verb, Deprel::Nsubj).any(|c| self.antecedent(c).is_none())
            && self.child(verb, Deprel::Ccomp).is_none()
            && !self.sentence.children(verb).any(|c| self.is_relative_phrase(c) || self.is_circumstance(c))
        {
            return vec![noun];
        }
        // "condemned and rejected the plan": the shared object hangs on the last verb.
        if let Some(next) = self.sentence.children_by(verb, Deprel::Conj).find(|&c| self.is_verb(c))
            && self.child(next, Deprel::Nsubj).is_none()
            && next > verb
            && stand_close(verb, next)
            && let Some(object) = self.child(next, Deprel::Obj)
        {
            return self.coordinated(object);
        }
        Vec::new()
    }

    /// The indirect object: "gave **Kabul** aid".
    pub fn indirect(self, verb: usize) -> Vec<usize> {
        self.child(verb, Deprel::Iobj).map_or_else(Vec::new, |i| self.coordinated(self.antecedent(i).unwrap_or(i)))
    }

    /// Grammatical subjects, found through coordination, control, participles and relative clauses.
    fn subjects(self, verb: usize, depth: usize) -> Vec<usize> {
        if depth == 0 {
            return Vec::new();
        }
        if let Some(subject) = self.sentence.children_by(verb, Deprel::Nsubj).next() {
            return self.coordinated(self.antecedent(subject).unwrap_or(subject));
        }
        let word = &self.sentence.words[verb];
        let Some(governor) = word.head else {
            return Vec::new();
        };
        match word.deprel.base() {
            "conj" if self.is_verb(governor) || self.has_subject(governor) => self.subjects(governor, depth - 1),
            "xcomp" => self.controllers(governor, depth - 1),
            "advcl" if self.has_mark(verb, &["that"]) => Vec::new(),
            // "LIMA: **Chad's envoy** met …": readers hang the sentence on its dateline.
            "parataxis" if !self.is_verb(governor) && self.named_between(governor, verb).is_some() => {
                self.named_between(governor, verb).map_or_else(Vec::new, |named| self.coordinated(named))
            }
            "advcl" if self.is_charged(verb, governor) => {
                self.child(governor, Deprel::Obj).map_or_else(Vec::new, |object| self.coordinated(object))
            }
            "advcl" | "parataxis" | "ccomp" if self.is_verb(governor) || self.has_subject(governor) => {
                if word.deprel.base() == "ccomp" && word.xpos != Xpos::Vbg && word.xpos != Xpos::Vb {
                    return Vec::new();
                }
                self.gerund_subjects(verb, governor, depth - 1)
            }
            "acl" if word.deprel == Deprel::AclRelcl => Vec::new(),
            "acl" => self.modified_noun(verb, governor, depth - 1),
            "obl" | "nmod" if self.is_verb(governor) => self.gerund_subjects(verb, governor, depth - 1),
            _ => Vec::new(),
        }
    }

    /// The apposition of a dateline that stands between it and the verb.
    fn named_between(self, dateline: usize, verb: usize) -> Option<usize> {
        let own = &self.sentence.words[dateline];
        let is_dateline = own.form.len() > 2 && own.form.chars().all(char::is_uppercase);
        self.sentence.children_by(dateline, Deprel::Appos).find(|&a| is_dateline && dateline < a && a < verb)
    }

    /// "Arrested two men, **accused of** plotting": readers hang on the verb what is said of its object.
    fn is_charged(self, participle: usize, governor: usize) -> bool {
        let charges = matches!(
            self.lemma(participle),
            "accuse" | "suspect" | "charge" | "convict" | "want" | "indict" | "wound" | "injure"
        );
        let object = self.child(governor, Deprel::Obj);
        charges
            && object.is_some_and(|object| governor < object && object < participle)
            && self.is_passive(participle)
            && !self.is_passive(governor)
            && self.child(participle, Deprel::Mark).is_none()
    }

    /// "urged **Kabul** to talk", "**Kabul** agreed to talk", "called on **Kabul** to talk".
    fn controllers(self, governor: usize, depth: usize) -> Vec<usize> {
        let objects = if self.is_passive(governor) { Vec::new() } else { self.patients_or_asked(governor) };
        if objects.is_empty() { self.subjects(governor, depth) } else { objects }
    }

    fn patients_or_asked(self, governor: usize) -> Vec<usize> {
        if let Some(object) = self.child(governor, Deprel::Obj) {
            return self.coordinated(self.antecedent(object).unwrap_or(object));
        }
        if let Some(object) = self.child(governor, Deprel::Iobj) {
            return self.coordinated(object);
        }
        let asks = matches!(self.lemma(governor), "call" | "appeal" | "plead" | "prevail");
        let asked = self
            .phrases(governor)
            .into_iter()
            .find(|p| matches!(p.preposition.as_str(), "on" | "upon" | "to" | "with"));
        asked.filter(|_| asks).map_or_else(Vec::new, |p| self.coordinated(p.head))
    }

    /// "accused **Moscow** of shelling": the object does it; "was accused of", "left after meeting": the subject.
    fn gerund_subjects(self, verb: usize, governor: usize, depth: usize) -> Vec<usize> {
        let by_object = self.has_mark(verb, &["of", "for", "from", "into"]);
        if by_object && !self.is_passive(governor) {
            let objects = self.patients_or_asked(governor);
            if !objects.is_empty() {
                return objects;
            }
        }
        self.subjects(governor, depth)
    }

    /// "troops guarding the port" act; "its plan to strike" is the planner's.
    fn modified_noun(self, verb: usize, noun: usize, depth: usize) -> Vec<usize> {
        if self.is_set_off(verb) {
            // "Imposed rules on women, **barring** them from parks": the comma says that it is not the women who bar.
            return self.verb_above(noun).map_or_else(Vec::new, |above| self.subjects(above, depth));
        }
        if !self.is_infinitive(verb) {
            return vec![self.antecedent(noun).unwrap_or(noun)];
        }
        // "Chad was the first country to recognise Niger": the noun says what the subject is.
        if let Some(subject) = self.child(noun, Deprel::Nsubj) {
            return self.coordinated(self.antecedent(subject).unwrap_or(subject));
        }
        if let Some(owner) = self.sentence.children_by(noun, Deprel::NmodPoss).next() {
            return vec![owner];
        }
        // "As **Chad and Niger** plan to withdraw": readers take the verb for a noun.
        let named = |&c: &usize| self.deprel(c) == Deprel::Compound && self.sentence.words[c].upos == Upos::Propn;
        if let Some(owner) = self.sentence.children(noun).find(named) {
            return self.coordinated(owner);
        }
        self.sentence.words[noun].head.filter(|&h| self.is_verb(h)).map_or_else(Vec::new, |h| self.subjects(h, depth))
    }

    /// A gerund of its own object, behind a comma, that a reader hung on the noun before.
    fn is_set_off(self, verb: usize) -> bool {
        let comma = self.sentence.children(verb).any(|c| c < verb && self.lemma(c) == ",");
        let back = self.child(verb, Deprel::Obj).is_some_and(|object| self.sentence.words[object].upos == Upos::Pron);
        self.sentence.words[verb].xpos == Xpos::Vbg && comma && back
    }

    /// The verb that governs a noun, be it through other nouns.
    fn verb_above(self, noun: usize) -> Option<usize> {
        let mut at = noun;
        for _ in 0..DEEPEST {
            at = self.sentence.words[at].head?;
            if self.is_verb(at) {
                return Some(at);
            }
        }
        None
    }

    /// Those who talk where something is said "in a **call**", "at a **summit**": who says it, and to whom.
    pub fn present_at(self, occasion: usize) -> Vec<usize> {
        let held =
            self.has_mark(occasion, &["in", "at", "during"]) && matches!(self.deprel(occasion).base(), "obl" | "nmod");
        let Some(verb) = self.verb_above(occasion).filter(|_| held) else { return Vec::new() };
        if !SPEAKING.contains(&self.lemma(verb)) {
            return Vec::new();
        }
        let mut present = self.agents(verb);
        present.extend(self.patients(verb));
        present.extend(self.indirect(verb));
        present
    }

    /// What a relative pronoun stands for; `None` for any other word.
    pub fn antecedent(self, word: usize) -> Option<usize> {
        let own = &self.sentence.words[word];
        if !matches!(own.lemma.as_str(), "who" | "which" | "that" | "whom" | "whose")
            || !matches!(own.upos, Upos::Pron | Upos::Det | Upos::Sconj)
        {
            return None;
        }
        let mut at = own.head?;
        for _ in 0..DEEPEST {
            let clause = &self.sentence.words[at];
            if clause.deprel == Deprel::AclRelcl {
                return clause.head;
            }
            at = clause.head?;
        }
        None
    }

    /// "The country **where** they fight" is not what they fight.
    fn is_circumstance(self, word: usize) -> bool {
        self.deprel(word).base() == "advmod" && matches!(self.lemma(word), "where" | "when" | "why" | "whereby")
    }

    fn is_relative_phrase(self, word: usize) -> bool {
        self.antecedent(word).is_some() || self.sentence.children(word).any(|c| self.antecedent(c).is_some())
    }

    /// Prepositional phrases below a verb or noun, gerunds included ("of shelling", "for holding").
    pub fn phrases(self, head: usize) -> Vec<Phrase> {
        let mut found = Vec::new();
        for child in self.sentence.children(head) {
            let relation = self.deprel(child).base();
            let marks = match relation {
                "obl" | "nmod" => Deprel::Case,
                "advcl" | "acl" => Deprel::Mark,
                _ => continue,
            };
            let mut markers: Vec<usize> = self.sentence.children_by(child, marks).collect();
            if relation == "acl" || relation == "advcl" {
                markers.extend(self.sentence.children_by(child, Deprel::Case));
            }
            for marker in markers {
                let preposition = self.lemma(marker).to_lowercase();
                for noun in self.coordinated(child) {
                    let noun = self.antecedent(noun).unwrap_or(noun);
                    found.push(Phrase { preposition: preposition.clone(), head: noun });
                }
            }
        }
        found
    }

    /// An infinitive or finite clause that a verb, noun or adjective takes.
    pub fn complements(self, head: usize, finite: bool) -> Vec<usize> {
        let is_wanted = |child: &usize| match self.deprel(*child).base() {
            "xcomp" => !finite,
            "ccomp" => finite != self.is_infinitive(*child),
            "acl" if finite => self.has_mark(*child, &["that"]),
            "acl" | "advcl" => !finite && self.is_infinitive(*child),
            "csubj" => finite,
            _ => false,
        };
        let mut found: Vec<usize> = self.sentence.children(head).filter(is_wanted).collect();
        if found.is_empty() && finite {
            // "Agreed **in a phone call** that envoys would go".
            found.extend(self.told(head).filter(|&clause| !self.is_infinitive(clause)));
        }
        found.into_iter().flat_map(|c| self.coordinated(c)).collect()
    }

    /// The clause that a verb of saying has for its content. "Said in a statement **that** …": readers hang it on the
    /// medium as often as on the verb.
    pub fn told(self, verb: usize) -> Option<usize> {
        self.child(verb, Deprel::Ccomp).or_else(|| {
            let media = self.sentence.children_by(verb, Deprel::Obl);
            let clauses = media.flat_map(|noun| self.sentence.children(noun));
            clauses
                .filter(|&c| matches!(self.deprel(c), Deprel::Acl | Deprel::Ccomp))
                .find(|&c| self.has_mark(c, &["that"]))
        })
    }

    /// Whether the particle of a verb: "pull **out**", "call **off**".
    pub fn has_particle(self, verb: usize, particle: &str) -> bool {
        self.sentence.children(verb).any(|c| {
            self.lemma(c).eq_ignore_ascii_case(particle)
                && matches!(self.deprel(c), Deprel::CompoundPrt | Deprel::Advmod | Deprel::Case | Deprel::Obl)
        })
    }

    /// Whether a verb has any particle.
    pub fn particle(self, verb: usize) -> Option<&'a str> {
        self.sentence.children_by(verb, Deprel::CompoundPrt).next().map(|c| self.lemma(c))
    }

    /// Those who own or do a noun: "**Kabul**'s plan", "the **Afghan** plan", "a plan **by Kabul**".
    pub fn owners(self, noun: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for child in self.sentence.children(noun) {
            let is_owner = match self.deprel(child) {
                Deprel::NmodPoss | Deprel::Amod | Deprel::Compound | Deprel::NmodDesc => true,
                Deprel::Nmod => self.sentence.children_by(child, Deprel::Case).any(|c| self.lemma(c) == "by"),
                _ => false,
            };
            if is_owner {
                found.extend(self.coordinated(self.antecedent(child).unwrap_or(child)));
            }
        }
        found
    }

    /// Whether a word heads a verbal clause.
    pub fn is_verb(self, word: usize) -> bool {
        matches!(self.sentence.words[word].upos, Upos::Verb | Upos::Aux)
    }

    fn has_subject(self, word: usize) -> bool {
        self.child(word, Deprel::Nsubj).is_some()
    }

    /// Whether a verb is a `to` infinitive.
    pub fn is_infinitive(self, verb: usize) -> bool {
        self.sentence.children_by(verb, Deprel::Mark).any(|c| self.sentence.words[c].xpos == Xpos::To)
    }

    /// Whether a clause is opened by one of some words.
    pub fn has_mark(self, verb: usize, marks: &[&str]) -> bool {
        self.sentence.children(verb).any(|c| {
            matches!(self.deprel(c), Deprel::Mark | Deprel::Case)
                && marks.contains(&self.lemma(c).to_lowercase().as_str())
        })
    }
}

/// "condemned and rejected": verbs so close share their object.
fn stand_close(first: usize, second: usize) -> bool {
    second.saturating_sub(first) <= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    fn sentence(conllu: &str) -> Sentence {
        let (_, mut reading) = Reading::from_conllu(conllu).expect("well formed");
        reading.sentences.remove(0)
    }

    fn forms(s: &Sentence, words: &[usize]) -> Vec<String> {
        words.iter().map(|&w| s.words[w].form.clone()).collect()
    }

    #[test]
    fn passive_agents_and_patients() {
        let s = sentence(
            "1 Editors editor NOUN NNS _ 3 nsubj:pass _ _
             2 were be AUX VBD _ 3 aux:pass _ _
             3 arrested arrest VERB VBN _ 0 root _ _
             4 by by ADP IN _ 5 case _ _
             5 police police NOUN NN _ 3 obl:agent _ _",
        );
        let c = Clauses::new(&s);
        assert_eq!(forms(&s, &c.agents(2)), ["police"]);
        assert_eq!(forms(&s, &c.patients(2)), ["Editors"]);
    }

    #[test]
    fn relative_and_control() {
        // Khan, whom Karzai urged to meet her
        let s = sentence(
            "1 Khan Khan PROPN NNP _ 0 root _ _
             2 whom whom PRON WP _ 4 obj _ _
             3 Karzai Karzai PROPN NNP _ 4 nsubj _ _
             4 urged urge VERB VBD _ 1 acl:relcl _ _
             5 to to PART TO _ 6 mark _ _
             6 meet meet VERB VB _ 4 xcomp _ _
             7 her she PRON PRP _ 6 obj _ _",
        );
        let c = Clauses::new(&s);
        assert_eq!(forms(&s, &c.patients(3)), ["Khan"]);
        assert_eq!(forms(&s, &c.agents(3)), ["Karzai"]);
        assert_eq!(forms(&s, &c.agents(5)), ["Khan"]);
        assert_eq!(c.complements(3, false), [5]);
    }

    #[test]
    fn zero_relative_and_shared_subject() {
        // the envoy Khan met left and returned
        let s = sentence(
            "1 the the DET DT _ 2 det _ _
             2 envoy envoy NOUN NN _ 5 nsubj _ _
             3 Khan Khan PROPN NNP _ 4 nsubj _ _
             4 met meet VERB VBD _ 2 acl:relcl _ _
             5 left leave VERB VBD _ 0 root _ _
             6 and and CCONJ CC _ 7 cc _ _
             7 returned return VERB VBD _ 5 conj _ _",
        );
        let c = Clauses::new(&s);
        assert_eq!(forms(&s, &c.patients(3)), ["envoy"]);
        assert_eq!(forms(&s, &c.agents(6)), ["envoy"]);
    }

    #[test]
    fn gerunds_are_the_objects_doing() {
        // Kyiv accused Moscow of shelling ports
        let s = sentence(
            "1 Kyiv Kyiv PROPN NNP _ 2 nsubj _ _
             2 accused accuse VERB VBD _ 0 root _ _
             3 Moscow Moscow PROPN NNP _ 2 obj _ _
             4 of of SCONJ IN _ 5 mark _ _
             5 shelling shell VERB VBG _ 2 advcl _ _
             6 ports port NOUN NNS _ 5 obj _ _",
        );
        let c = Clauses::new(&s);
        assert_eq!(forms(&s, &c.agents(4)), ["Moscow"]);
        assert_eq!(c.phrases(1), [Phrase { preposition: "of".into(), head: 4 }]);
    }
}
