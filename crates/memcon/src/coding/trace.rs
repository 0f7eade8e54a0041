//! Why a word made an event, or made none: the frames that it calls up, slot by slot.
//!
//! Coding keeps only what fits. Here the matcher is asked again, for one slot of a frame at a time: a copy of the frame
//! in which all other slots take anything or nothing fits or fails by that slot alone. So there is one matcher, and
//! what it does for speed stays as it is.

use memcon_lexicon::frames::{ClauseMark, Frame, Role, Slot, TriggerKind};
use memcon_lexicon::{Category, Frames};

use super::clause::Clauses;
use super::event::{Event, Rule};
use super::matching::{Match, Matcher, matches, trigger_kind};
use super::parties::Cast;
use crate::reading::Sentence;
use crate::who::Entities;

/// A word that could call up a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Index of the word in its sentence.
    pub word: usize,
    /// What it would be as a trigger.
    pub kind: TriggerKind,
    /// The frames of the lexicon that it calls up, the one that fits best first; none for a word that no line names.
    pub candidates: Vec<Candidate>,
}

/// A frame that a word calls up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The line of the lexicon.
    pub frame: Rule,
    /// What it codes; `None` for a line that codes nothing (`none`).
    pub category: Option<Category>,
    /// Its slots in the order of the pattern. Where the particle is another, no other slot is looked at.
    pub slots: Vec<SlotTrace>,
    /// What became of it.
    pub outcome: Outcome,
}

/// A slot of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotTrace {
    /// As the pattern writes it: `A`, `with R`, `to ACT?`, `+off`; `no object` where the frame takes none.
    pub slot: String,
    /// What fills it.
    pub filling: Filling,
}

/// What fills a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filling {
    /// These words; none for a particle.
    Words(Vec<usize>),
    /// Nothing, and it may be empty: an optional slot, or the doer of a passive or a noun.
    Nothing,
    /// It is not filled, for this reason.
    Fails(String),
}

/// What became of a frame at a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It coded an event: an index into the document's events.
    Coded(usize),
    /// It told again of an event that another sentence or word had told of: an index into the document's events.
    ToldAgain(usize),
    /// A slot does not fit.
    Unfit,
    /// Another frame of the word fits and is more specific, or as specific and first.
    Outdone(Rule),
    /// It fits and codes nothing: its line says `none`.
    SwitchedOff,
    /// The word is named by the pattern that another word called up ("hold **talks**"): the index of that word.
    PartOf(usize),
    /// It is what another word's event speaks of ("urged to **leave**"): the index of that word.
    SpokenOf(usize),
    /// It fits, but its parties do not make an event, for this reason.
    Uncoded(String),
}

impl Candidate {
    /// The first slot that does not fit, and why.
    pub fn failure(&self) -> Option<(&str, &str)> {
        self.slots.iter().find_map(|slot| match &slot.filling {
            Filling::Fails(reason) => Some((slot.slot.as_str(), reason.as_str())),
            _ => None,
        })
    }

    fn count(&self, wanted: impl Fn(&Filling) -> bool) -> usize {
        self.slots.iter().filter(|slot| wanted(&slot.filling)).count()
    }

    /// How far it is from an event: the lower, the nearer. By what became of it, the slots that fail and those filled.
    pub fn distance(&self) -> impl Ord + use<> {
        self.rank()
    }

    fn rank(&self) -> (u8, usize, std::cmp::Reverse<usize>) {
        let stage = match self.outcome {
            Outcome::Coded(_) | Outcome::ToldAgain(_) => 0,
            Outcome::SwitchedOff | Outcome::PartOf(_) | Outcome::SpokenOf(_) | Outcome::Uncoded(_) => 1,
            Outcome::Outdone(_) => 2,
            // Another particle makes another verb.
            Outcome::Unfit if self.slots.len() == 1 && self.slots[0].slot.contains('+') => 5,
            Outcome::Unfit if self.category.is_none() => 4,
            Outcome::Unfit => 3,
        };
        let fails = self.count(|filling| matches!(filling, Filling::Fails(_)));
        (stage, fails, std::cmp::Reverse(self.count(|filling| matches!(filling, Filling::Words(_)))))
    }
}

/// What became of every word of a sentence that could call up a frame. `index` is the sentence's number in the story
/// from which `entities` were read; `events` are those of the document.
pub fn trace(entities: &Entities, sentence: &Sentence, index: usize, frames: &Frames, events: &[Event]) -> Vec<Trace> {
    let tracer = Tracer {
        sentence,
        frames,
        events,
        matcher: Matcher::new(sentence),
        fired: matches(sentence, frames),
        cast: Cast::new(entities, sentence, index, &[]),
    };
    (0..sentence.words.len()).filter_map(|word| tracer.word(word)).collect()
}

struct Tracer<'a> {
    sentence: &'a Sentence,
    frames: &'a Frames,
    events: &'a [Event],
    matcher: Matcher<'a>,
    /// The frames that fire in the sentence.
    fired: Vec<Match<'a>>,
    cast: Cast<'a>,
}

impl Tracer<'_> {
    fn word(&self, word: usize) -> Option<Trace> {
        let kind = trigger_kind(self.sentence.words[word].upos)?;
        let best = self.matcher.best(self.frames, word);
        let of_word = self.frames.of(&self.sentence.words[word].lemma, kind);
        let mut candidates: Vec<Candidate> = of_word.map(|frame| self.candidate(frame, word, best.as_ref())).collect();
        candidates.sort_by_key(Candidate::rank);
        Some(Trace { word, kind, candidates })
    }

    fn candidate(&self, frame: &Frame, word: usize, best: Option<&Match>) -> Candidate {
        let outcome = match (self.matcher.fit(frame, word), best) {
            (None, _) | (_, None) => Outcome::Unfit,
            (Some(_), Some(best)) if !std::ptr::eq(best.frame, frame) => Outcome::Outdone(rule(best.frame)),
            (Some(found), _) => self.outcome(&found),
        };
        Candidate { frame: rule(frame), category: frame.category, slots: self.slots(frame, word), outcome }
    }

    /// What became of the best frame of its word.
    fn outcome(&self, found: &Match) -> Outcome {
        let span = self.sentence.words[found.trigger].span;
        let own = rule(found.frame);
        if let Some(event) = self.events.iter().position(|e| e.trigger == span && e.decided_by == own) {
            return Outcome::Coded(event);
        }
        let Some(category) = found.frame.category else { return Outcome::SwitchedOff };
        // A `none` frame holds its nouns too, but is not among those that fire.
        let bests = || (0..self.sentence.words.len()).filter_map(|word| self.matcher.best(self.frames, word));
        if let Some(outer) = bests().find(|m| m.literals.contains(&found.trigger)) {
            return Outcome::PartOf(outer.trigger);
        }
        let speaks_of = |m: &&Match| {
            m.trigger != found.trigger && m.acts.iter().any(|&act| self.sentence.is_below(found.trigger, act))
        };
        if let Some(outer) = self.fired.iter().find(speaks_of) {
            return Outcome::SpokenOf(outer.trigger);
        }
        let tells = |e: &Event| {
            (e.category == category || e.act == Some(category)) && e.evidence.iter().any(|shown| shown.contains(span))
        };
        if let Some(event) = self.events.iter().position(tells) {
            return Outcome::ToldAgain(event);
        }
        Outcome::Uncoded(self.why_uncoded(found, category))
    }

    fn why_uncoded(&self, found: &Match, category: Category) -> String {
        let actors = self.cast.parties(&found.actors, true);
        if actors.is_empty() && !found.actors.is_empty() {
            return format!(
                "{} is no political party, and its country or sector is not known",
                self.quoted(&found.actors)
            );
        }
        let recipients = self.cast.parties(&found.recipients, !found.direct_recipient);
        if recipients.is_empty() && !found.recipients.is_empty() {
            let itself = if found.direct_recipient { ", and must be one itself (R!)" } else { "" };
            return format!("{} is no political party{itself}", self.quoted(&found.recipients));
        }
        match (actors.len(), recipients.len()) {
            (0, 0) => "the sentence names no party to it".to_owned(),
            (0, _) => "the sentence does not say who did it".to_owned(),
            (1, 0) => format!("only one party to it is named, and {category} wants somebody to whom it is done"),
            _ => format!("its parties make no {category}: they are one and the same, or nobody is meant"),
        }
    }

    fn quoted(&self, words: &[usize]) -> String {
        let quoted: Vec<String> = words.iter().map(|&w| format!("“{}”", self.sentence.words[w].form)).collect();
        quoted.join(", ")
    }

    fn slots(&self, frame: &Frame, word: usize) -> Vec<SlotTrace> {
        let bare = bare(frame);
        if self.matcher.fit(&bare, word).is_none() {
            return vec![self.particle(frame, word)];
        }
        let probe = |slot: String, change: &dyn Fn(&mut Frame, Option<Slot>), asked: Option<&Slot>, absent: &str| {
            let with = |slot: Option<Slot>| {
                let mut one = bare.clone();
                change(&mut one, slot);
                self.matcher.fit(&one, word).map(|found| words_in(&found))
            };
            // What stands in the place of the slot, whatever it is.
            let there = with(Some(Slot { role: Role::Actor, optional: false, ..anything() }));
            let filling = match (with(asked.cloned()), there) {
                (Some(_), None) if asked.is_none_or(|slot| slot.optional) => Filling::Nothing,
                (Some(words), there) => {
                    // What `X` takes is not kept in a match.
                    let words = if words.is_empty() { there.unwrap_or_default() } else { words };
                    if words.is_empty() { Filling::Nothing } else { Filling::Words(words) }
                }
                (None, None) => Filling::Fails(absent.to_owned()),
                (None, Some(words)) => Filling::Fails(self.why_not(asked, &words)),
            };
            SlotTrace { slot, filling }
        };
        let mut slots = Vec::new();
        if let Some(subject) = &frame.subject {
            let absent = "nobody is named as doing it";
            slots.push(probe(written(subject), &|f, slot| f.subject = slot, Some(subject), absent));
        }
        if frame.particle.is_some() {
            slots.push(SlotTrace { filling: Filling::Words(Vec::new()), ..self.particle(frame, word) });
        }
        if frame.kind == TriggerKind::Verb {
            let name = frame.object.as_ref().map_or_else(|| "no object".to_owned(), written);
            let object = probe(name, &|f, slot| f.object = slot, frame.object.as_ref(), "the verb has no object");
            if frame.object.is_some() || matches!(object.filling, Filling::Fails(_)) {
                slots.push(object);
            }
        }
        for (i, oblique) in frame.obliques.iter().enumerate() {
            let prepositions = oblique.prepositions.join("/");
            let name = format!("{prepositions} {}", written(&oblique.slot));
            let change = |f: &mut Frame, slot: Option<Slot>| {
                if let (Some(own), Some(slot)) = (f.obliques.get_mut(i), slot) {
                    own.slot = slot;
                }
            };
            slots.push(probe(name, &change, Some(&oblique.slot), &format!("no phrase with “{prepositions}”")));
        }
        if let Some((mark, slot)) = &frame.clause {
            let (word, absent) = match mark {
                ClauseMark::Infinitive => ("to", "no infinitive with “to”"),
                ClauseMark::Finite => ("that", "no clause such as “that …”"),
            };
            let change = |f: &mut Frame, slot: Option<Slot>| f.clause = slot.map(|slot| (*mark, slot));
            slots.push(probe(format!("{word} {}", written(slot)), &change, Some(slot), absent));
        }
        slots
    }

    /// The particle that a frame has or lacks, as the slot that fails.
    fn particle(&self, frame: &Frame, word: usize) -> SlotTrace {
        let (slot, reason) = if let Some(particle) = &frame.particle {
            (format!("+{particle}"), format!("it needs “{particle}” with its trigger"))
        } else {
            let own = Clauses::new(self.sentence).particle(word).unwrap_or_default();
            ("no +".to_owned(), format!("the particle “{own}” makes it another verb"))
        };
        SlotTrace { slot, filling: Filling::Fails(reason) }
    }

    /// Why words that stand in the place of a slot do not fill it.
    fn why_not(&self, asked: Option<&Slot>, words: &[usize]) -> String {
        let there = self.quoted(words);
        match asked {
            None => format!("{there} is an object, and the pattern has none"),
            Some(slot) if !slot.only.is_empty() => format!("{there} is not {}", listed(&slot.only)),
            Some(slot) if !slot.except.is_empty() => format!("{there} is ruled out"),
            Some(slot) if slot.plural => format!("{there} is not several (*)"),
            Some(_) => format!("{there} does not fill it"),
        }
    }
}

fn rule(frame: &Frame) -> Rule {
    Rule { file: frame.file.to_string(), line: frame.line, pattern: frame.pattern.clone() }
}

/// A slot that takes anything or nothing.
fn anything() -> Slot {
    Slot { role: Role::Anything, optional: true, direct: false, plural: false, only: Vec::new(), except: Vec::new() }
}

/// A frame that asks for nothing but its trigger and particle.
fn bare(frame: &Frame) -> Frame {
    let mut bare = frame.clone();
    bare.subject = None;
    bare.object = (frame.kind == TriggerKind::Verb).then(anything);
    bare.obliques.iter_mut().for_each(|oblique| oblique.slot = anything());
    bare.clause = None;
    bare.swap = false;
    bare
}

/// The words that a match keeps.
fn words_in(found: &Match) -> Vec<usize> {
    [&found.actors, &found.recipients, &found.acts, &found.literals].into_iter().flatten().copied().collect()
}

/// The most words of a list that are shown.
const LISTED: usize = 4;

/// A list of words as a pattern writes it, its end left out where it is long.
fn listed(words: &[String]) -> String {
    let shown = words.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join("/");
    if words.len() > LISTED { shown + "/…" } else { shown }
}

/// A slot as a pattern writes it.
fn written(slot: &Slot) -> String {
    let only = listed(&slot.only);
    let role = match slot.role {
        Role::Actor => "A",
        Role::Recipient => "R",
        Role::Act => "ACT",
        Role::Anything if !slot.only.is_empty() && !slot.optional => return only,
        Role::Anything => "X",
    };
    let mark = |set: bool, mark: &'static str| if set { mark } else { "" };
    let list = |sign: &str, words: &[String]| {
        if words.is_empty() { String::new() } else { format!("{sign}{}", listed(words)) }
    };
    format!(
        "{role}{}{}{}{}{}",
        mark(slot.direct, "!"),
        mark(slot.plural, "*"),
        mark(slot.optional, "?"),
        list("~", &slot.except),
        list(":", &slot.only)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;
    use crate::who::{Knowledge, Resolver};

    /// What became of word `word` of "The envoy held talks with rebels on Monday".
    fn candidates(lines: &str, word: usize) -> Vec<Candidate> {
        let conllu = "1 The the DET DT _ 2 det _ _
            2 envoy envoy NOUN NN _ 3 nsubj _ _
            3 held hold VERB VBD _ 0 root _ _
            4 talks talk NOUN NNS _ 3 obj _ _
            5 with with ADP IN _ 6 case _ _
            6 rebels rebel NOUN NNS _ 4 nmod _ _
            7 on on ADP IN _ 8 case _ _
            8 Monday Monday PROPN NNP _ 3 obl _ _";
        let (text, reading) = Reading::from_conllu(conllu).expect("well formed");
        let mut frames = Frames::default();
        frames.add("own.txt", lines).expect("sound");
        let entities = Entities::read(Resolver::new(Knowledge::shipped()), &text, &reading, None, None);
        let found = trace(&entities, &reading.sentences[0], 0, &frames, &[]);
        found.into_iter().find(|trace| trace.word == word).expect("a word with frames").candidates
    }

    fn failure(lines: &str) -> String {
        let found = candidates(lines, 2).remove(0);
        let (slot, reason) = found.failure().expect("it does not fit");
        format!("{slot}: {reason}")
    }

    #[test]
    fn the_slot_that_fails_is_named() {
        assert_eq!(failure("@ COERCE\nA hold R:hostage"), "R:hostage: “talks” is not hostage");
        assert_eq!(failure("@ COERCE\nA hold R~talk"), "R~talk: “talks” is ruled out");
        assert_eq!(failure("@ CONSULT\nA hold talk in X"), "in X: no phrase with “in”");
        assert_eq!(failure("@ CONSULT\nA* hold talk"), "A*: “envoy” is not several (*)");
        assert_eq!(failure("@ REJECT\nA hold +off R"), "+off: it needs “off” with its trigger");
        assert_eq!(failure("@ REQUEST\nA hold"), "no object: “talks” is an object, and the pattern has none");
        assert_eq!(failure("@ REQUEST\nA hold X that ACT"), "that ACT: no clause such as “that …”");
    }

    #[test]
    fn the_words_of_a_frame_that_fits_are_told() {
        let found = candidates("@ CONSULT\nA hold talk/meeting with R on X?\nA hold X", 2);
        let slots: Vec<(&str, &Filling)> = found[0].slots.iter().map(|s| (s.slot.as_str(), &s.filling)).collect();
        let words = |words: &[usize]| Filling::Words(words.to_vec());
        assert_eq!(
            slots,
            [("A", &words(&[1])), ("talk/meeting", &words(&[3])), ("with R", &words(&[5])), ("on X?", &words(&[7]))]
        );
        assert_eq!(found[1].outcome, Outcome::Outdone(found[0].frame.clone()));
    }

    #[test]
    fn why_a_frame_that_fits_codes_nothing() {
        let outcome = |lines: &str, word: usize| candidates(lines, word).remove(0).outcome;
        assert_eq!(outcome("@ COERCE\nA hold X | none", 2), Outcome::SwitchedOff);
        assert_eq!(outcome("@ CONSULT\nA hold talk with R\n@ AID\ntalk.n with R", 3), Outcome::PartOf(2));
        let Outcome::Uncoded(reason) = outcome("@ COERCE\nA hold R!", 2) else { panic!("coded") };
        assert!(reason.starts_with("“talks” is no political party"), "{reason}");
    }

    #[test]
    fn a_particle_that_no_pattern_names_is_told() {
        let conllu = "1 Rebels rebel NOUN NNS _ 2 nsubj _ _
            2 pulled pull VERB VBD _ 0 root _ _
            3 out out ADP RP _ 2 compound:prt _ _";
        let (text, reading) = Reading::from_conllu(conllu).expect("well formed");
        let mut frames = Frames::default();
        frames.add("own.txt", "@ AID\nA pull\n@ RETREAT\nA pull +back\nA pull +out").expect("sound");
        let entities = Entities::read(Resolver::new(Knowledge::shipped()), &text, &reading, None, None);
        let found = trace(&entities, &reading.sentences[0], 0, &frames, &[]).remove(1).candidates;
        let failures: Vec<_> = found.iter().map(|c| (c.frame.line, c.failure())).collect();
        let other = "the particle “out” makes it another verb";
        let (no, back) = (Some(("no +", other)), Some(("+back", "it needs “back” with its trigger")));
        assert_eq!(failures, [(5, None), (2, no), (4, back)]);
    }

    #[test]
    fn long_lists_are_cut() {
        let failure = failure("@ COERCE\nA hold R:hostage/captive/pilot/sailor/editor/judge");
        assert_eq!(failure, "R:hostage/captive/pilot/sailor/…: “talks” is not hostage/captive/pilot/sailor/…");
    }

    #[test]
    fn the_nearest_frame_comes_first() {
        let found = candidates("@ AID\nA hold +out X to R\nA hold R in X by X\nA hold R:hand in X\nA hold R in X", 2);
        let lines: Vec<usize> = found.iter().map(|c| c.frame.line).collect();
        assert_eq!(lines, [5, 3, 4, 2]);
    }
}
