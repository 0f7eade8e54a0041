//! What an event is about: PLOVER's contexts, each with its reach.
//!
//! Cues of `lexicon/contexts.txt` are looked for in three circles around the event, and the wider the circle, the
//! more it takes: a killing in a story about elections is not electoral violence. A context that the event's own
//! clause, kind or parties show has the reach *clause*; one that the rest of its sentence and of its paragraph shows,
//! *paragraph*; the subject of the whole story, *story*. `codebook/contexts.md` has the rules.

use std::collections::{BTreeMap, BTreeSet};

use memcon_lexicon::contexts::{ContextCue, Contexts, Weight, WordKind, spelling};
use memcon_lexicon::{Category, Context, Sector};

use super::coder::Story;
use super::event::Event;
use super::extent::clause_of;
use crate::Span;
use crate::reading::{Sentence, Upos, Word};
use crate::who::Party;

/// How far from the event a context was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// From its own clause, its category and modes, or its parties.
    Clause,
    /// From its sentence and its paragraph.
    Paragraph,
    /// From the story.
    Story,
}

impl Reach {
    /// `clause`, `paragraph` or `story`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Paragraph => "paragraph",
            Self::Story => "story",
        }
    }
}

/// A context of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventContext {
    /// What the event is about.
    pub context: Context,
    /// Where that was read.
    pub reach: Reach,
}

/// Points that show a context in the event's clause or sentence: one strong cue or two weak ones.
const ENOUGH: u32 = 2;

/// Points that show a context in the whole of the sentences that tell of the event, a strong cue among them.
const ENOUGH_IN_SENTENCE: u32 = 3;

/// Points that show a context in the paragraph beyond the event's sentence: two strong cues.
const ENOUGH_IN_PARAGRAPH: u32 = 4;

/// Sentences with a strong cue that make a context the subject of a story; the headline counts as two.
const ENOUGH_IN_STORY: usize = 3;

/// The part of a story's sentences that must have one, as one in so many.
const ONE_IN: usize = 4;

/// Sentences before and after that still count as the event's paragraph.
const NEIGHBOURS: usize = 2;

/// Gives every event of a story its contexts.
pub fn add_contexts(story: &Story, cues: &Contexts, events: &mut [Event]) {
    if events.is_empty() {
        return;
    }
    let found = Found::read(story, cues);
    let of_story = found.subjects(story.text);
    for event in events.iter_mut().filter(|event| event.story == story.index) {
        let mut reaches: BTreeMap<Context, Reach> = of_story.iter().map(|&c| (c, Reach::Story)).collect();
        reaches.extend(found.around(event, story.text).map(|c| (c, Reach::Paragraph)));
        reaches.extend(found.within(event, cues).map(|c| (c, Reach::Clause)));
        event.contexts = reaches.into_iter().map(|(context, reach)| EventContext { context, reach }).collect();
        event.contexts.sort_by_key(|c| (c.reach, c.context));
    }
}

/// A cue as found in a sentence.
struct Hit<'c> {
    cue: &'c ContextCue,
    /// First and last word.
    words: (usize, usize),
}

/// The cues of a story's sentences.
struct Found<'a, 'c> {
    sentences: Vec<(&'a Sentence, Vec<Hit<'c>>)>,
}

/// Points by context; a cue counts once however often it stands there.
#[derive(Default)]
struct Points<'c> {
    counted: BTreeSet<(Context, &'c [String])>,
    by_context: BTreeMap<Context, u32>,
    strong: BTreeSet<Context>,
}

impl<'c> Points<'c> {
    fn add(&mut self, cue: &'c ContextCue) {
        if self.counted.insert((cue.context, &cue.words)) {
            let is_strong = cue.weight == Weight::Strong;
            *self.by_context.entry(cue.context).or_default() += if is_strong { 2 } else { 1 };
            if is_strong {
                self.strong.insert(cue.context);
            }
        }
    }

    fn at_least(&self, points: u32) -> impl Iterator<Item = Context> {
        self.by_context.iter().filter(move |(_, own)| **own >= points).map(|(context, _)| *context)
    }
}

impl<'a, 'c> Found<'a, 'c> {
    fn read(story: &'a Story, cues: &'c Contexts) -> Self {
        let sentences = &story.reading.sentences;
        Self { sentences: sentences.iter().map(|sentence| (sentence, hits(sentence, cues))).collect() }
    }

    /// What the event's clause, kind and parties show.
    fn within(&self, event: &Event, cues: &'c Contexts) -> impl Iterator<Item = Context> + use<'c> {
        let mut points = Points::default();
        if let Some((sentence, hits)) = self.sentence_of(event.trigger).and_then(|at| self.sentences.get(at)) {
            let trigger = sentence.words.iter().position(|word| word.span == event.trigger);
            let clause = trigger.map(|trigger| clause_of(sentence, trigger)).unwrap_or_default();
            let inside = |hit: &&Hit| (hit.words.0..=hit.words.1).any(|word| clause.contains(&word));
            hits.iter().filter(inside).for_each(|hit| points.add(hit.cue));
        }
        let mut found: BTreeSet<Context> = cues.of_event(event.category, &event.modes).collect();
        if let Some(act) = event.act {
            found.extend(cues.of_event(act, &event.modes));
        }
        for (party, is_actor) in parties(event) {
            for context in party.sector.iter().flat_map(|&sector| cues.of_sector(sector, is_actor)) {
                *points.by_context.entry(context).or_default() += 1;
            }
        }
        if is_between_states(event) {
            found.extend(cues.between_states(event.category));
            found.extend(event.act.iter().flat_map(|&act: &Category| cues.between_states(act)));
        }
        found.extend(points.at_least(ENOUGH));
        found.into_iter()
    }

    /// What the sentences that tell of the event, and those beside it in its paragraph, show.
    fn around(&self, event: &Event, text: &str) -> impl Iterator<Item = Context> + use<'a, 'c> {
        let mut found = BTreeSet::new();
        for span in event.evidence.iter().copied().chain([event.trigger]) {
            let Some(at) = self.sentence_of(span) else { continue };
            let own = self.points(at..at + 1);
            found.extend(own.at_least(ENOUGH_IN_SENTENCE).filter(|context| own.strong.contains(context)));
            let beside = self.points(self.paragraph(at, text));
            found.extend(beside.at_least(ENOUGH_IN_PARAGRAPH).filter(|context| own.by_context.contains_key(context)));
            found.extend(beside.at_least(2 * ENOUGH_IN_PARAGRAPH));
        }
        found.into_iter()
    }

    /// What the story is about: contexts with a strong cue in several sentences and in a good part of all.
    fn subjects(&self, text: &str) -> Vec<Context> {
        let mut counts: BTreeMap<Context, usize> = BTreeMap::new();
        for (at, (sentence, hits)) in self.sentences.iter().enumerate() {
            let strong = hits.iter().filter(|hit| hit.cue.weight == Weight::Strong).map(|hit| hit.cue.context);
            let is_headline = at == 0 && !sentence.span.of(text).trim_end().ends_with(['.', '!', '?', '”', '"']);
            for context in strong.collect::<BTreeSet<_>>() {
                *counts.entry(context).or_default() += if is_headline { 2 } else { 1 };
            }
        }
        let many = |&(_, count): &(Context, usize)| count >= ENOUGH_IN_STORY && count * ONE_IN >= self.sentences.len();
        counts.into_iter().filter(many).map(|(context, _)| context).collect()
    }

    fn points(&self, range: std::ops::Range<usize>) -> Points<'c> {
        let mut points = Points::default();
        for (_, hits) in self.sentences.get(range).unwrap_or_default() {
            for hit in hits {
                points.add(hit.cue);
            }
        }
        points
    }

    fn sentence_of(&self, span: Span) -> Option<usize> {
        let after = self.sentences.partition_point(|(sentence, _)| sentence.span.end <= span.start);
        self.sentences.get(after).filter(|(sentence, _)| sentence.span.start <= span.start).map(|_| after)
    }

    /// The sentences of the paragraph of sentence `at`, those that stand near it.
    fn paragraph(&self, at: usize, text: &str) -> std::ops::Range<usize> {
        let joined = |first: usize, second: usize| {
            let (Some((a, _)), Some((b, _))) = (self.sentences.get(first), self.sentences.get(second)) else {
                return false;
            };
            a.span.end <= b.span.start && !Span::new(a.span.end, b.span.start).of(text).contains('\n')
        };
        let (mut first, mut last) = (at, at);
        while first > 0 && at - first < NEIGHBOURS && joined(first - 1, first) {
            first -= 1;
        }
        while last - at < NEIGHBOURS && joined(last, last + 1) {
            last += 1;
        }
        first..last + 1
    }
}

fn parties(event: &Event) -> impl Iterator<Item = (&Party, bool)> {
    event.actors.iter().map(|p| (p, true)).chain(event.recipients.iter().map(|p| (p, false)))
}

/// Whether organs of two different states, or of a state and an international body, are the parties.
fn is_between_states(event: &Event) -> bool {
    const BODIES: [&str; 3] = ["UNO", "IGO", "EUR"];
    let acts_for_state = |party: &&Party| {
        matches!(party.sector, None | Some(Sector::Government | Sector::Legislature))
            && party
                .country
                .as_ref()
                .is_some_and(|c| c.len() == 3 && !matches!(c.as_str(), "NGO" | "MNC" | "IMG" | "ISM"))
            || party.country.as_ref().is_some_and(|c| BODIES.contains(&c.as_str()))
    };
    let countries: BTreeSet<&str> =
        parties(event).map(|(party, _)| party).filter(acts_for_state).filter_map(|p| p.country.as_deref()).collect();
    countries.len() > 1
}

/// The cues of a sentence: of a context's cues that share words the longest stands, and where that says that the
/// words are no cue, none does.
fn hits<'c>(sentence: &Sentence, cues: &'c Contexts) -> Vec<Hit<'c>> {
    let units = units(sentence);
    let mut free_from: BTreeMap<Context, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for at in 0..units.len() {
        let mut best: BTreeMap<Context, &ContextCue> = BTreeMap::new();
        for word in units[at].forms() {
            for cue in cues.opening_with(word).iter().filter(|cue| fits(cue, &units[at..], sentence)) {
                let known = best.entry(cue.context).or_insert(cue);
                if cue.words.len() > known.words.len() {
                    *known = cue;
                }
            }
        }
        for (context, cue) in best {
            let free = free_from.entry(context).or_default();
            if *free > at {
                continue;
            }
            let last = at + cue.words.len() - 1;
            *free = last + 1;
            if cue.weight != Weight::Not {
                found.push(Hit { cue, words: (units[at].word, units[last].word) });
            }
        }
    }
    found
}

/// A word, or a part of a hyphenated one, in the spelling of cues.
struct Unit {
    lemma: String,
    form: String,
    word: usize,
}

impl Unit {
    fn forms(&self) -> impl Iterator<Item = &str> {
        let form = (self.form != self.lemma).then_some(self.form.as_str());
        std::iter::once(self.lemma.as_str()).chain(form)
    }

    fn is(&self, word: &str) -> bool {
        self.lemma == word || self.form == word
    }
}

fn units(sentence: &Sentence) -> Vec<Unit> {
    let mut units = Vec::new();
    for (word, Word { form, lemma, .. }) in sentence.words.iter().enumerate() {
        let (forms, lemmas): (Vec<&str>, Vec<&str>) = (parts(form), parts(lemma));
        for (at, part) in forms.iter().enumerate() {
            let lemma = if forms.len() == lemmas.len() { lemmas[at] } else { part };
            units.push(Unit { lemma: spelling(lemma), form: spelling(part), word });
        }
    }
    units
}

fn parts(word: &str) -> Vec<&str> {
    word.split(['-', '‑', '–']).filter(|part| !part.is_empty()).collect()
}

fn fits(cue: &ContextCue, units: &[Unit], sentence: &Sentence) -> bool {
    let all = units.len() >= cue.words.len() && cue.words.iter().zip(units).all(|(word, unit)| unit.is(word));
    all && (cue.words.len() > 1 || units.first().is_some_and(|unit| is_kind(&sentence.words[unit.word], cue.kind)))
}

fn is_kind(word: &Word, kind: WordKind) -> bool {
    match kind {
        WordKind::Noun => matches!(word.upos, Upos::Noun | Upos::Propn | Upos::X),
        WordKind::Verb => word.upos == Upos::Verb,
        WordKind::Adjective => matches!(word.upos, Upos::Adj | Upos::Verb | Upos::Propn | Upos::Adv),
        WordKind::Any => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Reading;

    const CUES: &str = "@ election\nstrong noun ballot; election result\n@ military\nstrong noun general; soldier\n\
        not general election\nweak noun force\n@ legal\nstrong verb sue\n@ territory\nweak noun border";

    fn sentence(conllu: &str) -> Sentence {
        let (_, mut reading) = Reading::from_conllu(conllu).expect("well formed");
        reading.sentences.remove(0)
    }

    fn found(sentence: &Sentence) -> Vec<(Context, String)> {
        let mut cues = Contexts::default();
        cues.add("c.txt", CUES).expect("sound");
        hits(sentence, &cues).iter().map(|hit| (hit.cue.context, hit.cue.words.join(" "))).collect()
    }

    #[test]
    fn the_longest_cue_stands_and_exclusions_take_words_away() {
        let s = sentence(
            "1 the the DET DT _ 3 det _ _
             2 general general ADJ JJ _ 3 amod _ _
             3 election-result election-result NOUN NN _ 4 nsubj _ _
             4 freed free VERB VBD _ 0 root _ _
             5 a a DET DT _ 6 det _ _
             6 general general NOUN NN _ 4 obj _ _",
        );
        let expected = [(Context::Election, "election result".to_owned()), (Context::Military, "general".to_owned())];
        assert_eq!(found(&s), expected);
    }

    #[test]
    fn one_strong_cue_or_two_weak_ones_are_enough() {
        let mut cues = Contexts::default();
        cues.add("c.txt", "@ crime\nweak noun gang; knife\nstrong noun mafia").expect("sound");
        let cue = |word: &str| cues.opening_with(word).first().expect("a cue");
        let mut points = Points::default();
        points.add(cue("gang"));
        points.add(cue("gang"));
        assert_eq!(points.at_least(ENOUGH).count(), 0, "the same cue twice is one");
        points.add(cue("knife"));
        assert_eq!(points.at_least(ENOUGH).count(), 1);
    }
}
