//! The second opinion: what the reader's learned head says where the lexicon is silent or leaves something open.
//!
//! - The lexicon decides wherever one of its frames fits, `none` lines included, unless the head is all but certain that
//!   the word tells of no event ([`is_ruled_out`]).
//! - At other verbs, verbs of saying among them, the head's likeliest category becomes an event of the bare grammar of
//!   the clause, if it is likely enough. Its [`Rule`](super::Rule) has [`MODEL`] for a file, so that nothing is
//!   proposed silently.
//! - Where frame and grammar name no actor or no recipient, the words that the head holds for one do ([`namings`]); the
//!   party's `why` says so.

use std::sync::OnceLock;

use memcon_lexicon::Category;
use memcon_lexicon::frames::{ClauseMark, Frame, Oblique, Role, Slot, TriggerKind};

use super::matching::{Match, Matcher};
use super::speech::{self, Said};
use crate::reading::{Cue, Naming, Sentence, Upos};

/// How likely a category must be to be proposed: likelier than all others and none together. Lower finds more at the
/// price of precision: at 0.65 F1 on the development records is .01 higher, and accuracy on single sentences .01 lower.
/// Nouns and adjectives gave next to nothing at any likelihood.
const LEAST: f32 = 0.55;

/// The same of SUPPORT, which the head sees in much that is merely friendly or said of somebody.
const LEAST_SUPPORT: f32 = 0.8;

/// How likely the head must hold a frame's category for its word on the parties to count.
const AGREED: f32 = 0.5;

/// How likely a word must name a party.
const NAMED: f32 = 0.5;

/// How likely "no event" must be to overrule a frame, and a weak one.
const RULES_OUT: f32 = 0.9;
const RULES_OUT_WEAK: f32 = 0.6;

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

/// The words that the head holds for the actors of what a match tells of, and for its recipients; none where it doubts
/// that the match is of the frame's category at all.
pub fn namings(sentence: &Sentence, found: &Match) -> [Vec<usize>; 2] {
    let words = |namings: &[Naming]| namings.iter().filter(|n| n.likelihood >= NAMED).map(|n| n.word).collect();
    let cue = sentence.cues.get(found.trigger).zip(found.frame.category);
    match cue.filter(|(cue, category)| cue.of(*category) >= AGREED) {
        Some((cue, _)) => [words(&cue.actors), words(&cue.recipients)],
        None => Default::default(),
    }
}

/// Whether the head is so sure that a word tells of no event that a frame's match there does not count.
pub fn is_ruled_out(sentence: &Sentence, found: &Match) -> bool {
    let least = if found.frame.weak { RULES_OUT_WEAK } else { RULES_OUT };
    found.frame.category.is_some() && sentence.cues.get(found.trigger).is_some_and(|cue| cue.none() >= least)
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
    let is_open = |word: usize| sentence.words[word].upos == Upos::Verb && !is_known(word);
    let least = |category: Category| if category == Category::Support { LEAST_SUPPORT } else { LEAST };
    let likely = sentence.cues.iter().map(Cue::best).enumerate().filter(|(_, (of, likely))| *likely >= least(*of));
    let open: Vec<(usize, Category)> =
        likely.map(|(word, (category, _))| (word, category)).filter(|(word, _)| is_open(*word)).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let said = speech::said(sentence);
    // Of harm that the lexicon knows the coder's own rules decide whether saying so is an accusation.
    let is_harm = |word: usize| {
        matched.iter().any(|m| m.trigger == word && m.frame.category.is_some_and(|category| category.quad() == 4))
    };
    let propose = |(word, category): (usize, Category)| {
        let saying: Vec<&Said> = said.iter().filter(|s| s.verb == word).collect();
        if saying.iter().any(|s| is_harm(s.content)) {
            return None;
        }
        if saying.is_empty() { by_deed(matcher, word, category) } else { by_words(&saying, category) }
    };
    open.into_iter().filter_map(propose).collect()
}

/// "The junta **torched** the depot": the bare grammar of the clause says who and whom.
fn by_deed<'f>(matcher: &Matcher, word: usize, category: Category) -> Option<Match<'f>> {
    let found = matcher.fit(frame(category), word)?;
    let names_somebody = namings(matcher.sentence(), &found).iter().any(|words| !words.is_empty());
    (!found.actors.is_empty() || !found.recipients.is_empty() || names_somebody).then_some(found)
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
