//! Frames against clauses: which frame a trigger calls up, and which words fill its slots.

use memcon_lexicon::frames::{ClauseMark, Frame, Oblique, Role, Slot, TriggerKind};
use memcon_lexicon::{Category, Frames};

use super::clause::{Clauses, Phrase};
use super::opinion;
use super::state;
use crate::reading::{Deprel, Sentence, Upos, Xpos};

/// Verbs that lend an event noun their subject: in "launched an attack" the launcher attacks.
const SUPPORT_VERBS: &[&str] = &[
    "announce",
    "begin",
    "carry",
    "conclude",
    "conduct",
    "continue",
    "deliver",
    "do",
    "express",
    "give",
    "have",
    "hold",
    "impose",
    "initiate",
    "issue",
    "launch",
    "lead",
    "make",
    "mount",
    "open",
    "order",
    "organise",
    "organize",
    "pay",
    "perform",
    "plan",
    "provide",
    "resume",
    "send",
    "sign",
    "stage",
    "start",
    "step",
    "suspend",
    "take",
    "undertake",
    "unleash",
    "voice",
    "wage",
];

/// Verbs that say of an event noun that it took its course.
const COURSE_VERBS: &[&str] = &[
    "begin", "start", "open", "continue", "resume", "proceed", "end", "conclude", "close", "take", "occur", "happen",
    "follow",
];

/// A frame that fits at a trigger, with the words that fill its slots.
#[derive(Clone, Debug)]
pub struct Match<'f> {
    /// The frame.
    pub frame: &'f Frame,
    /// The word that called it up.
    pub trigger: usize,
    /// Heads of what fills `A`.
    pub actors: Vec<usize>,
    /// Heads of what fills `R`.
    pub recipients: Vec<usize>,
    /// `R` must be a party itself.
    pub direct_recipient: bool,
    /// Heads of what fills `ACT`.
    pub acts: Vec<usize>,
    /// The nouns that the pattern names ("hold **talks**"): part of this event, no events of their own.
    pub literals: Vec<usize>,
    pub(super) score: usize,
}

/// A frame that fires at a word, for whoever wants to know what the lexicon says without parties and status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fired {
    /// Index of the word in its sentence.
    pub word: usize,
    /// What the frame codes.
    pub category: Category,
    /// Its file.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// The pattern.
    pub pattern: String,
}

/// The frames that fire in a sentence, in the order of their words.
pub fn fired(sentence: &Sentence, frames: &Frames) -> Vec<Fired> {
    let of = |m: Match| {
        Some(Fired {
            word: m.trigger,
            category: m.frame.category?,
            file: m.frame.file.to_string(),
            line: m.frame.line,
            pattern: m.frame.pattern.clone(),
        })
    };
    matches(sentence, frames).into_iter().filter(|m| !opinion::is_proposed(m)).filter_map(of).collect()
}

/// What is matched in a sentence, by trigger: the lexicon's frames and, where it is silent, the learned head's
/// proposals.
pub fn matches<'f>(sentence: &Sentence, frames: &'f Frames) -> Vec<Match<'f>> {
    matches_and_parts(sentence, frames).0
}

/// The same, and beside it the frames of nouns that are part of what a verb's frame says ("strengthened
/// **cooperation**"): they count where that frame codes nothing.
pub fn matches_and_parts<'f>(sentence: &Sentence, frames: &'f Frames) -> (Vec<Match<'f>>, Vec<Match<'f>>) {
    let matcher = Matcher::new(sentence);
    let best: Vec<Match<'f>> = (0..sentence.words.len()).filter_map(|word| matcher.best(frames, word)).collect();
    let proposed = opinion::proposals(&matcher, &best);
    let named_by = |coding: bool| -> Vec<usize> {
        let owners = best.iter().filter(|m| m.frame.category.is_some() == coding);
        owners.flat_map(|m| m.literals.iter().copied()).collect()
    };
    let (literals, of_none) = (named_by(true), named_by(false));
    let counts = |m: &Match| m.frame.category.is_some() && !opinion::is_ruled_out(sentence, m);
    let own = best.into_iter().filter(|m| !of_none.contains(&m.trigger));
    let (parts, mut all): (Vec<_>, Vec<_>) = own.partition(|m| literals.contains(&m.trigger));
    all.retain(counts);
    all.extend(proposed);
    all.sort_by_key(|m| m.trigger);
    (all, parts.into_iter().filter(counts).collect())
}

impl<'f> Match<'f> {
    /// A match whose slots are still empty.
    pub(super) fn of(frame: &'f Frame, trigger: usize) -> Self {
        Self {
            frame,
            trigger,
            actors: Vec::new(),
            recipients: Vec::new(),
            direct_recipient: false,
            acts: Vec::new(),
            literals: Vec::new(),
            score: 0,
        }
    }
}

impl Match<'_> {
    /// What decides between the frames of one trigger: a weak one gives way, the one that fixes most of the
    /// sentence wins, and of equals the one that says that nothing is to be coded.
    fn rank(&self) -> (bool, usize, bool) {
        (!self.frame.weak, self.score, self.frame.category.is_none())
    }
}

/// What kind of trigger a part of speech can be.
pub(super) fn trigger_kind(upos: Upos) -> Option<TriggerKind> {
    match upos {
        Upos::Verb => Some(TriggerKind::Verb),
        Upos::Noun | Upos::Propn => Some(TriggerKind::Noun),
        Upos::Adj => Some(TriggerKind::Adjective),
        _ => None,
    }
}

/// Matches frames against the words of one sentence.
pub struct Matcher<'a> {
    sentence: &'a Sentence,
    clauses: Clauses<'a>,
}

impl<'a> Matcher<'a> {
    pub(super) fn new(sentence: &'a Sentence) -> Self {
        Self { sentence, clauses: Clauses::new(sentence) }
    }

    /// The sentence.
    pub fn sentence(&self) -> &'a Sentence {
        self.sentence
    }

    /// The most specific frame that fits at a word; the first of equals.
    pub(super) fn best<'f>(&self, frames: &'f Frames, word: usize) -> Option<Match<'f>> {
        let kind = trigger_kind(self.sentence.words[word].upos)?;
        let fitting = frames.of(&self.sentence.words[word].lemma, kind).filter_map(|frame| self.fit(frame, word));
        fitting.fold(None, |kept: Option<Match<'f>>, next| match kept {
            Some(kept) if kept.rank() >= next.rank() => Some(kept),
            _ => Some(next),
        })
    }

    /// The frames that fit at a match's trigger and rank below it, the most specific first, down to the first that says
    /// that nothing is to be coded.
    pub(super) fn below<'f>(&self, frames: &'f Frames, best: &Match<'f>) -> Vec<Match<'f>> {
        let Some(kind) = trigger_kind(self.sentence.words[best.trigger].upos) else { return Vec::new() };
        let lemma = &self.sentence.words[best.trigger].lemma;
        let others = frames.of(lemma, kind).filter(|frame| !std::ptr::eq(*frame, best.frame));
        let mut fitting: Vec<Match<'f>> = others.filter_map(|frame| self.fit(frame, best.trigger)).collect();
        fitting.sort_by_key(|found| std::cmp::Reverse(found.rank()));
        fitting.into_iter().take_while(|found| found.frame.category.is_some()).collect()
    }

    /// A frame's match at a word; `None` where it does not fit.
    pub fn fit<'f>(&self, frame: &'f Frame, trigger: usize) -> Option<Match<'f>> {
        if !self.particle_fits(frame, trigger) {
            return None;
        }
        let mut found = Match { score: 3 * usize::from(frame.particle.is_some()), ..Match::of(frame, trigger) };
        self.subject(&mut found)?;
        let object = self.object(&mut found)?;
        self.obliques(&mut found, &object)?;
        self.clause(&mut found)?;
        if frame.swap {
            std::mem::swap(&mut found.actors, &mut found.recipients);
        }
        Some(found)
    }

    /// "pull out" is another verb than "pull": a particle that the frame does not name rules it out.
    fn particle_fits(&self, frame: &Frame, trigger: usize) -> bool {
        if frame.triggers.is_empty() {
            // The bare grammar of a clause names no word at all.
            return true;
        }
        match &frame.particle {
            Some(particle) => self.clauses.has_particle(trigger, particle),
            None => self.clauses.particle(trigger).is_none_or(|own| {
                frame.obliques.iter().any(|o| o.prepositions.iter().any(|p| p.eq_ignore_ascii_case(own)))
            }),
        }
    }

    fn subject(&self, found: &mut Match) -> Option<()> {
        let Some(slot) = &found.frame.subject else {
            return Some(());
        };
        let heads = match found.frame.kind {
            TriggerKind::Verb => self.clauses.agents(found.trigger),
            TriggerKind::Noun => self.noun_agents(found.trigger),
            TriggerKind::Adjective => self.adjective_subjects(found.trigger),
        };
        if heads.is_empty() {
            return slot.only.is_empty().then_some(());
        }
        if slot.plural && found.frame.kind == TriggerKind::Verb && !self.is_plural(&heads) {
            return None;
        }
        self.fill(slot, heads, found)
    }

    /// The verb of which an event noun is the subject: "the talks **began** on Sunday with Chad's envoy".
    fn course_verb(&self, noun: usize) -> Option<usize> {
        let word = &self.sentence.words[noun];
        let verb = word.head.filter(|_| word.deprel.base() == "nsubj")?;
        COURSE_VERBS.contains(&self.sentence.words[verb].lemma.as_str()).then_some(verb)
    }

    /// Owners of the noun, and the subject of the verb that lends it one.
    fn noun_agents(&self, noun: usize) -> Vec<usize> {
        let mut heads = self.clauses.owners(noun);
        heads.extend(state::subjects(self.sentence, noun));
        if let Some(verb) = self.support_verb(noun) {
            heads.extend(self.clauses.agents(verb));
        }
        if heads.is_empty() {
            heads.extend(self.clauses.present_at(noun));
        }
        heads
    }

    fn support_verb(&self, noun: usize) -> Option<usize> {
        let verb = self.sentence.words[noun].head.filter(|&h| self.clauses.is_verb(h))?;
        let supports = SUPPORT_VERBS.contains(&self.sentence.words[verb].lemma.as_str());
        (supports && self.clauses.patients(verb).contains(&noun)).then_some(verb)
    }

    fn adjective_subjects(&self, adjective: usize) -> Vec<usize> {
        if let Some(subject) = self.clauses.child(adjective, Deprel::Nsubj) {
            return self.clauses.coordinated(self.clauses.antecedent(subject).unwrap_or(subject));
        }
        let own = &self.sentence.words[adjective];
        match (own.deprel, own.head) {
            (Deprel::Amod | Deprel::Acl | Deprel::AclRelcl, Some(noun)) => vec![noun],
            (Deprel::Xcomp | Deprel::Conj, Some(verb)) => self.clauses.agents(verb),
            _ => Vec::new(),
        }
    }

    fn is_plural(&self, heads: &[usize]) -> bool {
        heads.len() > 1
            || heads.iter().any(|&h| {
                let word = &self.sentence.words[h];
                matches!(word.xpos, Xpos::Nns | Xpos::Nnps)
                    || matches!(word.form.to_lowercase().as_str(), "they" | "we" | "both" | "two" | "three")
            })
    }

    /// The object's heads, which may carry the frame's prepositional phrases.
    fn object(&self, found: &mut Match) -> Option<Vec<usize>> {
        if found.frame.kind != TriggerKind::Verb {
            return found.frame.object.is_none().then(Vec::new);
        }
        let patients = self.clauses.patients(found.trigger);
        match &found.frame.object {
            None if patients.is_empty() => Some(Vec::new()),
            None => None,
            Some(slot) if patients.is_empty() => slot.optional.then(Vec::new),
            Some(slot) => {
                self.fill(slot, patients.clone(), found)?;
                found.score += 1;
                Some(patients)
            }
        }
    }

    fn obliques(&self, found: &mut Match, object: &[usize]) -> Option<()> {
        let mut phrases = self.clauses.phrases(found.trigger);
        if found.frame.kind == TriggerKind::Verb && self.clauses.is_passive(found.trigger) {
            // The agent of a passive is its subject said otherwise and fills no `by R`.
            phrases.retain(|phrase| phrase.preposition != "by");
        }
        for &noun in object {
            phrases.extend(self.clauses.phrases(noun));
        }
        phrases.extend(
            self.clauses.indirect(found.trigger).into_iter().map(|head| Phrase { preposition: "to".to_owned(), head }),
        );
        if found.frame.kind == TriggerKind::Noun
            && let Some(verb) = self.support_verb(found.trigger).or_else(|| self.course_verb(found.trigger))
        {
            phrases.extend(self.clauses.phrases(verb));
        }
        for oblique in &found.frame.obliques {
            self.oblique(oblique, &phrases, found)?;
        }
        Some(())
    }

    fn oblique(&self, oblique: &Oblique, phrases: &[Phrase], found: &mut Match) -> Option<()> {
        let heads: Vec<usize> =
            phrases.iter().filter(|p| oblique.prepositions.contains(&p.preposition)).map(|p| p.head).collect();
        if heads.is_empty() {
            return oblique.slot.optional.then_some(());
        }
        if oblique.slot.optional {
            // What may be missing may also be filled by something else.
            if self.fill(&oblique.slot, heads, found).is_some() {
                found.score += 1;
            }
            return Some(());
        }
        found.score += 1;
        self.fill(&oblique.slot, heads, found)
    }

    fn clause(&self, found: &mut Match) -> Option<()> {
        let Some((mark, slot)) = &found.frame.clause else {
            return Some(());
        };
        let mut heads = self.clauses.complements(found.trigger, *mark == ClauseMark::Finite);
        if heads.is_empty() {
            // "renewed its demand that they leave": the clause hangs on the noun that the frame names.
            let nouns = found.literals.iter();
            heads = nouns.flat_map(|&noun| self.clauses.complements(noun, *mark == ClauseMark::Finite)).collect();
        }
        if heads.is_empty() && *mark == ClauseMark::Infinitive {
            // "agreed to talks": a noun in place of the clause.
            heads = self
                .clauses
                .phrases(found.trigger)
                .into_iter()
                .filter(|p| p.preposition == "to" && self.sentence.words[p.head].upos == Upos::Noun)
                .map(|p| p.head)
                .collect();
        }
        if heads.is_empty() {
            return slot.optional.then_some(());
        }
        found.score += 2;
        self.fill(slot, heads, found)
    }

    /// Whether a list has a word by its lemma, its form or its singular: the treebanks have "troops" as a lemma too.
    fn is_listed(&self, list: &[String], word: usize) -> bool {
        let own = &self.sentence.words[word];
        let lemma = own.lemma.to_lowercase();
        let singular = lemma.strip_suffix('s').unwrap_or(&lemma);
        let has = |name: &str| list.iter().any(|listed| listed.eq_ignore_ascii_case(name));
        !list.is_empty()
            && (has(&lemma)
                || has(singular)
                || has(&own.form)
                || self.is_compound_listed(list, word)
                || self.counted(word).is_some_and(|counted| self.is_listed(list, counted)))
    }

    /// Two words of one term, which lists have with a hyphen: "hunger-strike".
    fn is_compound_listed(&self, list: &[String], word: usize) -> bool {
        let Some(before) = word.checked_sub(1).map(|before| &self.sentence.words[before]) else { return false };
        let own = self.sentence.words[word].lemma.to_lowercase();
        let is_term = before.deprel == Deprel::Compound && before.head == Some(word);
        is_term
            && list.iter().any(|listed| {
                listed
                    .split_once('-')
                    .is_some_and(|(first, last)| first.eq_ignore_ascii_case(&before.lemma) && last == own)
            })
    }

    /// "All **of its crossings**": what a word of quantity counts.
    fn counted(&self, word: usize) -> Option<usize> {
        let counts = matches!(
            self.sentence.words[word].lemma.as_str(),
            "all" | "most" | "some" | "many" | "several" | "half" | "part" | "none" | "dozen" | "hundred" | "thousand"
        );
        let mut of = self.clauses.phrases(word).into_iter().filter(|p| counts && p.preposition == "of");
        of.next().map(|p| p.head).filter(|&head| head > word)
    }

    /// Puts heads into a slot, those that its word lists allow; `None` if none is left.
    fn fill(&self, slot: &Slot, heads: Vec<usize>, found: &mut Match) -> Option<()> {
        let listed = |list: &[String], h: usize| self.is_listed(list, h);
        let mut heads = heads;
        heads.retain(|&h| (slot.only.is_empty() || listed(&slot.only, h)) && !listed(&slot.except, h));
        if heads.is_empty() {
            return None;
        }
        // Of two lists the one that has the whole term says more.
        found.score += usize::from(heads.iter().any(|&h| self.is_compound_listed(&slot.only, h)));
        found.score += slot.weight();
        match slot.role {
            Role::Actor => found.actors.extend(heads),
            Role::Recipient => {
                found.recipients.extend(heads);
                found.direct_recipient |= slot.direct;
            }
            Role::Act => found.acts.extend(heads),
            Role::Anything if !slot.only.is_empty() => found.literals.extend(heads),
            Role::Anything => {}
        }
        Some(())
    }
}
