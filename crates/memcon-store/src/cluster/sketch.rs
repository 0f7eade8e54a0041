//! The words of a mention's evidence, as hashes of 16 bits: enough to tell how much two sentences have in common.

use rustc_hash::FxHashSet;

/// Most words that are kept, the least hashes first, which are the same for the same words.
const MOST: usize = 40;

/// Words that say little of what happened.
const IDLE: &str = " the and for that with from was were has have had are its his her their this which who will would been not but they \
    said says say told also after before over into about than when while where during monday tuesday wednesday thursday friday \
    saturday sunday january february march april may june july august september october november december one two ";

/// A set of hashed words, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Vec<u16>);

impl Sketch {
    /// The content words of evidence.
    pub fn of<'a>(evidence: impl IntoIterator<Item = &'a str>) -> Self {
        let mut words = FxHashSet::default();
        for text in evidence {
            for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2) {
                let word = word.to_lowercase();
                if !IDLE.contains(&format!(" {word} ")) {
                    words.insert(hashed(stem(&word)));
                }
            }
        }
        let mut words: Vec<u16> = words.into_iter().collect();
        words.sort_unstable();
        words.truncate(MOST);
        Self(words)
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    /// From bytes.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(u16::from_be_bytes).collect())
    }

    /// From 0 to 1: how many of the words of the shorter are among those of the longer. With less than three words
    /// nothing is said.
    pub fn overlap(&self, other: &Self) -> f64 {
        let shorter = self.0.len().min(other.0.len());
        if shorter < 3 {
            return 0.0;
        }
        let shared = self.0.iter().filter(|word| other.0.binary_search(word).is_ok()).count();
        shared as f64 / shorter as f64
    }
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

    #[test]
    fn rewriting_keeps_words() {
        let one = Sketch::of(["Rebels shelled the market of Tarn, killing nine people."]);
        let two = Sketch::of(["Nine people were killed when rebels shelled a market in Tarn on Monday."]);
        let other = Sketch::of(["The rebels' spokesman demanded that the governor of Tarn resign."]);
        assert!(one.overlap(&two) > 0.8, "{}", one.overlap(&two));
        assert!(one.overlap(&other) < 0.4, "{}", one.overlap(&other));
        assert_eq!(Sketch::from_bytes(&one.to_bytes()), one);
        assert_eq!(Sketch::of(["Yes"]).overlap(&one).to_bits(), 0);
    }
}
