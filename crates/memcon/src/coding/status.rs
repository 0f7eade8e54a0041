//! Whether an act took place: from tense, modals, negation, conditionals, and the verbs, nouns and
//! adjectives that govern it.

use memcon_lexicon::{Category, Cue, CueKind, Cues, Mode, Status};

use super::clause::Clauses;
use super::state;
use crate::reading::{Deprel, Sentence, Upos, Xpos};
use crate::when::ordinal;

/// How far up from an act its governors are asked.
const HIGHEST: usize = 6;

/// Stretches of time that an act may go on for.
const SPANS: &[&str] = &["hour", "day", "night", "week", "month", "year", "decade", "century"];

/// How the act that a word tells of stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: Status,
    /// It lies in the past, so that a doubtful act is a conjecture and none to come: "may have met".
    pub is_past: bool,
}

impl From<Status> for Standing {
    fn from(status: Status) -> Self {
        Self { status, is_past: false }
    }
}

/// A word that tells of an act, with what its frame says of it.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    /// The word.
    pub trigger: usize,
    /// The frame's category.
    pub category: Category,
    /// The frame's modes.
    pub modes: &'a [Mode],
    /// The frame embeds another act: "is **ready** to meet".
    pub embeds: bool,
}

impl Telling<'_> {
    /// Words are done once they are spoken: who "is urging" has urged. An inquiry takes its time.
    fn is_words(&self) -> bool {
        match self.category {
            Category::Accuse => !self.modes.contains(&Mode::Investigate),
            Category::Request | Category::Reject | Category::Threaten | Category::Agree | Category::Concede => true,
            _ => false,
        }
    }
}

/// How the act that `telling` names stands, as far as its sentence tells.
///
/// Walks from the act up through the clauses that govern it and gathers what each says; negation
/// outweighs possibility, possibility a plan, a plan what goes on.
pub fn standing(sentence: &Sentence, telling: Telling, cues: &Cues) -> Standing {
    let clauses = Clauses::new(sentence);
    let mut walk = Walk { sentence, clauses, cues, telling, found: Vec::new(), is_past: false, is_loose: false };
    walk.up();
    let status = [Status::Denied, Status::Hypothetical, Status::Planned, Status::Ongoing]
        .into_iter()
        .find(|status| walk.found.contains(status))
        .unwrap_or(Status::Occurred);
    Standing { status, is_past: walk.is_past }
}

/// Verbs whose negation refuses: "did not grant permission".
const PERMITTING: [&str; 7] = ["allow", "permit", "let", "grant", "give", "authorise", "authorize"];

/// Whether somebody says that he will not: a negated future of the act's own verb, or of one that passes it on. Of a
/// concession also a verb of permitting that is negated: "did not grant".
pub fn is_refusal(sentence: &Sentence, trigger: usize, category: Category) -> bool {
    let own = |word: usize| {
        let future = sentence.children_by(word, Deprel::Aux).any(|aux| {
            let aux = &sentence.words[aux];
            aux.xpos == Xpos::Md
                && matches!(aux.lemma.as_str(), "will" | "would" | "wo" | "shall" | "'ll" | "can" | "ca")
        });
        let negated = sentence
            .children_by(word, Deprel::Advmod)
            .any(|n| matches!(sentence.words[n].lemma.as_str(), "not" | "never" | "n't"));
        // "Does not recognise the court" refuses to.
        let refuses = category == Category::Support
            && matches!(sentence.words[word].lemma.as_str(), "recognize" | "recognise" | "accept")
            && sentence.children_by(word, Deprel::Aux).any(|aux| {
                let aux = &sentence.words[aux];
                aux.lemma == "do" && matches!(aux.xpos, Xpos::Vbz | Xpos::Vbp)
            });
        (future
            || refuses
            || category == Category::Concede && PERMITTING.contains(&sentence.words[word].lemma.as_str()))
            && negated
    };
    own(trigger)
        || sentence.words[trigger]
            .head
            .is_some_and(|head| sentence.words[trigger].deprel.base() != "ccomp" && own(head))
}

/// Verbs whose purpose is what they say.
const BY_CALLING: [&str; 9] = ["call", "phone", "telephone", "ring", "write", "cable", "email", "message", "tweet"];

/// Whether an act of a category can be done by saying it.
fn is_word(category: Category) -> bool {
    matches!(category, Category::Support | Category::Accuse | Category::Request | Category::Reject | Category::Agree)
}

struct Walk<'a> {
    sentence: &'a Sentence,
    clauses: Clauses<'a>,
    cues: &'a Cues,
    telling: Telling<'a>,
    found: Vec<Status>,
    is_past: bool,
    /// The verb last climbed to tells when the act is, not whether: "the visit will not change much".
    is_loose: bool,
}

impl Walk<'_> {
    fn up(&mut self) {
        let trigger = self.telling.trigger;
        self.trigger(trigger);
        let (mut at, mut below) = (trigger, None);
        for _ in 0..HIGHEST {
            self.own_clause(at, below);
            match self.governor(at) {
                Some(next) => (below, at) = (Some(at), next),
                None => return,
            }
        }
    }

    fn lemma(&self, word: usize) -> String {
        self.sentence.words[word].lemma.to_lowercase()
    }

    fn xpos(&self, word: usize) -> Xpos {
        self.sentence.words[word].xpos
    }

    fn is_noun(&self, word: usize) -> bool {
        matches!(self.sentence.words[word].upos, Upos::Noun | Upos::Propn)
    }

    fn has_child(&self, word: usize, relation: Deprel, lemmas: &[&str]) -> bool {
        self.sentence.children_by(word, relation).any(|c| lemmas.contains(&self.lemma(c).as_str()))
    }

    fn note(&mut self, kind: CueKind, key: &str) -> Option<Cue> {
        let cue = self.cues.get(kind, key);
        if let Some(Cue::Status(status)) = cue {
            self.found.push(status);
        }
        cue
    }

    /// What the act's own word says, besides its clause.
    fn trigger(&mut self, trigger: usize) {
        // "is considering a visit": the frame's own verb leaves open whether its act will come.
        let is_promise = matches!(self.telling.category, Category::Agree | Category::Concede | Category::Threaten);
        if self.telling.embeds && is_promise {
            let kind = self.kind(trigger);
            let cue = kind.and_then(|kind| self.cues.get(kind, &self.verb_key(trigger)));
            if cue == Some(Cue::Status(Status::Hypothetical)) {
                self.found.push(Status::Hypothetical);
            }
        }
        // "remains in custody": the frame's own verb says that it goes on.
        let key = self.verb_key(trigger);
        if self.kind(trigger) == Some(CueKind::Verb)
            && self.cues.get(CueKind::Verb, &key) == Some(Cue::Status(Status::Ongoing))
        {
            self.note_verb(trigger, &key);
        }
        let is_doubted = self.sentence.children_by(trigger, Deprel::Amod).any(|a| {
            matches!(self.sentence.words[a].form.to_lowercase().as_str(), "alleged" | "suspected" | "presumed")
        });
        // "Perhaps they met", "it is possible that they have met".
        let is_told_as_past = self.is_told_as_past(trigger) && !self.clauses.has_mark(trigger, &["if", "unless"]);
        self.is_past = is_doubted || is_told_as_past;
        // "the insurgency that has gone on for years".
        let lasts = self.sentence.children_by(trigger, Deprel::AclRelcl).any(|clause| self.is_going_on(clause));
        if (lasts || self.is_years_old(trigger)) && self.is_noun(trigger) && !self.telling.is_words() {
            self.found.push(Status::Ongoing);
        }
        if self.opening_condition().is_some_and(|end| trigger < end) {
            self.found.push(Status::Hypothetical);
        }
    }

    /// "the **three-year** war", where nothing ends it.
    fn is_years_old(&self, noun: usize) -> bool {
        const GOING_ON: &[&str] =
            &["war", "conflict", "insurgency", "rebellion", "siege", "occupation", "blockade", "embargo"];
        let is_length = |child: usize| {
            matches!(self.lemma(child).as_str(), "year" | "month" | "decade")
                && self.sentence.children_by(child, Deprel::Nummod).next().is_some()
        };
        let mut lengths = self.sentence.children(noun).filter(|&child| {
            child < noun && matches!(self.sentence.words[child].deprel.base(), "compound" | "amod" | "nmod")
        });
        let ends =
            |at: usize| matches!(self.lemma(at).as_str(), "end" | "stop" | "halt" | "conclude" | "finish" | "over");
        let is_over = self.sentence.words[noun].head.is_some_and(|head| ends(head) && self.is_told_as_past(head));
        GOING_ON.contains(&self.lemma(noun).as_str()) && lengths.any(is_length) && !is_over
    }

    fn kind(&self, word: usize) -> Option<CueKind> {
        match self.sentence.words[word].upos {
            Upos::Verb | Upos::Aux => Some(CueKind::Verb),
            Upos::Adj => Some(CueKind::Adjective),
            Upos::Noun | Upos::Propn => Some(CueKind::Noun),
            _ => None,
        }
    }

    /// What the words around the act say: auxiliaries, adverbs, adjectives, conjunctions, tense, and whether
    /// its subject or object is nobody. `below` is the word by which the walk came here.
    fn own_clause(&mut self, word: usize, below: Option<usize>) {
        let children: Vec<usize> = self.sentence.children(word).collect();
        let mut has_modal = false;
        for child in children {
            let lemma = self.lemma(child);
            match self.sentence.words[child].deprel {
                Deprel::Aux if self.xpos(child) == Xpos::Md => {
                    has_modal = true;
                    self.modal(word, &lemma);
                }
                Deprel::Advmod if !self.is_loose => self.adverb(word, child, &lemma),
                Deprel::Cc if lemma == "nor" => self.found.push(Status::Denied),
                Deprel::Det if matches!(lemma.as_str(), "no" | "neither") => self.found.push(Status::Denied),
                Deprel::Amod => self.adjective(child, &lemma),
                Deprel::Mark => self.mark(child, &lemma),
                Deprel::Nsubj | Deprel::NsubjPass
                    if below != Some(child) && !self.is_loose && self.is_nobody(child) =>
                {
                    self.found.push(Status::Denied);
                }
                Deprel::Obj if below.is_none() && self.is_nobody(child) => self.found.push(Status::Denied),
                _ => {}
            }
        }
        if self.is_inverted_condition(word) {
            self.found.push(Status::Hypothetical);
        }
        if !has_modal {
            self.tense(word);
        }
    }

    fn adverb(&mut self, word: usize, adverb: usize, lemma: &str) {
        let is_not = matches!(lemma, "not" | "n't");
        let is_open = self.has_child(word, Deprel::Aux, &["may", "might"]);
        let is_longer = lemma == "longer" && self.has_child(adverb, Deprel::Advmod, &["no"]);
        if is_longer {
            self.found.push(Status::Denied);
        } else if !(is_not && (is_open || self.is_limited(word, adverb))) {
            self.note(CueKind::Adverb, lemma);
        }
    }

    /// "is **not** being investigated **only** by them": something else is denied than the act.
    fn is_limited(&self, word: usize, not: usize) -> bool {
        (not + 1..self.sentence.words.len()).any(|at| {
            let limits = matches!(self.lemma(at).as_str(), "only" | "merely" | "solely" | "simply" | "just");
            let head = self.sentence.words[at].head;
            let of_clause = head == Some(word) || head.is_some_and(|h| self.sentence.words[h].head == Some(word));
            limits && of_clause
        })
    }

    /// "the planned visit": the reader has participles under their verb's lemma or their own form.
    fn adjective(&mut self, adjective: usize, lemma: &str) {
        let form = self.sentence.words[adjective].form.to_lowercase();
        if self.note(CueKind::Adjective, &form).is_none() && form != lemma {
            self.note(CueKind::Adjective, lemma);
        }
    }

    /// "if", and conjunctions of several words such as "in case" (`in_case`).
    fn mark(&mut self, mark: usize, lemma: &str) {
        let parts: Vec<String> = self.sentence.children_by(mark, Deprel::Fixed).map(|part| self.lemma(part)).collect();
        let key = std::iter::once(lemma.to_owned()).chain(parts).collect::<Vec<_>>().join("_");
        self.note(CueKind::Mark, &key);
    }

    /// "nobody", "none of them", "no missile", "not a single soldier".
    fn is_nobody(&self, word: usize) -> bool {
        let is_not = |word: usize| self.has_child(word, Deprel::Advmod, &["not"]);
        matches!(self.lemma(word).as_str(), "nobody" | "none" | "nothing" | "neither" | "noone" | "no-one")
            || self.has_child(word, Deprel::Det, &["no", "neither"])
            || self.has_child(word, Deprel::Cc, &["neither"])
            || is_not(word)
            || self.sentence.children(word).any(|child| {
                let counts = matches!(self.sentence.words[child].deprel.base(), "nummod" | "det" | "amod");
                counts && is_not(child)
            })
    }

    /// `would` is the future of what somebody said, unless a condition stands beside it.
    fn modal(&mut self, verb: usize, lemma: &str) {
        let is_perfect = self.has_child(verb, Deprel::Aux, &["have"]);
        self.is_past |= is_perfect && !matches!(lemma, "will" | "'ll" | "shall");
        if lemma != "would" && lemma != "'d" {
            self.note(CueKind::Modal, lemma);
            return;
        }
        let is_reported = matches!(
            self.sentence.words[verb].deprel,
            Deprel::Ccomp | Deprel::Root | Deprel::Conj | Deprel::Parataxis | Deprel::Advcl | Deprel::AclRelcl
        );
        let is_willing = self.sentence.words[verb].upos == Upos::Adj;
        let is_conditional = is_perfect || is_willing || !is_reported || self.is_conditional(verb);
        self.found.push(if is_conditional { Status::Hypothetical } else { Status::Planned });
    }

    /// "would answer **if** attacked", "**should** the river rise, would call", "**in the event** of an attack".
    fn is_conditional(&self, verb: usize) -> bool {
        let by_clause = self.sentence.children_by(verb, Deprel::Advcl).any(|clause| {
            self.clauses.has_mark(clause, &["if", "unless", "should"]) || self.is_inverted_condition(clause)
        });
        let by_noun = self
            .sentence
            .children_by(verb, Deprel::Obl)
            .any(|noun| matches!(self.lemma(noun).as_str(), "event" | "case") && self.has_of(noun));
        by_clause || by_noun || self.opening_condition().is_some_and(|end| verb > end)
    }

    fn has_of(&self, noun: usize) -> bool {
        self.has_child(noun, Deprel::Case, &["in"])
            && self.sentence.children_by(noun, Deprel::Nmod).any(|of| self.has_child(of, Deprel::Case, &["of"]))
    }

    /// "**had** they met": an auxiliary before the subject of a clause that no conjunction opens.
    fn is_inverted_condition(&self, word: usize) -> bool {
        let own = &self.sentence.words[word];
        let subject = self.sentence.children_by(word, Deprel::Nsubj).next();
        let (Some(subject), true) = (subject, own.deprel.base() == "advcl") else { return false };
        self.sentence.children(word).any(|c| {
            let helps = matches!(self.sentence.words[c].deprel.base(), "aux" | "cop");
            c < subject && helps && self.opens_condition(c)
        })
    }

    fn opens_condition(&self, word: usize) -> bool {
        matches!(self.sentence.words[word].form.to_lowercase().as_str(), "should" | "had" | "were")
    }

    /// Where the condition ends that opens the sentence: "**Were** Kenya to send soldiers, …".
    fn opening_condition(&self) -> Option<usize> {
        let is_question = self.sentence.words.iter().any(|w| w.form == "?");
        let opens = self.opens_condition(0) && matches!(self.sentence.words[0].upos, Upos::Aux | Upos::Verb);
        if is_question || !opens {
            return None;
        }
        self.sentence.words.iter().position(|w| w.form == ",")
    }

    /// What goes on is told in the present progressive, by "still", or as a state that lasts; "X to visit Y" as a
    /// whole sentence is a headline's future, and "is to visit" any sentence's.
    fn tense(&mut self, word: usize) {
        if self.is_going_on(word) && !self.telling.is_words() {
            self.found.push(Status::Ongoing);
        }
        if self.is_time_to_come(word) {
            self.found.push(Status::Planned);
        }
        if self.clauses.is_infinitive(word) {
            self.infinitive(word);
        }
    }

    /// Auxiliaries and copulas of a clause.
    fn auxiliaries(&self, word: usize) -> Vec<(String, Xpos)> {
        self.sentence
            .children(word)
            .filter(|&c| matches!(self.sentence.words[c].deprel.base(), "aux" | "cop"))
            .map(|c| (self.lemma(c), self.xpos(c)))
            .collect()
    }

    fn is_present(&self, word: usize) -> bool {
        let is_finite = |xpos: Xpos| matches!(xpos, Xpos::Vbz | Xpos::Vbp);
        is_finite(self.xpos(word)) || self.auxiliaries(word).iter().any(|&(_, xpos)| is_finite(xpos))
    }

    fn is_going_on(&self, word: usize) -> bool {
        let auxiliaries = self.auxiliaries(word);
        let has = |lemma: &str| auxiliaries.iter().any(|(l, _)| l == lemma);
        let is_progressive = has("be") && self.xpos(word) == Xpos::Vbg
            || auxiliaries.iter().any(|(l, xpos)| l == "be" && *xpos == Xpos::Vbg);
        let is_present = self.is_present(word);
        let is_perfect = is_present && has("have");
        let still = self.has_child(word, Deprel::Advmod, &["still"]);
        let is_state = state::is_state(self.sentence, word);
        let lasts = self.cues.get(CueKind::Lasting, &self.verb_key(word)).is_some()
            && (self.clauses.is_passive(word) && !has("have") || is_perfect && self.has_duration(word));
        // "has backed them for years", but not "has been banned for two years", which is how long it will last.
        let has_gone_on = is_perfect && !self.clauses.is_passive(word) && self.has_span(word, Self::is_long);
        is_present && (is_progressive || is_state || still || lasts || has_gone_on)
            || is_progressive && still
            || self.has_span(word, Self::is_counted)
    }

    /// A stretch of time with "for": "for two years".
    fn has_span(&self, word: usize, is_wanted: fn(&Self, usize) -> bool) -> bool {
        self.sentence
            .children(word)
            .any(|child| self.has_child(child, Deprel::Case, &["for"]) && is_wanted(self, child))
    }

    fn is_long(&self, noun: usize) -> bool {
        SPANS.contains(&self.lemma(noun).as_str())
    }

    /// "a **third** day", "a sixth week".
    fn is_counted(&self, noun: usize) -> bool {
        let is_ordinal = |c: usize| {
            let lemma = self.lemma(c);
            let of_number = lemma.starts_with(|c: char| c.is_ascii_digit())
                && ["nd", "rd", "th"].iter().any(|e| lemma.ends_with(e));
            // "for a third day", "for the second straight week"; "on its first day" it has only begun.
            let of_row =
                ordinal(&lemma).is_some_and(|place| place > 1) || matches!(&*lemma, "straight" | "consecutive");
            of_number || of_row
        };
        self.is_long(noun) && self.sentence.children_by(noun, Deprel::Amod).any(is_ordinal)
    }

    /// "since Monday", "for two years".
    fn has_duration(&self, word: usize) -> bool {
        let since = |child: usize| {
            self.has_child(child, Deprel::Case, &["since"]) || self.has_child(child, Deprel::Mark, &["since"])
        };
        self.sentence.children(word).any(since) || self.has_span(word, Self::is_long)
    }

    /// "meets him next week", "next month's visit".
    fn is_time_to_come(&self, word: usize) -> bool {
        let is_past = self.xpos(word) == Xpos::Vbd || self.auxiliaries(word).iter().any(|a| a.1 == Xpos::Vbd);
        let next = |child: usize| {
            matches!(self.sentence.words[child].deprel.base(), "obl" | "nmod" | "advmod")
                && matches!(
                    self.lemma(child).as_str(),
                    "week"
                        | "month"
                        | "year"
                        | "spring"
                        | "summer"
                        | "autumn"
                        | "fall"
                        | "winter"
                        | "weekend"
                        | "day"
                        | "monday"
                        | "tuesday"
                        | "wednesday"
                        | "thursday"
                        | "friday"
                        | "saturday"
                        | "sunday"
                )
                && self.has_child(child, Deprel::Amod, &["next", "coming", "upcoming"])
        };
        !is_past && self.sentence.children(word).any(next)
    }

    fn infinitive(&mut self, word: usize) {
        let own = &self.sentence.words[word];
        let auxiliaries = self.auxiliaries(word);
        let be = auxiliaries.iter().find(|a| a.0 == "be" && matches!(a.1, Xpos::Vbz | Xpos::Vbp | Xpos::Vbd));
        let is_perfect = auxiliaries.iter().any(|a| a.0 == "have");
        let has_subject = self.sentence.children_by(word, Deprel::Nsubj).next().is_some();
        match be {
            // "was to have met", "is yet to meet".
            Some(be) if is_perfect && be.1 == Xpos::Vbd => self.found.push(Status::Denied),
            Some(_) if self.has_child(word, Deprel::Advmod, &["yet"]) => self.found.push(Status::Denied),
            Some(_) => self.found.push(Status::Planned),
            None => {
                let after_be = own.deprel == Deprel::Xcomp && own.head.is_some_and(|h| self.lemma(h) == "be");
                let is_headline =
                    own.deprel == Deprel::Root || after_be || has_subject && own.deprel == Deprel::Parataxis;
                if is_headline {
                    self.found.push(Status::Planned);
                }
            }
        }
    }

    /// A verb with its particle, as the cues have it: `call_off`.
    fn verb_key(&self, word: usize) -> String {
        let lemma = self.lemma(word);
        match self.clauses.particle(word) {
            Some(particle) => format!("{lemma}_{}", particle.to_lowercase()),
            None => lemma,
        }
    }

    /// What a verb says of the act that it governs. A verb that is itself negated or only possible says less:
    /// a visit not called off, or one that may be, is still planned.
    fn note_verb(&mut self, verb: usize, key: &str) -> Option<Cue> {
        let cue = self.cues.get(CueKind::Verb, key);
        let is_not = self.has_child(verb, Deprel::Advmod, &["not", "n't", "never"]);
        let is_to_come = self.sentence.children_by(verb, Deprel::Aux).any(|aux| self.xpos(aux) == Xpos::Md);
        match cue {
            Some(Cue::Status(Status::Denied)) if is_not && key == "rule_out" => self.found.push(Status::Hypothetical),
            Some(Cue::Status(Status::Denied)) if is_not => return Some(Cue::Status(Status::Denied)),
            Some(Cue::Status(Status::Denied)) if is_to_come => self.found.push(Status::Planned),
            Some(Cue::Status(Status::Ongoing)) if !self.is_present(verb) => {}
            Some(Cue::Status(status)) => self.found.push(status),
            _ => {}
        }
        cue
    }

    /// The governor whose word counts for the act, noted; `None` where the act's own clause is the last word.
    fn governor(&mut self, word: usize) -> Option<usize> {
        let own = &self.sentence.words[word];
        let governor = own.head?;
        let relation = own.deprel;
        if self.lemma(governor) == "ahead" || self.has_child(word, Deprel::Case, &["ahead"]) {
            self.found.push(Status::Planned);
            return None;
        }
        let kind = self.kind(governor)?;
        match relation.base() {
            // "plans to meet Karzai and visit Herat": the second verb shares the first's governors, not its tense.
            "conj" if self.is_bare(word) || self.is_noun(word) && kind == CueKind::Noun => Some(governor),
            "xcomp" | "csubj" => self.complement_governor(word, governor, kind),
            "ccomp" => self.clause_governor(word, governor, kind),
            "acl" if relation != Deprel::AclRelcl && kind == CueKind::Noun => self.noun_of_clause(word, governor),
            "advcl" => self.adverbial_governor(word, governor, kind),
            "nsubj" | "obj" | "obl" | "nmod" if self.is_noun(word) || self.xpos(word) == Xpos::Vbg => {
                self.noun_governor(word, governor, kind)
            }
            _ => None,
        }
    }

    /// "began to withdraw", "is going to ask", "has yet to ratify".
    fn complement_governor(&mut self, word: usize, governor: usize, kind: CueKind) -> Option<usize> {
        let key = self.verb_key(governor);
        if key == "go" && self.xpos(governor) == Xpos::Vbg && self.clauses.is_infinitive(word) {
            self.found.push(Status::Planned);
            return Some(governor);
        }
        if key == "have" && self.has_child(governor, Deprel::Advmod, &["yet"]) {
            self.found.push(Status::Denied);
            return None;
        }
        let cue = if kind == CueKind::Verb { self.note_verb(governor, &key) } else { self.note(kind, &key) };
        let goes_on = matches!(cue, None | Some(Cue::Neutral | Cue::Status(Status::Planned | Status::Ongoing)))
                // "would be willing to meet" says more than "is willing".
                || kind == CueKind::Adjective;
        goes_on.then_some(governor)
    }

    /// Finite clauses have their own tense; only denial and infinitives look further.
    fn clause_governor(&mut self, word: usize, governor: usize, kind: CueKind) -> Option<usize> {
        let key = self.verb_key(governor);
        let cue = self.cues.get(kind, &key);
        if self.clauses.is_infinitive(word) || self.xpos(word) == Xpos::Vbg {
            self.note(kind, &key);
            return (cue == Some(Cue::Neutral)).then_some(governor);
        }
        // Who urges or demands that something be done speaks of what is to come; who doubts may speak of the past.
        let is_doubt =
            matches!(key.as_str(), "fear" | "worry" | "suppose" | "imagine" | "suspect" | "speculate" | "guess");
        match cue {
            Some(Cue::Status(Status::Hypothetical)) if is_doubt || !self.is_told_as_past(word) => {
                self.found.push(Status::Hypothetical);
            }
            Some(Cue::Status(Status::Denied)) => self.found.push(Status::Denied),
            _ => {}
        }
        None
    }

    /// A verb in the past or perfect: "they met", "that they have met".
    fn is_told_as_past(&self, verb: usize) -> bool {
        self.xpos(verb) == Xpos::Vbd || self.has_child(verb, Deprel::Aux, &["have"])
    }

    /// "plans to visit", "no plan of visiting", "a headline's envoy to visit"; "under a curfew imposed in May".
    fn noun_of_clause(&mut self, word: usize, noun: usize) -> Option<usize> {
        if !self.clauses.is_infinitive(word) {
            if self.preposition_of_clause(word).is_some() {
                return self.adverbial_governor(word, noun, CueKind::Noun);
            }
            if self.xpos(word) == Xpos::Vbn && self.is_going_on(noun) {
                self.found.push(Status::Ongoing);
            }
            return None;
        }
        // "will spare no effort to visit" is no lack of effort.
        if self.sentence.words[noun].head.is_some_and(|h| self.lemma(h) == "spare") {
            return None;
        }
        let cue = self.note(CueKind::Noun, &self.lemma(noun));
        // A headline's "Envoy to visit Chad", also where "says the ministry" follows.
        let is_name = self.sentence.words[noun].upos == Upos::Propn;
        if cue.is_none() && (is_name || !self.has_finite_verb()) {
            self.found.push(Status::Planned);
        }
        // "has no plans to visit", "dropped its plan to visit".
        cue.is_some().then_some(noun)
    }

    fn has_finite_verb(&self) -> bool {
        self.sentence.words.iter().any(|w| matches!(w.xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp | Xpos::Md))
    }

    fn preposition_of_clause(&self, word: usize) -> Option<String> {
        const PREPOSITIONS: &[&str] =
            &["of", "from", "against", "for", "on", "about", "before", "instead", "without", "rather", "to"];
        let markers = self.sentence.children(word).filter(|&c| {
            matches!(self.sentence.words[c].deprel, Deprel::Mark | Deprel::Case) && self.xpos(c) != Xpos::To
        });
        markers.map(|c| self.lemma(c)).find(|marker| PREPOSITIONS.contains(&marker.as_str()))
    }

    /// Purposes ("arrived to meet") and gerunds behind prepositions ("without having met").
    fn adverbial_governor(&mut self, word: usize, governor: usize, kind: CueKind) -> Option<usize> {
        let key = self.verb_key(governor);
        if let Some(preposition) = self.preposition_of_clause(word) {
            if matches!(preposition.as_str(), "against" | "instead" | "without" | "rather") {
                self.found.push(Status::Denied);
            } else {
                let cue = self.note(kind, &format!("{key}_{preposition}"));
                // What somebody is blamed or arrested for has been done.
                let is_reason = kind == CueKind::Verb && matches!(preposition.as_str(), "for" | "before");
                if cue.is_none() && !is_reason {
                    self.note(kind, &key);
                }
            }
            return None;
        }
        if self.clauses.is_infinitive(word) && key == "vote" {
            // "Voted to extend the embargo": the vote is the deed, and no step towards it.
            return self.complement_governor(word, governor, kind);
        }
        if self.clauses.is_infinitive(word) {
            // A purpose is not yet done: "arrived to meet"; it is as doubtful as what serves it. What one calls or writes to
            // say is said by it: "phoned him to congratulate him".
            let is_said = BY_CALLING.contains(&self.lemma(governor).as_str()) && is_word(self.telling.category);
            if !is_said {
                self.found.push(Status::Planned);
            }
            return Some(governor);
        }
        // "goes on shelling".
        let goes_on = kind == CueKind::Verb
            && self.xpos(word) == Xpos::Vbg
            && self.cues.get(kind, &key) == Some(Cue::Status(Status::Ongoing));
        if goes_on {
            self.note_verb(governor, &key);
        }
        goes_on.then_some(governor)
    }

    /// An act told by a noun has the status of what is done to it: "cancelled the talks", "talks will begin".
    fn noun_governor(&mut self, word: usize, governor: usize, kind: CueKind) -> Option<usize> {
        let relation = self.sentence.words[word].deprel.base();
        match kind {
            CueKind::Verb if relation == "nsubj" && !self.clauses.is_passive(governor) => {
                self.course_of(word, governor)
            }
            CueKind::Verb if matches!(relation, "obj" | "nsubj") => self.done_to(word, governor),
            CueKind::Verb => {
                self.behind_preposition(word, governor, kind);
                None
            }
            // "talks are possible", "talks are not possible", "talks are under way".
            CueKind::Adjective => self.note(kind, &self.lemma(governor)).map(|_| governor),
            _ if relation == "nsubj" => {
                self.sentence.children_by(governor, Deprel::Case).next().is_some().then_some(governor)
            }
            _ => {
                let cue = self.behind_preposition(word, governor, kind);
                matches!(cue, Some(Cue::Neutral | Cue::Status(Status::Planned))).then_some(governor)
            }
        }
    }

    /// "called **for** talks", "is toying **with** a ban", "the possibility **of** talks", "in the event **of** war".
    fn behind_preposition(&mut self, word: usize, governor: usize, kind: CueKind) -> Option<Cue> {
        let lemma = self.verb_key(governor);
        if matches!(lemma.as_str(), "event" | "case") && self.has_of(governor) {
            self.found.push(Status::Hypothetical);
            return None;
        }
        let prepositions: Vec<String> =
            self.sentence.children_by(word, Deprel::Case).map(|case| self.lemma(case)).collect();
        for preposition in &prepositions {
            let cue = self.note(kind, &format!("{lemma}_{preposition}"));
            if cue.is_some() {
                return cue;
            }
        }
        let counts = kind == CueKind::Noun || prepositions.iter().any(|p| p == "for");
        if counts { self.note(kind, &lemma) } else { None }
    }

    /// "cancelled the visit", "a visit is planned", "made no demand". A demand refused has still been made.
    fn done_to(&mut self, word: usize, verb: usize) -> Option<usize> {
        let key = self.verb_key(verb);
        let cue = self.cues.get(CueKind::Verb, &key);
        if cue == Some(Cue::Status(Status::Denied)) && self.telling.is_words() {
            return None;
        }
        // Who announces sanctions or a mobilisation does it by that; who announces a visit will pay it.
        if key == "announce" && self.telling.category.quad() == 4 {
            return Some(verb);
        }
        self.note_verb(verb, &key);
        match cue {
            Some(Cue::Neutral | Cue::Status(Status::Planned | Status::Ongoing)) => Some(verb),
            Some(_) => None,
            // "will see a visit", but "will condemn the attack".
            None => self.loosely(self.is_indefinite(word), verb),
        }
    }

    /// "the talks continue", "the visit will strengthen ties", "the truce failed to hold".
    fn course_of(&mut self, word: usize, verb: usize) -> Option<usize> {
        let key = self.verb_key(verb);
        let cue = self.cues.get(CueKind::Verb, &key);
        if key == "fail" && self.sentence.children_by(verb, Deprel::Xcomp).next().is_some() {
            self.found.push(Status::Denied);
            return None;
        }
        if cue == Some(Cue::Status(Status::Ongoing)) {
            self.note_verb(verb, &key);
        }
        match cue {
            Some(Cue::Neutral | Cue::Status(Status::Ongoing)) => Some(verb),
            // "entered their third day".
            _ if key == "enter" && self.sentence.children_by(verb, Deprel::Obj).any(|o| self.is_counted(o)) => {
                self.found.push(Status::Ongoing);
                None
            }
            _ => self.loosely(self.telling.category.quad() <= 2 || self.is_indefinite(word), verb),
        }
    }

    fn loosely(&mut self, follows: bool, verb: usize) -> Option<usize> {
        self.is_loose |= follows;
        follows.then_some(verb)
    }

    /// "a visit", "talks", but not "the visit" or "Togo's raid".
    fn is_indefinite(&self, noun: usize) -> bool {
        self.sentence.children(noun).all(|child| match self.sentence.words[child].deprel {
            Deprel::NmodPoss => false,
            Deprel::Det => matches!(self.lemma(child).as_str(), "a" | "an" | "no" | "any" | "another"),
            _ => true,
        })
    }

    /// A coordinated verb without tense of its own.
    fn is_bare(&self, word: usize) -> bool {
        let own = &self.sentence.words[word];
        let has_auxiliary = self.sentence.children_by(word, Deprel::Aux).next().is_some();
        matches!(own.xpos, Xpos::Vb | Xpos::Vbg | Xpos::Vbn) && !has_auxiliary
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    /// The standing of the act whose word is marked by `*` in the first column of `conllu`.
    fn told(conllu: &str, category: Category) -> Standing {
        let marked = conllu.lines().position(|line| line.trim_start().starts_with('*')).expect("a marked word");
        let (_, reading) = Reading::from_conllu(&conllu.replace('*', "")).expect("well formed");
        let mut cues = Cues::default();
        cues.add("status.txt", include_str!("../../../../lexicon/status.txt")).expect("sound");
        let telling = Telling { trigger: marked, category, modes: &[], embeds: false };
        standing(&reading.sentences[0], telling, &cues)
    }

    fn status(conllu: &str, category: Category) -> Status {
        told(conllu, category).status
    }

    #[test]
    fn nobody_does_nothing() {
        let conllu = "1 Not not PART RB _ 2 advmod _ _
            2 one one NUM CD _ 3 nummod _ _
            3 envoy envoy NOUN NN _ 4 nsubj _ _
            *4 visited visit VERB VBD _ 0 root _ _
            5 Chad Chad PROPN NNP _ 4 obj _ _";
        assert_eq!(status(conllu, Category::Consult), Status::Denied);
    }

    #[test]
    fn a_condition_needs_no_conjunction() {
        let conllu = "1 Should should AUX MD _ 3 aux _ _
            2 Chad Chad PROPN NNP _ 3 nsubj _ _
            *3 attack attack VERB VB _ 7 advcl _ _
            4 , , PUNCT , _ 3 punct _ _
            5 Niger Niger PROPN NNP _ 7 nsubj _ _
            6 would would AUX MD _ 7 aux _ _
            7 answer answer VERB VB _ 0 root _ _";
        assert_eq!(status(conllu, Category::Assault), Status::Hypothetical);
        let answer = conllu.replace('*', "").replace("7 answer", "*7 answer");
        assert_eq!(status(&answer, Category::Assault), Status::Hypothetical);
    }

    #[test]
    fn what_is_going_to_be_is_planned_and_what_has_yet_to_be_is_not() {
        let going = "1 Benin Benin PROPN NNP _ 3 nsubj _ _
            2 is be AUX VBZ _ 3 aux _ _
            3 going go VERB VBG _ 0 root _ _
            4 to to PART TO _ 5 mark _ _
            *5 sign sign VERB VB _ 3 xcomp _ _";
        assert_eq!(status(going, Category::Support), Status::Planned);
        let yet = "1 Benin Benin PROPN NNP _ 2 nsubj _ _
            2 has have VERB VBZ _ 0 root _ _
            3 yet yet ADV RB _ 2 advmod _ _
            4 to to PART TO _ 5 mark _ _
            *5 sign sign VERB VB _ 2 xcomp _ _";
        assert_eq!(status(yet, Category::Support), Status::Denied);
        let was_to = "1 Benin Benin PROPN NNP _ 5 nsubj _ _
            2 was be AUX VBD _ 5 aux _ _
            3 to to PART TO _ 5 mark _ _
            4 have have AUX VB _ 5 aux _ _
            *5 signed sign VERB VBN _ 0 root _ _";
        assert_eq!(status(was_to, Category::Support), Status::Denied);
    }

    #[test]
    fn words_in_the_progressive_have_been_spoken() {
        let conllu = "1 Benin Benin PROPN NNP _ 3 nsubj _ _
            2 is be AUX VBZ _ 3 aux _ _
            *3 urging urge VERB VBG _ 0 root _ _
            4 Togo Togo PROPN NNP _ 3 obj _ _";
        assert_eq!(status(conllu, Category::Request), Status::Occurred);
        assert_eq!(status(conllu, Category::Assault), Status::Ongoing);
    }

    #[test]
    fn what_may_have_been_is_a_conjecture_about_the_past() {
        let conllu = "1 Spies spy NOUN NNS _ 4 nsubj _ _
            2 may may AUX MD _ 4 aux _ _
            3 have have AUX VB _ 4 aux _ _
            *4 robbed rob VERB VBN _ 0 root _ _
            5 him he PRON PRP _ 4 obj _ _";
        let standing = told(conllu, Category::Coerce);
        assert_eq!(standing, Standing { status: Status::Hypothetical, is_past: true });
    }

    #[test]
    fn only_lasting_acts_go_on_since() {
        let since = |verb: &str| {
            format!(
                "1 Editors editor NOUN NNS _ 4 nsubj:pass _ _
                 2 have have AUX VBP _ 4 aux _ _
                 3 been be AUX VBN _ 4 aux:pass _ _
                 *4 x {verb} VERB VBN _ 0 root _ _
                 5 since since ADP IN _ 6 case _ _
                 6 May May PROPN NNP _ 4 obl _ _"
            )
        };
        assert_eq!(status(&since("jail"), Category::Coerce), Status::Ongoing);
        assert_eq!(status(&since("arrest"), Category::Coerce), Status::Occurred);
    }

    #[test]
    fn a_noun_has_the_fate_of_what_is_done_to_it() {
        let done = |verb: &str, particle: &str| {
            format!(
                "1 The the DET DT _ 2 det _ _
                 *2 visit visit NOUN NN _ 4 nsubj:pass _ _
                 3 was be AUX VBD _ 4 aux:pass _ _
                 4 x {verb} VERB VBN _ 0 root _ _
                 5 {particle} {particle} ADP RP _ 4 compound:prt _ _"
            )
        };
        assert_eq!(status(&done("call", "off"), Category::Consult), Status::Denied);
        assert_eq!(status(&done("size", "up"), Category::Consult), Status::Occurred);
    }

    #[test]
    fn to_condemn_no_attack_undoes_none() {
        let conllu = "1 Benin Benin PROPN NNP _ 4 nsubj _ _
            2 did do AUX VBD _ 4 aux _ _
            3 not not PART RB _ 4 advmod _ _
            4 condemn condemn VERB VB _ 0 root _ _
            5 Togo Togo PROPN NNP _ 6 nmod:poss _ _
            *6 raid raid NOUN NN _ 4 obj _ _";
        assert_eq!(status(conllu, Category::Assault), Status::Occurred);
        let condemn = conllu.replace('*', "").replace("4 condemn", "*4 condemn");
        assert_eq!(status(&condemn, Category::Accuse), Status::Denied);
    }

    #[test]
    fn a_counted_day_is_one_of_several() {
        let conllu = "1 Students student NOUN NNS _ 2 nsubj _ _
            *2 marched march VERB VBD _ 0 root _ _
            3 for for ADP IN _ 6 case _ _
            4 a a DET DT _ 6 det _ _
            5 third third ADJ JJ _ 6 amod _ _
            6 day day NOUN NN _ 2 obl _ _";
        assert_eq!(status(conllu, Category::Protest), Status::Ongoing);
        assert_eq!(status(&conllu.replace("third", "sunny"), Category::Protest), Status::Occurred);
    }

    #[test]
    fn a_war_of_years_goes_on_unless_it_ended() {
        let conllu = "1 Both both DET DT _ 2 nsubj _ _
            2 lament lament VERB VBP _ 0 root _ _
            3 the the DET DT _ 7 det _ _
            4 three three NUM CD _ 6 nummod _ _
            5 - - PUNCT HYPH _ 6 punct _ _
            6 year year NOUN NN _ 7 compound _ _
            *7 war war NOUN NN _ 2 obj _ _";
        assert_eq!(status(conllu, Category::Assault), Status::Ongoing);
        assert_ne!(
            status(&conllu.replace("lament lament VERB VBP", "ended end VERB VBD"), Category::Assault),
            Status::Ongoing
        );
        assert_ne!(status(&conllu.replace("*7 war war", "*7 raid raid"), Category::Assault), Status::Ongoing);
    }

    #[test]
    fn a_headline_speaks_of_what_is_to_come() {
        let conllu = "1 Khan Khan PROPN NNP _ 0 root _ _
            2 to to PART TO _ 3 mark _ _
            *3 visit visit VERB VB _ 1 acl _ _
            4 Chad Chad PROPN NNP _ 3 obj _ _";
        assert_eq!(status(conllu, Category::Consult), Status::Planned);
    }

    #[test]
    fn what_is_denied_may_be_who_alone_did_it() {
        let conllu = "1 It it PRON PRP _ 4 nsubj:pass _ _
            2 was be AUX VBD _ 4 aux:pass _ _
            3 not not PART RB _ 4 advmod _ _
            *4 raided raid VERB VBN _ 0 root _ _
            5 only only ADV RB _ 7 advmod _ _
            6 by by ADP IN _ 7 case _ _
            7 Chad Chad PROPN NNP _ 4 obl:agent _ _";
        assert_eq!(status(conllu, Category::Assault), Status::Occurred);
        assert_eq!(status(&conllu.replace("5 only only", "5 even even"), Category::Assault), Status::Denied);
    }
}
