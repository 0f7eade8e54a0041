//! Sentences and words of a text, as Universal Dependencies English cuts them.
//!
//! A line break always ends a sentence. Within a line, rules cut tokens (`tokens`) and part contractions
//! (`words`). Whether a sentence ends between two tokens is settled by rules (`rules`) or decided by a linear
//! model ([`boundary`], [`model`]) trained on the treebanks by `cargo xtask train-segmenter`.

pub mod boundary;
mod lists;
pub mod model;
mod rules;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use std::ops::Range;

pub use model::{BoundaryModel, ModelError};

use crate::Span;
use boundary::{History, Paragraph};

/// What the model must score to end a sentence where no mark stands. The treebanks' e-mails do so often, news
/// seldom, and there a sentence cut in two costs more than two sentences read as one.
const UNMARKED: f32 = 1.0;

/// A sentence, headline, bullet or caption, cut into words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// From its first word to its last.
    pub span: Span,
    /// Its syntactic words: in order, apart from each other, none empty; never none at all.
    pub words: Vec<Span>,
    /// Runs of words, by index, that are one token on the surface: `don't`, `Kabul's`, `cannot`.
    pub contractions: Vec<Range<usize>>,
}

impl Segment {
    /// A sentence of the surface tokens `tokens` of `text`; `None` without any.
    fn of_tokens(text: &str, tokens: &[Span]) -> Option<Segment> {
        let span = tokens.first()?.join(*tokens.last()?);
        let (mut words, mut contractions) = (Vec::with_capacity(tokens.len() + 4), Vec::new());
        for &token in tokens {
            let first = words.len();
            words::split(text, token, &mut words);
            if words.len() - first > 1 {
                contractions.push(first..words.len());
            }
        }
        Some(Segment { span, words, contractions })
    }

    /// Its surface tokens: its words with the contractions joined.
    pub fn tokens(&self) -> Vec<Span> {
        let mut tokens = Vec::with_capacity(self.words.len());
        let mut groups = self.contractions.iter().peekable();
        let mut at = 0;
        while let Some(&word) = self.words.get(at) {
            let group = groups.next_if(|g| g.start == at).and_then(|g| self.words.get(g.clone()).map(|w| (g.end, w)));
            match group.and_then(|(end, words)| Some((end, words.last()?))) {
                Some((end, last)) if end > at => {
                    tokens.push(word.join(*last));
                    at = end;
                }
                _ => {
                    tokens.push(word);
                    at += 1;
                }
            }
        }
        tokens
    }
}

/// Cuts texts into sentences and words.
///
/// ```
/// use memcon::reading::segment::Segmenter;
///
/// let text = "The envoy didn't stay. He left for Doha.";
/// let segments = Segmenter::new().segment(text);
/// let words: Vec<&str> = segments[0].words.iter().map(|w| w.of(text)).collect();
/// assert_eq!(words, ["The", "envoy", "did", "n't", "stay", "."]);
/// assert_eq!(segments[1].span.of(text), "He left for Doha.");
/// ```
#[derive(Clone, Debug)]
pub struct Segmenter {
    model: BoundaryModel,
}

impl Segmenter {
    /// A segmenter with the weights that ship with the program.
    ///
    /// # Panics
    /// Never: a test decodes the weights that ship.
    pub fn new() -> Self {
        Self::from_bytes(memcon_model::SEGMENTER).expect("the weights that ship are sound")
    }

    /// A segmenter with the weights of a file written by [`BoundaryModel::encode`].
    ///
    /// # Errors
    /// Where the bytes are no such file, or a damaged one.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        BoundaryModel::decode(bytes).map(|model| Self { model })
    }

    /// The sentences of `text` in order. Every visible character falls in exactly one word.
    pub fn segment(&self, text: &str) -> Vec<Segment> {
        let (mut segments, mut features) = (Vec::new(), Vec::new());
        for paragraph in paragraphs(text) {
            let mut history = History::default();
            let mut first = 0;
            for gap in 0..paragraph.gaps() {
                let ends = paragraph.settled(gap, &history).unwrap_or_else(|| {
                    paragraph.features(gap, &history, &mut features);
                    let bar = if paragraph.is_unmarked(gap) { UNMARKED } else { 0.0 };
                    self.model.score(&features) > bar
                });
                history.pass(&paragraph, gap, ends);
                if ends {
                    segments.extend(Segment::of_tokens(text, &paragraph.tokens()[first..=gap]));
                    first = gap + 1;
                }
            }
            segments.extend(Segment::of_tokens(text, &paragraph.tokens()[first..]));
        }
        segments
    }
}

impl Default for Segmenter {
    fn default() -> Self {
        Self::new()
    }
}

/// The lines of `text` that hold a token, cut into tokens.
pub fn paragraphs(text: &str) -> impl Iterator<Item = Paragraph<'_>> {
    let mut end = 0;
    text.split_inclusive(is_line_break).filter_map(move |line| {
        let start = end;
        end += line.len();
        Paragraph::new(text, Span::new(start, start + line.trim_end_matches(is_line_break).len()))
    })
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
