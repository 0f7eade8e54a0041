//! Monotone alignment of two sequences of words: which words of ours stand, in order, in theirs.
//!
//! Patience alignment: word sequences that occur once in theirs and seldom in ours are anchors, the longest rising chain
//! of anchors is kept, and the gaps between are aligned in the same way with shorter sequences. The work is bounded by the length of the
//! input times a constant, and the answer depends on nothing else.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::ops::Range;

/// Lengths of the word sequences that serve as anchors, longest first.
const ANCHORS: [usize; 4] = [6, 3, 2, 1];

/// How many times the whole input may be gone over.
const PASSES: usize = 40;

/// Gaps up to this many pairs of words are aligned exactly.
const EXACT_PAIRS: usize = 10_000;

/// How often an anchor may occur in ours.
const OCCURRENCES: usize = 6;

type Hasher = BuildHasherDefault<DefaultHasher>;

/// The hash by which a word is compared: its letters and digits in lower case.
pub(super) fn hash(word: &str) -> u64 {
    let lower: String = word.chars().flat_map(char::to_lowercase).collect();
    Hasher::default().hash_one(lower)
}

/// For every word of `ours` whether it is matched by a word of `theirs`, the matches being in the same order in both.
pub(super) fn align(ours: &[u64], theirs: &[u64]) -> Vec<bool> {
    let mut aligner =
        Aligner { ours, theirs, matched: vec![false; ours.len()], budget: (ours.len() + theirs.len()) * PASSES };
    let mut gaps = vec![Gap { ours: 0..ours.len(), theirs: 0..theirs.len(), level: 0 }];
    while let Some(gap) = gaps.pop() {
        aligner.close(gap, &mut gaps);
    }
    aligner.matched
}

/// A stretch of both sequences that is still to be aligned, with anchors of length `ANCHORS[level]`.
#[derive(Debug)]
struct Gap {
    ours: Range<usize>,
    theirs: Range<usize>,
    level: usize,
}

struct Aligner<'a> {
    ours: &'a [u64],
    theirs: &'a [u64],
    matched: Vec<bool>,
    budget: usize,
}

impl Aligner<'_> {
    /// Aligns what can be aligned in a gap and adds the gaps that are left.
    fn close(&mut self, mut gap: Gap, gaps: &mut Vec<Gap>) {
        self.strip(&mut gap);
        let size = gap.ours.len() + gap.theirs.len();
        if gap.ours.is_empty() || gap.theirs.is_empty() || self.budget < size {
            return;
        }
        self.budget -= size;
        let Some(&length) = ANCHORS.get(gap.level) else {
            self.exact(&gap);
            return;
        };
        let chain = rising(&self.anchors(&gap, length));
        if chain.is_empty() {
            gaps.push(Gap { level: gap.level + 1, ..gap });
            return;
        }
        let (mut our, mut their) = (gap.ours.start, gap.theirs.start);
        for (a, b) in chain {
            if a >= our && b >= their {
                gaps.push(Gap { ours: our..a, theirs: their..b, level: gap.level });
                self.mark(a..a + length);
                (our, their) = (a + length, b + length);
            }
        }
        gaps.push(Gap { ours: our..gap.ours.end, theirs: their..gap.theirs.end, level: gap.level });
    }

    fn mark(&mut self, range: Range<usize>) {
        if let Some(words) = self.matched.get_mut(range) {
            words.fill(true);
        }
    }

    /// Matches what both stretches start and end with.
    fn strip(&mut self, gap: &mut Gap) {
        let (ours, theirs) = (&self.ours[gap.ours.clone()], &self.theirs[gap.theirs.clone()]);
        let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
        self.mark(gap.ours.start..gap.ours.start + same);
        gap.ours.start += same;
        gap.theirs.start += same;
        let (ours, theirs) = (&self.ours[gap.ours.clone()], &self.theirs[gap.theirs.clone()]);
        let same = ours.iter().rev().zip(theirs.iter().rev()).take_while(|(a, b)| a == b).count();
        self.mark(gap.ours.end - same..gap.ours.end);
        gap.ours.end -= same;
        gap.theirs.end -= same;
    }

    /// Where sequences of `length` words start that occur once in theirs and a few times in ours (a page may hold its
    /// body more than once), in order of ours.
    fn anchors(&self, gap: &Gap, length: usize) -> Vec<(usize, usize)> {
        let mut seen: HashMap<&[u64], Option<usize>, Hasher> = HashMap::default();
        for (at, words) in self.theirs[gap.theirs.clone()].windows(length).enumerate() {
            let place = Some(gap.theirs.start + at);
            seen.entry(words).and_modify(|place| *place = None).or_insert(place);
        }
        let mut counts: HashMap<usize, usize, Hasher> = HashMap::default();
        let mut anchors = Vec::new();
        for (at, words) in self.ours[gap.ours.clone()].windows(length).enumerate() {
            if let Some(place) = seen.get(words).copied().flatten() {
                *counts.entry(place).or_default() += 1;
                anchors.push((gap.ours.start + at, place));
            }
        }
        anchors.retain(|(_, place)| counts.get(place).is_some_and(|count| *count <= OCCURRENCES));
        anchors
    }

    /// The longest common subsequence of a small gap.
    fn exact(&mut self, gap: &Gap) {
        let (ours, theirs) = (&self.ours[gap.ours.clone()], &self.theirs[gap.theirs.clone()]);
        let width = theirs.len() + 1;
        if ours.len() * theirs.len() > EXACT_PAIRS {
            return;
        }
        let mut best = vec![0_u32; (ours.len() + 1) * width];
        for (i, a) in ours.iter().enumerate().rev() {
            for (j, b) in theirs.iter().enumerate().rev() {
                let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
                best[i * width + j] = if a == b { best[(i + 1) * width + j + 1] + 1 } else { skip };
            }
        }
        let (mut i, mut j) = (0, 0);
        let mut found = Vec::new();
        while i < ours.len() && j < theirs.len() {
            if ours[i] == theirs[j] {
                found.push(gap.ours.start + i);
                (i, j) = (i + 1, j + 1);
            } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
                i += 1;
            } else {
                j += 1;
            }
        }
        for at in found {
            self.mark(at..at + 1);
        }
    }
}

/// The longest chain of anchors that rises in both sequences; they come in order of the first.
fn rising(anchors: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // `tails[n]` is the anchor with the smallest second place that ends a chain of length n + 1.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(anchors.len());
    for (at, (_, place)) in anchors.iter().enumerate() {
        let length = tails.partition_point(|&tail| anchors[tail].1 < *place);
        before.push(length.checked_sub(1).map(|last| tails[last]));
        match tails.get_mut(length) {
            // Of two anchors for the same place the first stays, so that a chain keeps to one copy of a text.
            Some(tail) if anchors[*tail].1 > *place => *tail = at,
            Some(_) => {}
            None => tails.push(at),
        }
    }
    let mut chain = Vec::with_capacity(tails.len());
    let mut at = tails.last().copied();
    while let Some(anchor) = at {
        chain.push(anchors[anchor]);
        at = before[anchor];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(ours: &str, theirs: &str) -> String {
        let hashes = |text: &str| text.split_whitespace().map(hash).collect::<Vec<_>>();
        let found = align(&hashes(ours), &hashes(theirs));
        ours.split_whitespace()
            .zip(found)
            .filter(|(_, found)| *found)
            .map(|(word, _)| word)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_body_is_found_between_menu_and_footer() {
        let ours = "Home World Sport The envoy met the minister . Share The envoy left the port . Home Contact";
        let theirs = "The envoy met the minister . The envoy left the port .";
        assert_eq!(matched(ours, theirs), theirs);
    }

    #[test]
    fn a_repeated_sentence_is_matched_once() {
        assert_eq!(matched("a b c x a b c", "x a b c"), "x a b c");
        assert_eq!(matched("a b c a b c", "a b c"), "a b c");
    }

    #[test]
    fn of_two_copies_one_is_taken_whole() {
        let text = "the envoy met the minister in the port and they spoke of ships for an hour";
        let ours = format!("x {text} y {text} z");
        let hashes = |text: &str| text.split_whitespace().map(hash).collect::<Vec<_>>();
        let found = align(&hashes(&ours), &hashes(text));
        let length = text.split_whitespace().count();
        assert!(found[1..=length].iter().all(|found| *found) && found.iter().filter(|found| **found).count() == length);
    }

    #[test]
    fn order_is_kept() {
        assert_eq!(matched("one two three four five six", "four five six one two three").split(' ').count(), 3);
    }

    #[test]
    fn nothing_in_common_gives_nothing() {
        assert_eq!(matched("a b c", "d e f"), "");
        assert_eq!(matched("", "d"), "");
        assert_eq!(matched("a", ""), "");
    }
}
