//! The second opinion: what the reader's learned head proposes where the lexicon is silent.
//!
//! The lexicon decides wherever one of its frames fits, `none` lines included. At other verbs, verbs of saying among
//! them, the head's likeliest category becomes an event of the bare grammar of the clause, if it is likely enough. Its
//! [`Rule`](super::Rule) has [`MODEL`] for a file, so that nothing is proposed silently.

use std::sync::OnceLock;

use memcon_lexicon::Category;
use memcon_lexicon::frames::{ClauseMark, Frame, Oblique, Role, Slot, TriggerKind};

use super::matching::{Match, Matcher};
use super::speech::{self, Said};
use crate::reading::{Cue, Naming, Sentence, Upos};

/// How likely a category must be: likelier than all others and none together. Lower costs more precision than it
/// gives recall on the development records; nouns and adjectives gave nothing at any likelihood.
const LEAST: f32 = 0.5;

/// What a speaker can do by saying something.
const BY_WORDS: [Category; 7] = [
    Category::Accuse,
    Category::Support,
    Category::Request,
    Category::Reject,
    Category::Threaten,
    Category::Agree,
    Category::Concede,
];

/// The name under which proposals stand in the place of a lexicon file.
pub const MODEL: &str = "model";

/// TEMPORARY: thresholds from the environment.
pub fn knob(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// The words that the head holds for the actors of what a word tells of, and for its recipients.
pub fn namings(sentence: &Sentence, trigger: usize) -> [Vec<usize>; 2] {
    let least = knob("NAMED", 0.5);
    let words = |namings: &[Naming]| namings.iter().filter(|n| n.likelihood >= least).map(|n| n.word).collect();
    sentence.cues.get(trigger).map_or_else(Default::default, |cue| [words(&cue.actors), words(&cue.recipients)])
}

/// Reviews what the lexicon matched: drops what the head is sure tells of no event, and gives another category to what
/// it is sure is of that.
pub fn review(sentence: &Sentence, all: &mut Vec<Match>) {
    let (none, weak, other, low) = (knob("NONE", 2.0), knob("WEAKNONE", 2.0), knob("OTHER", 2.0), knob("LOW", 0.02));
    all.retain(|m| {
        let Some(cue) = sentence.cues.get(m.trigger) else { return true };
        m.frame.category.is_none() || cue.none() < if m.frame.weak { weak } else { none }
    });
    for m in all {
        let (Some(category), Some(cue)) = (m.frame.category, sentence.cues.get(m.trigger)) else { continue };
        let (best, likelihood) = cue.best();
        if best != category && likelihood >= other && cue.of(category) < low {
            m.frame = frame(best);
        }
    }
}

/// Whether a match was proposed by the head rather than found by a frame.
pub fn is_proposed(found: &Match) -> bool {
    &*found.frame.file == MODEL
}

/// What the head proposes in a sentence, given what the lexicon's frames matched in it (all of them, those that code
/// nothing included).
pub fn proposals<'f>(matcher: &Matcher, matched: &[Match<'f>]) -> Vec<Match<'f>> {
    let sentence = matcher.sentence();
    let is_known = |word: usize| matched.iter().any(|m| m.trigger == word || m.literals.contains(&word));
    let (least, noun) = (knob("LEAST", LEAST), knob("NOUN", 2.0));
    let is_open = |word: usize| {
        !is_known(word)
            && match sentence.words[word].upos {
                Upos::Verb => true,
                Upos::Noun | Upos::Adj => sentence.cues[word].best().1 >= noun,
                _ => false,
            }
    };
    let likely = sentence.cues.iter().map(Cue::best).enumerate().filter(|(_, (_, likelihood))| *likelihood >= least);
    let open: Vec<(usize, Category)> =
        likely.map(|(word, (category, _))| (word, category)).filter(|(word, _)| is_open(*word)).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let said = speech::said(sentence);
    let propose = |(word, category): (usize, Category)| {
        let saying: Vec<&Said> = said.iter().filter(|s| s.verb == word).collect();
        if saying.is_empty() { by_deed(matcher, word, category) } else { by_words(&saying, category) }
    };
    open.into_iter().filter_map(propose).collect()
}

/// "The junta **torched** the depot": the bare grammar of the clause says who and whom.
fn by_deed<'f>(matcher: &Matcher, word: usize, category: Category) -> Option<Match<'f>> {
    let found = matcher.fit(frame(category), word)?;
    let [actors, recipients] = namings(matcher.sentence(), word);
    (!found.actors.is_empty() || !found.recipients.is_empty() || !actors.is_empty() || !recipients.is_empty())
        .then_some(found)
}

/// "The minister **said** the junta was starving the region": what is said is an accusation.
fn by_words<'f>(saying: &[&Said], category: Category) -> Option<Match<'f>> {
    let first = saying.first().filter(|_| BY_WORDS.contains(&category))?;
    let mut found = Match::of(frame(category), first.verb);
    found.actors.clone_from(&first.speakers);
    found.acts = saying.iter().map(|s| s.content).collect();
    Some(found)
}

/// A frame of the bare grammar of a clause for each category.
fn frame(category: Category) -> &'static Frame {
    static FRAMES: OnceLock<Vec<Frame>> = OnceLock::new();
    &FRAMES.get_or_init(|| Category::ALL.iter().map(|&category| bare(category)).collect())[category as usize]
}

fn bare(category: Category) -> Frame {
    let slot =
        |role: Role| Slot { role, optional: true, direct: false, plural: false, only: Vec::new(), except: Vec::new() };
    let embeds = matches!(category, Category::Agree | Category::Request | Category::Reject | Category::Threaten);
    Frame {
        category: Some(category),
        modes: Vec::new(),
        triggers: Vec::new(),
        kind: TriggerKind::Verb,
        particle: None,
        subject: Some(slot(Role::Actor)),
        object: Some(slot(Role::Recipient)),
        obliques: vec![Oblique {
            prepositions: prepositions(category).iter().map(|&p| p.to_owned()).collect(),
            slot: slot(Role::Recipient),
        }],
        clause: embeds.then(|| (ClauseMark::Infinitive, slot(Role::Act))),
        actor_sector: None,
        recipient_sector: None,
        act: None,
        swap: false,
        weak: false,
        pattern: "A … R".to_owned(),
        file: MODEL.into(),
        line: 0,
    }
}

/// Which prepositions lead to the recipient.
fn prepositions(category: Category) -> &'static [&'static str] {
    match category {
        Category::Consult | Category::Cooperate => &["with", "between", "to", "in"],
        Category::Aid | Category::Concede | Category::Agree => &["to", "for", "with", "of"],
        Category::Support => &["of", "for", "to", "with", "behind"],
        Category::Retreat => &["from", "to", "of"],
        Category::Request => &["on", "to", "from", "of", "upon"],
        _ => &["against", "on", "upon", "at", "of", "with", "from", "to", "over", "for", "in", "into"],
    }
}
