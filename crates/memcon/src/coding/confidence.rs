//! How sure the coder is that an event is right: a likelihood worked out from signs that anybody can look up.
//!
//! A logistic regression over [`SIGNS`], fitted by `cargo xtask calibrate GOLD.jsonl` to the development records, where
//! an event counts as right if `memcon score` matches it. The same command prints how often events of each confidence
//! are right, each article judged by weights that were fitted without it.

use memcon_lexicon::Status;

use super::event::Event;
use super::matching::Match;
use super::opinion::is_proposed;
use crate::reading::Sentence;

/// What confidence is worked out from, in the order of [`signs`] and [`WEIGHTS`].
pub const SIGNS: [&str; 13] = [
    "always",
    "proposed by the learned head",
    "coded by a weak frame",
    "coded by a rule of the coder's own",
    "log odds of the category by the head",
    "log odds of no event by the head",
    "how specific the frame is",
    "an actor with a country",
    "no actor named",
    "a recipient",
    "a recipient with a country",
    "told more than once",
    "occurred or ongoing",
];

/// The weights of [`SIGNS`], as `cargo xtask calibrate ../shared/gold/dev.jsonl` printed them.
const WEIGHTS: [f64; SIGNS.len()] = [
    -3.23, // always
    -1.22, // proposed by the learned head
    0.01,  // coded by a weak frame
    -0.16, // coded by a rule of the coder's own
    0.16,  // log odds of the category by the head
    -0.07, // log odds of no event by the head
    0.41,  // how specific the frame is
    2.57,  // an actor with a country
    0.08,  // no actor named
    0.13,  // a recipient
    0.59,  // a recipient with a country
    0.64,  // told more than once
    0.30,  // occurred or ongoing
];

/// The least confidence with which an event of a longer story is told, unless the caller wants others. Higher, fewer events
/// are wrong and fewer of those that a story is about are told.
pub const LEAST: f64 = 0.25;

/// How many times that an event needs which the learned head alone proposes: of pages that nobody tuned for, its proposals
/// below are seldom right.
const PROPOSED: f64 = 2.0;

/// Whether an event is told of a longer story, given the least confidence that is wanted.
pub fn suffices(event: &Event, least: f64) -> bool {
    let wanted = if event.finding.proposed { PROPOSED * least } else { least };
    event.confidence.is_none_or(|confidence| confidence >= wanted)
}

/// A text of so few sentences is handed over for what they say, and no event of it is left out.
pub const SHORT: usize = 3;

/// A frame's score from which on it counts as wholly specific.
const MOST_SPECIFIC: usize = 8;

/// What coding keeps of how an event was found, for [`signs`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Finding {
    proposed: bool,
    weak: bool,
    /// How likely the head holds the category at the trigger, and no event.
    own: f32,
    none: f32,
    score: usize,
}

impl Finding {
    /// Of a match in a sentence that was coded as a category.
    pub(super) fn of(sentence: &Sentence, found: &Match) -> Self {
        let cue = sentence.cues.get(found.trigger);
        let own = found.frame.category.zip(cue).map_or(0.0, |(category, cue)| cue.of(category));
        Self {
            proposed: is_proposed(found),
            weak: found.frame.weak,
            own,
            none: cue.map_or(1.0, crate::reading::Cue::none),
            score: found.score,
        }
    }
}

/// The numbers that stand for [`SIGNS`].
pub fn signs(event: &Event) -> [f64; SIGNS.len()] {
    let Finding { proposed, weak, own, none, score } = event.finding;
    let says = |so: bool| f64::from(u8::from(so));
    [
        1.0,
        says(proposed),
        says(weak),
        says(event.decided_by.is_of_code()),
        log_odds(own),
        log_odds(none),
        score.min(MOST_SPECIFIC) as f64 / MOST_SPECIFIC as f64,
        says(event.actors.iter().any(|party| party.country.is_some())),
        says(event.actors.iter().all(|party| party.span.is_empty())),
        says(!event.recipients.is_empty()),
        says(event.recipients.iter().any(|party| party.country.is_some())),
        says(event.evidence.len() > 1),
        says(matches!(event.status, Status::Occurred | Status::Ongoing)),
    ]
}

/// From 0 to 1, two decimals: how likely an event is right.
pub(super) fn confidence(event: &Event) -> f64 {
    let sum: f64 = signs(event).iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
    let likelihood = 1.0 / (1.0 + (-sum).exp());
    (likelihood * 100.0).round() / 100.0
}

/// Bounded to ±4.6, so that a head that is wholly sure does not decide alone.
fn log_odds(likelihood: f32) -> f64 {
    let p = f64::from(likelihood).clamp(0.01, 0.99);
    (p / (1.0 - p)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_odds_are_bounded_and_even_at_a_half() {
        assert!(log_odds(0.5).abs() < 1e-9);
        assert!((log_odds(1.0) + log_odds(0.0)).abs() < 1e-9 && log_odds(1.0) < 4.6);
    }
}
