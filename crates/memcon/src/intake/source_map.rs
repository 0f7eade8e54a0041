//! From bytes of a page's text to bytes of its source.
//!
//! The source is the document as it was handed over: the bytes of the file, unpacked if it was packed, or the value of
//! `text` or `html` of a JSON line.

use std::ops::Range;

use super::decode::Encoded;
use crate::span::Span;

/// Where every byte of a text comes from. Bytes that intake put in itself (the line breaks between blocks, a space for
/// a run of white space) may have no source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// In order of the text, not overlapping. In between is text without a source.
    pieces: Vec<Piece>,
    /// From the decoded document to its bytes.
    encoded: Encoded,
}

/// A run of text and the range of the decoded document that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// First byte in the text.
    pub text: usize,
    /// Length in the text.
    pub text_len: usize,
    /// Range of the decoded document.
    pub source: Range<usize>,
    /// The text is the source, byte for byte. Otherwise (a character reference) the whole gives the whole.
    pub verbatim: bool,
}

impl SourceMap {
    /// The map of a text that is the whole decoded document.
    pub(crate) fn whole(len: usize, encoded: Encoded) -> Self {
        let piece = Piece { text: 0, text_len: len, source: 0..len, verbatim: true };
        Self { pieces: vec![piece], encoded }
    }

    /// A map without pieces yet, over a document so encoded.
    pub(crate) fn over(encoded: Encoded) -> Self {
        Self { pieces: Vec::new(), encoded }
    }

    /// Adds a piece after the last one.
    pub(crate) fn push(&mut self, piece: Piece) {
        if let Some(last) = self.pieces.last_mut()
            && last.verbatim
            && piece.verbatim
            && last.text + last.text_len == piece.text
            && last.source.end == piece.source.start
        {
            last.text_len += piece.text_len;
            last.source.end = piece.source.end;
            return;
        }
        self.pieces.push(piece);
    }

    /// Makes room for `by` bytes without a source at byte `at` of the text.
    pub(crate) fn insert(&mut self, at: usize, by: usize) {
        let after = self.part(at);
        for piece in self.pieces.get_mut(after..).unwrap_or_default() {
            piece.text += by;
        }
    }

    /// The number of the first piece that starts at `at` or after it; a verbatim piece that `at` falls into is parted.
    fn part(&mut self, at: usize) -> usize {
        let number = self.pieces.partition_point(|piece| piece.text < at);
        let Some(before) = number.checked_sub(1).and_then(|last| self.pieces.get_mut(last)) else { return number };
        let head = at - before.text;
        if before.verbatim && head < before.text_len {
            let middle = before.source.start + head;
            let tail =
                Piece { text: at, text_len: before.text_len - head, source: middle..before.source.end, verbatim: true };
            before.text_len = head;
            before.source.end = middle;
            self.pieces.insert(number, tail);
        }
        number
    }

    /// The source's byte ranges that give the text at `span`, in order of the text, adjacent ranges joined. A part of a
    /// character reference gives the range of the whole reference.
    pub fn ranges(&self, span: Span) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let first = self.pieces.partition_point(|piece| piece.text + piece.text_len <= span.start);
        for piece in self.pieces.get(first..).unwrap_or_default() {
            if piece.text >= span.end {
                break;
            }
            let range = self.encoded.range(piece.decoded(span));
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range),
            }
        }
        ranges
    }
}

impl Piece {
    /// The range of the decoded document for the part of `span` that this piece covers.
    fn decoded(&self, span: Span) -> Range<usize> {
        if !self.verbatim {
            return self.source.clone();
        }
        let from = span.start.saturating_sub(self.text);
        let to = span.end.min(self.text + self.text_len) - self.text;
        self.source.start + from..self.source.start + to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbatim_pieces_join_and_references_give_their_whole_range() {
        // Source `a&amp;b`, text `a&b`.
        let mut map = SourceMap::over(Encoded::same());
        map.push(Piece { text: 0, text_len: 1, source: 0..1, verbatim: true });
        map.push(Piece { text: 1, text_len: 1, source: 1..6, verbatim: false });
        map.push(Piece { text: 2, text_len: 1, source: 6..7, verbatim: true });
        assert_eq!(map.ranges(Span::new(0, 3)), vec![0..7]);
        assert_eq!(map.ranges(Span::new(1, 2)), vec![1..6]);
        assert_eq!(map.ranges(Span::new(2, 3)), vec![6..7]);
    }

    #[test]
    fn text_without_a_source_gives_no_range() {
        let mut map = SourceMap::over(Encoded::same());
        map.push(Piece { text: 0, text_len: 2, source: 3..5, verbatim: true });
        map.push(Piece { text: 3, text_len: 2, source: 12..14, verbatim: true });
        assert!(map.ranges(Span::new(2, 3)).is_empty());
        assert_eq!(map.ranges(Span::new(1, 4)), [4..5, 12..13]);
        assert!(map.ranges(Span::new(5, 9)).is_empty());
    }

    #[test]
    fn what_is_put_in_has_no_source_and_moves_the_rest() {
        let mut map = SourceMap::whole(10, Encoded::same());
        map.insert(4, 3);
        map.insert(0, 2);
        assert_eq!(map.ranges(Span::new(0, 15)), vec![0..10]);
        assert_eq!(map.ranges(Span::new(2, 6)), vec![0..4]);
        assert!(map.ranges(Span::new(6, 9)).is_empty() && map.ranges(Span::new(0, 2)).is_empty());
        assert_eq!(map.ranges(Span::new(9, 15)), vec![4..10]);
    }
}
