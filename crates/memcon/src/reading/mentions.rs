//! Entity mentions from span scores. Mentions may nest, never cross.

use super::network::Scores;
use super::{EntityKind, EntityMention, Upos, Word};

/// Longest mention in words. GUM's longest in news are near 60; a longer span is not scored, so that
/// work stays linear in the length of a sentence.
const LONGEST: usize = 64;

/// The mentions of a sentence, by first word, the longest first.
pub fn mentions(scores: &Scores, kinds: &[EntityKind], words: &[Word]) -> Vec<EntityMention> {
    let n = scores.word_count();
    let mut found: Vec<(f32, usize, usize, EntityKind)> = Vec::new();
    for first in 0..n {
        for last in first..n.min(first + LONGEST) {
            let (class, margin) = scores.span(first, last);
            if let Some(&kind) = class.checked_sub(1).and_then(|kind| kinds.get(kind)) {
                found.push((margin, first, last, kind));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut kept: Vec<EntityMention> = Vec::new();
    for (_, first, last, kind) in found {
        let crosses = |m: &EntityMention| {
            m.first < first && first <= m.last && m.last < last || first < m.first && m.first <= last && last < m.last
        };
        if !kept.iter().any(crosses) {
            kept.push(EntityMention { first, last, kind, named: is_named(words, first, last) });
        }
    }
    kept.sort_by_key(|m| (m.first, std::cmp::Reverse(m.last)));
    kept
}

/// A mention is named if its head is a proper noun.
fn is_named(words: &[Word], first: usize, last: usize) -> bool {
    let head = (first..=last).find(|&i| words[i].head.is_none_or(|h| h < first || h > last));
    head.is_some_and(|i| words[i].upos == Upos::Propn)
}
