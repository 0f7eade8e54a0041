//! A phrase in its parts: what stands up to the head, and the phrases behind prepositions.

use super::QUANTITIES;
use crate::who::phrase::{Mark, Piece, What};
use memcon_lexicon::knowledge::Named;

/// A phrase in its parts: what stands up to the head, and the phrases behind prepositions.
pub(super) struct Parts<'p> {
    /// Pieces before the first preposition or break.
    pub(super) front: &'p [Piece],
    /// Index of the head in `front`.
    pub(super) head: Option<usize>,
    /// Prepositions with what follows each, up to the next.
    pub(super) behind: Vec<(&'p str, &'p [Piece])>,
    /// What stands behind a comma or bracket.
    pub(super) aside: &'p [Piece],
    /// All pieces behind the first preposition.
    pub(super) rest: &'p [Piece],
    /// "dozens of", "members of".
    pub(super) counted: bool,
}

impl<'p> Parts<'p> {
    pub(super) fn of(pieces: &'p [Piece], head_at: Option<usize>) -> Self {
        let pieces = skip_articles(skip_approximations(pieces));
        let stop = |p: &Piece| matches!(p.what, What::Mark(Mark::Preposition(_) | Mark::Break | Mark::And));
        // Before the head nothing ends the front: "the United Nations and Arab League envoy".
        let from = head_at.and_then(|at| pieces.iter().position(|p| p.end > at)).unwrap_or(0);
        let end = (from..pieces.len()).find(|&i| stop(&pieces[i])).unwrap_or(pieces.len());
        let (front, mut rest) = pieces.split_at(end);
        let all = rest.get(1..).unwrap_or_default();
        let mut behind = Vec::new();
        while let Some((What::Mark(Mark::Preposition(word)), tail)) = rest.split_first().map(|(p, t)| (&p.what, t)) {
            let end = tail.iter().position(stop).unwrap_or(tail.len());
            behind.push((word.as_str(), skip_articles(&tail[..end])));
            rest = &tail[end..];
        }
        let head = head_piece(front, head_at);
        Self { front, head, behind, aside: rest.get(1..).unwrap_or_default(), rest: all, counted: false }
    }

    pub(super) fn head(&self) -> Option<&'p Piece> {
        self.front.get(self.head?)
    }

    pub(super) fn is_quantity(&self) -> bool {
        let counts = |p: &Piece| QUANTITIES.contains(&p.key.as_str()) || p.key.chars().all(|c| c.is_ascii_digit());
        let alone = self.front.iter().filter(|p| !matches!(p.what, What::Mark(_))).count();
        let of = self.behind.first().is_some_and(|(word, _)| *word == "of");
        of && self.front.last().is_some_and(counts)
            && alone <= 2
            && !self.front.iter().any(|p| matches!(p.what, What::Name(_)))
    }

    /// What "of" governs, with all that follows.
    pub(super) fn complement(&self) -> &'p [Piece] {
        skip_articles(self.rest)
    }

    pub(super) fn after(&self, preposition: &str) -> Option<&'p [Piece]> {
        self.behind.iter().find(|(word, _)| *word == preposition).map(|(_, pieces)| *pieces)
    }
}

pub(super) fn skip_articles(pieces: &[Piece]) -> &[Piece] {
    let skipped = pieces.iter().take_while(|p| p.is_mark(&Mark::Article)).count();
    &pieces[skipped..]
}

/// "over two dozen", "around 40": no place.
pub(super) fn skip_approximations(pieces: &[Piece]) -> &[Piece] {
    let approximate = |p: &Piece| matches!(p.key.as_str(), "over" | "around" | "under" | "about" | "nearly");
    &pieces[pieces.iter().take_while(|p| approximate(p)).count()..]
}

/// The head of the front part: at the place that the syntax gives, else the last role noun or name; what a
/// state or place name behind a noun adds is a modifier: "Police Scotland".
pub(super) fn head_piece(front: &[Piece], head_at: Option<usize>) -> Option<usize> {
    if let Some(at) = head_at {
        let head = front.iter().position(|p| p.start <= at && at < p.end)?;
        // Some trees make the title the head of the name: "Secretary Ann Poe".
        let named = |p: &&Piece| {
            p.capital
                && (matches!(p.what, What::Word)
                    || matches!(&p.what, What::Name(n) if matches!(n.first(), Some(Named::Person(_)))))
        };
        let title = matches!(front[head].what, What::Role(_));
        let name = if title { front[head + 1..].iter().take_while(named).count() } else { 0 };
        return Some(head + name);
    }
    let last = front.iter().rposition(|p| !matches!(p.what, What::Mark(_)))?;
    let place = |p: &Piece| matches!(&p.what, What::Name(names) if matches!(names.first(), Some(Named::Country(_) | Named::Place(_) | Named::Territory(_))));
    let role = |p: &Piece| matches!(p.what, What::Role(_));
    if place(&front[last]) && last > 0 && role(&front[last - 1]) {
        return Some(last - 1);
    }
    Some(last)
}
