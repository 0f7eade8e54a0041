//! Words to word pieces and word-shape classes.
//!
//! BERT's uncased tokenisation of single words, and the six shapes that give the uncased encoder case
//! back. `training/memcon_training/pieces.py` does the same when the model is made; a change here needs
//! one there, and a new model.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

/// The most pieces that a sentence may have, `[CLS]` and `[SEP]` included: the encoder's positions.
pub const MAX_PIECES: usize = 512;

/// Longer words are one unknown piece: BERT's own bound, which keeps longest-match linear.
const MAX_WORD: usize = 100;

/// The vocabulary of word pieces.
pub struct WordPieces {
    ids: HashMap<&'static str, i32, BuildHasherDefault<rustc_hash::FxHasher>>,
    unknown: i32,
    /// `[CLS]`, which opens a sentence.
    pub open: i32,
    /// `[SEP]`, which closes it.
    pub close: i32,
}

impl WordPieces {
    /// Reads a vocabulary, one piece a line.
    ///
    /// # Errors
    /// Names the special piece that is missing.
    pub fn new(vocabulary: &'static str) -> Result<Self, String> {
        let ids: HashMap<_, _, _> = vocabulary.lines().zip(0..).collect();
        let special = |piece: &str| ids.get(piece).copied().ok_or_else(|| format!("the vocabulary has no {piece}"));
        let (unknown, open, close) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Ok(Self { ids, unknown, open, close })
    }

    /// Appends the pieces of one word, at least one.
    pub fn word(&self, word: &str, pieces: &mut Vec<i32>) {
        let before = pieces.len();
        let normal: String = word.to_lowercase().nfd().filter_map(normal).collect();
        let mut rest = normal.as_str();
        while let Some(part) = next_part(&mut rest) {
            self.part(part, pieces);
        }
        if pieces.len() == before {
            pieces.push(self.unknown);
        }
    }

    /// Longest match from the left; what cannot be matched makes the whole part unknown.
    fn part(&self, part: &str, pieces: &mut Vec<i32>) {
        let before = pieces.len();
        if part.chars().count() > MAX_WORD {
            pieces.push(self.unknown);
            return;
        }
        let mut continued = String::with_capacity(part.len() + 2);
        let mut start = 0;
        while start < part.len() {
            let longest = part[start..].char_indices().rev().find_map(|(at, c)| {
                let end = start + at + c.len_utf8();
                let id = if start == 0 {
                    self.ids.get(&part[..end])
                } else {
                    continued.clear();
                    continued.push_str("##");
                    continued.push_str(&part[start..end]);
                    self.ids.get(continued.as_str())
                };
                id.map(|&id| (id, end))
            });
            let Some((id, end)) = longest else {
                pieces.truncate(before);
                pieces.push(self.unknown);
                return;
            };
            pieces.push(id);
            start = end;
        }
    }
}

/// What BERT's cleaning leaves of a character: no accents, no controls, plain spaces.
fn normal(c: char) -> Option<char> {
    if c.is_ascii_graphic() {
        return Some(c);
    }
    match c.general_category() {
        GeneralCategory::NonspacingMark | GeneralCategory::Control | GeneralCategory::Format => None,
        _ if c == '\u{fffd}' => None,
        _ if c.is_whitespace() => Some(' '),
        _ => Some(c),
    }
}

/// Cuts the next run without space off `rest`; a punctuation mark or CJK ideograph is a part by itself.
fn next_part<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start_matches(' ');
    let first = text.chars().next()?;
    let end = if stands_alone(first) {
        first.len_utf8()
    } else {
        text.find(|c| c == ' ' || stands_alone(c)).unwrap_or(text.len())
    };
    *rest = &text[end..];
    Some(&text[..end])
}

fn stands_alone(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_punctuation();
    }
    matches!(c, '\u{4e00}'..='\u{9fff}') || c.general_category_group() == GeneralCategoryGroup::Punctuation
}

/// The shape class of a word: 0 no capital, 1 Capitalised, 2 ALL CAPITALS, 3 miXed, 4 one capital
/// letter alone, 5 holds a digit.
pub fn shape(word: &str) -> i32 {
    let (mut letters, mut upper, mut first_upper) = (0, 0, false);
    for c in word.chars() {
        if c.is_numeric() && c.is_ascii_digit() || is_other_digit(c) {
            return 5;
        }
        if c.is_alphabetic() {
            first_upper |= letters == 0 && c.is_uppercase();
            letters += 1;
            upper += i32::from(c.is_uppercase());
        }
    }
    match (upper, letters) {
        (0, _) => 0,
        (1, 1) => 4,
        (u, l) if u == l => 2,
        (1, _) if first_upper => 1,
        _ => 3,
    }
}

/// Decimal digits of other scripts and superscripts, which Python's `str.isdigit` counts too.
fn is_other_digit(c: char) -> bool {
    !c.is_ascii()
        && (c.general_category() == GeneralCategory::DecimalNumber
            || matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}' | '\u{2460}'..='\u{2468}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(word: &str) -> Vec<&'static str> {
        let all = WordPieces::new(memcon_model::VOCABULARY).expect("shipped");
        let mut ids = Vec::new();
        all.word(word, &mut ids);
        let lines: Vec<_> = memcon_model::VOCABULARY.lines().collect();
        ids.iter().map(|&i| lines[usize::try_from(i).expect("positive")]).collect()
    }

    #[test]
    fn words_fall_into_pieces() {
        assert_eq!(pieces("Envoys"), ["envoy", "##s"]);
        assert_eq!(pieces("Élysée"), ["ely", "##see"]);
        assert_eq!(pieces("U.S."), ["u", ".", "s", "."]);
        assert_eq!(pieces("“"), ["“"]);
        assert_eq!(pieces("\u{200b}"), ["[UNK]"]);
        assert_eq!(pieces(&"x".repeat(5000)), ["[UNK]"]);
        assert_eq!(pieces("外交"), ["外", "[UNK]"]);
    }

    #[test]
    fn shapes_give_case_back() {
        let all = ["envoy", "Envoy", "NATO", "McKinley", "A", "24th", "U.S.", "—", "iPhone", "١٢"];
        assert_eq!(all.map(shape), [0, 1, 2, 3, 4, 5, 2, 0, 3, 5]);
    }
}
