//! Whether an act took place: from tense, modals, negation, conditionals, and the verbs, nouns and
//! adjectives that govern it.

use memcon_lexicon::{Cue, CueKind, Cues, Status};

use super::clause::Clauses;
use crate::reading::{Deprel, Sentence, Upos, Xpos};

/// How far up from an act its governors are asked.
const HIGHEST: usize = 6;

/// The status of the act that `trigger` names, as far as its sentence tells.
///
/// Walks from the act up through the clauses that govern it and gathers what each says; negation
/// outweighs possibility, possibility a plan, a plan what goes on.
pub fn status(sentence: &Sentence, trigger: usize, cues: &Cues) -> Status {
    let mut walk = Walk { sentence, clauses: Clauses::new(sentence), cues, found: Vec::new() };
    walk.up(trigger);
    [Status::Denied, Status::Hypothetical, Status::Planned, Status::Ongoing]
        .into_iter()
        .find(|status| walk.found.contains(status))
        .unwrap_or(Status::Occurred)
}

/// Whether somebody says that he will not: a negated future of the act's own verb, or of one that passes it on.
pub fn is_refusal(sentence: &Sentence, trigger: usize) -> bool {
    let own = |word: usize| {
        let future = sentence.children_by(word, Deprel::Aux).any(|aux| {
            let aux = &sentence.words[aux];
            aux.xpos == Xpos::Md
                && matches!(aux.lemma.as_str(), "will" | "would" | "wo" | "shall" | "'ll" | "can" | "ca")
        });
        let negated = sentence
            .children_by(word, Deprel::Advmod)
            .any(|n| matches!(sentence.words[n].lemma.as_str(), "not" | "never" | "n't"));
        future && negated
    };
    own(trigger)
        || sentence.words[trigger]
            .head
            .is_some_and(|head| sentence.words[trigger].deprel.base() != "ccomp" && own(head))
}

struct Walk<'a> {
    sentence: &'a Sentence,
    clauses: Clauses<'a>,
    cues: &'a Cues,
    found: Vec<Status>,
}

impl Walk<'_> {
    fn up(&mut self, trigger: usize) {
        let mut at = trigger;
        for _ in 0..HIGHEST {
            self.own_clause(at);
            match self.governor(at) {
                Some(next) => at = next,
                None => return,
            }
        }
    }

    fn lemma(&self, word: usize) -> &str {
        &self.sentence.words[word].lemma
    }

    fn note(&mut self, kind: CueKind, lemma: &str) -> Option<Cue> {
        let cue = self.cues.get(kind, lemma);
        if let Some(Cue::Status(status)) = cue {
            self.found.push(status);
        }
        cue
    }

    /// What the words around the act say: auxiliaries, adverbs, adjectives, conjunctions, tense.
    fn own_clause(&mut self, word: usize) {
        let children: Vec<usize> = self.sentence.children(word).collect();
        let mut has_modal = false;
        for child in children {
            let lemma = self.lemma(child).to_lowercase();
            match self.sentence.words[child].deprel {
                Deprel::Aux if self.sentence.words[child].xpos == Xpos::Md => {
                    has_modal = true;
                    self.modal(word, &lemma);
                }
                Deprel::Advmod => {
                    self.note(CueKind::Adverb, &lemma);
                }
                Deprel::Det if lemma == "no" => self.found.push(Status::Denied),
                Deprel::Amod => {
                    self.note(CueKind::Adjective, &lemma);
                }
                Deprel::Mark => {
                    self.note(CueKind::Mark, &lemma);
                }
                _ => {}
            }
        }
        if !has_modal {
            self.tense(word);
        }
    }

    /// `would` is the future of what somebody said, unless a condition stands beside it.
    fn modal(&mut self, verb: usize, lemma: &str) {
        if lemma != "would" && lemma != "'d" {
            self.note(CueKind::Modal, lemma);
            return;
        }
        let conditional = self
            .sentence
            .children_by(verb, Deprel::Advcl)
            .any(|c| self.clauses.has_mark(c, &["if", "unless", "should"]));
        let reported = matches!(
            self.sentence.words[verb].deprel,
            Deprel::Ccomp | Deprel::Root | Deprel::Conj | Deprel::Parataxis | Deprel::Advcl | Deprel::AclRelcl
        );
        self.found.push(if conditional || !reported { Status::Hypothetical } else { Status::Planned });
    }

    /// Present progressives go on; "X to visit Y" as a whole sentence is a headline's future.
    fn tense(&mut self, word: usize) {
        let own = &self.sentence.words[word];
        let auxiliaries: Vec<(&str, Xpos)> = self
            .sentence
            .children_by(word, Deprel::Aux)
            .map(|c| (self.lemma(c), self.sentence.words[c].xpos))
            .collect();
        let present_be = auxiliaries.iter().any(|&(l, x)| l == "be" && matches!(x, Xpos::Vbz | Xpos::Vbp))
            || auxiliaries.iter().any(|&(l, x)| l == "have" && matches!(x, Xpos::Vbz | Xpos::Vbp))
                && auxiliaries.iter().any(|&(l, _)| l == "be");
        if own.xpos == Xpos::Vbg && present_be {
            self.found.push(Status::Ongoing);
        }
        let headline_future = self.clauses.is_infinitive(word)
            && (own.deprel == Deprel::Root
                || own.deprel == Deprel::Xcomp && own.head.is_some_and(|h| self.lemma(h) == "be"))
            || self.clauses.is_infinitive(word)
                && self.sentence.children_by(word, Deprel::Nsubj).next().is_some()
                && own.deprel == Deprel::Parataxis;
        if headline_future {
            self.found.push(Status::Planned);
        }
    }

    /// The governor whose word counts for the act, noted; `None` where the act's own clause is the last word.
    fn governor(&mut self, word: usize) -> Option<usize> {
        let own = &self.sentence.words[word];
        let governor = own.head?;
        let relation = own.deprel;
        let is_noun = matches!(own.upos, Upos::Noun | Upos::Propn);
        let kind = match self.sentence.words[governor].upos {
            Upos::Verb | Upos::Aux => CueKind::Verb,
            Upos::Adj => CueKind::Adjective,
            Upos::Noun | Upos::Propn => CueKind::Noun,
            _ => return None,
        };
        let lemma = self.lemma(governor).to_lowercase();
        match relation.base() {
            // "plans to meet Karzai and visit Herat": the second verb shares the first's governors, not its tense.
            "conj" if self.is_bare(word) => Some(governor),
            "xcomp" | "csubj" => {
                let cue = self.note(kind, &lemma);
                (cue == Some(Cue::Neutral) || cue.is_none() || cue == Some(Cue::Status(Status::Planned)))
                    .then_some(governor)
            }
            "ccomp" => self.clause_governor(word, governor, kind, &lemma),
            "acl" if relation != Deprel::AclRelcl && kind == CueKind::Noun && self.clauses.is_infinitive(word) => {
                self.note(CueKind::Noun, &lemma);
                None
            }
            "advcl" | "acl"
                if self.clauses.has_mark(
                    word,
                    &["of", "from", "against", "for", "on", "about", "before", "instead", "without"],
                ) =>
            {
                if self.clauses.has_mark(word, &["from", "against", "instead", "without"]) {
                    self.found.push(Status::Denied);
                } else {
                    self.note(kind, &lemma);
                }
                None
            }
            "advcl" if self.clauses.is_infinitive(word) => {
                // A purpose is not yet done: "arrived to meet".
                self.found.push(Status::Planned);
                None
            }
            "nsubj" | "obj" | "obl" | "nmod" if is_noun => self.noun_governor(word, governor, kind, &lemma),
            _ => None,
        }
    }

    /// Finite clauses have their own tense; only denial and infinitives look further.
    fn clause_governor(&mut self, word: usize, governor: usize, kind: CueKind, lemma: &str) -> Option<usize> {
        let cue = self.cues.get(kind, lemma);
        if self.clauses.is_infinitive(word) || self.sentence.words[word].xpos == Xpos::Vbg {
            self.note(kind, lemma);
            return (cue == Some(Cue::Neutral)).then_some(governor);
        }
        if let Some(Cue::Status(status @ (Status::Hypothetical | Status::Denied))) = cue {
            self.found.push(status);
        }
        None
    }

    /// An act told by a noun has the status of what is done to it: "cancelled the talks", "talks will begin".
    fn noun_governor(&mut self, word: usize, governor: usize, kind: CueKind, lemma: &str) -> Option<usize> {
        let relation = self.sentence.words[word].deprel.base();
        if kind == CueKind::Verb {
            if matches!(relation, "obj") || relation == "nsubj" && self.clauses.is_passive(governor) {
                self.note(CueKind::Verb, lemma);
                return Some(governor);
            }
            if relation == "nsubj" {
                return Some(governor);
            }
            let for_it = self.sentence.children_by(word, Deprel::Case).any(|c| self.lemma(c) == "for");
            if for_it {
                self.note(CueKind::Verb, lemma);
            }
            return None;
        }
        self.note(kind, lemma);
        None
    }

    /// A coordinated verb without tense of its own.
    fn is_bare(&self, word: usize) -> bool {
        let own = &self.sentence.words[word];
        let has_auxiliary = self.sentence.children_by(word, Deprel::Aux).next().is_some();
        matches!(own.xpos, Xpos::Vb | Xpos::Vbg | Xpos::Vbn) && !has_auxiliary
    }
}
