//! What must hold for every page that comes out of intake, for tests and fuzzing.

use super::{Bounds, Page, open};
use crate::span::Span;

/// Reads any bytes and checks whatever pages come out.
///
/// # Panics
/// If a page is not sound, which is a bug.
pub fn any(bytes: &[u8]) {
    for page in open(bytes, "input", &Bounds::default()).flatten() {
        sound(&page);
    }
}

/// Checks that a page's spans fit its text and that its stories cover it.
///
/// # Panics
/// If they do not, which is a bug.
pub fn sound(page: &Page) {
    let fits = |span: Span| span.start <= span.end && page.text.get(span.start..span.end).is_some();
    let mut end = 0;
    for story in &page.stories {
        assert!(fits(story.span) && story.span.start == end, "a story out of place: {story:?}");
        assert!(story.title_span.is_none_or(|title| fits(title) && story.span.contains(title)), "{story:?}");
        end = story.span.end;
    }
    assert_eq!(end, page.text.len(), "the stories do not cover the text");
    let mut end = 0;
    for piece in &page.furniture {
        assert!(fits(piece.span) && piece.span.start >= end && !piece.span.is_empty(), "{piece:?}");
        end = piece.span.end;
    }
    // Every thousandth character is enough of a long text.
    let step = page.text.len() / 2000 + 1;
    for (at, character) in page.text.char_indices().step_by(step) {
        let ranges = page.source.ranges(Span::new(at, at + character.len_utf8()));
        assert!(ranges.iter().all(|range| range.start <= range.end), "{ranges:?}");
        assert!(character.is_whitespace() || !ranges.is_empty(), "{character:?} at {at} has no source");
    }
}
