//! Fingerprints of stories: the same copy, and nearly the same copy, told without the text.
//!
//! Both look at the words alone, lower-cased, without page furniture: a syndicated story has the same words on every
//! site, in other markup and punctuation. The exact fingerprint hashes all words. The near one is a [MinHash] of runs of
//! [`RUN`] words: the share of equal places of two near fingerprints estimates the share of runs that the stories
//! have in common (Jaccard), with a standard error of .07 at .8.
//!
//! [MinHash]: https://en.wikipedia.org/wiki/MinHash

use std::fmt::Write as _;

use super::page::Page;
use crate::span::Span;

/// Words in a run.
pub const RUN: usize = 4;

/// Places of a near fingerprint.
pub const PLACES: usize = 32;

/// Fewest words of a story whose near fingerprint means something: with fewer, one changed word changes too much.
pub const FEWEST_WORDS: usize = 24;

/// What a story's words are told by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// A hash of all words: equal where they are the same.
    pub exact: u64,
    /// The least hash of the story's runs of words under each of [`PLACES`] hash functions, its low bits; `None` for a
    /// story of less than [`FEWEST_WORDS`].
    pub near: Option<[u16; PLACES]>,
}

impl Fingerprint {
    /// The fingerprint of a page's story, furniture left out.
    pub fn of(page: &Page, story: Span) -> Self {
        let idle = page.furniture.iter().filter(|f| !f.kind.is_readable() && f.span.overlaps(story));
        let (mut words, mut at) = (Vec::new(), story.start);
        for furniture in idle {
            push_words(&mut words, page.text.get(at..furniture.span.start.max(at)).unwrap_or_default());
            at = at.max(furniture.span.end);
        }
        push_words(&mut words, page.text.get(at..story.end.max(at)).unwrap_or_default());
        Self::of_words(&words)
    }

    /// The fingerprint of a text.
    pub fn of_text(text: &str) -> Self {
        let mut words = Vec::new();
        push_words(&mut words, text);
        Self::of_words(&words)
    }

    fn of_words(words: &[u64]) -> Self {
        let exact = words.iter().fold(SEED, |hash, &word| mixed(hash ^ word));
        if words.len() < FEWEST_WORDS {
            return Self { exact, near: None };
        }
        let mut least = [u64::MAX; PLACES];
        for run in words.windows(RUN) {
            let hash = run.iter().fold(SEED, |hash, &word| mixed(hash ^ word));
            for (salt, least) in (1_u64..).zip(&mut least) {
                *least = (*least).min(mixed(hash ^ salt.wrapping_mul(GOLDEN)));
            }
        }
        #[expect(clippy::cast_possible_truncation, reason = "the low bits are what is kept")]
        Self { exact, near: Some(least.map(|hash| hash as u16)) }
    }

    /// From 0 to 1: how much of their runs of words two stories share, as far as their fingerprints tell.
    pub fn likeness(&self, other: &Self) -> f64 {
        if self.exact == other.exact {
            return 1.0;
        }
        let (Some(a), Some(b)) = (&self.near, &other.near) else { return 0.0 };
        a.iter().zip(b).filter(|(a, b)| a == b).count() as f64 / PLACES as f64
    }

    /// The near fingerprint as hexadecimal digits, four a place.
    pub fn near_hex(&self) -> Option<String> {
        self.near.map(|places| {
            places.iter().fold(String::with_capacity(4 * PLACES), |mut text, place| {
                let _ = write!(text, "{place:04x}");
                text
            })
        })
    }

    /// Reads what [`Fingerprint::exact`] and [`Fingerprint::near_hex`] wrote in hexadecimal digits.
    pub fn from_hex(exact: &str, near: Option<&str>) -> Option<Self> {
        let exact = u64::from_str_radix(exact, 16).ok()?;
        let Some(near) = near else { return Some(Self { exact, near: None }) };
        let mut places = [0; PLACES];
        for (number, place) in places.iter_mut().enumerate() {
            *place = u16::from_str_radix(near.get(4 * number..4 * number + 4)?, 16).ok()?;
        }
        Some(Self { exact, near: Some(places) })
    }
}

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of `SplitMix64`: every bit of the input moves every bit of the output.
fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Adds a hash for each word of a text: a run of letters and digits, lower-cased.
fn push_words(words: &mut Vec<u64>, text: &str) {
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let letters = word.chars().flat_map(char::to_lowercase);
        words.push(letters.fold(SEED, |hash, letter| (hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::{Bounds, open};

    const STORY: &str = "The harbour commission of Port Meridian voted on Tuesday to close the northern quay to \
        military ships after fishermen had blocked it for nine days. Its chair said that the vote was final, that \
        the navy had been told in writing, and that two frigates would leave before the end of the week.";

    fn page(source: &str) -> Fingerprint {
        let page = open(source.as_bytes(), "page", &Bounds::default()).next().expect("a page").expect("readable");
        Fingerprint::of(&page, page.stories[0].span)
    }

    #[test]
    fn the_same_words_have_the_same_fingerprint() {
        let shouted = STORY.to_uppercase().replace(", ", " — ");
        assert_eq!(Fingerprint::of_text(STORY), Fingerprint::of_text(&shouted));
        assert_eq!(page(STORY), Fingerprint::of_text(STORY));
    }

    #[test]
    fn nearly_the_same_words_have_nearly_the_same_fingerprint() {
        let cut = STORY.replace(" of Port Meridian", "");
        let (whole, cut) = (Fingerprint::of_text(STORY), Fingerprint::of_text(&cut));
        assert!(whole.exact != cut.exact && whole.likeness(&cut) > 0.6, "{}", whole.likeness(&cut));
        let other = "Two frigates left the northern quay at the end of the week, and the fishermen of the harbour went \
            home after nine days; the navy had been told to leave in writing by the commission's chair on Tuesday.";
        assert!(whole.likeness(&Fingerprint::of_text(other)) < 0.2);
        assert!(Fingerprint::of_text("Too short to tell.").near.is_none());
    }

    #[test]
    fn it_goes_through_hexadecimal() {
        let print = Fingerprint::of_text(STORY);
        let near = print.near_hex();
        assert_eq!(Fingerprint::from_hex(&format!("{:016x}", print.exact), near.as_deref()), Some(print));
        assert_eq!(Fingerprint::from_hex("12", Some("00ff")), None);
    }
}
