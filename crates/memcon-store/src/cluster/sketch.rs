//! The words of a mention's evidence, as hashes of 16 bits: enough to tell how much two sentences have in common.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Most words that are kept, the least hashes first, which are the same for the same words.
const MOST: usize = 40;

/// Words that say little of what happened.
static IDLE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    "the and for that with from was were has have had are its his her their this which who will would been not but they \
     said says say told also after before over into about than when while where during monday tuesday wednesday thursday \
     friday saturday sunday january february march april may june july august september october november december one two"
        .split_whitespace()
        .collect()
});

/// A set of hashed words, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Vec<u16>);

impl Sketch {
    /// The content words of evidence, but for those of `idle`, since who the parties are was asked before; and those of
    /// them that are names: capitalised, and not the first of a sentence.
    pub fn of<'a>(evidence: impl IntoIterator<Item = &'a str>, idle: &str) -> (Self, Self) {
        let idle: FxHashSet<u16> = words(idle).map(|word| hashed(stem(&word.to_lowercase()))).collect();
        let (mut all, mut names) = (Vec::new(), Vec::new());
        for text in evidence {
            for (number, word) in words(text).enumerate() {
                let lower = word.to_lowercase();
                let hash = hashed(stem(&lower));
                if lower.len() <= 2 || idle.contains(&hash) || IDLE.contains(lower.as_str()) {
                    continue;
                }
                all.push(hash);
                if number > 0 && word.chars().next().is_some_and(char::is_uppercase) {
                    names.push(hash);
                }
            }
        }
        (Self::least(all), Self::least(names))
    }

    /// The least of some hashes, each once.
    fn least(mut hashes: Vec<u16>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(MOST);
        Self(hashes)
    }

    /// From 0 to 1: how many of the words of the shorter are among those of the longer. Less than three words count as
    /// three, since one or two may be shared by chance.
    pub fn overlap(&self, other: &Self) -> f64 {
        let shorter = self.0.len().min(other.0.len());
        self.shared(other) as f64 / shorter.max(3) as f64
    }

    /// Whether both have words and none is shared.
    pub fn differs(&self, other: &Self) -> bool {
        !self.0.is_empty() && !other.0.is_empty() && self.shared(other) == 0
    }

    fn shared(&self, other: &Self) -> usize {
        self.0.iter().filter(|word| other.0.binary_search(word).is_ok()).count()
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The word without the commonest endings of English: enough to join "attacked" with "attack".
fn stem(word: &str) -> &str {
    let endings = ["ations", "ation", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e"];
    endings.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.len() > 3)).unwrap_or(word)
}

fn hashed(word: &str) -> u16 {
    let hash = word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let [a, b, ..] = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
    u16::from_be_bytes([a, b])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(text: &str, idle: &str) -> Sketch {
        Sketch::of([text], idle).0
    }

    #[test]
    fn rewriting_keeps_words() {
        let one = content("Rebels shelled the market of Tarn, killing nine people.", "");
        let two = content("Nine people were killed when rebels shelled a market in Tarn on Monday.", "");
        let other = content("The rebels' spokesman demanded that the governor of Tarn resign.", "");
        assert!(one.overlap(&two) > 0.8, "{}", one.overlap(&two));
        assert!(one.overlap(&other) < 0.4, "{}", one.overlap(&other));
        assert_eq!(content("Yes", "").overlap(&one).to_bits(), 0);
    }

    #[test]
    fn parties_are_no_words_in_common() {
        let idle = "Veria Norland";
        let one = content("Veria accused Norland of jamming radios.", idle);
        let two = content("Veria accused Norland of poaching herring.", idle);
        assert!(one.overlap(&two) < 0.4, "{}", one.overlap(&two));
    }

    #[test]
    fn names_tell_events_apart() {
        let names = |text| Sketch::of([text], "Veria").1;
        assert!(names("Gunmen attacked a base near Tarn.").differs(&names("Gunmen attacked a base near Orle.")));
        assert!(!names("Gunmen attacked a base near Tarn.").differs(&names("Gunmen attacked a base.")));
        assert!(!names("In Veria a base was attacked near Tarn.").differs(&names("Tarn and Orle: a base near Tarn.")));
    }
}
